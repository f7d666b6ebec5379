"""An article as safe HTML, cut into parts where the page draws something of its own.

Every word is escaped. Each paragraph and list item carries its own small mark that opens, in
place, who says it, with date and funding, how sure it is, and what disagrees. A row of a comparison
has one mark for all its cells, and says so. On paper, where nothing opens, the sources stand at the
end.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from backwatch.article_blocks import (
    Block,
    Box,
    Compare,
    Dots,
    Heading,
    Listing,
    Paragraph,
    Picture,
    Row,
    See,
)
from backwatch.articles import Article, sources_of, target
from backwatch.claims import Claim, Reference, claims, how_sure
from backwatch.sources import cite_in_full, named, source

_BOLD = re.compile(r"\*\*(.+?)\*\*")
_LABEL_WORDS = 6  # of a text, in the name of its mark


@dataclass(frozen=True)
class HtmlPart:
    """The HTML of consecutive blocks."""

    html: str


@dataclass(frozen=True)
class PicturePart:
    """A picture to draw; `html` says the same in words and stands below it."""

    name: str
    title: str
    html: str


@dataclass(frozen=True)
class SeePart:
    """A way to another page. `title` names the article or heading; it is "" for one of PAGES."""

    slug: str
    anchor: str | None
    title: str


Part = HtmlPart | PicturePart | SeePart


def parts(article: Article) -> tuple[Part, ...]:
    """Return `article` below its title in reading order, the list of all its sources last.

    A `see:` line that leads nowhere is left out; a test sees to it that there is none.
    """
    return tuple(_parts(article))


def _parts(article: Article) -> Iterator[Part]:
    waiting: list[str] = []
    sections = 0  # a box before the first heading has a title of the same level as a heading
    for block in article.blocks:
        if isinstance(block, Picture | See):
            if waiting:
                yield HtmlPart(_article("".join(waiting)))
                waiting.clear()
            yield from _drawn_by_the_page(block)
            continue
        sections += isinstance(block, Heading)
        waiting.append(to_html(block, box_level=3 if sections else 2))
    yield HtmlPart(_article("".join(waiting) + _all_sources_html(article)))


def _drawn_by_the_page(block: Picture | See) -> Iterator[Part]:
    if isinstance(block, Picture):
        inside = "".join(to_html(one) for one in block.blocks)
        yield PicturePart(block.name, block.title, _article(inside))
    elif (title := target(block)) is not None:
        yield SeePart(block.slug, block.anchor, title)


def _article(inside: str) -> str:
    return f'<div class="bw-article">{inside}</div>'


def to_html(block: Block, *, box_level: int = 3) -> str:
    """Return `block` as HTML, a mark at each paragraph, item and row; "" for what the page draws.

    `box_level` is the level of the heading that a box or comparison has for its title.
    """
    match block:
        case Heading(level, text, anchor):
            return f'<h{level} id="{escape(anchor)}">{escape(text)}</h{level}>'
        case Paragraph():
            return f'<div class="bw-said"><p>{_inline(block.text)}</p>{_mark(block)}</div>'
        case Listing(lead, items):
            rows = "".join(f"<li>{_inline(item.text)}{_mark(item)}</li>" for item in items)
            return f'{to_html(lead) if lead else ""}<ul class="bw-list">{rows}</ul>'
        case Dots(on, of):
            label = f"{of:,} dots, one for each person. {on:,} of them are filled."
            dots = '<i class="on"></i>' * on + "<i></i>" * (of - on)
            return f'<div class="bw-1000" role="img" aria-label="{label}">{dots}</div>'
        case Box(kind, title, blocks):
            inner = "".join(to_html(one) for one in blocks)
            return f'<div class="bw-box {escape(kind)}">{_title(title, box_level)}{inner}</div>'
        case Compare():
            return _compare_html(block, box_level)
        case Picture() | See():
            return ""


def _title(title: str, level: int) -> str:
    return f"<h{level}>{escape(title)}</h{level}>"


def _compare_html(block: Compare, level: int) -> str:
    """Return a table. Its roles are written out: drawn as cards it would lose them."""
    heads = "".join(
        f'<th scope="col" role="columnheader">{escape(one)}</th>' for one in block.columns
    )
    rows = "".join(_row_html(row, block.columns) for row in block.rows)
    return (
        f'<div class="bw-compare">{_title(block.title, level)}<table role="table">'
        f'<thead role="rowgroup"><tr role="row"><td role="cell"></td>{heads}</tr></thead>'
        f'<tbody role="rowgroup">{rows}</tbody></table></div>'
    )


def _row_html(row: Row, columns: tuple[str, ...]) -> str:
    """Return a row, and below it one mark for all its cells, as wide as the table."""
    inside = "".join(
        f'<td role="cell" data-label="{escape(column)}">{_inline(cell)}</td>'
        for column, cell in zip(columns, row.cells, strict=True)
    )
    rows = "".join(_claim_html(claims()[one]) for one in row.claims)
    whole = mark(f"sources for this row: {row.name}", rows, shown="sources for this row")
    return (
        f'<tr role="row"><th scope="row" role="rowheader">{escape(row.name)}</th>{inside}</tr>'
        f'<tr role="row" class="says"><td role="cell" colspan="{len(columns) + 1}">'
        f"{whole}</td></tr>"
    )


def _mark(said: Paragraph) -> str:
    """Return the small control that opens who says `said`, how sure it is and what disagrees."""
    words = said.text.replace("**", "").split()
    begins = " ".join(words[:_LABEL_WORDS]) + ("…" if len(words) > _LABEL_WORDS else "")
    rows = "".join(_claim_html(claims()[one]) for one in said.claims)
    return mark(f"Who says this: {begins}", rows)


def mark(name: str, rows: str, *, shown: str = "source") -> str:
    """Return a mark that opens list items of HTML. A screen reader says its name, which tells what
    it belongs to; the page shows less."""
    return (
        f'<details class="bw-src"><summary aria-label="{escape(name)}">{shown}'
        f"</summary><ul>{rows}</ul></details>"
    )


def _claim_html(claim: Claim) -> str:
    said_by = "".join(says(one) for one in claim.sources)
    notes = [how_sure(claim), claim.quoted, claim.differs, claim.caution]
    note = " ".join(text for text in notes if text)
    return f"<li>{said_by}<b>{escape(claim.statement)}</b> <i>{escape(note)}</i></li>"


def says(used: Reference) -> str:
    """Return who says a thing as HTML: name and date first, then the place in it and who pays."""
    said_by = source(used.id)
    more = f"({used.place or said_by.place_default}), who pays: {said_by.funding}."
    return (
        f'<span class="by"><strong>{escape(said_by.short)}</strong>, '
        f"{escape(said_by.dated or 'no date')} <small>{escape(more)}</small></span>"
    )


def _all_sources_html(one: Article) -> str:
    """Return the closing list: each source once, with its date, who pays and how far we read it."""
    places: dict[str, list[str]] = {source_id: [] for source_id in sources_of(one.cited)}
    for claim in one.cited:
        for used in claims()[claim].sources:
            if used.place not in places[used.id]:
                places[used.id].append(used.place)
    rows = "".join(
        f"<li>{escape(cite_in_full(source_id, '; '.join(found)))}</li>"
        for source_id, found in places.items()
    )
    return (
        f'<details class="bw-src all"><summary>All {len(places)} sources, with date and who pays'
        f"</summary><ul>{rows}</ul></details>"
        f'<p class="bw-printed">{escape(_printed(list(places)))}</p>'
    )


def _printed(ids: list[str]) -> str:
    """Return the sources for paper, in as little room as can be: those without a date last."""
    dated = [named(one) for one in ids if source(one).dated]
    undated = [source(one).short for one in ids if not source(one).dated]
    lists = [("Sources", dated), ("Sources without a date", undated)]
    return " ".join(f"{title}: {'; '.join(found)}." for title, found in lists if found)


def _inline(text: str) -> str:
    return _BOLD.sub(r"<b>\1</b>", escape(text))
