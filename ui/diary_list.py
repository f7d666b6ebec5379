"""The entries of the diary as a list, newest first, each to change or to delete."""

import streamlit as st

from backwatch import diary
from backwatch.diary import Entry
from ui import cards, diary_state

SHOWN = 7


def described(entry: Entry) -> list[tuple[str, str]]:
    """Return what an entry holds but its note; what was not recorded is left out."""
    words = diary.vocabulary()
    found: list[tuple[str, str]] = []
    for name, label in (
        ("pain_now", "Pain now"),
        ("pain_worst", "Worst pain"),
        ("pain_average", "Average pain"),
        ("pain_least", "Least pain"),
        ("pain_night", "Pain last night"),
        ("wakings", "Times woken"),
        ("limits_day", "Limited the day"),
    ):
        value = getattr(entry, name)
        if value is not None:
            found.append((label, str(value)))
    if entry.too_bad:
        found.append(("That day", "too bad to fill in"))
    if entry.places:
        found.append(("Where", ", ".join(words.label("zones", p.place) for p in entry.places)))
    signs = [words.label("symptoms", s) for s in entry.symptoms]
    if signs:
        found.append(("Other signs", ", ".join(signs)))
    if entry.medicines:
        found.append(("Medicines", ", ".join(m.name for m in entry.medicines)))
    return found


def show(entries: list[Entry]) -> None:
    """Show the newest entries."""
    st.header("Your entries", anchor=False)
    if not entries:
        cards.text("No entries yet. The first one takes a few seconds.")
        return
    newest = list(reversed(entries))
    for entry in newest[: diary_state.shown_entries(SHOWN)]:
        with st.container(key=f"card_entry_{entry.id}"):
            time = f", {entry.time:%H:%M}" if entry.time else ""
            st.subheader(f"{cards.day(entry.date)}{time}", anchor=False)
            cards.facts(described(entry))
            if entry.note:
                cards.typed(entry.note)
            with st.container(horizontal=True, key=f"buttons_{entry.id}"):
                label = f"{cards.day(entry.date, weekday=False)}{time}"
                st.button(
                    f"Change {label}",
                    key=f"edit_{entry.id}",
                    type="tertiary",
                    on_click=diary_state.clear_form,
                    args=(entry,),
                )
                st.button(
                    f"Delete {label}",
                    key=f"delete_{entry.id}",
                    type="tertiary",
                    on_click=diary_state.delete_entry,
                    args=(entry.id,),
                )
    if len(newest) > diary_state.shown_entries(SHOWN):
        left = len(newest) - diary_state.shown_entries(SHOWN)
        st.button(
            f"Show older entries ({left} more)", key="go_older", on_click=diary_state.show_older
        )
