"""The counts of content/accuracy.yaml: for how many made-up people the rules gave the right level.

The counts are made elsewhere and only shown here. Without the file there is nothing to show.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from backwatch import paths, yaml_files
from backwatch.sources import source
from backwatch.urgency import Urgency

_Number = Annotated[int, Field(ge=0)]


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Count(_Record):
    """Of `people` who should get a level: who did, got a higher one (over), a lower one (under)."""

    people: _Number
    right: _Number
    over: _Number
    under: _Number

    @model_validator(mode="after")
    def _adds_up(self) -> "Count":
        if self.right + self.over + self.under != self.people:
            raise ValueError("right, over and under must add up to people")
        return self


class Other(_Record):
    """What a study found for others: who, how often right, also in emergencies, and the source."""

    who: str
    right: str
    emergencies: str
    source: str


class Accuracy(_Record):
    """The counts for one version of the rules, with the sentences that must stand beside them."""

    schema_version: Literal[1]
    rules_version: str
    caption: tuple[str, ...] = Field(min_length=1)
    levels: dict[Literal["emergency", "same_day", "within_days", "routine", "self_care"], Count]
    others: tuple[Other, ...] = ()
    note: str = ""

    @property
    def by_level(self) -> Mapping[Urgency, Count]:
        """The counts, most urgent level first; a level that nobody should get is left out."""
        found = {Urgency.from_id(level): count for level, count in self.levels.items()}
        return dict(sorted(found.items(), reverse=True))


def read(path: Path) -> Accuracy | None:
    """Return the counts in a file; None when there is no file.

    Raises DataFileError for anything else than the shape above, counts that do not add up, or a
    source that is not in the register.
    """
    if not path.exists():
        return None
    found = yaml_files.read_as(Accuracy, path)
    for other in found.others:
        source(other.source)
    return found


@cache
def accuracy() -> Accuracy | None:
    """Return the counts that ship with the program; None when there are none."""
    return read(paths.CONTENT / "accuracy.yaml")
