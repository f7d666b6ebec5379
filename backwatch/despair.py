"""Hear when somebody writes that they cannot go on, and say whom to call.

The words are in content/crisis.yaml. The text itself is neither kept nor logged here, and no error
repeats it.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from pydantic import BaseModel, ConfigDict

from backwatch import paths, yaml_files
from backwatch.countries import Country
from backwatch.yaml_files import DataFileError

# No idiom reaches across these. A phrase that is meant does.
_SENTENCE_END = re.compile(r"[!?;:,()\n\r\u2013\u2014]|\s-+\s")
_GAP = "|"  # stands where something was taken away: no phrase reaches across it
_PLAIN = re.compile(r"[a-z0-9 ()|?]+")


class _File(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    title: str
    sentences: tuple[str, ...]
    kept: str
    searched: str
    call: str
    call_hours: str
    short: str
    same: dict[str, str]
    fillers: tuple[str, ...]
    always: tuple[str, ...]
    not_meant: tuple[str, ...]
    runs_on: tuple[str, ...]
    meant: tuple[str, ...]


@dataclass(frozen=True)
class Help:
    """What to show somebody in despair. `href` dials the line; None where we know no number.

    `short` and then `short_call` are one line, for who has seen the rest.
    """

    title: str
    sentences: tuple[str, ...]
    href: str | None
    short: str
    short_call: str


@dataclass(frozen=True)
class _Patterns:
    same: tuple[tuple[re.Pattern[str], str], ...]
    fillers: re.Pattern[str]
    always: re.Pattern[str]
    not_meant: re.Pattern[str]
    meant: re.Pattern[str]


@cache
def _file() -> _File:
    return yaml_files.read_as(_File, paths.CONTENT / "crisis.yaml")


@cache
def _patterns() -> _Patterns:
    file = _file()
    return _Patterns(
        same=tuple((_across_stops(words), plain) for plain, words in file.same.items()),
        fillers=_any_of(file.fillers),
        always=_any_of(file.always),
        not_meant=re.compile(
            f"{_any_of(file.not_meant).pattern}(?! {_any_of(file.runs_on).pattern})"
        ),
        meant=_any_of(file.meant),
    )


def _any_of(phrases: list[str] | tuple[str, ...]) -> re.Pattern[str]:
    """Return what finds any of the phrases as whole words.

    Raises DataFileError for a phrase that the plain form of a text could never hold.
    """
    for phrase in phrases:
        try:
            re.compile(phrase)
        except re.error as error:
            raise DataFileError(f"crisis.yaml: {phrase!r}: {error}") from None
        if not _PLAIN.fullmatch(phrase):
            raise DataFileError(f"crisis.yaml: {phrase!r}: small letters and ( | )? only")
    return re.compile(rf"\b(?:{'|'.join(phrases)})\b")


def _across_stops(words: str) -> re.Pattern[str]:
    """Return what finds the spellings even when a line ends inside one, as in "do / not"."""
    return re.compile(_any_of([words]).pattern.replace(" ", "[ .]+"))


def speaks_of_despair(text: str) -> bool:
    """Return whether these words may come from somebody who cannot go on or fears to die.

    Capital letters, punctuation and the usual small slips of typing make no difference. It would
    rather be wrong than miss somebody, and it understands English only: False never means "well".
    """
    found = _patterns()
    kept = unicodedata.normalize("NFKC", text).casefold()
    kept = "".join(c for c in kept if unicodedata.category(c) != "Cf")  # soft hyphens, zero widths
    kept = re.sub(r"[^a-z0-9.]", " ", _SENTENCE_END.sub(".", kept))
    kept = " ".join(kept.split())
    for words, plain in found.same:
        kept = words.sub(plain, kept)
    kept = " ".join(found.fillers.sub("", kept).split())
    if found.always.search(_without_stops(kept)):
        return True
    return found.meant.search(_without_stops(found.not_meant.sub(_GAP, kept))) is not None


def _without_stops(text: str) -> str:
    return " ".join(text.replace(".", " ").split())


def help_words(country: Country, *, searched: bool = False) -> Help:
    """Return what to show: whom to call there now, and whom when life is in danger.

    `searched`: the words were only searched for, and are not kept.
    """
    file = _file()
    line = country.crisis_line
    call = (
        file.call_hours.format(crisis=country.crisis_text, hours=line.hours)
        if line
        else file.call.format(crisis=country.crisis_text)
    )
    sentences = tuple(
        sentence.format(
            call=call,
            emergency=country.emergency_text,
            doctor=country.family_doctor,
            kept=file.searched if searched else file.kept,
        )
        for sentence in file.sentences
    )
    return Help(
        file.title,
        sentences,
        line.tel_href if line else None,
        file.short,
        line.number if line else country.crisis_text,
    )
