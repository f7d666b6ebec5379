"""Several people in one file: each with their own settings and records, none with another's."""

import datetime as dt
import shutil
import threading

import pytest
import sqlalchemy as sa

from backwatch import backup
from backwatch.diary import Appointment, Entry, TestResult, Treatment
from backwatch.person import Person, called, same_name
from backwatch.store import NameTaken, PersonGone, open_store, schema
from tests.unit import in_memory

TODAY = dt.date(2026, 11, 20)
NOW = dt.datetime(2026, 11, 20, 21, tzinfo=dt.UTC)
PLAIN = ("check_step", "emergency_seen", "diary_evidence_decided", "diary_alarm_seen", "bw.despair")


@pytest.fixture
def tmp_path(tmp_path_factory):
    yield from in_memory.folder(tmp_path_factory)


@pytest.fixture
def store(first_home, tmp_path):
    store = open_store(shutil.copytree(first_home, tmp_path / "data"))
    yield store
    store.close()


@pytest.fixture
def two(store):
    """Anna, who was there first, and Ben, each with something in every table."""
    anna = store.change_person(store.person().id, name="Anna")
    ben = store.add_person("Ben", filled_in_by="my daughter")
    for person in (anna, ben):
        fill(store, person)
    return anna, ben


def fill(store, person):
    store.add_entry(Entry(person_id=person.id, date=TODAY, recorded_at=NOW, note=person.name))
    gone = store.add_entry(Entry(person_id=person.id, date=TODAY, recorded_at=NOW, note="gone"))
    store.delete_entry(gone.id, NOW)
    check = store.start_check(person.id, NOW)
    store.answer(check.id, "g_legs", "yes", NOW)
    store.save_record(Treatment(person_id=person.id, name=f"Heat of {person.name}"))
    store.save_record(TestResult(person_id=person.id, name="CT"))
    store.save_record(Appointment(person_id=person.id, date=TODAY))
    for key in PLAIN:
        store.set_setting(key, f"{key} of {person.name}", person.id)


def rows_of(store, person_id):
    """How many rows of any table still name this person, in any column."""
    with store._read() as connection:
        return sum(
            person_id in str(tuple(row))
            for table in schema.RECORDS
            for row in connection.execute(sa.select(table))
        )


def test_a_setting_of_one_person_is_not_that_of_another(store, two):
    anna, ben = two
    for key in PLAIN:
        assert store.setting(key, anna.id) == f"{key} of Anna"
        assert store.setting(key, ben.id) == f"{key} of Ben"
        assert store.setting(key) is None
    store.set_setting("check_step", None, anna.id)
    assert store.setting("check_step", anna.id) is None
    assert store.setting("check_step", ben.id) == "check_step of Ben"


@pytest.mark.parametrize("key", PLAIN)
def test_what_an_older_version_kept_is_that_of_the_first_person_and_nobody_else(store, key):
    anna = store.change_person(store.person().id, name="Anna")
    store.set_setting(key, "old")
    assert store.setting(key, anna.id) == "old"
    ben = store.add_person("Ben")
    assert store.setting(key, anna.id) == "old"
    assert store.setting(key, ben.id) is None
    assert store.setting(key) is None
    store.set_setting(key, "old again")  # the older version was started once more
    assert store.setting(key, ben.id) is None
    store.delete_person(anna.id)
    assert store.setting(key, ben.id) is None


def test_a_new_value_takes_the_place_of_what_an_older_version_kept(store):
    anna = store.person()
    store.set_setting("check_step", "old")
    store.set_setting("check_step", "new", anna.id)
    assert store.setting("check_step", anna.id) == "new"
    assert store.setting("check_step") is None
    store.set_setting("check_step", "older version again")
    assert store.setting("check_step", anna.id) == "older version again"
    store.set_setting("check_step", None, anna.id)
    assert store.setting("check_step", anna.id) is None


