"""The diary form and list during a visit: what is being filled in, saved, deleted, shown."""

import datetime as dt
from typing import Any

from backwatch.diary import Entry, vocabulary
from backwatch.store import EditConflict, NotSaved
from ui import cards, load, records_undo, state

_MOVED_ON = "This entry was changed or deleted in another window. Look at it again first."


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
            before = load.store().entry(entry.id)
            saved = load.store().save_entry(entry)
            if before is not None:
                said = f"You changed {records_undo.named(before)}."
                records_undo.remember(before, saved, said)
    form()["conflict"] = save.conflict
    return save.failed is None


def keep_both() -> None:
    """Turn the change that another window overtook into a new entry; the other one stays."""
    entry = form()["entry"]
    form().update(entry=entry.model_copy(update={"id": None, "version": 0}), conflict=False)


def edit_entry(entry_id: str) -> None:
    """Open an entry in the form, as it stands now."""
    with state.saving() as save:
        entry = load.store().entry(entry_id)
    if save.failed is None and entry is None:
        state.fail(_MOVED_ON)
    elif save.failed is None:
        clear_form(entry)


def _say_moved_on(entry_id: str) -> None:
    state.take_error()
    if not records_undo.was_done_here(entry_id):
        state.fail(_MOVED_ON)


def delete_entry(entry_id: str, version: int) -> None:
    """Delete an entry, with a way back. `version`: the one that the person saw."""
    with state.saving() as save:
        before = load.store().entry(entry_id)
        load.store().delete_entry(entry_id, state.now(), version=version)
        if before is not None:
            said = f"You deleted {records_undo.named(before)}."
            records_undo.remember(before, None, said)
        load.store().purge_deleted(state.now() - state.UNDO_TIME)
    if save.conflict:
        _say_moved_on(entry_id)
    if save.failed is None:
        edited = form()["entry"]
        if edited is not None and edited.id == entry_id:
            clear_form()
        state.notify("Deleted. You can undo this for 10 minutes.")


def move_entry(entry_id: str, version: int, to: dt.date | None) -> bool:
    """Move an entry to another day; True once that is on the disk. `version`: what the person saw.

    Its time of day becomes "not recorded": the clock said it on the old day, and nobody said when
    it was on the new one. On the new day such a time may not even exist.
    """
    if to is None:
        state.fail("Choose the day to move it to first.")
        return False
    with state.saving() as save:
        before = load.store().entry(entry_id)
        if before is None or before.version != version:
            raise EditConflict(before)
        if to > max(state.today(), before.date):
            raise NotSaved(vocabulary().corrections["future"])
        if to == before.date:
            raise NotSaved("It stands on that day already. Choose another day.")
        empty = {"time": None, "utc_offset_minutes": None, "zone": None}
        saved = load.store().save_entry(before.model_copy(update={"date": to, **empty}))
        name = cards.day(to, weekday=False)
        said = f"You moved {records_undo.named(before)} to {name}."
        records_undo.remember(before, saved, said)
    if save.conflict:
        _say_moved_on(entry_id)
    if save.failed is None:
        state.notify(f"Moved to {name}. You can undo this for 10 minutes.")
    return save.failed is None


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
