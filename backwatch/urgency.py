"""The five levels of urgency, and what each one says (rules/levels.yaml)."""

import datetime as dt
import enum
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from pydantic import BaseModel, ConfigDict

from backwatch import paths, yaml_files
from backwatch.countries import Country


class Urgency(enum.IntEnum):
    """How soon to get help. Starts at 1: at 0 the lowest level would read as "no level"."""

    SELF_CARE = 1
    ROUTINE = 2
    WITHIN_DAYS = 3
    SAME_DAY = 4
    EMERGENCY = 5

    @property
    def id(self) -> str:
        """The public name, as in saved checks and on the command line: `within_days`."""
        return self.name.lower()

    @classmethod
    def from_id(cls, level: str) -> "Urgency":
        """Return the level called `level`. Raises ValueError for any other word."""
        try:
            return cls[level.upper()]
        except KeyError:
            raise ValueError(f"{level!r} is not a level") from None

    def one_below(self) -> "Urgency":
        """Return the next lower level; the lowest stays where it is."""
        return Urgency(max(self - 1, Urgency.SELF_CARE))


class Level(BaseModel):
    """What a level says. Days count from the day of the check; 0 is the same day."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    rank: int
    title: str
    action: str
    action_cancer: str
    try_within_days: int
    no_later_than_days: int
    recheck_days: int
    by: str = "No later than"  # what the last day is called
    net: str = "Not seen by {day}?"
    not_seen: str
    also: tuple[str, ...]
    source: str

    def try_for(self, today: dt.date) -> dt.date:
        """Return the day to aim for."""
        return today + dt.timedelta(days=self.try_within_days)

    def no_later_than(self, today: dt.date) -> dt.date:
        """Return the last day that still fits the level."""
        return today + dt.timedelta(days=self.no_later_than_days)

    def recheck_on(self, today: dt.date) -> dt.date:
        """Return the safety-net date: not seen by then, check again and call again."""
        return today + dt.timedelta(days=self.recheck_days)


class _File(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    schema_version: int
    levels: dict[str, Level]
    everywhere: tuple[str, ...]


@cache
def _file() -> _File:
    return yaml_files.read_as(_File, paths.RULES / "levels.yaml")


@cache
def levels() -> Mapping[Urgency, Level]:
    """Return what each of the five levels says. Raises DataFileError where one is missing."""
    odd = [name for name in _file().levels if name not in {u.id for u in Urgency}]
    if odd:
        raise yaml_files.DataFileError(f"levels.yaml: {odd[0]!r} is not a level")
    found = {Urgency.from_id(name): level for name, level in _file().levels.items()}
    wrong = [u.id for u in Urgency if u not in found or found[u].rank != u]
    if wrong:
        raise yaml_files.DataFileError(f"levels.yaml: {', '.join(wrong)}: missing or wrong rank")
    return MappingProxyType(found)


def everywhere() -> tuple[str, ...]:
    """Return the sentences that stand wherever a level shows."""
    return _file().everywhere


def fill(sentence: str, country: Country) -> str:
    """Return a sentence of a level with the country's number and words in it."""
    return sentence.format(
        emergency=country.emergency_text,
        doctor=country.family_doctor,
        advice_line=country.advice_text,
        cancer_line=country.cancer_line.words,
        hospital=country.emergency_department,
    )
