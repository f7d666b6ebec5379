"""What a search in Learn asks for beside its words: help in danger, or a plain question answered.

The lists are in content/search_danger.yaml. What was typed is never kept.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from pydantic import BaseModel, ConfigDict

from backwatch import paths, yaml_files

_STRICT = ConfigDict(frozen=True, extra="forbid")
_ONE_SLIP, _TWO_SLIPS = 5, 8  # letters that a word needs before slips in it are forgiven


class _Asked(BaseModel):
    model_config = _STRICT
    says: tuple[str, ...]
    read: tuple[str, ...]


class Hints(BaseModel):
    """The lists. `seldom` gives, for an article, what its fit is multiplied by."""

    model_config = _STRICT
    danger: tuple[tuple[tuple[str, ...], ...], ...] = ()
    danger_phrases: tuple[str, ...] = ()
    urgent: tuple[str, ...] = ()
    asked: tuple[_Asked, ...] = ()
    seldom: Mapping[str, float] = {}


@dataclass(frozen=True, slots=True)
class Place:
    """An article, and the part of it to open; `anchor` is empty for its beginning."""

    slug: str
    anchor: str


@cache
def hints() -> Hints:
    """Return the lists. Raises DataFileError when content/search_danger.yaml is wrong."""
    return yaml_files.read_as(Hints, paths.CONTENT / "search_danger.yaml")


def _typed(query: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", query.casefold())
    plain = "".join(each for each in plain if not unicodedata.combining(each))
    return re.findall(r"[a-z0-9]+", re.sub(r"['’`]", "", plain))


def speaks_of_danger(query: str, known: frozenset[str], lists: Hints) -> bool:
    """Return whether a search may come from somebody with an emergency sign.

    A word in `known` is taken as it is typed: "week" is no slip for "weak". False never means that
    there is no danger.
    """
    words = _typed(query)
    text = f" {' '.join(words)} "
    return any(f" {phrase} " in text for phrase in lists.danger_phrases) or any(
        all(any(_is(word, one, known) for word in words for one in group) for group in row)
        for row in lists.danger
    )


def _is(word: str, one: str, known: frozenset[str]) -> bool:
    """Return whether a typed word is `one`, or a slip of the keys away from it."""
    if word == one:
        return True
    if len(one) < _ONE_SLIP or word in known or abs(len(word) - len(one)) > 2:
        return False
    from rapidfuzz.distance import OSA

    slips = 2 if len(one) >= _TWO_SLIPS else 1
    return OSA.distance(word, one, score_cutoff=slips) <= slips


def asked_for(query: str, lists: Hints) -> tuple[Place, ...]:
    """Return what to read first for a plain question such as "is it cancer"; mostly nothing."""
    text = f" {' '.join(_typed(query))} ".replace(" canser ", " cancer ")
    found = [
        place
        for each in lists.asked
        if any(f" {phrase} " in text for phrase in each.says)
        for place in each.read
    ]
    return tuple(_place(one) for one in dict.fromkeys(found))


def _place(name: str) -> Place:
    slug, _, anchor = name.partition("#")
    return Place(slug, anchor)
