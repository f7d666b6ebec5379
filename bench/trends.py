"""`make bench-trends`: how soon a rise is seen, at how many false alarms, beside other methods.

The seeds below were written before the first run. Every diary is looked at on each day from the
21st on, as somebody would who opens the page daily. `--quick` tries fewer diaries. The two packages
(pymannkendall, ruptures) take far longer than the rest: they get a tenth of the diaries, at least
50 a scenario, and their lines say how many.
"""

import argparse
import os
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from backwatch import treatment_response, trend_rules, trends
from bench import detectors, simulated
from bench.detectors import Days, Numbers
from bench.simulated import DAYS, ONSET, Diaries

CALIBRATION_SEED, TEST_SEED = 20_261_125, 20_261_126
LOOKS: Days = np.arange(20, DAYS)
WITHIN = 56  # days after the change
FLARE_GONE = ONSET + 19
FALSE_ALARMS = 0.10
COURSES = ("rise_025", "rise_050", "rise_100", "step_2", "rise_050_skips", "rise_050_sticky")


@dataclass(frozen=True)
class Found:
    """How often and when a limit is passed after a change."""

    share: float
    median: float
    count: int

    def words(self) -> str:
        error = 100 * np.sqrt(self.share * (1 - self.share) / self.count)
        when = f"{self.median:.0f} d" if np.isfinite(self.median) else "-"
        return f"{100 * self.share:.0f} % ±{error:.1f}, {when}"


def _rows(of: Diaries, series: str) -> list[tuple[Days, Numbers]]:
    found = []
    for row in getattr(of, series):
        there = ~np.isnan(row)
        found.append((np.flatnonzero(there), row[there]))
    return found


def _one(detector: detectors.Detector, row: tuple[Days, Numbers]) -> Numbers:
    days, values = row
    if not len(days):
        return np.full(len(LOOKS), np.nan)
    return detector(days, values, LOOKS)


def _night(days: Days, values: Numbers, today: int) -> float:
    knee = trends.knee_in_nights(days, values)
    return knee.evidence if knee else np.nan


night = detectors.each_look(_night)


class Bench:
    """The statistics of every look, kept so that each is computed once."""

    def __init__(self, pool: ProcessPoolExecutor) -> None:
        self.pool = pool
        # With the diaries: an id is used again once they are gone.
        self.kept: dict[tuple[int, str, str], tuple[Diaries, Numbers]] = {}

    def looks(self, of: Diaries, name: str, series: str = "pain") -> Numbers:
        """Return one row for each diary: the statistic at each look, -inf where there is none."""
        key = (id(of), name, series)
        if key in self.kept:
            return self.kept[key][1]
        rows = _rows(of, series)
        work = partial(_named, name)
        parts = [rows[start : start + 50] for start in range(0, len(rows), 50)]
        found = np.concatenate(list(self.pool.map(work, parts)))
        self.kept[key] = (of, np.where(np.isnan(found), -np.inf, found))
        return self.kept[key][1]


def _named(name: str, rows: Sequence[tuple[Days, Numbers]]) -> Numbers:
    detector: detectors.Detector = (
        detectors.knee if name == "knee" else night if name == "night" else detectors.PEERS[name][0]
    )
    return np.array([_one(detector, row) for row in rows])


def alarms(looks: Numbers, limit: float) -> float:
    """Return the share of diaries that pass the limit at any look."""
    return float((looks.max(axis=1) >= limit).mean())


def detected(looks: Numbers, limit: float) -> Found:
    """Return the share that pass within 56 days of the change, of those not flagged before it."""
    passed = looks >= limit
    before = passed[:, LOOKS < ONSET].any(axis=1)
    after = passed[~before][:, LOOKS >= ONSET]
    delay = np.where(after.any(axis=1), after.argmax(axis=1), np.inf)
    return Found(float((delay <= WITHIN).mean()), float(np.median(delay)), len(delay))


def limit_at(looks: Numbers, share: float) -> float:
    """Return the limit that this share of diaries passes."""
    return float(np.quantile(looks.max(axis=1), 1 - share))


def _treated(count: int) -> None:
    """Print what is said about treatments, and how often the interval holds the truth."""
    from backwatch import sizes

    rules = trend_rules.settings().treatment
    print("\nA treatment, looked at after 28 and 56 days: share called lower; interval holds truth")
    for name in simulated.TREATED:
        of = simulated.diaries(name, count, TEST_SEED)
        told = []
        for look in rules.look_after:
            lower, held, said = 0, 0, 0
            for row, level, start in zip(of.pain, of.level, of.treated, strict=True):
                since = np.arange(DAYS) - start
                before, after = treatment_response.compared(since, look)
                used = (before | after) & ~np.isnan(row)
                if (used & before).sum() < rules.least_days_before:
                    continue
                if (used & after).sum() < rules.least_days_after:
                    continue
                part = (since[used] >= 0).astype(float)
                size = sizes.size(since[used], row[used], part)
                truth = level[used & after].mean() - level[used & before].mean()
                said += 1
                lower += size.high < 0
                held += size.low <= truth <= size.high
            error = 100 * np.sqrt(max(lower, 1) / said * (1 - lower / said) / said)
            share, truth_in = 100 * lower / said, 100 * held / said
            told.append(f"{look} days: {share:.1f} % ±{error:.1f}, held {truth_in:.1f} %")
        print(f"  {name:20} {'; '.join(told)}")


