"""The whole loop without a mouse: check to result, two entries, trends, and the page on paper."""

import re

import pytest

from backwatch import urgency
from backwatch.questionnaire import Question, questionnaire
from backwatch.urgency import Urgency
from tests import people_cases
from tests.browser import people
from tests.browser.people import answers_for, given, titled, until

LEVEL = "within_days"
# Where the focus is, also inside the drawing of the back.
FOCUS = """() => {
    let e = document.activeElement
    while (e && e.shadowRoot && e.shadowRoot.activeElement) e = e.shadowRoot.activeElement
    if (!e || e === document.body) return ["", "", ""]
    const label = e.getAttribute("aria-label") || (e.labels && e.labels[0] && e.labels[0].innerText)
    const row = e.closest("[class*='st-key-row_']")
    return [
        (e.getAttribute("role") || e.tagName).toLowerCase(),
        (label || e.innerText || "").replace(/\\s+/g, " ").trim(),
        row ? [...row.classList].find(c => c.startsWith("st-key-row_")).slice(11) : "",
    ]
}"""


class Keyboard:
    """Somebody who only has keys. A focus that cannot be seen is a fault too."""

    def __init__(self, page) -> None:
        self.page = page

    def focus(self) -> list[str]:
        return self.page.evaluate(FOCUS)

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)

    def go_to(self, wanted, *, most: int = 150, key: str = "Tab") -> None:
        """Press Tab until `wanted(role, name, question)` holds for what has the focus."""
        passed = []
        for _ in range(most):
            found = self.focus()
            if wanted(*found):
                return
            passed.append(found)
            self.press(key)
        pytest.fail(f"the Tab key never got there; it passed {passed[-40:]}")

    def go_to_named(self, name: str, *roles: str) -> None:
        def wanted(role: str, words: str, _question: str) -> bool:
            return words.endswith(name) and (not roles or role in roles)

        self.go_to(wanted)

    def push(self, name: str) -> None:
        self.go_to_named(name, "button", "summary")
        self.press("Enter")
        people.quiet(self.page)

    def answer(self, question: Question, value) -> None:
        """Answer one question of the check from inside its row."""
        self.go_to(lambda _role, _name, here: here == question.id)
        if question.type == "number" and question.max != 10:
            self.page.keyboard.type(str(value))
            self.press("Tab")
        elif question.type == "multi":
            for each in value:
                self.choose(question.words(each))
        else:
            words = str(value) if question.type == "number" else question.choices[value]
            self.choose(words)

    def choose(self, words: str) -> None:
        """Choose one of a group of which one already has the focus."""
        for _ in range(15):
            name = self.page.evaluate(
                "() => { const e = document.activeElement;"
                " return (e.closest('label') || e).innerText.trim() }"
            )
            if name == words:
                self.press("Space")
                return
            self.press("ArrowRight")
        pytest.fail(f"the arrow keys never got to {words}; they ended at {name}")

    def score(self, label: str, number: int) -> None:
        """Choose a number from 0 to 10 in the row with this label."""
        self.go_to(
            lambda *_: self.page.evaluate(
                "label => { const g = document.activeElement.closest('[role=radiogroup]');"
                " return !!g && (g.getAttribute('aria-label') || g.labels?.[0]?.innerText ||"
                " document.getElementById(g.getAttribute('aria-labelledby'))?.innerText || '')"
                ".trim() === label }",
                label,
            )
        )
        self.choose(str(number))


@pytest.mark.parametrize("size", people.SIZES)
def test_by_keyboard_alone_from_the_first_question_to_the_printed_page(fresh_server, visit, size):
    pypdf = pytest.importorskip("pypdf", reason="needs requirements-dev.txt")
    width, height = people.SIZES[size]
    server, person = fresh_server(), visit(width=width, height=height)
    page, keys = person.page, Keyboard(person.page)
    people.at(page, server, "today")

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
    assert "Lower back" in words
    assert "No clinician has reviewed these rules" in words
    assert person.blocked() == []
