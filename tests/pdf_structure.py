"""Whether a PDF can be read aloud and be trusted: our own check of tags, fonts and content.

`faults(file)` returns one sentence for each fault. The rules follow clauses of ISO 14289-1 (this is
PDF/UA-1), named beside each. They are our reading of it and no full validator. Needs pikepdf.
"""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from pikepdf import Array, Dictionary, Name

from tests import pdf_content
from tests.pdf_file import (
    CHILDREN,
    HEADINGS,
    PARENTS,
    RULES,
    STANDARD,
    File,
    Tag,
    faults,
    figures,
    rule,
)

__all__ = ["RULES", "File", "Tag", "faults", "figures", "pdf_content"]


# ------------------------------------------------------------------ the file as a whole
@rule
def version(file: File) -> Iterator[str]:
    """PDF 1.7 at most (6.1)."""
    if not re.match(rb"%PDF-1\.[0-7]\s", file.data[:10]):
        yield "the file is no PDF 1.0 to 1.7"


@rule
def identified(file: File) -> Iterator[str]:
    """The metadata say PDF/UA-1 (5)."""
    xmp = _xmp(file)
    if not re.search(r'pdfuaid:part(>|=")1\b', xmp):
        yield "the metadata do not say PDF/UA-1"


@rule
def titled(file: File) -> Iterator[str]:
    """The metadata hold a title (7.1)."""
    found = re.search(r"<dc:title>.*?<rdf:li[^>]*>(.*?)</rdf:li>", _xmp(file), re.S)
    if not found or not found.group(1).strip():
        yield "there is no title"


@rule
def title_shown(file: File) -> Iterator[str]:
    """The window shows the title, not the name of the file (7.1)."""
    if file.root.get("/ViewerPreferences", {}).get("/DisplayDocTitle") is not True:
        yield "the title is not shown"


@rule
def marked(file: File) -> Iterator[str]:
    """The file says that it is tagged, and nothing in it is suspect (7.1)."""
    info = file.root.get("/MarkInfo", {})
    if info.get("/Marked") is not True:
        yield "the file does not say that it is tagged"
    if info.get("/Suspects") is True:
        yield "the tags are suspect"


@rule
def language(file: File) -> Iterator[str]:
    """The file, and each element that says one, names a language (7.2)."""
    if not _is_language(file.root.get("/Lang")):
        yield "the file has no language"
    for tag in file.tags:
        if "/Lang" in tag.element and not _is_language(tag.element.Lang):
            yield f"{tag.role} has no language that is one"


@rule
def nothing_runs(file: File) -> Iterator[str]:
    """No script, no form, no attached file, no layer: a printed page needs none."""
    for key in ("/OpenAction", "/AA", "/AcroForm", "/OCProperties"):
        if key in file.root:
            yield f"the catalog has {key}"
    names = file.root.get("/Names", {})
    for key in ("/JavaScript", "/EmbeddedFiles"):
        if key in names:
            yield f"the catalog has {key}"


@rule
def not_locked(file: File) -> Iterator[str]:
    """A screen reader may read it (7.16)."""
    if file.pdf.is_encrypted:
        yield "the file is encrypted"


@rule
def annotations(file: File) -> Iterator[str]:
    """Every annotation says what it is and has its place in the tags (7.18)."""
    for number, page in enumerate(file.pdf.pages, 1):
        for note in page.get("/Annots", []):
            if not str(note.get("/Contents", "")).strip():
                yield f"page {number}: an annotation says nothing"
            if "/StructParent" not in note:
                yield f"page {number}: an annotation is in no tag"
        if page.get("/Annots") and page.get("/Tabs") != Name.S:
            yield f"page {number}: the order of tabs is not that of the tags"


# ------------------------------------------------------------------ tags
@rule
def tree(file: File) -> Iterator[str]:
    """There is a structure tree with one document at its top (7.1)."""
    if len(file.top) != 1 or file.top[0].kind != "Document":
        yield f"the top of the tags is {[tag.kind for tag in file.top]}"


@rule
def known_types(file: File) -> Iterator[str]:
    """Every element is of a standard type, or mapped to one; no standard type is mapped (7.1)."""
    for role in file.roles:
        if role in STANDARD:
            yield f"{role} means something else here"
    for tag in file.tags:
        if tag.kind not in STANDARD:
            yield f"{tag.role} is no standard type"


