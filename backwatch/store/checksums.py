"""A checksum for each row of records, and totals for each table, so that no damage stays unseen.

SQLite does not notice a flipped bit inside a value. Here each row carries BLAKE2b-64 of what it
holds, and the table `total` keeps how many rows each table has and what their sums give together
(by exclusive or), so that a row that vanished is missed too. Triggers of the connection keep both
right in the same transaction, whatever statement changes a row. A column that is NULL is no part of
the sum: a new column changes no old sum.
"""

import sqlite3
from collections.abc import Iterable, Sequence
from functools import partial
from hashlib import blake2b
from typing import Any

import sqlalchemy as sa

from backwatch.store import schema
from backwatch.store.errors import damaged, operational_errors

COLUMN = "checksum"
SCHEMA = "schema"  # the row of `total` for the tables, indexes and limits themselves

_total = schema.total
_XOR = "(row_sum | {0}) - (row_sum & {0})"  # what SQLite has instead of ^


def row_sum(table: str, names: Sequence[str], *values: Any) -> int:
    """Return the checksum of a row, as a signed number of 64 bits.

    `names`: its columns in the order of the alphabet. Summed is Python's own spelling of names and
    values in plain ASCII, such as `['entry', ('note', 'x'), ('pain_now', 0)]`: the same in every
    version, and another one for 0, 0.0, "0" and b"0".
    """
    kept = [pair for pair in zip(names, values, strict=True) if pair[1] is not None]
    digest = blake2b(ascii([table, *kept]).encode("ascii"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


def watch(connection: sqlite3.Connection) -> None:
    """Keep the sums right for everything that this connection writes.

    The triggers are temporary: they cannot stand in the file, where a function of ours is unknown.
    """
    for table in schema.RECORDS:
        names = sorted(column.name for column in table.columns)
        connection.create_function(
            f"sum_of_{table.name}", len(names), partial(row_sum, table.name, names)
        )
        for trigger in _triggers(table.name, ", ".join(names)):
            connection.execute(trigger)


def _triggers(table: str, columns: str) -> Iterable[str]:
    """Return the triggers of one table. The names are those of the schema, never a person's."""
    new = f"(SELECT {COLUMN} FROM {table} WHERE rowid = NEW.rowid)"  # noqa: S608
    old = f"OLD.{COLUMN}"
    parts = {
        "seal": f"UPDATE {table} SET {COLUMN} = sum_of_{table}({columns}) WHERE rowid = NEW.rowid;",  # noqa: S608
        "with": f"UPDATE total SET row_sum = {_XOR.format(new)} WHERE name = '{table}';",  # noqa: S608
        "without": f"UPDATE total SET row_sum = {_XOR.format(old)} WHERE name = '{table}';",  # noqa: S608
        "more": f"UPDATE total SET row_count = row_count + 1 WHERE name = '{table}';",  # noqa: S608
        "less": f"UPDATE total SET row_count = row_count - 1 WHERE name = '{table}';",  # noqa: S608
    }
    for name, event, steps in (
        ("added", "INSERT", ("seal", "with", "more")),
        ("changed", f"UPDATE OF {columns}", ("seal", "without", "with")),
        ("removed", "DELETE", ("without", "less")),
    ):
        body = "".join(parts[step] for step in steps)
        yield f"CREATE TEMP TRIGGER {name}_{table} AFTER {event} ON main.{table} BEGIN {body} END"


def seal(connection: sa.Connection) -> None:
    """Give every row its sum and every table its total, after a migration.

    What stands in the tables counts as right: `verify` before, where there were sums already.
    """
    if not sa.inspect(connection).has_table(_total.name):
        return
    connection.execute(sa.delete(_total))
    for name, names in _tables(connection).items():
        found = _rows(connection, name, ["rowid", *names])
        sums = [{"row": row, "sum": row_sum(name, names, *values)} for row, *values in found]
        if sums:
            table = sa.table(name, sa.column("rowid"), sa.column(COLUMN))
            update = sa.update(table).where(table.c.rowid == sa.bindparam("row"))
            connection.execute(update.values({COLUMN: sa.bindparam("sum")}), sums)
        _keep_total(connection, name, [each["sum"] for each in sums])
    _keep_total(connection, SCHEMA, _schema_sums(connection))


def _keep_total(connection: sa.Connection, name: str, sums: Sequence[int]) -> None:
    connection.execute(
        sa.insert(_total).values(name=name, row_count=len(sums), row_sum=_together(sums))
    )


def _together(sums: Iterable[int]) -> int:
    together = 0
    for each in sums:
        together ^= each
    return together


def verify(connection: sa.Connection) -> dict[str, int]:
    """Return how many rows each table of records has, after a look at every row.

    Raises DamagedData, with the table, where a row or a total is not as it was written.
    """
    looking_at = None
    counts = {}
    try:
        totals = {
            name: (count, together)
            for name, count, together in _rows(
                connection, _total.name, ["name", "row_count", "row_sum"]
            )
        }
        sums = _schema_sums(connection)
        if (len(sums), _together(sums)) != totals.pop(SCHEMA, None):
            raise damaged(None)
        tables = _tables(connection)  # only now: a damaged name may be no text at all
        if totals.keys() != tables.keys():
            raise damaged(None)
        for name, names in tables.items():
            looking_at = name
            sums = []
            for kept, *values in _rows(connection, name, [COLUMN, *names]):
                if kept != row_sum(name, names, *values):
                    raise damaged(name)
                sums.append(kept)
            if (len(sums), _together(sums)) != totals[name]:
                raise damaged(name)
            counts[name] = len(sums)
    except operational_errors() as error:
        # No code: a text that is none. A plain error: a table or column that is not there.
        if getattr(error, "sqlite_errorcode", None) not in (None, sqlite3.SQLITE_ERROR):
            raise
        raise damaged(looking_at) from None
    return counts


def _rows(connection: sa.Connection, table: str, names: Sequence[str]) -> Sequence[Any]:
    """Return these columns of every row, past SQLAlchemy: thousands of rows at every start."""
    columns: list[sa.ColumnClause[Any]] = [sa.column(name) for name in names]
    wanted = sa.select(*columns).select_from(sa.table(table)).compile(dialect=connection.dialect)
    cursor = connection.connection.cursor()
    cursor.execute(str(wanted))
    return cursor.fetchall()


def _tables(connection: sa.Connection) -> dict[str, list[str]]:
    """Return the tables whose rows carry a checksum, with their other columns in order.

    Whatever version made the file: it is asked, not the schema of this version.
    """
    inspector = sa.inspect(connection)
    found = {}
    for name in sorted(inspector.get_table_names()):
        names = {str(column["name"]) for column in inspector.get_columns(name)}
        if COLUMN in names:
            found[name] = sorted(names - {COLUMN})
    return found


def _schema_sums(connection: sa.Connection) -> list[int]:
    made = _rows(connection, "sqlite_master", ["name", "sql", "type"])
    names = ("name", "sql", "type")
    return [row_sum(SCHEMA, names, *row) for row in made if row[1] is not None]
