"""Pain by day and by night.

Day is a circle and a solid line, night a diamond and a dashed line, and each line carries its word
at its end.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go
from numpy.typing import NDArray

from backwatch.charts.chart import Chart, Records, in_words
from backwatch.charts.look import LIGHT, Colours, layout
from backwatch.charts.period import Period

MS_A_DAY = 86_400_000
DAY_HOUR, NIGHT_HOUR = 18, 6  # where a day's and a night's mark stand on the time axis


def chart(records: Records, period: Period, colours: Colours) -> Chart:
    """Return worst pain and pain at night, day by day; see pain_by_day for the drawing."""
    days = records.days_in(period)
    sentence = what_was_noted(days)
    return Chart(
        id="pain",
        title="Pain by day and by night",
        sentences=(sentence,),
        drawing=pain_by_day(days, colours) if len(days) else None,
        alt=sentence,
        key="Circles are the worst pain of a day, diamonds pain at night. An open mark is a real "
        "0. Grey bands are days with no entry. They are not days with no pain.",
        table=_table(days),
    )


def _table(days: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Day": days["day"].dt.strftime("%a %d %b %Y"),
            "Worst pain": in_words(days["pain_worst"]),
            "Pain at night": in_words(days["pain_night"]),
            "Times woken": in_words(days["wakings"]),
            "Entries": days["entries"].astype(str),
        }
    ).iloc[::-1]


def pain_by_day(days: pd.DataFrame, colours: Colours = LIGHT) -> go.Figure:
    """Return worst pain by day and pain by night on a true time axis.

    Args:
        days: one row per calendar day: `day` (datetime64), `entries` (0 in a gap), `pain_worst` and
            `pain_night` (NRS 0 to 10, missing where nobody recorded it).

    Returns:
        Two traces, "day" and "night", one point a day. A missing value is NaN and breaks the line;
        a 0 stands at 0 as an open mark. Days without any entry lie under a grey band. The scale is
        always 0 to 10.
    """
    lines = (
        _Line("pain_worst", "day", DAY_HOUR, colours.day, "circle", "solid", below=True),
        _Line("pain_night", "night", NIGHT_HOUR, colours.night, "diamond", "dash", below=False),
    )
    points = [_points(days, line) for line in lines]
    axis = {"fixedrange": True, "linecolor": colours.line}
    looks = {
        **layout(colours),
        "yaxis": {
            **axis,
            "range": [-0.4, 10.4],
            "tickvals": [0, 2, 4, 6, 8, 10],
            "gridcolor": colours.line,
            "zeroline": False,
        },
        "xaxis": {
            **axis,
            "tickformat": "%-d %b",
            "hoverformat": "%a %-d %b",
            **_ticks(days),
            "showgrid": False,
            **({"range": _span(days)} if len(days) else {}),
        },
        "shapes": [
            {
                **{"type": "rect", "xref": "x", "yref": "paper", "y0": 0, "y1": 1},
                **{"x0": start, "x1": end, "fillcolor": colours.gap, "line": {"width": 0}},
                "layer": "below",
            }
            for start, end in _gaps(days)
        ],
        "annotations": [_scale_words(), *(w for w in map(_end_words, lines, points) if w)],
    }
    return go.Figure(
        [_trace(line, x, y) for line, (x, y) in zip(lines, points, strict=True)], looks
    )


@dataclass(frozen=True)
class _Line:
    column: str
    name: str
    hour: int
    colour: str
    symbol: str
    dash: str
    below: bool  # where its word stands beside its last mark


Points = tuple[NDArray[np.datetime64], NDArray[np.float64]]


def _points(days: pd.DataFrame, line: _Line) -> Points:
    y = days[line.column].to_numpy(dtype="float64", na_value=np.nan)
    return (days["day"] + pd.Timedelta(hours=line.hour)).to_numpy(), y


def _trace(line: _Line, x: NDArray[np.datetime64], y: NDArray[np.float64]) -> dict[str, Any]:
    zero = f"{line.symbol}-open"  # a ring is a real 0
    return {
        "type": "scatter",
        "x": x,
        "y": y,
        "name": line.name,
        "mode": "lines+markers",
        "connectgaps": False,
        "line": {"color": line.colour, "dash": line.dash, "width": 2},
        "marker": {
            "color": line.colour,
            "symbol": np.where(y == 0, zero, line.symbol),
            "size": 8,
            "line": {"color": line.colour, "width": 2},
        },
        "hovertemplate": f"{line.name} %{{y}}<extra></extra>",
    }


def _ticks(days: pd.DataFrame) -> dict[str, Any]:
    """Return ticks on whole days, about four: as many as fit on a phone. None without a day."""
    if not len(days):
        return {}
    step = -(-len(days) // 4)
    first = days["day"].iloc[0] + pd.Timedelta(hours=12)
    return {"tickmode": "linear", "tick0": first, "dtick": step * MS_A_DAY, "tickangle": 0}


def _span(days: pd.DataFrame) -> list[pd.Timestamp]:
    edge = pd.Timedelta(hours=12)
    return [days["day"].iloc[0] - edge, days["day"].iloc[-1] + pd.Timedelta(days=1) + edge]


def _scale_words() -> dict[str, Any]:
    return {
        **{"x": 0, "y": 1.02, "xref": "paper", "yref": "paper"},
        **{"xanchor": "left", "yanchor": "bottom", "showarrow": False},
        **{"text": "pain, 0 to 10", "font": {"size": 14}},
    }


def _end_words(line: _Line, points: Points) -> dict[str, Any] | None:
    """Return the line's word beside its last mark; None for a line without a mark."""
    x, y = points
    seen = np.flatnonzero(~np.isnan(y))
    if not seen.size:
        return None
    return {
        **{"x": x[seen[-1]], "y": y[seen[-1]], "text": f"<b>{line.name}</b>"},
        **{"showarrow": False, "xanchor": "left", "xshift": 10},
        **{"yshift": -9 if line.below else 9, "font": {"color": line.colour}},
    }


