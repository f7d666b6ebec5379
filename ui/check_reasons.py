"""Why a level: one card a reason, in the person's own answers, and the words for the phone."""

import streamlit as st

from backwatch import phone
from backwatch.questionnaire import Answers, questionnaire
from backwatch.sources import cite_in_full, sources
from backwatch.triage import Assessment, Reason
from ui import cards, state
from ui.components.copy import copy_button


def said(reason: Reason, answers: Answers) -> list[str]:
    """Return the answers behind a reason, each with what stands beside it.

    A danger sign that was asked in parts is named by the parts that were answered yes.
    """
    book = questionnaire()
    lines = []
    for question, value in reason.answers.items():
        parts = [p for p in book.parts(question) if answers.given.get(p) == value]
        lines += [book[one].said(value) for one in parts or (question,)]
    return lines


def _beside(reason: Reason, answers: Answers) -> list[str]:
    """Return the answers that decide nothing, to be shown with this reason; a no stays away."""
    book = questionnaire()
    return [
        book[q].said(answers.given[q])
        for q in reason.rule.beside
        if answers.given.get(q) not in (None, "no") and answers.applies(q)
    ]


def cited(places: dict[str, str]) -> list[tuple[str, str]]:
    """Return (who says it, where and when; web address) for each source."""
    register = sources()
    order = sorted(
        places, key=lambda s: register[s].kind in ("article", "design")
    )  # they come last
    return [(cite_in_full(s, places[s]), register[s].url or "") for s in order]


def show(reason: Reason, answers: Answers) -> None:
    """Show one reason."""
    why = " ".join(part for part in (reason.rule.why, reason.rule.note) if part)
    cards.reason(
        reason.rule.title,
        said(reason, answers),
        why,
        cited(reason.rule.sources),
        beside=_beside(reason, answers),
        diary=reason.from_diary,
        rule=reason.rule.id,
    )


def what_to_say(answers: Answers, assessment: Assessment) -> None:
    """Show what to say on the phone, to read aloud or to copy."""
    for_other = state.person().filled_in_by is not None
    words = phone.script(
        answers, assessment, for_other=for_other, has_cancer=state.has_cancer(answers)
    )
    with st.container(key="card_say"):
        st.header("Say this", anchor=False)
        cards.pull(words)
        copy_button(words, key="copy_say")