def run(count: int, *, peers: bool = True) -> None:
    """Print the whole table for `count` diaries a scenario."""
    rules = trend_rules.settings()
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        bench = Bench(pool)
        test = simulated.steady(count, TEST_SEED)
        steady = np.concatenate([bench.looks(of, "knee") for of in test])
        courses = {name: simulated.diaries(name, count, TEST_SEED) for name in COURSES}
        ours = {name: bench.looks(of, "knee") for name, of in courses.items()}
        print(f"{count} diaries a scenario, {len(LOOKS)} looks each")
        print("\nOurs: steady diaries flagged in 91 days, then found within 56 days and median day")
        for tier in ("possible", "clear", "clear_of_several"):
            limit = getattr(rules.pain, tier).evidence
            share = alarms(steady, limit)
            error = 100 * np.sqrt(share * (1 - share) / len(steady))
            print(f"  {tier} (limit {limit}): {100 * share:.1f} % ±{error:.1f} of steady diaries")
            for name, looks in ours.items():
                print(f"    {name:20} {detected(looks, limit).words()}")
        flare = bench.looks(simulated.diaries("flare", count, TEST_SEED), "knee")
        limit = rules.pain.clear.evidence
        still = (flare[:, LOOKS == FLARE_GONE + 21] >= limit).mean()
        print(
            f"  after a flare: flagged {100 * alarms(flare, limit):.0f} %, "
            f"21 days after it has gone {100 * still:.1f} %"
        )
        nights_steady = np.concatenate([bench.looks(of, "night", "woken") for of in test])
        nights = bench.looks(simulated.diaries("more_nights", count, TEST_SEED), "night", "woken")
        for tier in ("possible", "clear", "clear_of_several"):
            limit = getattr(rules.night, tier).evidence
            print(
                f"  nights, {tier} (limit {limit}): {100 * alarms(nights_steady, limit):.1f} % "
                f"of steady diaries; found {detected(nights, limit).words()}"
            )
        if peers:
            _peers(bench, count, test, courses)
    _treated(count)


@dataclass(frozen=True)
class _Tried:
    """The diaries on which a method is tried."""

    count: int
    calibration: list[Diaries]
    test: list[Diaries]
    courses: dict[str, Diaries]


MOVED = ("rise_050", "rise_100", "step_2")


def _peers(bench: Bench, count: int, test: list[Diaries], courses: dict[str, Diaries]) -> None:
    every = _Tried(count, simulated.steady(count, CALIBRATION_SEED), test, courses)
    few = min(count, max(50, count // 10))
    fewer = _Tried(
        few,
        simulated.steady(few, CALIBRATION_SEED),
        simulated.steady(few, TEST_SEED),
        {name: simulated.diaries(name, few, TEST_SEED) for name in MOVED},
    )

    def tried(name: str) -> tuple[str, _Tried]:
        slow = name in detectors.SLOW
        return f"{name}, {few} diaries" if slow else name, fewer if slow else every

    print("\nAs they are used: steady diaries flagged; 0.5 a week found")
    for name, (_, limits) in detectors.PEERS.items():
        called, on = tried(name)
        steady = np.concatenate([bench.looks(of, name) for of in on.test])
        rising = bench.looks(on.courses["rise_050"], name)
        for words, limit in limits.items():
            print(
                f"  {called}, {words}: {100 * alarms(steady, limit):.0f} %; "
                f"{detected(rising, limit).words()}"
            )
    print(
        f"\nEach moved to {100 * FALSE_ALARMS:.0f} % on other steady diaries: flagged here; found"
    )
    for name in ("knee", *detectors.PEERS):
        called, on = tried(name)
        before = np.concatenate([bench.looks(of, name) for of in on.calibration])
        limit = limit_at(before, FALSE_ALARMS)
        steady = np.concatenate([bench.looks(of, name) for of in on.test])
        found = [detected(bench.looks(on.courses[course], name), limit).words() for course in MOVED]
        print(
            f"  {called:28} {100 * alarms(steady, limit):.0f} %; 0.5: {found[0]}; "
            f"1.0: {found[1]}; step of 2: {found[2]}"
        )
    for course in MOVED:
        course_of = simulated.shift(course, np.arange(ONSET, ONSET + DAYS))
        steady = np.concatenate([_oracle(of, course_of) for of in every.calibration])
        limit = limit_at(steady, FALSE_ALARMS)
        print(
            f"  {'who knows level and course':28} {course}: "
            f"{detected(_oracle(courses[course], course_of), limit).words()}"
        )


def _oracle(of: Diaries, shift: Numbers) -> Numbers:
    found: list[NDArray[np.float64]] = []
    for number, (days, values) in enumerate(_rows(of, "pain")):
        if len(days) < 12:
            found.append(np.full(len(LOOKS), -np.inf))
            continue
        looks = detectors.oracle(
            days,
            values,
            LOOKS,
            base=float(of.base[number]),
            spread=float(of.spread[number]),
            noise=of.noise,
            shift=shift,
        )
        found.append(np.where(np.isnan(looks), -np.inf, looks))
    return np.array(found)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the bench and print how long it took."""
    parser = argparse.ArgumentParser(prog="python -m bench.trends")
    parser.add_argument("--quick", action="store_true", help="fewer diaries, under a minute")
    parser.add_argument("--diaries", type=int, default=None, help="how many a scenario")
    parser.add_argument("--ours", action="store_true", help="without the other methods")
    given = parser.parse_args(arguments)
    start = time.monotonic()
    run(given.diaries or (100 if given.quick else 2000), peers=not given.ours)
    print(f"\n{time.monotonic() - start:.0f} s")


if __name__ == "__main__":
    main()
