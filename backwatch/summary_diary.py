"""What the appointment summary says about the diary: two charts, a change table, one row a day."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from backwatch.summary_words import Words

SHOWN_DAYS = 56  # the chart and the diary table show 8 weeks unless asked otherwise
COMPARED_DAYS = 28  # each side of the change table
FEWEST_SHOWN_DAYS, MOST_SHOWN_DAYS = 14, 70  # one slot a day is readable up to 70 days


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


@dataclass(frozen=True)
class Chart:
    """Both charts, one value a calendar day from `start`; None is a gap."""

    start: dt.date
    worst: tuple[int | None, ...]
    line: tuple[float | None, ...]
    woken: tuple[bool | None, ...]
    ticks: tuple[tuple[int, str], ...]
    takeaway: str
    nights_takeaway: str
    alt: str
    nights_alt: str


def days_by_date(days: Sequence[DayRow], today: dt.date) -> dict[dt.date, DayRow]:
    """Return the rows up to today by date. Raises ValueError for two rows of one day."""
    found: dict[dt.date, DayRow] = {}
    for row in days:
        if row.date in found:
            raise ValueError(f"two rows for {row.date}")
        if row.date <= today:
            found[row.date] = row
    return found


def is_recorded(row: DayRow | None) -> bool:
    """Return whether the person made any entry that day."""
    return row is not None and row.recorded


def shown_dates(
    by_date: dict[dt.date, DayRow], today: dt.date, shown_days: int
) -> tuple[dt.date, ...]:
    """Return the days of the charts: from the first entry in the period, 14 days at least.

    Empty when the period holds no entry. A person who began last week is not shown seven empty
    weeks as if they had been left out.
    """
    if not FEWEST_SHOWN_DAYS <= shown_days <= MOST_SHOWN_DAYS:
        raise ValueError(
            f"shown_days is {FEWEST_SHOWN_DAYS} to {MOST_SHOWN_DAYS}, not {shown_days}"
        )
    period = _last(today, shown_days)
    recorded = [date for date in period if is_recorded(by_date.get(date))]
    if not recorded:
        return ()
    if any(is_recorded(row) and date < period[0] for date, row in by_date.items()):
        return period
    return tuple(date for date in period if date >= min(recorded[0], period[-FEWEST_SHOWN_DAYS]))


def _last(end: dt.date, days: int) -> tuple[dt.date, ...]:
    """Return the `days` days up to and with `end`, oldest first."""
    return tuple(end - dt.timedelta(days=back) for back in reversed(range(days)))


def chart(
    by_date: dict[dt.date, DayRow], shown: tuple[dt.date, ...], today: dt.date, w: Words
) -> Chart:
    """Return both charts for the `shown` days, oldest first, with their sentences."""
    rows = [row if is_recorded(row := by_date.get(date)) else None for date in shown]
    worst = tuple(row.pain_worst if row else None for row in rows)
    woken = tuple(row.woken if row else None for row in rows)
    scores = [score for score in worst if score is not None]
    nights = [night for night in woken if night is not None]
    before, since = _sides(by_date, today)
    middle_before = _middle([row.pain_worst for row in before], w)
    middle_since = _middle([row.pain_worst for row in since], w)
    if middle_before is None or middle_since is None:
        takeaway = w.chart["not_enough"]
    else:
        takeaway = w.chart["enough"].format(before=_num(middle_before), since=_num(middle_since))
    span = {"start": w.full_day(shown[0]), "end": w.full_day(shown[-1])}
    values = (
        w.chart["alt_values"].format(low=min(scores), middle=_num(median(scores)), high=max(scores))
        if scores
        else ""
    )
    counted = {"woken": sum(nights), "nights": len(nights)}
    return Chart(
        start=shown[0],
        worst=worst,
        line=_line(worst, w),
        woken=woken,
        ticks=_ticks(shown, w),
        takeaway=takeaway,
        nights_takeaway=(w.chart["nights"].format(**counted) if nights else w.chart["nights_none"]),
        alt=w.chart["alt"].format(scored=len(scores), days=len(shown), values=values, **span),
        nights_alt=w.chart["alt_nights"].format(**counted, **span),
    )


def _line(worst: tuple[int | None, ...], w: Words) -> tuple[float | None, ...]:
    """Return the middle value of the last 7 days for each day that can carry one, else None."""
    n = w.numbers
    if sum(score is not None for score in worst) < n.enough_days:
        return (None,) * len(worst)
    line: list[float | None] = []
    for day, today in enumerate(worst):
        week = [s for s in worst[max(0, day - n.line_days + 1) : day + 1] if s is not None]
        line.append(median(week) if today is not None and len(week) >= n.line_least else None)
    return tuple(line)


def _ticks(shown: tuple[dt.date, ...], w: Words) -> tuple[tuple[int, str], ...]:
    """Return (day number, "20 Nov") for Mondays; every second one when there are many."""
    mondays = [(day, w.day(date)) for day, date in enumerate(shown) if date.weekday() == 0]
    return tuple(mondays[:: 2 if len(mondays) > 5 else 1])


def _sides(by_date: dict[dt.date, DayRow], today: dt.date) -> tuple[list[DayRow], list[DayRow]]:
    """Return the recorded days of the 4 weeks before the last 4 weeks, and of the last 4 weeks."""
    dates = _last(today, 2 * COMPARED_DAYS)
    found = [
        [by_date[d] for d in side if is_recorded(by_date.get(d))]
        for side in (dates[:COMPARED_DAYS], dates[COMPARED_DAYS:])
    ]
    return found[0], found[1]


def _middle(scores: Sequence[int | None], w: Words) -> float | None:
    """Return the median score, or None with too few days to say."""
    known = [score for score in scores if score is not None]
    return median(known) if len(known) >= w.numbers.enough_days else None


def _num(value: float) -> str:
    """Return "4" or "4.5", never "4.0"."""
    return f"{value:g}"


def change(
    by_date: dict[dt.date, DayRow], today: dt.date, w: Words
) -> tuple[tuple[str, str, str, str], ...]:
    """Return (what, 4 weeks before, last 4 weeks, direction), compared at today."""
    c, n = w.change, w.numbers
    before, since = _sides(by_date, today)

    def middles(label: str, field: str) -> tuple[str, str, str, str]:
        sides = [_middle([getattr(row, field) for row in rows], w) for rows in (before, since)]
        texts = [c["not_enough"] if side is None else _num(side) for side in sides]
        return (label, texts[0], texts[1], _direction(sides[0], sides[1], n.least_points, w))

    def counts(
        label: str, known_before: list[bool], known_since: list[bool]
    ) -> tuple[str, str, str, str]:
        sides = (known_before, known_since)
        texts = [
            c["of"].format(count=sum(side), total=len(side)) if side else c["not_recorded"]
            for side in sides
        ]
        shares = [sum(side) / len(side) if len(side) >= n.enough_days else None for side in sides]
        return (label, texts[0], texts[1], _direction(shares[0], shares[1], n.least_share, w))

    def severe(rows: list[DayRow]) -> list[bool]:
        return [row.pain_worst >= n.severe for row in rows if row.pain_worst is not None]

    def woken(rows: list[DayRow]) -> list[bool]:
        return [row.woken for row in rows if row.woken is not None]

    entries = [c["of"].format(count=len(side), total=COMPARED_DAYS) for side in (before, since)]
    table = [
        (c["days"], entries[0], entries[1], ""),
        middles(c["worst"], "pain_worst"),
        counts(c["severe"].format(severe=n.severe), severe(before), severe(since)),
        counts(c["woken"], woken(before), woken(since)),
        middles(c["night"], "pain_night"),
        middles(c["limits"], "limits_day"),
    ]
    # A row that says "not enough days" twice tells nobody anything; the first row says why.
    return tuple(row for row in table if row[1:3] != (c["not_enough"],) * 2)


def _direction(before: float | None, since: float | None, least: float, w: Words) -> str:
    """Return more, less, same or cannot say. `least` is the smallest change that counts."""
    if before is None or since is None:
        return w.change["cannot_say"]
    # Rounded: 0.15 of a share must not be missed by the last binary digit.
    change = round(since - before, 9)
    if abs(change) < least:
        return w.change["same"]
    return w.change["more" if change > 0 else "less"]


def diary_row(date: dt.date, row: DayRow | None, w: Words) -> tuple[str, ...]:
    """Return a row of the diary table; the day alone when there is no entry."""
    day = f"{w.weekdays[date.weekday()]} {w.day(date)}"
    if row is None or not row.recorded:
        return (day,)
    missing = w.change["not_recorded"]
    scores = [
        missing if score is None else str(score)
        for score in (row.pain_worst, row.pain_night, row.limits_day)
    ]
    woken = missing if row.woken is None else w.page_2["woken" if row.woken else "not_woken"]
    return (day, scores[0], scores[1], woken, scores[2], row.note.strip())
