"""Put what the diary says beside what was answered, so that a result can only be raised.

The person decides: what they declined is left out, what they confirmed is not asked again for a
while, and everything else is used and shown as "from your diary".
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from backwatch import triage
from backwatch.conditions import NOT_SURE
from backwatch.evidence import Evidence, rank, settings
from backwatch.questionnaire import Answers, Value
from backwatch.triage import Assessment, Reason, RuleBook


@dataclass(frozen=True)
class Decision:
    """What the person said of one item on a day: that it is right, or that it is not."""

    about: str  # the id of the item
    right: bool
    on: dt.date
    strength: int
    days: tuple[dt.date, ...]


def decide(item: Evidence, *, right: bool, on: dt.date) -> Decision:
    """Return the decision to keep for an item that was just confirmed or declined."""
    return Decision(item.id, right, on, item.strength, item.days)


@dataclass(frozen=True)
class Merged:
    """The answers with the diary's, what the rules say of them, and the items that made a change.

    The reasons of `assessment` say in `from_diary` which of their answers came from the diary.
    """

    answers: Answers
    assessment: Assessment
    used: tuple[Evidence, ...]


def standing(
    evidence: Iterable[Evidence], decided: Sequence[Decision], today: dt.date
) -> tuple[Evidence, ...]:
    """Return the items that may be used: of each id the strongest that was not declined.

    A decline covers what was shown then and anything weaker, for `again_after_days`. It never
    covers more (more nights, a worse score), nor a sign that was ticked again on another day.
    """
    found: dict[str, Evidence] = {}
    for item in sorted(evidence, key=lambda each: -each.strength):
        if item.id not in found and not _declined(item, decided, today):
            found[item.id] = item
    return tuple(item for item in evidence if found.get(item.id) is item)


def _latest(item: Evidence, decided: Sequence[Decision], today: dt.date) -> Decision | None:
    """Return the last decision on this item that is not too old; none of a later day."""
    latest = None
    for each in decided:
        if each.about == item.id and each.on <= today and (not latest or each.on >= latest.on):
            latest = each
    if latest and (today - latest.on).days < settings().ask.again_after_days:
        return latest
    return None


def _noted_again(item: Evidence, decision: Decision) -> bool:
    return item.each_day and not set(item.days) <= set(decision.days)


def _declined(item: Evidence, decided: Sequence[Decision], today: dt.date) -> bool:
    decision = _latest(item, decided, today)
    if decision is None or decision.right:
        return False
    return item.strength <= decision.strength and not _noted_again(item, decision)


def to_ask(
    evidence: Iterable[Evidence], decided: Sequence[Decision], today: dt.date
) -> tuple[Evidence, ...]:
    """Return the items to ask the person about now: "from your diary, is that right?".

    One that was confirmed or declined is not asked again within `again_after_days`, unless it has
    grown by `stronger_by`, or was declined and then noted again. Give it `Merged.used` to ask only
    about what makes a change.
    """
    steps = settings().ask.stronger_by
    found = []
    for item in standing(evidence, decided, today):
        decision = _latest(item, decided, today)
        if decision is None:
            found.append(item)
            continue
        step = steps.get(item.question, steps["other"])
        contradicted = not decision.right and _noted_again(item, decision)
        if contradicted or item.strength >= decision.strength + step:
            found.append(item)
    return tuple(found)


def merged(
    answers: Answers,
    evidence: Iterable[Evidence],
    decided: Sequence[Decision] = (),
    *,
    today: dt.date,
    book: RuleBook | None = None,
) -> Merged:
    """Return the answers with what the diary adds, and what the rules say of them.

    The law: compared with the answers alone,
    - the level is never lower (so self-care can be ended, and never reached);
    - every rule that held still holds, but for self-care and the rule for "no clear pattern";
    - no rule that is open on a needed answer and above the level is settled as not holding, unless
      the level rises. A "not sure" of the diary takes the place of "no" and of nothing else.
    Each item is added in turn; one that would break the law is left out, and tried again after the
    others. Then each that changes nothing (no level, rule, open rule or reason) is taken out again.

    A multiple choice gets the diary's option beside the chosen ones; where nothing was chosen the
    other options stay open. A score becomes the higher of the two. A single answer is replaced only
    by a more worrying one (the order is in rules/evidence.yaml).
    """
    book = book or triage.rule_book()
    evidence = tuple(evidence)
    used: list[Evidence] = []
    now, found = answers, book.assess(answers)
    waiting, left = list(standing(evidence, decided, today)), -1
    while waiting and len(waiting) != left:
        left = len(waiting)
        for item in list(waiting):
            more = _with(now, item)
            if more is now:
                continue
            then = book.assess(more)
            if _only_raises(book, found, then):
                now, found = more, then
                used.append(item)
                waiting.remove(item)
    deciding = _deciding(book, answers, now, found, used)
    for item in list(used):
        if item.question in deciding:
            continue
        others = [each for each in used if each is not item]
        without = answers
        for other in others:
            without = _with(without, other)
        then = book.assess(without)
        if _says_as_much(then, found):
            used, now, found = others, without, then
            deciding = _deciding(book, answers, now, found, used)
    reasons = tuple(
        replace(reason, from_diary=_from_diary(book, answers, now, reason, used))
        for reason in found.reasons
    )
    place = {id(item): number for number, item in enumerate(evidence)}
    used.sort(key=lambda item: place[id(item)])
    return Merged(now, replace(found, reasons=reasons), tuple(used))


def _with(answers: Answers, item: Evidence) -> Answers:
    """Return the answers with one item put in, or `answers` itself where it adds nothing."""
    now = answers.given.get(item.question)
    value = _raised(answers, item.question, item.answer)
    more = answers if value == now else answers.with_answer(item.question, value)
    if value != now or now == item.answer:
        for question, option in item.also.items():
            # How long goes with what: another treatment's weeks do not count for this one.
            kept = _raised(answers, question, option) if value == now else option
            if kept != more.given.get(question):
                more = more.with_answer(question, kept)
    return more


def _raised(answers: Answers, question: str, answer: str | int) -> Value | None:
    """Return the answer to a question when the diary's is put beside the given one."""
    record, now = answers.questionnaire[question], answers.given.get(question)
    if record.type == "multi":
        chosen = now if isinstance(now, tuple) else (NOT_SURE,)
        return record.read([*chosen, answer])
    if isinstance(answer, int):
        return max(now, answer) if isinstance(now, (int, float)) else answer
    if answer == NOT_SURE:
        return NOT_SURE if now == "no" else now
    here, there = rank(question, now), rank(question, answer)
    if now is not None and (there is None or (here is not None and here >= there)):
        return now
    return answer


