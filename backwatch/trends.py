"""Whether pain has been rising or falling over weeks, or wakes a person on more nights.

The question is asked anew with every entry, so an ordinary test would soon cry wolf. Knee evidence
weighs "flat all along" against "flat until some day, then a steady climb", over many such days and
slopes at once. Its limits (rules/trends.yaml) are set by how often steady diaries pass them in
three months of daily looks. A day without an entry is absent and never filled in; 0 is a value.
"""

import datetime as dt
import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

from backwatch import diary, sizes
from backwatch.diary import Treatment
from backwatch.sizes import Size
from backwatch.trend_rules import Night, Pain, settings

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]
    Days = NDArray[np.int64]

Verdict = Literal[
    "clear_rise", "possible_rise", "clear_fall", "no_change", "cannot_tell", "not_enough_days"
]

_EPOCH = dt.date(1970, 1, 1)


@dataclass(frozen=True)
class Knee:
    """How strongly values speak for a bend, and the bend that fits best.

    evidence: natural logarithm; above 0 speaks for a bend, below 0 for none. bend: the last day of
    the old level. before, now: the level up to then and on the last recorded day.
    """

    evidence: float
    bend: int
    before: float
    now: float


@dataclass(frozen=True)
class Trend:
    """What a diary shows of one series up to a day.

    series: the column of `diary.days`, such as "pain_average" or "woken". evidence: of the stronger
    direction, None where nothing could be weighed. since: the day of the best bend, which can be a
    week or more off, None without a verdict of rise or fall. before, now: rough levels, 0 to 10 for
    pain and the share of nights (0 to 1) for woken; the rise is overstated by about half a point
    when it is first seen. days: how many recorded days were looked at. size: for pain, the change
    with its interval: since the bend where there is a verdict of rise or fall, else of the last two
    weeks against the days before; None where too little was recorded.
    """

    series: str
    verdict: Verdict
    evidence: float | None
    since: dt.date | None
    before: float | None
    now: float | None
    days: int
    size: Size | None = None


def pain_trend(frame: "pd.DataFrame", today: dt.date, series: str | None = None) -> Trend:
    """Return how pain has changed up to `today`, from the one series of the whole diary.

    `frame` is what `diary.days` returns; days after `today` are not looked at. `series`: the column
    that `diary.pain_series` chooses, where `frame` is not the whole diary. "no_change": no
    change of 2 points or more, the whole interval lies inside; it never means that nothing happens.
    Too few days: "not_enough_days". Method, limits and their source: rules/trends.yaml.
    """
    import numpy as np  # comes with pandas; the engine loads without it

    seen = up_to(frame, today)
    series = series or diary.pain_series(seen)
    days, values = recorded(seen, series, today)
    if not enough(days):
        return _nothing(series, "not_enough_days", days)
    verdict, knee = _pain_verdict(days, values)
    if knee is None:
        return _nothing(series, verdict, days)
    if verdict != "cannot_tell":
        since = np.clip(days - knee.bend, 0, None) / float(days[-1] - knee.bend)
        size = sizes.size(days, values, since)
        knee = replace(knee, before=size.level, now=size.level + size.change)
        return replace(_found(series, verdict, knee, days, highest=10), size=size)
    recent = recent_change(days, values)
    within = settings().steady.within
    if recent and -within < recent.low and recent.high < within:
        verdict = "no_change"
    return Trend(series, verdict, knee.evidence, None, None, None, len(days), recent)


def _pain_verdict(days: "Days", values: "Numbers") -> tuple[Verdict, Knee | None]:
    """Return the verdict on its bend alone, and that bend; None where no bend can be tried."""
    limits = settings().pain
    rise, fall = knee_in_pain(days, values), knee_in_pain(days, values, falling=True)
    if rise is None or fall is None:
        return "cannot_tell", None
    if fall.evidence > rise.evidence and fall.evidence >= limits.clear.evidence:
        return "clear_fall", fall
    return _rising(rise, limits), rise


@dataclass(frozen=True)
class FirstDays:
    """The first day on which each tier would have been shown; None where it never was."""

    pain_possible: dt.date | None = None
    pain_clear: dt.date | None = None
    night_possible: dt.date | None = None
    night_clear: dt.date | None = None


