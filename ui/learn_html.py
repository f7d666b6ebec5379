"""Learn as HTML: the list of articles, one article, the glossary, what a search found.

Links between articles have the class bw-open (see ui/learn_place.py) and work by themselves too.
Every text is escaped. Nothing here is about the person, so ui/load.py keeps it for everybody.
"""

import string
from collections.abc import Iterable
from html import escape

from backwatch import article_html, articles, content_search, glossary, pictures
from backwatch.article_blocks import PAGES, Heading, Paragraph
from backwatch.article_html import HtmlPart, PicturePart, SeePart
from backwatch.articles import Article
from backwatch.glossary import Spelling, Term, in_spelling
from ui.learn_words import words

Shown = str | PicturePart | SeePart

GLOSSARY = "glossary"  # its address is that of an article
_LEAST_HEADINGS = 4  # a shorter article needs no list of contents


def link(slug: str, label: str, *, at: str = "", more: str = "") -> str:
    """Return a link to an article, or to one of its headings. `label` is escaped here."""
    place = f"&amp;at={escape(at)}" if at else ""
    address = f"learn?article={escape(slug)}{place}"
    return f'<a class="bw-open" href="{address}" target="_self"{more}>{escape(label)}</a>'


# --- the list ---


def everything(spelling: Spelling) -> str:
    """Return all articles by topic, what is urgent first, the glossary last."""
    groups: dict[str, list[Article]] = {topic: [] for topic in words().topics}
    for one in articles.articles():
        if one.slug != words().urgent_first:
            groups[one.topic].append(one)
    said = words().glossary
    parts = [_urgent(spelling)]
    for topic, title in words().topics.items():
        if groups[topic]:
            rows = "".join(_row(one, spelling) for one in groups[topic])
            parts.append(f'<h2>{escape(title)}</h2><ul role="list">{rows}</ul>')
    summary = f"{said.summary} ({len(glossary.terms())})"
    parts.append(
        f"<h2>{escape(words().found.words)}</h2><ul role='list'><li>{link(GLOSSARY, said.title)}"
        f"<p>{escape(summary)}</p></li></ul>"
    )
    return f'<div class="bw-library">{"".join(parts)}</div>'


def _urgent(spelling: Spelling) -> str:
    one = articles.article(words().urgent_first)
    if one is None:
        return ""
    label = in_spelling(one.title, spelling)
    return (
        f'<div class="bw-box danger first">{link(one.slug, label)}'
        f"<p>{escape(in_spelling(one.summary, spelling))}</p></div>"
    )


def _row(one: Article, spelling: Spelling) -> str:
    time = words().minutes.format(n=one.minutes)
    return (
        f"<li>{link(one.slug, in_spelling(one.title, spelling))} "
        f'<span class="bw-note">{escape(time)}</span>'
        f"<p>{escape(in_spelling(one.summary, spelling))}</p></li>"
    )


# --- an article ---


def article(one: Article, spelling: Spelling, emergency: str = "") -> tuple[Shown, ...]:
    """Return an article below its first lines: HTML, and between it what the page itself draws.

    That is a picture, or the way to the check or to lung screening. A way to another article is a
    link in the HTML. The first use of a glossary word opens its meaning. `emergency`: see
    glossary.Reader.
    """
    reader = glossary.Reader(spelling, glossary.terms(), emergency=emergency)
    found: list[Shown] = []
    waiting = [_contents(one, spelling)]
    if one.slug == words().urgent_first:
        waiting.append('<span class="bw-onepage" hidden></span>')  # it hangs on a wall or a fridge
    for part in article_html.parts(one):
        match part:
            case HtmlPart(html):
                waiting.append(reader.read(html))
            case SeePart(slug, anchor, title) if slug not in PAGES:
                label = in_spelling(title, spelling)
                waiting.append(f'<p class="bw-see">{link(slug, label, at=anchor or "")}</p>')
            case PicturePart(name, title, html):
                found += ["".join(waiting), PicturePart(name, title, reader.read(html))]
                waiting = []
            case _:
                found += ["".join(waiting), part]
                waiting = []
    shown = (*found, "".join([*waiting, _next(one, spelling)]))
    return tuple(each for each in shown if each)  # there is nothing between two pages in a row


def picture(name: str, spelling: Spelling) -> tuple[str, str]:
    """Return a picture's markup and what it says in words. Raises DataFileError for no such one."""
    shown = pictures.picture(name)
    return glossary.Reader(spelling).read(shown.markup), in_spelling(shown.alt, spelling)


def _contents(one: Article, spelling: Spelling) -> str:
    headings = [each for each in one.blocks if isinstance(each, Heading) and each.level == 2]
    if len(headings) < _LEAST_HEADINGS:
        return ""
    rows = "".join(
        f'<li><a href="#{escape(each.anchor)}" target="_self">'
        f"{escape(in_spelling(each.text, spelling))}</a></li>"
        for each in headings
    )
    name = escape(words().article.contents)
    return f'<nav class="bw-contents" aria-label="{name}"><p>{name}</p><ul>{rows}</ul></nav>'


