"""Rising and falling pain, and more nights woken: what the diary shows and when it stays silent."""

import datetime as dt
import random
import subprocess
import sys
import time

import numpy as np
import pytest

from backwatch import diary, paths, sources, trend_rules, trends
from backwatch.diary import Entry

TODAY = dt.date(2026, 11, 20)
STILL = "cannot_tell"
QUIET = (STILL, "no_change")


def entries(values, field="pain_average", last=TODAY):
    """Return one entry a day that ends on `last`; None leaves the day out."""
    first = last - dt.timedelta(days=len(values) - 1)
    return [
        Entry(
            person_id="a",
            date=first + dt.timedelta(days=number),
            recorded_at=dt.datetime(2026, 11, 20, tzinfo=dt.UTC),
            **{field: value},
        )
        for number, value in enumerate(values)
        if value is not None
    ]


def pain(values, today=TODAY, **more):
    return trends.pain_trend(diary.days(entries(values, **more)), today)


def night(values, today=TODAY):
    return trends.night_trend(diary.days(entries(values, field="wakings")), today)


def noisy(level, days, a_week=0.0, rise_from=0, seed=1):
    """Return whole scores around a level that rises by `a_week` points from day `rise_from` on."""
    chance = random.Random(seed)  # noqa: S311
    found = []
    for day in range(days):
        middle = level + a_week * max(0, day - rise_from) / 7
        found.append(min(10, max(0, round(middle + chance.gauss(0, 1)))))
    return found


FLAT = noisy(4, 63)
RISING = noisy(3, 63, a_week=1.0, rise_from=28)


def test_a_steady_diary_with_ordinary_ups_and_downs_is_not_called_rising_or_falling():
    found = pain(FLAT)
    assert (found.verdict, found.since, found.days) == ("no_change", None, 63)
    assert found.evidence < trend_rules.settings().pain.possible.evidence


def test_a_rise_of_one_point_a_week_is_clear_and_dated_within_two_weeks():
    found = pain(RISING)
    assert (found.series, found.verdict) == ("pain_average", "clear_rise")
    began = TODAY - dt.timedelta(days=34)
    assert abs((found.since - began).days) <= 14
    assert found.before == pytest.approx(3, abs=1)
    assert found.now == pytest.approx(8, abs=1.5)


def test_the_mirror_image_of_a_clear_rise_is_a_clear_fall_and_never_a_rise():
    found = pain([10 - value for value in RISING])
    assert found.verdict == "clear_fall"
    assert found.evidence == pytest.approx(pain(RISING).evidence)
    assert found.now < found.before


def test_a_weaker_rise_is_only_possible_before_it_is_clear():
    said = [pain(RISING[: 28 + more]).verdict for more in range(1, 36)]
    said = [STILL if verdict in QUIET else verdict for verdict in said]
    order = [STILL, "possible_rise", "clear_rise"]
    assert set(said) == set(order)
    assert [said.index(word) for word in order] == sorted(said.index(word) for word in order)


def test_pain_that_was_always_zero_is_a_full_diary_that_does_not_rise():
    found = pain([0] * 40)
    assert (found.verdict, found.days) == ("no_change", 40)
    assert found.evidence < 0


def test_zeros_before_a_rise_count_as_recorded_days_and_missing_ones_do_not():
    rising = [1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7]
    assert pain([0] * 28 + rising).verdict == "clear_rise"
    assert pain([None] * 28 + rising).verdict == "not_enough_days"


def test_days_left_out_are_absent_not_filled_in():
    gaps = [None if number % 4 == 1 else value for number, value in enumerate(RISING)]
    found = pain(gaps)
    assert found.verdict == "clear_rise"
    assert found.days == sum(value is not None for value in gaps) == 47


@pytest.mark.parametrize(("days", "enough"), [(20, False), (21, True)])
def test_nothing_is_said_before_21_days(days, enough):
    found = pain([0] * 14 + [9] * (days - 14))
    assert (found.verdict != "not_enough_days") is enough
    assert (found.evidence is not None) is enough
    assert found.days == days


@pytest.mark.parametrize(("count", "enough"), [(11, False), (12, True)])
def test_nothing_is_said_before_12_recorded_days(count, enough):
    values = [None] * 28
    for number in [0, *range(28 - count + 1, 28)]:
        values[number] = 5
    assert (pain(values).verdict != "not_enough_days") is enough


def test_an_empty_diary_has_not_enough_days():
    for found in (pain([]), night([])):
        assert (found.verdict, found.days, found.since) == ("not_enough_days", 0, None)


def test_days_after_today_are_not_looked_at():
    now = TODAY - dt.timedelta(days=20)
    assert pain(RISING, today=now) == pain(RISING[:-20], today=now, last=now)


def test_only_the_last_120_days_are_looked_at():
    assert pain([9] * 200 + [3] * 120).days == 120
    assert pain([9] * 200 + [3] * 120).verdict == "no_change"
    assert pain([3] * 60, last=TODAY - dt.timedelta(days=119)).verdict == "not_enough_days"


def test_twelve_days_of_old_and_one_of_new_cannot_show_a_bend():
    found = pain([4] * 15 + [None] * 100 + [9])
    assert (found.verdict, found.evidence) == (STILL, None)


