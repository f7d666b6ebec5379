"""Nights when pain woke somebody: 0, not recorded, no entry and too bad are four things."""

import datetime as dt

import pytest

from backwatch import trends
from backwatch.charts import LIGHT, Period
from backwatch.charts.night_calendar import chart
from tests.unit.calendar_people import ago, cells, entry, last, made, records, said, table


def test_woken_0_not_recorded_no_entry_and_too_bad_are_five_different_marks():
    shown = made(
        chart,
        28,
        entry(9, wakings=2),
        entry(8, wakings=0),
        entry(7, pain_worst=3),
        entry(5, too_bad=True),
        entry(4, too_bad=True, wakings=3),
    )

    found = cells(shown)
    assert found["16"] == "2"
    assert found["17"] == "0"
    assert found["18"] == "hatch"
    assert found["19"] == "dot"
    assert found["20"] == "hatch bad"
    assert found["21"] == "3 bad"
    assert found["25"] == "dot"
    assert shown.sentences[0] == "Pain woke you on 2 of 3 recorded nights."
    assert "1 day was too bad to fill in, with nothing about the night." in said(shown)
    assert shown.counted == "You recorded 3 of 10 nights."


def test_the_numbers_say_not_recorded_and_no_entry_and_a_0_newest_first():
    shown = made(
        chart, 28, entry(3, wakings=0), entry(2, note="x"), entry(0, wakings=1, too_bad=True)
    )

    assert [row["Day"][:6] for row in table(shown)] == ["Wed 25", "Tue 24", "Mon 23", "Sun 22"]
    assert [row["Times woken"] for row in table(shown)] == [
        "1",
        "not recorded",
        "not recorded",
        "0",
    ]
    assert [row["Entry"] for row in table(shown)] == [
        "too bad to fill in",
        "no entry",
        "yes",
        "yes",
    ]


def test_weeks_begin_on_monday_and_months_stand_in_order():
    shown = made(chart, 28, entry(27, wakings=1), entry(0, wakings=0)).drawing

    assert shown.index("Mo") < shown.index("Tu") < shown.index("Su")
    assert shown.index("October 2026") < shown.index("November 2026")
    november = shown[shown.index("November 2026") :]
    assert november.index("Su</span>" + "<span></span>" * 6) < november.index("<small>1<")


def test_somebody_with_one_entry_today_sees_one_day_of_one():
    shown = made(chart, 28, entry(0, wakings=1))
    assert shown.sentences == ("Pain woke you on 1 of 1 recorded nights.",)
    assert shown.counted == "You recorded 1 of 1 night."
    assert list(cells(shown).values()) == ["1"]


def test_nights_that_are_all_0_are_shown_as_0_and_not_praised():
    shown = made(chart, 28, *(entry(day, wakings=0) for day in range(28)))
    assert shown.sentences == ("Pain woke you on 0 of 28 recorded nights.",)
    assert set(cells(shown).values()) == {"0"}


def test_somebody_who_never_recorded_nights_gets_no_chart_at_all():
    held = records(entry(3, pain_worst=4), entry(1, too_bad=True))
    assert chart(held, last(28), LIGHT) is None


def test_a_time_without_recorded_nights_says_what_to_do_and_draws_nothing():
    empty = made(chart, 28, entry(40, wakings=1))
    silent = made(chart, 28, entry(40, wakings=1), entry(3, pain_worst=4), entry(2, too_bad=True))
    for shown in (empty, silent):
        assert shown.drawing is None
        assert shown.sentences[0].startswith("No nights are recorded in this time. When you add")
    assert "1 day was too bad to fill in" in said(silent)


def test_two_entries_of_a_day_count_as_one_night_with_the_higher_number():
    shown = made(
        chart,
        28,
        entry(1, wakings=3),
        entry(1, hour=20, wakings=0),
        entry(0, wakings=0),
        entry(0, hour=20, note="later"),
    )
    assert cells(shown) == {"24": "3", "25": "0"}
    assert shown.sentences[0] == "Pain woke you on 1 of 2 recorded nights."


def test_the_time_before_is_told_beside_and_no_change_is_claimed_here():
    shown = made(
        chart,
        28,
        *(entry(day, wakings=1) for day in range(28)),
        *(entry(day, wakings=0) for day in range(28, 50)),
    )
    assert "In the 28 days before that, it was 0 of 22 recorded nights." in said(shown)
    assert "Whether it is a change is said at the top of this page." in said(shown)
    for word in ("more often", "worse", "better", "rising", "less"):
        assert word not in said(shown)


def test_only_the_judge_decides_whether_nights_change_and_the_chart_never_asks(monkeypatch):
    def refuse(*_):
        raise AssertionError("the chart judges nothing")

    monkeypatch.setattr(trends, "night_trend", refuse)
    assert made(chart, 28, *(entry(day, wakings=1) for day in range(50)))


def test_before_the_diary_there_is_no_time_to_compare_with():
    assert "before that" not in said(made(chart, 28, entry(27, wakings=1)))
    only_words = made(chart, 28, entry(28, note="x"), entry(27, wakings=1))
    assert "In the 28 days before that, no nights are recorded." in said(only_words)


