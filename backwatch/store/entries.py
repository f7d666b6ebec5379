"""Diary entries: saved whole or not at all, edited without overwriting, deleted with an undo."""

import datetime as dt
import json
from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import Any, TypeVar
from uuid import uuid4

import sqlalchemy as sa

from backwatch.diary import Entry, in_order
from backwatch.store import checksums, schema
from backwatch.store.database import Database, even_on_a_full_disk
from backwatch.store.errors import DAMAGED, DamagedData, EditConflict

_entries = schema.entry
_SUM: sa.ColumnClause[int] = sa.literal_column(checksums.COLUMN)
_MANY = 500  # from here on it is quicker to read them all than to ask for each by its id
_LISTS = (
    "places",
    "spread",
    "feels_like",
    "worse_with",
    "eased_by",
    "symptoms",
    "danger_signs",
    "medicines",
)

_Made = TypeVar("_Made")


class Entries(Database):
    """The part of the store that keeps diary entries."""

    # whose diary was read last, and its entries by id, each with the checksum of its row
    _last_read: tuple[str, dict[str, tuple[int, Entry]]] = ("", {})
    # by name: whose entries, what was given with them, the entries, and what was made of them
    _made_of_diary: Mapping[str, tuple[str, Hashable, tuple[Entry, ...] | None, Any]] = {}

    def add_entry(self, entry: Entry) -> Entry:
        """Keep a new entry and return it with its id and version 1, after the commit."""
        return self.add_entries([entry])[0]

    def add_entries(self, entries: Iterable[Entry]) -> list[Entry]:
        """Keep new entries, all or none of them; see `add_entry`."""
        new = [entry.model_copy(update={"id": uuid4().hex, "version": 1}) for entry in entries]
        with self._write() as connection:
            if new:
                connection.execute(sa.insert(_entries), [entry_row(entry) for entry in new])
        return new

    def save_entry(self, entry: Entry) -> Entry:
        """Keep an edited entry and return it with its new version.

        `entry.version` is the version that was read. Raises EditConflict where the entry has moved
        on since, or was deleted; then nothing is overwritten.
        """
        saved = entry.model_copy(update={"version": entry.version + 1})
        with self._write() as connection:
            done = connection.execute(
                sa.update(_entries)
                .where(
                    _entries.c.id == entry.id,
                    _entries.c.version == entry.version,
                    _entries.c.deleted_at.is_(None),
                )
                .values(entry_row(saved))
            )
            if done.rowcount != 1:
                current = entries_where(connection, kept() & (_entries.c.id == entry.id))
                raise EditConflict(current[0] if current else None)
        return saved

    @even_on_a_full_disk
    def delete_entry(self, id: str, at: dt.datetime, *, version: int | None = None) -> None:
        """Delete an entry so that `undo_delete` can still bring it back until `purge_deleted`.

        With `version`, the one that was read, EditConflict is raised where the entry has moved on
        since or is deleted already; then it stays as it is.
        """
        with self._write() as connection:
            done = connection.execute(
                sa.update(_entries)
                .where(*_as_read(id, version), kept())
                .values(deleted_at=_utc(at))
            )
            if version is not None and done.rowcount != 1:
                current = entries_where(connection, kept() & (_entries.c.id == id))
                raise EditConflict(current[0] if current else None)

    def undo_delete(self, id: str, *, version: int | None = None) -> Entry:
        """Bring a deleted entry back and return it. Raises EditConflict where it is purged.

        With `version`, the one that was deleted, EditConflict is also raised where the entry has
        moved on since; then it stays as it is.
        """
        with self._write() as connection:
            connection.execute(
                sa.update(_entries).where(*_as_read(id, version)).values(deleted_at=sa.null())
            )
            found = entries_where(connection, kept() & (_entries.c.id == id))
            if not found or version not in (None, found[0].version):
                raise EditConflict(found[0] if found else None)
        return found[0]

    def deletions(self, person_id: str, since: dt.datetime) -> list[tuple[dt.datetime, Entry]]:
        """Return the entries deleted at `since` or later, each with when; the oldest first."""
        wanted = (_entries.c.person_id == person_id) & (_entries.c.deleted_at >= _utc(since))
        when = sa.select(_entries.c.id, _entries.c.deleted_at).where(wanted)
        with self._read() as connection:
            rows = connection.execute(when)
            at = {row.id: dt.datetime.fromisoformat(row.deleted_at) for row in rows}
            found = entries_where(connection, wanted)
        return sorted(((at[str(e.id)], e) for e in found), key=lambda pair: pair[0])

    def recently_deleted(self, person_id: str, since: dt.datetime) -> list[Entry]:
        """Return the entries deleted at `since` or later, in the order of the diary."""
        wanted = (_entries.c.person_id == person_id) & (_entries.c.deleted_at >= _utc(since))
        with self._read() as connection:
            return in_order(entries_where(connection, wanted))

    @even_on_a_full_disk
    def purge_deleted(self, before: dt.datetime) -> int:
        """Erase for good what was deleted before this moment; return how many entries that was."""
        with self._write() as connection:
            done = connection.execute(
                sa.delete(_entries).where(_entries.c.deleted_at < _utc(before))
            )
            return done.rowcount

    def entries(
        self, person_id: str, first: dt.date | None = None, last: dt.date | None = None
    ) -> list[Entry]:
        """Return the entries of a person from day `first` to day `last`, both included.

        Sorted by day, then time (without a time first), then when they were written.
        """
        if first is None and last is None:
            return list(self.once(("entries", person_id), lambda: self._whole_diary(person_id)))
        wanted = kept() & (_entries.c.person_id == person_id)
        if first:
            wanted &= _entries.c.date >= first.isoformat()
        if last:
            wanted &= _entries.c.date <= last.isoformat()
        with self._read() as connection:
            return in_order(entries_where(connection, wanted))

    def _whole_diary(self, person_id: str) -> tuple[Entry, ...]:
        """Read a diary, but of it only the rows that are not as they were when it was last read.

        To make entries of ten years of rows takes ten times as long as to look at their checksums.
        """
        wanted = kept() & (_entries.c.person_id == person_id)
        if self.reading_only:  # perhaps of a version without checksums
            with self._read() as connection:
                return tuple(in_order(entries_where(connection, wanted)))
        whose, before = self._last_read
        known = before if whose == person_id else {}
        with self._read() as connection:
            rows = connection.execute(sa.select(_entries.c.id, _SUM).where(wanted))
            sums = {str(id): int(sum_) for id, sum_ in rows}
            new = [id for id, sum_ in sums.items() if known.get(id, (None,))[0] != sum_]
            if new:
                some = _entries.c.id.in_(new) if len(new) < _MANY else sa.true()
                made = entries_where(connection, wanted & some)
                known = {**known, **{str(e.id): (sums[str(e.id)], e) for e in made}}
        found = {id: known[id] for id in sums}
        self._last_read = (person_id, found)
        return tuple(in_order(entry for _, entry in found.values()))

    def made_of_diary(
        self,
        name: str,
        person_id: str,
        given: Hashable,
        make: Callable[[tuple[Entry, ...]], _Made],
    ) -> _Made:
        """Return what `make` makes of a person's entries and `given`, once for each state of both.

        Unlike `once`, a write of something else, such as an answer in the check, leaves it. The
        entries themselves are compared. Only what was made last under a `name` is kept, so nothing
        of one person stays while another's records are read. Nobody may change what it returns.
        """
        entries = tuple(self.entries(person_id))
        whose, before, known, made = self._made_of_diary.get(name, ("", None, None, None))
        if known == entries and (whose, before) == (person_id, given):
            found: _Made = made
            return found
        new = make(entries)
        self._made_of_diary = {**self._made_of_diary, name: (person_id, given, entries, new)}
        return new

    def let_go(self) -> None:
        """Forget what was read; see Database."""
        super().let_go()
        self._last_read = ("", {})
        self._made_of_diary = {}

    def entry(self, id: str) -> Entry | None:
        """Return one entry, or None where it is not there or deleted."""
        with self._read() as connection:
            found = entries_where(connection, kept() & (_entries.c.id == id))
        return found[0] if found else None

    def entry_count(self, person_id: str) -> int:
        """Return how many entries a person has, without the deleted ones."""
        wanted = kept() & (_entries.c.person_id == person_id)
        count = sa.select(sa.func.count()).select_from(_entries).where(wanted)
        with self._read() as connection:
            return connection.scalar(count) or 0


