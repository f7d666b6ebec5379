"""What content/accuracy.yaml says: for how many made-up people the rules give the right level.

The people are counted elsewhere and only shown here. Without the file there is nothing to show.
"""

import datetime as dt
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from backwatch import paths, yaml_files
from backwatch.sources import source
from backwatch.urgency import Urgency

_Number = Annotated[int, Field(ge=0)]
_Percent = Annotated[int, Field(ge=0, le=100)]


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Count(_Record):
    """Of `people` who should get a level: who did, got a higher one (over), a lower one (under).

    either: those of them for whom the next level is right too.
    """

    people: _Number
    right: _Number
    over: _Number
    under: _Number
    either: _Number = 0

    @model_validator(mode="after")
    def _adds_up(self) -> "Count":
        if self.right + self.over + self.under != self.people:
            raise ValueError("right, over and under must add up to people")
        return self


class Counts(BaseModel):
    """The counts for one version of the rules. Further numbers may stand here for the sentences."""

    model_config = ConfigDict(frozen=True, extra="allow")
    __pydantic_extra__: dict[str, _Number] = Field(init=False)

    rules_version: str
    date: dt.date | None = None
    people: _Number
    right: _Number
    over: _Number
    under: _Number
    levels: dict[Literal["emergency", "same_day", "within_days", "routine", "self_care"], Count]

    @model_validator(mode="after")
    def _adds_up(self) -> "Counts":
        for name in ("people", "right", "over", "under"):
            if sum(getattr(count, name) for count in self.levels.values()) != getattr(self, name):
                raise ValueError(f"{name} must be the sum of the levels")
        return self

    @property
    def by_level(self) -> Mapping[Urgency, Count]:
        """The counts by the least urgent level that is right, the most urgent first."""
        found = {Urgency.from_id(level): count for level, count in self.levels.items()}
        return dict(sorted(found.items(), reverse=True))


class Other(_Record):
    """What a study found for somebody else, in percent of its own tests."""

    source: str
    place: str
    year: int
    name: str
    tests: _Number
    right_percent: _Percent
    emergencies_right_percent: _Percent


class Accuracy(_Record):
    """The counts, the sentences that must stand beside them, and what studies found for others."""

    schema_version: Literal[1]
    title: str
    caption: tuple[str, ...] = Field(min_length=1)
    over_triage: str
    others: tuple[Other, ...]
    compare: str
    counts: Counts

    @model_validator(mode="after")
    def _can_be_filled_in(self) -> "Accuracy":
        try:
            _ = self.sentences
        except (KeyError, IndexError) as error:
            raise ValueError(f"the caption names {error}, which nobody counted") from None
        return self

    @property
    def sentences(self) -> tuple[str, ...]:
        """The caption with the numbers in it."""
        return tuple(sentence.format(**self.counts.model_dump()) for sentence in self.caption)


def read(path: Path) -> Accuracy | None:
    """Return what a file says; None when there is no file.

    Raises DataFileError for anything else than the shape above, counts that do not add up, a
    sentence that names a number nobody counted, or a source that is not in the register.
    """
    if not path.exists():
        return None
    found = yaml_files.read_as(Accuracy, path)
    for other in found.others:
        source(other.source)
    return found


@cache
def accuracy() -> Accuracy | None:
    """Return what ships with the program; None when there is nothing to show."""
    return read(paths.CONTENT / "accuracy.yaml")
