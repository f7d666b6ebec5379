"""Trends: what changes over weeks in plain sentences, and charts of the days behind them."""

import streamlit as st

from ui import cards, learn_links, trend_charts, trend_views

st.title("Your trends", anchor=False)
days = trend_charts.records().days
if days.empty:
    cards.lead("There is nothing to draw yet. Add an entry to your diary first.")
    cards.link("diary", "Add to your diary")
else:
    trend_views.changes(days)
    trend_charts.show()
    cards.note("If you think that it is getting worse, say so in the check, whatever a chart says.")
    cards.link("check", "Check how soon to get help")
    learn_links.on_trends()
