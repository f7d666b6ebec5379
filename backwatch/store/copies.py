"""Whole copies of a database: made in one step, opened again, and looked at row by row."""

from contextlib import closing
from pathlib import Path

import sqlalchemy as sa

from backwatch.store import checksums, files
from backwatch.store.database import Key, connect_to, open_file
from backwatch.store.errors import DAMAGED, DamagedData, in_plain_words
from backwatch.store.schema import change_count, total

_NO_VERSION = "This file is not a Backwatch diary. Move it out of the data folder."
WAIT = 2.0  # seconds for another program's lock, behind a save that is done already


def version(connection: sa.Connection) -> str:
    """Return the schema version of a file, such as "0002", after a look at its pages and indexes.

    Raises DamagedData for a file that is damaged or none of ours.
    """
    if connection.exec_driver_sql("PRAGMA integrity_check").scalar() != "ok":
        raise DamagedData(DAMAGED)
    if not sa.inspect(connection).has_table("alembic_version"):
        raise DamagedData(_NO_VERSION, kind="foreign")
    found = str(connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar())
    if not (len(found) == 4 and found.isascii() and found.isdigit()):
        raise DamagedData(DAMAGED)
    return found


def has_sums(connection: sa.Connection) -> bool:
    """Return whether the rows of this file carry checksums; version 0001 had none."""
    return sa.inspect(connection).has_table(total.name)


def make(path: Path) -> tuple[Path, dict[str, int]]:
    """Return a private, half-named copy of the database at `path`, and its row counts.

    It was closed, opened again and verified. Raises DamagedData where it is not whole, so the
    database is not, and what in_plain_words raises for a full or failing disk.
    """
    copy = files.half_made(path.parent)
    try:
        with in_plain_words(writing=True):
            _copy(path, copy)
        return copy, verified(copy)
    except BaseException:
        copy.unlink(missing_ok=True)
        raise


def _copy(path: Path, copy: Path) -> None:
    with (
        closing(open_file(path, "rw", timeout=WAIT)) as source,
        closing(open_file(copy, "rw")) as target,
    ):
        source.execute("BEGIN")
        source.execute("SELECT count(*) FROM sqlite_master").fetchone()  # wait for others only here
        target.execute("PRAGMA synchronous=EXTRA")
        source.backup(target, pages=-1)  # in small steps it starts over at every write


def verified(path: Path, key: Key = "usual") -> dict[str, int]:
    """Return how many rows each table of a copy has, after a look at every row. Changes nothing.

    `key`: of an encrypted copy, None for a plain one, where it is not what its folder says. Raises
    DamagedData where anything is not as it was written.
    """
    engine = connect_to(path, timeout=WAIT, mode="ro", key=key)
    try:
        with in_plain_words(writing=False), engine.begin() as connection:
            version(connection)
            return checksums.verify(connection) if has_sums(connection) else {}
    except sa.exc.OperationalError:
        raise DamagedData(DAMAGED) from None
    finally:
        engine.dispose()


def counts(path: Path) -> dict[str, int]:
    """Return how many rows each table of a copy should have, by its own word: not verified."""
    engine = connect_to(path, timeout=WAIT, mode="ro")
    try:
        with in_plain_words(writing=False), engine.begin() as connection:
            records = sa.select(total).where(total.c.name != checksums.SCHEMA)
            return {row.name: row.row_count for row in connection.execute(records)}
    except sa.exc.OperationalError:
        raise DamagedData(DAMAGED) from None
    finally:
        engine.dispose()


def count_on(path: Path) -> None:
    """Let the count of changes in a copy jump ahead of any number its diary may have reached."""
    engine = connect_to(path, timeout=WAIT)
    try:
        with in_plain_words(writing=True), engine.begin() as connection:
            connection.execute(
                sa.update(change_count).values(written=change_count.c.written + _JUMP)
            )
    finally:
        engine.dispose()


_JUMP = 1_000_000  # more saves than lie between two snapshots