def test_several_entries_a_day_make_one_value():
    twice = diary.days([*entries(RISING), *entries(RISING)])
    assert trends.pain_trend(twice, TODAY) == pain(RISING)


def test_the_series_is_chosen_from_the_days_up_to_today():
    late = entries([5] * 40, field="pain_worst", last=TODAY + dt.timedelta(days=60))
    early = entries([4] * 30)
    assert trends.pain_trend(diary.days([*early, *late]), TODAY).series == "pain_average"


def test_the_evidence_is_the_formula_written_out_day_by_day():
    """The same in the plainest way: one sum of squares for each bend and slope."""
    values = np.array(RISING[:40], dtype=float)
    day = np.delete(np.arange(40), [5, 17])
    values = np.delete(values, [5, 17])
    ratios = []
    for bend in range(39 - 90, 39 - 4 + 1):
        if (day <= bend).sum() < 8 or (day > bend).sum() < 3:
            continue
        for slope in (0.25, 0.5, 0.75, 1.0):
            left = values - slope * np.maximum(0, day - bend) / 7
            flat = ((values - values.mean()) ** 2).sum()
            bent = ((left - left.mean()) ** 2).sum()
            ratios.append(((6 * 1.9 + flat) / (6 * 1.9 + bent)) ** ((6 + 38 - 1) / 2))
    assert trends.knee_in_pain(day, values).evidence == pytest.approx(np.log(np.mean(ratios)))


def test_the_night_evidence_is_the_formula_written_out_night_by_night():
    day = np.delete(np.arange(40), [3, 30])
    woken = np.array([1.0 if n % 6 == 0 or n > 28 else 0.0 for n in day])
    rules = trend_rules.settings().night

    def likelihood(level, slope, bend):
        chance = 1 / (1 + np.exp(-(level + slope * np.maximum(0, day - bend) / 7)))
        return np.prod(np.where(woken == 1, chance, 1 - chance))

    flat = np.mean([likelihood(level, 0, 0) for level in rules.levels])
    ratios = [
        np.mean([likelihood(level, slope, bend) for level in rules.levels]) / flat
        for bend in range(39 - 90, 39 - 4 + 1)
        if (day <= bend).sum() >= 8 and (day > bend).sum() >= 3
        for slope in rules.slopes
    ]
    assert trends.knee_in_nights(day, woken).evidence == pytest.approx(np.log(np.mean(ratios)))


RARELY = [1 if number % 9 == 4 else 0 for number in range(35)]
OFTEN = [2 if number % 4 else 0 for number in range(28)]


def test_nights_that_went_from_rare_to_most_are_a_clear_rise():
    found = night(RARELY + OFTEN)
    assert (found.series, found.verdict) == ("woken", "clear_rise")
    assert found.before < 0.3 < 0.6 < found.now <= 1
    assert abs((found.since - (TODAY - dt.timedelta(days=28))).days) <= 21


@pytest.mark.parametrize("values", [[0] * 63, [3] * 63, RARELY + RARELY, OFTEN + OFTEN])
def test_nights_that_stay_as_they_are_never_rise(values):
    found = night(values)
    assert (found.verdict, found.days) == (STILL, len(values))


def test_how_often_pain_woke_in_one_night_does_not_matter():
    assert night([9 * value for value in RARELY + OFTEN]) == night(RARELY + OFTEN)


def test_nights_that_nobody_recorded_are_not_quiet_nights():
    assert night([None] * 35 + OFTEN).verdict != "clear_rise"
    assert night([0] * 35 + OFTEN).verdict == "clear_rise"
    assert night([None] * 50 + [1] * 11).verdict == "not_enough_days"


def test_the_limits_of_nights_are_those_of_days():
    assert night([0] * 14 + [1] * 6).verdict == "not_enough_days"
    assert night([0] * 14 + [1] * 7).verdict != "not_enough_days"


def test_every_limit_says_how_many_false_alarms_it_was_set_to_and_who_says_so():
    rules = trend_rules.settings()
    for part in (rules.pain, rules.night):
        limits = (part.possible, part.clear, part.clear_of_several)
        assert [limit.false_alarms_of_100 for limit in limits] == [30, 10, 5]
        assert [limit.evidence for limit in limits] == sorted(limit.evidence for limit in limits)
        for source in part.sources | rules.sources:
            assert sources.source(source).kind == "design"


def test_ten_years_of_entries_are_looked_at_in_a_few_thousandths_of_a_second():
    frame = diary.days(entries(noisy(4, 3650)))
    trends.pain_trend(frame, TODAY)
    took = []
    for _ in range(5):
        start = time.perf_counter()
        trends.pain_trend(frame, TODAY)
        took.append(time.perf_counter() - start)
    assert min(took) < 0.05  # about 0.002 on a quiet machine


def test_the_module_loads_without_numpy_or_pandas():
    program = "import sys, backwatch.trends; print(*{'numpy', 'pandas'} & set(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        cwd=paths.RULES.parent,
        timeout=60,
        check=True,
    )
    assert done.stdout.strip() == b""
