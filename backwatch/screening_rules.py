"""The records of lung screening (rules/screening.yaml), read and checked."""

import datetime as dt
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from backwatch import conditions, paths, sources, yaml_files
from backwatch.conditions import Answer, AtLeast, Condition, Facts, Not, Verdict
from backwatch.yaml_files import DataFileError

COMPUTED = ("plcom2012", "llpv2")  # worked out and not given; LLPv2 is not worked out here at all

Country = Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")]


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Told(_Record):
    """What may be told of a person: its kind, its limits and what it is called in a sentence."""

    id: str
    type: Literal["number", "yes_no", "choice"]
    label: str
    min: float = 0
    max: float = math.inf
    whole: bool = False
    unit: str = ""
    options: tuple[str, ...] = ()
    codes: Mapping[float, str] = {}


class Said(_Record):
    """Words that stand when a condition holds."""

    text: str
    when: Any


class Ask(Said):
    """What a programme asks for. Where `unless` holds, an open answer cannot make it fit."""

    unless: Any = None


class Limit(Said):
    """Words that stand when a value lies at a limit of the ask with the number `of`, from 1 on."""

    of: Annotated[int, Field(ge=1)]


class Programme(_Record):
    """One screening programme as a dated record. `then`: looked at once a person has asked.

    caveat: for whom it is, said in the open whatever the verdict.
    """

    id: str
    name: str
    country: Country
    region: str = ""
    caveat: str = ""
    asks: tuple[Ask, ...] = Field(min_length=1)
    then: Said | None = None
    open_if: tuple[Said, ...] = ()
    at_limit: tuple[Limit, ...] = ()
    category: tuple[Said, ...] = ()
    interval: str
    join: str
    notes: tuple[str, ...] = ()
    sources: dict[str, str] = Field(min_length=1)
    seen: dt.date
    next_review: dt.date

    def is_out_of_date(self, today: dt.date) -> bool:
        """Return whether the day to look at the record again has passed."""
        return today > self.next_review

    @property
    def source(self) -> str:
        """Who says it, with the place and the address, in one line."""
        lines = []
        for source_id, place in self.sources.items():
            url = sources.source(source_id).url
            lines.append(sources.cite(source_id, place) + (f" {url}" if url else ""))
        return "; ".join(lines)


class ChangedSides(_Record):
    """Of how many people, asked again, how many were on the other side of 20 and of 30."""

    of: int
    at_20: int
    at_30: int


class Recall(_Record):
    """How far remembered pack-years may be off, as a share of the number."""

    share: Annotated[float, Field(gt=0, lt=1)]
    changed_sides: ChangedSides
    sources: dict[str, str]


class GateSources(_Record):
    """Who says that screening is for people without signs.

    mild_levels: those of the last check after which the page names no visit of its own.
    """

    mild_levels: tuple[str, ...]
    sources: dict[str, str] = Field(min_length=1)


class Signs(_Record):
    """Which saved answers and entries count as a sign, and for how long."""

    counts_days: int
    asked_again_after_days: int
    pain_section: str
    not_a_sign: tuple[str, ...]
    left_out: tuple[str, ...]
    sections: tuple[str, ...]
    sources: dict[str, str]


class OverRules(_Record):
    """When old signs may be called over for good. levels: those that a check with one may have.

    never: answers of a check that count for their whole time; never_in_diary: symptoms that do.
    """

    older_than_days: Annotated[int, Field(ge=1)]
    levels: tuple[str, ...]
    never: Mapping[str, tuple[str, ...]]
    never_in_diary: tuple[str, ...]
    sources: dict[str, str] = Field(min_length=1)


class AskedBack(_Record):
    """More cigarettes a day than this are asked back before they count."""

    over_a_day: Annotated[float, Field(gt=0)]
    sources: dict[str, str] = Field(min_length=1)


class _File(_Record):
    schema_version: Literal[1]
    recall: Recall
    gate: GateSources
    signs: Signs
    over: OverRules
    asked_back: AskedBack
    person: tuple[Told, ...]
    derived: dict[str, Any]
    programmes: tuple[Programme, ...]


