"""Whom to call in each country, and the words and units people use there."""

import datetime as dt
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, StringConstraints, model_validator

from backwatch import paths, yaml_files
from backwatch.sources import WebAddress, Words

DEFAULT = "other"  # no country told, or one that the table does not have

Digits = Annotated[str, StringConstraints(pattern=r"^[0-9](?: ?[0-9]){1,14}$")]


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Reference(_Record):
    """A page that says it."""

    title: Words
    url: WebAddress


class Seen(_Record):
    """When we looked it up, and how: the service's own page, a copy, or only from memory."""

    date: dt.date
    how: Literal["page", "copy", "memory"]
    note: Words | None = None


class Phone(_Record):
    """A number as people dial it, with what it is (`name`), its hours and where we have it from."""

    number: Digits
    name: Words
    hours: Words
    source: Reference
    seen: Seen

    @property
    def tel_href(self) -> str:
        """Return the link that dials it: "tel:" and digits only."""
        return "tel:" + self.number.replace(" ", "")


class CancerLine(_Record):
    """What the round-the-clock line of a cancer team is called there.

    Every hospital has its own number, so there is none here. `source` is None where the words are
    ours.
    """

    words: Words
    note: Words | None = None
    source: Reference | None
    seen: Seen


class Note(_Record):
    """One sentence more about the emergency number, with its source."""

    text: Words
    source: Reference
    seen: Seen


class Country(_Record):
    """One country. `advice_line` is None where no line serves the whole country.

    The words to show are `emergency_button`, `advice_text`, `cancer_line.words` and `crisis_text`.
    `emergency_department` fits after "your nearest", `family_doctor` after "your". `temperature`
    is what a thermometer shows there.
    """

    code: Annotated[str, StringConstraints(pattern=r"^(?:[a-z]{2}|other)$")]
    name: Words
    emergency: tuple[Phone, ...]
    emergency_words: Words | None = None
    emergency_note: Note | None = None
    advice_line: Phone | None
    advice_words: Words
    advice_note: Words | None = None
    cancer_line: CancerLine
    crisis_line: Phone | None
    crisis_words: Words | None = None
    emergency_department: Words
    family_doctor: Words
    spelling: Literal["us", "gb"]
    units: Literal["us", "metric"]
    temperature: Literal["F", "C"]

    @model_validator(mode="after")
    def _there_is_always_something_to_call(self) -> Self:
        if not self.emergency and not self.emergency_words:
            raise ValueError("needs an emergency number, or emergency_words to show instead")
        if not self.crisis_line and not self.crisis_words:
            raise ValueError("needs a crisis_line, or crisis_words to show instead")
        return self

    @property
    def emergency_button(self) -> str:
        """Return the words on the button, such as "Call 999". Never empty."""
        return f"Call {self.emergency[0].number if self.emergency else self.emergency_words}"

    @property
    def emergency_href(self) -> str | None:
        """Return the link of the button, or None where we know no number and it is only words."""
        return self.emergency[0].tel_href if self.emergency else None

    @property
    def emergency_text(self) -> str:
        """Return every emergency number for a sentence or a printed page, such as "999 or 112"."""
        if not self.emergency:
            return self.emergency_words or ""
        return " or ".join(phone.number for phone in self.emergency)

    @property
    def crisis_text(self) -> str:
        """Return what fits after "Call" for someone in despair, such as "Samaritans, 116 123"."""
        if self.crisis_line is None:
            return self.crisis_words or ""
        return _with_number(self.crisis_line.name, self.crisis_line)

    @property
    def advice_text(self) -> str:
        """Return what fits after "Call" for advice today, such as "NHS 111" or plain words.

        The number is added where the name does not hold it: "Healthline, 0800 611 116".
        """
        return _with_number(self.advice_words, self.advice_line)


def _with_number(words: str, line: Phone | None) -> str:
    """Return the words, and the number where the words do not hold it already."""
    if line is None or line.number in words:
        return words
    return f"{words}, {line.number}"


@cache  # the table ships with the program and cannot change while it runs
def countries() -> Mapping[str, Country]:
    """Return every country by its code ("gb"), the neutral default ("other") last.

    Raises DataFileError when content/countries.yaml is wrong or has no default.
    """
    path = paths.CONTENT / "countries.yaml"
    found = yaml_files.read_as(dict[str, dict[str, object]], path)
    records = {code: record | {"code": code} for code, record in found.items()}
    table = yaml_files.check(dict[str, Country], records, path.name)
    if DEFAULT not in table:
        raise yaml_files.DataFileError(f"{path.name}: the neutral default {DEFAULT!r} is missing")
    return MappingProxyType(table)


def country(code: str | None) -> Country:
    """Return the country with this code, in small or capital letters.

    None and a code that the table does not have give the neutral default, never a guess: a wrong
    emergency number is worse than none.
    """
    table = countries()
    return table.get((code or DEFAULT).lower(), table[DEFAULT])
