"""Whether a fault in the rules can ever matter, proved for every adult, and who would show it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import z3

from backwatch import triage
from backwatch.questionnaire import questionnaire
from backwatch.triage import RuleBook
from backwatch.urgency import Urgency
from tests import people_cases
from tests.logic import proof
from tests.logic.model import Person

BASES = ("strain", "past_cancer")


@dataclass(frozen=True)
class Difference:
    """Whether any adult's level (or "at least"), or the rules that hold for them, ever change."""

    level: bool
    fired: bool


@cache
def _person() -> Person:
    person = Person.any(triage.rule_book())
    person.fires(person.book.self_care.id)  # so that every mutant finds these formulas made
    return person


def _differences(book: RuleBook) -> tuple[z3.BoolRef, z3.BoolRef, tuple[Person, Person]]:
    right = _person()
    wrong = right.under(book)
    levels = [right.at_least(u) != wrong.at_least(u) for u in Urgency]
    level = z3.Or(right.complete != wrong.complete, *levels)
    before, after = ({rule.id for rule in p.book.rules} for p in (right, wrong))
    fired = [right.fires(r) != wrong.fires(r) for r in sorted(before & after)]
    fired += [right.fires(r) for r in sorted(before - after)]
    return level, z3.Or(*fired), (right, wrong)


def differs(book: RuleBook) -> Difference:
    """Return what other rules change, for any adult at all. Proved, not sampled."""
    level, fired, people = _differences(book)

    def somebody(formula: z3.BoolRef) -> bool:
        return bool(proof.find(people, z3.And(people[0].adult, formula), short=False))

    return Difference(somebody(level), somebody(fired))


def shown_by(book: RuleBook) -> Mapping[str, Any] | None:
    """Return a written case that these rules fail, as few answers from a known person as can be.

    Level and rules in the case are those of the rules as they are: read it before you keep it.
    """
    level, fired, people = _differences(book)
    cases = []
    for base in BASES:
        complete = people[0].complete
        sure = z3.And(complete, *(z3.Not(r.unsure) for r in people[0].replies.values()))
        formulas = [z3.And(what, how) for what in (level, fired) for how in (sure, complete, True)]
        for formula in formulas:
            change = _fewest(people, z3.And(people[0].adult, formula), base)
            if change is not None:
                cases.append((len(change), base, change))
                break
    if not cases:
        return None
    _, base, change = min(cases, key=lambda case: case[0])
    return _case(people, base, change)


def _fewest(people: tuple[Person, Person], formula: z3.BoolRef, base: str) -> dict[str, Any] | None:
    """Return the answers that differ from a known person's; each of them is needed."""
    start = people_cases.person(base)
    read = questionnaire().read(start).given
    same = {q: reply.equals(read.get(q)) for q, reply in people[0].replies.items()}
    found = []
    for wishes in (list(same.values()), list(reversed(same.values()))):
        solver = z3.SimpleSolver()
        solver.add(formula, people[0].sound)
        if solver.check() != z3.sat:
            return None
        for wish in wishes:
            solver.push()
            solver.add(wish)
            if solver.check() != z3.sat:
                solver.pop()
        assert solver.check() == z3.sat
        answers = people[0].found(solver.model())
        found.append({q: answers.get(q) for q in same if answers.get(q) != start.get(q)})
    return min(found, key=len)


def _case(people: tuple[Person, Person], base: str, change: dict[str, Any]) -> Mapping[str, Any]:
    start = people_cases.changed(people_cases.person(base), change)
    right, wrong = (p.book.assess(p.questions.read(start)) for p in people)
    case: dict[str, Any] = {"person": base, "change": change}
    case["level"] = right.level.id if right.level else None
    if right.status != "complete":
        case["status"] = right.status
    lost, new = set(right.fired) - set(wrong.fired), set(wrong.fired) - set(right.fired)
    if right.level is not wrong.level:  # then the level says these two
        plain = {people[0].book.default.id, people[0].book.self_care.id}
        lost, new = lost - plain, new - plain
    if lost:
        case["with"] = sorted(lost)
    if new:
        case["without"] = sorted(new)
    return case
