"""What goes with the pain: each choice by day, out of the days on which its list was filled in."""

import datetime as dt
import re

import pytest

from backwatch import diary
from backwatch.charts import LIGHT, Period, Records, causes
from backwatch.charts.counts_words import words
from backwatch.diary import Entry

TODAY = dt.date(2026, 11, 20)
MONTH = Period(TODAY - dt.timedelta(days=27), TODAY)
YEAR = Period(TODAY - dt.timedelta(days=364), TODAY)


def entry(ago, *, hour=8, **what):
    date = TODAY - dt.timedelta(days=ago)
    at = dt.datetime.combine(date, dt.time(hour), tzinfo=dt.UTC)
    return Entry(person_id="p", date=date, time=dt.time(hour), recorded_at=at, **what)


def made(*entries, period=MONTH):
    entries = tuple(diary.in_order(entries))
    records = Records(TODAY, entries, diary.days(entries))
    return causes.chart(records, period, LIGHT)


def cell(chart, choice, column="Days", title="What makes it worse"):
    rows = chart.table[(chart.table["Choice"] == choice) & (chart.table["List"] == title)]
    return rows[column].iloc[0]


def cells(chart, choice):
    """Return the cells of months below a choice: a number as text, "x" for stripes."""
    after = chart.drawing.split(f">{choice}</span>")[1].split('<span class="cells"')[1]
    found = re.findall(r'<i class="c( x)?"[^>]*>(?:<b>)?(\d*)', after.split("</span>")[0])
    return ["x" if striped else number for striped, number in found]


def test_a_choice_is_counted_out_of_the_days_on_which_its_list_was_filled_in():
    chart = made(
        *(entry(3, worse_with=("lying", "cough")), entry(2, worse_with=("lying",))),
        *(entry(1, worse_with=("none",)), entry(0, pain_worst=4), entry(5, eased_by=("rest",))),
    )
    assert chart.sentences[0] == (
        "What makes it worse: most often “Lying down”, on 2 of 3 days. "
        "What eases it: most often “Resting”, on 1 of 1 days."
    )
    assert cell(chart, "Lying down") == "2 of 3"
    assert cell(chart, "None of these") == "1 of 3"
    assert cell(chart, "Lifting") == "0 of 3"
    assert chart.counted == "You noted something of this on 4 of 5 recorded days."
    assert "noted on 3 of 5 recorded days" in chart.drawing
    assert "They do not show a cause." in chart.sentences[-1]


def test_what_was_never_ticked_stands_in_one_sentence_and_has_no_bar():
    chart = made(entry(3, eased_by=("rest", "heat")))
    told = words().causes.zeros.format(
        labels="; ".join(
            choice.label
            for choice in diary.vocabulary().eased_by
            if choice.id not in ("rest", "heat", "none")
        )
    )
    assert told in chart.drawing
    assert chart.drawing.count('class="bar"') == 2


def test_a_list_nobody_filled_in_is_not_recorded_and_not_never_ticked():
    chart = made(entry(3, eased_by=("rest",)))
    assert chart.drawing.count("not noted in this time") == 3
    assert cell(chart, "Lying down") == "not recorded"
    assert chart.drawing.count("Not ticked") == 1


def test_two_entries_a_day_are_one_day():
    chart = made(
        entry(3, spread=("arm",)),
        entry(3, spread=("chest",), hour=20),
        entry(2, spread=("chest",)),
    )
    spread = words().causes.lists["spread"]
    assert cell(chart, "Down an arm", title=spread) == "1 of 2"
    assert cell(chart, "To the chest", title=spread) == "2 of 2"


def test_the_choice_ticked_most_often_comes_first_and_a_tie_keeps_the_order_of_the_list():
    chart = made(entry(3, feels_like=("numb", "sharp")), entry(2, feels_like=("numb",)))
    shown = re.findall(r'class="w">([^<]+)<', chart.drawing)
    assert shown == ["Numb", "Sharp"]
    tie = made(entry(3, feels_like=("numb", "sharp")))
    assert re.findall(r'class="w">([^<]+)<', tie.drawing) == ["Sharp", "Numb"]


def test_the_bar_is_the_share_of_those_days():
    chart = made(
        *(entry(3, spread=("arm",)), entry(2, spread=("chest",)), entry(1, spread=("chest",))),
        entry(0, pain_worst=4),
    )
    assert re.findall(r"width:([\d.]+)%", chart.drawing) == ["66.7", "33.3"]


@pytest.mark.parametrize(("length", "months"), [(91, False), (92, True)])
def test_months_stand_side_by_side_in_a_time_longer_than_three_months(length, months):
    period = Period(TODAY - dt.timedelta(days=length - 1), TODAY)
    chart = made(entry(60, spread=("arm",)), entry(0, spread=("chest",)), period=period)
    assert ('class="cells"' in chart.drawing) is months
    assert ("Nov 2026" in chart.table.columns) is months


def test_a_month_with_a_0_is_not_a_month_in_which_nobody_filled_in_the_list():
    chart = made(
        *(entry(80, spread=("arm",)), entry(79, spread=("arm",)), entry(50, pain_worst=3)),
        *(entry(0, spread=("chest",)), entry(1, eased_by=("rest",))),
        period=YEAR,
    )
    assert cells(chart, "Down an arm") == ["2", "x", "0"]
    spread = words().causes.lists["spread"]
    assert cell(chart, "Down an arm", "Sep 2026", spread) == "2 of 2"
    assert cell(chart, "Down an arm", "Oct 2026", spread) == "not recorded"
    assert cell(chart, "Down an arm", "Nov 2026", spread) == "0 of 1"
    assert list(chart.table.columns[3:]) == ["Nov 2026", "Oct 2026", "Sep 2026"]


def test_ten_years_are_drawn_for_the_last_twelve_months_and_numbered_for_all():
    ten = Period(TODAY - dt.timedelta(days=3650), TODAY)
    chart = made(entry(3650, spread=("arm",)), entry(0, spread=("chest",)), period=ten)
    assert len(cells(chart, "Down an arm")) == 12
    assert "the last 12 months" in chart.key
    assert len(chart.table.columns) == 3 + 121
    assert "’25" in chart.drawing
    assert "’26" in chart.drawing


def test_a_day_too_bad_to_fill_in_is_recorded_and_ticks_nothing():
    chart = made(entry(3, spread=("arm",)), entry(2, too_bad=True))
    assert chart.counted == "You noted something of this on 1 of 2 recorded days."
    assert cell(chart, "Down an arm", title=words().causes.lists["spread"]) == "1 of 1"


def test_only_days_of_the_time_count():
    chart = made(
        *(entry(-1, spread=("arm",)), entry(0, spread=("arm",)), entry(27, spread=("chest",))),
        entry(28, spread=("band",)),
    )
    spread = words().causes.lists["spread"]
    assert cell(chart, "Down an arm", title=spread) == "1 of 2"
    assert cell(chart, "Around the chest or belly like a belt", title=spread) == "0 of 2"
    assert made(entry(28, spread=("band",))).sentences == (words().causes.none,)


def test_somebody_who_never_filled_in_a_list_has_no_card():
    assert made() is None
    assert made(entry(0, pain_worst=4, symptoms=("cough",))) is None


def test_the_words_for_a_screen_reader_hold_every_count():
    chart = made(entry(3, spread=("arm",)), entry(2, eased_by=("none",)))
    assert "Where it spreads, of 1 days: Down an arm 1." in chart.alt
    assert "What eases it, of 1 days: Nothing helped 1." in chart.alt
    assert "What makes it worse: not noted in this time." in chart.alt
