"""Pain by day and by night.

Day is a circle and a solid line, night a diamond and a dashed line, and each line carries its word
at its end. Where the trend check is sure of a bend, it is drawn in with a band of how sure it is.
"""

import datetime as dt
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from backwatch import trend_words
from backwatch.bends import Bend, day_bend, night_bend
from backwatch.charts import events, marks, time_axis
from backwatch.charts.chart import Chart, Records, in_words
from backwatch.charts.events import Event
from backwatch.charts.look import LIGHT, Colours, layout
from backwatch.charts.marks import Line, Points
from backwatch.charts.period import Period
from backwatch.charts.words import capital, dated, half_points, measure, words
from backwatch.charts.words import days as day_count
from backwatch.diary import PAIN_SERIES
from backwatch.jumps import Jump, jump
from backwatch.trend_rules import settings

DAY_HOUR, NIGHT_HOUR = 18, 6  # where a day's and a night's mark stand on the time axis
HEIGHT = 340


def chart(records: Records, period: Period, colours: Colours) -> Chart:
    """Return pain by day and at night, day by day; see pain_by_day for the drawing.

    By day it is the worst pain, unless another kind was recorded on more days. A bend is drawn only
    where the trend check speaks of one. A diary without any score gets a card that says so.
    """
    days = records.days_in(period)
    column = shown_by_day(records.days)
    first = what_was_noted(days, column)
    if not days[[column, "pain_night"]].notna().any(axis=None):
        return Chart(
            id="pain",
            title="Pain by day and by night",
            sentences=(first, words().pain["nothing"]),
            table=_table(days, column),
        )
    today = records.today
    found = [day_bend(records.days, column, today), night_bend(records.days, today)]
    begins = days["day"].iloc[0].to_datetime64()
    bends = [each for each in found if each and each.day[-1] > begins]
    high = jump(records.days, column, today) if today in period else None
    happened = events.events(records, days["day"].iloc[0].date(), period.last)
    said = [*_jump_words(high, column), *_bend_words(bends, today)]
    key = words().pain["key"].format(measure=measure(column))
    return Chart(
        id="pain",
        title="Pain by day and by night",
        sentences=(first, *said),
        to_check=high is not None or any("rise" in each.verdict for each in bends),
        drawing=pain_by_day(
            days, colours, column=column, bends=bends, happened=happened, high=high is not None
        ),
        alt=" ".join([first, *said]),
        key=f"{key} {words().pain['bend_key']}" if bends else key,
        events=events.listed(happened, today),
        table=_table(days, column),
    )


def shown_by_day(days: pd.DataFrame) -> str:
    """Return the column of `diary.days` with the most recorded days; at a tie the worst pain."""
    order = ("pain_worst", *(name for name in PAIN_SERIES if name != "pain_worst"))
    return max(order, key=lambda name: days[name].count())


def _jump_words(high: Jump | None, column: str) -> list[str]:
    if high is None:
        return []
    rules = settings().jump
    return [
        words()
        .pain["jump"]
        .format(
            measure=measure(column),
            score=f"{high.score:g}",
            recent=f"{high.recent:g}",
            points=f"{rules.points:g}",
            days=rules.recent_days,
            chance=rules.steady_days_of_100,
        )
    ]


def _bend_words(bends: Sequence[Bend], today: dt.date) -> list[str]:
    said = words().pain
    lines = []
    for bend in bends:
        text = said[bend.verdict].format(
            Measure=capital(measure(bend.series)),
            since=dated(bend.since, today),
            before=half_points(bend.before),
            now=half_points(bend.now),
        )
        lines.append(f"{text} {said['chance'].format(chance=bend.false_alarms_of_100)}")
    after = trend_words.words().after
    if any("rise" in bend.verdict for bend in bends):
        lines.append(after.rise)
    elif bends:
        lines.append(after.fall)
    return lines


def _table(days: pd.DataFrame, column: str) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Day": days["day"].dt.strftime("%a %d %b %Y"),
            capital(measure(column)): in_words(days[column]),
            "Pain at night": in_words(days["pain_night"]),
            "Times woken": in_words(days["wakings"]),
            "Entries": days["entries"].astype(str),
        }
    ).iloc[::-1]


