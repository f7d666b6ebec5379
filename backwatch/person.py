"""The person whose diary it is, and what people are called where there are several."""

import unicodedata
from collections import Counter
from collections.abc import Sequence
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StrictInt

from backwatch.diary import Name

Code = Annotated[str, Field(pattern=r"^[a-z][a-z_]{0,29}$")]
_SHOWN = 40  # letters of a name on the screen


class Person(BaseModel):
    """One person. None always means that nobody was asked, or that no answer was given."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    id: str
    name: Name | None = None  # with a second person on this computer, everyone added has one
    birth_year: Annotated[StrictInt, Field(ge=1900, le=2100)] | None = None
    country: Code | None = None  # such as "gb": emergency number, programmes, spelling
    units: Literal["metric", "us"] | None = None
    # Who types, when it is not the person. Of the person and not of each entry or check: whoever
    # types for somebody does so for all of it, and a carer can change it when that changes.
    filled_in_by: Name | None = None
    journey: Code | None = None  # which door was taken on the first visit


def same_name(one: str | None, other: str | None) -> bool:
    """Return whether two names cannot be told apart: case and spaces make no difference.

    A missing name is like no other.
    """
    return bool(one and other) and _plain(one or "") == _plain(other or "")


def _plain(name: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def called(people: Sequence[Person]) -> dict[str, str]:
    """Return what each person is called on the screen, by id: never the same for two.

    A long name is cut. Who has no name is called by their place, such as "Person 2".
    """
    names = [_short(person.name) or f"Person {at}" for at, person in enumerate(people, start=1)]
    times = Counter(map(_plain, names))
    clear = [
        name if times[_plain(name)] == 1 else f"{name} (person {at})"
        for at, name in enumerate(names, start=1)
    ]
    if len(set(map(_plain, clear))) < len(people):  # somebody is really named "Eva (person 3)"
        clear = [f"{at}. {name}" for at, name in enumerate(names, start=1)]
    return {person.id: name for person, name in zip(people, clear, strict=True)}


def _short(name: str | None) -> str:
    line = " ".join((name or "").split())
    return line if len(line) <= _SHOWN else f"{line[: _SHOWN - 1].rstrip()}…"
