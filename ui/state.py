"""What is kept during a visit. Pages never use st.session_state directly.

Everything a person typed lives in the store; a visit only remembers where they are. Streamlit drops
a widget's own key when its page is left, and after a restart of the server it sends the widgets of
the page that is open, so a widget's value is also compared with what this visit last knew.
"""

import contextlib
import datetime as dt
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import streamlit as st

from backwatch import despair, example, triage, urgency
from backwatch.conditions import NOT_SURE
from backwatch.diary import Entry
from backwatch.person import Person
from backwatch.questionnaire import AnswerError, Answers, Value, questionnaire
from backwatch.store import Check, EditConflict, StoreError
from backwatch.triage import Assessment
from ui import load

if TYPE_CHECKING:
    import pandas as pd

UNDO_TIME = dt.timedelta(minutes=10)

_READ = "bw.read"
_LOOKED = "bw.looked"
_STEP = "bw.step"
_NOTICE = "bw.notice"
_SEEN = "bw.seen"
_UNSAVED = "bw.unsaved"
_DESPAIR = "bw.despair"
_STEP_SETTING = "check_step"
_ACK_SETTING = "emergency_seen"


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
        if load.store().recently_deleted(person().id, dt.datetime.min.replace(tzinfo=dt.UTC)):
            with saving():
                load.store().purge_deleted(now() - UNDO_TIME)


def person() -> Person:
    """Return the person whose records are shown."""
    return read("person", load.store().person)


def save_person(**changes: Any) -> None:
    """Change what is known about the person, at once."""
    with saving():
        load.store().save_person(person().model_copy(update=changes))


def keep_country() -> None:
    """Save the country that was chosen."""
    save_person(country=st.session_state.get("country"))


# --- saying what happened ---


def notify(text: str, *, undo: str | None = None) -> None:
    """Show one sentence at the top of the next page; `undo` is the id of a deleted entry."""
    st.session_state[_NOTICE] = (text, undo)


def take_notice() -> tuple[str, str | None] | None:
    """Return the sentence to show, once."""
    return st.session_state.pop(_NOTICE, None)


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
    """Return the sentence of a failed save, once."""
    return st.session_state.pop("bw.error", None)


def kept(name: str, make: Callable[[], Any]) -> Any:
    """Return what `make` makes, made once in a visit."""
    key = f"bw.kept.{name}"
    if key not in st.session_state:
        st.session_state[key] = make()
    return st.session_state[key]


def made_once(name: str, given: Any, make: Callable[[], Any]) -> Any:
    """Return what `make` makes, made again only when `given` is another; for this visit only."""
    key = f"bw.made.{name}"
    made = st.session_state.get(key)
    if made is None or made[0] != given:
        made = st.session_state[key] = (given, make())
    return made[1]


def memory(name: str, **start: Any) -> dict[str, Any]:
    """Return what this visit remembers under a name: a mapping to change, which begins as `start`.

    Nothing in it outlives the visit.
    """
    found: dict[str, Any] = st.session_state.setdefault(f"bw.{name}", start)
    return found


def forget_visit() -> None:
    """Let go of all that this visit holds, what was typed and not saved too."""
    st.session_state.clear()


def revision() -> int:
    """Return the number of the last write to the records, as of the beginning of this run."""
    if _LOOKED not in st.session_state:
        st.session_state[_LOOKED] = load.store().revision()
    return int(st.session_state[_LOOKED])


def look_again() -> None:
    """Ask anew for the number of the last write: at the start of a run, before and after a save."""
    st.session_state.pop(_LOOKED, None)


def read(name: str, how: Callable[[], Any]) -> Any:
    """Return what `how` reads from the store, read once for each state of the records."""
    now_at = revision()
    kept_at, found = st.session_state.get(_READ, (None, {}))
    if kept_at != now_at:
        found = {}
        st.session_state[_READ] = (now_at, found)
    if name not in found:
        found[name] = how()
    return found[name]


# --- the check ---


def open_check() -> Check | None:
    """Return the unfinished check, from the store."""
    return read("open_check", lambda: load.store().open_check(person().id))


def last_check() -> Check | None:
    """Return the newest finished check."""
    return next(iter(finished_checks()), None)


