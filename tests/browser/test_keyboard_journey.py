"""The whole loop without a mouse: check to result, two entries, trends, and the page on paper."""

import re

import pytest

from backwatch import urgency
from backwatch.questionnaire import questionnaire
from backwatch.urgency import Urgency
from tests import people_cases
from tests.browser import people
from tests.browser.keyboard import Keyboard
from tests.browser.people import answers_for, given, titled, until

LEVEL = "within_days"


def answer_the_check(server, page, keys) -> None:
    """Go from Today through every question to the result."""
    keys.push("Check how soon to get help")
    book, answers = questionnaire(), people_cases.on_screens(answers_for(LEVEL))
    titled(page, book.steps[0].title)
    keys.answer(book["g_breath"], "no")
    until(lambda: given(server.home) == {"g_breath": "no"})
    keys.push("I have read them all. The rest are no")
    for step in book.steps[1:]:
        asked = book.step_questions(step, book.read(answers))
        if not asked:
            continue
        titled(page, step.title)
        until(lambda: keys.focus()[0] == "h1", "the new screen did not take the focus")
        for question in asked:
            if question in answers:
                keys.answer(book[question], answers[question])
                until(lambda q=question: q in given(server.home), f"{question} was not saved")
        keys.push("Continue")
    titled(page, "Look over your answers")
    keys.push("See how soon to get help")
    titled(page, urgency.levels()[Urgency.from_id(LEVEL)].title)


@pytest.mark.parametrize("size", ["desktop", pytest.param("phone", marks=pytest.mark.walk)])
def test_by_keyboard_alone_from_the_first_question_to_the_printed_page(
    fresh_server, visit, tmp_path, size
):
    """On a phone the check is answered already: its screens are the same."""
    pypdf = pytest.importorskip("pypdf", reason="needs requirements-dev.txt")
    width, height = people.SIZES[size]
    home = tmp_path / "home"
    server = fresh_server(home=home if size == "desktop" else people.with_result(home, LEVEL))
    person = visit(width=width, height=height)
    page, keys = person.page, Keyboard(person.page)
    people.at(page, server, "today")
    if size == "desktop":
        answer_the_check(server, page, keys)

    if size == "desktop":
        keys.go_to(lambda role, name, _: role == "a" and name.endswith("Diary"), key="Shift+Tab")
    else:
        keys.go_to(lambda role, name, _: role == "a" and name.endswith("Diary"))
    keys.press("Enter")
    titled(page, "Add to your diary")
    for number, (worst, night) in enumerate(((7, 0), (4, 6))):
        keys.score("Worst pain today", worst)
        keys.score("Pain last night", night)
        keys.go_to(lambda role, name, _: role == "checkbox" and name == "Lower back")
        keys.press("Space")
        people.quiet(page)
        keys.push("Save")
        page.get_by_text("Saved for", exact=False).first.wait_for()
        assert len(people.entries(server.home)) == number + 1
        people.quiet(page)
    kept = people.entries(server.home)
    assert sorted((one.pain_worst, one.pain_night) for one in kept) == [(4, 6), (7, 0)]
    assert {place.place for one in kept for place in one.places} == {"lower"}

    def follow(word: str, title: str) -> None:
        backwards = "Shift+Tab" if size == "desktop" else "Tab"
        keys.go_to(lambda role, name, _: role == "a" and name.endswith(word), key=backwards)
        keys.press("Enter")
        titled(page, title)

    follow("Trends", "Your trends")
    assert "Worst pain was 7 each time (1 day)" in people.told(page)
    follow("Summary", "Your page for the doctor")
    page.get_by_role("button", name="Download the PDF").wait_for()
    keys.go_to_named("Download the PDF", "button")
    with page.expect_download() as download:
        keys.press("Enter")
    words = "".join(leaf.extract_text() for leaf in pypdf.PdfReader(download.value.path()).pages)
    words = re.sub(r"\s+", " ", words)
    assert "level 3 of 5" in words
    assert "Ask for an urgent visit in the next few days" in words
    assert "lower back" in words.lower()
    assert "No clinician has reviewed these rules" in words
    assert person.blocked() == []