def _held(book: RuleBook, found: Assessment) -> set[str]:
    return set(found.fired) - {book.default.id, book.self_care.id}


def _only_raises(book: RuleBook, before: Assessment, after: Assessment) -> bool:
    if not _held(book, before) <= _held(book, after):
        return False
    if before.level is None or after.level is None:
        return before.level is after.level
    if after.level != before.level:
        return after.level > before.level
    kept = {each.rule.id for each in after.open} | set(after.fired)
    return all(
        each.rule.id in kept
        for each in before.open
        if each.counts and each.rule.urgency > before.level
    )


def _says_as_much(less: Assessment, more: Assessment) -> bool:
    """Return whether nothing that counts is lost: the level, a rule that holds, an open rule."""
    return (
        less.level == more.level
        and set(less.fired) == set(more.fired)
        and {each.rule.id for each in less.open} >= {each.rule.id for each in more.open}
    )


def _deciding(
    book: RuleBook, alone: Answers, now: Answers, found: Assessment, used: Sequence[Evidence]
) -> set[str]:
    """Return the questions that only the diary answers so in some reason."""
    return {
        question
        for reason in found.reasons
        for question in _from_diary(book, alone, now, reason, used)
    }


def _from_diary(
    book: RuleBook, alone: Answers, now: Answers, reason: Reason, used: Sequence[Evidence]
) -> dict[str, tuple[dt.date, ...]]:
    """Return the questions of a reason that only the diary answers so, each with its days.

    A question counts when the rule would not hold, or not because of it, with the person's own
    answer. The days are those of all items used for the question.
    """
    condition = book.condition(reason.rule.id)
    days: dict[str, set[dt.date]] = {}
    for item in used:
        for question in (item.question, *item.also):
            days.setdefault(question, set()).update(item.days)
    found = {}
    for question in reason.answers if condition else ():
        if question in days:
            own = now.with_answer(question, alone.given.get(question))
            verdict = condition.judge(own) if condition else None
            if verdict and (verdict.holds is not True or question not in verdict.because):
                found[question] = tuple(sorted(days[question]))
    return found
