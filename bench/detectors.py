"""What other diaries, textbooks and packages would say at each look, beside our own statistic.

Each function takes the recorded days (whole numbers, rising) and scores of one diary and the days
on which somebody looks. It returns one number for each look: the higher, the more it speaks for
rising pain; NaN before there is enough. Only what was recorded up to a look counts.
"""

from collections.abc import Callable, Mapping
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from backwatch import trends

Numbers = NDArray[np.float64]
Days = NDArray[np.int64]
Detector = Callable[[Days, Numbers, Days], Numbers]

BASELINE_DAYS = 21
_QUANTILE = NormalDist().inv_cdf


def each_look(one: Callable[[Days, Numbers, int], float]) -> Detector:
    """Return a detector that asks `one(days, scores, today)` at each look."""

    def every(days: Days, values: Numbers, looks: Days) -> Numbers:
        found = np.full(len(looks), np.nan)
        for number, today in enumerate(looks):
            seen = days <= today
            if seen.sum() >= 12:
                found[number] = one(days[seen], values[seen], int(today))
        return found

    return every


@each_look
def knee(days: Days, values: Numbers, today: int) -> float:
    """Ours: the evidence for a bend."""
    found = trends.knee_in_pain(days, values)
    return found.evidence if found else np.nan


@each_look
def week_against_week(days: Days, values: Numbers, today: int) -> float:
    """The mean of the last 7 days less that of the 7 before."""
    last, before = days > today - 7, (days <= today - 7) & (days > today - 14)
    if not (last.any() and before.any()):
        return np.nan
    return float(values[last].mean() - values[before].mean())


