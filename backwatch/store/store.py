"""The store: every record of the people on this computer."""

import contextlib
import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar
from uuid import uuid4

import sqlalchemy as sa
from pydantic import ValidationError

from backwatch.diary import Appointment, TestResult, Treatment
from backwatch.home import DATABASE, NoHome, make_private
from backwatch.person import Person
from backwatch.store import files, schema
from backwatch.store.checks import Checks
from backwatch.store.entries import Entries
from backwatch.store.errors import (
    DAMAGED,
    DamagedData,
    EditConflict,
    NotSaved,
    StoreError,
    in_plain_words,
)
from backwatch.store.migrations import bring_up_to_date

Kind = TypeVar("Kind", Treatment, TestResult, Appointment)

_TABLES: dict[type[Treatment | TestResult | Appointment], sa.Table] = {
    Treatment: schema.treatment,
    TestResult: schema.test_result,
    Appointment: schema.appointment,
}


class Store(Checks, Entries):
    """One data file. Each write is one transaction and returns only after its commit.

    Safe to use from many threads; two programs may use the same file.
    """

    def person(self) -> Person:
        """Return the person who was there first; a new, unnamed one where there is nobody yet."""
        return next(iter(self.people()), None) or self._first_person()

    def people(self) -> list[Person]:
        """Return everyone, the one who was there first first."""
        with self._read() as connection:
            return _people(connection)

    def _first_person(self) -> Person:
        with self._write() as connection:
            found = _people(connection)  # another window may have been quicker
            if found:
                return found[0]
            person = Person(id=uuid4().hex)
            connection.execute(sa.insert(schema.person).values(position=1, **dict(person)))
        return person

    def save_person(self, person: Person) -> Person:
        """Keep what is known of a person; one who was not there is added."""
        table = schema.person
        with self._write() as connection:
            done = connection.execute(
                sa.update(table).where(table.c.id == person.id).values(dict(person))
            )
            if done.rowcount == 0:
                place = connection.scalar(sa.select(sa.func.max(table.c.position))) or 0
                connection.execute(sa.insert(table).values(position=place + 1, **dict(person)))
        return person

    def save_record(self, record: Kind) -> Kind:
        """Keep a treatment, test or appointment and return it with its id and new version.

        Raises EditConflict where it moved on since it was read; nothing is overwritten.
        """
        table = _TABLES[type(record)]
        update = {"id": record.id or uuid4().hex, "version": record.version + 1}
        saved = record.model_copy(update=update)
        with self._write() as connection:
            if record.version == 0:
                connection.execute(sa.insert(table).values(_row(saved)))
            else:
                done = connection.execute(
                    sa.update(table)
                    .where(table.c.id == record.id, table.c.version == record.version)
                    .values(_row(saved))
                )
                if done.rowcount != 1:
                    now = sa.select(table).where(table.c.id == record.id)
                    row = connection.execute(now).mappings().first()
                    raise EditConflict(_record(type(record), dict(row)) if row else None)
        return saved

    def delete_record(self, record: Treatment | TestResult | Appointment) -> None:
        """Erase a treatment, test or appointment for good."""
        table = _TABLES[type(record)]
        with self._write() as connection:
            connection.execute(sa.delete(table).where(table.c.id == record.id))

    def treatments(self, person_id: str) -> list[Treatment]:
        """Return the treatments of a person by start; one without a start comes first."""
        return self._records(Treatment, person_id, "started")

    def test_results(self, person_id: str) -> list[TestResult]:
        """Return the tests of a person by day; one without a day comes first."""
        return self._records(TestResult, person_id, "date")

    def appointments(self, person_id: str) -> list[Appointment]:
        """Return the appointments of a person by day and time."""
        return self._records(Appointment, person_id, "date", "time")

    def _records(self, kind: type[Kind], person_id: str, *order: str) -> list[Kind]:
        table = _TABLES[kind]
        columns = [table.c[name].nulls_first() for name in order]
        wanted = sa.select(table).where(table.c.person_id == person_id).order_by(*columns)
        with self._read() as connection:
            rows = connection.execute(wanted).mappings().all()
        try:
            return [_record(kind, dict(row)) for row in rows]
        except ValueError:
            raise DamagedData(DAMAGED) from None

    def setting(self, key: str) -> str | None:
        """Return a setting, or None where it was never set."""
        table = schema.setting
        with self._read() as connection:
            return connection.scalar(sa.select(table.c.value).where(table.c.key == key))

    def set_setting(self, key: str, value: str | None) -> None:
        """Keep a setting; None takes it away."""
        table = schema.setting
        with self._write() as connection:
            connection.execute(sa.delete(table).where(table.c.key == key))
            if value is not None:
                connection.execute(sa.insert(table).values(key=key, value=value))

    def delete_everything(self) -> None:
        """Erase every record, and the copies made before migrations. There is no undo."""
        with self._write() as connection:
            for table in reversed(schema.metadata.sorted_tables):
                if table is not schema.change_count:  # it must go on growing
                    connection.execute(sa.delete(table))
        for copy in self.path.parent.glob(files.BACKUPS):
            copy.unlink(missing_ok=True)
        # secure_delete has overwritten the records; a failed VACUUM only leaves a bigger file
        with contextlib.suppress(StoreError), in_plain_words(writing=True):
            raw = self._engine.raw_connection()
            try:
                raw.cursor().execute("VACUUM")
            finally:
                raw.close()


def open_store(home: Path, *, timeout: float = 10.0) -> Store:
    """Return the store of this data folder, made on the first start and migrated when it is old.

    Args:
        home: the data folder; see `data_home`.
        timeout: how many seconds to wait for another program that is writing.

    Raises DamagedData where a database is missing that once existed, is empty, foreign or damaged,
    NewerData where a newer version wrote it, NotSaved where the folder cannot be used. No file is
    ever overwritten by these.
    """
    try:
        make_private(home)
    except NoHome as error:
        raise NotSaved(str(error)) from None
    database = home / DATABASE
    if files.is_new(home):
        try:
            files.create(home, lambda path: bring_up_to_date(path, new=True, timeout=timeout))
        except NotSaved:
            if files.is_new(home):
                raise
            # Another program was quicker, and tidied our half-made file away.
    else:
        bring_up_to_date(database, new=False, timeout=timeout)
    files.remember(home)
    return Store(database, timeout=timeout)


def _people(connection: sa.Connection) -> list[Person]:
    table = schema.person
    columns = [table.c[name] for name in Person.model_fields]
    rows = connection.execute(sa.select(*columns).order_by(table.c.position)).mappings()
    try:
        return [Person.model_validate(dict(row)) for row in rows]
    except ValidationError:
        raise DamagedData(DAMAGED) from None


def _row(record: Treatment | TestResult | Appointment) -> dict[str, Any]:
    """Return the columns of a record; what was not recorded is NULL."""
    return {name: _plain(value) for name, value in record}


def _plain(value: Any) -> Any:
    if isinstance(value, (dt.date, dt.time)):
        return value.isoformat()
    if isinstance(value, bool):
        return int(value)
    return None if value == "" else value


_READ = {
    "date": dt.date.fromisoformat,
    "started": dt.date.fromisoformat,
    "ended": dt.date.fromisoformat,
    "time": dt.time.fromisoformat,
    "done": bool,
}


def _record(kind: type[Kind], row: Mapping[str, Any]) -> Kind:
    values = {
        name: _READ[name](value) if name in _READ else value
        for name, value in row.items()
        if value is not None
    }
    return kind.model_validate(values)
