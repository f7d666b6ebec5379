"""A year of worst pain: one box a day, and a 0, a gap and an unscored day never look alike."""

import datetime as dt

import pytest

from backwatch.charts import LIGHT, Period
from backwatch.charts.year import chart
from tests.unit.calendar_people import boxes, entry, last, made, records, said, table

OLD = entry(364, pain_worst=5)


def november(shown) -> list[str]:
    return boxes(shown)["2026 Nov"]


@pytest.mark.parametrize(
    ("score", "mark"),
    [
        (0, "zero"),
        (1, "low"),
        (3, "low"),
        (4, "middle"),
        (6, "middle"),
        (7, "full"),
        (10, "full"),
    ],
)
def test_each_score_has_the_mark_of_its_class_on_both_sides_of_each_limit(score, mark):
    shown = made(chart, 365, OLD, entry(0, pain_worst=score))
    assert november(shown)[24] == mark


def test_a_0_an_entry_without_a_score_a_day_too_bad_and_no_entry_are_four_marks():
    shown = made(
        chart,
        365,
        OLD,
        entry(4, pain_worst=0),
        entry(3, note="x"),
        entry(2, too_bad=True),
        entry(1, too_bad=True, pain_worst=9),
    )
    assert november(shown)[20:25] == ["zero", "hatch", "cross", "full", "dot"]
    assert shown.sentences == (
        "You noted worst pain on 3 of 365 days: 7 to 10 on 1, 4 to 6 on 1, 1 to 3 on 0, 0 on 1.",
        "On 1 day, there is an entry without worst pain. 1 day was too bad to fill in, with no "
        "score. A day without a score is not a day without pain.",
        "These are counts of recorded days only. Less pain does not show that the cause is gone.",
    )


def test_the_numbers_hold_every_day_newest_first_with_0_and_not_recorded():
    shown = made(
        chart,
        365,
        OLD,
        entry(2, pain_worst=0),
        entry(1, note="x"),
        entry(0, too_bad=True, pain_worst=8),
    )
    assert len(table(shown)) == 365
    assert [(row["Worst pain"], row["Entry"]) for row in table(shown)[:4]] == [
        ("8", "too bad to fill in"),
        ("not recorded", "yes"),
        ("0", "yes"),
        ("not recorded", "no entry"),
    ]


def test_every_month_has_its_own_days_and_days_outside_the_time_are_no_gaps():
    shown = boxes(made(chart, 365, OLD, entry(0, pain_worst=5)))
    assert next(iter(shown)) == "2026 Jan"
    assert list(shown)[-2:] == ["2025 Nov", "2025 Dec"]
    assert len(shown["2026 Feb"]) == 28
    assert shown["2025 Nov"] == ["out"] * 25 + ["middle"] + ["dot"] * 4
    assert shown["2026 Nov"][25:] == ["out"] * 5
    assert sum(mark == "dot" for month in shown.values() for mark in month) == 363


def test_a_leap_day_has_a_box():
    today = dt.date(2028, 3, 31)
    held = records(
        entry(0, pain_worst=3).model_copy(update={"date": dt.date(2028, 2, 29)}),
        entry(0, pain_worst=3).model_copy(update={"date": dt.date(2027, 11, 1)}),
        today=today,
    )
    shown = chart(held, Period(dt.date(2027, 4, 1), today), LIGHT)
    assert boxes(shown)["2028 Feb"][28] == "low"


def test_the_worst_of_two_entries_of_a_day_counts():
    shown = made(
        chart,
        365,
        OLD,
        entry(0, pain_worst=8),
        entry(0, hour=20, pain_worst=2),
        entry(1, pain_worst=1),
        entry(1, hour=20, note="later"),
    )
    assert november(shown)[23:25] == ["low", "full"]


def test_all_0_is_told_as_0_with_the_warning_beside_it():
    shown = made(chart, 365, *(entry(day, pain_worst=0) for day in range(365)))
    assert shown.sentences[0].endswith("7 to 10 on 0, 4 to 6 on 0, 1 to 3 on 0, 0 on 365.")
    assert "Less pain does not show that the cause is gone." in said(shown)


@pytest.mark.parametrize(("length", "there"), [(92, False), (93, True)])
def test_the_year_is_shown_only_for_more_than_92_days(length, there):
    held = records(entry(400, pain_worst=5), entry(0, pain_worst=5))
    assert (chart(held, last(length), LIGHT) is not None) == there


def test_a_short_time_without_an_entry_has_no_year_either():
    held = records(entry(400, pain_worst=5))
    assert chart(held, last(92), LIGHT) is None
    assert chart(held, last(93), LIGHT).drawing is None


@pytest.mark.parametrize(("first", "there"), [(91, False), (92, True)])
def test_a_diary_too_young_for_it_has_no_year_whatever_time_is_chosen(first, there):
    held = records(entry(first, pain_worst=5), entry(0, pain_worst=5))
    assert (chart(held, last(365), LIGHT) is not None) == there


def test_somebody_who_never_scored_worst_pain_has_no_year():
    held = records(entry(364, pain_now=5), entry(0, too_bad=True))
    assert chart(held, last(365), LIGHT) is None


def test_a_year_without_a_score_says_so_and_draws_nothing():
    empty = made(chart, 365, entry(500, pain_worst=5))
    silent = made(chart, 365, entry(500, pain_worst=5), entry(3, too_bad=True))
    for shown in (empty, silent):
        assert shown.drawing is None
        assert shown.sentences[0].startswith("Worst pain is not recorded in this time. Give it")
    assert "1 day was too bad to fill in" in said(silent)


def test_an_entry_of_a_later_day_is_left_out():
    shown = made(chart, 365, OLD, entry(0, pain_worst=1), entry(-1, pain_worst=10))
    assert "full" not in november(shown)
    assert "7 to 10 on 0" in shown.sentences[0]


def test_the_days_of_both_clock_changes_have_their_own_boxes():
    shown = made(chart, 365, OLD, entry(241, pain_worst=7), entry(31, pain_worst=0))
    assert boxes(shown)["2026 Mar"][28] == "full"  # 29 March
    assert boxes(shown)["2026 Oct"][24] == "zero"  # 25 October


def test_ten_years_are_all_there_and_their_counts_add_up():
    shown = made(chart, 3653, *(entry(day, pain_worst=day % 11) for day in range(3653)))
    assert len(table(shown)) == 3653
    marks = [mark for month in boxes(shown).values() for mark in month]
    assert "dot" not in marks
    assert sum(mark != "out" for mark in marks) == 3653
    full, middle, low, zero = (marks.count(m) for m in ("full", "middle", "low", "zero"))
    assert shown.sentences[0] == (
        f"You noted worst pain on 3,653 of 3,653 days: 7 to 10 on {full:,}, 4 to 6 on {middle:,}, "
        f"1 to 3 on {low}, 0 on {zero}."
    )
