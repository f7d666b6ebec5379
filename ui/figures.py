"""Charts on a page: touch scrolls, no toolbar, a text that says the same, and the numbers below."""

import datetime as dt
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd
import plotly.graph_objects as go
import plotly.io
import streamlit as st
from streamlit.dataframe_util import convert_pandas_df_to_arrow_table

from backwatch.charts import DARK, LIGHT, Chart, Colours, pain
from ui import cards
from ui.components.drawing import drawing

if TYPE_CHECKING:
    import pyarrow as pa

_KEY = (
    ("k-day", "worst pain, 0 to 10"),
    ("k-zero", "no pain"),
    ("k-woken", "woken by pain"),
    ("k-none", "not recorded"),
)
FORTNIGHT = dt.timedelta(days=14)


def colours() -> Colours:
    """Return the chart colours of the theme that is on."""
    return DARK if st.context.theme.type == "dark" else LIGHT


def show(figure: go.Figure, *, key: str, alt: str) -> None:
    """Show a figure. Fixed ranges and no dragging: a finger on it scrolls the page."""
    st.plotly_chart(figure, key=key, alt=alt, config={"displayModeBar": False}, theme=None)


@dataclass(frozen=True)
class Ready:
    """A chart with its figure and its table in the browser's form.

    Streamlit would bring both into that form in every run, which is most of the work of one.
    """

    chart: Chart
    numbers: "pa.Table | None"


def ready(chart: Chart) -> Ready:
    """Return the chart as it is shown; from then on its figure gives itself as plain JSON values.

    Nothing is written as JSON more quickly than what was read from it.
    """
    if isinstance(chart.drawing, go.Figure):
        made = json.loads(plotly.io.to_json(chart.drawing, validate=False))
        chart.drawing.to_dict = lambda: made
    if chart.table is None or chart.table.empty:
        return Ready(chart, None)
    return Ready(chart, convert_pandas_df_to_arrow_table(chart.table))


def card(shown: Ready) -> None:
    """Show one chart: its sentences, how many days, the drawing, how to read it, its numbers."""
    chart = shown.chart
    with st.container(key=f"card_{chart.id}"):
        st.header(cards.markdown(chart.title), anchor=False)
        for sentence in chart.sentences:
            cards.text(sentence)
        if chart.to_check:
            cards.link("check", "Check how soon to get help", key=f"_{chart.id}")
        if chart.counted:
            cards.note(chart.counted)
        if isinstance(chart.drawing, str) and "<svg" in chart.drawing:
            drawing(chart.drawing, alt=chart.alt, key=chart.id)
        elif isinstance(chart.drawing, str):
            # Streamlit throws away a label in which a closing tag stands, also an escaped one.
            alt = cards.escape(chart.alt.replace("<", "‹").replace(">", "›"))
            st.html(f'<div class="bw-drawing" role="img" aria-label="{alt}">{chart.drawing}</div>')
        elif chart.drawing is not None:
            show(chart.drawing, key=chart.id, alt=chart.alt)
        if chart.key:
            cards.note(chart.key)
        if chart.events:
            cards.numbered("The numbered lines:", chart.events)
        if shown.numbers is not None:
            with st.expander("Show the numbers"):
                st.dataframe(shown.numbers, hide_index=True, alt=f"The numbers of: {chart.title}")


def fortnight(days: pd.DataFrame, today: dt.date) -> tuple[str, str]:
    """Return what the last 14 days hold, as a sentence and as a drawing in HTML.

    A bar for worst pain, a ring for 0, hatching for what was not recorded, a square for the night.
    """
    recent = days[days["day"] > pd.Timestamp(today - FORTNIGHT)]
    sentence = pain.what_was_noted(recent)
    by_day = {row.day.date(): row for row in recent.itertuples()}
    dates = [today - dt.timedelta(days=back) for back in range(FORTNIGHT.days - 1, -1, -1)]
    empty = [d for d in dates if d not in by_day or by_day[d].entries == 0]
    alt = sentence
    if empty:
        alt += f" No entry on {', '.join(cards.day(d, weekday=False) for d in empty)}."
    columns = "".join(_column(date, by_day.get(date)) for date in dates)
    marks = "".join(f'<span><i class="{mark}"></i>{words}</span>' for mark, words in _KEY)
    return sentence, (
        f'<div class="bw-days" role="img" aria-label="{cards.escape(alt)}">{columns}</div>'
        f'<div class="bw-key" aria-hidden="true">{marks}</div>'
    )


def _column(date: dt.date, row: object) -> str:
    worst = getattr(row, "pain_worst", pd.NA)
    woken = getattr(row, "woken", pd.NA)
    if pd.isna(worst):
        bar = '<span class="none"></span>'
    elif worst == 0:
        bar = '<span class="zero"></span>'
    else:
        bar = f'<span class="bar" style="height:{int(worst) * 10}%"></span>'
    night = "n x" if pd.isna(woken) else "n on" if woken else "n"
    return (
        f'<div><span class="col">{bar}</span><span class="{night}"></span>'
        f'<span class="d"><span>{date:%a}<br></span>{date.day}</span></div>'
    )
