"""The data folder and its files: private from the first byte, never silently replaced."""

import contextlib
import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from backwatch.home import DATABASE
from backwatch.store.errors import DamagedData, NotSaved

MARKER = "backwatch.here"  # a database was made in this folder: a missing one is not a new start
BACKUPS = "backwatch.before-*.db"  # copies made before a migration
_NEW = "backwatch.new-"


def is_new(home: Path) -> bool:
    """Return True where no database has ever been.

    Raises DamagedData where one was and is gone, and for an empty file, which SQLite would take
    for a new database.
    """
    try:
        with (home / DATABASE).open("rb") as file:
            empty = not file.read(1)
    except FileNotFoundError:
        if (home / MARKER).exists():
            raise DamagedData(
                "Your diary file is missing from the data folder. Put it back, then start again."
            ) from None
        return True
    except OSError:
        raise DamagedData(
            "Your diary file cannot be opened. Check who may read it, then start again."
        ) from None
    if empty:
        raise DamagedData(
            "Your diary file is empty. It was left as it is. Bring back a backup copy."
        )
    return False


def private_file(home: Path, prefix: str) -> Path:
    """Return a new empty file that only its owner can read."""
    handle, name = tempfile.mkstemp(prefix=prefix, suffix=".db", dir=home)  # mode 0600
    os.close(handle)
    return Path(name)


def create(home: Path, fill: Callable[[Path], None]) -> None:
    """Make the database aside, fill it, then give it its name, so that it is whole or absent.

    A database that another program made meanwhile is kept, never replaced.
    """
    try:
        aside = private_file(home, _NEW)
        try:
            fill(aside)
            _name(aside, home / DATABASE)
        finally:
            aside.unlink(missing_ok=True)
    except OSError:
        raise NotSaved(
            "Your data folder cannot be changed. Free some space or choose another folder."
        ) from None
    sync_folder(home)


def _name(aside: Path, database: Path) -> None:
    try:
        os.link(aside, database)  # unlike a rename, never replaces a file
    except OSError:
        if not database.exists():  # a disk without links
            aside.rename(database)


def remember(home: Path) -> None:
    """Note that this folder has a database, and tidy up after a first start that was cut short.

    On a disk that cannot be changed nothing happens.
    """
    with contextlib.suppress(OSError):
        for leftover in home.glob(_NEW + "*"):  # it never held records
            leftover.unlink()
    marker = home / MARKER
    if marker.exists():
        return
    with contextlib.suppress(OSError):
        handle = os.open(marker, os.O_CREAT | os.O_WRONLY, 0o600)
        os.fsync(handle)
        os.close(handle)
        sync_folder(home)


def sync_folder(home: Path) -> None:
    """Make the names in the folder survive a power cut, where the platform can."""
    if os.name == "nt":
        return
    handle = os.open(home, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
