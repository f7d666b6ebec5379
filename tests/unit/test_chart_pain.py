"""The pain chart on the page: bends, events, today's jump, and diaries at every edge."""

import datetime as dt
import math
import time

import numpy as np
import pandas as pd
import pytest

from backwatch import bends, jumps, trend_rules, trends
from backwatch.charts import LIGHT, Period, events, pain
from backwatch.charts.events import Event
from backwatch.diary import Appointment, TestResult, Treatment
from tests.unit.pain_diaries import TODAY, ago, daily, entry, period, records
from tests.unit.test_trends import FLAT, RISING, noisy

FALLING = [10 - value for value in RISING]


def made(*entries, days=91, **more):
    return pain.chart(records(*entries, **more), period(days), LIGHT)


def traces(chart):
    return {trace.name: trace for trace in chart.drawing.data}


def lines(chart, name):
    return [shape for shape in chart.drawing.layout.shapes if shape.name == name]


def said(chart):
    return " ".join(chart.sentences)


# --- the bend ---


def test_a_clear_rise_is_drawn_over_the_points_and_told_with_its_day_and_its_chance():
    chart = made(*daily(RISING))
    verdict = trends.pain_trend(records(*daily(RISING)).days, TODAY)
    fit = traces(chart)["day, best fit"]
    since = verdict.since
    assert verdict.verdict == "clear_rise"
    assert fit.y[0] == pytest.approx(verdict.before)
    assert fit.y[-1] == pytest.approx(verdict.now)
    flat = np.array(fit.x).astype("datetime64[D]") <= np.datetime64(since)
    assert np.ptp(fit.y[flat]) == 0
    assert (np.diff(fit.y[~flat]) > 0).all()
    assert f"Worst pain has very likely been rising since about {since.day} " in said(chart)
    assert "about 10 of 100 people see such a bend by chance" in said(chart)
    assert "This cannot say what the cause is." in said(chart)
    assert chart.to_check
    marks = [note.text for note in chart.drawing.layout.annotations]
    assert f"day: about {since.day} {since:%b}" in marks
    (line,) = lines(chart, "bend")
    assert pd.Timestamp(line.x0).date() == since


def test_the_band_holds_the_line_and_stays_between_0_and_10():
    found = traces(made(*daily(RISING)))
    low, high = [t for t in made(*daily(RISING)).drawing.data if t.name == "day, band"]
    line = found["day, best fit"]
    assert (low.y <= line.y).all()
    assert (line.y <= high.y).all()
    assert (high.y - low.y > 0.3).all()
    assert low.y.min() >= 0
    assert high.y.max() <= 10
    assert high.fill == "tonexty"


def test_a_bend_reaches_only_over_days_that_the_fit_used():
    scores = [4] * 250 + RISING
    chart = made(*daily(scores), days=len(scores))
    fit = traces(chart)["day, best fit"]
    assert np.datetime64(fit.x[0], "D") == np.datetime64(
        ago(trend_rules.settings().window_days - 1)
    )
    assert np.datetime64(fit.x[-1], "D") == np.datetime64(TODAY)
    short = traces(made(*daily(RISING), days=40))["day, best fit"]
    assert np.datetime64(short.x[0], "D") == np.datetime64(ago(39))


def test_a_bend_ends_with_the_last_recorded_day():
    chart = made(*daily([*RISING, None, None, None]))
    assert np.datetime64(traces(chart)["day, best fit"].x[-1], "D") == np.datetime64(ago(3))


@pytest.mark.parametrize("scores", [FLAT, [0] * 60, [10] * 60, RISING[-20:], [None] * 60 + [4]])
def test_where_the_trend_check_is_not_sure_no_bend_is_drawn(scores):
    chart = made(*daily(scores))
    assert set(traces(chart)) <= {"day", "night", "day, 0"}
    assert lines(chart, "bend") == []
    assert "rising" not in said(chart)
    assert not chart.to_check


def test_less_pain_is_drawn_as_a_fall_and_never_as_good_news():
    chart = made(*daily(FALLING))
    assert "Worst pain has very likely been falling since about" in said(chart)
    assert "Less pain does not show that the cause is gone." in said(chart)
    assert not chart.to_check


