"""Weight with its change since the first entry of the time, and days without appetite below it."""

import datetime as dt
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go
from numpy.typing import NDArray

from backwatch import diary
from backwatch.charts.chart import Chart, Records, in_words
from backwatch.charts.counts_words import words
from backwatch.charts.look import Colours, layout
from backwatch.charts.period import Period
from backwatch.charts.words import dated
from backwatch.diary import KG_IN_A_POUND

APPETITE = "appetite"  # the symptom's id in rules/diary.yaml
LEAST_SPAN = 0.05  # of the first weight, up and down: an ordinary day must not look like a fall
NOON = pd.Timedelta(hours=12)


def chart(records: Records, period: Period, colours: Colours) -> Chart | None:
    """Return the day's last weights in kg, or pounds, and the days on which appetite was ticked.

    None where neither was ever noted. It says what changed and never what that means: the threshold
    at which a loss matters belongs to the check.
    """
    said = words().weight
    days = records.days_in(period)
    kept = days[days["weight_kg"].notna()]
    appetite = _appetite(records, period)
    if not len(kept) and not _ever(records):
        return None
    unit = "lb" if records.pounds else "kg"
    day = kept["day"]
    weights = kept["weight_kg"].to_numpy(dtype=np.float64, na_value=np.nan)
    weights = np.round(weights / KG_IN_A_POUND if records.pounds else weights, 1)
    sentences = _changed(day, weights, unit, records.today)
    label = diary.vocabulary().label("symptoms", APPETITE)
    if appetite:
        ticked = sum(appetite.values())
        sentences.append(said.appetite.format(label=label, days=ticked, recorded=len(appetite)))
    else:
        sentences.append(said.no_appetite)
    moved = len(weights) > 0 and weights[0] != weights[-1]
    sentences.append(f"{said.wanted} {said.check}" if moved else said.check)
    drawn, key = len(weights) > 0, ""
    if drawn:
        since = dated(day.iloc[0].date(), records.today)
        key = said.key.format(join_days=said.join_days, day=since)
    if drawn and appetite:
        key += " " + said.key_appetite.format(label=label)
    return Chart(
        id="weight",
        title=said.title,
        sentences=tuple(sentences),
        counted=said.counted.format(days=len(weights), recorded=int((days["entries"] > 0).sum())),
        drawing=_figure(day, weights, appetite, unit, colours) if drawn else None,
        alt=" ".join(sentences[:2]),
        key=key,
        table=_table(days, weights, appetite, unit),
    )


def _ever(records: Records) -> bool:
    return any(
        entry.weight_kg is not None or APPETITE in entry.symptoms
        for entry in records.entries
        if entry.date <= records.today
    )


def _appetite(records: Records, period: Period) -> dict[dt.date, bool]:
    """Return whether appetite was ticked, for each day on which signs, or "none", were noted."""
    found: dict[dt.date, bool] = {}
    for entry in records.entries:
        if entry.symptoms and entry.date in period:
            found[entry.date] = found.get(entry.date, False) or APPETITE in entry.symptoms
    return found


def _changed(
    day: "pd.Series[Any]", weights: NDArray[np.float64], unit: str, today: dt.date
) -> list[str]:
    said = words().weight
    if not len(weights):
        return [said.none]
    first, last = float(weights[0]), float(weights[-1])
    days = [dated(each.date(), today) for each in (day.iloc[0], day.iloc[-1])]
    named = {
        **{"first": f"{first:g} {unit}", "last": f"{last:g} {unit}"},
        **{"first_day": days[0], "last_day": days[1]},
    }
    if len(weights) == 1:
        return [said.one.format(**named)]
    change = round(last - first, 1)
    if not change:
        return [said.same.format(**named)]
    return [
        said.changed.format(
            **named,
            change=f"{abs(change):g} {unit}",
            way=said.more if change > 0 else said.less,
            percent=_percent(first, last),
        )
    ]


def _percent(first: float, value: float) -> str:
    """Return the change in 100 to one place with its sign, "0" for none."""
    change = round((value / first - 1) * 100, 1)
    return f"{change:+.1f}".replace("-", "−") if change else "0"


def joined(
    day: NDArray[np.datetime64], values: NDArray[np.float64], join_days: int
) -> tuple[NDArray[np.datetime64], NDArray[np.float64]]:
    """Return the points with NaN between two that lie more than `join_days` apart."""
    apart = np.flatnonzero(np.diff(day) > np.timedelta64(join_days, "D")) + 1
    return np.insert(day, apart, day[apart]), np.insert(values, apart, np.nan)


