"""Weight: what changed in kg and in 100, from which day to which, never why."""

import datetime as dt
import math

import pandas as pd
import pytest

from backwatch import diary
from backwatch.charts import LIGHT, Period, Records, weight
from backwatch.charts.counts_words import words
from backwatch.diary import Entry

TODAY = dt.date(2026, 11, 20)
LONG = Period(TODAY - dt.timedelta(days=90), TODAY)


def entry(ago, kg=None, *, hour=8, **more):
    date = TODAY - dt.timedelta(days=ago)
    at = dt.datetime.combine(date, dt.time(hour), tzinfo=dt.UTC)
    return Entry(person_id="p", date=date, time=dt.time(hour), recorded_at=at, weight_kg=kg, **more)


def made(*entries, period=LONG, pounds=False):
    entries = tuple(diary.in_order(entries))
    last = max(TODAY, entries[-1].date) if entries else None
    records = Records(TODAY, entries, diary.days(entries, last=last), pounds=pounds)
    return weight.chart(records, period, LIGHT)


def test_a_change_is_told_in_kg_in_100_and_with_both_days_and_the_check_is_named():
    chart = made(entry(40, 74.0), entry(20, 73.0), entry(5, 72.4))
    assert chart.sentences[0] == (
        "Your weight was 74 kg on 11 October and 72.4 kg on 15 November. "
        "That is 1.6 kg less (−2.2%)."
    )
    assert chart.counted == "You noted your weight on 3 of 3 recorded days."
    assert "Whether you meant it to change is not known here." in chart.sentences[-1]
    assert "say so in the check" in chart.sentences[-1]


def test_more_weight_has_its_own_word():
    assert "That is 1 kg more (+2.0%)." in made(entry(9, 50.0), entry(0, 51.0)).sentences[0]


@pytest.mark.parametrize(("last", "changed"), [(70.04, False), (70.06, True)])
def test_a_change_too_small_to_be_shown_is_none_and_nothing_is_said_of_its_meaning(last, changed):
    said = made(entry(9, 70.0), entry(0, last)).sentences
    assert ("70 kg on 11 November and again on" in said[0]) is not changed
    assert ("not known here" in said[-1]) is changed


def test_one_weight_is_told_as_one_and_drawn_as_one():
    chart = made(entry(3, 70.0))
    assert chart.sentences[0] == (
        "You noted your weight once in this time: 70 kg on 17 November. "
        "It takes two to see a change."
    )
    assert list(chart.drawing.data[0].y) == [70.0]


def test_a_time_without_a_weight_says_so_and_draws_nothing():
    chart = made(entry(200, 70.0), entry(3, pain_worst=4))
    assert chart.sentences[0].startswith("You noted no weight in this time.")
    assert chart.drawing is None
    assert chart.counted == "You noted your weight on 0 of 1 recorded days."


def test_somebody_who_never_noted_weight_or_appetite_has_no_card():
    assert made() is None
    assert made(entry(3, pain_worst=4, symptoms=("cough",))) is None
    assert made(entry(3, symptoms=("appetite",))) is not None


@pytest.mark.parametrize(("apart", "broken"), [(14, False), (15, True), (365, True)])
def test_the_line_joins_two_weeks_and_breaks_over_more(apart, broken):
    chart = made(
        entry(apart, 70.0), entry(0, 71.0), period=Period(TODAY - dt.timedelta(days=400), TODAY)
    )
    line = chart.drawing.data[0]
    assert any(math.isnan(value) for value in line.y) is broken
    assert line.connectgaps is False
    assert pd.Timestamp(line.x[-1]) - pd.Timestamp(line.x[0]) == pd.Timedelta(days=apart)
    assert words().weight.join_days == 14


def test_the_last_weight_of_a_day_is_the_one_that_counts():
    chart = made(entry(3, 70.0), entry(0, 80.0, hour=8), entry(0, 71.0, hour=20))
    assert list(chart.drawing.data[0].y) == [70.0, 71.0]


def test_a_weight_of_tomorrow_or_before_the_time_does_not_count():
    short = Period(TODAY - dt.timedelta(days=9), TODAY)
    chart = made(entry(-1, 99.0), entry(0, 70.0), entry(9, 71.0), entry(10, 90.0), period=short)
    assert list(chart.drawing.data[0].y) == [71.0, 70.0]


def test_a_small_change_does_not_look_like_a_fall():
    axis = made(entry(9, 70.0), entry(0, 69.9)).drawing.layout.yaxis
    assert axis.range[0] < 70 * 0.95
    assert axis.range[1] > 70 * 1.05
    assert any("70<br>0%" in text for text in axis.ticktext)
    wide = made(entry(9, 100.0), entry(0, 60.0)).drawing.layout.yaxis
    assert wide.range[0] < 60
    assert len(wide.tickvals) <= 7


def test_appetite_is_told_out_of_the_days_on_which_signs_were_noted():
    chart = made(
        *(entry(3, 70.0), entry(2, symptoms=("appetite", "cough")), entry(1, symptoms=("none",))),
        *(entry(0, pain_worst=0), entry(2, symptoms=("tired",), hour=20)),
    )
    assert "You ticked “Not wanting to eat” on 1 of 2 days" in chart.sentences[1]
    _, ticked, other = chart.drawing.data
    assert [pd.Timestamp(x).day for x in ticked.x] == [18]
    assert [pd.Timestamp(x).day for x in other.x] == [19]
    assert ticked.marker.symbol != other.marker.symbol
    assert ticked.y[0] < 70 * 0.95


def test_without_any_sign_noted_nothing_is_known_about_appetite():
    chart = made(entry(3, 70.0), entry(0, too_bad=True))
    assert "nothing is known about your appetite" in chart.sentences[1]
    assert len(chart.drawing.data[1].x) == 0
    assert chart.counted == "You noted your weight on 1 of 2 recorded days."
    assert "appetite" not in chart.key


def test_somebody_who_weighs_in_pounds_reads_pounds():
    chart = made(entry(9, 70.0), entry(0, 68.0), pounds=True)
    assert "154.3 lb on 11 November and 149.9 lb" in chart.sentences[0]
    assert "4.4 lb less (−2.9%)" in chart.sentences[0]
    assert list(chart.table["Weight, lb"]) == ["149.9", "154.3"]


def test_the_numbers_are_newest_first_and_say_what_was_not_recorded():
    table = made(entry(9, 70.0), entry(5, pain_worst=3), entry(0, symptoms=("none",))).table
    assert list(table["Weight, kg"]) == ["not recorded", "70"]
    assert list(table["Change since the first"]) == ["not recorded", "0%"]
    assert list(table["Not wanting to eat"]) == ["not ticked", "not recorded"]


def test_the_hour_that_is_lost_in_spring_moves_no_weight():
    lost = (TODAY - dt.date(2026, 3, 29)).days
    chart = made(
        *(entry(lost + 1, 70.0), entry(lost, 70.5), entry(lost - 1, 71.0)),
        period=Period(dt.date(2026, 3, 1), TODAY),
    )
    assert [pd.Timestamp(x).hour for x in chart.drawing.data[0].x] == [12, 12, 12]
    assert [pd.Timestamp(x).day for x in chart.drawing.data[0].x] == [28, 29, 30]


def test_a_finger_scrolls_the_page():
    figure = made(entry(9, 70.0), entry(0, 68.0)).drawing
    assert figure.layout.xaxis.fixedrange
    assert figure.layout.yaxis.fixedrange
    assert figure.layout.dragmode is False
