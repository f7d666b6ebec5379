"""The diary as a table of text (CSV): the columns, and how each cell is read.

Header row, UTF-8, commas. `date` is YYYY-MM-DD, `time` HH:MM. An empty cell or an absent column
means "not recorded", 0 means zero. Parts of a list are joined by ";". A ";", ":" or "\\" that
belongs to a text inside a list, or a blank at its ends, has a "\\" before it. A text that a
spreadsheet could take for a formula has one "'" before it. Nothing is guessed: a cell that cannot
be read is refused.
"""

import csv
import datetime as dt
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from backwatch import diary, progress
from backwatch.diary import Entry
from backwatch.questionnaire import in_one_line

_WHOLE = re.compile(r"-?[0-9]{1,9}")
_NUMBER = re.compile(r"-?[0-9]{1,9}(\.[0-9]{1,340})?")  # as many as a float can need
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIME = re.compile(r"[0-9]{2}:[0-9]{2}")
# What a spreadsheet may run or change, and what looks as if one "'" had been put before it. A text
# of blanks alone would be taken for an empty cell.
_FORMULA = re.compile(r"'*(?:[=+\-@\t\r＝＋－＠]|\s+\Z)")


class BadTable(ValueError):
    """The table cannot be read. The message is one plain sentence with the line and the column."""


class _BadCell(ValueError):
    """One cell cannot be read. The message says what belongs there and never repeats the cell."""


@dataclass(frozen=True)
class Table:
    """What a table holds. unknown_columns: names in the header that nobody read."""

    entries: tuple[Entry, ...]
    unknown_columns: tuple[str, ...]


def _date(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text if _DATE.fullmatch(text) else "")
    except ValueError:
        raise _BadCell("write the day as 2026-11-20.") from None


def _time(text: str) -> dt.time:
    try:
        return dt.time.fromisoformat(text if _TIME.fullmatch(text) else "")
    except ValueError:
        raise _BadCell("write the time as hours and minutes, such as 08:30.") from None


def _whole(text: str) -> int:
    if not _WHOLE.fullmatch(text):
        raise _BadCell("write a whole number, or leave it empty.")
    return int(text)


def _number(text: str) -> float:
    if not _NUMBER.fullmatch(text):
        raise _BadCell("write a number such as 6.5, or leave it empty.")
    return float(text)


def _parts(text: str, mark: str) -> list[str]:
    """Return the parts between unescaped marks, escapes kept, without blanks at their ends."""
    if "\\" not in text:
        return [part.strip() for part in text.split(mark)]
    parts: list[list[str]] = [[]]
    for piece in re.findall(r"\\.|[^\\]|\\", text, re.DOTALL):
        if piece == mark:
            parts.append([])
        else:
            parts[-1].append(piece)
    return ["".join(_stripped(part)) for part in parts]


def _stripped(pieces: list[str]) -> list[str]:
    inside = [n for n, piece in enumerate(pieces) if not piece.isspace()]
    return pieces[inside[0] : inside[-1] + 1] if inside else []


def _plain(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text, flags=re.DOTALL) if "\\" in text else text


def _list(text: str) -> tuple[str, ...]:
    parts = _parts(text, ";")
    if "" in parts:
        raise _BadCell("one part of the list is empty; join the parts with one semicolon.")
    return tuple(parts)


def _choices(text: str) -> tuple[str, ...]:
    return tuple(_plain(part) for part in _list(text))


def _places(text: str) -> tuple[dict[str, Any], ...]:
    """Read `upper` or `upper:6`."""
    found = []
    for part in _list(text):
        place, *score = _parts(part, ":")
        if len(score) > 1:
            raise _BadCell("write each place as upper or as upper:6.")
        found.append({"place": _plain(place), "score": _whole(score[0]) if score else None})
    return tuple(found)


def _danger_signs(text: str) -> dict[str, str]:
    """Read `g_walk:yes`, also `no` and `not_sure`; `g_walk` alone is a yes."""
    found: dict[str, str] = {}
    for part in _list(text):
        sign, *answer = _parts(part, ":")
        if sign in found or len(answer) > 1:
            raise _BadCell("write each danger sign once, such as g_walk:yes.")
        found[sign] = answer[0] if answer else "yes"
    return found


def _medicines(text: str) -> tuple[dict[str, Any], ...]:
    """Read `name`, `name:dose` or `name:dose:relief`; the dose may be empty."""
    found = []
    for part in _list(text):
        name, *more = _parts(part, ":")
        if len(more) > 2 or (len(more) == 1 and _WHOLE.fullmatch(more[0])):
            # "Name:2" could be two tablets or a relief of 2: ask, do not guess.
            raise _BadCell("write each medicine as name:dose:relief, such as Aspirin:500 mg:2.")
        dose, relief = [*more, "", ""][:2]
        score = _whole(relief) if relief else None
        found.append({"name": _plain(name), "dose": _plain(dose), "relief": score})
    return tuple(found)


