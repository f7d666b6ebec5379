"""A whole diary entry: every field can be filled in, nothing is made up and nothing is lost."""

import datetime as dt

import pytest

from backwatch import diary
from backwatch.body_paths import FRONT_TICKS, FRONT_ZONES, TICKS, ZONES
from backwatch.diary import Entry, Medicine, Place
from tests.unit.test_pages import NOW, drawn
from ui import diary_fields, diary_medicines

TODAY = NOW.date()
SIGNS = diary.vocabulary().danger_signs
MORNING = NOW.replace(hour=8)
EVENING = NOW.replace(hour=20)
FULL = {
    "pain_now": 3,
    "pain_worst": 8,
    "pain_average": 5,
    "pain_least": 0,
    "pain_night": 6,
    "limits_day": 7,
    "wakings": 5,
    "sleep_hours": 4.25,
    "places": (Place(place="lower", score=8), Place(place="chest_left", score=None)),
    "spread": ("one_leg",),
    "feels_like": ("ache", "burning"),
    "worse_with": ("lying",),
    "eased_by": ("heat", "medicine"),
    "symptoms": ("cough", "jaundice"),
    "danger_signs": {"g_legs": "not_sure", "g_walk": "no"},
    "weight_kg": 70.123,
    "medicines": (Medicine(name="Ibuprofen", dose="400 mg", relief=0), Medicine(name="Tea ")),
    "note": "A long day.",
    "too_bad": True,
}


def entries(store):
    return store.entries(store.person().id)


def kept(store, day=TODAY, **given):
    return store.add_entry(Entry(person_id=store.person().id, date=day, recorded_at=NOW, **given))


def pick(page, key, value):
    page.button_group(key=key).set_value(value)


def write(page, key, text):
    page.text_input(key=key).set_value(text)


def save(page, key="go_save"):
    page.button(key=key).click().run()
    assert not page.exception


def change(page, entry):
    page.button(key=f"edit_{entry.id}").click().run()
    assert not page.exception


def what_is_wrong(page):
    assert not page.exception
    (one,) = page.error
    return one.value


def at(monkeypatch, when):
    monkeypatch.setattr("ui.state.now", lambda: when)


# --- all fields ---


def test_somebody_can_fill_in_every_field_of_an_entry(store):
    page = drawn("diary")
    for part, value in (
        *(("worst", 8), ("night", 6), ("now", 3), ("average", 5), ("least", 0), ("limits", 7)),
        ("medicine_0_relief", 0),
    ):
        pick(page, f"nrs_{part}_0", value)
    pick(page, "ans_woken_0", "3 or more")
    pick(page, "ans_places_0_0", ["lower", "chest_left"])
    for field in ("spread", "feels_like", "worse_with", "eased_by"):
        pick(page, f"ans_{field}_0", list(FULL[field]))
    pick(page, "ans_symptoms_0", ["cough"])
    pick(page, "ans_more_symptoms_0", ["jaundice"])
    write(page, "txt_sleep_0", "4,25")
    write(page, "txt_weight_0", "70.5")
    write(page, "txt_medicine_0_name_0", "Ibuprofen")
    write(page, "txt_medicine_0_dose_0", "400 mg")
    page.text_area(key="note_0").set_value("A long day.")
    page.run()
    write(page, "txt_wakings_0", "5")
    pick(page, "nrs_place_lower_0", 8)
    page.button(key="add_medicine_0").click().run()
    write(page, "txt_medicine_1_name_0", "Paracetamol")
    save(page, "go_save_all")

    (entry,) = entries(store)
    wanted = FULL | {
        "weight_kg": 70.5,
        "medicines": (FULL["medicines"][0], Medicine(name="Paracetamol")),
        "danger_signs": {},
        "too_bad": False,
    }
    assert {field: getattr(entry, field) for field in wanted} == wanted
    untold = set(Entry.model_fields) - set(wanted)
    assert untold == {
        *("id", "person_id", "version", "date", "time", "utc_offset_minutes", "zone"),
        "recorded_at",
    }


def test_a_number_alone_leaves_every_other_field_empty(store):
    page = drawn("diary")
    pick(page, "nrs_least_0", 0)
    save(page)

    (entry,) = entries(store)
    assert entry.pain_least == 0
    assert {
        f for f in FULL if f != "pain_least" and getattr(entry, f) not in (None, "", (), {}, False)
    } == set()
    assert entry.pain_worst is None
    assert entry.weight_kg is None


def test_an_entry_that_is_opened_and_saved_again_loses_nothing(store):
    before = kept(store, **FULL)
    page = drawn("diary")
    change(page, before)
    save(page)

    (after,) = entries(store)
    assert after.model_copy(update={"version": 0}) == before.model_copy(update={"version": 0})
    assert after.version > before.version


