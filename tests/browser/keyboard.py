"""Somebody who only has keys, for tests and benches."""

import pytest

from backwatch.questionnaire import Question
from tests.browser import people

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
        self.presses = 0

    def focus(self) -> list[str]:
        return self.page.evaluate(FOCUS)

    def press(self, key: str) -> None:
        self.presses += 1
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
