"""What is kept during a visit. Pages never use st.session_state; beside this file only ui/visit.py.

Everything a person typed lives in the store; a visit only remembers where they are. Streamlit drops
a widget's own key when its page is left, and after a restart of the server it sends the widgets of
the page that is open, so a widget's value is also compared with what this visit last knew.
Everything is kept by person: nothing that was typed or seen for one counts for another.
"""

import contextlib
import datetime as dt
from collections.abc import Callable, Hashable
from hashlib import blake2b
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import streamlit as st

from backwatch import despair, example
from backwatch.diary import Entry
from backwatch.person import Person
from backwatch.store import SHOWN, Check, EditConflict, StoreError
from ui import load
from ui.visit import (  # noqa: F401
    KEPT,
    each_made_of,
    forget_visit,
    kept,
    let_go,
    made_of,
    mapping,
    set_widget,
    visit_memory,
    widget,
)

if TYPE_CHECKING:
    import pandas as pd

UNDO_TIME = dt.timedelta(minutes=10)
PRESS_TIME = dt.timedelta(seconds=20)  # later, a press that was left behind is forgotten

_RUN = "bw.run"
_NOTICE = "bw.notice"
_PERSON = "bw.person"
_TURN = "bw.turn"
_POINT = "bw.point"
NEW = "new"  # heard, and the help not yet shown
DESPAIR = "despair"
DESPAIR_SETTING = "bw.despair"


# --- the clock ---


def now() -> dt.datetime:
    """Return the time where the person is (their browser's zone), never the server's day."""
    try:
        return dt.datetime.now(ZoneInfo(st.context.timezone or ""))
    except (ZoneInfoNotFoundError, ValueError):
        return dt.datetime.now().astimezone()


def today() -> dt.date:
    """Return the person's day."""
    return now().date()


# --- the person ---


def tidy() -> None:
    """At the start of a visit, let go of entries that were deleted longer ago than undo reaches."""
    if st.session_state.setdefault("bw.tidy", True):
        st.session_state["bw.tidy"] = False
        ever = dt.datetime.min.replace(tzinfo=dt.UTC)
        if any(load.store().recently_deleted(each.id, ever) for each in people()):
            with saving():
                load.store().purge_deleted(now() - UNDO_TIME)


def people() -> list[Person]:
    """Return everyone on this computer, the one who was there first first; at least one."""
    return _everybody()[0]


def _everybody() -> tuple[list[Person], str | None]:
    """Return everyone, and the id of the very first person (see `mark`)."""

    def find() -> tuple[list[Person], str | None]:
        store = load.store()
        everybody, oldest = store.people_and_oldest()
        return (everybody, oldest) if everybody else ([store.person()], store.oldest())

    return _read_once("people", find)


def person() -> Person:
    """Return the person whose records this window shows, whatever another window shows.

    One who was deleted elsewhere stays until a page is drawn (see `person_is_gone`): what a click
    writes meanwhile is refused by the store, and never becomes somebody else's.
    """
    run = _run()
    if "person" not in run:
        everybody = people()
        shown: Person = st.session_state.get(_PERSON) or _shown_last(everybody)
        shown = next((each for each in everybody if each.id == shown.id), shown)
        st.session_state[_PERSON] = run["person"] = shown
    found: Person = run["person"]
    return found


def _shown_last(everybody: list[Person]) -> Person:
    chosen = load.store().setting(SHOWN) if len(everybody) > 1 else None
    return next((each for each in everybody if each.id == chosen), everybody[0])


def mark() -> str:
    """Return what the key of each widget that saves ends with: another text for each person.

    After a restart of the server the browser sends what its widgets hold. With the mark it cannot
    be taken for another person's. It is empty for the very first person.
    """
    run = _run()
    if "mark" not in run:
        shown = person().id
        oldest = shown == _everybody()[1]
        run["mark"] = "" if oldest else f"_{blake2b(shown.encode(), digest_size=4).hexdigest()}"
    return str(run["mark"])


def show_person(person_id: str) -> None:
    """Show another person's records in this window, and at the next start."""
    look_again()
    found = next((each for each in people() if each.id == person_id), None)
    if found is None:
        fail("These records were deleted in another window.")
        return
    st.session_state.pop(_NOTICE, None)
    st.session_state.update({_PERSON: found, _TURN: True, _POINT: True})
    with contextlib.suppress(StoreError):  # read-only records can be looked at all the same
        load.store().set_setting(SHOWN, person_id)
    look_again()


