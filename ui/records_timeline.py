"""Treatments on a line of time, drawn in HTML, and the same as a table.

The shape says what is known: square ends for a first and a last day, a point for one day, an arrow
where no last day is recorded, hatching where no first day is. No colour carries anything.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from backwatch import diary
from backwatch.diary import Treatment
from ui import cards

_MOST_TICKS = 3
_CLEAR = 20  # percent of the line
NOT_RECORDED = "not recorded"


@dataclass(frozen=True)
class Bar:
    """One treatment on the line: where it begins and ends, in percent of the whole line.

    shape: "whole" (both days known), "day" (one day), "open" (no last day), "early" (no first day).
    """

    shape: str
    left: float
    width: float


def span(treatments: Sequence[Treatment], today: dt.date) -> tuple[dt.date, dt.date] | None:
    """Return the first and last day of the line: all known days, and today. None: no day known."""
    days = [day for one in treatments for day in (one.started, one.ended) if day]
    if not days:
        return None
    first, last = min([*days, today]), max([*days, today])
    room = dt.timedelta(days=14)  # a line of one day would have no length
    return (first, last) if last - first >= room else (last - room, last)


def bar(treatment: Treatment, first: dt.date, last: dt.date) -> Bar | None:
    """Return where a treatment stands between two days; None where no day of it is known."""
    begun, ended = treatment.started, treatment.ended
    if begun is None and ended is None:
        return None
    whole = (last - first).days + 1

    def at(day: dt.date) -> float:
        return 100 * (day - first).days / whole

    left = at(begun or first)
    right = at((ended or last) + dt.timedelta(days=1))
    shape = "whole" if begun and ended else "open" if begun else "early"
    if begun is not None and begun == ended:
        shape = "day"
    return Bar(shape, left, right - left)


def ticks(first: dt.date, last: dt.date) -> list[tuple[float, str]]:
    """Return the months that begin on the line, a few at most: how far along in percent, and which.

    None stands close to an end, where the first and the last day are written.
    """
    whole = (last - first).days + 1
    months = []
    year, month = first.year, first.month
    while (start := dt.date(year, month, 1)) <= last:
        at = 100 * (start - first).days / whole
        if _CLEAR < at < 100 - 2 * _CLEAR:
            months.append((at, f"{start:%b}" if first.year == last.year else f"{start:%b %Y}"))
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    return months[:: max(1, -(-len(months) // _MOST_TICKS))]


def days_of(treatment: Treatment) -> str:
    """Return the days of a treatment in words."""
    begun = cards.day(treatment.started, weekday=False) if treatment.started else None
    ended = cards.day(treatment.ended, weekday=False) if treatment.ended else None
    if begun and ended:
        return f"on {begun}" if begun == ended else f"from {begun} to {ended}"
    if begun:
        return f"from {begun}, no last day recorded"
    return f"until {ended}, no first day recorded" if ended else "no days recorded"


def drawing(treatments: Sequence[Treatment], today: dt.date) -> str:
    """Return the line of time as HTML; "" where no day of any treatment is known."""
    known = span(treatments, today)
    if known is None:
        return '<p class="bw-note">Add the first day of a treatment to see it on a line.</p>'
    rows = "".join(_row(one, *known) for one in treatments)
    marks = "".join(
        f'<span style="left:{at:.2f}%">{cards.escape(words)}</span>' for at, words in ticks(*known)
    )
    alt = "; ".join(f"{one.name} {days_of(one)}" for one in treatments)
    return (
        f'<div class="bw-time" role="img" aria-label="{cards.escape(alt)}">{rows}'
        f'<span></span><span class="axis">{_end("first", known[0])}{marks}'
        f"{_end('last', known[1])}</span></div>"
        '<div class="bw-key" aria-hidden="true"><span><i class="k-open"></i>no last day recorded'
        '</span><span><i class="k-early"></i>no first day recorded</span>'
        '<span><i class="k-point"></i>one day</span></div>'
    )


def _end(name: str, day: dt.date) -> str:
    return f'<span class="{name}">{cards.escape(f"{day.day} {day:%b %Y}")}</span>'


def _row(treatment: Treatment, first: dt.date, last: dt.date) -> str:
    name = f"<span>{cards.escape(treatment.name)}</span>"
    found = bar(treatment, first, last)
    if found is None:
        return f'{name}<span class="track words">no days recorded</span>'
    place = f"left:{found.left:.2f}%;width:{found.width:.2f}%"
    return f'{name}<span class="track"><i class="{found.shape}" style="{place}"></i></span>'


def table(treatments: Sequence[Treatment]) -> str:
    """Return the same as a table, folded."""
    rows = "".join(_table_row(one) for one in treatments)
    heads = "".join(f'<th scope="col">{head}</th>' for head in _HEADS)
    return (
        '<details class="bw-src"><summary>The same as a table</summary><div class="bw-wide" '
        'tabindex="0" role="region" aria-label="Treatments as a table"><table class="bw-table">'
        f"<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div></details>"
    )


_HEADS = ("Treatment", "Kind", "First day", "Last day", "How much, how often", "Helped, 0 to 10")


def _table_row(treatment: Treatment) -> str:
    kind = treatment.kind
    cells = (
        diary.vocabulary().label("treatment_kinds", kind) if kind else NOT_RECORDED,
        cards.day(treatment.started, weekday=False) if treatment.started else NOT_RECORDED,
        cards.day(treatment.ended, weekday=False) if treatment.ended else NOT_RECORDED,
        treatment.dose or NOT_RECORDED,
        NOT_RECORDED if treatment.helped is None else str(treatment.helped),
    )
    shown = "".join(f"<td>{cards.escape(cell)}</td>" for cell in cells)
    return f'<tr><th scope="row">{cards.escape(treatment.name)}</th>{shown}</tr>'
