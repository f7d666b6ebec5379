"""Pain week by week: means of recorded days, how many, and no word of its own about change."""

import datetime as dt
import time

import numpy as np
import pandas as pd
import pytest

from backwatch import trend_rules, trends
from backwatch.charts import LIGHT, Period, weeks
from tests.unit.pain_diaries import TODAY, ago, daily, entry, period, records
from tests.unit.test_trends import FLAT, RISING


def made(*entries, days=91):
    return weeks.chart(records(*entries), period(days), LIGHT)


def traces(chart):
    return {trace.name: trace for trace in chart.drawing.data}


def said(chart):
    return " ".join(chart.sentences)


def test_weeks_are_7_days_and_the_last_one_ends_today():
    found = weeks.by_week(records(*daily([1] * 7 + [2] * 7 + [6] * 7)).days, "pain_worst")
    assert list(found.mean) == [1, 2, 6]
    assert list(found.last) == [np.datetime64(ago(n)) for n in (14, 7, 0)]
    assert list(found.first) == [np.datetime64(ago(n)) for n in (20, 13, 6)]


def test_the_oldest_week_may_be_cut_short_and_says_of_how_many_days():
    chart = made(*daily([8, 8, *[2] * 7]))
    assert chart.table["Days with a score"].tolist() == ["7 of 7", "2 of 2"]
    assert chart.table["Mean of worst pain"].tolist() == ["2.0", "8.0"]
    assert chart.table["From"].tolist()[-1] == f"{ago(8):%d %b %Y}"


def test_days_left_out_do_not_pull_a_mean_down_and_a_0_does():
    gaps = made(*daily([6, None, 6, None, 6, None, 6]))
    zeros = made(*daily([6, 0, 6, 0, 6, 0, 6]))
    assert (
        gaps.sentences[0]
        == "In the last 7 days, the mean of your worst pain was 6.0 (4 of 7 days)."
    )
    assert (
        zeros.sentences[0]
        == "In the last 7 days, the mean of your worst pain was 3.4 (7 of 7 days)."
    )


@pytest.mark.parametrize(("days", "hatched"), [(3, True), (4, False)])
def test_a_week_on_fewer_than_4_days_is_hatched_and_called_too_few(days, hatched):
    chart = made(*daily([5] * days + [None] * (7 - days)), entry(0))
    found = traces(chart)
    assert trend_rules.settings().weeks.least_days == 4
    assert ("mean of few days" in found) is hatched
    assert ("mean" in found) is not hatched
    assert ("That is too few for a mean." in said(chart)) is hatched
    if hatched:
        assert found["mean of few days"].marker.pattern.shape == "/"


def test_always_0_is_a_ring_on_the_line_and_a_mean_of_0():
    chart = made(*daily([0] * 21))
    assert list(traces(chart)["0"].y) == [0, 0, 0]
    assert chart.table["Mean of worst pain"].tolist() == ["0.0"] * 3
    assert chart.drawing.layout.shapes == ()


def test_a_week_without_a_score_is_a_grey_band_and_no_bar():
    chart = made(*daily([5] * 7 + [None] * 7 + [6] * 7), entry(8, too_bad=True))
    assert list(traces(chart)["mean"].y) == [5, 6]
    (band,) = chart.drawing.layout.shapes
    assert band.path == f"M{ago(13)},0L{ago(6)},0L{ago(6)},1L{ago(13)},1Z"
    assert chart.table["Mean of worst pain"].tolist() == ["6.0", "not recorded", "5.0"]


def test_the_numbers_below_the_bars_are_the_days_with_a_score():
    chart = made(*daily([5, None, 5, 5, 5, 5, 5, 1, None, None, None, None, None, None]), entry(0))
    assert list(traces(chart)["days"].text) == ["6", "1"]
    assert "days" not in traces(made(*daily([5] * 105), days=105))


