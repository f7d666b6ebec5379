"""Week by week: counts of the days that were noted, and stripes where nobody noted anything."""

import datetime as dt
import re

import pytest

from backwatch import diary
from backwatch.charts import LIGHT, Period, Records, week_counts
from backwatch.charts.counts_words import words
from backwatch.diary import Entry

TODAY = dt.date(2026, 11, 20)
LONG = Period(TODAY - dt.timedelta(days=90), TODAY)


def entry(ago, *, hour=8, today=TODAY, **what):
    date = today - dt.timedelta(days=ago)
    at = dt.datetime.combine(date, dt.time(hour), tzinfo=dt.UTC)
    return Entry(person_id="p", date=date, time=dt.time(hour), recorded_at=at, **what)


def made(*entries, period=LONG, today=TODAY):
    entries = tuple(diary.in_order(entries))
    last = max(today, entries[-1].date) if entries else None
    records = Records(today, entries, diary.days(entries, last=last))
    return week_counts.chart(records, period, LIGHT)


def cells(chart, name):
    """Return the cells of one row, block by block: a number as text, "x" for stripes."""
    found = []
    for block in chart.drawing.split('<div class="b">')[1:]:
        row = block.split(f">{name}</span>")[1].split("</span>")[0]
        found += re.findall(r'<i class="c( x)?"[^>]*>(?:<b>)?(\d*)', row)
    return ["x" if striped else number for striped, number in found]


RECORDED = "Days with an entry"
SEVERE = "Days with worst pain 7 or more"
WOKEN = "Nights woken by pain"
TOO_BAD = "Days too bad to fill in"


def test_the_last_seven_days_are_told_out_of_what_was_noted():
    chart = made(
        *(entry(6, pain_worst=7, wakings=1), entry(5, pain_worst=6, wakings=0)),
        *(entry(1, too_bad=True), entry(0, pain_worst=9)),
    )
    assert chart.sentences[0] == (
        "In the last 7 days you noted 4 days. Worst pain was 7 or more on 2 of 3 days with a "
        "score. Pain woke you on 1 of 2 recorded nights. It was too bad to fill in on 1 day."
    )
    assert chart.counted == "You noted 4 of 7 days."
    assert "may have been good or bad" in chart.sentences[1]


@pytest.mark.parametrize(("worst", "severe"), [(6, "0"), (7, "1"), (10, "1"), (0, "0")])
def test_a_worst_pain_of_7_counts_and_6_does_not(worst, severe):
    assert words().weeks.severe == 7
    assert cells(made(entry(0, pain_worst=worst)), SEVERE) == [severe]


def test_weeks_are_counted_back_from_the_last_day():
    chart = made(entry(7, pain_worst=8), entry(6, pain_worst=8), entry(0, pain_worst=8))
    assert cells(chart, RECORDED) == ["1", "2"]
    assert list(chart.table["Days"]) == ["14 November to 20 November", "13 November"]
    assert list(chart.table[RECORDED]) == ["2 of 7", "1 of 1"]


def test_a_week_without_an_entry_is_striped_and_its_days_with_an_entry_are_a_real_0():
    chart = made(entry(14, pain_worst=3, wakings=0), entry(0, pain_worst=3, wakings=2))
    assert cells(chart, RECORDED) == ["1", "0", "1"]
    assert cells(chart, SEVERE) == ["0", "x", "0"]
    assert cells(chart, WOKEN) == ["0", "x", "1"]
    assert cells(chart, TOO_BAD) == ["0", "x", "0"]
    assert list(chart.table[WOKEN]) == ["1 of 1", "not recorded", "0 of 1"]
    assert "<b>0</b>" in chart.drawing


def test_what_was_not_noted_is_not_a_0():
    chart = made(entry(0, note="only words"))
    assert cells(chart, SEVERE) == ["x"]
    assert cells(chart, WOKEN) == ["x"]
    assert "Worst pain was not noted. Nights were not noted." in chart.sentences[0]
    assert chart.table[SEVERE].iloc[0] == "not recorded"


def test_a_day_too_bad_to_fill_in_is_recorded_and_has_no_score():
    chart = made(entry(1, too_bad=True), entry(0, pain_worst=2))
    assert cells(chart, RECORDED) == ["2"]
    assert cells(chart, TOO_BAD) == ["1"]
    assert list(chart.table[SEVERE]) == ["0 of 1"]
    assert list(chart.table[TOO_BAD]) == ["1 of 2"]


def test_two_entries_a_day_are_one_day_with_its_highest_score():
    chart = made(entry(0, pain_worst=2, too_bad=True), entry(0, pain_worst=8, wakings=1, hour=20))
    assert list(chart.table.iloc[0][[RECORDED, SEVERE, WOKEN, TOO_BAD]]) == [
        *("1 of 1", "1 of 1", "1 of 1", "1 of 1")
    ]


def test_a_last_week_without_an_entry_is_told_as_such():
    chart = made(entry(10, pain_worst=8))
    assert chart.sentences[0] == "In the last 7 days you noted nothing."


def test_ten_years_are_all_in_the_numbers_and_the_last_year_is_drawn_newest_block_first():
    ten = Period(TODAY - dt.timedelta(days=3640), TODAY)
    chart = made(entry(3640, pain_worst=8), entry(0, pain_worst=3), period=ten)
    assert len(chart.table) == 521
    assert chart.table[SEVERE].iloc[-1] == "1 of 1"
    assert len(cells(chart, RECORDED)) == 52
    assert cells(chart, RECORDED)[12] == "1"
    assert "newest weeks are in the first block" in chart.key
    assert "the last 52 weeks" in chart.key
    assert "weeks" not in made(entry(0, pain_worst=3)).key


def test_the_heads_name_month_and_year_where_they_change():
    today = dt.date(2026, 1, 10)
    period = Period(today - dt.timedelta(days=90), today)
    chart = made(*(entry(n, today=today) for n in (0, 20)), period=period, today=today)
    heads = re.findall(r'<i class="h">(.*?)</i>', chart.drawing)
    assert heads == ["27<br>Dec<br>’25", "3<br>Jan<br>’26", "10"]


def test_only_days_of_the_time_count():
    short = Period(TODAY - dt.timedelta(days=9), TODAY)
    chart = made(
        *(entry(-1, pain_worst=9), entry(0, pain_worst=3), entry(9, pain_worst=3)),
        entry(10, pain_worst=9),
        period=short,
    )
    assert cells(chart, RECORDED) == ["1", "1"]
    assert cells(chart, SEVERE) == ["0", "0"]
    assert made(entry(10, pain_worst=9), period=short).sentences == (words().weeks.none,)


def test_an_empty_diary_has_no_card():
    assert made() is None
    assert made(entry(-1, pain_worst=3)) is None


def test_the_fill_of_a_cell_is_its_share():
    widths = [
        int(re.search(r"border-bottom-width:(\d+)px", made(*days).drawing)[1])
        for days in (
            [entry(0, pain_worst=3), entry(6, pain_worst=3)],
            [entry(n, pain_worst=3) for n in range(7)],
        )
    ]
    assert widths[0] < widths[1]


def test_the_hour_that_is_lost_in_spring_moves_no_day():
    today = dt.date(2026, 4, 2)
    days = [entry(n, today=today, pain_worst=8, wakings=0) for n in range(14)]
    period = Period(today - dt.timedelta(days=27), today)
    chart = made(*days, period=period, today=today)
    assert cells(chart, RECORDED) == ["7", "7"]
    assert cells(chart, SEVERE) == ["7", "7"]
