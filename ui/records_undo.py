"""Undo, for 10 minutes: what was changed, moved or deleted, and the way back to what was before.

The newest change comes first; after it the one before can be undone. A change is kept for this
visit only, but a deleted entry waits in the store and is found again after a reload.
"""

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from backwatch.diary import Appointment, Entry, TestResult, Treatment
from ui import cards, load, state

Record = Entry | Treatment | TestResult | Appointment

CHANGED_ELSEWHERE = "This was changed in another window since, so nothing was undone."
TOO_LATE = "The 10 minutes to undo this have passed, so nothing was undone."


@dataclass(frozen=True)
class Change:
    """One change. `now` is the record after it, or None where it was deleted."""

    number: int
    before: Record
    now: Record | None
    at: dt.datetime
    said: str


def named(record: Record) -> str:
    """Return how a record is called in a sentence, such as "the entry for 14 November, 08:30"."""
    if isinstance(record, Entry):
        return f"the entry for {entry_time(record)}"
    if isinstance(record, Appointment):
        return f"the appointment on {cards.day(record.date, weekday=False)}"
    kind = "treatment" if isinstance(record, Treatment) else "test"
    return f"the {kind} “{record.name}”"


def entry_time(entry: Entry) -> str:
    """Return the day of an entry and, where it was recorded, its time."""
    time = f", {entry.time:%H:%M}" if entry.time else ""
    return f"{cards.day(entry.date, weekday=False)}{time}"


def remember(before: Record, now: Record | None, said: str) -> None:
    """Keep the way back from a change that is on the disk. `said` tells the person what it was."""
    if now is not None and _same(before, now):
        return
    _all()  # what was deleted before this visit comes first
    found = _memory()
    if now is None:  # and this one, where that was found in the store just now
        there = found["changes"]
        found["changes"] = [one for one in there if one.now or one.before != before]
    found["number"] += 1
    found["changes"].append(Change(found["number"], before, now, state.now(), said))
    found["fresh"] = True


def latest() -> Change | None:
    """Return the newest change of this person that can still be undone."""
    return next((change for change in reversed(_all()) if not _is_over(change)), None)


def was_done_here(record_id: str) -> bool:
    """Return whether the newest change of this visit is one of this record.

    The second click of a double click finds the record moved on, and it was nobody else.
    """
    change = latest()
    return change is not None and change.before.id == record_id


def fresh() -> Change | None:
    """Return the change that no run has shown whole yet; None where there is none."""
    found = _memory()
    found["drawn"] = found["number"]
    return latest() if found["fresh"] else None


def was_shown() -> None:
    """At the end of a run: what it has shown is fresh no more."""
    found = _memory()
    if found.get("drawn") == found["number"]:
        found["fresh"] = False


def undo(number: int) -> None:
    """Take one change back, so that the record says again exactly what it said before.

    A second press on the same button does nothing.
    """
    state.look_again()
    change = next((one for one in _all() if one.number == number), None)
    if change is None:
        return
    if _is_over(change):
        _forget(change)
        state.fail(TOO_LATE)
        return
    with state.saving() as save:
        _carry_on(_take_back(change))
    if save.failed is None or save.conflict:
        _forget(change)
    if save.conflict:
        state.fail(CHANGED_ELSEWHERE)
    elif save.failed is None:
        what = "entry" if isinstance(change.before, Entry) else "record"
        back = f"The {what} is back." if change.now is None else f"The {what} is as it was before."
        state.notify(back)


def button(change: Change, place: str) -> None:
    """Show the button that undoes this change. Its key never stands for another one."""
    st.button("Undo", key=f"go_undo_{place}{change.number}", on_click=undo, args=(change.number,))


def bar() -> None:
    """Show, at the top of the diary, the newest change and its Undo while there is time.

    Its place is there on every run, so that what follows is not drawn anew.
    """
    change = latest()
    with st.container(key="undo_bar", horizontal=True, vertical_alignment="center"):
        if change is not None:
            st.html(f'<p class="bw-p">{cards.escape(change.said)}</p>', width="content")
            button(change, "bar_")


def _memory() -> dict[str, Any]:
    return state.memory("undo", changes=None, number=0, fresh=False)


def _all() -> list[Change]:
    """Return the changes of this person, the oldest first."""
    found, who = _memory(), state.person().id
    if found["changes"] is None:
        found["changes"] = []
        for at, entry in load.store().deletions(who, state.now() - state.UNDO_TIME):
            found["number"] += 1
            said = f"You deleted {named(entry)}."
            found["changes"].append(Change(found["number"], entry, None, at, said))
    long_over = state.now() - 2 * state.UNDO_TIME  # kept so long only to say that it is too late
    found["changes"] = [one for one in found["changes"] if one.at > long_over]
    return [one for one in found["changes"] if one.before.person_id == who]


def _is_over(change: Change) -> bool:
    return state.now() - change.at >= state.UNDO_TIME


def _forget(change: Change) -> None:
    found = _memory()
    found["changes"] = [one for one in found["changes"] if one.number != change.number]


def _same(one: Record, other: Record) -> bool:
    return one.model_copy(update={"version": other.version}) == other


def _carry_on(back: Record) -> None:
    """Let the change before this one know the version under which its record stands again."""
    found = _memory()
    found["changes"] = [
        replace(one, now=back)
        if one.now is not None and one.now.id == back.id and _same(one.now, back)
        else one
        for one in found["changes"]
    ]


def _take_back(change: Change) -> Record:
    """Write what was before and return it.

    Raises EditConflict where the record moved on since the change.
    """
    store, before, now = load.store(), change.before, change.now
    if now is not None:
        written = before.model_copy(update={"version": now.version})
        if isinstance(written, Entry):
            return store.save_entry(written)
        return store.save_record(written)
    if isinstance(before, Entry):
        return store.undo_delete(str(before.id), version=before.version)
    return store.bring_back(before)
