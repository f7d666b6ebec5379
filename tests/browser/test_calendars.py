"""The calendars on a phone: no sideways scrolling, no letter too small, nothing that axe finds."""

import datetime as dt

import pytest

from backwatch.diary import Entry, vocabulary
from tests.browser import people
from tests.browser.looks import problems_here

SHOWN = (
    ("Nights", "3 months", "nights"),
    ("Nights", "1 year", "nights"),
    ("Signs and weight", "4 weeks", "signs"),
    ("Signs and weight", "3 months", "signs"),
    ("Signs and weight", "1 year", "signs"),
    ("Pain", "1 year", "year"),
)
SMALLEST = """card => Math.min(...[...card.querySelectorAll('.bw-cells *, .bw-marks *')]
  .filter(e => e.innerText && e.children.length === 0)
  .map(e => parseFloat(getComputedStyle(e).fontSize)))"""
CUT = """card => [...card.querySelectorAll('.bw-cells i, .bw-cells .d')]
  .filter(e => e.scrollWidth > e.clientWidth + 1).map(e => e.outerHTML.slice(0, 90))"""


@pytest.fixture
def home(tmp_path):
    """Thirteen months with every sign, long gaps, zeros and days too bad to fill in."""
    today = dt.date.today()  # noqa: DTZ011
    signs = [sign for sign in vocabulary().ids("symptoms") if sign != "none"]
    folder = tmp_path / "home"
    with people.kept(folder) as store:
        who = store.person().id
        store.add_entries(
            Entry(
                person_id=who,
                date=today - dt.timedelta(days=ago),
                recorded_at=dt.datetime.now(dt.UTC),
                pain_worst=None if ago % 7 == 0 else ago % 11,
                wakings=(0, 12, None, 2)[ago % 4],
                symptoms=(signs[ago % len(signs)],) if ago % 3 else ("none",),
                danger_signs={"g_breath": "yes" if ago in (40, 300) else "not_sure"}
                if ago % 20 == 0
                else {},
                too_bad=ago % 29 == 0,
            )
            for ago in range(395, 8, -1)
            if ago % 9
        )
    return folder


@pytest.mark.walk
def test_every_calendar_fits_a_phone_and_can_be_read(fresh_server, visit, home):
    server = fresh_server(home=home)
    person = visit(width=360, height=780)
    page = people.at(person.page, server, "trends")
    wrong = {}
    for topic, time, name in SHOWN:
        for words in (topic, time):
            choice = page.get_by_role("radio", name=words, exact=True)
            if choice.get_attribute("aria-checked") != "true":
                choice.click()
                people.quiet(page)
        card = page.locator(f".st-key-card_{name}")
        card.locator(".bw-cells").wait_for()
        found = {
            "cut": card.evaluate(CUT),
            "small": card.evaluate(SMALLEST) < 12,
            "axe": problems_here(page),
        }
        if any(found.values()):
            wrong[topic, time] = found
    assert wrong == {}
    assert person.blocked() == []
