"""The diary as a month, and its entries as cards: all that was recorded, each on its day."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from backwatch import diary
from backwatch.diary import Entry, Medicine, Place
from backwatch.store import open_store
from tests.unit.test_pages import drawn, words
from ui import diary_calendar, diary_list, diary_state, state

NOW = dt.datetime(2026, 11, 25, 12, 0, tzinfo=dt.UTC)
TODAY = NOW.date()
NOVEMBER = dt.date(2026, 11, 1)


@pytest.fixture(autouse=True)
def the_clock(monkeypatch):
    """Let every test say what time it is where the person is."""

    def put(at):
        monkeypatch.setattr(state, "now", lambda: at)

    put(NOW)
    return put


def an_entry(day, who="me", **values):
    return Entry(person_id=who, date=day, recorded_at=NOW, **values)


def on(number):
    return NOVEMBER.replace(day=number)


def label(*entries, day=14):
    return diary_calendar.month_days(entries, NOVEMBER)[day - 1].said


# --- what a day says ---


def test_a_day_says_how_many_entries_it_has_and_its_worst_pain():
    both = (an_entry(on(14), pain_worst=7), an_entry(on(14), pain_worst=3))
    assert label(*both) == "14 November, 2 entries, worst pain 7"
    assert label(both[1]) == "14 November, 1 entry, worst pain 3"


def test_a_day_without_an_entry_is_not_a_day_without_pain():
    assert label() == "14 November, no entry"
    assert label(an_entry(on(14), pain_worst=0)) == "14 November, 1 entry, worst pain 0"
    assert label(an_entry(on(14), pain_now=5)) == "14 November, 1 entry, worst pain not recorded"


def test_a_0_beside_a_missing_score_is_a_0():
    both = (an_entry(on(14)), an_entry(on(14), pain_worst=0))
    assert label(*both) == "14 November, 2 entries, worst pain 0"


def test_a_day_too_bad_to_fill_in_says_so():
    bad = an_entry(on(14), too_bad=True)
    assert label(bad) == "14 November, 1 entry, too bad to fill in"
    scored = an_entry(on(14), pain_worst=9)
    assert label(bad, scored) == "14 November, 2 entries, worst pain 9, too bad to fill in"


def test_a_day_of_another_year_names_the_year():
    [day, *_] = diary_calendar.month_days([], dt.date(2025, 2, 1))
    assert day.said == "1 February 2025, no entry"


# --- how a day looks ---


def cells(*entries, chosen=None):
    grid = diary_calendar.weeks(diary_calendar.month_days(entries, NOVEMBER), TODAY, chosen)
    return {cell["number"]: cell for week in grid for cell in week if cell}


def test_recorded_zero_too_bad_and_empty_days_differ_by_more_than_colour():
    found = cells(
        an_entry(on(2), pain_worst=4),
        an_entry(on(3), pain_worst=0),
        an_entry(on(4), too_bad=True),
        an_entry(on(5), note="x"),
    )
    marks = {number: (found[number]["look"], found[number]["mark"]) for number in "23456"}
    assert marks == {
        "2": ("entry", "4"),
        "3": ("entry zero", "0"),
        "4": ("entry bad", "too bad"),
        "5": ("entry", "✓"),
        "6": ("none", ""),
    }


def test_a_day_still_to_come_cannot_be_opened_unless_something_is_written_there():
    found = cells(an_entry(on(26), pain_worst=1))
    assert not found["25"]["later"]
    assert not found["26"]["later"]
    assert found["27"]["later"]
    assert found["25"]["label"].endswith("no entry, today")


@pytest.mark.parametrize(
    ("first", "days"),
    [(dt.date(2024, 2, 1), 29), (dt.date(2026, 2, 1), 28), (dt.date(2026, 3, 1), 31)],
)
def test_every_month_has_all_its_days_in_whole_weeks_from_monday(first, days):
    grid = diary_calendar.weeks(diary_calendar.month_days([], first), TODAY, None)
    assert {len(week) for week in grid} == {7}
    found = [cell["day"] for week in grid for cell in week if cell]
    assert found == [first.replace(day=n).isoformat() for n in range(1, days + 1)]
    for week in grid:
        for column, cell in enumerate(week):
            assert cell is None or dt.date.fromisoformat(cell["day"]).weekday() == column


# --- the clock, the zones ---


def at(text, zone):
    return dt.datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


@pytest.fixture
def me(store, monkeypatch):
    monkeypatch.setattr(state, "person", store.person)
    return store.person().id


ZONES = (
    "Pacific/Kiritimati",
    "Pacific/Pago_Pago",
    "Asia/Kolkata",
    "Europe/Berlin",
    "America/St_Johns",
)


def written(at, the_clock, me, **values):
    the_clock(at)
    return Entry(**diary_state.stamp(state.today()), **values)


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("day", ["2026-03-29", "2026-10-25", "2026-11-01", "2026-12-31"])
def test_an_entry_just_before_or_after_midnight_stands_on_the_day_of_the_person(
    the_clock, me, zone, day
):
    date = dt.date.fromisoformat(day)
    before, after = at(f"{day}T23:59", zone), at(f"{date + dt.timedelta(days=1)}T00:01", zone)
    for moment in (before, after):
        entry = written(moment, the_clock, me, pain_worst=1)
        assert (entry.date, entry.time) == (moment.date(), moment.time())
        assert dt.timedelta(minutes=entry.utc_offset_minutes) == moment.utcoffset()
        assert entry.zone == zone
        first = entry.date.replace(day=1)
        shown = [one.date for one in diary_calendar.month_days([entry], first) if one.entries]
        assert shown == [moment.date()]


def test_the_hour_that_comes_twice_keeps_both_entries_in_their_order(the_clock, me, store):
    first = at("2026-10-25T02:30", "Europe/Berlin")
    second = first.replace(fold=1)
    later = store.add_entry(written(second, the_clock, me, note="second"))
    earlier = store.add_entry(written(first, the_clock, me, note="first"))
    assert (earlier.utc_offset_minutes, later.utc_offset_minutes) == (120, 60)
    assert earlier.time == later.time == dt.time(2, 30)
    found = store.entries(me)
    assert [one.note for one in found] == ["first", "second"]
    october = diary_calendar.month_days(found, dt.date(2026, 10, 1))
    assert october[24].entries == 2
    assert len(october) == 31


def test_an_entry_for_an_earlier_day_carries_no_time_of_day(the_clock, me):
    the_clock(at("2026-03-29T03:30", "Europe/Berlin"))
    stamp = diary_state.stamp(dt.date(2026, 3, 28))
    assert (stamp["date"], stamp["time"]) == (dt.date(2026, 3, 28), None)


def test_a_journey_leaves_every_entry_on_the_day_on_which_it_was_written(the_clock, store):
    """Written in Auckland after midnight; an hour later, in Los Angeles, it is the day before."""
    who = store.person().id
    store.add_entry(an_entry(dt.date(2026, 12, 1), who, pain_worst=6, time=dt.time(0, 1)))
    the_clock(at("2026-11-30T04:01", "America/Los_Angeles"))
    store.add_entry(an_entry(dt.date(2026, 11, 30), who, pain_worst=2, time=dt.time(4, 1)))
    test = drawn("diary")
    test.session_state["part"] = "Calendar"
    test.run()
    assert "30 November, 1 entry, worst pain 2, today" in words(test)
    assert not test.button(key="turn_later").disabled
    test.button(key="turn_later").click().run()
    said = words(test)
    assert "December 2026" in said
    assert "1 December, 1 entry, worst pain 6" in said
    assert "2 December, no entry" in said
    assert test.button(key="turn_later").disabled
    assert [entry.date for entry in store.entries(who)] == [
        dt.date(2026, 11, 30),
        dt.date(2026, 12, 1),
    ]


# --- an entry as a card ---

FULL = {
    "pain_now": 1,
    "pain_worst": 8,
    "pain_average": 5,
    "pain_least": 0,
    "pain_night": 7,
    "wakings": 0,
    "limits_day": 6,
    "sleep_hours": 6.5,
    "too_bad": True,
    "places": (Place(place="upper", score=0), Place(place="hips")),
    "spread": ("arm", "chest"),
    "feels_like": ("ache",),
    "worse_with": ("lying",),
    "eased_by": ("none",),
    "symptoms": ("cough", "tired"),
    "medicines": (
        Medicine(name="Ibuprofen", dose="200 mg", relief=0),
        Medicine(name="Heat cream"),
    ),
    "weight_kg": 70.5,
    "danger_signs": {"g_legs": "yes", "g_walk": "not_sure", "g_chest": "no"},
}


def test_everything_that_was_recorded_is_shown():
    found = dict(diary_list.described(an_entry(TODAY, **FULL)))
    label = diary.vocabulary().label
    assert found["Pain now"] == "1"
    assert found["Least pain"] == "0"
    assert found["Times woken"] == "0"
    assert found["Limited the day"] == "6"
    assert found["Slept"] == "6.5 hours"
    assert found["Where"] == f"{label('zones', 'upper')} 0; {label('zones', 'hips')}"
    assert found["Spread"] == f"{label('spread', 'arm')}; {label('spread', 'chest')}"
    assert found["Felt like"] == "Aching"
    assert found["Worse with"] == "Lying down"
    assert found["Eased by"] == "Nothing helped"
    assert found["Medicines"] == "Ibuprofen, 200 mg, relief 0 of 10; Heat cream"
    assert found["Weight"] == "70.5 kg"
    assert found["Danger signs, yes"]
    assert found["Danger signs, not sure"]
    assert found["Danger signs, no"]
    assert len({found[f"Danger signs, {said}"] for said in ("yes", "not sure", "no")}) == 3


@pytest.mark.parametrize("field", FULL)
def test_what_was_not_recorded_is_left_out(field):
    everything = diary_list.described(an_entry(TODAY, **FULL))
    without = diary_list.described(
        an_entry(TODAY, **{name: value for name, value in FULL.items() if name != field})
    )
    alone = diary_list.described(an_entry(TODAY, **{field: FULL[field]}))
    assert alone
    assert not set(alone) & set(without)
    assert sorted([*alone, *without]) == sorted(everything)


def test_an_empty_entry_says_nothing():
    assert diary_list.described(an_entry(TODAY)) == []


def test_the_weight_is_in_the_units_of_the_person(store):
    entry = an_entry(TODAY, store.person().id, weight_kg=70.0)
    assert dict(diary_list.described(entry, pounds=True))["Weight"] == "154.3 lb"
    store.add_entry(entry)
    assert "70 kg" in words(drawn("diary"))
    store.save_person(store.person().model_copy(update={"country": "us"}))
    assert "154.3 lb" in words(drawn("diary"))
    store.save_person(store.person().model_copy(update={"units": "metric"}))
    assert "70 kg" in words(drawn("diary"))


def test_no_to_every_danger_sign_is_said_once():
    signs = dict.fromkeys(diary.vocabulary().danger_signs, "no")
    found = diary_list.described(an_entry(TODAY, danger_signs=signs))
    assert found == [("Danger signs", "no to all of them")]


# --- the page ---


def calendar_page(**shown):
    test = drawn("diary")
    test.session_state["part"] = "Calendar"
    if shown:
        test.session_state["bw.calendar"] = {"month": None, "day": None, **shown}
    return test.run()


def test_the_parts_stay_where_they_were_and_the_form_comes_first(store):
    test = calendar_page()
    assert not test.exception
    test.run()
    assert "Arrow keys move" in words(test)
    heads = [head.value for head in test.header]
    assert heads.index("Where does it hurt?") < heads.index("November 2026")
    test.session_state["part"] = "Tests"
    assert "Note scans and blood tests" in words(test.run())


def test_months_go_back_as_far_as_asked_and_never_past_today(store):
    test = calendar_page()
    assert test.button(key="turn_later").disabled
    for _ in range(11):
        test.button(key="turn_earlier").click().run()
    assert "December 2025" in [head.value for head in test.header]
    test.button(key="turn_later").click().run()
    assert "January 2026" in [head.value for head in test.header]


def test_a_day_shows_its_entries_and_adds_one_for_that_day(store):
    who = store.person().id
    here = store.add_entry(an_entry(on(14), who, pain_worst=7, time=dt.time(8, 30)))
    store.add_entry(an_entry(on(15), who, note="something else"))
    test = calendar_page(day=on(14))
    labels = [button.label for button in test.button]
    for verb, to in (("Change", ""), ("Move", " to another day"), ("Delete", "")):
        assert f"{verb} 14 November, 08:30{to}" in labels
    assert "something else" not in words(test)
    test.button(key="go_add_day").click().run()
    assert test.title[0].value == "Add for 14 November"
    assert test.date_input[0].value == on(14)
    note = next(area for area in test.text_area if area.label.startswith("A note"))
    note.set_value("added").run()
    test.button(key="go_save").click().run()
    assert not test.exception
    added = next(one for one in store.entries(who) if one.note == "added")
    assert (added.date, added.time, added.version) == (on(14), None, 1)
    assert store.entry(here.id) == here


def test_what_another_window_saved_stands_in_the_calendar(store, tmp_path):
    other = open_store(tmp_path / "home")
    who = store.person().id
    other.add_entry(an_entry(on(14), who, pain_worst=0))
    other.close()
    assert "14 November, 1 entry, worst pain 0" in words(calendar_page())
