"""Try to break a claim about everybody. Whoever is found goes before the engine itself."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import z3

from backwatch.triage import RuleBook
from tests.logic.model import Person, Said

CALM = ("no", "none")


class ModelError(AssertionError):
    """The formulas and the engine disagree about a person: the proofs are worth nothing."""


@dataclass(frozen=True)
class Claim:
    """What should hold: no people, or for `somebody` at least one, fit the formula."""

    about: str
    people: tuple[Person, ...]
    formula: z3.BoolRef
    somebody: bool = False


@dataclass(frozen=True)
class Found:
    """Real answers that fit a formula, and what the engine says of them."""

    book: RuleBook
    answers: dict[str, Any]
    level: str | None
    fired: frozenset[str]

    def words(self, beside: "Found | None" = None) -> str:
        """Return the answers in plain words, one a line, and the level.

        beside: a person told of before; then only the answers that differ are told.
        """
        lines, noes = [], []
        read = self.book.questions.read(self.answers).given
        before = self.book.questions.read(beside.answers).given if beside else {}
        for question in self.book.questions:
            value = read.get(question.id)
            if value == before.get(question.id):
                continue
            if not beside and value in CALM + tuple((word,) for word in CALM):
                noes.append(question.label)
            else:
                lines.append(f"  {question.label}: {question.words(value)}")
        lines += [f"  No to: {'; '.join(noes)}"] if noes else []
        rules = ", ".join(r.id for r in self.book.rules if r.id in self.fired) or "none"
        level = self.level or "no level, the person is under 18"
        return "\n".join([*(lines or ["  Nothing answered"]), f"  -> {level}; rules: {rules}"])


@dataclass(frozen=True)
class Broken:
    """A claim that does not hold, with the people who show it."""

    law: str
    claim: Claim
    people: tuple[Found, ...]

    def words(self) -> str:
        """Return the law, and the person who breaks it, in plain words."""
        if not self.people:
            return f"{self.law}\nNot so for {self.claim.about}: there is no such person."
        first, *others = self.people
        told = [first.words(), *(f"and with\n{other.words(beside=first)}" for other in others)]
        return "\n".join([self.law, f"Not so for {self.claim.about}:", *told])


def find(people: tuple[Person, ...], formula: z3.BoolRef, short: bool = True) -> tuple[Found, ...]:
    """Return one answer set for each of `people` that fits the formula; none where none exists.

    short: leave out or calm down each answer that the formula does not need, for reading.
    Raises ModelError if the engine says otherwise of anyone found.
    """
    solver = z3.SimpleSolver()  # 40 times as fast here as the solver that z3 picks itself
    solver.add(formula, *(person.sound for person in people))
    answer = solver.check()
    if answer == z3.unknown:
        raise ModelError(f"no answer: {solver.reason_unknown()}")
    if answer == z3.unsat:
        return ()
    if short:
        for wish in _wishes(people):
            solver.push()
            solver.add(wish)
            if solver.check() != z3.sat:
                solver.pop()
        assert solver.check() == z3.sat
    return tuple(_before_the_engine(person, solver.model()) for person in people)


def _wishes(people: tuple[Person, ...]) -> Iterator[z3.BoolRef]:
    replies = {each.sound: each for person in people for each in person.replies.values()}
    for reply in replies.values():
        yield reply.just()
    for reply in replies.values():
        yield from (reply.just(word) for word in CALM if word in reply.words)


def _before_the_engine(person: Person, model: z3.ModelRef) -> Found:
    answers = person.found(model)
    judged = person.book.assess(person.questions.read(answers))
    engine = Said(
        level=judged.level.id if judged.level else None,
        fired=frozenset(judged.fired),
        open=frozenset((each.rule.id, each.counts) for each in judged.open),
    )
    if person.said(model) != engine:
        raise ModelError(f"{answers}: the model says {person.said(model)}, the engine {engine}")
    return Found(person.book, answers, engine.level, engine.fired)


def compare(person: Person, answers: Mapping[str, Any]) -> str | None:
    """Return the level of these answers. Raises ModelError if model and engine differ."""
    solver = z3.SimpleSolver()
    read = person.questions.read(answers)
    solver.add(person.sound, person.is_(read))
    if solver.check() != z3.sat:
        raise ModelError(f"{answers}: the model takes these answers for impossible")
    found = _before_the_engine(person, solver.model())
    again = person.questions.read(found.answers)
    if {q: v for q, v in read.given.items() if q in person.replies} != again.given:
        raise ModelError(f"{answers}: the model reads them as {found.answers}")
    if (person.book.assess(read).fired) != (person.book.assess(again).fired):
        raise ModelError(f"{answers}: an answer matters that the model leaves out")
    return found.level


def try_to_break(law: str, claim: Claim, short: bool = True) -> Broken | None:
    """Return how a claim is broken, or None when it holds for everybody."""
    people = find(claim.people, claim.formula, short and not claim.somebody)
    return Broken(law, claim, people) if bool(people) != claim.somebody else None
