"""The days that a chart shows: both ends count, and the last appointment is one to choose."""

import datetime as dt

import pytest

from backwatch.charts import Period, periods
from backwatch.diary import Appointment

TODAY = dt.date(2026, 11, 25)


def ago(days: int) -> dt.date:
    return TODAY - dt.timedelta(days=days)


def visit(days: int) -> Appointment:
    return Appointment(person_id="p", date=ago(days))


def test_four_weeks_are_28_days_and_today_is_the_last_of_them():
    found = periods(TODAY, ago(400))["4 weeks"]
    assert (found.length, found.first, found.last) == (28, ago(27), TODAY)
    assert ago(27) in found
    assert TODAY in found
    assert ago(28) not in found
    assert ago(-1) not in found


@pytest.mark.parametrize(("oldest", "length"), [(0, 1), (5, 6), (4000, 4001), (-3, 1), (None, 1)])
def test_all_begins_with_the_first_recorded_day_and_never_after_today(oldest, length):
    found = periods(TODAY, None if oldest is None else ago(oldest))["All"]
    assert (found.length, found.last) == (length, TODAY)


def test_the_last_appointment_that_is_over_begins_a_time_of_its_own():
    found = periods(TODAY, ago(60), [visit(30), visit(9), visit(-4)])
    assert found["Since last appointment"] == Period(ago(9), TODAY)


@pytest.mark.parametrize("visits", [(), (-3,), (0,), (60,), (61,)])
def test_without_an_appointment_inside_the_diary_none_is_offered(visits):
    assert list(periods(TODAY, ago(60), map(visit, visits))) == [
        *("4 weeks", "3 months", "1 year", "All")
    ]
