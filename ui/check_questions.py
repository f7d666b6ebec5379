"""The screens that ask: one topic each, and the look over your answers."""

import streamlit as st

from backwatch import remarks, smoking
from backwatch.questionnaire import Answers, Group, Question, Step, questionnaire
from ui import cards, diary_says, forms, person_form, results, state

REVIEW = "review"


def step_now(step_id: str, answers: Answers) -> Step | None:
    """Return the screen called `step_id`, or the next that asks anything; None for the review.

    An unknown name gives the first screen.
    """
    steps = questionnaire().steps
    step = next((step for step in steps if step.id == step_id), steps[0])
    if step_id != REVIEW and not answers.asked(step):
        step_id = _next(step, answers)  # another answer has taken the screen away
        step = next((step for step in steps if step.id == step_id), step)
    return None if step_id == REVIEW else step


def _topic(step: Step) -> str:
    return next(s.title for s in questionnaire().sections if s.id == step.section)


def _for_this_person(answers: Answers) -> list[Step]:
    """Return the screens that ask anything, given these answers."""
    book = questionnaire()
    return [step for step in book.steps if answers.asked(step)]


def _next(step: Step, answers: Answers) -> str:
    """Return the screen after this one, the review after the last."""
    steps = list(questionnaire().steps)
    later = steps[steps.index(step) + 1 :]
    shown = [s.id for s in _for_this_person(answers) if s in later]
    return shown[0] if shown else REVIEW


def _previous(step: Step, answers: Answers) -> str | None:
    steps = list(questionnaire().steps)
    earlier = steps[: steps.index(step)]
    shown = [s.id for s in _for_this_person(answers) if s in earlier]
    return shown[-1] if shown else None


def _answer_no(questions: tuple[str, ...], step: str | None = None) -> None:
    """Record each question that is still open as no. Asked anew: a yes may have come meanwhile."""
    state.look_again()
    left = [
        question
        for question in state.answers(state.open_check()).unanswered(questions)
        if not state.said_whole(question)
    ]
    state.keep_answers(dict.fromkeys(left, "no"))
    if step is not None:
        state.go(step)
        return
    for question in left:  # the screen stays: its buttons must say so too
        state.set_widget(forms.key(questionnaire()[question]), "no")


def question_screen(step: Step, answers: Answers) -> None:
    """Show one screen of questions. The danger signs cannot be passed half answered."""
    book = questionnaire()
    steps = _for_this_person(answers)
    place = steps.index(step) + 1
    st.progress(place / len(steps), text=f"{_topic(step)} · part {place} of {len(steps)}")
    st.title(step.title, anchor=False)
    if step.lead:
        cards.lead(step.lead)
    who = state.person().filled_in_by
    if who:
        cards.note("You answer for somebody else. “You” means that person.")
    asked = answers.asked(step)
    if "age" in asked:
        _who_answers()
    for number, group in enumerate(step.groups):
        _group(number, group, [book[q] for q in group.questions if q in asked], answers)
    details = [q for q in step.more if q in asked]
    if details:
        with st.expander("More for your doctor (you can skip this)"):
            for question in details:
                forms.ask(book[question], answers)
    if step.why:
        cards.note(f"Why we ask: {step.why}")
    if _is_first(step):
        _who_answers()
    _buttons(step, answers)


def _group(number: int, group: Group, questions: list[Question], answers: Answers) -> None:
    if not questions:
        return
    named = "group" if group.title else "questions"
    with st.container(key=f"card_{named}{number}"):
        if group.title:
            st.header(group.title, anchor=False)
        for question in questions:
            forms.ask(question, answers)
        if "cigs_a_day" in group.questions:
            _pack_years(answers)
        signs = tuple(q.id for q in questions if q.type == "yes_no_unsure")
        if group.rest_no and answers.unanswered(signs):
            left = len(answers.unanswered(signs))
            st.button(
                "None of these" if left == len(signs) else "The rest are no",
                key=f"go_none{number}",
                on_click=_answer_no,
                args=(signs,),
            )


def _pack_years(answers: Answers) -> None:
    found = smoking.pack_years(answers)
    if found is not None:
        cards.note(f"{found.worked_out} It never changes the level.")


def _who_answers() -> None:
    with st.expander("Are you filling this in for somebody else?"):
        person_form.who_types()


def _too_young(answers: Answers) -> bool:
    """Return whether the check ends here anyway."""
    age = answers.given.get("age")
    return isinstance(age, (int, float)) and age < questionnaire().adult_age


