"""The Summary page: look, print or keep the page for the doctor; then add to it, if you like."""

import streamlit as st

from backwatch import urgency
from backwatch.urgency import Urgency
from ui import (
    cards,
    frame,
    paper_views,
    state,
    summary_fields,
    summary_files,
    summary_kept,
    summary_made,
    summary_own,
)
from ui.components.print_pages import print_pages_button
from ui.components.typing import keep_what_is_typed
from ui.summary_kept import PERIODS, Kind
from ui.summary_made import Result

_DOWNLOAD: dict[Kind, str] = {
    "visit": "Download the PDF",
    "emergency": "Download the page for the emergency room",
}
_KINDS = {"visit": "For a visit", "emergency": "For the emergency room"}


def show() -> None:
    """Show the page for the doctor with its choices and every way to take it along."""
    st.title("Your page for the doctor", anchor=False)
    if summary_made.is_empty():
        _nothing_yet()
        return
    emergency = summary_made.is_emergency()
    if emergency:
        _emergency()
    else:
        cards.lead(f"One page they can read in a minute. {_holds()}")
    _two_checks()
    kind = summary_kept.kind(emergency=emergency)
    made = summary_made.summary()
    left, right = st.columns([5, 6], gap="medium")
    with left:
        buttons = st.container(key="page_buttons")
        _choices(emergency=emergency)
    with right:
        preview = st.container(key="paper")
    if not emergency:
        frame.ask_country()  # its number is printed
    cards.lead("You can stop here, or add to it:")
    if kind == "emergency":  # nobody goes through questions now
        summary_own.since_when(made)
        summary_own.health(at_once=True)
        summary_own.own_words(story=False)
        summary_own.choose_parts(emergency=True)
    else:
        summary_own.own_words()
        summary_own.questions()
        summary_own.choose_parts(emergency=False)
        summary_own.health(at_once=False)
    summary_own.gaps(made)
    cards.lead("Other ways to take it along:")
    summary_files.as_text()
    paper_views.show()
    summary_files.for_calendar()
    summary_files.for_clinics()
    keep_what_is_typed()
    # The PDF takes longest: all else stands already, and the last picture until the new one comes.
    with preview, st.spinner("Making your page"):
        result = summary_made.drawn()
    _buttons(buttons, result, kind)
    with preview:
        _picture(result)


def _nothing_yet() -> None:
    cards.lead("One page that a doctor can read in a minute, made from your check and your diary.")
    with st.container(key="card_nothing"):
        st.header("There is nothing to put on it yet", anchor=False)
        cards.text("Start with one of these. Each is kept as you go.")
        cards.link("check", "Answer the check")
        cards.link("diary", "Write how today is")
    frame.ask_country()
    paper_views.show()


def _holds() -> str:
    """Return in one sentence what is on the page so far."""
    if summary_made.check() is None:
        return "It holds your diary. There is no check on it yet."
    if state.has_no_entries():
        return "It holds your last check. There is no diary on it yet."
    return "It holds your last check and your diary."


def _emergency() -> None:
    """Show what to do first, before any paper."""
    level, where = urgency.levels()[Urgency.EMERGENCY], frame.country()
    answers = summary_made.answers()
    cancer = answers is not None and state.has_cancer(answers)
    with st.container(key="card_danger"):
        st.header(level.title, anchor=False)
        cards.text(urgency.fill(level.action_cancer if cancer else level.action, where))
        cards.text("Do not wait for this page. It is ready below, to take along.")
        st.html(frame.call_button(where))
    frame.ask_country()


def _two_checks() -> None:
    if state.last_check() and state.open_check():
        older = summary_made.check() == state.last_check()
        which = "the older one" if older else "what you answered so far"
        st.warning(f"A newer check is not finished. This page holds {which}.")


def _choices(*, emergency: bool) -> None:
    from ui import records_state

    visits = records_state.appointments()
    kind = summary_kept.kind(emergency=emergency)
    if kind == "visit" and not state.has_no_entries():
        summary_fields.choose(
            "Days to show",
            "days",
            summary_kept.periods(visits),
            PERIODS.__getitem__,
            summary_kept.period(visits),
        )
    summary_fields.choose("Which page?", "kind", list(_KINDS), _KINDS.__getitem__, kind)


def _buttons(place: "st.delta_generator.DeltaGenerator", result: Result, kind: Kind) -> None:
    with place:
        if result.drawn is None:
            st.error(cards.markdown(result.problem))
            summary_files.download_text("go_text")
            st.button("Try again", key="go_again", on_click=summary_made.try_again)
            return
        st.download_button(
            _DOWNLOAD[kind],
            result.drawn.pdf,
            file_name=summary_made.file_name("pdf"),
            mime="application/pdf",
            type="primary",
            key="go_pdf",
            on_click="ignore",
            width="stretch",
        )
        if scripts := summary_made.missing_scripts():
            cards.note(
                f"The PDF may have a mark where you wrote in {', '.join(scripts)}. The text below "
                "keeps every letter."
            )
        if result.drawn.count > len(result.drawn.pages):
            cards.note(f"It has {result.drawn.count} pages. Download it, then print what you need.")
            return
        print_pages_button(
            result.drawn.pages,
            key="print_page",
            paper=summary_kept.paper(frame.country()),
            title=summary_made.file_name("pdf").removesuffix(".pdf"),
        )
        cards.note("It is ready as it is.")


def _picture(result: Result) -> None:
    if result.drawn is None:
        cards.note("There is no picture of it now. Read the same words below, under “As text”.")
        return
    pages, count = result.drawn.pages, result.drawn.count
    every = len(pages) > 1 and bool(state.recall("summary_every_page"))
    for number, page in enumerate(pages if every else pages[:1], start=1):
        st.image(
            page,
            alt=f"Picture of page {number} of {count}. The same words are under “As text”.",
            width="stretch",
        )
        with st.container(horizontal=True, vertical_alignment="center", key=f"page_{number}"):
            st.html(f'<p class="bw-note">Page {number} of {count}</p>', width="content")
            if len(pages) > 1 and number == 1:
                st.button(
                    "Show page 1 only" if every else "Show more pages",
                    key="change_every_page",
                    type="tertiary",
                    on_click=_turn_pages,
                )


def _turn_pages() -> None:
    state.remember("summary_every_page", not state.recall("summary_every_page"))
