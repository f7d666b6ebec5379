"""Connections to the SQLite file, and the two kinds of transaction: read and write.

Why these settings: docs/decisions/0003-storage.md.
"""

import functools
import sqlite3
import threading
import time
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Concatenate, Literal, ParamSpec, TypeVar

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.pool import QueuePool

from backwatch.store import checksums, cipher, files
from backwatch.store.errors import DiskFull, NotRead, NotSaved, driver_errors, in_plain_words
from backwatch.store.schema import change_count

_REVISION = str(sa.select(change_count.c.written))

PRAGMAS = (
    "journal_mode=DELETE",
    "synchronous=EXTRA",  # syncs the folder too: with FULL a power cut can undo the last save
    "foreign_keys=ON",
    "secure_delete=ON",  # what is deleted or overwritten leaves the file
    "trusted_schema=OFF",
    "temp_store=MEMORY",  # nothing of a diary in the folder for temporary files
    "fullfsync=ON",  # on macOS, where fsync alone stops at the drive's cache
)


def uri(path: Path, mode: str) -> str:
    """Return the name under which SQLite opens this file; "rw" never makes a new one."""
    return f"{path.absolute().as_uri()}?mode={mode}"


_Made = TypeVar("_Made")
Key = bytes | None | Literal["usual"]  # None: the file is plain; "usual": what its folder says


def open_file(
    path: Path, mode: str, *, timeout: float = 5.0, key: Key = "usual", any_thread: bool = False
) -> sqlite3.Connection:
    """Return a connection of its own to the file at `path`, which begins no transaction by itself.

    Raises Locked where the folder is locked and nobody has unlocked it.
    """
    if key == "usual":
        key = cipher.key_of(path.parent)
    if isinstance(key, bytes):
        return cipher.connect(
            uri(path, mode), key, timeout=timeout, check_same_thread=not any_thread
        )
    # isolation_level None: our BEGIN is the only one, on every Python version
    return sqlite3.connect(
        uri(path, mode),
        uri=True,
        timeout=timeout,
        isolation_level=None,
        check_same_thread=not any_thread,
    )


def connect_to(
    path: Path,
    *,
    timeout: float,
    mode: Literal["rw", "ro"] = "rw",
    watched: bool = False,
    key: Key = "usual",
) -> sa.Engine:
    """Return an engine for the file at `path`, which must exist; locks are waited for `timeout` s.

    A connection with the execution option `writing` takes the write lock when it begins, so that
    what it reads cannot change before it writes. With `watched` the checksums of what is written
    are kept right; only a migration goes without. Raises Locked.
    """
    encrypted = (cipher.key_of(path.parent) if key == "usual" else key) is not None

    def connect() -> sqlite3.Connection:
        return open_file(path, mode, timeout=timeout, key=key, any_thread=True)

    engine = sa.create_engine(
        "sqlite://",
        creator=connect,
        poolclass=QueuePool,
        hide_parameters=True,
        **({"module": cipher.driver()} if encrypted else {}),
    )

    @event.listens_for(engine, "connect")
    def set_up(connection: sqlite3.Connection, _record: object) -> None:
        for pragma in PRAGMAS:
            connection.execute("PRAGMA " + pragma)
        if watched:
            checksums.watch(connection)

    @event.listens_for(engine, "begin")
    def begin(connection: sa.Connection) -> None:
        writing = connection.get_execution_options().get("writing")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")

    return engine


