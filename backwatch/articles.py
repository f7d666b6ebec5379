"""The articles of Learn: read from content/articles, checked, and turned into safe HTML.

An article is Markdown with a strict front matter and a small, closed notation:

    ## Heading                      ### Smaller heading
    A paragraph, with **bold** words. {claim-id other-claim-id}
    - A list item. {claim-id}
    ::: disagree Title              a box; also `danger` and `numbers`; ends with :::
    dots 7 of 1000                  in a numbers box: 1,000 dots, 7 of them filled

Every paragraph and list item ends with the ids of the claims (content/claims.yaml) it rests on.
There are no links: a link inside an article would load the app anew and could lose unsaved work.
"""

import datetime as dt
import html
import math
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from backwatch import paths, yaml_files
from backwatch.sources import cite, cite_in_full, source
from backwatch.yaml_files import DataFileError

WORDS_PER_MINUTE = 200  # the usual figure for adults who read plain English to themselves
BOXES = ("danger", "disagree", "numbers")

_CLAIMED = re.compile(r"^(?P<text>.*\S)\s*\{(?P<claims>[a-z0-9 -]+)\}$")
_HEADING = re.compile(r"^(?P<marks>#{2,3}) (?P<text>.+)$")
_BOX = re.compile(r"^::: (?P<kind>[a-z]+) (?P<title>.+)$")
_DOTS = re.compile(r"^dots (?P<on>\d+) of (?P<of>\d+)$")
_BOLD = re.compile(r"\*\*(.+?)\*\*")


