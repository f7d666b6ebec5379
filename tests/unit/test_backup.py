"""All records as one file: nothing lost, nothing changed, and nothing let in that does not fit."""

import datetime as dt
import json
import os
import shutil
import sqlite3
from contextlib import closing

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backwatch import backup, diary
from backwatch.diary import Appointment, Entry, Medicine, Place, TestResult, Treatment
from backwatch.person import Person
from backwatch.store import Belongings, CheckFinished, DamagedData, EditConflict, Everything
from backwatch.store import open_store as open_a_store
from backwatch.store.moving import AnsweredCheck
from backwatch.strict_json import BadJson
from backwatch.triage import Status
from backwatch.urgency import Urgency
from tests.unit import in_memory, old_diaries

TODAY = dt.date(2026, 11, 20)
NOW = dt.datetime(2026, 11, 20, 21, 0, tzinfo=dt.timezone(dt.timedelta(hours=13, minutes=45)))

# --- made-up people ---

letter = st.characters(codec="utf-8", min_codepoint=32) | st.sampled_from("\n\t")
kept_text = st.text(letter)
line = kept_text.map(lambda text: text[:200])
name = line.filter(bool)
score = st.none() | st.integers(0, 10)
day = st.dates(dt.date(1900, 1, 1), dt.date(2100, 1, 1))
maybe_day = st.none() | day
time = st.none() | st.times()
zone = st.integers(-720, 840).map(lambda minutes: dt.timezone(dt.timedelta(minutes=minutes)))
moment = st.datetimes(
    dt.datetime(1900, 1, 2),  # noqa: DTZ001
    dt.datetime(2100, 1, 1),  # noqa: DTZ001
    timezones=zone,
)
id = st.uuids().map(lambda uuid: uuid.hex)


def chosen(field):
    ids = [each for each in diary.vocabulary().ids(field) if each != "none"]
    return st.lists(st.sampled_from(ids), unique=True, max_size=4).map(tuple)


def number(low, high):
    return st.none() | st.floats(low, high, allow_nan=False)


entry = st.builds(
    Entry,
    id=id,
    person_id=st.just("-"),
    version=st.just(1),
    date=day,
    time=time,
    utc_offset_minutes=st.none() | st.integers(-720, 840),
    zone=st.none() | name,
    **{
        field: score
        for field in Entry.model_fields
        if field.startswith("pain_") or field == "limits_day"
    },
    wakings=st.none() | st.integers(0, 99),
    sleep_hours=number(0, 24),
    places=st.lists(
        st.builds(Place, place=st.sampled_from(diary.vocabulary().ids("zones")), score=score),
        max_size=3,
        unique_by=lambda place: place.place,
    ).map(tuple),
    **{
        field: chosen(field)
        for field in ("spread", "feels_like", "worse_with", "eased_by", "symptoms")
    },
    danger_signs=st.dictionaries(
        st.sampled_from(diary.vocabulary().danger_signs), st.sampled_from(["yes", "no", "not_sure"])
    ),
    weight_kg=number(20, 400),
    medicines=st.lists(st.builds(Medicine, name=name, dose=line, relief=score), max_size=2).map(
        tuple
    ),
    note=kept_text,
    too_bad=st.booleans(),
    recorded_at=moment,
)
of_somebody = {"id": id, "person_id": st.just("-"), "version": st.just(1)}
treatment = st.builds(
    Treatment,
    **of_somebody,
    name=name,
    kind=st.none() | st.sampled_from(diary.vocabulary().ids("treatment_kinds")),
    started=st.none() | st.dates(dt.date(1900, 1, 1), dt.date(2000, 1, 1)),
    ended=st.none() | st.dates(dt.date(2000, 1, 1), dt.date(2100, 1, 1)),
    dose=line,
    helped=score,
)
test_result = st.builds(TestResult, **of_somebody, name=name, date=maybe_day, result=kept_text)
appointment = st.builds(
    Appointment,
    **of_somebody,
    date=day,
    time=time,
    with_whom=line,
    questions=kept_text,
    done=st.booleans(),
)
answer = (
    line | st.integers(0, 120) | st.floats(0, 100) | st.lists(st.sampled_from(["upper", "lower"]))
)


