"""How long one look at ten years takes: whether pain rises, and whether it wakes somebody more."""

import time
from datetime import date
from functools import partial

import numpy as np
from pymannkendall import original_test

from backwatch import diary, trends
from bench import compare, long_diary
from bench.detectors import Numbers

TODAY = date(2026, 11, 20)  # any fixed day
ROUNDS = 25
AIM = "0.05 or less: 20 times as fast"


def _ours(frame: object) -> float:
    start = time.perf_counter()
    trends.pain_trend(frame, TODAY)
    trends.night_trend(frame, TODAY)
    return time.perf_counter() - start


def _theirs(pain: Numbers, woken: Numbers) -> float:
    start = time.perf_counter()
    original_test(pain)
    original_test(woken)
    return time.perf_counter() - start


def main() -> None:
    """Print the comparison."""
    frame = diary.days(long_diary.entries("bench", TODAY))
    pain, woken = (
        frame[name].dropna().to_numpy(dtype=np.float64)
        for name in (diary.pain_series(frame), "woken")
    )
    compare.head(
        f"One look at a diary of ten years: {len(pain):,} days with a score, {len(woken):,} nights",
        baseline="pymannkendall's original_test on the scores, and on the nights",
        ours="pain_trend and night_trend on the whole table of days: verdict, day, size, interval",
        note="they look at all ten years, ours at the last 120 days, which it has to find first",
    )
    times = compare.in_turn(partial(_theirs, pain, woken), partial(_ours, frame), rounds=ROUNDS)
    compare.show(times, unit="ms", aim=AIM)
    print(f"  that is {1 / times.ratio:.0f} times as fast")
