"""axe finds nothing wrong on any page, in any state, light and dark, at a desk and on a phone.

With records, every page is looked at in both themes and sizes; the theme is switched as a
person's system does it. Every other screen is looked at in the dark at a desk and in the light on a
phone.
"""

from pathlib import Path
from typing import Any

import pytest

from tests.browser import people
from tests.browser.conftest import axe, settled, start
from tests.browser.people import answers_for

COLOURS = {"light": "rgb(247, 249, 248)", "dark": "rgb(15, 22, 23)"}


@pytest.fixture(scope="module")
def home_of(tmp_path_factory):
    """Start one server for each kept state, once: `home_of("empty")`."""
    servers = {}
    folder: Path = tmp_path_factory.mktemp("axe")

    def make(state: str):
        if state not in servers:
            home = folder / state
            if state == "example":
                people.with_example(home)
                people.with_result(home, "within_days")
            servers[state] = start(home, folder / f"{state}.log")
        return servers[state]

    yield make
    for one in servers.values():
        one.stop()


def problems(page: Any, *themes: str) -> dict[str, list[str]]:
    """What is wrong with what is on the screen now, by theme; empty when nothing is."""
    found: dict[str, list[str]] = {}
    for theme in themes:
        colour = COLOURS[theme]
        page.emulate_media(color_scheme=theme)
        page.wait_for_function(
            "colour => getComputedStyle(document.querySelector('[data-testid=stApp]'))"
            ".backgroundColor === colour",
            arg=colour,
        )
        people.quiet(page)
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        wrong = axe(page)
        if people.sideways(page):
            wrong.append(f"scrolls sideways by {people.sideways(page)} px")
        if wrong:
            found[theme] = wrong
    return found


THEMES = {"desktop": "dark", "phone": "light"}


@pytest.mark.parametrize("size", people.SIZES)
def test_every_page_is_accessible_in_the_light_and_in_the_dark(home_of, visit, size):
    width, height = people.SIZES[size]
    person, server, found = visit(width=width, height=height), home_of("example"), {}
    themes = list(COLOURS)
    for name in (*people.PAGES, people.ARTICLE):
        people.at(person.page, server, name)
        if wrong := problems(person.page, *themes):
            found[name] = wrong
        themes.reverse()  # the next page begins in the theme that is on
    assert found == {}
    assert person.blocked() == []


@pytest.mark.parametrize("size", people.SIZES)
def test_every_page_without_records_is_accessible(home_of, visit, size):
    width, height = people.SIZES[size]
    person, server, found = visit(width=width, height=height), home_of("empty"), {}
    for name in people.PAGES:
        people.at(person.page, server, name)
        if wrong := problems(person.page, THEMES[size]):
            found[name] = wrong
    assert found == {}
    assert person.blocked() == []


SCREENS: dict[str, tuple[str, dict[str, Any]]] = {
    # screen: the step that is open, the answers before it
    "danger signs, some answered": ("danger", {"g_breath": "no", "g_chest": "not_sure"}),
    "number, radios, pills, yes or no": ("you", {"age": 60, "cancer": "lung_now"}),
    "pills and radios": ("where", answers_for("within_days")),
    "0 to 10": ("change", answers_for("within_days")),
    "look over your answers": ("review", answers_for("within_days")),
    "look over, with gaps": ("review", {"g_breath": "no", "age": 60}),
    "emergency": ("danger", {"g_legs": "yes", "cancer": "lung_now"}),
}


@pytest.mark.parametrize("size", people.SIZES)
def test_every_kind_of_screen_of_the_check_is_accessible(home_of, visit, size):
    width, height = people.SIZES[size]
    person, server, found = visit(width=width, height=height), home_of("check"), {}
    for screen, (step, answers) in SCREENS.items():
        people.forget_checks(server.home)
        people.with_check(server.home, answers, step=step, country="gb")
        people.at(person.page, server, "check")
        if wrong := problems(person.page, THEMES[size]):
            found[screen] = wrong
    assert found == {}
    assert person.blocked() == []


@pytest.mark.parametrize("size", people.SIZES)
def test_every_result_is_accessible(home_of, visit, size):
    width, height = people.SIZES[size]
    person, server, found = visit(width=width, height=height), home_of("check"), {}
    for level in people.LEVELS:
        people.with_result(server.home, level, country="us")
        people.at(person.page, server, "check")
        if wrong := problems(person.page, THEMES[size]):
            found[level] = wrong
    assert found == {}
    assert person.blocked() == []


def open_all(page: Any) -> None:
    """Open everything that can be opened."""
    for summary in page.locator("[data-testid=stExpander] summary").all():
        summary.click()
    people.quiet(page)


@pytest.mark.parametrize("size", people.SIZES)
def test_messages_and_opened_parts_are_accessible(home_of, visit, size):
    width, height = people.SIZES[size]
    person, server, found = visit(width=width, height=height), home_of("example"), {}
    page = person.page

    def look(what: str) -> None:
        if wrong := problems(page, THEMES[size]):
            found[what] = wrong

    people.at(page, server, "diary")
    open_all(page)
    alert = page.get_by_role("alert")
    for _ in range(3):  # the parts that fold open move the button away under the pointer
        people.press(page, "Save")
        page.wait_for_timeout(1000)
        if alert.count():
            break
    alert.first.wait_for()
    look("diary with an error, all parts open")
    page.get_by_role("button", name="Delete ", exact=False).first.click()
    page.get_by_role("button", name="Undo", exact=True).first.wait_for()
    page.locator("[data-testid=stMain] [role=checkbox]").first.press("Space")
    settled(page)
    look("diary with a place chosen")
    for name in ("trends", "about", "summary"):
        people.at(page, server, name)
        open_all(page)
        look(f"{name}, all parts open")
    assert found == {}
    assert person.blocked() == []
