"""The result in a real browser: words to copy, a day for the calendar, the diary's alarm, paper."""

import re

import pytest

from backwatch import urgency
from backwatch.questionnaire import questionnaire
from backwatch.urgency import Urgency
from tests.browser import people
from tests.browser.people import press, titled

EMERGENCY = urgency.levels()[Urgency.EMERGENCY].title


@pytest.mark.walk
def test_the_words_to_say_can_be_copied_and_the_day_goes_into_a_calendar(fresh_server, visit):
    server, person = fresh_server(), visit(width=360, height=780)
    page = person.page
    people.with_result(server.home, "within_days", country="gb")
    people.at(page, server, "check")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy these words").click()
    page.get_by_role("status").get_by_text("Copied", exact=True).wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("Hello. I am calling about my back pain.")
    assert copied in people.told(page)

    with page.expect_download() as download:
        press(page, re.compile("Put .* in my calendar"), exact=False)
    assert download.value.suggested_filename == "call-back.ics"
    file = download.value.path().read_text(encoding="utf-8")
    assert "BEGIN:VEVENT" in file
    assert not re.search("pain|cancer|doctor|back pain", file, re.IGNORECASE)
    assert person.blocked() == []


@pytest.mark.walk
def test_one_click_leads_from_what_is_open_to_the_question_and_back_to_a_new_result(
    fresh_server, visit, tmp_path
):
    answers = people.answers_for("self_care") | {"g_legs": "not_sure"}
    server = fresh_server(home=people.with_check(tmp_path / "home", answers, step="review"))
    page = visit().page
    people.at(page, server, "check")
    press(page, "See how soon to get help")
    page.get_by_text("What we could not rule out").wait_for()
    press(page, f"Answer: {questionnaire()['g_legs'].label}")
    titled(page, questionnaire().steps[0].title)
    people.choose(page, "g_legs", "no")
    people.quiet(page)
    press(page, "Back to my answers")
    press(page, "See how soon to get help")
    titled(page, urgency.levels()[Urgency.SELF_CARE].title)


@pytest.mark.parametrize("size", people.PHONE_FIRST)
def test_a_danger_sign_in_the_diary_stops_everything_in_that_same_save(fresh_server, visit, size):
    width, height = people.SIZES[size]
    server, person = fresh_server(), visit(width=width, height=height)
    page = person.page
    people.at(page, server, "diary")
    page.locator("[data-testid=stExpander] summary", has_text="Danger signs").click()
    people.quiet(page)
    row = page.locator("[class*=st-key-ans_danger]")
    row.get_by_role("button", name=questionnaire()["g_walk"].label).click()
    people.quiet(page)
    press(page, "Save")
    titled(page, EMERGENCY)
    assert "from your diary" in people.told(page)
    assert people.sideways(page) == 0
    press(page, "That is not right")
    titled(page, "Add to your diary")
    (entry,) = people.entries(server.home)
    assert entry.danger_signs == {"g_walk": "yes"}
    assert person.blocked() == []


def test_the_emergency_page_prints_on_paper_without_menu_and_buttons(server, visit):
    people.with_result(server.home, "emergency", country="gb")
    page = visit().page
    people.at(page, server, "check")
    page.emulate_media(media="print", color_scheme="dark")
    assert page.locator(".bw-result").is_visible()
    for hidden in ("[data-testid=stSidebar]", ".bw-strip", "[data-testid=stHeader]"):
        assert not page.locator(hidden).first.is_visible(), hidden
    panel = page.evaluate(
        "getComputedStyle(document.querySelector('[data-testid=stApp]')).backgroundColor"
    )
    assert panel == "rgb(255, 255, 255)"
    people.forget_checks(server.home)
