"""A daily copy in the place of the diary, and the way back from it."""

import datetime as dt
import shutil

import pytest

from backwatch import restoring
from backwatch.diary import Entry
from backwatch.store import (
    DamagedData,
    NotSaved,
    kept_snapshots,
    open_store,
    problems,
)
from tests.unit import in_memory

TODAY = dt.date(2026, 11, 20)
DAY = dt.timedelta(days=1)


@pytest.fixture
def tmp_path(tmp_path_factory):
    yield from in_memory.folder(tmp_path_factory)


@pytest.fixture(scope="module")
def made_once(tmp_path_factory):
    home = tmp_path_factory.mktemp("once") / "home"
    for number in range(3):
        day = TODAY + number * DAY
        store = open_store(home, today=lambda day=day: day)
        at = dt.datetime.combine(day, dt.time(9), dt.UTC)
        who = store.person().id
        store.add_entry(Entry(person_id=who, date=day, note=f"day {number}", recorded_at=at))
        store.close()
    return home


@pytest.fixture
def home(made_once, tmp_path):
    """A diary of three days, one entry a day."""
    return shutil.copytree(made_once, tmp_path / "home")


def notes(home):
    store = open_store(home)
    found = [entry.note for entry in store.entries(store.person().id)]
    store.close()
    return found


def files(home):
    return {path.name: path.read_bytes() for path in home.iterdir()}


def test_a_copy_is_put_back_and_the_present_one_is_a_copy_that_can_be_put_back_too(home):
    oldest = kept_snapshots(home)[-1]
    put_back = restoring.restore(home, oldest.name, today=TODAY + 5 * DAY)
    assert (put_back.day, put_back.entries) == (TODAY, 1)
    assert notes(home) == ["day 0"]
    newest = kept_snapshots(home)[0]
    assert (newest.day, newest.entries) == (TODAY + 5 * DAY, 3)
    restoring.restore(home, newest.name, today=TODAY + 5 * DAY)
    assert notes(home) == ["day 0", "day 1", "day 2"]


def test_a_copy_that_is_not_whole_changes_nothing(home):
    name = kept_snapshots(home)[-1].name
    data = bytearray((home / name).read_bytes())
    at = data.index(b"day 0")
    data[at] ^= 1
    (home / name).write_bytes(data)
    before = files(home)
    with pytest.raises(DamagedData):
        restoring.restore(home, name, today=TODAY)
    assert files(home) == before


@pytest.mark.parametrize(
    "name", ["backwatch.db", "../x", "backwatch.snapshot-2026-01-01-00000000.db"]
)
def test_what_is_no_copy_of_this_folder_changes_nothing(home, name):
    before = files(home)
    with pytest.raises(NotSaved):
        restoring.restore(home, name, today=TODAY)
    assert files(home) == before


@pytest.mark.parametrize("damage", ["damaged", "empty", "missing"])
def test_a_diary_that_cannot_be_used_makes_way_for_a_copy(home, damage):
    database = home / "backwatch.db"
    if damage == "missing":
        database.unlink()
    else:
        database.write_bytes(b"" if damage == "empty" else b"no diary" * 100)
    found = problems(home)
    restoring.restore(home, found.good[0].name, today=TODAY)
    assert notes(home) == ["day 0", "day 1", "day 2"][: found.good[0].entries]
    assert problems(home) is None
