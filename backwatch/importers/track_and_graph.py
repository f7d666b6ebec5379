"""Track & Graph: its CSV, one value a row, with the offset of each moment.

The scale of a tracker is not in the file. A duration is h:mm:ss.
"""

from collections.abc import Iterator
from typing import Any

from backwatch.importers import tables, words
from backwatch.importers.reading import Options, Reading, pain_value
from backwatch.importers.rows import SKIPPED, Row, doubt_scales, read_records
from backwatch.importers.values import hours, number, stamp

SOURCE = "track_and_graph"
_NEEDED = ("FeatureName", "Timestamp", "Value")


def is_csv(header: tuple[str, ...]) -> bool:
    """Return whether this is its header."""
    return set(_NEEDED) <= set(header)


def read(text: str, options: Options) -> Reading:
    """Return the rows of its CSV. Raises BadImport."""
    table = tables.read(text)
    table.need(*_NEEDED)
    table.need(*(name for name in ("Label", "Note") if name in table.header))

    def one(ref: str, cells: tuple[str, ...]) -> Iterator[Row]:
        record = table.named(cells)
        if not any(cells):
            yield Row(kind=SKIPPED, source=SOURCE, source_ref=ref, flags=("empty",))
            return
        moment = stamp(record["Timestamp"], options.zone, "Timestamp")
        yield _row(
            record["FeatureName"],
            record["Value"],
            date=moment.date,
            time=moment.time,
            utc_offset=moment.offset,
            note=record.get("Note", ""),
            source=SOURCE,
            source_ref=ref,
        )

    rows = read_records(SOURCE, table.numbered(), one)
    others = [name for name in dict.fromkeys(table.header) if name not in (*_NEEDED, "Note")]
    return Reading(doubt_scales(rows), table.used(others))


def _row(name: str, value: str, **where: Any) -> Row:
    if words.is_pain(name) and (said := pain_value(value, "Value", "scale_assumed_0_10")):
        return Row(kind="pain", name=name, places=words.places_in(name), **said, **where)
    slept = hours(value)
    if slept is not None and slept <= 24 and words.is_column(name, "sleep_columns"):
        return Row(kind="sleep_hours", name=name, value_num=slept, **where)
    plain = number(value)
    if words.symptom(name) or words.danger_sign(name):
        return Row(
            kind="symptom",
            name=name,
            value_num=plain,
            value_text="" if plain is not None else value,
            scale="unknown",
            flags=("scale_unknown",),
            **where,
        )
    return Row(
        kind=SKIPPED,
        name=name,
        value_num=plain,
        value_text="" if plain is not None else value,
        flags=("not_used_by_this_app",) if value else ("empty",),
        **where,
    )
