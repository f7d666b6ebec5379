"""Pain week by week: the mean of each 7 days, and on how many days it rests.

What is said of a change is the verdict of the trend check, never what two bars look like.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go
from numpy.typing import NDArray

from backwatch import diary, trends
from backwatch.charts import time_axis
from backwatch.charts.chart import Chart, Records
from backwatch.charts.look import Colours, layout
from backwatch.charts.period import Period
from backwatch.charts.words import capital, dated, measure, words
from backwatch.trend_rules import settings

DAYS = 7
HEIGHT = 320
FEW_WEEKS = 14  # so many numbers stand side by side on a phone


@dataclass(frozen=True)
class Weeks:
    """Weeks of 7 days that end with the last day, oldest first; the oldest may be cut short.

    first, last: the days of each. mean: of the recorded days, NaN without one. count: how many.
    """

    first: NDArray[np.datetime64]
    last: NDArray[np.datetime64]
    mean: NDArray[np.float64]
    count: NDArray[np.int64]

    @property
    def few(self) -> NDArray[np.bool_]:
        """Which have a score, but on too few days (rules/trends.yaml)."""
        return (self.count > 0) & (self.count < settings().weeks.least_days)


def by_week(days: pd.DataFrame, series: str) -> Weeks:
    """Return the weeks of these days, one row for each calendar day, at least one."""
    day = days["day"].to_numpy().astype("datetime64[D]")
    values = days[series].to_numpy(dtype="float64", na_value=np.nan)
    there = ~np.isnan(values)
    week = (day[-1] - day).astype(np.int64) // DAYS
    week = week[0] - week  # 0 is the oldest
    count = np.bincount(week[there], minlength=week[-1] + 1)
    total = np.bincount(week[there], values[there], minlength=week[-1] + 1)
    mean = np.full(len(count), np.nan)
    np.divide(total, count, out=mean, where=count > 0)
    edges = np.flatnonzero(np.diff(week)) + 1
    return Weeks(day[np.r_[0, edges]], day[np.r_[edges - 1, len(day) - 1]], mean, count)


def chart(records: Records, period: Period, colours: Colours) -> Chart | None:
    """Return the mean of each week, of the series that the trend check judges.

    None for a diary that has no score of pain by day at all.
    """
    series = diary.pain_series(records.days)
    if not records.days[series].count():
        return None
    days = records.days_in(period)
    noted = int(days[series].count())
    title = "Pain week by week"
    if not noted:
        return Chart(id="weeks", title=title, sentences=(words().weeks["nothing"],))
    weeks = by_week(days, series)
    said = words().weeks
    found = trends.pain_trend(records.days, records.today)
    rises = found.verdict in ("clear_rise", "possible_rise")
    sentences = (
        _last_week(weeks, series),
        _spans(records, series),
        said["change"],
        *([said["tell"]] if rises else []),
    )
    key = said["key"].format(least=settings().weeks.least_days)
    few = len(weeks.mean) <= FEW_WEEKS
    return Chart(
        id="weeks",
        title=title,
        sentences=sentences,
        counted=said["counted"].format(count=noted, total=len(days), last=_on(days, records.today)),
        drawing=drawing(days, weeks, series, colours),
        alt=" ".join(sentences),
        key=f"{key} {said['key_days']}" if few else key,
        table=_table(weeks, series),
    )


def _on(days: pd.DataFrame, today: dt.date) -> str:
    last = days["day"].iloc[-1].date()
    return "today" if last == today else f"on {dated(last, today)}"


def _last_week(weeks: Weeks, series: str) -> str:
    count, said = int(weeks.count[-1]), words().weeks
    text = said["last_week" if count >= settings().weeks.least_days else "last_week_few"]
    return text.format(measure=measure(series), mean=_mean(weeks.mean[-1]), count=count)


def _spans(records: Records, series: str) -> str:
    """Return the means of the last 2, 4 and 8 weeks, up to the first that holds the whole diary."""
    said, rules = words().weeks, settings().weeks
    values = records.days[series].to_numpy(dtype="float64", na_value=np.nan)
    ago = (np.datetime64(records.today) - records.days["day"].to_numpy()).astype("timedelta64[D]")
    parts = []
    for span in rules.means_of:
        inside = values[(ago.astype(np.int64) < span * DAYS)]
        kept = inside[~np.isnan(inside)]
        text = said["span" if len(kept) >= span * rules.least_days else "span_few"]
        mean = _mean(kept.mean()) if len(kept) else ""
        parts.append(text.format(weeks=span, mean=mean, count=len(kept), total=span * DAYS))
        if span * DAYS >= len(values):
            break
    return said["spans"].format(spans="; ".join(parts))


def _mean(value: float) -> str:
    return f"{value:.1f}"


def _table(weeks: Weeks, series: str) -> pd.DataFrame:
    first, last = pd.DatetimeIndex(weeks.first), pd.DatetimeIndex(weeks.last)
    length = (last - first).days + 1
    return pd.DataFrame(
        {
            "From": first.strftime("%d %b %Y"),
            "To": last.strftime("%d %b %Y"),
            f"Mean of {measure(series)}": [
                "not recorded" if np.isnan(mean) else _mean(mean) for mean in weeks.mean
            ],
            "Days with a score": [
                f"{count} of {days}" for count, days in zip(weeks.count, length, strict=True)
            ],
        }
    ).iloc[::-1]


def drawing(days: pd.DataFrame, weeks: Weeks, series: str, colours: Colours) -> go.Figure:
    """Return a bar for each week with a score, hatched where it rests on too few days.

    Traces: "mean", "mean of few days", "0" (rings) and "days" (the counts, where there is room),
    each only where there is one. Weeks without a score lie under a grey band.
    """
    one = np.timedelta64(1, "D")
    length = (weeks.last + one - weeks.first).astype("timedelta64[h]")
    middle = weeks.first.astype("datetime64[h]") + length // 2
    wide = length.astype(np.int64) * time_axis.MS_A_DAY / 24 * 6 / 7
    enough = (weeks.count > 0) & ~weeks.few
    hatched = {
        "shape": "/",
        "fillmode": "replace",
        "fgcolor": colours.day,
        "bgcolor": "rgba(0,0,0,0)",
        "size": 6,
    }
    name = capital(measure(series))
    outline = {"color": colours.day, "line": {"color": colours.day, "width": 1.5}}
    traces: list[dict[str, Any]] = []
    for shown, called, marker in (
        (enough, "mean", outline),
        (weeks.few, "mean of few days", {**outline, "pattern": hatched}),
    ):
        if shown.any():
            traces.append(
                {
                    **{"type": "bar", "x": middle[shown], "y": weeks.mean[shown], "name": called},
                    "width": wide[shown],
                    **{"marker": marker, "customdata": weeks.count[shown]},
                    "hovertemplate": f"{name} %{{y:.1f}}, %{{customdata}} days<extra></extra>",
                }
            )
    zero = weeks.mean == 0
    if zero.any():
        ring = {"color": colours.card, "size": 9, "line": {"color": colours.day, "width": 2}}
        traces.append(
            {
                **{"type": "scatter", "mode": "markers", "name": "0", "hoverinfo": "skip"},
                **{"x": middle[zero], "y": weeks.mean[zero], "marker": ring},
            }
        )
    foot = len(weeks.mean) <= FEW_WEEKS
    if foot:
        traces.append(
            {
                **{"type": "scatter", "mode": "text", "name": "days", "hoverinfo": "skip"},
                **{"x": middle, "y": np.full(len(middle), -0.75)},
                **{"text": weeks.count.astype(str), "textfont": {"size": 12}},
            }
        )
    runs = [
        (first, last + one)
        for first, last, count in zip(weeks.first, weeks.last, weeks.count, strict=True)
        if not count
    ]
    looks = layout(colours, HEIGHT + time_axis.more(days))
    looks |= {
        "margin": {**looks["margin"], "b": looks["margin"]["b"] + time_axis.more(days)},
        "yaxis": {
            "fixedrange": True,
            "range": [-1.3 if foot else -0.4, 10.4],
            "tickvals": [0, 2, 4, 6, 8, 10],
            "gridcolor": colours.line,
            "zeroline": True,
            "zerolinecolor": colours.ink,
        },
        "xaxis": time_axis.axis(days, colours),
        "shapes": time_axis.bands(runs, colours),
        "annotations": [
            time_axis.scale(f"mean of {measure(series)}, 0 to 10"),
            *([_foot_words(colours)] if foot else []),
        ],
    }
    return go.Figure(traces, looks)


def _foot_words(colours: Colours) -> dict[str, Any]:
    return {
        **{"x": 1, "xref": "paper", "y": -0.75, "xanchor": "left", "showarrow": False},
        **{"text": words().weeks["days"], "font": {"size": 12, "color": colours.ink}},
    }
