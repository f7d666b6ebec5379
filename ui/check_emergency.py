"""The emergency screen: what to do now, in the click that said yes. And who is too young."""

from collections.abc import Callable

import streamlit as st

from backwatch import urgency
from backwatch.countries import Country
from backwatch.merging import Merged
from backwatch.questionnaire import Step, questionnaire
from backwatch.triage import Assessment
from backwatch.urgency import Urgency
from ui import cards, check_reasons, frame, results, state
from ui.components.print_page import print_button


def _take_back(assessment: Assessment) -> None:
    """Take back the danger signs that were answered yes, and show their questions again.

    An emergency that several later answers make together is put aside instead, and the last of
    their screens shown: any of them may be the wrong one. The result shows it again. What the
    diary says is not touched: it has buttons of its own.
    """
    book = questionnaire()
    first, *later = book.steps
    given = state.answers(state.open_check())
    fired = {q for reason in assessment.emergencies for q in reason.answers}
    danger = [q for q in first.all_questions if given.given.get(q) == "yes"]
    danger += [q for q in book.danger_signs if given.given.get(q) == "yes"]
    if danger:
        state.keep_answers(dict.fromkeys(danger))
        state.go(first.id)
    else:
        state.see_emergency(ids(assessment))
        asked = [s for s in later if fired & set(given.asked(s))]
        state.go(asked[-1].id if asked else first.id)


def ids(assessment: Assessment) -> tuple[str, ...]:
    """Return the ids of the rules that make the emergency."""
    return tuple(reason.rule.id for reason in assessment.emergencies)


def _one_tap() -> bool:
    """Return whether the person answered yes to a danger sign."""
    given = state.answers(state.open_check()).given
    return any(given.get(q) == "yes" for q in questionnaire().danger_signs)


def until_help_comes(where: Country) -> None:
    """Show, below the call, what the country says of its number, and what to do while waiting."""
    if where.emergency_note:
        cards.note(where.emergency_note.text)
    frame.ask_country()
    with st.container(key="card_wait"):
        st.header("While you wait", anchor=False)
        cards.bullets(
            urgency.fill(line, where) for line in urgency.levels()[Urgency.EMERGENCY].also
        )


def emergency_screen(found: Merged, *, asking: bool = False) -> None:
    """Show what to do now, why, and the way back; `asking` while a check is being answered."""
    answers, assessment = found.answers, found.assessment
    where = frame.country()
    level = urgency.levels()[Urgency.EMERGENCY]
    action = level.action_cancer if state.has_cancer(answers) else level.action
    reasons = assessment.emergencies
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
    until_help_comes(where)
    check_reasons.what_to_say(answers, assessment)
    with st.container(key="card_why"):
        st.header("Why we say this", anchor=False)
        for reason in reasons:
            check_reasons.show(reason, answers)
        cards.note(urgency.everywhere()[-1])
    print_button(key="print_emergency")
    _from_the_diary(found)
    if asking:
        with st.container(horizontal=True, key="buttons"):
            st.button(
                "I tapped yes by mistake" if _one_tap() else "Change my answers",
                key="go_mistake",
                on_click=_take_back,
                args=(assessment,),
            )
            _go_on(state.see_emergency, ids(assessment))
    frame.line_here()


def _go_on(how: Callable[..., None], *args: object) -> None:
    st.button("Someone is helping me. Go on", key="go_on", type="tertiary", on_click=how, args=args)


def _from_the_diary(found: Merged) -> None:
    """Show what of this comes from the diary, each with its own way back."""
    items = results.urgent_items(found)
    if not items:
        return
    with st.container(key="card_diary_urgent"):
        st.header("From your diary", anchor=False)
        for item in items:
            days = ", ".join(cards.day(day, weekday=False) for day in item.days[-7:])
            cards.text(f"{item.sentence} Noted on {days}.")
            st.button(
                "That is not right",
                key=f"says_wrong_{item.id}",
                on_click=results.not_right,
                args=(item,),
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
    frame.line_here()


# --- from the diary ---


def diary_alarm() -> bool:
    """Show the emergency that the diary makes, until the person goes past it. True where shown."""
    found = results.alarm()
    if found is None:
        return False
    emergency_screen(found)
    with st.container(horizontal=True, key="buttons_alarm"):
        _go_on(results.see_alarm)
    return True