@pytest.mark.parametrize("scores", [FLAT, RISING, [10 - v for v in RISING], [4] * 5, [0] * 40])
def test_of_change_it_says_nothing_itself_but_where_the_verdict_stands(scores):
    chart = made(*daily(scores))
    assert "The top of this page says whether your pain is changing." in said(chart)
    for word in ("worse", "better", "rising", "falling", "higher", "lower", "more", "less"):
        assert word not in said(chart)
    found = trends.pain_trend(records(*daily(scores)).days, TODAY)
    rises = found.verdict in ("clear_rise", "possible_rise")
    assert ("If you have cancer, tell your team about this." in chart.sentences) is rises


def test_two_bars_that_differ_are_not_called_a_change():
    chart = made(*daily([2] * 7 + [8] * 7))
    assert "Weeks that differ are not yet a change." in said(chart)


def test_the_means_of_2_4_and_8_weeks_say_on_how_many_days_they_rest():
    chart = made(*daily([2] * 28 + [4] * 28))
    assert chart.sentences[1] == (
        "Means of the last weeks: 2 weeks: 4.0 (14 of 14 days); 4 weeks: 4.0 (28 of 28 days); "
        "8 weeks: 3.0 (56 of 56 days)."
    )
    short = made(*daily([3] * 10))
    assert short.sentences[1] == "Means of the last weeks: 2 weeks: 3.0 (10 of 14 days)."
    few = made(*daily([3] * 7))
    assert few.sentences[1] == "Means of the last weeks: 2 weeks: not enough days (7 of 14)."


def test_without_a_score_ever_there_is_no_card_and_without_one_in_this_time_a_sentence():
    assert made() is None
    assert made(entry(0, note="x"), entry(1, too_bad=True), entry(2, wakings=2)) is None
    old = made(entry(200, pain_worst=4))
    assert old.drawing is None
    assert "There is no pain score in this time." in said(old)


def test_one_entry_is_one_hatched_bar():
    chart = made(entry(0, pain_worst=7))
    assert list(traces(chart)["mean of few days"].y) == [7]
    assert "on 1 of 7 days" in said(chart)


def test_two_entries_a_day_count_as_one_day_and_later_ones_do_not_count():
    chart = made(entry(0, pain_worst=3), entry(0, pain_worst=8), entry(-1, pain_worst=10))
    assert chart.table["Days with a score"].tolist() == ["1 of 1"]
    assert chart.table["Mean of worst pain"].tolist() == ["8.0"]


def test_days_a_year_apart_have_all_their_empty_weeks_between():
    chart = made(entry(364, pain_worst=3), entry(0, pain_worst=5), days=365)
    assert len(chart.table) == 53
    assert chart.table["Mean of worst pain"].tolist()[1:-1] == ["not recorded"] * 51
    assert list(traces(chart)["mean of few days"].y) == [3, 5]
    assert chart.counted.startswith("A score was noted on 2 of 365 days.")


def test_the_week_in_which_clocks_change_has_7_days():
    autumn = TODAY - dt.date(2026, 10, 25)
    found = weeks.by_week(records(*daily([4] * (autumn.days + 10))).days, "pain_worst")
    assert set((found.last - found.first)[1:]) == {np.timedelta64(6, "D")}
    assert list(found.count[1:]) == [7] * (len(found.count) - 1)


def test_a_bar_stands_over_the_middle_of_its_week():
    bar = traces(made(*daily([4] * 14)))["mean"]
    assert pd.Timestamp(bar.x[-1]) == pd.Timestamp(ago(6)) + pd.Timedelta(days=3.5)
    assert list(bar.width) == [6 * 86_400_000] * 2


def test_a_week_cut_short_is_narrower():
    assert list(traces(made(*daily([4] * 11)))["mean"].width / 86_400_000) == pytest.approx(
        [24 / 7, 6]
    )


def test_the_series_that_is_judged_is_the_one_shown():
    chart = made(entry(0, pain_average=3, pain_worst=6))
    assert "average pain" in said(chart)
    assert "Mean of average pain" in chart.table


def test_ten_years_are_521_weeks_and_quickly_there():
    kept = records(*daily([2, 3, None, 0, 4] * 730))
    took = []
    for _ in range(3):
        start = time.perf_counter()
        chart = weeks.chart(kept, Period(ago(3649), TODAY), LIGHT)
        took.append(time.perf_counter() - start)
    assert len(chart.table) == 522
    assert min(took) < 0.3  # about 0.03 on a quiet machine
