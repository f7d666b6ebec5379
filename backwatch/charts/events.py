"""Treatments, appointments and tests as numbered lines over a chart, and what the numbers mean."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from backwatch.charts.chart import Records
from backwatch.charts.look import Colours
from backwatch.charts.words import dated, words

NARROWEST = 190  # pixels of the drawing on a phone 360 wide
ROW = 21  # pixels from one row of numbers to the next
ROWS = 3


@dataclass(frozen=True)
class Event:
    """What happened on one day, in words. Names are as typed."""

    date: dt.date
    words: tuple[str, ...]


def events(records: Records, first: dt.date, last: dt.date) -> list[Event]:
    """Return what was recorded for these days, both included and none after today, by day."""
    said = words().events
    found: dict[dt.date, list[str]] = defaultdict(list)

    def keep(date: dt.date | None, text: str) -> None:
        if date and first <= date <= min(last, records.today):
            found[date].append(text)

    for treatment in records.treatments:
        keep(treatment.started, said["began"].format(name=treatment.name))
        keep(treatment.ended, said["ended"].format(name=treatment.name))
    for test in records.tests:
        keep(test.date, said["test"].format(name=test.name))
    for visit in records.appointments:
        text = said["visit_with"] if visit.with_whom else said["visit"]
        keep(visit.date, text.format(name=visit.with_whom))
    return [Event(date, tuple(found[date])) for date in sorted(found)]


def listed(found: Sequence[Event], today: dt.date) -> tuple[str, ...]:
    """Return one line for each number, in order."""
    return tuple(f"{dated(event.date, today)}: {'; '.join(event.words)}" for event in found)


@dataclass(frozen=True)
class Label:
    """The number of one event, or of a few that lie close together, and the row it stands in."""

    first: int  # counted from 1
    last: int
    row: int  # 0 is the lowest

    @property
    def text(self) -> str:
        """What it says, such as "3" or "3-5"."""
        return f"{self.first}" if self.first == self.last else f"{self.first}-{self.last}"


def labels(found: Sequence[Event], length: int) -> list[Label]:
    """Return the numbers in as few rows as allowed, so that none touches another on a phone.

    Where single numbers would take more rows, events that lie close together share one.
    length: the days of the drawing.
    """
    at = [(event.date - found[0].date).days * NARROWEST / max(length, 1) for event in found]
    near = 0.0
    while True:
        placed = _in_rows(_close(at, near), at)
        if all(label.row < ROWS for label in placed):
            return placed
        near += 4


def _close(at: Sequence[float], near: float) -> list[tuple[int, int]]:
    """Return the numbers that share a label: the first and the last of each, within `near`."""
    groups: list[tuple[int, int]] = []
    for n, pixel in enumerate(at):
        if near and groups and pixel - at[groups[-1][0]] <= near:
            groups[-1] = (groups[-1][0], n)
        else:
            groups.append((n, n))
    return groups


def _in_rows(groups: Sequence[tuple[int, int]], at: Sequence[float]) -> list[Label]:
    ends: list[float] = []  # where the last label of each row ends, in pixels
    placed = []
    for first, last in groups:
        wide = 11 + 8 * len(Label(first + 1, last + 1, 0).text)
        middle = (at[first] + at[last]) / 2
        row = next((n for n, end in enumerate(ends) if end <= middle - wide / 2), len(ends))
        if row == len(ends):
            ends.append(0)
        ends[row] = middle + wide / 2
        placed.append(Label(first + 1, last + 1, row))
    return placed


def drawn(
    found: Sequence[Event], placed: Sequence[Label], colours: Colours, height: int
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return the lines as shapes and the numbers above them as annotations.

    height: pixels from the lower to the upper edge of the drawing; a line goes on up to its number.
    """
    lines, numbers = [], []
    for label in placed:
        sharing = found[label.first - 1 : label.last]
        up = 2 + ROW * label.row
        lines += [
            {
                **{"type": "line", "xref": "x", "yref": "paper", "y0": 0, "name": "event"},
                **{"x0": _noon(each.date), "x1": _noon(each.date), "y1": 1 + up / height},
                "line": {"color": colours.ink, "width": 1},
                "layer": "below",
                "opacity": 0.55,
            }
            for each in sharing
        ]
        if len(sharing) > 1:  # a bar over all that share the number
            over = {"type": "line", "xref": "x", "yref": "paper", "name": "event numbers"}
            ends = {"x0": _noon(sharing[0].date), "x1": _noon(sharing[-1].date)}
            height_of = {"y0": 1 + up / height, "y1": 1 + up / height}
            lines.append({**over, **ends, **height_of, "line": {"color": colours.ink, "width": 1}})
        half = (sharing[-1].date - sharing[0].date) / 2
        numbers.append(
            {
                **{"x": _noon(sharing[0].date) + half, "y": 1, "yref": "paper"},
                **{"yanchor": "bottom", "showarrow": False, "yshift": up, "text": label.text},
                **{"font": {"size": 12, "color": colours.ink}, "bgcolor": colours.card},
                **{"bordercolor": colours.ink, "borderwidth": 1, "borderpad": 1},
            }
        )
    return lines, numbers


def _noon(date: dt.date) -> dt.datetime:
    return dt.datetime.combine(date, dt.time(12))
