"""The rules and questions in plain words, made from the parsed files and from nothing else.

There is no second wording by hand: a line is a question's label and its answers' own words. Derived
facts are followed to the answers that they stand for, so that each rule can be read by itself.
"""

from dataclasses import dataclass, replace

from backwatch.conditions import Answer, AtLeast, Condition, Not
from backwatch.questionnaire import Question, Questionnaire
from backwatch.triage import Rule, RuleBook
from backwatch.urgency import Urgency

_BASIS = {
    "seed": "One or more articles say it.",
    "guideline": "Guidelines or advice leaflets say it.",
    "both": "Articles name the sign. A guideline or leaflet supports how soon.",
    "design": "It is our own choice.",
}
_ALL = "All of these:"
_ANY = "One or more of these:"


@dataclass(frozen=True, slots=True)
class Line:
    """A short line, with the lines that belong under it."""

    text: str
    children: tuple["Line", ...] = ()

    def every_text(self) -> tuple[str, ...]:
        """Return this line's text and that of all lines below, in order."""
        return (self.text, *(text for child in self.children for text in child.every_text()))


@dataclass(frozen=True, slots=True)
class QuestionWords:
    """What there is to know about one question.

    answers: the words to choose from, or one line on what may be typed.
    asked: when it is asked; None for always. marks: what it is, a sentence each.
    blank: what no answer and "not sure" count as. rules: the rules whose condition looks at it.
    opens: the questions that its answer can show or hide.
    """

    question: Question
    topic: str
    answers: tuple[str, ...]
    asked: Line | None
    marks: tuple[str, ...]
    blank: str
    rules: tuple[Rule, ...]
    opens: tuple[Question, ...]


def condition_words(condition: Condition, questions: Questionnaire) -> Line:
    """Return when a condition holds, as a line with lines below it.

    "All of these:", "One or more of these:", "2 or more of these:" or "None of these:" stands over
    its parts; an answer is one line, "Age: 50 or more". Groups of one kind inside each other become
    one list. Raises TypeError for a kind of condition that has no words yet.
    """
    match condition:
        case Answer():
            return Line(_answer(condition, questions))
        case AtLeast(parts=(part,)):
            return condition_words(part, questions)
        case AtLeast(count=count, parts=parts):
            lines = tuple(condition_words(part, questions) for part in parts)
            head = _head(count, len(parts))
            return Line(head, _one_list(head, lines) if head in (_ALL, _ANY) else lines)
        case Not(part=part):
            return _opposite(part, questions)
    raise TypeError(f"there are no plain words for {condition!r}")


def _head(count: int, parts: int) -> str:
    return _ALL if count == parts else _ANY if count == 1 else f"{count} or more of these:"


def _one_list(head: str, lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """Return the lines, those of a group with the same head taken in, none of them twice."""
    found: dict[Line, None] = {}
    for line in lines:
        found |= dict.fromkeys(line.children if line.text == head else (line,))
    return tuple(found)


def _opposite(part: Condition, questions: Questionnaire) -> Line:
    """Return when a condition does not hold."""
    match part:
        case Not(part=inner):
            return condition_words(inner, questions)
        case AtLeast(parts=(only,)):
            return _opposite(only, questions)
        case AtLeast(count=count, parts=parts):
            heads = {len(parts): "Not all of these:", 1: "None of these:"}
            head = heads.get(count, f"Fewer than {count} of these:")
            return replace(condition_words(part, questions), text=head)
    return Line(f"Not: {condition_words(part, questions).text}")


def _answer(answer: Answer, questions: Questionnaire) -> str:
    question = questions[answer.question]
    if answer.operator in ("gte", "lte"):
        limit = f"{answer.wanted[0]:g}"
        said = f"{limit} or more" if answer.operator == "gte" else f"{limit} or less"
    elif len(answer.wanted) == 1 and question.type == "yes_no_unsure":
        said = question.words(answer.wanted[0])
    else:
        said = _one_of([question.words(word) for word in answer.wanted], question)
    blank = ""
    if question.if_missing is not None:
        blank = f" (no answer counts as “{question.words(question.if_missing)}”)"
    return f"{question.label}: {said}{blank}"


def _one_of(words: list[str], question: Question) -> str:
    *first, last = (f"“{word}”" for word in words)
    if not first:
        return last
    how_many = "one or more of" if question.type == "multi" else "one of"
    return f"{how_many} {', '.join(first)} or {last}"


def rule_words(book: RuleBook, rule: Rule) -> Line:
    """Return when a rule holds. The two rules that depend on all others say so."""
    condition = book.condition(rule.id)
    others = "No other rule holds."
    if condition is None:
        return Line(_ALL, (Line(others), Line("Not all that the calmest level needs is there.")))
    line = condition_words(condition, book.questions)
    if rule.urgency is not Urgency.SELF_CARE:
        return line
    needs = (
        Line(others),
        Line("No other rule is still open because an answer is missing or not sure."),
        Line("Every question that a finished check needs has an answer."),
    )
    return Line(_ALL, (*_one_list(_ALL, (line,)), *needs))


def basis_words(rule: Rule) -> str:
    """Return in words what a rule rests on: articles, guidelines, both, or our own choice."""
    return _BASIS[rule.basis]


def question_words(book: RuleBook, question: Question) -> QuestionWords:
    """Return what there is to know about a question: answers, when it is asked, what uses it."""
    questions = book.questions
    shown = questions.shown_if(question.id)
    return QuestionWords(
        question=question,
        topic=next(s.title for s in questions.sections if s.id == question.section),
        answers=tuple(question.choices.values()) or (_to_type(question),),
        asked=None if shown is None else condition_words(shown, questions),
        marks=tuple(_marks(questions, question)),
        blank=_blank(question),
        rules=tuple(rule for rule in book.rules if question.id in _looks_at(book, rule)),
        opens=tuple(
            other
            for other in questions
            if (asks := questions.shown_if(other.id)) and question.id in asks.questions()
        ),
    )


def _looks_at(book: RuleBook, rule: Rule) -> frozenset[str]:
    condition = book.condition(rule.id)
    return condition.questions() if condition else frozenset()


def _to_type(question: Question) -> str:
    if question.type != "number":
        return "Your own words"
    kind = "A whole number" if question.whole else "A number"
    return f"{kind}, {question.min:g} to {question.max:g}"


def _marks(questions: Questionnaire, question: Question) -> list[str]:
    said = []
    if question.id in questions.steps[0].all_questions:
        said.append("A danger sign. It is asked first.")
    elif question.warning:
        said.append("A warning sign.")
    if question.critical:
        said.append("A key question. A rule that only it could settle counts one level below.")
    if question.id in questions.needed:
        said.append("A finished check needs an answer.")
    if question.optional:
        said.append("It can be skipped.")
    return said


def _blank(question: Question) -> str:
    if question.if_missing is not None:
        return f"No answer, or not sure, counts as “{question.words(question.if_missing)}”."
    return "No answer, or not sure, stays open. It never counts as no."
