"""Same as yesterday: it fills in the places and what the pain is like, and saves nothing.

No number, no night, no sign, no danger sign and no "none of these" comes along.
"""

import datetime as dt

import pytest

from backwatch.diary import Entry, Medicine, Place
from backwatch.store import SHOWN
from tests.unit.test_diary_form import FULL, at, entries, kept, pick, save
from tests.unit.test_pages import NOW, drawn, words
from ui import diary_same

TODAY = NOW.date()
EVENING = NOW.replace(hour=20)
YESTERDAY = TODAY - dt.timedelta(days=1)
LIKE = {
    "places": (Place(place="lower", score=8), Place(place="chest_left", score=2)),
    "spread": ("one_leg",),
    "feels_like": ("ache", "burning"),
    "worse_with": ("lying",),
    "eased_by": ("heat", "medicine"),
}


@pytest.fixture(autouse=True)
def evening(monkeypatch):
    at(monkeypatch, EVENING)


def button(page):
    return next((one for one in page.button if one.key == "go_same"), None)


def fill(page):
    button(page).click().run()
    assert not page.exception
    return page


def test_one_tap_fills_in_where_and_what_it_is_like_and_saves_nothing(store):
    kept(store, YESTERDAY, **LIKE)
    page = drawn("diary")
    assert button(page).label == "Same as yesterday"
    fill(page)
    assert len(entries(store)) == 1
    assert "Nothing is saved yet" in words(page)
    assert "Filled in, and not saved yet" in words(page)
    save(page)
    assert "Filled in, and not saved yet" not in words(page)
    old, new = entries(store)
    assert new.date == TODAY
    assert {field: getattr(new, field) for field in diary_same.LISTS} == {
        field: LIKE[field] for field in diary_same.LISTS
    }
    assert new.places == (Place(place="lower"), Place(place="chest_left"))
    assert old.places == LIKE["places"]


def test_nothing_else_of_yesterday_comes_along(store):
    full = {**FULL, "danger_signs": {"g_legs": "yes", "g_walk": "no"}}
    kept(store, YESTERDAY, **full)
    page = drawn("diary")
    if button(page) is None:  # the emergency of yesterday's danger sign comes first
        page.button(key="go_on").click().run()
    fill(page)
    save(page)
    new = entries(store)[-1]
    left = set(Entry.model_fields) - {"places", *diary_same.LISTS}
    about = {"id", "person_id", "version", "date", "time", "utc_offset_minutes", "zone"}
    for field in left - about - {"recorded_at"}:
        assert getattr(new, field) == Entry.model_fields[field].default, field
    assert [place.score for place in new.places] == [None, None]


def test_none_of_these_is_said_anew_each_day(store):
    nothing = {"spread": ("none",), "worse_with": ("none",), "eased_by": ("none",)}
    kept(store, YESTERDAY, **nothing)
    assert button(drawn("diary")) is None
    kept(store, YESTERDAY, feels_like=("ache",), **nothing)
    page = fill(drawn("diary"))
    save(page)
    new = entries(store)[-1]
    assert (new.feels_like, new.spread, new.worse_with, new.eased_by) == (("ache",), (), (), ())


def test_what_is_filled_in_can_be_changed_before_it_is_saved(store):
    kept(store, YESTERDAY, **LIKE)
    page = fill(drawn("diary"))
    pick(page, "ans_feels_like_0_1", ["dull"])
    pick(page, "ans_places_0_1", ["lower"])
    page.run()
    pick(page, "nrs_place_lower_0", 3)
    save(page)
    new = entries(store)[-1]
    assert (new.feels_like, new.spread) == (("dull",), ("one_leg",))
    assert new.places == (Place(place="lower", score=3),)


def test_a_second_press_changes_nothing_that_was_corrected(store):
    kept(store, YESTERDAY, **LIKE)
    page = fill(drawn("diary"))
    pick(page, "ans_feels_like_0_1", ["dull"])
    fill(page)
    save(page)
    assert entries(store)[-1].feels_like == ("dull",)


def test_what_was_typed_before_stays_and_is_never_overwritten(store):
    kept(store, YESTERDAY, **LIKE)
    page = drawn("diary")
    pick(page, "nrs_worst_0", 6)
    pick(page, "ans_symptoms_0", ["cough"])
    page.text_area(key="note_0").set_value("Typed before.")
    fill(page)
    save(page)
    new = entries(store)[-1]
    assert (new.pain_worst, new.symptoms, new.note) == (6, ("cough",), "Typed before.")
    assert new.spread == ("one_leg",)


@pytest.mark.parametrize(("part", "value"), [("spread_0", ["arm"]), ("places_0_0", ["upper"])])
def test_it_is_not_offered_over_something_that_was_chosen(store, part, value):
    kept(store, YESTERDAY, **LIKE)
    page = drawn("diary")
    pick(page, f"ans_{part}", value)
    assert button(page.run()) is None


def test_what_is_filled_in_waits_through_a_reload(store):
    kept(store, YESTERDAY, **LIKE)
    fill(drawn("diary"))
    page = drawn("diary")
    save(page)
    assert entries(store)[-1].spread == ("one_leg",)
    assert [place.place for place in entries(store)[-1].places] == ["lower", "chest_left"]


@pytest.mark.parametrize(
    ("ago", "said"),
    [
        (0, "Same as earlier today"),
        (1, "Same as yesterday"),
        (2, "Same as on "),
        (7, "Same as on "),
        (8, None),
    ],
)
def test_the_button_names_the_day_and_is_not_offered_after_a_week(store, ago, said):
    kept(store, TODAY - dt.timedelta(days=ago), **LIKE)
    found = button(drawn("diary"))
    assert (found is None) if said is None else found.label.startswith(said)


def test_for_an_earlier_day_a_later_one_is_not_copied(store):
    kept(store, YESTERDAY, feels_like=("ache",))
    kept(store, TODAY - dt.timedelta(days=4), feels_like=("burning",))
    day = TODAY - dt.timedelta(days=3)
    page = drawn("diary")
    pick(page, "ans_day_0", "Another day")
    page.run()
    page.date_input(key="date_0").set_value(day).run()
    fill(page)
    save(page)
    (new,) = [entry for entry in entries(store) if entry.date == day]
    assert new.feels_like == ("burning",)


def test_the_newest_entry_that_says_something_counts(store):
    kept(store, TODAY - dt.timedelta(days=2), feels_like=("ache",))
    kept(store, YESTERDAY, pain_worst=3, medicines=(Medicine(name="Tea"),))
    page = drawn("diary")
    assert button(page).label.startswith("Same as on ")


def test_an_entry_that_is_changed_is_never_filled_from_another(store):
    kept(store, YESTERDAY, **LIKE)
    entry = kept(store, TODAY, pain_worst=3)
    page = drawn("diary")
    page.button(key=f"edit_{entry.id}").click().run()
    assert button(page) is None


def test_another_persons_entry_is_not_offered(store):
    kept(store, YESTERDAY, **LIKE)
    store.set_setting(SHOWN, store.add_person("Ben").id)
    assert button(drawn("diary")) is None