def _figure(
    day: "pd.Series[Any]",
    weights: NDArray[np.float64],
    appetite: dict[dt.date, bool],
    unit: str,
    colours: Colours,
) -> go.Figure:
    first = float(weights[0])
    low = min(float(weights.min()), first * (1 - LEAST_SPAN))
    high = max(float(weights.max()), first * (1 + LEAST_SPAN))
    step = (high - low) / 10
    ticks = _ticks(first, low, high)
    x, y = joined((day + NOON).to_numpy(), weights, words().weight.join_days)
    signs = np.array([*appetite], dtype="datetime64[D]").astype("datetime64[us]") + NOON
    ticked = np.array([*appetite.values()], dtype=bool)
    foot = low - step
    ends = np.concatenate([day.to_numpy(), signs.astype(day.to_numpy().dtype)])
    margin = pd.Timedelta(
        days=max(1, int((ends.max() - ends.min()) / np.timedelta64(1, "D")) // 30)
    )
    axis = {"fixedrange": True, "linecolor": colours.line, "zeroline": False}
    return go.Figure(
        [
            {
                **{"type": "scatter", "x": x, "y": y, "name": "weight", "mode": "lines+markers"},
                "connectgaps": False,
                "line": {"color": colours.day, "width": 2},
                "marker": {"color": colours.day, "symbol": "circle", "size": 8},
                "hovertemplate": f"%{{y:.1f}} {unit}<extra></extra>",
            },
            _signs(signs[ticked], foot, "not wanting to eat", "triangle-down", colours),
            _signs(signs[~ticked], foot - step, "signs without it", "circle-open", colours),
        ],
        {
            **layout(colours),
            "margin": {"l": 62, "r": 26, "t": 28, "b": 48},
            "yaxis": {
                **axis,
                "range": [low - 2.8 * step, high + step],
                "tickvals": ticks,
                "ticktext": [f"{tick:g}<br>{_percent(first, tick)}%" for tick in ticks],
                "gridcolor": colours.line,
            },
            "xaxis": {
                **axis,
                "tickformat": "%-d %b" if _one_year(ends) else "%b<br>’%y",
                "hoverformat": "%a %-d %b %Y",
                "nticks": 5,
                "tickangle": 0,
                "showgrid": False,
                "range": [pd.Timestamp(ends.min()) - margin, pd.Timestamp(ends.max()) + 2 * margin],
            },
            "annotations": [
                {
                    **{"x": 0, "y": 1.02, "xref": "paper", "yref": "paper", "showarrow": False},
                    **{"xanchor": "left", "yanchor": "bottom", "font": {"size": 14}},
                    "text": words().weight.axis.format(unit=unit),
                }
            ],
        },
    )


def _one_year(days: NDArray[np.datetime64]) -> bool:
    return bool(days.min().astype("M8[Y]") == days.max().astype("M8[Y]"))


def _ticks(first: float, low: float, high: float) -> NDArray[np.float64]:
    """Return about five weights to name, whole steps apart, with the first weight among them."""
    step = next(s for s in (0.5, 1, 2, 5, 10, 20, 50, 100) if (high - low) / s <= 6)
    below, above = int((first - low) // step), int((high - first) // step)
    return np.round(first + step * np.arange(-below, above + 1), 1)


def _signs(
    x: NDArray[np.datetime64], foot: float, name: str, symbol: str, colours: Colours
) -> dict[str, Any]:
    open_mark = symbol.endswith("-open")
    return {
        **{"type": "scatter", "mode": "markers", "name": name},
        **{"x": x, "y": np.full(len(x), foot)},
        "marker": {
            **{"symbol": symbol, "size": 6 if open_mark else 11, "color": colours.night},
            "line": {"color": colours.night, "width": 1},
        },
        "hovertemplate": f"{name}<extra></extra>",
    }


def _table(
    days: pd.DataFrame,
    weights: NDArray[np.float64],
    appetite: dict[dt.date, bool],
    unit: str,
) -> pd.DataFrame:
    """Return one row for each day with a weight or with signs, newest first."""
    weighed = days["weight_kg"].notna().to_numpy(dtype=bool)
    noted = [appetite.get(day) for day in days["day"].dt.date]
    there = weighed | np.array([each is not None for each in noted], dtype=bool)
    shown = np.full(len(days), np.nan)
    shown[weighed] = weights
    shown = shown[there]
    known = [not np.isnan(value) for value in shown]
    change = [
        _percent(weights[0], v) + "%" if k else None for v, k in zip(shown, known, strict=True)
    ]
    said = [None if n is None else "ticked" if n else "not ticked" for n in noted]
    return pd.DataFrame(
        {
            "Day": days["day"][there].dt.strftime("%a %d %b %Y").to_numpy(),
            f"Weight, {unit}": _words(
                [f"{v:g}" if k else None for v, k in zip(shown, known, strict=True)]
            ),
            "Change since the first": _words(change),
            "Not wanting to eat": _words([s for s, t in zip(said, there, strict=True) if t]),
        }
    ).iloc[::-1]


def _words(values: list[str | None]) -> "pd.Series[Any]":
    return in_words(pd.Series(values, dtype="string"))
