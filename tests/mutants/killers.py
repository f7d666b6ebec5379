"""Who notices a fault in the rules: the reader, a written case, a whole person, or a law."""

import importlib
import importlib.util
from collections.abc import Iterator
from functools import cache
from typing import Any

from backwatch.questionnaire import Answers, questionnaire
from backwatch.triage import Assessment, RuleBook
from tests import people_cases
from tests.people_cases import Case

PEOPLE = "tests.people_set"  # the whole people of tests/people; nobody where it is not there


@cache
def _read() -> tuple[tuple[Case, Answers], ...]:
    return tuple((c, questionnaire().read(dict(c.answers))) for c in people_cases.cases())


@cache
def _people() -> tuple[tuple[Any, Answers], ...]:
    """Return the whole people, but those to whom the rules are known to say something else."""
    if importlib.util.find_spec(PEOPLE) is None:
        return ()
    found = importlib.import_module(PEOPLE).people()
    return tuple((p, questionnaire().read(dict(p.answers))) for p in found if not p.stands)


def differs(case: Case, found: Assessment) -> bool:
    """Return whether the check says something else of a written case than it must."""
    fired = set(found.fired)
    level = found.level.id if found.level else None
    return (
        (level, found.status) != (case.level, case.status)
        or (case.fires is not None and fired != case.fires)
        or not case.among <= fired
        or bool(case.without & fired)
        or not case.unknown <= {each.rule.id for each in found.open}
    )


def by_case(book: RuleBook, about: str = "") -> str | None:
    """Return the name of the first written case that fails; those about one rule come first."""
    for case, answers in sorted(_read(), key=lambda pair: not _names(pair[0], about)):
        if differs(case, book.assess(_asked_by(book, answers))):
            return case.name
    return None


def _asked_by(book: RuleBook, answers: Answers) -> Answers:
    if book.questions is answers.questionnaire:
        return answers  # with what is already known of each question
    return Answers(book.questions, answers.given)


def _names(case: Case, rule: str) -> bool:
    told = case.among | case.without | case.unknown | (case.fires or frozenset())
    return rule in told or f"{rule} " in case.name


def by_person(book: RuleBook) -> str | None:
    """Return the first whole person whose level leaves what is accepted for them."""
    for person, answers in _people():
        if not person.accepts(book.assess(_asked_by(book, answers)).level):
            return str(person.id)
    return None


def by_law(book: RuleBook) -> str | None:
    """Return the first quick law that the rules break."""
    from tests.logic import laws  # loads z3

    broken: Iterator[Any] = (b for law in laws.ABOUT_ONE for b in laws.broken(law, book, False))
    first = next(broken, None)
    return f"{first.law} ({first.claim.about})" if first else None
