"""Diaries for the tests of the calendars, and what a calendar shows of them."""

import datetime as dt
import re

from backwatch import diary
from backwatch.charts import LIGHT, Chart, Period, Records
from backwatch.diary import Entry

TODAY = dt.date(2026, 11, 25)  # a Wednesday


def ago(days: int) -> dt.date:
    return TODAY - dt.timedelta(days=days)


def entry(days_ago: int, *, hour: int = 8, **recorded) -> Entry:
    at = dt.datetime.combine(ago(days_ago), dt.time(hour), dt.UTC)
    return Entry(person_id="p", date=at.date(), time=at.time(), recorded_at=at, **recorded)


def records(*entries: Entry, today: dt.date = TODAY) -> Records:
    held = diary.in_order(entries)
    return Records(today, tuple(held), diary.days(held, last=max(today, held[0].date)))


def last(days: int) -> Period:
    return Period(ago(days - 1), TODAY)


def made(make, days: int, *entries: Entry) -> Chart:
    """The chart of the last days; there has to be one."""
    chart = make(records(*entries), last(days), LIGHT)
    assert chart is not None
    return chart


def said(chart: Chart) -> str:
    """Everything that somebody reads above and below the drawing."""
    return " ".join([*chart.sentences, chart.counted, chart.key])


def cells(chart: Chart) -> dict[str, str]:
    """Of a calendar of days or weeks with a number in each cell: what stands in it.

    "2" woken twice, "0" a ring, "hatch", "dot"; with "bad" where a day was too bad to fill in.
    """
    found = {}
    drawing = chart.drawing.partition('<div class="bw-key')[0]
    for bad, number, inside in re.findall(
        r'<span class="d( bad)?"><small>(\d+)</small>(.*?)</span>', drawing
    ):
        mark = re.sub(r"<u.*?</u>", "", inside)
        words = re.sub(r"<.*?>", "", mark)
        name = re.search(r'<i class="(\w+)">', mark).group(1)
        if name == "zero":
            assert words == "0"
        found[number] = (words or name) + (" bad" if bad else "")
    return found


def rows(chart: Chart) -> dict[str, str]:
    """Of a calendar of signs: each row by its label, its marks as letters.

    X ticked (or the number of days), o answered and not ticked, ? not sure, / an entry without an
    answer, . no entry, _ nothing.
    """
    letters = {"on": "X", "zero": "o", "ask": "?", "hatch": "/", "dot": ".", "out": "_"}
    found: dict[str, str] = {}
    drawing = chart.drawing.partition('<div class="bw-signs"')[0]
    for label, row in re.findall(
        r'<div class="label">(.*?)</div><div class="row">(.*?)</div>', drawing
    ):
        name = re.sub(r"\s*<small>.*", "", label)
        marks = "".join(
            inside if mark == "on" and inside else letters[mark]
            for mark, inside in re.findall(r'<i class="(\w+)">(.*?)</i>', row)
        )
        found[name] = found.get(name, "") + marks
    return found


def boxes(chart: Chart) -> dict[str, list[str]]:
    """Of a year: the marks of each month, such as {"2026 Nov": ["full", "dot", ...]}."""
    found = {}
    for year, block in re.findall(r'<b>(\d{4})</b>(.*?)(?=<div class="year">|$)', chart.drawing):
        for month, row in re.findall(r'<span class="h">(\w+)</span>(.*?)</div>', block):
            found[f"{year} {month}"] = re.findall(r'<i class="(\w+)">', row)
    return found


def table(chart: Chart) -> list[dict[str, str]]:
    return chart.table.to_dict("records")