def pain_by_day(
    days: pd.DataFrame,
    colours: Colours = LIGHT,
    *,
    column: str = "pain_worst",
    bends: Sequence[Bend] = (),
    happened: Sequence[Event] = (),
    high: bool = False,
) -> go.Figure:
    """Return pain by day and pain by night on a true time axis.

    Args:
        days: one row per calendar day: `day` (datetime64), `entries` (0 in a gap), `column` and
            `pain_night` (NRS 0 to 10, missing where nobody recorded it).
        column: what is drawn as the pain of a day.
        bends: fits to draw in, each only over the days of the drawing that it used; the day of the
            bend is marked where it is one of them.
        happened: what gets a numbered line; the numbers are those of `events.listed`.
        high: whether the last day's mark is to be pointed at.

    Returns:
        Two traces, "day" and "night", one point a day; then "day, 0" and "night, 0", open marks
        over those at 0, where there are any; then three for each bend. A missing value is NaN and
        breaks the line. Days without any entry lie under a grey band. Past 400 days the marks stand
        without a line: the bands tell the gaps.
    """
    lines = (
        Line(column, "day", DAY_HOUR, colours.day, "circle", "solid"),
        Line("pain_night", "night", NIGHT_HOUR, colours.night, "diamond", "dash"),
    )
    points = [marks.points(days, line) for line in lines]
    by_column = {line.column: line for line in lines}
    fitted = [(by_column[bend.series], bend) for bend in bends]
    placed = events.labels(happened, len(days))
    over = events.ROW * (max(label.row for label in placed) + 1) if placed else 0
    years = time_axis.more(days)
    marked = [pair for pair in fitted if pd.Timestamp(pair[1].since) >= days["day"].iloc[0]]
    under = 19 * len(marked) + years
    looks = layout(colours, HEIGHT + over + under)
    margin = looks["margin"]
    event_lines, numbers = events.drawn(
        happened, placed, colours, HEIGHT - margin["t"] - margin["b"]
    )
    looks |= {
        "margin": {**margin, "t": margin["t"] + over, "b": margin["b"] + under},
        "yaxis": {
            "fixedrange": True,
            "linecolor": colours.line,
            "range": [-0.4, 10.4],
            "tickvals": [0, 2, 4, 6, 8, 10],
            "gridcolor": colours.line,
            "zeroline": False,
        },
        "xaxis": time_axis.axis(days, colours),
        "shapes": [
            *time_axis.bands(time_axis.gaps(days), colours),
            *event_lines,
            *(_bend_line(line, bend) for line, bend in marked),
        ],
        "annotations": [
            time_axis.scale("pain, 0 to 10", yshift=over),
            *numbers,
            *_end_words(lines, points),
            *(
                _bend_mark(days, -26 - years - 19 * number, *pair)
                for number, pair in enumerate(marked)
            ),
            *([_today(points[0], colours)] if high else []),
        ],
    }
    bent = {bend.series for bend in bends}
    drawn = list(zip(lines, points, strict=True))
    traces = [marks.trace(line, pair, dots=line.column in bent) for line, pair in drawn]
    traces += [zero for line, pair in drawn for zero in marks.zeros(line, pair, colours)]
    traces += [each for pair in fitted for each in _fit_traces(days, *pair)]
    return go.Figure(traces, looks)


def _fit_traces(days: pd.DataFrame, line: Line, bend: Bend) -> list[dict[str, Any]]:
    """Return the edges of the band, then the line itself, over the days of both."""
    first, last = days["day"].iloc[0].to_datetime64(), days["day"].iloc[-1].to_datetime64()
    shown = (bend.day >= first) & (bend.day <= last)
    x = bend.day[shown].astype("datetime64[h]") + np.timedelta64(line.hour, "h")
    base = {"type": "scatter", "x": x, "mode": "lines", "hoverinfo": "skip"}
    edge = {**base, "line": {"width": 0}, "name": f"{line.name}, band"}
    return [
        {**edge, "y": bend.low[shown]},
        {
            **edge,
            "y": bend.high[shown],
            "fill": "tonexty",
            "fillcolor": time_axis.see_through(line.colour, 0.16),
        },
        {
            **base,
            "y": bend.line[shown],
            "name": f"{line.name}, best fit",
            "line": {"color": line.colour, "dash": line.dash, "width": 4},
        },
    ]