def _is_first(step: Step) -> bool:
    """Return whether this is the screen of the danger signs."""
    return step.id == questionnaire().steps[0].id


def _left(step: Step, answers: Answers) -> tuple[str, ...]:
    """Return the questions of a screen that want an answer and have none."""
    book = questionnaire()
    asked = [q for q in answers.asked(step) if not book[q].optional]
    return answers.unanswered(asked)


def _go_on(step: Step) -> None:
    """Go to the next screen. With a question left open say so and stay: once, or for danger signs
    until all are answered.

    Everything is asked anew: the click may come before the last answer was saved or drawn.
    """
    state.look_again()
    answers = state.answers(state.open_check())
    forms.keep_shown(answers.asked(step), answers)
    answers = state.answers(state.open_check())
    left = _left(step, answers)
    told = state.memory("asked_again", step="")
    if left and (_is_first(step) or (told["step"] != step.id and not _too_young(answers))):
        told["step"] = step.id
        return
    told["step"] = ""
    state.go(_next(step, answers))


def _buttons(step: Step, answers: Answers) -> None:
    left, first = _left(step, answers), _is_first(step)
    with st.container(horizontal=True, key="buttons"):
        if state.review_reached() and not (first and left):
            st.button(
                "Back to my answers",
                type="primary",
                key="go_review",
                on_click=state.go,
                args=(REVIEW,),
            )
            st.button("Next part", key="go_next", on_click=_go_on, args=(step,))
        else:
            st.button("Continue", type="primary", key="go_next", on_click=_go_on, args=(step,))
        if first and left:
            st.button(
                "I have read them all. The rest are no",
                key="go_rest",
                on_click=_answer_no,
                args=(left, _next(step, answers)),
            )
        back = _previous(step, answers)
        if back:
            st.button("Back", key="go_back", on_click=state.go, args=(back,))
    if left and state.memory("asked_again", step="")["step"] == step.id:
        _still_open(left, first=first)
    count = f"{len(left)} still to answer. " if left else ""
    cards.note(f"{count}Saved on this computer. You can stop and come back.")


def _still_open(left: tuple[str, ...], *, first: bool) -> None:
    if first:
        st.error(f"Please answer {len(left)} more. “Not sure” is fine.")
        return
    labels = "; ".join(questionnaire()[q].label for q in left)
    st.error(f"Still open: {cards.markdown(labels)}. “Not sure” is fine. Or press again to go on.")


# --- look over your answers ---


def review_screen(answers: Answers) -> None:
    """Show every answer, each part with its Change link, and what is still open."""
    state.reach_review()
    st.title("Look over your answers", anchor=False)
    book = questionnaire()
    still_open = answers.unanswered(book.asked(answers))
    if still_open:
        labels = "; ".join(book[q].label for q in still_open)
        cards.lead("Not everything is answered. A sign that is left open can hide something.")
        cards.text(f"Not answered: {labels}.")
    else:
        cards.lead("Is everything right? Then see how soon to get help.")
    contradictions(answers)
    diary_says.confirm(results.merged(answers))
    _finish_button()
    for step in _for_this_person(answers):
        _answered(step, answers)
    _finish_button("2")


def contradictions(answers: Answers) -> None:
    """Show which answers do not fit together, and which of them we went by."""
    found = remarks.remarks("conflict", answers)
    if found:
        with st.container(key="card_conflicts"):
            st.header("These answers do not fit together", anchor=False)
            for remark in found:
                cards.text(remark.text)


def _answered(step: Step, answers: Answers) -> None:
    book = questionnaire()
    shown = answers.asked(step)
    with st.container(key=f"card_review_{step.id}"):
        st.header(step.title, anchor=False)
        danger = _is_first(step)
        if danger and all(answers.given.get(q) == "no" for q in shown):
            cards.text(f"All {len(shown)} signs: No.")
        else:
            cards.rows(
                (book[q].label, book[q].words(answers.given.get(q)))
                for q in book.as_asked(shown, answers)
                if q in answers.given or not book[q].optional
            )
        st.button(
            f"Change: {_topic(step) if danger else step.title}",
            key=f"change_{step.id}",
            type="tertiary",
            on_click=state.go,
            args=(step.id,),
        )


def _finish_button(number: str = "") -> None:
    st.button(
        "See how soon to get help",
        type="primary",
        key=f"go_finish{number}",
        on_click=state.finish_check,
        args=(results.assess,),
    )
