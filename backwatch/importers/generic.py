"""Any CSV, with a map that says which of its columns is which of ours.

Nothing is guessed: the person confirms the map, the order of day and month, and the decimal mark.
Danger signs are asked in the check and never come from a map.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from backwatch import transfer, yaml_files
from backwatch.importers import tables, words
from backwatch.importers.reading import Column, Options, Reading, pain_value
from backwatch.importers.rows import SKIPPED, UNKNOWN, Row, doubt_scales, read_records
from backwatch.importers.values import (
    BadImport,
    DateOrder,
    Moment,
    clock,
    day,
    hours,
    number,
    settle_order,
    stamp,
)
from backwatch.questionnaire import in_one_line
from backwatch.yaml_files import DataFileError

SOURCE = "csv"
OURS = tuple(name for name in transfer.COLUMNS if name != "danger_signs")
PAINS = tuple(name for name in OURS if name.startswith("pain_"))
_LIMITS = {
    "wakings": (0, 99),
    "limits_day": (0, 10),
    "sleep_hours": (0, 24),
    "weight_kg": (20, 400),
}
_WHOLE = ("wakings", "limits_day")
_LISTS = {
    "symptoms": "symptom",
    "feels_like": "quality",
    "spread": "spread",
    "worse_with": "worse_with",
    "eased_by": "eased_by",
}


class ColumnMap(BaseModel):
    """Which of their columns is which of ours, and how they write days and numbers."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    columns: dict[str, str]  # ours: theirs
    date_order: DateOrder | None = None
    decimal: Literal[".", ","] = "."
    delimiter: Literal["auto", ",", ";", "\t", "|"] = "auto"


def column_map(value: Any, name: str = "the map of columns") -> ColumnMap:
    """Return a map given as plain data: {date: Datum, pain_now: Schmerz, date_order: dmy}.

    Besides our columns it may hold `date_order`, `decimal` and `delimiter`. Raises BadImport for a
    map that is wrong.
    """
    if not isinstance(value, Mapping):
        raise BadImport(f"{name}: write a line for each column, such as date: Datum.")
    more = {key: value[key] for key in ("date_order", "decimal", "delimiter") if key in value}
    columns = {ours: theirs for ours, theirs in value.items() if ours not in more}
    for ours, theirs in columns.items():
        if ours == "danger_signs":
            raise BadImport(f"{name}: danger signs are asked in the check and cannot be imported.")
        if ours not in OURS:
            raise BadImport(f"{name}: there is no column “{in_one_line(ours)}” here.")
        if not isinstance(theirs, str) or not theirs.strip():
            raise BadImport(f"{name}: give the name of the column for “{ours}”, in quotes.")
    if "date" not in columns:
        raise BadImport(f"{name}: say which column holds the date.")
    columns = {ours: theirs.strip() for ours, theirs in columns.items()}
    if len(set(columns.values())) < len(columns):
        raise BadImport(f"{name}: one column cannot become two.")
    try:
        return ColumnMap.model_validate({"columns": columns, **more})
    except ValidationError as error:
        wrong = error.errors()[0]["loc"][0]
        raise BadImport(f"{name}: “{wrong}” has a value that is not known.") from None


def column_map_from_yaml(text: str, name: str) -> ColumnMap:
    """Return a map written as YAML. Raises BadImport with the file and line."""
    try:
        return column_map(yaml_files.parse(text, name), name)
    except DataFileError as error:
        raise BadImport(str(error)) from None


def table_of(text: str, delimiter: str = "auto") -> tables.Table:
    """Return the table of a CSV; with "auto" the delimiter is that of its first line."""
    return tables.read(text, tables.delimiter_of(text) if delimiter == "auto" else delimiter)


