"""Diary: add an entry; below it all that is kept, as a list, by month, and the other records."""

import streamlit as st

from ui import (
    cards,
    check_emergency,
    diary_form,
    diary_list,
    diary_state,
    grid_views,
    records_undo,
    state,
)
from ui import diary_calendar as calendar
from ui import records_appointments as appointments
from ui import records_tests as tests
from ui import records_treatments as treatments
from ui.components.focus import focus_heading
from ui.components.jump import jump_to

PARTS = {
    "Entries": lambda: diary_list.show(state.entries()),
    "Calendar": lambda: calendar.show(state.entries()),
    "Treatments": treatments.show,
    "Tests": tests.show,
    "Appointments": appointments.show,
    "From paper": grid_views.show,
}

_SKIP = (
    '<p class="bw-jump"><a href="#your-records" target="_self">'
    "Skip to your entries, calendar and treatments</a></p>"
)


def _title() -> str:
    entry = diary_state.form()["entry"]
    if entry is None:
        return "Add to your diary"
    return "Change an entry" if entry.id else f"Add for {cards.day(entry.date, weekday=False)}"


if check_emergency.diary_alarm():
    focus_heading("diary alarm")
elif grid_views.alarm():
    focus_heading("paper alarm")
else:
    focus_heading(f"diary {diary_state.form()['number']}")
    st.title(_title(), anchor=False)
    st.html(_SKIP)
    records_undo.bar()
    diary_form.show()
    st.html('<div id="your-records" tabindex="-1"></div>')
    with st.container(key="ans_parts"):
        part = st.segmented_control(
            "Your diary so far",
            list(PARTS),
            default="Entries",
            required=True,
            key="part",
            bind="query-params",  # a reload and the way back show the same part
            wrap=True,
        )
    jump_to("your-records", go=part != "Entries")
    PARTS[part or "Entries"]()
