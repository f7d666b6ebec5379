"""A power cut while records are moved leaves them as they were before or as they are after."""

import shutil
import sqlite3
import sys
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest

from backwatch import backup
from backwatch.store import DATABASE, DamagedData, copies, open_store
from tests.proofs import powercut
from tests.proofs.bit_rot import content
from tests.proofs.test_power_cuts import pytestmark as needs_strace
from tests.unit import in_memory, old_diaries

pytestmark = needs_strace

MOVER = Path(__file__).with_name("powercut_mover.py")


@pytest.fixture(scope="module")
def memory(tmp_path_factory):
    yield from in_memory.folder(tmp_path_factory)


@pytest.fixture
def material(memory):
    """An old database file, and an export of what it holds."""
    home = old_diaries.make(memory / "old", "0001")
    old = memory / "old.db"
    shutil.copy(home / DATABASE, old)
    with closing(open_store(home)) as store:
        export = memory / "export.json"
        export.write_bytes(backup.written(store))
    shutil.rmtree(home)
    return {"migrate": old, "import": export, "restore": export}


def recorded(memory, what, material):
    folder, log = memory / "recorded", memory / "log"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    powercut.record([sys.executable, str(MOVER), str(folder), what, str(material)], log)
    return powercut.events(log, folder)


def counts(path):
    """Return how many rows a database has, after SQLite rolled back what was half done."""
    with closing(sqlite3.connect(path)) as file:
        file.execute("SELECT count(*) FROM alembic_version").fetchone()
    return copies.verified(path)


def migrated(folder, told, material):
    try:
        found = counts(folder / DATABASE)
    except DamagedData:
        return "damaged"
    if "migrated" in told and not found:
        return "came undone"
    after = content(folder / DATABASE)
    before = content(material)
    after.pop("import_", None)
    return "kept" if after == before else "lost"


def brought_in(folder, told, _material):
    entries = counts(folder / DATABASE)["entry"]
    last = told[-1]
    may_be = {"ready": {1, 56}, "imported": {56, 1}, "undone": {1, 56}}[last]
    if told.count("undone") == 2:
        may_be = {1}
    return "kept" if entries in may_be else f"{entries} entries after {told}"


def restored(folder, told, _material):
    entries = counts(folder / DATABASE)["entry"]
    aside = [counts(path)["entry"] for path in folder.glob("backwatch.aside-*.db")]
    if entries == 50:
        return "came undone" if "restored" in told else "kept"
    return "kept" if (entries, aside) == (20, [50]) else f"{entries}, aside {aside}"


JUDGES = {"migrate": migrated, "import": brought_in, "restore": restored}


def verdict(what, moment, folder, material):
    """Return "kept", or what went wrong."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for name, data in moment.files.items():
        (folder / name).write_bytes(data)
    for copy in folder.glob("backwatch.snapshot-*.db"):
        copies.verified(copy)  # one that has its name is whole
    if not (folder / DATABASE).exists():
        return "gone"
    return JUDGES[what](folder, moment.acknowledged, material)


def survive(memory, material, cuts, random_cuts=2):
    total = Counter()
    for what in JUDGES:
        judged = {}
        events = recorded(memory, what, material[what])
        ready = next(number for number, event in enumerate(events) if event.kind == "ack")
        for model in ("strict", "ordered"):
            wanted = -(-cuts // (2 * len(JUDGES)))
            moments = powercut.replay(
                events, model=model, cuts=wanted, random_cuts=random_cuts, first=ready
            )
            for moment in moments:
                left = moment.left()
                if left not in judged:
                    judged[left] = verdict(what, moment, memory / "cut", material[what])
                    if len(judged) % 16 == 0 and judged[left] == "kept":
                        open_store(memory / "cut").close()
                total[what, judged[left]] += 1
    print(total)
    assert total.total() >= cuts
    assert {found for _, found in total} == {"kept"}


@pytest.mark.sample
def test_a_migration_an_import_and_a_copy_brought_back_survive_500_power_cuts(memory, material):
    survive(memory, material, 500)


@pytest.mark.proof
def test_a_migration_an_import_and_a_copy_brought_back_survive_5000_power_cuts(memory, material):
    survive(memory, material, 5000, random_cuts=20)
