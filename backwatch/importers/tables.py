"""A foreign CSV file, read strictly: the header and the records with their numbers."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from backwatch import progress
from backwatch.importers.rows import MAX_ROWS
from backwatch.importers.values import Bad, BadImport
from backwatch.questionnaire import in_one_line

MAX_COLUMNS = 1_000
DELIMITERS = (",", ";", "\t", "|")


@dataclass(frozen=True)
class Table:
    """The names of the columns, and the cells of each record; both without blanks at the ends."""

    header: tuple[str, ...]
    records: tuple[tuple[str, ...], ...]

    def numbered(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Return ("row 1", cells) and so on. The header is no row, and an empty line neither."""
        for number, cells in enumerate(progress.along(self.records, 0.1, 0.4), 1):
            yield f"row {number}", cells

    def whole(self, cells: Sequence[str]) -> Sequence[str]:
        """Return the cells. Raises Bad when there are more or fewer than names in the header."""
        if len(cells) != len(self.header):
            raise Bad("", f"it has {len(cells)} cells, the header has {len(self.header)}.")
        return cells

    def named(self, cells: Sequence[str]) -> Mapping[str, str]:
        """Return the cells by the names of their columns; Bad as in `whole`."""
        return dict(zip(self.header, self.whole(cells), strict=True))

    def need(self, *names: str) -> None:
        """Raise BadImport for a column that is missing, or there twice so that nobody can tell."""
        for name in names:
            if name not in self.header:
                raise BadImport(f"the column “{in_one_line(name)}” is missing; export it again.")
            if self.header.count(name) > 1:
                raise BadImport(f"the column “{in_one_line(name)}” is there twice; keep one.")

    def column(self, name: str) -> list[str]:
        """Return the cells of a column, as far as the records reach; none if it is not there."""
        if name not in self.header:
            return []
        place = self.header.index(name)
        return [cells[place] for cells in self.records if len(cells) > place]

    def used(self, names: Sequence[str]) -> dict[str, int]:
        """Return how many cells these columns hold that are not empty; without those of none."""
        counts = {name: sum(bool(cell) for cell in self.column(name)) for name in names}
        return {name: count for name, count in counts.items() if count}


def delimiter_of(text: str) -> str:
    """Return the delimiter that stands most often in the first line, outside quotes; or a comma."""
    first = "".join(text.lstrip("\r\n").partition("\n")[0].split('"')[::2])
    return max(DELIMITERS, key=first.count)


def header_of(text: str, delimiter: str = ",") -> tuple[str, ...]:
    """Return the names in the first line that is not empty; () where it cannot be read."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        return next((tuple(cell.strip() for cell in cells) for cells in reader if cells), ())
    except csv.Error:
        return ()


def read(text: str, delimiter: str = ",") -> Table:
    """Return the table. Raises BadImport for broken quotes, a cell too long, too many of all."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    found: list[tuple[str, ...]] = []
    line = 1
    try:
        for cells in reader:
            if len(cells) > MAX_COLUMNS:
                raise BadImport(
                    f"line {line} has more than {MAX_COLUMNS} columns; export it again."
                )
            if len(found) > MAX_ROWS:
                raise BadImport(f"there are more than {MAX_ROWS} rows; export a shorter time.")
            if cells:
                found.append(tuple(cell.strip() for cell in cells))
            line = reader.line_num + 1
    except csv.Error:
        raise BadImport(f"line {line}: its quotes are broken or it is cut off.") from None
    if not found:
        raise BadImport("the file is empty; export it again.")
    return Table(found[0], tuple(found[1:]))
