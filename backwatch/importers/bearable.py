"""Bearable: its CSV with 7 columns (2021) and with 8 (2024, with a second date).

Symptoms have words, Mild to Unbearable, and the numbers 1 to 4 for them: never a 0 to 10.
"""

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from typing import Any

from backwatch.importers import tables, words
from backwatch.importers.reading import Options, Reading
from backwatch.importers.rows import SKIPPED, Row, read_records
from backwatch.importers.values import FIRST_DAY, Bad, clock, day, hours, number, settle_order

SOURCE = "bearable"
_NEEDED = ("date", "time of day", "category", "rating/amount", "detail", "notes")
_READ = (*_NEEDED, "date formatted", "weekday")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAY = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th) ([A-Z][a-z]{2,8}) ([0-9]{4})")
_PARTS = {
    "pre": "night",
    "am": "morning",
    "mid": "afternoon",
    "pm": "evening",
    "all day": "all_day",
    "": "",
}
_SEVERITY = ("Mild", "Moderate", "Severe", "Unbearable")
_LAST_BRACKET = re.compile(r"(.*?)\s*\(([^()]*)\)", re.DOTALL)


def is_csv(header: tuple[str, ...]) -> bool:
    """Return whether this is its header, old or new."""
    return set(_NEEDED) <= set(header)


def read(text: str, options: Options) -> Reading:
    """Return the rows of its CSV. Raises BadImport."""
    table = tables.read(text)
    table.need(*_NEEDED)
    settle_order(table.column("date"), options.date_order)

    def one(ref: str, cells: tuple[str, ...]) -> Iterator[Row]:
        record = table.named(cells)
        date = _day(record, options)
        block = record["time of day"]
        time = None if block in _PARTS else clock(block, "time of day")
        yield _row(
            record,
            date=date,
            time=time,
            part_of_day=_PARTS.get(block, ""),
            source=SOURCE,
            source_ref=ref,
        )

    rows = read_records(SOURCE, table.numbered(), one)
    others = [name for name in dict.fromkeys(table.header) if name not in _READ]
    return Reading(rows, table.used(others))


def _day(record: Mapping[str, str], options: Options) -> dt.date:
    """Return the day. Raises Bad where the two dates of a row do not agree."""
    text = record["date"]
    parts = _DAY.fullmatch(text)
    short = parts[2][:3].lower() if parts else ""
    if parts and short in _MONTHS:
        try:
            found = dt.date(int(parts[3]), _MONTHS.index(short) + 1, int(parts[1]))
        except ValueError:
            raise Bad("date", "there is no such day.") from None
        if found < FIRST_DAY:
            raise Bad("date", "this day is before 1900.")
    else:
        found = day(text, "date", options.date_order)
    second = record.get("date formatted")
    if second and day(second, "date formatted", options.date_order) != found:
        raise Bad("date formatted", "the two dates of this row are not the same day.")
    return found


def _row(record: Mapping[str, str], **where: Any) -> Row:
    category, detail, amount = record["category"], record["detail"], record["rating/amount"]
    note = record["notes"]
    parts = _LAST_BRACKET.fullmatch(detail)
    name, said = (parts[1], parts[2]) if parts else (detail, "")
    value = number(amount)
    if category == "Symptom" and detail:
        if said not in _SEVERITY:
            name, said = detail, ""
        pain = words.is_pain(name)
        odd = amount if value is None else ""
        return Row(
            kind="pain" if pain else "symptom",
            name=name,
            value_num=value,
            value_text=said or odd,
            scale="bearable_1_4_words",
            places=words.places_in(name) if pain else (),
            note=note,
            flags=("words_not_0_10",),
            **where,
        )
    if category == "Meds/Supplements" and name:
        return Row(kind="medicine", name=name, value_num=value, value_text=said, note=note, **where)
    if category == "Sleep" and (slept := hours(amount)) is not None and slept <= 24:
        return Row(kind="sleep_hours", value_num=slept, value_text=detail, note=note, **where)
    return Row(
        kind=SKIPPED,
        name=category,
        value_num=value,
        value_text=detail or (amount if value is None else ""),
        note=note,
        flags=("not_understood" if category in _USED else "not_used_by_this_app",),
        **where,
    )


_USED = ("Symptom", "Meds/Supplements", "Sleep")