def test_one_field_that_is_changed_changes_nothing_else(store):
    before = kept(store, **FULL)
    page = drawn("diary")
    change(page, before)
    pick(page, "nrs_worst_1", None)
    save(page)

    (after,) = entries(store)
    assert after == before.model_copy(update={"version": after.version, "pain_worst": None})


def test_the_short_form_and_its_save_button_come_before_all_else(store):
    page = drawn("diary")
    keys = [element.key for element in page.main if getattr(element, "key", None)]
    assert keys.index("nrs_worst_0") < keys.index("go_save") < keys.index("nrs_now_0")
    assert keys.index("note_0") < keys.index("go_save") < keys.index("txt_weight_0")
    names = {part.label for part in page.expander}
    assert {"More about the pain", "Medicines taken", "Weight", "Danger signs"} <= names


def test_nothing_is_chosen_before_somebody_chooses(store):
    kept(store, **FULL)
    page = drawn("diary")
    assert [
        g.key for g in page.button_group if g.value and g.key != "part" and "day" not in g.key
    ] == []
    assert [field.value for field in page.text_input] == [""] * len(page.text_input)


# --- bad input ---


@pytest.mark.parametrize(
    ("key", "typed", "sentence"),
    [
        ("txt_sleep_0", "25", "hours of sleep"),
        ("txt_sleep_0", "six", "hours of sleep"),
        ("txt_sleep_0", "-1", "hours of sleep"),
        ("txt_sleep_0", "1e1", "hours of sleep"),
        ("txt_weight_0", "19.9", "weight from 20 to 400 kg"),
        ("txt_weight_0", "400.1", "weight from 20 to 400 kg"),
        ("txt_weight_0", "nan", "weight from 20 to 400 kg"),
        ("txt_medicine_0_dose_0", "2 tablets", "name of each medicine"),
        ("txt_medicine_0_name_0", "x" * 201, "name of each medicine"),
    ],
)
def test_a_value_that_cannot_be_kept_gets_one_sentence_and_stays_on_the_page(
    store, key, typed, sentence
):
    page = drawn("diary")
    pick(page, "nrs_worst_0", 4)
    write(page, key, typed)
    save(page)

    said = what_is_wrong(page)
    assert sentence in said
    assert typed not in said
    assert entries(store) == []
    assert page.text_input(key=key).value == typed
    assert page.button_group(key="nrs_worst_0").value == 4


@pytest.mark.parametrize(
    ("typed", "wakings"),
    [
        ("3", 3),
        ("4", 4),
        ("99", 99),
        ("", 3),
        ("2", None),
        ("100", None),
        ("4.5", None),
        ("often", None),
    ],
)
def test_the_exact_times_woken_are_kept_from_3_to_99(store, typed, wakings):
    page = drawn("diary")
    pick(page, "ans_woken_0", "3 or more")
    page.run()
    write(page, "txt_wakings_0", typed)
    save(page)

    assert [entry.wakings for entry in entries(store)] == ([wakings] if wakings else [])
    if not wakings:
        assert "whole number" in what_is_wrong(page)


def test_a_number_typed_before_another_answer_was_chosen_does_not_count(store):
    page = drawn("diary")
    pick(page, "ans_woken_0", "3 or more")
    page.run()
    write(page, "txt_wakings_0", "2")
    page.run()
    pick(page, "ans_woken_0", "Once")
    save(page)
    assert [entry.wakings for entry in entries(store)] == [1]


@pytest.mark.parametrize(
    ("typed", "hours"), [("0", 0.0), ("24", 24.0), ("6,5", 6.5), (" 7 ", 7.0), ("", None)]
)
def test_hours_of_sleep_are_kept_as_written_and_no_hours_are_not_nothing(store, typed, hours):
    page = drawn("diary")
    pick(page, "nrs_worst_0", 1)
    write(page, "txt_sleep_0", typed)
    save(page)
    assert entries(store)[0].sleep_hours == hours


# --- weight ---


@pytest.mark.parametrize(("units", "country"), [("us", None), (None, "us")])
def test_somebody_who_weighs_in_pounds_reads_the_same_pounds_again(store, units, country):
    store.save_person(store.person().model_copy(update={"units": units, "country": country}))
    page = drawn("diary")
    write(page, "txt_weight_0", "154.3")
    save(page)
    (entry,) = entries(store)
    assert entry.weight_kg == pytest.approx(154.3 * 0.45359237, abs=0.006)

    change(page, entry)
    assert page.text_input(key="txt_weight_2").value == "154.3"
    save(page)
    assert entries(store)[0].weight_kg == entry.weight_kg


def test_a_person_with_kilograms_in_the_united_states_is_asked_in_kilograms(store):
    store.save_person(store.person().model_copy(update={"units": "metric", "country": "us"}))
    page = drawn("diary")
    write(page, "txt_weight_0", "70")
    save(page)
    assert entries(store)[0].weight_kg == 70


