"""A copy of the diary for each day on which something was saved, and the way back to one."""

import contextlib
import datetime as dt
import os
import re
import secrets
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from backwatch.home import DATABASE
from backwatch.store import copies, files
from backwatch.store.database import open_file
from backwatch.store.errors import DamagedData, NotSaved, StoreError, driver_errors

KEPT = 14  # days with a save; docs/decisions/0007-copies.md
_NAME = re.compile(r"backwatch\.snapshot-(\d{4}-\d{2}-\d{2})-[0-9a-f]{8}\.db")
_NO_RECORDS = ("person", "setting", "import_")  # a diary with only these needs no copy


@dataclass(frozen=True)
class Snapshot:
    """A copy of the whole diary. `rows` holds table: how many, by the copy's own word."""

    name: str
    day: dt.date
    rows: Mapping[str, int] = field(default_factory=dict)

    @property
    def entries(self) -> int:
        """How many diary entries it holds, the deleted ones that can come back included."""
        return self.rows.get("entry", 0)

    @property
    def checks(self) -> int:
        """How many checks it holds."""
        return self.rows.get("check_", 0)


def kept_snapshots(home: Path) -> list[Snapshot]:
    """Return the snapshots of a data folder, the newest first; one that cannot be read has no rows.

    Quick: the rows are not looked at. `verified_snapshots` does that.
    """
    found = []
    for name, day in _names(home):
        rows: Mapping[str, int] = {}
        with contextlib.suppress(StoreError):
            rows = copies.counts(home / name)
        found.append(Snapshot(name, day, rows))
    return found


def verified_snapshots(home: Path) -> Iterator[Snapshot]:
    """Return the snapshots whose every row is as it was written, the newest first."""
    for name, day in _names(home):
        with contextlib.suppress(StoreError):
            yield Snapshot(name, day, copies.verified(home / name))


def _names(home: Path) -> list[tuple[str, dt.date]]:
    found = []
    for path in home.glob("backwatch.snapshot-*.db"):
        with contextlib.suppress(ValueError, OSError):
            if match := _NAME.fullmatch(path.name):
                day = dt.date.fromisoformat(match[1])
                found.append((day, path.stat().st_mtime_ns, path.name))
    return [(name, day) for day, _, name in sorted(found, reverse=True)]


def keep(path: Path, day: dt.date) -> Snapshot | None:
    """Keep a snapshot of the database at `path` for this day, and the newest KEPT of all.

    Where the day has one already, that one is returned; None where there is no record yet. Raises
    StoreError where it could not be made or is not whole; then the older ones stay.
    """
    home = path.parent
    for name, each in _names(home):
        if each == day:
            return Snapshot(name, day)
    rows = copies.counts(path)
    if not any(number for name, number in rows.items() if name not in _NO_RECORDS):
        return None
    try:
        copy, rows = copies.make(path)
        name = f"backwatch.snapshot-{day.isoformat()}-{secrets.token_hex(4)}.db"
        files.give_name(copy, name)
        for old, _ in _names(home)[KEPT:]:
            if old != name:  # a clock that was set back makes today's the oldest
                (home / old).unlink(missing_ok=True)
    except OSError:
        raise NotSaved("No copy of today's diary could be kept. Check the disk.") from None
    return Snapshot(name, day, rows)


def restore_snapshot(home: Path, name: str) -> Snapshot:
    """Put a snapshot in the place of the diary, and return it. Close every store of it before.

    What stood there is set aside under a new name, never deleted. Raises DamagedData for a snapshot
    that is not whole, and NotSaved where the folder or another program stands in the way; then
    nothing has changed.
    """
    match = _NAME.fullmatch(name)
    if match is None or not (home / name).is_file():
        raise NotSaved("This copy of your diary is no longer there. Choose another one.")
    database = home / DATABASE
    try:
        copy, rows = copies.make(home / name)
        try:
            copies.count_on(copy)
            _settle(database)
            _set_aside(database)
            copy.replace(database)
            files.sync_folder(home)
        finally:
            copy.unlink(missing_ok=True)
    except OSError:
        raise NotSaved(
            "The copy could not be put in place. Close other windows, then try again."
        ) from None
    files.remember(home)
    return Snapshot(name, dt.date.fromisoformat(match[1]), rows)


def _settle(database: Path) -> None:
    """Let SQLite finish what a crash left half done, if it can; wait for another program's save."""
    if not database.exists():
        return
    try:
        with closing(open_file(database, "rw", timeout=copies.WAIT)) as connection:
            connection.execute("BEGIN IMMEDIATE")
    except driver_errors() as error:
        if getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_BUSY:
            raise NotSaved(
                "Another program is using your diary. Close it, then try again."
            ) from None


def _set_aside(database: Path) -> None:
    """Give what stands there a second name. A journal goes with it: it is no part of the copy."""
    aside = database.with_name(f"backwatch.aside-{secrets.token_hex(4)}.db")
    if database.exists():
        try:
            os.link(database, aside)
        except OSError:  # a disk without links
            half = files.half_made(database.parent)
            files.write_through(half, database.read_bytes())
            files.give_name(half, aside.name)
    journal = database.with_name(DATABASE + "-journal")
    if journal.exists():
        journal.rename(aside.with_name(aside.name + "-journal"))
    files.sync_folder(database.parent)


@dataclass(frozen=True)
class Found:
    """What is wrong with a data folder.

    kind: "missing", "empty", "foreign", "unreadable", "damaged" or "newer". `table` is where a row
    is damaged, if that is known. `good`: the snapshots that are whole, the newest first.
    `set_aside`: the file with the very bytes that could not be used, or None.
    """

    kind: str
    sentence: str
    table: str | None = None
    good: tuple[Snapshot, ...] = ()
    set_aside: str | None = None


def found(home: Path, wrong: DamagedData) -> Found:
    """Return what is wrong, with the copies that could help."""
    kept = None if wrong.kind in ("missing", "unreadable") else files.quarantine(home)
    return Found(
        wrong.kind,
        str(wrong),
        wrong.table,
        tuple(verified_snapshots(home)),
        kept.name if kept else None,
    )
