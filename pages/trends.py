"""Trends: what changes over weeks in plain sentences, and the days with their numbers."""

import datetime as dt

import pandas as pd
import streamlit as st

from backwatch.charts import pain
from ui import cards, figures, forms, state, trend_views

PERIODS = {"4 weeks": 28, "8 weeks": 56, "All": None}

st.title("Your trends", anchor=False)
days = state.days()
if days.empty:
    cards.lead("There is nothing to draw yet. Add an entry to your diary first.")
    cards.link("diary", "Add to your diary")
else:
    trend_views.changes(days)
    choice = forms.choice("Show", "period", list(PERIODS), str, default="8 weeks")
    length = PERIODS[choice or "8 weeks"]
    if length:
        first = pd.Timestamp(state.today() - dt.timedelta(days=length - 1))
        days = days[days["day"] >= first]
    with st.container(key="card_pain"):
        st.header("Pain by day and by night", anchor=False)
        given = (state.revision(), choice, state.today())
        sentence = state.made_once("noted", given, lambda: pain.what_was_noted(days))
        cards.text(sentence)
        if len(days):
            figures.show(pain.pain_by_day(days, figures.colours()), key="pain", alt=sentence)
            cards.note(
                "Circles are the worst pain of a day, diamonds pain at night. An open mark is a "
                "real 0. Grey bands are days with no entry. They are not days with no pain."
            )
            figures.numbers(days)
    trend_views.treatments(state.days())
    cards.note("If you think that it is getting worse, say so in the check, whatever a chart says.")
    cards.link("check", "Check how soon to get help")
