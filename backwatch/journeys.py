"""The journeys through the check: worried, with cancer, being tested. Each has its own words."""

from functools import cache
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from backwatch import paths, triage, yaml_files
from backwatch.questionnaire import Answers

Journey = Literal["worried", "cancer", "tested", "unknown"]


class Words(BaseModel):
    """What a result says about the fear behind it. `sources` maps a source to its place."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    ask: str
    short: str
    more: tuple[str, ...]
    sources: dict[str, str] = Field(min_length=1)


class _File(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    schema_version: Literal[1]
    emergency: str
    closer: str
    journeys: dict[Journey, Words]


def journey(answers: Answers) -> Journey:
    """Return which journey these answers are on; unknown while the cancer question is open."""
    book = triage.rule_book()
    if book.fact("known_cancer", answers) is True:
        return "cancer"
    if book.fact("known_or_tested", answers) is True:
        return "tested"
    return "worried" if book.fact("known_or_tested", answers) is False else "unknown"


@cache
def _file() -> _File:
    return yaml_files.read_as(_File, paths.CONTENT / "result.yaml")


def words(answers: Answers) -> Words:
    """Return the words of these answers' journey. Raises DataFileError for a damaged file."""
    return _file().journeys[journey(answers)]


def closer_look() -> str:
    """Return the sentence that stands beside the numbers from level 3 on: they are not for you."""
    return _file().closer


def in_an_emergency() -> str:
    """Return the one sentence about the fear that stands below an emergency: no number calms it."""
    return _file().emergency
