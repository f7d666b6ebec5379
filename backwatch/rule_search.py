"""Find rules and questions by everyday words: plurals, endings and small typing errors forgiven.

What somebody looks for can be about their health, so a search is never kept.
"""

import difflib
import math
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from backwatch import how_it_works, plain_rules
from backwatch.sources import source
from backwatch.triage import RuleBook, rule_book

Kind = Literal["rule", "question"]

_SMALL_WORDS = """
    a about all am an and any are as at be been but by can cannot cant do does dont for from get had
    has have how i if in into is it its me my no not of on one or so that the their them then there
    these they this to too up very was what when where which why will with you your
"""
_SMALL = frozenset(_SMALL_WORDS.split())  # they say nothing about what is looked for
_SAME, _BEGINS, _NEARLY = 1.0, 0.7, 0.5  # how well a word must fit to count how much
_NEAR_ENOUGH = 0.78  # of difflib's ratio: "blader" is 0.92 from "bladder"


@dataclass(frozen=True, slots=True)
class Document:
    """One rule or question as the search sees it: texts with the weight of their words."""

    kind: Kind
    id: str
    texts: tuple[tuple[float, str], ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found; a higher score fits better."""

    kind: Kind
    id: str
    score: float


def _stem(word: str) -> str:
    """Return a word without its usual endings, so that "losing" and "loss" meet."""
    for ending, least in (("ing", 6), ("ed", 5)):
        if word.endswith(ending) and len(word) >= least:
            word = word.removesuffix(ending)
    if word.endswith("ies") and len(word) > 4:
        word = word.removesuffix("ies") + "y"
    elif len(word) > 3 and not word.endswith("ss"):
        word = word.removesuffix("s")
    if len(word) > 3:
        word = word.removesuffix("e")
    return word[:-1] if len(word) > 3 and word[-1] == word[-2] else word


def stems(text: str) -> list[str]:
    """Return the words of a text as the search compares them: small, plain, without endings."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    found = re.findall(r"[a-z0-9]+", re.sub(r"['’]", "", plain))
    return [_stem(word) for word in found if word not in _SMALL]


class SearchIndex:
    """Every word of every document, built once."""

    def __init__(self, documents: Iterable[Document], also: Mapping[str, tuple[str, ...]]) -> None:
        """`also` gives, for a word that people use, the words that the documents use."""
        self._weights: dict[str, dict[tuple[Kind, str], float]] = {}
        self.count = 0
        for document in documents:
            self.count += 1
            here = (document.kind, document.id)
            for weight, text in document.texts:
                for stem in stems(text):
                    places = self._weights.setdefault(stem, {})
                    places[here] = max(weight, places.get(here, 0))
        self._also = {
            stems(word)[0]: [s for other in others for s in stems(other)]
            for word, others in also.items()
        }

    def knows(self, word: str) -> bool:
        """Return whether a document holds this word."""
        return all(stem in self._weights for stem in stems(word))

    def find(self, query: str) -> tuple[Hit, ...]:
        """Return what fits, best first; nothing for a query without a word to look for.

        Where no document holds all words, those that hold most of them count, but at least half.
        """
        asked = list(dict.fromkeys(stems(query)))
        scores: dict[tuple[Kind, str], float] = {}
        words: dict[tuple[Kind, str], int] = {}
        for stem in asked:
            for place, score in self._places(stem).items():
                scores[place] = scores.get(place, 0) + score
                words[place] = words.get(place, 0) + 1
        most = max(words.values(), default=0)
        if 2 * most < len(asked):
            return ()
        hits = [Hit(*place, score=score) for place, score in scores.items() if words[place] == most]
        return tuple(sorted(hits, key=lambda hit: -hit.score))

    def _places(self, stem: str) -> dict[tuple[Kind, str], float]:
        """Return where one word stands, and how much that counts there."""
        found: dict[tuple[Kind, str], float] = {}
        for known, quality in self._known(stem).items():
            for place, weight in self._weights[known].items():
                found[place] = max(found.get(place, 0), quality * weight)
        rare = 1 + math.log(self.count / len(found)) if found else 0
        return {place: score * rare for place, score in found.items()}

    def _known(self, stem: str) -> dict[str, float]:
        """Return the words of the documents that this one may stand for, with how well it fits."""
        ours = self._also.get(stem, [])
        found = {one: _SAME for one in (stem, *ours) if one in self._weights}
        if not ours and len(stem) > 2:
            for known in self._weights:
                if known.startswith(stem):
                    found.setdefault(known, _BEGINS)
        if not found and len(stem) > 3:
            near = difflib.get_close_matches(stem, self._weights, cutoff=_NEAR_ENOUGH)
            ratio = {one: difflib.SequenceMatcher(None, one, stem).ratio() for one in near}
            best = max(ratio.values(), default=0)
            found = {one: _NEARLY for one in near if ratio[one] == best}
        return found


def _documents(book: RuleBook) -> Iterable[Document]:
    for rule in book.rules:
        cited = (source(name) for name in rule.sources)
        yield Document(
            "rule",
            rule.id,
            (
                (4, f"{rule.id} {rule.title}"),
                (2, rule.why),
                (2, " ".join(plain_rules.rule_words(book, rule).every_text())),
                (1, rule.note),
                (1, " ".join(f"{one.short} {one.title} {one.publisher}" for one in cited)),
            ),
        )
    for question in book.questions:
        words = plain_rules.question_words(book, question)
        yield Document(
            "question",
            question.id,
            (
                (4, f"{question.id} {question.label}"),
                (3, question.text),
                (2, " ".join((question.help, *words.answers))),
            ),
        )


@cache  # the rules ship with the program and cannot change while it runs
def index() -> SearchIndex:
    """Return the index of every rule and every question of the rules that are loaded."""
    return SearchIndex(_documents(rule_book()), how_it_works.words().also)
