"""Read conditions from YAML and say whether they hold: true, false or unknown.

A condition is one of
    {all: [...]}  {any: [...]}  {not: ...}  {at_least: 2, of: [...]}
    {d: name}                      a derived fact, itself a condition
    {q: question, is: x}           also in: [x, y], has_any: [x, y], gte: n, lte: n
The engine knows logic and no medicine. Unknown is never false: a condition is unknown while an open
answer could still make it true or false.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from backwatch.yaml_files import DataFileError

NOT_SURE = "not_sure"

Truth = bool | None


class Facts(Protocol):
    """What is known about a person: the answers, with hidden questions and defaults settled."""

    def state(self, question: str) -> "Fact":
        """Return what is known about one question."""
        ...


@dataclass(frozen=True, slots=True)
class Fact:
    """One question's state. `applies` is False for a hidden question, which reads as false.

    value: the answer, a tuple where several may be given; None where there is none.
    unsure: the answer is, or includes, "not sure".
    ask: the questions that would settle it while it is open (itself, or the ones that hide it).
    """

    applies: bool = True
    value: Any = None
    unsure: bool = False
    ask: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a condition holds, and why.

    holds: True, False, or None for unknown.
    because: the questions whose answers decided it.
    open: for an unknown, the questions that could settle it.
    """

    holds: Truth
    because: frozenset[str] = frozenset()
    open: frozenset[str] = frozenset()


_HIDDEN = Verdict(False)


class Condition(Protocol):
    """Anything that can be judged against the facts."""

    def judge(self, facts: Facts) -> Verdict:
        """Return whether it holds for these facts."""
        ...

    def questions(self) -> frozenset[str]:
        """Return every question that it could depend on."""
        ...


def _union(sets: list[frozenset[str]]) -> frozenset[str]:
    return sets[0] if len(sets) == 1 else frozenset().union(*sets)


@dataclass(frozen=True, slots=True)
class AtLeast:
    """Holds when `count` or more of the parts hold. `all` and `any` are its two ends."""

    count: int
    parts: tuple[Condition, ...]

    def judge(self, facts: Facts) -> Verdict:
        """Return whether enough parts hold; unknown while open parts could still decide it."""
        true: list[frozenset[str]] = []
        false: list[frozenset[str]] = []
        unknown: list[frozenset[str]] = []
        for part in self.parts:
            verdict = part.judge(facts)
            if verdict.holds is True:
                true.append(verdict.because)
            elif verdict.holds is False:
                false.append(verdict.because)
            else:
                unknown.append(verdict.open)
        if len(true) >= self.count:
            return Verdict(True, because=_union(true))
        if len(true) + len(unknown) < self.count:
            return Verdict(False, because=_union(false))
        return Verdict(None, because=_union(true), open=_union(unknown))

    def questions(self) -> frozenset[str]:
        """Return every question that a part could depend on."""
        return _union([part.questions() for part in self.parts])


@dataclass(frozen=True, slots=True)
class Not:
    """Holds when the part does not; unknown stays unknown."""

    part: Condition

    def judge(self, facts: Facts) -> Verdict:
        """Return the opposite of the part's verdict."""
        inner = self.part.judge(facts)
        holds = None if inner.holds is None else not inner.holds
        return Verdict(holds, because=inner.because, open=inner.open)

    def questions(self) -> frozenset[str]:
        """Return every question that the part could depend on."""
        return self.part.questions()


@dataclass(frozen=True, slots=True)
class Answer:
    """Holds when the answer to a question is the wanted one."""

    question: str
    operator: str
    wanted: tuple[Any, ...]
    _yes: Verdict = field(init=False, repr=False, compare=False)  # made once: judged a lot
    _no: Verdict = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Make the two verdicts that never differ."""
        here = frozenset({self.question})
        object.__setattr__(self, "_yes", Verdict(True, because=here))
        object.__setattr__(self, "_no", Verdict(False, because=here))

    def judge(self, facts: Facts) -> Verdict:
        """Return whether the answer fits. A hidden question never fits; an open one is unknown."""
        fact = facts.state(self.question)
        if not fact.applies:
            return _HIDDEN
        if fact.unsure and NOT_SURE in self.wanted:
            return self._yes
        if fact.value is not None and self._fits(fact.value):
            return self._yes
        # "Not sure" beside chosen answers leaves the rest open; a cautious default settles it.
        if fact.value is None or (fact.unsure and isinstance(fact.value, tuple)):
            return Verdict(None, open=fact.ask)
        return self._no

    def _fits(self, value: Any) -> bool:
        if self.operator == "gte":
            return bool(value >= self.wanted[0])
        if self.operator == "lte":
            return bool(value <= self.wanted[0])
        if isinstance(value, tuple):
            return not set(self.wanted).isdisjoint(value)
        return value in self.wanted

    def questions(self) -> frozenset[str]:
        """Return the one question."""
        return frozenset({self.question})


def parse(
    raw: Any, derived: Mapping[str, Condition], options: Mapping[str, frozenset[str] | None]
) -> Condition:
    """Return the condition that `raw` (from YAML) states.

    derived: the facts that `d` may name. options: the answers each question can have, None for a
    number. Raises DataFileError for anything else than the forms above, an unknown question, option
    or derived fact: a misspelt word must never switch a rule off in silence.
    """
    match raw:
        case {"all": [_, *_] as parts, **rest} if not rest:
            return AtLeast(len(parts), tuple(parse(p, derived, options) for p in parts))
        case {"any": [_, *_] as parts, **rest} if not rest:
            return AtLeast(1, tuple(parse(p, derived, options) for p in parts))
        case {"at_least": int(count), "of": [_, *_] as parts, **rest} if not rest:
            if isinstance(count, bool) or not 1 <= count <= len(parts):
                raise DataFileError(f"at_least {count!r} of {len(parts)} conditions")
            return AtLeast(count, tuple(parse(p, derived, options) for p in parts))
        case {"not": part, **rest} if not rest:
            return Not(parse(part, derived, options))
        case {"d": str(name), **rest} if not rest:
            if name not in derived:
                raise DataFileError(f"there is no derived fact {name!r}")
            return derived[name]
        case {"q": str(question), **rest} if len(rest) == 1:
            ((operator, wanted),) = rest.items()
            return _answer(question, operator, wanted, options)
    raise DataFileError(f"cannot read the condition {raw!r}")


def _answer(
    question: str, operator: Any, wanted: Any, options: Mapping[str, frozenset[str] | None]
) -> Answer:
    if question not in options:
        raise DataFileError(f"there is no question {question!r}")
    known = options[question]
    if operator in ("gte", "lte"):
        if known is not None or isinstance(wanted, bool) or not isinstance(wanted, (int, float)):
            raise DataFileError(f"{question}: {operator} {wanted!r} needs a number")
        return Answer(question, operator, (wanted,))
    if operator not in ("is", "in", "has_any"):
        raise DataFileError(f"{question}: cannot read {operator!r}")
    words = (wanted,) if operator == "is" else wanted
    if not isinstance(words, (list, tuple)) or not words:
        raise DataFileError(f"{question}: {operator} needs a list of answers")
    for word in words:
        if known is None or not isinstance(word, str) or word not in known:
            raise DataFileError(f"{question}: there is no answer {word!r}")
    return Answer(question, str(operator), tuple(words))
