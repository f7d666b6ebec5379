"""What a person's saved checks and diary already say to the gate of lung screening.

They can close the gate and never open it: without a sign in them, the page asks.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Literal, NamedTuple

from backwatch.conditions import NOT_SURE
from backwatch.diary import Entry
from backwatch.questionnaire import Answers, Value, questionnaire
from backwatch.screening_rules import book

LUNG_CANCER = ("lung_now", "lung_past")
_TESTED = "being_tested"
_SAYS_NOTHING = (None, NOT_SURE, "skip")
_SCORES = ("pain_now", "pain_worst", "pain_average", "pain_least", "pain_night", "wakings")


class CheckTold(NamedTuple):
    """One check: its day and answers. level: None while it is open, and where it gave none.

    check_again_on: the day for which the check asked to be done again, or None.
    """

    on: dt.date
    answers: Answers
    level: str | None = None
    finished: bool = False
    check_again_on: dt.date | None = None


class OverSaid(NamedTuple):
    """The person said on this day that the signs with this mark (see `mark`) are over for good."""

    on: dt.date
    signs: str


@dataclass(frozen=True)
class Over:
    """Whether the person may say that the signs are over for good.

    say: "now"; "later", from the day `since` on; "finish": a check with signs is not finished;
    "never": one of the signs always counts. signs: what is kept with the word.
    """

    say: Literal["now", "later", "finish", "never"]
    signs: str
    since: dt.date | None = None


@dataclass(frozen=True)
class Found:
    """What the records say. gate: None where they say nothing.

    said: the signs of the check, in the person's words. check_on, diary_on: the day of that check
    and the last day of the diary with a sign; None where there is none. pain: whether pain is among
    them. last: the newest check where it has a level that nothing told since puts in doubt. over:
    whether the signs may be called over; None where that is not the question. over_on: the day on
    which they were.
    """

    gate: Literal["symptoms", "has_lung_cancer"] | None = None
    said: tuple[str, ...] = ()
    check_on: dt.date | None = None
    diary_on: dt.date | None = None
    tested: bool = False
    pain: bool = False
    last: CheckTold | None = None
    over: Over | None = None
    over_on: dt.date | None = None


def from_records(
    checks: Sequence[CheckTold],
    entries: Sequence[Entry],
    today: dt.date,
    over: OverSaid | None = None,
) -> Found:
    """Return what is known already. checks: newest first, open ones too.

    Lung cancer counts however long ago it was told. The newest answer that says something decides:
    not sure takes nothing back. Signs count for as long as rules/screening.yaml says, or until
    they are `over`.
    """
    first = today - dt.timedelta(days=book().signs.counts_days)
    said_of_cancer = (each.answers.given.get("cancer") for each in checks)
    cancer = next((one for one in said_of_cancer if one not in _SAYS_NOTHING), None)
    noted = [each for each in entries if each.date >= first and is_sign(each)]
    recent = [each for each in checks if each.on >= first]
    told = [each for each in recent if _told(each.answers)]
    tested = cancer == _TESTED
    if cancer not in LUNG_CANCER and not tested:
        if not told and not noted:
            return Found()
        if over is not None and over.signs == mark(checks, entries):
            return Found(over_on=over.on)
    return Found(
        "has_lung_cancer" if cancer in LUNG_CANCER else "symptoms",
        tuple(signs(told[0].answers)) if told else (),
        told[0].on if told else None,
        max((each.date for each in noted), default=None),
        tested,
        any(map(_notes_pain, noted)) or any(_tells_pain(each.answers) for each in told),
        _last(checks, noted),
        None
        if cancer in LUNG_CANCER or tested
        else _over(mark(checks, entries), recent, noted, today),
    )


def _last(checks: Sequence[CheckTold], noted: Sequence[Entry]) -> CheckTold | None:
    """Return the newest check with a level, unless another began since or a danger sign came."""
    newest = next((each for each in checks if each.finished or each.answers.given), None)
    if newest is None or not newest.finished or newest.level is None:
        return None
    if any(each.date >= newest.on and _in_danger(each) for each in noted):
        return None
    return newest


# --- over for good ---


def mark(checks: Sequence[CheckTold], entries: Sequence[Entry]) -> str:
    """Return a text that is another one as soon as any sign comes, goes or changes."""
    lines = [repr((str(each.on), *found)) for each in checks if (found := _told(each.answers))]
    for entry in entries:
        if is_sign(entry):
            noted = [getattr(entry, name) for name in (*_SCORES, "limits_day", "too_bad")]
            places = [(each.place, each.score) for each in entry.places]
            danger = sorted(entry.danger_signs.items())
            lines.append(repr((str(entry.date), noted, places, sorted(entry.symptoms), danger)))
    return blake2b("\n".join(sorted(lines)).encode(), digest_size=8).hexdigest()


def _over(
    signs_now: str, checks: Sequence[CheckTold], noted: Sequence[Entry], today: dt.date
) -> Over:
    """Return whether it may be said. checks, noted: all that are new enough to count."""
    rules = book().over
    told = [each for each in checks if _told(each.answers)]
    if any(map(_always_counts, checks)) or any(
        _in_danger(each) or set(each.symptoms) & set(rules.never_in_diary) for each in noted
    ):
        return Over("never", signs_now)
    if not all(each.finished for each in told):
        return Over("finish", signs_now)
    newest = max([each.on for each in told] + [each.date for each in noted])
    since = newest + dt.timedelta(days=rules.older_than_days + 1)
    return Over("now" if today >= since else "later", signs_now, since)


def _always_counts(check: CheckTold) -> bool:
    rules, given = book().over, check.answers.given
    told = _told(check.answers)
    if check.finished and check.level not in rules.levels and (told or check.level):
        return True
    if any(name in _danger_questions() for name, _ in told):
        return True
    for name, words in rules.never.items():
        value = given.get(name)
        if set(value if isinstance(value, tuple) else (value,)) & set(words):
            return True
    return False


def _in_danger(entry: Entry) -> bool:
    return bool(set(entry.danger_signs.values()) & {"yes", NOT_SURE})


# --- what is a sign ---


def _danger_questions() -> set[str]:
    questions = questionnaire()
    return set(questions.danger_signs) | set(questions.steps[0].all_questions)


def _tells_pain(answers: Answers) -> bool:
    return any(_about_pain(name) for name, _ in _told(answers))


def _about_pain(question: str) -> bool:
    return questionnaire()[question].section == book().signs.pain_section


def _notes_pain(entry: Entry) -> bool:
    return bool(any(getattr(entry, name) for name in _SCORES) or entry.places)


def signs(answers: Answers) -> Iterator[str]:
    """Yield every sign of a check in the person's words: danger first, how the pain is last."""
    for name, value in sorted(_told(answers), key=lambda told: _about_pain(told[0])):
        yield questionnaire()[name].said(value)


def _told(answers: Answers) -> tuple[tuple[str, Value], ...]:
    return tuple(_signs(answers))


def _signs(answers: Answers) -> Iterator[tuple[str, Value]]:
    rules, questions = book().signs, questionnaire()
    danger = _danger_questions()
    wholes = {questions.whole(q) for q in answers.given if questions.questions[q].part_of}
    for name, question in questions.questions.items():
        if name not in answers.given or name in rules.left_out or name in wholes:
            continue
        if question.section not in rules.sections or not answers.applies(name):
            continue
        value = answers.given[name]
        if _is_sign(value, rules.not_a_sign) or (name in danger and value == NOT_SURE):
            yield name, value


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
        or _in_danger(entry)
    )
