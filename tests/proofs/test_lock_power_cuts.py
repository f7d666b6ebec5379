"""A power cut while the lock is turned on, changed or taken off leaves whole records, as they were
before or as they are after, and no plain file beside a lock.
"""

import shutil
import sys
from collections import Counter
from pathlib import Path

import pytest

from backwatch.store import StoreError, cipher, key_file, locking
from tests.proofs import killed_locker, powercut
from tests.proofs.test_power_cuts import pytestmark as needs_strace
from tests.unit import in_memory

LOCKER = Path(__file__).with_name("powercut_locker.py")
FIRST, OTHER = killed_locker.WORDS
# What may open the records after the last step that was told as done, and while the next one runs.
MAY_OPEN = {
    "ready": {None, FIRST},
    "on": {FIRST, OTHER},
    "change": {OTHER, FIRST},
    "code": {FIRST, None},
    "off": {None},
}

pytestmark = [
    needs_strace,
    pytest.mark.skipif(not cipher.available(), reason="no SQLCipher for this system"),
]


@pytest.fixture
def memory(tmp_path_factory):
    yield from in_memory.folder(tmp_path_factory)


def verdict(folder, moment, expected):
    """Return "kept", or what went wrong."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for name, data in moment.files.items():
        (folder / name).write_bytes(data)
    locking.lock(folder)
    try:
        words = killed_locker.opened(folder)
        if words not in MAY_OPEN[moment.acknowledged[-1]]:
            return f"{moment.acknowledged[-1]} came undone"
        return " ".join(killed_locker.wrong(folder, expected, words)) or "kept"
    except StoreError as error:
        return f"{moment.acknowledged[-1]}: {error}"


def survive(memory, monkeypatch, cuts, random_cuts=2):
    monkeypatch.setattr(key_file, "COST", 1 << 4)
    folder, log = memory / "recorded", memory / "log"
    folder.mkdir()
    code = locking.recovery_code.new()
    powercut.record([sys.executable, str(LOCKER), str(folder), code], log)
    events = powercut.events(log, folder)
    expected = killed_locker.notes(folder)
    ready = next(number for number, event in enumerate(events) if event.kind == "ack")
    total, judged = Counter(), {}
    for model in ("strict", "ordered"):
        moments = powercut.replay(
            events, model=model, cuts=-(-cuts // 2), random_cuts=random_cuts, first=ready
        )
        for moment in moments:
            left = moment.left()
            if left not in judged:
                judged[left] = verdict(memory / "cut", moment, expected)
            total[judged[left]] += 1
    print(total)
    assert total.total() >= cuts
    assert set(total) == {"kept"}


@pytest.mark.sample
def test_a_lock_turned_on_changed_and_taken_off_survives_200_power_cuts(memory, monkeypatch):
    survive(memory, monkeypatch, 200)


@pytest.mark.proof
def test_a_lock_turned_on_changed_and_taken_off_survives_1000_power_cuts(memory, monkeypatch):
    survive(memory, monkeypatch, 1000, random_cuts=4)
