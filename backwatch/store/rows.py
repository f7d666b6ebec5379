"""How a person, treatment, test or appointment becomes a row of the file, and a row a record."""

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any, TypeVar

import sqlalchemy as sa
from pydantic import ValidationError

from backwatch.diary import Appointment, TestResult, Treatment
from backwatch.person import Person
from backwatch.store import schema
from backwatch.store.errors import DAMAGED, DamagedData

Kind = TypeVar("Kind", Treatment, TestResult, Appointment)

TABLES: dict[type[Treatment | TestResult | Appointment], sa.Table] = {
    Treatment: schema.treatment,
    TestResult: schema.test_result,
    Appointment: schema.appointment,
}


def people(connection: sa.Connection) -> list[Person]:
    """Return everyone, the one who was there first first."""
    table = schema.person
    columns = [table.c[name] for name in Person.model_fields]
    rows = connection.execute(sa.select(*columns).order_by(table.c.position)).mappings()
    try:
        return [Person.model_validate(dict(row)) for row in rows]
    except ValidationError:
        raise DamagedData(DAMAGED) from None


def row_of(record: Treatment | TestResult | Appointment) -> dict[str, Any]:
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


def record_of(kind: type[Kind], row: Mapping[str, Any]) -> Kind:
    """Return the record in a row. Raises ValueError where it makes no sense."""
    values = {
        name: _READ[name](value) if name in _READ else value
        for name, value in row.items()
        if value is not None
    }
    return kind.model_validate(values)


def records_of(
    connection: sa.Connection, kind: type[Kind], person_id: str, *order: str
) -> list[Kind]:
    """Return a person's records of one kind, sorted by these columns; the missing comes first."""
    table = TABLES[kind]
    columns = [table.c[name].nulls_first() for name in order]
    wanted = sa.select(table).where(table.c.person_id == person_id).order_by(*columns)
    try:
        return [record_of(kind, dict(row)) for row in connection.execute(wanted).mappings()]
    except ValueError:
        raise DamagedData(DAMAGED) from None


def left_out(connection: sa.Connection) -> Iterator[str]:
    """Return a sentence for each table or column with content that this version does not know."""
    inspector = sa.inspect(connection)
    for name in sorted(inspector.get_table_names()):
        known = schema.metadata.tables.get(name)
        if known is None:
            table = sa.table(name)
            if name != "alembic_version" and connection.scalar(
                sa.select(sa.exists(sa.select(sa.literal(1)).select_from(table)))
            ):
                yield f"Left out, because only the newer version knows it: {name}."
            continue
        for column in inspector.get_columns(name):
            if column["name"] in known.columns or column["name"] == "checksum":
                continue
            value: sa.ColumnClause[object] = sa.column(column["name"])
            wanted = sa.select(value).select_from(sa.table(name)).where(value.is_not(None)).limit(1)
            if connection.execute(wanted).first():
                yield f"Left out, because only the newer version knows it: {name}, {value.name}."