def _note(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


COLUMNS: Mapping[str, Callable[[str], Any]] = MappingProxyType(
    {  # in the order of the header; each name is that of the field of an entry
        "date": _date,
        "time": _time,
        "pain_now": _whole,
        "pain_worst": _whole,
        "pain_average": _whole,
        "pain_least": _whole,
        "pain_night": _whole,
        "wakings": _whole,
        "sleep_hours": _number,
        "places": _places,
        "spread": _choices,
        "feels_like": _choices,
        "worse_with": _choices,
        "eased_by": _choices,
        "symptoms": _choices,
        "danger_signs": _danger_signs,
        "limits_day": _whole,
        "weight_kg": _number,
        "medicines": _medicines,
        "note": _note,
    }
)


def read_table(text: str, *, person_id: str = "-") -> Table:
    """Return the entries of a table, in the order of its rows.

    A row whose cells are all empty is left out. Two rows of one day are two entries. `recorded_at`
    is the row's own day and time, a little later with each row, so that the order stays.

    Raises BadTable for the first row that cannot be read, naming its line and column.
    """
    rows = progress.along_about(_rows(text), text.count("\n"), 0, 0.3)
    _, header = next(rows, (1, []))
    names = [name.strip() for name in header]
    twice = [name for name in names if name and names.count(name) > 1]
    if twice:
        raise BadTable(f"line 1, {in_one_line(twice[0])}: this column is there twice.")
    if "date" not in names:
        raise BadTable("line 1: there is no column “date”; begin with a header, with commas.")
    entries: list[Entry] = []
    for line, cells in rows:
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(names):
            raise BadTable(f"line {line}: it has {len(cells)} cells, the header has {len(names)}.")
        known = {name: cell for name, cell in zip(names, cells, strict=True) if name in COLUMNS}
        entries.append(_entry(line, known, person_id, len(entries)))
    unknown = tuple(name for name in names if name not in COLUMNS)
    return Table(tuple(entries), unknown)


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Return each row with the number of the line on which it begins."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            raise BadTable(f"line {line}: the quotes or cells of this row are broken.") from None
        yield line, cells


def _entry(line: int, cells: Mapping[str, str], person_id: str, number: int) -> Entry:
    values: dict[str, Any] = {"person_id": person_id}
    for name, read in COLUMNS.items():
        given = cells.get(name, "")
        if not given:
            continue
        text = unguarded(given)
        if given == text and not text.strip():
            continue
        try:
            values[name] = read(text if name in ("note", "medicines") else text.strip())
        except _BadCell as bad:
            raise BadTable(f"line {line}, {name}: {bad}") from None
    if "date" not in values:
        raise BadTable(f"line {line}, date: write the day as 2026-11-20.")
    start = dt.datetime.combine(values["date"], values.get("time", dt.time.min), dt.UTC)
    values["recorded_at"] = start + dt.timedelta(microseconds=min(number, 59_999_999))
    try:
        return diary.checked(Entry, values)
    except diary.BadRecord as bad:
        name = next((name for name in COLUMNS if name in bad.problems), "date")
        sentence = bad.problems.get(name, str(bad))
        raise BadTable(f"line {line}, {name}: {sentence}") from None


def entry_of(cells: Mapping[str, str], *, person_id: str, number: int = 0) -> Entry:
    """Return the entry of the cells of one row, by column, as `cell` writes them.

    `number` is its place in the table. Raises BadTable as `read_table` does.
    """
    return _entry(number + 2, {n: guarded(c) for n, c in cells.items()}, person_id, number)


def guarded(text: str) -> str:
    """Return a text cell with one ' before it if a spreadsheet could take it for a formula."""
    return "'" + text if _FORMULA.match(text) else text


def unguarded(cell: str) -> str:
    """Return the text that `guarded` made this cell of; any other cell unchanged."""
    return cell[1:] if cell[:1] == "'" and _FORMULA.match(cell[1:]) else cell


def _escaped(text: str, marks: str) -> str:
    """Return the text with a backslash before each mark, backslash, and blank at its ends."""
    pieces = ["\\" + letter if letter in marks + "\\" else letter for letter in text]
    for end in (0, -1):
        if pieces and pieces[end].isspace():
            pieces[end] = "\\" + pieces[end]
    return "".join(pieces)


def _plain_number(value: float) -> str:
    """Return a number that reads back as the same float: no exponent, 6 for 6.0."""
    text = format(Decimal(repr(value)), "f").lstrip("-")  # -0.0 is 0
    return text.removesuffix(".0")


def cell(name: str, entry: Entry) -> str:
    """Return the cell of one column; empty for what was not recorded."""
    value = getattr(entry, name)
    if value is None or value in ((), {}):
        return ""
    if isinstance(value, int | str):
        return str(value)
    if isinstance(value, dt.time):
        return f"{value.hour:02}:{value.minute:02}"
    if isinstance(value, float):
        return _plain_number(value)
    if name == "places":
        return ";".join(p.place if p.score is None else f"{p.place}:{p.score}" for p in value)
    if name == "danger_signs":
        return ";".join(f"{sign}:{answer}" for sign, answer in value.items())
    if name == "medicines":
        return ";".join(map(_medicine, value))
    if isinstance(value, tuple):
        return ";".join(value)
    return str(value)


def _medicine(medicine: diary.Medicine) -> str:
    parts = [_escaped(medicine.name, ";:")]
    if medicine.dose or medicine.relief is not None:
        relief = "" if medicine.relief is None else str(medicine.relief)
        parts += [_escaped(medicine.dose, ";:"), relief]
    return ":".join(parts)


def write_table(entries: Iterable[Entry]) -> str:
    """Return the entries as a table, in their order, with every column and lines ended by CR LF.

    `read_table` gives back what the columns hold, letter by letter. The rest of an entry (its id,
    time zone, seconds of its time, "too bad to fill in") has no column: a backup keeps it.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for entry in entries:
        writer.writerow([guarded(cell(name, entry)) for name in COLUMNS])
    return out.getvalue()
