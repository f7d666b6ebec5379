"""Appointments: when, with whom, what to ask, and whether the visit is over."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

import streamlit as st

from backwatch import diary
from backwatch.diary import Appointment
from ui import cards, menu, records_form, records_state, state


def next_visit(visits: Iterable[Appointment], today: dt.date) -> Appointment | None:
    """Return the first visit that is not over, today or later; None where there is none."""
    coming = [visit for visit in visits if not visit.done and visit.date >= today]
    return min(coming, key=_when, default=None)


def _when(visit: Appointment) -> tuple[dt.date, dt.time]:
    return visit.date, visit.time or dt.time.min


def in_order(visits: Iterable[Appointment], today: dt.date) -> list[Appointment]:
    """Return the visits to come, the next one first; then the others, the last one first."""
    by_day = sorted(visits, key=_when)
    coming = [visit for visit in by_day if not visit.done and visit.date >= today]
    return [*coming, *(visit for visit in reversed(by_day) if visit not in coming)]


def show() -> None:
    """Show the form and the appointments."""
    found = records_state.appointments()
    st.header("Appointments", anchor=False)
    if not found:
        cards.text("Nothing here yet. Note your next visit and what you want to ask.")
    records_form.part(
        Appointment,
        "appointment",
        in_order(found, state.today()),
        _fields,
        facts,
        lambda visit: visit.questions,
        _over,
    )


def facts(visit: Appointment) -> list[tuple[str, str]]:
    """Return with whom a visit is, and whether it is over."""
    found = [("With", visit.with_whom)] if visit.with_whom else []
    if visit.done:
        found.append(("This visit", "is over"))
    elif visit.date < state.today():
        found.append(("This day", "has passed"))
    return found


def _over(visit: Appointment) -> tuple[str, Any] | None:
    if visit.done:
        return None
    return f"The visit on {cards.day(visit.date, weekday=False)} is over", records_state.end_visit


def _fields(before: Appointment | None, name: str) -> Mapping[str, Any]:
    with st.container(horizontal=True, key=f"dates_{name}"):
        date = records_form.date_field(
            "On which day?", f"date_{name}", before.date if before else None
        )
        time = st.time_input(
            "At what time?",
            value=before.time if before else None,
            step=300,
            key=f"time_{name}",
            width=260,
        )
    whom = st.text_input(
        "With whom?", value=before.with_whom if before else "", max_chars=200, key=f"whom_{name}"
    )
    questions = st.text_area(
        "What do you want to ask?",
        value=before.questions if before else "",
        max_chars=diary.NOTE_LENGTH,
        key=f"questions_{name}",
        height=100,
    )
    done = st.checkbox(
        "This visit is over", value=before.done if before else False, key=f"done_{name}"
    )
    cards.note("Only the day is needed.")
    return {
        "date": date,
        "time": time,
        "with_whom": whom.strip(),
        "questions": questions,
        "done": done,
    }


def next_on_today() -> None:
    """Show the next visit on the first page, where there is one."""
    visit = next_visit(records_state.appointments(), state.today())
    if visit is None:
        return
    with st.container(key="card_visit"):
        st.header("Your next appointment", anchor=False)
        whom = f", with {visit.with_whom}" if visit.with_whom else ""
        today = "Today, " if visit.date == state.today() else ""
        cards.text(f"{today}{records_form.title_of(visit)}{whom}.")
        if visit.questions:
            cards.note("You want to ask:")
            cards.typed(visit.questions)
        with st.container(key="link_visit"):
            st.page_link(
                menu.page("diary"),
                label="See your appointments",
                query_params={"part": "Appointments"},
            )
