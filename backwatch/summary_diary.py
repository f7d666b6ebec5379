"""What the appointment summary shows of the diary: two charts on one time axis, and a day table.

Up to 70 days each day has a slot, up to 400 each week, beyond that each month.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Literal

from backwatch import summary_change
from backwatch.summary_change import DayRow, Sides, is_recorded, number
from backwatch.summary_facts import Tried
from backwatch.summary_words import Words

SHOWN_DAYS = 56  # the charts show 8 weeks unless asked otherwise
FEWEST_SHOWN_DAYS, MOST_SHOWN_DAYS = 14, 7305  # 20 years
DAILY_DAYS, WEEKLY_DAYS = 70, 400  # the longest period with one slot a day, and one a week
MOST_BARS = 4

Unit = Literal["day", "week", "month"]


@dataclass(frozen=True)
class Span:
    """A week or month of a long chart. Scores None: none recorded. `enough`: a full circle."""

    low: int | None
    middle: float | None
    high: int | None
    enough: bool
    woken: int
    nights: int  # recorded ones


@dataclass(frozen=True)
class Bar:
    """A treatment on the time axis, in slots from its start. `end` None: it goes on."""

    what: str
    first: float
    end: float | None


@dataclass(frozen=True)
class Chart:
    """Both charts on one axis of `slots` slots from `start`; None is a gap.

    worst, line and woken have one value a day, and are empty where `spans` has weeks or months.
    """

    unit: Unit
    start: dt.date
    slots: int
    worst: tuple[int | None, ...]
    line: tuple[float | None, ...]
    woken: tuple[bool | None, ...]
    spans: tuple[Span, ...]
    ticks: tuple[tuple[float, str], ...]
    visit: float | None  # where the last appointment stands, in slots
    visit_label: str
    bars: tuple[Bar, ...]
    heading: str
    takeaway: str
    nights_heading: str
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
    period = summary_change.last(today, shown_days)
    recorded = [date for date in period if is_recorded(by_date.get(date))]
    if not recorded:
        return ()
    if any(is_recorded(row) and date < period[0] for date, row in by_date.items()):
        return period
    first = min(recorded[0], period[-FEWEST_SHOWN_DAYS])
    return tuple(date for date in period if date >= first)


class _Axis:
    """The slots of a chart: where a day stands, and which days a week or month holds."""

    def __init__(self, shown: tuple[dt.date, ...]) -> None:
        self.shown = shown
        self.unit: Unit = (
            "day" if len(shown) <= DAILY_DAYS else "week" if len(shown) <= WEEKLY_DAYS else "month"
        )
        # Weeks are counted back from the last day, so that the newest is whole.
        self._lead = -len(shown) % 7
        self.slots = self._slot(shown[-1]) + 1

    def _slot(self, date: dt.date) -> int:
        first = self.shown[0]
        if self.unit == "month":
            return (date.year - first.year) * 12 + date.month - first.month
        days = (date - first).days
        return days if self.unit == "day" else (days + self._lead) // 7

    def place(self, date: dt.date) -> float:
        """Return where a day begins, in slots from the left; outside the chart its nearest end."""
        if date <= self.shown[0]:
            return 0
        if date > self.shown[-1]:
            return self.slots
        if self.unit == "month":
            # As if each month had 31 days: a fraction of a slot of 1 to 5 mm.
            return round(self._slot(date) + (date.day - 1) / 31, 3)
        days = (date - self.shown[0]).days
        return days if self.unit == "day" else round((days + self._lead) / 7, 3)

    def after(self, date: dt.date | None) -> float | None:
        """Return where the day after `date` begins; None for None."""
        return None if date is None else self.place(date + dt.timedelta(days=1))

    def spans(self) -> list[list[dt.date]]:
        """Return the days of each week or month."""
        found: list[list[dt.date]] = [[] for _ in range(self.slots)]
        for date in self.shown:
            found[self._slot(date)].append(date)
        return found

    def ticks(self, w: Words) -> tuple[tuple[float, str], ...]:
        """Return (middle of the slot, label): Mondays, then firsts of months, then of years."""
        if self.unit == "day":
            mondays = [
                (n + 0.5, w.day(date)) for n, date in enumerate(self.shown) if date.weekday() == 0
            ]
            return tuple(mondays[:: 2 if len(mondays) > 5 else 1])
        firsts = [date for date in self.shown if date.day == 1]
        if self.unit == "month" and len(firsts) > 30:
            firsts = [date for date in firsts if date.month == 1]
            return tuple((self.place(date), str(date.year)) for date in firsts)
        every = 1 if len(firsts) <= 7 else 2 if len(firsts) <= 14 else 4
        return tuple((self.place(d), f"{w.months[d.month - 1]} {d.year}") for d in firsts[::every])


def chart(
    by_date: dict[dt.date, DayRow],
    shown: tuple[dt.date, ...],
    compared: Sides,
    tried: Sequence[Tried],
    w: Words,
    *,
    with_table: bool,
) -> Chart:
    """Return both charts for the `shown` days, oldest first, with their sentences.

    with_table: whether the diary table is printed, so that the text alternative may point to it.
    """
    axis = _Axis(shown)
    rows = {d: row for d in shown if (row := by_date.get(d)) is not None and row.recorded}
    worst = tuple(rows[d].pain_worst if d in rows else None for d in shown)
    woken = tuple(rows[d].woken if d in rows else None for d in shown)
    daily = axis.unit == "day"
    visit = compared.visit if compared.visit and shown[0] < compared.visit <= shown[-1] else None
    bars = _bars(tried, shown, axis)
    alts = _alts(rows, shown, compared, tried, axis.unit, w)
    more = f" {w.chart['alt_table']}" if with_table else ""
    return Chart(
        unit=axis.unit,
        start=shown[0],
        slots=axis.slots,
        worst=worst if daily else (),
        line=_line(worst, w) if daily else (),
        woken=woken if daily else (),
        spans=() if daily else tuple(_span(days, rows, w) for days in axis.spans()),
        ticks=axis.ticks(w),
        visit=axis.place(visit) if visit else None,
        visit_label=w.chart["visit"].format(day=w.near_day(visit, shown[-1])) if visit else "",
        bars=bars,
        heading=w.chart["heading" if daily else f"heading_{axis.unit}"],
        takeaway=_takeaway(compared, w),
        nights_heading=w.chart["nights_treatments_heading" if bars else "nights_heading"],
        nights_takeaway=_nights(rows, w),
        alt=alts[0] + more,
        nights_alt=alts[1] + more,
    )


def _span(days: list[dt.date], rows: dict[dt.date, DayRow], w: Words) -> Span:
    recorded = [rows[day] for day in days if day in rows]
    scores = [row.pain_worst for row in recorded if row.pain_worst is not None]
    nights = [row.woken for row in recorded if row.woken is not None]
    return Span(
        low=min(scores, default=None),
        middle=median(scores) if scores else None,
        high=max(scores, default=None),
        enough=len(scores) >= w.numbers.week_least,
        woken=sum(nights),
        nights=len(nights),
    )


def _takeaway(compared: Sides, w: Words) -> str:
    before, since = compared.worst
    if before is None or since is None:
        return w.chart["not_enough"]
    key = "enough_visit" if compared.visit else "enough"
    return w.chart[key].format(before=number(before), since=number(since))


def _nights(rows: dict[dt.date, DayRow], w: Words) -> str:
    nights = [row.woken for row in rows.values() if row.woken is not None]
    if not nights:
        return w.chart["nights_none"]
    text = w.chart["nights"].format(woken=sum(nights), nights=len(nights))
    times = {date: row.wakings or 0 for date, row in rows.items()}
    # The last of equals: the newest is the one that is remembered.
    most = max(times, key=lambda date: (times[date], date))
    if times[most] < 2:
        return text
    day = w.near_day(most, max(rows))
    return w.chart["nights_worst"].format(text=text, day=day, times=times[most])


def drawn(tried: Sequence[Tried], shown: Sequence[dt.date]) -> list[Tried]:
    """Return the treatments that have a bar on a chart of these days, whether it has room or not.

    Those still going on come first, then those that began last.
    """
    if not shown:
        return []
    found = [
        each
        for each in tried
        if each.on_chart
        and each.started is not None
        and each.started <= shown[-1]
        and (each.ended is None or each.ended >= shown[0])
    ]
    return sorted(found, key=lambda e: (e.ended is not None, -(e.started or shown[0]).toordinal()))


def _bars(tried: Sequence[Tried], shown: tuple[dt.date, ...], axis: _Axis) -> tuple[Bar, ...]:
    kept = drawn(tried, shown)[:MOST_BARS]
    return tuple(
        Bar(each.short or each.what, axis.place(each.started or shown[0]), axis.after(each.ended))
        for each in sorted(kept, key=lambda e: e.started or shown[0])
    )


def _alts(
    rows: dict[dt.date, DayRow],
    shown: tuple[dt.date, ...],
    compared: Sides,
    tried: Sequence[Tried],
    unit: Unit,
    w: Words,
) -> tuple[str, str]:
    """Return the text alternatives of both charts, from the same numbers as the charts."""
    c = w.chart
    scores = [row.pain_worst for row in rows.values() if row.pain_worst is not None]
    nights = [row.woken for row in rows.values() if row.woken is not None]
    span = {"start": w.full_day(shown[0]), "end": w.full_day(shown[-1])}
    values, sides = "", ""
    if scores:
        values = c["alt_values"].format(
            low=min(scores), middle=number(median(scores)), high=max(scores)
        )
    before, since = compared.worst
    if compared.visit and before is not None and since is not None:
        sides = c["alt_sides"].format(
            before=number(before), since=number(since), day=w.near_day(compared.visit, shown[-1])
        )
    pain = c["alt" if unit == "day" else f"alt_{unit}"].format(
        scored=len(scores), days=len(shown), values=values, sides=sides, **span
    )
    night = c["alt_nights"].format(woken=sum(nights), nights=len(nights), **span)
    bars = [
        c["alt_bar" if each.ended else "alt_bar_open"]
        .format(
            what="{what}",
            start=w.full_day(each.started or shown[0]),
            end=w.full_day(each.ended) if each.ended else "",
        )
        .replace("{what}", each.what)  # not str.format on the person's words
        for each in drawn(tried, shown)[:MOST_BARS]
    ]
    if bars:
        night += " " + c["alt_bars"].replace("{bars}", "; ".join(bars))
    return " ".join(pain.split()), night


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


def diary_row(
    date: dt.date, row: DayRow | None, today: dt.date, w: Words, *, notes: bool
) -> tuple[str, ...]:
    """Return a row of the diary table; the day alone when there is no entry."""
    day = f"{w.weekdays[date.weekday()]} {w.near_day(date, today)}"
    if row is None or not row.recorded:
        return (day,)
    missing = w.change["not_recorded"]
    scores = [
        missing if score is None else str(score)
        for score in (row.pain_worst, row.pain_night, row.limits_day)
    ]
    woken = missing if row.woken is None else w.page_2["woken" if row.woken else "not_woken"]
    cells = (day, scores[0], scores[1], woken, scores[2])
    return (*cells, row.note.strip()) if notes else cells
