"""How big a change is, and whether a treatment helped: the number, its interval, and silence."""

import datetime as dt

import numpy as np
import pytest

from backwatch import diary, sizes, treatment_response, trend_rules, trends
from backwatch.diary import Entry, Treatment

TODAY = dt.date(2026, 11, 20)
START = dt.date(2026, 9, 1)
RULES = trend_rules.settings()


def entries(scores, field="pain_average"):
    """Return one entry for each day and score; a day that is not there was not recorded."""
    return [
        Entry(
            person_id="a", date=day, recorded_at=dt.datetime(2026, 11, 20, tzinfo=dt.UTC)
        ).model_copy(update={field: score})
        for day, score in scores.items()
    ]


def around(start, before, after, first=-40, last=60):
    """Return a score for each day around a start: `before` and `after` are tried in turn."""
    return {
        start + dt.timedelta(days=n): (before if n < 0 else after)[n % 2]
        for n in range(first, last + 1)
    }


def response(scores, today=TODAY):
    return treatment_response.response(diary.days(entries(scores)), START, today)


# --- the size of a change ---


def by_hand(days, values, part):
    """A second computation, from the inverse of the whole covariance, without a factor of it."""
    noise = RULES.size
    weight = np.linalg.inv(
        [
            [
                (noise.fresh if a == b else 0)
                + noise.fast * noise.fast_kept ** abs(a - b)
                + noise.slow * np.exp(-abs(a - b) / noise.slow_days)
                for a in days
            ]
            for b in days
        ]
    )
    design = np.array([[1.0, p] for p in part])
    spread = np.linalg.inv(design.T @ weight @ design)
    found = spread @ design.T @ weight @ values
    rest = values - design @ found
    freedom = noise.prior_entries + len(values) - 2
    scale = (noise.prior_entries * noise.prior_scale + rest @ weight @ rest) / freedom
    return found[1], np.sqrt(scale * spread[1, 1])


def test_the_size_of_a_change_agrees_with_a_second_computation():
    days = np.array([0, 1, 2, 5, 9, 10, 14, 15, 16, 20])
    values = np.array([3, 4, 3, 2, 5, 4, 6, 7, 6, 8], dtype=float)
    part = (days >= 10).astype(float)
    change, error = by_hand(days, values, part)
    found = sizes.size(days, values, part)
    assert found.change == pytest.approx(change)
    t_of_14_at_95 = 1.7613  # Student's t, 14 degrees of freedom, from a printed table
    assert found.high - found.change == pytest.approx(t_of_14_at_95 * error, rel=1e-4)
    assert found.change - found.low == pytest.approx(found.high - found.change)


def test_days_close_together_say_less_than_days_far_apart():
    values = np.array([4.0, 5, 4, 5, 4, 5, 6, 7, 6, 7, 6, 7])
    part = np.array([0.0] * 6 + [1.0] * 6)
    close, apart = np.arange(12), np.arange(12) * 40
    width = [s.high - s.low for s in (sizes.size(d, values, part) for d in (close, apart))]
    assert width[0] > width[1]


def test_a_diary_without_any_scatter_still_gets_an_interval():
    days = np.arange(30)
    found = sizes.size(days, np.full(30, 4.0), (days > 15).astype(float))
    assert found.change == pytest.approx(0)
    assert found.high - found.low > 0.5


# --- no change of 2 points or more ---


def pain(scores, today=TODAY):
    return trends.pain_trend(diary.days(entries(scores)), today)


def last_days(scores):
    return {TODAY - dt.timedelta(days=n): score for n, score in enumerate(reversed(scores))}


def test_a_long_steady_diary_shows_no_change_of_2_points_or_more():
    found = pain(last_days([4, 5] * 35))
    assert found.verdict == "no_change"
    assert -2 < found.size.low < 0 < found.size.high < 2
    assert found.since is None


def test_zero_pain_every_day_is_no_change_and_not_missing():
    found = pain(last_days([0] * 60))
    assert (found.verdict, found.days) == ("no_change", 60)


def test_a_wild_diary_says_neither_change_nor_none():
    found = pain(last_days([0, 9, 2, 8, 10, 1, 3] * 6))
    assert found.verdict == "cannot_tell"
    assert not -2 < found.size.low < found.size.high < 2


