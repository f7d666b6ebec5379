"""Our own table, as backwatch/transfer.py reads it, shown in the rows of an import."""

from collections.abc import Iterator
from decimal import Decimal

from backwatch import progress, transfer
from backwatch.diary import Entry
from backwatch.importers.reading import Options, Reading
from backwatch.importers.rows import NRS, Row
from backwatch.importers.values import BadImport

SOURCE = "backwatch"
_KINDS = {
    **dict.fromkeys(("pain_now", "pain_worst", "pain_average"), "pain"),
    **dict.fromkeys(("pain_least", "pain_night", "places"), "pain"),
    "feels_like": "quality",
    "symptoms": "symptom",
    "danger_signs": "danger_sign",
    "medicines": "medicine",
}


def is_csv(header: tuple[str, ...]) -> bool:
    """Return whether this is our header: `date` and a column of ours, or nothing else."""
    others = set(header) - {"date", "time", "note"}
    return "date" in header and (not others or bool(others & set(transfer.COLUMNS)))


def read(text: str, options: Options) -> Reading:
    """Return the rows of our own table, one a cell. Raises BadImport with the line and column."""
    try:
        table = transfer.read_table(text)
    except transfer.BadTable as error:
        raise BadImport(str(error)) from None
    rows = [
        row
        for number, entry in enumerate(progress.along(table.entries, 0.3, 0.4), 1)
        for row in _rows(f"row {number}", entry)
    ]
    return Reading(rows, {name: 1 for name in table.unknown_columns if name})


def _rows(ref: str, entry: Entry) -> Iterator[Row]:
    cells = {
        name: cell
        for name in transfer.COLUMNS
        if name not in ("date", "time") and (cell := transfer.cell(name, entry))
    }
    for name, cell in (cells or {"note": ""}).items():
        number = isinstance(getattr(entry, name), int | float)
        yield Row(
            date=entry.date,
            time=entry.time,
            kind=_KINDS.get(name, name),
            name=name,
            value_num=Decimal(cell) if number else None,
            value_text="" if number or name == "note" else cell,
            scale=NRS if name.startswith("pain_") else "",
            note=cell if name == "note" else "",
            source=SOURCE,
            source_ref=ref,
            flags=() if cells else ("empty",),
        )


def entry(rows: list[Row], person_id: str, number: int) -> Entry:
    """Return the entry that these rows of one `source_ref` were made of."""
    first = rows[0]
    cells = {"date": str(first.date)}
    if first.time:
        cells["time"] = first.time.strftime("%H:%M")
    for row in rows:
        text = row.note if row.name == "note" else row.value_text
        cells[row.name] = text if row.value_num is None else format(row.value_num, "f")
    return transfer.entry_of(cells, person_id=person_id, number=number)
