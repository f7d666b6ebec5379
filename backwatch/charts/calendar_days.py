"""The days that a calendar draws, and what each of them holds."""

import calendar
import datetime as dt
from collections.abc import Iterable, Iterator

import numpy as np

from backwatch.charts.chart import Records
from backwatch.charts.period import Period
from backwatch.diary import Entry

ONE = dt.timedelta(days=1)
WEEKDAYS = tuple(name[:2] for name in calendar.day_abbr)  # weeks begin on Monday


def drawn_days(records: Records, period: Period) -> Period | None:
    """Return the part of the period since the first entry; None where the period has no entry.

    Days before somebody kept a diary are no gaps in it.
    """
    days = _dates(records)
    entries = records.days["entries"].to_numpy(dtype=np.int64)
    held = days[entries > 0]
    inside = held[(held >= np.datetime64(period.first)) & (held <= np.datetime64(period.last))]
    if not inside.size:
        return None
    first: dt.date = held[0].astype(object)
    return Period(max(period.first, first), period.last)


def values(records: Records, period: Period, column: str) -> dict[dt.date, int]:
    """Return the whole numbers of one column of `days`; a day without one is not there."""
    days = _dates(records)
    found = records.days[column].to_numpy(dtype=np.float64, na_value=np.nan)
    kept = ~np.isnan(found)
    kept &= (days >= np.datetime64(period.first)) & (days <= np.datetime64(period.last))
    numbers = found[kept].astype(np.int64).tolist()
    return dict(zip(days[kept].astype(object), numbers, strict=True))


def with_entry(records: Records, period: Period) -> set[dt.date]:
    """Return the days that have an entry."""
    return {day for day, count in values(records, period, "entries").items() if count}


def too_bad(records: Records, period: Period) -> set[dt.date]:
    """Return the days of which an entry says "too bad to fill in"."""
    return {entry.date for entry in inside(records.entries, period) if entry.too_bad}


def inside(entries: Iterable[Entry], period: Period) -> Iterator[Entry]:
    """Yield the entries of the period."""
    first, last = period.first, period.last
    return (entry for entry in entries if first <= entry.date <= last)


def days_of(period: Period) -> list[dt.date]:
    """Return every day of the period, in order."""
    return [period.first + ONE * number for number in range(period.length)]


def months_of(period: Period) -> list[dt.date]:
    """Return the first day of every month that the period touches, in order."""
    start = period.first.year * 12 + period.first.month - 1
    end = period.last.year * 12 + period.last.month - 1
    return [dt.date(month // 12, month % 12 + 1, 1) for month in range(start, end + 1)]


def month_length(first: dt.date) -> int:
    """Return how many days the month has."""
    return calendar.monthrange(first.year, first.month)[1]


def monday(day: dt.date) -> dt.date:
    """Return the Monday of the day's week."""
    return day - ONE * day.weekday()


def _dates(records: Records) -> "np.ndarray[tuple[int], np.dtype[np.datetime64]]":
    return records.days["day"].to_numpy().astype("datetime64[D]")
