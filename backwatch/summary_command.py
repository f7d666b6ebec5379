"""`python -m backwatch summary`: the appointment summary as a PDF, from answers and a diary."""

import argparse
import contextlib
import datetime as dt
import os
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from backwatch.diary import Entry
from backwatch.questionnaire import Answers

PAPERS = ("a4", "letter")


def add_to(commands: Any, day: Callable[[str], dt.date]) -> None:
    """Add the command to the parser of the command line; `day` reads a calendar day."""
    command = commands.add_parser("summary", help="the appointment summary as a PDF")
    command.add_argument("--answers", metavar="FILE", required=True, help="as .json or .yaml")
    command.add_argument("--diary", metavar="FILE", required=True, help="a diary as .csv")
    command.add_argument("--out", metavar="FILE", required=True, help="the PDF to write")
    command.add_argument("--today", type=day, default=None, help="the day of the sheet")
    command.add_argument("--paper", choices=PAPERS, default="a4", help="a4, or US letter")
    command.add_argument("--large", action="store_true", help="large print")


def run(
    arguments: argparse.Namespace,
    answers: Answers,
    entries: Sequence[Entry],
    now: dt.datetime,
) -> str | None:
    """Write the PDF. Return None, or one plain sentence that says why there is none.

    Without `--today` the last entry's day is today; without an entry, the day of `now`, which is
    the time that the foot of the page names.
    """
    from backwatch import countries, sheet  # pandas: half a second
    from backwatch.outputs import pdf
    from backwatch.person import Person

    days = [entry.date for entry in entries]
    today: dt.date = arguments.today or max(days, default=now.date())
    summary = sheet.appointment(
        Person(id="-"),
        answers,
        today,
        [entry for entry in entries if entry.date <= today],
        countries.country(countries.DEFAULT),
        today=today,
    )
    try:
        made = pdf.pdf(summary, arguments.paper, made_at=now, large=arguments.large)
    except pdf.PdfNotMade:
        return "the PDF could not be made; is Typst installed (requirements.txt)?"
    try:
        _write(Path(arguments.out), made)
    except OSError as error:
        return f"--out cannot be written ({error.strerror})."
    return None


def _write(out: Path, made: bytes) -> None:
    """Write the file beside its place and move it there: never half a file."""
    handle, name = tempfile.mkstemp(dir=out.parent, prefix=".backwatch-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(made)
        Path(name).replace(out)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise
