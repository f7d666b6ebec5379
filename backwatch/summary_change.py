"""What changed since the last appointment: computed here once, for page, PDF and plain text alike.

Compared are the days since the last appointment that is over with as many days before it (28 at
least); without one, the last 4 weeks with the 4 before.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median

from backwatch.summary_words import Words

COMPARED_DAYS = 28  # each side without a last appointment, and the least before one


@dataclass(frozen=True)
class DayRow:
    """One calendar day of the diary. Scores are 0 to 10; None is not recorded, never 0."""

    date: dt.date
    pain_worst: int | None = None
    pain_night: int | None = None
    woken: bool | None = None  # by pain, in the night before this day
    limits_day: int | None = None
    recorded: bool = True  # False: the person made no entry at all
    note: str = ""
    wakings: int | None = None  # times woken by pain that night
    medicine: bool = False  # a medicine was noted; False is nothing noted, not nothing taken


@dataclass(frozen=True)
class Sides:
    """The recorded days of both sides, and how many calendar days each side has."""

    before: list[DayRow]
    since: list[DayRow]
    days_before: int
    days_since: int
    visit: dt.date | None = None  # the first day of `since`, where it is the last appointment
    worst: tuple[float | None, float | None] = field(default=(None, None))  # middle worst pain


def is_recorded(row: DayRow | None) -> bool:
    """Return whether the person made any entry that day."""
    return row is not None and row.recorded


def last(end: dt.date, days: int) -> tuple[dt.date, ...]:
    """Return the `days` days up to and with `end`, oldest first."""
    return tuple(end - dt.timedelta(days=back) for back in reversed(range(days)))


def sides(by_date: dict[dt.date, DayRow], today: dt.date, visit: dt.date | None, w: Words) -> Sides:
    """Return what is compared at today. The day of the appointment itself counts as since.

    An appointment of today or later is not the last one.
    """
    if visit is not None and visit < today:
        count = (today - visit).days + 1
    else:
        visit, count = None, COMPARED_DAYS
    count_before = max(count, COMPARED_DAYS)
    first = today - dt.timedelta(days=count)  # the last day before
    found = [
        [by_date[d] for d in dates if is_recorded(by_date.get(d))]
        for dates in (last(first, count_before), last(today, count))
    ]
    worst = [middle([row.pain_worst for row in side], w) for side in found]
    return Sides(found[0], found[1], count_before, count, visit, (worst[0], worst[1]))


def middle(scores: Sequence[int | None], w: Words) -> float | None:
    """Return the median score, or None with too few days to say."""
    known = [score for score in scores if score is not None]
    return median(known) if len(known) >= w.numbers.enough_days else None


def number(value: float) -> str:
    """Return "4" or "4.5", never "4.0"."""
    return f"{value:g}"


def table(compared: Sides, w: Words) -> tuple[tuple[str, str, str, str], ...]:
    """Return (what, before, since, direction), one row for each thing that was ever recorded."""
    c, n = w.change, w.numbers
    before, since = compared.before, compared.since

    def of(count: int, total: int) -> str:
        return c["of"].format(count=count, total=total)

    def middles(label: str, field_name: str) -> tuple[str, str, str, str]:
        two = [middle([getattr(row, field_name) for row in rows], w) for rows in (before, since)]
        texts = [c["not_enough"] if side is None else number(side) for side in two]
        return (label, texts[0], texts[1], _direction(two[0], two[1], n.least_points, w))

    def counts(label: str, *both: list[bool]) -> tuple[str, str, str, str]:
        texts = [of(sum(side), len(side)) if side else c["not_recorded"] for side in both]
        shares = [sum(side) / len(side) if len(side) >= n.enough_days else None for side in both]
        return (label, texts[0], texts[1], _direction(shares[0], shares[1], n.least_share, w))

    def severe(rows: list[DayRow]) -> list[bool]:
        return [row.pain_worst >= n.severe for row in rows if row.pain_worst is not None]

    def woken(rows: list[DayRow]) -> list[bool]:
        return [row.woken for row in rows if row.woken is not None]

    found = [
        (
            c["days"],
            of(len(before), compared.days_before),
            of(len(since), compared.days_since),
            "",
        ),
        middles(c["worst"], "pain_worst"),
        counts(c["severe"].format(severe=n.severe), severe(before), severe(since)),
        counts(c["woken"], woken(before), woken(since)),
        middles(c["night"], "pain_night"),
        middles(c["limits"], "limits_day"),
    ]
    medicine = [sum(row.medicine for row in rows) for rows in (before, since)]
    if any(medicine):
        # A day with nothing noted is not a day with nothing taken: no direction is said.
        texts = [
            of(count, len(rows)) if rows else c["not_recorded"]
            for count, rows in zip(medicine, (before, since), strict=True)
        ]
        found.append((c["medicine"], texts[0], texts[1], ""))
    # A row that says "not enough days" twice tells nobody anything; the first row says why.
    return tuple(row for row in found if row[1:3] != (c["not_enough"],) * 2)


def _direction(before: float | None, since: float | None, least: float, w: Words) -> str:
    """Return more, less, same or cannot say. `least` is the smallest change that counts."""
    if before is None or since is None:
        return w.change["cannot_say"]
    # Rounded: 0.15 of a share must not be missed by the last binary digit.
    change = round(since - before, 9)
    if abs(change) < least:
        return w.change["same"]
    return w.change["more" if change > 0 else "less"]
