"""`python -m backwatch import`: the diary of another app, or any table, as our own table."""

import argparse
import contextlib
import datetime as dt
import gc
import json
import os
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from backwatch.importers import Preview, Records
    from backwatch.transfer import Table

BAD_INPUT = 2
# The table has no column for it; a fixed moment makes the same file give the same entries.
_RECORDED = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


class _BadInput(ValueError):
    """What was given cannot be read. The message is one plain sentence."""


def add_to(commands: Any) -> None:
    """Add the command to the parser of the command line."""
    command = commands.add_parser("import", help="another app's diary, or a table, as our table")
    command.add_argument("file", help="the file that the app exported; - is standard input")
    command.add_argument("--format", default="auto", help="the app; without it the file tells")
    command.add_argument("--zone", default=None, help="your time zone, such as Europe/Berlin")
    command.add_argument("--date-order", default=None, help="dmy or mdy, for days as 03/04/2026")
    command.add_argument("--columns", metavar="MAP.yaml", help="which column is which")
    command.add_argument("--preview", action="store_true", help="show the rows, write nothing")
    command.add_argument("--out", metavar="FILE", default=None, help="the table to write")


def run(arguments: argparse.Namespace) -> int:
    """Run the command and return the exit status: 0 done, 2 something given was wrong."""
    from backwatch import importers

    try:
        _run(arguments)
    except _BadInput as error:
        print(f"backwatch: {error}", file=sys.stderr)
        return BAD_INPUT
    except importers.BadImport as error:
        print(f"backwatch: {_in_one_line(arguments.file)}: {error}", file=sys.stderr)
        return BAD_INPUT
    return 0


def _run(arguments: argparse.Namespace) -> None:
    from backwatch import importers, transfer

    if not arguments.preview and arguments.out is None:
        raise _BadInput("name the table to write with --out, or add --preview.")
    if arguments.format != "auto" and arguments.format not in importers.FORMATS:
        known = ", ".join(importers.FORMATS)
        raise _BadInput(f"there is no format of this name; choose one of {known}.")
    if arguments.date_order not in (None, "dmy", "mdy"):
        raise _BadInput("give --date-order as dmy or mdy.")
    zone = _zone(arguments.zone)
    data = _data(arguments.file)
    if _is_own(data, arguments):
        with _without_collecting():
            table = _own(data)
            _write(arguments, transfer.write_table(table.entries))
            _print(_report_of_own(table))
        return
    columns = None
    if arguments.columns is not None:
        text = importers.open_text(_data(arguments.columns))
        columns = importers.column_map_from_yaml(text, Path(arguments.columns).name)
    preview = _read(data, arguments, zone, columns)
    if arguments.preview:
        sys.stdout.write(importers.to_csv(preview.rows))
        return
    if preview.blocked:
        raise importers.BadImport(_blocked(preview))
    records = importers.to_records(preview.rows, "-", _RECORDED)
    _write(arguments, transfer.write_table(records.entries))
    _print(_report(preview, records))


def _print(report: Mapping[str, Any]) -> None:
    print(json.dumps(report, ensure_ascii=False, indent=2))


