"""What somebody typed in the diary and did not save is there again, on its own day."""

import datetime as dt
import json

import pytest

from backwatch.store import SHOWN, NotSaved
from tests.unit.test_diary_form import at, change, entries, kept, pick, save, write
from tests.unit.test_pages import NOW, drawn
from ui import diary_drafts

TODAY = NOW.date()


def typed(page):
    pick(page, "nrs_worst_0", 7)
    pick(page, "ans_places_0_0", ["lower"])
    write(page, "txt_sleep_0", "six")
    page.text_area(key="note_0").set_value("Not yet saved.")
    page.run()
    pick(page, "nrs_place_lower_0", 0)
    page.button(key="add_medicine_0").click().run()
    write(page, "txt_medicine_1_name_0", "Ibuprofen")
    page.run()
    return page


def held(page, number=0):
    return (
        page.button_group(key=f"nrs_worst_{number}").value,
        page.button_group(key=f"ans_places_{number}_0").value,
        page.button_group(key=f"nrs_place_lower_{number}").value,
        page.text_input(key=f"txt_sleep_{number}").value,
        page.text_area(key=f"note_{number}").value,
        page.text_input(key=f"txt_medicine_1_name_{number}").value,
    )


ALL = (7, ["lower"], 0, "six", "Not yet saved.", "Ibuprofen")


def test_what_is_typed_is_there_again_after_a_reload(store):
    typed(drawn("diary"))
    page = drawn("diary")
    assert not page.exception
    assert held(page) == ALL
    assert entries(store) == []
    write(page, "txt_sleep_0", "6")
    save(page)
    (entry,) = entries(store)
    assert (entry.pain_worst, entry.sleep_hours, entry.note) == (7, 6.0, "Not yet saved.")
    assert (entry.places[0].score, entry.medicines[0].name) == (0, "Ibuprofen")


def test_a_saved_entry_leaves_no_draft_behind(store):
    page = typed(drawn("diary"))
    write(page, "txt_sleep_0", "6")
    save(page)
    assert "Not yet saved." not in (store.setting(diary_drafts.SETTING, store.person().id) or "")
    page = drawn("diary")
    assert [
        g.key for g in page.button_group if g.value and g.key != "part" and "day" not in g.key
    ] == []


def test_leaving_what_was_typed_forgets_it(store):
    typed(drawn("diary"))
    page = drawn("diary")
    page.button(key="go_leave").click().run()
    assert "Not yet saved." not in (store.setting(diary_drafts.SETTING, store.person().id) or "")
    assert page.text_area(key="note_1").value == ""
    assert drawn("diary").text_area(key="note_1").value == ""


def test_what_is_typed_stays_when_another_page_is_opened(store):
    page = typed(drawn("diary"))
    page.switch_page("../pages/data.py").run()
    page.switch_page("../pages/diary.py").run()
    assert held(page) == ALL


def test_the_quick_log_leaves_what_is_typed_in_the_diary(store):
    kept(store, pain_worst=1)
    typed(drawn("diary"))
    page = drawn("today")
    pick(page, "nrs_quick_0", 3)
    save(page)
    assert held(drawn("diary")) == ALL


def test_a_change_that_is_not_saved_waits_and_the_new_entry_waits_too(store):
    entry = kept(store, pain_worst=1, note="as it was")
    page = typed(drawn("diary"))
    change(page, entry)
    page.text_area(key="note_1").set_value("changed").run()
    page = drawn("diary")
    assert page.title[0].value == "Change an entry"
    assert page.text_area(key="note_1").value == "changed"
    page.button(key="go_cancel").click().run()
    assert held(page, 2) == ALL
    assert [one.note for one in entries(store)] == ["as it was"]


def test_a_note_typed_just_before_another_entry_is_opened_waits_too(store):
    entry = kept(store, pain_worst=1)
    page = drawn("diary")
    page.text_area(key="note_0").set_value("in the same click")
    change(page, entry)
    page.button(key="go_cancel").click().run()
    assert page.text_area(key="note_2").value == "in the same click"


