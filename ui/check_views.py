"""The screens of the check: questions, look over your answers, result, emergency."""

import datetime as dt

import streamlit as st

from backwatch import triage, urgency
from backwatch.conditions import NOT_SURE
from backwatch.questionnaire import Answers, Step, questionnaire
from backwatch.sources import cite, sources
from backwatch.store import Check
from backwatch.triage import Assessment, Reason
from backwatch.urgency import Urgency
from ui import cards, forms, frame, state

REVIEW = "review"


def _steps() -> list[Step]:
    return list(questionnaire().steps)


def step_named(step_id: str) -> Step | None:
    """Return the screen called `step_id`; None for the review, the first for an unknown name."""
    if step_id == REVIEW:
        return None
    return next((step for step in _steps() if step.id == step_id), _steps()[0])


def _topic(step: Step) -> str:
    return next(s.title for s in questionnaire().sections if s.id == step.section)


# --- questions ---


def _next(step: Step, answers: Answers) -> str:
    """Return the screen after this one, the review after the last."""
    steps = _steps()
    later = [s.id for s in steps[steps.index(step) + 1 :] if _shown(s, answers)]
    return later[0] if later else REVIEW


def _previous(step: Step, answers: Answers) -> str | None:
    steps = _steps()
    earlier = [s.id for s in steps[: steps.index(step)] if _shown(s, answers)]
    return earlier[-1] if earlier else None


def _shown(step: Step, answers: Answers) -> bool:
    return bool(questionnaire().step_questions(step, answers))


def _answer_rest_no(questions: tuple[str, ...], step: str) -> None:
    """Record each sign that is still open as no. Asked anew: a yes may have come meanwhile."""
    state.look_again()
    left = state.answers(state.open_check()).unanswered(questions)
    state.keep_answers(dict.fromkeys(left, "no"))
    state.go(step)


def question_screen(step: Step, answers: Answers) -> None:
    """Show one screen of questions. The danger signs cannot be passed half answered."""
    steps, danger = _steps(), step.id == _steps()[0].id
    place = [s.id for s in steps].index(step.id) + 1
    st.progress(place / len(steps), text=f"{_topic(step)} · part {place} of {len(steps)}")
    st.title(step.title, anchor=False)
    if step.lead:
        cards.lead(step.lead)
    book = questionnaire()
    if danger:
        for number, group in enumerate(step.groups):
            with st.container(key=f"card_group{number}"):
                st.header(group.title, anchor=False)
                for question in group.questions:
                    forms.ask(book[question], answers)
    else:
        with st.container(key="card_questions"):
            for question in book.step_questions(step, answers):
                forms.ask(book[question], answers)
    left = answers.unanswered([q for q in step.all_questions if not book[q].optional])
    following = _next(step, answers)
    stop = danger and bool(left)
    asked = False
    with st.container(horizontal=True, key="buttons"):
        if stop:
            asked = st.button("Continue", type="primary", key="go_next")
            st.button(
                "I have read them all. The rest are no",
                key="go_rest",
                on_click=_answer_rest_no,
                args=(left, following),
            )
        elif state.review_reached():
            st.button(
                "Back to my answers",
                type="primary",
                key="go_review",
                on_click=state.go,
                args=(REVIEW,),
            )
            st.button("Next part", key="go_next", on_click=state.go, args=(following,))
        else:
            st.button(
                "Continue", type="primary", key="go_next", on_click=state.go, args=(following,)
            )
        back = _previous(step, answers)
        if back:
            st.button("Back", key="go_back", on_click=state.go, args=(back,))
    if asked and stop:
        st.error(f"Please answer {len(left)} more. “Not sure” is fine.")
    count = f"{len(left)} still to answer. " if left else ""
    cards.note(f"{count}Saved on this computer. You can stop and come back.")


# --- look over your answers ---


def review_screen(answers: Answers) -> None:
    """Show every answer, each part with its Change link, and what is still open."""
    state.reach_review()
    st.title("Look over your answers", anchor=False)
    book = questionnaire()
    asked = [q.id for q in book if not q.optional]
    still_open = answers.unanswered(asked)
    if still_open:
        labels = "; ".join(book[q].label for q in still_open)
        cards.lead("Some questions have no answer. Without them we can only say “at least”.")
        cards.text(f"Not answered: {labels}.")
    else:
        cards.lead("Is everything right? Then see how soon to get help.")
    _finish_button()
    for step in _steps():
        shown = questionnaire().step_questions(step, answers)
        if not shown:
            continue
        with st.container(key=f"card_review_{step.id}"):
            st.header(step.title, anchor=False)
            if step.groups and all(answers.given.get(q) == "no" for q in shown):
                cards.text(f"All {len(shown)} signs: No.")
            else:
                cards.rows((book[q].label, book[q].words(answers.given.get(q))) for q in shown)
            st.button(
                f"Change: {_topic(step) if step.groups else step.title}",
                key=f"change_{step.id}",
                type="tertiary",
                on_click=state.go,
                args=(step.id,),
            )
    _finish_button("2")


