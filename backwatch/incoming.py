"""What a file would bring in, told before anything is saved; then bringing it in as one step.

`look` takes the bytes of a file and what the person said about it so far. It never writes. What
must be asked first stands in `Looked.asks`. A score whose scale a file does not name counts only
once the person said what it is.
"""

import datetime as dt
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal
from zoneinfo import ZoneInfo

from pydantic import BaseModel

from backwatch import backup, importers
from backwatch.diary import Entry, Treatment
from backwatch.importers import BadImport, Preview, Records, Row
from backwatch.importers.entries import NotKept, PainColumn
from backwatch.importers.generic import SOURCE as ANY_TABLE
from backwatch.importers.rows import NRS, UNKNOWN
from backwatch.importers.values import DateOrder, plain_number
from backwatch.person import Person
from backwatch.store import Belongings, Everything, Imported, Store, StoreError, TakenBack
from backwatch.strict_json import BadJson

Ask = Literal["zone", "date_order", "columns", "scale", "pain"]
BACKUP = "backwatch_backup"  # a file with everything, made by backup.written
ASSUMED = "scale_assumed_0_10"
MOST_COLUMNS = 40  # on one screen; the rest of a wider table is left out and named
_LIST = "import_list"
_ALARMING = ("yes", "not_sure")


@dataclass(frozen=True)
class Said:
    """What the person said about a file so far. None: not asked, or not answered.

    columns: ours by the name in the file, "" where a column is left out; None takes the suggestion.
    scores_are_0_to_10: False makes words of all scores whose scale the file does not name.
    """

    format: str = "auto"
    zone: ZoneInfo | None = None
    date_order: DateOrder | None = None
    columns: Mapping[str, str] | None = None
    decimal: Literal[".", ","] | None = None
    scores_are_0_to_10: bool | None = None
    pain: PainColumn = "pain_now"


@dataclass(frozen=True)
class Sign:
    """A danger sign that a file names: its question, and the days on which it stands."""

    question: str
    days: tuple[dt.date, ...]


@dataclass(frozen=True)
class Plan:
    """What would be saved. `entries` and `treatments` are only those that are not there yet.

    left_out: rows and parts that stay out, each with its place and the reason. unreadable: what
    cannot be read, each with row and column. ready: all was answered that had to be.
    """

    preview: Preview
    entries: tuple[Entry, ...]
    treatments: tuple[Treatment, ...]
    already_there: int
    left_out: tuple[NotKept, ...]
    unreadable: tuple[str, ...]
    ready: bool

    @property
    def count(self) -> int:
        """How many records would be added."""
        return len(self.entries) + len(self.treatments)


@dataclass(frozen=True)
class Held:
    """What a file with everything holds for one person, in numbers, before it is brought in."""

    person: Person
    counts: Mapping[str, int]
    first: dt.date | None
    last: dt.date | None


@dataclass(frozen=True)
class Looked:
    """What is known of a file so far. `error`: one sentence on why it cannot be read further.

    asks: what the person must say or may change. columns: the names of a table of no known app,
    each with examples. chosen: what becomes of each. date_examples: days to ask about.
    everything: what a file with everything holds; then there is no plan.
    """

    format: str
    error: str | None = None
    asks: frozenset[Ask] = frozenset()
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    chosen: Mapping[str, str] = field(default_factory=dict)
    decimal: str = "."
    more_columns: int = 0
    date_examples: tuple[str, ...] = ()
    plan: Plan | None = None
    everything: Everything | None = None
    signs: tuple[Sign, ...] = ()


def look(
    data: bytes,
    said: Said,
    *,
    person_id: str,
    at: dt.datetime,
    kept: Iterable[Entry | Treatment] = (),
) -> Looked:
    """Return what a file holds, as far as it can be read with what was said.

    Args:
        data: the bytes of the file; of more than 10 MB nothing is read.
        said: the answers so far.
        person_id: whose diary it goes to.
        at: now, with the zone of the person; entries of a later day are left out.
        kept: what that diary holds already.
    """
    try:
        importers.check_size(len(data))
        if is_backup(data):
            everything = backup.read(data)
            entries = [each for one in everything.people for each in one.entries]
            return Looked(BACKUP, everything=everything, signs=_signs((), entries))
        return _look(data, said, person_id, at, tuple(kept))
    except (BadImport, BadJson) as error:
        return Looked("", _sentence(str(error)))


def is_backup(data: bytes) -> bool:
    """Return whether this looks like a file that backup.written made."""
    return data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{" and b'"backwatch_export"' in data


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]


