"""Nomie 5: its JSON backup and its long CSV.

A pain counts as 0 to 10 only when its tracker says so; the CSV does not tell, so there it never
counts. `offset` is that of JavaScript: minutes WEST of world time. Where the person was (lat, lng,
location) is never read.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from backwatch.importers import json_text, tables, words
from backwatch.importers.reading import Options, Reading, pain_value
from backwatch.importers.rows import NRS, SKIPPED, UNKNOWN, Row, read_records
from backwatch.importers.values import (
    Bad,
    BadImport,
    Moment,
    epoch_ms,
    epoch_number,
    number,
    with_offset,
)

JSON, CSV = "nomie5_json", "nomie5_csv"
_HEADER = ("epoch", "start", "end", "offset", "tracker", "value", "note")
_TAG = re.compile(r"(?<!\S)#([\w-]{1,100})(?:\(([^()]{0,100})\))?")


def is_csv(header: tuple[str, ...]) -> bool:
    """Return whether this is the header of its long CSV."""
    return header[: len(_HEADER)] == _HEADER


def is_json(value: Any) -> bool:
    """Return whether this is its backup."""
    return isinstance(value, dict) and "nomie" in value and isinstance(value.get("events"), list)


def read_json(text: str, options: Options) -> Reading:
    """Return the rows of its backup. Raises BadImport."""
    backup = json_text.read(text)
    try:
        trackers = json_text.mapping(backup.get("trackers"), "trackers")
        known = {tag: json_text.mapping(tracker, "trackers") for tag, tracker in trackers.items()}
    except Bad as bad:
        raise BadImport(f"{bad.column}: {bad}") from None

    def one(ref: str, event: Any) -> Iterator[Row]:
        event = json_text.mapping(event, "events")
        moment = _moment(_decimal(event.get("end")), _decimal(event.get("offset")), "end")
        text = json_text.words(event.get("note"), "note")
        rows = [_tracked(ref, moment, tag, value, known) for tag, value in _TAG.findall(text)]
        yield from _with_note(rows, ref, moment, " ".join(_TAG.sub(" ", text).split()))

    named = json_text.named(backup["events"], "_id", "_id", "event")
    parts = ("people", "locations", "context")
    counts = {part: len(value) for part in parts if (value := backup.get(part))}
    return Reading(read_records(JSON, named, one), counts)


def _moment(epoch: Decimal | None, west: Decimal | None, column: str) -> Moment:
    return with_offset(epoch_ms(epoch, column), None if west is None else -west, "offset")


def _decimal(value: Any) -> Decimal | None:
    return value if isinstance(value, Decimal) else None


def _tracked(
    ref: str, moment: Moment, tag: str, value: str, trackers: Mapping[str, Mapping[str, Any]]
) -> Row:
    tracker = trackers.get(tag, {})
    name = json_text.words(tracker.get("label"), "label") or tag
    ten = tracker.get("type") == "range" and (tracker.get("min"), tracker.get("max")) == (0, 10)
    row = _row(JSON, ref, moment, name, value.strip(), ten)
    return row if row.kept else replace(row, name=tag)


def _row(source: str, ref: str, moment: Moment, name: str, value: str, ten: bool) -> Row:
    where: dict[str, Any] = {
        "date": moment.date,
        "time": moment.time,
        "utc_offset": moment.offset,
        "source": source,
        "source_ref": ref,
    }
    if words.is_pain(name):
        said = pain_value(value, "value")
        if said is None:
            said = {"scale": UNKNOWN, "value_text": "present", "flags": ("no_value",)}
        elif not ten and said["scale"] == NRS:
            said = {"scale": UNKNOWN, "value_text": value, "flags": ("scale_unknown",)}
        return Row(kind="pain", name=name, places=words.places_in(name), **said, **where)
    if words.symptom(name) or words.danger_sign(name):
        return Row(
            kind="symptom",
            name=name,
            value_num=number(value),
            value_text=value if number(value) is None and value else ("" if value else "present"),
            scale=UNKNOWN if value else "",
            flags=("scale_unknown",) if value else (),
            **where,
        )
    return Row(
        kind=SKIPPED,
        name=name,
        value_text=value,
        flags=("not_used_by_this_app",),
        **where,
    )


def _with_note(rows: list[Row], ref: str, moment: Moment, note: str) -> Iterator[Row]:
    """Return the rows, the note at the first that is kept, or as a row of its own."""
    first = next((place for place, row in enumerate(rows) if row.kept), None)
    if note and first is not None:
        rows[first] = replace(rows[first], note=note)
    yield from rows
    if note and first is None:
        yield Row(
            date=moment.date,
            time=moment.time,
            utc_offset=moment.offset,
            kind="note",
            note=note,
            source=JSON,
            source_ref=ref,
        )
    if not note and not rows:
        yield Row(date=moment.date, kind=SKIPPED, source=JSON, source_ref=ref, flags=("empty",))


def read_csv(text: str, options: Options) -> Reading:
    """Return the rows of its long CSV. Raises BadImport."""
    table = tables.read(text)
    table.need(*_HEADER)

    def one(ref: str, cells: tuple[str, ...]) -> Iterator[Row]:
        record = table.named(cells)
        moment = _moment(epoch_number(record["epoch"]), number(record["offset"]), "epoch")
        tags = " ".join(_TAG.sub(" ", record["note"]).split())
        if record["tracker"] == "note":
            yield Row(
                date=moment.date,
                time=moment.time,
                utc_offset=moment.offset,
                kind="note" if tags else SKIPPED,
                note=tags,
                source=CSV,
                source_ref=ref,
                flags=() if tags else ("empty",),
            )
            return
        row = _row(CSV, ref, moment, record["tracker"], record["value"], ten=False)
        yield replace(row, note=tags)

    rows = read_records(CSV, table.numbered(), one)
    return Reading(rows, table.used(("lat", "lng", "location", "score")))