def show_anew() -> None:
    """Show whom a new visit would show, after this window took the person shown away itself."""
    kept_here = {_NOTICE, "bw.error", KEPT}
    for key in [str(key) for key in st.session_state]:
        if key.startswith("bw.") and key not in kept_here:
            del st.session_state[key]
    let_go()
    st.session_state.update({_TURN: True, _POINT: True})


def take_turn() -> bool:
    """Return, once, whether another person's records are now shown: the page begins anew."""
    return bool(st.session_state.pop(_TURN, False))


def to_point_at() -> str | None:
    """Return, once after a change by the program, the person at whom the switch is to point."""
    return person().id if st.session_state.pop(_POINT, False) else None


def adopt(person_id: str) -> None:
    """Show the person whom this window showed before the server was started again."""
    found = next((each for each in people() if each.id == person_id), None)
    st.session_state[_PERSON] = found or person()
    look_again()


def follow_import() -> None:
    """Show on this very page whom a file brought in place of somebody without any records."""
    look_again()
    if person_is_gone():
        st.session_state.pop(_PERSON)
        st.session_state[_POINT] = True
        look_again()


def person_is_gone() -> bool:
    """Return whether the person whose records were shown here was deleted elsewhere."""
    return person() not in people()


def save_person(**changes: Any) -> None:
    """Change what is known about the person, at once."""
    with saving():
        load.store().change_person(person().id, **changes)


def keep_country() -> None:
    """Save the country that was chosen."""
    save_person(country=widget(f"country{mark()}"))


def setting(name: str) -> str | None:
    """Return a setting of the person; None where it was never set."""
    return _settings()[1].get(name)


def _settings() -> tuple[dict[str, str], dict[str, str]]:
    """Return the settings of this computer and those of the person."""
    return read("settings", lambda: load.store().all_settings(person().id))


def set_setting(name: str, value: str) -> None:
    """Keep a setting of the person. Raises StoreError."""
    load.store().set_setting(name, value, person().id)


def change_setting(name: str, change: Callable[[str | None], str]) -> None:
    """Keep what `change` makes of a setting of the person, None at first. Raises StoreError.

    For a setting that holds several things: another window may save one of them meanwhile.
    """
    load.store().change_setting(name, change, person().id)


# --- saying what happened ---


def notify(text: str) -> None:
    """Show one sentence on the page that is drawn next, wherever it is scrolled to."""
    st.session_state[_NOTICE] = text


def messages() -> tuple[str | None, str | None]:
    """Return the sentence of a failed save and the one to show, until a run has shown them whole.

    A run can be cut short by the next click, and with it what it had begun to draw.
    """
    found = st.session_state.get("bw.error"), st.session_state.get(_NOTICE)
    st.session_state["bw.drawn"] = found
    return found


def messages_were_shown() -> None:
    """At the end of a run: let go of what it has shown."""
    for key, drawn in zip(
        ("bw.error", _NOTICE), st.session_state.get("bw.drawn", ()), strict=False
    ):
        if drawn is not None and st.session_state.get(key) is drawn:
            del st.session_state[key]


class saving:
    """A save. Where it fails, its one sentence is shown and everything typed stays."""

    def __init__(self) -> None:
        self.failed: str | None = None
        self.conflict = False

    def __enter__(self) -> "saving":
        look_again()
        return self

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> bool:
        look_again()
        if isinstance(error, StoreError):
            self.failed = str(error)
            self.conflict = isinstance(error, EditConflict)
            fail(self.failed)
            return True
        return False


def fail(sentence: str) -> None:
    """Show what was wrong, at the top of the page that is drawn next."""
    st.session_state["bw.error"] = sentence


def take_error() -> str | None:
    """Return the sentence of a failed save and let go of it."""
    return st.session_state.pop("bw.error", None)


def made_once(name: str, given: Any, make: Callable[[], Any]) -> Any:
    """Return what `make` makes of the person's records, made again only when `given` is another."""
    return made_of(name, (person().id, given), make)


def each_made_once(name: str, given: Any, which: Hashable, make: Callable[[], Any]) -> Any:
    """Return what `make` makes of the person's records under `which`, kept beside what was made
    under other names; with another `given`, and for another person, all of them go.
    """
    return each_made_of(name, (person().id, given), which, make)