def finished_checks() -> list[Check]:
    """Return the finished checks, the newest first."""
    done = [check for check in _checks() if check.finished]
    return sorted(done, key=lambda check: check.finished or check.started, reverse=True)


def _checks() -> list[Check]:
    return read("checks", lambda: load.store().checks(person().id))


def answers(check: Check | None) -> Answers:
    """Return the answers of a check. What an older version of the questions asked is left out.

    An open check counts what could not be saved too: a danger sign must not wait for the disk.
    """
    known = questionnaire()
    given = dict(check.answers) if check else {}
    unsaved = st.session_state.get(_UNSAVED, {})
    if check is None or not check.finished or _has_danger(unsaved):
        given |= unsaved
    readable: dict[str, Value] = {}
    for question, value in given.items():
        with contextlib.suppress(AnswerError):  # asked by other questions: unknown, never no
            readable |= known.read({question: value}).given
    return known.read(readable)


def has_danger_sign(check: Check) -> bool:
    """Return whether a danger sign of the check was answered yes or not sure."""
    return _has_danger(answers(check).given)


def _check_to_write() -> Check:
    return open_check() or load.store().start_check(person().id, now())


def keep_answer(question: str, value: Value | None) -> None:
    """Save one answer; None takes it away."""
    keep_answers({question: value})


def keep_answers(given: Mapping[str, Value | None]) -> None:
    """Save several answers in one go, with those that could not be saved before.

    A check that was finished in another window stays as it is: no new one begins by itself.
    """
    look_again()
    book = questionnaire()
    for question, value in given.items():
        if isinstance(value, str) and book[question].type == "text":
            hear(value)
    given = {**st.session_state.get(_UNSAVED, {}), **given}
    if open_check() is None and _has_danger(given):
        reopen_check()  # a danger sign is heard, whatever another window has done
    if open_check() is None and last_check() is not None and not _has_danger(given):
        st.session_state.pop(_UNSAVED, None)
        fail("This check was finished in another window. To go on, press “Change my answers”.")
        return
    given = _without_wholes(given)
    with saving() as save:
        load.store().answer_many(_check_to_write().id, given, now())
    st.session_state[_UNSAVED] = {} if save.failed is None else given
    seen(given)


def _without_wholes(given: Mapping[str, Value | None]) -> dict[str, Value | None]:
    """Return what to save: a question answered whole, in an older check, goes once all parts are.

    Until then its answer stays: a yes may have been about the part that is still open.
    """
    book = questionnaire()
    found = dict(given)
    check = open_check()
    kept = {**(check.answers if check else {}), **given}
    for whole in {book[q].part_of for q in given} - {None, *given}:
        if whole and all(kept.get(part) is not None for part in book.parts(whole)):
            found[whole] = None
    return found


def said_whole(question: str) -> bool:
    """Return whether an older check answered the whole question of this part, and not with no."""
    check, whole = open_check(), questionnaire()[question].part_of
    return bool(check and whole and check.answers.get(whole) in ("yes", NOT_SURE))


def _has_danger(given: Mapping[str, Value | None]) -> bool:
    return any(given.get(q) in ("yes", NOT_SURE) for q in _danger_signs())


def _danger_signs() -> tuple[str, ...]:
    book = questionnaire()
    return (*book.danger_signs, *book.steps[0].all_questions)


def seen(given: Mapping[str, Value | None]) -> None:
    """Remember what this visit last knew of these answers."""
    st.session_state.setdefault(_SEEN, {}).update(given)


def changed_here(question: str, value: Value | None, stored: Value | None) -> bool:
    """Return whether a widget shows something that this visit has not saved yet."""
    return value != st.session_state.setdefault(_SEEN, {}).setdefault(question, stored)


def step() -> str:
    """Return the screen of the check that is open; a new visit goes on where the last one was."""
    if _STEP not in st.session_state:
        st.session_state[_STEP] = load.store().setting(_STEP_SETTING) or ""
    return st.session_state[_STEP]


def go(step_id: str) -> None:
    """Open a screen of the check."""
    st.session_state[_STEP] = step_id
    with saving():
        load.store().set_setting(_STEP_SETTING, step_id)


