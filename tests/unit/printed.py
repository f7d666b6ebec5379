"""What is on a printed paper: read back from the PDF itself."""

import functools
import io
import re
from typing import Any

import pytest

from backwatch.outputs import letters

MM = 72 / 25.4


@functools.cache
def pages(file: bytes) -> list[str]:
    """Return the text of each page, without the places where a long word may break."""
    pypdf = pytest.importorskip("pypdf", reason="reading a PDF back needs requirements-dev.txt")
    reader = pypdf.PdfReader(io.BytesIO(file))
    return [page.extract_text().replace(letters.BREAK, "") for page in reader.pages]


def squeezed(text: str) -> str:
    """Return the text without spaces: where lines end is no matter."""
    return re.sub(rf"[\s{letters.BREAK}]", "", text)


def opened(file: bytes) -> Any:
    pikepdf = pytest.importorskip("pikepdf", reason="looking into a PDF: requirements-dev.txt")
    return pikepdf.open(io.BytesIO(file))


def size_in_mm(file: bytes) -> set[tuple[int, int]]:
    """Return the width and height of the pages."""
    return {
        (round(float(box[2]) / MM), round(float(box[3]) / MM))
        for box in (page.mediabox for page in opened(file).pages)
    }


def channels(file: bytes) -> set[int]:
    """Return how many numbers the colours of all pages have: 1 is grey, 3 or 4 are colours."""
    import pikepdf

    found = set()
    for page in opened(file).pages:
        for step in pikepdf.parse_content_stream(page):
            name = str(step.operator)
            if name in ("g", "G", "rg", "RG", "k", "K"):
                found.add(len(step.operands))
            if name in ("sc", "SC", "scn", "SCN"):
                found.add(sum(not isinstance(each, pikepdf.Name) for each in step.operands))
        for space in (page.Resources.get("/ColorSpace") or {}).values():
            if isinstance(space, pikepdf.Array) and "/N" in (space[1] if len(space) > 1 else ()):
                found.add(int(space[1].N))
    return found


def glyphs_without_shape(file: bytes) -> int:
    """Return how many letters are drawn as the empty box (glyph 0)."""
    import pikepdf

    empty = 0
    for page in opened(file).pages:
        for step in pikepdf.parse_content_stream(page):
            if str(step.operator) not in ("Tj", "TJ"):
                continue
            for part in step.operands[0] if str(step.operator) == "TJ" else step.operands:
                if isinstance(part, pikepdf.String):
                    raw = bytes(part)
                    codes = [raw[at : at + 2] for at in range(0, len(raw), 2)]
                    empty += codes.count(b"\0\0")
    return empty


def structure_faults(file: bytes) -> list[str]:
    """Return what keeps a screen reader from reading the paper (PDF/UA-1), one sentence each."""
    pytest.importorskip("pikepdf", reason="looking into a PDF: requirements-dev.txt")
    from tests import pdf_structure

    return pdf_structure.faults(file)
