"""The appointment summary as a PDF for paper and for screen readers (PDF/UA-1), and as a picture.

Data reach the template only as JSON, so nothing a person types can become Typst code. The same
summary, paper and time give the same bytes, except where a text needs letters that only this
computer's own fonts have.
"""

import calendar
import datetime as dt
import itertools
import json
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

from backwatch.outputs import letters, page_one
from backwatch.paths import ROOT
from backwatch.summary import AppointmentSummary
from backwatch.summary_words import words

Paper = Literal["a4", "letter"]
Template = Literal["cards.typ", "paper_diary.typ", "paper_check.typ"]

_LIMIT_SECONDS = 20
_PREVIEW_DPI = 120
MOST_DRAWN = 12  # pages; a diary table of years has more, and its drawings weigh megabytes
_NO_TYPST = 3  # exit status of the worker


class PdfNotMade(Exception):
    """No PDF or picture could be made. The message is one sentence for the person."""


def pdf(
    summary: AppointmentSummary,
    paper: Paper = "a4",
    *,
    made_at: dt.datetime,
    large: bool = False,
) -> bytes:
    """Return the sheet as a PDF/UA-1 file.

    Args:
        made_at: printed in the footer as it is, and the file's date (a time without a zone counts
            as UTC).
        large: 16 pt in one column, for the person; also where the summary's variant is "large".

    Raises:
        PdfNotMade: Typst is missing, failed or took more than 20 seconds.
    """
    made = _run(_job(summary, paper, made_at, large=large))
    if not _is_whole(made):
        raise PdfNotMade(_FAILED)
    return made


@dataclass(frozen=True)
class Drawn:
    """The PDF, and its pages as SVG drawings for the screen and the printer.

    count: how many pages there are. Only the first MOST_DRAWN are drawn.
    """

    pdf: bytes
    pages: tuple[str, ...]
    count: int


def drawn(
    summary: AppointmentSummary,
    paper: Paper = "a4",
    *,
    made_at: dt.datetime,
    large: bool = False,
) -> Drawn:
    """Return the PDF with drawings of its pages, made in one go. Arguments and errors as `pdf`."""
    made = _run(_job(summary, paper, made_at, large=large) | {"most": MOST_DRAWN})
    sizes, _, parts = made.partition(b"\n")
    try:
        count, *lengths = map(int, sizes.split())
        ends = [sum(lengths[:number]) for number in range(len(lengths) + 1)]
        whole, *drawings = [parts[start:end] for start, end in itertools.pairwise(ends)]
        pages = tuple(drawing.decode() for drawing in drawings)
    except ValueError:
        raise PdfNotMade(_FAILED) from None
    if not _is_whole(whole) or not pages or not all(page.startswith("<svg") for page in pages):
        raise PdfNotMade(_FAILED)
    return Drawn(whole, pages, count)


def _is_whole(made: bytes) -> bool:
    """Return whether these bytes begin and end as a PDF does: nobody is handed a broken file."""
    return made.startswith(b"%PDF-1.") and b"%%EOF" in made[-64:]


def missing_scripts(summary: AppointmentSummary) -> tuple[str, ...]:
    """Return the scripts, such as "Thai", that only this computer's own fonts may have letters for.

    Where they do not, the PDF says so in place of the letters; the text copy keeps them.
    """
    cleaned = letters.each_text(_plain(summary), letters.clean)
    found = [script for text in _texts(cleaned) for script in letters.missing_scripts(text)]
    return tuple(dict.fromkeys(found))


def png(
    summary: AppointmentSummary,
    page: int = 1,
    *,
    made_at: dt.datetime,
    paper: Paper = "a4",
    large: bool = False,
) -> bytes:
    """Return one page as a picture for the screen. Raises PdfNotMade, also for a page too many."""
    if page < 1:
        raise ValueError(f"pages count from 1, not {page}")
    made = _run(_job(summary, paper, made_at, large=large) | {"page": page})
    if not made.startswith(b"\x89PNG"):
        raise PdfNotMade(_FAILED)
    return made


