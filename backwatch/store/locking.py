"""Lock the records with a passphrase, unlock them, and take the lock off again.

All files of records change together. The new ones are made aside, whole and verified. Then the key
file is written: that one rename decides. After it the new files take the names of the old ones,
which needs no key, so that a start after a power cut can go on. Before it, what was made aside is
thrown away. Files made aside: `backwatch.locking-NAME` are encrypted, `backwatch.unlocking-NAME`
are plain; `backwatch.plain-...` is an old file that is to be overwritten.
"""

import contextlib
import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from backwatch.home import DATABASE
from backwatch.store import cipher, copies, files, key_file, recovery_code
from backwatch.store.database import uri
from backwatch.store.errors import (
    DamagedData,
    Locked,
    NotSaved,
    driver_errors,
    in_plain_words,
)

_LOCKING = "backwatch.locking-"
_UNLOCKING = "backwatch.unlocking-"
_PLAIN = "backwatch.plain-"
_SEALED = b"Backwatch sealed file 1\n"
_RECORDS = (
    DATABASE,
    "backwatch.snapshot-*",
    "backwatch.before-*",
    "backwatch.aside-*",
    "backwatch.damaged-*",
)


@dataclass(frozen=True, repr=False)
class Prepared:
    """A lock that is not on yet. `code` is the recovery code, to be shown once."""

    code: str
    file: key_file.KeyFile
    key: bytes


def available() -> bool:
    """Return whether this computer has what locking needs."""
    return cipher.available()


strength = key_file.strength


def ends_with(code: str, typed: str) -> bool:
    """Return whether somebody typed the last group of a recovery code, in whatever letters."""
    return recovery_code.plain(typed) == recovery_code.plain(code)[-4:]


def is_on(home: Path) -> bool:
    """Return whether the records in this folder are locked with a passphrase."""
    return cipher.has_key_file(home)


def is_locked(home: Path) -> bool:
    """Return whether they are, and nobody has unlocked them in this program."""
    try:
        cipher.key_of(home)
    except Locked:
        return True
    return False


def prepare(passphrase: str, again: str) -> Prepared:
    """Return a new lock for a passphrase typed twice; nothing changes yet. Raises WrongSecret."""
    key_file.check_passphrase(passphrase, again)
    code = recovery_code.new()
    return Prepared(code, *key_file.made(passphrase, code))


def unlock(home: Path, passphrase: str) -> None:
    """Hold the key in memory, so that the store opens. Raises WrongSecret."""
    cipher.driver()
    cipher.hold(home, key_file.opened(key_file.read(home), passphrase))


def check_code(home: Path, code: str) -> None:
    """Raise WrongSecret where this is not the recovery code of these records."""
    key_file.opened_by_code(key_file.read(home), code)


def unlock_with_code(home: Path, code: str, passphrase: str, again: str) -> None:
    """Set a new passphrase and hold the key. The code stays good. Raises WrongSecret."""
    key_file.check_passphrase(passphrase, again)
    file = key_file.read(home)
    key = key_file.opened_by_code(file, code)
    _write(home, key_file.with_passphrase(file, passphrase, key))
    cipher.hold(home, key)


def change(home: Path, old: str, passphrase: str, again: str) -> None:
    """Set a new passphrase in place of the old one. Raises WrongSecret; then the old one stays."""
    file = key_file.read(home)
    key = key_file.opened(file, old)
    key_file.check_passphrase(passphrase, again)
    _write(home, key_file.with_passphrase(file, passphrase, key))


def _write(home: Path, file: key_file.KeyFile) -> None:
    with _told():
        key_file.write(home, file)


def lock(home: Path) -> None:
    """Let go of the key. Close the store before: a connection that is open goes on reading."""
    cipher.drop(home)


