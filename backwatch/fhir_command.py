"""`python -m backwatch fhir`: answers and a diary as one FHIR document."""

import argparse
import datetime as dt
import hashlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from backwatch.export_command import THERE, BadInput, look_at_place, write_new

if TYPE_CHECKING:
    from backwatch.transfer import Table


def add_to(commands: Any, day: Callable[[str], dt.date]) -> None:
    """Add the command to the parser of the command line; `day` reads a calendar day."""
    command = commands.add_parser("fhir", help="answers and a diary as a FHIR document")
    command.add_argument("--answers", metavar="FILE", help="answers as .json or .yaml; - is stdin")
    command.add_argument("--diary", metavar="FILE", help="a diary as .csv; - is stdin")
    command.add_argument("--out", metavar="FILE", default=None, help="the file to write")
    command.add_argument("--today", type=day, default=None, help="the day of the document")
    command.add_argument("--notes", action="store_true", help="with notes and own words")
    command.add_argument("--snomed", action="store_true", help="with SNOMED CT codes")
    command.add_argument("--ids", metavar="TEXT", default=None, help="same text, same ids")
    command.add_argument("--force", action="store_true", help="replace a file of that name")


def place(arguments: argparse.Namespace, environ: Mapping[str, str]) -> Path:
    """Return where to write. Raises BadInput, before anything is read, where that cannot be."""
    from backwatch.store import StoreError, data_home

    if arguments.out is None:
        raise BadInput("name the file to write with --out.")
    if arguments.answers is None and arguments.diary is None:
        raise BadInput("give --answers, --diary, or both.")
    out = Path(arguments.out)
    try:
        look_at_place(out, data_home(environ), force=arguments.force)
    except StoreError as error:
        raise BadInput(str(error)) from None
    return out


def content(
    raw: Any,
    table: "Table | None",
    arguments: argparse.Namespace,
    *,
    typed: tuple[str | None, str | None],
    now: dt.datetime,
) -> bytes:
    """Return the document as JSON.

    Args:
        raw: the answers as read from JSON or YAML; None without any.
        typed: the texts of both files. Without --ids the ids are made of them: the same files give
            the same ids, other files others.
        now: the moment of the file. The day of the document is --today, else the last day of the
            diary, else the day of `now`.

    Raises AnswerError for answers that cannot be read.
    """
    from backwatch.outputs import fhir
    from backwatch.person import Person
    from backwatch.questionnaire import questionnaire

    answers = questionnaire().read(raw) if arguments.answers is not None else None
    entries = table.entries if table else ()
    last = max((entry.date for entry in entries), default=now.date())
    today: dt.date = arguments.today or last
    record = fhir.Record(
        Person(id="-"), answers, entries=[entry for entry in entries if entry.date <= today]
    )
    document = fhir.bundle(
        record,
        ids=fhir.namespace(_secret(arguments.ids, typed)),
        made_at=now,
        today=today,
        chosen=fhir.Chosen(notes=arguments.notes, snomed=arguments.snomed),
    )
    return fhir.written(document)


def _secret(ids: str | None, typed: tuple[str | None, str | None]) -> str:
    if ids is not None:
        return f"ids/{ids}"
    mark = hashlib.sha256(repr(typed).encode("utf-8", "backslashreplace")).hexdigest()
    return f"files/{mark}"


def write(out: Path, content: bytes, arguments: argparse.Namespace) -> None:
    """Write the file whole or not at all, for its owner only. Raises BadInput where it cannot."""
    try:
        write_new(out, content, force=arguments.force)
    except FileExistsError:
        raise BadInput(THERE) from None
    except OSError as error:
        raise BadInput(f"--out cannot be written ({error.strerror}).") from None
