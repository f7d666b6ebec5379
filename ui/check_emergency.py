"""The emergency screen: what to do now, in the click that said yes. And who is too young."""

import streamlit as st

from backwatch import urgency
from backwatch.questionnaire import Answers, Step, questionnaire
from backwatch.triage import Assessment, Reason
from backwatch.urgency import Urgency
from ui import cards, check_reasons, frame, results, state
from ui.components.print_page import print_button


def urgent(assessment: Assessment) -> list[Reason]:
    """Return the rules of the highest level that hold."""
    return [r for r in assessment.reasons if r.rule.urgency is Urgency.EMERGENCY]


def _take_back(assessment: Assessment) -> None:
    """Take back the danger signs that were answered yes, and show their questions again.

    What the diary says of them is turned down too.

    An emergency that several later answers make together is put aside instead, and the last of
    their screens shown: any of them may be the wrong one. The result shows it again.
    """
    results.take_back_diary(assessment)
    book = questionnaire()
    first, *later = book.steps
    fired = {q for reason in urgent(assessment) for q in reason.answers}
    danger = [q for q in first.all_questions if book.whole(q) in fired]
    if danger:
        given = state.answers(state.open_check()).given
        state.keep_answers({q: None for q in danger if given.get(q) != "no"})
        state.go(first.id)
    else:
        state.see_emergency(ids(urgent(assessment)))
        given = state.answers(state.open_check())
        asked = [s for s in later if fired & set(book.step_questions(s, given))]
        state.go(asked[-1].id if asked else first.id)


def ids(reasons: list[Reason]) -> tuple[str, ...]:
    """Return the ids of these rules."""
    return tuple(reason.rule.id for reason in reasons)


def _one_tap(reasons: list[Reason]) -> bool:
    """Return whether danger signs alone made this emergency."""
    danger = set(questionnaire().danger_signs)
    return all(danger & set(reason.answers) for reason in reasons)


def emergency_screen(answers: Answers, assessment: Assessment, *, finished: bool = False) -> None:
    """Show what to do now, why, and the way back; `finished` after the check was finished."""
    where = frame.country()
    level = urgency.levels()[Urgency.EMERGENCY]
    action = level.action_cancer if state.has_cancer(answers) else level.action
    reasons = urgent(assessment)
    said = "; ".join(check_reasons.said(reasons[0], answers))
    cards.result_panel(
        Urgency.EMERGENCY,
        title=level.title,
        sentences=[
            *([f"You said: {said}."] if said else []),
            reasons[0].rule.why,
            urgency.fill(action, where),
        ],
        call=frame.call_button(where),
    )
    if where.emergency_note:
        cards.note(where.emergency_note.text)
    frame.ask_country()
    with st.container(key="card_wait"):
        st.header("While you wait", anchor=False)
        cards.bullets(urgency.fill(line, where) for line in level.also)
    check_reasons.what_to_say(answers, assessment)
    with st.container(key="card_why"):
        st.header("Why we say this", anchor=False)
        for reason in reasons:
            check_reasons.show(reason, answers)
        cards.note(urgency.everywhere()[-1])
    print_button(key="print_emergency")
    if not finished:
        _ways_on(assessment, reasons)


def _ways_on(assessment: Assessment, reasons: list[Reason]) -> None:
    with st.container(horizontal=True, key="buttons"):
        st.button(
            "I tapped yes by mistake" if _one_tap(reasons) else "Change my answers",
            key="go_mistake",
            on_click=_take_back,
            args=(assessment,),
        )
        st.button(
            "Someone is helping me. Go on",
            key="go_on",
            type="tertiary",
            on_click=state.see_emergency,
            args=(ids(reasons),),
        )


# --- under 18 ---


def _age_step() -> Step:
    return next(s for s in questionnaire().steps if "age" in s.all_questions)


def is_too_young(step: Step | None, assessment: Assessment) -> bool:
    """Return whether the check ends here: the age is given, is under 18, and its screen is left."""
    steps = questionnaire().steps
    return assessment.status == "under_18" and (
        step is None or steps.index(step) > steps.index(_age_step())
    )


def minor_screen(assessment: Assessment) -> None:
    """Show what somebody under 18 should do; there is no level."""
    minor(assessment)
    st.button("Change my age", key="go_age", on_click=state.go, args=(_age_step().id,))


def minor(assessment: Assessment) -> None:
    """Show the words for somebody under 18."""
    where = frame.country()
    st.title("This check is for adults", anchor=False)
    cards.lead("Please see a doctor about your back pain, and take an adult you trust with you.")
    if assessment.reasons:
        cards.text(urgency.fill("You said yes to an emergency sign. Call {emergency} now.", where))
        st.html(frame.call_button(where))
    cards.text(
        urgency.fill("If an emergency sign starts, or you are not sure, call {emergency}.", where)
    )
    for sentence in urgency.everywhere():
        cards.note(sentence)


# --- from the diary ---


def diary_alarm() -> bool:
    """Show the emergency that the diary makes, until the person goes past it. True where shown."""
    found = results.alarm()
    if found is None:
        return False
    answers, assessment = found
    with st.container(key="diary_alarm"):
        emergency_screen(answers, assessment, finished=True)
        with st.container(horizontal=True, key="buttons_alarm"):
            st.button(
                "That entry is not right",
                key="go_alarm_wrong",
                on_click=results.take_back_diary,
                args=(assessment,),
            )
            st.button(
                "Someone is helping me. Go on",
                key="go_alarm_on",
                type="tertiary",
                on_click=results.see_alarm,
                args=(assessment,),
            )
    return True
