"""What a person's saved checks and diary already say to the gate of lung screening.

They can close the gate and never open it: without a sign in them, the page asks.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from backwatch.conditions import NOT_SURE
from backwatch.diary import Entry
from backwatch.questionnaire import Answers, Value, questionnaire
from backwatch.screening_rules import book

LUNG_CANCER = ("lung_now", "lung_past")
_TESTED = "being_tested"
_SAYS_NOTHING = (None, NOT_SURE, "skip")
_SCORES = ("pain_now", "pain_worst", "pain_average", "pain_least", "pain_night", "wakings")


@dataclass(frozen=True)
class Found:
    """What the records say. gate: None where they say nothing.

    said: the signs of the check, in the person's words. check_on, diary_on: the day of that check
    and the last day of the diary with a sign; None where there is none.
    """

    gate: Literal["symptoms", "has_lung_cancer"] | None = None
    said: tuple[str, ...] = ()
    check_on: dt.date | None = None
    diary_on: dt.date | None = None
    tested: bool = False


def from_records(
    checks: Sequence[tuple[dt.date, Answers]], entries: Sequence[Entry], today: dt.date
) -> Found:
    """Return what is known already. checks: newest first, each with its day; open ones too.

    Lung cancer counts however long ago it was told. The newest answer that says something decides:
    not sure takes nothing back. Signs count for as long as rules/screening.yaml says.
    """
    first = today - dt.timedelta(days=book().signs.counts_days)
    told = (answers.given.get("cancer") for _, answers in checks)
    cancer = next((one for one in told if one not in _SAYS_NOTHING), None)
    diary_on = max((e.date for e in entries if e.date >= first and is_sign(e)), default=None)
    for on, answers in checks:
        said = tuple(signs(answers)) if on >= first else ()
        if said:
            break
    else:
        on, said = today, ()
    if cancer in LUNG_CANCER:
        return Found("has_lung_cancer", said, on if said else None, diary_on)
    tested = cancer == _TESTED
    if not said and diary_on is None and not tested:
        return Found()
    return Found("symptoms", said, on if said else None, diary_on, tested)


def signs(answers: Answers) -> Iterator[str]:
    """Yield every sign of a check in the person's words, those of the first screen first."""
    rules, questions = book().signs, questionnaire()
    danger = set(questions.danger_signs) | set(questions.steps[0].all_questions)
    wholes = {questions.whole(q) for q in answers.given if questions.questions[q].part_of}
    for name, question in questions.questions.items():
        if name not in answers.given or name in rules.left_out or name in wholes:
            continue
        if question.section not in rules.sections or not answers.applies(name):
            continue
        value = answers.given[name]
        if _is_sign(value, rules.not_a_sign) or (name in danger and value == NOT_SURE):
            yield question.said(value)


def _is_sign(value: Value, not_a_sign: Sequence[str]) -> bool:
    if isinstance(value, tuple):
        return any(word not in not_a_sign for word in value)
    return value not in not_a_sign if isinstance(value, str) else value > 0


def is_sign(entry: Entry) -> bool:
    """Return whether an entry of the diary notes pain or any other sign. 0 and empty are none."""
    return bool(
        any(getattr(entry, name) for name in _SCORES)
        or entry.limits_day
        or entry.places
        or entry.too_bad
        or set(entry.symptoms) - {"none"}
        or set(entry.danger_signs.values()) & {"yes", NOT_SURE}
    )
