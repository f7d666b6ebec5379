"""From answers to how soon to get help: the rules, the level, the reasons and what is open.

How answers become a level:
1. The highest rule that holds wins; no answer ever lowers a level.
2. A rule that is unknown counts one level below its own when a critical question could settle it.
3. Self-care needs everything: its own rule holds, no other rule holds or is unknown, every needed
   question is answered, and the answer to the cancer question is no.
4. Nothing that holds means routine, never self-care.
5. With a needed question unanswered the check is incomplete and the level is "at least".
No clinician has reviewed the rules yet.
"""

import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property, partial
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from backwatch import conditions, paths, yaml_files
from backwatch.conditions import NOT_SURE, Condition
from backwatch.questionnaire import Answers, Questionnaire, Value, questionnaire
from backwatch.urgency import Urgency
from backwatch.yaml_files import DataFileError

Status = Literal["complete", "incomplete", "under_18"]


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Rule(_Record):
    """One rule with its papers. `sources` maps a source id to the place in that source."""

    id: str
    level: str
    pathway: Literal["any", "cancer", "no_cancer"]
    basis: Literal["seed", "guideline", "both", "design"]
    explain: Literal["title", "matched"] = "title"
    title: str
    why: str
    note: str = ""  # where the level or the rule goes beyond its sources
    when: Any
    beside: tuple[str, ...] = ()  # questions that decide nothing, shown with the reason
    sources: dict[str, str] = Field(min_length=1)

    @cached_property
    def urgency(self) -> Urgency:
        """The level this rule gives."""
        return Urgency.from_id(self.level)


class _File(_Record):
    schema_version: int
    version: str
    reviewed_by: str | None
    derived: dict[str, Any]
    rules: tuple[Rule, ...]


