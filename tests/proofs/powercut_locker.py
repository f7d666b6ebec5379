"""Locks a diary, changes its passphrase twice and takes the lock off. Prints ACK after each.

python tests/proofs/powercut_locker.py FOLDER CODE
"""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from backwatch.store import key_file
from tests.proofs import killed_locker

STEPS = ("on", "change", "code", "off")


def acknowledge(what: str) -> None:
    os.write(1, f"ACK {what}\n".encode())  # one call, so that it cannot be torn in the recording


if __name__ == "__main__":
    folder, code = Path(sys.argv[1]), sys.argv[2]
    key_file.COST = 1 << 4
    killed_locker.fill(folder)
    acknowledge("ready")
    first, other = killed_locker.WORDS
    for kind, words, new in zip(
        STEPS, (first, first, other, first), ("", other, first, ""), strict=True
    ):
        killed_locker.step(folder, code, kind, words, new)
        acknowledge(kind)
