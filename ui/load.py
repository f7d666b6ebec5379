"""What is read once for everybody: the store and the person's tables. The only caches.

Nothing personal is ever in a cache that is shared: the tables are kept by session, and by the
number of the last write, so that another tab's save is seen.
"""

import datetime as dt
import os
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from backwatch import countries, diary, restoring, triage, urgency
from backwatch.home import data_home
from backwatch.store import (
    DamagedData,
    Found,
    NewerData,
    Snapshot,
    Store,
    StoreError,
    open_store,
    open_to_read,
    problems,
)

if TYPE_CHECKING:
    import pandas as pd


# Whether the person chose to look at what is left of a damaged diary. Of this computer, not of one
# visit: there is one diary and one store.
_left = {"read": False}


def home() -> Path:
    """Return the data folder."""
    return data_home(os.environ)


@cache
def store() -> Store:
    """Return the one store of this computer. Raises what open_store raises.

    A diary of a newer version, one in a folder that is read-only, and one that is damaged and that
    the person chose to look at all the same, only read: see `reading_only`.
    """
    try:
        return open_store(home())
    except NewerData:
        return open_to_read(home())
    except DamagedData:
        if _left["read"]:
            return open_to_read(home())
        raise


def problem() -> Found | None:
    """Return what is wrong with the diary and which copies could help; None where nothing is."""
    return problems(home())


def something_is_left() -> bool:
    """Return whether the records of a damaged diary can still be read."""
    try:
        left = open_to_read(home())
    except StoreError:
        return False
    try:
        return bool(left.records().people)
    except StoreError:
        return False
    finally:
        left.close()


def read_what_is_left() -> None:
    """Open a damaged diary for reading only, until a copy is brought back."""
    _left["read"] = True
    store.cache_clear()


def put_back(name: str, today: dt.date) -> Snapshot:
    """Put a copy in the place of the diary and open it; see restoring.restore."""
    _close()
    days.clear()
    return restoring.restore(home(), name, today=today)


def erase() -> None:
    """Erase every record and every copy. Raises StoreError."""
    store().delete_everything()
    days.clear()


def _close() -> None:
    """Let go of the store: the next one who asks opens it anew."""
    if store.cache_info().currsize:
        store().close()
    store.cache_clear()
    _left["read"] = False


@st.cache_data(scope="session", max_entries=2, show_spinner=False)
def days(person_id: str, revision: int, today: dt.date) -> "pd.DataFrame":
    """Return the person's days up to `today` (see diary.days), as of the write `revision`.

    Days without an entry at the end count as such; entries of a later day stay in.
    """
    entries = store().entries(person_id)
    if not entries:
        return diary.days(entries)
    return diary.days(entries, last=max(today, entries[-1].date))


def get_ready() -> None:
    """Open the store and read the rules, before the first visit asks for them."""
    countries.countries()
    urgency.levels()
    triage.rule_book()
    store()