def test_a_possible_rise_is_told_as_one_with_its_greater_chance():
    rules = trend_rules.settings().pain
    for length in range(30, 60):
        days = records(*daily(RISING[:length])).days
        if trends.pain_trend(days, TODAY).verdict == "possible_rise":
            break
    chart = made(*daily(RISING[:length]))
    assert "Worst pain may be rising since about" in said(chart)
    assert f"about {rules.possible.false_alarms_of_100} of 100 people" in said(chart)


def test_night_pain_bends_on_its_own_only_past_the_limit_for_several_series():
    night = [entry(62 - n, pain_worst=FLAT[n], pain_night=value) for n, value in enumerate(RISING)]
    chart = made(*night)
    found = traces(chart)
    assert "night, best fit" in found
    assert "day, best fit" not in found
    assert found["night, best fit"].line.dash == found["night"].line.dash == "dash"
    assert "Pain at night has very likely been rising" in said(chart)
    assert "about 5 of 100 people see such a bend by chance" in said(chart)
    limits = trend_rules.settings().pain
    between = 0
    for length in range(35, 60):
        kept = [entry(length - 1 - n, pain_night=v) for n, v in enumerate(RISING[:length])]
        days = records(*kept).days
        knee = trends.knee_in_pain(*trends.recorded(days, "pain_night", TODAY))
        passed = knee.evidence >= limits.clear_of_several.evidence
        between += limits.clear.evidence <= knee.evidence < limits.clear_of_several.evidence
        assert (bends.night_bend(days, TODAY) is not None) is passed
    assert between  # a day on which the ordinary limit was passed and nothing was drawn


def test_the_drawn_series_never_says_more_than_the_one_that_is_judged():
    steady_average = [
        entry(62 - n, pain_average=FLAT[n], pain_worst=value) for n, value in enumerate(RISING)
    ]
    assert trends.pain_trend(records(*steady_average).days, TODAY).series == "pain_average"
    assert "day, best fit" not in traces(made(*steady_average))
    both = [entry(62 - n, pain_average=v, pain_worst=min(10, v + 1)) for n, v in enumerate(RISING)]
    assert "day, best fit" in traces(made(*both))


def test_of_a_bend_before_the_chosen_time_only_the_rise_since_is_drawn_and_the_day_is_told():
    chart = made(*daily(RISING), days=10)
    fit = traces(chart)["day, best fit"]
    assert len(fit.y) == 10
    assert (np.diff(fit.y) > 0).all()
    assert lines(chart, "bend") == []
    since = trends.pain_trend(records(*daily(RISING)).days, TODAY).since
    assert since < ago(9)
    assert f"rising since about {since.day} {since:%B}," in said(chart)


def test_a_rise_that_ended_before_the_chosen_time_is_not_drawn_into_it():
    chart = made(*daily([*RISING, *[None] * 9]), entry(0, pain_night=3), days=9)
    assert "day, best fit" not in traces(chart)
    assert "rising" not in said(chart)


# --- today ---


def jumped(before, score, **more):
    return made(*daily([*before, score]), **more)


def test_a_worst_pain_3_points_above_the_recent_middle_points_to_the_check():
    chart = jumped([2] * 10, 5)
    assert "Today's worst pain is 5." in said(chart)
    assert "3 points or more above the middle value of your last 14 days, which was 2." in said(
        chart
    )
    assert "about 4 of 100 days look like this" in said(chart)
    assert chart.to_check
    (arrow,) = [note for note in chart.drawing.layout.annotations if note.showarrow]
    assert (arrow.y, pd.Timestamp(arrow.x).date()) == (5, TODAY)


@pytest.mark.parametrize(
    ("before", "score"),
    [
        ([2] * 10, 4),  # less than 3 above
        ([2] * 7, 9),  # too few days to know a level
        ([None] * 6 + [2] * 8 + [None] * 15, 9),  # all of them too long ago
        ([2] * 10, None),  # nothing today: not recorded is not low, and not high
    ],
)
def test_no_arrow_without_3_points_8_recent_days_and_a_score_today(before, score):
    entries = daily([*before, score]) or [entry(0)]
    chart = made(*entries, entry(0, note="x"))
    assert "Today's" not in said(chart)
    assert not any(note.showarrow for note in chart.drawing.layout.annotations)


