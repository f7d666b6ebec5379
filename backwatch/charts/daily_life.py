"""Pain, how much it limited the day, and sleep: one above the other on one time axis."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from backwatch.charts import marks, time_axis
from backwatch.charts.chart import Chart, Records, in_words
from backwatch.charts.look import Colours, layout
from backwatch.charts.marks import Line
from backwatch.charts.pain import shown_by_day
from backwatch.charts.period import Period
from backwatch.charts.words import capital, measure, words
from backwatch.charts.words import days as day_count

PANEL, BETWEEN = 120, 34  # pixels
NOON = 12
LEAST_HOURS = 12  # how far the scale of sleep reaches at the least


@dataclass(frozen=True)
class _Panel:
    line: Line
    measure: str  # in a sentence
    heading: str
    unit: str
    top: float
    ticks: list[int]


def chart(records: Records, period: Period, colours: Colours) -> Chart | None:
    """Return the panels of what was recorded in the period.

    None for a diary in which nobody ever noted sleep or how much pain limited the day.
    """
    slept = sleep(records)
    if not (records.days["limits_day"].count() or slept.count()):
        return None
    days = records.days_in(period).assign(sleep_hours=slept.reindex(records.days.index))
    title = "Pain, your day and your sleep"
    panels = _panels(days, shown_by_day(records.days), colours)
    there = [panel for panel in panels if days[panel.line.column].count()]
    if not any(panel.line.column in ("limits_day", "sleep_hours") for panel in there):
        return Chart(id="daily_life", title=title, sentences=(words().daily_life["nothing"],))
    said = words().daily_life
    sentences = (" ".join(_said(panel, days) for panel in reversed(panels)), said["cause"])
    noted = int((days["entries"] > 0).sum())
    return Chart(
        id="daily_life",
        title=title,
        sentences=sentences,
        counted=f"You noted {noted} of {day_count(len(days))}.",
        drawing=drawing(days, there, colours),
        alt=" ".join(sentences),
        key=f"{said['key']} {said['merged']}",
        table=_table(days, panels),
    )


def sleep(records: Records) -> "pd.Series[Any]":
    """Return the hours of sleep noted last for each row of `records.days`, NaN where none were."""
    noted = {
        entry.date: entry.sleep_hours
        for entry in records.entries
        if entry.sleep_hours is not None and entry.date <= records.today
    }
    kept = pd.Series(list(noted.values()), index=pd.to_datetime(list(noted)), dtype="float64")
    return pd.Series(
        kept.reindex(pd.DatetimeIndex(records.days["day"])).to_numpy(), index=records.days.index
    )


def _panels(days: pd.DataFrame, pain: str, colours: Colours) -> list[_Panel]:
    said = words().daily_life
    scale = [0, 5, 10]
    slept = days["sleep_hours"].max()
    top = float(LEAST_HOURS if np.isnan(slept) else max(LEAST_HOURS, slept))
    return [
        _Panel(
            Line(pain, "pain", NOON, colours.day, "circle", "solid"),
            measure(pain),
            said["pain_panel"].format(measure=measure(pain)),
            "",
            10,
            scale,
        ),
        _Panel(
            Line("limits_day", "limits", NOON, colours.ink, "square", "dot"),
            said["limits"],
            said["limits_panel"],
            "",
            10,
            scale,
        ),
        _Panel(
            Line("sleep_hours", "sleep", NOON, colours.night, "triangle-up", "dash"),
            said["sleep"],
            said["sleep_panel"],
            said["hours"],
            top,
            [0, 4, 8, 12, *([24] if top > LEAST_HOURS else [])],
        ),
    ]


def _said(panel: _Panel, days: pd.DataFrame) -> str:
    values, said = days[panel.line.column].dropna(), words().daily_life
    if values.empty:
        return said["none"].format(Measure=capital(panel.measure))
    low, middle, high = (
        f"{round(float(f), 1):g}" for f in (values.min(), values.median(), values.max())
    )
    return said["same" if low == high else "range"].format(
        Measure=capital(panel.measure),
        low=low,
        high=high,
        middle=middle,
        unit=panel.unit,
        days=day_count(len(values)),
    )


def _table(days: pd.DataFrame, panels: list[_Panel]) -> pd.DataFrame:
    pain, limits, slept = (days[panel.line.column] for panel in panels)
    return pd.DataFrame(
        {
            "Day": days["day"].dt.strftime("%a %d %b %Y"),
            capital(panels[0].measure): in_words(pain),
            "Limits on the day": in_words(limits),
            "Hours of sleep": [
                "not recorded" if missing else f"{hours:g}"
                for hours, missing in zip(slept, slept.isna(), strict=True)
            ],
            "Entries": days["entries"].astype(str),
        }
    ).iloc[::-1]


def drawing(days: pd.DataFrame, panels: list[_Panel], colours: Colours) -> go.Figure:
    """Return one panel for each, with its own unit and scale, over one time axis.

    A trace a panel ("pain", "limits", "sleep"), one point a day, NaN where it was not recorded;
    then open marks over those at 0. Days without any entry lie under a grey band.
    """
    inside = len(panels) * PANEL + (len(panels) - 1) * BETWEEN
    looks = layout(colours, inside + 28 + 36 + time_axis.more(days))
    axes: dict[str, Any] = {}
    traces, over, headings = [], [], []
    for number, panel in enumerate(panels):
        name = "y" if number == 0 else f"y{number + 1}"
        top = 1 - number * (PANEL + BETWEEN) / inside
        line = Line(**{**vars(panel.line), "axis": name})
        given = marks.points(days, line)
        traces.append(marks.trace(line, given))
        over += marks.zeros(line, given, colours)
        axes["yaxis" + name[1:]] = {
            "domain": [max(0.0, top - PANEL / inside), top],
            "range": [-0.06 * panel.top, 1.06 * panel.top],
            "tickvals": panel.ticks,
            "fixedrange": True,
            "gridcolor": colours.line,
            "zeroline": False,
        }
        headings.append(time_axis.scale(panel.heading, y=top))
    looks |= {
        **axes,
        "margin": {**looks["margin"], "r": 12, "b": looks["margin"]["b"] + time_axis.more(days)},
        "xaxis": {**time_axis.axis(days, colours), "anchor": line.axis},
        "shapes": time_axis.bands(time_axis.gaps(days), colours),
        "annotations": headings,
    }
    return go.Figure([*traces, *over], looks)
