"""A copy of each day, a way back to it, and a diary that cannot be used is set aside, not lost."""

import datetime as dt
import hashlib
import os
import shutil
import sqlite3
import threading
from contextlib import closing

import pytest

from backwatch import backup
from backwatch.diary import Entry
from backwatch.store import (
    DamagedData,
    NewerData,
    NotRead,
    NotSaved,
    Store,
    kept_snapshots,
    open_store,
    open_to_read,
    problems,
    restore_snapshot,
    snapshots,
)
from backwatch.store.snapshots import verified_snapshots
from tests.unit import in_memory, old_diaries

TODAY = dt.date(2026, 11, 20)
NOW = dt.datetime(2026, 11, 20, 21, 0, tzinfo=dt.UTC)
DB = "backwatch.db"


@pytest.fixture
def tmp_path(tmp_path_factory):
    yield from in_memory.folder(tmp_path_factory)


def an_entry(store, **values):
    person_id = store.person().id
    return Entry(**{"person_id": person_id, "date": TODAY, "recorded_at": NOW, **values})


def on(home, number):
    """Open the store `number` days later."""
    return open_store(home, today=lambda: TODAY + dt.timedelta(days=number))


def save_on(home, number, **values):
    store = on(home, number)
    store.add_entry(an_entry(store, **values))
    data = backup.written(store)
    store.close()
    return data


@pytest.fixture(scope="module")
def made_once(tmp_path_factory):
    home = tmp_path_factory.mktemp("once") / "data"
    for number in range(3):
        save_on(home, number, note=f"day {number}", recorded_at=NOW + dt.timedelta(days=number))
    return home


@pytest.fixture
def home(made_once, tmp_path):
    """A data folder with three days of saves, one entry a day."""
    return shutil.copytree(made_once, tmp_path / "data")


def digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def contents(home):
    return {path.name: path.read_bytes() for path in home.iterdir()}


