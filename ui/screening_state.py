"""What was told on the page of lung screening: kept at once, and what could not be kept yet.

An answer is named by a path, such as "symptoms", "told.age" or "period.a1.start". What the disk
refused counts all the same, and goes along with the next save: a sign must not wait for the disk.
"""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import uuid4

from backwatch import screening_gate, screening_record
from backwatch.screening_gate import CheckTold, Found, OverSaid
from backwatch.screening_record import KeptPeriod, Record
from ui import state
from ui.components.focus import focus_part

_UNSAVED = "screening_unsaved"
_REMOVED = "screening_removed"
_SEEN = "screening_seen"
_FOCUS = "screening_focus"
_WRONG = "screening_wrong"
_COUNTRY = "screening_country"
_GATE = ("symptoms", "lung_cancer")


def _stored() -> Record:
    return screening_record.read_record(state.setting(screening_record.SETTING))


def _with_all(found: Record, told: Mapping[str, Any]) -> Record:
    found = found.at_the_gate(state.today())
    for path, value in told.items():
        found = _with(found, path, value)
    return found


def record() -> Record:
    """Return what was told, without old answers of the gate, with what could not be saved."""
    return _with_all(state.read("screening record", _stored), state.memory(_UNSAVED))


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
    state.memory(_UNSAVED).update(told)
    state.memory(_SEEN).update(told)
    saved = _change(lambda found: found)
    if any(told.get(name) for name in _GATE):
        _show_the_gates_answer()
    return saved


def _show_the_gates_answer() -> None:
    now = record()
    if now.symptoms == now.lung_cancer == "no":
        point_at("card_smoking")
    elif {now.symptoms, now.lung_cancer} & {"yes", "not_sure"}:
        point_at("card_closed")


def _change(make: Callable[[Record], Record]) -> bool:
    unsaved = state.memory(_UNSAVED)
    going = dict(unsaved)

    def change(text: str | None) -> str:
        return make(_with_all(screening_record.read_record(text), going)).text

    with state.saving() as save:
        state.change_setting(screening_record.SETTING, change)
    if save.failed is not None:
        return False
    for path, value in going.items():
        if unsaved.get(path) == value:  # not what was told while this was saved
            unsaved.pop(path, None)
    return True


def changed_here(path: str, value: Any, stored: Any) -> bool:
    """Return whether a widget shows something that this visit has not saved yet."""
    return bool(value != state.memory(_SEEN).setdefault(path, stored))


def from_records() -> Found:
    """Return what the saved checks and the diary say to the gate."""

    over = record().over

    def find() -> Found:
        checks = sorted(state.checks(), key=lambda check: check.started, reverse=True)
        told = [
            CheckTold(
                (check.finished or check.started).date(),
                state.answers(check),
                check.level,
                check.finished is not None,
                check.recheck_on,
            )
            for check in checks
        ]
        return screening_gate.from_records(told, state.entries(), state.today(), over)

    if state.danger_unsaved():  # it stands in no record yet
        return Found("symptoms")
    return state.read(f"screening gate {state.today()} {over}", find)


def say_over() -> None:
    """Keep the person's word that the old signs are over for good, where they may say so now."""
    state.look_again()
    over = from_records().over
    if over is None or over.say != "now":
        return
    said = OverSaid(state.today(), over.signs)
    if _change(lambda found: found.with_over(said)):
        _forget_the_gate()
        point_at("card_gate")


def take_over_back() -> None:
    """Take back the word that the old signs are over."""
    state.look_again()
    if _change(lambda found: found.with_over(None)):
        _forget_the_gate()
        point_at("card_closed")


def _forget_the_gate() -> None:
    state.memory(_UNSAVED).clear()
    state.memory(_SEEN).update(dict.fromkeys(_GATE))


def ask_again() -> None:
    """Take the answers of the gate back, so that they are asked anew."""
    keep(dict.fromkeys(_GATE))
    point_at("card_gate")


def want_number(wanted: bool) -> None:
    """Show or put away the part with the number."""
    keep({"wants_number": wanted})
    point_at(*(("row_number",) if wanted else ("go_number", "button")))


# --- where the focus goes ---


def point_at(part: str, what: str = ":is(h2,h3)") -> None:
    """Move the focus to the first such element of the container with this key, in the next run."""
    state.remember(_FOCUS, (f".st-key-{part} {what}", uuid4().hex[:8]))


def move_focus() -> None:
    """At the end of the page: move the focus to what was last pointed at, once."""
    focus_part(*state.recall(_FOCUS, ("", "")))


# --- what was typed and cannot be ---


def wrong(path: str) -> bool:
    """Return whether a number was typed here that is outside of its limits."""
    return path in state.memory(_WRONG)


def mark_wrong(path: str, *, is_wrong: bool) -> None:
    """Remember, for this visit, whether the number typed here is outside of its limits."""
    found = state.memory(_WRONG)
    if is_wrong:
        found[path] = True
    else:
        found.pop(path, None)


# --- the country ---


def change_country() -> None:
    """Show the list of countries until another one is chosen."""
    state.remember(_COUNTRY, state.person().country)
    point_at("card_country", "input")


def asks_country() -> bool:
    """Return whether the list of countries is open; once another one was chosen, it closes."""
    before, now = state.recall(_COUNTRY), state.person().country
    if before is not None and now is not None and before != now:
        state.forget(_COUNTRY)
        point_at("row_country", "button")
        before = None
    return now is None or before is not None


# --- times of smoking ---


def add_period() -> None:
    """Add an empty time of smoking, unless there are many."""
    state.look_again()
    if len(record().periods) < screening_record.MOST_PERIODS:
        new = KeptPeriod(id=uuid4().hex[:8])
        if _change(lambda found: found.model_copy(update={"periods": (*found.periods, new)})):
            point_at(f"row_period_{new.id}")


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
        point_at("go_put_back", "button")


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
        point_at(f"row_period_{period.id}")


def mean(period_id: str, unit: str) -> bool:
    """Keep what a high number of cigarettes was meant for: "week", or "day" as it stands.

    Returns True once it is kept.
    """
    state.look_again()
    period = next((each for each in record().periods if each.id == period_id), None)
    if period is None:
        return False
    told = {"sure": period.amount} if unit == "day" else {"unit": unit}
    kept = keep({f"period.{period_id}.{name}": value for name, value in told.items()})
    if kept:
        point_at(f"row_period_{period_id}")
    return kept
