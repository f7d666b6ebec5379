"""Undo brings back exactly what was before, for ten minutes, and never over another's change."""

import datetime as dt

import pytest
from streamlit.testing.v1 import AppTest

from backwatch import paths
from backwatch.diary import Appointment, Entry, Medicine, Place, TestResult, Treatment
from tests.unit.test_pages import drawn, words
from ui import records_undo, state

NOW = dt.datetime(2026, 11, 25, 12, 0, tzinfo=dt.UTC)
TODAY = NOW.date()
DAY = dt.date(2026, 11, 14)
ALL = {
    "time": dt.time(8, 30),
    "utc_offset_minutes": 825,
    "zone": "Pacific/Chatham",
    "pain_worst": 0,
    "pain_night": 7,
    "wakings": 0,
    "sleep_hours": 0.0,
    "places": (Place(place="upper", score=0), Place(place="hips")),
    "spread": ("arm",),
    "symptoms": ("cough", "tired"),
    "danger_signs": {"g_legs": "no"},
    "weight_kg": 70.25,
    "medicines": (Medicine(name="Ibuprofen", dose="200 mg", relief=0),),
    "note": "‘; DROP TABLE entry;--\n\tüñ 🙂",
}


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    """The time where the person is; `clock.at` changes it."""

    class Clock:
        at = NOW

    monkeypatch.setattr(state, "now", lambda: Clock.at)
    return Clock


@pytest.fixture
def entry(store):
    return store.add_entry(Entry(person_id=store.person().id, date=DAY, recorded_at=NOW, **ALL))


def says(record):
    return record.model_copy(update={"version": 0})


def button(test, begins):
    return next(one for one in test.button if one.label.startswith(begins))


def press(test, begins):
    found = button(test, begins).click().run()
    assert not found.exception
    return found


def undo(test):
    return press(test, "Undo")


def labels(test):
    return [one.label for one in test.button]


def change_note(test, note):
    press(test, "Change ")
    next(area for area in test.text_area if area.label.startswith("A note")).set_value(note).run()
    return press(test, "Save")


def move(test, to):
    press(test, "Move ")
    next(one for one in test.date_input if one.label.startswith("Move")).set_value(to).run()
    return press(test, "Move it")


# --- entries ---


def test_a_deleted_entry_comes_back_exactly(store, entry):
    test = press(drawn("diary"), "Delete ")
    assert store.entry(entry.id) is None
    assert "Deleted. You can undo this for 10 minutes." in words(test)
    assert "You deleted the entry for 14 November, 08:30." in words(test)
    undo(test)
    assert store.entry(entry.id) == entry
    assert "The entry is back." in words(test)
    assert "Undo" not in labels(test)


def test_a_changed_entry_comes_back_as_it_was(store, entry):
    test = change_note(drawn("diary"), "something else")
    assert store.entry(entry.id).note == "something else"
    undo(test)
    assert says(store.entry(entry.id)) == says(entry)
    assert store.entry(entry.id).version == 3  # an old window cannot overwrite it


def test_a_moved_entry_goes_to_its_new_day_without_a_time_and_back_with_it(store, entry):
    test = move(drawn("diary"), dt.date(2026, 11, 13))
    moved = store.entry(entry.id)
    assert (moved.date, moved.time) == (dt.date(2026, 11, 13), None)
    assert (moved.utc_offset_minutes, moved.zone) == (None, None)
    same = {"date", "time", "utc_offset_minutes", "zone", "version"}
    assert moved.model_dump(exclude=same) == entry.model_dump(exclude=same)
    assert "You moved the entry for 14 November, 08:30 to 13 November." in words(test)
    undo(test)
    assert says(store.entry(entry.id)) == says(entry)


def test_an_entry_is_never_moved_to_a_day_to_come_or_to_no_day(store, entry):
    test = press(drawn("diary"), "Move ")
    press(test, "Move it")
    assert "Choose the day to move it to first." in words(test)
    assert store.entry(entry.id) == entry
    test.session_state[f"move_to_{entry.id}_1"] = DAY
    press(test, "Move it")
    assert "It stands on that day already." in words(test)
    press(test, "Leave it there")
    assert store.entry(entry.id) == entry
    assert "Undo" not in labels(test)


def test_what_a_traveller_wrote_on_the_day_to_come_can_be_moved_to_today(store):
    ahead = store.add_entry(
        Entry(person_id=store.person().id, date=TODAY + dt.timedelta(days=1), recorded_at=NOW)
    )
    move(drawn("diary"), TODAY)
    assert store.entry(ahead.id).date == TODAY


def test_ten_minutes_are_ten_minutes(store, entry, clock):
    test = press(drawn("diary"), "Delete ")
    clock.at = NOW + dt.timedelta(minutes=9, seconds=59)
    assert "Undo" in labels(test.run())
    clock.at = NOW + dt.timedelta(minutes=10)
    undo(test)  # a click on the screen of a moment ago
    assert records_undo.TOO_LATE in words(test)
    assert store.entry(entry.id) is None
    assert "Undo" not in labels(test)


