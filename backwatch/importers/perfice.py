"""Perfice: the CSV or JSON of one form, one answer a question.

Moments are milliseconds without a time zone, so the person's zone is asked. The scale of a question
is not in the file.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from backwatch.importers import json_text, tables, words
from backwatch.importers.reading import Options, Reading, pain_value
from backwatch.importers.rows import SKIPPED, Row, doubt_scales, read_records
from backwatch.importers.values import Bad, BadImport, epoch_ms, epoch_number, from_utc

CSV, JSON = "perfice_csv", "perfice_json"
_BARS = "|||"


def is_csv(table: tables.Table) -> bool:
    """Return whether this is its CSV: Timestamp first, and milliseconds below it."""
    return (
        len(table.header) > 1
        and table.header[0] == "Timestamp"
        and bool(table.records)
        and len(table.records[0][0]) > 9
        and epoch_number(table.records[0][0]) is not None
    )


def is_json(value: Any) -> bool:
    """Return whether this is its JSON: questions and entries."""
    return isinstance(value, dict) and {"questions", "entries"} <= set(value)


def read_csv(text: str, options: Options) -> Reading:
    """Return the rows of its CSV. Raises BadImport."""
    table = tables.read(text)

    def one(ref: str, cells: tuple[str, ...]) -> Iterator[Row]:
        cells = tuple(table.whole(cells))
        if not any(cells):
            yield Row(kind=SKIPPED, source=CSV, source_ref=ref, flags=("empty",))
        else:
            when = epoch_number(cells[0])
            yield from _rows(CSV, ref, when, table.header[1:], cells[1:], options)

    rows = read_records(CSV, table.numbered(), one)
    others = [name for name in dict.fromkeys(table.header[1:]) if not _is_read(name)]
    return Reading(doubt_scales(rows), table.used(others))


def read_json(text: str, options: Options) -> Reading:
    """Return the rows of its JSON. Raises BadImport."""
    form = json_text.read(text)
    not_read: dict[str, int] = {}
    try:
        questions = [
            json_text.words(each, "questions")
            for each in json_text.items(form["questions"], "questions")
        ]
        entries = json_text.items(form["entries"], "entries")
    except Bad as bad:
        raise BadImport(f"{bad.column}: {bad}") from None

    def one(ref: str, entry: Any) -> Iterator[Row]:
        entry = json_text.mapping(entry, "entries")
        answers = [_answer(each) for each in json_text.items(entry.get("answers"), "answers")]
        if len(answers) != len(questions):
            raise Bad("answers", "there are more or fewer answers than questions.")
        when = entry.get("timestamp")
        moment = when if isinstance(when, Decimal) else None
        yield from _rows(JSON, ref, moment, questions, answers, options)
        for question, answer in zip(questions, answers, strict=True):
            if answer and not _is_read(question):
                not_read[question] = not_read.get(question, 0) + 1

    named = ((f"entry {place}", entry) for place, entry in enumerate(entries, 1))
    return Reading(doubt_scales(read_records(JSON, named, one)), not_read)


def _answer(value: Any) -> str:
    if isinstance(value, list):
        return _BARS.join(_answer(each) for each in value if not isinstance(each, list))
    if isinstance(value, bool):
        return "true" if value else "false"
    return json_text.words(value, "answers")


def _is_read(name: str) -> bool:
    return (
        words.is_pain(name)
        or words.is_column(name, "place_columns")
        or words.is_column(name, "note_columns")
        or words.symptom(name) is not None
        or words.danger_sign(name) is not None
    )


def _rows(
    source: str,
    ref: str,
    when: Decimal | None,
    questions: Sequence[str],
    answers: Sequence[str],
    options: Options,
) -> Iterator[Row]:
    moment = from_utc(epoch_ms(when, "Timestamp"), options.zone, "Timestamp")
    where: dict[str, Any] = {
        "date": moment.date,
        "time": moment.time,
        "utc_offset": moment.offset,
        "source": source,
        "source_ref": ref,
    }
    places: tuple[str, ...] = ()
    notes = []
    for question, answer in zip(questions, answers, strict=True):
        if words.is_column(question, "place_columns") and answer:
            parts = (part.strip() for part in answer.split(_BARS))
            places += tuple(words.place(part) for part in parts if part)
        if words.is_column(question, "note_columns") and answer:
            notes.append(answer)
    rows: list[Row] = []
    note = "\n".join(notes)
    for question, answer in zip(questions, answers, strict=True):
        if words.is_pain(question):
            said = pain_value(answer, question, "scale_assumed_0_10", "zone_from_user")
            if said is not None:
                here = tuple(dict.fromkeys((*words.places_in(question), *places)))
                rows.append(
                    Row(kind="pain", name=question, places=here, note=note, **said, **where)
                )
                note, places = "", ()
        elif answer and (words.symptom(question) or words.danger_sign(question)):
            rows.append(_symptom(question, answer, where))
    if not rows and places:
        flags = ("no_value", "zone_from_user")
        rows.append(Row(kind="pain", places=places, note=note, flags=flags, **where))
    elif not rows and note:
        rows.append(Row(kind="note", note=note, flags=("zone_from_user",), **where))
    elif not rows:
        flag = "not_used_by_this_app" if any(answers) else "empty"
        rows.append(Row(kind=SKIPPED, flags=(flag,), **where))
    elif note:
        rows.append(Row(kind="note", note=note, flags=("zone_from_user",), **where))
    yield from rows


_YES_NO = {"true": "present", "false": "not present"}


def _symptom(question: str, answer: str, where: dict[str, Any]) -> Row:
    number = epoch_number(answer)
    flags = ("zone_from_user",) if answer in _YES_NO else ("scale_unknown", "zone_from_user")
    return Row(
        kind="symptom",
        name=question,
        value_num=number,
        value_text=_YES_NO.get(answer, "" if number is not None else _listed(answer)),
        scale="" if answer in _YES_NO else "unknown",
        flags=flags,
        **where,
    )


def _listed(answer: str) -> str:
    """Return the parts of a list as a person would write them."""
    return ", ".join(answer.split(_BARS))
