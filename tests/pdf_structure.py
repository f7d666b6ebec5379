"""Whether a PDF can be read aloud and be trusted: our own check of tags, fonts and content.

`faults(file)` returns one sentence for each fault. The rules follow clauses of ISO 14289-1 (this is
PDF/UA-1), named beside each. They are our reading of it and no full validator. Needs pikepdf.
"""

import io
import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

SHOW_TEXT = frozenset(("Tj", "TJ", "'", '"'))
PAINT = frozenset(("f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "sh", "Do", "INLINE IMAGE"))
HEADINGS = tuple(f"H{level}" for level in range(1, 7))
GROUPS = frozenset(("Document", "Part", "Art", "Sect", "Div", "BlockQuote", "Caption", "NonStruct"))
STANDARD = GROUPS.union(
    HEADINGS,
    ("TOC", "TOCI", "Index", "Private", "P", "H", "L", "LI", "Lbl", "LBody", "Span", "Quote"),
    ("Table", "TR", "TH", "TD", "THead", "TBody", "TFoot", "Note", "Reference", "BibEntry"),
    ("Code", "Link", "Annot", "Ruby", "Warichu", "Figure", "Formula", "Form"),
)
CHILDREN = {  # what may stand inside, where that is limited
    "Table": {"TR", "THead", "TBody", "TFoot", "Caption"},
    "THead": {"TR"},
    "TBody": {"TR"},
    "TFoot": {"TR"},
    "TR": {"TH", "TD"},
    "L": {"L", "LI", "Caption"},
    "LI": {"Lbl", "LBody"},
}
PARENTS = {  # what must stand around it
    "TR": {"Table", "THead", "TBody", "TFoot"},
    "TH": {"TR"},
    "TD": {"TR"},
    "THead": {"Table"},
    "TBody": {"Table"},
    "LI": {"L"},
    "LBody": {"LI"},
}


class Tag:
    """One element of the structure tree: its role, standard type, children and marked content."""

    def __init__(self, element: Any, parent: "Tag | None", roles: dict[str, str]) -> None:
        self.element, self.parent = element, parent
        self.role = str(element.get("/S", "/"))[1:]
        self.kind = roles.get(self.role, self.role)
        self.children: list[Tag] = []
        self.content: list[tuple[Any, int]] = []  # (page object, mark)
        for kid in _kids(element):
            if isinstance(kid, Dictionary) and "/S" in kid:
                self.children.append(Tag(kid, self, roles))
            elif isinstance(kid, Dictionary) and kid.get("/Type") == Name.MCR:
                self.content.append((kid.get("/Pg", element.get("/Pg")), int(kid.MCID)))
            elif not isinstance(kid, Dictionary):
                self.content.append((element.get("/Pg"), int(kid)))

    def all(self) -> Iterator["Tag"]:
        """Return this element and all inside it, in reading order."""
        yield self
        for child in self.children:
            yield from child.all()


def _kids(element: Any) -> list[Any]:
    kids = element.get("/K")
    if kids is None:
        return []
    return list(kids) if isinstance(kids, Array) else [kids]


class File:
    """An open PDF with its tags and the operators of its pages."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.pdf = pikepdf.open(io.BytesIO(data))
        self.root = self.pdf.Root
        tree = self.root.get("/StructTreeRoot", Dictionary())
        self.roles = {
            str(key)[1:]: str(value)[1:] for key, value in tree.get("/RoleMap", {}).items()
        }
        self.top = [
            Tag(kid, None, self.roles) for kid in _kids(tree) if isinstance(kid, Dictionary)
        ]
        self.tags = [tag for top in self.top for tag in top.all()]

    def operators(self, stream: Any) -> list[tuple[list[Any], str]]:
        """Return (operands, operator) of a page or another content stream."""
        return [(list(o), str(op)) for o, op in pikepdf.parse_content_stream(stream)]


def figures(data: bytes) -> list[str]:
    """Return the text alternative of each figure, in reading order."""
    file = File(data)  # kept open while its elements are read
    return [str(tag.element.get("/Alt", "")) for tag in file.tags if tag.kind == "Figure"]


Rule = Callable[[File], Iterator[str]]
RULES: list[Rule] = []


def rule(check: Rule) -> Rule:
    """Add a check to the rules."""
    RULES.append(check)
    return check


def faults(data: bytes) -> list[str]:
    """Return every fault of a file, in the order of the rules; empty for none."""
    file = File(data)
    return [f"{check.__name__}: {fault}" for check in RULES for fault in check(file)]


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


# ------------------------------------------------------------------ content
def _walk(file: File) -> Iterator[tuple[int, Any, list[Any], str, list[str | int]]]:
    """Return (page number, page, operands, operator, open marks) of every page in turn.

    A mark is its number, or the name of a kind such as "/Artifact".
    """
    for number, page in enumerate(file.pdf.pages, 1):
        marks: list[str | int] = []
        for operands, operator in file.operators(page):
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
    return list(found.values())


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