def kept() -> sa.ColumnElement[bool]:
    """Return the condition that an entry is not deleted."""
    return _entries.c.deleted_at.is_(None)


def _as_read(id: str, version: int | None) -> list[sa.ColumnElement[bool]]:
    """Return the conditions for an entry, of any version or as it was read."""
    same = [] if version is None else [_entries.c.version == version]
    return [_entries.c.id == id, *same]


def _utc(at: dt.datetime) -> str:
    """Return a text that sorts by time. Raises ValueError for a time without its offset."""
    if at.tzinfo is None:
        raise ValueError("a time needs its offset from UTC")
    return at.astimezone(dt.UTC).isoformat(timespec="microseconds")


def entry_row(entry: Entry) -> dict[str, Any]:
    """Return the columns of an entry; what was not recorded is NULL."""
    row = dict(entry)
    row.update(date=entry.date.isoformat(), recorded_at=entry.recorded_at.isoformat())
    row["time"] = entry.time.isoformat() if entry.time else None
    row["too_bad"] = int(entry.too_bad)
    row["note"] = entry.note or None
    lists = entry.model_dump(include=set(_LISTS))
    for name in _LISTS:
        row[name] = json.dumps(lists[name], ensure_ascii=False) if lists[name] else None
    return row


def _entry(row: Mapping[str, Any]) -> Entry:
    values = {name: value for name, value in row.items() if value is not None}
    values.pop("deleted_at", None)
    values["date"] = dt.date.fromisoformat(row["date"])
    values["recorded_at"] = dt.datetime.fromisoformat(row["recorded_at"])
    values["too_bad"] = bool(row["too_bad"])
    if row["time"]:
        values["time"] = dt.time.fromisoformat(row["time"])
    for name in _LISTS:
        if row[name]:
            values[name] = json.loads(row[name])
    return Entry.model_validate(values)


def entries_where(connection: sa.Connection, wanted: sa.ColumnElement[bool]) -> list[Entry]:
    """Return the entries for which this holds, in no order. Raises DamagedData."""
    rows = connection.execute(sa.select(_entries).where(wanted)).mappings().all()
    try:
        return [_entry(dict(row)) for row in rows]
    except ValueError:  # pydantic's and json's errors are kinds of it; the text may hold a note
        raise DamagedData(DAMAGED) from None
