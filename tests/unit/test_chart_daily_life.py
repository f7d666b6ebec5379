"""Pain, limits on the day and sleep: each with its own unit, and never taken for one another."""

import datetime as dt
import math
import time

import numpy as np
import pandas as pd
import pytest

from backwatch.charts import LIGHT, Period, daily_life
from tests.unit.pain_diaries import TODAY, ago, entry, period, records


def made(*entries, days=91):
    return daily_life.chart(records(*entries), period(days), LIGHT)


def traces(chart):
    return {trace.name: trace for trace in chart.drawing.data}


def said(chart):
    return " ".join(chart.sentences)


def whole(days_ago, **more):
    return entry(days_ago, **{"pain_worst": 5, "limits_day": 3, "sleep_hours": 6.5, **more})


def headings(chart):
    return [note.text for note in chart.drawing.layout.annotations]


def test_three_panels_share_the_days_and_each_has_its_own_unit_and_scale():
    chart = made(whole(1), whole(0))
    assert headings(chart) == ["worst pain, 0 to 10", "limits on the day, 0 to 10", "sleep, hours"]
    found = traces(chart)
    assert [found[name].yaxis for name in ("pain", "limits", "sleep")] == ["y", "y2", "y3"]
    assert list(found["pain"].x) == list(found["limits"].x) == list(found["sleep"].x)
    axes = [chart.drawing.layout[name] for name in ("yaxis", "yaxis2", "yaxis3")]
    assert [axis.range[1] > top for axis, top in zip(axes, (10, 10, 12), strict=True)] == [True] * 3
    lows = [axis.domain[0] for axis in axes]
    highs = [axis.domain[1] for axis in axes]
    assert all(low > high for low, high in zip(lows, highs[1:], strict=False))
    assert all(axis.fixedrange for axis in axes)
    assert len({found[name].marker.symbol for name in ("pain", "limits", "sleep")}) == 3
    assert len({found[name].line.dash for name in ("pain", "limits", "sleep")}) == 3


def test_what_was_not_recorded_is_no_mark_and_0_is_an_open_one():
    chart = made(whole(2), whole(1, sleep_hours=None, limits_day=0), whole(0, sleep_hours=0.0))
    found = traces(chart)
    assert [math.isnan(y) for y in found["sleep"].y] == [False, True, False]
    assert list(found["limits"].y) == [3, 0, 3]
    assert list(found["limits, 0"].y) == [0]
    assert list(found["sleep, 0"].x) == [found["sleep"].x[2]]
    assert chart.table["Hours of sleep"].tolist() == ["0", "not recorded", "6.5"]
    assert chart.table["Limits on the day"].tolist() == ["3", "0", "3"]


def test_a_day_without_an_entry_is_a_grey_band_and_one_too_bad_to_fill_in_is_not():
    chart = made(whole(3), entry(2, too_bad=True), whole(0))
    (band,) = chart.drawing.layout.shapes
    assert band.path == f"M{ago(1)},0L{TODAY},0L{TODAY},1L{ago(1)},1Z"
    assert chart.counted == "You noted 3 of 4 days."
    assert [math.isnan(y) for y in traces(chart)["pain"].y] == [False, True, True, False]


def test_the_sentences_count_each_of_them_and_name_no_cause():
    chart = made(whole(1, sleep_hours=4.0), whole(0))
    assert chart.sentences == (
        "Sleep was between 4 and 6.5 hours, with a middle value of 5.2 (2 days). The limit on your "
        "day was 3 each time (2 days). Worst pain was 5 each time (2 days).",
        "Lines that move together do not show that one is the cause of the other.",
    )


def test_a_panel_for_which_nothing_was_noted_is_left_out_and_said():
    chart = made(entry(0, sleep_hours=7.0))
    assert headings(chart) == ["sleep, hours"]
    assert "The limit on your day was not recorded in this time." in said(chart)
    assert chart.table["Limits on the day"].tolist() == ["not recorded"]


def test_without_sleep_or_limits_ever_there_is_no_card():
    assert made() is None
    assert made(entry(0, pain_worst=5), entry(1, too_bad=True)) is None


def test_with_them_only_at_another_time_a_sentence_says_what_to_do():
    chart = made(whole(300), entry(0, pain_worst=5))
    assert chart.drawing is None
    assert "Nothing was noted about sleep or your day in this time." in said(chart)


@pytest.mark.parametrize("first", [0, 1])
def test_with_two_entries_a_day_the_worst_limit_counts_and_the_sleep_noted_last(first):
    at = [dt.time(7), dt.time(21)]
    two = [
        entry(0, time=at[0], limits_day=8, sleep_hours=4.0),
        entry(0, time=at[1], limits_day=2, sleep_hours=5.5),
    ]
    chart = made(two[first], two[1 - first], entry(0, time=dt.time(22), pain_worst=3))
    assert list(traces(chart)["limits"].y) == [8]
    assert list(traces(chart)["sleep"].y) == [5.5]
    assert "the sleep noted last" in chart.key


def test_always_0_is_drawn_at_0_in_all_panels():
    chart = made(*[whole(n, pain_worst=0, limits_day=0, sleep_hours=0.0) for n in range(20)])
    for name in ("pain", "limits", "sleep"):
        assert list(traces(chart)[name].y) == [0] * 20
        assert len(traces(chart)[f"{name}, 0"].x) == 20


@pytest.mark.parametrize(("hours", "top"), [(12.0, 12), (12.5, 12.5), (24.0, 24)])
def test_a_long_sleep_fits_the_scale(hours, top):
    axis = made(whole(0, sleep_hours=hours)).drawing.layout.yaxis3
    assert axis.range[1] == pytest.approx(1.06 * top)


def test_days_a_year_apart_keep_their_distance_and_entries_after_today_are_left_out():
    chart = made(whole(364), whole(0), whole(-1, sleep_hours=1.0), days=365)
    sleep = traces(chart)["sleep"]
    assert pd.Timestamp(sleep.x[-1]) - pd.Timestamp(sleep.x[0]) == pd.Timedelta(days=364)
    assert np.nanmin(sleep.y) == 6.5
    assert len(chart.table) == 365


def test_the_night_on_which_clocks_change_is_one_night():
    clock = (TODAY - dt.date(2026, 10, 25)).days
    chart = made(*[whole(clock + n) for n in (-1, 0, 1)])
    assert set(np.diff(traces(chart)["sleep"].x)) == {np.timedelta64(1, "D")}


def test_ten_years_are_quickly_there():
    kept = records(*[whole(n) for n in range(3650)], *[whole(n) for n in range(0, 3650)])
    took = []
    for _ in range(3):
        start = time.perf_counter()
        chart = daily_life.chart(kept, Period(ago(3649), TODAY), LIGHT)
        took.append(time.perf_counter() - start)
    assert len(chart.table) == 3650
    assert min(took) < 0.4  # about 0.05 on a quiet machine
