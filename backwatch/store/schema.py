"""The tables as they are now. How they came to be: migrations/versions.

NULL means not recorded. Texts in JSON hold lists; days and times are ISO 8601 texts, because the
person's local day and its offset from UTC must come back exactly as they were. Every table of
records has one more column in the file, `checksum`; see checksums.py.
"""

import sqlalchemy as sa

HEAD = "0002"  # the newest migration

metadata = sa.MetaData()

Number: sa.types.TypeEngine[float] = sa.Double().with_variant(sa.REAL(), "sqlite")


def _table(name: str, *parts: sa.schema.SchemaItem) -> sa.Table:
    return sa.Table(name, metadata, *parts, sqlite_strict=True)


def _text(name: str, *, needed: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=not needed)


def _whole(name: str, *, needed: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, nullable=not needed)


def _id() -> sa.Column[str]:
    return sa.Column("id", sa.Text, primary_key=True)


def _person() -> sa.Column[str]:
    return sa.Column("person_id", sa.ForeignKey("person.id"), nullable=False)


setting = _table("setting", sa.Column("key", sa.Text, primary_key=True), _text("value"))

# One row. It grows with every committed write and is never set back.
change_count = _table(
    "change_count", sa.Column("id", sa.Integer, primary_key=True), _whole("written", needed=True)
)

person = _table(
    "person",
    _id(),
    _whole("position", needed=True),
    _text("name"),
    _whole("birth_year"),
    _text("country"),
    _text("units"),
    _text("filled_in_by"),
    _text("journey"),
)

check = _table(
    "check_",
    _id(),
    _person(),
    _text("started", needed=True),
    _text("finished"),
    _text("level"),
    _text("status"),
    _text("fired"),
    _text("rules_version"),
    _text("recheck_on"),
    sa.Index("one_open_check", "person_id", unique=True, sqlite_where=sa.text("finished IS NULL")),
)

check_answer = _table(
    "check_answer",
    sa.Column("check_id", sa.ForeignKey("check_.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("question", sa.Text, primary_key=True),
    _text("value", needed=True),
    _text("answered_at", needed=True),
)

entry = _table(
    "entry",
    _id(),
    _person(),
    _whole("version", needed=True),
    _text("date", needed=True),
    _text("time"),
    _whole("utc_offset_minutes"),
    _text("zone"),
    _whole("pain_now"),
    _whole("pain_worst"),
    _whole("pain_average"),
    _whole("pain_least"),
    _whole("pain_night"),
    _whole("limits_day"),
    _whole("wakings"),
    sa.Column("sleep_hours", Number),
    _text("places"),
    _text("spread"),
    _text("feels_like"),
    _text("worse_with"),
    _text("eased_by"),
    _text("symptoms"),
    _text("danger_signs"),
    sa.Column("weight_kg", Number),
    _text("medicines"),
    _text("note"),
    _whole("too_bad", needed=True),
    _text("recorded_at", needed=True),
    _text("deleted_at"),  # UTC; kept for a while so that a delete can be undone
    sa.Index("entry_by_day", "person_id", "date"),
)

treatment = _table(
    "treatment",
    _id(),
    _person(),
    _whole("version", needed=True),
    _text("name", needed=True),
    _text("kind"),
    _text("started"),
    _text("ended"),
    _text("dose"),
    _whole("helped"),
)

test_result = _table(
    "test_result",
    _id(),
    _person(),
    _whole("version", needed=True),
    _text("name", needed=True),
    _text("date"),
    _text("result"),
)

appointment = _table(
    "appointment",
    _id(),
    _person(),
    _whole("version", needed=True),
    _text("date", needed=True),
    _text("time"),
    _text("with_whom"),
    _text("questions"),
    _whole("done", needed=True),
)

# What an import added, so that it can be taken back as one step: one row for each import.
import_ = _table("import_", _id(), _text("added", needed=True))

RECORDS = tuple(table for table in metadata.sorted_tables if table is not change_count)

# How many rows each table of records has, and their checksums taken together.
total = _table(
    "total",
    sa.Column("name", sa.Text, primary_key=True),
    _whole("row_count", needed=True),
    _whole("row_sum", needed=True),
)
