"""What is typed on the diary form and not saved yet, kept through a reload or a restart.

A setting of the person holds it. It is in no export, and it goes when the entry is saved or left.
"""

import contextlib
import json
from typing import Any

from backwatch.diary import Entry
from backwatch.store import StoreError
from ui import state

SETTING = "diary_drafts"
NEW = "new"

Draft = dict[str, Any]


def key_of(entry: Entry | None) -> str:
    """Return the name of a form: the new one, a copy of an entry, or the entry that is changed."""
    return NEW if entry is None else entry.id or "copy"


def kept() -> tuple[int, str, dict[str, Draft]]:
    """Return the number of the form that was open last, its name, and the drafts by name.

    The person's first number, the new form and no drafts where nothing is kept that can be read.
    """
    return _read(state.setting(SETTING))


def _read(text: str | None) -> tuple[int, str, dict[str, Draft]]:
    try:
        found = json.loads(text or "{}")
        if found:
            return int(found["number"]), str(found["open"]), dict(found["forms"])
    except (AttributeError, KeyError, TypeError, ValueError):
        pass  # another version wrote it: a draft is never worth a page that fails
    return int(state.memory("first_form", number=0)["number"]), NEW, {}


def put(name: str, draft: Draft | None, number: int, *, opened: str | None = None) -> None:
    """Keep the draft of a form; None takes it away. What cannot be written stays on the page."""

    def change(text: str | None) -> str:
        _, _, forms = _read(text)
        forms.pop(name, None)
        if draft is not None:
            forms[name] = draft
        found = {"number": number, "open": opened or name, "forms": forms}
        return json.dumps(found, ensure_ascii=False)

    with contextlib.suppress(StoreError):
        state.look_again()
        state.change_setting(SETTING, change)
        state.look_again()


def drop(entry_id: str) -> None:
    """Take away the draft of an entry that was deleted."""
    number, opened, forms = kept()
    if entry_id in forms:
        put(entry_id, None, number, opened=opened)


def entry_of(draft: Draft) -> Entry | None:
    """Return the entry that a draft changes, as it was; None for a new one.

    Raises ValueError where it cannot be read.
    """
    text = draft.get("entry")
    return Entry.model_validate_json(text) if text else None
