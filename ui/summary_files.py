"""Other ways to take the page along: as text, in a calendar, for a clinic's computer."""

import datetime as dt

import streamlit as st

from backwatch import urgency
from backwatch.outputs import calendar
from ui import cards, records_state, state, summary_kept, summary_made
from ui.components.copy import copy_button

_EVENING = dt.time(20)  # our choice


def as_text() -> None:
    """Show the text for a message, and the whole page as text."""
    short, whole = summary_made.short(), summary_made.long_text()
    with st.container(key="card_text"):
        st.header("As text", anchor=False)
        cards.note("For a message, an online form, a phone call or a screen reader.")
        copy_button(short, key="copy_short", label="Copy the short text")
        with st.container(horizontal=True, key="buttons_text"):
            st.download_button(
                "Download the short text",
                short,
                file_name=summary_made.file_name("txt", "summary-short"),
                mime="text/plain",
                key="get_short",
                on_click="ignore",
            )
            download_text("get_text")
        with st.expander("Read it as text"):
            st.code(whole, language=None, wrap_lines=True)


def download_text(key: str) -> None:
    """Show the button for the whole page as text."""
    st.download_button(
        "Download as text",
        summary_made.long_text(),
        file_name=summary_made.file_name("txt"),
        mime="text/plain",
        key=key,
        on_click="ignore",
    )


# --- calendar ---


def for_calendar() -> None:
    """Show the files for a calendar: by when to be seen, the next visit, a daily reminder."""
    with st.expander("Put it in my calendar"):
        cards.note("No file names an illness or a sign, or says with whom the visit is.")
        _safety_net()
        _next_visit()
        _diary_reminder()


def _calendar_file(label: str, data: bytes, name: str, key: str) -> None:
    st.download_button(
        label, data, file_name=name, mime="text/calendar", key=key, on_click="ignore"
    )


def _safety_net() -> None:
    check, found = summary_made.check(), summary_made.assessment()
    if check is None or check.finished is None or found is None or found.level is None:
        return
    words = calendar.words(found.level)
    by = urgency.levels()[found.level].recheck_on(found.counts_from(check.finished.date()))
    if words is None or by < state.today():
        return
    file = state.made_once(
        "net_file",
        (check.id, by, check.finished),
        lambda: calendar.safety_net(check.id, by, check.finished, words),
    )
    _calendar_file(f"{words.title}: {cards.day(by)}", file, words.file_name, "get_net")


def _next_visit() -> None:
    visit = summary_kept.next_visit(records_state.appointments())
    if visit is None:
        return
    at = f", {visit.time:%H:%M}" if visit.time else ""
    file = state.made_once("visit_file", visit, lambda: calendar.appointment(visit, state.now()))
    name = calendar.appointment_words().file_name
    _calendar_file(f"My appointment: {cards.day(visit.date)}{at}", file, name, "get_visit")


def _diary_reminder() -> None:
    with st.container(horizontal=True, vertical_alignment="bottom", key="row_reminder"):
        at = st.time_input(
            "Remind me of the diary each day at",
            value=_EVENING,
            step=900,
            key=f"remind_at{state.mark()}",
            width=260,
        )
        file = state.made_once(
            "reminder_file",
            (at, state.today()),
            lambda: calendar.diary_reminder(state.person().id, state.today(), at, state.now()),
        )
        words = calendar.diary_words()
        _calendar_file(f"Reminder for {words.days} days", file, words.file_name, "get_reminder")


# --- for other programs ---


def for_clinics() -> None:
    """Show the file for other health programs (FHIR), made when it is asked for."""
    from backwatch.outputs import fhir

    with st.expander("A file for a clinic’s computer"):
        cards.note(
            "A file (FHIR) that other health programs can read: your check, diary, treatments and "
            "tests. Ask the clinic first whether they can use it."
        )
        notes = st.checkbox("With my notes and own words", key=f"fhir_notes{state.mark()}")
        name = st.checkbox("With my name", key=f"fhir_name{state.mark()}")
        given = (state.revision(), state.today(), notes, name)
        made = state.memory("fhir", given=None, file=b"")
        if st.button("Make the file", key="go_fhir"):
            with st.spinner("Making the file"):
                made.update(given=given, file=_bundle(notes=notes, name=name))
        if made["given"] != given:
            return
        st.download_button(
            "Download the file (FHIR)",
            made["file"],
            file_name=fhir.file_name(state.today()),
            mime=fhir.MIME,
            type="primary",
            key="get_fhir",
            on_click="ignore",
        )
        kilobytes = max(1, round(len(made["file"]) / 1000))
        cards.note(f"Ready: {fhir.file_name(state.today())}, {kilobytes:,} kB.")


def _bundle(*, notes: bool, name: bool) -> bytes:
    from backwatch.outputs import fhir
    from ui import results

    check = summary_made.check()
    record = fhir.Record(
        state.person(),
        summary_made.answers(),
        checked_at=check.finished if check else None,
        entries=state.entries(),
        treatments=records_state.treatments(),
        tests=records_state.test_results(),
        decided=results.decisions(),
    )
    document = fhir.bundle(
        record,
        ids=fhir.namespace(state.person().id),
        made_at=state.now(),
        today=state.today(),
        chosen=fhir.Chosen(notes=notes, name=name),
    )
    return fhir.written(document)
