"""The command line: the same engine without a screen.

Reads a file or standard input, writes JSON to standard output. Errors are one plain line on
standard error. Exit status 2 is bad input, 1 a fault of ours.
"""

import argparse
import datetime as dt
import io
import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TextIO

from backwatch import (
    __version__,
    evidence,
    export_command,
    fhir_command,
    import_command,
    merging,
    summary_command,
    transfer,
    trends_command,
    triage,
    urgency,
    yaml_files,
)
from backwatch.questionnaire import AnswerError, in_one_line, questionnaire
from backwatch.yaml_files import DataFileError

BAD_INPUT = 2
FAULT = 1
NOT_YET = ("screening", "risk")


class BadInput(ValueError):
    """What was given cannot be read. The message is one plain sentence."""


def assess(
    raw: Any, *, today: dt.date, explain: bool, diary: Sequence[evidence.Evidence] = ()
) -> dict[str, Any]:
    """Return the result of one check as plain data, with the keys that the README lists."""
    book = triage.rule_book()
    both = merging.merged(questionnaire().read(raw), diary, today=today)
    answers, found = both.answers, both.assessment
    level = found.level
    result: dict[str, Any] = {
        "level": level.id if level else None,
        "status": found.status,
        "fired": list(found.fired),
        "unknown": [each.rule.id for each in found.open],
        "missing": list(found.missing),
        "reasons": [
            {
                "rule": reason.rule.id,
                "level": reason.rule.level,
                "text": reason.rule.why,
                "answers": dict(reason.answers),
                "from_diary": {
                    question: [day.isoformat() for day in days]
                    for question, days in reason.from_diary.items()
                },
                "sources": list(reason.rule.sources),
            }
            for reason in found.reasons
        ],
        "recheck_on": urgency.levels()[level].recheck_on(today).isoformat() if level else None,
        "rules_version": found.rules_version,
    }
    if explain:
        result["changes"] = [
            {"question": change.question, "answer": change.answer, "level": change.level.id}
            for change in book.changes(answers)
        ]
    return result


def _no_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise BadInput(f"{in_one_line(key)}: is there twice; give each question once.")
        found[key] = value
    return found


def _no_constant(word: str) -> Any:
    raise BadInput(f"{word} is not a number; leave the question out instead.")


def read_json(text: str) -> Any:
    """Return what the JSON text holds. Raises BadInput for broken JSON, twins, NaN and the like."""
    try:
        return json.loads(text, object_pairs_hook=_no_twins, parse_constant=_no_constant)
    except BadInput:
        raise
    except (ValueError, RecursionError):
        raise BadInput("this is not JSON; give {question: answer} as JSON.") from None


def _text(file: str) -> str:
    if file == "-" and sys.stdin is None:
        raise BadInput("there is no standard input; name a file.")
    try:
        data = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadInput(f"{file}: the text is not UTF-8; save it as UTF-8.") from None
    except OSError as error:
        raise BadInput(f"{file}: cannot be read ({error.strerror}).") from None


def _lines(file: str) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(_text(file).split("\n"), 1):
        if line.strip():
            yield number, line


def _print(value: Any, out: TextIO, *, indent: int | None) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=indent), file=out)


def _diary(file: str, today: dt.date | None) -> tuple[evidence.Evidence, ...]:
    """Return what a diary says on `today`, or on its last day; name the columns nobody reads."""
    table = _table(file, _text(file))
    days = [entry.date for entry in table.entries]
    return evidence.from_diary(table.entries, today or max(days)) if days else ()


def _table(file: str, text: str) -> transfer.Table:
    """Return a diary, and name the columns that nobody reads."""
    try:
        table = transfer.read_table(text)
    except transfer.BadTable as error:
        raise BadInput(f"{file}: {error}") from None
    _name_unread(file, table.unknown_columns)
    return table


def _run_assess(arguments: argparse.Namespace) -> int:
    given: dt.date | None = arguments.today
    today = given or dt.datetime.now().astimezone().date()
    diary = _diary(arguments.diary, given) if arguments.diary is not None else ()

    def one(raw: Any) -> dict[str, Any]:
        return assess(raw, today=today, explain=arguments.explain, diary=diary)

    if arguments.jsonl:
        return _each_line(arguments.file, one)
    _print(one(_answers(arguments.file, _text(arguments.file))), sys.stdout, indent=2)
    return 0


def _answers(file: str, text: str) -> Any:
    """Return what a file of answers holds, JSON or YAML by the end of its name."""
    if not file.endswith((".yaml", ".yml")):
        return read_json(text)
    try:
        return yaml_files.parse(text, file)
    except DataFileError as error:
        raise BadInput(str(error)) from None


