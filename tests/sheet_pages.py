"""Sheets as PDF for the tests: typeset in this process, read back, made up to be far too long.

`python -m tests.sheet_pages` draws the picture anew that page 1 is compared with: look at it.
"""

import dataclasses
import io
import json
import random
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from backwatch.outputs import letters, page_one, pdf, pdf_worker
from backwatch.summary import AppointmentSummary, ReasonLine, TriedLine
from tests.unit.summary_people import MADE_AT, diary, rich

PAPERS: tuple[pdf.Paper, ...] = ("a4", "letter")
PICTURE = Path(__file__).parent / "unit" / "sheet_page_1.png"
FAR_TOO_LONG = 1.8  # times every limit of page 1


@cache
def _fonts() -> Any:
    typst = pytest.importorskip("typst")
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(letters.FONTS)]
    )


def _given(sheet: AppointmentSummary, paper: pdf.Paper, large: bool) -> dict[str, Any]:
    job = pdf._job(sheet, paper, MADE_AT, large=large)
    given = {"data": json.dumps(job["sheet"])}
    return {"font_paths": _fonts(), "sys_inputs": given}


@cache
def typeset(sheet: AppointmentSummary, paper: pdf.Paper = "a4", *, large: bool = False) -> bytes:
    """Return the PDF, made by the same template and data as in the app, without a child."""
    typst = pytest.importorskip("typst")
    return typst.compile(
        pdf_worker.template(), pdf_standards=["ua-1"], timestamp=0, **_given(sheet, paper, large)
    )


def fit(sheet: AppointmentSummary, paper: pdf.Paper = "a4") -> dict[str, float]:
    """Return which cut and step was taken, and how much of page 1 it uses, in mm."""
    typst = pytest.importorskip("typst")
    found = typst.query(
        pdf_worker.template(), "<fit>", field="value", one=True, **_given(sheet, paper, False)
    )
    return json.loads(found)


def reader(file: bytes) -> Any:
    """Return the PDF opened by pypdf; skips the test where that is not installed."""
    pypdf = pytest.importorskip("pypdf", reason="reading a PDF back needs requirements-dev.txt")
    return pypdf.PdfReader(io.BytesIO(file))


@cache
def pages(file: bytes) -> list[str]:
    """Return the text of each page, without the places where a long word may break."""
    return [page.extract_text().replace(letters.BREAK, "") for page in reader(file).pages]


def flat(text: str) -> str:
    """Return the text on one line."""
    return " ".join(text.split())


def bare_letters(text: str) -> str:
    """Return the text without spaces: where lines end is no matter."""
    return re.sub(rf"[\s{letters.BREAK}]", "", text)


def drawn(file: bytes, page: int = 0) -> list[str]:
    """Return the drawing commands of a page: "c" a curve, "l" a straight piece, "m" a new path."""
    return [op.decode() for _, op in reader(file).pages[page].get_contents().operations]


def texts(value: Any) -> list[str]:
    """Return every text in plain data."""
    if isinstance(value, dict):
        return [text for item in value.values() for text in texts(item)]
    if isinstance(value, list | tuple):
        return [text for item in value for text in texts(item)]
    return [value] if isinstance(value, str) else []


def printed_texts(sheet: AppointmentSummary) -> list[str]:
    """Return every text that must be on paper somewhere: not the pictures' own descriptions."""
    plain = dataclasses.asdict(sheet)
    emergency = sheet.variant == "emergency"
    hidden = ["map_alt", "zones", "spread_zones", "variant"]
    if emergency:  # one page for the emergency room; the other sheet has the rest
        hidden += [
            *("chart", "change", "change_heading", "change_columns", "tried", "background"),
            *("questions", "help_heading", "help_signs", "line", "safety_net", "story"),
            *("screening", "sources", "diary", "diary_columns", "diary_note", "left_out"),
        ]
    else:
        hidden += ["since", "call", "pain_now"]
    for key in hidden:
        del plain[key]
    del plain["level"]["alt"]
    if plain.get("chart"):
        for key in ("alt", "nights_alt", "unit", "bars"):
            del plain["chart"][key]
    elif not emergency:
        for key in ("change_heading", "change_columns"):
            del plain[key]
    # "Not asked: none" is not printed.
    plain["danger"] = [
        row[1:] for row in plain["danger"] if row[2] or row[0] in ("yes", "not_sure", "no")
    ]
    if emergency:  # there the answer stands beside each sign
        plain["danger"] = [(label.rstrip(":"), signs) for label, signs in plain["danger"]]
    if sheet.reasons:
        del plain["no_reasons"]
    if not emergency and not sheet.diary:
        for key in ("diary_note", "diary_columns"):
            del plain[key]
    return [text for text in texts(plain) if text]


