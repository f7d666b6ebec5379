"""My data: about you, files out and in, daily copies, where your records lie, and erasing them."""

import streamlit as st

from ui import (
    cards,
    data_copies,
    data_erase,
    data_export,
    data_import,
    frame,
    load,
    lock_views,
    people_views,
    person_form,
)

data_erase.leave()
st.title("My data", anchor=False)
reading_only = bool(load.store().reading_only)
data_export.reminder()
if not reading_only:
    with st.container(key="card_person"):
        st.header("About you", anchor=False)
        person_form.show()
    frame.ask_country(again=True)
    people_views.show()
data_export.show()
if not reading_only:
    data_import.show()
data_copies.show()
with st.container(key="card_where"):
    st.header("Where your records are", anchor=False)
    cards.text("Everything you enter is in this folder on this computer, and nowhere else:")
    st.code(str(load.home()), language=None, wrap_lines=True)
    cards.note(
        "Without a passphrase, anyone who can open your account on this computer can read it."
    )
lock_views.card()
if not reading_only:
    data_erase.show()