def test_zeros_before_count_as_a_level_of_0():
    assert jumps.jump(records(*daily([0] * 8 + [3])).days, "pain_worst", TODAY).recent == 0
    assert jumps.jump(records(*daily([0] * 8 + [2])).days, "pain_worst", TODAY) is None


def test_the_limit_of_the_jump_is_passed_by_about_as_many_steady_days_as_it_says():
    from bench import simulated

    rules = trend_rules.settings().jump
    hits = looks = 0
    for row in simulated.diaries("steady", 200, 11).pain:
        for day in range(rules.recent_days, len(row)):
            before = row[day - rules.recent_days : day]
            before = before[~np.isnan(before)]
            if np.isnan(row[day]) or len(before) < rules.least_days:
                continue
            looks += 1
            hits += row[day] - np.median(before) >= rules.points
    assert 100 * hits / looks == pytest.approx(rules.steady_days_of_100, abs=1.5)


# --- events ---

HOSTILE = '<img src=x onerror=alert(1)> {0} & "Pills"'


def test_treatments_tests_and_visits_are_numbered_lines_listed_in_order_as_typed():
    chart = made(
        *daily(FLAT),
        treatments=(
            Treatment(person_id="p", name=HOSTILE, started=ago(30), ended=ago(10)),
            Treatment(person_id="p", name="No dates"),
        ),
        tests=(TestResult(person_id="p", name="CT", date=ago(30)),),
        appointments=(
            Appointment(person_id="p", date=ago(5)),
            Appointment(person_id="p", date=ago(-3), with_whom="Dr Lee"),
        ),
    )
    assert chart.events == (
        f"21 October: {HOSTILE} began; test: CT",
        f"10 November: {HOSTILE} ended",
        "15 November: appointment",
    )
    assert [pd.Timestamp(line.x0).date() for line in lines(chart, "event")] == [
        ago(30),
        ago(10),
        ago(5),
    ]
    numbers = [n.text for n in chart.drawing.layout.annotations if n.bordercolor]
    assert numbers == ["1", "2", "3"]
    assert HOSTILE not in str(chart.drawing.to_dict())


@pytest.mark.parametrize(("days_ago", "there"), [(62, True), (63, False), (0, True), (-1, False)])
def test_an_event_is_drawn_from_the_first_day_of_the_drawing_to_today(days_ago, there):
    visit = Appointment(person_id="p", date=ago(days_ago))
    assert bool(made(*daily(FLAT), appointments=(visit,)).events) is there


@pytest.mark.parametrize("length", [28, 91, 365, 3650])
@pytest.mark.parametrize("gap", [1, 2, 5])
def test_no_two_numbers_touch_on_a_phone_and_none_is_left_out(length, gap):
    found = [Event(ago(n), ("x",)) for n in range(min(length, 300) - 1, -1, -gap)]
    placed = events.labels(found, length)
    boxes = {}
    covered = []
    for label in placed:
        assert label.row < events.ROWS
        covered += range(label.first, label.last + 1)
        first, last = found[label.first - 1].date, found[label.last - 1].date
        middle = (
            ((first - found[0].date).days + (last - first).days / 2) * events.NARROWEST / length
        )
        half = (9 + 7 * len(label.text)) / 2
        assert boxes.get(label.row, -999) <= middle - half
        boxes[label.row] = middle + half
    assert covered == list(range(1, len(found) + 1))


# --- diaries at the edge ---


def test_a_diary_without_a_score_in_this_time_gets_a_sentence_and_no_drawing():
    for chart in (
        made(entry(200, pain_worst=4)),
        made(entry(1, note="only words")),
        made(entry(1, too_bad=True)),
        made(entry(0, wakings=0)),
    ):
        assert chart.drawing is None
        assert "There is no pain score in this time." in said(chart)
    assert "You noted 1 of 2 days." in said(made(entry(1, too_bad=True)))
    empty = pain.chart(records(), period(), LIGHT)
    assert empty.drawing is None
    assert empty.sentences[0] == "There are no entries in this time."


def test_one_entry_is_one_mark():
    chart = made(entry(0, pain_worst=7))
    assert list(traces(chart)["day"].y) == [7]
    assert "Worst pain was 7 each time (1 day)." in said(chart)


