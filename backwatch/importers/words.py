"""What names in other apps' files mean here: rules/imports.yaml and content/imports.yaml."""

import re
from functools import cache, lru_cache
from typing import Literal

from pydantic import BaseModel, ConfigDict

from backwatch import diary, paths, yaml_files

_FROZEN = ConfigDict(frozen=True, extra="forbid")


class Names(BaseModel):
    """rules/imports.yaml: lists of names by what they are here."""

    model_config = _FROZEN
    schema_version: Literal[1]
    pain_words: tuple[str, ...]
    beside_pain: tuple[str, ...]
    places: dict[str, tuple[str, ...]]
    zones: dict[str, str]
    regions: dict[int, str]
    symptoms: dict[str, tuple[str, ...]]
    feels_like: dict[str, tuple[str, ...]]
    danger_signs: dict[str, tuple[str, ...]]
    place_columns: tuple[str, ...]
    note_columns: tuple[str, ...]
    sleep_columns: tuple[str, ...]
    suggest: dict[str, tuple[str, ...]]


class Texts(BaseModel):
    """content/imports.yaml: what a person reads about an import."""

    model_config = _FROZEN
    schema_version: Literal[1]
    apps: dict[str, str]
    flags: dict[str, str]
    scales: dict[str, str]
    kinds: dict[str, str]


@cache
def names() -> Names:
    """Return the lists of names, read once. Raises DataFileError where the file is wrong."""
    return yaml_files.read_as(Names, paths.RULES / "imports.yaml")


@cache
def texts() -> Texts:
    """Return the words for people, read once. Raises DataFileError where the file is wrong."""
    return yaml_files.read_as(Texts, paths.CONTENT / "imports.yaml")


@lru_cache(1_000)  # a file has few names, each in thousands of rows
def plain(name: str) -> str:
    """Return a name in lower case with single blanks: "lower back pain" for LowerBack_Pain."""
    split = re.sub(r"(?<=[a-zà-ÿ])(?=[A-Z])", " ", name)
    return " ".join(re.findall(r"\w+", split.casefold().replace("_", " ")))


@cache
def _pain_name() -> re.Pattern[str]:
    """Match words for pain and words beside them; the longest first, so that phrases count."""
    every = sorted({*names().pain_words, *names().beside_pain}, key=len, reverse=True)
    return re.compile(rf"(?:(?:{'|'.join(map(re.escape, every))})(?: |\Z))+")


@lru_cache(1_000)
def is_pain(name: str) -> bool:
    """Return whether a name means the pain of the back: "Pain", "Back (mid) pain"; no other."""
    text = plain(name)
    return bool(_pain_name().fullmatch(text)) and not _pains().isdisjoint(text.split())


@cache
def _pains() -> frozenset[str]:
    return frozenset(names().pain_words)


@cache
def _turned(field: str) -> dict[str, str]:
    lists: dict[str, tuple[str, ...]] = getattr(names(), field)
    return {plain(name): id for id, all_names in lists.items() for name in all_names}


def place(text: str) -> str:
    """Return a place such as "low_back", or "other:" and the text."""
    return _turned("places").get(plain(text), f"other:{text}")


@lru_cache(1_000)
def places_in(name: str) -> tuple[str, ...]:
    """Return the place that the name of a pain tells: low_back for "Back (lower) pain"."""
    rest = " ".join(word for word in plain(name).split() if word not in _pains())
    found = _turned("places").get(rest)
    return (found,) if found else ()


def zone(place: str) -> str | None:
    """Return the zone of the body map for a place, or None."""
    return names().zones.get(place) or names().zones.get(plain(place.removeprefix("other:")))


def symptom(name: str) -> str | None:
    """Return the symptom of the diary that a name says, or None."""
    return _turned("symptoms").get(plain(name))


def feels_like(name: str) -> str | None:
    """Return how a pain feels, in the ids of the diary, or None."""
    known = {plain(id): id for id in diary.vocabulary().ids("feels_like")}
    return known.get(plain(name)) or _turned("feels_like").get(plain(name))


def danger_sign(name: str) -> str | None:
    """Return the danger sign that a name stands for, or None."""
    return _turned("danger_signs").get(plain(name))


def is_column(name: str, field: str) -> bool:
    """Return whether a column is one of places, notes or sleep ("place_columns" and so on)."""
    return plain(name) in {plain(each) for each in getattr(names(), field)}


def known_choice(field: str, text: str) -> str | None:
    """Return the id of a choice of the diary by its id or its label, or None."""
    wanted = plain(text)
    for choice in getattr(diary.vocabulary(), field):
        if wanted in (plain(choice.id), plain(choice.label)):
            found: str = choice.id
            return found
    return None
