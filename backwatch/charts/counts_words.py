"""Words and numbers of the charts that count (content/charts_counts.yaml)."""

from collections.abc import Mapping
from functools import cache
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from backwatch import paths, sources, yaml_files

_FROZEN = ConfigDict(frozen=True, extra="forbid")


class _Treatment(BaseModel):
    model_config = _FROZEN
    title: str
    started: str
    ended: str
    compared: str
    too_bad: str
    less_pain: str
    no_relief: str
    usual_care: str
    usual_care_kinds: tuple[str, ...]
    key: str
    key_zero: str
    key_none: str
    key_too_bad: str
    lines: str
    window: str
    alt: str
    axis: str
    start: str
    left_out: str
    before: str
    after: str
    sources: dict[str, dict[str, str]]


class _Relief(BaseModel):
    model_config = _FROZEN
    title: str
    helped_from: int = Field(ge=1, le=10)
    helped_why: str
    least_times: int = Field(ge=1)
    least_why: str
    sources: dict[str, str] = Field(min_length=1)
    first: str
    none: str
    few: str
    waiting: str
    unscored: str
    helped_is: str
    apart: str
    meaning: str
    counted: str
    medicines: str
    treatments: str
    each: str
    alone: str
    key: str


class _Weight(BaseModel):
    model_config = _FROZEN
    title: str
    join_days: int = Field(ge=1)
    join_why: str
    changed: str
    same: str
    one: str
    none: str
    more: str
    less: str
    wanted: str
    check: str
    appetite: str
    no_appetite: str
    counted: str
    key: str
    key_appetite: str
    axis: str


class _Places(BaseModel):
    model_config = _FROZEN
    title: str
    least_days: int = Field(ge=1)
    least_why: str
    first: str
    last: str
    worst: str
    all: str
    also_worst: str
    none: str
    new: str
    no_new: str
    no_first: str
    no_last: str
    short: str
    no_worst: str
    most: str
    means: str
    counted: str
    key: str
    days: str
    no_place: str
    nothing: str
    no_entry: str
    mean: str
    front: str
    behind: str
    whole: str


class _Causes(BaseModel):
    model_config = _FROZEN
    title: str
    lists: dict[str, str]
    none: str
    most: str
    means: str
    days: str
    not_noted: str
    zeros: str
    of: str
    counted: str
    key: str
    months_key: str
    last_months: str
    months_on_a_line: int = Field(ge=2, le=13)
    months_why: str


class _Weeks(BaseModel):
    model_config = _FROZEN
    title: str
    severe: int = Field(ge=1, le=10)
    severe_why: str
    weeks_on_a_line: int = Field(ge=2, le=13)
    weeks_why: str
    none: str
    last: str
    last_none: str
    severe_said: str
    woken_said: str
    too_bad_said: str
    not_said: dict[str, str]
    rows: dict[str, str]
    means: str
    counted: str
    key: str
    lines: int = Field(ge=1)
    lines_why: str
    newest_first: str
    last_weeks: str
    from_to: str
    of: str


class _Words(BaseModel):
    model_config = _FROZEN
    schema_version: Literal[1]
    treatment: _Treatment
    relief: _Relief
    weight: _Weight
    places: _Places
    causes: _Causes
    weeks: _Weeks


@cache
def words() -> _Words:
    """Return content/charts_counts.yaml, read once. Raises DataFileError where it is wrong."""
    return yaml_files.read_as(_Words, paths.CONTENT / "charts_counts.yaml")


def cited(*claims: Mapping[str, str]) -> str:
    """Return who says it, each source once with its place: "Source: An article (line 18)."."""
    found = dict.fromkeys(sources.cite(id, place) for each in claims for id, place in each.items())
    return f"{'Source' if len(found) == 1 else 'Sources'}: {'; '.join(found)}." if found else ""
