"""The structure check finds nothing in our sheets, and finds each fault that is put into one."""

import io
from collections.abc import Callable
from typing import Any

import pytest

from tests.sheet_pages import PAPERS, typeset
from tests.unit.summary_people import bare, diary, emergency, rich

pikepdf = pytest.importorskip("pikepdf", reason="checking a PDF needs requirements-dev.txt")
from tests import pdf_file, pdf_structure  # noqa: E402

pytestmark = pytest.mark.sample


def small() -> bytes:
    """Return a good sheet with charts, tables, a list and a drawing."""
    return typeset(rich(days=diary(14), leave_out=("diary",)))


@pytest.mark.parametrize("paper", PAPERS)
def test_no_sheet_has_a_fault(paper: Any):
    for sheet in (rich(), bare(), emergency(), emergency(variant="emergency")):
        assert pdf_structure.faults(typeset(sheet, paper)) == []
    assert pdf_structure.faults(typeset(rich(), paper, large=True)) == []
    assert pdf_structure.faults(typeset(rich(days=diary(200), shown_days=150), paper)) == []


def test_there_are_more_than_twenty_rules_and_each_says_why():
    assert len(pdf_structure.RULES) >= 20
    assert all(check.__doc__ for check in pdf_structure.RULES)


def test_page_1_is_read_aloud_in_the_order_of_the_visit():
    file = pdf_structure.File(small())
    kinds = [tag.kind for tag in file.tags if tag.kind in ("H1", "Figure", "Table", "L")]
    # level, reasons, signs, both charts and key, change, tried, pain and drawing, rest, questions
    page_1 = "Figure H1 H1 H1 Figure H1 Figure Figure H1 Table H1 Table H1 Figure H1 H1 L"
    assert " ".join(kinds).startswith(page_1)


# ------------------------------------------------------------------ faults made on purpose
def tags(file: Any, kind: str) -> list[Any]:
    """Return the elements of one standard type."""
    data = io.BytesIO()
    file.save(data)
    roles = {str(k)[1:]: str(v)[1:] for k, v in file.Root.StructTreeRoot.RoleMap.items()}
    top = pdf_file._kids(file.Root.StructTreeRoot)
    found = [tag for each in top for tag in pdf_structure.Tag(each, None, roles).all()]
    return [tag.element for tag in found if tag.kind == kind]


def first_font(file: Any) -> Any:
    return next(iter(file.pages[0].Resources.Font.values()))


def content(file: Any, change: Callable[[bytes], bytes]) -> None:
    page = file.pages[0]
    page.contents_coalesce()
    before = page.Contents.read_bytes()
    after = change(before)
    assert after != before
    page.Contents.write(after)


def without(key: str) -> Callable[[Any], None]:
    return lambda file: file.Root.__delitem__(key)


def in_metadata(old: bytes, new: bytes) -> Callable[[Any], None]:
    def change(file: Any) -> None:
        before = file.Root.Metadata.read_bytes()
        assert old in before
        file.Root.Metadata.write(before.replace(old, new))

    return change


def of_tag(kind: str, change: Callable[[Any], Any]) -> Callable[[Any], None]:
    return lambda file: change(tags(file, kind)[0])


def set_to(**values: Any) -> Callable[[Any], None]:
    def change(element: Any) -> None:
        for key, value in values.items():
            element[f"/{key}"] = value

    return change


def drop(key: str) -> Callable[[Any], None]:
    return lambda element: element.__delitem__(f"/{key}")


def no_scope(head: Any) -> None:
    attributes = head.A if isinstance(head.A, pikepdf.Array) else [head.A]
    for one in attributes:
        if "/Scope" in one:
            del one["/Scope"]


def fewer_cells(row: Any) -> None:
    row.K = pikepdf.Array(list(row.K)[:-1])


def untagged(stream: bytes) -> bytes:
    return stream + b"\n0 0 10 10 re f\n"


def missing_letter(file: Any) -> None:
    font = next(iter(file.pages[0].Resources.Font.keys()))
    tagged = f"/Artifact BMC BT {font} 9 Tf <0000> Tj ET EMC".encode()
    content(file, lambda stream: stream + b"\n" + tagged)


def no_map(file: Any) -> None:
    for font in file.pages[0].Resources.Font.values():
        del font["/ToUnicode"]


def empty_map(file: Any) -> None:
    for font in file.pages[0].Resources.Font.values():
        font.ToUnicode.write(b"beginbfchar endbfchar")


def not_embedded(file: Any) -> None:
    descriptor = first_font(file).DescendantFonts[0].FontDescriptor
    for key in ("/FontFile2", "/FontFile3"):
        if key in descriptor:
            del descriptor[key]


def no_widths(file: Any) -> None:
    first_font(file).DescendantFonts[0].W = pikepdf.Array()


def a_note(file: Any) -> None:
    note = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Rect=[0, 0, 9, 9])
    file.pages[0].Annots = pikepdf.Array([file.make_indirect(note)])


