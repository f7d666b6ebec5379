"""The checks before this one, and what has changed since the last of them."""

import dataclasses

import streamlit as st

from backwatch import history, triage, urgency
from backwatch.questionnaire import Answers
from backwatch.store import Check
from backwatch.triage import Assessment
from backwatch.urgency import Urgency
from ui import cards, state

_SHOWN = 10


def since_last(check: Check, answers: Answers, assessment: Assessment) -> None:
    """Show what changed since the check before this one, and the checks before, folded."""
    earlier = [one for one in state.finished_checks() if one.id != check.id]
    if not earlier:
        return
    before = earlier[0]
    then = state.answers(before)
    day = cards.day((before.finished or before.started).date(), weekday=False)
    # The level as it was told then: the diary of that day had its part in it.
    told = Urgency.from_id(before.level) if before.level else None
    found = history.compare(
        then,
        answers,
        dataclasses.replace(triage.rule_book().assess(then), level=told),
        assessment,
        day=day,
        rules_then=before.rules_version,
    )
    with st.container(key="card_history"):
        st.header("Since your last check", anchor=False)
        for sentence in found.level:
            cards.text(sentence)
        headings = history.headings()
        for name in ("new_signs", "known_now", "gone_signs"):
            signs = getattr(found, name)
            if signs:
                st.subheader(headings[name], anchor=False)
                cards.bullets(signs)
        if found.new_rules:
            st.subheader(headings["new_rules"], anchor=False)
            cards.bullets([rule.title for rule in found.new_rules])
        for name in ("open_now", "answers"):
            differ = getattr(found, name)
            if differ:
                with st.expander(f"{headings[name]} ({len(differ)})"):
                    cards.rows((one.label, f"{one.was} → {one.now}") for one in differ)
        for sentence in found.notes:
            cards.note(sentence)
        _before(earlier)


def _before(earlier: list[Check]) -> None:
    with st.expander(f"Your earlier checks ({len(earlier)})"):
        cards.rows(_line(one) for one in earlier[:_SHOWN])
        cards.note(
            f"Each is read by the rules of today, without the diary. {urgency.everywhere()[-1]}"
        )


def _line(check: Check) -> tuple[str, str]:
    found = triage.rule_book().assess(state.answers(check))
    day = cards.day((check.finished or check.started).date(), weekday=False)
    if found.level is None:
        return day, "No level"
    at_least = "At least: " if found.at_least else ""
    return day, f"{at_least}{urgency.levels()[found.level].title}"