def lost(sheet: AppointmentSummary, paper: pdf.Paper = "a4", *, large: bool = False) -> list[str]:
    """Return the texts of the sheet that are on no page."""
    file = typeset(sheet, paper, large=large)
    # A text may go on over the page: take the foot of each page away.
    foot = bare_letters("·".join(pdf._job(sheet, paper, MADE_AT)["sheet"]["footer"]))
    bodies = [bare_letters(page).rpartition(foot)[0] for page in pages(file)]
    assert all(bodies)
    everything = "".join((*bodies, foot))
    return [text for text in printed_texts(sheet) if bare_letters(text) not in everything]


def too_long(seed: int, variant: str = "normal") -> AppointmentSummary:
    """Return a sheet whose every list and text is up to 1.8 times as long as page 1 takes."""
    chance = random.Random(seed)  # noqa: S311 (the same sheets every time)

    def words(limit: int) -> str:
        most = max(4, int(limit * FAR_TOO_LONG))
        text = ""
        while len(text) < most:
            word = "".join(chance.choices("abcdefghilmnoprstu", k=chance.randint(2, 11)))
            text += word + chance.choice([" ", " ", " ", ", ", "; ", ". "])
        return text[: chance.randint(most // 2, most)].strip(" ,;.") + "x"

    def many(count: int, limit: int) -> tuple[str, ...]:
        return tuple(words(limit) for _ in range(chance.randint(0, int(count * FAR_TOO_LONG))))

    def rows(key: str, count: int) -> tuple[tuple[str, str], ...]:
        label, text = page_one._ROWS[key]
        made = range(chance.randint(0, int(count * FAR_TOO_LONG)))
        return tuple((words(label), words(text)) for _ in made)

    def records(key: str, kind: type, count: int) -> tuple[Any, ...]:
        limits = page_one._RECORDS[key]
        made = range(chance.randint(1, int(count * FAR_TOO_LONG)))
        return tuple(kind(**{name: words(most) for name, most in limits.items()}) for _ in made)

    sheet = rich(
        days=diary(chance.choice([0, 3, 20, 56, 300])), shown_days=chance.choice([56, 365])
    )
    signs = {name: many(4 if name in ("yes", "not_sure") else 8, 42) for name, _, _ in sheet.danger}
    return dataclasses.replace(
        sheet,
        variant=variant,
        **{key: words(limit) for key, limit in page_one._TEXTS.items()},
        **{key: many(*limits) for key, limits in page_one._LISTS.items()},
        **{key: rows(key, 9) for key in page_one._ROWS},
        reasons=records("reasons", ReasonLine, 5),
        tried=records("tried", TriedLine, 5),
        also=many(8, 60),
        danger=tuple((name, label, signs[name]) for name, label, _ in sheet.danger),
        since=tuple((sign, words(30)) for key in ("yes", "not_sure") for sign in signs[key]),
        story=words(1500),
    )


def picture() -> bytes:
    """Return page 1 of the example as a small grey-scale picture."""
    typst = pytest.importorskip("typst")
    given = _given(rich(leave_out=("diary",)), "a4", False)
    made = typst.compile(pdf_worker.template(), format="png", ppi=50, timestamp=0, **given)
    return made[0] if isinstance(made, list) else made


if __name__ == "__main__":
    PICTURE.write_bytes(picture())
