"""What the diary shows over weeks, in sentences: pain, nights, and each treatment."""

import datetime as dt

import pandas as pd
import streamlit as st

from backwatch import treatment_response, trend_words, trends
from backwatch.diary import Treatment
from ui import cards, load, state


def _treatments() -> list[Treatment]:
    return state.read("treatments", lambda: load.store().treatments(state.person().id))


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
    flare = trends.may_be_flare(pain, _treatments())
    last = today.toordinal()
    lines = [f"{trend_words.sentence(pain, last)} {trend_words.after(pain, flare)}"]
    lines.append(trend_words.sentence(night, last))
    if night.since and trend_words.after(night) not in lines[0]:
        lines[-1] += f" {trend_words.after(night)}"
    return lines


def treatments(days: pd.DataFrame) -> None:
    """Show for each treatment with a start whether pain was lower after it began."""
    today = state.today()
    begun = [each for each in _treatments() if each.started and each.started <= today]
    if not begun:
        return
    with st.container(key="card_treatments"):
        st.header("Before and after a treatment", anchor=False)
        for each in begun:
            st.subheader(cards.markdown(each.name), anchor=False)
            found = treatment_response.response(days, each.started, today)
            look = cards.day(found.look_on, weekday=False)
            for line in trend_words.treatment_sentences(found, look):
                cards.text(line)
        cards.note(trend_words.words().treatment["left_out"])
