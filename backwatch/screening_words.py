"""The words of lung screening and risk (content/screening.yaml)."""

from collections.abc import Mapping
from functools import cache
from typing import Literal

from pydantic import BaseModel, ConfigDict

from backwatch import paths, yaml_files


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Smoking(_Record):
    """How a smoking history is told; `kinds` and `units` name what can be chosen."""

    kinds: Mapping[str, str]
    units: Mapping[str, str]
    counted: str
    rolled: str
    other: str
    vaping: str
    open: str
    missing: str
    needs: Mapping[str, str]
    asked_back: str
    to_confirm: str
    total: str
    with_rolled: str
    gap: str
    now: str
    range: str
    changed: str


class Words(_Record):
    """All words, by what they are for.

    `health` and `more_health`: questions by the name of their answer (rules/screening.yaml).
    `countries`: those of the programmes, by their code. `beside`: the problems of a time of
    smoking, as they stand in it. `asked`: the answers that the number needs, as the page asks.
    """

    schema_version: Literal[1]
    why: Mapping[str, str]
    near_limit: str
    problems: Mapping[str, str]
    beside: Mapping[str, str]
    reasons: Mapping[str, str]
    warnings: Mapping[str, str]
    telling: Mapping[str, str]
    smoking: Smoking
    page: Mapping[str, str]
    asked: Mapping[str, str]
    lists: Mapping[str, tuple[str, ...]]
    health: Mapping[str, str]
    more_health: Mapping[str, str]
    countries: Mapping[str, str]
    races: Mapping[str, str]
    education: Mapping[int, str]


@cache
def words() -> Words:
    """Return the words. Raises DataFileError where the file is damaged."""
    return yaml_files.read_as(Words, paths.CONTENT / "screening.yaml")
