"""Locking that is cut short leaves the records plain or locked, whole, and nothing half."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from backwatch.store import cipher
from tests.unit import in_memory

LOCKER = Path(__file__).with_name("killed_locker.py")

pytestmark = [
    pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork and SIGKILL"),
    pytest.mark.skipif(not cipher.available(), reason="no SQLCipher for this system"),
]


@pytest.fixture
def folder(tmp_path_factory):
    yield from in_memory.folder(tmp_path_factory)


def lose_nothing(folder, kills):
    command = [sys.executable, str(LOCKER), str(folder), str(kills), "7"]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-2000:]
    found = json.loads(done.stdout)
    print(found)
    assert found["kills"] == kills
    faults = ("lost", "copies", "aside", "half", "readable")
    assert {name: found[name] for name in faults} == dict.fromkeys(faults, 0)
    return found


@pytest.mark.sample
def test_of_records_locked_unlocked_or_given_a_new_passphrase_50_kills_take_nothing(folder):
    lose_nothing(folder / "data", 50)


@pytest.mark.proof
def test_of_records_locked_unlocked_or_given_a_new_passphrase_500_kills_take_nothing(folder):
    found = lose_nothing(folder / "data", 500)
    for step in ("on", "off", "change", "code"):  # cut before what decides, and after it
        assert found[f"{step}: old"] > 5
        assert found[f"{step}: new"] > 5
