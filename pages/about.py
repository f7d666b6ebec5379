"""How it works: what a level rests on, every rule and question to look up, limits, privacy."""

import streamlit as st

from ui import about_views, cards

st.title("How it works", anchor=False)
cards.lead("Fixed rules look at your answers. The most urgent rule that fits decides the level.")
about_views.linked_rule()
about_views.limits()
about_views.principles()
about_views.look_up()
about_views.try_it()
about_views.counted()
about_views.review()
about_views.privacy()
about_views.versions()
