"""The words of the papers to print, and the items that paper diary and grid share.

They stand in content/papers.yaml. What somebody filled in by hand carries an item's number, so a
number never gets another meaning.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from backwatch import diary, yaml_files
from backwatch.paths import CONTENT
from backwatch.questionnaire import questionnaire

Kind = Literal["score", "nights", "words", "signs"]
CardKind = Literal["cancer", "plain"]


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Item(_Record):
    """One thing to fill in for a day: its number, the field of an entry, and its words."""

    number: int
    field: str
    kind: Kind
    title: str
    hint: str


class CardLine(_Record):
    """One sign on a card. `answers`: somebody who has it, for the rules to judge."""

    words: str
    answers: dict[str, Any] = {}


class CardGroup(_Record):
    """Signs that ask for the same thing. `level` is what the rules give each of them."""

    heading: str
    level: Literal["emergency", "same_day", "until_seen"]
    lines: tuple[CardLine, ...]
    sources: dict[str, str]


class CardWords(_Record):
    """One card: `back` names what its other side has lines for; `base` goes with each answer."""

    head: str
    who: str
    base: dict[str, Any]
    groups: tuple[CardGroup, ...]
    back: tuple[str, ...]
    staff: str


class Cards(_Record):
    """What the page with the cards says."""

    title: str
    note: str
    cut: str
    sources: str
    lines: dict[str, str]
    for_staff: str
    made: str
    made_reviewed: str
    kinds: dict[CardKind, CardWords]


class CheckWords(_Record):
    """What the paper check says beside the questions themselves."""

    title: str
    how: str
    name: str
    date: str
    yes_heading: str
    yes_lead: str
    unsure_heading: str
    unsure_lead: str
    cancer_heading: str
    columns: tuple[str, str, str]
    not_sure: str
    tick_all: str
    after: str
    skip: str
    only_if: dict[str, str]


class Short(_Record):
    """How long the short text may be, in characters, and what stands where more was left out."""

    most: int
    more: str


class Words(_Record):
    """content/papers.yaml."""

    reviewed_by: str | None
    not_approved: str
    not_a_diagnosis: str
    items: tuple[Item, ...]
    nights: tuple[str, ...]
    diary: dict[str, str]
    grid: dict[str, str]
    check: CheckWords
    cards: Cards
    short: Short


@cache
def words() -> Words:
    """Return the words of all papers. Raises DataFileError when the file is wrong."""
    return yaml_files.read_as(Words, CONTENT / "papers.yaml")


def sign_letters() -> Mapping[str, str]:
    """Return the danger signs of the diary (question ids) by the letter that paper gives them."""
    signs = diary.vocabulary().danger_signs
    return {chr(ord("A") + place): sign for place, sign in enumerate(signs)}


def sign_labels() -> Mapping[str, str]:
    """Return what each letter stands for, in the words of the check."""
    book = questionnaire()
    return {letter: book[sign].label for letter, sign in sign_letters().items()}


def foot() -> str:
    """Return the sentences that stand at the foot of every paper."""
    w = words()
    reviewed = () if w.reviewed_by else (w.not_approved,)
    return " ".join((*reviewed, w.not_a_diagnosis))
