"""The crisis line in a real browser: it never takes the words out of somebody's hands."""

import pytest

from tests.browser import people
from tests.browser.looks import problems

SEARCH = "Search, in your own words"
CARD, LINE = ".st-key-card_line", ".st-key-line_short"
FOCUSED = "() => document.activeElement.getAttribute('aria-label')"
TYPED = "am i dying of cancer"


def place(page, what: str) -> dict[str, float]:
    return page.locator(what).first.bounding_box()


@pytest.mark.walk
@pytest.mark.parametrize("size", people.PHONE_FIRST)
def test_typing_goes_on_while_the_card_appears_below_the_search(fresh_server, visit, size):
    server, page = fresh_server(), visit(*people.SIZES[size]).page
    people.at(page, server, "learn")
    box = page.get_by_label(SEARCH)
    box.click()
    before = box.bounding_box()
    page.keyboard.type("am i dying of", delay=60)  # somebody stops in the middle, and goes on
    page.locator(CARD).wait_for()
    page.keyboard.type(" cancer", delay=200)
    people.quiet(page)
    assert box.input_value() == TYPED
    assert page.evaluate(FOCUSED) == SEARCH
    assert abs(box.bounding_box()["y"] - before["y"]) < 2
    assert place(page, CARD)["y"] > before["y"] + before["height"]
    assert page.locator(f"{CARD} [data-testid=stSelectbox]").count() == 1
    assert problems(page, all_four=True) == {}


@pytest.mark.walk
def test_nothing_appears_in_the_middle_of_typing_and_enter_need_not_wait(fresh_server, visit):
    server, page = fresh_server(), visit().page
    people.at(page, server, "learn")
    page.get_by_label(SEARCH).click()
    page.keyboard.type(TYPED, delay=60)
    assert page.locator(CARD).count() == 0
    page.keyboard.press("Enter")
    page.locator(CARD).wait_for(timeout=5_000)
    assert page.evaluate(FOCUSED) == SEARCH


@pytest.mark.walk
def test_a_reload_takes_a_search_away_and_another_page_shows_one_line(fresh_server, visit):
    server, page = fresh_server(), visit(width=360, height=780).page
    people.at(page, server, "learn")
    page.get_by_label(SEARCH).click()
    page.keyboard.type(TYPED)
    page.locator(CARD).wait_for()
    page.evaluate("() => window.bwLearn.open('learn?article=night-pain')")
    people.titled(page, "Back pain at night")
    people.quiet(page)
    assert place(page, LINE)["height"] < 200  # without a country it has words for a number
    page.evaluate("() => window.bwLearn.open('learn?article=emergencies')")
    people.titled(page, "Emergency signs with back pain")
    people.quiet(page)
    assert place(page, LINE)["y"] > place(page, "#why-it-helps-to-be-quick")["y"]
    people.at(page, server, "today")
    assert page.locator(f"{CARD},{LINE}").count() == 0


@pytest.mark.walk
def test_what_was_written_is_one_line_after_a_reload(fresh_server, visit):
    server, page = fresh_server(), visit(width=360, height=780).page
    with people.kept(server.home) as store:
        store.save_person(store.person().model_copy(update={"country": "us"}))
        store.set_setting("bw.despair", "yes", store.person().id)
    people.at(page, server, "diary")
    page.locator(CARD).wait_for()
    people.at(page, server, "diary")
    page.locator(LINE).wait_for()
    assert place(page, LINE)["height"] < 130
    assert "call 988" in page.locator(LINE).inner_text()
    assert problems(page, all_four=True) == {}
    people.press(page, "I have read this")
    page.locator(LINE).wait_for(state="detached")
