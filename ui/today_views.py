"""The two faces of Today: somebody new, and somebody who comes back."""

from typing import Any

import streamlit as st

from backwatch import diary, urgency
from backwatch.diary import Entry
from backwatch.store import Check
from backwatch.triage import Assessment
from backwatch.urgency import Urgency
from ui import (
    cards,
    check_emergency,
    diary_fields,
    diary_form,
    diary_medicines,
    diary_state,
    forms,
    frame,
    learn_links,
    menu,
    records_appointments,
    results,
    state,
)


def first_visit() -> None:
    """Show what this is, the danger signs, and the two doors."""
    where = frame.country()
    st.title("Back pain that worries you?", anchor=False)
    cards.lead(
        "Answer some questions and find out how soon to get help, and why. Then keep a short diary "
        "and take one clear page to your doctor."
    )
    with st.container(key="card_danger"):
        st.header("First, make sure it is not an emergency", anchor=False)
        cards.bullets(frame.danger_signs(), columns=True)
        cards.text(
            f"If you have any of these now, call {where.emergency_text}. "
            "Do not use this page first."
        )
    frame.line_here()
    frame.ask_country()
    left, right = st.columns(2)
    with left:
        _door(
            "worried",
            "I have back pain and I am worried",
            "You have not been told you have lung cancer.",
            "Check how soon to get help",
        )
    with right:
        _door(
            "diagnosed",
            "I have or had cancer, or I am being tested for it",
            "New or changed pain can need help sooner, so some questions come earlier.",
            "Check my pain",
        )
    with st.container(key="card_q"):
        st.header("Is it lung cancer?", anchor=False)
        cards.text(
            "Most back pain is not. Of 1,000 people who saw a doctor with back pain, about 7 "
            "turned out to have cancer of any kind. About 993 did not."
        )
        cards.note(
            "Deyo 1988, 1,975 people. This is a number for everyone, not for you. Only a check by "
            "a doctor can tell."
        )
        learn_links.to("when-to-get-help", "Read when back pain needs a closer look")
    cards.note("No account. No cost. Nothing leaves this computer.")


def _door(journey: str, title: str, words: str, button: str) -> None:
    with st.container(
        key=f"card_door_{journey}", height="stretch", vertical_alignment="distribute"
    ):
        st.header(title, anchor=False)
        cards.note(words)
        if st.button(button, type="primary", key=f"go_{journey}{state.mark()}", width="stretch"):
            state.save_person(journey=journey)
            state.start_check()
            st.switch_page(menu.page("check"))


def returning() -> None:
    """Show the quick log, the last 14 days, the last check and the open one."""
    if check_emergency.diary_alarm():
        return
    st.title(cards.day(state.today()), anchor=False)
    if state.person().country is None:
        frame.ask_country()
    _quick_log()
    diary_medicines.ask_relief()
    if not state.has_no_entries():
        given = (state.revision(), state.today())
        sentence, drawing = state.made_once("fortnight", given, _fortnight)
        with st.container(key="card_14"):
            st.header("The last 14 days", anchor=False)
            cards.text(sentence)
            st.html(drawing)
            cards.link("trends", "See your trends")
    records_appointments.next_on_today()
    left, right = st.columns(2)
    with left:
        _last_check()
    with right, st.container(key="card_page", height="stretch", vertical_alignment="distribute"):
        st.header("Your page for the doctor", anchor=False)
        cards.note("One page with your check and your diary, to print or to keep.")
        cards.link("summary", "Make my page")


def _fortnight() -> tuple[str, str]:
    from ui import figures  # with its libraries, which a first visit does without

    days = diary.last_days(state.entries(), figures.FORTNIGHT.days, state.today())
    return figures.fortnight(days, state.today())


