"""What a person saves is there, exactly, and nobody's save overwrites another's."""

import datetime as dt
import os
import shutil
import sqlite3
from concurrent.futures import ThreadPoolExecutor

import pytest

from backwatch.diary import Appointment, Entry, Medicine, Place, TestResult, Treatment
from backwatch.person import Person
from backwatch.store import Belongings, CheckFinished, EditConflict, Everything, open_store

TODAY = dt.date(2026, 11, 20)
NOW = dt.datetime(2026, 11, 20, 21, 0, tzinfo=dt.timezone(dt.timedelta(hours=13, minutes=45)))
FULL = {
    "time": dt.time(8, 30),
    "utc_offset_minutes": 825,
    "zone": "Pacific/Chatham",
    "pain_now": 0,
    "pain_worst": 10,
    "pain_average": 4,
    "pain_least": 0,
    "pain_night": 7,
    "limits_day": 0,
    "wakings": 0,
    "sleep_hours": 0.0,
    "places": (Place(place="upper", score=0), Place(place="hips")),
    "spread": ("none",),
    "feels_like": ("ache", "numb"),
    "worse_with": ("lying",),
    "eased_by": ("none",),
    "symptoms": ("cough", "tired"),
    "danger_signs": {"g_legs": "not_sure", "g_walk": "no"},
    "weight_kg": 70.25,
    "medicines": (Medicine(name="Ibuprofen", dose="200 mg", relief=0), Medicine(name="x")),
    "note": "‘; DROP TABLE entry;--\n\tüñ 🙂 =1+1",
    "too_bad": True,
}


@pytest.fixture
def home(first_home, tmp_path):
    return shutil.copytree(first_home, tmp_path / "data")


@pytest.fixture
def store(home):
    store = open_store(home, timeout=5)
    yield store
    store.close()


@pytest.fixture
def person_id(store):
    return store.person().id


def an_entry(person_id, **values):
    return Entry(**{"person_id": person_id, "date": TODAY, "recorded_at": NOW, **values})


def test_an_entry_comes_back_exactly_as_it_was_saved(store, person_id):
    saved = store.add_entry(an_entry(person_id, **FULL))
    assert store.entry(saved.id) == saved
    assert saved == an_entry(person_id, **FULL, id=saved.id, version=1)
    assert store.entry(saved.id).recorded_at.utcoffset() == NOW.utcoffset()


def test_a_field_left_out_stays_missing_and_a_0_stays_0(store, person_id):
    nothing = an_entry(person_id)
    for field in FULL:
        without = an_entry(person_id, **{**FULL, field: getattr(nothing, field)})
        alone = an_entry(person_id, **{field: FULL[field]})
        for saved in store.add_entries([without, alone]):
            assert store.entry(saved.id) == saved


def test_what_was_not_recorded_is_null_in_the_file(store, home, person_id):
    store.add_entry(an_entry(person_id))
    with sqlite3.connect(home / "backwatch.db") as file:
        file.row_factory = sqlite3.Row
        row = dict(file.execute("SELECT * FROM entry").fetchone())
    file.close()
    recorded = {name for name, value in row.items() if value is not None}
    needed = {"id", "person_id", "version", "date", "too_bad", "recorded_at", "checksum"}
    assert recorded == needed


def test_entries_come_in_the_order_of_the_day(store, person_id):
    def add(day, time, minute):
        at = NOW.replace(minute=minute)
        return store.add_entry(an_entry(person_id, date=day, time=time, recorded_at=at)).id

    yesterday = TODAY - dt.timedelta(days=1)
    evening = add(TODAY, dt.time(20), 1)
    second = add(TODAY, None, 3)
    first = add(TODAY, None, 2)
    older = add(yesterday, dt.time(23), 4)
    assert [e.id for e in store.entries(person_id)] == [older, first, second, evening]
    assert [e.id for e in store.entries(person_id, last=yesterday)] == [older]
    assert len(store.entries(person_id, first=TODAY, last=TODAY)) == 3
    assert store.entries("somebody else") == []
    assert store.entry_count(person_id) == 4


def test_two_windows_that_edit_one_entry_lose_nothing(home, store, person_id):
    other = open_store(home)
    mine = store.add_entry(an_entry(person_id, note="first"))
    theirs = other.entry(mine.id)

    saved = store.save_entry(mine.model_copy(update={"note": "mine"}))
    with pytest.raises(EditConflict) as conflict:
        other.save_entry(theirs.model_copy(update={"note": "theirs"}))

    assert conflict.value.current == saved
    assert store.entry(mine.id).note == "mine"
    again = other.save_entry(saved.model_copy(update={"note": "both"}))
    assert (again.version, store.entry(mine.id).note) == (3, "both")
    other.close()


