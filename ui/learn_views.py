"""The pages of Learn: the list with its search, one article, and the words explained."""

from urllib.parse import parse_qs, urlsplit

import streamlit as st

from backwatch import articles, content_search
from backwatch.article_blocks import PAGES
from backwatch.article_html import PicturePart, SeePart
from backwatch.articles import Article
from backwatch.glossary import in_spelling
from ui import cards, crisis_line, frame, learn_html, learn_place, load, state
from ui.components.drawing import drawing
from ui.components.print_page import print_button
from ui.learn_words import words

_LONGEST = 100  # letters of a search
_AT_REST = "700ms"  # nothing is read out of words that are half typed


def _open() -> None:
    """Go to what a link names. The address is the browser's word: only its two names are taken."""
    asked = parse_qs(urlsplit(learn_place.pressed()).query)
    st.query_params.from_dict({name: asked[name][0] for name in ("article", "at") if name in asked})


def _place(slug: str) -> None:
    at = st.query_params.get("at", "")
    learn_place.keep_place(f"{slug}#{at}", at, _open)


# --- the list ---


def front() -> None:
    """Show the search, and all articles or the ones that fit."""
    st.title(words().title, anchor=False)
    cards.lead(words().lead)
    spelling = frame.country().spelling
    key = f"learn_query{state.mark()}"
    query = st.text_input(
        words().search_label,
        key=key,
        type="search",
        live=_AT_REST,
        max_chars=_LONGEST,
        placeholder=words().search_hint,
        persist_state="session",  # whoever comes back from an article finds the same results
        on_change=_heard,
        args=(key,),
    )
    found = content_search.find(query) if query and query.strip() else None
    frame.line_here(only_whole=found is not None and found.urgent)
    if query and found:
        st.html(learn_html.found(query.strip(), found, spelling))
        frame.line_here()
        if not found.articles:
            cards.link("check", words().found.to_check, key="_nothing")
    else:
        st.html(load.learn_list(spelling))
    _place("")


def _heard(key: str) -> None:
    """Show the crisis line where somebody searches in despair. The words are not kept."""
    crisis_line.hear_search(str(state.widget(key) or ""))


def unknown() -> None:
    """Say that there is no such article, before the list."""
    st.warning(words().article.unknown)


# --- one article ---


def article(one: Article) -> None:
    """Show an article with its contents, pictures, sources and the ways on."""
    spelling = frame.country().spelling
    title = in_spelling(one.title, spelling)
    frame.name_tab(title)
    _back()
    st.title(title, anchor=False)
    cards.lead(in_spelling(one.summary, spelling))
    cards.note(one.note)
    where = frame.country()
    parts = load.learn_article(one.slug, spelling, where.emergency_text if where.emergency else "")
    for number, part in enumerate(parts):
        if isinstance(part, PicturePart):
            _picture(part)
        elif isinstance(part, SeePart):
            cards.link(PAGES[part.slug], words().article.to[part.slug], key=f"_article_{number}")
        else:
            st.html(part)
    if one.slug == words().urgent_first:
        frame.line_here()
    _ways_on(check=not any(isinstance(part, SeePart) and part.slug == "check" for part in parts))
    _place(one.slug)


def _back() -> None:
    st.html(
        f'<p class="bw-see back"><a class="bw-open" href="learn" target="_self">'
        f"{cards.escape(words().article.all)}</a></p>"
    )


def _ways_on(*, check: bool = True) -> None:
    """Show the way to the check, where the article has none of its own, and a button to print."""
    if check:
        cards.link("check", words().article.to["check"], key="_article")
    with st.container(key="buttons_article"):
        print_button(key="print_article")


def _picture(part: PicturePart) -> None:
    """Show a picture under its title, and below it the text that says the same."""
    spelling = frame.country().spelling
    title = cards.escape(in_spelling(part.title, spelling))
    st.html(f'<div class="bw-article"><p class="bw-figure">{title}</p></div>')
    markup, alt = load.learn_picture(part.name, spelling)
    drawing(markup, alt=alt, key=f"picture_{part.name}")
    st.html(part.html)


# --- the words explained ---


def glossary_page() -> None:
    """Show the words from A to Z, or the ones that fit."""
    said, spelling = words().glossary, frame.country().spelling
    frame.name_tab(said.title)
    _back()
    st.title(said.title, anchor=False)
    cards.lead(said.lead)
    key = f"learn_word{state.mark()}"
    query = st.text_input(
        said.filter_label,
        key=key,
        type="search",
        live=_AT_REST,
        max_chars=_LONGEST,
        on_change=_heard,
        args=(key,),
    )
    frame.line_here()
    if query and query.strip():
        found = content_search.find_words(query)
        if found:
            st.html(learn_html.some_terms(found, spelling))
        else:
            cards.text(said.nothing)
    else:
        st.html(load.learn_glossary(spelling))
    _ways_on()
    _place(learn_html.GLOSSARY)


def show(slug: str) -> None:
    """Show what the address names: an article, the glossary, or the list."""
    one = articles.article(slug)
    if slug == learn_html.GLOSSARY:
        glossary_page()
    elif one is not None:
        article(one)
    else:
        if slug:
            unknown()
        front()
