"""The lock while the app runs: it locks by itself when nobody has done anything for a while.

One clock for all windows. Locked means: the store is closed, its key is gone from memory, and each
visit lets go of what it holds in its next run, which comes within seconds.
"""

import contextlib
import os
import threading
import time
from collections.abc import Callable

from backwatch.home import data_home
from backwatch.store import StoreError, WrongSecret, locking
from ui import load, state

MINUTES = (5, 15, 60)
USUAL = 15
LONGEST_WAIT = 4.0  # seconds, after wrong passphrases
LOOK_EVERY = 5.0  # seconds
_SETTING = "lock_minutes"

_last_action: tuple[float, float] | None = None
_wrong = 0
_trying = threading.Lock()
_watching = threading.Lock()


def is_on() -> bool:
    """Return whether the records of this computer are locked with a passphrase."""
    return locking.is_on(data_home(os.environ))


def minutes() -> int:
    """Return after how many minutes without an action the records lock."""
    with contextlib.suppress(StoreError, ValueError):
        chosen = int(load.store().setting(_SETTING) or USUAL)
        return chosen if chosen in MINUTES else USUAL
    return USUAL


def set_minutes(chosen: int) -> None:
    """Keep after how many minutes the records lock."""
    with state.saving():
        load.store().set_setting(_SETTING, str(chosen))


def begin_run() -> None:
    """At the start of each run: lock what is idle too long, or note that somebody did something."""
    if not is_on():
        return
    lock_idle()
    visit = state.visit_memory("unlock", step="")
    if not load.locked():
        visit["step"] = ""
        acted()
        _watch()
    elif not visit["step"]:
        load.days.clear()
        state.forget_visit()
        state.visit_memory("unlock", step="passphrase", said="", code="")


def acted() -> None:
    """Note that somebody did something just now, in whatever window."""
    global _last_action
    _last_action = (time.monotonic(), time.time())


def idle_seconds() -> float:
    """Return how long nobody has done anything. The clock on the wall counts a computer's sleep."""
    if _last_action is None:
        return 0.0
    ran, passed = time.monotonic() - _last_action[0], time.time() - _last_action[1]
    return max(ran, passed)


def lock_idle() -> None:
    """Lock where nobody has done anything for too long."""
    if not load.locked() and idle_seconds() > minutes() * 60:
        lock_now()


def lock_now() -> None:
    """Close the store and let go of the key."""
    global _last_action
    _last_action = None
    with load.closed_store() as home:
        locking.lock(home)


def _watch() -> None:
    """Look every few seconds, apart from all visits, until the records are locked."""
    if _watching.acquire(blocking=False):
        threading.Thread(target=_look, daemon=True, name="lock").start()


def _look() -> None:
    try:
        while is_on() and not load.locked():
            time.sleep(LOOK_EVERY)
            with contextlib.suppress(StoreError):
                lock_idle()
    finally:
        _watching.release()


def tried(what: Callable[[], object]) -> str:
    """Do what needs a passphrase or the code; return "", or the sentence that says what was wrong.

    Each wrong guess, in whatever window, makes the answer to the next one come a little later.
    """
    global _wrong
    with _trying:
        try:
            what()
        except StoreError as error:
            if isinstance(error, WrongSecret) and error.guessed:
                _wrong += 1
                time.sleep(min(_wrong - 1.0, LONGEST_WAIT))
            return str(error)
        _wrong = 0
        acted()
        return ""
