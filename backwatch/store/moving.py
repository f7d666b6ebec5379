"""All records at once: read in one moment, brought in by one transaction, taken back as one step.

An import never overwrites and never loses. A record that is there already, by what it says, is
left as it is; any other one is added, under a new id where its own is taken.
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import sqlalchemy as sa
from pydantic import AwareDatetime, BaseModel, Field

from backwatch import progress
from backwatch.diary import Appointment, Entry, TestResult, Treatment, in_order
from backwatch.person import Person
from backwatch.store import checks, entries, people, rows, schema
from backwatch.store.database import Database, even_on_a_full_disk
from backwatch.store.errors import CheckFinished, EditConflict

# Settings that say something of a person. Never the marks that an alarm was seen: after an import
# it is shown again. Never the mark of the example, with which everything can be erased.
PAGE_SETTING = "summary_page"  # what was chosen and written for the page for the doctor
PERSONAL_SETTINGS = ("diary_evidence_decided", "screening", PAGE_SETTING)

_AT_ONCE = 500  # ids or records in one statement


class AnsweredCheck(checks.Check):
    """A check that also says when each question was answered."""

    answered: dict[str, AwareDatetime] = Field(default_factory=dict)


@dataclass(frozen=True)
class Belongings:
    """One person and all that is kept for them; deleted entries are left out."""

    person: Person
    checks: tuple[AnsweredCheck, ...] = ()
    entries: tuple[Entry, ...] = ()
    treatments: tuple[Treatment, ...] = ()
    tests: tuple[TestResult, ...] = ()
    appointments: tuple[Appointment, ...] = ()
    settings: Mapping[str, str] = field(default_factory=dict)  # those of PERSONAL_SETTINGS

    def kinds(self) -> dict[str, Sequence[Any]]:
        """Return the records by the table in which they are kept."""
        return {
            schema.check.name: self.checks,
            schema.entry.name: self.entries,
            schema.treatment.name: self.treatments,
            schema.test_result.name: self.tests,
            schema.appointment.name: self.appointments,
        }


@dataclass(frozen=True)
class Everything:
    """All that a store keeps. `remarks`: sentences on what may be wrong or left out."""

    people: tuple[Belongings, ...] = ()
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Imported:
    """What an import did: how many records of each table it added, and how many were there."""

    import_id: str
    added: Mapping[str, int]
    already_there: int


@dataclass(frozen=True)
class TakenBack:
    """How many records an undone import took away, and how many stay, changed since by hand."""

    removed: int
    kept: int


class Moving(Database):
    """The part of the store that moves all records at once."""

    def records(self) -> Everything:
        """Return everything, as of one moment."""
        with self._read() as connection:
            return _everything(connection)

    def bring_in(self, given: Everything, *, into: str | None = None) -> Imported:
        """Add what is not there yet, all or nothing; see docs/decisions/0007-copies.md.

        Args:
            given: the people and their records. Their ids are only names: no record that is there
                is ever changed.
            into: the id of the person here to whom the records of the one person given belong.
                Without it, a person is the same where the id is, and else is added.

        In a store without a record the people of `given` take the place of those who are there.
        Raises CheckFinished where a check is open here and in `given`, and ValueError where `into`
        does not fit.
        """
        with self._write() as connection:
            done = _Import(connection)
            done.bring_in(given, into)
            import_id = uuid4().hex
            connection.execute(
                sa.insert(schema.import_).values(id=import_id, added=json.dumps(done.to_undo()))
            )
        return Imported(import_id, done.added, done.already_there)

    def imports(self) -> list[str]:
        """Return the ids of the imports that can be taken back."""
        with self._read() as connection:
            return list(connection.scalars(sa.select(schema.import_.c.id)))

    @even_on_a_full_disk
    def undo_import(self, import_id: str) -> TakenBack:
        """Take an import back, in one step: what it added goes, who made way comes back.

        A record that was changed since stays. Raises EditConflict where it was taken back before.
        """
        with self._write() as connection:
            table = schema.import_
            kept = connection.scalar(sa.select(table.c.added).where(table.c.id == import_id))
            if kept is None:
                raise EditConflict(None)
            connection.execute(sa.delete(table).where(table.c.id == import_id))
            return _take_back(connection, json.loads(kept))


def _everything(connection: sa.Connection) -> Everything:
    return Everything(tuple(_belongings(connection, each) for each in rows.people(connection)))


def _belongings(connection: sa.Connection, person: Person) -> Belongings:
    mine = entries.kept() & (schema.entry.c.person_id == person.id)
    found = sorted(entries.entries_where(connection, mine), key=lambda entry: str(entry.id))
    return Belongings(
        person,
        tuple(_checks(connection, person.id)),
        tuple(in_order(found)),
        tuple(rows.records_of(connection, Treatment, person.id, "started", "id")),
        tuple(rows.records_of(connection, TestResult, person.id, "date", "id")),
        tuple(rows.records_of(connection, Appointment, person.id, "date", "time", "id")),
        people.own_settings(connection, person.id, PERSONAL_SETTINGS),
    )


def _checks(connection: sa.Connection, person_id: str) -> list[AnsweredCheck]:
    mine = schema.check.c.person_id == person_id
    answered: dict[str, dict[str, Any]] = {}
    for row in connection.execute(sa.select(schema.check_answer).join(schema.check).where(mine)):
        answered.setdefault(row.check_id, {})[row.question] = row.answered_at
    found = [
        AnsweredCheck(**dict(check), answered=answered.get(check.id, {}))
        for check in checks.checks_where(connection, mine)
    ]
    return sorted(found, key=lambda check: (check.started, check.id))


def _says(record: BaseModel) -> str:
    """Return what a record says, whoever keeps it under whatever id."""
    return json.dumps(
        record.model_dump(mode="json", exclude={"id", "person_id", "version"}), sort_keys=True
    )


class _Import:
    """One import into one store, inside its transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self.connection = connection
        self.there = {each.person.id: each for each in _everything(connection).people}
        self.added: Counter[str] = Counter()
        self.already_there = 0
        self._ids: dict[str, list[str]] = {}  # table: what was added
        self._made_way: list[dict[str, Any]] = []
        self._settings: dict[str, str] = {}

    def bring_in(self, given: Everything, into: str | None) -> None:
        if into is not None and (into not in self.there or len(given.people) != 1):
            raise ValueError("one person's records go to one person who is there")
        people.settle(self.connection)
        if given.people and into is None and not self._has_records():
            self._make_way()
        for belongings in given.people:
            person_id = into or belongings.person.id
            if person_id not in self.there:
                self._add_person(belongings.person, belongings.settings)
            self._add_records(belongings, person_id)

    def to_undo(self) -> dict[str, Any]:
        """Return what is needed to take it all back."""
        return {
            "added": {
                table: _marks(self.connection, table, ids) for table, ids in self._ids.items()
            },
            "made_way": self._made_way,
            "settings": self._settings,
        }

    def _has_records(self) -> bool:
        """Return whether anything is kept: an open check without an answer is nothing."""
        tables = (schema.entry, schema.treatment, schema.test_result, schema.appointment)
        finished = sa.select(schema.check.c.id).where(schema.check.c.finished.is_not(None))
        wanted = [*(sa.select(table) for table in tables), sa.select(schema.check_answer), finished]
        return any(self.connection.execute(each.limit(1)).first() for each in wanted)

    def _make_way(self) -> None:
        table = schema.person
        self._made_way = [dict(row) for row in self.connection.execute(sa.select(table)).mappings()]
        self.connection.execute(sa.delete(schema.check))
        self.connection.execute(sa.delete(table))
        self.there = {}

    def _add_person(self, person: Person, settings: Mapping[str, str]) -> None:
        """Add a person who was not here, with these settings and none that were left behind."""
        people.insert(self.connection, person)
        self.there[person.id] = Belongings(person)
        self._count(schema.person, [person.id])
        # A mark that an alarm was seen would hide it once the entry is back.
        people.forget_settings(self.connection, person.id)
        for key in PERSONAL_SETTINGS:
            if key in settings:
                name = people.own_key(key, person.id)
                values = {"key": name, "value": settings[key]}
                self.connection.execute(sa.insert(schema.setting).values(values))
                self._settings[name] = settings[key]

    def _add_records(self, given: Belongings, person_id: str) -> None:
        here = self.there[person_id].kinds()
        for name, records in given.kinds().items():
            table = schema.metadata.tables[name]
            new = self._not_there(records, here[name])
            self.already_there += len(records) - len(new)
            if table is schema.check:
                self._let_open_checks_meet(new, here[name])
            taken = set(self.connection.scalars(sa.select(table.c.id)))
            named = []
            for record in progress.along(new, 0, 0.3):
                own = record.id if record.id and record.id not in taken else uuid4().hex
                taken.add(own)
                changes: dict[str, Any] = {"id": own, "person_id": person_id}
                if table is not schema.check:
                    changes["version"] = 1
                named.append(record.model_copy(update=changes))
            self._insert(table, named)

    @staticmethod
    def _not_there(records: Iterable[Any], here: Iterable[Any]) -> list[Any]:
        """Return the records that nobody here has; twins stay as many as they are."""
        left = Counter(_says(record) for record in here)
        new = []
        for record in records:
            said = _says(record)
            if left[said]:
                left[said] -= 1
            else:
                new.append(record)
        return new

    def _let_open_checks_meet(
        self, new: Sequence[AnsweredCheck], here: Sequence[AnsweredCheck]
    ) -> None:
        ours = [check for check in here if check.finished is None]
        if not ours or all(check.finished for check in new):
            return
        if ours[0].answers:
            raise CheckFinished(
                "A check is open here and another in the file. Finish or discard yours first."
            )
        self.connection.execute(sa.delete(schema.check).where(schema.check.c.id == ours[0].id))

    def _insert(self, table: sa.Table, records: Sequence[Any]) -> None:
        if not records:
            return
        if table is schema.check:
            values = [checks.check_row(check) for check in records]
        elif table is schema.entry:
            values = [entries.entry_row(entry) for entry in progress.along(records, 0.3, 0.6)]
        else:
            values = [rows.row_of(record) for record in records]
        parts = [values[at : at + _AT_ONCE] for at in range(0, len(values), _AT_ONCE)]
        for part in progress.along(parts, 0.6, 0.9):
            self.connection.execute(sa.insert(table), part)
        if table is schema.check:
            answers = [
                checks.answer_row(check.id, question, value, check.answered[question])
                for check in records
                for question, value in check.answers.items()
            ]
            if answers:
                self.connection.execute(sa.insert(schema.check_answer), answers)
        self._count(table, [record.id for record in records])

    def _count(self, table: sa.Table, ids: list[str]) -> None:
        self.added[table.name] += len(ids)
        self._ids.setdefault(table.name, []).extend(ids)


