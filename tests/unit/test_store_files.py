"""The data folder: private, never silently replaced, and every fault in one plain sentence."""

import contextlib
import datetime as dt
import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import closing

import pytest

from backwatch import backup
from backwatch.diary import Entry
from backwatch.store import (
    DamagedData,
    DiskFull,
    NewerData,
    NotRead,
    NotSaved,
    data_home,
    open_store,
)
from backwatch.store.errors import in_plain_words
from backwatch.store.migrations import SCRIPTS, bring_up_to_date
from backwatch.store.schema import HEAD, RECORDS, metadata

NOW = dt.datetime(2026, 11, 20, 21, 0, tzinfo=dt.UTC)
DB = "backwatch.db"

posix = pytest.mark.skipif(os.name == "nt", reason="Windows has other file permissions")


def an_entry(store, **values):
    person_id = store.person().id
    return Entry(**{"person_id": person_id, "date": NOW.date(), "recorded_at": NOW, **values})


@pytest.fixture(scope="module")
def made_once(tmp_path_factory):
    home = tmp_path_factory.mktemp("once") / "data"
    store = open_store(home)
    store.add_entry(an_entry(store, note="canary"))
    store.close()
    return home


@pytest.fixture
def home(made_once, tmp_path):
    """A data folder with one entry, whose note is `canary`."""
    return shutil.copytree(made_once, tmp_path / "data")


@pytest.fixture
def store(home):
    store = open_store(home, timeout=0.3)
    yield store
    store.close()


def digest(home):
    return hashlib.sha256((home / DB).read_bytes()).hexdigest()


def everything_in(home):
    """Return the name, content and time of each file."""
    return {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in home.iterdir()}


def modes(home):
    return {path.name: path.stat().st_mode & 0o777 for path in [home, *home.iterdir()]}


def test_the_data_folder_can_be_chosen(tmp_path):
    assert data_home({"BACKWATCH_HOME": str(tmp_path / "x")}) == tmp_path / "x"
    assert data_home({}).name == "backwatch"
    assert data_home({"BACKWATCH_HOME": ""}) == data_home({})


@posix
def test_nobody_else_can_read_the_data_even_while_it_is_being_written(tmp_path):
    before = os.umask(0o000)
    try:
        store = open_store(tmp_path / "a" / "data")
    finally:
        os.umask(before)
    with store._write() as connection:
        connection.exec_driver_sql("INSERT INTO setting VALUES ('a', 'b', NULL)")
        connection.exec_driver_sql("UPDATE change_count SET written = 7")
        found = modes(tmp_path / "a" / "data")
    files = (DB, DB + "-journal", "backwatch.here", "backwatch.ballast")
    assert found == {"data": 0o700, **dict.fromkeys(files, 0o600)}
    store.add_entry(an_entry(store))
    assert set(modes(tmp_path / "a" / "data").values()) == {0o700, 0o600}  # the copy of today too
    store.close()


@posix
def test_a_copied_folder_that_others_could_read_is_closed_to_them(home):
    home.chmod(0o755)
    (home / DB).chmod(0o644)
    open_store(home).close()
    assert set(modes(home).values()) == {0o700, 0o600}


def test_the_settings_that_keep_data_safe_are_on(store):
    with store._read() as connection:
        found = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
        }
        assert connection.exec_driver_sql("PRAGMA trusted_schema").scalar() == 0
    assert found == {
        "journal_mode": "delete",
        "synchronous": 3,
        "foreign_keys": 1,
        "secure_delete": 1,
    }