@rule
def parents(file: File) -> Iterator[str]:
    """Every element names the one around it (ISO 32000-1, 14.7.2)."""
    for tag in file.tags:
        around = tag.parent.element if tag.parent else file.root.StructTreeRoot
        if tag.element.get("/P") is None or tag.element.P.objgen != around.objgen:
            yield f"{tag.role} does not name the element around it"


@rule
def nesting(file: File) -> Iterator[str]:
    """Tables and lists hold only what belongs in them (7.5, 7.6)."""
    for tag in file.tags:
        inside = {child.kind for child in tag.children}
        if tag.kind in CHILDREN and not inside <= CHILDREN[tag.kind]:
            yield f"{tag.kind} holds {sorted(inside - CHILDREN[tag.kind])}"
        around = tag.parent.kind if tag.parent else ""
        if tag.kind in PARENTS and around not in PARENTS[tag.kind]:
            yield f"{tag.kind} stands in {around or 'nothing'}"


@rule
def headings(file: File) -> Iterator[str]:
    """Headings begin at the first level and skip none (7.4)."""
    before = 0
    for tag in file.tags:
        if tag.kind in HEADINGS:
            level = int(tag.kind[1])
            if level > before + 1:
                yield f"a heading of level {level} follows level {before}"
            before = level
        elif tag.kind == "H":
            yield "a heading has no level"
    if not before:
        yield "there is no heading"


@rule
def heading_text(file: File) -> Iterator[str]:
    """No heading is empty."""
    for tag in file.tags:
        if tag.kind in HEADINGS and not any(inner.content for inner in tag.all()):
            yield f"a heading {tag.kind} is empty"


@rule
def alternatives(file: File) -> Iterator[str]:
    """Every figure and formula says in words what it shows (7.3, 7.7)."""
    for tag in file.tags:
        if tag.kind in ("Figure", "Formula"):
            said = str(tag.element.get("/Alt", tag.element.get("/ActualText", ""))).strip()
            if len(said) < 5:
                yield f"a {tag.kind.lower()} says nothing"


@rule
def table_headers(file: File) -> Iterator[str]:
    """Every table has header cells, and each says for what it is the header (7.5)."""
    for table in file.tags:
        if table.kind != "Table":
            continue
        heads = [tag for tag in table.all() if tag.kind == "TH"]
        if not heads:
            yield "a table has no header"
        for head in heads:
            if _attribute(head, "/Scope") not in ("/Row", "/Column", "/Both"):
                yield "a header cell does not say what it heads"


@rule
def table_grid(file: File) -> Iterator[str]:
    """Every row of a table has as many columns (7.5)."""
    for table in file.tags:
        if table.kind != "Table":
            continue
        widths = []
        hanging: Counter[int] = Counter()  # columns that cells of earlier rows take, by row
        for number, row in enumerate(tag for tag in table.all() if tag.kind == "TR"):
            width = hanging[number]
            for cell in row.children:
                across = int(_attribute(cell, "/ColSpan") or 1)
                down = int(_attribute(cell, "/RowSpan") or 1)
                width += across
                for later in range(1, down):
                    hanging[number + later] += across
            widths.append(width)
        if len(set(widths)) > 1:
            yield f"the rows of a table have {sorted(set(widths))} columns"


@rule
def lists(file: File) -> Iterator[str]:
    """A list has items, and each item has a body (7.6)."""
    for tag in file.tags:
        kinds = [child.kind for child in tag.children]
        if tag.kind == "L" and "LI" not in kinds:
            yield "a list has no item"
        if tag.kind == "LI" and "LBody" not in kinds:
            yield "an item of a list has no body"


def _xmp(file: File) -> str:
    if "/Metadata" not in file.root:
        return ""
    return file.root.Metadata.read_bytes().decode("utf-8", "replace")


def _is_language(value: Any) -> bool:
    return bool(
        value is not None and re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*", str(value))
    )


def _attribute(tag: Tag, name: str) -> str:
    found = tag.element.get("/A", [])
    for one in found if isinstance(found, Array) else [found]:
        if isinstance(one, Dictionary) and name in one:
            return str(one[name])
    return ""
