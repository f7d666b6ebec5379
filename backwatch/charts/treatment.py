"""Pain before and after each treatment: the days compared, the days left out, both means.

What it shows is said by trend_words.treatment_sentences alone; the drawing only shows why.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go
from numpy.typing import NDArray

from backwatch import treatment_response, trend_words
from backwatch.charts.chart import Chart, Records, in_words
from backwatch.charts.counts_words import cited, words
from backwatch.charts.look import Colours, layout
from backwatch.charts.period import Period
from backwatch.charts.words import dated
from backwatch.diary import Treatment
from backwatch.treatment_response import Response
from backwatch.trend_rules import settings

FOOT = -0.9  # where days without a score have their mark, below the 0 of the scale
LOWEST, HIGHEST = -1.5, 12.0  # of the drawing: words stand above the 10 of the scale
WORDS = 11.2


@dataclass(frozen=True)
class _Around:
    """The days around one start, from 35 days before it to the day of the look, up to today."""

    since: NDArray[np.int64]  # days from the start
    score: NDArray[np.float64]  # NaN: no score
    too_bad: NDArray[np.bool_]  # "too bad to fill in" was ticked
    before: NDArray[np.bool_]  # compared, on this side
    after: NDArray[np.bool_]


def begun(treatments: Iterable[Treatment], today: dt.date) -> list[Treatment]:
    """Return the treatments that began up to today, newest first."""
    known = [each for each in treatments if each.started and each.started <= today]
    return sorted(known, key=lambda each: each.started or dt.date.min, reverse=True)


def charts(records: Records, period: Period, colours: Colours) -> list[Chart] | None:
    """Return one chart for each treatment that has begun, newest first; None without any.

    The days are those around each start, whatever the period: the verdict must not change with it.
    """
    days = records.days[records.days["day"].to_numpy() <= np.datetime64(records.today)]
    bad = {entry.date for entry in records.entries if entry.too_bad}
    known = begun(records.treatments, records.today)
    found = [_chart(n, each, days, bad, records, colours) for n, each in enumerate(known)]
    return found or None


def name_of(treatment: Treatment) -> str:
    """Return the name as typed, on one line."""
    return " ".join(treatment.name.split()) or "(no name)"


def _chart(
    number: int,
    treatment: Treatment,
    days: pd.DataFrame,
    bad: set[dt.date],
    records: Records,
    colours: Colours,
) -> Chart:
    started, said = treatment.started or records.today, words().treatment
    found = treatment_response.response(days, started, records.today)
    around = _around(days, bad, started, found, records.today)
    any_score = bool((~np.isnan(around.score)).any())
    look = dated(found.look_on, records.today)
    sentences = trend_words.treatment_sentences(found, look)
    claims = {}
    if found.verdict in ("higher", "no_clear_difference"):
        claims["no_relief"] = said.no_relief
        if treatment.kind in said.usual_care_kinds:
            claims["usual_care"] = said.usual_care
    if found.size:
        claims["less_pain"] = said.less_pain
    when = _when(treatment, found, records.today)
    return Chart(
        id=f"treatment_{number}",
        title=said.title.format(name=name_of(treatment)),
        sentences=(*sentences, *([" ".join(claims.values())] if claims else [])),
        counted=" ".join([*when, *_counted(around, found, started)]),
        drawing=_figure(around, found, colours) if any_score else None,
        alt=_alt(sentences[0], around),
        key=" ".join(
            [
                *(_key(around, found) if any_score else []),
                trend_words.words().treatment["left_out"],
                said.window,
                cited(*(said.sources[claim] for claim in claims)),
            ]
        ).strip(),
        table=_table(around, started),
    )


def _key(around: _Around, found: Response) -> list[str]:
    """Return how to read the marks that are there, and no others."""
    said, seen = words().treatment, ~np.isnan(around.score)
    lines = [said.key]
    if bool((around.score == 0).any()):
        lines.append(said.key_zero)
    if bool((~seen & ~around.too_bad).any()):
        lines.append(said.key_none)
    if bool((~seen & around.too_bad).any()):
        lines.append(said.key_too_bad)
    if found.size:
        lines.append(said.lines.format(covers=settings().size.covers_of_100))
    return lines


def _when(treatment: Treatment, found: Response, today: dt.date) -> list[str]:
    said, started, ended = words().treatment, treatment.started, treatment.ended
    lines = [said.started.format(day=dated(started, today))] if started else []
    if ended and ended <= min(today, found.look_on):
        lines.append(said.ended.format(day=dated(ended, today)))
    return lines


def _around(
    days: pd.DataFrame, bad: set[dt.date], started: dt.date, found: Response, today: dt.date
) -> _Around:
    last = (min(found.look_on, today) - started).days
    since = np.arange(-settings().treatment.before_from, last + 1)
    score = np.full(len(since), np.nan)
    day = days["day"].to_numpy().astype("datetime64[D]")
    place = (day - np.datetime64(started)).astype(np.int64) - since[0]
    inside = (place >= 0) & (place < len(since))
    score[place[inside]] = days[found.series].to_numpy(dtype=np.float64, na_value=np.nan)[inside]
    ticked = [started + dt.timedelta(days=int(n)) in bad for n in since]
    before, after = treatment_response.compared(since, (found.look_on - started).days)
    return _Around(since, score, np.array(ticked, dtype=bool), before, after)


def _counted(around: _Around, found: Response, started: dt.date) -> list[str]:
    said, rules = words().treatment, settings().treatment
    compared = said.compared.format(
        before=found.days_before,
        before_all=rules.before_from - rules.before_to + 1,
        after=found.days_after,
        after_all=(found.look_on - started).days - rules.after_from + 1,
    )
    unscored = around.too_bad & np.isnan(around.score)
    sides = [int((unscored & side).sum()) for side in (around.before, around.after)]
    if not any(sides):
        return [compared]
    return [compared, said.too_bad.format(before=sides[0], after=sides[1])]


def _alt(sentence: str, around: _Around) -> str:
    first, last = -int(around.since[0]), int(around.since[-1])
    return f"{sentence} {words().treatment.alt.format(first=first, last=last)}"


def _figure(around: _Around, found: Response, colours: Colours) -> go.Figure:
    """Return the days around the start; both means and the interval where there is a verdict.

    The band is the interval of the change, laid on the mean before: it leaves the dashed line free
    just where the verdict is "lower" or "higher".
    """
    said, rules = words().treatment, settings().treatment
    look = max(rules.after_from, int(around.since[-1]))
    seen = ~np.isnan(around.score)
    traces = [
        _marks(around, around.before & seen, "before", "circle", colours.day),
        _marks(around, around.after & seen, "after", "diamond", colours.night),
        _marks(around, ~(around.before | around.after) & seen, "left out", "x-thin", colours.ink),
        _foot(around, ~seen & ~around.too_bad, "no score", "line-ns", colours),
        _foot(around, ~seen & around.too_bad, "too bad to fill in", "triangle-up", colours),
    ]
    left = (0.5 - rules.before_to, rules.after_from - 0.5)
    shapes = [_box(left, (LOWEST, HIGHEST), colours.gap)]
    notes = [_note(sum(left) / 2, said.left_out, colours.ink)]
    if found.size and found.before is not None and found.after is not None:
        size, b = found.size, found.before
        span = (left[1], look + 0.5)
        ends = (_on_scale(b + size.low), _on_scale(b + size.high))
        shapes += [
            _box(span, ends, colours.night, opacity=0.2),
            _box(span, ends, "rgba(0,0,0,0)", edge=colours.night),
        ]
        traces += [
            _line((-rules.before_from, -rules.before_to), b, colours.day, "solid", "mean before"),
            _line((-rules.before_to, look), b, colours.day, "dash", "mean before, carried on"),
            _line((rules.after_from, look), found.after, colours.night, "solid", "mean after"),
        ]
        before, after = (f"<b>{mean:.1f}</b>" for mean in (b, found.after))
        notes += [
            _note(around.since[0], said.before.format(mean=before), colours.day, xanchor="left"),
            _note(span[1], said.after.format(mean=after), colours.night, xanchor="right"),
        ]
    weeks = np.arange(-28, look + 1, 14)
    shapes.append(
        {
            **{"type": "line", "xref": "x", "yref": "y", "x0": -0.5, "x1": -0.5},
            **{
                "y0": LOWEST,
                "y1": 10.5,
                "line": {"color": colours.ink, "width": 1.5, "dash": "dot"},
            },
        }
    )
    axis = {"fixedrange": True, "linecolor": colours.line, "zeroline": False}
    return go.Figure(
        traces,
        {
            **layout(colours),
            "hovermode": "closest",
            "margin": {"l": 34, "r": 12, "t": 28, "b": 56},
            "yaxis": {
                **axis,
                "range": [LOWEST, HIGHEST],
                "tickvals": [0, 2, 4, 6, 8, 10],
                "gridcolor": colours.line,
            },
            "xaxis": {
                **axis,
                "range": [around.since[0] - 1, look + 1.5],
                "tickvals": weeks,
                "ticktext": [f"{n // 7:+d}".replace("-", "−") if n else said.start for n in weeks],
                "tickangle": 0,
                "showgrid": False,
                "title": {"text": said.axis, "font": {"size": 14}},
            },
            "shapes": shapes,
            "annotations": [
                {
                    **{"x": 0, "y": 1.02, "xref": "paper", "yref": "paper", "showarrow": False},
                    **{"xanchor": "left", "yanchor": "bottom", "text": "pain, 0 to 10"},
                    "font": {"size": 14},
                },
                *notes,
            ],
        },
    )


def _marks(
    around: _Around, which: NDArray[np.bool_], name: str, symbol: str, colour: str
) -> dict[str, Any]:
    y = around.score[which]
    thin = symbol == "x-thin"
    return {
        "type": "scatter",
        "x": around.since[which],
        "y": y,
        "name": name,
        "mode": "markers",
        "marker": {
            "symbol": np.where((y == 0) & (not thin), f"{symbol}-open", symbol),
            "size": 5 if thin else 8,
            "color": colour,
            "line": {"color": colour, "width": 1.2 if thin else 1.5},
        },
        "hovertemplate": f"day %{{x}}: %{{y:.3g}} ({name})<extra></extra>",
    }


def _foot(
    around: _Around, which: NDArray[np.bool_], name: str, symbol: str, colours: Colours
) -> dict[str, Any]:
    return {
        "type": "scatter",
        "x": around.since[which],
        "y": np.full(int(which.sum()), FOOT),
        "name": name,
        "mode": "markers",
        "marker": {
            "symbol": symbol,
            "size": 6 if symbol == "line-ns" else 9,
            "color": colours.ink,
            "line": {"color": colours.ink, "width": 1},
        },
        "hovertemplate": f"day %{{x}}: {name}<extra></extra>",
    }


def _line(ends: tuple[float, float], y: float, colour: str, dash: str, name: str) -> dict[str, Any]:
    return {
        **{"type": "scatter", "mode": "lines", "name": name, "hoverinfo": "skip"},
        **{"x": np.array([ends[0] - 0.5, ends[1] + 0.5]), "y": np.array([y, y])},
        "line": {"color": colour, "dash": dash, "width": 3 if dash == "solid" else 1.5},
    }


def _on_scale(value: float) -> float:
    return min(10.0, max(0.0, value))


def _box(
    x: tuple[float, float],
    y: tuple[float, float],
    fill: str,
    *,
    opacity: float = 1,
    edge: str = "",
) -> dict[str, Any]:
    line = {"color": edge, "width": 1, "dash": "dot"} if edge else {"width": 0}
    return {
        **{"type": "rect", "xref": "x", "yref": "y", "x0": x[0], "x1": x[1], "y0": y[0]},
        **{"y1": y[1], "fillcolor": fill, "opacity": opacity, "layer": "below", "line": line},
    }


def _note(x: float, text: str, colour: str, **where: Any) -> dict[str, Any]:
    return {
        **{"x": x, "y": WORDS, "text": text, "showarrow": False},
        **{"font": {"size": 14, "color": colour}, **where},
    }


def _table(around: _Around, started: dt.date) -> pd.DataFrame:
    """Return one row a day, newest first."""
    day = np.datetime64(started) + around.since.astype("timedelta64[D]")
    side = np.where(around.before, "before", np.where(around.after, "after", "left out"))
    score = pd.Series(around.score).round(1).astype("Float64")
    said = in_words(score.map(lambda value: f"{value:g}", na_action="ignore"))
    unscored = around.too_bad & np.isnan(around.score)
    return pd.DataFrame(
        {
            "Day": pd.Series(day).dt.strftime("%a %d %b %Y"),
            "Days from the start": around.since.astype(str),
            "Pain": said.where(~unscored, "too bad to fill in"),
            "Counted": side,
        }
    ).iloc[::-1]
