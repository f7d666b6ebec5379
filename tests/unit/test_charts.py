"""The pain chart: gaps stay gaps, 0 is drawn as 0, and the sentence counts what was recorded."""

import datetime as dt
import math

import pandas as pd
import pytest

from backwatch import diary
from backwatch.charts import LIGHT, pain
from backwatch.diary import Entry

FIRST = dt.date(2026, 11, 1)


def entry(day: int, **recorded) -> Entry:
    date = FIRST + dt.timedelta(days=day)
    at = dt.datetime.combine(date, dt.time(20), tzinfo=dt.UTC)
    return Entry(person_id="p", date=date, recorded_at=at, **recorded)


def table(*entries: Entry) -> pd.DataFrame:
    return diary.days(entries)


def test_a_day_without_an_entry_breaks_the_line_and_lies_under_a_grey_band():
    figure = pain.pain_by_day(table(entry(0, pain_worst=3), entry(3, pain_worst=5)))

    line = figure.data[0]
    assert line.connectgaps is False
    assert [math.isnan(y) for y in line.y] == [False, True, True, False]
    (bands,) = figure.layout.shapes
    assert bands.path == "M2026-11-02,0L2026-11-04,0L2026-11-04,1L2026-11-02,1Z"
    assert bands.fillcolor == LIGHT.gap


def test_a_recorded_0_is_drawn_at_0_as_an_open_mark():
    figure = pain.pain_by_day(table(entry(0, pain_worst=0, pain_night=0), entry(1, pain_worst=4)))

    day, night, day_0, night_0 = figure.data
    assert (day.y[0], night.y[0]) == (0, 0)
    for line, zeros in ((day, day_0), (night, night_0)):
        assert list(zeros.x) == [line.x[0]]
        assert list(zeros.y) == [0]
        assert zeros.marker.symbol == line.marker.symbol
        assert zeros.marker.color == LIGHT.card  # filled with the background: a ring
        assert zeros.marker.line.color == line.marker.color


def test_an_entry_without_a_score_is_no_point_and_no_grey_band():
    figure = pain.pain_by_day(table(entry(0, pain_worst=3), entry(1, note="tired")))

    assert math.isnan(figure.data[0].y[1])
    assert figure.layout.shapes == ()


@pytest.mark.parametrize(
    "entries",
    [
        (),
        (entry(0, note="only words"),),
        (entry(0, pain_worst=7),),
        (entry(0, pain_worst=0), entry(365, pain_worst=0)),
    ],
    ids=["no entries", "no scores", "one entry", "a year apart"],
)
def test_the_scale_is_0_to_10_whatever_was_recorded(entries):
    figure = pain.pain_by_day(table(*entries))

    assert figure.layout.yaxis.range[0] < 0 < 10 < figure.layout.yaxis.range[1]
    assert figure.layout.yaxis.fixedrange
    assert figure.layout.xaxis.fixedrange
    assert figure.layout.dragmode is False


def test_day_and_night_differ_in_more_than_colour_and_say_which_they_are():
    figure = pain.pain_by_day(table(entry(0, pain_worst=3, pain_night=2)))

    day, night = figure.data
    assert day.line.dash != night.line.dash
    assert day.marker.symbol != night.marker.symbol
    words = [note.text for note in figure.layout.annotations]
    assert "<b>day</b>" in words
    assert "<b>night</b>" in words


def test_the_marks_stand_on_a_true_time_axis():
    figure = pain.pain_by_day(table(entry(0, pain_worst=3, pain_night=2), entry(30, pain_worst=4)))

    day, night = figure.data
    assert pd.Timestamp(day.x[0]) == pd.Timestamp("2026-11-01 18:00")
    assert pd.Timestamp(night.x[0]) == pd.Timestamp("2026-11-01 06:00")
    assert pd.Timestamp(day.x[-1]) - pd.Timestamp(day.x[0]) == pd.Timedelta(days=30)


def test_the_sentence_says_how_many_days_and_never_better_or_worse():
    days = table(entry(0, pain_worst=2, pain_night=1, wakings=0), entry(2, pain_worst=8, wakings=3))

    sentence = pain.what_was_noted(days)

    assert sentence == (
        "You noted 2 of 3 days. Worst pain was between 2 and 8, with a middle value of 5 (2 days). "
        "Pain at night was 1 each time (1 day). Pain woke you on 1 of 2 recorded nights."
    )


def test_the_sentence_tells_0_from_not_recorded():
    assert "Worst pain was 0 each time (1 day)." in pain.what_was_noted(
        table(entry(0, pain_worst=0))
    )
    assert "Worst pain was not recorded." in pain.what_was_noted(table(entry(0, note="x")))
    assert pain.what_was_noted(table()) == "There are no entries in this time."
