"""Whatever address is opened first, and whatever fails, the frame stands around every page."""

import re

import pytest

from backwatch.questionnaire import questionnaire
from tests.browser import people
from tests.browser.conftest import Visit, settled, start
from ui import menu

TITLES = {
    "today": "Back pain that worries you?",
    "check": "Do you have any of these right now?",
    "diary": "Add to your diary",
    "trends": "Your trends",
    "screening": "Lung screening",
    "learn": "Learn",
    "summary": "Your page for the doctor",
    "data": "My data",
    "about": "How it works",
}
FROM_THE_DIARY_ON = ("diary", *(name for name in people.PAGES if name != "diary"))


@pytest.fixture(scope="module")
def empty(tmp_path_factory):
    """A server on which nothing was ever recorded."""
    folder = tmp_path_factory.mktemp("empty")
    one = start(folder / "home", folder / "server.log")
    yield one
    one.stop()


def assert_framed(page, title: str) -> None:
    strip = page.locator("[data-testid=stMain] .bw-strip")
    assert strip.count() == 1
    assert strip.is_visible()
    assert "Emergency signs" in strip.inner_text()
    assert page.locator("[data-testid=stMain] h1").all_inner_texts() == [title]
    assert strip.bounding_box()["y"] < page.locator("h1").bounding_box()["y"]
    assert page.get_by_role("dialog").count() == 0


def assert_nothing_blocked_or_asked_elsewhere(person: Visit) -> None:
    assert person.outside() == []
    assert person.blocked() == []


def test_each_page_stands_in_its_frame_on_a_fresh_server_the_diary_first(fresh_server, visit):
    server, person = fresh_server(), visit()
    for name in FROM_THE_DIARY_ON:
        people.at(person.page, server, name)
        assert_framed(person.page, TITLES[name])
        entries = person.page.locator("[data-testid=stSidebarNav] a").all_inner_texts()
        words = [entry.rpartition("\n")[2] for entry in entries]
        assert words == [title for title, _ in menu.PAGES.values()]
        here = person.page.locator("[data-testid=stSidebarNav] a[aria-current=page]")
        assert here.inner_text().endswith(menu.PAGES[name][0])
        assert person.page.title() == menu.PAGES[name][0]
        assert not person.page.locator(".st-key-tabbar").is_visible()
        assert people.sideways(person.page) == 0, name
    assert_nothing_blocked_or_asked_elsewhere(person)


def test_on_a_phone_each_page_has_its_tabs_below_and_does_not_scroll_sideways(empty, visit):
    person = visit(width=360, height=780, has_touch=True, is_mobile=True)
    for name in people.each(person.page, empty, people.PAGES):
        assert_framed(person.page, TITLES[name])
        tabs = person.page.locator(".st-key-tabbar")
        tabs.locator("a").nth(len(menu.ON_PHONE) - 1).wait_for()  # drawn last
        box = tabs.bounding_box()
        assert (box["x"], round(box["y"] + box["height"])) == (0, 780)
        assert tabs.locator("a").count() == len(menu.ON_PHONE)
        assert min(tab.bounding_box()["height"] for tab in tabs.locator("a").all()) >= 44
        assert people.sideways(person.page) == 0, name
    assert_nothing_blocked_or_asked_elsewhere(person)


@pytest.mark.walk
def test_the_tabs_and_the_menu_lead_to_the_pages(empty, visit):
    phone = visit(width=360, height=780)
    people.at(phone.page, empty, "today")
    for name in (*reversed(menu.ON_PHONE),):
        phone.page.locator(".st-key-tabbar").get_by_role("link", name=menu.PAGES[name][0]).click()
        people.titled(phone.page, TITLES[name])
    desk = visit()
    people.at(desk.page, empty, "today")
    for name in (*people.PAGES[1:], "today"):
        desk.page.locator("[data-testid=stSidebarNav]").get_by_role(
            "link", name=menu.PAGES[name][0], exact=False
        ).click()
        people.titled(desk.page, TITLES[name])
        assert desk.page.url == f"{empty.address}/{'' if name == 'today' else name}"


@pytest.mark.parametrize("address", ["today", "no-such-page"])
def test_an_address_that_names_no_other_page_opens_today_in_its_frame(empty, visit, address):
    page = visit().page
    page.goto(f"{empty.address}/{address}")
    settled(page)
    page.get_by_role("heading", name=TITLES["today"]).wait_for()
    if address == "today":
        assert page.get_by_role("dialog").count() == 0


def test_all_danger_signs_are_one_tap_away_on_every_page(empty, visit):
    page = visit(width=360, height=780).page
    people.at(page, empty, "learn")
    signs = page.locator(".bw-strip li")
    assert not signs.first.is_visible()
    page.locator(".bw-strip summary").click()
    assert signs.count() == len(questionnaire().steps[0].all_questions)
    assert all(sign.is_visible() for sign in signs.all())
    assert people.sideways(page) == 0


def test_a_page_that_fails_still_shows_the_emergency_signs_and_calm_words(
    fresh_server, visit, tmp_path
):
    app = people.copied_tree(tmp_path / "project")
    for path in (app.parent / "pages").glob("*.py"):
        path.write_text("import streamlit as st\nst.title('x')\nraise ValueError('Canary4711')\n")
    server, page = fresh_server(app=app), visit().page
    for name in ("today", "diary", "learn"):  # all fail in the same way
        page.goto(f"{server.address}/{'' if name == 'today' else name}")
        settled(page)
        page.get_by_text("Something went wrong on our side").wait_for()
        assert page.locator(".bw-strip").is_visible()
        assert page.locator("[data-testid=stSidebarNav] a").count() == len(menu.PAGES)
        words = people.told(page)
        assert "Your saved data are still there." in words
        assert re.search(r"code [2-9A-Z]{4}-[2-9A-Z]{4}", words)
        for forbidden in ("Traceback", "ValueError", "Canary4711", ".py"):
            assert forbidden not in words, name
    assert "Canary4711" not in server.words()


def test_a_data_folder_that_cannot_be_opened_still_shows_the_emergency_signs(
    fresh_server, visit, tmp_path
):
    home = tmp_path / "damaged"
    home.mkdir()
    with people.kept(home) as store:
        file = store.path
    file.write_bytes(b"not a database" * 100)
    page = visit().page
    server = fresh_server(home=home)
    page.goto(f"{server.address}/diary")
    settled(page)
    page.get_by_role("alert").first.wait_for()
    words = people.told(page)
    assert page.locator(".bw-strip").is_visible()
    assert page.locator("[data-testid=stSidebarNav] a").count() == len(menu.PAGES)
    assert "Add to your diary" not in words
    assert not re.search(r"Traceback|Error\b|sqlite|\.py", words)
    assert file.read_bytes() == b"not a database" * 100