def _marks(connection: sa.Connection, name: str, ids: Sequence[str]) -> dict[str, list[int]]:
    """Return id: the checksums of the record and of its answers, for those that are there."""
    table = sa.table(name, sa.column("id"), sa.column("checksum"))
    answer = sa.table("check_answer", sa.column("check_id"), sa.column("checksum"))
    found: dict[str, list[int]] = {}
    for start in range(0, len(ids), _AT_ONCE):
        some = ids[start : start + _AT_ONCE]
        for row in connection.execute(sa.select(table).where(table.c.id.in_(some))):
            found[row.id] = [row.checksum]
        if name == schema.check.name:
            for row in connection.execute(sa.select(answer).where(answer.c.check_id.in_(some))):
                found[row.check_id].append(row.checksum)
    return {id: sorted(sums) for id, sums in found.items()}


def _take_back(connection: sa.Connection, undo: Mapping[str, Any]) -> TakenBack:
    removed = kept = 0
    added: dict[str, dict[str, list[int]]] = undo["added"]
    for table in reversed(schema.metadata.sorted_tables):  # a person last
        marks = added.get(table.name)
        if not marks:
            continue
        now = _marks(connection, table.name, list(marks))
        same = [id for id, sums in now.items() if sums == marks[id]]
        if table is schema.entry:
            same = sorted({*same, *_deleted(connection, list(now))})
        if table is schema.person:
            same = [id for id in same if not _in_use(connection, id)]
        for start in range(0, len(same), _AT_ONCE):
            some = same[start : start + _AT_ONCE]
            connection.execute(sa.delete(table).where(table.c.id.in_(some)))
        removed += len(same)
        kept += len(now) - len(same)
    _bring_back(connection, undo)
    return TakenBack(removed, kept)


def _deleted(connection: sa.Connection, ids: Sequence[str]) -> Iterable[str]:
    table = schema.entry
    gone = set(connection.scalars(sa.select(table.c.id).where(table.c.deleted_at.is_not(None))))
    return gone.intersection(ids)


def _in_use(connection: sa.Connection, person_id: str) -> bool:
    tables = (table for table in schema.RECORDS if "person_id" in table.columns)
    return any(
        connection.execute(
            sa.select(table.c.id).where(table.c.person_id == person_id).limit(1)
        ).first()
        for table in tables
    )


def _bring_back(connection: sa.Connection, undo: Mapping[str, Any]) -> None:
    table = schema.person
    there = set(connection.scalars(sa.select(table.c.id)))
    for row in undo["made_way"]:
        if row["id"] not in there:
            connection.execute(sa.insert(table).values(row))
    setting = schema.setting
    for key, value in undo["settings"].items():
        connection.execute(sa.delete(setting).where(setting.c.key == key, setting.c.value == value))
