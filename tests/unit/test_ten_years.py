"""Every page draws a diary of ten years, and counts its days right."""

import datetime as dt

import pytest

from backwatch.diary import Entry, Medicine, Place
from backwatch.store import open_store
from tests.unit.test_diary_form import at, pick, save
from tests.unit.test_pages import NOW, drawn, words
from ui import menu

pytestmark = pytest.mark.sample

TODAY = NOW.date()
ENTRIES = 7_300
MISSING = (3, 20, 21, 100)  # days ago on which nothing was written
DAYS = ENTRIES // 2
ALL_DAYS = DAYS + len(MISSING)
SAID = {
    "today": "You noted 13 of 14 days",
    "diary": f"Show older entries ({ENTRIES - 7} more)",
    "trends": "You noted 88 of 91 days",
    "summary": "3 of 56 diary days",
    "data": f"{ENTRIES:,} diary entries",
}


def diary_of_ten_years(person_id):
    written = [ago for ago in range(ALL_DAYS) if ago not in MISSING]
    for ago in reversed(written):
        day = TODAY - dt.timedelta(days=ago)
        for hour in (8, 20):
            yield Entry(
                person_id=person_id,
                date=day,
                time=dt.time(hour),
                utc_offset_minutes=60,
                zone="Europe/Berlin",
                pain_worst=ago % 11,
                pain_now=ago % 7,
                wakings=ago % 3 if hour == 8 else None,
                places=(Place(place="lower", score=ago % 11),),
                symptoms=("tired",),
                medicines=(Medicine(name="Ibuprofen", dose="400 mg", relief=ago % 11),),
                note=f"The day {ago} days ago.",
                recorded_at=dt.datetime.combine(day, dt.time(hour), dt.UTC),
            )


@pytest.fixture(scope="module")
def first_home(tmp_path_factory):
    """A data folder with ten years in it, in place of an empty one."""
    home = tmp_path_factory.mktemp("years") / "home"
    store = open_store(home)
    assert len(store.add_entries(diary_of_ten_years(store.person().id))) == ENTRIES
    store.close()
    return home


@pytest.fixture(autouse=True)
def now(store, monkeypatch):
    at(monkeypatch, NOW)


@pytest.mark.parametrize("name", menu.PAGES)
def test_every_page_draws_ten_years_and_counts_the_days_right(name):
    page = drawn(name)
    assert not page.exception
    assert not page.error
    assert SAID.get(name, "Backwatch cannot find cancer") in words(page)


def test_trends_over_all_the_years_count_every_day_and_every_gap():
    page = drawn("trends")
    pick(page, "ans_period", "All")
    page.run()
    assert not page.exception
    assert f"You noted {DAYS} of {ALL_DAYS} days" in words(page).replace(",", "")


def test_the_first_month_of_ten_years_stands_in_the_calendar():
    first = TODAY - dt.timedelta(days=ALL_DAYS - 1)
    page = drawn("diary")
    page.session_state["part"] = "Calendar"
    page.session_state["bw.calendar"] = {"month": first.replace(day=1), "day": first}
    page.run()
    assert not page.exception
    said = words(page)
    assert "2 entries on this day." in said
    assert f"The day {ALL_DAYS - 1} days ago." in said


def test_an_entry_that_is_added_to_ten_years_is_one_more(store):
    page = drawn("diary")
    pick(page, "nrs_worst_0", 9)
    save(page)
    assert store.entry_count(store.person().id) == ENTRIES + 1
    assert f"Show older entries ({ENTRIES - 6} more)" in words(page)
