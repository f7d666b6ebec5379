"""Questions to take along to the visit: which are offered, and which are ticked beforehand.

The words, the conditions and the sources are in content/summary_answers.yaml and in the remarks of
the check. Nothing is ticked on an open answer.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from backwatch import remarks, triage
from backwatch.conditions import Condition
from backwatch.diary import Appointment
from backwatch.questionnaire import Answers
from backwatch.summary_words import answer_words, words
from backwatch.yaml_files import DataFileError


@dataclass(frozen=True)
class Question:
    """One question to choose. `ticked`: chosen beforehand. sources: {id: place}; empty: their own.

    id: a public name; "own-1" and on are the person's, from the appointment in the diary.
    """

    id: str
    text: str
    ticked: bool
    sources: Mapping[str, str]


@dataclass(frozen=True)
class _Offer:
    id: str
    text: str
    when: Condition | None
    show: Condition | None
    sources: Mapping[str, str]


@cache
def _offers() -> tuple[_Offer, ...]:
    book, where = triage.rule_book(), "summary_answers.yaml: offered"
    named = {remark.id: remark for remark in remarks.every()}
    found = []
    for each in answer_words().offered:
        text, when, cited = each.ask, each.when, dict(each.sources)
        if each.remark is not None:
            if each.remark not in named or not named[each.remark].ask:
                raise DataFileError(f"{where}: {each.remark} asks nothing")
            remark = named[each.remark]
            text, when, cited = remark.ask, remark.when, dict(remark.sources)
        found.append(
            _Offer(
                each.id,
                text,
                None if when is None else book.parse(when, f"{where}: {each.id}"),
                None if each.show is None else book.parse(each.show, f"{where}: {each.id}"),
                cited,
            )
        )
    return tuple(found)


def offered(answers: Answers | None, visit: Appointment | None = None) -> tuple[Question, ...]:
    """Return what can be asked: the person's own questions first, then ours, in print order.

    visit: the appointment whose questions are theirs, one on each line. At most three of ours are
    ticked, fewer when they wrote some: a long list makes the visit longer and less is answered.
    """
    lines = visit.questions.splitlines() if visit else []
    own = [
        Question(f"own-{number}", line.strip(), True, {})
        for number, line in enumerate(filter(str.strip, lines), 1)
    ]
    left = max(0, words().numbers.most_questions - len(own))
    ours = []
    for offer in _offers():
        shown = offer.show is None or (
            answers is not None and offer.show.judge(answers).holds is not False
        )
        if not shown:
            continue
        holds = (
            answers is not None
            and offer.when is not None
            and offer.when.judge(answers).holds is True
        )
        ours.append(Question(offer.id, offer.text, holds and left > 0, offer.sources))
        left -= holds
    return (*own, *ours)


def ticked(questions: Sequence[Question]) -> tuple[str, ...]:
    """Return the texts of the questions that are ticked beforehand."""
    return tuple(question.text for question in questions if question.ticked)
