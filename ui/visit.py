"""What a visit remembers of no person: the session, and each thread's hold of it.

Pages reach it through ui/state.py. A thread may keep hold of a mapping because Streamlit starts a
new one for each run of a session's script, and it never serves another session.
"""

import threading
from collections.abc import Callable, Hashable
from typing import Any

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

KEPT = "bw.kept"
MADE = "bw.made"

_thread = threading.local()


def kept(name: str, make: Callable[[], Any]) -> Any:
    """Return what `make` makes, made once in a visit."""
    found = mapping(KEPT)
    if name not in found:
        found[name] = make()
    return found[name]


def made_of(name: str, given: Any, make: Callable[[], Any]) -> Any:
    """Return what `make` makes of `given` alone: also while the records cannot be opened."""
    here = mapping(MADE)  # one key for all: some widgets look through every key of the session
    made = here.get(name)
    if made is None or made[0] != given:
        made = here[name] = (given, make())
    return made[1]


def each_made_of(name: str, given: Any, which: Hashable, make: Callable[[], Any]) -> Any:
    """Return what `make` makes of `given` under `which`, kept with the others of the same `given`.

    With another `given` all of them go.
    """
    made: dict[Hashable, Any] = made_of(name, given, dict)
    if which not in made:
        made[which] = make()
    return made[which]


def visit_memory(name: str, **start: Any) -> dict[str, Any]:
    """Return what this visit remembers of no person: also while the records are locked."""
    found: dict[str, Any] = st.session_state.setdefault(f"bw.{name}", start)
    return found


def widget(key: str) -> Any:
    """Return a widget's value; None before it was drawn."""
    return st.session_state.get(key)


def set_widget(key: str, value: Any) -> None:
    """Set a widget's value, in a callback only."""
    st.session_state[key] = value


def forget_visit() -> None:
    """Forget all that this visit remembers, after everything was erased."""
    st.session_state.clear()
    let_go()


def mapping(key: str) -> dict[str, Any]:
    """Return a mapping of the session, made empty at first.

    A script's thread keeps hold of it until `let_go`. Without a script, as in a test of its own,
    nothing is kept.
    """
    here: dict[str, dict[str, Any]] = vars(_thread)
    if key in here:
        return here[key]
    found: dict[str, Any] = st.session_state.setdefault(key, {})
    if get_script_run_ctx(suppress_warning=True) is not None:
        here[key] = found
    return found


def let_go() -> None:
    """Let this thread ask the session anew for its mappings, after one was taken out of it."""
    vars(_thread).clear()
