"""The Summary page: choose, look, download."""

import datetime as dt

import streamlit as st

from backwatch import sheet
from backwatch.outputs import text
from backwatch.outputs.pdf import Paper, PdfNotMade, pdf, png
from backwatch.store import Check
from backwatch.summary import AppointmentSummary
from ui import cards, forms, frame, results, state

PERIODS = {"4 weeks": 28, "8 weeks": 56, "10 weeks": 70}
PAPERS = {"A4": "a4", "US Letter": "letter"}


def _check() -> Check | None:
    """Return the check for the page: the last finished one, or a newer one that is more urgent."""
    last, unfinished = state.last_check(), state.open_check()
    if last is None or unfinished is None:
        return last or unfinished
    before, now = results.assessed(last), results.assessed(unfinished)
    signs = any(r.rule.urgency == now.level for r in now.reasons)
    more = now.level is not None and (before.level is None or now.level > before.level)
    return unfinished if more and signs else last


def _appointment(days: int) -> AppointmentSummary:
    check = _check()
    answers = state.answers(check) if check else None
    checked_on = check.finished.date() if check and check.finished else None
    return sheet.appointment(
        state.person(),
        answers,
        checked_on,
        state.entries(),
        frame.country(),
        today=state.today(),
        choices=sheet.Choices(days=days),
        decided=results.decisions(),
    )


def _made(made: AppointmentSummary, paper: Paper, now: dt.datetime) -> tuple[bytes, bytes]:
    return pdf(made, paper, made_at=now), png(made, paper=paper, made_at=now)


def show() -> None:
    """Show the choices, a picture of page 1, and the downloads."""
    st.title("Your page for the doctor", anchor=False)
    cards.lead("One page they can read in a minute. It holds your last check and your diary.")
    if state.last_check() and state.open_check():
        which = "the older one" if _check() == state.last_check() else "what you answered so far"
        st.warning(f"A newer check is not finished. This page holds {which}.")
    with st.container(key="card_choose"):
        period = forms.choice("Days to show", "days", list(PERIODS), str, default="8 weeks")
        usual = "US Letter" if frame.country().units == "us" else "A4"
        paper = forms.choice("Paper", "paper", list(PAPERS), str, default=usual)
        cards.note("Add your name or leave it blank on the page “My data”.")
        cards.link("data", "Change name and year of birth")
    days, paper_id, now = PERIODS[period or "8 weeks"], PAPERS[paper or usual], state.now()
    given = (state.revision(), days, now.date())
    words = state.made_once("text", given, lambda: text.text(_appointment(days), made_at=now))
    try:
        with st.spinner("Making your page"):
            sheet_pdf, picture = state.made_once(
                "pdf",
                (*given, paper_id),
                lambda: _made(_appointment(days), paper_id, now),
            )
    except PdfNotMade as error:
        st.error(cards.markdown(str(error)))
        _text_download(words, now.date())
    else:
        with st.container(horizontal=True, key="buttons"):
            st.download_button(
                "Download the PDF",
                sheet_pdf,
                file_name=f"back-pain-summary-{now:%Y-%m-%d}.pdf",
                mime="application/pdf",
                type="primary",
                key="go_pdf",
                on_click="ignore",
            )
            _text_download(words, now.date())
        with st.container(key="paper"):
            st.image(
                picture,
                alt="Picture of page 1. The same words are under “Read it as text”.",
                width="stretch",
            )
    with st.expander("Read it as text"):
        st.code(words, language=None, wrap_lines=True)


def _text_download(words: str, today: object) -> None:
    st.download_button(
        "Download as text",
        words,
        file_name=f"back-pain-summary-{today}.txt",
        mime="text/plain",
        key="go_text",
        on_click="ignore",
    )