@each_look
def halves(days: Days, values: Numbers, today: int) -> float:
    """The mean of the newer half of the last 28 days less that of the older half."""
    kept = values[days > today - 28]
    return float(kept[len(kept) // 2 :].mean() - kept[: len(kept) // 2].mean())


def slope(window: int) -> Detector:
    """Return the t of a least squares slope over the last `window` days."""

    @each_look
    def one(days: Days, values: Numbers, today: int) -> float:
        kept = days > today - window
        x, y = days[kept].astype(float), values[kept]
        x, y = x - x.mean(), y - y.mean()
        if len(x) < 5 or not (x @ x):
            return np.nan
        b = (x @ y) / (x @ x)
        rest = y - b * x
        error = np.sqrt((rest @ rest) / (len(x) - 2) / (x @ x))
        return float(b / error) if error > 0 else 0.0

    return one


@each_look
def mann_kendall(days: Days, values: Numbers, today: int) -> float:
    """The z of Mann and Kendall's test on the last 28 days, with its correction for ties."""
    kept = values[days > today - 28]
    n = len(kept)
    signs = np.sign(kept[None, :] - kept[:, None])
    s = float(np.triu(signs, 1).sum())
    ties = np.unique(kept, return_counts=True)[1]
    variance = (n * (n - 1) * (2 * n + 5) - (ties * (ties - 1) * (2 * ties + 5)).sum()) / 18
    return (s - np.sign(s)) / np.sqrt(variance) if variance > 0 else 0.0


@each_look
def pymannkendall(days: Days, values: Numbers, today: int) -> float:
    """The z of the package's original_test on the last 28 days."""
    from pymannkendall import original_test

    kept = values[days > today - 28]
    return float(original_test(kept).z) if len(kept) > 1 else np.nan


@each_look
def pelt(days: Days, values: Numbers, today: int) -> float:
    """By how much the mean rose at the last change that PELT finds in all days; 0 without one.

    Cost of squares, a penalty of 2 log n variances a change (the variance from the differences of
    neighbours), at least 3 days a part.
    """
    from ruptures import KernelCPD  # its PELT in C; a linear kernel is the cost of squares

    variance = max(float((np.diff(values) ** 2).mean()) / 2, 0.25)
    penalty = 2 * np.log(len(values)) * variance
    ends = [0, *KernelCPD(kernel="linear", min_size=3).fit(values).predict(pen=penalty)]
    if len(ends) < 3:
        return 0.0
    before, last = values[ends[-3] : ends[-2]], values[ends[-2] :]
    return float(last.mean() - before.mean())


@each_look
def rank_sum(days: Days, values: Numbers, today: int) -> float:
    """The z of Wilcoxon's rank sum, the last 14 days against the 28 before."""
    last = values[days > today - 14]
    before = values[(days <= today - 14) & (days > today - 42)]
    n, m = len(last), len(before)
    if n < 4 or m < 4:
        return np.nan
    above = (last[:, None] > before).sum() + 0.5 * (last[:, None] == before).sum()
    ties = np.unique(np.concatenate([last, before]), return_counts=True)[1]
    all_ = n + m
    variance = n * m / 12 * (all_ + 1 - (ties**3 - ties).sum() / (all_ * (all_ - 1)))
    return float((above - n * m / 2) / np.sqrt(variance)) if variance > 0 else 0.0


def _against_baseline(days: Days, values: Numbers) -> tuple[Numbers, NDArray[np.bool_]] | None:
    """Return the scores after the first 21 days, in spreads above them, and which those are."""
    first = days < days[0] + BASELINE_DAYS
    if first.sum() < 5 or first.all():
        return None
    spread = max(float(values[first].std(ddof=1)), 0.5)
    return (values - values[first].mean()) / spread, ~first


def ewma(days: Days, values: Numbers, looks: Days) -> Numbers:
    """An exponentially weighted mean (0.2) in its own spreads, against the first 21 days."""
    found = np.full(len(looks), np.nan)
    scaled = _against_baseline(days, values)
    if scaled is None:
        return found
    z, after = scaled
    path, mean = {}, 0.0
    for n, (day, value) in enumerate(zip(days[after], z[after], strict=True), 1):
        mean = 0.8 * mean + 0.2 * value
        path[int(day)] = mean / np.sqrt(0.2 / 1.8 * (1 - 0.8 ** (2 * n)))
    return _carried(path, looks, found)


def cusum(days: Days, values: Numbers, looks: Days) -> Numbers:
    """A cumulative sum (k 0.5) against the first 21 days."""
    found = np.full(len(looks), np.nan)
    scaled = _against_baseline(days, values)
    if scaled is None:
        return found
    z, after = scaled
    path, total = {}, 0.0
    for day, value in zip(days[after], z[after], strict=True):
        total = max(0.0, total + value - 0.5)
        path[int(day)] = total
    return _carried(path, looks, found)


def self_starting_cusum(days: Days, values: Numbers, looks: Days) -> Numbers:
    """A cumulative sum (k 0.5) of each score against all before it, cut at 3 spreads."""
    path, total = {}, 0.0
    mean, squares = float(values[0]), 0.0
    for n, (day, value) in enumerate(zip(days[1:], values[1:], strict=True), 1):
        if n >= 5:
            spread = max(np.sqrt(squares / (n - 1)), 0.4)
            z = np.clip((value - mean) / spread * np.sqrt(n / (n + 1)), -3, 3)
            total = max(0.0, total + float(z) - 0.5)
            path[int(day)] = total
        step = value - mean
        mean += step / (n + 1)
        squares += step * (value - mean)
    return _carried(path, looks, np.full(len(looks), np.nan))


def _carried(path: Mapping[int, float], looks: Days, found: Numbers) -> Numbers:
    """Return for each look the value of the last recorded day up to it."""
    known = np.array(sorted(path), dtype=np.int64)
    at = np.searchsorted(known, looks, side="right") - 1
    for number, index in enumerate(at):
        if index >= 0:
            found[number] = path[int(known[index])]
    return found


# name: the detector, and the limits at which it is used elsewhere
PEERS: Mapping[str, tuple[Detector, Mapping[str, float]]] = {
    "last 7 days less 7 before": (week_against_week, {"0.5": 0.51, "1": 1.01, "2": 2.0}),
    "newer less older half": (halves, {"0.5": 0.51}),
    "least squares, 28 days": (slope(28), {"p 0.05": _QUANTILE(0.975)}),
    "least squares, all days": (slope(10_000), {"p 0.05": _QUANTILE(0.975)}),
    "Mann-Kendall, 28 days": (mann_kendall, {"p 0.05": _QUANTILE(0.975)}),
    "rank sum, 14 against 28": (rank_sum, {"p 0.05": _QUANTILE(0.975)}),
    "EWMA 0.2": (ewma, {"L 3": 3.0}),
    "CUSUM, first 21 days": (cusum, {"h 5": 5.0}),
    "CUSUM, self-starting": (self_starting_cusum, {}),
    "Mann-Kendall (pymannkendall)": (pymannkendall, {"p 0.05": _QUANTILE(0.975)}),
    "PELT (ruptures)": (pelt, {"rises": 0.01}),
}
SLOW = ("Mann-Kendall (pymannkendall)", "PELT (ruptures)")  # packages: on fewer diaries


def oracle(
    days: Days,
    values: Numbers,
    looks: Days,
    *,
    base: float,
    spread: float,
    noise: Mapping[str, float],
    shift: Numbers,
) -> Numbers:
    """The best that can be done: level, noise and course are known, only the day is not.

    `shift`: by how much pain is higher 0, 1, 2, ... days after a change. Mean of the likelihood
    ratio over every day from the 14th on, in logarithms.
    """
    apart = np.abs(days[:, None] - days[None, :]).astype(float)
    covariance = (
        spread**2
        * (
            noise["fresh"] * (apart == 0)
            + noise["fast"] * noise["kept"] ** apart
            + noise["slow"] * np.exp(-apart / noise["days"])
        )
        + np.eye(len(days)) / 12
    )  # rounding to whole numbers
    half = np.linalg.cholesky(covariance)
    starts = np.arange(14, int(looks[-1]))
    since = days[:, None] - starts[None, :]
    higher = np.where(since >= 0, shift[np.clip(since, 0, len(shift) - 1)], 0.0)
    white = np.linalg.solve(half, np.column_stack([values - base, higher]))
    ratio = np.cumsum(white[:, :1] * white[:, 1:] - white[:, 1:] ** 2 / 2, axis=0)
    found = np.full(len(looks), np.nan)
    for number, today in enumerate(looks):
        last = int(np.searchsorted(days, today, side="right")) - 1
        open_ = starts <= today
        if last >= 11 and open_.any():
            found[number] = np.logaddexp.reduce(ratio[last, open_]) - np.log(open_.sum())
    return found
