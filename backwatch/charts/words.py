"""What the charts of pain say (content/charts_pain.yaml), and days and counts as words."""

import datetime as dt
from functools import cache
from typing import Literal

from pydantic import BaseModel, ConfigDict

from backwatch import paths, yaml_files


class Words(BaseModel):
    """The sentences of each chart by their names, and the names of what is measured."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    schema_version: Literal[1]
    measures: dict[str, str]
    pain: dict[str, str]
    events: dict[str, str]
    weeks: dict[str, str]
    daily_life: dict[str, str]


@cache
def words() -> Words:
    """Return content/charts_pain.yaml, read once. Raises DataFileError where it is wrong."""
    return yaml_files.read_as(Words, paths.CONTENT / "charts_pain.yaml")


def measure(series: str) -> str:
    """Return what a column of `diary.days` measures, such as "worst pain"."""
    return words().measures[series]


def capital(text: str) -> str:
    """Return the text with a capital at its beginning, the rest as it is."""
    return text[:1].upper() + text[1:]


def dated(date: dt.date, today: dt.date) -> str:
    """Return "4 November", with the year where it is not that of `today`."""
    return f"{date.day} {date:%B}" + ("" if date.year == today.year else f" {date.year}")


def days(count: int) -> str:
    """Return "1 day", "2 days"."""
    return f"{count} day" if count == 1 else f"{count} days"


def half_points(score: float) -> str:
    """Return a level to the half point, such as "4" or "6.5"."""
    return f"{round(score * 2) / 2:g}"
