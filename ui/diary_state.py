"""The diary form and list during a visit: what is being filled in, saved, deleted, shown."""

import contextlib
import datetime as dt
import json
from typing import Any

from backwatch.diary import Entry, vocabulary
from backwatch.store import EditConflict, NotSaved
from ui import cards, diary_drafts, load, records_undo, state

_FORM = "form"
_MOVED_ON = "This entry was changed or deleted in another window. Look at it again first."


def form() -> dict[str, Any]:
    """Return the state of the diary form: `number` names its widgets, `entry` is being changed.

    In a new visit it is what the store kept of the form that was open last.
    """
    found = state.memory(_FORM, person=None)
    if found["person"] != state.person().id:
        number, opened, drafts = diary_drafts.kept()
        _open(found, None, number, drafts.get(opened))
    return found


def _open(found: dict[str, Any], entry: Entry | None, number: int, draft: Any = None) -> None:
    """Fill the state of the form: empty, with an entry, or with what was typed before."""
    today = state.today().isoformat()
    found.update(person=state.person().id, number=number, conflict=False, opened={}, widgets={})
    found["wrong"] = None
    if draft:
        with contextlib.suppress(KeyError, TypeError, ValueError):
            found.update(
                entry=diary_drafts.entry_of(draft),
                places=tuple(draft["places"]),
                rows=list(draft["rows"]),
                next_row=int(draft["next_row"]),
                taps=int(draft["taps"]),
                moved=int(draft["moved"]) + (draft["today"] != today),
                copied=int(draft.get("copied", 0)),
                today=today,
                on=draft["on"],
                values=dict(draft["values"]),
                restored=True,
            )
            found["written"] = _as_written(found)
            return
    rows = list(range(len(entry.medicines))) if entry else []
    found.update(
        entry=entry,
        places=_places(entry),
        rows=rows or [0],
        next_row=max(len(rows), 1),
        taps=0,
        moved=0,
        copied=0,
        today=today,
        on=(entry.date if entry else state.today()).isoformat(),
        values={},
        restored=False,
    )
    found["written"] = _as_written(found)


def _places(entry: Entry | None) -> tuple[str, ...]:
    return tuple(place.place for place in entry.places) if entry else ()


def clear_form(entry: Any = None) -> None:
    """Empty the diary form, or fill it with an entry to change.

    Emptied, it forgets what was typed; with an entry to change, what was typed waits.
    """
    found = form()
    name, number = diary_drafts.key_of(found["entry"]), found["number"] + 1
    if entry is not None:
        collect()
    waits = draft() if entry is not None else None
    opened = diary_drafts.key_of(entry)
    diary_drafts.put(name, waits, number, opened=opened)
    _, _, drafts = diary_drafts.kept()
    _open(found, entry, number, drafts.get(opened))


# --- what is typed and not saved yet ---


def typed(part: str, before: Any) -> Any:
    """Return what stands in one part of the form; `before` is what the entry holds."""
    return form()["values"].get(part, before)


def remember(part: str, widget: str, value: Any, before: Any) -> Any:
    """Take note of what a part of the form holds now, and return it. `widget`: its key."""
    found = form()
    found["widgets"][part] = (widget, before)
    if value == before:
        found["values"].pop(part, None)
    else:
        found["values"][part] = value
    return value


def collect() -> None:
    """Take note of what came in with this very click, before the form is drawn again."""
    for part, (widget, before) in list(form()["widgets"].items()):
        value = state.widget(widget)
        if value is not None:
            remember(part, widget, value, before)


def is_typed() -> bool:
    """Return whether the form holds something that is not saved."""
    found = form()
    entry = found["entry"]
    if found["values"] or found["places"] != _places(entry):
        return True
    if entry is None:
        return False
    kept_rows = [row for row in found["rows"] if row < len(entry.medicines)]
    return found["on"] != entry.date.isoformat() or len(kept_rows) != len(entry.medicines)


def draft() -> dict[str, Any] | None:
    """Return what to keep of the form; None where nothing is typed."""
    if not is_typed():
        return None
    found = form()
    names = ("places", "rows", "next_row", "taps", "moved", "copied", "today", "on", "values")
    entry = found["entry"]
    return {name: found[name] for name in names} | {
        "places": list(found["places"]),
        "entry": entry.model_dump_json() if entry else None,
    }


def _as_written(found: dict[str, Any]) -> str:
    return json.dumps([found["number"], draft()], ensure_ascii=False)


def keep_draft() -> None:
    """Keep what is typed, where it is not kept yet."""
    found = form()
    now = _as_written(found)
    if now != found["written"]:
        found["written"] = now
        diary_drafts.put(diary_drafts.key_of(found["entry"]), draft(), found["number"])


def opened(part: str, *, start: bool) -> bool:
    """Return whether a part of the form begins unfolded; decided once for each form."""
    return bool(form()["opened"].setdefault(part, start))


# --- the quick log of Today ---


def quick_number() -> int:
    """Return the number that names the widgets of the quick log; each one saved has a new one."""
    return int(state.memory("quick", number=0)["number"])


def clear_quick() -> None:
    """Empty the quick log. The form of the diary keeps what is typed there."""
    state.memory("quick", number=0)["number"] += 1


# --- saving ---


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
    changing = form()["entry"]
    if changing is not None and changing.id == entry.id:
        form()["conflict"] = save.conflict
    return save.failed is None


def keep_both() -> None:
    """Turn the change that another window overtook into a new entry; the other one stays."""
    entry = form()["entry"]
    diary_drafts.drop(entry.id)
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
        diary_drafts.drop(entry_id)
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
