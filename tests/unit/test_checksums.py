"""Damage that SQLite does not see: every row carries a sum, and every table a total."""

import datetime as dt
import shutil
import sqlite3
from contextlib import closing

import pytest

from backwatch.diary import Appointment, Entry, TestResult, Treatment
from backwatch.person import Person
from backwatch.store import Belongings, DamagedData, Everything, checksums, open_store
from backwatch.store.schema import RECORDS
from tests.unit import in_memory, old_diaries

TODAY = dt.date(2026, 11, 20)
NOW = dt.datetime(2026, 11, 20, 21, 0, tzinfo=dt.UTC)
SUM_OF_A_ROW = 7074244492447614545
DB = "backwatch.db"


@pytest.fixture
def tmp_path(tmp_path_factory):
    yield from in_memory.folder(tmp_path_factory)


@pytest.fixture(scope="module")
def made_once(tmp_path_factory):
    """A diary with a row in every table."""
    home = old_diaries.make(tmp_path_factory.mktemp("once") / "data", "0001")
    store = open_store(home)
    store.bring_in(Everything((Belongings(Person(id="third")),)))
    store.close()
    for copy in home.glob("backwatch.snapshot-*"):
        copy.unlink()
    return home


@pytest.fixture
def home(made_once, tmp_path):
    return shutil.copytree(made_once, tmp_path / "data")


def by_another_program(home, *statements):
    with closing(sqlite3.connect(home / DB)) as file, file:
        for statement in statements:
            file.execute(statement)


def test_after_every_kind_of_write_every_sum_fits(home):
    store = open_store(home)
    person_id = store.person().id
    entry = store.add_entry(Entry(person_id=person_id, date=TODAY, recorded_at=NOW, sleep_hours=7))
    entry = store.save_entry(entry.model_copy(update={"pain_now": 0, "note": "ü\n🙂", "zone": "x"}))
    store.verify()
    store.delete_entry(entry.id, NOW)
    store.undo_delete(entry.id)
    store.delete_entry(entry.id, NOW)
    assert store.purge_deleted(NOW + dt.timedelta(days=1)) > 0
    store.verify()
    store.discard_check(store.open_check(person_id).id)  # its answers go with it
    check = store.start_check(person_id, NOW)
    store.answer_many(check.id, {"a": 1.5, "b": None, "c": ["x"]}, NOW)
    store.finish_check(check.id, None, "complete", [], "1", None, NOW)
    store.reopen_check(check.id)
    store.verify()
    for record in (
        Treatment(person_id=person_id, name="Heat"),
        TestResult(person_id=person_id, name="CT"),
        Appointment(person_id=person_id, date=TODAY),
    ):
        saved = store.save_record(store.save_record(record))
        store.verify()
        store.delete_record(saved)
    store.save_person(Person(id="second", name="new"))
    store.save_person(Person(id="fourth"))
    store.set_setting("a", "b")
    store.set_setting("a", None)
    store.verify()
    store.undo_import(store.imports()[0])
    store.verify()
    store.close()
    open_store(home).close()


CHANGED = {
    "setting": "value = 'x'",
    "person": "birth_year = 1964",
    "check_": "level = 'routine'",
    "check_answer": "value = '\"yes\"'",
    "entry": "pain_worst = 0",
    "treatment": "helped = NULL",
    "test_result": "result = result || ' '",
    "appointment": "done = 1 - done",
    "import_": "added = '{}'",
}


def test_there_is_a_changed_row_for_every_table():
    assert set(CHANGED) == {table.name for table in RECORDS}


@pytest.mark.parametrize("table", CHANGED)
def test_a_value_that_changed_by_itself_is_refused_with_the_name_of_its_table(home, table):
    by_another_program(home, f"UPDATE {table} SET {CHANGED[table]}")  # noqa: S608
    with pytest.raises(DamagedData) as refused:
        open_store(home)
    assert refused.value.table == table
    assert str(refused.value).startswith("The file is damaged in ")
    assert str(refused.value).endswith("Bring back a backup copy.")


GONE = {
    "a row": "DELETE FROM entry WHERE rowid = 5",
    "all rows": "DELETE FROM treatment",
    "a row twice": "INSERT INTO check_answer"
    " SELECT check_id, 'g_walk', value, answered_at, checksum FROM check_answer LIMIT 1",
    "a sum": "UPDATE entry SET checksum = NULL WHERE rowid = 5",
    "a total": "DELETE FROM total WHERE name = 'entry'",
    "every total": "DELETE FROM total",
    "the totals": "DROP TABLE total",
    "a limit": "ALTER TABLE entry RENAME COLUMN pain_now TO pain_nov",
    "an index": "DROP INDEX one_open_check",
    "the version": "UPDATE alembic_version SET version_num = '0p02'",
}


@pytest.mark.parametrize("statement", GONE.values(), ids=GONE)
def test_what_is_missing_or_too_much_is_refused(home, statement):
    by_another_program(home, statement)
    with pytest.raises(DamagedData):
        open_store(home)


def test_two_rows_that_changed_places_are_noticed(home):
    swap = (
        "UPDATE entry SET checksum = (SELECT checksum FROM entry WHERE rowid = {}) WHERE rowid = {}"
    )
    by_another_program(home, swap.format(5, 6), swap.format(7, 5))
    with pytest.raises(DamagedData):
        open_store(home)


def test_damage_while_the_app_runs_leaves_the_older_copies_alone(home):
    store = open_store(home, today=lambda: TODAY)
    store.set_setting("a", "b")
    before = {path: path.read_bytes() for path in home.glob("backwatch.snapshot-*")}
    assert len(before) == 1
    store.close()

    store = open_store(home, today=lambda: TODAY + dt.timedelta(days=1))
    by_another_program(home, "UPDATE entry SET pain_worst = 0")
    store.set_setting("a", "c")  # saved all the same

    assert store.setting("a") == "c"
    assert "in your diary entries" in store.snapshot_problem
    assert {path: path.read_bytes() for path in home.glob("backwatch.snapshot-*")} == before
    with pytest.raises(DamagedData):
        store.verify()
    store.close()


def test_the_sum_of_a_row_never_changes_between_versions():
    """Else every diary would be called damaged after an update."""
    names = ("note", "pain_now", "sleep_hours")
    assert checksums.row_sum("entry", names, "ü 🙂 'x'", 0, 7.5) == SUM_OF_A_ROW
    assert checksums.row_sum("entry", names, "ü 🙂 'x'", None, 7.5) != SUM_OF_A_ROW
    with_a_new_column = ("mood", *names)
    assert checksums.row_sum("entry", with_a_new_column, None, "ü 🙂 'x'", 0, 7.5) == SUM_OF_A_ROW


def test_zero_nothing_and_text_have_different_sums():
    values = (0, None, 0.0, "0", "", b"0", "None", False)
    assert len({checksums.row_sum("entry", ["x"], value) for value in values}) == len(values)
