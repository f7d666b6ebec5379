"""The data folder and its files: private from the first byte, never silently replaced."""

import contextlib
import datetime as dt
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from hashlib import blake2b
from pathlib import Path

from backwatch.home import DATABASE
from backwatch.store.errors import DamagedData, NotSaved

MARKER = "backwatch.here"  # a database was made in this folder: a missing one is not a new start
_NEW = "backwatch.new-"
_HALF = "backwatch.half-"  # a copy that is being made
BALLAST = "backwatch.ballast"
_BALLAST_SIZE = (
    256 * 1024
)  # bytes; what erasing a long entry needs for its journal, many times over

# Whatever holds records beside the database: with everything else, it goes when all is deleted.
COPIES = (
    "backwatch.before-*",  # made before a migration
    "backwatch.snapshot-*",  # made once a day
    "backwatch.aside-*",  # what stood there before a snapshot was brought back
    "backwatch.damaged-*",  # the bytes of a file that could not be used
    _HALF + "*",
    _NEW + "*",
    "backwatch.locking-*",  # see locking.py
    "backwatch.unlocking-*",
    "backwatch.plain-*",
    BALLAST,
)


def is_new(home: Path) -> bool:
    """Return True where no database has ever been.

    Raises DamagedData where one was and is gone, and for an empty file, which SQLite would take
    for a new database.
    """
    database = home / DATABASE
    try:
        size = database.stat().st_size  # not opened: closing it would drop another thread's lock
    except FileNotFoundError:
        others = (*home.glob("backwatch.snapshot-*"), *home.glob("backwatch.key*"))
        if (home / MARKER).exists() or others:
            raise DamagedData(
                "Your diary file is missing from the data folder. Put it back, then start again.",
                kind="missing",
            ) from None
        return True
    except OSError:
        size = None
    if size is None or not os.access(database, os.R_OK):
        raise DamagedData(
            "Your diary file cannot be opened. Check who may read it, then start again.",
            kind="unreadable",
        )
    if size == 0:
        raise DamagedData(
            "Your diary file is empty. It was left as it is. Bring back a backup copy.",
            kind="empty",
        )
    return False


def read_only(home: Path) -> bool:
    """Return whether nothing can be saved in this folder, by its rights or those of its disk."""
    return not (os.access(home, os.W_OK) and os.access(home / DATABASE, os.W_OK))


def last_change(path: Path) -> dt.date:
    """Return the day, where this computer is, on which a file was last written."""
    return dt.datetime.fromtimestamp(path.stat().st_mtime, dt.UTC).astimezone().date()


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
        for leftover in [*home.glob(_NEW + "*"), *home.glob(_HALF + "*")]:
            leftover.unlink()
    keep_ballast(home)
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


@contextlib.contextmanager
def only_one(home: Path) -> Iterator[bool]:
    """Give whether no other program, and no other thread, is in such a block for this folder.

    The system lets go of it when the program ends, however it ends.
    """
    handle = os.open(home / _MOVING, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        yield _held(handle)
    finally:
        os.close(handle)


_MOVING = "backwatch.moving"


def _held(handle: int) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def half_made(home: Path) -> Path:
    """Return a new private file for a copy that is not whole yet; a next start tidies it away."""
    return private_file(home, _HALF)


def give_name(half: Path, name: str) -> Path:
    """Give a whole copy its name, which must be new, so that it survives a power cut."""
    named = half.with_name(name)
    half.rename(named)
    sync_folder(half.parent)
    return named


def write_through(path: Path, content: bytes) -> None:
    """Fill a file so that its content survives a power cut."""
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def wipe(path: Path) -> None:
    """Overwrite what stands in a file, then delete it. A drive may still keep old blocks."""
    with path.open("r+b") as file:
        left = path.stat().st_size
        while left > 0:
            left -= file.write(bytes(min(left, _AT_ONCE)))
        file.flush()
        os.fsync(file.fileno())
    path.unlink()


_AT_ONCE = 1 << 20  # bytes


def keep_ballast(home: Path) -> None:
    """Keep a little of the disk, where there is room, for erasing something when it is full."""
    ballast = home / BALLAST
    with contextlib.suppress(OSError):
        if ballast.exists() or shutil.disk_usage(home).free < 2 * _BALLAST_SIZE:
            return
        half = half_made(home)
        try:
            half.write_bytes(os.urandom(_BALLAST_SIZE))  # no disk can store this smaller
            half.rename(ballast)
        finally:
            half.unlink(missing_ok=True)


def free_ballast(home: Path) -> bool:
    """Give that part of the disk back; False where it was given back before."""
    try:
        (home / BALLAST).unlink()
    except OSError:
        return False
    return True


def quarantine(home: Path) -> Path | None:
    """Keep the very bytes of a database that cannot be used; None where there is nothing to keep.

    The same bytes are kept once, however often the app starts. The database itself stays as it is.
    """
    with contextlib.suppress(OSError):
        content = (home / DATABASE).read_bytes()
        mark = blake2b(content, digest_size=8).hexdigest()
        kept = home / f"backwatch.damaged-{mark}.db"
        if kept.exists() or not content:
            return kept if content else None
        half = half_made(home)
        try:
            write_through(half, content)
            return give_name(half, kept.name)
        finally:
            half.unlink(missing_ok=True)
    return None


def erase_copies(home: Path) -> None:
    """Delete every file of ours that may hold records, but the database itself."""
    for pattern in COPIES:
        for copy in home.glob(pattern):
            copy.unlink(missing_ok=True)
