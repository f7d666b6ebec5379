"""What the diary shows over weeks, in sentences: pain, nights, treatments without relief."""

import datetime as dt
from collections import defaultdict

import pandas as pd
import streamlit as st

from backwatch import treatment_response, trend_words, trends
from backwatch.charts import treatment
from ui import cards, state, trend_charts


def changes(days: pd.DataFrame) -> None:
    """Show whether pain and woken nights are changing, over the whole diary up to today."""
    today = state.today()
    with st.container(key="card_changes"):
        st.header("Is it changing?", anchor=False)
        for line in state.made_once(
            "changes", (state.revision(), today), lambda: _said(days, today)
        ):
            cards.text(line)
        cards.note("No clinician has reviewed these limits yet. Your doctor needs to know too.")


def _said(days: pd.DataFrame, today: dt.date) -> list[str]:
    pain, night = trends.pain_trend(days, today), trends.night_trend(days, today)
    flare = trends.may_be_flare(pain, trend_charts.records().treatments)
    last = today.toordinal()
    lines = [f"{trend_words.sentence(pain, last)} {trend_words.after(pain, flare)}"]
    lines.append(trend_words.sentence(night, last))
    if night.since and trend_words.after(night) not in lines[0]:
        lines[-1] += f" {trend_words.after(night)}"
    return [*lines, *_without_relief(days, today)]


def _without_relief(days: pd.DataFrame, today: dt.date) -> list[str]:
    """Return what must be seen without choosing a topic: pain no lower after a treatment."""
    found: dict[str, list[str]] = defaultdict(list)
    for each in treatment.begun(trend_charts.records().treatments, today):
        response = treatment_response.response(days, each.started, today)
        found[response.verdict].append(treatment.name_of(each))
    return trend_words.without_relief(found)
