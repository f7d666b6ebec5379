"""Reads the body of an article: Markdown with a small, closed notation.

    ## Heading                      ### Smaller heading
    A paragraph, with **bold** words. {claim-id other-claim-id}
    - A list item. {claim-id}
    see: slug                       a way to another article; also slug#anchor, and see: check
    ::: disagree Title              a box; also danger, note and numbers; ends with :::
    dots 7 of 1000                  in a numbers box: 1,000 dots, 7 of them filled
    ::: picture NAME Title          a picture, with the same said in words inside
    ::: compare Title               a comparison; inside it only these lines:
    columns: | One | The other
    - **Row** | a cell | a cell {claim-id}

Every paragraph, list item and row ends with the ids of the claims it rests on. There are no links:
a link inside an article would load the app anew and could lose unsaved work.
"""

import re
from collections.abc import Iterator, Sequence

from backwatch.article_blocks import (
    BOXES,
    PICTURES,
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
from backwatch.claims import claims
from backwatch.yaml_files import DataFileError

_CLAIMED = re.compile(r"^(?P<text>.*\S)\s*\{(?P<claims>[a-z0-9 -]+)\}$")
_HEADING = re.compile(r"^(?P<marks>#{2,3}) (?P<text>.+)$")
_BOX = re.compile(r"^::: (?P<kind>[a-z]+) (?P<title>.+)$")
_PICTURE = re.compile(r"^(?P<name>[a-z-]+) (?P<title>.+)$")
_DOTS = re.compile(r"^dots (?P<on>\d+) of (?P<of>\d+)$")
_SEE = re.compile(r"^see: (?P<slug>[a-z0-9-]+)(?:#(?P<anchor>[a-z0-9-]+))?$")
_ROW_NAME = re.compile(r"^\*\*(?P<name>[^*]+)\*\*$")

USUAL_COLUMNS: tuple[str, ...] = ("Common back pain", "Pain that needs a check")


def read_blocks(name: str, lines: Sequence[tuple[int, str]]) -> tuple[Block, ...]:
    """Return the blocks of numbered `lines`. `name` is the file that messages speak of.

    Raises DataFileError, with file and line, for notation that is not known, a paragraph, item or
    row without claims, a claim that is not known, or a link.
    """
    return tuple(_Reader(name, lines).blocks())


class _Reader:
    """Reads line by line; `_at` is the index of the next line."""

    def __init__(self, name: str, lines: Sequence[tuple[int, str]]) -> None:
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
            if self._is_paragraph(line):
                paragraph = self._claimed(number, line)
                if paragraph.text.endswith(":"):
                    lead = paragraph
                else:
                    yield paragraph
            elif line:
                yield self._special(number, line, in_box=box_from is not None)
        if box_from is not None:
            raise self._wrong(box_from, "this box has no end (:::)")
        if lead is not None:
            raise self._wrong(self._lines[-1][0], "a list must follow a line ending with a colon")

    def _is_paragraph(self, line: str) -> bool:
        special = any(found.match(line) for found in (_HEADING, _BOX, _DOTS))
        return bool(line) and not special and not line.startswith("see:")

    def _special(self, number: int, line: str, *, in_box: bool) -> Block:
        if dots := _DOTS.match(line):
            return self._dots(number, dots)
        if in_box:
            raise self._wrong(number, "a box holds no heading, no other box and no see: line")
        if heading := _HEADING.match(line):
            return self._heading(number, heading)
        if see := _SEE.match(line):
            return See(see["slug"], see["anchor"], number)
        if opening := _BOX.match(line):
            return self._box(number, opening["kind"], opening["title"])
        raise self._wrong(number, "write see: slug, see: slug#anchor or see: check")

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
                raise self._wrong(number, f"{claim!r} is not among our claims")
        return Paragraph(found["text"], ids)

    def _heading(self, number: int, found: re.Match[str]) -> Heading:
        anchor = re.sub(r"[^a-z0-9]+", "-", found["text"].lower()).strip("-")
        if anchor in self._anchors:
            raise self._wrong(number, "this heading is there twice")
        self._anchors.add(anchor)
        return Heading(len(found["marks"]), found["text"], anchor)

    def _box(self, number: int, kind: str, title: str) -> Box | Picture | Compare:
        if kind == "compare":
            return self._compare(number, title)
        if kind == "picture":
            return self._picture(number, title)
        if kind not in BOXES:
            known = ", ".join((*BOXES, "picture", "compare"))
            raise self._wrong(number, f"a box is one of {known}")
        return Box(kind, title, tuple(self.blocks(box_from=number)))

    def _picture(self, number: int, rest: str) -> Picture:
        found = _PICTURE.match(rest)
        if found is None or found["name"] not in PICTURES:
            raise self._wrong(number, f"a picture is one of {', '.join(PICTURES)}, then its title")
        inside = tuple(self.blocks(box_from=number))
        if not any(isinstance(block, Paragraph | Listing) for block in inside):
            raise self._wrong(number, "a picture needs words that say the same")
        return Picture(found["name"], found["title"], inside)

    def _compare(self, number: int, title: str) -> Compare:
        columns, rows = USUAL_COLUMNS, list[Row]()
        while self._at < len(self._lines):
            at, line = self._lines[self._at]
            self._at += 1
            if line == ":::":
                if not rows:
                    raise self._wrong(number, "a comparison needs rows")
                return Compare(title, columns, tuple(rows))
            if line.startswith("columns:") and not rows:
                columns = self._columns(at, line)
            elif line.startswith("- "):
                rows.append(self._row(at, line, len(columns)))
            elif line:
                raise self._wrong(at, "a comparison holds columns: first, and then only rows")
        raise self._wrong(number, "this box has no end (:::)")

    def _columns(self, number: int, line: str) -> tuple[str, ...]:
        first, *names = (part.strip() for part in line.removeprefix("columns:").split("|"))
        if first or len(names) not in (2, 3) or not all(names):
            raise self._wrong(number, "write columns: | One | The other (two or three names)")
        return tuple(names)

    def _row(self, number: int, line: str, n: int) -> Row:
        paragraph = self._claimed(number, line.removeprefix("- "))
        first, *cells = (part.strip() for part in paragraph.text.split("|"))
        name = _ROW_NAME.match(first)
        if name is None or len(cells) != n or not all(cells):
            raise self._wrong(number, f"a row is - **Its name** and {n} cells, each after a |")
        return Row(name["name"], tuple(cells), paragraph.claims)

    def _dots(self, number: int, found: re.Match[str]) -> Dots:
        on, of = int(found["on"]), int(found["of"])
        if not 0 <= on <= of <= 1000 or of == 0:
            raise self._wrong(number, "dots count from 0 to at most 1000")
        return Dots(on, of)
