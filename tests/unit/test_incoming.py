"""What a file would bring in: told first, asked first, and never more than was told."""

import csv
import datetime as dt
import io
import json
import os
import shutil
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings

from backwatch import backup, diary, exporting, incoming
from backwatch.diary import Entry, Treatment
from backwatch.importers.generic import SOURCE as ANY_TABLE
from backwatch.incoming import Said
from backwatch.person import Person
from backwatch.store import Belongings, EditConflict, Everything, open_store
from tests.import_files import BERLIN, FILES, OTHER_SCALES, sample
from tests.unit import in_memory
from tests.unit.test_backup import everybody

NOW = dt.datetime(2026, 12, 20, 12, tzinfo=BERLIN)
LATE = dt.datetime(2101, 1, 1, 12, tzinfo=dt.UTC)


@pytest.fixture
def tmp_path(tmp_path_factory):
    yield from in_memory.folder(tmp_path_factory)


@pytest.fixture(scope="module")
def empty(tmp_path_factory):
    home = tmp_path_factory.mktemp("empty") / "data"
    open_store(home).close()
    return home


@pytest.fixture
def new_store(empty, tmp_path):
    stores = []

    def another():
        stores.append(open_store(shutil.copytree(empty, tmp_path / f"data{len(stores)}")))
        return stores[-1]

    yield another
    for each in stores:
        each.close()


@pytest.fixture
def store(new_store):
    return new_store()


def look(data, kept=(), at=NOW, **said):
    data = data.encode() if isinstance(data, str) else data
    return incoming.look(data, Said(**said), person_id="me", at=at, kept=kept)


def answered(data, **said):
    return look(data, zone=BERLIN, scores_are_0_to_10=True, **said)


# --- what is asked first ---


@pytest.mark.parametrize(("name", "format"), FILES.items())
def test_each_file_of_an_app_is_named_and_can_be_brought_in_once_all_is_answered(name, format):
    found = answered(sample(name))
    assert found.format == format
    assert found.error is None
    assert found.plan.ready
    assert found.plan.count > 0


@pytest.mark.parametrize("name", FILES)
def test_every_row_of_a_file_is_counted_once(name):
    plan = answered(sample(name)).plan
    rows = len(plan.preview.rows)
    kept, skipped = len(plan.preview.accepted), len(plan.preview.skipped)
    assert kept + skipped + len(plan.unreadable) == rows


@pytest.mark.parametrize("name", OTHER_SCALES)
def test_words_and_other_scales_never_become_a_score_whatever_is_answered(name):
    plan = answered(sample(name)).plan
    scores = [
        getattr(entry, field)
        for entry in plan.entries
        for field in Entry.model_fields
        if field.startswith("pain_")
    ]
    assert [score for score in scores if score not in (None, 0)] == []


def test_world_time_is_asked_and_nothing_is_planned_before():
    found = look(sample("crisiscore.json"))
    assert "zone" in found.asks
    assert found.plan is None


def test_a_scale_that_is_not_named_must_be_confirmed_before_anything_is_brought_in():
    found = look(sample("track_and_graph.csv"))
    assert "scale" in found.asks
    assert not found.plan.ready
    assert look(sample("track_and_graph.csv"), scores_are_0_to_10=True).plan.ready


def test_without_that_word_the_numbers_stay_words_and_are_not_lost():
    yes = look(sample("track_and_graph.csv"), scores_are_0_to_10=True).plan
    no = look(sample("track_and_graph.csv"), scores_are_0_to_10=False).plan
    assert any(entry.pain_now is not None for entry in yes.entries)
    assert all(entry.pain_now is None for entry in no.entries)
    scores = {entry.pain_now for entry in yes.entries if entry.pain_now is not None}
    notes = " ".join(entry.note for entry in no.entries)
    assert all(f": {score}" in notes for score in scores)
    assert no.ready


def test_a_scale_that_the_app_names_is_not_asked():
    assert "scale" not in look(sample("crisiscore.json"), zone=BERLIN).asks


def test_what_an_app_calls_pain_can_be_named():
    plan = look(sample("crisiscore.json"), zone=BERLIN, pain="pain_worst").plan
    assert any(entry.pain_worst is not None for entry in plan.entries)
    assert all(entry.pain_now is None for entry in plan.entries)