def test_an_entry_of_a_later_day_is_left_out():
    held = records(entry(1, wakings=0), entry(-1, wakings=9))
    shown = chart(held, last(28), LIGHT)
    assert shown.sentences[0] == "Pain woke you on 0 of 1 recorded nights."
    assert "9" not in cells(shown).values()


def test_a_past_period_ends_where_it_ends():
    held = records(*(entry(day, wakings=1) for day in range(20)))
    shown = chart(held, Period(ago(19), ago(10)), LIGHT)
    assert shown.counted == "You recorded 10 of 10 nights."


@pytest.mark.parametrize(
    ("length", "title"),
    [(92, "Nights when pain woke you"), (93, "Nights when pain woke you, week by week")],
)
def test_up_to_92_days_are_shown_singly_and_93_as_weeks(length, title):
    shown = made(chart, length, entry(length - 1, wakings=1), entry(0, wakings=0))
    assert shown.title == title
    assert ("Times woken" in shown.table) == (length == 92)


def test_a_young_diary_is_shown_day_by_day_in_a_year_too():
    assert made(chart, 365, entry(20, wakings=1)).title == "Nights when pain woke you"


def test_a_week_says_on_how_many_of_its_recorded_nights_pain_woke_the_person():
    # Monday 16 to Sunday 22 November: 3 woken, 2 zeros, 1 without, 1 day without an entry
    week = [(9, 2), (8, 0), (7, 1), (6, 5), (5, 0)]
    shown = made(
        chart,
        365,
        entry(200, wakings=0),
        *(entry(day, wakings=times) for day, times in week),
        entry(4, too_bad=True),
        entry(16, pain_worst=2),
    )
    weeks = {row["Week from"]: row for row in table(shown)}
    row = weeks["Mon 16 Nov 2026"]
    assert row["Nights woken"] == "woken on 3 of 5 recorded nights"
    assert (row["Days with an entry"], row["Days too bad to fill in"]) == ("6", "1")
    assert weeks["Mon 09 Nov 2026"]["Nights woken"] == "not recorded"
    november = dict(re_november(shown))
    assert november == {"2": "dot", "9": "hatch", "16": "3 of 5 bad", "23": "dot"}
    assert 'style="width:60%"' in shown.drawing


def re_november(shown):
    part = shown.drawing[shown.drawing.index(">Nov<") :]
    end = part.find("</div>")
    return cells(type(shown)("x", "x", (), drawing=part[:end])).items()


def test_a_week_of_zeros_is_an_empty_bar_and_0_of_7():
    shown = made(chart, 365, entry(200, wakings=1), *(entry(day, wakings=0) for day in range(10)))
    assert dict(re_november(shown))["16"] == "0 of 7"
    assert '0 of 7<i class="share"></i>' in shown.drawing


def test_days_a_year_apart_keep_every_week_between_them_and_the_newest_year_is_first():
    shown = made(chart, 366, entry(365, wakings=1), entry(0, wakings=1))
    assert shown.drawing.index("<b>2026</b>") < shown.drawing.index("<b>2025</b>")
    assert len(table(shown)) == 53
    assert sum(row["Nights woken"] == "not recorded" for row in table(shown)) == 51


def test_the_nights_of_a_clock_change_are_days_like_any_other():
    today = dt.date(2026, 4, 1)  # the clocks went forward on 29 March 2026 in Europe
    days = [dt.date(2026, 3, 28), dt.date(2026, 3, 29), dt.date(2026, 3, 30)]
    at = [dt.datetime.combine(day, dt.time(23, 30), dt.UTC) for day in days]
    held = records(
        *(
            entry(0, wakings=n).model_copy(update={"date": d, "recorded_at": a})
            for n, (d, a) in enumerate(zip(days, at, strict=True))
        ),
        today=today,
    )
    shown = chart(held, Period(dt.date(2026, 3, 5), today), LIGHT)
    assert cells(shown) == {"28": "0", "29": "1", "30": "2", "31": "dot", "1": "dot"}


def test_counts_agree_with_the_days_table_for_any_diary():
    held = records(
        *(
            entry(day, hour=8 + turn, wakings=(None, 0, 1, 4)[(day * 7 + turn * 3) % 4])
            for day in range(300)
            for turn in range(day * 5 % 3)
        ),
        entry(299, wakings=0),
    )
    for length in (28, 92, 200):
        shown = chart(held, last(length), LIGHT)
        woken = held.days_in(last(length))["woken"].dropna()
        assert shown.sentences[0] == (
            f"Pain woke you on {int(woken.sum())} of {len(woken)} recorded nights."
        )


def test_ten_years_are_all_in_the_numbers():
    shown = made(chart, 3653, *(entry(day, wakings=day % 3) for day in range(3653)))
    assert len(table(shown)) in (522, 523)
    assert shown.counted == "You recorded 3,653 of 3,653 nights."


def test_a_diary_that_begins_tomorrow_has_nothing_to_show_yet():
    shown = chart(records(entry(-1, wakings=2)), last(28), LIGHT)
    assert shown.drawing is None
    assert shown.sentences[0].startswith("No nights are recorded in this time.")
