"""Before and after a treatment: the days compared, the days left out, and what it does not mean."""

import datetime as dt
import math

import numpy as np
import pytest

from backwatch import diary, treatment_response, trend_words
from backwatch.charts import LIGHT, Period, Records, treatment
from backwatch.diary import Entry, Treatment

TODAY = dt.date(2026, 11, 20)
LONG = Period(TODAY - dt.timedelta(days=90), TODAY)
START = TODAY - dt.timedelta(days=40)


def entry(day, **recorded):
    at = dt.datetime.combine(day, dt.time(20), tzinfo=dt.UTC)
    return Entry(person_id="p", date=day, recorded_at=at, **recorded)


def scores(before=7, after=3, start=START, **left):
    """One score a day, from 50 days before the start to today; `left`: day number -> what it is."""
    days = range(-50, (TODAY - start).days + 1)
    given = {
        n: {"pain_worst": (before if n < 0 else after) + (n % 2 if before and after else 0)}
        for n in days
    }
    given |= left.get("other", {})
    return [entry(start + dt.timedelta(days=n), **what) for n, what in given.items() if what]


def treat(**about):
    return Treatment(person_id="p", **{"name": "Pills", "started": START, **about})


def made(entries, *treatments, period=LONG, today=TODAY):
    days = diary.days(entries, last=today if entries else None)
    records = Records(today, tuple(entries), days, tuple(treatments))
    return treatment.charts(records, period, LIGHT)


def one(entries, about=None, **more):
    [found] = made(entries, about or treat(), **more)
    return found


def trace(chart, name):
    return next(each for each in chart.drawing.data if each.name == name)


def test_lower_pain_is_told_by_the_one_judge_and_never_as_less_cancer():
    chart = one(scores())
    found = treatment_response.response(diary.days(scores()), START, TODAY)
    assert found.verdict == "lower"
    assert chart.sentences[:2] == tuple(trend_words.treatment_sentences(found, "8 November"))
    assert "Other things may have changed" in chart.sentences[1]
    assert chart.sentences[2] == "Less pain does not mean less cancer."
    assert "Source: " in chart.key
    assert chart.title == "Before and after: Pills"
    assert (
        chart.counted
        == "It began on 11 October. Days with a score: 28 of 28 before, 15 of 15 after."
    )


def test_the_days_compared_are_apart_from_the_days_left_out_under_a_grey_band():
    chart = one(scores())
    assert list(trace(chart, "before").x) == list(range(-35, -7))
    assert list(trace(chart, "after").x) == list(range(14, 29))
    assert list(trace(chart, "left out").x) == list(range(-7, 14))
    band = chart.drawing.layout.shapes[0]
    assert (band.x0, band.x1, band.fillcolor) == (-7.5, 13.5, LIGHT.gap)
    assert "left out" in [note.text for note in chart.drawing.layout.annotations]


@pytest.mark.parametrize(
    ("before", "after", "verdict"),
    [(7, 3, "lower"), (3, 7, "higher"), (5, 5, "no_clear_difference")],
)
def test_the_box_leaves_the_first_mean_free_just_where_a_difference_is_told(before, after, verdict):
    entries = scores(before, after)
    chart = one(entries)
    found = treatment_response.response(diary.days(entries), START, TODAY)
    assert found.verdict == verdict
    box, level = chart.drawing.layout.shapes[1], trace(chart, "mean before, carried on").y[0]
    assert level == pytest.approx(found.before)
    assert box.y0 == pytest.approx(found.before + found.size.low)
    assert bool(box.y0 <= level <= box.y1) is (verdict == "no_clear_difference")
    assert trace(chart, "mean after").y[0] == pytest.approx(found.after)


@pytest.mark.parametrize(("before", "after"), [(3, 7), (5, 5)])
def test_no_relief_is_worth_telling_and_proves_nothing(before, after):
    chart = one(scores(before, after), treat(kind="non_opioid"))
    assert chart.sentences[-1].startswith("If a treatment does not help, tell your doctor.")
    assert "That alone is not proof of cancer." in chart.sentences[-1]
    assert "within days to weeks" in chart.sentences[-1]
    assert "line" in chart.key


def test_usual_care_is_not_said_of_a_treatment_that_is_not_usual_care():
    chart = one(scores(5, 5), treat(kind="chemo"))
    assert not any("days to weeks" in sentence for sentence in chart.sentences)
    assert "not proof" in chart.sentences[-1]


def test_a_score_of_0_is_an_open_mark_and_a_day_without_a_score_a_stroke_at_the_foot():
    chart = one(scores(0, 0, other={-20: None, -19: {"note": "words"}, -18: {"pain_worst": 3}}))
    before = trace(chart, "before")
    assert before.marker.symbol[0] == "circle-open"
    assert before.marker.symbol[list(before.x).index(-18)] == "circle"
    assert list(trace(chart, "no score").x) == [-20, -19]
    assert trace(chart, "no score").y[0] < 0
    assert not {-20, -19} & set(before.x)
    assert "Days with a score: 26 of 28 before" in chart.counted
    assert "An open mark is a real 0. Strokes at the foot" in chart.key


def test_a_day_too_bad_to_fill_in_is_neither_0_nor_without_an_entry():
    chart = one(scores(other={-20: {"too_bad": True}, 20: {"too_bad": True}, 21: None}))
    assert list(trace(chart, "too bad to fill in").x) == [-20, 20]
    assert list(trace(chart, "no score").x) == [21]
    assert "Too bad to fill in, so without a score: 1 before, 1 after." in chart.counted
    row = chart.table[chart.table["Days from the start"] == "20"].iloc[0]
    assert (row["Pain"], row["Counted"]) == ("too bad to fill in", "after")


