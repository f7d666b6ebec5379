"""A bar for work that takes long: it comes after half a second and never stops the work."""

import contextlib
import time
from collections.abc import Iterator

import streamlit as st
from streamlit.runtime.scriptrunner_utils.exceptions import ScriptControlException

from backwatch import progress

AFTER_SECONDS = 0.5


@contextlib.contextmanager
def bar(words: str) -> Iterator[None]:
    """Show how far the work inside has come.

    A click meanwhile, or a closed tab, ends a run at its next drawing. Here that is the bar, in the
    middle of a save: so the work is done to its end first, and the run ends after it.
    """
    place, began = st.empty(), time.monotonic()
    ended: list[ScriptControlException] = []

    def tell(share: float) -> None:
        if ended or time.monotonic() - began < AFTER_SECONDS:
            return
        try:
            place.progress(share, text=f"{words}: {share:.0%}")
        except ScriptControlException as end:
            ended.append(end)

    with progress.told(tell):
        yield
    if ended:
        raise ended[0]
    place.empty()