def _gaps(days: pd.DataFrame) -> list[tuple[pd.Timestamp, pd.Timestamp]]:
    """Return the runs of days without an entry, as first day and the day after the last."""
    empty = (days["entries"] == 0).to_numpy(dtype=bool)
    edges = np.flatnonzero(np.diff(np.concatenate(([False], empty, [False])).astype(int)))
    starts, ends = edges[::2], edges[1::2]
    one = pd.Timedelta(days=1)
    return [
        (days["day"].iloc[a], days["day"].iloc[b - 1] + one)
        for a, b in zip(starts, ends, strict=True)
    ]


def what_was_noted(days: pd.DataFrame) -> str:
    """Return what the days hold, in plain sentences; it says nothing about better or worse.

    Counts say out of how many. Missing values are counted as missing, a 0 as a 0.
    """
    noted = int((days["entries"] > 0).sum()) if len(days) else 0
    if not noted:
        return "There are no entries in this time."
    total = len(days)
    sentences = [f"You noted {noted} of {total} {'day' if total == 1 else 'days'}."]
    for column, words in (("pain_worst", "Worst pain"), ("pain_night", "Pain at night")):
        values = days[column].dropna()
        if values.empty:
            sentences.append(f"{words} was not recorded.")
        elif values.min() == values.max():
            sentences.append(f"{words} was {values.min()} each time ({_days(len(values))}).")
        else:
            sentences.append(
                f"{words} was between {values.min()} and {values.max()}, with a middle value of "
                f"{values.median():g} ({_days(len(values))})."
            )
    nights = days["woken"].dropna()
    if len(nights):
        woken = int(nights.sum())
        sentences.append(f"Pain woke you on {woken} of {len(nights)} recorded nights.")
    return " ".join(sentences)


def _days(count: int) -> str:
    return f"{count} day" if count == 1 else f"{count} days"
