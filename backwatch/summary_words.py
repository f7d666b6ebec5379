"""The fixed sentences of the appointment summary, read from content/summary.yaml."""

import datetime as dt
from functools import cache
from typing import Any

from pydantic import BaseModel, ConfigDict

from backwatch import yaml_files
from backwatch.paths import CONTENT

_CLEAR_WITHOUT_YEAR = 300  # days; "20 Nov" may mean another year from then on


class Numbers(BaseModel):
    """The few numbers that decide how a diary is put into words."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    enough_days: int
    least_points: float
    least_share: float
    severe: int
    line_days: int
    line_least: int
    week_least: int
    rules_old_months: int
    most_questions: int
    most_table_days: int
    first_minute: int


class Group(BaseModel):
    """Questions of the check whose answers make one row of the sheet."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    label: str
    questions: list[str]
    bare: list[str] = []  # questions whose answer is said without their label
    cancer: bool = False  # a row only for people with cancer, or being tested


class Say(BaseModel):
    """One sentence of the opening, said where `when` surely holds; {question id} is its words.

    holds: a condition whose yes, no or not recorded becomes {holds}.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    say: str
    when: Any = None
    holds: Any = None


class Offered(BaseModel):
    """A question for the visit: its words, or the remark of the check that has them."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    id: str
    ask: str = ""
    when: Any = None  # ticked beforehand where this surely holds
    show: Any = None  # offered where this is not surely false; always without it
    remark: str | None = None
    sources: dict[str, str] = {}


class Words(BaseModel):
    """content/summary.yaml. A sentence that is missing raises KeyError when it is first needed."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    reviewed_by: str | None
    months: list[str]
    weekdays: list[str]
    numbers: Numbers
    header: dict[str, str]
    level: dict[str, str]
    box: dict[str, str]
    reasons: dict[str, str]
    danger: dict[str, str]
    chart: dict[str, str]
    change: dict[str, str]
    rows: dict[str, str]
    ask: dict[str, str]
    help: dict[str, str]
    small_print: dict[str, str]
    footer: dict[str, str]
    page_2: dict[str, str]
    lists: dict[str, list[str]]
    names: dict[str, str]
    health: dict[str, str]
    tried: dict[str, str]
    screening: dict[str, str]
    emergency: dict[str, str]

    def day(self, date: dt.date) -> str:
        """Return "20 Nov"."""
        return f"{date.day} {self.months[date.month - 1]}"

    def near_day(self, date: dt.date, today: dt.date) -> str:
        """Return "20 Nov", with the year where it is not clear beside `today`."""
        near = abs((today - date).days) < _CLEAR_WITHOUT_YEAR
        return self.day(date) if near else self.full_day(date)

    def full_day(self, date: dt.date) -> str:
        """Return "20 Nov 2026"."""
        return f"{self.day(date)} {date.year}"


class AnswerWords(BaseModel):
    """content/summary_answers.yaml: answers of the check in words, and questions for the visit."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    danger_words: dict[str, str]
    opening: list[Say]
    with_it: list[str]
    opening_words: dict[str, dict[str, str]]
    pain_rows: list[Group]
    background_rows: list[Group]
    tried_rows: list[str]
    not_medicines: list[str]
    row_words: dict[str, dict[str, str]]
    no_words: dict[str, str]
    source_tags: dict[str, str]
    offered: list[Offered]


@cache
def answer_words() -> AnswerWords:
    """Return how answers are said on the sheet. Raises DataFileError when the file is wrong."""
    return yaml_files.read_as(AnswerWords, CONTENT / "summary_answers.yaml")


@cache
def words() -> Words:
    """Return the fixed sentences of the sheet. Raises DataFileError when the file is wrong."""
    return yaml_files.read_as(Words, CONTENT / "summary.yaml")
