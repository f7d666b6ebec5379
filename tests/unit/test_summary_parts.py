"""What the appointment summary says of change, long periods, treatments, and what is left out."""

import datetime as dt

import pytest

from backwatch.summary import DayRow, Health, Tried, Visit
from tests.unit.summary_people import (
    TODAY,
    bare,
    changes,
    check,
    days_ago,
    diary,
    emergency,
    recorded,
    rich,
    weeks,
)


# ------------------------------------------------------------------ since the last visit
def test_change_is_told_since_the_last_visit_with_as_many_days_before_it():
    days = [DayRow(days_ago(n), pain_worst=6 if n < 40 else 4) for n in range(100)]
    sheet = rich(days=days, last_visit=days_ago(39))
    assert sheet.change_heading == "What changed since the last visit, 12 Oct"
    assert sheet.change_columns[1:3] == ("before", "since")
    assert changes(sheet)["Days with an entry"] == ["40 of 40", "40 of 40", ""]
    assert changes(sheet)["Worst pain, middle value"] == ["4", "6", "more"]


def test_a_visit_of_last_week_is_compared_with_four_weeks_before_it():
    days = recorded(range(60), pain_worst=5)
    table = changes(rich(days=days, last_visit=days_ago(6)))
    assert table["Days with an entry"] == ["28 of 28", "7 of 7", ""]
    assert table["Worst pain, middle value"] == ["5", "not enough days", "cannot say"]


@pytest.mark.parametrize("ahead", [0, 3])
def test_a_visit_of_today_or_later_is_not_the_last_one(ahead: int):
    sheet = rich(days=diary(56), last_visit=TODAY + dt.timedelta(days=ahead))
    assert sheet.change_heading == "What changed in 4 weeks"
    assert sheet.chart is not None
    assert sheet.chart.visit is None


def test_last_visit_stands_in_the_chart_only_where_the_chart_shows_its_day():
    inside, before = (rich(days=diary(56), last_visit=days_ago(n)).chart for n in (28, 200))
    assert inside is not None
    assert before is not None
    assert (inside.visit, inside.visit_label) == (27, "last visit 23 Oct")
    assert (before.visit, before.visit_label) == (None, "")


def test_a_day_with_no_medicine_noted_is_not_called_a_day_without_one():
    days = [DayRow(days_ago(n), pain_worst=5, medicine=n < 30) for n in range(56)]
    assert changes(weeks(days))["Days with medicine noted"] == ["2 of 28", "28 of 28", ""]
    new = weeks([DayRow(days_ago(n), medicine=True) for n in range(20)])
    assert changes(new)["Days with medicine noted"] == ["not recorded", "20 of 20", ""]
    assert "Days with medicine noted" not in changes(weeks(recorded(range(56), pain_worst=5)))


def test_the_worst_night_is_named_with_its_day():
    days = [
        DayRow(days_ago(n), woken=n < 3, wakings=[2, 4, 4][n] if n < 3 else 0) for n in range(9)
    ]
    chart = rich(days=days).chart
    assert chart is not None
    assert chart.nights_takeaway == (
        "pain woke me on 3 of 9 recorded nights, most often on 19 Nov (4 times)"
    )


# ------------------------------------------------------------------ longer periods
@pytest.mark.parametrize(
    ("shown", "unit", "slots"),
    [(70, "day", 70), (71, "week", 11), (400, "week", 58), (401, "month", 14)],
)
def test_a_slot_is_a_day_up_to_70_days_a_week_up_to_400_then_a_month(
    shown: int, unit: str, slots: int
):
    chart = rich(days=recorded(range(500), pain_worst=5), shown_days=shown).chart
    assert chart is not None
    assert (chart.unit, chart.slots) == (unit, slots)
    assert len(chart.spans or chart.worst) == slots


def test_a_week_shows_lowest_middle_highest_and_is_open_with_fewer_than_four_days():
    days = [DayRow(days_ago(n), pain_worst=n, woken=n > 2) for n in range(7)]
    days += recorded(range(7, 10), pain_worst=0) + recorded(range(70, 100), pain_worst=1)
    chart = rich(days=days, shown_days=84).chart
    assert chart is not None
    newest, before, empty = chart.spans[-1], chart.spans[-2], chart.spans[-3]
    assert (newest.low, newest.middle, newest.high, newest.enough) == (0, 3, 6, True)
    assert (newest.woken, newest.nights) == (4, 7)
    assert (before.low, before.middle, before.high, before.enough) == (0, 0, 0, False)
    assert (empty.low, empty.middle, empty.high) == (None, None, None)