# --- any table ---

TABLE = "Datum;Schmerz;Wetter;Bemerkung\n20.11.2026;6;Regen;=x\n21.11.2026;;Sonne;0\n"


def test_a_table_of_no_app_shows_its_columns_with_a_suggestion_and_examples():
    found = look(TABLE)
    assert found.format == ANY_TABLE
    assert set(found.columns) == {"Datum", "Schmerz", "Wetter", "Bemerkung"}
    assert found.columns["Wetter"] == ("Regen", "Sonne")
    assert found.chosen["Datum"] == "date"
    assert found.chosen["Wetter"] == ""


def test_a_table_becomes_entries_as_the_person_says():
    columns = {"Datum": "date", "Schmerz": "pain_worst", "Wetter": "", "Bemerkung": "note"}
    found = look(TABLE, columns=columns, date_order="dmy")
    assert "scale" in found.asks  # nobody but the person knows
    plan = look(TABLE, columns=columns, date_order="dmy", scores_are_0_to_10=True).plan
    assert [(e.pain_worst, e.note) for e in plan.entries] == [(6, "=x"), (None, "0")]
    assert plan.preview.not_read == {"Wetter": 2}


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ({"Datum": "", "Schmerz": "pain_now"}, "which column holds the day"),
        ({"Schmerz": "pain_now", "Wetter": "pain_now"}, "two columns"),
    ],
)
def test_columns_that_do_not_fit_are_said_and_can_still_be_changed(columns, words):
    found = look(TABLE, columns=columns)
    assert words in found.error.lower()
    assert found.columns
    assert found.plan is None


def test_days_that_can_be_read_in_two_ways_are_asked_with_examples():
    table = "Date,Pain\n03/04/2026,5\n04/05/2026,6\n"
    found = look(table)
    assert "date_order" in found.asks
    assert found.date_examples[0] == "03/04/2026"
    assert found.plan is None
    dmy = look(table, date_order="dmy").plan.preview.accepted[0]
    mdy = look(table, date_order="mdy").plan.preview.accepted[0]
    assert (dmy.date, mdy.date) == (dt.date(2026, 4, 3), dt.date(2026, 3, 4))


def test_a_table_with_more_columns_than_fit_on_a_screen_says_how_many_stay_out():
    wide = ",".join(["Date", "Pain", *(f"c{n}" for n in range(100))])
    found = look(f"{wide}\n2026-11-20,5{',' * 100}\n")
    assert len(found.columns) == incoming.MOST_COLUMNS
    assert found.more_columns == 102 - incoming.MOST_COLUMNS
    assert {"Date", "Pain"} <= set(found.columns)


# --- what stays out ---


def test_what_cannot_be_read_is_named_by_row_and_column_and_the_rest_can_be_brought_in():
    table = "Date,Pain,Notes\n2026-11-20,5,a\n2026-13-45,5,b\n"
    plan = look(table, scores_are_0_to_10=True).plan
    assert len(plan.entries) == 1
    (where,) = plan.unreadable
    assert "Date" in where
    assert "2026-13-45" not in where


def test_a_row_without_a_use_is_listed_with_its_place_and_the_reason():
    plans = [answered(sample(name)).plan for name in FILES]
    out = [each for plan in plans for each in plan.left_out]
    assert len(out) >= sum(len(plan.preview.skipped) for plan in plans) > 5
    assert all(each.source_ref and each.why for each in out)


def test_an_entry_of_a_later_day_stays_out_with_the_reason():
    plan = look("date,pain_worst\n2027-01-01,5\n").plan
    assert plan.count == 0
    assert len(plan.left_out) == 1


@pytest.mark.parametrize("name", FILES)
def test_the_same_file_twice_adds_nothing(store, name):
    person_id = store.person().id

    def plan():
        kept = [*store.entries(person_id), *store.treatments(person_id)]
        said = Said(zone=BERLIN, scores_are_0_to_10=True)
        found = incoming.look(sample(name), said, person_id=person_id, at=NOW, kept=kept)
        return found.plan

    first = plan()
    incoming.bring_in(store, first, person_id, at=NOW)
    assert store.entry_count(person_id) == len(first.entries)
    second = plan()
    assert second.count == 0
    assert second.already_there == first.count


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"%PDF-1.7 x", "PDF"),
        (b"x" * (10 * 1024 * 1024 + 1), "10 MB"),
        (b'{"a": 1}', "JSON"),
        (b'{"backwatch_export": 99, "people": []}', "newer version"),
        (b'{"backwatch_export": 1, "people": [{}]}', "Person 1"),
        (b"date,pain_worst\n2026-11-20,eleven\n", "pain_worst"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_one_sentence(data, words):
    found = look(data)
    assert words in found.error
    assert found.plan is None
    assert found.everything is None
    assert "eleven" not in found.error
    assert found.error[0].isupper()


# --- danger signs ---


def test_a_danger_sign_in_our_own_table_is_told_with_its_days():
    table = "date,danger_signs\n2026-11-20,g_walk:yes;g_legs:no\n2026-11-22,g_walk:not_sure\n"
    (sign,) = look(table).signs
    assert sign.question == "g_walk"
    assert sign.days == (dt.date(2026, 11, 20), dt.date(2026, 11, 22))


def test_a_name_in_another_apps_file_that_may_stand_for_one_is_told():
    table = "Date,Symptoms\n2026-11-20,Bladder Incontinence\n"
    columns = {"Date": "date", "Symptoms": "symptoms"}
    assert [sign.question for sign in look(table, columns=columns).signs] == ["g_bladder"]


def test_a_danger_sign_in_a_file_with_everything_is_told(store):
    who = store.person().id
    store.add_entry(entry(who, danger_signs={"g_legs": "yes", "g_walk": "no"}))
    assert [sign.question for sign in look(backup.written(store)).signs] == ["g_legs"]


def test_a_file_without_one_names_none():
    assert look("date,danger_signs\n2026-11-20,g_walk:no\n").signs == ()


# --- a file with everything ---


def entry(person_id, **values):
    return Entry(
        **{"person_id": person_id, "date": dt.date(2026, 11, 20), "recorded_at": NOW, **values}
    )


def test_a_file_with_everything_says_what_it_holds_before_it_is_brought_in(store, new_store):
    who = store.person().id
    store.add_entry(entry(who, note="a"))
    store.add_entry(entry(who, date=dt.date(2026, 11, 1)))
    store.save_record(Treatment(person_id=who, name="Heat"))
    found = look(backup.written(store))
    assert found.format == incoming.BACKUP
    (held,) = incoming.held(found.everything)
    assert held.counts == {
        "entries": 2, "checks": 0, "treatments": 1, "tests": 0, "appointments": 0,
    }  # fmt: skip
    assert (held.first, held.last) == (dt.date(2026, 11, 1), dt.date(2026, 11, 20))
    other = new_store()
    assert incoming.already_there(found.everything, other.records()) == 0
    incoming.bring_back(other, found.everything, into=None, at=NOW)
    assert incoming.already_there(found.everything, other.records()) == 3
    assert backup.written(other) == backup.written(store)


def test_what_is_said_to_be_there_is_what_the_import_leaves_out(store, new_store):
    who = store.person().id
    store.add_entries([entry(who, note="twin"), entry(who, note="twin"), entry(who, note="a")])
    other = new_store()
    me = other.person().id
    other.add_entries([entry(me, note="twin"), entry(me, note="b")])
    everything = backup.read(backup.written(store))
    told = incoming.already_there(everything, other.records(), into=me)
    done = incoming.bring_back(other, everything, into=me, at=NOW)
    assert told == done.already_there == 1


# --- the list of imports ---


def test_an_import_stands_in_the_list_until_it_is_taken_back(store):
    who = store.person().id
    plan = look("date,pain_worst\n2026-11-20,5\n").plan
    incoming.bring_in(store, plan, who, at=NOW)
    (there,) = incoming.brought(store)
    assert (there.at, there.format, there.records) == (NOW, "backwatch", 1)
    assert incoming.take_back(store, there.import_id).removed == 1
    assert incoming.brought(store) == []
    assert store.entries(who) == []
    with pytest.raises(EditConflict):
        incoming.take_back(store, there.import_id)


@pytest.mark.parametrize("note", [None, "", "no json", "[]", '{"x": 1}', '{"%s": {"at": "soon"}}'])
def test_an_import_whose_note_is_lost_can_be_taken_back_all_the_same(store, note):
    given = Everything((Belongings(Person(id="x"), (), (entry("x"),)),))
    done = store.bring_in(given)
    store.set_setting("import_list", note and note.replace("%s", done.import_id))
    (there,) = incoming.brought(store)
    assert there == incoming.Brought(done.import_id)
    incoming.take_back(store, there.import_id)
    assert incoming.brought(store) == []


def test_an_import_that_fails_half_way_adds_nothing_and_is_in_no_list(store, monkeypatch):
    plan = look("date,pain_worst\n2026-11-20,5\n").plan
    broken = plan.entries[0].model_copy(update={"pain_worst": "five"})
    who = store.person().id
    with pytest.raises(Exception):  # noqa: B017, PT011
        incoming.bring_in(
            store,
            incoming.Plan(plan.preview, (plan.entries[0], broken), (), 0, (), (), ready=True),
            who,
            at=NOW,
        )
    assert store.entries(who) == []
    assert incoming.brought(store) == []


# --- there and back ---

EXAMPLES = 300 if os.environ.get("BACKWATCH_PROVE") else 10
SLOW = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]