DAMAGE = {
    "an empty file": lambda path: path.write_bytes(b""),
    "a text": lambda path: path.write_text("date,pain\n2026-11-20,4\n"),
    "zeros": lambda path: path.write_bytes(b"\0" * 8192),
    "only the header": lambda path: path.write_bytes(path.read_bytes()[:100]),
    "half a file": lambda path: path.write_bytes(path.read_bytes()[: path.stat().st_size // 2]),
    "a hole in it": lambda path: path.write_bytes(
        path.read_bytes()[:4096] + b"\xff" * 8192 + path.read_bytes()[12288:]
    ),
    "a foreign database": lambda path: (
        path.unlink(),
        sqlite3.connect(path).executescript("CREATE TABLE a (b); PRAGMA user_version=5").close(),
    ),
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
@pytest.mark.parametrize("known", [True, False], ids=["known folder", "unknown folder"])
@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_a_damaged_file_is_refused_in_words_and_never_overwritten(home, damage, known):
    damage(home / DB)
    if not known:
        (home / "backwatch.here").unlink()
    before = digest(home)
    with pytest.raises(DamagedData) as refused:
        open_store(home)
    assert digest(home) == before
    assert str(refused.value).endswith(".")
    assert "canary" not in str(refused.value)


def test_an_empty_file_is_called_empty(home):
    (home / DB).write_bytes(b"")
    with pytest.raises(DamagedData, match="is empty"):
        open_store(home)


def test_a_missing_diary_is_not_replaced_by_an_empty_one(home):
    (home / DB).rename(home / "elsewhere")
    for _ in range(2):
        with pytest.raises(DamagedData, match="missing"):
            open_store(home)
    assert not (home / DB).exists()
    (home / "elsewhere").rename(home / DB)
    store = open_store(home)
    assert store.entry_count(store.person().id) == 1
    store.close()


def test_a_first_start_that_was_cut_short_is_tidied_up(tmp_path):
    (tmp_path / "backwatch.new-x.db").write_bytes(b"half")
    (tmp_path / "backwatch.half-x.db").write_bytes(b"half")
    store = open_store(tmp_path)
    found = {path.name for path in tmp_path.iterdir()}
    assert found == {DB, "backwatch.here", "backwatch.ballast"}
    store.close()


def test_a_diary_of_a_newer_version_is_refused_and_left_as_it_is(home):
    with closing(sqlite3.connect(home / DB)) as file, file:
        file.execute("UPDATE alembic_version SET version_num = '9999'")
    before = everything_in(home)
    with pytest.raises(NewerData, match="newer version"):
        open_store(home)
    assert everything_in(home) == before  # no backup, no journal


def test_a_lock_that_goes_away_in_time_is_waited_for(home):
    store = open_store(home, timeout=5)
    with closing(sqlite3.connect(home / DB, check_same_thread=False)) as other:
        other.execute("BEGIN EXCLUSIVE")
        threading.Timer(0.3, other.rollback).start()
        saved = store.add_entry(an_entry(store, pain_now=0))
        assert store.entry(saved.id) == saved
    store.close()


def test_while_one_action_reads_and_writes_no_other_program_can_write(home, store):
    with store._write(), closing(sqlite3.connect(home / DB, timeout=0)) as other:
        assert other.execute("SELECT count(*) FROM entry").fetchone() == (1,)
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("BEGIN IMMEDIATE")


def test_a_lock_that_stays_becomes_one_sentence_and_nothing_is_saved(home, store):
    entry = an_entry(store, note="canary2")
    with closing(sqlite3.connect(home / DB)) as other:
        other.execute("BEGIN EXCLUSIVE")
        began = time.monotonic()
        with pytest.raises(NotSaved, match="Not saved: another program"):
            store.add_entry(entry)
        with pytest.raises(NotRead):
            store.person()
        assert time.monotonic() - began < 3
        other.rollback()
    assert store.entry_count(entry.person_id) == 1
    store.add_entry(entry)
    assert store.entry_count(entry.person_id) == 2


def test_a_full_disk_is_named_and_what_was_saved_stays(store):
    entry = an_entry(store, note="canary2 " * 1000)
    with store._engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")
    with pytest.raises(NotSaved) as refused:
        store.add_entries([entry] * 20)
    assert str(refused.value) == ("Not saved: the disk is full. Free some space, then try again.")
    assert store.entries(entry.person_id)[0].note == "canary"


def test_a_read_only_diary_can_be_read_and_says_why_it_does_not_save(store):
    entry = an_entry(store)
    with store._engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA query_only=ON")
    assert store.entries(entry.person_id)[0].note == "canary"
    with pytest.raises(NotSaved, match="Not saved: your data folder is read-only"):
        store.add_entry(entry)


@pytest.fixture
def small_disk(tmp_path):
    """A disk of 1 MB in memory."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(disk)]
    if os.name == "nt" or os.geteuid() or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("making a small disk needs root on Linux")
    yield disk
    subprocess.run(["umount", "-l", str(disk)], check=True)  # busy or not, it must go


def test_a_disk_that_fills_up_and_then_becomes_read_only_loses_nothing(small_disk):
    store = open_store(small_disk)
    entry, kept = an_entry(store, note="x" * 9000), []
    with pytest.raises(NotSaved, match="the disk is full"):
        kept.extend(store.add_entry(entry).id for _ in range(200))
    assert len(kept) > 20
    assert {e.id for e in store.entries(entry.person_id)} == set(kept)
    store.close()

    for path in small_disk.glob("backwatch.snapshot-*"):
        path.unlink()
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    store = open_store(small_disk)
    assert store.entry_count(entry.person_id) == len(kept)
    with pytest.raises(NotSaved, match="read-only"):
        store.add_entry(entry)
    store.close()


def fill_up(store, entry):
    with contextlib.suppress(DiskFull):
        while True:
            store.add_entry(entry)
    with contextlib.suppress(OSError), (store.path.parent / "filler").open("wb", 0) as filler:
        while True:
            filler.write(b"x" * 512)


def test_on_a_full_disk_an_entry_can_still_be_deleted_and_everything_exported(small_disk):
    store = open_store(small_disk)
    entry = an_entry(store, note="canary " * 1400)
    fill_up(store, entry)
    last = store.entries(entry.person_id)[-1]
    kept = store.entry_count(entry.person_id)

    assert len(backup.read(backup.written(store)).people[0].entries) == kept
    assert (small_disk / "backwatch.ballast").exists()
    store.delete_entry(last.id, NOW)
    assert not (small_disk / "backwatch.ballast").exists()
    assert store.purge_deleted(NOW + dt.timedelta(days=1)) == 1
    assert store.entry_count(entry.person_id) == kept - 1
    store.verify()
    assert store.free_space() is False  # nothing is left to give
    (small_disk / "filler").unlink()
    store.delete_everything()
    store.close()
    open_store(small_disk).close()
    assert (small_disk / "backwatch.ballast").stat().st_size == 256 * 1024  # for the next time
    assert (small_disk / "backwatch.ballast").stat().st_mode & 0o777 == 0o600


def test_on_a_full_disk_everything_can_still_be_erased(small_disk):
    store = open_store(small_disk)
    entry = an_entry(store, note="canary " * 1400)
    fill_up(store, entry)
    store.delete_everything()
    assert store.people() == []
    assert not [path for path in small_disk.iterdir() if b"canary" in path.read_bytes()]
    store.close()


@posix
@pytest.mark.skipif(os.name != "nt" and os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_changed_opens_for_reading(home):
    (home / DB).chmod(0o400)
    home.chmod(0o500)
    try:
        store = open_store(home)
        assert store.entry_count(store.person().id) == 1
        with pytest.raises(NotSaved):
            store.set_setting("a", "b")
        store.close()
    finally:
        home.chmod(0o700)


@pytest.mark.skipif(sys.platform != "linux", reason="other systems keep an open file in place")
def test_a_diary_moved_away_while_the_app_runs_takes_no_more_saves(home, store):
    entry = an_entry(store)
    (home / DB).rename(home / "moved")
    with pytest.raises(NotSaved, match="moved or deleted"):
        store.add_entry(entry)


@pytest.mark.parametrize(
    "code",
    [sqlite3.SQLITE_IOERR_FSYNC, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_LOCKED_SHAREDCACHE],
)
def test_every_fault_of_the_disk_is_one_sentence(code):
    error = sqlite3.OperationalError("canary")
    error.sqlite_errorcode = code
    with pytest.raises(NotSaved) as saving, in_plain_words(writing=True):
        raise error
    with pytest.raises(NotRead) as reading, in_plain_words(writing=False):
        raise error
    for said in (saving, reading):
        assert "canary" not in str(said.value)
        assert str(said.value).endswith(".")


def test_an_error_of_the_database_never_shows_what_was_typed(store):
    bad = an_entry(store).model_copy(update={"pain_now": 11, "note": "canary2", "zone": "canary2"})
    with pytest.raises(Exception, match="CHECK constraint") as raised:
        store.add_entry(bad)
    assert "canary2" not in str(raised.value)


def test_a_row_that_no_longer_makes_sense_is_damage_not_a_traceback(home, store):
    with closing(sqlite3.connect(home / DB)) as file, file:
        file.execute("UPDATE entry SET symptoms = '[\"canary2'")
    with pytest.raises(DamagedData) as raised:
        store.entries(store.person().id)
    assert "canary2" not in str(raised.value)


def test_a_column_takes_only_its_own_kind_of_value(home):
    with (
        closing(sqlite3.connect(home / DB)) as file,
        pytest.raises(sqlite3.IntegrityError, match="cannot store TEXT"),
    ):
        file.execute("UPDATE entry SET pain_now = 'four'")


# ---- migrations ----

THIRD = """
import sqlalchemy as sa
from alembic import op
revision = "0003"
down_revision = "0002"
def upgrade():
    with op.batch_alter_table("person") as table:
        table.add_column(sa.Column("nickname", sa.Text))
        table.alter_column("name", new_column_name="full_name")
    op.add_column("entry", sa.Column("mood", sa.Integer))
"""


@pytest.fixture
def next_version(tmp_path):
    """The migrations of a later release."""
    scripts = tmp_path / "later 100%"
    (scripts / "versions").mkdir(parents=True)
    for path in [SCRIPTS / "env.py", *(SCRIPTS / "versions").glob("*.py")]:
        (scripts / path.relative_to(SCRIPTS)).write_text(path.read_text())
    (scripts / "versions" / "0003_more.py").write_text(THIRD)
    return scripts


def rows(path):
    with closing(sqlite3.connect(path)) as file:
        names = [r[0] for r in file.execute("SELECT name FROM sqlite_master WHERE type='table'")]
        return {n: file.execute(f"SELECT count(*) FROM {n}").fetchone()[0] for n in names}  # noqa: S608


def fill(home):
    store = open_store(home)
    check = store.start_check(store.person().id, NOW)
    store.answer_many(check.id, {f"q{n}": n for n in range(100)}, NOW)
    store.add_entries(an_entry(store, pain_now=0) for _ in range(50))
    store.close()


def test_an_old_diary_keeps_every_row_when_it_is_migrated(home, next_version):
    fill(home)
    before = rows(home / DB)
    bring_up_to_date(home / DB, new=False, timeout=5, scripts=next_version, head="0003")
    assert rows(home / DB) == before
    assert (before["entry"], before["check_answer"]) == (51, 100)
    with closing(sqlite3.connect(home / DB)) as file:
        found = file.execute("SELECT pain_now, mood FROM entry WHERE pain_now IS NOT NULL")
        assert set(found) == {(0, None)}  # NULL: nobody was asked
        assert file.execute("PRAGMA foreign_key_check").fetchall() == []
    (copy,) = home.glob("backwatch.before-0003-*.db")
    assert rows(copy) == before
    assert os.name == "nt" or copy.stat().st_mode & 0o777 == 0o600
    with pytest.raises(NewerData):
        open_store(home)


@pytest.mark.parametrize("fault", ["raise ValueError('x')", "op.execute('DELETE FROM entry')"])
def test_a_migration_that_fails_or_loses_rows_leaves_the_diary_as_it_was(home, next_version, fault):
    fill(home)
    before = digest(home)
    script = next_version / "versions" / "0003_more.py"
    script.write_text(THIRD + f"    {fault}\n")
    with pytest.raises((ValueError, NotSaved)):
        bring_up_to_date(home / DB, new=False, timeout=5, scripts=next_version, head="0003")
    assert digest(home) == before
    open_store(home).close()


def test_the_migrations_make_exactly_the_tables_that_the_code_uses(home):
    with closing(sqlite3.connect(home / DB)) as file:
        for table in metadata.tables.values():
            found = {
                (name, kind, bool(needed) or bool(key))
                for _, name, kind, needed, _, key in file.execute(
                    f"PRAGMA table_info({table.name})"
                )
            }
            wanted = set()
            for column in table.columns:
                kind = {"Text": "TEXT", "String": "TEXT", "Integer": "INTEGER", "Double": "REAL"}
                name = type(column.type).__name__
                wanted.add((column.name, kind.get(name, "TEXT"), not column.nullable))
            if table in RECORDS:
                wanted.add(("checksum", "INTEGER", False))
            assert found == wanted, table.name
        names = {r[0] for r in file.execute("SELECT name FROM sqlite_master WHERE type='table'")}
    assert names == set(metadata.tables) | {"alembic_version"}


def test_the_newest_migration_is_the_one_the_code_expects():
    newest = max(path.name for path in (SCRIPTS / "versions").glob("*.py"))
    assert newest.startswith(HEAD)


def test_a_first_start_that_another_program_overtakes_and_tidies_away_uses_its_diary(
    tmp_path, monkeypatch
):
    def overtaken(path, **_):
        monkeypatch.undo()
        open_store(tmp_path).close()  # makes the diary, and takes the other one's half-made file
        raise NotSaved("the half-made file is gone")

    monkeypatch.setattr("backwatch.store.store.bring_up_to_date", overtaken)

    with contextlib.closing(open_store(tmp_path)) as store:
        assert store.person().name is None


def test_a_first_start_that_fails_by_itself_says_so(tmp_path, monkeypatch):
    def fails(path, **_):
        raise NotSaved("the disk is full")

    monkeypatch.setattr("backwatch.store.store.bring_up_to_date", fails)

    with pytest.raises(NotSaved, match="the disk is full"):
        open_store(tmp_path)