def _quick_log() -> None:
    """Log a number in two taps, or in one that it is too bad; before noon the night comes first."""
    number = diary_state.quick_number()
    night = {words: count for count, words in diary_form.NIGHTS.items()}
    given: dict[str, Any] = {}

    def worst() -> None:
        given["pain_worst"] = forms.score("Worst pain today so far", f"quick_{number}")

    def woken() -> None:
        word = forms.choice(
            "Did pain wake you last night?", f"quick_woken_{number}", [*night, "Not sure"], str
        )
        given["wakings"] = night.get(word or "")

    with st.container(key="card_log"):
        st.header("How is it today?", anchor=False)
        for ask in (woken, worst) if diary_form.is_morning() else (worst, woken):
            ask()
        chosen = diary_fields.danger_signs(f"ans_quick_danger_{number}", ())
        given["danger_signs"] = diary_fields.danger_answers(chosen, {})
        with st.container(horizontal=True, vertical_alignment="center", key="buttons_log"):
            pressed = forms.pressed("Save", "go_save", of="quick", type="primary")
            too_bad = forms.pressed("Too bad to fill in", "go_too_bad", of="quick too bad")
            cards.link("diary", "Add more detail")
        if pressed or too_bad:
            _save_quick({**given, "too_bad": too_bad})


def _save_quick(given: dict[str, Any]) -> None:
    entry = Entry(**diary_state.stamp(state.today()), **given)
    if diary.is_empty(entry):
        st.error("Choose a number first, then press Save again.")
        return
    if diary_form.keep(entry, "Saved."):
        diary_state.clear_quick()
    st.rerun()


def _last_check() -> None:
    check, unfinished = state.last_check(), state.open_check()
    with st.container(key="card_check", height="stretch", vertical_alignment="distribute"):
        if unfinished is not None:
            _unfinished(unfinished, check)
            return
        found = results.assessed(check) if check else None
        if check is None or found is None or found.level is None:
            st.header("Check how soon to get help", anchor=False)
            cards.note("You can stop at any time and come back. Your answers are kept.")
            cards.link("check", "Start the check")
            return
        st.header("Your last check", anchor=False)
        _level(found)
        _said_then(check, found)
        cards.link("check", "See it again")


def _unfinished(unfinished: Check, last: Check | None) -> None:
    """Show a check that was left: what it holds so far counts, and the last result still stands."""
    so_far = results.assessed(unfinished)
    before = results.assessed(last) if last else None
    st.header("A check is not finished", anchor=False)
    if so_far.level and _is_known(so_far):
        words = urgency.levels()[so_far.level]
        at_least = (
            "So far, at least" if so_far.at_least or so_far.is_emergency else "As answered now"
        )
        cards.text(f"{at_least}: {words.title}.")
        cards.text(urgency.fill(words.action, frame.country()))
    if before is not None and before.level is not None:
        cards.note(f"Your last finished check: {urgency.levels()[before.level].title}.")
    cards.note(f"Your answers are saved. {urgency.everywhere()[-1]}")
    cards.link("check", "Go on with the check")


def _is_known(so_far: Assessment) -> bool:
    """Return whether the level of an unfinished check rests on answers, not on what is open."""
    top = [r for r in so_far.reasons if r.rule.urgency == so_far.level]
    return so_far.status == "complete" or (
        so_far.level is not None and so_far.level >= Urgency.WITHIN_DAYS and bool(top)
    )


def _level(found: Assessment) -> None:
    words = urgency.levels()[found.level]
    at_least = "At least: " if found.at_least else ""
    st.html(
        f'<div class="bw-lastcheck">{cards.ladder(found.level, small=True)}'
        f"<b>{at_least}{cards.escape(words.title)}</b></div>"
    )


def _said_then(check: Check, found: Assessment) -> None:
    assert found.level is not None
    words = urgency.levels()[found.level]
    made_on = (check.finished or check.started).date()
    by = words.recheck_on(found.counts_from(made_on))
    passed = "That day has passed. Call again, and check again today. "
    cards.note(
        f"Checked on {cards.day(made_on, weekday=False)}. "
        f"{passed if state.today() > by else ''}{words.net.format(day=cards.day(by))} "
        f"{urgency.fill(words.not_seen, frame.country())} {urgency.everywhere()[-1]}"
    )
