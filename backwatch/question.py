"""One question of the check as rules/questions.yaml holds it, and the screens that ask it."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from backwatch.conditions import NOT_SURE

NONE = "none"
TEXT_LENGTH = 1000
YES_NO_UNSURE = {"yes": "Yes", NOT_SURE: "Not sure", "no": "No"}

Value = str | int | float | tuple[str, ...]


class AnswerError(ValueError):
    """An answer cannot be read. The message is one plain sentence that names the question."""

    def __init__(self, question: str, sentence: str) -> None:
        super().__init__(f"{question}: {sentence}")
        self.question = question


def in_one_line(name: Any) -> str:
    """Return a name from outside for a message: short, without line breaks or hidden characters."""
    return "".join(c if c.isprintable() else "?" for c in str(name)[:60])


class Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Section(Record):
    """A part of the check, as a person would name it."""

    id: str
    title: str


class Group(Record):
    """Questions that stand in one card of a screen.

    rest_no: its yes-or-no questions have one button that answers the open ones with no.
    """

    title: str = ""
    questions: tuple[str, ...]
    rest_no: bool = False


class InShort(Record):
    """Questions whose answers make one sentence at the top of the printed page."""

    label: str
    questions: tuple[str, ...]


class Step(Record):
    """One screen of the check.

    why: why it asks. more: questions that only add detail for the doctor, folded away.
    show_if: the screen is for some people only. A question may stand in several screens; the
    first of them that applies asks it.
    """

    id: str
    section: str
    title: str
    lead: str = ""
    why: str = ""
    groups: tuple[Group, ...]
    more: tuple[str, ...] = ()
    show_if: dict[str, Any] | None = None

    @property
    def all_questions(self) -> tuple[str, ...]:
        """Return the questions of this screen in order, shown or not."""
        return tuple(q for group in self.groups for q in group.questions) + self.more


class Question(Record):
    """One question: its words, its label in lists, and what its answer may be."""

    id: str
    section: str
    type: Literal["yes_no_unsure", "single", "multi", "number", "text"]
    text: str
    label: str
    help: str = ""
    say: str = ""
    options: dict[str, str] = {}
    old: tuple[str, ...] = ()  # options of earlier versions: still read, no longer offered
    critical: bool = False
    warning: bool = False
    optional: bool = False
    fixed: bool = False  # does not change from one day to the next: never a "what if"
    if_missing: str | None = None
    show_if: dict[str, Any] | None = None
    min: float = 0
    max: float = 0
    whole: bool = False
    unit: str = ""
    part_of: str | None = None  # a screen asks its parent in parts like this one
    no_screen: bool = False  # can be answered in a file, and is worked out or asked in parts here

    @property
    def choices(self) -> Mapping[str, str]:
        """Return the answers to choose from, with their words; empty for a number."""
        if self.type == "yes_no_unsure":
            return YES_NO_UNSURE
        if self.type == "single" and not {NOT_SURE, "skip"} & set(self.options):
            return {**self.options, NOT_SURE: "I am not sure"}
        return self.options

    def read(self, raw: Any) -> Value | None:
        """Return the answer that `raw` (from JSON, YAML or a form) states; None for no answer.

        Every question but one for free text also takes not_sure. "none" beside another answer
        gives way to it.
        Raises AnswerError with a sentence that says what to do.
        """
        if raw is None or raw == [] or raw == ():
            return None
        if raw == NOT_SURE and self.type != "text":
            return (NOT_SURE,) if self.type == "multi" else NOT_SURE
        if self.type == "number":
            return self._number(raw)
        if self.type == "text":
            return self._text(raw)
        if self.type == "multi":
            return self._several(raw)
        if not isinstance(raw, str) or raw not in self.choices:
            raise AnswerError(self.id, f"choose one of {', '.join(self.choices)}.")
        return raw

    def _number(self, raw: Any) -> int | float:
        kind = "a whole number" if self.whole else "a number"
        wanted = f"enter {kind} from {self.min:g} to {self.max:g}."
        if isinstance(raw, bool) or not isinstance(raw, (int, float)):
            raise AnswerError(self.id, wanted)
        if not self.min <= raw <= self.max or (self.whole and raw != int(raw)):
            raise AnswerError(self.id, wanted)
        return int(raw) if raw == int(raw) else raw

    def _text(self, raw: Any) -> str | None:
        if not isinstance(raw, str) or len(raw) > TEXT_LENGTH:
            raise AnswerError(self.id, f"write a text of up to {TEXT_LENGTH} characters.")
        if any((c < " " and c not in "\t\n") or "\ud800" <= c <= "\udfff" for c in raw):
            raise AnswerError(self.id, "the text holds a hidden character; type it again.")
        return raw if raw.strip() else None

    def _several(self, raw: Any) -> tuple[str, ...]:
        given = [raw] if isinstance(raw, str) else raw
        known = {*self.choices, NOT_SURE}
        if not isinstance(given, Sequence) or any(
            not isinstance(word, str) or word not in known for word in given
        ):
            raise AnswerError(self.id, f"choose from {', '.join(self.choices)}, as a list.")
        chosen = tuple(word for word in (*self.choices, NOT_SURE) if word in given)
        unique = tuple(dict.fromkeys(chosen))
        return tuple(word for word in unique if word != NONE) or unique

    def words(self, value: Value | None) -> str:
        """Return an answer in the person's own words: "It wakes me most nights"."""
        if value is None:
            return "Not answered"
        if isinstance(value, tuple):
            return "; ".join(self.words(word) for word in value)
        if self.type == "text":
            return str(value)
        if isinstance(value, str):
            return {NOT_SURE: "I am not sure", **self.choices}[value]
        return f"{value:g} {self.unit}".strip()

    def said(self, value: Value | None) -> str:
        """Return label and answer for a list; a yes needs no more than the label."""
        return self.label if value == "yes" else f"{self.label}: {self.words(value)}"
