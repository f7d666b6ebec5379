"""One mark a day: smaller and lighter the more there are, and open where the value is 0."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from backwatch.charts.look import Colours

MANY, VERY_MANY = 120, 400  # days, from which marks are smaller, and stand without a line

Points = tuple[NDArray[np.datetime64], NDArray[np.float64]]


@dataclass(frozen=True)
class Line:
    """How one series is drawn. hour: where its mark stands within a day. axis: its value axis."""

    column: str
    name: str
    hour: int
    colour: str
    symbol: str
    dash: str
    axis: str = "y"


def points(days: pd.DataFrame, line: Line) -> Points:
    """Return one point for each day, NaN where nothing was recorded."""
    y = days[line.column].to_numpy(dtype="float64", na_value=np.nan)
    return (days["day"] + pd.Timedelta(hours=line.hour)).to_numpy(), y


def trace(line: Line, given: Points, *, dots: bool = False) -> dict[str, Any]:
    """Return the marks with a line between neighbours; without one for dots or very many days."""
    x, y = given
    size, width = _size(len(x))
    dots = dots or len(x) > VERY_MANY
    return {
        "type": "scatter",
        "x": x,
        "y": y,
        "yaxis": line.axis,
        "name": line.name,
        "mode": "markers" if dots else "lines+markers",
        "connectgaps": False,
        "line": {"color": line.colour, "dash": line.dash, "width": width},
        "marker": {
            "color": line.colour,
            "symbol": line.symbol,
            "size": size,
            "opacity": _opacity(len(x)) if dots else 1,
            "line": {"color": line.colour, "width": width},
        },
        "hovertemplate": f"{line.name} %{{y}}<extra></extra>",
    }


def zeros(line: Line, given: Points, colours: Colours) -> list[dict[str, Any]]:
    """Return open marks to lie over those at 0; one symbol a point would take Plotly 80 ms."""
    x, y = given
    at = y == 0
    if not at.any():
        return []
    size, width = _size(len(x))
    return [
        {
            **{"type": "scatter", "x": x[at], "y": y[at], "yaxis": line.axis, "mode": "markers"},
            **{"name": f"{line.name}, 0", "hoverinfo": "skip"},
            "marker": {
                "color": colours.card,
                "symbol": line.symbol,
                "size": size,
                "opacity": 1,
                "line": {"color": line.colour, "width": width},
            },
        }
    ]


def _size(count: int) -> tuple[int, int]:
    """Return how big a mark and how thick its line is, in pixels."""
    return (8, 2) if count <= MANY else (5, 1) if count <= VERY_MANY else (4, 1)


def _opacity(count: int) -> float:
    """Return how solid marks are: over ten years thousands overlap, and shade says how many."""
    return max(0.12, 0.6 * min(1.0, VERY_MANY / count))