def of_template(
    template: Template,
    data: Mapping[str, Any],
    paper: Paper = "a4",
    *,
    made_at: dt.datetime,
    page: int | None = None,
) -> bytes:
    """Return another paper as a PDF/UA-1 file, or one of its pages as a picture.

    Args:
        template: the name of its file in `templates`.
        data: plain data for the template, which also gets `paper`.
        made_at: the file's date; a time without a zone counts as UTC.
        page: the page to draw; None for the PDF.

    Raises:
        PdfNotMade: see `pdf`; also for a page too many.
    """
    _check(paper)
    cleaned = letters.each_text(dict(data), letters.clean)
    job = _whole_job(
        cleaned,
        lambda given: {**letters.each_text(given, letters.breakable), "paper": paper},
        made_at,
    )
    made = _run(job | {"template": template, "page": page})
    if not made.startswith(b"%PDF-1." if page is None else b"\x89PNG"):
        raise PdfNotMade(_FAILED)
    return made


_FAILED = "The PDF could not be made; please use the text copy instead."
_MISSING = "This computer has no PDF maker (Typst); please use the text copy instead."


def _run(job: dict[str, Any]) -> bytes:
    try:
        done = subprocess.run(  # nothing the person typed is in the command
            [sys.executable, "-m", "backwatch.outputs.pdf_worker"],
            input=given(job),
            capture_output=True,
            cwd=ROOT,
            timeout=_LIMIT_SECONDS,
            check=False,
        )
    except (OSError, subprocess.SubprocessError):
        raise PdfNotMade(_FAILED) from None
    if done.returncode:
        raise PdfNotMade(_MISSING if done.returncode == _NO_TYPST else _FAILED)
    return done.stdout


def given(job: dict[str, Any]) -> bytes:
    """Return what the worker reads: three lines, so that it needs no JSON of its own."""
    every = job["every_letter"]
    return "\n".join(
        (
            f"{job['timestamp']} {job['page'] or 0} {job['ppi']} {job['most']} {job['template']}",
            json.dumps(job["sheet"]),
            json.dumps(every) if every is not None else "",
        )
    ).encode()


def _job(
    summary: AppointmentSummary, paper: Paper, made_at: dt.datetime, *, large: bool = False
) -> dict[str, Any]:
    _check(paper)
    cleaned: dict[str, Any] = letters.each_text(_plain(summary), letters.clean)
    cleaned["story"] = letters.clean(summary.story, keep_lines=True)
    cleaned["large"] = large or summary.variant == "large"
    return _whole_job(cleaned, lambda given: _sheet(given, paper, made_at), made_at)


def _check(paper: str) -> None:
    if paper not in ("a4", "letter"):
        raise ValueError(f"paper is a4 or letter, not {paper!r}")


def _whole_job(
    cleaned: dict[str, Any],
    laid_out: Callable[[dict[str, Any]], dict[str, Any]],
    made_at: dt.datetime,
) -> dict[str, Any]:
    """Return what the worker reads. `laid_out` makes of cleaned data what the template reads."""
    missing = any(letters.has_missing(text) for text in _texts(cleaned))
    return {
        "sheet": laid_out(letters.each_text(cleaned, letters.mark_missing)),
        "every_letter": laid_out(cleaned) if missing else None,
        "timestamp": calendar.timegm(made_at.utctimetuple()),
        "page": None,
        "ppi": _PREVIEW_DPI,
        "most": 0,
        "template": "sheet.typ",
    }


def _plain(summary: AppointmentSummary) -> dict[str, Any]:
    plain = asdict(summary)
    if summary.chart:
        del plain["chart"]["start"]  # a date: the ticks say it in words
    return plain


def _sheet(data: dict[str, Any], paper: Paper, made_at: dt.datetime) -> dict[str, Any]:
    """Return what the template reads: the sheet whole and cut, the fixed words, the footer."""
    w = words()
    made = w.footer["made"].format(date=w.full_day(made_at.date()), time=f"{made_at:%H:%M}")
    fixed = w.model_dump(mode="json", exclude={"reviewed_by", "months", "weekdays", "numbers"})
    cuts = page_one.cuts(data, w.names, w.page_2["more"], w.numbers.first_minute)
    sheet = letters.each_text({**data, "cuts": cuts}, letters.breakable)
    return {
        **sheet,
        "w": fixed,
        "paper": paper,
        "footer": [*([sheet["name"]] if sheet["name"] else []), *sheet["version"], made],
    }


def _texts(value: Any) -> list[str]:
    found: list[str] = []

    def keep(text: str) -> str:
        found.append(text)
        return text

    letters.each_text(value, keep)
    return found