def test_undo_is_still_there_on_a_later_screen_and_after_a_reload(store, entry, clock):
    test = press(drawn("diary"), "Delete ")
    assert labels(test.run()).count("Undo") == 1
    clock.at = NOW + dt.timedelta(minutes=9)
    again = drawn("diary")
    assert "You deleted the entry for 14 November, 08:30." in words(again)
    undo(again)
    assert store.entry(entry.id) == entry


def test_undo_goes_back_step_by_step(store, entry):
    test = change_note(drawn("diary"), "one")
    change_note(test, "two")
    press(test, "Delete ")
    undo(test)
    assert store.entry(entry.id).note == "two"
    undo(test)
    assert store.entry(entry.id).note == "one"
    undo(test)
    assert says(store.entry(entry.id)) == says(entry)
    assert "Undo" not in labels(test)


def test_a_second_press_on_the_same_undo_takes_nothing_else_back(store, entry):
    test = change_note(drawn("diary"), "one")
    press(test, "Delete ")
    key = button(test, "Undo").key
    number = int(key.rsplit("_", 1)[-1])
    undo(test)
    keys = [one.key for one in test.button if one.label == "Undo"]
    assert keys
    assert all(int(other.rsplit("_", 1)[-1]) != number for other in keys)
    assert store.entry(entry.id).note == "one"


def test_a_change_that_changes_nothing_needs_no_undo(store):
    store.add_entry(Entry(person_id=store.person().id, date=DAY, note="x", recorded_at=NOW))
    test = change_note(drawn("diary"), "x")
    assert store.entries(store.person().id)[0].version == 2
    assert "Undo" not in labels(test)


def test_saving_something_new_does_not_offer_the_undo_of_something_older(store, entry):
    test = press(drawn("diary"), "Delete ")
    next(area for area in test.text_area if area.label.startswith("A note")).set_value("new").run()
    press(test, "Save")
    assert "Saved for" in words(test)
    keys = [one.key for one in test.button if one.label == "Undo"]
    assert [key.startswith("go_undo_bar_") for key in keys] == [True]
    assert "You deleted the entry for 14 November" in words(test)


# --- another window ---


def test_undo_never_overwrites_what_another_window_changed(store, entry):
    test = change_note(drawn("diary"), "mine")
    theirs = store.save_entry(store.entry(entry.id).model_copy(update={"note": "theirs"}))
    undo(test)
    assert store.entry(entry.id) == theirs
    assert records_undo.CHANGED_ELSEWHERE in words(test)
    assert "Undo" not in labels(test)


def test_undo_of_a_move_leaves_an_entry_that_was_deleted_elsewhere_deleted(store, entry):
    test = move(drawn("diary"), dt.date(2026, 11, 13))
    store.delete_entry(entry.id, NOW)
    undo(test)
    assert store.entry(entry.id) is None
    assert records_undo.CHANGED_ELSEWHERE in words(test)


def test_undo_does_not_bring_back_an_old_state_of_an_entry_that_others_used_since(store, entry):
    test = press(drawn("diary"), "Delete ")
    store.undo_delete(entry.id)
    theirs = store.save_entry(entry.model_copy(update={"note": "theirs"}))
    undo(test)
    assert store.entry(entry.id) == theirs
    assert records_undo.CHANGED_ELSEWHERE in words(test)


@pytest.mark.parametrize("verb", ["Delete ", "Move it"])
def test_what_another_window_wrote_is_neither_deleted_nor_moved_unseen(store, entry, verb):
    test = drawn("diary")
    if verb == "Move it":
        press(test, "Move ")
        field = next(one for one in test.date_input if one.label.startswith("Move"))
        field.set_value(dt.date(2026, 11, 13)).run()
    theirs = store.save_entry(entry.model_copy(update={"note": "theirs"}))
    press(test, verb)
    assert store.entry(entry.id) == theirs
    assert "changed or deleted in another window" in words(test)
    assert "theirs" in words(test)


def test_two_windows_that_change_one_entry_keep_both(store, entry):
    test = press(drawn("diary"), "Change ")
    store.save_entry(entry.model_copy(update={"note": "theirs"}))
    next(area for area in test.text_area if area.label.startswith("A note")).set_value("mine").run()
    press(test, "Save")
    assert "changed in another window" in words(test)
    assert [one.note for one in store.entries(entry.person_id)] == ["theirs"]
    press(test, "Keep both")
    press(test, "Save")
    assert sorted(one.note for one in store.entries(entry.person_id)) == ["mine", "theirs"]


# --- treatments, tests, appointments ---