class _Record(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Reference(_Record):
    """A source id and the place in it; the place may be the words "place not checked"."""

    id: str
    place: str = Field(min_length=1)


class Claim(_Record):
    """One thing our sources say. `differs` holds both sides; None: we know of no other side.

    `quoted` names the body that an article quotes for it; None: it quotes nobody.
    """

    id: str = Field(pattern=r"^[a-z0-9-]+$")
    statement: str = Field(min_length=1)
    sure: str
    sources: tuple[Reference, ...] = Field(min_length=1)
    differs: str | None = None
    quoted: str | None = None
    caution: str | None = None
    danger_sign: str | None = None


class _ClaimsFile(_Record):
    how_sure: dict[str, str]
    claims: tuple[Claim, ...]

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        seen: set[str] = set()
        for claim in self.claims:
            if claim.id in seen:
                raise ValueError(f"claim {claim.id} is there twice")
            if claim.sure not in self.how_sure:
                raise ValueError(f"claim {claim.id}: {claim.sure!r} is not in how_sure")
            if claim.sure == "disputed" and claim.differs is None:
                raise ValueError(f"claim {claim.id} is disputed but has no 'differs'")
            seen.add(claim.id)
        return self


@dataclass(frozen=True)
class Heading:
    """A heading of level 2 or 3; `anchor` is unique in its article."""

    level: int
    text: str
    anchor: str


@dataclass(frozen=True)
class Paragraph:
    """Plain text, **bold** its only mark, and the ids of the claims it rests on."""

    text: str
    claims: tuple[str, ...]


@dataclass(frozen=True)
class Listing:
    """A bulleted list. `lead` is the line before it when that line ends with a colon."""

    lead: Paragraph | None
    items: tuple[Paragraph, ...]


@dataclass(frozen=True)
class Dots:
    """`on` of `of` dots filled, one dot a person."""

    on: int
    of: int


@dataclass(frozen=True)
class Box:
    """A panel of one of BOXES. It holds paragraphs, lists and dots, never a heading or a box."""

    kind: str
    title: str
    blocks: "tuple[Block, ...]"


Block = Heading | Paragraph | Listing | Dots | Box


class FrontMatter(_Record):
    """What an article says of itself. `checked_by` is a clinician; None: nobody has checked it."""

    title: str = Field(min_length=1)
    summary: str = Field(min_length=1)
    audience: tuple[Literal["worried", "diagnosed"], ...] = Field(alias="for", min_length=1)
    order: int
    claims: tuple[str, ...]
    sources: tuple[str, ...]
    written_by: str
    checked_by: str | None
    reviewed_on: dt.date | None
    written_on: dt.date
    review_due: dt.date

    @model_validator(mode="after")
    def _review_is_whole(self) -> Self:
        if (self.checked_by is None) != (self.reviewed_on is None):
            raise ValueError("checked_by and reviewed_on are given together or not at all")
        if self.checked_by == self.written_by:
            raise ValueError("the writer cannot check their own article")
        return self


class Article(FrontMatter):
    """An article: its front matter, its `slug` (the file name) and its blocks in order."""

    slug: str
    blocks: tuple[Block, ...]

    @property
    def minutes(self) -> int:
        """Reading time in whole minutes, rounded up, at least 1; source notes are not counted."""
        words = sum(len(text.split()) for text in words_of(self.blocks))
        return max(1, math.ceil(words / WORDS_PER_MINUTE))

    @property
    def cited(self) -> frozenset[str]:
        """The ids of all claims that its paragraphs and list items name."""
        return frozenset(claims_of(self.blocks))

    @property
    def note(self) -> str:
        """The line below the title: reading time, number of sources, review, date."""
        n = len(self.sources)
        review = "not yet reviewed by a clinician"
        if self.checked_by is not None and self.reviewed_on is not None:
            review = f"reviewed by {self.checked_by} on {_in_words(self.reviewed_on)}"
        return (
            f"{self.minutes} minute read · {n} source{'' if n == 1 else 's'} · {review} · "
            f"written {_in_words(self.written_on)}"
        )


@cache
def _claims_file() -> _ClaimsFile:
    return yaml_files.read_as(_ClaimsFile, paths.CONTENT / "claims.yaml")


@cache
def claims() -> Mapping[str, Claim]:
    """Return all claims by id. Raises DataFileError when content/claims.yaml is wrong."""
    return MappingProxyType({claim.id: claim for claim in _claims_file().claims})


@cache
def articles() -> tuple[Article, ...]:
    """Return all articles, by their `order` and then by slug. Raises DataFileError as they do."""
    found = (read_article(path) for path in (paths.CONTENT / "articles").glob("*.md"))
    return tuple(sorted(found, key=lambda one: (one.order, one.slug)))


def article(slug: str) -> Article | None:
    """Return the article called `slug`, or None when there is none by that name."""
    return next((one for one in articles() if one.slug == slug), None)


def read_article(path: Path) -> Article:
    """Return the article in the file at `path`; the file name without its ending is the slug.

    Raises DataFileError for a wrong front matter, a paragraph without claims, an unknown claim,
    a link, or notation that is not known; the message names the file and the line.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError:
        raise DataFileError(f"{path.name}: the file is not UTF-8 text") from None
    if lines[:1] != ["---"] or "---" not in lines[1:]:
        raise DataFileError(f"{path.name}, line 1: an article starts with front matter")
    end = lines.index("---", 1)
    # The empty first line keeps the line numbers of messages right.
    head = yaml_files.parse("\n".join(["", *lines[1:end]]), path.name)
    yaml_files.check(FrontMatter, head, path.name)
    numbered = [(n, line.rstrip()) for n, line in enumerate(lines, start=1)][end + 1 :]
    blocks = tuple(_Reader(path.name, numbered).blocks())
    return yaml_files.check(Article, {**head, "slug": path.stem, "blocks": blocks}, path.name)


class _Reader:
    """Reads the body of one article, line by line."""

    def __init__(self, name: str, lines: list[tuple[int, str]]) -> None:
        self._name = name
        self._lines = lines
        self._at = 0
        self._anchors: set[str] = set()

    def _wrong(self, number: int, problem: str) -> DataFileError:
        return DataFileError(f"{self._name}, line {number}: {problem}")

    def blocks(self, box_from: int | None = None) -> Iterator[Block]:
        """Yield blocks to the end of the text or, with `box_from` (a line number), of the box."""
        lead: Paragraph | None = None
        while self._at < len(self._lines):
            number, line = self._lines[self._at]
            if line.startswith("- "):
                yield Listing(lead, tuple(self._items()))
                lead = None
                continue
            if lead is not None and line:
                raise self._wrong(number, "a list must follow the line that ends with a colon")
            self._at += 1
            if line == ":::" and box_from is not None:
                return
            if heading := _HEADING.match(line):
                if box_from is not None:
                    raise self._wrong(number, "a heading cannot stand in a box")
                yield self._heading(number, heading)
            elif opening := _BOX.match(line):
                yield self._box(number, opening, nested=box_from is not None)
            elif dots := _DOTS.match(line):
                yield self._dots(number, dots)
            elif line:
                paragraph = self._claimed(number, line)
                if paragraph.text.endswith(":"):
                    lead = paragraph
                else:
                    yield paragraph
        if box_from is not None:
            raise self._wrong(box_from, "this box has no end (:::)")
        if lead is not None:
            raise self._wrong(self._lines[-1][0], "a list must follow a line ending with a colon")

    def _items(self) -> Iterator[Paragraph]:
        while self._at < len(self._lines) and self._lines[self._at][1].startswith("- "):
            number, line = self._lines[self._at]
            self._at += 1
            yield self._claimed(number, line.removeprefix("- "))

    def _claimed(self, number: int, line: str) -> Paragraph:
        if line.startswith(("#", ":::", "*", "|", ">", "`")) and not line.startswith("**"):
            raise self._wrong(number, f"{line.split()[0]!r} is not part of our notation")
        if "](" in line:
            raise self._wrong(number, "links are not allowed in an article")
        found = _CLAIMED.match(line)
        if found is None:
            raise self._wrong(number, "a paragraph must end with its claims, as in {claim-id}")
        ids = tuple(found["claims"].split())
        for claim in ids:
            if claim not in claims():
                raise self._wrong(number, f"{claim!r} is not in claims.yaml")
        return Paragraph(found["text"], ids)

    def _heading(self, number: int, found: re.Match[str]) -> Heading:
        anchor = re.sub(r"[^a-z0-9]+", "-", found["text"].lower()).strip("-")
        if anchor in self._anchors:
            raise self._wrong(number, "this heading is there twice")
        self._anchors.add(anchor)
        return Heading(len(found["marks"]), found["text"], anchor)

    def _box(self, number: int, found: re.Match[str], *, nested: bool) -> Box:
        if nested or found["kind"] not in BOXES:
            raise self._wrong(number, f"a box is one of {', '.join(BOXES)}, and not in another box")
        return Box(found["kind"], found["title"], tuple(self.blocks(box_from=number)))

    def _dots(self, number: int, found: re.Match[str]) -> Dots:
        on, of = int(found["on"]), int(found["of"])
        if not 0 <= on <= of <= 1000 or of == 0:
            raise self._wrong(number, "dots count from 0 to at most 1000")
        return Dots(on, of)


def paragraphs(blocks: Iterable[Block]) -> Iterator[Paragraph]:
    """Yield every paragraph, list lead and list item in reading order, boxes included."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block
        elif isinstance(block, Listing):
            if block.lead is not None:
                yield block.lead
            yield from block.items
        elif isinstance(block, Box):
            yield from paragraphs(block.blocks)


def claims_of(blocks: Iterable[Block]) -> tuple[str, ...]:
    """Return the claim ids of `blocks`, each once, in the order of their first use."""
    return tuple(dict.fromkeys(claim for one in paragraphs(blocks) for claim in one.claims))


def words_of(blocks: Iterable[Block]) -> Iterator[str]:
    """Yield all text a person reads in `blocks`: headings, box titles, paragraphs, items."""
    for block in blocks:
        if isinstance(block, Heading):
            yield block.text
        elif isinstance(block, Box):
            yield block.title
            yield from words_of(block.blocks)
        else:
            yield from (one.text for one in paragraphs([block]))


def to_html(block: Block) -> str:
    """Return `block` as HTML with every word escaped, then one mark that opens who says it."""
    return _body_html(block) + _sources_html(claims_of([block]))


def article_html(one: Article) -> str:
    """Return the whole article below its title as HTML, the list of its sources last."""
    body = "".join(to_html(block) for block in one.blocks)
    return f'<article class="bw-article">{body}{_all_sources_html(one)}</article>'


def _body_html(block: Block) -> str:
    match block:
        case Heading(level, text, anchor):
            return f'<h{level} id="{html.escape(anchor)}">{html.escape(text)}</h{level}>'
        case Paragraph(text, _):
            return f"<p>{_inline(text)}</p>"
        case Listing(lead, items):
            rows = "".join(f"<li>{_inline(item.text)}</li>" for item in items)
            return f'{_body_html(lead) if lead else ""}<ul class="bw-list">{rows}</ul>'
        case Dots(on, of):
            label = f"{of:,} dots, one for each person. {on:,} of them are filled."
            dots = '<i class="on"></i>' * on + "<i></i>" * (of - on)
            return f'<div class="bw-1000" role="img" aria-label="{label}">{dots}</div>'
        case Box(kind, title, blocks):
            inner = "".join(_body_html(one) for one in blocks)
            head = f"<h3>{html.escape(title)}</h3>"
            return f'<div class="bw-box {html.escape(kind)}">{head}{inner}</div>'


def _sources_html(ids: tuple[str, ...]) -> str:
    """Return the mark for the claims `ids`: who says each, their date, how sure; "" for none."""
    if not ids:
        return ""
    rows = []
    for claim in (claims()[one] for one in ids):
        said_by = "; ".join(_cite_dated(one) for one in claim.sources)
        notes = [_claims_file().how_sure[claim.sure], claim.quoted, claim.differs, claim.caution]
        note = " ".join(text for text in notes if text)
        rows.append(
            f"<li><b>{html.escape(claim.statement)}</b> {html.escape(said_by)}. "
            f"<i>{html.escape(note)}</i></li>"
        )
    return (
        '<details class="bw-src"><summary>Who says this</summary>'
        f"<ul>{''.join(rows)}</ul></details>"
    )


def _all_sources_html(one: Article) -> str:
    """Return the closing list: each source once, with its date, who pays and how far we read it."""
    places: dict[str, list[str]] = {source_id: [] for source_id in one.sources}
    for claim in claims_of(one.blocks):
        for used in claims()[claim].sources:
            if used.place not in places.setdefault(used.id, []):
                places[used.id].append(used.place)
    rows = "".join(
        f"<li>{html.escape(cite_in_full(source_id, '; '.join(found)))}</li>"
        for source_id, found in places.items()
    )
    return (
        f'<details class="bw-src all"><summary>All {len(places)} sources, with date and who pays'
        f"</summary><ul>{rows}</ul></details>"
    )


def _cite_dated(used: Reference) -> str:
    return f"{cite(used.id, used.place)}, {source(used.id).dated or 'no date'}"


def _inline(text: str) -> str:
    return _BOLD.sub(r"<b>\1</b>", html.escape(text))


def _in_words(day: dt.date) -> str:
    return f"{day.day} {day:%B %Y}"
