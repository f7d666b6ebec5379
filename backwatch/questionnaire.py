"""The questions of the check, the answers to them, and what is still open.

Answers are flat, {question id: value}, several answers as a list. A question that another answer
hides does not apply and reads as false; where that other answer is open, it is unknown.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Any, TypeVar

from backwatch import conditions, paths, yaml_files
from backwatch.conditions import NOT_SURE, Condition, Fact
from backwatch.question import (
    NONE,
    TEXT_LENGTH,
    YES_NO_UNSURE,
    AnswerError,
    Group,
    InShort,
    Question,
    Record,
    Section,
    Step,
    Value,
    in_one_line,
)
from backwatch.yaml_files import DataFileError

__all__ = [
    "NONE",
    "NOT_SURE",
    "TEXT_LENGTH",
    "YES_NO_UNSURE",
    "AnswerError",
    "Answers",
    "Group",
    "Question",
    "Questionnaire",
    "Section",
    "Step",
    "Value",
    "in_one_line",
    "questionnaire",
]

_Made = TypeVar("_Made")


@dataclass(frozen=True)
class Answers:
    """What a person answered, with hidden questions, not sure and defaults settled.

    given: {question id: value} as read; nothing stands for an unanswered question.
    """

    questionnaire: "Questionnaire"
    given: Mapping[str, Value]
    _facts: dict[str, Fact] = field(default_factory=dict, repr=False, compare=False)
    _made: dict[tuple[int, ...], tuple[Any, frozenset[str], Any]] = field(
        default_factory=dict, repr=False, compare=False
    )
    _asked: dict[str, tuple[str, ...]] = field(default_factory=dict, repr=False, compare=False)

    def state(self, question: str) -> Fact:
        """Return what is known about one question (see conditions.Fact)."""
        if question not in self._facts:
            self._facts[question] = self._state(question)
        return self._facts[question]

    def _state(self, question: str) -> Fact:
        record = self.questionnaire[question]
        shown = self.questionnaire.shown_if(question)
        ask = frozenset({question})
        if shown is not None:
            verdict = shown.judge(self)
            if verdict.holds is False:
                return Fact(applies=False)
            if verdict.holds is None:
                # Whatever stands here was given to a question that may not apply: do not use it.
                return Fact(value=record.if_missing, ask=verdict.open)
        value = self.given.get(question)
        unsure = value in (NOT_SURE, "skip") or (isinstance(value, tuple) and NOT_SURE in value)
        if value is None or value in (NOT_SURE, "skip"):
            return Fact(value=record.if_missing, unsure=unsure, ask=ask)
        return Fact(value=value, unsure=unsure, ask=ask)

    def applies(self, question: str) -> bool:
        """Return whether the question is to be shown: for sure, as far as is known now."""
        shown = self.questionnaire.shown_if(question)
        return shown is None or shown.judge(self).holds is True

    def once(
        self, of: tuple[object, ...], asks: frozenset[str], make: Callable[[], _Made]
    ) -> _Made:
        """Return what `make` makes of these answers and of things that never change, made once.

        asks: all questions that it looks at. A copy with another answer keeps what was made, unless
        one of them can feel that answer.
        """
        key = tuple(map(id, of))  # they are kept too, so no other thing can get their ids
        if key not in self._made:
            self._made[key] = (of, asks, make())
        found: _Made = self._made[key][2]
        return found

    def with_answer(self, question: str, value: Value | None) -> "Answers":
        """Return a copy in which one answer is another; None takes it away."""
        given = {k: v for k, v in self.given.items() if k != question}
        if value is not None:
            given[question] = value
        given = self.questionnaire.joined(given)
        other = {q for q in self.given.keys() | given if self.given.get(q) != given.get(q)}
        felt = self.questionnaire.that_feel(other)
        return Answers(
            self.questionnaire,
            given,
            {q: fact for q, fact in self._facts.items() if q not in felt},
            {key: kept for key, kept in self._made.items() if kept[1].isdisjoint(felt)},
        )

    def unanswered(self, questions: Sequence[str]) -> tuple[str, ...]:
        """Return those of `questions` that apply and have no answer at all, in order.

        A part is answered too while only its whole question is, as in an older check.
        """
        answered = self.given.keys() | self.questionnaire.as_parts_of_whole(self)
        return tuple(q for q in questions if q not in answered and self.applies(q))

    def asked(self, step: "Step") -> tuple[str, ...]:
        """Return the questions that one screen asks (see Questionnaire.step_questions)."""
        if step.id not in self._asked:
            self._asked[step.id] = self.questionnaire.step_questions(step, self)
        return self._asked[step.id]

    @cached_property
    def missing(self) -> tuple[str, ...]:
        """The unanswered questions that keep the check incomplete, in order."""
        return self.unanswered(self.questionnaire.needed)


class Questionnaire:
    """All questions, in order, with their screens."""

    def __init__(self, raw: Any, name: str = "questions.yaml") -> None:
        """Read and check the file. Raises DataFileError naming what is wrong."""
        file = yaml_files.check(_File, raw, name)
        self.sections = file.sections
        self.steps = file.steps
        self.adult_age = file.adult_age
        self.in_short = file.in_short
        self.questions = {question.id: question for question in file.questions}
        if len(self.questions) != len(file.questions):
            raise DataFileError(f"{name}: a question id is there twice")
        in_short = [q for sentence in file.in_short for q in sentence.questions]
        for named in (*file.required, *in_short):
            if named not in self.questions:
                raise DataFileError(f"{name}: there is no question {named!r}")
        for step in file.steps:
            if step.section not in {section.id for section in file.sections}:
                raise DataFileError(f"{name}: {step.id}: there is no section {step.section!r}")
        for step in self.steps:
            if len(set(step.all_questions)) != len(step.all_questions):
                raise DataFileError(f"{name}: {step.id}: a question is there twice")
        in_steps = {q for step in self.steps for q in step.all_questions}
        wanted = {q.id for q in file.questions if not q.no_screen}
        if in_steps != wanted:
            odd = sorted(in_steps ^ wanted)
            raise DataFileError(f"{name}: steps and questions differ: {odd}")
        self._parts: dict[str, tuple[str, ...]] = {}
        for question in file.questions:
            if question.part_of is not None:
                parent = self.questions.get(question.part_of)
                if parent is None or {parent.type, question.type} != {"yes_no_unsure"}:
                    raise DataFileError(
                        f"{name}: {question.id}: part_of needs a yes-or-no question"
                    )
                self._parts[parent.id] = (*self._parts.get(parent.id, ()), question.id)
        self.options = {
            q.id: None
            if q.type == "number"
            else frozenset()
            if q.type == "text"
            else frozenset({*q.choices, NOT_SURE})
            for q in file.questions
        }
        self.needed = tuple(q.id for q in file.questions if q.critical or q.id in file.required)
        self._shown: dict[str, Condition] = {}
        for question in file.questions:
            self._check(question, name)
        self._feel = {question: frozenset(self._that_feel(question)) for question in self.questions}
        self._steps_shown = {
            step.id: self._condition(step.show_if, f"{name}: {step.id}")
            for step in file.steps
            if step.show_if is not None
        }

    def _check(self, question: Question, name: str) -> None:
        where = f"{name}: {question.id}"
        if (question.type in ("single", "multi")) != bool(question.options):
            raise DataFileError(
                f"{where}: options belong to single and multi questions, only there"
            )
        if question.section not in {section.id for section in self.sections}:
            raise DataFileError(f"{where}: there is no section {question.section!r}")
        options = self.options[question.id]
        if question.if_missing is not None and question.if_missing not in (options or ()):
            raise DataFileError(f"{where}: if_missing is not one of its answers")
        if question.show_if is None:
            return
        condition = self._condition(question.show_if, where)
        order = list(self.questions)
        if any(order.index(q) >= order.index(question.id) for q in condition.questions()):
            raise DataFileError(f"{where}: show_if may only look at earlier questions")
        self._shown[question.id] = condition

    def _condition(self, show_if: Any, where: str) -> Condition:
        try:
            return conditions.parse(show_if, {}, self.options)
        except DataFileError as error:
            raise DataFileError(f"{where}: show_if: {error}") from None

    def _that_feel(self, changed: str) -> set[str]:
        felt = {changed}
        for question, shown in self._shown.items():  # each looks at earlier questions only
            if not felt.isdisjoint(shown.questions()):
                felt.add(question)
        return felt

    def that_feel(self, changed: Iterable[str]) -> frozenset[str]:
        """Return the questions whose state can be another when the answers to these are.

        They themselves, and those that are shown or hidden by them, directly or by each other.
        """
        return frozenset().union(*(self._feel[question] for question in changed))

    def __getitem__(self, question: str) -> Question:
        return self.questions[question]

    def __iter__(self) -> Iterator[Question]:
        return iter(self.questions.values())

    def shown_if(self, question: str) -> Condition | None:
        """Return the condition under which a question is shown; None for always."""
        return self._shown.get(question)

    def read(self, raw: Any) -> Answers:
        """Return the answers that a mapping states.

        Raises AnswerError, in one plain sentence, for an unknown question, an unknown option, a
        number out of range, or anything that is not {question: answer}.
        """
        if not isinstance(raw, Mapping):
            raise AnswerError("answers", "give one set of answers, as {question: answer}.")
        given: dict[str, Value] = {}
        for question, value in raw.items():
            if question not in self.questions:
                raise AnswerError(in_one_line(question), "there is no question with this name.")
            read = self.questions[question].read(value)
            if read is not None:
                given[question] = read
        return Answers(self, self.joined(given))

    def joined(self, given: Mapping[str, Value]) -> dict[str, Value]:
        """Return answers in which each question that was asked in parts has its own answer too."""
        found = dict(given)
        for whole, parts in self._parts.items():
            joined = _joined(found.get(whole), [found.get(part) for part in parts])
            if joined is not None:
                found[whole] = joined
        return found

    def parts(self, question: str) -> tuple[str, ...]:
        """Return the questions that a screen asks in place of this one; none for most."""
        return self._parts.get(question, ())

    def whole(self, question: str) -> str:
        """Return the question that this one is a part of, else itself."""
        return self.questions[question].part_of or question

    @property
    def danger_signs(self) -> tuple[str, ...]:
        """The danger signs, as rules and saved answers name them, in order."""
        return tuple(dict.fromkeys(self.whole(q) for q in self.steps[0].all_questions))

    def as_parts_of_whole(self, answers: Answers) -> frozenset[str]:
        """Return the parts of every question that was answered whole, with no part answered."""
        return frozenset(
            part
            for whole, parts in self._parts.items()
            if whole in answers.given and not any(p in answers.given for p in parts)
            for part in parts
        )

    def as_asked(self, questions: Sequence[str], answers: Answers) -> tuple[str, ...]:
        """Return the questions to list with their answers, parts as far as they were answered.

        Where only the whole question was answered, as in a check of an older version, it stands
        for its parts. Where it says more than they do, as with a sign of the diary, it comes first.
        """
        by_whole = self.as_parts_of_whole(answers)
        listed: dict[str, None] = {}
        for question in questions:
            whole = self.whole(question)
            parts = self.parts(whole)
            said = answers.given.get(whole)
            if parts and said != _joined(None, [answers.given.get(part) for part in parts]):
                listed.setdefault(whole)
            for part in parts or (whole,):
                if part not in by_whole:
                    listed.setdefault(part)
        return tuple(listed)

    def step_applies(self, step: Step, answers: Answers) -> bool:
        """Return whether a screen is for this person: for sure, as far as is known now."""
        shown = self._steps_shown.get(step.id)
        return shown is None or shown.judge(answers).holds is True

    def step_questions(self, step: Step, answers: Answers) -> tuple[str, ...]:
        """Return the questions that one screen asks, given these answers.

        Those that apply and that no earlier screen asks.
        """
        if not self.step_applies(step, answers):
            return ()
        before = self.steps[: self.steps.index(step)]
        earlier = {
            q for each in before if self.step_applies(each, answers) for q in each.all_questions
        }
        return tuple(q for q in step.all_questions if q not in earlier and answers.applies(q))

    def asked(self, answers: Answers) -> tuple[str, ...]:
        """Return every question that the screens ask, given these answers, but for mere detail."""
        return tuple(
            q for step in self.steps for q in answers.asked(step) if not self.questions[q].optional
        )


def _joined(whole: Value | None, parts: Sequence[Value | None]) -> Value | None:
    """Return what a question and its parts say together: the more urgent answer wins."""
    said = [*parts, whole]
    if "yes" in said:
        return "yes"
    if whole is None and None in parts:
        return None
    return NOT_SURE if NOT_SURE in said else "no"


class _File(Record):
    schema_version: int
    adult_age: int
    required: tuple[str, ...]
    in_short: tuple[InShort, ...]
    sections: tuple[Section, ...]
    steps: tuple[Step, ...]
    questions: tuple[Question, ...]


@cache
def questionnaire() -> Questionnaire:
    """Return the questions of rules/questions.yaml. Raises DataFileError when it is damaged."""
    path = paths.RULES / "questions.yaml"
    return Questionnaire(yaml_files.read(path), path.name)
