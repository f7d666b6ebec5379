"""Which screening programmes a person could ask about: three-valued, with what is missing.

Screening is for people without signs: with a sign or lung cancer nothing here ever fits. What is
found here never changes how soon to get help (backwatch/triage.py knows nothing of it).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from backwatch import risk
from backwatch.conditions import Fact, Truth
from backwatch.conditions import Verdict as ConditionVerdict
from backwatch.screening_person import Gate, Person
from backwatch.screening_rules import Part, Programme, Rules, book
from backwatch.screening_words import words

_HIDDEN = Fact(applies=False)
_NOTHING_ASKED = Fact()
_YES, _NO = Fact(value="yes"), Fact(value="no")
_PERCENT = 100


class Verdict(NamedTuple):
    """What one programme's rule says of a person.

    eligible: True, False, or None for unknown, with the `missing` answers named. holds: the same
    for each of the programme's asks, none where the gate is closed. at_limit: said
    where the verdict rests on a value exactly at a limit. near_limit: said where a limit lies
    within what memory may be off. then: what is looked at once they ask, and whether it holds.
    """

    programme: Programme
    eligible: Truth
    missing: tuple[str, ...]
    why: str
    holds: tuple[Truth, ...] = ()
    at_limit: tuple[str, ...] = ()
    near_limit: tuple[str, ...] = ()
    category: tuple[str, ...] = ()
    then: Truth = None
    source: str = ""


@dataclass(frozen=True)
class Screening:
    """The gate, and what each programme says."""

    gate: Gate
    programmes: tuple[Verdict, ...]


@cache
def _open(name: str) -> Fact:
    return Fact(ask=frozenset({name}))


class _Facts:
    """A person as the conditions read them. An open fact names the answers that would settle it."""

    def __init__(self, person: Person) -> None:
        self._person = person
        self._known: dict[str, Fact] = {}
        self._judged: dict[int, ConditionVerdict] = {}
        self.no_risk = ""  # why the risk was looked for and does not count

    def judge(self, part: Part) -> ConditionVerdict:
        """Return whether a part holds; parts of several programmes share their condition."""
        at = id(part.condition)
        found = self._judged.get(at)
        if found is None:
            found = self._judged[at] = part.condition.judge(self)
        return found

    def state(self, question: str) -> Fact:
        """Return what is known about one question."""
        found = self._known.get(question)
        if found is None:
            found = self._known[question] = self._look(question)
        return found

    def _look(self, name: str) -> Fact:
        person = self._person
        if name == "plcom2012":
            return self._risk()
        if name == "llpv2":  # nobody works it out here: open, and no answer would settle it
            return _NOTHING_ASKED
        if name == "pack_years":
            return self._pack_years()
        if name == "quit_years" and person.smoking in ("current", "never"):
            return _HIDDEN
        value = person.values.get(name)
        if value is None:
            if person.smoking == "never" and name in ("duration_years", "daily_smoking_years"):
                return Fact(value=0)
            return _open(name)
        if isinstance(value, bool):
            return _YES if value else _NO
        if name == "age" and not isinstance(value, str):
            return Fact(value=int(value))  # programmes count full years
        return Fact(value=value)

    def _pack_years(self) -> Fact:
        value = self._person.pack_years
        if value is not None:
            return Fact(value=value)
        parts = ("cigs_per_day", "duration_years")
        return Fact(ask=frozenset(n for n in parts if n not in self._person.values))

    def _risk(self) -> Fact:
        found = risk.assess(self._person, "plcom2012")
        if found.valid and found.risk is not None:
            return Fact(value=found.risk)
        self.no_risk = found.reason or ""
        return Fact(ask=frozenset(found.missing))


def assess(person: Person, *, wide: Person | None = None, country: str | None = None) -> Screening:
    """Return the gate and every programme's verdict, those of the person's country first.

    wide: the same person with tobacco counted that programmes may or may not count; where that
    changes a verdict, it is open. country: only the programmes of this country.
    """
    chosen = [each for each in book().programmes if country in (None, each.programme.country)]
    if person.country:
        chosen.sort(key=lambda each: each.programme.country != person.country)
    return Screening(person.gate, tuple(verdicts(person, chosen, wide)))


def verdicts(
    person: Person, programmes: Sequence[Rules], wide: Person | None = None
) -> list[Verdict]:
    """Return the verdicts of these programmes for one person; see `assess`."""
    gate = person.gate
    said = words().why
    if gate in ("symptoms", "has_lung_cancer"):
        return [_plain(each, False, said[gate]) for each in programmes]
    if person.problems:
        why = said["clash"].format(problem=" ".join(person.problems))
        return [_plain(each, None, why) for each in programmes]
    facts = _Facts(person)
    wide_facts = _Facts(wide) if wide is not None else None
    return [_verdict(each, person, facts, wide_facts) for each in programmes]


def _plain(rules: Rules, eligible: Truth, why: str) -> Verdict:
    return Verdict(rules.programme, eligible, (), why, source=rules.source)


def _holding(parts: tuple[Part, ...], facts: _Facts) -> tuple[str, ...]:
    return tuple(part.text for part in parts if facts.judge(part).holds is True)


def _all(holds: Sequence[Truth]) -> Truth:
    if False in holds:
        return False
    return None if None in holds else True


def _verdict(rules: Rules, person: Person, facts: _Facts, wide: _Facts | None) -> Verdict:
    judged = [facts.judge(part) for part in rules.asks]
    holds = tuple(one.holds for one in judged)
    eligible = _all(holds)
    said = words().why
    why = _why(rules, holds)
    missing: set[str] = set()
    if eligible is not False:
        for one in judged:
            if one.holds is None:
                missing |= one.open
    if wide is not None and eligible is not None:
        counted = tuple(wide.judge(part).holds for part in rules.asks)
        if _all(counted) is not eligible:
            eligible, why = None, said["counting"]
            pairs = zip(holds, counted, strict=True)
            holds = tuple(one if one is other else None for one, other in pairs)
    unclear = _holding(rules.open_if, facts) if eligible else ()
    if unclear:
        eligible, why = None, " ".join(unclear)
    if eligible is not False and person.gate == "unknown":
        eligible, why = None, f"{said['gate']} {why}"
        missing |= set(person.gate_missing)
    if eligible is None and not missing and rules.asks_risk and facts.no_risk:
        why = f"{why} {facts.no_risk}"
    return Verdict(
        rules.programme,
        eligible,
        tuple(name for name in book().fields if name in missing) if missing else (),
        why,
        holds,
        at_limit=_at_limit(rules, holds, facts),
        near_limit=_near(rules, holds, person),
        category=_holding(rules.category, facts) if eligible else (),
        then=facts.judge(rules.then).holds if rules.then and eligible else None,
        source=rules.source,
    )


def _why(rules: Rules, holds: tuple[Truth, ...]) -> str:
    eligible = _all(holds)
    kind = {True: "fits", False: "fits_not", None: "open"}[eligible]
    parts = [part.text for part, one in zip(rules.asks, holds, strict=True) if one is eligible]
    return words().why[kind].format(parts="; ".join(parts))


def recalled(pack_years: float) -> tuple[float, float]:
    """Return between which pack-years the truth is likely to lie, as memory goes: low and high.

    About 2 in 3 people lie within it; see `recall` in rules/screening.yaml.
    """
    share = book().recall.share
    return pack_years * (1 - share), pack_years * (1 + share)


def _at_limit(rules: Rules, holds: Sequence[Truth], facts: _Facts) -> tuple[str, ...]:
    if not rules.at_limit or holds.count(False) > 1:
        return ()
    return tuple(
        part.text
        for at, part in rules.at_limit
        if False not in (one for place, one in enumerate(holds) if place != at)
        and facts.judge(part).holds is True
    )


def _near(rules: Rules, holds: Sequence[Truth], person: Person) -> tuple[str, ...]:
    if not rules.pack_year_limits or not person.pack_years:
        return ()
    if False in (one for place, one in enumerate(holds) if place not in rules.pack_year_asks):
        return ()
    low, high = recalled(person.pack_years)
    return tuple(
        words().near_limit.format(
            percent=round(book().recall.share * _PERCENT),
            low=f"{low:.0f}",
            high=f"{high:.0f}",
            limit=f"{limit:g}",
        )
        for limit in rules.pack_year_limits
        if low <= limit <= high
    )