@st.composite
def check(draw):
    answers = draw(st.dictionaries(st.from_regex("[a-z][a-z_0-9]{0,20}", fullmatch=True), answer))
    values = {"level": draw(st.none() | st.sampled_from([level.id for level in Urgency]))}
    values |= {"status": draw(st.sampled_from(backup.get_args(Status))), "fired": ("SC7", "E1")}
    values |= {"rules_version": draw(name), "recheck_on": draw(maybe_day)}
    return AnsweredCheck(
        id=draw(id),
        person_id="-",
        answers=answers,
        answered={question: draw(moment) for question in answers},
        started=draw(moment),
        finished=draw(moment),
        **values,
    )


person = st.builds(
    Person,
    id=id,
    name=st.none() | name,
    birth_year=st.none() | st.integers(1900, 2100),
    country=st.none() | st.just("gb"),
    units=st.none() | st.sampled_from(["metric", "us"]),
    filled_in_by=st.none() | name,
    journey=st.none() | st.just("worried"),
)


def several(kind):
    return st.lists(kind, max_size=3, unique_by=lambda each: each.id).map(tuple)


everybody = st.builds(
    Everything,
    people=st.lists(
        st.builds(
            Belongings,
            person=person,
            checks=several(check()),
            entries=several(entry),
            treatments=several(treatment),
            tests=several(test_result),
            appointments=several(appointment),
            settings=st.dictionaries(st.just("diary_evidence_decided"), line),
        ),
        max_size=2,
    ).map(tuple),
)

# --- stores ---


@pytest.fixture
def tmp_path(tmp_path_factory):
    yield from in_memory.folder(tmp_path_factory)


@pytest.fixture(scope="module")
def empty(tmp_path_factory):
    """An empty diary, made once."""
    home = tmp_path_factory.mktemp("empty") / "data"
    open_a_store(home).close()
    return home


@pytest.fixture
def new_store(empty, tmp_path):
    """Return a function that gives another empty store each time."""
    stores = []

    def another():
        home = shutil.copytree(empty, tmp_path / f"data{len(stores)}")
        stores.append(open_a_store(home))
        return stores[-1]

    yield another
    for store in stores:
        store.close()


@pytest.fixture
def store(tmp_path):
    """A diary with something in every table, two people and a deleted entry."""
    store = open_a_store(old_diaries.make(tmp_path / "old", "0001"))
    yield store
    store.close()


def an_entry(person_id, **values):
    return Entry(**{"person_id": person_id, "date": TODAY, "recorded_at": NOW, **values})


def tree_of(store):
    return json.loads(backup.written(store))


def file_of(tree):
    return json.dumps(tree).encode()


# --- there and back ---