def first_days(frame: "pd.DataFrame") -> FirstDays:
    """Return when each rise would first have been shown, looking every day with what was there.

    A possible rise counts as shown on a day that shows a clear one at once. `frame` as for
    `pain_trend`; every day of it is a look, also one without an entry.
    """
    import numpy as np

    numbers = frame["day"].to_numpy().astype("datetime64[D]").astype(np.int64)
    columns = {
        name: frame[name].to_numpy(dtype=np.float64, na_value=np.nan)
        for name in (*diary.PAIN_SERIES, "woken")
    }
    there = {name: ~np.isnan(values) for name, values in columns.items()}
    counts = {name: np.cumsum(there[name]) for name in diary.PAIN_SERIES}
    found: dict[str, dt.date] = {}
    for at, today in enumerate(numbers):
        series = max(diary.PAIN_SERIES, key=lambda name: counts[name][at])
        first = np.searchsorted(numbers, today - settings().window_days + 1)
        for part, name in (("pain", series), ("night", "woken")):
            if f"{part}_clear" in found:
                continue
            kept = there[name][first : at + 1]
            days, values = numbers[first : at + 1][kept], columns[name][first : at + 1][kept]
            if not enough(days):
                continue
            verdict = (
                _pain_verdict(days, values)[0] if part == "pain" else _night_verdict(days, values)
            )
            if verdict in ("possible_rise", "clear_rise"):
                day = _EPOCH + dt.timedelta(days=int(today))
                found.setdefault(f"{part}_possible", day)
                if verdict == "clear_rise":
                    found[f"{part}_clear"] = day
    return FirstDays(**found)


def _night_verdict(days: "Days", values: "Numbers") -> Verdict:
    knee = knee_in_nights(days, values)
    return "cannot_tell" if knee is None else _rising(knee, settings().night)


def recent_change(days: "Days", values: "Numbers") -> Size | None:
    """Return how the last two weeks differ from the days before; None with too few of either."""
    rules = settings().steady
    recent = days > days[-1] - rules.recent_days
    if recent.sum() < rules.least_days_recent or (~recent).sum() < rules.least_days_before:
        return None
    return sizes.size(days, values, recent.astype(float))


def may_be_flare(found: Trend, treatments: Iterable[Treatment]) -> Treatment | None:
    """Return the treatment after which a rise may be a flare that goes back by itself, or None.

    That is so for a rise that began within 10 days of radiotherapy (rules/trends.yaml). It is a
    thing to say beside the rise and never takes it back.
    """
    rules = settings().flare
    if found.since is None or found.verdict not in ("clear_rise", "possible_rise"):
        return None
    for each in treatments:
        if each.kind in rules.kinds and each.started:
            last = each.ended or each.started
            if each.started <= found.since <= last + dt.timedelta(days=rules.days):
                return each
    return None


def night_trend(frame: "pd.DataFrame", today: dt.date) -> Trend:
    """Return whether nights woken by pain have become more frequent up to `today`.

    A night counts as woken when it was recorded with 1 waking or more, as not woken with 0, and not
    at all when nobody recorded it. Fewer nights are not looked for. Otherwise like `pain_trend`.
    """
    days, values = recorded(up_to(frame, today), "woken", today)
    if not enough(days):
        return _nothing("woken", "not_enough_days", days)
    knee = knee_in_nights(days, values)
    if knee is None:
        return _nothing("woken", "cannot_tell", days)
    return _found("woken", _rising(knee, settings().night), knee, days, highest=1)


def knee_in_pain(days: "Days", values: "Numbers", *, falling: bool = False) -> Knee | None:
    """Return the evidence that a score was level and then rose (or fell) steadily.

    The mean, over all bends and slopes, of the ratio of two Student t likelihoods with the level
    integrated out; the day's scatter has a prior worth `prior_days` days. Method and limits: our
    own simulation (rules/trends.yaml).

    Args:
        days: whole day numbers, rising, one per recorded day.
        values: the score of each, 0 to 10.

    Returns:
        None when no bend has enough recorded days on both sides.
    """
    import numpy as np  # comes with pandas; the engine loads without it

    bends, weeks = _bends(days)
    if not len(bends):
        return None
    rules = settings().pain
    slopes = np.array(rules.slopes) * (-1 if falling else 1)
    x = weeks - weeks.mean(axis=1, keepdims=True)
    y = values - values.mean()
    flat = float(y @ y)
    bent = flat - 2 * np.outer(x @ y, slopes) + np.outer((x * x).sum(axis=1), slopes**2)
    prior = rules.prior_days * rules.prior_variance
    power = (rules.prior_days + len(y) - 1) / 2
    ratios = power * (math.log(prior + flat) - np.log(prior + bent))
    best = int(np.logaddexp.reduce(ratios, axis=1).argmax())
    slope = float(slopes[ratios[best].argmax()])
    before = float((values - slope * weeks[best]).mean())
    return Knee(
        evidence=float(np.logaddexp.reduce(ratios, axis=None)) - math.log(ratios.size),
        bend=int(bends[best]),
        before=before,
        now=before + slope * float(weeks[best, -1]),
    )