def turn_on(home: Path, prepared: Prepared) -> None:
    """Encrypt the diary and every copy of it; the plain files are overwritten and deleted.

    Close the store before. Raises StoreError where the disk, another program or a damaged diary
    stands in the way; then everything is plain as before.
    """
    cipher.driver()
    with _told(), _moving(home):
        _settle(home)
        if is_on(home):
            raise NotSaved("Your records are locked already.")
        with _alone(home, None) as let_go:
            try:
                for path in _records(home):
                    _make_aside(path, _LOCKING, lambda old, new: _lock_file(old, new, prepared.key))
                key_file.write(home, prepared.file)
            except BaseException:
                if not is_on(home):
                    _throw_away(home, _LOCKING)
                raise
            let_go()
            _settle(home)
    cipher.hold(home, prepared.key)


def turn_off(home: Path, passphrase: str) -> None:
    """Make the diary and every copy of it plain again, and destroy the key. Raises WrongSecret.

    Close the store before. Raises StoreError as `turn_on` does; then everything stays locked.
    """
    with _told(), _moving(home):
        _settle(home)
        file = key_file.read(home)
        key = key_file.opened(file, passphrase)
        with _alone(home, key) as let_go:
            try:
                for path in _records(home):
                    _make_aside(path, _UNLOCKING, lambda old, new: _open_file(old, new, key))
                key_file.write(home, file.model_copy(update={"state": "off"}))
            except BaseException:
                if key_file.read(home).state == "on":
                    _throw_away(home, _UNLOCKING)
                raise
            let_go()
            _settle(home)
    cipher.drop(home)


def recover(home: Path) -> None:
    """Finish, or undo, what was cut short. Needs no key; where nothing was, nothing happens.

    Raises DamagedData where both copies of the key file are damaged.
    """
    if not (is_on(home) or any(home.glob(_LOCKING + "*"))) or not os.access(home, os.W_OK):
        return
    with _told(), files.only_one(home) as mine:
        if mine:  # else nothing was cut short: another program is at it
            _settle(home)


def _settle(home: Path) -> None:
    if not is_on(home):
        _throw_away(home, _LOCKING)
        return  # plain files made aside stay: without a key they may be all there is
    file = key_file.read(home)
    key_file.make_good(home, file)
    if file.state == "off":
        _take_names(home, _UNLOCKING)
        key_file.erase(home)
        return
    _throw_away(home, _UNLOCKING)
    _take_names(home, _LOCKING)
    for half in [*home.glob("backwatch.half-*"), *home.glob("backwatch.new-*")]:
        files.wipe(half)  # may be plain, from before


@contextlib.contextmanager
def _moving(home: Path) -> Iterator[None]:
    with files.only_one(home) as mine:
        if not mine:
            raise NotSaved("Not done: another program is at it. Wait a moment, then try again.")
        yield


def _records(home: Path) -> list[Path]:
    return sorted(path for pattern in _RECORDS for path in home.glob(pattern) if path.is_file())


@contextlib.contextmanager
def _told() -> Iterator[None]:
    try:
        with in_plain_words(writing=True):
            yield
    except OSError:
        raise NotSaved(
            "Not done: the disk is full or cannot be changed. Check it, then try again."
        ) from None


@contextlib.contextmanager
def _alone(home: Path, key: bytes | None) -> Iterator[Callable[[], None]]:
    """Hold the write lock of the diary: no other program saves while the files change.

    Gives what lets go of it where a file that is open cannot be renamed. One library holds it and
    reads: a second SQLite in this program would undo its locks.
    """
    with closing(cipher.connect(uri(home / DATABASE, "rw"), key, timeout=copies.WAIT)) as held:
        held.execute("BEGIN IMMEDIATE")
        yield held.close if os.name == "nt" else lambda: None


def _make_aside(path: Path, prefix: str, fill: Callable[[Path, Path], bool]) -> None:
    """Fill a new file from this one, whole, and name it; where `fill` says no, leave it be."""
    half = files.half_made(path.parent)
    try:
        if fill(path, half):
            with half.open("rb") as file:
                os.fsync(file.fileno())
            files.give_name(half, prefix + path.name)
    finally:
        if half.exists():
            files.wipe(half)
        journal = half.with_name(half.name + "-journal")
        if journal.exists():
            files.wipe(journal)


