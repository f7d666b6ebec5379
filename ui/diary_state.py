"""The diary form and list during a visit: what is being filled in, saved, deleted, shown."""

import datetime as dt
from typing import Any

from backwatch.diary import Entry
from ui import load, state


def form() -> dict[str, Any]:
    """Return the state of the diary form: `number` names its widgets, `entry` is being changed."""
    return state.memory("form", number=0, entry=None, places=(), taps=0, conflict=False)


def clear_form(entry: Any = None) -> None:
    """Empty the diary form, or fill it with an entry to change."""
    places = tuple(place.place for place in entry.places) if entry else ()
    form().update(number=form()["number"] + 1, entry=entry, places=places, taps=0, conflict=False)


def save_entry(entry: Entry) -> bool:
    """Save a new entry or a changed one; True once it is on the disk."""
    state.hear(entry.note)
    with state.saving() as save:
        if entry.id is None:
            load.store().add_entry(entry)
        else:
            load.store().save_entry(entry)
    form()["conflict"] = save.conflict
    return save.failed is None


def keep_both() -> None:
    """Turn the change that another window overtook into a new entry; the other one stays."""
    entry = form()["entry"]
    form().update(entry=entry.model_copy(update={"id": None, "version": 0}), conflict=False)


def delete_entry(entry_id: str) -> None:
    """Delete an entry, with a way back."""
    with state.saving() as save:
        load.store().delete_entry(entry_id, state.now())
        load.store().purge_deleted(state.now() - state.UNDO_TIME)
    if save.failed is None:
        edited = form()["entry"]
        if edited is not None and edited.id == entry_id:
            clear_form()
        state.notify("Deleted. Press Undo now to bring it back.", undo=entry_id)


def undo_delete(entry_id: str) -> None:
    """Bring a deleted entry back."""
    with state.saving() as save:
        load.store().undo_delete(entry_id)
    if save.failed is None:
        state.notify("The entry is back.")


def stamp(date: dt.date) -> dict[str, Any]:
    """Return what a new entry for `date` must carry: whose, when and where in the world.

    The time is kept for today only: nobody said when on an earlier day.
    """
    at = state.now()
    offset = at.utcoffset() or dt.timedelta()
    return {
        "person_id": state.person().id,
        "date": date,
        "time": at.time().replace(second=0, microsecond=0) if date == at.date() else None,
        "utc_offset_minutes": int(offset.total_seconds() // 60),
        "zone": getattr(at.tzinfo, "key", None),
        "recorded_at": at,
    }


def shown_entries(first: int) -> int:
    """Return how many entries the list shows; it starts with `first`."""
    return int(state.memory("shown", count=first)["count"])


def show_older() -> None:
    """Show twice as many entries."""
    shown = state.memory("shown", count=0)
    shown["count"] *= 2
