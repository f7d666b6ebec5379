"""Flaredown: one row a day, one column for each condition, symptom and treatment.

Its scale runs from 0 to 4. An empty cell is not 0. The file does not mark what a column is: a
column with nothing but 0 to 4 is a condition or symptom, any other a treatment.
"""

import datetime as dt
from collections.abc import Iterator

from backwatch.importers import tables, words
from backwatch.importers.reading import Options, Reading
from backwatch.importers.rows import SKIPPED, UNKNOWN, Row, read_records
from backwatch.importers.values import day, number, settle_order

SOURCE = "flaredown"
SCALE = "flaredown_0_4"
_SCORES = ("0", "1", "2", "3", "4")


def is_csv(header: tuple[str, ...]) -> bool:
    """Return whether this is its header."""
    return header[:1] == ("Date",) and {"Tags", "Foods"} <= set(header)


def read(text: str, options: Options) -> Reading:
    """Return the rows of its CSV. Raises BadImport."""
    table = tables.read(text)
    table.need("Date", "Tags", "Foods")
    settle_order(table.column("Date"), options.date_order)
    first_other = min(table.header.index("Tags"), table.header.index("Foods"))
    columns = range(1, first_other)
    kinds = {place: _kind(table, place) for place in columns}
    tags = table.header.index("Tags")

    def one(ref: str, cells: tuple[str, ...]) -> Iterator[Row]:
        cells = tuple(table.whole(cells))
        if not any(cells):
            yield Row(kind=SKIPPED, source=SOURCE, source_ref=ref, flags=("empty",))
            return
        date = day(cells[0], "Date", options.date_order)
        found = False
        for place in columns:
            if cells[place]:
                found = True
                yield _row(ref, date, kinds[place], table.header[place], cells[place])
        for tag in filter(None, (tag.strip() for tag in cells[tags].split("; "))):
            found = True
            yield Row(
                date=date,
                kind="tag",
                name=tag,
                value_text="present",
                source=SOURCE,
                source_ref=ref,
            )
        if not found:
            flag = "not_used_by_this_app" if any(cells[1:]) else "empty"
            yield Row(date=date, kind=SKIPPED, source=SOURCE, source_ref=ref, flags=(flag,))

    rows = read_records(SOURCE, table.numbered(), one)
    others = [name for n, name in enumerate(table.header) if n not in (0, tags, *columns)]
    return Reading(rows, table.used(others))


def _kind(table: tables.Table, place: int) -> str:
    if words.is_pain(table.header[place]):
        return "pain"
    filled = {cells[place] for cells in table.records if len(cells) > place and cells[place]}
    return "symptom" if filled <= set(_SCORES) else "medicine"


def _row(ref: str, date: dt.date, kind: str, name: str, cell: str) -> Row:
    if kind == "medicine":
        return Row(
            date=date,
            kind=kind,
            name=name,
            value_text=cell,
            source=SOURCE,
            source_ref=ref,
            flags=("not_taken",) if cell == "Not Taken" else (),
        )
    known = cell in _SCORES
    return Row(
        date=date,
        kind=kind,
        name=name,
        value_num=number(cell) if known else None,
        value_text="" if known else cell,
        scale=SCALE if known else UNKNOWN,
        places=words.places_in(name) if kind == "pain" else (),
        source=SOURCE,
        source_ref=ref,
        flags=("scale_0_4_not_0_10",) if known else ("out_of_range",),
    )
