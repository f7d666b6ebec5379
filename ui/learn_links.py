"""Articles for this person, below what to do: after a check, a diary entry, or a change over weeks.

At most three, each with the reason in words. Reading never comes before an action.
"""

from collections.abc import Sequence

import streamlit as st

from backwatch import evidence, further_reading
from backwatch.further_reading import Reading
from backwatch.glossary import in_spelling
from backwatch.questionnaire import Answers
from backwatch.triage import Assessment
from ui import cards, frame, menu, results, state
from ui.learn_words import words


def to(slug: str, label: str, *, key: str = "") -> None:
    """Show a link to one article."""
    with st.container(key=f"link_learn{key}"):
        st.page_link(menu.page("learn"), label=label, query_params={"article": slug})


def for_result(assessment: Assessment, answers: Answers) -> None:
    """Show what to read about a result."""
    given = (assessment.rules_version, tuple(sorted(answers.given.items(), key=str)))
    found = state.made_once(
        "reading", given, lambda: further_reading.for_result(assessment, answers)
    )
    _show(words().for_you.result, found)


def on_today() -> None:
    """Show what to read after the last finished check, unless there is an alarm to answer first."""
    check = state.last_check()
    if check is None or results.alarm() is not None:
        return

    def find() -> Sequence[Reading]:
        answers = state.answers(check)
        return further_reading.for_result(results.assess(answers), answers)

    _show(words().for_you.today, state.read(f"reading today {state.today()}", find))


def on_diary() -> None:
    """Show what to read about the entries of the last days."""
    today = state.today()
    found = state.read(
        f"reading {today}",
        lambda: further_reading.for_diary(state.entries(), today, words().for_you.say),
    )
    _show(words().for_you.diary, found)


def on_trends() -> None:
    """Show what to read about what the diary says over weeks."""
    rules = evidence.settings()
    asked = (rules.trend.question, rules.night.question, rules.tried.question)
    found = state.read(
        f"reading trends {state.today()}",
        lambda: further_reading.for_evidence(results.merged_now().used, asked),
    )
    _show(words().for_you.trends, found)


def _show(heading: str, found: Sequence[Reading]) -> None:
    if not found:
        return
    said, spelling = words().for_you, frame.country().spelling
    reasons = {"answer": said.answer, "level": said.level, "logged": said.logged}
    reasons["noted"] = said.noted
    with st.container(key="card_reading"):
        st.header(heading, anchor=False)
        for number, one in enumerate(found):
            with st.container(key=f"link_reading_{number}", gap=None):
                st.page_link(
                    menu.page("learn"),
                    label=cards.markdown(in_spelling(one.article.title, spelling)),
                    query_params={"article": one.article.slug},
                )
                why = reasons[one.because].format(words=one.words.rstrip("."))
                cards.note(in_spelling(why, spelling))
