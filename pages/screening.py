"""Lung screening: not built yet, and says so; who it is not for is said already."""

import streamlit as st

from ui import cards

st.title("Lung screening", anchor=False)
cards.lead(
    "Screening is for people who feel well. Back pain, a cough or any other sign needs a visit."
)
with st.container(key="card_not_yet"):
    st.header("This page is not ready yet", anchor=False)
    cards.text(
        "It will say which lung screening programmes invite people like you. Until then, ask your "
        "doctor about screening when you have no signs."
    )
cards.link("check", "I have signs: check how soon to get help")