@contextlib.contextmanager
def _without_collecting() -> Iterator[None]:
    """Let Python not look for rubbish meanwhile: nothing is let go of, and it takes a third."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _is_own(data: bytes, arguments: argparse.Namespace) -> bool:
    """Return whether this is our own table, to be written and not to be shown."""
    from backwatch import importers

    if arguments.preview or arguments.columns or arguments.format not in ("auto", "backwatch"):
        return False
    return importers.detect(data) == "backwatch"


def _own(data: bytes) -> "Table":
    """Return our own table as it is read everywhere, without rows for a preview: twice as fast."""
    from backwatch import importers, transfer

    try:
        return transfer.read_table(importers.open_text(data))
    except transfer.BadTable as error:
        raise importers.BadImport(str(error)) from None


def _report_of_own(table: "Table") -> Mapping[str, Any]:
    """Return what `_report` says of the same table."""
    from backwatch import transfer

    names = [name for name in transfer.COLUMNS if name not in ("date", "time")]
    nothing: tuple[Any, ...] = (None, "", (), {})
    cells = [sum(getattr(e, name) not in nothing for name in names) for e in table.entries]
    empty = cells.count(0)
    return {
        "format": "backwatch",
        "accepted": sum(cells) + empty,
        "skipped": 0,
        "entries": len(table.entries),
        "treatments": [],
        "not_kept": [],
        "not_read": {name: 1 for name in table.unknown_columns if name},
        "doubts": {"empty": empty} if empty else {},
        "check_now": [],
    }


def _read(
    data: bytes, arguments: argparse.Namespace, zone: ZoneInfo | None, columns: Any
) -> "Preview":
    from backwatch import importers

    try:
        return importers.read(
            data,
            arguments.file,
            format=arguments.format,
            zone=zone,
            date_order=arguments.date_order,
            columns=columns,
        )
    except importers.NeedsColumns as error:
        pairs = dict(error.suggestion.columns)
        if error.suggestion.decimal == ",":
            pairs["decimal"] = ","
        found = json.dumps(pairs, ensure_ascii=False)
        such = f" Perhaps: {_in_one_line(found, 500)}" if pairs else ""
        raise importers.BadImport(
            f"this table is of no known app; say with --columns MAP.yaml what is what.{such}"
        ) from None
    except importers.NeedsZone:
        raise importers.BadImport(
            "the file keeps world time; give --zone, such as --zone Europe/Berlin."
        ) from None
    except importers.NeedsDateOrder as error:
        raise importers.BadImport(
            f"{_in_one_line(', '.join(error.examples))} can be read in two ways; "
            "give --date-order dmy (day first) or mdy (month first)."
        ) from None


def _blocked(preview: "Preview") -> str:
    """Return why nothing is written: all of a file is imported, or none of it."""
    first, count = preview.blocked[0].note, len(preview.blocked)
    if count == 1:
        return f"{first} Nothing was written; correct it, or look with --preview."
    return f"{first} {count} rows cannot be read, so nothing was written; look with --preview."


def _report(preview: "Preview", records: "Records") -> Mapping[str, Any]:
    return {
        "format": preview.format,
        "accepted": len(preview.accepted),
        "skipped": len(preview.skipped),
        "entries": len(records.entries),
        "treatments": [{"name": t.name, "dose": t.dose} for t in records.treatments],
        "not_kept": [
            {"where": each.source_ref, "name": each.name, "why": each.why}
            for each in records.not_kept
        ],
        "not_read": dict(preview.not_read),
        "doubts": dict(preview.doubts),
        "check_now": sorted({sign for sign, _ in preview.danger_signs}),
    }


def _zone(name: str | None) -> ZoneInfo | None:
    if name is None:
        return None
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, KeyError):  # ZoneInfoNotFoundError is a KeyError
        raise _BadInput(
            "--zone is no time zone that is known; give one as Europe/Berlin."
        ) from None


def _data(file: str) -> bytes:
    """Return the bytes of a file; of one that is too big not even the first is read."""
    from backwatch import importers

    try:
        if file == "-":
            if sys.stdin is None:
                raise _BadInput("there is no standard input; name a file.")
            return sys.stdin.buffer.read(importers.MAX_BYTES + 1)
        path = Path(file)
        if not path.is_file():
            raise _BadInput(f"{_in_one_line(file)}: there is no such file.")
        importers.check_size(path.stat().st_size)
        return path.read_bytes()
    except OSError as error:
        raise _BadInput(f"{_in_one_line(file)}: cannot be read ({error.strerror}).") from None
    except ValueError as error:
        if isinstance(error, _BadInput | importers.BadImport):
            raise
        raise _BadInput(f"{_in_one_line(file)}: there is no such file.") from None


def _write(arguments: argparse.Namespace, text: str) -> None:
    """Write the table whole or not at all."""
    out = Path(arguments.out)
    try:
        if arguments.file != "-" and out.exists() and out.samefile(arguments.file):
            raise _BadInput("--out is the file itself; name another.")
        handle, name = tempfile.mkstemp(dir=out.parent, prefix=".backwatch-")
        temporary = Path(name)
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
                file.write(text)
            temporary.replace(out)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise _BadInput(f"--out cannot be written ({error.strerror}).") from None


def _in_one_line(text: str, length: int = 60) -> str:
    return "".join(letter if letter.isprintable() else "?" for letter in text[:length])
