"""Lung screening by keyboard: the focus and the screen go along with what changes."""

import datetime as dt

import pytest

from backwatch.diary import Entry
from backwatch.screening_words import words
from tests.browser import looks, people
from tests.browser.keyboard import Keyboard
from tests.browser.people import until
from tests.browser.test_screening import CANCER, SIGNS, in_country, told, write

SAID = words().page
GATE = "Is screening for you at all?"
IN_SIGHT = """place => {
    const box = document.querySelector(place).getBoundingClientRect()
    const bar = document.querySelector('.st-key-tabbar')?.getBoundingClientRect()
    const foot = bar && bar.height ? bar.top : innerHeight
    return box.height > 0 && box.top >= 0 && box.bottom <= foot
}"""


def at(keys, name):
    """Wait until what has the focus is called this, and stands on the screen."""
    until(lambda: keys.focus()[1] == name, f"the focus is not at {name}: {keys.focus()}")
    people.quiet(keys.page)
    assert keys.focus()[1] == name
    assert keys.page.evaluate(
        "() => { const box = document.activeElement.getBoundingClientRect();"
        " return box.top >= 0 && box.bottom <= innerHeight }"
    )


def opened(fresh_server, visit, home, size):
    width, height = people.SIZES[size]
    page = visit(width=width, height=height, dark=size == "phone").page
    server = fresh_server(home=home)
    people.at(page, server, "screening")
    return server, page, Keyboard(page)


def today():
    return dt.date.today()  # noqa: DTZ011


@pytest.mark.walk
@pytest.mark.parametrize("size", people.PHONE_FIRST)
def test_the_focus_goes_along_with_every_part_that_comes_or_goes(
    fresh_server, visit, tmp_path, size
):
    home = in_country(tmp_path / "home", "gb")
    server, page, keys = opened(fresh_server, visit, home, size)
    keys.score(SIGNS, "No")
    people.quiet(page)
    assert keys.focus()[1] == "No"
    keys.score(CANCER, "No")
    at(keys, "You and smoking")

    write(keys, "Your age", "62")
    keys.score(SAID["smoked_question"], "Yes")
    people.quiet(page)
    keys.push("Add a time of smoking")
    at(keys, "Time 1")
    write(keys, "From what age (time 1)", "20")
    keys.push("Add another time")
    at(keys, "Time 2")
    write(keys, "From what age (time 2)", "30")
    keys.push("Remove time 2")
    at(keys, "Put it back")
    keys.press("Enter")
    at(keys, "Time 2")
    until(lambda: [each.start for each in told(server.home).periods] == [20, 30])

    keys.push("Change country")
    until(lambda: keys.focus()[1].startswith("Which country are you in?"), str(keys.focus()))
    page.keyboard.type("Canada")
    keys.press("Enter")
    at(keys, "Change country")
    assert page.get_by_text("Your country: Canada.").count() == 1

    keys.push("Work out the number")
    at(keys, "Seven answers are still missing")
    assert looks.problems_here(page, "dark" if size == "phone" else "light") == {}
    keys.push("Put the number away")
    at(keys, "Work out the number")

    keys.go_to_named("Something has changed", "button")
    keys.press("Enter")
    at(keys, GATE)


@pytest.mark.parametrize("size", people.PHONE_FIRST)
@pytest.mark.parametrize(
    ("question", "answer", "title"),
    [
        (SIGNS, "Yes", SAID["closed"]),
        (CANCER, "Yes", SAID["closed_team"]),
        (SIGNS, "Not sure", "Not sure? Do the check first"),
    ],
)
def test_what_an_answer_of_the_gate_means_stands_on_the_screen_at_once(
    fresh_server, visit, tmp_path, size, question, answer, title
):
    home = in_country(tmp_path / "home", "gb")
    _, page, keys = opened(fresh_server, visit, home, size)
    keys.score(question, answer)
    at(keys, title)
    assert page.evaluate(IN_SIGHT, ".st-key-card_closed h2")
    assert looks.problems_here(page, "dark" if size == "phone" else "light") == {}


@pytest.mark.walk
@pytest.mark.parametrize("size", people.PHONE_FIRST)
def test_an_old_pain_is_called_over_and_taken_back_by_keyboard(fresh_server, visit, tmp_path, size):
    home = in_country(tmp_path / "home", "gb")
    with people.kept(home) as store:
        day = today() - dt.timedelta(days=40)
        who = store.person().id
        store.add_entry(Entry(person_id=who, date=day, recorded_at=people.now(), pain_worst=3))
    server, page, keys = opened(fresh_server, visit, home, size)
    assert looks.problems_here(page, "dark" if size == "phone" else "light") == {}
    keys.push(SAID["over_button"])
    at(keys, GATE)
    assert told(server.home).over.on == today()
    assert looks.problems_here(page, "dark" if size == "phone" else "light") == {}
    keys.push(SAID["over_back"])
    at(keys, SAID["closed"])
    assert told(server.home).over is None


@pytest.mark.walk
@pytest.mark.parametrize("size", people.PHONE_FIRST)
def test_what_cannot_be_is_said_under_its_field_and_goes_once_it_is_mended(
    fresh_server, visit, tmp_path, size
):
    period = {"id": "a1", "kind": "cigarettes", "start": 20, "end": 40, "amount": 20}
    record = {"symptoms": "no", "lung_cancer": "no", "smoked": "yes", "periods": [period]}
    record |= {"gate_on": today().isoformat(), "told": {"age": 60}}
    home = in_country(tmp_path / "home", "us", record)
    server, page, keys = opened(fresh_server, visit, home, size)
    page.get_by_text("Together: 20 pack-years in 20 years of smoking.").wait_for()
    keys.go_to(lambda _role, name, _row: name == "Until what age (time 1)")
    keys.press("Control+a")
    page.keyboard.type("450")
    keys.press("Tab")
    alert = page.locator(".bw-outside[role=alert]")
    alert.wait_for()
    people.quiet(page)
    assert alert.inner_text() == "Not counted: give a number from 0 to 120."
    field = page.get_by_label("Until what age (time 1)").bounding_box()
    said = alert.bounding_box()
    assert 0 <= said["y"] - (field["y"] + field["height"]) < 40
    assert page.get_by_text("Together:").count() == 0
    assert looks.problems_here(page, "dark" if size == "phone" else "light") == {}
    field = page.get_by_label("Until what age (time 1)")
    field.fill("41")
    keys.press("Tab")
    page.get_by_text("Together: 21 pack-years in 21 years of smoking.").wait_for()
    people.quiet(page)
    assert alert.count() == 0

    page.get_by_label("How many (time 1)").fill("140")
    keys.press("Tab")
    page.get_by_text("Did you mean a week?").wait_for()
    people.quiet(page)
    keys.push("A week (time 1)")
    at(keys, "Time 1")
    page.get_by_text("Together: 21 pack-years in 21 years of smoking.").wait_for()
    until(lambda: told(server.home).periods[0].unit == "week")
    assert page.get_by_text("Did you mean a week?").count() == 0
