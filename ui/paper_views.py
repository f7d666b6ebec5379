"""Papers to print and fill in by hand: wallet card, blank diary, the check on paper."""

import datetime as dt
from collections.abc import Callable
from functools import partial

import streamlit as st

from backwatch.outputs import cards as wallet
from backwatch.outputs import paper_check, paper_diary
from backwatch.outputs.pdf import Paper, PdfNotMade
from backwatch.questionnaire import questionnaire
from ui import cards, forms, frame, load, state

_SIZES: dict[str, Paper] = {"A4": "a4", "US Letter": "letter"}
# What is chosen, its file name without any word of health, and what it is for.
_PAPERS = {
    "Wallet card": ("card", "Signs and numbers on a card to cut out and fold."),
    "Blank diary": (
        "two-weeks",
        "Two weeks to fill in by hand. Type it in later: Diary, From paper.",
    ),
    "Paper check": ("questions", "All questions of the check, danger signs first."),
}


def show() -> None:
    """Show the choice of a paper, its first page, and the download."""
    with st.container(key="card_papers"):
        st.header("Papers to fill in by hand", anchor=False)
        which = forms.choice("Which paper?", f"which_paper{state.mark()}", list(_PAPERS), str)
        usual = "US Letter" if frame.country().units == "us" else "A4"
        size = forms.choice(
            "Paper size", f"size_papers{state.mark()}", list(_SIZES), str, default=usual
        )
        if which is None:
            cards.note("Choose one to see it. No clinician has approved these papers yet.")
            return
        name, what = _PAPERS[which]
        cards.note(what)
        _paper(which, name, _SIZES[size or usual])


def _paper(which: str, name: str, size: Paper) -> None:
    now, make = state.now(), _maker(which)
    given = (which, size, now.date(), state.revision())
    try:
        with st.spinner("Making the paper"):
            file, picture = state.made_once(
                "papers",
                given,
                lambda: (make(size, made_at=now), make(size, made_at=now, page=1)),
            )
    except PdfNotMade as error:
        st.error(cards.markdown(str(error)))
        return
    with st.container(horizontal=True, key="buttons_papers"):
        st.download_button(
            f"Download: {which.lower()}",
            file,
            file_name=f"{name}-{now:%Y-%m-%d}.pdf",
            mime="application/pdf",
            key=f"get_paper_{name}",
            on_click="ignore",
        )
    with st.container(key="paper_to_fill_in"):
        st.image(picture, alt=f"Picture of page 1: {which.lower()}.", width="stretch")


def _maker(which: str) -> Callable[..., bytes]:
    """Return what makes the chosen paper; it takes a size, made_at and perhaps a page."""
    where = frame.country()
    if which == "Blank diary":
        return partial(paper_diary.paper_diary, where)
    if which == "Paper check":
        return partial(paper_check.paper_check, where)
    doctor, visit = _next_visit()
    check = state.open_check() or state.last_check()
    known = state.has_cancer(state.answers(check) if check else questionnaire().read({}))
    kind: wallet.CardKind = "cancer" if known else "plain"
    return partial(wallet.card, kind, state.person(), where, doctor=doctor, next_visit=visit)


def _next_visit() -> tuple[str, dt.date | None]:
    """Return with whom and when the next visit is; empty and None where none is noted."""
    visits = state.read("appointments", lambda: load.store().appointments(state.person().id))
    coming = [one for one in visits if not one.done and one.date >= state.today()]
    if not coming:
        return "", None
    first = min(coming, key=lambda one: (one.date, one.time or dt.time.min))
    return first.with_whom, first.date
