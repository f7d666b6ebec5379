"""What a chart needs and what it is, whoever draws it."""

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from backwatch.charts.period import Period
from backwatch.diary import Appointment, Entry, TestResult, Treatment

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go


@dataclass(frozen=True)
class Records:
    """Everything that one person recorded, as of today.

    entries: in order of day and time, several a day possible, of later days too.
    days: one row a calendar day up to today, see diary.days; gaps are rows of NA.
    pounds: the person weighs in pounds; weights are in kg all the same.
    """

    today: dt.date
    entries: tuple[Entry, ...]
    days: "pd.DataFrame"
    treatments: tuple[Treatment, ...] = ()
    tests: tuple[TestResult, ...] = ()
    appointments: tuple[Appointment, ...] = ()
    pounds: bool = False

    def days_in(self, period: Period) -> "pd.DataFrame":
        """Return the rows of `days` that lie in the period."""
        day = self.days["day"].dt.date
        inside: pd.DataFrame = self.days[(day >= period.first) & (day <= period.last)]
        return inside


@dataclass(frozen=True)
class Chart:
    """A chart ready to be shown, in this order.

    id: a short name for keys, such as "nights".
    title: the heading of its card.
    sentences: what it says in plain words; the first alone must be true and enough.
    counted: how many days or times it rests on, such as "You noted 23 of 28 days."
    drawing: a Plotly figure, or SVG or HTML text whose colours come from the page's own tokens;
        None where there is too little to draw, and then a sentence says what is missing.
    alt: what the drawing shows, for somebody who cannot see it.
    key: how to read its marks, "" where nothing needs saying.
    events: what each numbered line of the drawing stands for, in order, as typed.
    to_check: whether a link to the check stands below the sentences.
    table: the numbers as words, newest first; "not recorded" where nothing was recorded.
    """

    id: str
    title: str
    sentences: tuple[str, ...]
    counted: str = ""
    drawing: "go.Figure | str | None" = None
    alt: str = ""
    key: str = ""
    events: tuple[str, ...] = ()
    to_check: bool = False
    table: "pd.DataFrame | None" = field(default=None, compare=False)


def in_words(column: "pd.Series[Any]") -> "pd.Series[Any]":
    """Return the values as they stand in a table, "not recorded" for a missing one."""
    return column.astype("string").fillna("not recorded")