def spoil(path):
    content = bytearray(path.read_bytes())
    content[len(content) // 2 : len(content) // 2 + 4096] = b"\xff" * 4096
    path.write_bytes(content)


# --- making ---


def test_the_first_save_of_a_day_leaves_a_copy_and_the_second_does_not(tmp_path):
    store = on(tmp_path, 0)
    person_id = store.person().id
    assert kept_snapshots(tmp_path) == []  # nothing is recorded yet
    store.add_entry(an_entry(store, note="first"))
    (copy,) = kept_snapshots(tmp_path)
    store.add_entry(an_entry(store, note="second"))
    assert kept_snapshots(tmp_path) == [copy]
    assert (copy.day, copy.entries, copy.checks) == (TODAY, 1, 0)
    assert copy.name.startswith("backwatch.snapshot-2026-11-20-")
    store.close()
    store = on(tmp_path, 0)  # a second start on the same day
    store.add_entry(an_entry(store))
    assert kept_snapshots(tmp_path) == [copy]
    store.close()
    assert os.name == "nt" or (tmp_path / copy.name).stat().st_mode & 0o777 == 0o600
    with closing(sqlite3.connect(tmp_path / copy.name)) as file:
        assert file.execute("SELECT person_id, note FROM entry").fetchall() == [
            (person_id, "first")
        ]


def test_without_a_word_on_the_day_the_day_of_the_last_write_counts(tmp_path):
    store = open_store(tmp_path)
    store.add_entry(an_entry(store))
    (copy,) = kept_snapshots(tmp_path)
    written = dt.datetime.fromtimestamp((tmp_path / DB).stat().st_mtime).astimezone()
    assert copy.day == written.date()
    store.close()


def test_an_answer_to_a_danger_sign_never_waits_for_a_copy(tmp_path):
    store = on(tmp_path, 0)
    check = store.start_check(store.person().id, NOW)
    for copy in tmp_path.glob("backwatch.snapshot-*"):
        copy.unlink()
    store.close()
    store = on(tmp_path, 0)
    store.answer(check.id, "g_legs", "yes", NOW)
    assert kept_snapshots(tmp_path) == []
    store.set_setting("a", "b")
    assert [copy.rows["check_answer"] for copy in kept_snapshots(tmp_path)] == [1]
    store.close()


def test_14_days_are_kept_and_listed_newest_first(tmp_path):
    for number in range(16):
        save_on(tmp_path, number * 3)
    found = kept_snapshots(tmp_path)
    assert [copy.day for copy in found] == [
        TODAY + dt.timedelta(days=number * 3) for number in range(15, 1, -1)
    ]
    assert [copy.entries for copy in found] == list(range(16, 2, -1))
    assert list(verified_snapshots(tmp_path)) == found


def test_a_clock_that_was_set_back_still_leaves_todays_copy(tmp_path):
    for number in range(15):
        save_on(tmp_path, number)
    save_on(tmp_path, -400)
    assert min(copy.day for copy in kept_snapshots(tmp_path)) == TODAY - dt.timedelta(days=400)


def test_a_copy_that_cannot_be_made_is_told_and_the_save_stands(tmp_path, monkeypatch):
    store = on(tmp_path, 0)
    entry = an_entry(store)

    def full(home, prefix):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("backwatch.store.files.private_file", full)
        saved = store.add_entry(entry)
    assert store.snapshot_problem == "No copy of today's diary could be kept. Check the disk."
    assert store.entry(saved.id) == saved
    store.add_entry(entry)  # tried again
    assert store.snapshot_problem is None
    assert [copy.entries for copy in kept_snapshots(tmp_path)] == [2]
    store.close()


def test_a_lock_held_by_another_program_does_not_hold_up_a_save(tmp_path, monkeypatch):
    monkeypatch.setattr("backwatch.store.copies.WAIT", 0.1)
    save_on(tmp_path, 0)
    with closing(sqlite3.connect(tmp_path / DB, check_same_thread=False)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(NotRead, match="Another program"):
            snapshots.keep(tmp_path / DB, TODAY + dt.timedelta(days=1))
        other.rollback()
    assert len(kept_snapshots(tmp_path)) == 1
    assert list(tmp_path.glob("backwatch.half-*")) == []


def test_copies_made_while_another_program_writes_are_whole(tmp_path):
    make_under_a_writer(tmp_path, 5)


@pytest.mark.proof
def test_50_copies_made_while_another_program_writes_are_whole(tmp_path, monkeypatch):
    monkeypatch.setattr(snapshots, "KEPT", 51)  # and the one of today
    make_under_a_writer(tmp_path, 50)


def make_under_a_writer(home, count):
    store = open_store(home)
    first = an_entry(store, note="x" * 500)
    store.add_entries([first] * 200)
    stop = threading.Event()

    def write():
        while not stop.is_set():
            store.add_entries([first] * 5)
            stop.wait(0.01)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for number in range(1, count + 1):
            assert snapshots.keep(home / DB, dt.date(2000, 1, 1) + dt.timedelta(days=number))
    finally:
        stop.set()
        writer.join()
    made = [copy for copy in verified_snapshots(home) if copy.day.year == 2000]
    assert len(made) == count
    assert all(copy.entries % 5 == 0 for copy in made)  # no half of a save
    assert len({copy.entries for copy in made}) > 1  # the writer did write meanwhile
    store.close()


# --- bringing one back ---


def test_a_copy_brought_back_is_the_diary_of_that_day_and_todays_is_set_aside(tmp_path):
    first = save_on(tmp_path, 0, note="first")
    last = save_on(tmp_path, 1, note="second")
    store = open_store(tmp_path)
    revision = store.revision()
    store.close()
    before = digest(tmp_path / DB)

    back = restore_snapshot(tmp_path, kept_snapshots(tmp_path)[-1].name)

    store = open_store(tmp_path)
    assert (back.day, back.entries) == (TODAY, 1)
    assert backup.written(store) == first
    assert store.revision() > revision  # so that no window goes on showing what was there
    (aside,) = tmp_path.glob("backwatch.aside-*.db")
    assert digest(aside) == before
    assert os.name == "nt" or (tmp_path / DB).stat().st_mode & 0o777 == 0o600
    store.close()
    aside.rename(tmp_path / DB)  # and back again by hand
    store = open_store(tmp_path)
    assert backup.written(store) == last
    store.close()


DAMAGE = {
    "missing": lambda path: path.unlink(),
    "empty": lambda path: path.write_bytes(b""),
    "foreign": lambda path: (
        path.unlink(),
        sqlite3.connect(path).executescript("CREATE TABLE a (b); PRAGMA user_version=5").close(),
    ),
    "damaged": spoil,
}


@pytest.mark.parametrize("kind", DAMAGE)
def test_a_diary_that_cannot_be_used_is_kept_aside_and_the_newest_copy_offered(home, kind):
    DAMAGE[kind](home / DB)
    before = contents(home)

    for _ in range(2):
        with pytest.raises(DamagedData):
            open_store(home)
    kept_aside = [path.name for path in home.glob("backwatch.damaged-*")]
    found = problems(home)

    assert found.kind == kind
    assert found.sentence.endswith(".")
    assert [copy.entries for copy in found.good] == [3, 2, 1]
    assert (home / DB).exists() == (kind != "missing")
    aside = list(home.glob("backwatch.damaged-*"))
    if kind in ("foreign", "damaged"):
        # once, however often it starts
        assert [path.name for path in aside] == kept_aside == [found.set_aside]
        assert aside[0].read_bytes() == before[DB]
    else:
        assert (aside, found.set_aside) == ([], None)
    after = contents(home)
    assert {name: after[name] for name in before} == before

    restore_snapshot(home, found.good[0].name)

    assert problems(home) is None
    store = open_store(home)
    assert [entry.note for entry in store.entries(store.person().id)] == ["day 0", "day 1", "day 2"]
    store.close()
    if kind != "missing":
        assert [path.read_bytes() for path in home.glob("backwatch.aside-*")] == [before[DB]]


def test_a_journal_that_outlived_its_diary_never_gets_into_the_copy_brought_back(home):
    save_on(home, 3, note="x" * 9000)
    journal = home / (DB + "-journal")
    with closing(sqlite3.connect(home / DB)) as writer:
        writer.executescript("PRAGMA cache_size=1; BEGIN; UPDATE entry SET note = zone || note")
        writer.execute("UPDATE entry SET note = ?", ("y" * 9000,))
        left = journal.read_bytes()
    assert left.startswith(b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7")  # SQLite would play it
    (home / DB).unlink()
    journal.write_bytes(left)
    restore_snapshot(home, kept_snapshots(home)[-1].name)
    assert problems(home) is None
    store = open_store(home)
    assert [entry.note for entry in store.entries(store.person().id)] == ["day 0"]
    store.close()
    (aside,) = home.glob("backwatch.aside-*")
    assert aside.read_bytes() == left


def test_a_damaged_copy_is_not_offered_and_cannot_be_brought_back(home):
    newest = kept_snapshots(home)[0]
    with closing(sqlite3.connect(home / newest.name)) as file, file:
        file.execute("UPDATE entry SET note = 'canary' WHERE rowid = 1")
    spoil(home / DB)
    before = contents(home)
    assert [copy.entries for copy in problems(home).good] == [2, 1]
    with pytest.raises(DamagedData):
        restore_snapshot(home, newest.name)
    after = contents(home)
    assert {name: after[name] for name in before} == before
    assert not list(home.glob("backwatch.aside-*"))


@pytest.mark.parametrize(
    "name",
    ["../data/backwatch.db", "backwatch.db", "", "backwatch.snapshot-2026-11-20-00000000.db"],
)
def test_only_a_snapshot_of_this_folder_can_be_brought_back(home, name):
    before = contents(home)
    with pytest.raises(NotSaved, match="no longer there"):
        restore_snapshot(home, name)
    assert contents(home) == before


def test_while_another_program_saves_nothing_is_put_in_its_place(home, monkeypatch):
    monkeypatch.setattr("backwatch.store.copies.WAIT", 0.1)
    before = contents(home)
    with closing(sqlite3.connect(home / DB)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(NotSaved, match="Another program"):
            restore_snapshot(home, kept_snapshots(home)[0].name)
        other.rollback()
    assert contents(home) == before


def test_a_store_that_was_open_meanwhile_takes_no_more_saves(home):
    store = open_store(home)
    entry = an_entry(store)
    restore_snapshot(home, kept_snapshots(home)[0].name)
    with pytest.raises(NotSaved, match="moved or deleted"):
        store.add_entry(entry)
    store.close()


def test_a_lost_folder_mark_does_not_make_a_new_diary_beside_the_copies(home):
    (home / DB).unlink()
    (home / "backwatch.here").unlink()
    with pytest.raises(DamagedData, match="missing"):
        open_store(home)
    assert problems(home).kind == "missing"


def test_an_unused_folder_and_a_good_diary_have_no_problem(home, tmp_path):
    assert problems(tmp_path / "new") is None
    assert not (tmp_path / "new").exists()
    before = contents(home)
    assert problems(home) is None
    assert contents(home) == before


# --- reading only ---


@pytest.fixture
def newer(home):
    with closing(sqlite3.connect(home / DB)) as file, file:
        file.execute("ALTER TABLE entry ADD COLUMN mood INTEGER")
        file.execute("UPDATE entry SET mood = 3 WHERE rowid = 1")
        file.execute("ALTER TABLE person ADD COLUMN nobody_has_it INTEGER")
        file.execute("CREATE TABLE dose (what TEXT) STRICT")
        file.execute("INSERT INTO dose VALUES ('x')")
        file.execute("UPDATE alembic_version SET version_num = '9999'")
    return home


def test_a_diary_of_a_newer_version_can_be_read_and_exported_and_is_not_touched(newer):
    before = {path: (digest(path), path.stat().st_mtime_ns) for path in newer.iterdir()}
    with pytest.raises(NewerData):
        open_store(newer)
    found = problems(newer)
    assert (found.kind, found.good) == ("newer", ())

    store = open_to_read(newer)
    person_id = store.person().id
    assert store.entry_count(person_id) == 3
    assert "made by a newer version of Backwatch" in store.reading_only
    with pytest.raises(NotSaved, match="Not saved: this diary was made by a newer version"):
        store.set_setting("a", "b")
    everything = backup.read(backup.written(store))
    store.close()

    assert [entry.note for entry in everything.people[0].entries] == ["day 0", "day 1", "day 2"]
    assert everything.remarks == (
        store.reading_only,
        "Left out, because only the newer version knows it: dose.",
        "Left out, because only the newer version knows it: entry, mood.",
    )
    assert {path: (digest(path), path.stat().st_mtime_ns) for path in newer.iterdir()} == before


def test_a_newer_diary_without_a_column_that_we_know_is_refused_in_words(newer):
    with closing(sqlite3.connect(newer / DB)) as file, file:
        file.execute("ALTER TABLE entry RENAME COLUMN note TO words")
    store = open_to_read(newer)
    with pytest.raises(Exception, match="This version of Backwatch cannot read these records"):
        backup.written(store)
    store.close()


def test_a_damaged_diary_without_a_copy_can_still_be_read_and_exported_as_such(home):
    for copy in home.glob("backwatch.snapshot-*"):
        copy.unlink()
    with closing(sqlite3.connect(home / DB)) as file, file:
        file.execute("UPDATE entry SET note = 'changed' WHERE rowid = 1")
    assert problems(home).good == ()
    before = digest(home / DB)
    store = open_to_read(home)
    everything = backup.read(backup.written(store))
    store.close()
    assert len(everything.people[0].entries) == 3
    assert everything.remarks[0].startswith("The file is damaged in your diary entries.")
    assert digest(home / DB) == before


def test_reading_an_unused_folder_makes_no_diary(tmp_path):
    with pytest.raises(NotSaved, match="no diary"):
        open_to_read(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_read_only_folder_opens_for_reading_even_an_old_diary(tmp_path, monkeypatch):
    home = old_diaries.make(tmp_path / "old", "0001")
    monkeypatch.setattr("backwatch.store.files.read_only", lambda home: True)
    before = contents(home)
    store = open_store(home)
    assert isinstance(store, Store)
    assert store.entry_count(store.person().id) == 54
    assert store.reading_only.startswith("Your data folder is read-only")
    with pytest.raises(NotSaved, match="Not saved: your data folder is read-only"):
        store.set_setting("a", "b")
    assert len(backup.read(backup.written(store)).people) == 2
    store.close()
    assert contents(home) == before


# --- old diaries ---


@pytest.mark.parametrize("version", old_diaries.VERSIONS)
def test_a_diary_of_an_old_version_keeps_every_row(tmp_path, version):
    home = old_diaries.make(tmp_path / "old", version)

    def rows():
        with closing(sqlite3.connect(home / DB)) as file:
            names = [
                name
                for (name,) in file.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
                if name not in ("total", "import_", "alembic_version", "change_count")
            ]
            found = {}
            for name in names:
                columns = [c[1] for c in file.execute(f"PRAGMA table_info({name})")]
                wanted = ", ".join(column for column in columns if column != "checksum")
                found[name] = sorted(map(repr, file.execute(f"SELECT {wanted} FROM {name}")))  # noqa: S608
            return found

    before = rows()
    assert min(len(found) for found in before.values()) > 0  # something in every table
    content = (home / DB).read_bytes()
    store = open_store(home)
    store.verify()
    assert len(store.recently_deleted(store.person().id, NOW - dt.timedelta(days=1))) == 1
    store.close()
    assert rows() == before
    (copy,) = home.glob("backwatch.before-*")
    shutil.copy(copy, home / "copy")
    with closing(sqlite3.connect(copy)) as old, closing(sqlite3.connect(":memory:")) as first:
        first.deserialize(content)
        assert list(old.iterdump()) == list(first.iterdump())
