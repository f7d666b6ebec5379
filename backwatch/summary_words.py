"""The fixed sentences of the appointment summary, read from content/summary.yaml."""

import datetime as dt
from functools import cache

from pydantic import BaseModel, ConfigDict

from backwatch import yaml_files
from backwatch.paths import CONTENT


class Numbers(BaseModel):
    """The few numbers that decide how a diary is put into words."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    enough_days: int
    least_points: float
    least_share: float
    severe: int
    line_days: int
    line_least: int


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

    def day(self, date: dt.date) -> str:
        """Return "20 Nov"."""
        return f"{date.day} {self.months[date.month - 1]}"

    def full_day(self, date: dt.date) -> str:
        """Return "20 Nov 2026"."""
        return f"{self.day(date)} {date.year}"


@cache
def words() -> Words:
    """Return the fixed sentences of the sheet. Raises DataFileError when the file is wrong."""
    return yaml_files.read_as(Words, CONTENT / "summary.yaml")