def _lock_file(old: Path, new: Path, key: bytes) -> bool:
    """Fill `new` with the encrypted form of a plain file. Raises StoreError."""
    if old.name == DATABASE:
        _export(old, None, new, key)
        return True
    if old.name.startswith("backwatch.snapshot-"):
        # What is damaged is kept as it is, like the files that nobody opens.
        with contextlib.suppress(DamagedData, *driver_errors()):
            _export(old, None, new, key)
            return True
    files.write_through(new, _seal(old.name, old.read_bytes(), key))
    return True


def _open_file(old: Path, new: Path, key: bytes) -> bool:
    """Fill `new` with the plain form of an encrypted file; False where it cannot be read."""
    if old.name == DATABASE:
        _export(old, key, new, None)
        return True
    content = old.read_bytes()
    if content.startswith(_SEALED):
        files.write_through(new, _unseal(old.name, content, key))
        return True
    with contextlib.suppress(DamagedData, *driver_errors()):  # damaged while it was locked
        _export(old, key, new, None)
        return True
    return False


def _export(source: Path, key: bytes | None, target: Path, other: bytes | None) -> None:
    """Write all that is in a database into an empty file, under another key or none.

    Every row of what was written is looked at. Its checksums are those of the source, so this
    raises DamagedData where either of the two is not whole.
    """
    with (
        in_plain_words(writing=True),
        closing(cipher.connect(uri(source, "rw"), key, timeout=copies.WAIT)) as connection,
    ):
        told = cipher.as_text(other) if other else ""
        connection.execute("ATTACH DATABASE ? AS other KEY ?", (uri(target, "rw"), told))
        connection.execute("PRAGMA other.synchronous=EXTRA")
        connection.execute("SELECT sqlcipher_export('other')").fetchone()
        connection.execute("DETACH DATABASE other")
    copies.verified(target, other)


def _sealing_key(key: bytes) -> bytes:
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return HKDF(SHA256(), 32, salt=None, info=b"backwatch sealed files 1").derive(key)


def _seal(name: str, content: bytes, key: bytes) -> bytes:
    """Return bytes that are no whole database, encrypted: they come back exactly as they were."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce = secrets.token_bytes(12)
    sealed = AESGCM(_sealing_key(key)).encrypt(nonce, content, name.encode())
    return _SEALED + nonce + sealed


def _unseal(name: str, content: bytes, key: bytes) -> bytes:
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    start = len(_SEALED)
    nonce, sealed = content[start : start + 12], content[start + 12 :]
    try:
        return AESGCM(_sealing_key(key)).decrypt(nonce, sealed, name.encode())
    except InvalidTag:
        return content  # damaged while it was locked: kept as it is


def _throw_away(home: Path, prefix: str) -> None:
    found = list(home.glob(prefix + "*"))
    for path in found:
        if prefix == _UNLOCKING:
            files.wipe(path)
        else:
            path.unlink()
    if found:
        files.sync_folder(home)


def _take_names(home: Path, prefix: str) -> None:
    """Give each file made aside its name; what stood there is overwritten and deleted.

    A file keeps its first name until the second one is sure to outlive a power cut.
    """
    found = sorted(home.glob(prefix + "*"))
    for path in found:
        final = home / path.name.removeprefix(prefix)
        if final.exists():
            if final.samefile(path):
                continue  # a power cut came after this
            final.replace(home / f"{_PLAIN}{secrets.token_hex(4)}")
        try:
            os.link(path, final)
        except OSError:  # a disk without links
            path.replace(final)
    if found:
        files.sync_folder(home)
    for path in found:
        path.unlink(missing_ok=True)
    for old in home.glob(_PLAIN + "*"):
        files.wipe(old)
    if found:
        files.sync_folder(home)
