"""Same as yesterday: where it hurts and what it is like, filled in from the entry before.

It fills the form and saves nothing. No number is copied, no night, no sign and no danger sign: they
are asked anew each day. Nor is "none of these", which would say no for a day nobody looked at.
"""

import datetime as dt

import streamlit as st

from backwatch.diary import Entry
from backwatch.questionnaire import NONE
from ui import cards, diary_state, state

LISTS = ("spread", "feels_like", "worse_with", "eased_by")
OLDEST_DAYS = 7  # our choice: of an older entry few people know whether today is the same


def said(entry: Entry, field: str) -> list[str]:
    """Return what an entry says in one list, without "none of these"."""
    return [id for id in getattr(entry, field) if id != NONE]


def last(on: dt.date | None) -> Entry | None:
    """Return the newest entry up to a day, and not much older, that says where or what it is like.

    None where there is none, or no day.
    """
    if on is None:
        return None
    for entry in reversed(state.entries()):
        if entry.date <= on:
            if (on - entry.date).days > OLDEST_DAYS:
                return None
            if entry.places or any(said(entry, field) for field in LISTS):
                return entry
    return None


def _day() -> dt.date | None:
    on = diary_state.form()["on"]
    return dt.date.fromisoformat(on) if on else None


def _is_empty() -> bool:
    """Return whether this is a new entry and nothing stands yet where the same would go."""
    form = diary_state.form()
    entry: Entry | None = form["entry"]
    if entry is not None and (entry.id or any(getattr(entry, field) for field in LISTS)):
        return False
    return not form["places"] and not any(form["values"].get(field) for field in LISTS)


def words(entry: Entry, on: dt.date) -> str:
    """Return what the button says, such as "Same as yesterday", seen from the day of the form."""
    ago = (on - entry.date).days
    if ago == 0:
        return "Same as earlier that day" if on != state.today() else "Same as earlier today"
    if ago == 1 and on == state.today():
        return "Same as yesterday"
    return f"Same as on {cards.day(entry.date, weekday=False)}"


def _fill() -> None:
    """Fill the form, unless something stands there already."""
    diary_state.collect()
    entry, form = last(_day()), diary_state.form()
    if entry is None or not _is_empty():
        return
    form["places"] = tuple(place.place for place in entry.places)
    for field in LISTS:
        if found := said(entry, field):
            form["values"][field] = found
        form["widgets"].pop(field, None)
    form["taps"] += 1  # new widgets: see diary_places
    form["copied"] += 1
    form["opened"].pop("pain", None)
    state.notify(f"Filled in from {cards.day(entry.date)}. Nothing is saved yet.")


def offer() -> None:
    """Offer to fill in the same again, for a new entry of which nothing of it is filled in.

    After that the button stays, so that nobody's place on the page is lost with it.
    """
    diary_state.collect()  # the lists are drawn further below
    on, done = _day(), diary_state.form()["copied"] > 0
    entry = last(on)
    if entry is None or on is None or not (done or _is_empty()):
        return
    st.button(words(entry, on), key="go_same", on_click=_fill)
    if done and not _is_empty():
        cards.note("Filled in, and not saved yet. Change what is different now, then press Save.")
    else:
        cards.note(
            "It fills in the places and what the pain is like. Numbers and signs stay empty."
        )
