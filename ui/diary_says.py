"""What the diary adds to a check: shown with its days, to confirm or to turn down."""

import streamlit as st

from backwatch.merging import Merged
from ui import cards, results


def confirm(found: Merged) -> None:
    """Show what the diary adds to the answers; each item that is due can be confirmed."""
    used = [item for item in found.used if item not in results.urgent_items(found)]
    if not used:
        return
    asked = results.to_ask(found)
    with st.container(key="card_diary_says"):
        st.header("From your diary", anchor=False)
        cards.text(
            "This counts beside your answers. It can make the level more urgent, never less."
        )
        for item in used:
            with st.container(key=f"row_says_{item.id.replace(':', '_')}", gap="xsmall"):
                cards.text(item.sentence)
                days = ", ".join(cards.day(day, weekday=False) for day in item.days[-7:])
                more = "… " if len(item.days) > 7 else ""
                cards.note(f"Days: {more}{days}.")
                if item in asked:
                    with st.container(horizontal=True):
                        for words, right in (("That is right", True), ("That is not right", False)):
                            st.button(
                                words,
                                key=f"says_{right}_{item.id}",
                                on_click=results.decide,
                                args=(item, right),
                            )