class Database:
    """One data file, used from many threads at once.

    `reading_only` is None, or the sentence that says why nothing can be saved here.
    """

    def __init__(
        self, path: Path, *, timeout: float = 10.0, reading_only: str | None = None
    ) -> None:
        self.path = path
        self.reading_only = reading_only
        self._timeout = timeout
        self._engine = (
            connect_to(path, timeout=timeout, mode="ro")
            if reading_only
            else connect_to(path, timeout=timeout, watched=True)
        )
        self._retired: Exception | None = None
        self._made: tuple[int, dict[Hashable, Any]] = (-1, {})
        self._writers = threading.Lock()  # threads of one app queue here: SQLite's wait is not fair

    def close(self) -> None:
        """Close every connection that is not in use, and let go of what was read."""
        self.let_go()
        self._engine.dispose()

    def let_go(self) -> None:
        """Forget what was made of the records: nothing of them stays in memory here."""
        self._made = (-1, {})

    def once(self, what: Hashable, make: Callable[[], _Made]) -> _Made:
        """Return what `make` makes of the records, called `what`, once for each state of them.

        The next write, by any program, makes it be made anew. Every visit gets the same object, so
        it must be one that nobody changes, and `what` must name the person it is of.
        """
        if self.reading_only:
            return make()  # no number tells of a change there
        now = self.revision()  # asked first: what is read may be newer than its number, never older
        at, made = self._made
        if at != now:
            made = {}
            self._made = (now, made)
        if what not in made:
            made[what] = make()
        found: _Made = made[what]
        return found

    def retire(self) -> None:
        """Close for good: whoever still holds this store is told to try again with a new one."""
        with self._writers:  # a save that has begun ends first
            self._retired = NotRead("Your records were just locked or moved. Try again.")
            self.close()

    def _in_use(self) -> None:
        if self._retired is not None:
            raise self._retired

    def free_space(self) -> bool:
        """Give the disk back what was kept for the day it is full; False where nothing was left.

        Whoever writes an export to a full disk asks for this first. The next start keeps it anew.
        """
        return files.free_ballast(self.path.parent)

    def _written(self) -> None:
        """Do what follows a committed write. Must not fail: the write stands."""

    @contextmanager
    def _write(self, *, patience: float | None = None) -> Iterator[sa.Connection]:
        """Give a connection whose work is committed when the block ends, or else not done at all.

        `patience`: how many seconds to wait for others, where the usual wait is too long.
        Raises NotSaved where the disk or another program stood in the way.
        """
        if self.reading_only:
            raise NotSaved(f"Not saved: {self.reading_only[0].lower()}{self.reading_only[1:]}")
        wait = min(patience or self._timeout, self._timeout)
        with in_plain_words(writing=True):
            asked = time.monotonic()
            if not self._writers.acquire(timeout=wait):
                raise NotSaved("Not saved: your diary is busy. Try again.")
            try:
                self._in_use()
                left = max(0.05, wait - (time.monotonic() - asked))
                with self._engine.connect().execution_options(writing=True) as connection:
                    busy = f"PRAGMA busy_timeout={int(left * 1000)}"
                    connection.connection.cursor().execute(busy)
                    with connection.begin():
                        yield connection
                        connection.execute(
                            sa.update(change_count).values(written=change_count.c.written + 1)
                        )
            finally:
                self._writers.release()
        if patience is None:
            self._written()

    @contextmanager
    def _read(self) -> Iterator[sa.Connection]:
        """Give a connection that sees one state of the records. Raises NotRead."""
        self._in_use()
        try:
            with in_plain_words(writing=False), self._engine.begin() as connection:
                yield connection
        except sa.exc.OperationalError:
            if self.reading_only:  # a newer version may have given a table another form
                raise NotRead("This version of Backwatch cannot read these records.") from None
            raise

    def revision(self) -> int:
        """Return a number that grows with every committed write, by any program.

        Asked at every click, so it goes past SQLAlchemy: one row, read in one statement.
        """
        self._in_use()
        with in_plain_words(writing=False):
            connection = self._engine.raw_connection()
            try:
                found = connection.cursor().execute(_REVISION).fetchone()
            except driver_errors() as error:
                raise sa.exc.DBAPIError.instance(_REVISION, None, error, Exception) from None
            finally:
                connection.close()
        return int(found[0]) if found else 0


_Self = TypeVar("_Self", bound=Database)
_Given = ParamSpec("_Given")
_Result = TypeVar("_Result")


def even_on_a_full_disk(
    method: Callable[Concatenate[_Self, _Given], _Result],
) -> Callable[Concatenate[_Self, _Given], _Result]:
    """Try a method that deletes a second time after a full disk got back what was kept for it."""

    @functools.wraps(method)
    def trying(self: _Self, /, *args: _Given.args, **kwargs: _Given.kwargs) -> _Result:
        try:
            return method(self, *args, **kwargs)
        except DiskFull:
            if not self.free_space():
                raise
        return method(self, *args, **kwargs)

    return trying
