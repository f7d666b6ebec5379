"""Treatments: when each was taken or done, how much it helped, and all of them on a time line."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from backwatch import diary
from backwatch.diary import Treatment
from ui import cards, forms, records_form, records_state, records_timeline, state


def show() -> None:
    """Show the time line, the form and the treatments, those that began last first."""
    found = records_state.treatments()
    st.header("Treatments", anchor=False)
    if not found:
        cards.text(
            "Nothing here yet. Note what you tried, from when, and how much it helped. "
            "Your doctor will ask."
        )
    else:
        with st.container(key="card_timeline"):
            st.html(records_timeline.drawing(found, state.today()))
            st.html(records_timeline.table(found))
    records_form.part(Treatment, "treatment", found[::-1], _fields, facts, lambda _: "")


def facts(treatment: Treatment) -> list[tuple[str, str]]:
    """Return what is recorded of a treatment but its name; how much it helped may be 0."""
    found = []
    if treatment.kind:
        found.append(("Kind", diary.vocabulary().label("treatment_kinds", treatment.kind)))
    if treatment.started:
        found.append(("Started", cards.day(treatment.started, weekday=False)))
    if treatment.ended:
        found.append(("Ended", cards.day(treatment.ended, weekday=False)))
    if treatment.dose:
        found.append(("Dose", treatment.dose))
    if treatment.helped is not None:
        found.append(("Helped", f"{treatment.helped} of 10"))
    return found


def _fields(before: Treatment | None, name: str) -> Mapping[str, Any]:
    words = diary.vocabulary()
    kinds = list(words.ids("treatment_kinds"))
    title = st.text_input(
        "What is it?", value=before.name if before else "", max_chars=200, key=f"name_{name}"
    )
    kind = st.selectbox(
        "What kind is it?",
        kinds,
        index=kinds.index(before.kind) if before and before.kind else None,
        format_func=lambda id: words.label("treatment_kinds", id),
        placeholder="Choose the kind",
        key=f"kind_{name}",
    )
    with st.container(horizontal=True, key=f"dates_{name}"):
        started = records_form.date_field(
            "First day", f"started_{name}", before.started if before else None
        )
        ended = records_form.date_field(
            "Last day, if it is over", f"ended_{name}", before.ended if before else None
        )
    dose = st.text_input(
        "How much and how often, in your own words",
        value=before.dose if before else "",
        max_chars=200,
        key=f"dose_{name}",
    )
    helped = st.segmented_control(
        "How much did it help?",
        forms.SCORES,
        default=before.helped if before else None,
        key=f"nrs_helped_{name}",
        wrap=True,
        width="stretch",
    )
    forms.ends("not at all", "completely")
    cards.note("Only the name is needed. Leave out what you do not know.")
    return {
        "name": title.strip(),
        "kind": kind,
        "started": started,
        "ended": ended,
        "dose": dose.strip(),
        "helped": helped,
    }
