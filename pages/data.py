"""My data: who and where you are, and where your records lie."""

import os

import streamlit as st

from backwatch.home import data_home
from ui import cards, frame, lock_views, person_form

st.title("My data", anchor=False)
with st.container(key="card_person"):
    st.header("About you", anchor=False)
    person_form.show()
frame.ask_country(again=True)
with st.container(key="card_where"):
    st.header("Where your records are", anchor=False)
    cards.text("Everything you enter is in this folder on this computer, and nowhere else:")
    st.code(str(data_home(os.environ)), language=None, wrap_lines=True)
    cards.text(
        "Once a day Backwatch copies your records in the same folder. It keeps the last 14 copies. "
        "What you delete stays in them until newer ones take their place."
    )
    cards.note(
        "To keep a copy, close Backwatch and copy the whole folder. Anyone who can open your "
        "account on this computer can read it."
    )
lock_views.card()
