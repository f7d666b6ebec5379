"""The crisis line: whom to call, for somebody whose words sound as if they cannot go on.

It is shown whole where it was first called for, and as one line from then on, until the person says
that they have read it. What was written in the diary or the check brings it back after a reload;
what was only searched for does not outlast the visit. It never stands above emergency content.
"""

import contextlib
from typing import Literal

import streamlit as st

from backwatch import countries, despair
from backwatch.store import StoreError
from ui import cards, state

_SEARCHED = "despair_searched"
_WHOLE_AT = "despair_whole_at"  # the screen where it was shown whole in this visit
_PAGE, _DRAWN = "line_page", "line_drawn"
_SEEN = "seen"  # shown whole, and not yet put away


def hear_search(text: str) -> None:
    """Remember for this visit that somebody searched in despair. Nothing is written to the disk."""
    if despair.speaks_of_despair(text):
        state.remember(_SEARCHED, state.NEW)


def begin_run(page: str) -> None:
    """Begin a run of the page with this title: it is drawn nowhere yet."""
    state.remember(_PAGE, page)
    state.remember(_DRAWN, False)


def show(where: countries.Country, *, only_whole: bool = False) -> None:
    """Draw it in this place of the page, if it is called for and not drawn yet in this run.

    `only_whole`: the one line waits for a place further down. Its place is there on every run: what
    follows would be drawn anew when it comes or goes, and what somebody is typing would be lost.
    """
    if state.recall(_DRAWN):
        return
    with st.container(key=f"quiet_line{'_whole' if only_whole else ''}"):
        how = _to_show(_screen())
        state.remember(_DRAWN, how == "whole" or not only_whole)
        if how == "whole":
            _whole(where)
        elif how == "short" and not only_whole:
            _short(where)


def _screen() -> str:
    """Return what names the screen that is open: page, article, and step of the check."""
    page = state.recall(_PAGE, "")
    return f"{page} {st.query_params.get('article', '')} {state.step()}"


def _to_show(screen: str) -> Literal["whole", "short"] | None:
    """Return how to show it on this screen; None where nobody called for it or it was put away."""
    kept = state.setting(state.DESPAIR_SETTING)
    heard = [name for name in (state.DESPAIR, _SEARCHED) if state.recall(name)]
    if not heard and not kept:
        return None
    if kept != "yes" and state.NEW not in map(state.recall, heard):
        return "whole" if state.recall(_WHOLE_AT) == screen else "short"
    state.remember(_WHOLE_AT, screen)
    for name in heard:
        state.remember(name, _SEEN)
    if kept:
        with contextlib.suppress(StoreError):
            state.set_setting(state.DESPAIR_SETTING, _SEEN)
    return "whole"


def _whole(where: countries.Country) -> None:
    searched = not (state.recall(state.DESPAIR) or state.setting(state.DESPAIR_SETTING))
    found = despair.help_words(where, searched=searched)
    with st.container(key="card_line"):
        st.header(found.title, anchor=False)
        first, *others = found.sentences
        st.html(f'<p class="bw-p" role="status">{cards.escape(first)}</p>')
        for sentence in others:
            cards.text(sentence)
        with st.container(horizontal=True, vertical_alignment="center", key="buttons_line"):
            if found.href:
                st.html(
                    f'<a class="bw-call" href="{cards.escape(found.href)}">Call now</a>',
                    width="content",
                )
            _button()
        if state.person().country is None:
            _ask_country()


def _short(where: countries.Country) -> None:
    found = despair.help_words(where)
    call = cards.escape(found.short_call)
    if found.href:
        call = f'<a href="{cards.escape(found.href)}">{call}</a>'
    with st.container(key="line_short", horizontal=True, vertical_alignment="center"):
        st.html(f'<p class="bw-p">{cards.escape(found.short)} {call}</p>', width="content")
        _button("tertiary")


def _button(kind: Literal["secondary", "tertiary"] = "secondary") -> None:
    st.button("I have read this", key="go_line", type=kind, on_click=_put_away)


def _put_away() -> None:
    """Put it away, in every window of the person."""
    state.look_again()
    state.forget(state.DESPAIR, _SEARCHED, _WHOLE_AT)
    if state.setting(state.DESPAIR_SETTING):
        with state.saving():
            state.set_setting(state.DESPAIR_SETTING, "")


def _ask_country() -> None:
    """Ask inside the card: without the country it has no number to call."""
    key = f"country_line{state.mark()}"
    st.selectbox(
        "Which country are you in? Then we show the number to call.",
        list(countries.countries()),
        index=None,
        format_func=lambda code: countries.country(code).name,
        placeholder="Choose your country",
        key=key,
        on_change=_keep_country,
        args=(key,),
    )


def _keep_country(key: str) -> None:
    state.save_person(country=state.widget(key))