def test_too_few_days_in_the_last_two_weeks_say_nothing_about_change():
    scores = last_days([4, 5] * 35)
    for n in range(1, 8):
        del scores[TODAY - dt.timedelta(days=n)]
    assert pain(scores).verdict == "cannot_tell"
    assert pain(scores).size is None


def test_a_clear_rise_comes_with_its_size_and_an_interval_that_leaves_out_0():
    found = pain(last_days([3, 4] * 20 + [5, 5, 6, 6, 6, 7, 7, 7, 8, 8, 8, 9, 8, 9]))
    assert found.verdict == "clear_rise"
    assert 0 < found.size.low < found.size.change < found.size.high
    assert found.now - found.before == pytest.approx(found.size.change)
    assert found.size.change == pytest.approx(5, abs=1)


# --- did a treatment help ---


def test_pain_that_stays_3_points_lower_is_lower_after_4_and_after_8_weeks():
    scores = around(START, (6, 7), (3, 4))
    for days in (28, 56):
        found = response(scores, START + dt.timedelta(days=days))
        assert found.verdict == "lower"
        assert found.size.change == pytest.approx(-3, abs=0.3)
        assert found.look_on == START + dt.timedelta(days=days)
        assert (found.before, found.after) == (
            pytest.approx(6.5, abs=0.1),
            pytest.approx(3.5, abs=0.1),
        )


def test_pain_that_stays_3_points_higher_is_higher():
    assert response(around(START, (3, 4), (6, 7))).verdict == "higher"


def test_no_difference_is_called_no_clear_difference():
    assert response(around(START, (4, 6), (6, 4))).verdict == "no_clear_difference"


def test_before_4_weeks_it_is_too_early_and_the_day_of_the_look_is_named():
    found = response(around(START, (6, 7), (3, 4)), START + dt.timedelta(days=27))
    assert (found.verdict, found.size) == ("too_early", None)
    assert found.look_on == START + dt.timedelta(days=28)


def test_a_bad_week_just_before_the_start_and_the_first_two_weeks_are_left_out():
    scores = around(START, (4, 5), (4, 5))
    known = response(scores)
    for n in (*range(-7, 0), *range(14)):
        scores[START + dt.timedelta(days=n)] = 10
    assert response(scores) == known
    scores[START + dt.timedelta(days=14)] = 10
    assert response(scores) != known


def test_between_two_looks_the_verdict_stays_as_it_was():
    scores = around(START, (6, 7), (3, 4))
    first = response(scores, START + dt.timedelta(days=28))
    assert response(scores, START + dt.timedelta(days=55)) == first


@pytest.mark.parametrize("side", ["before", "after"])
def test_with_fewer_than_8_days_on_a_side_nothing_is_said(side):
    scores = around(START, (6, 7), (3, 4))
    days = range(-35, -7) if side == "before" else range(14, 57)
    for n in list(days)[8:]:
        del scores[START + dt.timedelta(days=n)]
    assert response(scores).verdict == "lower"
    del scores[START + dt.timedelta(days=days[0])]
    assert response(scores).verdict == "not_enough_days"
    assert response(scores).size is None


# --- a flare after radiotherapy ---


def rise(since):
    return trends.Trend("pain_worst", "clear_rise", 8.0, since, 3.0, 6.0, 40)


def radiotherapy(**dates):
    return Treatment(person_id="a", name="Five sessions", kind="radio", **dates)


@pytest.mark.parametrize(("days", "flare"), [(-1, False), (0, True), (10, True), (11, False)])
def test_a_rise_within_10_days_of_radiotherapy_may_be_a_flare(days, flare):
    given = radiotherapy(started=START)
    found = trends.may_be_flare(rise(START + dt.timedelta(days=days)), [given])
    assert (found is given) == flare


def test_the_10_days_count_from_the_last_session():
    given = radiotherapy(started=START, ended=START + dt.timedelta(days=14))
    assert trends.may_be_flare(rise(START + dt.timedelta(days=24)), [given])
    assert not trends.may_be_flare(rise(START + dt.timedelta(days=25)), [given])


def test_other_treatments_and_a_radiotherapy_without_a_day_explain_no_rise():
    pills = Treatment(person_id="a", name="Pills", kind="opioid", started=START)
    assert trends.may_be_flare(rise(START), [pills, radiotherapy()]) is None
