"""What was acknowledged as saved survives a power cut at any moment."""

import os
import shutil
import sqlite3
import subprocess
import sys
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest

from backwatch.store import DATABASE, open_store
from tests.proofs import powercut

ROOT = Path(__file__).resolve().parents[2]

KEPT = """
    SELECT 'added:' || id FROM entry
    UNION SELECT 'edited:' || id FROM entry WHERE version >= 2
    UNION SELECT 'deleted:' || id FROM entry WHERE deleted_at IS NOT NULL
    UNION SELECT 'answered:' || question FROM check_answer
"""


def strace_works() -> bool:
    if not shutil.which("strace"):
        return False
    return subprocess.run(["strace", "-o", os.devnull, "true"], capture_output=True).returncode == 0


pytestmark = pytest.mark.skipif(
    not strace_works(), reason="needs strace, to see every write to the disk"
)


def recorded(place: Path, *options: str) -> list[powercut.Event]:
    folder, log = place / "data", place / "log"
    folder.mkdir()
    writer = [sys.executable, str(ROOT / "tests" / "proofs" / "powercut_writer.py"), str(folder)]
    powercut.record([*writer, *options], log)
    return powercut.events(log, folder)


def verdict(moment: powercut.Moment, folder: Path) -> str:
    """Return "kept", "lost", "corrupt", or "gone" for a diary whose marker outlived it."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for name, content in moment.files.items():
        (folder / name).write_bytes(content)
    database = folder / DATABASE
    if not database.exists():
        if "backwatch.here" in moment.files:
            return "gone"
        return "lost" if moment.acknowledged else "kept"
    try:
        with closing(sqlite3.connect(database)) as file:
            if file.execute("PRAGMA integrity_check").fetchone() != ("ok",):
                return "corrupt"
            kept = {row[0] for row in file.execute(KEPT)}
    except sqlite3.DatabaseError:
        return "corrupt"
    return "lost" if set(moment.acknowledged) - kept else "kept"


def verdicts(events: list[powercut.Event], folder: Path, cuts: int) -> Counter[str]:
    """Return how many of about `cuts` power cuts, in both models, gave each verdict."""
    return Counter(
        verdict(moment, folder)
        for model in ("strict", "ordered")
        for moment in powercut.replay(events, model=model, cuts=cuts // 2)
    )


@pytest.fixture(scope="module")
def shared_memory(tmp_path_factory):
    """A folder in memory where there is one: thousands of folders are built in it."""
    memory = Path("/dev/shm")  # noqa: S108
    if not memory.is_dir():
        return tmp_path_factory.mktemp("cut")
    folder = memory / f"backwatch-cuts-{os.getpid()}"
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def prove(request):
    """Skip unless the long proofs were asked for."""
    chosen = request.config.getoption("markexpr")
    if not os.environ.get("BACKWATCH_PROVE") and ("proof" not in chosen or "not proof" in chosen):
        pytest.skip("a long proof: run it with make prove, or with BACKWATCH_PROVE=1")


def lose_nothing(events: list[powercut.Event], folder: Path, cuts: int) -> None:
    found = verdicts(events, folder, cuts)
    acknowledged = sum(event.kind == "ack" for event in events)
    print(f"{acknowledged} acknowledged, {len(events)} events, {found.total()} cuts: {found}")
    assert acknowledged > 20
    assert found.total() >= cuts
    assert set(found) == {"kept"}


@pytest.mark.sample
def test_what_was_saved_edited_deleted_or_answered_survives_500_power_cuts(tmp_path, shared_memory):
    events = recorded(tmp_path, "8")
    lose_nothing(events, shared_memory, 500)
    for moment in powercut.replay(events, model="strict", cuts=12, seed=3):
        verdict(moment, shared_memory)  # leaves the folder as the cut left it
        store = open_store(shared_memory)
        assert store.revision() >= 0
        store.close()


@pytest.mark.proof
@pytest.mark.usefixtures("prove")
def test_what_was_saved_edited_deleted_or_answered_survives_6000_power_cuts(
    tmp_path, shared_memory
):
    lose_nothing(recorded(tmp_path, "40"), shared_memory, 6000)


@pytest.mark.proof
@pytest.mark.usefixtures("prove")
def test_the_simulator_sees_what_a_weaker_setting_loses(tmp_path, shared_memory):
    """With synchronous=FULL, SQLite's own default, the last save can come undone."""
    weaker = verdicts(recorded(tmp_path, "10", "FULL"), shared_memory, 1000)
    print(f"synchronous=FULL, {weaker.total()} cuts: {weaker}")
    assert weaker["lost"] > 0
