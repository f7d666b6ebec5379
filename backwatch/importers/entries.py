"""From the rows of an import to what the diary keeps.

Nothing is turned into a score that is none: words and values of other scales go into the note, with
the name of the app and of the scale. An import answers no question about a danger sign.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Literal, TypeVar

from pydantic import BaseModel

from backwatch import diary, progress, transfer
from backwatch.diary import Entry, Treatment
from backwatch.importers import apple_health, generic, own, words
from backwatch.importers.rows import NRS, Row
from backwatch.importers.values import plain_number

PainColumn = Literal["pain_now", "pain_worst", "pain_average"]
_ABSENT = ("not present",)
_MOST_PLACES = 3
_LINE = 200

Record = TypeVar("Record", bound=BaseModel)


@dataclass(frozen=True)
class NotKept:
    """Something that an import shows and the diary does not keep: where it stands, and why."""

    source_ref: str
    name: str
    why: str


@dataclass(frozen=True)
class Records:
    """What an import becomes. Nothing of it is saved yet."""

    entries: tuple[Entry, ...]
    treatments: tuple[Treatment, ...]
    not_kept: tuple[NotKept, ...]


def to_entries(rows: Sequence[Row], person_id: str, recorded_at: dt.datetime) -> list[Entry]:
    """Return the entries of the rows alone; see `to_records`."""
    return list(to_records(rows, person_id, recorded_at).entries)


def to_records(
    rows: Sequence[Row],
    person_id: str,
    recorded_at: dt.datetime,
    *,
    pain: PainColumn = "pain_now",
    today: dt.date | None = None,
) -> Records:
    """Return the entries and treatments of the rows, and what could not be kept.

    Args:
        rows: as `read` returns them, in their order.
        recorded_at: with its zone; each entry is a microsecond later, so that the order stays.
        pain: what a score is called that the app only calls pain.
        today: refuse entries of a later day; None keeps them.

    The same rows give the same records. Rows of one place in the file, day and time are one entry;
    a second score there is an entry of its own.
    """
    entries: list[Entry] = []
    treatments: dict[tuple[str, str], Treatment] = {}
    not_kept: list[NotKept] = []
    watched = progress.along(rows, 0.4, 0.9)  # before it the file was read
    for _, group in groupby(watched, key=lambda r: (r.source, r.source_ref, r.date, r.time)):
        kept = []
        for row in group:
            if row.kept:
                kept.append(row)
            else:
                not_kept.append(NotKept(row.source_ref, row.name, why(row)))
        for draft in _drafts(kept, person_id, len(entries), pain):
            for name, dose in draft.treatments:
                treatments.setdefault(
                    (name, dose), Treatment(person_id=person_id, name=name, dose=dose)
                )
            not_kept += draft.not_kept
            if not draft.values:
                continue
            values = {
                **draft.values,
                "person_id": person_id,
                "recorded_at": recorded_at + dt.timedelta(microseconds=len(entries)),
            }
            try:
                entries.append(diary.checked(Entry, values, today=today))
            except diary.BadRecord as bad:
                not_kept.append(NotKept(draft.ref, "", str(bad)))
    return Records(tuple(entries), tuple(treatments.values()), tuple(not_kept))


def why(row: Row) -> str:
    """Return why a row is left out or in doubt, in plain sentences; "" for a plain row."""
    if row.kind == "blocked":
        return row.note
    return " ".join(words.texts().flags[flag] for flag in row.flags)


@dataclass
class _Draft:
    """One entry to be. `values` {}: there is nothing to keep but perhaps treatments."""

    ref: str
    values: dict[str, Any]
    treatments: list[tuple[str, str]]
    not_kept: list[NotKept]


def _drafts(rows: list[Row], person_id: str, number: int, pain: PainColumn) -> Iterator[_Draft]:
    if not rows:
        return
    if rows[0].source == own.SOURCE:
        entry = own.entry(rows, person_id, number)
        values = {name: getattr(entry, name) for name in transfer.COLUMNS}
        yield _Draft(rows[0].source_ref, values, [], [])
        return
    waiting: Sequence[Row] = rows
    while waiting:
        building = _Building(waiting[0], pain)
        waiting = [row for row in waiting if not building.take(row)]
        yield building.draft()


class _Building:
    """An entry that takes rows one by one, until one does not fit beside what is there."""

    def __init__(self, first: Row, pain: PainColumn) -> None:
        self.first, self.pain = first, pain
        self.scores: dict[str, Any] = {}
        self.places: dict[str, None] = {}
        self.lists: dict[str, dict[str, None]] = {}
        self.medicines: list[dict[str, Any]] = []
        self.treatments: list[tuple[str, str]] = []
        self.notes: list[str] = []
        self.lines: list[str] = []
        self.not_kept: list[NotKept] = []

    def take(self, row: Row) -> bool:
        """Take a row, or return False when its score has another value here already."""
        if not self._number(row):
            return False
        for place in () if row.value_num == 0 else row.places:  # no pain there, no place of it
            zone = words.zone(place)
            if zone and (zone in self.places or len(self.places) < _MOST_PLACES):
                self.places[zone] = None
            else:
                self.lines.append(f"Place: {place.removeprefix('other:').replace('_', ' ')}")
        if row.note:
            about = row.name if row.kind == "medicine" else ""
            self.notes.append(f"{about}: {row.note}" if about else row.note)
        return True

    def _number(self, row: Row) -> bool:
        field = self._field(row)
        if field and row.value_num is not None:
            whole = field not in ("sleep_hours", "weight_kg")
            value = int(row.value_num) if whole else float(row.value_num)
            if self.scores.setdefault(field, value) != value:
                return False
            if row.value_text and row.kind != "weight_kg":
                self.lines.append(self._line(row, row.value_text))
        elif row.kind == "medicine":
            self._medicine(row)
        elif row.kind == "symptom":
            self._symptom(row)
        elif row.kind in ("quality", "spread", "worse_with", "eased_by"):
            self._choice(row)
        elif row.kind != "note" and (row.value_text or row.value_num is not None):
            self.lines.append(self._line(row, self._value(row)))
        return True

    def _field(self, row: Row) -> str:
        """Return the field of the entry for the number of a row; "" when it has none."""
        if row.kind == "pain" and row.scale == NRS:
            return row.name if row.source == generic.SOURCE else self.pain
        known = row.kind in ("sleep_hours", "weight_kg", "wakings", "limits_day")
        limits = {"weight_kg": (20, 400)}.get(row.kind, (0, 99))
        fits = row.value_num is not None and limits[0] <= row.value_num <= limits[1]
        return row.kind if known and fits else ""

    def _value(self, row: Row) -> str:
        scales = words.texts().scales
        if row.value_text or row.value_num is None:
            return row.value_text
        return f"{plain_number(row.value_num)} {scales.get(row.scale, '')}".strip()

    def _line(self, row: Row, value: str) -> str:
        name = row.name or words.texts().kinds[row.kind]
        if row.source == apple_health.SOURCE:  # it writes LowerBackPain
            name = words.plain(name).capitalize()
        part = f", {row.part_of_day.replace('_', ' ')}" if row.part_of_day else ""
        if row.kind in ("time_of_pain", "tag"):
            return f"{words.texts().kinds[row.kind]}: {name}"
        return f"{name}{part}: {value}" if value else f"{name}{part}"

    def _medicine(self, row: Row) -> None:
        dose = "" if row.value_text == "Taken" else row.value_text
        if row.part_of_day:
            dose = ", ".join(filter(None, [dose, row.part_of_day.replace("_", " ")]))
        if "not_taken" in row.flags:
            self.lines.append(f"{row.name}: not taken")
        elif not row.name or len(dose) > _LINE:
            self.lines.append(self._line(row, dose))
        elif "regimen_not_a_dose" in row.flags:
            self.treatments.append((row.name, dose))
        else:
            self.medicines.append({"name": row.name, "dose": dose})

    def _symptom(self, row: Row) -> None:
        there = row.value_text not in _ABSENT and row.value_num != 0
        known = words.symptom(row.name)
        if row.source == generic.SOURCE:  # the person's own table may use our words
            known = words.known_choice("symptoms", row.name) or known
        if there and known:
            self._choose("symptoms", known)
        if not there or not known or row.value_text != "present":
            self.lines.append(self._line(row, self._value(row)))

    def _choice(self, row: Row) -> None:
        field = "feels_like" if row.kind == "quality" else row.kind
        known = words.known_choice(field, row.name)
        if field == "feels_like":
            known = words.feels_like(row.name) or known
        if known:
            self._choose(field, known)
        else:
            self.lines.append(f"{words.texts().kinds[row.kind]}: {row.name}")

    def _choose(self, field: str, id: str) -> None:
        """Add a choice. "none" beside anything else stays out: it stands alone."""
        chosen = self.lists.setdefault(field, {})
        if id != "none":
            chosen.pop("none", None)
            chosen[id] = None
        elif not chosen:
            chosen[id] = None

    def draft(self) -> _Draft:
        """Return what there is. A line that makes the note too long is left out and listed."""
        app = words.texts().apps[self.first.source]
        note = "\n".join(self.notes)
        for line in dict.fromkeys(self.lines):
            longer = "\n".join(filter(None, [note, f"From {app}: {line}"]))
            if len(longer) <= diary.NOTE_LENGTH:
                note = longer
            else:
                self._left_out("The note would be too long.")
        values: dict[str, Any] = {
            **self.scores,
            **{field: tuple(ids) for field, ids in self.lists.items()},
            "places": tuple({"place": place} for place in self.places),
            "medicines": tuple(self.medicines),
            "note": note,
        }
        values = {name: value for name, value in values.items() if value not in ("", ())}
        if values:
            values |= {
                "date": self.first.date,
                "time": self.first.time,
                "utc_offset_minutes": self.first.utc_offset,
            }
        return _Draft(self.first.source_ref, values, self.treatments, self.not_kept)

    def _left_out(self, reason: str) -> None:
        self.not_kept.append(NotKept(self.first.source_ref, self.first.name, reason))


_NOT_CONTENT = {"id", "version", "recorded_at"}


def new_only(records: Iterable[Record], kept: Iterable[Record]) -> list[Record]:
    """Return the records that are not kept yet, so that the same file twice adds nothing.

    Two records are the same when all but id, version and time of writing is. Two equal records of
    one file are two, and so both are found again.
    """
    known = Counter(_content(record) for record in kept)
    new = []
    for record in records:
        content = _content(record)
        if known[content] > 0:
            known[content] -= 1
        else:
            new.append(record)
    return new


def _content(record: BaseModel) -> str:
    return record.model_dump_json(exclude=_NOT_CONTENT)