def _next(one: Article, spelling: Spelling) -> str:
    in_order = _in_list_order()
    at = in_order.index(one.slug) + 1 if one.slug in in_order else len(in_order)
    following = articles.article(in_order[at]) if at < len(in_order) else None
    if following is None:
        return ""
    label = words().article.next.format(title=in_spelling(following.title, spelling))
    return f'<p class="bw-see next">{link(following.slug, label)}</p>'


def _in_list_order() -> list[str]:
    topics = list(words().topics)
    by_topic = sorted(articles.articles(), key=lambda each: topics.index(each.topic))
    return [each.slug for each in by_topic]


# --- the glossary ---


def all_terms(spelling: Spelling) -> str:
    """Return every word from A to Z, with the letters to jump to."""
    by_letter: dict[str, list[Term]] = {}
    for one in sorted(glossary.terms(), key=lambda each: each.word(spelling).casefold()):
        first = one.word(spelling)[0].upper()
        by_letter.setdefault(first if first in string.ascii_uppercase else "#", []).append(one)
    letters = "".join(
        f'<li><a href="#letter-{letter.lower()}" target="_self">{letter}</a></li>'
        for letter in by_letter
    )
    body = "".join(
        f'<h2 id="letter-{letter.lower()}">{letter}</h2>{_list(found, spelling)}'
        for letter, found in by_letter.items()
    )
    return (
        f'<div class="bw-article bw-glossary"><nav class="bw-letters" aria-label="A to Z">'
        f"<ul role='list'>{letters}</ul></nav>{body}</div>"
    )


def some_terms(found: Iterable[Term], spelling: Spelling) -> str:
    """Return these words, in this order."""
    return f'<div class="bw-article bw-glossary">{_list(found, spelling)}</div>'


def _list(found: Iterable[Term], spelling: Spelling) -> str:
    return f"<dl>{''.join(term(one, spelling) for one in found)}</dl>"


def term(one: Term, spelling: Spelling) -> str:
    """Return one word: as it is said there, in plain words, what it means, who says so."""
    word, plain = one.word(spelling), in_spelling(one.plain, spelling)
    also = "" if plain.casefold() == word.casefold() else f" <span>{escape(plain)}</span>"
    meaning = " ".join([in_spelling(one.meaning, spelling), one.elsewhere(spelling)]).strip()
    more = articles.article(one.article) if one.article else None
    way = ""
    if more is not None:
        label = words().glossary.more.format(title=in_spelling(more.title, spelling))
        way = f"<p>{link(more.slug, label)}</p>"
    return f'<dt id="word-{one.id}">{escape(word)}{also}</dt><dd>{_said(one, meaning)}{way}</dd>'


def _said(one: Term, meaning: str) -> str:
    if one.claims:
        return article_html.to_html(Paragraph(meaning, one.claims))
    rows = "".join(f"<li>{article_html.says(each)}</li>" for each in one.sources)
    mark = article_html.mark(f"Who says this: {one.medical}", rows)
    return f'<div class="bw-said"><p>{escape(meaning)}</p>{mark}</div>'


# --- what a search found ---


def found(query: str, result: content_search.Found, spelling: Spelling) -> str:
    """Return the words and articles that fit, or what to do when none does."""
    said = words().found
    if not result.articles and not result.words:
        rows = "".join(f"<li>{escape(line)}</li>" for line in said.do_next)
        none = escape(said.none.format(query=query))
        return (
            f'<div class="bw-found"><p role="status"><b>{none}</b></p>'
            f'<ul class="bw-list">{rows}</ul></div>'
        )
    count = len(result.articles)
    status = said.one if count == 1 else said.more.format(n=count)
    above = _urgent(spelling) if result.urgent else ""
    if result.words:
        above += f"<h2>{escape(said.words)}</h2>{some_terms(result.words, spelling)}"
    rows = "".join(_hit(one, spelling) for one in result.articles)
    return (
        f'<div class="bw-found"><p class="bw-note" role="status">{escape(status)}</p>{above}'
        f'<h2>{escape(said.articles)}</h2><ul class="bw-hits" role="list">{rows}</ul></div>'
    )


def _hit(one: content_search.Hit, spelling: Spelling) -> str:
    title = in_spelling(one.title, spelling)
    place = f" <span>{escape(in_spelling(one.heading, spelling))}</span>" if one.heading else ""
    snippet = "".join(
        f"<b>{escape(in_spelling(piece, spelling))}</b>"
        if hit
        else escape(in_spelling(piece, spelling))
        for piece, hit in one.snippet
    )
    return f"<li>{link(one.slug, title, at=one.anchor)}{place}<p>{snippet}</p></li>"