def test_the_form_says_when_the_weight_was_last_noted(store):
    kept(store, TODAY - dt.timedelta(days=9), weight_kg=71.5)
    kept(store, pain_worst=2)
    said = " ".join(element.proto.body for element in drawn("diary").get("html"))
    assert "You last noted it on" in said
    assert "71.5 kg" in said


# --- too bad to fill in ---


@pytest.mark.parametrize("page_name", ["diary", "today"])
def test_too_bad_to_fill_in_is_one_tap_and_never_a_zero(store, page_name):
    kept(store, TODAY - dt.timedelta(days=1), pain_worst=2)
    page = drawn(page_name)
    page.button(key="go_too_bad").click().run()
    assert not page.exception

    entry = entries(store)[-1]
    assert (entry.too_bad, entry.date) == (True, TODAY)
    assert [getattr(entry, f) for f in FULL if f.startswith("pain_")] == [None] * 5
    assert (entry.wakings, entry.limits_day, entry.danger_signs) == (None, None, {})
    assert diary.days([entry])["pain_worst"].isna().all()


def test_an_entry_that_was_too_bad_can_be_completed_later_and_still_says_so(store):
    before = kept(store, TODAY - dt.timedelta(days=1), too_bad=True)
    page = drawn("diary")
    change(page, before)
    assert page.checkbox(key="box_too_bad_1").value is True
    pick(page, "nrs_worst_1", 9)
    save(page)
    (after,) = entries(store)
    assert (after.too_bad, after.pain_worst) == (True, 9)


def test_what_was_filled_in_before_too_bad_was_tapped_is_kept_with_it(store):
    page = drawn("diary")
    pick(page, "nrs_night_0", 9)
    page.button(key="go_too_bad").click().run()
    (entry,) = entries(store)
    assert (entry.too_bad, entry.pain_night) == (True, 9)


# --- the night first in the morning ---


@pytest.mark.parametrize("page_name", ["diary", "today"])
def test_before_noon_the_night_is_asked_first_and_after_noon_the_day(store, monkeypatch, page_name):
    kept(store, TODAY - dt.timedelta(days=1), pain_worst=2)
    day, night = {"diary": ("worst", "woken"), "today": ("quick", "quick_woken")}[page_name]
    for when, first in ((MORNING, night), (NOW.replace(hour=12, minute=0), day), (EVENING, day)):
        at(monkeypatch, when)
        keys = [group.key for group in drawn(page_name).button_group]
        asked = [key for key in keys if key in (f"nrs_{day}_0", f"ans_{night}_0")]
        assert asked[0].endswith(f"_{first}_0"), when


# --- places ---


def test_a_place_without_a_score_stays_without(store):
    page = drawn("diary")
    pick(page, "ans_places_0_0", ["upper", "belly", "leg_left"])
    page.run()
    pick(page, "nrs_place_belly_0", 0)
    save(page)
    places = {place.place: place.score for place in entries(store)[0].places}
    assert places == {"upper": None, "belly": 0, "leg_left": None}


def test_a_place_taken_away_takes_its_score_with_it(store):
    before = kept(store, places=(Place(place="lower", score=8), Place(place="neck", score=2)))
    page = drawn("diary")
    change(page, before)
    pick(page, "ans_places_1_0", ["neck"])
    page.run()
    save(page)
    assert entries(store)[0].places == (Place(place="neck", score=2),)


def test_every_zone_has_a_name_and_is_drawn_from_behind_or_from_the_front():
    assert set(ZONES) | set(FRONT_ZONES) == set(diary.vocabulary().ids("zones"))
    assert (set(TICKS), set(FRONT_TICKS)) == (set(ZONES), set(FRONT_ZONES))
    labels = [zone.label for zone in diary.vocabulary().zones]
    assert len(set(labels)) == len(labels)


def test_left_and_right_change_sides_on_the_front():
    middle = TICKS["lower"][0]
    for zone in FRONT_ZONES:
        if zone.endswith("_left"):
            assert FRONT_TICKS[zone][0] > middle, zone
            assert FRONT_TICKS[zone.replace("_left", "_right")][0] < middle, zone
    assert all(TICKS[zone][0] < middle for zone in ZONES if zone.endswith("_left"))


# --- danger signs ---


@pytest.mark.parametrize("page_name", ["diary", "today"])
def test_danger_signs_are_offered_under_every_entry_and_untouched_means_not_asked(store, page_name):
    kept(store, TODAY - dt.timedelta(days=1), pain_worst=2)
    page = drawn(page_name)
    assert "Danger signs" in [part.label for part in page.expander]
    pick(page, "nrs_worst_0" if page_name == "diary" else "nrs_quick_0", 3)
    save(page)
    assert entries(store)[-1].danger_signs == {}