def _look(
    data: bytes, said: Said, person_id: str, at: dt.datetime, kept: Sequence[Entry | Treatment]
) -> Looked:
    format = importers.detect(data) if said.format == "auto" else said.format
    found = Looked(format)
    columns = None
    if format == ANY_TABLE:
        try:
            found, columns = _mapped(data, said, found)
        except _BadMap as bad:
            return replace(bad.found, error=_sentence(str(bad)))
    try:
        preview = importers.read(
            data, format=format, zone=said.zone, date_order=said.date_order, columns=columns
        )
    except importers.NeedsZone:
        return replace(found, asks=found.asks | {"zone"})
    except importers.NeedsDateOrder as error:
        return replace(found, asks=found.asks | {"date_order"}, date_examples=error.examples)
    except BadImport as error:
        return replace(found, error=_sentence(str(error)))
    asks = set(found.asks)
    if _scores_in_doubt(preview):
        asks.add("scale")
        if said.scores_are_0_to_10 is False:
            preview = replace(preview, rows=tuple(map(_without_score, preview.rows)))
    if format not in (ANY_TABLE, "backwatch") and any(_is_score(row) for row in preview.rows):
        asks.add("pain")
    records = importers.to_records(preview.rows, person_id, at, pain=said.pain, today=at.date())
    ready = "scale" not in asks or said.scores_are_0_to_10 is not None
    return replace(
        found,
        asks=frozenset(asks),
        plan=_plan(preview, records, kept, ready=ready),
        signs=_signs(preview.danger_signs, records.entries),
    )


class _BadMap(BadImport):
    """The columns do not fit together; `found` is what there is to change."""

    def __init__(self, sentence: str, found: Looked) -> None:
        super().__init__(sentence)
        self.found = found


def _mapped(data: bytes, said: Said, found: Looked) -> tuple[Looked, importers.ColumnMap]:
    """Return the columns of a table with what becomes of each, and the map. Raises _BadMap."""
    header, rows = importers.sample(data)
    suggestion = importers.suggest(header, rows)
    names = tuple(dict.fromkeys(name for name in header if name))
    suggested = {theirs: ours for ours, theirs in suggestion.columns.items()}
    first = [*suggested, *(name for name in names if name not in suggested)][:MOST_COLUMNS]
    shown = [name for name in names if name in first]
    given = said.columns or {}
    chosen = {name: given.get(name, suggested.get(name, "")) for name in shown}
    decimal = said.decimal or suggestion.decimal
    found = replace(
        found,
        asks=frozenset({"columns"}),
        columns={name: _examples(header, rows, name) for name in shown},
        chosen=chosen,
        decimal=decimal,
        more_columns=len(names) - len(shown),
    )
    used = [ours for ours in chosen.values() if ours]
    if len(set(used)) < len(used):
        raise _BadMap("two columns are the same thing now; leave one of them out.", found)
    if "date" not in used:
        raise _BadMap("say which column holds the day.", found)
    value = {ours: theirs for theirs, ours in chosen.items() if ours} | {"decimal": decimal}
    try:
        return found, importers.column_map(value)
    except BadImport as error:
        raise _BadMap(str(error), found) from None


def _examples(header: Sequence[str], rows: Sequence[Sequence[str]], name: str) -> tuple[str, ...]:
    place = list(header).index(name)
    cells = (row[place] for row in rows if len(row) > place and row[place])
    return tuple(dict.fromkeys(cells))[:3]


def _is_score(row: Row) -> bool:
    return row.kind == "pain" and row.scale == NRS and row.value_num is not None


def _scores_in_doubt(preview: Preview) -> bool:
    """Return whether there is a score of which only the person can say what its scale is."""
    any_table = preview.format == ANY_TABLE
    return any(_is_score(row) and (any_table or ASSUMED in row.flags) for row in preview.rows)


def _without_score(row: Row) -> Row:
    """Return the row with its score as words, where the file does not name the scale."""
    if not _is_score(row) or not (row.source == ANY_TABLE or ASSUMED in row.flags):
        return row
    flags = (*(flag for flag in row.flags if flag != ASSUMED), "scale_unknown")
    value = plain_number(row.value_num) if row.value_num is not None else ""
    return replace(row, value_num=None, value_text=value, scale=UNKNOWN, flags=flags)


def _plan(
    preview: Preview, records: Records, kept: Sequence[Entry | Treatment], *, ready: bool
) -> Plan:
    entries = importers.new_only(records.entries, [e for e in kept if isinstance(e, Entry)])
    treatments = importers.new_only(
        records.treatments, [t for t in kept if isinstance(t, Treatment)]
    )
    every = len(records.entries) + len(records.treatments)
    unreadable = {row.source_ref for row in preview.blocked}
    return Plan(
        preview,
        tuple(entries),
        tuple(treatments),
        every - len(entries) - len(treatments),
        tuple(each for each in records.not_kept if each.source_ref not in unreadable),
        tuple(row.note for row in preview.blocked),
        ready,
    )


