"""What rules/trends.yaml says: windows, limits, noise, and what each was set by."""

from functools import cache
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from backwatch import paths, yaml_files

_FROZEN = ConfigDict(frozen=True, extra="forbid")


class Limit(BaseModel):
    """Evidence from which we speak, and how many of 100 steady diaries pass it in 90 days."""

    model_config = _FROZEN
    evidence: float
    false_alarms_of_100: int = Field(ge=1, le=100)


class Pain(BaseModel):
    """Knees in a 0 to 10 score. `slopes`: points a week."""

    model_config = _FROZEN
    slopes: tuple[float, ...] = Field(min_length=1)
    prior_days: float = Field(gt=0)
    prior_variance: float = Field(gt=0)
    possible: Limit
    clear: Limit
    clear_of_several: Limit
    sources: dict[str, str] = Field(min_length=1)


class Night(BaseModel):
    """Knees in the log-odds of being woken. `slopes`: a week; `levels`: where it may start."""

    model_config = _FROZEN
    slopes: tuple[float, ...] = Field(min_length=1)
    levels: tuple[float, ...] = Field(min_length=1)
    possible: Limit
    clear: Limit
    clear_of_several: Limit
    sources: dict[str, str] = Field(min_length=1)


class Noise(BaseModel):
    """The noise of a daily score, as parts of one variance, and how wide intervals are."""

    model_config = _FROZEN
    fresh: float = Field(gt=0)
    fast: float = Field(ge=0)
    fast_kept: float = Field(gt=0, lt=1)
    slow: float = Field(ge=0)
    slow_days: float = Field(gt=0)
    prior_entries: float = Field(gt=0)
    prior_scale: float = Field(gt=0)
    covers_of_100: int = Field(ge=50, le=99)
    sources: dict[str, str] = Field(min_length=1)


class Steady(BaseModel):
    """When the last days are said not to differ from those before by `within` points or more."""

    model_config = _FROZEN
    recent_days: int = Field(ge=1)
    least_days_before: int = Field(ge=1)
    least_days_recent: int = Field(ge=1)
    within: float = Field(gt=0)
    sources: dict[str, str] = Field(min_length=1)


class Response(BaseModel):
    """Which days before and after the start of a treatment are compared, and when."""

    model_config = _FROZEN
    before_from: int = Field(ge=1)
    before_to: int = Field(ge=1)
    after_from: int = Field(ge=0)
    look_after: tuple[int, ...] = Field(min_length=1)
    least_days_before: int = Field(ge=1)
    least_days_after: int = Field(ge=1)
    sources: dict[str, str] = Field(min_length=1)


class Flare(BaseModel):
    """After which kinds of treatment pain may flare, and for how many days."""

    model_config = _FROZEN
    kinds: tuple[str, ...] = Field(min_length=1)
    days: int = Field(ge=1)
    sources: dict[str, str] = Field(min_length=1)


class Jump(BaseModel):
    """When one day's score is well above the days before it, and how often steady days are."""

    model_config = _FROZEN
    recent_days: int = Field(ge=1)
    least_days: int = Field(ge=1)
    points: float = Field(gt=0)
    steady_days_of_100: int = Field(ge=1, le=100)
    sources: dict[str, str] = Field(min_length=1)


class Weeks(BaseModel):
    """How weeks of daily scores are shown."""

    model_config = _FROZEN
    least_days: int = Field(ge=1, le=7)
    means_of: tuple[int, ...] = Field(min_length=1)
    sources: dict[str, str] = Field(min_length=1)


class Settings(BaseModel):
    """What rules/trends.yaml says. Days count back from the last recorded day, or from today."""

    model_config = _FROZEN
    schema_version: Literal[1]
    window_days: int = Field(ge=1)
    least_days: int = Field(ge=1)
    least_entries: int = Field(ge=1)
    bend_from_days_ago: int = Field(ge=1)
    bend_to_days_ago: int = Field(ge=1)
    least_before: int = Field(ge=1)
    least_after: int = Field(ge=1)
    sources: dict[str, str] = Field(min_length=1)
    pain: Pain
    night: Night
    size: Noise
    steady: Steady
    treatment: Response
    flare: Flare
    jump: Jump
    weeks: Weeks


@cache
def settings() -> Settings:
    """Return rules/trends.yaml, read once. Raises DataFileError where it is wrong."""
    return yaml_files.read_as(Settings, paths.RULES / "trends.yaml")
