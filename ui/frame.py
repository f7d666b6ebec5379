"""What stands around every page: emergency strip, messages, the notice below, the phone menu."""

import contextlib
from pathlib import Path

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from backwatch import countries, urgency
from backwatch.questionnaire import questionnaire
from backwatch.store import StoreError
from ui import (
    cards,
    crisis_line,
    data_copies,
    load,
    lock_views,
    menu,
    people_views,
    records_undo,
    state,
    style,
)
from ui.logo import logo

# As an address, which needs no work; Streamlit would open a file anew in every run.
PICTURE = style.as_address((Path(__file__).parent / "icon.png").read_bytes(), "image/png")


def country() -> countries.Country:
    """Return the person's country, or the neutral one; without a store, the neutral one."""
    if load.locked():
        return countries.country(None)
    try:
        return countries.country(state.person().country)
    except StoreError:
        return countries.country(None)


def call_button(where: countries.Country) -> str:
    """Return the phone button as HTML; without a known country, words that need no number."""
    words = cards.escape(where.emergency_button)
    if where.emergency_href is None:
        return f'<b class="bw-callwords">{words}</b>'
    return f'<a class="bw-call" href="{cards.escape(where.emergency_href)}">{words}</a>'


def ask_country(*, again: bool = False) -> None:
    """Ask once where the person lives, for the right number; `again` shows it also when known."""
    known = state.person().country
    if known is not None and not again:
        return
    codes = list(countries.countries())
    with st.container(key="card_country"):
        st.selectbox(
            "Which country are you in? Then we show the right emergency number.",
            codes,
            index=codes.index(known) if known in codes else None,
            format_func=lambda code: countries.country(code).name,
            placeholder="Choose your country",
            key=f"country{state.mark()}",
            on_change=state.keep_country,
        )


def danger_signs() -> list[str]:
    """Return the danger signs in short words, from the first screen of the check."""
    questions = questionnaire()
    return [questions[q].label for q in questions.steps[0].all_questions]


def _strip(where: countries.Country) -> None:
    signs = "".join(f"<li>{cards.escape(sign)}</li>" for sign in danger_signs())
    st.html(
        '<div class="bw-strip" role="region" aria-label="Emergency signs"><details><summary>'
        "<b>Emergency signs:</b> weak or numb legs, bladder or bowel trouble, heavy chest pain, "
        'hard to breathe. <u class="more">See all</u><u class="less">Hide them</u></summary>'
        f'<ul class="bw-list">{signs}</ul><p>If you feel you cannot go on, call '
        f"{cards.escape(where.crisis_text)}.</p></details>{call_button(where)}</div>"
    )


def _messages() -> None:
    """Show what was just saved, deleted or refused, at the foot of the screen wherever it is.

    Its place is there on every run. Otherwise all that follows would be drawn anew when a message
    comes or goes, and the body map or a widget would lose the focus.
    """
    error, notice = state.messages()
    change = None
    with contextlib.suppress(StoreError):  # a diary that cannot be opened has nothing to undo
        change = records_undo.fresh()
    with st.container(key="quiet_notice"):
        if error or notice:
            _message(error, notice, change)


def _message(error: str | None, notice: str | None, change: records_undo.Change | None) -> None:
    with st.container(key="notice", horizontal=True, vertical_alignment="center"):
        if error:
            st.html(f'<p class="bw-p" role="alert"><b>{cards.escape(error)}</b></p>')
        if notice:
            st.html(f'<p class="bw-p" role="status">{cards.escape(notice)}</p>', width="content")
            if change:
                records_undo.button(change, "")


def _example() -> None:
    if state.is_example():
        with st.container(key="card_example", horizontal=True, vertical_alignment="center"):
            st.html(
                '<p class="bw-p">Example diary, made up. What you add here is erased with it.</p>',
                width="content",
            )
            st.button("Remove the example", key="go_example", on_click=state.remove_example)


def line_here(*, only_whole: bool = False) -> None:
    """Show the crisis line here, where it is called for: below what must stand above it.

    `only_whole`: only on its first view; the one line has a place further down.
    """
    crisis_line.show(country(), only_whole=only_whole)


def line_above(place: DeltaGenerator) -> None:
    """Show the crisis line above the page, unless the page has shown it in a place of its own."""
    with place:
        line_here()


def configure() -> None:
    """Set the tab's picture. Before the menu: its icons would be fetched from another host."""
    st.set_page_config(page_icon=PICTURE, layout="centered")


def name_tab(title: str) -> None:
    """Name the browser's tab: what an earlier page called it would stay otherwise."""
    st.set_page_config(page_title=title)


def open_page(title: str) -> DeltaGenerator | None:
    """Draw what stands above the page with this title, and return the place just above it.

    None where no page follows: the data cannot be opened.
    """
    style.draw()
    dark = st.context.theme.type == "dark"
    st.logo(logo(dark=dark), size="large", icon_image=logo(word=False))
    if load.locked():
        _strip(countries.country(None))
        lock_views.unlock_screen()
        return None
    top = st.container()
    try:
        try:
            people_views.settle()
            people_views.whose()
        finally:  # whatever happened there, and with the number for the person who is shown
            with top:
                _strip(country())
        data_copies.reading_only()
        if not load.store().reading_only:
            state.tidy()
        _example()
    except StoreError as error:
        _messages()
        data_copies.rescue(error)
        return None
    _messages()
    crisis_line.begin_run(title)
    return st.container(key="quiet_above")


def close_page() -> None:
    """Draw what stands below a page."""
    words = " ".join(urgency.everywhere())
    st.html(
        f'<p class="bw-note bw-foot">{cards.escape(words)} '
        "What you enter stays on this computer.</p>"
    )
    lock_views.watch()
    menu.more()
    menu.tabs()
    state.messages_were_shown()
    if not load.locked():
        with contextlib.suppress(StoreError):
            records_undo.was_shown()
