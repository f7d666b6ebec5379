"""Treatments, appointments and tests as numbered lines over a chart, and what the numbers mean."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from backwatch.charts.chart import Records
from backwatch.charts.look import Colours
from backwatch.charts.words import day, words

NARROWEST = 190  # pixels of the drawing on a phone 360 wide
ROW = 21  # pixels from one row of numbers to the next


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
    return tuple(f"{day(event.date, today)}: {'; '.join(event.words)}" for event in found)


def rows(found: Sequence[Event], length: int) -> list[int]:
    """Return in which row each number stands, 0 lowest, so that none touches another on a phone.

    length: the days of the drawing.
    """
    ends: list[float] = []  # where the last number of each row ends, in pixels
    placed = []
    for number, event in enumerate(found, 1):
        wide = 11 + 8 * len(str(number))
        middle = (event.date - found[0].date).days * NARROWEST / max(length, 1)
        row = next((n for n, end in enumerate(ends) if end <= middle - wide / 2), len(ends))
        if row == len(ends):
            ends.append(0)
        ends[row] = middle + wide / 2
        placed.append(row)
    return placed


def drawn(
    found: Sequence[Event], placed: Sequence[int], colours: Colours
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return the lines as shapes and the numbers above them as annotations."""
    lines = [
        {
            **{"type": "line", "xref": "x", "yref": "paper", "y0": 0, "y1": 1, "name": "event"},
            **{"x0": _noon(event), "x1": _noon(event), "layer": "below"},
            "line": {"color": colours.ink, "width": 1},
            "opacity": 0.55,
        }
        for event in found
    ]
    numbers = [
        {
            **{"x": _noon(event), "y": 1, "yref": "paper", "yanchor": "bottom"},
            **{"text": str(number), "showarrow": False, "yshift": 2 + ROW * row},
            **{"font": {"size": 12, "color": colours.ink}, "bgcolor": colours.card},
            **{"bordercolor": colours.ink, "borderwidth": 1, "borderpad": 1},
        }
        for number, (event, row) in enumerate(zip(found, placed, strict=True), 1)
    ]
    return lines, numbers


def _noon(event: Event) -> dt.datetime:
    return dt.datetime.combine(event.date, dt.time(12))