def test_an_entry_deleted_in_another_window_is_not_brought_back_by_a_save(store, person_id):
    entry = store.add_entry(an_entry(person_id, note="x"))
    store.delete_entry(entry.id, NOW)
    with pytest.raises(EditConflict) as conflict:
        store.save_entry(entry)
    assert conflict.value.current is None
    assert store.entry(entry.id) is None


def test_a_deleted_entry_can_be_brought_back_until_it_is_purged(store, person_id):
    entry = store.add_entry(an_entry(person_id, **FULL))
    store.delete_entry(entry.id, NOW)
    assert store.entries(person_id) == []
    assert store.recently_deleted(person_id, NOW) == [entry]
    assert store.recently_deleted(person_id, NOW + dt.timedelta(seconds=1)) == []
    assert store.undo_delete(entry.id) == entry
    assert store.entries(person_id) == [entry]

    store.delete_entry(entry.id, NOW)
    assert store.purge_deleted(NOW) == 0
    assert store.purge_deleted(NOW + dt.timedelta(seconds=1)) == 1
    with pytest.raises(EditConflict):
        store.undo_delete(entry.id)


def test_several_entries_are_kept_all_or_none(store, person_id):
    good = an_entry(person_id, pain_now=1)
    with pytest.raises(Exception, match="deleted in another window"):
        store.add_entries([good, an_entry("nobody", note="canary")])
    assert store.entry_count(person_id) == 0


@pytest.mark.grows
def test_threads_that_read_and_write_at_once_lose_no_update(home, store, person_id):
    threads, times = (8, 60) if os.environ.get("BACKWATCH_PROVE") else (4, 12)
    entry = store.add_entry(an_entry(person_id, note="0"))
    stores = [store, open_store(home)]  # as in two programs

    def count_up(number):
        mine, saved = stores[number % 2], 0
        while saved < times:
            now = mine.entry(entry.id)
            try:
                mine.save_entry(now.model_copy(update={"note": str(int(now.note) + 1)}))
            except EditConflict:
                continue
            saved += 1

    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(count_up, range(threads)))
    stores[1].close()
    assert store.entry(entry.id).note == str(threads * times)
    assert store.entry(entry.id).version == threads * times + 1


def test_the_first_person_is_made_once_even_by_eight_threads(store):
    with ThreadPoolExecutor(8) as pool:
        people = set(pool.map(lambda _: store.person().id, range(8)))
    assert len(people) == 1
    assert len(store.people()) == 1


def test_nothing_is_known_of_a_person_who_was_not_asked(store):
    person = store.person()
    assert person == Person(id=person.id)
    named = Person(
        id=person.id,
        name="Ö",
        birth_year=1965,
        country="gb",
        units="metric",
        filled_in_by="A daughter",
        journey="worried",
    )
    store.save_person(named)
    store.save_person(Person(id="second"))
    assert store.person() == named
    assert [p.id for p in store.people()] == [person.id, "second"]


def test_answers_survive_and_none_takes_one_away(home, store, person_id):
    check = store.start_check(person_id, NOW)
    store.answer(check.id, "g_legs", "no", NOW)
    store.answer_many(check.id, {"age": 61, "location": ["upper", "lower"], "fever": "none"}, NOW)
    store.answer(check.id, "age", 0, NOW)
    store.answer(check.id, "fever", None, NOW)
    other = open_store(home)
    found = other.open_check(person_id)
    assert found.answers == {"g_legs": "no", "age": 0, "location": ["upper", "lower"]}
    assert found.finished is None
    assert other.start_check(person_id, NOW).id == check.id  # never a second open check
    other.close()


def finish(store, check, **result):
    values = {"level": "same_day", "status": "complete", "fired": ["SC7", "E1"], "at": NOW}
    values |= {"rules_version": "1", "recheck_on": TODAY}
    return store.finish_check(check.id, **(values | result))


def test_a_finished_check_keeps_its_result_and_takes_no_more_answers(store, person_id):
    check = store.start_check(person_id, NOW)
    store.answer(check.id, "g_legs", "no", NOW)
    done = finish(store, check)
    assert (done.level, done.fired, done.recheck_on) == ("same_day", ("SC7", "E1"), TODAY)
    assert (done.finished, done.answers) == (NOW, {"g_legs": "no"})
    assert store.open_check(person_id) is None
    with pytest.raises(CheckFinished):
        store.answer(check.id, "g_legs", "yes", NOW)
    assert store.checks(person_id) == [done]