def _finish_button(number: str = "") -> None:
    st.button(
        "See how soon to get help",
        type="primary",
        key=f"go_finish{number}",
        on_click=state.finish_check,
    )


# --- emergency ---


def _take_back(assessment: Assessment) -> None:
    """Take back the danger signs that were answered yes, and show their questions again.

    An emergency that several later answers make together is put aside instead, and the last of
    their screens shown: any of them may be the wrong one. The result shows it again.
    """
    first, *later = _steps()
    fired = {q for reason in _urgent(assessment) for q in reason.answers}
    danger = fired & set(first.all_questions)
    if danger:
        state.keep_answers(dict.fromkeys(danger))
        state.go(first.id)
    else:
        state.see_emergency(_ids(_urgent(assessment)))
        state.go(next(s.id for s in reversed(later) if fired & set(s.all_questions)))


def _ids(reasons: list[Reason]) -> tuple[str, ...]:
    return tuple(reason.rule.id for reason in reasons)


def _urgent(assessment: Assessment) -> list[Reason]:
    return [r for r in assessment.reasons if r.rule.urgency is Urgency.EMERGENCY]


def _one_tap(reasons: list[Reason]) -> bool:
    """Return whether danger signs alone made this emergency."""
    danger = set(_steps()[0].all_questions)
    return all(danger & set(reason.answers) for reason in reasons)


def _said(reason: Reason) -> list[str]:
    return [questionnaire()[q].said(value) for q, value in reason.answers.items()]


def _sources(reason: Reason) -> list[tuple[str, str]]:
    return [(cite(s, place), sources()[s].url or "") for s, place in reason.rule.sources.items()]


