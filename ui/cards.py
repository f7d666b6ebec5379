"""The parts that several pages show: ladder, result panel, reasons, notes.

Words come in, HTML goes out. Every text from a person or a file is escaped here, so a page
never builds HTML.
"""

import datetime as dt
import html
import re
from collections.abc import Iterable, Mapping, Sequence

import streamlit as st

from backwatch.urgency import Urgency
from ui import menu, state

_WEIGHT = {Urgency.WITHIN_DAYS: "l3", Urgency.SAME_DAY: "l4", Urgency.EMERGENCY: "l5"}


def escape(text: object) -> str:
    """Return text that shows as typed, whatever it holds."""
    return html.escape(str(text))


_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")


def markdown(text: str) -> str:
    """Return text for the places that read Markdown (labels, alerts) so that it shows as typed."""
    return _PUNCTUATION.sub(r"\\\1", text)


def day(date: dt.date, *, weekday: bool = True) -> str:
    """Return a date as people say it: "Monday 23 November", with the year when it is another."""
    name = f"{date:%A} " if weekday else ""
    year = "" if date.year == state.today().year else f" {date.year}"
    return f"{name}{date.day} {date:%B}{year}"


def lead(text: str) -> None:
    """Show the sentence under a title."""
    st.html(f'<p class="bw-lead">{escape(text)}</p>')


def note(text: str) -> None:
    """Show a quiet line."""
    st.html(f'<p class="bw-note">{escape(text)}</p>')


def text(words: str) -> None:
    """Show one plain paragraph."""
    st.html(f'<p class="bw-p">{escape(words)}</p>')


def bullets(items: Iterable[str], *, columns: bool = False) -> None:
    """Show a list of short lines."""
    rows = "".join(f"<li>{escape(item)}</li>" for item in items)
    st.html(f'<ul class="bw-list{" bw-2" if columns else ""}">{rows}</ul>')


def numbered(heading: str, items: Iterable[str]) -> None:
    """Show quiet lines with their numbers, from 1 on."""
    rows = "".join(f"<li>{escape(item)}</li>" for item in items)
    st.html(f'<p class="bw-note">{escape(heading)}</p><ol class="bw-list bw-numbered">{rows}</ol>')


def pull(words: str) -> None:
    """Show words to say aloud."""
    st.html(f'<p class="bw-pull">“{escape(words)}”</p>')


def ladder(level: Urgency, *, small: bool = False) -> str:
    """Return the five rising bars, filled up to the level, as HTML."""
    bars = "".join(f'<i class="{"on" if n < level else ""}"></i>' for n in range(len(Urgency)))
    size = " s" if small else ""
    label = f"Level {level.value} of {len(Urgency)}"
    return f'<span class="bw-ladder{size}" role="img" aria-label="{label}">{bars}</span>'


def result_panel(
    level: Urgency,
    *,
    title: str,
    sentences: Sequence[str],
    dates: Sequence[tuple[str, str]] = (),
    at_least: bool = False,
    call: str = "",
) -> None:
    """Show the level: its weight grows with it. `call` is ready HTML for the phone button."""
    said = f"{'At least level' if at_least else 'Level'} {level.value} of {len(Urgency)}"
    lines = "".join(f"<p>{escape(sentence)}</p>" for sentence in sentences)
    rows = "".join(
        f"<div><span>{escape(label)}</span><b>{escape(value)}</b></div>" for label, value in dates
    )
    st.html(
        f'<section class="bw-result {_WEIGHT.get(level, "")}" aria-labelledby="bw-h1">'
        f'<div class="top">{ladder(level)}<b>{said}</b></div>'
        f'<h1 id="bw-h1" tabindex="-1">{escape(title)}</h1>{lines}'
        f'{f"""<div class="bw-dates">{rows}</div>""" if rows else ""}{call}</section>'
    )


def reason(
    heading: str,
    said: Sequence[str],
    why: str,
    sources: Sequence[tuple[str, str]],
    *,
    beside: Sequence[str] = (),
    diary: Mapping[str, Sequence[dt.date]] | None = None,
    rule: str = "",
) -> None:
    """Show one reason: what the person said, why it matters, who says so (words, address).

    beside: answers that decide nothing. diary: the days of the diary that an answer rests on.
    rule: the id of the rule, for a link to its plain words.
    """
    answers = escape("; ".join(said))
    you_said = f'<p class="said"><b>You said.</b> {answers}.</p>' if answers else ""
    if diary:
        days = sorted({one for days in diary.values() for one in days})
        named = ", ".join(day(one, weekday=False) for one in days[-7:])
        you_said += (
            f'<p class="said"><span class="bw-tag">from your diary</span> {escape(named)}</p>'
        )
    if beside:
        you_said += f'<p class="bw-note">With it: {escape("; ".join(beside))}.</p>'
    st.html(
        f'<div class="bw-reason"><h3>{escape(heading)}</h3>{you_said}'
        f"<p>{escape(why)}</p>{_who_says(sources, rule)}</div>"
    )


def sources(cited: Sequence[tuple[str, str]]) -> None:
    """Show who says something (words, web address), folded."""
    st.html(_who_says(cited))


def _who_says(cited: Sequence[tuple[str, str]], rule: str = "") -> str:
    lines = "".join(
        f'<li>{escape(words)} <a href="{escape(url)}" target="_blank" rel="noreferrer noopener">'
        "Open it</a></li>"
        if url
        else f"<li>{escape(words)}</li>"
        for words, url in cited
    )
    return (
        f'<details class="bw-src"><summary>Who says this ({len(cited)})</summary>'
        f"<ul>{lines}</ul>{_to_rule(rule)}</details>"
    )


def _to_rule(rule: str) -> str:
    if not rule:
        return ""
    return f'<p><a href="about?rule={escape(rule)}" target="_self">This rule in plain words</a></p>'


def rows(pairs: Iterable[tuple[str, str]]) -> None:
    """Show labels with their answers."""
    lines = "".join(f"<div><dt>{escape(a)}</dt><dd>{escape(b)}</dd></div>" for a, b in pairs)
    st.html(f'<dl class="bw-rows">{lines}</dl>')


def typed(words: str) -> None:
    """Show what a person typed, letter by letter and line by line."""
    st.html(f'<p class="bw-entry">{escape(words)}</p>')


def facts(pairs: Iterable[tuple[str, str]]) -> None:
    """Show labels with their values, one after the other."""
    shown = "".join(f"<span>{escape(a)} <b>{escape(b)}</b></span>" for a, b in pairs)
    st.html(f'<p class="bw-facts">{shown}</p>')


def link(page: str, label: str, *, key: str = "") -> None:
    """Show a link to another page, `page` being its file name."""
    with st.container(key=f"link_{page}{key}"):
        st.page_link(menu.page(page), label=label)
