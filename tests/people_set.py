"""The open set of made-up people: what they tell, what they answer, and how soon is right.

Each person stands in tests/people/*.yaml with
id, name (a sentence), narrative (2 to 4 sentences, as the person would tell it);
like and but (a base of bases.yaml and what differs; null takes an answer away), or answers, whole;
accepted: the lowest and the highest level that is right, judged from the narrative and the sources
before the rules were run; one level alone where only that one is right, then also exact: true;
sources: {id of content/sources.yaml: place in it}; judged: one sentence why.
Where they apply: case (the acceptance case), carer: true (somebody else answers), clash (the
questions whose answers do not fit together), stands: why our judgement stands although the rules
say another level. Such a person stays in the table as over-triaged or under-triaged.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, model_validator

from backwatch import sources, yaml_files
from backwatch.questionnaire import AnswerError, Questionnaire, questionnaire
from backwatch.urgency import Urgency
from backwatch.yaml_files import DataFileError
from tests.people_cases import changed

FOLDER = Path(__file__).parent / "people"
BASES = "bases.yaml"


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    name: str = Field(min_length=1)
    narrative: str = Field(min_length=1)
    like: str = ""
    but: dict[str, Any] = {}
    answers: dict[str, Any] = {}
    accepted: list[str] = Field(min_length=1, max_length=2)
    exact: bool = False
    sources: dict[str, str] = Field(min_length=1)
    judged: str = Field(min_length=1)
    case: str = ""
    carer: bool = False
    clash: list[str] = []
    stands: str = ""

    @model_validator(mode="after")
    def _fits_together(self) -> "_Record":
        if bool(self.like) == bool(self.answers) or (self.but and not self.like):
            raise ValueError("give like and but, or answers")
        if self.exact != (len(self.accepted) == 1):
            raise ValueError("exact: true belongs to one accepted level, only there")
        return self


@dataclass(frozen=True)
class Person:
    """One made-up person. `answers` is whole and flat, {question: answer}.

    lowest and highest are the ends of what is right: the same level, or one apart.
    """

    id: str
    file: str
    name: str
    narrative: str
    answers: Mapping[str, Any]
    lowest: Urgency
    highest: Urgency
    sources: Mapping[str, str]
    judged: str
    case: str = ""
    carer: bool = False
    clash: tuple[str, ...] = ()
    stands: str = ""

    def accepts(self, level: Urgency | None) -> bool:
        """Return whether a level is right for this person; None (no level) never is."""
        return level is not None and self.lowest <= level <= self.highest

    @property
    def exact(self) -> bool:
        """Whether only one level is right."""
        return self.lowest is self.highest


def read(raw: Any, bases: Mapping[str, Any], questions: Questionnaire, file: str) -> list[Person]:
    """Return the people of one file as read from YAML.

    Raises DataFileError, naming file and person, for a key, base, question, answer, level or source
    that does not exist, and for levels that are not one or two in a row, the lower one first.
    """
    found = []
    records = yaml_files.check(dict[str, list[_Record]], raw, file)
    if set(records) != {"people"}:
        raise DataFileError(f"{file}: the one key is people")
    for record in records["people"]:
        where = f"{file}: {record.id}"
        answers = _answers(record, bases, where)
        try:
            questions.read(answers)
        except AnswerError as error:
            raise DataFileError(f"{where}: {error}") from None
        lowest, highest = _levels(record.accepted, where)
        for question in record.clash:
            if question not in answers:
                raise DataFileError(f"{where}: clash: {question!r} is not answered")
        for source, place in record.sources.items():
            if source not in sources.sources():
                raise DataFileError(f"{where}: there is no source {source!r}")
            if not place.strip():
                raise DataFileError(f"{where}: {source}: say the place, or place not checked")
        found.append(
            Person(
                id=record.id,
                file=file,
                name=record.name,
                narrative=record.narrative,
                answers=answers,
                lowest=lowest,
                highest=highest,
                sources=record.sources,
                judged=record.judged,
                case=record.case,
                carer=record.carer,
                clash=tuple(record.clash),
                stands=record.stands,
            )
        )
    return found


def _answers(record: _Record, bases: Mapping[str, Any], where: str) -> dict[str, Any]:
    if not record.like:
        return dict(record.answers)
    return changed(_base(record.like, bases, where), record.but)


def _base(name: str, bases: Mapping[str, Any], where: str) -> dict[str, Any]:
    if name not in bases:
        raise DataFileError(f"{where}: there is no base {name!r}")
    raw = bases[name]
    if "like" not in raw:
        return dict(raw)
    return changed(_base(raw["like"], bases, where), raw["but"])


def _levels(accepted: list[str], where: str) -> tuple[Urgency, Urgency]:
    try:
        levels = [Urgency.from_id(level) for level in accepted]
    except ValueError as error:
        raise DataFileError(f"{where}: accepted: {error}") from None
    if levels[-1] - levels[0] != len(levels) - 1:
        raise DataFileError(f"{where}: accepted: one level, or two in a row, the lower one first")
    return levels[0], levels[-1]


@cache
def people() -> tuple[Person, ...]:
    """Return every person of every file.

    Raises DataFileError as `read` does, and where an id is there twice.
    """
    bases = yaml_files.read(FOLDER / BASES)
    found: list[Person] = []
    for path in sorted(FOLDER.glob("*.yaml")):
        if path.name != BASES:
            found += read(yaml_files.read(path), bases, questionnaire(), path.name)
    twice = {p.id for p in found if sum(p.id == q.id for q in found) > 1}
    if twice:
        raise DataFileError(f"{FOLDER.name}: there twice: {sorted(twice)}")
    return tuple(found)
