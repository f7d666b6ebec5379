"""The made-up diaries are what they say, and the trend check keeps its promise on a few of them."""

import numpy as np
import pytest

from backwatch import trend_rules
from bench import detectors, simulated
from bench.trends import LOOKS, ONSET, alarms, detected

SEED = 7  # none of the seeds of the bench


def test_the_same_seed_gives_the_same_diaries_and_another_one_others():
    first, again = (simulated.diaries("steady", 5, SEED) for _ in range(2))
    assert np.array_equal(first.pain, again.pain, equal_nan=True)
    assert not np.array_equal(first.pain, simulated.diaries("steady", 5, 8).pain, equal_nan=True)


@pytest.mark.parametrize("scenario", simulated.SCENARIOS)
def test_scores_are_whole_from_0_to_10_and_what_was_left_out_is_missing(scenario):
    found = simulated.diaries(scenario, 40, SEED)
    known = found.pain[~np.isnan(found.pain)]
    assert set(known) <= set(range(11))
    assert 0.03 < np.isnan(found.pain).mean() < 0.35
    assert set(found.woken[~np.isnan(found.woken)]) == {0.0, 1.0}


def test_the_ups_and_downs_are_those_of_published_diaries():
    pain = simulated.diaries("steady", 300, SEED).pain
    spread = np.nanstd(pain, axis=1)
    assert 1.1 < np.median(spread) < 1.4
    assert 1.1 < np.nanmean(np.abs(np.diff(pain, axis=1))) < 1.45


@pytest.mark.parametrize(("scenario", "more"), [("rise_050", 4.0), ("step_2", 2.0), ("flare", 0.0)])
def test_the_true_level_moves_as_the_scenario_says(scenario, more):
    level = simulated.diaries(scenario, 20, SEED).level
    moved = np.median(level[:, -1] - level[:, 0])
    assert moved == pytest.approx(more, abs=0.3)


def test_nights_go_from_1_in_10_to_6_in_10():
    woken = simulated.diaries("more_nights", 300, SEED).woken
    assert np.nanmean(woken[:, :28]) == pytest.approx(0.10, abs=0.04)
    assert np.nanmean(woken[:, -20:]) == pytest.approx(0.60, abs=0.06)


def test_a_method_never_sees_what_comes_after_the_look():
    row = simulated.diaries("rise_100", 1, SEED).pain[0]
    there = ~np.isnan(row)
    days, values = np.flatnonzero(there), row[there]
    early = LOOKS[LOOKS < 60]
    for name, (method, _) in detectors.PEERS.items():
        whole = method(days, values, early)
        cut = method(days[days < 60], values[days < 60], early)
        assert np.array_equal(whole, cut, equal_nan=True), name


@pytest.mark.sample
def test_on_a_few_diaries_the_clear_limit_keeps_false_alarms_low_and_finds_a_rise():
    def looks(found):
        every = [
            detectors.knee(np.flatnonzero(~np.isnan(row)), row[~np.isnan(row)], LOOKS)
            for row in found.pain
        ]
        return np.nan_to_num(np.array(every), nan=-np.inf)

    limit = trend_rules.settings().pain.clear.evidence
    assert alarms(looks(simulated.diaries("steady", 100, SEED)), limit) <= 0.20
    found = detected(looks(simulated.diaries("rise_050", 60, SEED)), limit)
    assert found.share >= 0.75
    assert found.median <= 40
    assert detected(looks(simulated.diaries("steady", 60, SEED)), limit).share <= 0.20
    assert ONSET in LOOKS