def test_always_0_is_drawn_at_0_and_is_not_missing():
    chart = made(*daily([0] * 30))
    assert list(traces(chart)["day"].y) == [0] * 30
    assert len(traces(chart)["day, 0"].x) == 30
    assert lines(chart, "no entry") == []


def test_a_day_too_bad_to_fill_in_is_an_entry_without_a_mark_and_no_grey_band():
    chart = made(entry(2, pain_worst=4), entry(1, too_bad=True), entry(0, pain_worst=5))
    assert [math.isnan(y) for y in traces(chart)["day"].y] == [False, True, False]
    assert lines(chart, "no entry") == []
    assert "You noted 3 of 3 days." in said(chart)


def test_two_entries_a_day_show_the_worse_of_both_in_one_mark():
    chart = made(entry(0, pain_worst=3), entry(0, pain_worst=8), entry(0))
    assert list(traces(chart)["day"].y) == [8]
    assert chart.table["Worst pain"].tolist() == ["8"]
    assert chart.table["Entries"].tolist() == ["3"]


def test_days_a_year_apart_keep_their_distance_and_the_year_is_said():
    chart = made(entry(400, pain_worst=3), entry(0, pain_worst=5), days=401)
    day = traces(chart)["day"]
    assert pd.Timestamp(day.x[-1]) - pd.Timestamp(day.x[0]) == pd.Timedelta(days=400)
    assert len(day.y) == 401
    assert "%Y" in chart.drawing.layout.xaxis.tickformat
    (band,) = lines(chart, "no entry")
    assert band.path.startswith(f"M{ago(399)},0L{TODAY},0")
    assert len(chart.table) == 401
    assert chart.table["Worst pain"].tolist()[1:-1] == ["not recorded"] * 399


def test_the_day_on_which_clocks_change_is_one_day_like_the_others():
    clock = dt.date(2026, 10, 25)
    near = [entry((TODAY - clock).days + n, pain_worst=4, pain_night=3) for n in (-1, 0, 1)]
    day = traces(made(*near))["day"]
    assert set(np.diff(day.x)) == {np.timedelta64(1, "D")}


def test_an_entry_dated_after_today_is_left_out():
    chart = made(entry(0, pain_worst=4), entry(-2, pain_worst=9))
    assert list(traces(chart)["day"].y) == [4]


def test_the_kind_of_pain_that_was_recorded_most_is_drawn_and_named():
    chart = made(entry(1, pain_now=4), entry(0, pain_now=5))
    assert list(traces(chart)["day"].y) == [4, 5]
    assert "Pain was between 4 and 5," in said(chart)
    assert "Pain" in chart.table
    tie = made(entry(0, pain_now=5, pain_worst=9, pain_average=6))
    assert list(traces(tie)["day"].y) == [9]


@pytest.mark.parametrize(
    ("count", "mode"), [(120, "lines+markers"), (400, "lines+markers"), (401, "markers")]
)
def test_marks_get_smaller_with_more_days_and_no_day_is_merged(count, mode):
    scores = noisy(4, count)
    scores[5] = None
    line = traces(made(*daily(scores), days=count))["day"]
    assert line.mode == mode
    assert len(line.y) == count
    assert math.isnan(line.y[5])
    assert line.marker.size == (8 if count <= 120 else 5 if count <= 400 else 4)


def test_ten_years_with_two_entries_a_day_are_drawn_in_an_instant():
    entries = [e for score in (2, 5) for e in daily([score, 3, None, 0, 4] * 730)]
    kept = records(*entries)
    took = []
    for _ in range(3):
        start = time.perf_counter()
        chart = pain.chart(kept, Period(ago(3649), TODAY), LIGHT)
        took.append(time.perf_counter() - start)
    assert len(chart.table) == 3650
    assert len(lines(chart, "no entry")) == 1
    assert min(took) < 0.3  # about 0.035 on a quiet machine


def test_the_words_are_short_and_plain():
    import re

    from backwatch.charts import words

    for text in words.words().pain.values():
        for sentence in re.split(r"(?<=[.])\s", text):
            assert len(sentence.split()) <= 20, sentence
