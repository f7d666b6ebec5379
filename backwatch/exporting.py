"""What leaves the store as a file: the diary of one person as a table, everything as JSON."""

import datetime as dt
from typing import Literal

from backwatch import transfer
from backwatch.backup import NobodyThere
from backwatch.store import Store

Form = Literal["csv", "json"]

FEW_ENTRIES = 10  # a diary with fewer is quickly written again
REMIND_DAYS = 30
ONLY_IN_JSON = (
    "that a day was too bad to fill in (it stays in as a row without numbers)",
    "time zones, and how far each time is from world time",
    "treatments, tests and appointments",
    "your checks and their answers",
    "name and year of birth",
)
_SPREADSHEET_MARK = "\ufeff"


def table(store: Store, person_id: str) -> str:
    """Return the diary of one person as a table (see transfer), oldest entry first.

    Every row of the store is looked at before. Raises DamagedData where one is not as it was saved;
    a store from `open_to_read` gives what can be read. Raises NobodyThere.
    """
    if not store.remarks:
        store.verify()
    for each in store.records().people:
        if each.person.id == person_id:
            return transfer.write_table(each.entries)
    raise NobodyThere


def table_for_spreadsheets(store: Store, person_id: str) -> bytes:
    """Return `table` in UTF-8 with the mark by which a spreadsheet knows it. Raises as `table`."""
    return (_SPREADSHEET_MARK + table(store, person_id)).encode()


def file_name(day: dt.date, form: Form) -> str:
    """Return a name that says nothing of the person or of health: backwatch-2026-11-25.csv."""
    return f"backwatch-{day.isoformat()}.{form}"


def reminder_due(
    entries: int, *, downloaded: str | None, put_away: str | None, today: dt.date
) -> bool:
    """Return whether to say that no file was ever downloaded.

    Args:
        entries: how many the diary holds; below FEW_ENTRIES nothing is said.
        downloaded: the day of the last download as ISO text; None or "": there was none.
        put_away: the day on which the reminder was put away; it then rests REMIND_DAYS days. A text
            that is no day, or a day to come (a clock that was set back), does not keep it away.
    """
    if downloaded or entries < FEW_ENTRIES:
        return False
    try:
        rested = (today - dt.date.fromisoformat(put_away or "")).days
    except ValueError:
        return True
    return not 0 <= rested < REMIND_DAYS
