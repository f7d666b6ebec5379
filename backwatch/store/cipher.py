"""The encrypted kind of data file, and the only place where its key is held: in memory, here.

SQLCipher is a SQLite that encrypts each page (AES-256) and signs it (HMAC-SHA512). It is asked only
for a folder that has a key file; everywhere else the SQLite of Python stays the driver.
"""

import contextlib
import os
import sqlite3
import sys
import threading
from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType

from backwatch.store.errors import Locked

KEY_FILE = "backwatch.key"
KEY_COPY = "backwatch.key-copy"  # a flipped bit in the only key would lose everything
KEY_SIZE = 32  # bytes

_held: dict[str, bytearray] = {}
_holding = threading.Lock()


@cache
def available() -> bool:
    """Return whether this computer has what locking needs."""
    with contextlib.suppress(ImportError, OSError):
        import_module("cryptography.hazmat.primitives.ciphers.aead")
        import_module("sqlcipher3.dbapi2")
        return True
    return False


def driver() -> ModuleType:
    """Return SQLCipher's module, of the same form as sqlite3. Raises Locked where it is missing."""
    if not available():
        raise Locked("This computer lacks what opens locked records. Install Backwatch anew.")
    return sys.modules["sqlcipher3.dbapi2"]


def _name(home: Path) -> str:
    return os.path.abspath(home)  # noqa: PTH100  # resolve() would ask the disk


def has_key_file(home: Path) -> bool:
    """Return whether the records in this folder are locked with a passphrase."""
    return (home / KEY_FILE).exists() or (home / KEY_COPY).exists()


def hold(home: Path, key: bytes) -> None:
    """Hold the key of a folder in memory: from now on its files open."""
    with _holding:
        _held[_name(home)] = bytearray(key)


def drop(home: Path) -> None:
    """Let go of the key of a folder: from now on its files do not open."""
    with _holding:
        key = _held.pop(_name(home), None)
        if key is not None:
            key[:] = bytes(len(key))


def key_of(home: Path) -> bytes | None:
    """Return the key of a folder, or None where its files are plain. Raises Locked."""
    if not has_key_file(home):
        drop(home)  # such as a folder that was emptied: nothing there may be encrypted
        return None
    with _holding:
        key = _held.get(_name(home))
        if key is None:
            raise Locked
        return bytes(key)


def connect(
    uri: str, key: bytes | None, *, timeout: float, check_same_thread: bool = True
) -> sqlite3.Connection:
    """Return a connection to an encrypted file, or with SQLCipher to a plain one (no key)."""
    connection: sqlite3.Connection = driver().connect(
        uri, uri=True, timeout=timeout, isolation_level=None, check_same_thread=check_same_thread
    )
    connection.execute("PRAGMA cipher_log_level=NONE")  # a wrong key is told by the error
    if key is not None:
        connection.execute(f'PRAGMA key="{as_text(key)}"')
        connection.execute("PRAGMA cipher_compatibility=4")  # whatever a later version prefers
    return connection


def as_text(key: bytes) -> str:
    """Return a key as SQLCipher wants to be told it: as it is, with no passphrase to stretch."""
    if len(key) != KEY_SIZE:
        raise ValueError("a key has 32 bytes")
    return f"x'{key.hex()}'"
