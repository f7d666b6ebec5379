"""The check as formulas: what the engine says of every possible set of answers at once.

The rules come as the engine has parsed them, so the formulas follow the files. A truth of three
values is two formulas, one for true and one for false; unknown is neither. The level follows
RuleBook.assess line by line. tests/logic/laws.py states the laws, tests/logic/proof.py proves them
and puts every person that a proof finds before the engine itself.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import z3

from backwatch.conditions import NOT_SURE, Answer, AtLeast, Condition, Not
from backwatch.questionnaire import Answers, Questionnaire
from backwatch.triage import RuleBook
from backwatch.urgency import Urgency
from tests.logic.replies import Reply, reply

YES = z3.BoolVal(True)
NO = z3.BoolVal(False)


@dataclass(frozen=True)
class Truth:
    """Whether a condition holds. critical: unknown, and a critical question could settle it."""

    true: z3.BoolRef
    false: z3.BoolRef
    critical: z3.BoolRef

    @property
    def unknown(self) -> z3.BoolRef:
        return z3.Not(z3.Or(self.true, self.false))


@dataclass(frozen=True)
class Said:
    """The level by its public name, the rules that hold, and (rule, whether it counts) if open."""

    level: str | None
    fired: frozenset[str]
    open: frozenset[tuple[str, bool]]


ALWAYS = Truth(YES, NO, NO)


def parent(questions: Questionnaire, question: str) -> str:
    """Return the question that an answer counts for: a part is folded into its parent."""
    return getattr(questions[question], "part_of", None) or question


def asked(book: RuleBook) -> tuple[str, ...]:
    """Return the questions that can matter to a level, in order; no other has a variable."""
    questions = book.questions
    found = {q for rule in book.rules if (c := book.condition(rule.id)) for q in c.questions()}
    found |= {"age", *questions.needed}
    found = {parent(questions, q) for q in found}
    for question in reversed([q.id for q in questions]):  # show_if looks at earlier questions only
        shown = questions.shown_if(question)
        if question in found and shown is not None:
            found |= shown.questions()
    return tuple(q.id for q in questions if q.id in found)


class Person:
    """Everybody at once: a person whose answers are variables, and what the check says of them."""

    def __init__(self, book: RuleBook, replies: Mapping[str, Reply]) -> None:
        self.book = book
        self.questions = book.questions
        self.replies = replies
        self._truths: dict[Condition, Truth] = {}
        self._reach: dict[Condition, frozenset[str]] = {}

    @classmethod
    def any(cls, book: RuleBook, name: str = "a") -> "Person":
        """Return a person with fresh variables for every question that can matter."""
        return cls(book, {q: reply(book.questions[q], name) for q in asked(book)})

    def but(self, question: str) -> "Person":
        """Return a person who may answer this one question otherwise, and no other."""
        other = Person(self.book, {**self.replies, question: reply(self.questions[question], "b")})
        same = {c: t for c, t in self._truths.items() if question not in self._depends(c)}
        other._truths.update(same)
        return other

    def _depends(self, condition: Condition) -> frozenset[str]:
        """Return the questions that can matter to a condition, also by hiding another."""
        if condition not in self._reach:
            found = set(condition.questions())
            for question in condition.questions():
                shown = self.questions.shown_if(question)
                if shown is not None:
                    found |= self._depends(shown)
            self._reach[condition] = frozenset(found)
        return self._reach[condition]

    def under(self, book: RuleBook) -> "Person":
        """Return the same person before other rules."""
        other = Person(book, self.replies)
        if book.questions is self.questions:
            other._truths.update(self._truths)  # what is alike in both is made once
        return other

    def __getitem__(self, question: str) -> Reply:
        return self.replies[question]

    @cached_property
    def sound(self) -> z3.BoolRef:
        """Every answer is one that the questionnaire can read."""
        return z3.And(*(each.sound for each in self.replies.values()))

    # Conditions, as backwatch.conditions judges them

    def truth(self, condition: Condition | None) -> Truth:
        """Return whether a condition holds; None (a question that always shows) does."""
        if condition is None:
            return ALWAYS
        if condition not in self._truths:
            match condition:
                case AtLeast():
                    found = self._at_least(condition)
                case Not(part):
                    inner = self.truth(part)
                    found = Truth(inner.false, inner.true, inner.critical)
                case Answer():
                    found = self._answer(condition)
                case _:
                    raise TypeError(f"a new kind of condition: {condition!r}")
            self._truths[condition] = found
        return self._truths[condition]

    def _at_least(self, condition: AtLeast) -> Truth:
        parts = [self.truth(part) for part in condition.parts]
        true = _count([p.true for p in parts], condition.count)
        false = _count([p.false for p in parts], len(parts) - condition.count + 1)
        unknown = z3.Not(z3.Or(true, false))
        return Truth(true, false, z3.And(unknown, z3.Or(*(p.critical for p in parts))))

    def _answer(self, condition: Answer) -> Truth:
        given = self[condition.question]
        question = self.questions[condition.question]
        shown = self.truth(self.questions.shown_if(question.id))
        default = question.if_missing
        default_fits = z3.BoolVal(default is not None and default in condition.wanted)
        no_value = z3.Not(given.valued)
        true = z3.Or(
            z3.And(given.unsure, z3.BoolVal(NOT_SURE in condition.wanted)),
            given.fits(condition),
            z3.And(no_value, default_fits),
        )
        open_ = NO if default is not None else no_value
        if given.several:
            open_ = z3.Or(open_, given.unsure)
        open_ = z3.And(z3.Not(true), open_)
        hidden_by_open = NO if default is not None else shown.unknown
        holds = z3.Or(z3.And(shown.true, true), z3.And(shown.unknown, default_fits))
        unknown = z3.Or(z3.And(shown.true, open_), hidden_by_open)
        critical = z3.Or(
            z3.And(shown.true, open_, z3.BoolVal(question.critical)),
            z3.And(hidden_by_open, shown.critical),
        )
        return Truth(holds, z3.Not(z3.Or(holds, unknown)), critical)

    # The level, as RuleBook.assess finds it

    def rule(self, rule_id: str) -> Truth:
        """Return whether a rule's own condition holds."""
        return self.truth(self.book.condition(rule_id))

    @cached_property
    def _others(self) -> tuple[tuple[Urgency, Truth], ...]:
        special = {self.book.default.id, self.book.self_care.id}
        rules = [rule for rule in self.book.rules if rule.id not in special]
        return tuple((rule.urgency, self.rule(rule.id)) for rule in rules)

    @cached_property
    def nothing_holds(self) -> z3.BoolRef:
        return z3.Not(z3.Or(*(truth.true for _, truth in self._others)))

    @cached_property
    def under_18(self) -> z3.BoolRef:
        age = self["age"]
        return z3.And(age.known, age.number < self.questions.adult_age)

    @property
    def adult(self) -> z3.BoolRef:
        """Of age, or of an age that is not known."""
        return z3.Not(self.under_18)

    def applies(self, question: str) -> z3.BoolRef:
        """The question shows for sure."""
        return self.truth(self.questions.shown_if(question)).true

    @property
    def needed(self) -> tuple[str, ...]:
        return tuple(q for q in self.questions.needed if q in self.replies)

    @cached_property
    def complete(self) -> z3.BoolRef:
        """Every needed question that applies has an answer, be it not sure."""
        return z3.And(*(z3.Implies(self.applies(q), self[q].given) for q in self.needed))

    @cached_property
    def all_clear(self) -> z3.BoolRef:
        """Every question that applies has an answer, and none of them is not sure."""
        return z3.And(*(z3.Implies(self.applies(q), self[q].clear) for q in self.replies))

    @cached_property
    def self_care(self) -> z3.BoolRef:
        calm = self.rule(self.book.self_care.id).true
        all_false = z3.And(*(truth.false for _, truth in self._others))
        return z3.And(self.adult, calm, all_false, self.complete)

    def at_least(self, level: Urgency) -> z3.BoolRef:
        """The level is this one or a higher one. Under 18 there is no level at all."""
        if level is Urgency.SELF_CARE:
            return self.adult
        if level is Urgency.ROUTINE:
            return z3.And(self.adult, z3.Not(self.self_care))
        held = [truth.true for urgency, truth in self._others if urgency >= level]
        held += [t.critical for urgency, t in self._others if urgency.one_below() >= level]
        return z3.And(self.adult, z3.Or(*held), z3.Not(self.self_care))

    def level_is(self, level: Urgency) -> z3.BoolRef:
        if level is Urgency.EMERGENCY:
            return self.at_least(level)
        return z3.And(self.at_least(level), z3.Not(self.at_least(Urgency(level + 1))))

    def fires(self, rule_id: str) -> z3.BoolRef:
        """The rule is among the reasons of the assessment."""
        rule = next(rule for rule in self.book.rules if rule.id == rule_id)
        if rule is self.book.self_care:
            return self.self_care
        if rule is self.book.default:
            low = z3.Not(self.at_least(Urgency.WITHIN_DAYS))
            return z3.And(self.adult, self.nothing_holds, low, z3.Not(self.self_care))
        if rule.urgency is Urgency.EMERGENCY:
            return self.rule(rule_id).true
        return z3.And(self.rule(rule_id).true, self.adult)

    # One solution, as answers

    def is_(self, answers: Answers) -> z3.BoolRef:
        """These answers and no others."""
        return z3.And(*(r.equals(answers.given.get(q)) for q, r in self.replies.items()))

    def found(self, model: z3.ModelRef) -> dict[str, Any]:
        """Return the answers of a solution, as a person would state them."""
        values = {q: each.found(model) for q, each in self.replies.items()}
        return {q: value for q, value in values.items() if value is not None}

    def said(self, model: z3.ModelRef) -> Said:
        """Return what the check says of a solution."""

        def holds(formula: z3.BoolRef) -> bool:
            return z3.is_true(model.eval(formula, True))

        levels = [u for u in Urgency if holds(self.at_least(u))]
        fired = frozenset(r.id for r in self.book.rules if holds(self.fires(r.id)))
        if not levels or max(levels) is Urgency.SELF_CARE:
            return Said(max(levels).id if levels else None, fired, frozenset())
        special = {self.book.default.id, self.book.self_care.id}
        rules = {r.id: self.rule(r.id) for r in self.book.rules if r.id not in special}
        left = frozenset((name, holds(t.critical)) for name, t in rules.items() if holds(t.unknown))
        return Said(max(levels).id, fired, left)


def _count(parts: Iterable[z3.BoolRef], count: int) -> z3.BoolRef:
    parts = list(parts)
    if count == 1:
        return z3.Or(*parts)
    return z3.And(*parts) if count == len(parts) else z3.AtLeast(*parts, count)
