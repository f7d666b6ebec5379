"""The result: how soon to get help, why, what is open, what would change it, and by when."""

import datetime as dt

import streamlit as st

from backwatch import journeys, remarks, triage, urgency
from backwatch.conditions import NOT_SURE
from backwatch.merging import Merged
from backwatch.outputs import calendar
from backwatch.questionnaire import Answers, questionnaire
from backwatch.store import Check
from backwatch.triage import Assessment, Change, Open
from backwatch.urgency import Urgency
from ui import (
    cards,
    check_emergency,
    check_reasons,
    diary_says,
    frame,
    history_views,
    learn_links,
    person_form,
    state,
)
from ui.check_questions import contradictions

_FIRST_CHANGES = 5  # shown at once, the rest folded away


def result_screen(check: Check, found: Merged) -> None:
    """Show a finished check: fear first, then level, action, reasons, and what is left open."""
    answers, assessment = found.answers, found.assessment
    if assessment.status == "under_18":
        check_emergency.minor(assessment)
        _after_buttons()
        return
    assert assessment.level is not None
    checked_on = (check.finished or check.started).date()
    made_on = assessment.counts_from(checked_on)
    if assessment.is_emergency:
        check_emergency.emergency_screen(found)
        cards.text(f"{journeys.words(answers).ask} {journeys.in_an_emergency()}")
        history_views.since_last(check, answers, assessment)
    else:
        _does_this_mean(answers, assessment.level)
        _panel(assessment, answers, made_on)
        cards.link("summary", "Make my page for the doctor", key="_top")
        check_reasons.what_to_say(answers, assessment)
        _why(answers, assessment)
        history_views.since_last(check, answers, assessment)
        _open_questions(assessment)
    person_form.who_filled_in()
    contradictions(answers)
    diary_says.confirm(found)
    _danger_signs(answers)
    if not assessment.is_emergency:
        _changes(answers)
        _safety_net(check, assessment, made_on)
        _remarks(answers)
    learn_links.for_result(assessment, answers)
    _after_buttons()
    if check.rules_version != assessment.rules_version:
        cards.text("The rules have changed since then. Please answer the check again.")
    cards.note(f"Checked on {cards.day(checked_on)}. Rules {assessment.rules_version}.")


def _does_this_mean(answers: Answers, level: Urgency) -> None:
    words = journeys.words(answers)
    closer = f" {journeys.closer_look()}" if level >= Urgency.WITHIN_DAYS else ""
    with st.container(key="card_fear"):
        ask, short = cards.escape(words.ask), cards.escape(words.short + closer)
        st.html(f'<p class="bw-p"><b>{ask}</b> {short}</p>')
        with st.expander("More about this, and who says so"):
            cards.bullets(words.more)
            cards.sources(check_reasons.cited(words.sources))
            learn_links.to(
                "when-to-get-help", "Read when back pain needs a closer look", key="_fear"
            )


def _panel(assessment: Assessment, answers: Answers, made_on: dt.date) -> None:
    where = frame.country()
    assert assessment.level is not None
    level = urgency.levels()[assessment.level]
    action = level.action_cancer if state.has_cancer(answers) else level.action
    last = cards.day(level.no_later_than(made_on))
    dates = [(level.by, last)]
    if level.try_for(made_on) != level.no_later_than(made_on):
        dates.insert(0, ("Try for", cards.day(level.try_for(made_on))))
    cards.result_panel(
        assessment.level,
        title=level.title,
        sentences=[urgency.fill(action, where), *urgency.everywhere()],
        dates=dates,
        at_least=assessment.at_least,
    )


def _why(answers: Answers, assessment: Assessment) -> None:
    with st.container(key="card_why"):
        st.header("Why this level", anchor=False)
        top = [r for r in assessment.reasons if r.rule.urgency == assessment.level]
        also = [r for r in assessment.reasons if r.rule.urgency < assessment.level]
        if not top:
            cards.text("No sign by itself gives this level. It comes from what is still open.")
        for reason in top:
            check_reasons.show(reason, answers)
        if also:
            with st.expander(f"Also noted ({len(also)})"):
                for reason in also:
                    check_reasons.show(reason, answers)