@pytest.mark.grows
@given(everything=everybody)
@settings(
    max_examples=500 if os.environ.get("BACKWATCH_PROVE") else 10,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_whatever_is_kept_comes_back_from_the_file_and_gives_the_same_file(new_store, everything):
    first, second = new_store(), new_store()
    backup.restore(first, everything)
    data = backup.written(first)
    backup.restore(second, backup.read(data))
    assert backup.written(second) == data
    assert second.records() == first.records()
    kept = [each for mine in everything.people for each in mine.entries]
    there = [each for mine in second.records().people for each in mine.entries]
    assert len(there) == len(kept)  # none is left out
    for entry in kept:
        now = second.entry(entry.id)
        assert now == entry.model_copy(update={"person_id": now.person_id})


def test_every_kind_of_record_is_in_the_file_and_a_deleted_entry_is_not(store):
    tree = tree_of(store)
    first, second = tree["people"]
    assert first["country"] == "gb"
    assert second["name"] == "Ö ‘quoted’"
    assert len(first["entries"]) == 54
    assert [len(first[name]) for name in ("treatments", "tests", "appointments")] == [2, 1, 1]
    done, begun = first["checks"]
    assert (done["level"], done["fired"], done["recheck_on"]) == (
        "same_day",
        ["SC7", "E1"],
        "2026-11-27",
    )
    assert done["answers"]["location"]["answer"] == ["upper", "lower"]
    assert begun["answers"] == {"age": {"answer": 0, "at": "2026-11-20T21:00:00+13:45"}}
    assert "finished" not in begun
    assert "deleted, not yet purged" not in backup.written(store).decode()


def test_zero_is_in_the_file_as_0_and_what_was_not_recorded_is_not_there(store):
    (entry,) = tree_of(store)["people"][1]["entries"]
    zeros = ("pain_now", "pain_least", "limits_day", "wakings", "sleep_hours")
    assert [entry[name] for name in zeros] == [0, 0, 0, 0, 0.0]
    assert entry["places"] == [{"place": "upper", "score": 0}, {"place": "hips"}]
    assert entry["medicines"] == [{"name": "Ibuprofen", "dose": "200 mg", "relief": 0}]
    assert entry["recorded_at"] == "2026-11-20T21:00:00+13:45"
    assert (entry["zone"], entry["utc_offset_minutes"]) == ("Pacific/Chatham", 825)
    assert (entry["time"], entry["too_bad"]) == ("08:30", True)
    bare = store.add_entry(an_entry("second"))
    found = [e for e in tree_of(store)["people"][1]["entries"] if e["id"] == bare.id]
    assert found[0].keys() == {"id", "date", "recorded_at", "too_bad"}


def test_the_file_is_sorted_indented_and_says_what_it_is(store):
    text = backup.written(store).decode()
    assert text.startswith('{\n  "about": "Your records in Backwatch.')
    assert list(json.loads(text)) == ["about", "backwatch_export", "people"]
    assert text.endswith("}\n")
    assert "‘; DROP TABLE entry;--\\n\\tüñ 🙂 =1+1" in text
    assert backup.written(store) == backup.written(store)


def test_strange_texts_come_back_byte_for_byte(store, new_store):
    strange = [
        *("null", "NaN", "-0", "1e309", "=1+1", "'; DROP TABLE entry;--", "\\n", "\\u0000"),
        *(
            "\u2028\u2029",
            "\ufeffx",
            "\u202eabc",
            "👩\u200d👩\u200d👧",
            "Z͑ͫ̓ͪa",
            "\x7f\x85",
            " x ",
            "\t\n",
        ),
        *("</script>", '"', "\\", "{{}}", "x" * 10_000, "\ue000", "\U0010ffff", "ﬁ½"),
    ]
    person_id = store.person().id
    store.add_entries(an_entry(person_id, note=text) for text in strange)
    second = new_store()
    backup.restore(second, backup.read(backup.written(store)))
    found = {entry.note.encode() for entry in second.entries(person_id)}
    assert {text.encode() for text in strange} <= found


def test_ten_years_are_written_and_read_within_seconds(new_store):
    store = new_store()
    person_id = store.person().id
    days = (TODAY - dt.timedelta(days=number) for number in range(1000))
    store.add_entries(an_entry(person_id, date=day, pain_now=0, note="x" * 90) for day in days)
    assert len(backup.read(backup.written(store)).people[0].entries) == 1000


# --- what an import may do ---


def test_the_same_file_twice_adds_nothing(store):
    before = backup.written(store)
    done = backup.restore(store, backup.read(before))
    assert sum(done.added.values()) == 0
    assert done.already_there == 61
    assert backup.written(store) == before


def test_an_entry_that_was_edited_since_is_never_overwritten_by_the_old_one(store):
    person_id = store.person().id
    old = backup.read(backup.written(store))
    entry = store.entries(person_id)[-1]
    edited = store.save_entry(entry.model_copy(update={"note": "edited", "pain_now": 0}))
    done = backup.restore(store, old)
    assert done.added["entry"] == 1
    assert store.entry(entry.id) == edited
    twin = [e for e in store.entries(person_id) if e.note == entry.note and e.date == entry.date]
    assert twin
    assert twin[0].id != entry.id
    assert sum(backup.restore(store, old).added.values()) == 0  # and only once


def test_an_id_in_a_file_cannot_reach_another_persons_record(store):
    mine = store.entries(store.person().id)[0]
    tree = tree_of(store)
    del tree["people"][0]
    tree["people"][0]["entries"][0] |= {"id": mine.id, "note": "not mine"}
    backup.restore(store, backup.read(file_of(tree)))
    assert store.entry(mine.id) == mine
    assert [e.note for e in store.entries("second")][-1] == "not mine"


def test_two_entries_that_say_the_same_stay_two(new_store):
    store, second = new_store(), new_store()
    person_id = store.person().id
    store.add_entries([an_entry(person_id, pain_now=3)] * 2)
    given = backup.read(backup.written(store))
    backup.restore(second, given)
    assert second.entry_count(person_id) == 2
    assert sum(backup.restore(second, given).added.values()) == 0

    one = second.entries(person_id)[0]
    second.delete_entry(one.id, NOW)
    second.purge_deleted(NOW + dt.timedelta(days=1))
    assert backup.restore(second, given).added["entry"] == 1
    assert second.entry_count(person_id) == 2


def test_on_a_new_computer_the_people_of_the_file_take_the_place_of_the_unused_one(
    store, new_store
):
    second = new_store()
    unused = second.save_person(Person(id=second.person().id, country="us", journey="worried"))
    second.start_check(unused.id, NOW)  # opened, not answered
    done = backup.restore(second, backup.read(backup.written(store)))
    assert second.people() == store.people()
    assert second.person() == store.person()
    backup.undo_import(second, done.import_id)
    assert second.people() == [unused]


def test_a_person_who_is_not_there_comes_beside_the_one_who_is(store, new_store):
    second = new_store()
    mine = second.person()
    kept = second.add_entry(an_entry(mine.id, note="mine"))
    backup.restore(second, backup.read(backup.written(store)))
    assert [p.id for p in second.people()] == [mine.id, *(p.id for p in store.people())]
    assert second.entries(mine.id) == [kept]


def test_records_from_an_old_computer_can_go_to_the_person_who_is_here(new_store):
    old, new = new_store(), new_store()
    old.add_entry(an_entry(old.person().id, note="old"))
    new.add_entry(an_entry(new.person().id, note="new"))
    given = backup.read(backup.written(old))
    backup.restore(new, given, into=new.person().id)
    assert len(new.people()) == 1
    assert {e.note for e in new.entries(new.person().id)} == {"old", "new"}
    with pytest.raises(ValueError, match="one person"):
        backup.restore(new, given, into="nobody")


def test_an_open_check_here_is_never_lost_to_one_in_the_file(store, new_store):
    second = new_store()
    mine = second.start_check(second.person().id, NOW)
    second.answer(mine.id, "g_legs", "yes", NOW)
    tree = tree_of(store)
    del tree["people"][1]
    tree["people"][0]["id"] = mine.person_id
    before = second.records()
    with pytest.raises(CheckFinished, match="Finish or discard"):
        backup.restore(second, backup.read(file_of(tree)))
    assert second.records() == before
    assert second.imports() == []


def test_an_import_that_fails_half_way_adds_nothing(store, new_store, monkeypatch):
    second = new_store()
    second.add_entry(an_entry(second.person().id))
    before = (second.records(), second.revision())
    monkeypatch.setattr("backwatch.store.moving.json.dumps", lambda *a, **k: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        backup.restore(second, backup.read(backup.written(store)))
    assert (second.records(), second.revision()) == before


DECIDED = "diary_evidence_decided"
SEEN = ("emergency_seen", "diary_alarm_seen", "check_step", "bw.despair")


def test_no_mark_that_an_alarm_was_seen_and_no_example_mark_travels(store, new_store):
    first, second_id = (each.id for each in store.people())
    store.set_setting("example", "yes")
    for person_id in (first, second_id):
        for key in SEEN:
            store.set_setting(key, "yes", person_id)
        store.set_setting(DECIDED, f'["{person_id}"]', person_id)
    assert [each["settings"] for each in tree_of(store)["people"]] == [
        {DECIDED: f'["{first}"]'},
        {DECIDED: f'["{second_id}"]'},
    ]
    second = new_store()
    done = backup.restore(second, backup.read(backup.written(store)))
    for person_id in (first, second_id):
        assert second.setting(DECIDED, person_id) == f'["{person_id}"]'
        assert [second.setting(key, person_id) for key in SEEN] == [None] * 4
    assert second.setting("example") is None
    backup.undo_import(second, done.import_id)
    assert [second.setting(DECIDED, each) for each in (first, second_id)] == [None, None]


def test_what_was_said_of_another_persons_diary_never_hides_what_the_diary_here_shows(
    store, new_store
):
    theirs = store.person().id
    store.set_setting(DECIDED, "[]", theirs)
    second = new_store()
    mine = second.person().id
    second.add_entry(an_entry(mine))
    given = backup.read(backup.written(store))
    backup.restore(second, given)
    assert second.setting(DECIDED, mine) is None
    assert second.setting(DECIDED, theirs) == "[]"
    third = new_store()
    into = third.person().id
    backup.restore(third, Everything(given.people[:1]), into=into)
    assert third.setting(DECIDED, into) is None


def test_what_the_person_here_said_is_not_changed_by_what_a_file_says(store):
    person_id = store.person().id
    store.set_setting(DECIDED, "[]", person_id)
    old = backup.read(backup.written(store))
    store.set_setting(DECIDED, "[1]", person_id)
    backup.restore(store, old)
    assert store.setting(DECIDED, person_id) == "[1]"


def test_a_file_of_the_first_form_gives_its_settings_to_its_first_person(store, new_store):
    first, second_id = (each.id for each in store.people())
    tree = tree_of(store) | {"backwatch_export": 1, "settings": {DECIDED: "[]"}}
    for person in tree["people"]:
        del person["settings"]
    second = new_store()
    backup.restore(second, backup.read(file_of(tree)))
    assert second.setting(DECIDED, first) == "[]"
    assert second.setting(DECIDED, second_id) is None


def test_what_an_older_version_kept_before_an_import_stays_with_its_person(store, new_store):
    second = new_store()
    mine = second.person().id
    second.add_entry(an_entry(mine))
    second.set_setting("diary_alarm_seen", "e.1")  # as an older version wrote it
    done = backup.restore(second, backup.read(backup.written(store)))
    assert second.setting("diary_alarm_seen", mine) == "e.1"
    assert second.setting("diary_alarm_seen", store.person().id) is None
    backup.undo_import(second, done.import_id)
    assert second.setting("diary_alarm_seen", mine) == "e.1"


def test_an_alarm_seen_before_its_import_was_taken_back_shows_again_after_the_next(
    store, new_store
):
    second, given = new_store(), backup.read(backup.written(store))
    person_id = store.person().id
    done = backup.restore(second, given)
    second.set_setting("diary_alarm_seen", "e.1", person_id)
    backup.undo_import(second, done.import_id)
    backup.restore(second, given)
    assert second.setting("diary_alarm_seen", person_id) is None


def test_four_people_with_all_their_records_come_back_each_to_themselves(new_store):
    first, second = new_store(), new_store()
    people = [first.change_person(first.person().id, name="Anna")]
    people += [first.add_person(name) for name in ("Ben", "Cleo", "Dan")]
    for number, person in enumerate(people):
        first.add_entry(an_entry(person.id, pain_now=number, note=person.name))
        check = first.start_check(person.id, NOW)
        first.answer(check.id, "age", 50 + number, NOW)
    backup.restore(second, backup.read(backup.written(first)))
    assert second.people() == first.people() == people
    for number, person in enumerate(people):
        assert [(e.pain_now, e.note) for e in second.entries(person.id)] == [(number, person.name)]
        assert second.open_check(person.id).answers == {"age": 50 + number}
    second.verify()


# --- taking an import back ---


def test_an_import_is_taken_back_as_one_step(store, new_store):
    second = new_store()
    second.add_entry(an_entry(second.person().id, note="mine"))
    before = backup.written(second)
    done = backup.restore(second, backup.read(backup.written(store)))
    assert second.imports() == [done.import_id]
    gone = backup.undo_import(second, done.import_id)
    assert (gone.removed, gone.kept) == (sum(done.added.values()), 0)
    assert backup.written(second) == before
    with pytest.raises(EditConflict):
        backup.undo_import(second, done.import_id)


def test_what_was_changed_after_an_import_stays_when_it_is_taken_back(store, new_store):
    second = new_store()
    done = backup.restore(second, backup.read(backup.written(store)))
    person_id = second.person().id
    first, last = (second.entries(person_id)[place] for place in (0, -1))
    edited = second.save_entry(first.model_copy(update={"note": "my own words"}))
    second.delete_entry(last.id, NOW)
    answered = second.open_check(person_id)
    second.answer(answered.id, "g_legs", "yes", NOW)
    mine = second.add_entry(an_entry(person_id, note="new"))

    gone = backup.undo_import(second, done.import_id)

    assert gone.kept == 3  # the entry, the check, and so their person
    assert {e.id for e in second.entries(person_id)} == {edited.id, mine.id}
    assert [check.id for check in second.checks(person_id)] == [answered.id]
    assert second.people()[0].id == person_id
    assert second.recently_deleted(person_id, NOW - dt.timedelta(days=1)) == []
    second.verify()


# --- strict reading ---


def changed(path, value):
    def change(tree):
        *way, last = path
        at = tree
        for step in way:
            at = at[step]
        if value is KeyError:
            del at[last]
        else:
            at[last] = value

    return change


E1 = ("people", 1, "entries", 0)
C1 = ("people", 0, "checks", 0)
BAD = {
    "pain 11": (changed((*E1, "pain_now"), 11), "person 2, entry 1, pain_now: "),
    "pain true": (changed((*E1, "pain_now"), True), "person 2, entry 1, pain_now: "),
    "pain as text": (changed((*E1, "pain_now"), "4"), "person 2, entry 1, pain_now: "),
    "pain with a point": (changed((*E1, "pain_now"), 4.0), "person 2, entry 1, pain_now: "),
    "null": (changed((*E1, "pain_now"), None), "person 2, entry 1, pain_now: leave the name out"),
    "note 10,001": (changed((*E1, "note"), "x" * 10_001), "person 2, entry 1, note: "),
    "NUL": (changed((*E1, "note"), "a\0b"), "person 2, entry 1, note: "),
    "half a character": (changed((*E1, "note"), "\ud800"), "person 2, entry 1, note: "),
    "note as list": (changed((*E1, "note"), ["a"]), "person 2, entry 1, note: "),
    "date as number": (changed((*E1, "date"), 20261120), "person 2, entry 1, date: a day such"),
    "week date": (changed((*E1, "date"), "2026-W47-5"), "person 2, entry 1, date: a day such"),
    "no such day": (changed((*E1, "date"), "2026-02-30"), "person 2, entry 1, date: a day such"),
    "short time": (changed((*E1, "time"), "8:30"), "person 2, entry 1, time: a time such"),
    "no offset": (changed((*E1, "recorded_at"), "2026-11-20T08:00:00"), "recorded_at: a moment"),
    "no date": (changed((*E1, "date"), KeyError), "person 2, entry 1: “date” is missing."),
    "version": (changed((*E1, "version"), 9), "person 2, entry 1: it holds a name that"),
    "owner": (changed((*E1, "person_id"), "x"), "person 2, entry 1: it holds a name that"),
    "unknown zone": (changed((*E1, "places"), [{"place": "x"}]), "person 2, entry 1, places: "),
    "entry is a list": (changed(E1, []), "person 2, entry 1: a group in { } belongs here."),
    "entries is a group": (changed(E1[:3], {}), "person 2, entries: a list in [ ] belongs here."),
    "id with a path": (changed((*E1, "id"), "../x"), "person 2, entry 1: an id of letters"),
    "level unknown": (changed((*C1, "level"), "safe"), "person 1, check 1, level: "),
    "level a list": (changed((*C1, "level"), []), "person 1, check 1, level: "),
    "no status": (changed((*C1, "status"), KeyError), "person 1, check 1, status: "),
    "not finished": (changed((*C1, "finished"), KeyError), "check 1: it has a result but"),
    "answer a group": (changed((*C1, "answers", "age", "answer"), {}), "answer to age: a text"),
    "answer null": (changed((*C1, "answers", "age", "answer"), None), "answer to age: a text"),
    "answer nowhen": (changed((*C1, "answers", "age", "at"), "noon"), "answer to age, at: a mom"),
    "born 1": (changed(("people", 0, "birth_year"), 1), "person 1, birth_year: "),
    "unknown setting": (
        changed(("people", 1, "settings", "example"), "yes"),
        "person 2, settings: it holds a name",
    ),
    "unknown setting for all": (changed(("settings",), {"example": "yes"}), "settings: it holds"),
    "setting is a number": (
        changed(("people", 0, "settings", "diary_evidence_decided"), 1),
        "person 1, settings, diary_evidence_decided: ",
    ),
    "people is text": (changed(("people",), "all"), "people: a list in [ ] belongs here."),
    "no people": (changed(("people",), KeyError), "the file: “people” is missing."),
    "newer": (changed(("backwatch_export",), 3), "newer version of Backwatch"),
    "version true": (changed(("backwatch_export",), True), "not an export of Backwatch"),
    "version 0": (changed(("backwatch_export",), 0), "not an export of Backwatch"),
    "version text": (changed(("backwatch_export",), "1"), "not an export of Backwatch"),
    "no version": (changed(("backwatch_export",), KeyError), "not an export of Backwatch"),
    "something else": (changed(("more",), 1), "the file: it holds a name that"),
}


@pytest.fixture(scope="module")
def good(tmp_path_factory):
    store = open_a_store(old_diaries.make(tmp_path_factory.mktemp("good") / "data", "0001"))
    data = backup.written(store)
    store.close()
    return data


@pytest.mark.parametrize(("change", "said"), BAD.values(), ids=BAD)
def test_what_does_not_fit_is_refused_in_one_sentence_with_its_place(good, change, said):
    tree = json.loads(good)
    change(tree)
    with pytest.raises(BadJson) as refused:
        backup.read(file_of(tree))
    assert said in str(refused.value)
    assert str(refused.value).endswith(".")


RAW = {
    "nothing": (b"", "line 1, column 1: this is not JSON."),
    "cut short": (lambda good: good[: len(good) // 2], "this is not JSON."),
    "a picture": (b"\x89PNG\r\n\x1a\n\0", "line 1: this is not text in UTF-8."),
    "UTF-16": (lambda good: good.decode().encode("utf-16"), "not text in UTF-8."),
    "a number": (b"1", "the file: a group in { } belongs here."),
    "deep": (b'{"people":\n' + b"[" * 100_000, "line 2: the file is nested too deep."),
    "deep groups": (b'{"a":' * 100_000, "line 1: the file is nested too deep."),
    "NaN": (
        lambda good: good.replace(b'"sleep_hours": 0.0', b'"sleep_hours": NaN'),
        "person 2, entry 1, sleep_hours: this is not a number.",
    ),
    "infinity": (
        lambda good: good.replace(b'"sleep_hours": 0.0', b'"sleep_hours": 1e309'),
        "person 2, entry 1, sleep_hours: this is not a number.",
    ),
    "endless digits": (
        lambda good: good.replace(b'"sleep_hours": 0.0', b'"sleep_hours": ' + b"9" * 5000),
        "person 2, entry 1, sleep_hours: this is not a number.",
    ),
    "a name twice": (
        lambda good: good.replace(b'"sleep_hours": 0.0', b'"pain_now": 0, "pain_now": 1'),
        "person 2, entry 1: a name stands there twice.",
    ),
    "people twice": (
        lambda good: good.replace(b'"people"', b'"people": [], "people"'),
        "the file: a name stands there twice.",
    ),
    "a deep answer": (
        lambda good: good.replace(b'"answer": 61', b'"answer": ' + b"[" * 30 + b"]" * 30),
        "nested too deep.",
    ),
}


@pytest.mark.parametrize(("data", "said"), RAW.values(), ids=RAW)
def test_a_file_that_is_no_export_is_refused_in_one_sentence(good, data, said):
    data = data(good) if callable(data) else data
    assert data != good
    with pytest.raises(BadJson) as refused:
        backup.read(data)
    assert said in str(refused.value)


def test_an_id_or_an_open_check_twice_is_refused(good):
    tree = json.loads(good)
    first = tree["people"][0]
    first["entries"].append(dict(first["entries"][0]))
    with pytest.raises(BadJson, match=r"person 1, entry 55, id: it stands twice in the file\."):
        backup.read(file_of(tree))
    tree = json.loads(good)
    tree["people"][0]["checks"].append({**tree["people"][0]["checks"][1], "id": "another"})
    with pytest.raises(BadJson, match="more than one is not finished"):
        backup.read(file_of(tree))


def test_a_refusal_never_repeats_what_stands_in_the_file(good):
    data = good.replace(b"Family doctor", b"canary" * 100).replace(b"Ibuprofen", b"canary\\u0000")
    with pytest.raises(BadJson) as refused:
        backup.read(data)
    assert "canary" not in str(refused.value)


def test_a_byte_order_mark_from_an_editor_is_no_fault(good):
    assert backup.read(b"\xef\xbb\xbf" + good) == backup.read(good)


def test_a_file_too_large_is_refused_before_it_is_read(good, monkeypatch):
    monkeypatch.setattr(backup, "LIMIT", 1_000_000)
    with pytest.raises(BadJson, match="larger than 1 MB"):
        backup.read(good + b" " * 1_000_001)


def test_a_damaged_diary_is_not_exported_as_if_it_were_whole(store):
    with closing(sqlite3.connect(store.path)) as file, file:
        file.execute("UPDATE entry SET pain_average = 1 WHERE pain_average = 3")
    with pytest.raises(DamagedData, match="in your diary entries"):
        backup.written(store)
