"""How big a change of daily scores is, with an interval that holds for scores that drift.

Days close together are alike, so a plain t interval is far too narrow: it lies in about 4 of 10
diaries. Here the noise has a fixed shape (rules/trends.yaml) and the person's own scale.
"""

import math
from dataclasses import dataclass
from statistics import NormalDist
from typing import TYPE_CHECKING, Any

from backwatch.trend_rules import Noise, settings

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]
    Days = NDArray[np.int64]


@dataclass(frozen=True)
class Size:
    """A change from a level in points, and the interval around the change (90 of 100)."""

    level: float
    change: float
    low: float
    high: float


def shape(days: "Days", noise: Noise) -> "Numbers":
    """Return the covariance of the scores of these days for a scale of 1, one row for each day."""
    import numpy as np

    apart = np.abs(days[:, None] - days[None, :]).astype(np.float64)
    found: Numbers = (
        noise.fresh * (apart == 0)
        + noise.fast * noise.fast_kept**apart
        + noise.slow * np.exp(-apart / noise.slow_days)
    )
    return found


def size(days: "Days", values: "Numbers", part: "Numbers") -> Size:
    """Return by how much `values` are higher where `part` is 1, beside one level for all days.

    The interval is that of `fit`.
    """
    found = fit(days, values, part)
    reach = found.times * math.sqrt(found.spread[1][1])
    return Size(found.level, found.change, found.change - reach, found.change + reach)


@dataclass(frozen=True)
class Fit:
    """A level and a change from it, and how sure both are.

    spread: their covariance, as rows. times: how many standard errors an interval reaches.
    """

    level: float
    change: float
    spread: tuple[tuple[float, float], tuple[float, float]]
    times: float

    def line(self, part: "Numbers") -> "tuple[Numbers, Numbers, Numbers]":
        """Return the fitted value for each `part`, and the ends of its interval.

        The interval is for the line, not for one day's score, and takes `part` as known.
        """
        import numpy as np

        (level, both), (_, change) = self.spread
        middle = self.level + self.change * part
        reach = self.times * np.sqrt(level + 2 * both * part + change * part**2)
        return middle, middle - reach, middle + reach


def fit(days: "Days", values: "Numbers", part: "Numbers") -> Fit:
    """Return one level for all days and the change from it where `part` is 1.

    Generalised least squares with the noise of rules/trends.yaml. The scale is estimated with
    `prior_entries` pseudo-observations of `prior_scale`; the interval is Student's t with that many
    degrees of freedom more than the residuals have.

    Args:
        days: whole day numbers, rising, one for each value; missing days are absent.
        values: the score of each.
        part: 0 before a change and 1 after it, or anything between; not the same on every day.
    """
    import numpy as np

    noise = settings().size
    half = np.linalg.cholesky(shape(days, noise))
    white = _solved(half, np.column_stack([np.ones(len(days)), part, values]))
    design, seen = white[:, :2], white[:, 2]
    inverse = np.linalg.inv(design.T @ design)
    found = inverse @ (design.T @ seen)
    rest = seen - design @ found
    freedom = noise.prior_entries + len(values) - 2
    scale = (noise.prior_entries * noise.prior_scale + float(rest @ rest)) / freedom
    (level, both), (_, change) = (scale * inverse).tolist()
    return Fit(
        level=float(found[0]),
        change=float(found[1]),
        spread=((level, both), (both, change)),
        times=_t(noise.covers_of_100, freedom),
    )


def _solved(lower: "NDArray[Any]", right: "Numbers") -> "Numbers":
    """Return what `lower`, a lower triangle, must be multiplied by to give `right`.

    Row by row, not numpy.linalg.solve: on a busy machine its threads wait for each other, up to a
    thousand times as long as it takes.
    """
    import numpy as np

    found = np.empty_like(right)
    for n, row in enumerate(lower):
        found[n] = (right[n] - row[:n] @ found[:n]) / row[n]
    return found


def _t(covers_of_100: int, freedom: float) -> float:
    """Return how many standard errors an interval reaches to each side.

    The quantile of Student's t from that of the normal distribution: Abramowitz and Stegun 1964,
    formula 26.7.5. From 8 degrees of freedom on it is right to 3 places.
    """
    x = NormalDist().inv_cdf(0.5 + covers_of_100 / 200)
    return (
        x
        + (x**3 + x) / (4 * freedom)
        + (5 * x**5 + 16 * x**3 + 3 * x) / (96 * freedom**2)
        + (3 * x**7 + 19 * x**5 + 17 * x**3 - 15 * x) / (384 * freedom**3)
    )
