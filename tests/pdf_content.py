"""Rules of the structure check for what is painted on the pages, and for the fonts."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

from tests.pdf_file import PAINT, SHOW_TEXT, File, rule


# ------------------------------------------------------------------ content
def _walk(file: File) -> Iterator[tuple[int, Any, list[Any], str, list[str | int]]]:
    """Return (page number, page, operands, operator, open marks) of every page in turn.

    A mark is its number, or the name of a kind such as "/Artifact".
    """
    for number, (page, operators) in enumerate(file.pages, 1):
        marks: list[str | int] = []
        for operands, operator in operators:
            if operator == "BDC":
                given = operands[1]
                if isinstance(given, Name):
                    given = page.Resources.Properties[given]
                marks.append(int(given.MCID) if "/MCID" in given else str(operands[0]))
            elif operator == "BMC":
                marks.append(str(operands[0]))
            yield number, page, operands, operator, marks
            if operator == "EMC":
                if marks:
                    marks.pop()
                else:
                    yield number, page, [], "EMC without a begin", marks
        if marks:
            yield number, page, [], "no end", marks


@rule
def everything_tagged(file: File) -> Iterator[str]:
    """Whatever is painted belongs to an element or is marked as decoration (7.1)."""
    for number, _, _, operator, marks in _walk(file):
        if operator in SHOW_TEXT | PAINT and not any(
            isinstance(mark, int) or mark == "/Artifact" for mark in marks
        ):
            yield f"page {number}: {operator} is in no tag"


@rule
def marks_end(file: File) -> Iterator[str]:
    """Every mark that begins ends."""
    for number, _, _, operator, _ in _walk(file):
        if operator in ("EMC without a begin", "no end"):
            yield f"page {number}: {operator}"


@rule
def decoration_apart(file: File) -> Iterator[str]:
    """Nothing is decoration and content at once (7.1)."""
    for number, _, _, operator, marks in _walk(file):
        if (
            operator in ("BDC", "BMC")
            and "/Artifact" in marks
            and any(isinstance(mark, int) for mark in marks)
        ):
            yield f"page {number}: decoration and content in one another"


@rule
def every_mark_used(file: File) -> Iterator[str]:
    """The marks of the pages are those of the tags, each once (7.1)."""
    used = Counter((page.objgen, mark) for tag in file.tags for page, mark in tag.content)
    found: Counter[Any] = Counter()
    for _, page, _, operator, marks in _walk(file):
        if operator == "BDC" and marks and isinstance(marks[-1], int):
            found[(page.objgen, marks[-1])] += 1
    for (_, mark), times in used.items():
        if times > 1:
            yield f"mark {mark} belongs to several elements"
    for key in sorted(found.keys() - used.keys()):
        yield f"mark {key[1]} belongs to no element"
    for key in sorted(used.keys() - found.keys()):
        yield f"mark {key[1]} is on no page"
    for (_, mark), times in found.items():
        if times > 1:
            yield f"mark {mark} is there {times} times"


@rule
def parent_tree(file: File) -> Iterator[str]:
    """Every page leads from its marks to the tags (ISO 32000-1, 14.7.4.4)."""
    numbers = file.root.get("/StructTreeRoot", {}).get("/ParentTree")
    keys = set(pikepdf.NumberTree(numbers).keys()) if numbers is not None else set()
    for number, page in enumerate(file.pdf.pages, 1):
        if page.get("/StructParents") not in keys:
            yield f"page {number} does not lead to the tags"


# ------------------------------------------------------------------ fonts
def _fonts(file: File) -> Iterator[tuple[str, Any]]:
    seen = set()
    for page in file.pdf.pages:
        for font in page.get("/Resources", {}).get("/Font", {}).values():
            if font.objgen not in seen:
                seen.add(font.objgen)
                yield str(font.get("/BaseFont", "?")), font


def _descriptor(font: Any) -> Any:
    inner = font.DescendantFonts[0] if "/DescendantFonts" in font else font
    return inner.get("/FontDescriptor", Dictionary())


@rule
def embedded(file: File) -> Iterator[str]:
    """Every font is in the file (7.21.4.1)."""
    for name, font in _fonts(file):
        if not {"/FontFile", "/FontFile2", "/FontFile3"} & set(_descriptor(font).keys()):
            yield f"{name} is not in the file"


@rule
def codes_have_letters(file: File) -> Iterator[str]:
    """Every shape on a page leads to the letters that it stands for (7.21.7)."""
    for name, font, codes in _shown(file):
        if "/ToUnicode" not in font:
            yield f"{name} does not say which letters it shows"
            continue
        known = _letters(font.ToUnicode.read_bytes())
        for code in sorted(codes):
            text = known.get(code, "")
            if not text or any(ord(letter) in (0, 0xFEFF, 0xFFFE) for letter in text):
                yield f"{name}: code {code} leads to no letter"


@rule
def no_missing_shape(file: File) -> Iterator[str]:
    """The shape for a letter that a font does not have is never shown (7.21.8)."""
    for name, _, codes in _shown(file):
        if 0 in codes:
            yield f"{name} shows the sign for a missing letter"


@rule
def shapes_have_widths(file: File) -> Iterator[str]:
    """Every shape that is shown has its width in the file (7.21.5)."""
    for name, font, codes in _shown(file):
        if "/DescendantFonts" not in font:
            continue
        widths = _widths(font.DescendantFonts[0])
        for code in sorted(codes - widths):
            yield f"{name}: code {code} has no width"


def _shown(file: File) -> list[tuple[str, Any, set[int]]]:
    """Return (name, font, codes shown on the pages). Codes have two bytes, as Typst writes them."""
    if file.shown is not None:
        return file.shown
    found: dict[Any, tuple[str, Any, set[int]]] = {}
    font: Any = None
    for _, page, operands, operator, _ in _walk(file):
        if operator == "Tf":
            font = page.Resources.Font[operands[0]]
        elif operator in SHOW_TEXT and font is not None:
            entry = found.setdefault(font.objgen, (str(font.BaseFont), font, set()))
            parts = operands[-1] if operator == "TJ" else [operands[-1]]
            for part in parts:
                if isinstance(part, pikepdf.String):
                    raw = bytes(part)
                    entry[2].update(
                        int.from_bytes(raw[at : at + 2], "big") for at in range(0, len(raw), 2)
                    )
    file.shown = list(found.values())
    return file.shown


def _letters(cmap: bytes) -> dict[int, str]:
    """Return {code: letters} of a character map for reading back."""
    found: dict[int, str] = {}

    def text(hexes: bytes) -> str:
        return bytes.fromhex(hexes.decode()).decode("utf-16-be", "replace")

    for block in re.findall(rb"beginbfchar(.*?)endbfchar", cmap, re.S):
        for code, letters in re.findall(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]*)>", block):
            found[int(code, 16)] = text(letters)
    for block in re.findall(rb"beginbfrange(.*?)endbfrange", cmap, re.S):
        ranges = rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>"
        for first, last, letters in re.findall(ranges, block):
            start = text(letters)
            for step in range(int(last, 16) - int(first, 16) + 1):
                found[int(first, 16) + step] = start[:-1] + chr(ord(start[-1]) + step)
    return found


def _widths(font: Any) -> set[int]:
    """Return the codes that have a width of their own."""
    found: set[int] = set()
    parts = list(font.get("/W", []))
    while parts:
        first, second = int(parts[0]), parts[1]
        if isinstance(second, Array):
            found.update(range(first, first + len(second)))
            parts = parts[2:]
        else:
            found.update(range(first, int(second) + 1))
            parts = parts[3:]
    return found
