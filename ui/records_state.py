"""Treatments, tests and appointments during a visit: what is open in a form, saved, deleted."""

from typing import Any

from backwatch.diary import Appointment, TestResult, Treatment
from backwatch.store import EditConflict
from ui import load, records_undo, state

Record = Treatment | TestResult | Appointment
Kind = type[Treatment] | type[TestResult] | type[Appointment]

_MOVED_ON = "This was changed or deleted in another window. Look at it again first."


def treatments() -> list[Treatment]:
    """Return the person's treatments by start; one without a start comes first."""
    who = state.person().id
    found: list[Treatment] = state.read(f"treatments {who}", lambda: load.store().treatments(who))
    return found


def test_results() -> list[TestResult]:
    """Return the person's tests by day; one without a day comes first."""
    who = state.person().id
    found: list[TestResult] = state.read(f"tests {who}", lambda: load.store().test_results(who))
    return found


def appointments() -> list[Appointment]:
    """Return the person's appointments by day and time."""
    who = state.person().id
    found: list[Appointment] = state.read(
        f"appointments {who}", lambda: load.store().appointments(who)
    )
    return found


def form(kind: Kind) -> dict[str, Any]:
    """Return the state of one kind's form: `number` names its widgets, `record` is being changed.

    `open` says whether it is shown, `conflict` that another window was quicker.
    """
    return state.memory(f"form_{kind.__name__}", number=0, open=False, record=None, conflict=False)


def begin(kind: Kind, record_id: str | None = None) -> None:
    """Open the form: empty, or with a record to change as it stands now."""
    record = None
    if record_id is not None:
        with state.saving() as save:
            record = load.store().record(kind, record_id)
        if save.failed is not None:
            return
        if record is None:
            state.fail(_MOVED_ON)
            return
    form(kind).update(number=form(kind)["number"] + 1, open=True, record=record, conflict=False)


def close(kind: Kind) -> None:
    """Put the form away."""
    form(kind).update(number=form(kind)["number"] + 1, open=False, record=None, conflict=False)


def keep_both(kind: Kind) -> None:
    """Turn a change that another window overtook into a new record; the other one stays."""
    record = form(kind)["record"]
    form(kind).update(record=record.model_copy(update={"id": None, "version": 0}), conflict=False)


def save(record: Record) -> bool:
    """Save a new record or a changed one; True once it is on the disk."""
    with state.saving() as done:
        if record.version == 0:
            load.store().save_record(record)
        else:
            _change(record)
    form(type(record))["conflict"] = done.conflict
    return done.failed is None


def _change(record: Record) -> None:
    before = load.store().record(type(record), str(record.id))
    saved = load.store().save_record(record)
    if before is not None:
        records_undo.remember(before, saved, f"You changed {records_undo.named(before)}.")


def _say_moved_on(record_id: str) -> None:
    state.take_error()
    if not records_undo.was_done_here(record_id):
        state.fail(_MOVED_ON)


def delete(kind: Kind, record_id: str, version: int) -> None:
    """Delete a record, with a way back. `version`: the one that the person saw."""
    with state.saving() as done:
        before = load.store().record(kind, record_id)
        if before is None or before.version != version:
            raise EditConflict(before)
        load.store().delete_record(before)
        records_undo.remember(before, None, f"You deleted {records_undo.named(before)}.")
    if done.conflict:
        _say_moved_on(record_id)
    elif done.failed is None:
        edited = form(kind)["record"]
        if edited is not None and edited.id == record_id:
            close(kind)
        state.notify("Deleted. You can undo this for 10 minutes.")


def end_visit(record_id: str, version: int) -> None:
    """Say of an appointment that it is over."""
    with state.saving() as done:
        visit = load.store().record(Appointment, record_id)
        if visit is None or visit.version != version:
            raise EditConflict(visit)
        _change(visit.model_copy(update={"done": True}))
    if done.conflict:
        _say_moved_on(record_id)
    elif done.failed is None:
        state.notify("Noted that this visit is over. You can undo this for 10 minutes.")
