"""What was told on the page of lung screening: kept at once, and what could not be kept yet.

An answer is named by a path, such as "symptoms", "told.age" or "period.a1.start". What the disk
refused counts all the same, and goes along with the next save: a sign must not wait for the disk.
"""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import uuid4

from backwatch import screening_gate, screening_record
from backwatch.screening_gate import Found
from backwatch.screening_record import KeptPeriod, Record
from ui import state

_UNSAVED = "screening_unsaved"
_REMOVED = "screening_removed"
_SEEN = "screening_seen"
_GATE = ("symptoms", "lung_cancer")


def _stored() -> Record:
    return screening_record.read_record(state.setting(screening_record.SETTING))


def record() -> Record:
    """Return what was told, without old answers of the gate, with what could not be saved."""
    found = state.read("screening record", _stored).at_the_gate(state.today())
    for path, value in state.memory(_UNSAVED).items():
        found = _with(found, path, value)
    return found


def _with(found: Record, path: str, value: Any) -> Record:
    first, _, rest = path.partition(".")
    if first in _GATE:
        return found.with_gate(first, value, state.today())  # type: ignore[arg-type]
    if first == "told":
        return found.with_told(rest, value)
    if first == "period":
        period_id, _, name = rest.partition(".")
        periods = tuple(
            each.model_copy(update={name: value}) if each.id == period_id else each
            for each in found.periods
        )
        return found.model_copy(update={"periods": periods})
    return found.model_copy(update={first: value})


def keep(told: Mapping[str, Any]) -> bool:
    """Save answers by their path, with those that could not be saved before; True once kept."""
    unsaved = state.memory(_UNSAVED)
    unsaved.update(told)
    state.memory(_SEEN).update(told)
    saved = _change(lambda found: found)
    if saved:
        unsaved.clear()
    return saved


def _change(make: Callable[[Record], Record]) -> bool:
    with state.saving() as save:
        state.set_setting(screening_record.SETTING, make(record()).text)
    return save.failed is None


def changed_here(path: str, value: Any, stored: Any) -> bool:
    """Return whether a widget shows something that this visit has not saved yet."""
    return bool(value != state.memory(_SEEN).setdefault(path, stored))


def from_records() -> Found:
    """Return what the saved checks and the diary say to the gate."""

    def find() -> Found:
        checks = sorted(state.checks(), key=lambda check: check.started, reverse=True)
        dated = [
            ((check.finished or check.started).date(), state.answers(check)) for check in checks
        ]
        return screening_gate.from_records(dated, state.entries(), state.today())

    if state.danger_unsaved():  # it stands in no record yet
        return Found("symptoms")
    return state.read(f"screening gate {state.today()}", find)


def ask_again() -> None:
    """Take the answers of the gate back, so that they are asked anew."""
    keep(dict.fromkeys(_GATE))


def want_number(wanted: bool) -> None:
    """Show or put away the part with the number."""
    keep({"wants_number": wanted})


# --- times of smoking ---


def add_period() -> None:
    """Add an empty time of smoking, unless there are many."""
    state.look_again()
    if len(record().periods) < screening_record.MOST_PERIODS:
        new = KeptPeriod(id=uuid4().hex[:8])
        _change(lambda found: found.model_copy(update={"periods": (*found.periods, new)}))


def remove_period(period_id: str) -> None:
    """Take one time away, with a way back."""
    state.look_again()
    periods = record().periods
    place = next((at for at, each in enumerate(periods) if each.id == period_id), None)
    if place is None:
        return
    left = (*periods[:place], *periods[place + 1 :])
    if _change(lambda found: found.model_copy(update={"periods": left})):
        state.memory(_REMOVED).update(period=periods[place], place=place, at=state.now())


def removed() -> KeptPeriod | None:
    """Return the time that was taken away last and can come back, or None."""
    last = state.memory(_REMOVED)
    if not last or state.now() - last["at"] > state.UNDO_TIME:
        return None
    found: KeptPeriod = last["period"]
    return found


def put_back() -> None:
    """Bring back the time that was taken away last, to its place."""
    state.look_again()
    period, periods = removed(), record().periods
    if period is None or period.id in {each.id for each in periods}:
        return
    place = state.memory(_REMOVED)["place"]
    whole = (*periods[:place], period, *periods[place:])
    if _change(lambda found: found.model_copy(update={"periods": whole})):
        state.memory(_REMOVED).clear()
