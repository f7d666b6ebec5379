"""Which answers and days go on the sheet."""

import datetime as dt

from backwatch import countries, sheet, summary
from backwatch.diary import Entry, Place
from backwatch.person import Person
from backwatch.questionnaire import questionnaire
from tests import people_cases

TODAY = dt.date(2026, 11, 20)
ANN = Person(id="p", name="Ann Example", birth_year=1964)


def entry(date: dt.date, **recorded) -> Entry:
    at = dt.datetime.combine(date, dt.time(20), tzinfo=dt.UTC)
    return Entry(person_id="p", date=date, recorded_at=at, **recorded)


def made(given: dict | None, entries=(), country="gb") -> summary.AppointmentSummary:
    answers = questionnaire().read(given) if given is not None else None
    return sheet.appointment(
        ANN, answers, TODAY, list(entries), countries.country(country), today=TODAY
    )


def strain(**changes) -> dict:
    return people_cases.changed(people_cases.person("strain"), changes)


def test_no_check_and_no_diary_still_make_a_sheet_that_says_so():
    empty = made(None)

    assert empty.level.rank == 0
    assert empty.chart is None
    assert empty.pain == ()


def test_the_level_the_reasons_and_the_country_s_number_are_those_of_the_check():
    found = made(strain(g_legs="yes"))

    assert found.level.rank == 5
    assert found.reasons[0].title.startswith("Both legs weak")
    assert "999" in found.help_heading
    signs = {key: listed for key, _, listed in found.danger}
    assert signs["yes"] == ("Both legs newly weak, numb, heavy or tingly",)


def test_an_unanswered_danger_sign_is_not_asked_and_never_no():
    found = made(strain(g_walk=None))

    signs = {key: listed for key, _, listed in found.danger}
    assert "Newly hard to walk or balance, not from pain" in signs["not_asked"]
    assert "Newly hard to walk or balance, not from pain" not in signs["no"]


def test_not_sure_and_unanswered_are_listed_as_not_known():
    found = made(strain(chest_pain="not_sure", tender=None))

    assert "Chest pain that keeps coming back" in found.gaps
    assert "One very sore spot on the spine" in found.gaps


def test_someone_who_had_cancer_is_not_shown_the_number_for_everyone():
    assert any("1,000" in line for line in made(strain()).small_print)
    assert not any("1,000" in line for line in made(strain(cancer="lung_past")).small_print)


def test_a_0_and_a_gap_stay_apart_on_the_way_to_the_sheet():
    days = sheet.day_rows(
        [entry(TODAY - dt.timedelta(days=2), pain_worst=0, wakings=0), entry(TODAY, note="bad")],
        today=TODAY,
    )

    assert [day.pain_worst for day in days] == [0, None, None]
    assert [day.woken for day in days] == [False, None, None]
    assert [day.recorded for day in days] == [True, False, True]


def test_the_places_of_the_last_weeks_are_drawn_the_most_frequent_first():
    old = entry(TODAY - dt.timedelta(days=40), places=(Place(place="neck"),))
    upper = [
        entry(TODAY - dt.timedelta(days=back), places=(Place(place="upper"),)) for back in (1, 2)
    ]
    lower = entry(TODAY, places=(Place(place="lower"),))

    assert made(strain(), [old, *upper, lower]).zones == ("upper", "lower")


def test_a_place_on_the_front_is_on_the_page_in_words_with_the_others():
    there = entry(TODAY, places=(Place(place="lower"), Place(place="chest_left")))
    page = made(strain(), [there])

    assert page.zones == ()  # the drawing shows the back only
    assert ("Places in the diary", "Lower back, Left side of the chest") in page.pain
