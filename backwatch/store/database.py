"""Connections to the SQLite file, and the two kinds of transaction: read and write.

Why these settings: docs/decisions/0003-storage.md.
"""

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.pool import QueuePool

from backwatch.store.errors import NotSaved, in_plain_words
from backwatch.store.schema import change_count

_REVISION = str(sa.select(change_count.c.written))

PRAGMAS = (
    "journal_mode=DELETE",
    "synchronous=EXTRA",  # syncs the folder too: with FULL a power cut can undo the last save
    "foreign_keys=ON",
    "secure_delete=ON",  # what is deleted or overwritten leaves the file
    "trusted_schema=OFF",
    "fullfsync=ON",  # on macOS, where fsync alone stops at the drive's cache
)


def uri(path: Path, mode: str) -> str:
    """Return the name under which SQLite opens this file; "rw" never makes a new one."""
    return f"{path.absolute().as_uri()}?mode={mode}"


def connect_to(path: Path, *, timeout: float) -> sa.Engine:
    """Return an engine for the file at `path`, which must exist; locks are waited for `timeout` s.

    A connection with the execution option `writing` takes the write lock when it begins, so that
    what it reads cannot change before it writes.
    """

    def connect() -> sqlite3.Connection:
        # isolation_level None: the BEGIN below is the only one, on every Python version
        return sqlite3.connect(
            uri(path, "rw"),
            uri=True,
            timeout=timeout,
            isolation_level=None,
            check_same_thread=False,
        )

    engine = sa.create_engine(
        "sqlite://", creator=connect, poolclass=QueuePool, hide_parameters=True
    )

    @event.listens_for(engine, "connect")
    def set_up(connection: sqlite3.Connection, _record: object) -> None:
        for pragma in PRAGMAS:
            connection.execute("PRAGMA " + pragma)

    @event.listens_for(engine, "begin")
    def begin(connection: sa.Connection) -> None:
        writing = connection.get_execution_options().get("writing")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")

    return engine


class Database:
    """One data file, used from many threads at once."""

    def __init__(self, path: Path, *, timeout: float = 10.0) -> None:
        self.path = path
        self._timeout = timeout
        self._engine = connect_to(path, timeout=timeout)
        self._writers = threading.Lock()  # threads of one app queue here: SQLite's wait is not fair

    def close(self) -> None:
        """Close every connection that is not in use."""
        self._engine.dispose()

    @contextmanager
    def _write(self, *, patience: float | None = None) -> Iterator[sa.Connection]:
        """Give a connection whose work is committed when the block ends, or else not done at all.

        `patience`: how many seconds to wait for others, where the usual wait is too long.
        Raises NotSaved where the disk or another program stood in the way.
        """
        patience = min(patience or self._timeout, self._timeout)
        with in_plain_words(writing=True):
            asked = time.monotonic()
            if not self._writers.acquire(timeout=patience):
                raise NotSaved("Not saved: your diary is busy. Try again.")
            try:
                left = max(0.05, patience - (time.monotonic() - asked))
                with self._engine.connect().execution_options(writing=True) as connection:
                    wait = f"PRAGMA busy_timeout={int(left * 1000)}"
                    connection.connection.cursor().execute(wait)
                    with connection.begin():
                        yield connection
                        connection.execute(
                            sa.update(change_count).values(written=change_count.c.written + 1)
                        )
            finally:
                self._writers.release()

    @contextmanager
    def _read(self) -> Iterator[sa.Connection]:
        """Give a connection that sees one state of the records. Raises NotRead."""
        with in_plain_words(writing=False), self._engine.begin() as connection:
            yield connection

    def revision(self) -> int:
        """Return a number that grows with every committed write, by any program.

        Asked at every click, so it goes past SQLAlchemy: one row, read in one statement.
        """
        with in_plain_words(writing=False):
            connection = self._engine.raw_connection()
            try:
                found = connection.cursor().execute(_REVISION).fetchone()
            except sqlite3.Error as error:
                raise sa.exc.DBAPIError.instance(_REVISION, None, error, sqlite3.Error) from None
            finally:
                connection.close()
        return int(found[0]) if found else 0