def _bend_at(line: Line, bend: Bend) -> dt.datetime:
    return dt.datetime.combine(bend.since, dt.time(line.hour))


def _bend_line(line: Line, bend: Bend) -> dict[str, Any]:
    at = _bend_at(line, bend)
    return {
        **{"type": "line", "xref": "x", "yref": "paper", "y0": 0, "y1": 1, "name": "bend"},
        **{"x0": at, "x1": at, "layer": "below"},
        "line": {"color": line.colour, "width": 2, "dash": "dot"},
    }


def _bend_mark(days: pd.DataFrame, yshift: int, line: Line, bend: Bend) -> dict[str, Any]:
    """Return "day: about 4 Nov" below the axis, each bend in a row of its own."""
    since = (pd.Timestamp(bend.since) - days["day"].iloc[0]).days
    return {
        **{"x": _bend_at(line, bend), "y": 0, "yref": "paper", "yanchor": "top"},
        **{"xanchor": "left" if since < len(days) / 2 else "right", "showarrow": False},
        "yshift": yshift,
        "text": words()
        .pain["bend_mark"]
        .format(word=line.name, since=f"{bend.since.day} {bend.since:%b}"),
        "font": {"size": 13, "color": line.colour},
    }


def _today(points: Points, colours: Colours) -> dict[str, Any]:
    """Return an arrow to the last mark of the day."""
    x, y = points
    return {
        **{"x": x[-1], "y": y[-1], "text": f"<b>{words().pain['jump_mark']}</b>"},
        **{
            "showarrow": True,
            "arrowhead": 2,
            "arrowwidth": 2,
            "arrowcolor": colours.ink,
            "standoff": 7,
        },
        **{"ax": -34, "ay": 30 if y[-1] > 8 else -30},
    }


def _end_words(lines: Sequence[Line], points: Sequence[Points]) -> list[dict[str, Any]]:
    """Return each line's word beside its last mark, the higher one's above; none without a mark."""
    last = []
    for line, (x, y) in zip(lines, points, strict=True):
        seen = np.flatnonzero(~np.isnan(y))
        if seen.size:
            last.append((float(y[seen[-1]]), x[seen[-1]], line))
    last.sort(key=lambda mark: mark[0])  # at a tie the night is above
    return [
        {
            **{"x": x, "y": y, "text": f"<b>{line.name}</b>", "showarrow": False},
            **{"xanchor": "left", "xshift": 10, "font": {"color": line.colour}},
            "yshift": 9 if place else -9,
        }
        for place, (y, x, line) in enumerate(last)
    ]


def what_was_noted(days: pd.DataFrame, column: str = "pain_worst") -> str:
    """Return what the days hold, in plain sentences; it says nothing about better or worse.

    Counts say out of how many. Missing values are counted as missing, a 0 as a 0.
    """
    noted = int((days["entries"] > 0).sum()) if len(days) else 0
    if not noted:
        return "There are no entries in this time."
    total = len(days)
    sentences = [f"You noted {noted} of {total} {'day' if total == 1 else 'days'}."]
    for name in (column, "pain_night"):
        values, said = days[name].dropna(), capital(measure(name))
        if values.empty:
            sentences.append(f"{said} was not recorded.")
        elif values.min() == values.max():
            sentences.append(
                f"{said} was {_score(values.min())} each time ({day_count(len(values))})."
            )
        else:
            low, middle, high = map(_score, (values.min(), values.median(), values.max()))
            sentences.append(
                f"{said} was between {low} and {high}, with a middle value of {middle} "
                f"({day_count(len(values))})."
            )
    nights = days["woken"].dropna()
    if len(nights):
        woken = int(nights.sum())
        sentences.append(f"Pain woke you on {woken} of {len(nights)} recorded nights.")
    return " ".join(sentences)


def _score(value: float) -> str:
    return f"{round(value, 1):g}"
