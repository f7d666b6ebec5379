"""Whether pain was lower after a treatment began, without being fooled by a bad week.

People begin a treatment when pain is at its worst, and the worst weeks pass by themselves. So the
days just before the start and the first two weeks after it are left out.
"""

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from backwatch import diary, sizes, trends
from backwatch.sizes import Size
from backwatch.trend_rules import settings

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from backwatch.sizes import Days

Verdict = Literal["lower", "higher", "no_clear_difference", "too_early", "not_enough_days"]
_EPOCH = dt.date(1970, 1, 1)


@dataclass(frozen=True)
class Response:
    """Pain before and after the start of a treatment.

    verdict: "lower" or "higher" where the whole interval lies on one side of 0. It never says why:
    other things may have changed at the same time. "no_clear_difference" does not mean that the
    treatment did not help; a change of 1 point cannot be seen in one diary. look_on: the day of
    this look, or of the first one while it is too early. before, after: mean scores of the days
    compared, None where there are too few; days_before, days_after: how many were recorded.
    """

    verdict: Verdict
    series: str
    look_on: dt.date
    size: Size | None
    before: float | None
    after: float | None
    days_before: int
    days_after: int


def compared(since: "Days", look: int) -> "tuple[NDArray[np.bool_], NDArray[np.bool_]]":
    """Return which days, counted from the start of a treatment, are compared: before and after it.

    `look`: the last day that counts. The windows are those of rules/trends.yaml.
    """
    rules = settings().treatment
    before = (since >= -rules.before_from) & (since <= -rules.before_to)
    return before, (since >= rules.after_from) & (since <= look)


def response(frame: "pd.DataFrame", started: dt.date, today: dt.date) -> Response:
    """Return how pain after `started` compares with pain before, looked at on fixed days only.

    28 days after the start and again 56 days after (rules/trends.yaml): looking every day would
    find a difference by chance in many more. Days after the look are not counted. `frame` is what
    `diary.days` returns. An end of the treatment is not looked at.
    """
    import numpy as np

    rules = settings().treatment
    series = diary.pain_series(trends.up_to(frame, today))
    passed = [days for days in rules.look_after if started + dt.timedelta(days=days) <= today]
    look = started + dt.timedelta(days=passed[-1] if passed else rules.look_after[0])
    since = frame["day"].to_numpy().astype("datetime64[D]").astype(np.int64)
    since = since - (started - _EPOCH).days
    values = frame[series].to_numpy(dtype=np.float64, na_value=np.nan)
    before, after = compared(since, (look - started).days)
    used = (before | after) & ~np.isnan(values)
    since, values = since[used], values[used]
    count_before, count_after = int((since < 0).sum()), int((since >= 0).sum())
    if not passed:
        return Response("too_early", series, look, None, None, None, count_before, count_after)
    if count_before < rules.least_days_before or count_after < rules.least_days_after:
        return Response(
            "not_enough_days", series, look, None, None, None, count_before, count_after
        )
    size = sizes.size(since, values, (since >= 0).astype(float))
    verdict: Verdict = "no_clear_difference"
    if size.high < 0:
        verdict = "lower"
    elif size.low > 0:
        verdict = "higher"
    return Response(
        verdict=verdict,
        series=series,
        look_on=look,
        size=size,
        before=float(values[since < 0].mean()),
        after=float(values[since >= 0].mean()),
        days_before=count_before,
        days_after=count_after,
    )