def test_a_check_opened_again_has_its_answers_and_no_result(store, person_id):
    check = store.start_check(person_id, NOW)
    store.answer(check.id, "g_legs", "no", NOW)
    finish(store, check, level=None, recheck_on=None)
    store.start_check(person_id, NOW)  # without answers: makes way
    again = store.reopen_check(check.id)
    assert (again.answers, again.level, again.finished) == ({"g_legs": "no"}, None, None)
    assert again.fired == ()
    assert [c.id for c in store.checks(person_id)] == [check.id]

    finish(store, check)
    begun = store.start_check(person_id, NOW + dt.timedelta(days=1))
    store.answer(begun.id, "age", 61, NOW)
    with pytest.raises(CheckFinished):
        store.reopen_check(check.id)
    assert [c.id for c in store.checks(person_id)] == [begun.id, check.id]
    store.discard_check(begun.id)
    with pytest.raises(CheckFinished, match="discarded"):
        store.answer(begun.id, "age", 61, NOW)


def test_treatments_tests_and_appointments_come_back_as_saved(store, person_id):
    late = store.save_record(Treatment(person_id=person_id, name="Heat", started=TODAY, helped=0))
    bare = store.save_record(Treatment(person_id=person_id, name="Cold"))
    assert store.treatments(person_id) == [bare, late]
    test = store.save_record(TestResult(person_id=person_id, name="CT", date=TODAY, result="?"))
    visit = store.save_record(
        Appointment(person_id=person_id, date=TODAY, time=dt.time(0, 0), questions="a\nb")
    )
    assert store.test_results(person_id) == [test]
    assert store.appointments(person_id) == [visit]
    done = store.save_record(visit.model_copy(update={"done": True}))
    assert store.appointments(person_id) == [done]
    with pytest.raises(EditConflict) as conflict:
        store.save_record(visit)
    assert conflict.value.current == done
    store.delete_record(test)
    assert store.test_results(person_id) == []


def test_the_revision_grows_with_every_write_by_any_program_and_never_with_a_read(home, store):
    before = store.revision()
    store.person()
    written = store.revision()
    assert written > before
    store.person()
    assert store.revision() == written
    other = open_store(home)
    other.set_setting("a", "b")
    other.close()
    assert store.revision() == written + 1
    assert store.setting("a") == "b"
    store.delete_everything()
    assert store.revision() > written + 1


def test_a_write_that_fails_changes_nothing_not_even_the_revision(store, person_id):
    before = store.revision()
    with pytest.raises(Exception, match="deleted in another window"):
        store.add_entry(an_entry("nobody"))
    assert store.revision() == before


def raw(home):
    return b"".join(path.read_bytes() for path in home.iterdir())


def test_deleted_and_overwritten_text_is_gone_from_the_diary_file(home, store, person_id):
    notes = [f"canary{n:04d}" for n in range(200)]
    entries = store.add_entries(an_entry(person_id, note=note * 5) for note in notes)
    diary = home / "backwatch.db"
    assert b"canary0000" in diary.read_bytes()
    for entry in entries[:100]:
        store.delete_entry(entry.id, NOW)
    store.purge_deleted(NOW + dt.timedelta(seconds=1))
    left = diary.read_bytes()
    assert not [note for note in notes[:100] if note.encode() in left]
    assert all(note.encode() in left for note in notes[100:])
    assert b"canary0000" in raw(home)  # the copy of this day still has it


def test_after_delete_everything_no_word_is_left_in_the_folder(home, person_id, store):
    notes = [f"canary{n:04d}" for n in range(500)]
    store.add_entries(an_entry(person_id, note=note * 3) for note in notes[:250])
    later = open_store(home, today=lambda: TODAY)  # another day: another copy
    later.set_setting("canary", "canary")
    given = Everything((Belongings(Person(id="canary", name="canary0499")),))
    later.bring_in(given)
    later.add_entries(an_entry(person_id, note=note * 3) for note in notes[250:])
    later.close()
    (home / "backwatch.before-0002-x.db").write_text("canary")
    (home / "backwatch.half-x.db").write_text("canary")
    (home / "backwatch.damaged-x.db").write_text("canary")
    (home / "backwatch.aside-x.db").write_text("canary")
    (home / "backwatch.aside-x.db-journal").write_text("canary")
    assert len(list(home.glob("backwatch.snapshot-*"))) == 2
    assert all(note.encode() in raw(home) for note in notes)

    store.delete_everything()

    assert b"canary" not in raw(home)
    assert {path.name for path in home.iterdir()} == {"backwatch.db", "backwatch.here"}
    assert store.imports() == []
    store.verify()
