"""The small file beside the diary that holds its key, wrapped twice.

The data key is random. It is wrapped (AES-256-GCM) by a key made from the passphrase with scrypt
and, separately, by one made from the recovery code. The file says how; without a passphrase or the
code it opens nothing. Two copies are kept. Why: docs/decisions/0010-passphrase.md.
"""

import contextlib
import json
import os
import secrets
import unicodedata
from hashlib import blake2b
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from backwatch.store import cipher, files, recovery_code
from backwatch.store.errors import DamagedData, WrongSecret

SHORTEST = 8  # characters of a passphrase
COST = 1 << 17  # scrypt's n; with r = 8 it takes 128 MiB and about half a second for each guess

_Hex = Annotated[str, Field(pattern=r"^([0-9a-f]{2})+$", max_length=200)]
_FROZEN = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class Wrapped(BaseModel):
    """The data key, wrapped by one secret."""

    model_config = _FROZEN
    kdf: Literal["scrypt"] = "scrypt"
    n: Annotated[int, Field(ge=2, le=1 << 20)]
    r: Annotated[int, Field(ge=1, le=32)] = 8
    p: Annotated[int, Field(ge=1, le=16)] = 1
    salt: _Hex
    nonce: _Hex
    key: _Hex


class KeyFile(BaseModel):
    """What the file says. `state` is "off" only while the lock is being taken off."""

    model_config = _FROZEN
    backwatch_key: Literal[1] = 1
    state: Literal["on", "off"] = "on"
    passphrase: Wrapped
    code: Wrapped


def check_passphrase(passphrase: str, again: str) -> None:
    """Raise WrongSecret where a new passphrase is too short, or was not typed the same twice."""
    if len(passphrase) < SHORTEST:
        raise WrongSecret(f"Use {SHORTEST} characters or more. A few words are easy to remember.")
    if passphrase != again:
        raise WrongSecret("The two passphrases are not the same. Type both again.")


def strength(passphrase: str) -> str:
    """Return in one sentence how hard a passphrase is to guess, by its length and variety alone."""
    if len(passphrase) < SHORTEST:
        return f"Too short: use {SHORTEST} characters or more."
    if len(set(passphrase)) <= _FEW or len(passphrase) < _SHORT:
        return "Weak: a program could guess it soon. Use four words that do not belong together."
    if len(passphrase) < _LONG:
        return "Fair: more words make it stronger."
    return "Strong: it is long. Check that you can remember it."


_FEW, _SHORT, _LONG = 5, 12, 20  # different characters; characters


def made(passphrase: str, code: str) -> tuple[KeyFile, bytes]:
    """Return a new data key, and the file that gives it to the passphrase and to the code."""
    key = secrets.token_bytes(cipher.KEY_SIZE)
    by_code = _wrap("code", recovery_code.read(code), key)
    return KeyFile(passphrase=_wrap("passphrase", _bytes(passphrase), key), code=by_code), key


def with_passphrase(file: KeyFile, passphrase: str, key: bytes) -> KeyFile:
    """Return the file with another passphrase for the same data key; the code stays."""
    wrapped = _wrap("passphrase", _bytes(passphrase), key)
    return file.model_copy(update={"passphrase": wrapped})


def opened(file: KeyFile, passphrase: str) -> bytes:
    """Return the data key. Raises WrongSecret."""
    return _unwrap("passphrase", file.passphrase, _bytes(passphrase), "This passphrase is wrong.")


def opened_by_code(file: KeyFile, code: str) -> bytes:
    """Return the data key. Raises WrongSecret, which tells a mistyped code from another one."""
    secret = recovery_code.read(code)
    return _unwrap("code", file.code, secret, "This code belongs to other records.")


def _bytes(passphrase: str) -> bytes:
    # Keyboards spell an accent in one sign or in two; NFKC makes both the same.
    return unicodedata.normalize("NFKC", passphrase).encode("utf-8", "surrogatepass")


def _stretched(secret: bytes, salt: bytes, n: int, r: int, p: int) -> bytes:
    from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

    return Scrypt(salt=salt, length=32, n=n, r=r, p=p).derive(secret)


def _wrap(name: str, secret: bytes, key: bytes) -> Wrapped:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    salt, nonce = secrets.token_bytes(16), secrets.token_bytes(12)
    wrapping = _stretched(secret, salt, COST, 8, 1)
    wrapped = AESGCM(wrapping).encrypt(nonce, key, _use(name))
    return Wrapped(n=COST, salt=salt.hex(), nonce=nonce.hex(), key=wrapped.hex())


def _unwrap(name: str, wrapped: Wrapped, secret: bytes, wrong: str) -> bytes:
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        salt = bytes.fromhex(wrapped.salt)
        wrapping = _stretched(secret, salt, wrapped.n, wrapped.r, wrapped.p)
        nonce, content = bytes.fromhex(wrapped.nonce), bytes.fromhex(wrapped.key)
        key = AESGCM(wrapping).decrypt(nonce, content, _use(name))
    except InvalidTag:
        raise WrongSecret(wrong, guessed=True) from None
    except ValueError:  # parameters that are none
        raise _damaged() from None
    if len(key) != cipher.KEY_SIZE:
        raise _damaged()
    return key


def _use(name: str) -> bytes:
    return f"backwatch key 1, wrapped by the {name}".encode()


def write(home: Path, file: KeyFile) -> None:
    """Put the file in its place and a copy beside it; a power cut leaves the old or the new."""
    body = file.model_dump()
    text = json.dumps({**body, "check": _check(body)}, indent=1).encode("ascii") + b"\n"
    for name in (cipher.KEY_FILE, cipher.KEY_COPY):
        half = files.half_made(home)
        try:
            files.write_through(half, text)
            half.replace(home / name)
        finally:
            half.unlink(missing_ok=True)
        files.sync_folder(home)


def read(home: Path) -> KeyFile:
    """Return what the file says, or its copy where that one is damaged. Raises DamagedData."""
    for name in (cipher.KEY_FILE, cipher.KEY_COPY):
        with contextlib.suppress(OSError, ValueError, LookupError, TypeError, AttributeError):
            body = json.loads((home / name).read_text(encoding="ascii"))
            if body.pop("check") == _check(body):
                return KeyFile.model_validate(body)
    raise _damaged()


def make_good(home: Path, file: KeyFile) -> None:
    """Write both copies anew where they differ: a power cut came between them, or a bit flipped."""
    with contextlib.suppress(OSError):
        found = {
            path.read_bytes() if path.exists() else None
            for path in (home / cipher.KEY_FILE, home / cipher.KEY_COPY)
        }
        if len(found) > 1 and os.access(home, os.W_OK):
            write(home, file)


def erase(home: Path) -> None:
    """Take the key file away: without it, what it opened cannot be read by anybody."""
    for name in (cipher.KEY_COPY, cipher.KEY_FILE):
        half = files.half_made(home)  # never wiped under its own name: half a key file is damage
        try:
            (home / name).replace(half)
        except FileNotFoundError:
            half.unlink()
            continue
        files.sync_folder(home)
        files.wipe(half)


def _check(body: object) -> str:
    return blake2b(json.dumps(body, sort_keys=True).encode(), digest_size=8).hexdigest()


def _damaged() -> DamagedData:
    return DamagedData(
        "The key file of your locked records is damaged. Put back a copy of the whole folder."
    )
