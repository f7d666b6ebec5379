"""The claims that the articles rest on: who says each, where, how sure it is and who disagrees.

They stand in content/claims.yaml. content/claims_more.yaml has the same records and is read as if
it stood at the end of the first file, so an id that is in both is an error.
"""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from backwatch import paths, yaml_files
from backwatch.yaml_files import DataFileError


class _Record(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Reference(_Record):
    """A source id and the place in it; the place may be the words "place not checked"."""

    id: str
    place: str = Field(min_length=1)


class Claim(_Record):
    """One thing our sources say. `differs` holds both sides; None: we know of no other side.

    `quoted` names the body that an article quotes for it; None: it quotes nobody. `danger_sign`
    is the id of the question of the check that asks about it; None: none does.
    """

    id: str = Field(pattern=r"^[a-z0-9-]+$")
    statement: str = Field(min_length=1)
    sure: str
    sources: tuple[Reference, ...] = Field(min_length=1)
    quoted: str | None = None
    differs: str | None = None
    caution: str | None = None
    danger_sign: str | None = None

    @model_validator(mode="after")
    def _disputed_has_two_sides(self) -> Self:
        if self.sure == "disputed" and self.differs is None:
            raise ValueError(f"claim {self.id} is disputed but has no 'differs'")
        return self


class _MoreClaims(_Record):
    claims: tuple[Claim, ...]


class _Claims(_MoreClaims):
    how_sure: dict[str, str]


@cache  # the claims ship with the program and cannot change while it runs
def _file() -> _Claims:
    return yaml_files.read_as(_Claims, paths.CONTENT / "claims.yaml")


@cache
def claims() -> Mapping[str, Claim]:
    """Return all claims by id, in the order of the two files.

    Raises DataFileError, naming the file and the claim, for a record that is not whole, an id that
    is there twice, or a `sure` that is not among the words of `how_sure`.
    """
    found: dict[str, Claim] = {}
    _add(found, _file().claims, "claims.yaml")
    more = paths.CONTENT / "claims_more.yaml"
    if more.exists():
        _add(found, yaml_files.read_as(_MoreClaims, more).claims, more.name)
    return MappingProxyType(found)


def _add(found: dict[str, Claim], new: tuple[Claim, ...], name: str) -> None:
    for claim in new:
        if claim.id in found:
            raise DataFileError(f"{name}: claim {claim.id} is there twice")
        if claim.sure not in _file().how_sure:
            raise DataFileError(f"{name}: claim {claim.id}: {claim.sure!r} is not in how_sure")
        found[claim.id] = claim


def how_sure(claim: Claim) -> str:
    """Return the sentence that says how sure `claim` is, such as "Several sources say this."."""
    return _file().how_sure[claim.sure]
