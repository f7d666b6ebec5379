"""What is read once for everybody: the store and the person's tables. The only caches.

Nothing personal is ever in a cache that is shared: the tables are kept by session, and by the
number of the last write, so that another tab's save is seen.
"""

import datetime as dt
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from backwatch import countries, diary, triage, urgency
from backwatch.home import data_home
from backwatch.store import Locked, Store, locking, open_store

if TYPE_CHECKING:
    import pandas as pd


_moving = threading.RLock()


@cache
def store() -> Store:
    """Return the one store of this computer. Raises what open_store raises.

    Where the records are locked, a visit's run ends here and begins anew: it draws the lock screen.
    """
    with _moving:
        try:
            return open_store(data_home(os.environ))
        except Locked:
            if get_script_run_ctx(suppress_warning=True) is not None:
                st.rerun()  # a callback ends here too, and the run that follows it comes
            raise


def locked() -> bool:
    """Return whether a passphrase is needed before anything can be shown."""
    return not store.cache_info().currsize and locking.is_locked(data_home(os.environ))


@contextmanager
def closed_store() -> Iterator[Path]:
    """Close the store for everybody, and give the data folder. Who wants the store waits."""
    with _moving:
        if store.cache_info().currsize:
            store().retire()
        store.cache_clear()
        yield data_home(os.environ)


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