def memory(name: str, **start: Any) -> dict[str, Any]:
    """Return what this visit remembers of the person: a mapping to change; it begins as `start`.

    Nothing in it outlives the visit. A `number` is one that names widgets: it begins elsewhere for
    each person (see `mark`).
    """
    if "number" in start:
        start["number"] += int(mark()[1:] or "0", 16) * 1000
    return visit_memory(f"{name}{mark()}", **start)


def press(name: str) -> None:
    """Remember that a button was pressed, until the run that answers it."""
    memory("pressed")[name] = now()


def take_press(name: str) -> bool:
    """Return, once, whether a button was pressed just now."""
    at = memory("pressed").pop(name, None)
    return at is not None and now() - at < PRESS_TIME


def recall(name: str, default: Any = None) -> Any:
    """Return what this visit keeps of the person under a name, or `default`."""
    return st.session_state.get(f"bw.{name}{mark()}", default)


def remember(name: str, value: Any) -> None:
    """Keep a value of the person under a name for this visit."""
    st.session_state[f"bw.{name}{mark()}"] = value


def forget(*names: str) -> None:
    """Let go of what this visit keeps of the person under these names."""
    for name in names:
        st.session_state.pop(f"bw.{name}{mark()}", None)


def _run() -> dict[str, Any]:
    """Return what was looked up since `look_again`, in one mapping: each look into the session
    itself takes a lock, and a page asks for the person a hundred times."""
    return mapping(_RUN)


def revision() -> int:
    """Return the number of the last write to the records, as of the beginning of this run."""
    run = _run()
    if "looked" not in run:
        run["looked"] = load.store().revision()
    return int(run["looked"])


def look_again() -> None:
    """Ask anew for the number of the last write: at the start of a run, before and after a save."""
    run = _run()
    for name in ("looked", "person", "mark"):
        run.pop(name, None)


def read(name: str, how: Callable[[], Any]) -> Any:
    """Return what `how` reads of the person, read once for each state of the records."""
    return _read_once((person().id, name), how)


def _read_once(what: Hashable, how: Callable[[], Any]) -> Any:
    now_at, run = revision(), _run()
    if run.get("read_at") != now_at:
        run.update(read_at=now_at, read={})
    found = run["read"]
    if what not in found:
        found[what] = how()
    return found[what]


# --- words of despair ---


def hear(text: str) -> None:
    """Remember that somebody wrote that they cannot go on, until they say that they saw the help.

    Kept apart from the text, so that a failed save or a reload does not take the help away. What
    is shown then: see ui/crisis_line.py.
    """
    if despair.speaks_of_despair(text):
        remember(DESPAIR, NEW)
        with contextlib.suppress(StoreError):
            set_setting(DESPAIR_SETTING, "yes")


# --- the records ---


def checks() -> list[Check]:
    """Return every check of the person, finished or not."""
    return read("checks", lambda: load.store().checks(person().id))


def is_new() -> bool:
    """Return whether nothing was ever recorded: no entry and no check with an answer.

    A danger sign that could not be saved is something.
    """
    if danger_unsaved() or any(check.answers or check.finished for check in checks()):
        return False
    return has_no_entries()


def has_no_entries() -> bool:
    """Return whether the diary is empty."""
    return not read("entry_count", lambda: load.store().entry_count(person().id))


def entries() -> list[Entry]:
    """Return the person's diary, oldest first."""
    return read("entries", lambda: load.store().entries(person().id))


def days() -> "pd.DataFrame":
    """Return one row per day of the diary (see diary.days)."""
    return load.days(person().id, revision(), today())


def is_example() -> bool:
    """Return whether the diary that is open is the made-up example."""
    return _settings()[0].get("example") == "yes"


def remove_example() -> None:
    """Take the made-up example away."""
    with saving() as save:
        example.remove_example(load.store())
    if save.failed is None:
        forget_visit()
        notify("The example is gone. For a diary of your own, stop and start without the demo.")


# The check has a file of its own. It needs what stands above, so it comes last.
from ui.check_state import (  # noqa: E402, F401
    answers,
    changed_here,
    danger_unsaved,
    emergency_seen,
    finish_check,
    finished_checks,
    forget_emergency,
    go,
    has_cancer,
    has_danger_sign,
    keep_answer,
    keep_answers,
    last_check,
    open_check,
    reach_review,
    reopen_at,
    reopen_check,
    review_reached,
    said_whole,
    see_emergency,
    seen,
    start_check,
    step,
)
