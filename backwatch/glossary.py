"""The glossary: medical words in plain ones, and the words and the spelling that people use.

The words are in content/glossary.yaml, other pairs of spelling in content/spelling.yaml. `Reader`
goes through ready HTML: it turns the text into the spelling of a country and explains the first use
of a word. It never touches a tag: addresses, ids and what a screen reader is told stay as they are.
"""

import html
import re
from collections.abc import Iterable, Mapping
from functools import cache
from html.parser import HTMLParser
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from backwatch import paths, yaml_files
from backwatch.claims import Reference, claims
from backwatch.sources import named

Spelling = Literal["us", "gb"]

# How every article says it for all countries. With a known country its number stands there instead.
ANY_NUMBER = "your emergency number, such as 911, 999 or 112"
_ANY_NUMBER = re.compile(
    rf"{re.escape(ANY_NUMBER)}(?:,(?= (?:for|if)\b))?|{re.escape(ANY_NUMBER.split(',')[0])}\b"
)

MOST_EXPLAINED = 6  # words in one article; more would be a page of dotted lines
_MOST_NAMED = 3  # sources of a meaning that opens beside a word
_ALIKE = 0.7  # of rapidfuzz's OSA: "edema" is 0.8 from "oedema", "complete" 0.0 from "full"


class Term(BaseModel):
    """One word, plain and medical.

    `us` and `uk`: where the two countries write or say it in another way, both or neither. `also`:
    other words, and slips, that people type. `article`: the slug of the article that tells more, or
    None.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(pattern=r"^[a-z0-9-]+$")
    plain: str = Field(min_length=1)
    medical: str = Field(min_length=1)
    meaning: str = Field(min_length=1)
    us: str | None = None
    uk: str | None = None
    also: tuple[str, ...] = ()
    article: str | None = None
    claims: tuple[str, ...] = ()
    sources: tuple[Reference, ...] = ()

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if not self.claims and not self.sources:
            raise ValueError(f"{self.id} needs a claim or a source")
        if (self.us is None) != (self.uk is None):
            raise ValueError(f"{self.id} needs both us and uk, or neither")
        return self

    def word(self, spelling: Spelling) -> str:
        """Return the medical word as it is written or said there."""
        return (self.uk if spelling == "gb" else self.us) or self.medical

    def elsewhere(self, spelling: Spelling) -> str:
        """Return what the other country calls it, as a sentence; empty where they agree."""
        if self.us is None or self.uk is None:
            return ""
        if spelling == "gb":
            return f"In the United States: {self.us}."
        return f"In the United Kingdom: {self.uk}."

    @property
    def names(self) -> tuple[str, ...]:
        """All words for it that somebody may look for, each once."""
        found = [self.medical, self.us, self.uk, self.plain, *self.also]
        return tuple(dict.fromkeys(name for name in found if name))

    @property
    def in_articles(self) -> tuple[str, ...]:
        """The words that are explained where an article uses them: the ones that are not plain.

        A plain word with a capital letter, such as "CT scan", is not plain either.
        """
        plain = [self.plain] if self.plain != self.plain.lower() else []
        return tuple(dict.fromkeys(n for n in (self.medical, self.us, self.uk, *plain) if n))


class _File(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    schema_version: Literal[1]
    terms: tuple[Term, ...]

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        ids = [one.id for one in self.terms]
        if twice := {one for one in ids if ids.count(one) > 1}:
            raise ValueError(f"{min(twice)} is there twice")
        return self


@cache
def terms() -> tuple[Term, ...]:
    """Return all terms from A to Z. Raises DataFileError when content/glossary.yaml is wrong."""
    path = paths.CONTENT / "glossary.yaml"
    found = yaml_files.read_as(_File, path).terms
    return tuple(sorted(found, key=lambda one: one.medical.casefold()))


# --- spelling ---


@cache
def pairs() -> Mapping[str, str]:
    """Return American words with their British spelling. Other words for a thing are left out.

    "acetaminophen" is not spelled "paracetamol", and Canada, which spells like Britain, does not
    say so. The glossary shows both.
    """
    found = yaml_files.read_as(dict[str, str], paths.CONTENT / "spelling.yaml")
    for one in terms():
        if one.us and one.uk and _are_spellings(one.us, one.uk):
            found |= zip(one.us.split(), one.uk.split(), strict=True)  # "Pancoast" stays a name
    return {us.lower(): gb.lower() for us, gb in found.items() if us != gb}


def _are_spellings(us: str, uk: str) -> bool:
    from rapidfuzz.distance import OSA

    left, right = us.lower().split(), uk.lower().split()
    return len(left) == len(right) and all(
        OSA.normalized_similarity(a, b) >= _ALIKE for a, b in zip(left, right, strict=True)
    )


def in_spelling(words: str, spelling: Spelling) -> str:
    """Return plain text in the spelling of a country.

    A capital inside a sentence belongs to a name ("Cancer Center") and is left alone.
    """
    table, pattern = _spelled(spelling)
    return pattern.sub(lambda found: _replaced(found, table), words)


@cache
def _spelled(spelling: Spelling) -> tuple[dict[str, str], re.Pattern[str]]:
    table = dict(pairs())
    if spelling == "us":
        table = {gb: us for us, gb in table.items()}
    longest = sorted(table, key=len, reverse=True)
    pattern = rf"(?<![\w@/.-])({'|'.join(map(re.escape, longest))})(s?)(?![\w@/]|\.\w)"
    return table, re.compile(pattern, re.IGNORECASE)


def _replaced(found: re.Match[str], table: Mapping[str, str]) -> str:
    was, ending = found[1], found[2]
    if was[0].isupper() and not _begins(found.string, found.start()):
        return found[0]
    word = table[was.lower()]
    return (word[0].upper() + word[1:] if was[0].isupper() else word) + ending


def _begins(text: str, at: int) -> bool:
    """Return whether a sentence begins there."""
    before = text[:at].rstrip(" “\"'(")
    return not before or before[-1] in ".!?:;|"


# --- reading an article ---

# Headings, links, buttons and table heads hold no running text to explain a word in.
_NOT_EXPLAINED = {"h1", "h2", "h3", "h4", "a", "button", "summary", "th", "figcaption", "caption"}
_CITED = {"bw-src", "bw-printed"}  # here titles stay as their publishers wrote them
_URGENT = "danger"  # nothing stands between somebody and what to do now
_EMPTY = {"br", "hr", "img", "wbr", "col", "input"}


class Reader(HTMLParser):
    """Goes through the HTML of one article, part by part, and remembers what it has explained."""

    def __init__(
        self,
        spelling: Spelling,
        explained: Iterable[Term] = (),
        *,
        most: int = MOST_EXPLAINED,
        emergency: str = "",
    ) -> None:
        """`explained`: the terms whose first use opens their meaning; at most `most` do.

        `emergency`: what to call there ("999 or 112"); empty where the country is not known, and
        the general words stay.
        """
        self._emergency = emergency
        super().__init__(convert_charrefs=False)
        self._spelling: Spelling = spelling
        self._left = {
            in_spelling(name, spelling).lower(): one
            for one in explained
            for name in one.in_articles
        }
        self._room = most
        self._out: list[str] = []
        self._open: list[tuple[str, str]] = []

    def read(self, part: str) -> str:
        """Return this part of the article in the spelling, with its first uses explained."""
        self.reset()
        self._out, self._open = [], []
        self.feed(part)
        self.close()
        return "".join(self._out)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep a tag as it is."""
        self._out.append(self.get_starttag_text() or "")
        if tag not in _EMPTY:
            self._open.append((tag, dict(attrs).get("class") or ""))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep a tag that closes itself."""
        self._out.append(self.get_starttag_text() or "")

    def handle_endtag(self, tag: str) -> None:
        """Keep the end of a tag."""
        self._out.append(f"</{tag}>")
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_entityref(self, name: str) -> None:
        """Keep a sign that HTML has a name for."""
        self._out.append(f"&{name};")

    def handle_charref(self, name: str) -> None:
        """Keep a sign that HTML has a number for."""
        self._out.append(f"&#{name};")

    def handle_data(self, data: str) -> None:
        """Change running text."""
        tags = {tag for tag, _ in self._open}
        classes = {name for _, names in self._open for name in names.split()}
        if _CITED & classes and not tags & {"b", "i"}:
            self._out.append(data)
            return
        text = in_spelling(data, self._spelling)
        if self._emergency and not _CITED & classes:
            text = _ANY_NUMBER.sub(self._emergency, text)
        plain = tags & _NOT_EXPLAINED or classes & {*_CITED, _URGENT}
        self._out.append(text if plain else self._explained(text))

    def _explained(self, text: str) -> str:
        """Return text with a button at the first use of each word that is still to be explained."""
        done: list[str] = []
        while self._left and self._room > 0:
            found = _word_pattern(tuple(self._left)).search(text)
            if found is None:
                break
            one = self._left[found[1].lower()]
            self._left = {name: each for name, each in self._left.items() if each.id != one.id}
            self._room -= 1
            done += [text[: found.start()], _button(one, found[0], self._spelling)]
            text = text[found.end() :]
        return "".join([*done, text])


@cache
def _word_pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    longest = sorted(words, key=len, reverse=True)
    return re.compile(rf"(?<![\w-])({'|'.join(map(re.escape, longest))})s?(?![\w-])", re.IGNORECASE)


def _button(one: Term, said: str, spelling: Spelling) -> str:
    """Return a word that opens its meaning by click or key, and the meaning after it."""
    told = [in_spelling(one.meaning, spelling)]
    if one.us and one.uk and not _are_spellings(one.us, one.uk):
        told.append(one.elsewhere(spelling))
    return (
        f'<button type="button" class="bw-word" popovertarget="meaning-{one.id}">{said}</button>'
        f'<span popover id="meaning-{one.id}" class="bw-meaning"><b>{html.escape(said)}</b>: '
        f"{html.escape(' '.join(told))} <small>{html.escape(_said_by(one))}</small> "
        f'<a class="bw-open" href="{address(one)}" target="_self">All words</a></span>'
    )


def _said_by(one: Term) -> str:
    """Return who says what a term means: up to _MOST_NAMED names with their date."""
    used = [each for claim in one.claims for each in claims()[claim].sources] + [*one.sources]
    ids = list(dict.fromkeys(each.id for each in used))
    more = len(ids) - _MOST_NAMED
    names = "; ".join(map(named, ids[:_MOST_NAMED]))
    return f"Says who: {names}{f'; and {more} more' if more > 0 else ''}."


def address(one: Term) -> str:
    """Return the address of a term on the page of the glossary, ready for HTML."""
    return f"learn?article=glossary&amp;at=word-{one.id}"