@dataclass(frozen=True)
class Unless:
    """A condition that is settled as false by another one while it is open."""

    part: Condition
    unless: Condition

    def judge(self, facts: Facts) -> Verdict:
        """Return whether the part holds; False where it is open and `unless` holds."""
        verdict = self.part.judge(facts)
        if verdict.holds is None:
            other = self.unless.judge(facts)
            if other.holds is True:
                return Verdict(False, because=other.because)
        return verdict

    def questions(self) -> frozenset[str]:
        """Return every question that it could depend on."""
        return self.part.questions() | self.unless.questions()


@dataclass(frozen=True)
class Part:
    """Words with the condition that they stand for."""

    text: str
    condition: Condition


@dataclass(frozen=True)
class Rules:
    """A programme with its conditions read. `pack_year_limits`: the limits that it names."""

    programme: Programme
    asks: tuple[Part, ...]
    then: Part | None
    open_if: tuple[Part, ...]
    at_limit: tuple[tuple[int, Part], ...]  # with the place of its ask
    category: tuple[Part, ...]
    pack_year_asks: frozenset[int]  # the places of the asks that look at pack-years
    pack_year_limits: tuple[float, ...]
    asks_risk: bool
    source: str


@dataclass(frozen=True)
class Book:
    """The whole file."""

    recall: Recall
    gate: GateSources
    signs: Signs
    over: OverRules
    asked_back: AskedBack
    fields: Mapping[str, Told]
    programmes: tuple[Rules, ...]


def _answers(condition: Condition) -> Iterator[Answer]:
    if isinstance(condition, Answer):
        yield condition
    elif isinstance(condition, Not | Unless):
        yield from _answers(condition.part)
    elif isinstance(condition, AtLeast):
        for part in condition.parts:
            yield from _answers(part)


def read(raw: Any, name: str = "screening.yaml") -> Book:
    """Return the book that `raw` states. Raises DataFileError naming what is wrong."""
    file = yaml_files.check(_File, raw, name)
    fields = {field.id: field for field in file.person}
    options: dict[str, frozenset[str] | None] = {
        field.id: None
        if field.type == "number"
        else frozenset({"yes", "no"} if field.type == "yes_no" else field.options)
        for field in file.person
    }
    options |= dict.fromkeys(COMPUTED)
    derived: dict[str, Condition] = {}
    same: dict[Condition, Condition] = {}  # programmes that ask the same share one condition

    def parse(raw_condition: Any, where: str) -> Condition:
        try:
            found = conditions.parse(raw_condition, derived, options)
        except DataFileError as error:
            raise DataFileError(f"{name}: {where}: {error}") from None
        return same.setdefault(found, found)

    for fact, condition in file.derived.items():
        derived[fact] = parse(condition, fact)
    found: list[Rules] = []
    for programme in file.programmes:

        def parts(said: Sequence[Said], where: str = programme.id) -> tuple[Part, ...]:
            return tuple(Part(each.text, parse(each.when, where)) for each in said)

        if programme.id in {other.programme.id for other in found}:
            raise DataFileError(f"{name}: {programme.id} is there twice")
        asks = tuple(
            Part(each.text, Unless(part.condition, parse(each.unless, programme.id)))
            if each.unless is not None
            else part
            for each, part in zip(programme.asks, parts(programme.asks), strict=True)
        )
        limits = {
            (at, float(answer.wanted[0]))
            for at, part in enumerate(asks)
            for answer in _answers(part.condition)
            if answer.question == "pack_years"
        }
        places = [each.of - 1 for each in programme.at_limit]
        if any(at >= len(asks) for at in places):
            raise DataFileError(f"{name}: {programme.id}: at_limit: there is no such ask")
        found.append(
            Rules(
                programme,
                asks,
                parts((programme.then,))[0] if programme.then else None,
                parts(programme.open_if),
                tuple(zip(places, parts(programme.at_limit), strict=True)),
                parts(programme.category),
                frozenset(at for at, _ in limits),
                tuple(sorted({limit for _, limit in limits})),
                any("plcom2012" in part.condition.questions() for part in asks),
                programme.source,
            )
        )
    return Book(
        file.recall,
        file.gate,
        file.signs,
        file.over,
        file.asked_back,
        MappingProxyType(fields),
        tuple(found),
    )


@cache
def book() -> Book:
    """Return the records of rules/screening.yaml. Raises DataFileError where it is damaged."""
    path = paths.RULES / "screening.yaml"
    return read(yaml_files.read(path), path.name)
