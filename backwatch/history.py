"""What changed between two checks of one person.

An answer that is open is never read as "no": a sign is new only where it was denied before, and
gone only where it is denied now.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Literal

from pydantic import BaseModel, ConfigDict

from backwatch import paths, yaml_files
from backwatch.conditions import NOT_SURE
from backwatch.questionnaire import NONE, AnswerError, Answers, Question, Value
from backwatch.triage import Assessment, Rule
from backwatch.urgency import Urgency

Direction = Literal["up", "down", "same", "none"]

_NO = (NONE, "no")
_OPEN = (NOT_SURE, "skip")


@dataclass(frozen=True)
class Differing:
    """One question whose answer is another now, in words."""

    question: str
    label: str
    was: str
    now: str


@dataclass(frozen=True)
class Changes:
    """What changed; every list is in the order of the questions and may be empty.

    direction: of the level; "none" where one of the checks has no level.
    level: that in sentences, with what makes the comparison uncertain.
    answers: answered now, and otherwise than before.
    new_signs, gone_signs: denied in one of the checks and told in the other.
    known_now: signs told now that were open before.
    open_now: answered before, not sure or not answered now.
    new_rules: the rules that hold now and did not before, most urgent first.
    notes: sentences that belong to the lists.
    """

    direction: Direction
    level: tuple[str, ...]
    answers: tuple[Differing, ...]
    new_signs: tuple[str, ...]
    gone_signs: tuple[str, ...]
    known_now: tuple[str, ...]
    open_now: tuple[Differing, ...]
    new_rules: tuple[Rule, ...]
    notes: tuple[str, ...]


class _File(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    level: dict[str, str]
    headings: dict[str, str]
    notes: dict[str, str]
    no_sign: tuple[str, ...]


@cache
def _file() -> _File:
    return yaml_files.read_as(_File, paths.CONTENT / "history.yaml")


def headings() -> Mapping[str, str]:
    """Return the heading of each list of `Changes`, by the name of the list."""
    return MappingProxyType(_file().headings)


def compare(
    before: Answers,
    now: Answers,
    before_assessment: Assessment,
    now_assessment: Assessment,
    *,
    day: str,
    rules_then: str | None = None,
) -> Changes:
    """Return what changed between two checks.

    Answers that today's questions do not know are left out.

    Args:
        day: the day of the earlier check as it stands in a sentence, such as "3 November".
        rules_then: the version of the rules on that day, where `before_assessment` was made by
            today's rules.
    """
    earlier, unreadable = _in_todays_questions(before, now)
    answers: list[Differing] = []
    open_now: list[Differing] = []
    new_signs: list[str] = []
    gone_signs: list[str] = []
    known_now: list[str] = []
    for question in _compared(earlier, now):
        if question.id in unreadable or not now.state(question.id).applies:
            continue
        was, is_now = _answer(earlier, question), _answer(now, question)
        differing = Differing(
            question.id, question.label, question.words(was), question.words(is_now)
        )
        if was != is_now and _tells(was) and _is_open(is_now):
            open_now.append(differing)
        elif was != is_now and _tells(is_now):
            answers.append(differing)
        for told_then, told_now, label in _signs(question, was, is_now):
            if told_now and told_then is None:
                known_now.append(label)
            elif told_now and not told_then:
                new_signs.append(label)
            elif told_then and told_now is False:
                gone_signs.append(label)
    direction = _direction(before_assessment.level, now_assessment.level)
    return Changes(
        direction=direction,
        level=_level(direction, before_assessment, now_assessment, day, rules_then),
        answers=tuple(answers),
        new_signs=tuple(new_signs),
        gone_signs=tuple(gone_signs),
        known_now=tuple(known_now),
        open_now=tuple(open_now),
        new_rules=_new_rules(before_assessment, now_assessment),
        notes=(_file().notes["gone_signs"],) if gone_signs else (),
    )


def _compared(before: Answers, now: Answers) -> Iterator[Question]:
    """Yield the questions to compare: no free text, and each question in parts once.

    By its parts where both checks answered them, else as a whole.
    """
    book = now.questionnaire
    for question in book:
        whole = book.whole(question.id)
        parts = book.parts(whole)
        by_parts = all(any(p in each.given for p in parts) for each in (before, now))
        is_part = question.part_of is not None
        if question.type != "text" and (not parts or is_part is by_parts):
            yield question


def _in_todays_questions(before: Answers, now: Answers) -> tuple[Answers, frozenset[str]]:
    """Return the earlier answers as today's questions read them, and the questions that cannot."""
    today = now.questionnaire
    given: dict[str, Value] = {}
    unreadable = set()
    for question, value in before.given.items():
        try:
            given |= today.read({question: value}).given
        except AnswerError:
            unreadable.add(question)
    return today.read(given), frozenset(unreadable)


def _answer(answers: Answers, question: Question) -> Value | None:
    """Return the answer as it was given; None where it is open whether the question applies."""
    return answers.given.get(question.id) if answers.applies(question.id) else None


def _parts(value: Value | None) -> tuple[Value, ...]:
    if value is None:
        return ()
    return value if isinstance(value, tuple) else (value,)


def _is_open(value: Value | None) -> bool:
    return value is None or any(part in _OPEN for part in _parts(value))


def _tells(value: Value | None) -> bool:
    """Return whether it says anything, also beside a "not sure"."""
    return any(part not in _OPEN for part in _parts(value))


def _signs(
    question: Question, was: Value | None, is_now: Value | None
) -> Iterator[tuple[bool | None, bool | None, str]]:
    """Yield for each sign whether it was told then, whether now, and its words. None is open.

    Where only one answer can be given, all its signs are one: another kind of cough is no new sign.
    """
    is_sign = question.warning if question.type == "yes_no_unsure" else NONE in question.options
    if not is_sign or question.id in _file().no_sign:
        return
    if question.type != "multi":
        told_then, told_now = _told(was), _told(is_now)
        yield told_then, told_now, question.said(is_now if told_now else was)
        return
    for option in question.options:
        if option != NONE and option not in _OPEN:
            yield _told(was, option), _told(is_now, option), question.said((option,))


def _told(value: Value | None, option: str | None = None) -> bool | None:
    """Return whether a sign was told, any where no option is named; None where that is open."""
    told = [part for part in _parts(value) if part not in (*_OPEN, *_NO)]
    if told and (option is None or option in told):
        return True
    return None if _is_open(value) else False


def _direction(before: Urgency | None, now: Urgency | None) -> Direction:
    if before is None or now is None:
        return "none"
    if before == now:
        return "same"
    return "up" if now > before else "down"


def _level(
    direction: Direction, before: Assessment, now: Assessment, day: str, rules_then: str | None
) -> tuple[str, ...]:
    said: list[str] = [direction]
    if direction != "none":
        said += ["open_now"] if now.at_least else []
        said += ["open_then"] if before.at_least else []
    if (rules_then or before.rules_version) != now.rules_version:
        said.append("other_rules")
    return tuple(_file().level[name].format(day=day) for name in said)


def _new_rules(before: Assessment, now: Assessment) -> tuple[Rule, ...]:
    """Return the rules that hold only now, without the two that stand for "nothing found"."""
    return tuple(
        reason.rule
        for reason in now.reasons
        if reason.rule.id not in before.fired
        and reason.rule.urgency is not Urgency.SELF_CARE
        and reason.rule.when != "default"
    )
