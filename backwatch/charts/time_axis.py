"""The days along the foot of a chart, and the grey bands of days without an entry."""

from typing import Any

import numpy as np
import pandas as pd

from backwatch.charts.look import Colours

MS_A_DAY = 86_400_000
LONG = 400  # days; from there on a day of the year comes twice, so the year is said


def axis(days: pd.DataFrame, colours: Colours) -> dict[str, Any]:
    """Return a time axis for these days: about four ticks, as many as fit on a phone."""
    long = len(days) > LONG
    looks = {
        "fixedrange": True,
        "linecolor": colours.line,
        "tickformat": "%b<br>%Y" if long else "%-d %b",
        "hoverformat": "%a %-d %b %Y" if long else "%a %-d %b",
        "showgrid": False,
    }
    if not len(days):
        return looks
    edge, one = pd.Timedelta(hours=12), pd.Timedelta(days=1)
    first, last = days["day"].iloc[0], days["day"].iloc[-1]
    step = -(-len(days) // 4)
    return {
        **looks,
        # Before noon: no tick for the day after the last.
        "range": [first - edge, last + one + pd.Timedelta(hours=11)],
        "tickmode": "linear",
        "tick0": first + edge,
        "dtick": step * MS_A_DAY,
        "tickangle": 0,
    }


def more(days: pd.DataFrame) -> int:
    """Return the pixels that this axis needs below beside those of `look.layout`: for the years."""
    return 20 if len(days) > LONG else 0


def scale(text: str, *, y: float = 1, yshift: int = 0) -> dict[str, Any]:
    """Return what the values are, on the left above the drawing or above the height `y` of it."""
    return {
        **{"x": 0, "y": y, "xref": "paper", "yref": "paper", "yshift": 5 + yshift},
        **{"xanchor": "left", "yanchor": "bottom", "showarrow": False},
        **{"text": text, "font": {"size": 14}},
    }


def gaps(days: pd.DataFrame) -> list[tuple[np.datetime64, np.datetime64]]:
    """Return the runs of days without an entry, as first day and the day after the last."""
    empty = (days["entries"] == 0).to_numpy(dtype=bool)
    edges = np.flatnonzero(np.diff(np.concatenate(([False], empty, [False])).astype(int)))
    dates = days["day"].to_numpy().astype("datetime64[D]")
    one = np.timedelta64(1, "D")
    return [(dates[a], dates[b - 1] + one) for a, b in zip(edges[::2], edges[1::2], strict=True)]


def bands(
    runs: list[tuple[np.datetime64, np.datetime64]], colours: Colours
) -> list[dict[str, Any]]:
    """Return one shape that greys these runs of days: one, for ten years may hold hundreds."""
    if not runs:
        return []
    path = "".join(f"M{start},0L{end},0L{end},1L{start},1Z" for start, end in runs)
    shape = {"type": "path", "xref": "x", "yref": "paper", "path": path, "layer": "below"}
    return [{**shape, "name": "no entry", "fillcolor": colours.gap, "line": {"width": 0}}]


def see_through(colour: str, share: float) -> str:
    """Return a colour such as #B5500B as rgba() that lets what is below shine through."""
    red, green, blue = (int(colour[n : n + 2], 16) for n in (1, 3, 5))
    return f"rgba({red},{green},{blue},{share:g})"
