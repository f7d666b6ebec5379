"""The bend that a chart may draw into daily pain, where the trend check is sure enough of one.

The verdict of `trends.pain_trend` is what is said about pain. A drawn bend never says more than it.
"""

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from backwatch import sizes, trends
from backwatch.trend_rules import settings
from backwatch.trends import Knee, Verdict

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from backwatch.sizes import Days, Numbers

_EPOCH = dt.date(1970, 1, 1)
Tier = Literal["possible", "clear", "clear_of_several"]
_CHANGES: tuple[Verdict, ...] = ("clear_rise", "possible_rise", "clear_fall")


@dataclass(frozen=True)
class Bend:
    """One level up to a day, then a steady rise or fall, with its interval.

    series: a column of `diary.days`. tier: the limit of rules/trends.yaml that was passed. since:
    the day of the bend, which can be a week or more off. before, now: the level up to it and at the
    last recorded day, 0 to 10. day: every calendar day from the first to the last that the fit
    used, with line, low and high for each, within 0 to 10. The interval (90 of 100) is for the
    line, not for one day, and takes the day of the bend as known.
    """

    series: str
    verdict: Verdict
    tier: Tier
    since: dt.date
    before: float
    now: float
    day: "NDArray[np.datetime64]"
    line: "Numbers"
    low: "Numbers"
    high: "Numbers"

    @property
    def false_alarms_of_100(self) -> int:
        """How many of 100 made-up people with steady pain pass this limit within three months."""
        return int(getattr(settings().pain, self.tier).false_alarms_of_100)


def day_bend(frame: "pd.DataFrame", series: str, today: dt.date) -> Bend | None:
    """Return the bend of one series of pain by day, or None.

    There is one only while `trends.pain_trend` says that pain rises or falls. Where that verdict
    rests on another series than this one, this one must bend the same way and pass a limit too, and
    it is never called surer than the verdict. `frame` is what `diary.days` returns.
    """
    judged = trends.pain_trend(frame, today)
    if judged.verdict not in _CHANGES or judged.since is None:
        return None
    days, values = _recorded(frame, series, today)
    if not trends.enough(days):
        return None
    if series == judged.series:
        tier: Tier = "possible" if judged.verdict == "possible_rise" else "clear"
        return _drawn(series, judged.verdict, tier, (judged.since - _EPOCH).days, days, values)
    falling = judged.verdict == "clear_fall"
    knee = trends.knee_in_pain(days, values, falling=falling)
    limits = settings().pain
    if knee is None or knee.evidence < (limits.clear if falling else limits.possible).evidence:
        return None
    if judged.verdict == "possible_rise" or knee.evidence < limits.clear.evidence:
        return _drawn(series, "possible_rise", "possible", knee.bend, days, values)
    return _drawn(series, judged.verdict, "clear", knee.bend, days, values)


def night_bend(frame: "pd.DataFrame", today: dt.date) -> Bend | None:
    """Return the bend of pain at night, or None; `frame` is what `diary.days` returns.

    It is watched beside pain by day, so it must pass the limit for several series
    (rules/trends.yaml). `trends.night_trend` judges another thing: how often pain wakes somebody.
    """
    days, values = _recorded(frame, "pain_night", today)
    if not trends.enough(days):
        return None
    rise = trends.knee_in_pain(days, values)
    fall = trends.knee_in_pain(days, values, falling=True)
    if rise is None or fall is None:
        return None
    found: tuple[Verdict, Knee] = ("clear_rise", rise)
    if fall.evidence > rise.evidence:
        found = ("clear_fall", fall)
    verdict, knee = found
    if knee.evidence < settings().pain.clear_of_several.evidence:
        return None
    return _drawn("pain_night", verdict, "clear_of_several", knee.bend, days, values)


def _recorded(frame: "pd.DataFrame", series: str, today: dt.date) -> "tuple[Days, Numbers]":
    return trends.recorded(trends.up_to(frame, today), series, today)


def _drawn(
    series: str,
    verdict: Verdict,
    tier: Literal["possible", "clear", "clear_of_several"],
    bend: int,
    days: "Days",
    values: "Numbers",
) -> Bend:
    import numpy as np

    def since(of: "Days") -> "Numbers":
        return np.clip(of - bend, 0, None) / float(days[-1] - bend)

    fit = sizes.fit(days, values, since(days))
    every = np.arange(days[0], days[-1] + 1)
    line, low, high = (np.clip(part, 0, 10) for part in fit.line(since(every)))
    return Bend(
        series=series,
        verdict=verdict,
        tier=tier,
        since=_EPOCH + dt.timedelta(days=bend),
        before=float(line[0]),
        now=float(line[-1]),
        day=every.astype("datetime64[D]"),
        line=line,
        low=low,
        high=high,
    )
