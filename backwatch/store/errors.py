"""What can go wrong with the data file, each as one plain sentence. None repeats health data."""

import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError

from backwatch.diary import Appointment, Entry, TestResult, Treatment

Record = Entry | Treatment | TestResult | Appointment


class StoreError(Exception):
    """The message is for the person and says what to do."""


class NotSaved(StoreError):
    """Nothing was written; what stood there before still stands."""


class DiskFull(NotSaved):
    """Nothing was written, because the disk is full."""


class NotRead(StoreError):
    """The records could not be read just now."""


class DamagedData(StoreError):
    """The data file is missing, empty, foreign or damaged. It was left as it is.

    `kind` is one of "missing", "empty", "foreign", "unreadable" or "damaged". `table` is the table
    in which a row is damaged, where that is known.
    """

    def __init__(self, message: str, *, kind: str = "damaged", table: str | None = None) -> None:
        super().__init__(message)
        self.kind = kind
        self.table = table


class Locked(StoreError):
    """The records are locked with a passphrase, and nobody has unlocked them."""

    def __init__(self, message: str = "Your records are locked. Type your passphrase.") -> None:
        super().__init__(message)


class WrongSecret(StoreError):
    """A passphrase or a recovery code did not fit. Nothing was changed.

    `guessed`: it could have been right, and was not.
    """

    def __init__(self, message: str, *, guessed: bool = False) -> None:
        super().__init__(message)
        self.guessed = guessed


class NewerData(StoreError):
    """The data file was written by a newer version of the app. It was left as it is."""


class CheckFinished(StoreError):
    """An answer came for a check that is finished, or a second check would be open."""


class PersonGone(NotSaved):
    """The person whose records these are was deleted, here or by another program."""

    def __init__(self) -> None:
        super().__init__("Not saved: these records were deleted in another window.")


class NameTaken(NotSaved):
    """Two people would be called the same, or one of several would have no name."""


class EditConflict(StoreError):
    """The record moved on since it was read. Nothing was overwritten.

    `current` is the record as it stands now, or None when it was deleted.
    """

    def __init__(self, current: Record | None) -> None:
        super().__init__(
            "This was changed in another window. Keep both, or leave it as it was."
            if current
            else "This was deleted in another window. Save your text as a new entry."
        )
        self.current = current


_MOVED = "Not saved: the diary file was moved or deleted. Put it back, then start again."
_WRITING = {
    sqlite3.SQLITE_BUSY: "Not saved: another program is using your diary. Try again.",
    sqlite3.SQLITE_LOCKED: "Not saved: another program is using your diary. Try again.",
    sqlite3.SQLITE_FULL: "Not saved: the disk is full. Free some space, then try again.",
    sqlite3.SQLITE_READONLY: (
        "Not saved: your data folder is read-only. Allow changes to it, then try again."
    ),
    sqlite3.SQLITE_CANTOPEN: (
        "Not saved: your data folder cannot be changed. Check it, then try again."
    ),
    sqlite3.SQLITE_IOERR: ("Not saved: the disk reported a fault. Check the disk, then try again."),
}
_READING = {
    sqlite3.SQLITE_BUSY: "Another program is using your diary. Wait a moment, then try again.",
    sqlite3.SQLITE_LOCKED: "Another program is using your diary. Wait a moment, then try again.",
    sqlite3.SQLITE_FULL: "The disk is full. Free some space, then try again.",
    sqlite3.SQLITE_READONLY: "Your diary needs a repair, but its folder is read-only.",
    sqlite3.SQLITE_CANTOPEN: "Your diary could not be opened. Check its folder, then try again.",
    sqlite3.SQLITE_IOERR: "The disk reported a fault. Check the disk, then try again.",
}
DAMAGED = "Your diary file is damaged. It was left as it is. Bring back a backup copy."
# Why a diary is open for reading only; "Not saved: ..." is made of these.
NEWER = "This diary was made by a newer version of Backwatch: you can read and export it only."
READ_ONLY = "Your data folder is read-only: you can read and export your diary, but not save."
HARMED = "Your diary file is damaged: you can read and export what is left, but not save."
_PLAIN_NAMES = {
    "entry": "your diary entries",
    "check_": "your checks",
    "check_answer": "the answers of your checks",
    "person": "what is known of a person",
    "treatment": "your treatments",
    "test_result": "your tests",
    "appointment": "your appointments",
    "setting": "the settings",
    "import_": "what is kept to take an import back",
}


def damaged(table: str | None) -> DamagedData:
    """Return the error for a row of `table`, or for the file as a whole, that has changed."""
    name = _PLAIN_NAMES.get(table or "")
    if name is None:
        return DamagedData(DAMAGED, table=table)
    return DamagedData(
        f"The file is damaged in {name}. It was left as it is. Bring back a backup copy.",
        table=table,
    )


def driver_errors() -> tuple[type[Exception], ...]:
    """Return the errors of SQLite, and of SQLCipher where it was loaded."""
    cipher = sys.modules.get("sqlcipher3.dbapi2")
    return (sqlite3.Error, cipher.Error) if cipher else (sqlite3.Error,)


def _all_errors() -> tuple[type[Exception], ...]:
    return (DBAPIError, *driver_errors())


def operational_errors() -> tuple[type[Exception], ...]:
    """Return the errors of SQLite, and of SQLCipher, that speak of the file and not of us."""
    cipher = sys.modules.get("sqlcipher3.dbapi2")
    plain = sqlite3.OperationalError
    return (plain, cipher.OperationalError) if cipher else (plain,)


@contextmanager
def in_plain_words(*, writing: bool) -> Iterator[None]:
    """Turn what SQLite says inside the block into a StoreError; a fault of ours passes through."""
    try:
        yield
    except UnicodeDecodeError:  # SQLite quotes from a damaged file what is no text
        raise DamagedData(DAMAGED) from None
    except _all_errors() as error:
        original = error.orig if isinstance(error, DBAPIError) else error
        code = getattr(original, "sqlite_errorcode", None)
        if code is None:
            raise
        if code == sqlite3.SQLITE_READONLY_DBMOVED:
            raise NotSaved(_MOVED) from None
        if code == sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY:  # each record names its person
            raise PersonGone from None
        primary = code & 0xFF  # the rest of the number is detail
        if primary in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
            raise DamagedData(DAMAGED) from None
        words = (_WRITING if writing else _READING).get(primary)
        if words is None:
            raise
        if writing and primary == sqlite3.SQLITE_FULL:
            raise DiskFull(words) from None
        raise (NotSaved if writing else NotRead)(words) from None
