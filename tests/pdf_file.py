"""A PDF opened for the structure check: its tags, its operators, and the list of rules."""

import io
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
        self.pages = [(page, self._operators(page)) for page in self.pdf.pages]
        self.shown: list[tuple[str, Any, set[int]]] | None = None  # kept by tests.pdf_content

    def _operators(self, page: Any) -> list[tuple[list[Any], str]]:
        """Return (operands, operator) of a page, read once for all rules."""
        return [(list(o), str(op)) for o, op in pikepdf.parse_content_stream(page)]


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
