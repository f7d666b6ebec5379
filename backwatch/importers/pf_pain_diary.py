"""Privacy Friendly Pain Diary: the JSON that its backup app writes.

One pain of 0 to 10 a day. "at night" is a pain at night; it does not say that pain woke somebody.
The name and the birth date in it are never read.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from backwatch.importers import json_text, words
from backwatch.importers.reading import Options, Reading, pain_value, text_of
from backwatch.importers.rows import Row, read_records
from backwatch.importers.values import Bad, BadImport, day, number, plain_number

SOURCE = "pf_pain_diary"
_NEWEST = 2  # version of its database whose tables are known here
_PARTS = {"morning": "morning", "noon": "noon", "evening": "evening", "night": "night"}
_TIMES = {
    "all day": "all_day",
    "morning": "morning",
    "afternoon": "afternoon",
    "evening": "evening",
    "at night": "night",
}
_TABLES = ("diaryentries", "paindescriptions", "drugs", "drugintakes")

Record = dict[str, Any]


def is_json(value: Any) -> bool:
    """Return whether this is a backup with the table of its diary."""
    database = value.get("database") if isinstance(value, dict) else None
    content = database.get("content") if isinstance(database, dict) else None
    return isinstance(content, list) and any(
        isinstance(table, dict) and table.get("tableName") == "diaryentries" for table in content
    )


def read(text: str, options: Options) -> Reading:
    """Return the rows of a backup. Raises BadImport, also for a version that is not known."""
    database = json_text.read(text)["database"]
    version = database.get("version")
    if isinstance(version, Decimal) and version > _NEWEST:
        raise BadImport("a newer version of that app made this file; it cannot be read yet.")
    try:
        tables = _tables(database["content"])
        pains = _by_id(tables["paindescriptions"], "paindescriptions")
        drugs = _by_id(tables["drugs"], "drugs")
        entries = _by_id(tables["diaryentries"], "diaryentries")
    except Bad as bad:
        raise BadImport(f"{bad.column}: {bad}") from None
    intakes: dict[str, list[Record]] = {}
    orphans: list[tuple[str, Record]] = []
    for intake in tables["drugintakes"]:
        key = _key(intake.get("diaryEntry_id"))
        if key in entries:
            intakes.setdefault(key, []).append(intake)
        else:
            orphans.append((f"drugintakes {_key(intake.get('_id'))}", intake))

    def one(ref: str, entry: Record) -> Iterator[Row]:
        yield from _entry(ref, entry, pains, drugs, intakes.get(_key(entry.get("_id")), []))

    def orphan(ref: str, intake: Record) -> Iterator[Row]:
        raise Bad("diaryEntry_id", "the day of this dose is missing.")

    rows = read_records(SOURCE, ((f"diaryentries {id}", e) for id, e in entries.items()), one)
    rows += read_records(SOURCE, orphans, orphan)
    others = {name: len(table) for name, table in tables.items() if name not in _TABLES}
    return Reading(rows, {name: count for name, count in others.items() if count})


def _tables(content: list[Any]) -> dict[str, list[Record]]:
    found: dict[str, list[Record]] = {name: [] for name in _TABLES}
    seen = set()
    for table in content:
        name = json_text.words(json_text.mapping(table, "content").get("tableName"), "tableName")
        if name in seen:
            raise Bad(name, "this table is there twice; make the backup again.")
        seen.add(name)
        values = json_text.items(table.get("values"), name)
        found[name] = [dict(json_text.mapping(value, name)) for value in values]
    return found


def _key(value: Any) -> str:
    return plain_number(value) if isinstance(value, Decimal) else "?"


def _by_id(records: list[Record], table: str) -> dict[str, Record]:
    found = {_key(record.get("_id")): record for record in records}
    if len(found) < len(records) or "?" in found:
        raise Bad(table, "a record has no number of its own; make the backup again.")
    return found


def _entry(
    ref: str,
    entry: Record,
    pains: dict[str, Record],
    drugs: dict[str, Record],
    intakes: list[Record],
) -> Iterator[Row]:
    date = day(json_text.words(entry.get("date"), "date"), "date")

    def row(kind: str, **more: Any) -> Row:
        return Row(date=date, kind=kind, source=SOURCE, source_ref=ref, **more)

    pain = pains.get(_key(entry.get("painDescription_id")))
    if pain is None:
        raise Bad("painDescription_id", "what belongs to this day is missing.")
    note = json_text.words(entry.get("notes"), "notes")
    level = pain_value(pain.get("painLevel"), "painLevel")
    places = _places(json_text.words(pain.get("bodyRegions"), "bodyRegions"))
    if level is not None:
        yield row("pain", places=places, note=note, **level)
    elif places:
        yield row("pain", places=places, note=note, flags=("no_value",))
    elif note:
        yield row("note", note=note)
    for name in _listed(pain, "painQualities"):
        yield row("quality", name=name, value_text="present")
    for name in _listed(pain, "timesOfPain"):
        flags = ("pain_at_night_not_woken",) if name == "at night" else ()
        part = _TIMES.get(name, "")
        yield row("time_of_pain", name=name, value_text="present", part_of_day=part, flags=flags)
    condition = text_of(entry.get("condition"), "condition")
    if condition:
        score = number(condition)
        if score is not None and 0 <= score <= 4:
            yield row("wellbeing", value_num=score, scale="pfpd_0_4_higher_is_better")
        else:
            yield row("wellbeing", value_text=condition, scale="unknown", flags=("out_of_range",))
    for intake in intakes:
        yield from _doses(row, intake, drugs)


def _doses(row: Any, intake: Record, drugs: dict[str, Record]) -> Iterator[Row]:
    drug = drugs.get(_key(intake.get("drug_id")))
    if drug is None:
        raise Bad("drug_id", "the name of a medicine is missing.")
    name = json_text.words(drug.get("name"), "name")
    dose = json_text.words(drug.get("dose"), "dose")
    for column, part in _PARTS.items():
        text = text_of(intake.get(column), column)
        count = number(text)
        if count is None and text:
            raise Bad(column, "this is not how many were taken.")
        if count:
            said = " x ".join(filter(None, [plain_number(count), dose]))
            yield row("medicine", name=name, value_num=count, value_text=said, part_of_day=part)


def _listed(pain: Record, column: str) -> list[str]:
    parts = json_text.words(pain.get(column), column).split(",")
    return [part.strip() for part in parts if part.strip()]


def _places(text: str) -> tuple[str, ...]:
    regions = words.names().regions
    found = []
    for part in filter(None, (part.strip() for part in text.split(","))):
        known = (
            regions.get(int(part)) if part.isascii() and part.isdigit() and len(part) < 4 else None
        )
        found.append(known or f"other:region {part}")
    return tuple(dict.fromkeys(found))
