"""The nights when pain woke a person: a calendar of days, for long times the weeks of each month.

It counts and never says whether a change is one: trends.night_trend alone judges that.
"""

import datetime as dt
from dataclasses import dataclass

import pandas as pd

from backwatch.charts import calendar_days as cal
from backwatch.charts.calendar_words import Nights, bad_days, counted, key_row, words
from backwatch.charts.chart import Chart, Records
from backwatch.charts.look import Colours
from backwatch.charts.period import Period

NOT_RECORDED = "not recorded"


@dataclass(frozen=True)
class _Nights:
    """What was recorded of the nights of a period. `woken`: a day's highest number of times."""

    period: Period
    woken: dict[dt.date, int]
    entries: set[dt.date]
    bad: set[dt.date]

    def counts(self) -> tuple[int, int]:
        """Return how many nights pain woke the person, and how many are recorded."""
        return sum(times > 0 for times in self.woken.values()), len(self.woken)


def chart(records: Records, period: Period, colours: Colours) -> Chart | None:
    """Return the calendar of nights; None where no entry ever said how often pain woke somebody.

    A night stands on the day of its entry. Several entries a day: the highest number, as in
    diary.days. A day without a number is not recorded, whatever else it holds; 0 is recorded.
    """
    if not any(entry.wakings is not None for entry in records.entries):
        return None
    said = words().nights
    drawn = cal.drawn_days(records, period)
    if drawn is None:
        return Chart("nights", said.title, (said.none,))
    nights = _nights(records, drawn)
    without = len(nights.bad - nights.woken.keys())
    too_bad = [bad_days(said.bad, without)] if without else []
    if not nights.woken:
        return Chart("nights", said.title, (said.none, *too_bad))
    woken, recorded = nights.counts()
    weeks = nights.period.length > words().short_days
    sentences = [
        said.woken.format(woken=woken, recorded=recorded),
        *_before(records, nights.period, said),
        *too_bad,
    ]
    total = counted(nights.period.length, "night")
    return Chart(
        id="nights",
        title=said.title_weeks if weeks else said.title,
        sentences=tuple(sentences),
        counted=said.counted.format(recorded=recorded, nights=total),
        drawing=_weeks(nights) if weeks else _months(nights),
        alt=f"{' '.join(sentences)} {said.counted.format(recorded=recorded, nights=total)}",
        key=said.key_weeks if weeks else said.key,
        table=_week_table(nights) if weeks else _day_table(nights),
    )


def _nights(records: Records, period: Period) -> _Nights:
    return _Nights(
        period,
        cal.values(records, period, "wakings"),
        cal.with_entry(records, period),
        cal.too_bad(records, period),
    )


def _before(records: Records, period: Period, said: Nights) -> list[str]:
    """Return what the time of the same length before it held; nothing where no diary was kept."""
    length = dt.timedelta(days=period.length)
    earlier = Period(period.first - length, period.last - length)
    if cal.drawn_days(records, earlier) is None:
        return []
    days = counted(period.length)
    woken, recorded = _nights(records, earlier).counts()
    if not recorded:
        return [said.before_none.format(days=days)]
    return [f"{said.before.format(days=days, woken=woken, recorded=recorded)} {said.judge}"]


# --- single days ---

_WOKEN, _ZERO = '<i class="on">2</i>', '<i class="zero">0</i>'
_MISSING, _NONE = '<i class="hatch"></i>', '<i class="dot"></i>'


def _months(nights: _Nights) -> str:
    heads = "".join(f'<span class="h">{name}</span>' for name in cal.WEEKDAYS)
    months = "".join(
        f'<div class="month"><b>{first:%B %Y}</b><div class="grid">{heads}'
        f"{'<span></span>' * first.weekday()}"
        f"{''.join(_day(nights, day) for day in _month_days(first))}</div></div>"
        for first in cal.months_of(nights.period)
    )
    said = words().nights.marks
    marks = [
        (_WOKEN, said["woken"]),
        (_ZERO, said["zero"]),
        (_MISSING, said["missing"]),
        (_NONE, said["none"]),
        *([('<i class="bad"></i>', said["bad"])] if nights.bad else []),
    ]
    return f'<div class="bw-cells bw-cal">{months}</div>{key_row(marks)}'


