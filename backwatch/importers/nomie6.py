"""Nomie 6: its CSV with one row a day and one column for each tracker.

A day without a note is written as 0 there, so no 0 counts. The number of a day can be a sum.
"""

import datetime as dt
from collections.abc import Iterator

from backwatch.importers import tables, words
from backwatch.importers.reading import Options, Reading, pain_value
from backwatch.importers.rows import SKIPPED, Row, doubt_scales, read_records
from backwatch.importers.values import day, number, settle_order

SOURCE = "nomie6_csv"


def is_csv(header: tuple[str, ...]) -> bool:
    """Return whether this is its header: date, and names that begin with #."""
    return (
        len(header) > 1
        and header[0] == "date"
        and all(name.startswith("#") for name in header[1:] if name)
        and any(header[1:])
    )


def read(text: str, options: Options) -> Reading:
    """Return the rows of its CSV. Raises BadImport."""
    table = tables.read(text)
    settle_order(table.column("date"), options.date_order)

    def one(ref: str, cells: tuple[str, ...]) -> Iterator[Row]:
        cells = tuple(table.whole(cells))
        if not any(cells):
            yield Row(kind=SKIPPED, source=SOURCE, source_ref=ref, flags=("empty",))
            return
        date = day(cells[0], "date", options.date_order)
        found = False
        for name, cell in zip(table.header[1:], cells[1:], strict=True):
            if cell:
                found = True
                yield _row(ref, date, name.removeprefix("#"), cell)
        if not found:
            yield Row(date=date, kind=SKIPPED, source=SOURCE, source_ref=ref, flags=("empty",))

    return Reading(doubt_scales(read_records(SOURCE, table.numbered(), one)))


def _row(ref: str, date: dt.date, name: str, cell: str) -> Row:
    value = number(cell)
    said = pain_value(cell, name, "daily_total_or_mean", "scale_assumed_0_10")
    if value != 0 and said is not None and words.is_pain(name):
        places = words.places_in(name)
        return Row(
            date=date, kind="pain", name=name, places=places, source=SOURCE, source_ref=ref, **said
        )
    return Row(
        date=date,
        kind=SKIPPED,
        name=name,
        value_num=value,
        value_text=cell if value is None else "",
        source=SOURCE,
        source_ref=ref,
        flags=("zero_may_mean_not_recorded" if value == 0 else "not_used_by_this_app",),
    )
