"""What the calendars say, and how signs are grouped (content/charts_calendars.yaml)."""

import datetime as dt
import html
from collections.abc import Collection, Iterable
from functools import cache
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, model_validator

from backwatch import diary, paths, yaml_files
from backwatch.charts.words import dated
from backwatch.sources import source


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Nights(_Record):
    """Words of the calendar of nights."""

    title: str
    title_weeks: str
    woken: str
    none: str
    before: str
    before_none: str
    judge: str
    bad: str
    counted: str
    key: str
    key_weeks: str
    marks: dict[str, str]
    marks_weeks: dict[str, str]


class Group(_Record):
    """Signs that stand together, each with who puts it there."""

    title: str
    signs: dict[str, dict[str, str]]


class Signs(_Record):
    """Words of the calendar of signs, and its groups: each sign of the diary stands in one."""

    title: str
    title_weeks: str
    title_months: str
    danger: str
    not_sure: str
    danger_do: str
    not_sure_do: str
    ticked: str
    most: str
    ticked_none: str
    not_asked: str
    not_asked_other: str
    never: str
    caution: str
    several: str
    several_sources: dict[str, str]
    bad: str
    count: str
    count_not_sure: str
    too_bad_row: str
    danger_title: str
    answers: dict[str, str]
    no_to_all: str
    key: str
    marks: dict[str, str]
    marks_many: str
    groups: tuple[Group, ...]

    @model_validator(mode="after")
    def _each_sign_once(self) -> Self:
        found = [sign for group in self.groups for sign in group.signs]
        known = [sign for sign in diary.vocabulary().ids("symptoms") if sign != "none"]
        if sorted(found) != sorted(known):
            wrong = sorted(set(found) ^ set(known)) or "one of them stands twice"
            raise ValueError(f"each sign of the diary stands in one group: {wrong}")
        return self

    def cited(self, signs: Collection[str]) -> tuple[str, ...]:
        """Return who groups these signs so, in short words, each once, our own choice last."""
        placed = {sign: cites for group in self.groups for sign, cites in group.signs.items()}
        ids = dict.fromkeys(id for sign in placed if sign in signs for id in placed[sign])
        return tuple(source(id).short for id in sorted(ids, key=lambda id: id == "OURS"))


class Class(_Record):
    """Scores drawn alike: those from `least` up to the class before it."""

    least: int
    words: str
    mark: Literal["full", "middle", "low", "zero"]


class Year(_Record):
    """Words of the year of worst pain, and its classes, the highest first."""

    title: str
    worst: str
    part: str
    caution: str
    none: str
    missing: str
    bad: str
    unscored: str
    key: str
    classes: tuple[Class, ...]
    marks: dict[str, str]

    def class_of(self, score: int) -> Class:
        """Return the class of a score from 0 to 10."""
        return next(each for each in self.classes if score >= each.least)


class Words(_Record):
    """The whole file."""

    schema_version: Literal[1]
    short_days: int
    days_shown_singly: int
    nights: Nights
    signs: Signs
    year: Year


@cache
def words() -> Words:
    """Return content/charts_calendars.yaml, read once. Raises DataFileError where it is wrong."""
    return yaml_files.read_as(Words, paths.CONTENT / "charts_calendars.yaml")


def counted(count: int, thing: str = "day") -> str:
    """Return "1 day", "2 days"."""
    return f"{count:,} {thing}{'' if count == 1 else 's'}"


def bad_days(text: str, count: int) -> str:
    """Return `text` about days that were too bad to fill in, of any number."""
    return text.format(days=f"{counted(count)} {'was' if count == 1 else 'were'}")


def some_days(days: Iterable[dt.date], today: dt.date, most: int = 7) -> str:
    """Return the days in words, the oldest first; of more than `most`, the newest and a count."""
    held = sorted(days)
    named = [dated(each, today) for each in held[-most:]]
    last = " and ".join([", ".join(named[:-1]), named[-1]] if len(named) > 1 else named)
    return last if len(held) <= most else f"{counted(len(held))}, the last {most} on {last}"


def key_row(marks: Iterable[tuple[str, str]]) -> str:
    """Return the row below a drawing that says what its marks mean: (HTML of a mark, words)."""
    shown = "".join(f"<span>{mark}{html.escape(words)}</span>" for mark, words in marks)
    return f'<div class="bw-key bw-marks">{shown}</div>'