def test_a_draft_of_an_entry_that_changed_elsewhere_overwrites_nothing(store):
    entry = kept(store, pain_worst=1)
    page = drawn("diary")
    change(page, entry)
    pick(page, "nrs_worst_1", 9)
    page.run()
    store.save_entry(entry.model_copy(update={"note": "elsewhere"}))
    page = drawn("diary")
    save(page)
    assert [(one.pain_worst, one.note) for one in entries(store)] == [(1, "elsewhere")]
    page.button(key="go_both").click().run()
    save(page)
    assert {(one.pain_worst, one.note) for one in entries(store)} == {(1, "elsewhere"), (9, "")}


def test_a_deleted_entry_takes_its_draft_with_it(store):
    entry = kept(store, pain_worst=1)
    page = drawn("diary")
    change(page, entry)
    page.text_area(key="note_1").set_value("a secret").run()
    page.button(key=f"delete_{entry.id}_{entry.version}").click().run()
    assert "a secret" not in (store.setting(diary_drafts.SETTING, store.person().id) or "")


def test_what_was_typed_before_midnight_stays_on_its_day(store, monkeypatch):
    late = NOW.replace(hour=23, minute=59)
    at(monkeypatch, late)
    page = drawn("diary")
    pick(page, "nrs_worst_0", 7)
    page.run()
    at(monkeypatch, late + dt.timedelta(minutes=2))
    save(page)
    assert [(one.date, one.time) for one in entries(store)] == [(late.date(), None)]


@pytest.mark.parametrize(("days", "word"), [(1, "Yesterday"), (3, "Another day")])
def test_a_draft_that_is_found_days_later_is_still_of_its_day(store, monkeypatch, days, word):
    page = drawn("diary")
    pick(page, "nrs_worst_0", 7)
    page.run()
    at(monkeypatch, NOW + dt.timedelta(days=days))
    page = drawn("diary")
    assert page.button_group(key="ans_day_0_1").value == word
    save(page)
    assert [one.date for one in entries(store)] == [TODAY]


def test_an_empty_form_that_stood_open_over_midnight_is_about_the_new_day(store, monkeypatch):
    page = drawn("diary")
    at(monkeypatch, NOW + dt.timedelta(days=1))
    pick(page, "nrs_worst_0", 7)
    save(page)
    assert [one.date for one in entries(store)] == [TODAY + dt.timedelta(days=1)]


def test_a_draft_that_cannot_be_written_stops_nobody(store, monkeypatch):
    page = drawn("diary")

    def full(*_args):
        raise NotSaved("Not saved: the disk is full.")

    monkeypatch.setattr(type(store), "change_setting", full)
    pick(page, "nrs_worst_0", 7)
    page.run()
    assert not page.exception
    assert page.button_group(key="nrs_worst_0").value == 7
    save(page)
    assert [one.pain_worst for one in entries(store)] == [7]


@pytest.mark.parametrize("found", ["", "nonsense", "[]", "{}", "[1]", '{"number": "x"}'])
def test_a_draft_that_cannot_be_read_is_an_empty_form(store, found):
    store.set_setting(diary_drafts.SETTING, found, store.person().id)
    page = drawn("diary")
    assert not page.exception
    assert page.text_area(key="note_0").value == ""


def test_a_draft_with_choices_that_are_no_longer_offered_still_opens(store):
    values = {"worst": 11, "woken": "Never", "feels_like": ["gone"], "note": 5, "danger": "x"}
    draft = {
        "entry": None,
        "places": ["a_tail"],
        "rows": [0],
        "next_row": 1,
        "taps": 0,
        "moved": 0,
        "today": TODAY.isoformat(),
        "on": TODAY.isoformat(),
        "values": values,
    }
    found = {"person": store.person().id, "number": 0, "open": "new", "forms": {"new": draft}}
    store.set_setting(diary_drafts.SETTING, json.dumps(found), store.person().id)
    page = drawn("diary")
    assert not page.exception
    assert page.button_group(key="nrs_worst_0").value is None


def test_somebody_else_s_draft_is_not_shown(store):
    typed(drawn("diary"))
    mine, other = store.person(), store.add_person("Ben")
    store.set_setting(SHOWN, other.id)
    page = drawn("diary")
    assert "Not yet saved." not in [area.value for area in page.text_area]
    store.set_setting(SHOWN, mine.id)
    assert held(drawn("diary")) == ALL
