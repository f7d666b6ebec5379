"""The recovery code: 128 random bits as seven groups of four letters and digits.

The letters are those of Crockford's base 32, which has no I, L, O or U: what looks alike is the
same. The last 12 of its 140 bits are a checksum, so that
a slip of the pen is told from another code.
"""

import secrets
from hashlib import blake2b

from backwatch.store.errors import WrongSecret

_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_ALIKE = str.maketrans({"O": "0", "I": "1", "L": "1", "-": None, " ": None})
_SIZE = 16  # bytes
_LENGTH = 28  # letters
_CHECK_BITS = 12


def new() -> str:
    """Return a new code, such as "7KQ4-M2XR-..."."""
    return spelled(secrets.token_bytes(_SIZE))


def spelled(secret: bytes) -> str:
    """Return 16 bytes as a code."""
    number = int.from_bytes(secret, "big") << _CHECK_BITS | _check(secret)
    letters = "".join(_LETTERS[number >> (5 * n) & 31] for n in reversed(range(_LENGTH)))
    return "-".join(letters[n : n + 4] for n in range(0, _LENGTH, 4))


def plain(typed: str) -> str:
    """Return the letters and digits of a code, of those that look alike only one."""
    return "".join(typed.split()).upper().translate(_ALIKE)


def read(typed: str) -> bytes:
    """Return the 16 bytes of a code, however spaced. Raises WrongSecret for a mistyped one."""
    letters = plain(typed)
    if len(letters) != _LENGTH:
        raise WrongSecret(
            "A recovery code has 28 letters and digits. Count them, then type it again."
        )
    if not set(letters) <= set(_LETTERS):
        raise WrongSecret(_MISTYPED)
    number = 0
    for letter in letters:
        number = number << 5 | _LETTERS.index(letter)
    secret = (number >> _CHECK_BITS).to_bytes(_SIZE, "big")
    if number & (1 << _CHECK_BITS) - 1 != _check(secret):
        raise WrongSecret(_MISTYPED)
    return secret


_MISTYPED = "There is a typing mistake in this code. Check each group, then type it again."


def _check(secret: bytes) -> int:
    digest = blake2b(secret, digest_size=2, person=b"backwatch code").digest()
    return int.from_bytes(digest, "big") >> (16 - _CHECK_BITS)