def _open_questions(assessment: Assessment) -> None:
    open_rules = [o for o in assessment.open if o.rule.urgency > Urgency.ROUTINE]
    if not open_rules and not assessment.missing:
        return
    book = questionnaire()
    asked: dict[str, list[Open]] = {question: [] for question in assessment.missing}
    for rule in open_rules:
        for question in rule.ask:
            asked.setdefault(question, []).append(rule)
    with st.container(key="card_open"):
        st.header("What we could not rule out", anchor=False)
        cards.text("An answer is missing or not sure. Each of these questions would settle it:")
        for question, rules in list(asked.items()):
            titles = list(dict.fromkeys(rule.rule.title for rule in rules))
            shown = "; ".join(titles[:3]) + (f"; and {len(titles) - 3} more" if titles[3:] else "")
            with st.container(key=f"row_open_{question}", gap="xsmall"):
                st.html(
                    f'<p class="bw-p"><b>{cards.escape(book[question].label)}</b></p>'
                    + (f'<p class="bw-note">{cards.escape(shown)}</p>' if shown else "")
                )
                st.button(
                    f"Answer: {cards.markdown(book[question].label)}",
                    key=f"change_open_{question}",
                    type="tertiary",
                    on_click=state.reopen_at,
                    args=(question,),
                )


def _danger_signs(answers: Answers) -> None:
    book = questionnaire()
    signs = book.as_asked(book.steps[0].all_questions, answers)
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


# --- what would change this ---


def _changes(answers: Answers) -> None:
    given = tuple(sorted(answers.given.items(), key=str))
    found = state.made_once("changes", given, lambda: triage.rule_book().changes(answers))
    with st.container(key="card_changes"):
        st.header("What would change this", anchor=False)
        if not found:
            cards.text("No single other answer would raise this level.")
            return
        cards.text("One of these alone would raise the level.")
        danger = set(questionnaire().danger_signs)
        for level in sorted({change.level for change in found}, reverse=True):
            st.subheader(urgency.levels()[level].title, anchor=False)
            changes = [c for c in found if c.level is level]
            lines = [_change(c, answers) for c in changes if c.question not in danger]
            if len(lines) < len(changes):
                lines.insert(0, "Any of the danger signs.")
            cards.bullets(lines[:_FIRST_CHANGES])
            if lines[_FIRST_CHANGES:]:
                with st.expander(f"{len(lines) - _FIRST_CHANGES} more"):
                    cards.bullets(lines[_FIRST_CHANGES:])


def _change(change: Change, answers: Answers) -> str:
    answer = change.answer
    if isinstance(answer, tuple):  # of several options, the one that is new
        before = answers.given.get(change.question)
        had = before if isinstance(before, tuple) else ()
        answer = tuple(word for word in answer if word not in had)
    return f"{questionnaire()[change.question].said(answer)}."


# --- by when ---


def _safety_net(check: Check, assessment: Assessment, made_on: dt.date) -> None:
    assert assessment.level is not None
    level, where = urgency.levels()[assessment.level], frame.country()
    by = level.recheck_on(made_on)
    with st.container(key="card_net"):
        st.header(level.net.format(day=cards.day(by)), anchor=False)
        if state.today() > by:
            cards.text("That day has passed. Call again, and answer the check again today.")
        cards.text(urgency.fill(level.not_seen, where))
        cards.bullets(urgency.fill(line, where) for line in level.also)
        reminder = calendar.words(assessment.level)
        if reminder is not None:
            made_at = check.finished or check.started
            st.download_button(
                f"Put {cards.day(by)} in my calendar",
                data=calendar.safety_net(check.id, by, made_at, reminder),
                file_name=reminder.file_name,
                mime="text/calendar",
                on_click="ignore",
                key="get_calendar",
            )
            cards.note("The calendar file names no illness and no sign.")


def _remarks(answers: Answers) -> None:
    notes, differ = (remarks.remarks(kind, answers) for kind in ("note", "differ"))
    if notes:
        with st.container(key="card_notes"):
            st.header("Good to know", anchor=False)
            for remark in notes:
                cards.reason(remark.title, [], remark.text, check_reasons.cited(remark.sources))
    if differ:
        with st.container(key="card_differ"):
            st.header("Where the sources disagree", anchor=False)
            for remark in differ:
                cards.reason(remark.title, [], remark.text, check_reasons.cited(remark.sources))


def _after_buttons() -> None:
    cards.link("summary", "Make my page for the doctor", key="_result")
    cards.link("learn", "Read why these signs matter", key="_result")
    with st.container(horizontal=True, key="buttons_after"):
        st.button("Change my answers", key="go_change", on_click=state.reopen_check)
        st.button("Start a new check", key="go_new", on_click=state.start_check)