def knee_in_nights(days: "Days", values: "Numbers") -> Knee | None:
    """Return the evidence that the log-odds of a woken night were level and then rose steadily.

    `values`: 1 for a night woken by pain, 0 for one that was not; otherwise like `knee_in_pain`,
    with Bernoulli likelihoods and every level of `levels` equally likely at the start.
    """
    import numpy as np

    bends, weeks = _bends(days)
    if not len(bends):
        return None
    levels, slopes, costs = _night_costs()
    # Which nights were recorded 1, 2, ... days after each bend: then one product sums the costs.
    # einsum, not @: for so small a product the threads of @ cost ten times what they save.
    after = np.rint(weeks * 7).astype(np.int64)
    counts = np.zeros((len(bends), costs.shape[1]))
    counts[np.arange(len(bends))[:, None], after] = 1  # a night is recorded once
    counts[:, 0] = 0
    before = (after == 0).sum(axis=1)
    shape = (len(bends), len(slopes), len(levels))
    flat = levels * values.sum() - len(values) * np.logaddexp(0, levels)
    bent = (
        levels * values.sum()
        + (weeks @ values)[:, None, None] * slopes[None, :, None]
        - before[:, None, None] * np.logaddexp(0, levels)
        - np.einsum("bk,ck->bc", counts, costs).reshape(shape)
    )
    ratios = np.logaddexp.reduce(bent, axis=2) - np.logaddexp.reduce(flat)
    best = int(np.logaddexp.reduce(ratios, axis=1).argmax())
    slope, level = np.unravel_index(int(bent[best].argmax()), shape[1:])
    start = float(levels[level])
    return Knee(
        evidence=float(np.logaddexp.reduce(ratios, axis=None)) - math.log(ratios.size),
        bend=int(bends[best]),
        before=1 / (1 + math.exp(-start)),
        now=1 / (1 + math.exp(-start - float(slopes[slope] * weeks[best, -1]))),
    )


@cache
def _night_costs() -> "tuple[Numbers, Numbers, NDArray[Any]]":
    """Return levels, slopes, and log(1 + odds) for each pair of them (rows) and day (columns)."""
    import numpy as np

    rules = settings()
    levels, slopes = np.array(rules.night.levels), np.array(rules.night.slopes)
    weeks = np.arange(rules.window_days + 1) / 7
    odds = levels[None, :, None] + slopes[:, None, None] * weeks
    return levels, slopes, np.logaddexp(0, odds).reshape(-1, len(weeks))


def _bends(days: "Days") -> "tuple[Days, Numbers]":
    """Return the days to try as bends, and for each (row) the weeks since it on every day."""
    import numpy as np

    rules = settings()
    ago = np.arange(rules.bend_from_days_ago, rules.bend_to_days_ago + 1)
    bends = days[-1] - ago if len(days) else ago[:0]
    before = np.searchsorted(days, bends, side="right")
    bends = bends[(before >= rules.least_before) & (len(days) - before >= rules.least_after)]
    return bends, np.clip(days[None, :] - bends[:, None], 0, None) / 7.0


def up_to(frame: "pd.DataFrame", today: dt.date) -> "pd.DataFrame":
    """Return the days of `frame`, which is what `diary.days` returns, without those after today."""
    import numpy as np

    count = int(np.searchsorted(frame["day"].to_numpy(), np.datetime64(today), side="right"))
    return frame if count == len(frame) else frame.iloc[:count]


def recorded(frame: "pd.DataFrame", series: str, today: dt.date) -> "tuple[Days, Numbers]":
    """Return day numbers (since 1970) and values of the recorded days of the window, no others.

    The window ends with `today`; `frame` must hold no later day.
    """
    import numpy as np

    days = frame["day"].to_numpy().astype("datetime64[D]").astype(np.int64)
    values = frame[series].to_numpy(dtype=np.float64, na_value=np.nan)
    first = (today - _EPOCH).days - settings().window_days + 1
    kept = (days >= first) & ~np.isnan(values)
    return days[kept], values[kept]


def enough(days: "Days") -> bool:
    """Return whether something may be said of these recorded days at all (rules/trends.yaml)."""
    rules = settings()
    return len(days) >= rules.least_entries and int(days[-1] - days[0]) + 1 >= rules.least_days


def _rising(knee: Knee, limits: Pain | Night) -> Verdict:
    if knee.evidence >= limits.clear.evidence:
        return "clear_rise"
    return "possible_rise" if knee.evidence >= limits.possible.evidence else "cannot_tell"


def _nothing(series: str, verdict: Verdict, days: "Days") -> Trend:
    return Trend(series, verdict, None, None, None, None, len(days))


def _found(series: str, verdict: Verdict, knee: Knee, days: "Days", *, highest: float) -> Trend:
    if verdict == "cannot_tell":
        return Trend(series, verdict, knee.evidence, None, None, None, len(days))
    return Trend(
        series=series,
        verdict=verdict,
        evidence=knee.evidence,
        since=_EPOCH + dt.timedelta(days=knee.bend),
        before=min(max(knee.before, 0.0), highest),
        now=min(max(knee.now, 0.0), highest),
        days=len(days),
    )