def test_days_of_more_than_a_year_are_printed_with_their_year():
    days = recorded(range(400), pain_worst=5)
    sheet = rich(days=days, shown_days=400, leave_out=())
    assert sheet.diary[0][0] == "Fri 17 Oct 2025"
    assert sheet.diary[-1][0] == "Fri 20 Nov"


def test_a_table_of_years_has_the_last_400_days_and_says_so():
    sheet = rich(days=recorded(range(700), pain_worst=5), shown_days=700, leave_out=())
    assert len(sheet.diary) == 400
    assert "700 of 700 days have an entry" in sheet.diary_note
    assert "The table has the last 400 days." in sheet.diary_note
    assert sheet.chart is not None
    assert "diary table" not in sheet.chart.alt


# ------------------------------------------------------------------ treatments
def test_a_treatment_that_goes_on_has_an_open_end_and_one_outside_the_period_no_bar():
    tried = [
        Tried("A", started=days_ago(20), on_chart=True),
        Tried("B", started=days_ago(40), ended=days_ago(30), on_chart=True),
        Tried("C", started=days_ago(90), ended=days_ago(80), on_chart=True),
        Tried("D", on_chart=True),
    ]
    sheet = rich(days=diary(56), tried=tried)
    assert sheet.chart is not None
    assert [(b.what, b.first, b.end) for b in sheet.chart.bars] == [("B", 15, 26), ("A", 35, None)]
    assert [each.dates for each in sheet.tried] == [
        "since 31 Oct",
        "11 Oct to 21 Oct",
        "22 Aug to 1 Sep",
        "dates not recorded",
    ]


def test_a_result_that_nobody_recorded_says_so():
    assert rich(tried=[Tried("A")]).tried[0].result == "result not recorded"


# ------------------------------------------------------------------ what is left out
def test_name_and_birth_left_out_leave_lines_to_write_on_and_no_carers_name():
    sheet = rich(leave_out=["name"])
    assert (sheet.name, sheet.born_known) == (None, False)
    assert sheet.filled_in == "Filled in by somebody else on 20 Nov 2026"
    assert "name and birth" in sheet.left_out


def test_each_part_left_out_is_gone_and_the_rest_is_there():
    sheet = rich(leave_out=["own_words", "diary", "health", "notes"])
    assert (sheet.story, sheet.diary, sheet.health) == ("", (), ())
    assert sheet.level == rich().level
    assert "diary table" not in (sheet.chart.alt if sheet.chart else "diary table")
    noted = rich(leave_out=["notes"])
    assert "Note" not in noted.diary_columns
    assert {len(row) for row in noted.diary} <= {1, 5}


def test_nothing_but_the_named_parts_can_be_left_out():
    with pytest.raises(ValueError, match="no part 'danger'"):
        rich(leave_out=["danger"])


def test_health_that_was_not_told_is_a_line_to_write_on_and_never_none():
    rows = dict(rich(health=Health(allergies="none known")).health)
    assert rows["Allergies"] == "none known"
    assert rows["Medicines"] == ""


# ------------------------------------------------------------------ the emergency room
def test_page_for_the_emergency_room_says_since_when_or_that_it_is_not_recorded():
    sheet = emergency(variant="emergency")
    assert sheet.title == "For the emergency room"
    assert sheet.call == "Call 999 or 112"
    assert sheet.since == (
        ("both legs weak, numb or heavy", "since this morning"),
        ("new bladder or bowel trouble", "not recorded"),
    )
    assert sheet.seeing == ""


def test_pain_of_the_last_days_is_told_and_its_absence_too():
    assert emergency().pain_now[0] == "20 Nov: worst pain 5"
    assert rich(days=[DayRow(days_ago(1), pain_worst=0)]).pain_now == ("19 Nov: worst pain 0",)
    assert bare().pain_now == ("No pain score in the last 7 days.",)


# ------------------------------------------------------------------ words
def test_rules_older_than_a_year_are_called_old():
    old, new = (dt.date(2025, 11, 1), dt.date(2026, 6, 1))
    assert any("12 months old" in s for s in rich(check=check(rules_from=old)).small_print)
    assert not any("months old" in s for s in rich(check=check(rules_from=new)).small_print)


@pytest.mark.parametrize(
    ("visit", "said"),
    [
        (
            Visit("Dr Patel", dt.date(2026, 11, 23), dt.time(10, 20)),
            "For Dr Patel, Mon 23 Nov 2026, 10:20",
        ),
        (Visit("Dr {when}"), "For Dr {when}"),
        (Visit("", dt.date(2026, 11, 23)), "For my visit, Mon 23 Nov 2026"),
        (Visit(), ""),
    ],
)
def test_for_whom_and_when_is_said_as_far_as_it_is_known(visit: Visit, said: str):
    assert rich(visit=visit).seeing == said
