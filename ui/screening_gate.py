"""The gate of lung screening: records first, then two questions. Closed, nothing else is drawn."""

import streamlit as st

from backwatch.screening_gate import Found
from backwatch.screening_rules import book
from backwatch.screening_words import words
from ui import cards, screening_fields, screening_state
from ui.check_reasons import cited

_FIRST_SIGNS = 4


def open_gate() -> bool:
    """Draw the gate and return whether the page goes on behind it."""
    found = screening_state.from_records()
    if found.gate is not None:
        _closed(found)
        return False
    told = screening_state.record()
    if told.symptoms == told.lung_cancer == "no":
        _passed()
        return True
    said = words().page
    cards.lead(said["lead"])
    with st.container(key="card_gate"):
        st.header("Is screening for you at all?", anchor=False)
        cards.text(said["gate_why"])
        st.html(f'<p class="bw-q" aria-hidden="true">{cards.escape(said["signs_question"])}</p>')
        cards.bullets(words().lists["signs"])
        symptoms = screening_fields.yes_no(
            said["signs_question"], "symptoms", told.symptoms, above=True
        )
        cancer = screening_fields.yes_no(said["cancer_question"], "lung_cancer", told.lung_cancer)
        cards.sources(cited(book().gate.sources))
    if symptoms == "yes":
        _closed(Found("symptoms"))
    elif cancer == "yes":
        _closed(Found("has_lung_cancer"))
    elif "not_sure" in (symptoms, cancer):
        _closed(None)
    return False


def _passed() -> None:
    cards.lead("For people who feel well. What you enter here never changes the check.")
    with st.container(key="card_gate", horizontal=True, vertical_alignment="center"):
        st.html(
            '<p class="bw-p">You said: none of the signs now, and never lung cancer.</p>',
            width="content",
        )
        st.button("Something has changed", key="change_gate", on_click=screening_state.ask_again)


def _closed(found: Found | None) -> None:
    """Say that a visit comes first, and why. None: the person is not sure."""
    said = words().page
    with st.container(key="card_closed"):
        if found is None:
            st.header("Not sure? Do the check first", anchor=False)
            cards.text(said["closed_unsure"])
        else:
            st.header(said["closed"], anchor=False)
            for sentence in _why(found):
                cards.text(sentence)
        cards.text(said["closed_rest"])
        cards.link("check", "Check how soon to get help", key="_closed")
        if found is not None and (found.check_on or found.diary_on):
            cards.note(said["closed_old"])


def _why(found: Found) -> list[str]:
    said = words().page
    sentences = []
    if found.check_on:
        signs = "; ".join(found.said[:_FIRST_SIGNS])
        more = len(found.said) - _FIRST_SIGNS
        signs += f"; and {more} more" if more > 0 else ""
        day = cards.day(found.check_on, weekday=False)
        sentences.append(said["closed_check"].format(day=day, signs=signs))
    if found.diary_on:
        day = cards.day(found.diary_on, weekday=False)
        sentences.append(said["closed_diary"].format(day=day))
    if found.tested:
        sentences.append(said["closed_tested"])
    sentences.append(
        said["closed_cancer"] if found.gate == "has_lung_cancer" else said["closed_sign"]
    )
    return sentences