@pytest.mark.grows
@given(everything=everybody)
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=SLOW)
def test_everything_comes_back_through_the_screens_own_path_and_is_the_same_file(
    new_store, everything
):
    first, second = new_store(), new_store()
    backup.restore(first, everything)
    data = backup.written(first)
    found = look(data, at=LATE)
    incoming.bring_back(second, found.everything, into=None, at=LATE)
    assert backup.written(second) == data


@pytest.mark.grows
@given(everything=everybody.filter(lambda given: bool(given.people)))
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=SLOW)
def test_a_diary_comes_back_from_its_table_through_an_import_and_is_the_same_table(
    new_store, everything
):
    first, second = new_store(), new_store()
    backup.restore(first, everything)
    who, me = first.people()[0].id, second.person().id
    data = exporting.table_for_spreadsheets(first, who)
    plan = incoming.look(data, Said(), person_id=me, at=LATE).plan
    assert plan.left_out == plan.unreadable == ()
    incoming.bring_in(second, plan, me, at=LATE)
    assert exporting.table_for_spreadsheets(second, me) == data
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert len(rows) - 1 == len(first.entries(who)) == len(second.entries(me))


def test_a_day_that_was_only_too_bad_comes_back_as_a_day_without_numbers(new_store):
    first, second = new_store(), new_store()
    who, me = first.person().id, second.person().id
    for day, values in ((18, {"pain_worst": 0}), (19, {"too_bad": True}), (20, {"pain_worst": 4})):
        first.add_entry(
            Entry(person_id=who, date=dt.date(2026, 11, day), recorded_at=NOW, **values)
        )
    table = exporting.table_for_spreadsheets(first, who)
    plan = incoming.look(table, Said(), person_id=me, at=NOW).plan
    assert plan.left_out == plan.unreadable == ()
    incoming.bring_in(second, plan, me, at=NOW)
    found = diary.days(second.entries(me))
    assert found["entries"].tolist() == [1, 1, 1]
    assert found["pain_worst"].isna().tolist() == [False, True, False]
    assert found["pain_worst"].tolist()[0] == 0
    everything = json.loads(backup.written(first, person_id=who))["people"][0]["entries"]
    assert [one.get("too_bad", False) for one in everything] == [False, True, False]


def test_a_file_for_one_person_never_carries_what_another_decided(store):
    who = store.person().id
    store.set_setting("diary_evidence_decided", "[]", who)
    second = store.add_person("Ben")
    store.set_setting("diary_evidence_decided", "[7]", second.id)
    (one,) = json.loads(backup.written(store, person_id=who))["people"]
    assert (one["id"], one["settings"]) == (who, {"diary_evidence_decided": "[]"})
    with pytest.raises(backup.NobodyThere):
        backup.written(store, person_id="nobody")


def test_the_zone_of_a_person_is_used_for_world_time():
    there = look(sample("crisiscore.json"), zone=ZoneInfo("Pacific/Kiritimati")).plan
    here = look(sample("crisiscore.json"), zone=BERLIN).plan
    assert there.entries[0].date >= here.entries[0].date