def start_check() -> None:
    """Start a new check, unless one is open."""
    with saving():
        if open_check() is None:
            load.store().start_check(person().id, now())
            st.session_state.pop(_SEEN, None)
            st.session_state.pop(_UNSAVED, None)
            st.session_state.pop("bw.review", None)
            load.store().set_setting(_ACK_SETTING, "")
            go("")


def reach_review() -> None:
    """Remember that the last screen was reached: every later change can go straight back there."""
    st.session_state["bw.review"] = True


def review_reached() -> bool:
    """Return whether this visit has reached the look over the answers."""
    return bool(st.session_state.get("bw.review"))


def finish_check(assess: Callable[[Answers], Assessment]) -> None:
    """Finish the open check and keep its result, as `assess` gives it."""
    look_again()
    if st.session_state.get(_UNSAVED):
        keep_answers({})
        if st.session_state[_UNSAVED]:
            return
    check = open_check()
    if check is None:
        return
    found = assess(answers(check))
    at = now()
    recheck = urgency.levels()[found.level].recheck_on(at.date()) if found.level else None
    with saving():
        load.store().finish_check(
            check.id,
            level=found.level.id if found.level else None,
            status=found.status,
            fired=found.fired,
            rules_version=found.rules_version,
            recheck_on=recheck,
            at=at,
        )


def reopen_check() -> None:
    """Open the last check again, to change its answers."""
    look_again()
    check = last_check()
    if check is None or open_check() is not None:
        return
    with saving():
        load.store().reopen_check(check.id)
        st.session_state.pop(_SEEN, None)
        load.store().set_setting(_ACK_SETTING, "")
        go("review")


def reopen_at(question: str) -> None:
    """Open the last check again, on the screen that asks this question."""
    reopen_check()
    check = open_check()
    if check is None:
        return
    book, given = questionnaire(), answers(check)
    wanted = {question, *book.parts(question)}
    for step in book.steps:
        if wanted & set(book.step_questions(step, given)):
            go(step.id)
            return


def has_cancer(given: Answers) -> bool:
    """Return whether the person said that they have or had cancer.

    The danger signs come before that question: until then, the door they came in by counts.
    """
    if "cancer" not in given.given:
        return person().journey == "diagnosed"
    return triage.rule_book().fact("known_cancer", given) is True


def emergency_seen(rules: tuple[str, ...]) -> bool:
    """Return whether the person went on past the emergency screen of exactly these rules."""
    return read("seen", lambda: load.store().setting(_ACK_SETTING)) == ",".join(rules)


def forget_emergency() -> None:
    """Forget that the person went on past an emergency screen, once there is no emergency."""
    if not emergency_seen(()):
        see_emergency(())


def see_emergency(rules: tuple[str, ...]) -> None:
    """Remember that the person chose to go on."""
    with saving():
        load.store().set_setting(_ACK_SETTING, ",".join(rules))


# --- words of despair ---


def hear(text: str) -> None:
    """Remember that somebody wrote that they cannot go on, until they say that they saw the help.

    Kept apart from the text, so that a failed save or a reload does not take the help away.
    """
    if despair.speaks_of_despair(text):
        st.session_state[_DESPAIR] = True
        with contextlib.suppress(StoreError):
            load.store().set_setting(_DESPAIR, "yes")


def needs_a_line() -> bool:
    """Return whether the crisis line is to be shown."""
    if st.session_state.get(_DESPAIR):
        return True
    return bool(read("despair", lambda: load.store().setting(_DESPAIR) == "yes"))


def saw_the_line() -> None:
    """Put the crisis line away."""
    st.session_state.pop(_DESPAIR, None)
    with saving():
        load.store().set_setting(_DESPAIR, "")


# --- the diary ---


def is_new() -> bool:
    """Return whether nothing was ever recorded: no entry and no check with an answer."""
    if any(check.answers or check.finished for check in _checks()):
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
    return read("example", lambda: load.store().setting("example")) == "yes"


def remove_example() -> None:
    """Take the made-up example away."""
    with saving() as save:
        example.remove_example(load.store())
    if save.failed is None:
        st.session_state.clear()
        notify("The example is gone. For a diary of your own, stop and start without the demo.")


def widget(key: str) -> Any:
    """Return a widget's value; None before it was drawn."""
    return st.session_state.get(key)


def set_widget(key: str, value: Any) -> None:
    """Set a widget's value, in a callback only."""
    st.session_state[key] = value
