"""My data: take the records out as a file, and the reminder to do so."""

import streamlit as st

from backwatch import exporting
from backwatch.exporting import Form
from ui import cards, data_state, results, state

_MIME = {"csv": "text/csv", "json": "application/json"}


def show() -> None:
    """Show what each file holds, and make it when it is asked for."""
    several = len(data_state.people()) > 1
    with st.container(key="card_export"):
        st.header("Take your records out", anchor=False)
        cards.note(
            "Whoever has the file can read all that is in it. Keep it where you keep papers about "
            "your health."
        )
        with st.container(key="row_csv", gap="small"):
            st.subheader("The diary as a table (CSV)", anchor=False)
            cards.text("It opens in any spreadsheet: one row for each entry, with your notes.")
            cards.note(
                "The table is not complete; only the file with everything (JSON) is. Not in the "
                f"table: {'; '.join(exporting.ONLY_IN_JSON)}."
            )
            _file("csv", "Make the table", "Download the diary as a table (CSV)")
        with st.container(key="row_json", gap="small"):
            st.subheader("Everything (JSON)", anchor=False)
            cards.text(
                "Every record, with all that the table leaves out. Backwatch can bring it back, on "
                "another computer too."
            )
            everybody = several and st.checkbox(
                "For all people whose records are kept here", key="export_everybody"
            )
            _file("json", "Make the file", "Download everything (JSON)", everybody=bool(everybody))


def _file(form: Form, make: str, download: str, *, everybody: bool = False) -> None:
    if st.button(make, key=f"go_make_{form}"):
        with st.spinner("Making the file"):
            data_state.make_file(form, everybody=everybody)
        st.rerun()  # a sentence on what went wrong is shown above the page
    content = data_state.made_file(form)
    if content is None:
        return
    name = exporting.file_name(state.today(), form)
    st.download_button(
        download,
        content,
        file_name=name,
        mime=_MIME[form],
        type="primary",
        key=f"go_get_{form}",
        on_click=data_state.downloaded,
    )
    kilobytes = max(1, round(len(content) / 1000))
    cards.note(f"Ready: {name}, {kilobytes:,} kB.")


def reminder() -> None:
    """Say that no file was ever downloaded, until it is put away."""
    if not data_state.reminder_due():
        return
    with st.container(key="card_reminder"):
        st.header("Your records are on this computer only", anchor=False)
        cards.text(
            "If it breaks or is lost, they are gone. A file on another device keeps them safe."
        )
        st.button(
            "Not now", key="change_reminder", type="tertiary", on_click=data_state.put_reminder_away
        )


def line() -> None:
    """Say the same in one line, on another page."""
    if results.alarm() is None and data_state.reminder_due():
        with st.container(key="quiet_reminder", gap="xsmall"):
            cards.link("data", "Keep a file of your records")
