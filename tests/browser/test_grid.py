"""Typing in a paper diary in a real browser: with keys alone, on a phone, with a danger sign."""

import datetime as dt

import pytest

from backwatch import grid
from tests.browser import people
from tests.browser.keyboard import Keyboard
from tests.browser.looks import problems, problems_here

TODAY = dt.date.today()  # noqa: DTZ011
FIRST = TODAY - dt.timedelta(days=9)
ADDRESS = "diary?part=From+paper"


def opened(page, server, first=FIRST):
    """Open the grid and choose its first day with the keyboard."""
    people.at(page, server, ADDRESS)
    day = page.get_by_role("group", name="First day on the sheet")
    day.get_by_role("spinbutton").first.click()
    page.keyboard.type(f"{first:%d%m%Y}")
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.locator(".st-key-paper_row_0").wait_for()
    return people.quiet(page)


def box(page, row, number):
    day = grid.named(FIRST + dt.timedelta(days=row))
    return page.get_by_label(f"{day}: {number} ", exact=False)


@pytest.mark.walk
def test_a_sheet_is_typed_in_with_keys_alone_saved_and_taken_back(fresh_server, visit):
    server = fresh_server()
    page = opened(visit(*people.SIZES["desktop"]).page, server)
    keys = Keyboard(page)
    keys.go_to_named(f"{grid.named(FIRST)}: 1 Worst pain today", "textbox", "input")
    for row in (
        ("7", "0", "no", "paracetamol, 500 mg, 3", "no", "sore"),
        ("", "", "3+", "", "", ""),
    ):
        for cell in row:
            if cell:
                page.keyboard.type(cell)
            page.keyboard.press("Tab")
    people.quiet(page)
    assert people.entries(server.home) == []
    assert problems(page, all_four=True) == {}
    page.set_viewport_size({"width": 1280, "height": 800})

    box(page, 1, 6).focus()
    keys.push("Save these days")
    page.get_by_text("Saved 2 days from paper.", exact=False).wait_for()
    first, second = people.entries(server.home)
    assert (first.date, first.pain_worst, first.limits_day, first.wakings) == (FIRST, 7, 0, 0)
    assert (first.medicines[0].name, first.medicines[0].relief) == ("paracetamol", 3)
    assert (first.note, set(first.danger_signs.values())) == ("sore", {"no"})
    assert (second.pain_worst, second.wakings, second.danger_signs) == (None, 3, {})

    people.press(page, "Take them back")
    page.get_by_text("Taken back: 2 records", exact=False).wait_for()
    assert people.entries(server.home) == []


@pytest.mark.parametrize("size", people.PHONE_FIRST)
def test_a_danger_sign_stops_at_once_and_what_was_typed_stays(fresh_server, visit, size):
    server = fresh_server()
    page = opened(visit(*people.SIZES[size]).page, server)
    box(page, 0, 1).fill("6")
    box(page, 1, 5).click()
    page.keyboard.type("F")  # no key after it: the box is still open
    people.titled(page, "Get emergency help now")
    assert page.evaluate("document.activeElement.tagName") == "H1"
    told = people.told(page)
    assert "both legs newly weak, numb, heavy or tingly" in told
    assert problems_here(page, "light") == {}
    assert people.entries(server.home) == []

    people.press(page, "I have read this. Go on typing")
    page.locator(".st-key-paper_row_0").wait_for()
    people.until(lambda: box(page, 0, 1).input_value() == "6")
    assert box(page, 1, 5).input_value() == "F"


@pytest.mark.walk
def test_a_wrong_row_is_named_and_a_reload_keeps_what_was_typed(fresh_server, visit):
    server = fresh_server()
    page = opened(visit(*people.SIZES["phone"]).page, server)
    box(page, 2, 1).fill("70")
    box(page, 3, 1).fill("4")
    page.keyboard.press("Tab")
    people.quiet(page)
    people.press(page, "Save these days")
    page.get_by_role("alert").get_by_text("Row 3", exact=False).wait_for()
    assert people.entries(server.home) == []
    assert problems_here(page, "dark") == {}

    page.reload()
    page.locator(".st-key-paper_row_0").wait_for()
    people.until(lambda: box(page, 2, 1).input_value() == "70")
    box(page, 2, 1).fill("7")
    page.keyboard.press("Tab")
    people.quiet(page)
    people.press(page, "Save these days")
    page.get_by_text("Saved 2 days from paper.", exact=False).wait_for()
    assert [entry.pain_worst for entry in people.entries(server.home)] == [7, 4]