def emergency_screen(answers: Answers, assessment: Assessment, *, finished: bool = False) -> None:
    """Show what to do now, in the click that said yes."""
    where = frame.country()
    level = urgency.levels()[Urgency.EMERGENCY]
    has_cancer = state.has_cancer(answers)
    action = level.action_cancer if has_cancer else level.action
    reasons = _urgent(assessment)
    cards.result_panel(
        Urgency.EMERGENCY,
        title=level.title,
        sentences=[
            f"You said: {'; '.join(_said(reasons[0]))}.",
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
    with st.container(key="card_say"):
        st.header("Say this", anchor=False)
        cards.pull(_script(answers, reasons))
    with st.container(key="card_why"):
        st.header("Why we say this", anchor=False)
        for reason in reasons:
            cards.reason(reason.rule.title, _said(reason), reason.rule.why, _sources(reason))
        cards.note(urgency.everywhere()[-1])
    with st.container(horizontal=True, key="buttons"):
        if not finished:
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
                args=(_ids(reasons),),
            )
        else:
            _after_buttons()


def _script(answers: Answers, reasons: list[Reason]) -> str:
    book = questionnaire()
    said = [book[q].say for reason in reasons for q in reason.answers if book[q].say]
    signs = said or [reason.rule.title.lower() for reason in reasons]
    cancer = " I have or had cancer." if state.has_cancer(answers) else ""
    words = " and ".join(dict.fromkeys(signs))
    return f"{words[:1].upper()}{words[1:]}. I also have back pain.{cancer} I need help now."


# --- result ---


def result_screen(check: Check, answers: Answers, assessment: Assessment) -> None:
    """Show how soon to get help, why, what is open, and by when to be seen."""
    if assessment.status == "under_18":
        _minor(assessment)
        _after_buttons()
        return
    assert assessment.level is not None
    if assessment.is_emergency:
        emergency_screen(answers, assessment, finished=True)
        _danger_signs(answers)
        return
    made_on = (check.finished or check.started).date()
    _panel(assessment, answers, made_on)
    cards.link("summary", "Make my page for the doctor", key="_top")
    with st.container(key="card_why"):
        st.header("Why this level", anchor=False)
        top = [r for r in assessment.reasons if r.rule.urgency == assessment.level]
        also = [r for r in assessment.reasons if r.rule.urgency < assessment.level]
        if not top:
            cards.text("No sign by itself gives this level. It comes from what is still open.")
        for reason in top:
            cards.reason(reason.rule.title, _said(reason), reason.rule.why, _sources(reason))
        if also:
            with st.expander(f"Also noted ({len(also)})"):
                for reason in also:
                    cards.reason(
                        reason.rule.title, _said(reason), reason.rule.why, _sources(reason)
                    )
    _open_questions(assessment)
    _danger_signs(answers)
    _safety_net(assessment, made_on)
    _after_buttons()
    if check.rules_version != assessment.rules_version:
        cards.text("The rules have changed since then. Please answer the check again.")
    cards.note(f"Checked on {cards.day(made_on)}. Rules {assessment.rules_version}.")


def _panel(assessment: Assessment, answers: Answers, made_on: dt.date) -> None:
    where = frame.country()
    assert assessment.level is not None
    level = urgency.levels()[assessment.level]
    action = level.action_cancer if state.has_cancer(answers) else level.action
    last = cards.day(level.no_later_than(made_on))
    dates = [("No later than", last)]
    if level.try_for(made_on) != level.no_later_than(made_on):
        dates.insert(0, ("Try for", cards.day(level.try_for(made_on))))
    cards.result_panel(
        assessment.level,
        title=level.title,
        sentences=[urgency.fill(action, where), *urgency.everywhere()],
        dates=dates,
        at_least=assessment.at_least,
    )


def _open_questions(assessment: Assessment) -> None:
    if not assessment.open and not assessment.missing:
        return
    book = questionnaire()
    with st.container(key="card_open"):
        st.header("What we could not check", anchor=False)
        if assessment.missing:
            labels = "; ".join(book[q].label for q in assessment.missing)
            cards.text(f"You have not answered: {labels}. The level above is “at least”.")
        shown: dict[tuple[str, ...], list[str]] = {}
        for rule in assessment.open:
            if rule.rule.urgency > Urgency.ROUTINE:
                shown.setdefault(rule.ask, []).append(rule.rule.title)
        if shown:
            cards.text("We could not rule these out, because an answer is not sure or missing:")
            cards.bullets(
                f"{title} ({', '.join(book[q].label for q in ask)})"
                for ask, titles in shown.items()
                for title in titles
            )
        st.button("Change my answers", key="go_open", on_click=state.reopen_check)


def _danger_signs(answers: Answers) -> None:
    book = questionnaire()
    signs = _steps()[0].all_questions
    lists = {
        "You answered yes": [q for q in signs if answers.given.get(q) == "yes"],
        "You were not sure": [q for q in signs if answers.given.get(q) == NOT_SURE],
        "You did not answer": [q for q in signs if q not in answers.given],
        "You answered no": [q for q in signs if answers.given.get(q) == "no"],
    }
    with st.container(key="card_signs"):
        st.header("Danger signs", anchor=False)
        for words, found in lists.items():
            if found:
                st.subheader(words, anchor=False)
                cards.bullets([book[q].label for q in found], columns=True)
        cards.note("If one of these starts, get emergency help at once. Do not check again first.")


def _safety_net(assessment: Assessment, made_on: dt.date) -> None:
    assert assessment.level is not None
    level, where = urgency.levels()[assessment.level], frame.country()
    with st.container(key="card_net"):
        st.header(f"Not seen by {cards.day(level.recheck_on(made_on))}?", anchor=False)
        if state.today() > level.recheck_on(made_on):
            cards.text("That day has passed. Call again, and answer the check again today.")
        cards.text(urgency.fill(level.not_seen, where))
        cards.bullets(urgency.fill(line, where) for line in level.also)


def is_too_young(step: Step | None, assessment: Assessment) -> bool:
    """Return whether the check ends here: the age is given, is under 18, and its screen is left."""
    steps = _steps()
    asked = next(n for n, s in enumerate(steps) if "age" in s.all_questions)
    return assessment.status == "under_18" and (step is None or steps.index(step) > asked)


def minor_screen(assessment: Assessment) -> None:
    """Show what somebody under 18 should do; there is no level."""
    _minor(assessment)
    asked = next(s for s in _steps() if "age" in s.all_questions)
    st.button("Change my age", key="go_age", on_click=state.go, args=(asked.id,))


def _minor(assessment: Assessment) -> None:
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


def _after_buttons() -> None:
    cards.link("summary", "Make my page for the doctor", key="_result")
    cards.link("learn", "Read why these signs matter", key="_result")
    with st.container(horizontal=True, key="buttons_after"):
        st.button("Change my answers", key="go_change", on_click=state.reopen_check)
        st.button("Start a new check", key="go_new", on_click=state.start_check)


def last_result(check: Check) -> tuple[Answers, Assessment]:
    """Return a finished check's answers and what today's rules make of them."""
    answers = state.answers(check)
    return answers, triage.rule_book().assess(answers)
