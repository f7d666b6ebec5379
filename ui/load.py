"""What is kept beyond one run: the store, the person's tables, and what Learn shows.

Nothing personal is ever in a cache that is shared: the tables are kept by session, and by the
number of the last write, so that another tab's save is seen. What the store itself keeps of the
records goes with it when they are locked. What Learn shows is the same for everybody.
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

from backwatch import articles, countries, diary, evidence, restoring, triage, urgency
from backwatch.evidence import Evidence
from backwatch.glossary import Spelling
from backwatch.home import data_home
from backwatch.store import (
    DamagedData,
    Found,
    Locked,
    NewerData,
    Snapshot,
    Store,
    StoreError,
    locking,
    open_store,
    open_to_read,
    problems,
)

if TYPE_CHECKING:
    import pandas as pd

    from ui.learn_html import Shown


# Whether the person chose to look at what is left of a damaged diary. Of this computer, not of one
# visit: there is one diary and one store.
_left = {"read": False}
_moving = threading.RLock()


def home() -> Path:
    """Return the data folder."""
    return data_home(os.environ)


@cache
def store() -> Store:
    """Return the one store of this computer. Raises what open_store raises.

    A diary of a newer version, one in a folder that is read-only, and one that is damaged and that
    the person chose to look at all the same, only read: see `reading_only`. Where the records are
    locked, a visit's run ends here and begins anew: it draws the lock screen.
    """
    with _moving:
        try:
            return open_store(home())
        except Locked:
            if get_script_run_ctx(suppress_warning=True) is not None:
                st.rerun()  # a callback ends here too, and the run that follows it comes
            raise
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
    days.clear()
    with closed_store() as folder:
        return restoring.restore(folder, name, today=today)


def erase() -> None:
    """Erase every record and every copy. Raises StoreError."""
    store().delete_everything()
    days.clear()


def locked() -> bool:
    """Return whether a passphrase is needed before anything can be shown."""
    return not store.cache_info().currsize and locking.is_locked(home())


@contextmanager
def closed_store() -> Iterator[Path]:
    """Close the store for everybody, and give the data folder. Who wants the store waits."""
    with _moving:
        if store.cache_info().currsize:
            store().retire()
        store.cache_clear()
        _left["read"] = False
        yield home()


@st.cache_data(scope="session", max_entries=2, show_spinner=False)
def days(person_id: str, revision: int, today: dt.date) -> "pd.DataFrame":
    """Return the person's days up to `today` (see diary.days), as of the write `revision`.

    Days without an entry at the end count as such; entries of a later day stay in.
    """
    entries = store().entries(person_id)
    if not entries:
        return diary.days(entries)
    return diary.days(entries, last=max(today, entries[-1].date))


def diary_evidence(person_id: str, today: dt.date) -> tuple[Evidence, ...]:
    """Return what the person's diary says about the check (see evidence.from_diary)."""
    return store().made_of_diary(
        "evidence", person_id, today, lambda entries: evidence.from_diary(entries, today)
    )


@cache
def learn_list(spelling: Spelling) -> str:
    """Return the list of all articles as HTML."""
    from ui import learn_html  # the articles are read with the first visit to Learn

    return learn_html.everything(spelling)


@cache
def learn_article(slug: str, spelling: Spelling, emergency: str = "") -> "tuple[Shown, ...]":
    """Return an article as learn_html.article does; nothing for an unknown slug."""
    from ui import learn_html

    one = articles.article(slug)
    return () if one is None else learn_html.article(one, spelling, emergency)


@cache
def learn_picture(name: str, spelling: Spelling) -> tuple[str, str]:
    """Return a picture's markup and what it says in words. Raises DataFileError for no such one."""
    from ui import learn_html

    return learn_html.picture(name, spelling)


@cache
def learn_glossary(spelling: Spelling) -> str:
    """Return the whole glossary as HTML."""
    from ui import learn_html

    return learn_html.all_terms(spelling)


def get_learn_ready() -> None:
    """Read the articles and the search's words, before somebody opens Learn."""
    from backwatch import content_search

    learn_list("us")
    content_search.index()


def get_ready() -> None:
    """Open the store and read the rules, before the first visit asks for them."""
    countries.countries()
    urgency.levels()
    triage.rule_book()
    store()
