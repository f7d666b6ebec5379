"""Diaries of other apps, and any table, read into the rows of a preview. Nothing here is saved.

    preview = read(data, name, zone=ZoneInfo("Europe/Berlin"))
    records = to_records(preview.rows, person_id, recorded_at)

`BadImport` says in one sentence why a file cannot be read. A record that cannot be read is a row of
kind "blocked", one without a use here is "skipped"; both are shown.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from zoneinfo import ZoneInfo

from backwatch.importers import (
    apple_health,
    bearable,
    crisiscore,
    flaredown,
    generic,
    json_text,
    nomie5,
    nomie6,
    own,
    perfice,
    pf_pain_diary,
    tables,
    track_and_graph,
    words,
)
from backwatch.importers.entries import Records, new_only, to_entries, to_records, why
from backwatch.importers.generic import ColumnMap, column_map, column_map_from_yaml
from backwatch.importers.opening import MAX_BYTES, check_size, open_text
from backwatch.importers.reading import Column, Options, Reading
from backwatch.importers.rows import BLOCKED, SKIPPED, Row, to_csv
from backwatch.importers.suggestions import Suggestion, suggest
from backwatch.importers.values import BadImport, DateOrder, NeedsDateOrder, NeedsZone

__all__ = [
    "FORMATS",
    "MAX_BYTES",
    "BadImport",
    "Column",
    "ColumnMap",
    "NeedsColumns",
    "NeedsDateOrder",
    "NeedsZone",
    "Preview",
    "Records",
    "Row",
    "Suggestion",
    "check_size",
    "column_map",
    "column_map_from_yaml",
    "detect",
    "new_only",
    "open_text",
    "read",
    "sample",
    "suggest",
    "to_csv",
    "to_entries",
    "to_records",
    "why",
]

_READERS: Mapping[str, Callable[[str, Options], Reading]] = MappingProxyType(
    {
        own.SOURCE: own.read,
        crisiscore.CSV: crisiscore.read_csv,
        crisiscore.JSON: crisiscore.read_json,
        pf_pain_diary.SOURCE: pf_pain_diary.read,
        bearable.SOURCE: bearable.read,
        flaredown.SOURCE: flaredown.read,
        nomie5.JSON: nomie5.read_json,
        nomie5.CSV: nomie5.read_csv,
        nomie6.SOURCE: nomie6.read,
        apple_health.SOURCE: apple_health.read,
        perfice.CSV: perfice.read_csv,
        perfice.JSON: perfice.read_json,
        track_and_graph.SOURCE: track_and_graph.read,
    }
)
FORMATS = (*_READERS, generic.SOURCE)
_JSON = {
    crisiscore.JSON: crisiscore.is_json,
    pf_pain_diary.SOURCE: pf_pain_diary.is_json,
    nomie5.JSON: nomie5.is_json,
    perfice.JSON: perfice.is_json,
}
_CSV = {
    bearable.SOURCE: bearable.is_csv,
    flaredown.SOURCE: flaredown.is_csv,
    nomie5.CSV: nomie5.is_csv,
    nomie6.SOURCE: nomie6.is_csv,
    track_and_graph.SOURCE: track_and_graph.is_csv,
    own.SOURCE: own.is_csv,
}


_SAMPLE = 100  # rows that a suggestion looks at


class NeedsColumns(BadImport):
    """A table of no known app: the person must say which column is which."""

    def __init__(self, suggestion: Suggestion) -> None:
        super().__init__("this table is of no app known here; say which column is which.")
        self.suggestion = suggestion


@dataclass(frozen=True)
class Preview:
    """What a file holds, before anything is saved.

    rows: all, in the order of the file. not_read: parts that this app has no use for, with how
    often each holds something. columns: what becomes of each, for a table with a map.
    """

    format: str
    rows: tuple[Row, ...]
    not_read: Mapping[str, int]
    columns: tuple[Column, ...] = ()

    @property
    def accepted(self) -> tuple[Row, ...]:
        """Return the rows that the diary can keep."""
        return tuple(row for row in self.rows if row.kept)

    @property
    def skipped(self) -> tuple[Row, ...]:
        """Return the rows that this app does not use; `why` says why."""
        return tuple(row for row in self.rows if row.kind == SKIPPED)

    @property
    def blocked(self) -> tuple[Row, ...]:
        """Return what cannot be read; the note of each says where and why."""
        return tuple(row for row in self.rows if row.kind == BLOCKED)

    @property
    def doubts(self) -> Mapping[str, int]:
        """Return how many accepted rows carry each mark, such as "scale_assumed_0_10".

        content/imports.yaml has a sentence for each mark.
        """
        return Counter(flag for row in self.accepted for flag in row.flags)

    @property
    def danger_signs(self) -> tuple[tuple[str, Row], ...]:
        """Return rows that may be a danger sign, each with its question of the check.

        Show "check now" before the preview. The import itself answers no question.
        """
        return tuple(
            (sign, row)
            for row in self.rows
            if row.kind in ("symptom", "tag", "pain")
            and row.value_num != 0
            and row.value_text != "not present"
            and (sign := words.danger_sign(row.name))
        )


def detect(data: bytes, name: str = "") -> str:
    """Return the id of the format (one of FORMATS), told by what the file holds.

    A table of no known app is "csv". What a file is called counts for nothing: names lie. Raises
    BadImport.
    """
    return _detected(open_text(data))


def _fits(format: str, text: str) -> bool:
    if format in _JSON:
        return text.lstrip()[:1] in ("{", "[") and _JSON[format](json_text.read(text))
    if format in _CSV:
        return _CSV[format](tables.header_of(text))
    if format == perfice.CSV:
        return perfice.is_csv(tables.read(text))
    return crisiscore.is_csv(text) if format == crisiscore.CSV else apple_health.is_xml(text)


def _detected(text: str) -> str:
    start = text.lstrip()[:1]
    if start == "<":
        if apple_health.is_xml(text):
            return apple_health.SOURCE
        raise BadImport("this is a web page or XML of no known app; export CSV or JSON instead.")
    if start in ("{", "["):
        value = json_text.read(text)
        found = [id for id, is_this in _JSON.items() if is_this(value)]
        if len(found) == 1:
            return found[0]
        raise BadImport("this JSON is of no app that is known here; export CSV instead.")
    if crisiscore.is_csv(text):
        return crisiscore.CSV
    header = tables.header_of(text)
    found = [id for id, is_this in _CSV.items() if is_this(header)]
    if found:
        return found[0]
    if header[:1] == ("Timestamp",) and perfice.is_csv(tables.read(text)):
        return perfice.CSV
    if len(generic.table_of(text).header) < 2:
        raise BadImport("this is no table; choose the CSV, JSON or XML file that the app exported.")
    return generic.SOURCE


def read(
    data: bytes,
    name: str = "",
    *,
    format: str = "auto",
    zone: ZoneInfo | None = None,
    date_order: DateOrder | None = None,
    columns: ColumnMap | None = None,
) -> Preview:
    """Return the preview of a file.

    Args:
        data: the bytes of the file; of more than 10 MB nothing is read.
        format: one of FORMATS, or "auto": what `detect` says, or "csv" when `columns` are given.
        zone: where the person was, for files that keep world time.
        date_order: what comes first in 03/04/2026.
        columns: which column is which, for a table of no known app.

    Raises BadImport, with NeedsZone, NeedsDateOrder and NeedsColumns for what must be asked first.
    """
    text = open_text(data)
    detected = ""
    if format == "auto":
        format = detected = generic.SOURCE if columns else _detected(text)
    options = Options(zone, date_order)
    if format == generic.SOURCE:
        if columns is None:
            table = generic.table_of(text)
            raise NeedsColumns(suggest(table.header, table.records[:_SAMPLE]))
        found = generic.read(text, options, columns)
    elif format not in _READERS:
        raise BadImport("there is no such format; choose another.")
    elif format != detected and not _fits(format, text):
        app = words.texts().apps[format]
        raise BadImport(f"this is not a file of {app}; choose another format.")
    else:
        found = _READERS[format](text, options)
    return Preview(format, tuple(found.rows), dict(found.not_read), found.columns)


def sample(data: bytes, rows: int = _SAMPLE) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Return the header and the first rows of a table, for `suggest` and a screen of columns."""
    table = generic.table_of(open_text(data))
    return table.header, list(table.records[:rows])