def test_two_windows_that_add_to_one_setting_at_the_same_time_lose_nothing(store, tmp_path):
    anna, times = store.person(), 40
    other = open_store(tmp_path / "data")

    def add_all(window, letter):
        for _ in range(times):
            window.change_setting("list", lambda text: (text or "") + letter, anna.id)

    threads = [threading.Thread(target=add_all, args=pair) for pair in ((store, "a"), (other, "b"))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    other.close()
    kept = store.setting("list", anna.id)
    assert (kept.count("a"), kept.count("b")) == (times, times)


def test_a_change_gets_what_an_older_version_kept_and_puts_the_new_one_in_its_place(store):
    anna = store.person()
    store.set_setting("check_step", "old")
    store.change_setting("check_step", lambda text: f"{text} and new", anna.id)
    assert store.setting("check_step", anna.id) == "old and new"
    assert store.setting("check_step") is None


def test_a_plain_setting_of_everybody_is_nobodys_own(store):
    anna = store.person()
    store.set_setting("example", "yes")
    assert store.setting("example", anna.id) is None
    assert store.setting("example") == "yes"


@pytest.mark.parametrize("kept_by_an_older_version", [False, True])
def test_all_settings_in_one_look_are_those_that_are_asked_for_one_by_one(
    store, two, kept_by_an_older_version
):
    keys = [*PLAIN, "example", "own_words", "of nobody"]
    store.set_setting("example", "yes")
    store.set_setting("own_words", "Ben's", two[1].id)
    if kept_by_an_older_version:
        for key in PLAIN[:2]:
            store.set_setting(key, "of an older version")
    for person in two:
        computer, own = store.all_settings(person.id)
        assert [own.get(key) for key in keys] == [store.setting(key, person.id) for key in keys]
        assert [computer.get(key) for key in keys] == [store.setting(key) for key in keys]
        assert own.keys() <= set(keys)


def test_a_person_deleted_leaves_nothing_and_the_other_loses_nothing(store, two):
    anna, ben = two
    before = [tree for tree in backup.everything(store)["people"] if tree["id"] == ben.id]
    store.delete_person(anna.id)

    assert store.people() == [ben]
    assert rows_of(store, anna.id) == 0
    assert backup.everything(store)["people"] == before
    assert [store.setting(key, ben.id) for key in PLAIN] == [f"{key} of Ben" for key in PLAIN]
    assert store.recently_deleted(ben.id, NOW - dt.timedelta(days=1))
    store.verify()
    store.delete_person(anna.id)  # gone already
    assert store.people() == [ben]


def test_the_words_of_a_person_deleted_are_gone_from_the_diary_file(store, two):
    anna, _ben = two
    store.change_person(anna.id, filled_in_by="canary-4711")
    store.add_entry(Entry(person_id=anna.id, date=TODAY, recorded_at=NOW, note="canary-4711"))
    assert b"canary-4711" in store.path.read_bytes()
    store.delete_person(anna.id)
    assert b"canary-4711" not in store.path.read_bytes()


def test_a_person_who_made_way_for_an_import_and_was_deleted_never_comes_back(store, two, tmp_path):
    anna, _ = two
    store.delete_person(two[1].id)
    other = open_store(tmp_path / "other")
    unused = other.change_person(other.person().id, country="us")
    done = backup.restore(other, backup.read(backup.written(store)))
    other.delete_person(unused.id)
    other.delete_person(anna.id)
    backup.undo_import(other, done.import_id)
    assert rows_of(other, anna.id) == rows_of(other, unused.id) == 0
    other.close()


def test_nothing_can_be_saved_for_a_person_who_was_deleted(store, two):
    anna, _ = two
    store.delete_person(anna.id)
    before = store.revision()
    entry = Entry(person_id=anna.id, date=TODAY, recorded_at=NOW)
    for save in (
        lambda: store.add_entry(entry),
        lambda: store.start_check(anna.id, NOW),
        lambda: store.save_record(Treatment(person_id=anna.id, name="Heat")),
        lambda: store.change_person(anna.id, country="gb"),
        lambda: store.set_setting("check_step", "you", anna.id),
    ):
        with pytest.raises(PersonGone, match="deleted in another window"):
            save()
    assert store.revision() == before


def test_two_windows_that_change_one_person_lose_nothing(store):
    anna = store.person()
    store.change_person(anna.id, country="gb")
    store.change_person(anna.id, birth_year=1960)
    assert (store.person().country, store.person().birth_year) == ("gb", 1960)


@pytest.mark.parametrize("name", ["Anna", "anna", " ANNA ", "Ａｎｎａ"])
def test_two_people_are_never_called_the_same(store, two, name):
    anna, ben = two
    with pytest.raises(NameTaken):
        store.add_person(name)
    with pytest.raises(NameTaken):
        store.change_person(ben.id, name=name)
    store.change_person(anna.id, name=name)  # her own
    assert len(store.people()) == 2


def test_a_name_is_needed_from_the_second_person_on(store):
    anna = store.person()
    assert anna.name is None
    assert store.change_person(anna.id, name=None) == anna
    ben = store.add_person("Ben")
    for person in (anna, ben):
        with pytest.raises(NameTaken, match="needs a name"):
            store.change_person(person.id, name=None)
    store.change_person(anna.id, country="gb")  # everything else can still be changed


def test_a_name_that_cannot_be_kept_adds_nobody(store):
    for name in ("", "x" * 201, "\ud800"):
        with pytest.raises(ValueError, match="name"):
            store.add_person(name)
    assert store.people() == []


def test_the_oldest_is_the_very_first_person_and_nobody_after_them(store, two):
    anna, ben = two
    assert store.oldest() == anna.id
    assert store.people_and_oldest() == ([anna, ben], anna.id)
    store.delete_person(anna.id)
    assert store.oldest() is None
    assert store.people_and_oldest() == ([ben], None)
    assert store.person() == ben


def test_people_are_called_so_that_nobody_is_mixed_up():
    people = [
        Person(id="a"),
        Person(id="b", name="Person 1"),
        Person(id="c", name="Eva"),
        Person(id="d", name="eva "),
        Person(id="e", name="x" * 50),
        Person(id="f", name="x" * 60),
        Person(id="g", name="Ö 🙂"),
    ]
    found = called(people)
    assert found["c"] == "Eva (person 3)"
    assert found["g"] == "Ö 🙂"
    assert len({name.casefold() for name in found.values()}) == len(people)
    assert max(map(len, found.values())) < 60


def test_a_missing_name_is_like_no_other():
    assert not same_name(None, None)
    assert not same_name("", "")
    assert not same_name("Anna", None)