def deeper_heading(file: Any) -> None:
    tags(file, "H1")[1].S = pikepdf.Name.H3


def mark_twice(file: Any) -> None:
    paragraphs = [p for p in tags(file, "P") if "/K" in p]
    paragraphs[1].K = paragraphs[0].K
    paragraphs[1].Pg = paragraphs[0].get("/Pg", file.pages[0].obj)


def unknown_mark(stream: bytes) -> bytes:
    return stream + b"\n/P <</MCID 9999>> BDC EMC\n"


FAULTS: dict[str, tuple[str, Callable[[Any], None]]] = {
    "no metadata": ("identified", without("/Metadata")),
    "not PDF/UA": ("identified", in_metadata(b"pdfuaid:part>1<", b"pdfuaid:part>2<")),
    "no title": ("titled", in_metadata(b"Back pain summary, Ann Example", b" ")),
    "title hidden": ("title_shown", without("/ViewerPreferences")),
    "not marked": ("marked", without("/MarkInfo")),
    "suspect": ("marked", lambda f: set_to(Suspects=True)(f.Root.MarkInfo)),
    "no language": ("language", without("/Lang")),
    "wrong language": ("language", lambda f: set_to(Lang="?!")(f.Root)),
    "a script": ("nothing_runs", lambda f: set_to(OpenAction=pikepdf.Dictionary())(f.Root)),
    "no tags": ("tree", without("/StructTreeRoot")),
    "no document": ("tree", of_tag("Document", set_to(S=pikepdf.Name.Sect))),
    "unknown type": ("known_types", of_tag("P", set_to(S=pikepdf.Name.Fancy))),
    "type turned": (
        "known_types",
        lambda f: set_to(P=pikepdf.Name.Span)(f.Root.StructTreeRoot.RoleMap),
    ),
    "no parent": ("parents", of_tag("Figure", drop("P"))),
    "row in a paragraph": ("nesting", of_tag("Table", set_to(S=pikepdf.Name.P))),
    "paragraph in a row": ("nesting", of_tag("TD", set_to(S=pikepdf.Name.P))),
    "heading skipped": ("headings", deeper_heading),
    "heading without level": ("headings", of_tag("H1", set_to(S=pikepdf.Name.H))),
    "empty heading": ("heading_text", of_tag("H1", drop("K"))),
    "no alternative": ("alternatives", of_tag("Figure", drop("Alt"))),
    "blank alternative": ("alternatives", of_tag("Figure", set_to(Alt="   "))),
    "no header": (
        "table_headers",
        lambda f: [set_to(S=pikepdf.Name.TD)(head) for head in tags(f, "TH")],
    ),
    "header of nothing": ("table_headers", of_tag("TH", no_scope)),
    "a cell too few": ("table_grid", lambda f: fewer_cells(tags(f, "TR")[2])),
    "no item": ("lists", of_tag("L", drop("K"))),
    "item without body": ("lists", of_tag("LBody", set_to(S=pikepdf.Name.Lbl))),
    "untagged shape": ("everything_tagged", lambda f: content(f, untagged)),
    "open mark": ("marks_end", lambda f: content(f, lambda s: s + b"\n/Artifact BMC\n")),
    "end too many": ("marks_end", lambda f: content(f, lambda s: s + b"\nEMC\n")),
    "content in decoration": (
        "decoration_apart",
        lambda f: content(f, lambda s: s + b"\n/Artifact BMC /P <</MCID 0>> BDC EMC EMC\n"),
    ),
    "mark of nobody": ("every_mark_used", lambda f: content(f, unknown_mark)),
    "mark of two": ("every_mark_used", mark_twice),
    "no way to the tags": ("parent_tree", lambda f: f.pages[0].__delitem__("/StructParents")),
    "font not in the file": ("embedded", not_embedded),
    "no letters": ("codes_have_letters", no_map),
    "letters unknown": ("codes_have_letters", empty_map),
    "missing letter": ("no_missing_shape", missing_letter),
    "no widths": ("shapes_have_widths", no_widths),
    "a silent note": ("annotations", a_note),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_that_is_put_in_is_found(name: str):
    rule, put_in = FAULTS[name]
    file = pikepdf.open(io.BytesIO(small()))
    put_in(file)
    data = io.BytesIO()
    file.save(data)
    assert any(fault.startswith(f"{rule}:") for fault in pdf_structure.faults(data.getvalue()))


def test_an_encrypted_file_and_a_newer_version_are_found():
    for rule, options in (
        ("not_locked", {"encryption": pikepdf.Encryption(owner="x", user="")}),
        ("version", {"force_version": "2.0"}),
    ):
        data = io.BytesIO()
        pikepdf.open(io.BytesIO(small())).save(data, **options)
        found = pdf_structure.faults(data.getvalue())
        assert any(fault.startswith(f"{rule}:") for fault in found)