def _run_fhir(arguments: argparse.Namespace) -> int:
    out = fhir_command.place(arguments, os.environ)
    raw, answers, rows = None, None, None
    if arguments.answers is not None:
        answers = _text(arguments.answers)
        raw = _answers(arguments.answers, answers)
    table = None
    if arguments.diary is not None:
        rows = _text(arguments.diary)
        table = _table(arguments.diary, rows)
    content = fhir_command.content(
        raw, table, arguments, typed=(answers, rows), now=dt.datetime.now().astimezone()
    )
    fhir_command.write(out, content, arguments)
    return 0


def _run_summary(arguments: argparse.Namespace) -> int:
    answers = questionnaire().read(_answers(arguments.answers, _text(arguments.answers)))
    now = dt.datetime.now().astimezone()
    diary = _table(arguments.diary, _text(arguments.diary))
    said = summary_command.run(arguments, answers, tuple(diary.entries), now)
    if said is None:
        return 0
    print(f"backwatch: {said}", file=sys.stderr)
    return BAD_INPUT if said.startswith("--out") else FAULT


def _run_trends(arguments: argparse.Namespace) -> int:
    if arguments.jsonl:
        return _each_line(arguments.file, lambda raw: trends_command.of_line(raw, arguments))
    try:
        result, unknown = trends_command.of_table(_text(arguments.file), arguments)
    except transfer.BadTable as error:
        raise BadInput(f"{arguments.file}: {error}") from None
    _name_unread(arguments.file, unknown)
    _print(result, sys.stdout, indent=2)
    return 0


def _name_unread(file: str, columns: Sequence[str]) -> None:
    if columns:
        names = ", ".join(in_one_line(name) or "(no name)" for name in columns)
        print(f"backwatch: {file}: columns that are not read: {names}.", file=sys.stderr)


def _each_line(file: str, one: Callable[[Any], Mapping[str, Any]]) -> int:
    """Answer every line; a bad one gets {"error": ...} in its place and the others go on."""
    status = 0
    for number, line in _lines(file):
        try:
            result = one(read_json(line))
        except (AnswerError, BadInput, trends_command.BadDiary) as error:
            result = {"error": f"line {number}: {error}"}
            status = BAD_INPUT
        _print(result, sys.stdout, indent=None)
    return status


def _day(text: str) -> dt.date:
    try:
        return dt.datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007 (a calendar day)
    except ValueError:
        raise argparse.ArgumentTypeError("give the day as 2026-11-20") from None


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m backwatch",
        description="How soon to get help for back pain, and why. It cannot find cancer or rule it "
        "out. No clinician has reviewed the rules yet.",
    )
    parser.add_argument("--version", action="version", version=f"Backwatch {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    check = commands.add_parser("assess", help="how soon to get help, from answers")
    check.add_argument("file", nargs="?", default="-", help="answers as .json or .yaml; - is stdin")
    check.add_argument("--jsonl", action="store_true", help="one set of answers a line")
    check.add_argument("--explain", action="store_true", help="add what would raise the level")
    check.add_argument("--today", type=_day, default=None, help="the day of the check")
    check.add_argument("--diary", metavar="FILE", help="a diary as .csv; it can only raise")
    import_command.add_to(commands)
    trends_command.add_to(commands, _day)
    export_command.add_to(commands)
    fhir_command.add_to(commands, _day)
    summary_command.add_to(commands, _day)
    for name in NOT_YET:
        commands.add_parser(name, help="not there yet", add_help=False)
    return parser


_RUN: Mapping[str, Callable[[argparse.Namespace], int]] = {
    "assess": _run_assess,
    "export": lambda arguments: export_command.run(arguments, os.environ),
    "fhir": _run_fhir,
    "import": import_command.run,
    "summary": _run_summary,
    "trends": _run_trends,
}


def main(arguments: list[str] | None = None) -> int:
    """Run one command and return the exit status."""
    given = sys.argv[1:] if arguments is None else arguments
    if given and given[0] in NOT_YET:
        print(f"backwatch: {given[0]} is not there yet.", file=sys.stderr)
        return FAULT
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # Half a character cannot be written; as a \\u escape it stays readable, and JSON.
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    parsed = _parser().parse_args(given)
    answers = {"assess": "file", "fhir": "answers", "summary": "answers"}.get(parsed.command)
    if answers and "-" == getattr(parsed, answers) == parsed.diary:
        print("backwatch: answers and diary cannot both be standard input.", file=sys.stderr)
        return BAD_INPUT
    try:
        return _RUN[parsed.command](parsed)
    except (AnswerError, BadInput, export_command.BadInput) as error:
        print(f"backwatch: {error}", file=sys.stderr)
        return BAD_INPUT
    except DataFileError as error:
        print(f"backwatch: {error}", file=sys.stderr)
        return FAULT
    except OverflowError:
        print("backwatch: --today is too late; give an earlier day.", file=sys.stderr)
        return BAD_INPUT
    except BrokenPipeError:
        return FAULT


if __name__ == "__main__":
    sys.exit(main())
