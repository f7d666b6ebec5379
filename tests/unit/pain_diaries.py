"""Diaries at the edge of what a chart can meet, made by hand: short, empty, double, far apart."""

import datetime as dt

from backwatch import diary
from backwatch.charts import Period, Records
from backwatch.diary import Entry

TODAY = dt.date(2026, 11, 20)


def ago(days):
    return TODAY - dt.timedelta(days=days)


def entry(days_ago, **recorded):
    date = ago(days_ago)
    at = dt.datetime.combine(date, dt.time(20), tzinfo=dt.UTC)
    return Entry(person_id="p", date=date, recorded_at=at, **recorded)


def daily(values, **more):
    """One entry a day that ends today with these worst pains; None leaves the day out."""
    return [
        entry(len(values) - 1 - number, pain_worst=value, **more)
        for number, value in enumerate(values)
        if value is not None
    ]


def records(*entries, **more):
    kept = diary.in_order(entries)
    days = diary.days([each for each in kept if each.date <= TODAY], last=TODAY if kept else None)
    return Records(today=TODAY, entries=tuple(kept), days=days, **more)


def period(days=91):
    return Period(ago(days - 1), TODAY)
