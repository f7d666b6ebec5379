"""Every way that one question may be answered, as variables of a formula."""

from dataclasses import dataclass
from typing import Any

import z3

from backwatch.conditions import NOT_SURE, Answer
from backwatch.questionnaire import NONE, Question, Value

SKIP = "skip"  # a way to leave a question open, see Answers._state


@dataclass(frozen=True)
class Reply:
    """One question's answer. All variables false means: left out.

    words: one variable for each answer to choose from, "not sure" among them.
    number, known: the number, and whether one is given; None where words are chosen.
    sound: what holds of every answer that the questionnaire can read.
    """

    question: Question
    words: dict[str, z3.BoolRef]
    number: z3.ArithRef | None
    known: z3.BoolRef | None
    sound: z3.BoolRef

    @property
    def several(self) -> bool:
        return self.question.type == "multi"

    @property
    def given(self) -> z3.BoolRef:
        """Anything at all, not sure too."""
        return z3.Or(*self.words.values(), *([] if self.known is None else [self.known]))

    @property
    def unsure(self) -> z3.BoolRef:
        """Not sure, alone or among several, or rather not said."""
        words = (NOT_SURE,) if self.several else (NOT_SURE, SKIP)
        return z3.Or(*(self.words[word] for word in words if word in self.words))

    @property
    def clear(self) -> z3.BoolRef:
        """Answered, and nothing of it is not sure."""
        return z3.And(self.given, z3.Not(self.unsure))

    @property
    def valued(self) -> z3.BoolRef:
        """Whether the engine sees a value: a lone "not sure" is one where several may be given."""
        return self.given if self.several else self.clear

    def is_(self, *words: str) -> z3.BoolRef:
        """Any of these words is chosen."""
        return z3.Or(*(self.words[word] for word in words))

    def just(self, *words: str) -> z3.BoolRef:
        """These words and no others; with no words, the question is left out."""
        rest = [] if self.known is None else [z3.Not(self.known)]
        rest += [var if word in words else z3.Not(var) for word, var in self.words.items()]
        return z3.And(*rest)

    def fits(self, wanted: Answer) -> z3.BoolRef:
        """The value is one of the wanted ones."""
        if self.number is None:
            return z3.And(self.valued, self.is_(*wanted.wanted))
        limit = wanted.wanted[0]
        inside = self.number >= limit if wanted.operator == "gte" else self.number <= limit
        return z3.And(self.known, inside)

    def equals(self, value: Value | None) -> z3.BoolRef:
        """This answer as the questionnaire has read it, and no other."""
        if value is None:
            return self.just()
        if isinstance(value, tuple):
            return self.just(*value)
        if isinstance(value, str):
            return self.just(value)
        return z3.And(self.known, self.number == value, z3.Not(self.is_(NOT_SURE)))

    def found(self, model: z3.ModelRef) -> Any:
        """Return the answer that a solution gives, as a person would state it; None for none."""
        if self.known is not None and z3.is_true(model.eval(self.known, True)):
            number = model.eval(z3.ToReal(self.number), True).as_fraction()
            return int(number) if number.denominator == 1 else float(number)
        words = [w for w, var in self.words.items() if z3.is_true(model.eval(var, True))]
        if not words:
            return None
        return words if self.several else words[0]


def reply(question: Question, person: str) -> Reply:
    """Return fresh variables for one person's answer to one question."""
    name = f"{person}.{question.id}"
    words = {w: z3.Bool(f"{name}={w}") for w in dict.fromkeys((*question.choices, NOT_SURE))}
    if question.type == "number":
        known = z3.Bool(f"{name} known")
        number = z3.Int(f"{name} number") if question.whole else z3.Real(f"{name} number")
        sound = z3.And(
            z3.AtMost(known, *words.values(), 1),
            number >= question.min,
            number <= question.max,
        )
        return Reply(question, words, number, known, sound)
    if not question.choices:
        raise TypeError(f"{question.id}: a rule asks about a {question.type}")
    if question.type != "multi":
        return Reply(question, words, None, None, z3.AtMost(*words.values(), 1))
    others = [var for word, var in words.items() if word != NONE]
    alone = z3.Implies(words[NONE], z3.Not(z3.Or(*others))) if NONE in words else z3.BoolVal(True)
    return Reply(question, words, None, None, alone)