def test_a_danger_sign_in_the_quick_log_opens_the_emergency_screen_in_that_same_save(store):
    kept(store, TODAY - dt.timedelta(days=1), pain_worst=2)
    page = drawn("today")
    pick(page, "ans_quick_danger_0", ["g_legs"])
    save(page)
    assert entries(store)[-1].danger_signs == {"g_legs": "yes"}
    assert any("Get emergency help now" in one.proto.body for one in page.get("html"))


@pytest.mark.parametrize(
    ("before", "chosen", "after"),
    [
        ({}, [], {}),
        ({"g_legs": "yes", "g_walk": "no"}, ["g_legs"], {"g_legs": "yes", "g_walk": "no"}),
        ({"g_walk": "no"}, [], {"g_walk": "no"}),
        ({"g_walk": "no"}, ["g_legs"], {"g_walk": "no", "g_legs": "yes"}),
        ({"g_legs": "yes", "g_walk": "not_sure"}, [], {"g_walk": "not_sure"}),
        (dict.fromkeys(SIGNS, "no"), ["none"], dict.fromkeys(SIGNS, "no")),
        (dict.fromkeys(SIGNS, "no"), ["none", "g_legs"], {"g_legs": "yes"}),
        (dict.fromkeys(SIGNS, "no"), [], {}),
        ({}, ["none"], dict.fromkeys(SIGNS, "no")),
        ({}, ["none", "g_legs"], {"g_legs": "yes"}),
    ],
)
def test_a_danger_sign_that_nobody_answered_never_becomes_a_no(before, chosen, after):
    assert diary_fields.danger_answers(chosen, before) == after


# --- medicines ---


def test_medicines_of_earlier_entries_are_offered_the_newest_first_each_once(store):
    who = {"person_id": "p", "recorded_at": NOW}
    old = [
        Entry(date=TODAY, medicines=(Medicine(name="Ibuprofen", dose="400 mg"),), **who),
        Entry(
            date=TODAY,
            medicines=(Medicine(name="ibuprofen", dose="400 mg"), Medicine(name="Ibuprofen")),
            **who,
        ),
        Entry(date=TODAY, medicines=(Medicine(name="Paracetamol", dose="1 g"),), **who),
    ]
    assert diary_medicines.remembered(old) == [
        ("Paracetamol", "1 g"),
        ("ibuprofen", "400 mg"),
        ("Ibuprofen", ""),
    ]


def test_a_medicine_taken_before_is_added_in_one_tap(store):
    kept(store, TODAY - dt.timedelta(days=5), medicines=(Medicine(name="A*b", dose="400 mg"),))
    page = drawn("diary")
    (before,) = [one for one in page.button if one.key.startswith("before_")]
    before.click().run()
    assert page.text_input(key="txt_medicine_1_name_0").value == "A*b"
    save(page)
    assert entries(store)[-1].medicines == (Medicine(name="A*b", dose="400 mg"),)


def test_a_medicine_can_be_taken_away_and_the_others_stay(store):
    before = kept(store, medicines=tuple(Medicine(name=n, relief=3) for n in ("A", "B", "C")))
    page = drawn("diary")
    change(page, before)
    page.button(key="change_medicine_1_gone_1").click().run()
    save(page)
    assert [one.name for one in entries(store)[0].medicines] == ["A", "C"]


@pytest.mark.parametrize("page_name", ["diary", "today"])
def test_how_much_a_medicine_helped_is_asked_later_and_kept(store, page_name):
    kept(store, medicines=(Medicine(name="A", relief=4), Medicine(name="B", dose="1 g")), note="n")
    page = drawn(page_name)
    (entry,) = entries(store)
    pick(page, f"nrs_relief_{entry.id}_1", 0)
    save(page, "go_relief")
    (after,) = entries(store)
    assert after.medicines == (
        Medicine(name="A", relief=4),
        Medicine(name="B", dose="1 g", relief=0),
    )
    assert after.note == "n"
    assert "How much did it help?" not in [header.value for header in page.header]


def test_how_much_a_medicine_helped_is_not_asked_after_days_or_when_it_was_put_aside(store):
    kept(store, TODAY - dt.timedelta(days=3), medicines=(Medicine(name="A"),))
    assert "How much did it help?" not in [one.value for one in drawn("diary").header]
    kept(store, TODAY - dt.timedelta(days=2), medicines=(Medicine(name="B"),))
    page = drawn("diary")
    assert "How much did it help?" in [one.value for one in page.header]
    page.button(key="change_relief_aside").click().run()
    assert "How much did it help?" not in [one.value for one in page.header]
    assert entries(store)[-1].medicines[0].relief is None