def _month_days(first: dt.date) -> list[dt.date]:
    return [first.replace(day=day) for day in range(1, cal.month_length(first) + 1)]


def _day(nights: _Nights, day: dt.date) -> str:
    """Return one cell; a day outside the time leaves its place empty."""
    if day not in nights.period:
        return "<span></span>"
    times = nights.woken.get(day)
    if times:
        mark = f'<i class="on">{times}</i>'
    elif times == 0:
        mark = _ZERO
    else:
        mark = _MISSING if day in nights.entries else _NONE
    bad = " bad" if day in nights.bad else ""
    return f'<span class="d{bad}"><small>{day.day}</small>{mark}</span>'


def _day_table(nights: _Nights) -> pd.DataFrame:
    days = cal.days_of(nights.period)[::-1]
    return pd.DataFrame(
        {
            "Day": [f"{day:%a %d %b %Y}" for day in days],
            "Times woken": [str(nights.woken.get(day, NOT_RECORDED)) for day in days],
            "Entry": [_entry(nights, day) for day in days],
        }
    )


def _entry(nights: _Nights, day: dt.date) -> str:
    if day in nights.bad:
        return "too bad to fill in"
    return "yes" if day in nights.entries else "no entry"


# --- weeks ---


@dataclass(frozen=True)
class _Week:
    """One week from Monday, as far as it lies in the time."""

    woken: int
    recorded: int
    entries: int
    bad: int


def _by_week(nights: _Nights) -> dict[dt.date, _Week]:
    """Return the weeks by their Monday, in order, also those without an entry."""
    counts: dict[dt.date, list[int]] = {}
    for day in cal.days_of(nights.period):
        week = counts.setdefault(cal.monday(day), [0, 0, 0, 0])
        times = nights.woken.get(day)
        week[0] += bool(times)
        week[1] += times is not None
        week[2] += day in nights.entries
        week[3] += day in nights.bad
    return {monday: _Week(*week) for monday, week in counts.items()}


def _weeks(nights: _Nights) -> str:
    """Return the weeks, one row a month of their Mondays, the newest year first."""
    years: dict[int, dict[int, list[str]]] = {}
    for monday, week in _by_week(nights).items():
        years.setdefault(monday.year, {}).setdefault(monday.month, []).append(_week(monday, week))
    blocks = "".join(
        f'<div class="year"><b>{year}</b>{_month_rows(months)}</div>'
        for year, months in reversed(years.items())
    )
    said = words().nights.marks_weeks
    marks = [
        ('<i class="share"><u style="width:50%"></u></i>', said["woken"]),
        ('<i class="share"></i>', said["zero"]),
        (_MISSING, said["missing"]),
        (_NONE, said["none"]),
        *([('<i class="bad"></i>', said["bad"])] if nights.bad else []),
    ]
    return f'<div class="bw-cells bw-weeks">{blocks}</div>{key_row(marks)}'


def _month_rows(months: dict[int, list[str]]) -> str:
    return "".join(
        f'<div class="row"><span class="h">{dt.date(2000, month, 1):%b}</span>{"".join(cells)}'
        "</div>"
        for month, cells in months.items()
    )


def _week(monday: dt.date, week: _Week) -> str:
    if week.recorded:
        width = round(100 * week.woken / week.recorded)
        bar = f'<u style="width:{width}%"></u>' if week.woken else ""
        mark = f'{week.woken} of {week.recorded}<i class="share">{bar}</i>'
    else:
        mark = _MISSING if week.entries else _NONE
    bad = " bad" if week.bad else ""
    return f'<span class="d{bad}"><small>{monday.day}</small>{mark}</span>'


def _week_table(nights: _Nights) -> pd.DataFrame:
    weeks = list(_by_week(nights).items())[::-1]
    return pd.DataFrame(
        [
            {
                "Week from": f"{monday:%a %d %b %Y}",
                "Nights woken": _said(week),
                "Days with an entry": str(week.entries),
                "Days too bad to fill in": str(week.bad),
            }
            for monday, week in weeks
        ]
    )


def _said(week: _Week) -> str:
    if not week.recorded:
        return NOT_RECORDED
    nights = "night" if week.recorded == 1 else "nights"
    return f"woken on {week.woken} of {week.recorded} recorded {nights}"
