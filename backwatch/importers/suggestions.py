"""What the columns of an unknown table may be. A person confirms it; it reads nothing itself."""

from collections.abc import Sequence
from dataclasses import dataclass

from backwatch.importers import words
from backwatch.importers.generic import PAINS
from backwatch.importers.values import NeedsDateOrder, number, settle_order

_NUMBERS = (*PAINS, "wakings", "sleep_hours", "weight_kg")


@dataclass(frozen=True)
class Suggestion:
    """What the columns of a table may be.

    columns: ours to theirs. date_examples: days that can be read in two ways, so that the person
    must say which comes first; () where there is nothing to ask. decimal: "," where numbers have a
    decimal comma. left_over: columns for which there is no suggestion.
    """

    columns: dict[str, str]
    date_examples: tuple[str, ...] = ()
    decimal: str = "."
    left_over: tuple[str, ...] = ()


def suggest(header: Sequence[str], rows: Sequence[Sequence[str]]) -> Suggestion:
    """Return what the columns may be, by their names and by sample rows.

    A pain is suggested only where every value is a number from 0 to 10. The order of day and month
    is never suggested: 03/04/2026 is asked.
    """
    found: dict[str, str] = {}
    for ours, known in words.names().suggest.items():
        names = [words.plain(name) for name in known]
        ranked = sorted(
            (names.index(words.plain(name)), place)
            for place, name in enumerate(header)
            if words.plain(name) in names
            and header.count(name) == 1
            and name not in found.values()
            and (ours not in PAINS or all(map(_is_score, _values(rows, place))))
        )
        if ranked:
            found[ours] = header[ranked[0][1]]
    comma = any(
        "," in value
        for ours, theirs in found.items()
        if ours in _NUMBERS
        for value in _values(rows, header.index(theirs))
    )
    return Suggestion(
        columns=found,
        date_examples=_asked(_values(rows, header.index(found["date"]))) if "date" in found else (),
        decimal="," if comma else ".",
        left_over=tuple(name for name in header if name and name not in found.values()),
    )


def _values(rows: Sequence[Sequence[str]], place: int) -> list[str]:
    return [cells[place] for cells in rows if len(cells) > place and cells[place]]


def _is_score(text: str) -> bool:
    value = number(text.replace(",", "."))
    return value is not None and 0 <= value <= 10


def _asked(dates: list[str]) -> tuple[str, ...]:
    try:
        settle_order(dates, None)
    except NeedsDateOrder as error:
        return error.examples
    return ()
