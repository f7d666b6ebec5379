"""The chance of a lung cancer diagnosis within six years: PLCOm2012, and its form without race.

Tammemägi and others, N Engl J Med 2013;368:728-736, Table 2; the numbers are in
rules/risk_models.yaml. For people without signs who smoke or smoked. It decides nothing here: no
level ever depends on it, and no programme but one that names it.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from backwatch import paths, yaml_files
from backwatch.screening_person import Person
from backwatch.screening_rules import book
from backwatch.screening_words import words
from backwatch.yaml_files import DataFileError

Model = Literal["plcom2012", "plcom2012norace"]
MODELS: tuple[Model, ...] = ("plcom2012", "plcom2012norace")
OF = 1000  # one denominator for every risk

_ASKED = ("age", "education", "bmi", "copd", "cancer_hist", "family_hist_lung_cancer")
SMOKED = ("smoking_status", "cigs_per_day", "duration_years", "quit_years")  # told as times


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Centre(_Record):
    """What is taken away from each value before its weight."""

    age: float
    education: float
    bmi: float
    intensity: float
    duration_years: float
    quit_years: float


class Weights(_Record):
    """One model: its constant and weights. `race` is None for the form without race."""

    name: str
    years: int
    constant: float
    age: float
    education: float
    bmi: float
    copd: float
    cancer_hist: float
    family_hist_lung_cancer: float
    current: float
    intensity: float
    duration_years: float
    quit_years: float
    race: Mapping[str, float] | None = None
    sources: dict[str, str] = Field(min_length=1)


class Limits(_Record):
    """From where to where a number counts, and where it was studied."""

    valid: tuple[float, float]
    studied: tuple[float, float] | None = None


class Guards(_Record):
    """For whom the number counts."""

    age: Limits
    bmi: Limits
    cigs_per_day: Limits
    sources: dict[str, str]


class Beside(_Record):
    """Who says what stands beside a number."""

    sources: dict[str, str]


class Models(_Record):
    """The whole file."""

    schema_version: Literal[1]
    centre: Centre
    models: dict[Model, Weights]
    guards: Guards
    beside: Beside


@cache
def models() -> Models:
    """Return rules/risk_models.yaml. Raises DataFileError where it is damaged."""
    path = paths.RULES / "risk_models.yaml"
    found = yaml_files.read_as(Models, path)
    wanted = set(book().fields["race"].options)
    for name in MODELS:
        weights = found.models.get(name)
        if weights is None or (weights.race is not None and set(weights.race) != wanted):
            raise DataFileError(f"{path.name}: {name}: missing, or its races are not those asked")
    return found


@dataclass(frozen=True)
class Risk:
    """What a model says of one person.

    risk: the unrounded chance from 0 to 1; None where there is none at all. valid: whether it
    counts; where not, `reason` says why, and nobody is to be shown the number. missing: the
    answers that are not there. warnings: said beside a number that counts.
    """

    model: Model
    risk: float | None
    valid: bool
    warnings: tuple[str, ...] = ()
    reason: str | None = None
    missing: tuple[str, ...] = ()

    @property
    def per_1000(self) -> int | None:
        """Of 1,000 people like this one, how many; rounded half up, None without a risk."""
        return None if self.risk is None else math.floor(self.risk * OF + 0.5)


@dataclass(frozen=True)
class Telling:
    """Of 1,000 people, `ill` and `well`: they always make 1,000. `text` says both."""

    ill: int
    well: int
    text: str


def chance(
    model: Model,
    *,
    age: float,
    race: str | None,
    education: float,
    bmi: float,
    copd: bool,
    cancer_hist: bool,
    family_hist_lung_cancer: bool,
    current: bool,
    cigs_per_day: float,
    duration_years: float,
    quit_years: float,
) -> float:
    """Return the chance of a diagnosis within 6 years, from 0 to 1, as the formula has it.

    cigs_per_day: the average over all years of smoking, above 0. duration_years: years of smoking,
    breaks left out. quit_years: 0 for somebody who smokes now; the term still counts. race: not
    used by the form without race. No guard is looked at here. Raises KeyError for another race.
    Source: PLCO-2013, Table 2.
    """
    beta, centre = models().models[model], models().centre
    logit = (
        beta.constant
        + beta.age * (age - centre.age)
        + beta.education * (education - centre.education)
        + beta.bmi * (bmi - centre.bmi)
        + beta.copd * copd
        + beta.cancer_hist * cancer_hist
        + beta.family_hist_lung_cancer * family_hist_lung_cancer
        + beta.current * current
        + beta.intensity * (10 / cigs_per_day - centre.intensity)
        + beta.duration_years * (duration_years - centre.duration_years)
        + beta.quit_years * (quit_years - centre.quit_years)
    )
    if beta.race is not None:
        logit += beta.race[race or ""]
    if logit >= 0:
        return 1 / (1 + math.exp(-logit))
    odds = math.exp(logit)
    return odds / (1 + odds)


def model_for(person: Person) -> Model:
    """Return the model that fits what was told: the form without race where race was not."""
    return "plcom2012" if "race" in person.values else "plcom2012norace"


def assess(person: Person, model: Model | None = None) -> Risk:
    """Return the risk of one person, or why there is none.

    Without `model`, the form without race is used where race was not told, with a warning. The
    gate comes first: with a sign, an unknown sign or lung cancer there is no number.
    """
    chosen = model or model_for(person)
    reason, missing = _no_number(person, chosen)
    if reason is not None:
        return Risk(chosen, None, valid=False, reason=reason, missing=missing)
    values = {name: person.number(name) for name in ("age", "education")}
    bmi, quit_years = person.bmi, _quit_years(person)
    a_day, years = person.number("cigs_per_day"), person.number("duration_years")
    race = person.values.get("race")
    assert values["age"] is not None
    assert values["education"] is not None
    assert bmi is not None
    assert quit_years is not None
    assert a_day is not None
    assert years is not None
    found = chance(
        chosen,
        age=values["age"],
        race=race if isinstance(race, str) else None,
        education=values["education"],
        bmi=bmi,
        copd=bool(person.truth("copd")),
        cancer_hist=bool(person.truth("cancer_hist")),
        family_hist_lung_cancer=bool(person.truth("family_hist_lung_cancer")),
        current=person.smoking == "current",
        cigs_per_day=a_day,
        duration_years=years,
        quit_years=quit_years,
    )
    said = words()
    measured = {"age": values["age"], "bmi": bmi, "cigs_per_day": a_day}
    outside = [
        _with_limits(said.reasons[name], _guard(name).valid)
        for name, value in measured.items()
        if not _within(_guard(name).valid, value)
    ]
    lung_cancer_open = person.lung_cancer is None
    if lung_cancer_open:
        outside.insert(0, said.reasons["lung_cancer_unknown"])
    warnings = [
        _with_limits(said.warnings[name], studied)
        for name, value in measured.items()
        if (studied := _guard(name).studied) is not None and not _within(studied, value)
    ]
    if model is None and chosen == "plcom2012norace":
        warnings.append(said.warnings["no_race"])
    return Risk(
        chosen,
        found,
        valid=not outside,
        warnings=tuple(warnings),
        reason=" ".join(outside) or None,
        missing=("lung_cancer",) if lung_cancer_open else (),
    )


def _guard(name: str) -> Limits:
    found: Limits = getattr(models().guards, name)
    return found


def _with_limits(sentence: str, limits: tuple[float, float]) -> str:
    return sentence.format(low=f"{limits[0]:g}", high=f"{limits[1]:g}")


def _within(limits: tuple[float, float], value: float) -> bool:
    return limits[0] <= value <= limits[1]


def _quit_years(person: Person) -> float | None:
    return 0 if person.smoking == "current" else person.number("quit_years")


def missing(person: Person, model: Model) -> tuple[str, ...]:
    """Return the answers that the model needs and that were not told, in its order."""
    found = (
        ["race"] if models().models[model].race is not None and "race" not in person.values else []
    )
    for name in (*_ASKED, *SMOKED):
        there = {"bmi": person.bmi, "quit_years": _quit_years(person)}.get(
            name, person.values.get(name)
        )
        if there is None:
            found.append(name)
    return tuple(name for name in (*_ASKED[:1], "race", *_ASKED[1:], *SMOKED) if name in found)


def _no_number(person: Person, model: Model) -> tuple[str | None, tuple[str, ...]]:
    """Return why there is no number at all, and the missing answers; (None, ()) where there is."""
    said = words().reasons
    gate = person.gate
    if gate in ("symptoms", "has_lung_cancer"):
        return said[gate], ()
    if person.truth("symptoms") is None:
        return said["symptoms_unknown"], person.gate_missing
    if person.problems:
        return said["clash"].format(problem=" ".join(person.problems)), ()
    if person.smoking == "never":
        return said["never"], ()
    if 0 in (person.number("cigs_per_day"), person.number("duration_years")):
        return said["zero"], ()
    gone = missing(person, model)
    if gone:
        labels = ", ".join(book().fields[name].label for name in gone)
        return said["missing"].format(labels=labels), gone
    return None, ()


def telling(risk: float) -> Telling:
    """Return how to tell a risk from 0 to 1: out of 1,000, both sides, with the years.

    Below half a person in 1,000 it is "fewer than 1", never 0.
    """
    said = words().telling
    ill = math.floor(risk * OF + 0.5)
    if ill == 0:
        return Telling(0, OF, said["under_one"])
    text = said["number"].format(ill=f"{ill:,}", well=f"{OF - ill:,}")
    return Telling(ill, OF - ill, text)
