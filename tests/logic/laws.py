"""The laws that the rules keep for everybody, not only for the people in tests/cases.

Each law is a function: its first line is the law in plain words, its body the same as formulas.
A claim says what nobody may be like, or (`somebody`) what somebody must be like.
"""

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import z3

from backwatch import yaml_files
from backwatch.questionnaire import NOT_SURE, Questionnaire
from backwatch.triage import RuleBook
from backwatch.urgency import Urgency
from tests.logic import proof
from tests.logic.model import Person, parent
from tests.logic.proof import Broken, Claim
from tests.logic.replies import SKIP, Reply

Law = Callable[[RuleBook], Iterator[Claim]]

COVERED = Path(__file__).with_name("covered.yaml")


def danger_signs(questions: Questionnaire) -> tuple[str, ...]:
    """Return the questions of the first screen; a part counts as its parent."""
    first = questions.steps[0].all_questions
    return tuple(dict.fromkeys(parent(questions, q) for q in first))


def warnings(person: Person) -> tuple[str, ...]:
    """Return the signs: the yes-or-no questions of which a yes may never lower a level."""
    marked = [parent(person.questions, q.id) for q in person.questions if q.warning]
    return tuple(q for q in dict.fromkeys(marked) if q in person.replies)


def open_ways(reply: Reply, before: Reply) -> z3.BoolRef:
    """Return that `reply` is `before` left open: missing, not sure, or not sure beside the rest."""
    ways = [reply.just(), *(reply.just(w) for w in (NOT_SURE, SKIP) if w in reply.words)]
    if reply.several:
        same = [var == before.words[w] for w, var in reply.words.items() if w != NOT_SURE]
        ways.append(z3.And(reply.words[NOT_SURE], *same))
    return z3.Or(*ways)


def a_danger_sign_is_an_emergency(book: RuleBook) -> Iterator[Claim]:
    """No adult with a danger sign answered yes is below emergency."""
    person = Person.any(book)
    for sign in danger_signs(book.questions):
        below = z3.Not(person.at_least(Urgency.EMERGENCY))
        yield Claim(sign, (person,), z3.And(person.adult, person[sign].just("yes"), below))


def one_more_warning_sign_never_lowers_the_level(book: RuleBook) -> Iterator[Claim]:
    """An answer that is a sign, going from no to yes, never lowers the level."""
    before = Person.any(book)
    for sign in warnings(before):
        after = before.but(sign)
        change = z3.And(before[sign].just("no"), after[sign].just("yes"))
        yield Claim(sign, (before, after), z3.And(change, _lower(before, after)))


def a_sign_left_open_is_never_below_no(book: RuleBook) -> Iterator[Claim]:
    """An answer that is a sign, left open, never gives a lower level than no."""
    before = Person.any(book)
    for sign in warnings(before):
        after = before.but(sign)
        change = z3.And(before[sign].just("no"), open_ways(after[sign], before[sign]))
        yield Claim(sign, (before, after), z3.And(change, _lower(before, after)))


def leaving_an_answer_open_never_leads_to_self_care(book: RuleBook) -> Iterator[Claim]:
    """A known answer that becomes not sure or missing never turns another level into self-care."""
    before = Person.any(book)
    for question in before.replies:
        after = before.but(question)
        change = z3.And(before[question].clear, open_ways(after[question], before[question]))
        calmed = z3.And(z3.Not(before.self_care), after.self_care)
        yield Claim(question, (before, after), z3.And(change, calmed))


def self_care_needs_every_critical_answer(book: RuleBook) -> Iterator[Claim]:
    """Self-care means: every needed question that applies has a clear answer, and no cancer."""
    person = Person.any(book)
    for question in person.needed:
        left_open = z3.And(person.applies(question), z3.Not(person[question].clear))
        yield Claim(question, (person,), z3.And(person.self_care, left_open))
    cancer = z3.Not(person["cancer"].just("none"))
    yield Claim("cancer: none", (person,), z3.And(person.self_care, cancer))
    yield Claim("a complete check", (person,), z3.And(person.self_care, z3.Not(person.complete)))


def every_rule_can_decide(book: RuleBook) -> Iterator[Claim]:
    """Every rule alone decides the level of some adult who answered everything clearly.

    Alone: it holds, no other rule of its level does, and none of a higher level.
    """
    person = Person.any(book)
    for rule in book.rules:
        if rule.id in covered():
            continue
        yield Claim(rule.id, (person,), _decides(person, rule.id), somebody=True)


def a_covered_rule_never_stands_alone(book: RuleBook) -> Iterator[Claim]:
    """A rule in covered.yaml never holds without the rule that covers it."""
    person = Person.any(book)
    for rule, by in covered().items():
        alone = z3.And(person.adult, person.fires(rule), z3.Not(person.fires(by["by"])))
        yield Claim(rule, (person,), alone)


def every_rule_can_hold(book: RuleBook) -> Iterator[Claim]:
    """Every rule, covered or not, holds for some adult with a complete check."""
    person = Person.any(book)
    for rule in book.rules:
        some = z3.And(person.adult, person.complete, person.fires(rule.id))
        yield Claim(rule.id, (person,), some, somebody=True)


@cache
def covered() -> dict[str, dict[str, str]]:
    """Return the rules that never decide alone: {rule: {by: the rule that covers it, why: ...}}."""
    return yaml_files.read(COVERED)["covered"]


def _lower(before: Person, after: Person) -> z3.BoolRef:
    steps = [z3.And(before.at_least(u), z3.Not(after.at_least(u))) for u in Urgency]
    return z3.And(before.adult, after.adult, z3.Or(*steps))


def _decides(person: Person, rule_id: str) -> z3.BoolRef:
    (rule,) = (rule for rule in person.book.rules if rule.id == rule_id)
    others = [person.fires(r.id) for r in person.book.rules if r.urgency >= rule.urgency]
    alone = z3.AtMost(*others, 1)
    at_level = person.level_is(rule.urgency)
    return z3.And(person.adult, person.all_clear, person.fires(rule_id), alone, at_level)


ABOUT_ONE: tuple[Law, ...] = (a_danger_sign_is_an_emergency, self_care_needs_every_critical_answer)
ABOUT_A_CHANGE: tuple[Law, ...] = (
    one_more_warning_sign_never_lowers_the_level,
    a_sign_left_open_is_never_below_no,
    leaving_an_answer_open_never_leads_to_self_care,
)
ABOUT_RULES: tuple[Law, ...] = (
    every_rule_can_decide,
    a_covered_rule_never_stands_alone,
    every_rule_can_hold,
)
LAWS = ABOUT_ONE + ABOUT_A_CHANGE + ABOUT_RULES


def words(law: Law) -> str:
    """Return a law in plain words."""
    return (law.__doc__ or "").splitlines()[0]


def broken(law: Law, book: RuleBook, short: bool = True) -> Iterator[Broken]:
    """Return how a set of rules breaks a law, claim by claim; nothing where it keeps it."""
    for claim in law(book):
        found = proof.try_to_break(words(law), claim, short)
        if found:
            yield found
