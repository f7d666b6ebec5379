"""My data: erase everything."""

import streamlit as st

from ui import cards, data_state, menu


def leave() -> None:
    """Go to the first visit once everything was erased."""
    if data_state.was_erased():
        st.switch_page(menu.page("today"))


def show() -> None:
    """Say what goes and what does not, and ask for the word."""
    with st.container(key="card_erase"):
        st.header("Delete everything", anchor=False)
        cards.text("This erases for good, with no way back:")
        cards.bullets(
            [
                "your diary, checks, treatments, tests and appointments",
                "all daily copies, and files that were set aside",
                "what is known of you, imports and settings",
            ]
        )
        cards.note("Files that you downloaded or copied stay. Delete those where they are.")
        st.text_input(
            f"To go on, type the word {data_state.ERASE_WORD}",
            key="erase_word",
            max_chars=20,
            autocomplete="off",
        )
        st.button("Delete everything", key="go_erase", on_click=data_state.erase)