RECORDS = {
    "Treatments": Treatment(
        person_id="?",
        name="Heat *pad*",
        kind="other",
        started=DAY,
        ended=DAY,
        dose="daily",
        helped=0,
    ),
    "Tests": TestResult(person_id="?", name="CT", date=DAY, result="Told\nto wait."),
    "Appointments": Appointment(
        person_id="?", date=DAY, time=dt.time(0, 0), with_whom="Dr A", questions="a\nb", done=True
    ),
}
EACH = pytest.mark.parametrize("part", RECORDS)


def part_of(page):
    test = drawn("diary")
    test.session_state["part"] = page
    return test.run()


def keep(store, part):
    return store.save_record(RECORDS[part].model_copy(update={"person_id": store.person().id}))


def words_field(test):
    """The first field for words of the form that is open, not the note of the diary."""
    fields = [*test.text_input, *test.text_area]
    kinds = ("Treatment_", "TestResult_", "Appointment_")
    return next(one for one in fields if any(kind in one.key for kind in kinds))


@EACH
def test_a_deleted_record_comes_back_exactly(store, part):
    record = keep(store, part)
    test = part_of(part)
    press(test, "Delete ")
    assert store.record(type(record), record.id) is None
    assert "You deleted the " in words(test)
    undo(test)
    assert says(store.record(type(record), record.id)) == says(record)
    assert "The record is back." in words(test)


@EACH
def test_a_changed_record_comes_back_as_it_was(store, part):
    record = keep(store, part)
    test = part_of(part)
    press(test, "Change ")
    words_field(test).set_value("Other words").run()
    press(test, "Save the ")
    changed = store.record(type(record), record.id)
    assert says(changed) != says(record)
    assert "Other words" in words(test)
    undo(test)
    assert says(store.record(type(record), record.id)) == says(record)


@EACH
def test_a_record_changed_elsewhere_is_neither_undone_nor_deleted_nor_overwritten(store, part):
    record = keep(store, part)
    test = part_of(part)
    stale = part_of(part)
    press(stale, "Change ")
    words_field(stale).set_value("stale words").run()
    press(test, "Change ")
    words_field(test).set_value("Other words").run()
    press(test, "Save the ")
    theirs = store.save_record(store.record(type(record), record.id))
    undo(test)
    assert records_undo.CHANGED_ELSEWHERE in words(test)
    press(stale, "Save the ")
    assert "changed in another window" in words(stale)
    assert "Other words" in words(stale)  # theirs stands beside the form
    assert store.record(type(record), record.id) == theirs
    kept = {"Treatments": store.treatments, "Tests": store.test_results}
    of = kept.get(part, store.appointments)
    press(stale, "Keep both")
    press(stale, "Save the ")
    assert len(of(record.person_id)) == 2
    assert theirs in of(record.person_id)


@EACH
def test_a_record_that_another_window_changed_is_not_deleted_unseen(store, part):
    record = keep(store, part)
    test = part_of(part)
    theirs = store.save_record(record)
    press(test, "Delete ")
    assert "changed or deleted in another window" in words(test)
    assert store.record(type(record), record.id) == theirs


@EACH
def test_a_record_deleted_elsewhere_while_it_is_changed_here_is_not_lost(store, part):
    record = keep(store, part)
    test = press(part_of(part), "Change ")
    words_field(test).set_value("My words").run()
    store.delete_record(record)
    press(test, "Save the ")
    assert "deleted in another window" in words(test)
    press(test, "Keep mine")
    press(test, "Save the ")
    who = record.person_id
    found = [*store.treatments(who), *store.test_results(who), *store.appointments(who)]
    assert len(found) == 1
    assert "My words" in found[0].model_dump_json()
    assert found[0].id != record.id


def test_a_visit_that_is_over_can_be_undone_too(store):
    visit = store.save_record(Appointment(person_id=store.person().id, date=DAY))
    test = part_of("Appointments")
    press(test, "The visit on 14 November is over")
    assert store.appointments(visit.person_id)[0].done
    undo(test)
    assert says(store.appointments(visit.person_id)[0]) == says(visit)


# --- a double click ---


def test_the_second_click_of_a_double_click_blames_no_other_window(store, entry):
    def twice(entry_id):
        from ui import diary_state, state

        diary_state.delete_entry(entry_id, 1)
        diary_state.delete_entry(entry_id, 1)
        state.set_widget("error", state.take_error())

    test = AppTest.from_function(twice, args=(entry.id,)).run()
    assert not test.exception
    assert store.entry(entry.id) is None
    assert test.session_state["error"] is None


def test_an_address_that_names_no_part_shows_the_entries(store, entry):
    test = AppTest.from_file(str(paths.ROOT / "ui/entry.py"), default_timeout=60)
    test.query_params["part"] = "<script>"
    test.switch_page("../pages/diary.py").run()
    assert not test.exception
    assert "Your entries" in [head.value for head in test.header]
