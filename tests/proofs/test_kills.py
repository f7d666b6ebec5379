"""What was acknowledged as saved, or as typed, survives a kill at any moment, whole."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

WRITER = Path(__file__).with_name("killed_writer.py")
TYPIST = WRITER.with_name("killed_typist.py")

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork and SIGKILL")


def lose_nothing(folder, kills):
    command = [sys.executable, str(WRITER), str(folder), str(kills), "7"]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-2000:]
    found = json.loads(done.stdout)
    print(found)
    assert found["told"] > kills
    assert (found["lost"], found["half"], found["bad_snapshots"]) == (0, 0, 0)


def take_nothing_typed(folder, kills):
    command = [sys.executable, str(TYPIST), str(folder), str(kills), "7"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr[-2000:]
    found = json.loads(done.stdout)
    print(found)
    assert found.pop("kills") == kills
    assert found.pop("told") > 2 * kills
    assert found == {"lost": 0, "half": 0, "twice": 0, "failed": 0}


@pytest.mark.sample
def test_of_an_entry_that_is_typed_6_kills_take_nothing_that_stood_on_the_page(tmp_path):
    take_nothing_typed(tmp_path / "data", 6)


@pytest.mark.proof
def test_of_an_entry_that_is_typed_20_kills_take_nothing_that_stood_on_the_page(tmp_path):
    take_nothing_typed(tmp_path / "data", 20)


@pytest.mark.sample
def test_of_what_was_saved_edited_or_brought_in_30_kills_take_nothing(tmp_path):
    lose_nothing(tmp_path / "data", 30)


@pytest.mark.proof
def test_of_what_was_saved_edited_or_brought_in_500_kills_take_nothing(tmp_path):
    lose_nothing(tmp_path / "data", 500)
