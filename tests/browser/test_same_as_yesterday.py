"""Same as yesterday, in a real browser: it fills in, shows it, and the focus stays where it is."""

import datetime as dt

import pytest

from backwatch.diary import Entry, Place
from tests.browser import people
from tests.browser.conftest import axe
from tests.browser.people import entries, until


@pytest.mark.walk
def test_the_same_is_filled_in_by_keyboard_and_the_focus_stays(fresh_server, visit, tmp_path):
    home, now = tmp_path / "home", people.now()
    with people.kept(home) as store:
        store.add_entry(
            Entry(
                person_id=store.person().id,
                date=now.date() - dt.timedelta(days=1),
                recorded_at=now,
                pain_worst=6,
                places=(Place(place="lower", score=6),),
                feels_like=("ache",),
            )
        )
    page = people.at(visit(width=360, height=780).page, fresh_server(home=home), "diary")
    page.get_by_role("button", name="Same as yesterday", exact=True).focus()
    page.keyboard.press("Enter")
    page.get_by_text("Filled in, and not saved yet.").wait_for()
    people.quiet(page)
    assert page.evaluate("document.activeElement.innerText.trim()") == "Same as yesterday"
    lower = page.get_by_role("checkbox", name="Lower back", exact=True).first
    assert lower.get_attribute("aria-checked") == "true"
    assert page.get_by_role("button", name="Aching", exact=True).is_visible()
    assert len(entries(home)) == 1
    assert axe(page) == []
    assert people.sideways(page) == 0
    people.press(page, "Save")
    until(lambda: len(entries(home)) == 2)
    new = entries(home)[-1]
    assert new.feels_like == ("ache",)
    assert (new.pain_worst, new.places) == (None, (Place(place="lower"),))
