"""The check during a visit: its answers, the screen that is open, and what became of it.

Pages reach all of this through `state`, which names it too.
"""

import contextlib
from collections.abc import Callable, Mapping

from backwatch import triage, urgency
from backwatch.conditions import NOT_SURE
from backwatch.questionnaire import AnswerError, Answers, Value, questionnaire
from backwatch.store import Check
from backwatch.triage import Assessment
from ui import load, state

_FEW = 5  # answers changed at once, such as a question and its parts
_STEP = "step"
_SEEN = "seen"
_UNSAVED = "unsaved"
_REVIEW = "review"
_STEP_SETTING = "check_step"
_ACK_SETTING = "emergency_seen"


def open_check() -> Check | None:
    """Return the unfinished check, from the store."""
    return state.read("open_check", lambda: load.store().open_check(state.person().id))


def last_check() -> Check | None:
    """Return the newest finished check."""
    return next(iter(finished_checks()), None)


def finished_checks() -> list[Check]:
    """Return the finished checks, the newest first."""
    done = [check for check in state.checks() if check.finished]
    return sorted(done, key=lambda check: check.finished or check.started, reverse=True)


def answers(check: Check | None) -> Answers:
    """Return the answers of a check. What an older version of the questions asked is left out.

    An open check counts what could not be saved too: a danger sign must not wait for the disk.
    """
    known = questionnaire()
    given = dict(check.answers) if check else {}
    unsaved = state.recall(_UNSAVED, {})
    if check is None or not check.finished or _has_danger(unsaved):
        given |= unsaved
    readable: dict[str, Value] = {}
    for question, value in given.items():
        with contextlib.suppress(AnswerError):  # asked by other questions: unknown, never no
            readable |= known.read({question: value}).given
    return _as_known(known.read(readable))


def _as_known(found: Answers) -> Answers:
    """Return these answers with what was made of the last ones, as far as it still holds.

    One click changes one answer: what no other answer can touch need not be judged again.
    """
    kept: list[Answers] = state.made_once("answers", None, lambda: [found])
    (last,) = kept
    questions = last.given.keys() | found.given
    changed = [q for q in questions if last.given.get(q) != found.given.get(q)]
    for question in changed if len(changed) <= _FEW else ():
        last = last.with_answer(question, found.given.get(question))
    kept[0] = last if last == found else found
    return kept[0]


def has_danger_sign(check: Check) -> bool:
    """Return whether a danger sign of the check was answered yes or not sure."""
    return _has_danger(answers(check).given)


def _check_to_write() -> Check:
    return open_check() or load.store().start_check(state.person().id, state.now())


def keep_answer(question: str, value: Value | None) -> None:
    """Save one answer; None takes it away."""
    keep_answers({question: value})


def keep_answers(given: Mapping[str, Value | None]) -> None:
    """Save several answers in one go, with those that could not be saved before.

    A check that was finished in another window stays as it is: no new one begins by itself.
    """
    state.look_again()
    book = questionnaire()
    for question, value in given.items():
        if isinstance(value, str) and book[question].type == "text":
            state.hear(value)
    given = {**state.recall(_UNSAVED, {}), **given}
    if open_check() is None and _has_danger(given):
        reopen_check()  # a danger sign is heard, whatever another window has done
    if open_check() is None and last_check() is not None and not _has_danger(given):
        state.forget(_UNSAVED)
        state.fail(
            "This check was finished in another window. To go on, press “Change my answers”."
        )
        return
    given = _without_wholes(given)
    with state.saving() as save:
        load.store().answer_many(_check_to_write().id, given, state.now())
    state.remember(_UNSAVED, {} if save.failed is None else given)
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


def danger_unsaved() -> bool:
    """Return whether a danger sign was answered yes or not sure and could not be saved."""
    return _has_danger(state.recall(_UNSAVED, {}))


def _danger_signs() -> tuple[str, ...]:
    book = questionnaire()
    return (*book.danger_signs, *book.steps[0].all_questions)


def seen(given: Mapping[str, Value | None]) -> None:
    """Remember what this visit last knew of these answers."""
    state.memory(_SEEN).update(given)


def changed_here(question: str, value: Value | None, stored: Value | None) -> bool:
    """Return whether a widget shows something that this visit has not saved yet."""
    return bool(value != state.memory(_SEEN).setdefault(question, stored))


def step() -> str:
    """Return the screen of the check that is open; a new visit goes on where the last one was."""
    if state.recall(_STEP) is None:
        state.remember(_STEP, state.setting(_STEP_SETTING) or "")
    return str(state.recall(_STEP))


def go(step_id: str) -> None:
    """Open a screen of the check."""
    state.remember(_STEP, step_id)
    with state.saving():
        state.set_setting(_STEP_SETTING, step_id)


def start_check() -> None:
    """Start a new check, unless one is open."""
    with state.saving():
        if open_check() is None:
            load.store().start_check(state.person().id, state.now())
            state.forget(_SEEN, _UNSAVED, _REVIEW)
            state.set_setting(_ACK_SETTING, "")
            go("")


def reach_review() -> None:
    """Remember that the last screen was reached: every later change can go straight back there."""
    state.remember(_REVIEW, True)


def review_reached() -> bool:
    """Return whether this visit has reached the look over the answers."""
    return bool(state.recall(_REVIEW))


def finish_check(assess: Callable[[Answers], Assessment]) -> None:
    """Finish the open check and keep its result, as `assess` gives it."""
    state.look_again()
    if state.recall(_UNSAVED):
        keep_answers({})
        if state.recall(_UNSAVED):
            return
    check = open_check()
    if check is None:
        return
    found = assess(answers(check))
    at = state.now()
    recheck = urgency.levels()[found.level].recheck_on(at.date()) if found.level else None
    with state.saving():
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
    state.look_again()
    check = last_check()
    if check is None or open_check() is not None:
        return
    with state.saving():
        load.store().reopen_check(check.id)
        state.forget(_SEEN)
        state.set_setting(_ACK_SETTING, "")
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
        if wanted & set(given.asked(step)):
            go(step.id)
            return


def has_cancer(given: Answers) -> bool:
    """Return whether the person said that they have or had cancer.

    The danger signs come before that question: until then, the door they came in by counts.
    """
    if "cancer" not in given.given:
        return state.person().journey == "diagnosed"
    return triage.rule_book().fact("known_cancer", given) is True


def emergency_seen(rules: tuple[str, ...]) -> bool:
    """Return whether the person went on past the emergency screen of exactly these rules."""
    return state.setting(_ACK_SETTING) == ",".join(rules)


def forget_emergency() -> None:
    """Forget that the person went on past an emergency screen, once there is no emergency."""
    if not emergency_seen(()):
        see_emergency(())


def see_emergency(rules: tuple[str, ...]) -> None:
    """Remember that the person chose to go on."""
    with state.saving():
        state.set_setting(_ACK_SETTING, ",".join(rules))