@dataclass(frozen=True)
class Reason:
    """A rule that holds and the answers that made it hold, {question: value}.

    from_diary: of these, the questions that the diary answered, each with the days it rests on.
    """

    rule: Rule
    answers: Mapping[str, Value]
    from_diary: Mapping[str, tuple[dt.date, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Open:
    """A rule that could not be settled, and the questions that would settle it."""

    rule: Rule
    ask: tuple[str, ...]
    counts: bool  # whether it counts, one level below its own


@dataclass(frozen=True)
class Change:
    """One other answer that would raise the level."""

    question: str
    answer: Value
    level: Urgency


@dataclass(frozen=True)
class Assessment:
    """How soon to get help, and why.

    level: None under 18; with status incomplete it means "at least".
    reasons: the rules that hold, most urgent first. open: the rules nobody could settle, likewise.
    missing: the unanswered questions that keep the check incomplete.
    """

    level: Urgency | None
    status: Status
    reasons: tuple[Reason, ...]
    open: tuple[Open, ...]
    missing: tuple[str, ...]
    rules_version: str

    @property
    def fired(self) -> tuple[str, ...]:
        """The ids of the rules that hold, most urgent first."""
        return tuple(reason.rule.id for reason in self.reasons)

    @property
    def at_least(self) -> bool:
        """Whether the level may be too low: an answer is missing, or an open rule is higher."""
        if self.level is Urgency.EMERGENCY:
            return False
        return self.status == "incomplete" or (
            self.level is not None and any(o.rule.urgency > self.level for o in self.open)
        )

    def counts_from(self, checked_on: dt.date) -> dt.date:
        """Return the day from which the level's own days count.

        The day of the check, or the last day of the diary that a reason of the level rests on.
        """
        top = [r for r in self.reasons if r.rule.urgency == self.level]
        noted = [day for r in top for days in r.from_diary.values() for day in days]
        return max([checked_on, *noted])

    @property
    def emergencies(self) -> tuple[Reason, ...]:
        """The reasons of the highest level that hold, whether the check is finished or not."""
        return tuple(r for r in self.reasons if r.rule.urgency is Urgency.EMERGENCY)

    @property
    def is_emergency(self) -> bool:
        """Whether a rule of the highest level holds, finished or not."""
        return bool(self.emergencies)


class RuleBook:
    """All rules, read and checked against the questions."""

    def __init__(self, raw: Any, questions: Questionnaire, name: str = "triage.yaml") -> None:
        """Raise DataFileError for anything that cannot be read: no rule is ever left out."""
        file = yaml_files.check(_File, raw, name)
        self.questions = questions
        self.rules = file.rules
        self.reviewed_by = file.reviewed_by
        self.version = file.version
        unknown = {q for rule in file.rules for q in rule.beside} - set(questions.questions)
        if unknown:
            raise DataFileError(f"{name}: beside: there is no question {min(unknown)!r}")
        derived: dict[str, Condition] = {}
        for fact, condition in file.derived.items():
            derived[fact] = _parse(condition, derived, questions, f"{name}: {fact}")
        self._facts = derived
        self._conditions: dict[str, Condition] = {}
        for rule in file.rules:
            if rule.id in self._conditions or rule.level not in {u.id for u in Urgency}:
                raise DataFileError(f"{name}: rule {rule.id}: there twice, or an unknown level")
            if rule.when != "default":
                where = f"{name}: rule {rule.id}"
                self._conditions[rule.id] = _parse(rule.when, derived, questions, where)
        self._asks = {id: condition.questions() for id, condition in self._conditions.items()}
        self._place = {question.id: number for number, question in enumerate(questions)}
        self.default = _only(file.rules, lambda r: r.when == "default", f"{name}: default")
        self.self_care = _only(
            file.rules, lambda r: r.urgency is Urgency.SELF_CARE, f"{name}: self_care"
        )

    def parse(self, raw: Any, where: str) -> Condition:
        """Return a condition of another file, which may name this book's derived facts.

        Raises DataFileError, which begins with `where`.
        """
        return _parse(raw, self._facts, self.questions, where)

    def condition(self, rule_id: str) -> Condition | None:
        """Return when a rule holds; None for the default rule."""
        return self._conditions.get(rule_id)

    def fact(self, name: str, answers: Answers) -> bool | None:
        """Return whether a derived fact, such as "known_cancer", holds; None for unknown."""
        return self._facts[name].judge(answers).holds

    def assess(self, answers: Answers) -> Assessment:
        """Return how soon to get help for these answers, with the reasons and what is open."""
        reasons: list[Reason] = []
        unsettled: list[Open] = []
        mild: Reason | None = None
        for rule in self.rules:
            condition = self._conditions.get(rule.id)
            if condition is None:
                continue
            found = answers.once(
                (rule, condition),
                self._asks[rule.id],
                partial(self._found, rule, condition, answers),
            )
            if rule is self.self_care:
                mild = found if isinstance(found, Reason) else None
            elif isinstance(found, Reason):
                reasons.append(found)
            elif found is not None:
                unsettled.append(found)
        age = answers.given.get("age")
        if isinstance(age, (int, float)) and age < self.questions.adult_age:
            only_urgent = [r for r in reasons if r.rule.urgency is Urgency.EMERGENCY]
            return self._assessment(None, "under_18", only_urgent, [], answers)
        status: Status = "incomplete" if answers.missing else "complete"
        floor = [r.rule.urgency for r in reasons]
        floor += [o.rule.urgency.one_below() for o in unsettled if o.counts]
        level = max([Urgency.ROUTINE, *floor])
        if mild and not reasons and not unsettled and status == "complete":
            return self._assessment(Urgency.SELF_CARE, status, [mild], [], answers)
        if not reasons and level is Urgency.ROUTINE:
            reasons = [Reason(self.default, {})]
        return self._assessment(level, status, reasons, unsettled, answers)

    def _found(self, rule: Rule, condition: Condition, answers: Answers) -> Reason | Open | None:
        """Return why a rule holds, or what would settle it; None where it does not hold."""
        verdict = condition.judge(answers)
        if verdict.holds is True:
            return Reason(rule, self._given(answers, verdict.because))
        if verdict.holds is False:
            return None
        ask = self._in_order(verdict.open)
        return Open(rule, ask, any(self.questions[q].critical for q in ask))

    def _in_order(self, questions: Iterable[str]) -> tuple[str, ...]:
        return tuple(sorted(questions, key=self._place.__getitem__))

    def _given(self, answers: Answers, questions: frozenset[str]) -> dict[str, Value]:
        return {q: answers.given[q] for q in self._in_order(questions) if q in answers.given}

    def _assessment(
        self,
        level: Urgency | None,
        status: Status,
        reasons: list[Reason],
        unsettled: list[Open],
        answers: Answers,
    ) -> Assessment:
        return Assessment(
            level=level,
            status=status,
            reasons=tuple(sorted(reasons, key=lambda r: -r.rule.urgency)),
            open=tuple(sorted(unsettled, key=lambda o: -o.rule.urgency)),
            missing=answers.missing,
            rules_version=self.version,
        )

    def changes(self, answers: Answers) -> tuple[Change, ...]:
        """Return every single other answer that would raise the level, most urgent first.

        For each question that applies, and each level it can reach, the first such answer.
        """
        now = self.assess(answers).level
        if now is None:
            return ()
        found: dict[tuple[str, Urgency], Change] = {}
        for question in self.questions:
            if question.part_of or not answers.applies(question.id):
                continue
            for value in _other_answers(question, answers.given.get(question.id)):
                level = self.assess(answers.with_answer(question.id, value)).level
                if level is not None and level > now:
                    found.setdefault((question.id, level), Change(question.id, value, level))
        return tuple(sorted(found.values(), key=lambda change: -change.level))


def _parse(
    raw: Any, derived: Mapping[str, Condition], questions: Questionnaire, where: str
) -> Condition:
    try:
        return conditions.parse(raw, derived, questions.options)
    except DataFileError as error:
        raise DataFileError(f"{where}: {error}") from None


def _only(rules: tuple[Rule, ...], wanted: Any, where: str) -> Rule:
    found = [rule for rule in rules if wanted(rule)]
    if len(found) != 1:
        raise DataFileError(f"{where}: there must be exactly one such rule")
    return found[0]


def _other_answers(question: Any, now: Value | None) -> list[Value]:
    """Return the other answers to try: each option, one more of several, each number."""
    if question.fixed:
        return []
    if question.type == "number":
        return [n for n in range(int(question.min), int(question.max) + 1) if n != now]
    options = [word for word in question.choices if word not in (NOT_SURE, "none", "skip")]
    if question.type == "multi":
        have = (
            tuple(w for w in now if w not in (NOT_SURE, "none")) if isinstance(now, tuple) else ()
        )
        return [question.read([*have, word]) for word in options if word not in have]
    return [word for word in options if word != now]


_DECIDE_THE_LEVEL = (  # the last three where a diary is looked at too
    *("levels.yaml", "questions.yaml", "triage.yaml"),
    *("diary.yaml", "evidence.yaml", "trends.yaml"),
)


@cache
def rule_book() -> RuleBook:
    """Return the rules of rules/triage.yaml. Raises DataFileError when a file is damaged.

    Their version is the date of the rules and a short mark of the files that decide the level. The
    mark changes with every edit, so a printed sheet tells apart two states of one date.
    """
    asked, path = questionnaire(), paths.RULES / "triage.yaml"
    book = RuleBook(yaml_files.read(path), asked, path.name)
    digest = hashlib.blake2b(digest_size=3)
    for name in _DECIDE_THE_LEVEL:
        try:
            digest.update((paths.RULES / name).read_bytes().replace(b"\r\n", b"\n"))
        except OSError as error:
            raise DataFileError(f"{name}: cannot be read ({error.strerror})") from None
    book.version = f"{book.version}.{digest.hexdigest()}"
    return book
