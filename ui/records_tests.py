"""Tests: what was done, when, and what came out, in the person's own words."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from backwatch import diary
from backwatch.diary import TestResult
from ui import cards, records_form, records_state


def show() -> None:
    """Show the form and the tests, the newest first."""
    found = records_state.test_results()
    st.header("Tests", anchor=False)
    if not found:
        cards.text("Nothing here yet. Note scans and blood tests, and what you were told.")
    records_form.part(TestResult, "test", found[::-1], _fields, facts, lambda test: test.result)


def facts(test: TestResult) -> list[tuple[str, str]]:
    """Return the day of a test, where it is recorded."""
    return [("Done on", cards.day(test.date, weekday=False))] if test.date else []


def _fields(before: TestResult | None, name: str) -> Mapping[str, Any]:
    title = st.text_input(
        "Which test?", value=before.name if before else "", max_chars=200, key=f"name_{name}"
    )
    date = records_form.date_field("On which day?", f"date_{name}", before.date if before else None)
    result = st.text_area(
        "What came out, in your own words",
        value=before.result if before else "",
        max_chars=diary.NOTE_LENGTH,
        key=f"result_{name}",
        height=100,
    )
    cards.note("Only the name is needed. You can add the result when you have it.")
    return {"name": title.strip(), "date": date, "result": result}
