"""Whether today's pain is well above the days before it: a reason to take the check, no verdict."""

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from backwatch.trend_rules import settings

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Jump:
    """The score of today, and the middle value of the recorded days shortly before it."""

    score: float
    recent: float


def jump(frame: "pd.DataFrame", series: str, today: dt.date) -> Jump | None:
    """Return today's score where it is well above the recent level, else None.

    None too where today has no score, or too few of the days before it have one: that says nothing
    about how bad it is. Limits and how often steady diaries pass them: rules/trends.yaml.
    """
    import numpy as np

    rules = settings().jump
    ago = (np.datetime64(today) - frame["day"].to_numpy().astype("datetime64[D]")).astype(int)
    near = (ago >= 0) & (ago <= rules.recent_days)
    ago = ago[near]
    values = frame[series].to_numpy(dtype=np.float64, na_value=np.nan)[near]
    before = values[(ago > 0) & ~np.isnan(values)]
    score = values[ago == 0]
    if len(before) < rules.least_days or not len(score) or np.isnan(score[0]):
        return None
    recent = float(np.median(before))
    return Jump(float(score[0]), recent) if score[0] - recent >= rules.points else None
