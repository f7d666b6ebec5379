"""CrisisCore Pain Tracker: its CSV, full and minimal, and its JSON.

Its CSV joins the rows with a backslash and an n, so the whole file is one line. Days and times are
world time. A 0 for sleep or mood is its default and says nothing. Medicines are how somebody takes
them, not that they did.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from backwatch.importers import json_text, tables, words
from backwatch.importers.reading import Options, Reading, pain_value, text_of
from backwatch.importers.rows import Row, read_records
from backwatch.importers.values import Bad, BadImport, Moment, number, settle_order, stamp

CSV, JSON = "crisiscore_csv", "crisiscore_json"
_FULL = ("Locations", "Sleep Quality", "Mood Impact", "Notes")
_MINIMAL = ("Medication Log",)
_NOT_READ = ("Limited Activities", "Missed Work Days")
_MEDICINE = re.compile(r"(.*?)\s*\(([^()]*)\)", re.DOTALL)
_READ = (
    *("id", "timestamp", "notes", "painLevel", "symptoms", "medications"),
    *("baselineData.pain", "baselineData.locations", "baselineData.symptoms"),
    *("medications.current", "qualityOfLife.sleepQuality", "qualityOfLife.moodImpact"),
)


def is_csv(text: str) -> bool:
    """Return whether this text is its CSV."""
    return text.lstrip().startswith("Date,Time,Pain Level,")


def is_json(value: Any) -> bool:
    """Return whether this is its JSON: a list of entries, or its settings without any."""
    if isinstance(value, dict):
        return str(value.get("schema", "")).startswith("paintracker.")
    return (
        isinstance(value, list)
        and bool(value)
        and isinstance(value[0], dict)
        and "timestamp" in value[0]
        and ("baselineData" in value[0] or "painLevel" in value[0])
    )


def real_lines(text: str) -> str:
    """Return the text with a line end for each backslash and n outside quotes."""
    parts = text.split('"')
    parts[::2] = [part.replace("\\n", "\n") for part in parts[::2]]
    return '"'.join(parts)


def read_csv(text: str, options: Options) -> Reading:
    """Return the rows of its CSV. Raises BadImport."""
    table = tables.read(real_lines(text))
    table.need("Date", "Time", "Pain Level")
    table.need(*(name for name in (*_FULL, *_MINIMAL, "Symptoms") if name in table.header))
    settle_order(table.column("Date"), options.date_order)

    def one(ref: str, cells: tuple[str, ...]) -> Iterator[Row]:
        record = table.named(cells)
        moment = stamp(f"{record['Date']}T{record['Time']}", options.zone, "Date, Time", utc=True)
        places = _places(record.get("Locations", "").split("; "))
        pain = pain_value(record["Pain Level"], "Pain Level")
        yield from _pain(CSV, ref, moment, pain, places, record.get("Notes", ""))
        for name in filter(None, record.get("Symptoms", "").split("; ")):
            yield _row(CSV, ref, moment, kind="symptom", name=name.strip(), value_text="present")
        for name in filter(None, record.get("Medication Log", "").split("; ")):
            parts = _MEDICINE.fullmatch(name)
            yield _regimen(CSV, ref, moment, *(parts.groups() if parts else (name, "")))
        for column, kind in (("Sleep Quality", "sleep_quality"), ("Mood Impact", "mood_impact")):
            yield from _of_ten(CSV, ref, moment, kind, record.get(column), column)

    rows = read_records(CSV, table.numbered(), one)
    known = {"Date", "Time", "Pain Level", "Symptoms", *_FULL, *_MINIMAL}
    others = [name for name in dict.fromkeys(table.header) if name not in known]
    return Reading(rows, table.used(others))


def read_json(text: str, options: Options) -> Reading:
    """Return the rows of its JSON. Raises BadImport, also for its settings, which hold no diary."""
    entries = json_text.read(text)
    if isinstance(entries, dict):
        raise BadImport("these are the settings of CrisisCore; export the entries as JSON instead.")
    not_read: dict[str, int] = {}

    def one(ref: str, entry: Any) -> Iterator[Row]:
        entry = json_text.mapping(entry, "")
        yield from _entry(ref, entry, options)
        for path in json_text.filled(entry):
            if path not in _READ:
                not_read[path] = not_read.get(path, 0) + 1

    named = json_text.named(entries, "id", "id", "entry")
    return Reading(read_records(JSON, named, one), not_read)


def _entry(ref: str, entry: Mapping[str, Any], options: Options) -> Iterator[Row]:
    when = json_text.words(entry.get("timestamp"), "timestamp")
    if not when.endswith("Z"):
        raise Bad("timestamp", "this is not a moment of world time.")
    moment = stamp(when, options.zone, "timestamp")
    base = json_text.mapping(entry.get("baselineData"), "baselineData")
    life = json_text.mapping(entry.get("qualityOfLife"), "qualityOfLife")
    pain = pain_value(base.get("pain", entry.get("painLevel")), "pain")
    places = _places(json_text.all_words(base.get("locations"), "locations"))
    yield from _pain(JSON, ref, moment, pain, places, json_text.words(entry.get("notes"), "notes"))
    for name in json_text.all_words(base.get("symptoms", entry.get("symptoms")), "symptoms"):
        yield _row(JSON, ref, moment, kind="symptom", name=name, value_text="present")
    medicines = entry.get("medications")
    if isinstance(medicines, dict):
        medicines = medicines.get("current")
    for medicine in json_text.items(medicines, "medications"):
        yield _medicine(ref, moment, medicine)
    yield from _of_ten(JSON, ref, moment, "sleep_quality", life.get("sleepQuality"), "sleepQuality")
    yield from _of_ten(JSON, ref, moment, "mood_impact", life.get("moodImpact"), "moodImpact")


def _medicine(ref: str, moment: Moment, medicine: Any) -> Row:
    if isinstance(medicine, str):
        return _regimen(JSON, ref, moment, medicine.strip(), "")
    medicine = json_text.mapping(medicine, "medications")
    parts = [json_text.words(medicine.get(key), key) for key in ("dosage", "frequency")]
    name = json_text.words(medicine.get("name"), "name")
    dose = ", ".join(filter(None, parts))
    note = json_text.words(medicine.get("effectiveness"), "effectiveness")
    return _regimen(JSON, ref, moment, name, dose, note)


def _places(names: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words.place(name.strip()) for name in names if name.strip()))


def _row(source: str, ref: str, moment: Moment, *, flags: tuple[str, ...] = (), **more: Any) -> Row:
    return Row(
        date=moment.date,
        time=moment.time,
        utc_offset=moment.offset,
        source=source,
        source_ref=ref,
        flags=(*flags, "date_from_utc") if moment.moved else flags,
        **more,
    )


def _pain(
    source: str,
    ref: str,
    moment: Moment,
    pain: dict[str, Any] | None,
    places: tuple[str, ...],
    note: str,
) -> Iterator[Row]:
    if pain is not None:
        yield _row(source, ref, moment, kind="pain", places=places, note=note, **pain)
    elif places:
        yield _row(source, ref, moment, kind="pain", places=places, note=note, flags=("no_value",))
    elif note:
        yield _row(source, ref, moment, kind="note", note=note)


def _regimen(source: str, ref: str, moment: Moment, name: str, dose: str, note: str = "") -> Row:
    return _row(
        source,
        ref,
        moment,
        kind="medicine",
        name=name,
        value_text=dose,
        note=note,
        flags=("regimen_not_a_dose",),
    )


def _of_ten(
    source: str, ref: str, moment: Moment, kind: str, value: Any, column: str
) -> Iterator[Row]:
    text = text_of(value, column)
    score = number(text)
    if not text or score == 0:  # 0 is its default: nobody answered
        return
    if score is None or not 0 < score <= 10:
        yield _row(
            source,
            ref,
            moment,
            kind=kind,
            value_text=text,
            scale="unknown",
            flags=("out_of_range",),
        )
    else:
        yield _row(source, ref, moment, kind=kind, value_num=score, scale="0_10")
