"""Who notices a fault in the rules: the reader, a written case, a whole person, or a law."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from backwatch import yaml_files
from backwatch.questionnaire import Answers, questionnaire
from backwatch.triage import Assessment, RuleBook
from backwatch.urgency import Urgency
from tests import people_cases
from tests.people_cases import Case

PEOPLE = Path(__file__).parents[1] / "people"


@dataclass(frozen=True)
class WholePerson:
    """A person told in full, with the lowest and the highest level that is right for them."""

    name: str
    answers: Mapping[str, Any]
    lowest: Urgency
    highest: Urgency


@cache
def whole_people() -> tuple[WholePerson, ...]:
    """Return the people of tests/people; nobody where there is no such folder."""
    files = {path.stem: yaml_files.read(path) for path in sorted(PEOPLE.glob("*.yaml"))}
    bases = files.pop("bases", {})
    found = []
    for raw in (person for file in files.values() for person in file["people"]):
        levels = [Urgency.from_id(level) for level in raw["accepted"]]
        answers = people_cases.changed(bases[raw["like"]], raw["but"])
        found.append(WholePerson(raw["id"], answers, min(levels), max(levels)))
    return tuple(found)


@cache
def _read() -> tuple[tuple[Case, Answers], ...]:
    return tuple((c, questionnaire().read(dict(c.answers))) for c in people_cases.cases())


@cache
def _people_read() -> tuple[tuple[WholePerson, Answers], ...]:
    return tuple((person, questionnaire().read(dict(person.answers))) for person in whole_people())


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
    for person, answers in _people_read():
        level = book.assess(_asked_by(book, answers)).level
        if level is None or not person.lowest <= level <= person.highest:
            return person.name
    return None


def by_law(book: RuleBook) -> str | None:
    """Return the first quick law that the rules break."""
    from tests.logic import laws  # loads z3

    broken: Iterator[Any] = (b for law in laws.ABOUT_ONE for b in laws.broken(law, book, False))
    first = next(broken, None)
    return f"{first.law} ({first.claim.about})" if first else None