def test_two_entries_a_day_are_one_point_as_in_the_diary():
    more = [*scores(5, 5), entry(START - dt.timedelta(days=20), pain_worst=9)]
    before = trace(one(more), "before")
    assert before.y[list(before.x).index(-20)] == 9
    assert list(before.x) == list(range(-35, -7))


@pytest.mark.parametrize(
    ("ago", "verdict"), [(27, "It is too early to say."), (28, "Pain was lower after it began")]
)
def test_before_the_first_look_only_points_are_shown_and_the_day_of_the_look_told(ago, verdict):
    start = TODAY - dt.timedelta(days=ago)
    chart = one(scores(start=start), treat(started=start))
    assert chart.sentences[0].startswith(verdict)
    early = ago < 28
    names = [each.name for each in chart.drawing.data]
    assert ("mean after" in names) is not early
    assert ("Less pain does not mean" in " ".join(chart.sentences)) is not early
    assert trace(chart, "after").x[-1] == (27 if early else 28)


def test_a_treatment_of_today_is_drawn_with_the_days_before_it_alone():
    chart = one(scores(start=TODAY), treat(started=TODAY))
    assert "too early" in chart.sentences[0]
    assert len(trace(chart, "after").x) == 0
    assert len(trace(chart, "before").x) == 28


def test_with_too_few_days_the_points_are_shown_and_no_mean():
    few = {n: None for n in range(-35, -7) if n > -29}
    chart = one(scores(other=few))
    assert chart.sentences[0] == (
        "There are not enough days to compare: 7 before and 15 after. It takes 8 of each."
    )
    assert "mean before" not in [each.name for each in chart.drawing.data]


def test_a_treatment_far_from_the_diary_has_a_sentence_and_no_drawing():
    chart = one([entry(TODAY, pain_worst=4)], treat(started=TODAY - dt.timedelta(days=400)))
    assert "0 before and 0 after" in chart.sentences[0]
    assert chart.drawing is None
    assert set(chart.table["Pain"]) == {"not recorded"}


def test_an_entry_of_tomorrow_does_not_count():
    start = TODAY - dt.timedelta(days=20)
    later = [*scores(start=start), entry(TODAY + dt.timedelta(days=1), pain_worst=9)]
    chart = one(later, treat(started=start))
    assert chart.counted.endswith("7 of 15 after.")


def test_the_newest_treatment_comes_first_and_those_not_begun_are_left_out():
    old = treat(name="Old", started=START - dt.timedelta(days=300))
    never, later = treat(name="Never", started=None), treat(started=TODAY + dt.timedelta(days=1))
    found = made(scores(), old, never, later, treat(name="New"))
    assert [chart.title for chart in found] == ["Before and after: New", "Before and after: Old"]
    assert len({chart.id for chart in found}) == 2
    assert made(scores(), never, later) is None
    assert made(scores()) is None


def test_the_period_does_not_change_a_verdict():
    short = Period(TODAY, TODAY)
    assert one(scores(), period=short).sentences == one(scores()).sentences


def test_an_end_within_the_days_compared_is_told_and_a_later_one_not():
    ended = treat(ended=START + dt.timedelta(days=28))
    assert "that it ended on 8 November" in one(scores(), ended).counted
    later = treat(ended=START + dt.timedelta(days=29))
    assert "ended" not in one(scores(), later).counted


def test_a_name_never_enters_the_figure_and_stays_on_one_line():
    hostile = "<b>Pi\nlls</b> <img src=x onerror=alert(1)>"
    chart = one(scores(), treat(name=hostile))
    assert "<img" not in chart.drawing.to_json()
    assert chart.title == "Before and after: <b>Pi lls</b> <img src=x onerror=alert(1)>"


def test_the_numbers_are_all_there_newest_first():
    chart = one(scores(other={-20: None}))
    assert len(chart.table) == 35 + 29
    assert chart.table.iloc[0]["Days from the start"] == "28"
    assert chart.table.iloc[-1]["Days from the start"] == "-35"
    gap = chart.table[chart.table["Days from the start"] == "-20"].iloc[0]
    assert gap["Pain"] == "not recorded"
    left = chart.table[chart.table["Days from the start"] == "0"].iloc[0]
    assert left["Counted"] == "left out"


def test_the_hour_that_is_lost_in_spring_moves_no_day():
    start = dt.date(2026, 3, 29)
    today = start + dt.timedelta(days=28)
    entries = [
        entry(start + dt.timedelta(days=n), pain_worst=7 if n < 0 else 3) for n in range(-40, 29)
    ]
    chart = one(entries, treat(started=start), today=today)
    assert list(trace(chart, "after").x) == list(range(14, 29))
    assert set(trace(chart, "before").y) == {7}


def test_a_finger_scrolls_the_page_and_marks_differ_without_colour():
    figure = one(scores()).drawing
    assert figure.layout.xaxis.fixedrange
    assert figure.layout.yaxis.fixedrange
    assert figure.layout.dragmode is False
    symbols = [each.marker.symbol[0] for each in figure.data[:2]]
    assert symbols == ["circle", "diamond"]
    assert all(isinstance(each.x, np.ndarray) for each in figure.data)
    assert not any(math.isnan(value) for value in figure.data[0].y)
