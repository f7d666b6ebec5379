"""One row of what an import found, the same for every app, and the table of these rows.

`kind` says what it is; a score may enter a 0 to 10 chart only when `scale` is "nrs_0_10". A row of
kind "skipped" or "blocked" is shown to the person and goes nowhere.
"""

import csv
import datetime as dt
import io
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from typing import TypeVar

from backwatch import diary, transfer
from backwatch.importers.values import Bad, BadImport, offset_text, plain_number
from backwatch.questionnaire import in_one_line

NRS = "nrs_0_10"
UNKNOWN = "unknown"
SKIPPED, BLOCKED = "skipped", "blocked"
KINDS = (
    *("pain", "symptom", "medicine", "sleep_hours", "sleep_quality", "mood_impact", "weight_kg"),
    *("quality", "time_of_pain", "wellbeing", "tag", "note", SKIPPED, BLOCKED),
    # Only in tables with the person's own columns:
    *("wakings", "limits_day", "spread", "worse_with", "eased_by", "danger_sign"),
)
MAX_ROWS = 100_000  # a diary of ten years with three entries a day has 11,000
_NAME_LENGTH = 200
_HIDDEN = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff]")

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One thing that a file tells. None, "" and () mean that the file does not say it.

    date, time: the person's own. utc_offset: minutes east of UTC. value_num: a number on `scale`.
    source_ref: where it stands in the file. flags: keys of `flags` in content/imports.yaml.
    """

    date: dt.date | None = None
    time: dt.time | None = None
    utc_offset: int | None = None
    part_of_day: str = ""
    kind: str
    name: str = ""
    value_num: Decimal | None = None
    value_text: str = ""
    scale: str = ""
    places: tuple[str, ...] = ()
    note: str = ""
    source: str
    source_ref: str
    flags: tuple[str, ...] = ()

    @property
    def kept(self) -> bool:
        """Return whether this row goes into the diary."""
        return self.kind not in (SKIPPED, BLOCKED)


COLUMNS = tuple(field.name for field in fields(Row))


def cells(row: Row) -> list[str]:
    """Return the row as text cells, in the order of COLUMNS.

    Text that a spreadsheet could take for a formula has one ' before it, as in our own table.
    """
    return [
        row.date.isoformat() if row.date else "",
        row.time.strftime("%H:%M") if row.time else "",
        "" if row.utc_offset is None else offset_text(row.utc_offset),
        row.part_of_day,
        row.kind,
        transfer.guarded(row.name),
        "" if row.value_num is None else plain_number(row.value_num),
        transfer.guarded(row.value_text),
        row.scale,
        transfer.guarded("|".join(row.places)),
        transfer.guarded(row.note),
        row.source,
        transfer.guarded(row.source_ref),
        " ".join(row.flags),
    ]


def to_csv(rows: Iterable[Row]) -> str:
    """Return the rows as CSV with a header, lines ended by a line feed."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(cells(row) for row in rows)
    return out.getvalue()


def blocked(source: str, ref: str, bad: Bad) -> Row:
    """Return the row that tells why a record cannot be read. It never repeats what stood there."""
    where = in_one_line(bad.column)
    place = f"{in_one_line(ref)}, {where}" if where else in_one_line(ref)
    return Row(
        kind=BLOCKED,
        name=where,
        note=f"{place}: {bad}",
        source=source,
        source_ref=in_one_line(ref),
        flags=("cannot_be_read",),
    )


def read_records(
    source: str, records: Iterable[tuple[str, T]], one: Callable[[str, T], Iterable[Row]]
) -> list[Row]:
    """Return the rows of all records, each a place in the file and what stands there.

    A record that cannot be read becomes one blocked row: none of it is kept. Raises BadImport where
    the file holds more rows than anybody's diary.
    """
    found: list[Row] = []
    for ref, record in records:
        try:
            rows = [_keepable(row) for row in one(ref, record)]
        except Bad as bad:
            rows = [blocked(source, ref, bad)]
        found += rows
        if len(found) > MAX_ROWS:
            raise BadImport(f"there are more than {MAX_ROWS} rows; export a shorter time.")
    return found


def _keepable(row: Row) -> Row:
    """Return the row with plain line ends. Raises Bad for text that the diary cannot keep."""
    changed = {}
    for field, limit in (
        ("name", _NAME_LENGTH),
        ("value_text", diary.NOTE_LENGTH),
        ("note", diary.NOTE_LENGTH),
        ("source_ref", _NAME_LENGTH),
    ):
        text = getattr(row, field)
        plain = text.replace("\r\n", "\n").replace("\r", "\n")
        _check_text(plain, limit, field)
        if plain != text:
            changed[field] = plain
    for place in row.places:
        _check_text(place, _NAME_LENGTH, "places")
    return replace(row, **changed) if changed else row


def _check_text(text: str, limit: int, field: str) -> None:
    if len(text) > limit:
        raise Bad(field, f"this text is longer than {limit:,} characters; shorten it.")
    if _HIDDEN.search(text):
        raise Bad(field, "this text holds a hidden character that cannot be kept; delete it.")


def doubt_scales(rows: Iterable[Row]) -> list[Row]:
    """Return the rows, with no score of a name that also has values outside 0 to 10.

    One 70 shows that the 5 beside it was not 5 of 10.
    """
    rows = list(rows)
    other = {row.name for row in rows if row.kind == "pain" and "out_of_range" in row.flags}
    return [
        replace(
            row,
            value_num=None,
            value_text=plain_number(row.value_num),
            scale=UNKNOWN,
            flags=(*(f for f in row.flags if f != "scale_assumed_0_10"), "scale_not_0_10"),
        )
        if row.kind == "pain"
        and row.scale == NRS
        and row.name in other
        and row.value_num is not None
        else row
        for row in rows
    ]