def _signs(named: Sequence[tuple[str, Row]], entries: Iterable[Entry]) -> tuple[Sign, ...]:
    """Return the danger signs of a file, with their days, by question: names and answers alike."""
    found: dict[str, set[dt.date]] = {}
    for question, row in named:
        found.setdefault(question, set()).update({row.date} if row.date else ())
    for entry in entries:
        for question, answer in entry.danger_signs.items():
            if answer in _ALARMING:
                found.setdefault(question, set()).add(entry.date)
    return tuple(Sign(question, tuple(sorted(days))) for question, days in sorted(found.items()))


# --- a file with everything ---


def held(everything: Everything) -> list[Held]:
    """Return what a file with everything holds for each person."""
    found = []
    for mine in everything.people:
        days = [entry.date for entry in mine.entries]
        counts = {
            "entries": len(mine.entries),
            "checks": len(mine.checks),
            "treatments": len(mine.treatments),
            "tests": len(mine.tests),
            "appointments": len(mine.appointments),
        }
        found.append(Held(mine.person, counts, min(days, default=None), max(days, default=None)))
    return found


def already_there(given: Everything, here: Everything, *, into: str | None = None) -> int:
    """Return how many records of `given` are there already, by what they say (see bring_in)."""
    there = {mine.person.id: mine for mine in here.people}
    same = 0
    for mine in given.people:
        ours = there.get(into or mine.person.id)
        for name, records in mine.kinds().items():
            left = Counter(_says(record) for record in (ours.kinds()[name] if ours else ()))
            for record in records:
                said = _says(record)
                same += left[said] > 0
                left[said] -= 1
    return same


def _says(record: BaseModel) -> str:
    return json.dumps(
        record.model_dump(mode="json", exclude={"id", "person_id", "version"}), sort_keys=True
    )


# --- bringing in, and taking back ---


@dataclass(frozen=True)
class Brought:
    """An import that can be taken back. `at`: when, or None where nobody noted it.

    format: an id of importers.FORMATS, BACKUP, or "". records: how many it added.
    """

    import_id: str
    at: dt.datetime | None = None
    format: str = ""
    records: int | None = None


def bring_in(store: Store, plan: Plan, person_id: str, *, at: dt.datetime) -> Imported:
    """Save what a plan holds as one step, all or nothing. Raises what Store.bring_in raises."""
    mine = Belongings(Person(id=person_id), (), plan.entries, plan.treatments)
    done = store.bring_in(Everything((mine,)), into=person_id)
    _note(store, done, plan.preview.format, at)
    return done


def bring_in_entries(
    store: Store, entries: Iterable[Entry], person_id: str, *, source: str, at: dt.datetime
) -> Imported:
    """Save entries that came from no file as one step that can be taken back.

    Raises what Store.bring_in raises.
    """
    mine = Belongings(Person(id=person_id), (), tuple(entries))
    done = store.bring_in(Everything((mine,)), into=person_id)
    _note(store, done, source, at)
    return done


def bring_back(
    store: Store, everything: Everything, *, into: str | None, at: dt.datetime
) -> Imported:
    """Bring in a file with everything as one step. Raises what Store.bring_in raises."""
    done = backup.restore(store, everything, into=into)
    _note(store, done, BACKUP, at)
    return done


def _note(store: Store, done: Imported, format: str, at: dt.datetime) -> None:
    """Keep when and from what an import was. Without the note it can be taken back all the same."""
    note = {"at": at.isoformat(), "format": format, "records": sum(done.added.values())}
    try:
        there = set(store.imports())

        def change(text: str | None) -> str:
            notes = {**_read(text), done.import_id: note}
            return json.dumps({id: each for id, each in notes.items() if id in there})

        store.change_setting(_LIST, change)
    except StoreError:
        return


def _read(text: str | None) -> dict[str, Any]:
    try:
        found = json.loads(text or "{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def brought(store: Store) -> list[Brought]:
    """Return the imports that can be taken back, the newest first; those without a note last."""
    notes = _read(store.setting(_LIST))
    found = [_brought(id, notes.get(id)) for id in store.imports()]
    begin = dt.datetime.min.replace(tzinfo=dt.UTC)
    return sorted(found, key=lambda each: each.at or begin, reverse=True)


def _brought(import_id: str, note: Any) -> Brought:
    try:
        at = dt.datetime.fromisoformat(note["at"])
        if at.tzinfo is None:
            return Brought(import_id)
        return Brought(import_id, at, str(note["format"]), int(note["records"]))
    except (TypeError, KeyError, ValueError):
        return Brought(import_id)


def take_back(store: Store, import_id: str) -> TakenBack:
    """Take an import back as one step; what was changed since stays. See Store.undo_import."""
    return store.undo_import(import_id)