def read(text: str, options: Options, columns: ColumnMap) -> Reading:
    """Return the rows of a table. Raises BadImport; NeedsDateOrder for days such as 03/04/2026."""
    table = table_of(text, columns.delimiter)
    table.need(*columns.columns.values())
    order = options.date_order or columns.date_order
    settle_order(table.column(columns.columns["date"]), order)
    options = replace(options, date_order=order)

    def one(ref: str, cells: tuple[str, ...]) -> Iterator[Row]:
        if not any(cells):  # spreadsheets leave rows of nothing
            yield Row(kind=SKIPPED, source=SOURCE, source_ref=ref, flags=("empty",))
            return
        record = table.named(cells)
        given = {ours: record[theirs] for ours, theirs in columns.columns.items()}
        moment = _moment(given, columns, options)
        found = [row for row in _rows(ref, moment, given, columns)]
        if not found:
            flag = "not_used_by_this_app" if _others(record, columns) else "empty"
            found = [_row(ref, moment, kind=SKIPPED, flags=(flag,))]
        yield from found

    rows = doubt_scales(read_records(SOURCE, table.numbered(), one))
    theirs = {theirs: ours for ours, theirs in columns.columns.items()}
    uses = tuple(
        Column(name, theirs.get(name, ""), _examples(table, name))
        for name in dict.fromkeys(table.header)
    )
    others = [name for name in dict.fromkeys(table.header) if name not in theirs]
    return Reading(rows, table.used(others), uses)


def _others(record: Mapping[str, str], columns: ColumnMap) -> bool:
    mapped = set(columns.columns.values())
    return any(cell for name, cell in record.items() if name not in mapped)


def _examples(table: tables.Table, name: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(cell for cell in table.column(name) if cell))[:3]


def _moment(given: Mapping[str, str], columns: ColumnMap, options: Options) -> Moment:
    """Return when it was. A date may have its time behind it, after a blank or a T."""
    column = columns.columns["date"]
    text, time = given["date"], given.get("time", "")
    if len(text) > 10 and text[4:5] == "-":
        found = stamp(text, options.zone, column)
    else:
        date, _, rest = text.partition(" ")
        at = clock(rest, column) if rest else None
        found = Moment(day(date, column, options.date_order), at, None)
    if time:
        found.time = clock(time, columns.columns["time"])
    return found


def _row(ref: str, moment: Moment, **more: Any) -> Row:
    return Row(
        date=moment.date,
        time=moment.time,
        utc_offset=moment.offset,
        source=SOURCE,
        source_ref=ref,
        **more,
    )


def _rows(ref: str, moment: Moment, given: Mapping[str, str], columns: ColumnMap) -> Iterator[Row]:
    places = tuple(
        dict.fromkeys(words.place(part) for part in _parts(given.get("places", ""), ";,|"))
    )
    for name in OURS:
        text = given.get(name, "")
        if not text or name in ("date", "time", "places"):
            continue
        if name in PAINS:
            said = _pain(text, columns, columns.columns[name])
            yield _row(ref, moment, kind="pain", name=name, places=places, **said)
            places = ()
        elif name in _LIMITS:
            yield _row(ref, moment, kind=name, **_measured(name, text, columns))
        elif name == "medicines":  # a comma belongs to a dose
            for part in _parts(text, ";|"):
                yield _row(ref, moment, kind="medicine", name=part)
        elif name in _LISTS:
            for part in _parts(text, ";,|"):
                yield _row(ref, moment, kind=_LISTS[name], name=part, value_text="present")
        else:
            yield _row(ref, moment, kind="note", note=text)
    if places:
        yield _row(ref, moment, kind="pain", places=places, flags=("no_value",))


def _parts(text: str, marks: str) -> list[str]:
    for mark in marks[1:]:
        text = text.replace(mark, marks[0])
    return [part.strip() for part in text.split(marks[0]) if part.strip()]


def _pointed(text: str, columns: ColumnMap) -> str:
    """Return the text with a point as decimal mark. Where that is a comma, a point is no number."""
    return text if columns.decimal == "." else text.replace(".", "_").replace(",", ".")


def _pain(text: str, columns: ColumnMap, column: str) -> dict[str, Any]:
    said = pain_value(_pointed(text, columns), column) or {}
    return {**said, "value_text": text} if "value_text" in said else said


def _measured(name: str, text: str, columns: ColumnMap) -> dict[str, Any]:
    value = number(_pointed(text, columns))
    if value is None and name == "sleep_hours":
        value = hours(text)
    low, high = _LIMITS[name]
    if value is None:
        return {"value_text": text, "scale": UNKNOWN, "flags": ("not_understood",)}
    if not low <= value <= high or (name in _WHOLE and value != int(value)):
        return {"value_text": text, "scale": UNKNOWN, "flags": ("out_of_range",)}
    return {"value_num": value, "scale": "0_10" if name == "limits_day" else ""}
