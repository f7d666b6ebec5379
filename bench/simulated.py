"""Made-up pain diaries, many at once: steady, worsening, better, flaring, and treated ones.

Each score is the person's true level, plus noise that is new every day, noise that fades in days
and noise that wanders over weeks, times the person's own scale; pain relief taken on bad days hides
a part; then it is rounded, and some days repeat the last number or are left out. The noise follows
published diaries of people with long back pain that was not from cancer: within one person a spread
of 1.2, a day-to-day change of 1.2, and a little memory. How pain at night follows pain by day, and
how many bad days are left out, are our own guesses.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]

DAYS = 91
ONSET = 35
PLAIN = {"fresh": 1.00, "fast": 0.15, "kept": 0.6, "slow": 0.40, "days": 25.0}
STICKY = {"fresh": 0.45, "fast": 0.45, "kept": 0.8, "slow": 0.40, "days": 40.0}
STEADY = {"steady": 0.7, "steady_noisy": 0.1, "steady_sticky": 0.1, "steady_skips": 0.1}  # the mix
WORSENING = ("rise_025", "rise_050", "rise_100", "step_2", "rise_050_skips", "rise_050_sticky")
TREATED = ("treated_2", "treated_1", "treated_0", "treated_0_bad_patch")
SCENARIOS = (*STEADY, *WORSENING, "flare", "more_nights", *TREATED)


@dataclass(frozen=True)
class Diaries:
    """One row for each diary, one column for each day; NaN where nothing was recorded.

    pain: 0 to 10. woken: 0 or 1. level: the true mean. spread: the person's scale of noise.
    treated: the day on which a treatment begins.
    """

    pain: Numbers
    woken: Numbers
    level: Numbers
    base: Numbers
    spread: Numbers
    treated: NDArray[np.int64]
    noise: Mapping[str, float]


def diaries(scenario: str, count: int, seed: int) -> Diaries:
    """Return `count` diaries of a scenario, the same ones for the same seed."""
    chance = np.random.default_rng([seed, SCENARIOS.index(scenario)])
    noise = STICKY if scenario.endswith("sticky") else PLAIN
    spread = 1.1 * np.clip(np.exp(0.42 * chance.standard_normal((count, 1))), 0.4, 2.2)
    if scenario == "steady_noisy":
        spread[:] = 1.7
    low, high = 2.0, 7.0
    if scenario in WORSENING or scenario == "flare":
        high = 5.5
    elif scenario in TREATED:
        low, high = 4.5, 7.5
    base = np.clip(4.5 + 1.5 * chance.standard_normal((count, 1)), low, high)
    day = np.arange(DAYS)
    moved = shift(scenario, day)
    level = np.clip(base + moved, 0.3, 9.5)
    weekend = (day + chance.integers(7, size=(count, 1))) % 7 >= 5
    week = np.abs(0.15 * chance.standard_normal((count, 1))) * np.where(weekend, 1.0, -0.4)
    moves = (
        np.sqrt(noise["fresh"]) * chance.standard_normal((count, DAYS))
        + np.sqrt(noise["fast"]) * _remembering(noise["kept"], count, chance)
        + np.sqrt(noise["slow"]) * _remembering(np.exp(-1 / noise["days"]), count, chance)
    )
    felt = level + week + spread * moves
    takes = chance.random((count, DAYS)) < 1 / (1 + np.exp(1.5 - 0.9 * (felt - base)))
    eases = 0.7 * (chance.random((count, 1)) < 0.6)
    felt = felt - eases * takes + eases / (1 + np.exp(1.5))
    pain = np.round(felt)
    repeats = chance.random((count, DAYS)) < 0.10
    for n in range(1, DAYS):
        again = repeats[:, n] & (np.abs(pain[:, n] - pain[:, n - 1]) <= 1)
        pain[again, n] = pain[again, n - 1]
    pain = np.clip(pain, 0, 10)
    woken = _woken(scenario, moved, spread * moves, count, chance)
    treated = np.full(count, ONSET)
    if scenario == "treated_0_bad_patch":  # the day after the worst week of days 21 to 49
        weeks = np.stack([pain[:, n - 7 : n].mean(axis=1) for n in range(28, 50)], axis=1)
        treated = 28 + weeks.argmax(axis=1)
    skipped = _skipped(scenario, felt - base, count, chance)
    pain[skipped] = np.nan
    woken[skipped] = np.nan
    return Diaries(pain, woken, level, base[:, 0], spread[:, 0], treated, noise)


def steady(count: int, seed: int) -> list[Diaries]:
    """Return the mix of steady diaries, `count` in all."""
    return [diaries(name, round(share * count), seed) for name, share in STEADY.items()]


def shift(scenario: str, day: NDArray[np.int64]) -> Numbers:
    """Return by how much the true level has moved on each day, in points."""
    since = day - ONSET
    weeks = np.clip(since, 0, None) / 7.0
    if scenario.startswith("rise_"):
        return int(scenario[5:8]) / 100 * weeks
    if scenario == "step_2":
        return 2.0 * (since >= 0)
    if scenario == "flare":  # up by 3 in two days, for ten days, gone a week later
        return np.interp(since, [0, 2, 12, 19], [0, 3, 3, 0])
    if scenario in ("treated_2", "treated_1"):  # falls over ten days
        return -int(scenario[-1]) * np.clip(since / 10.0, 0, 1)
    return np.zeros(len(day))


def _remembering(kept: float, count: int, chance: np.random.Generator) -> Numbers:
    fresh = chance.standard_normal((count, DAYS))
    found = fresh.copy()
    for n in range(1, DAYS):
        found[:, n] = kept * found[:, n - 1] + np.sqrt(1 - kept**2) * fresh[:, n]
    return found


def _woken(
    scenario: str, moved: Numbers, moves: Numbers, count: int, chance: np.random.Generator
) -> Numbers:
    if scenario == "more_nights":  # from 1 night in 10 to 6 in 10 within four weeks
        share = np.interp(np.arange(DAYS), [ONSET, ONSET + 28], [0.10, 0.60])
        odds = np.log(share / (1 - share)) + np.zeros((count, 1))
    else:
        worse = scenario in WORSENING
        start = chance.uniform(0.05, 0.30 if worse else 0.45, size=(count, 1))
        odds = np.log(start / (1 - start)) + 0.55 * (moved if worse else np.minimum(moved, 0))
    # 1.35 gives back what the noise takes from the share of nights.
    odds = 1.35 * odds + 1.5 * _remembering(0.9, count, chance) + 0.3 * moves
    return (chance.random((count, DAYS)) < 1 / (1 + np.exp(-odds))).astype(np.float64)


def _skipped(
    scenario: str, above: Numbers, count: int, chance: np.random.Generator
) -> NDArray[np.bool_]:
    if scenario.endswith("skips"):  # bad days are left out more often
        share = 0.12 / 0.88 * np.exp(0.55 * above)
        return chance.random((count, DAYS)) < np.minimum(share / (1 + share), 0.9)
    often = np.clip(chance.beta(1.2, 1.2 * 0.88 / 0.12, size=count), 0, 0.5)
    found = np.zeros((count, DAYS), dtype=bool)
    for n in range(DAYS):
        before = found[:, n - 1] if n else np.zeros(count, dtype=bool)
        share = np.where(often > 0.01, often + np.where(before, 0.2, -0.2 * often), often)
        found[:, n] = chance.random(count) < share
    return found
