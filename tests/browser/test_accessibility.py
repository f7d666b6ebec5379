"""axe finds nothing wrong on any page, in any state, light and dark, at a desk and on a phone.

Each screen is opened once, then looked at in the dark at a desk and in the light on a phone; the
window and the theme change as a person's do. With records, every page is looked at in the other two
as well, for its colours and its width: a theme changes nothing else.
"""

from pathlib import Path
from typing import Any

import pytest

from tests.browser import people
from tests.browser.conftest import settled, start
from tests.browser.looks import problems
from tests.browser.people import answers_for


@pytest.fixture(scope="module")
def home_of(tmp_path_factory, parent):
    """Start one server for each kept state, once: `home_of("empty")`."""
    servers = {}
    folder: Path = tmp_path_factory.mktemp("axe")

    def make(state: str):
        if state not in servers:
            home = folder / state
            if state == "example":
                people.with_example(home)
                people.with_result(home, "within_days")
            servers[state] = start(home, folder / f"{state}.log", parent=parent)
        return servers[state]

    yield make
    for one in servers.values():
        one.stop()


@pytest.mark.parametrize(
    "names", [people.PAGES[:3], people.PAGES[3:6], (*people.PAGES[6:], people.ARTICLE)]
)
def test_every_page_is_accessible_in_the_light_and_in_the_dark(home_of, visit, names):
    person, server, found = visit(), home_of("example"), {}
    for name in people.each(person.page, server, names):
        if wrong := problems(person.page, all_four=True):
            found[name] = wrong
    assert found == {}
    assert person.blocked() == []


@pytest.mark.walk
def test_every_page_without_records_is_accessible(home_of, visit):
    person, server, found = visit(), home_of("empty"), {}
    for name in people.each(person.page, server, people.PAGES):
        if wrong := problems(person.page):
            found[name] = wrong
    assert found == {}
    assert person.blocked() == []


SCREENS: dict[str, tuple[str, dict[str, Any]]] = {
    # screen: the step that is open, the answers before it
    "danger signs, some answered": ("danger", {"g_breath": "no", "g_chest": "not_sure"}),
    "number, radios, pills, yes or no": ("you", {"age": 60, "cancer": "lung_now"}),
    "emergency": ("danger", {"g_legs": "yes", "cancer": "lung_now"}),
    "0 to 10": ("change", answers_for("within_days")),
    "pills and radios": ("where", answers_for("within_days")),
    "look over your answers": ("review", answers_for("within_days")),
    "look over, with gaps": ("review", {"g_breath": "no", "age": 60}),
}


FIRST = 2  # of the screens and of the results; the others are looked at in `make walks`


def first_and_others(names):
    """Split names in two for parametrize."""
    names = tuple(names)
    return (names[:FIRST], pytest.param(names[FIRST:], marks=pytest.mark.walk))


@pytest.mark.parametrize("screens", first_and_others(SCREENS), ids=["first", "others"])
def test_every_kind_of_screen_of_the_check_is_accessible(home_of, visit, screens):
    person, server, found = visit(), home_of("check"), {}
    for screen in screens:
        step, answers = SCREENS[screen]
        people.forget_checks(server.home)
        people.with_check(server.home, answers, step=step, country="gb")
        people.at(person.page, server, "check")
        if wrong := problems(person.page):
            found[screen] = wrong
    assert found == {}
    assert person.blocked() == []


RESULTS = ("emergency", "within_days", "self_care", "under_18", "same_day", "routine")


@pytest.mark.parametrize("levels", first_and_others(RESULTS), ids=["first", "others"])
def test_every_result_is_accessible(home_of, visit, levels):
    assert set(RESULTS) == set(people.LEVELS)
    person, server, found = visit(), home_of("result"), {}
    for level in levels:
        people.with_result(server.home, level, country="us")
        people.at(person.page, server, "check")
        if wrong := problems(person.page):
            found[level] = wrong
    assert found == {}
    assert person.blocked() == []


@pytest.mark.walk
def test_a_diary_with_an_error_a_message_and_all_parts_open_is_accessible(home_of, visit):
    person, server, found = visit(), home_of("example"), {}
    page = person.page
    people.at(page, server, "diary")
    people.open_all(page)
    alert = page.get_by_role("alert")
    for _ in range(3):  # the parts that fold open move the button away under the pointer
        people.press(page, "Save")
        page.wait_for_timeout(1000)
        if alert.count():
            break
    alert.first.wait_for()
    found["an error, all parts open"] = problems(page)
    page.get_by_role("button", name="Delete ", exact=False).first.click()
    page.get_by_role("button", name="Undo", exact=True).first.wait_for()
    page.locator("[data-testid=stMain] [role=checkbox]").first.press("Space")
    settled(page)
    found["a place chosen"] = problems(page)
    assert found == {"an error, all parts open": {}, "a place chosen": {}}
    assert person.blocked() == []


@pytest.mark.walk
def test_every_part_that_can_be_opened_is_accessible(home_of, visit):
    person, server, found = visit(), home_of("example"), {}
    for name in people.each(person.page, server, ("trends", "about", "summary")):
        people.open_all(person.page)
        found[name] = problems(person.page)
    assert found == {"trends": {}, "about": {}, "summary": {}}
    assert person.blocked() == []
