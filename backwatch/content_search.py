"""Find articles and glossary words by what people type: everyday or medical words, with slips.

Every section of every article (heading, paragraphs, boxes, the claims it rests on) is one document,
and so is every article as a whole. All names that the glossary knows for a thing count as that
thing: whoever looks for "coughing blood" finds "haemoptysis" too. What somebody looks for can be
about their health, so a search is never kept.
"""

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from backwatch import articles, glossary, paths, rule_search, search_danger, yaml_files
from backwatch.article_blocks import (
    Block,
    Box,
    Compare,
    Heading,
    Picture,
    claims_of,
    paragraphs,
)
from backwatch.articles import Article
from backwatch.claims import claims
from backwatch.glossary import Term
from backwatch.search_danger import Hints, Place

MOST_ARTICLES, MOST_WORDS = 8, 2
_TITLE, _SUMMARY, _HEADING, _BOX_TITLE, _TEXT, _CLAIM = 5.0, 2.5, 3.0, 2.0, 1.0, 0.2
_TOLD_HERE = 0.3  # for a word whose article this is, said or not
_BY_NAME, _BEGINS, _NEAR = 0.9, 0.75, 0.8  # what another name, a beginning, a near miss count
_NEAR_ENOUGH = 0.7  # of rapidfuzz's OSA: "nuemonia" is 0.78 from "pneumonia"
_NEAREST = 0.1  # what is further off than the nearest word by more is another word
_SHORT = 4  # letters; most words are near to a word as short, so only a plain slip counts
_FITS_TOO = 0.35  # of the best score: "lots of blood" passes, a search for a test does not
_FULL = 2.0  # how soon a word that is said again adds little
_SNIPPET = 180  # letters

# British and American spelling meet, and two usual slips: "flegm", "abcess".
_FOLD = (("ae", "e"), ("oe", "e"), ("our", "or"), ("ph", "f"), ("yse", "yze"), ("ll", "l"))


@dataclass(frozen=True, slots=True)
class Hit:
    """One article, opened at the part that fits best.

    `anchor` is empty for its beginning, and `heading` then too. `snippet` is a piece of its text as
    pieces, each with whether it is what was looked for.
    """

    slug: str
    title: str
    anchor: str
    heading: str
    snippet: tuple[tuple[str, bool], ...]
    score: float


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found: articles and glossary words, each best first.

    `urgent`: it may be about an emergency, and the emergency signs are to come before all else.
    """

    articles: tuple[Hit, ...]
    words: tuple[Term, ...]
    urgent: bool = False


_ISE = re.compile(r"is(e[ds]?|ing|ations?)\b")  # "specialise" is "specialize"
_SPINE = re.compile(r"\bspines?\b")  # its stem would be that of "spinning"

# Beside the small words that the search of the rules leaves out.
_SMALL_WORDS = "could did im ive just know like need really should tell thing want would"
_SMALL = frozenset(_SMALL_WORDS.split())


def stems(text: str) -> list[str]:
    """Return the words of a text as the search compares them, British and American alike."""
    return [_fold(stem) for stem in _unfolded(text)]


def _our_stems(text: str) -> list[str]:
    """Return the same of a text of our own. What people type must never come here: it is kept."""
    return [_fold_once(stem) for stem in _unfolded(text)]


def _unfolded(text: str) -> Iterator[str]:
    american = _SPINE.sub("spinal", _ISE.sub(r"iz\1", text.lower()))
    return (stem for stem in rule_search.stems(american) if stem not in _SMALL)


def _fold(stem: str) -> str:
    for one, other in _FOLD:
        stem = stem.replace(one, other)
    return "center" if stem == "centr" else stem


_fold_once = cache(_fold)


@dataclass(frozen=True, slots=True)
class _Document:
    """One section, or one whole article: how much each of its words weighs.

    `texts` are its paragraphs, each with the words that it holds and the things that it names.
    """

    weights: Mapping[str, float]
    slug: str
    anchor: str = ""
    heading: str = ""
    texts: tuple[tuple[str, frozenset[str]], ...] = ()


class ContentIndex:
    """Every word of every article and of the glossary. Built once, kept as long as the program."""

    def __init__(
        self,
        all_articles: Iterable[Article],
        terms: Iterable[Term],
        also: Mapping[str, Iterable[str]] = MappingProxyType({}),
        hints: Hints | None = None,
    ) -> None:
        """`also` gives, for a word that people type, the words that the articles use.

        `hints` says what comes first beside the words; none by default.
        """
        self._hints = hints or Hints()
        self._also = {
            stem: {one: _BY_NAME for other in others for one in _our_stems(other)}
            for word, others in also.items()
            for stem in _our_stems(word)
        }
        self._terms = tuple(terms)
        self._articles = {one.slug: one for one in all_articles}
        self._names = {
            name: f"#{one.id}"
            for one in reversed(self._terms)
            for name in {tuple(_our_stems(name)) for name in (*one.names, one.id)}
            if name
        }
        self._spelled = {
            one.id: [" ".join(_our_stems(name)) for name in one.names] for one in self._terms
        }
        self._longest = max(map(len, self._names), default=0)
        self._sections: list[_Document] = []
        self._wholes: dict[str, _Document] = {}
        for one in self._articles.values():
            self._add(one)
        self._rarity = _rarity([*self._sections, *self._wholes.values()])
        self._vocabulary = sorted(
            {word for word in self._rarity if not word.startswith("#")}
            | {word for name in self._names for word in name}
        )
        self._known = frozenset(self._vocabulary)
        self._near_to = sorted(self._known | self._also.keys())
        self._typed_right = frozenset(
            word
            for one in self._articles.values()
            for text in (one.title, one.summary, *(each.text for each in paragraphs(one.blocks)))
            for word in re.findall(r"[a-z]+", text.lower())
        )

    # --- building ---

    def _add(self, one: Article) -> None:
        whole: dict[str, float] = defaultdict(float)
        self._weigh(whole, _TITLE, one.title)
        self._weigh(whole, _SUMMARY, one.summary)
        told_here = [f"#{term.id}" for term in self._terms if term.article == one.slug]
        whole.update({mark: whole[mark] + _TOLD_HERE for mark in told_here})
        for section in _sections(one):
            weights: dict[str, float] = defaultdict(float)
            for weight, text in section:
                self._weigh(weights, weight, text)
            for word, weight in weights.items():
                whole[word] += weight / 2
            if not section.anchor:
                self._weigh(weights, _TITLE, one.title)
                self._weigh(weights, _SUMMARY, one.summary)
                weights.update({mark: weights[mark] + _TOLD_HERE for mark in told_here})
            texts = [text for weight, text in section if weight == _TEXT] or [one.summary]
            held = tuple((text, self._held(text)) for text in texts)
            self._sections.append(
                _Document(dict(weights), one.slug, section.anchor, section.heading, held)
            )
        self._wholes[one.slug] = _Document(dict(whole), one.slug)

    def _held(self, text: str) -> frozenset[str]:
        words = _our_stems(text)
        return frozenset((*words, *self._meant(words)))

    def _weigh(self, weights: dict[str, float], weight: float, text: str) -> None:
        words = _our_stems(text)
        for word in (*words, *self._meant(words)):
            weights[word] += weight

    def _meant(self, words: list[str]) -> Iterator[str]:
        """Yield the mark of each glossary word that stands in a row of words."""
        for start in range(len(words)):
            for end in range(start + 1, min(start + self._longest, len(words)) + 1):
                if mark := self._names.get(tuple(words[start:end])):
                    yield mark

    # --- finding ---

    def find(self, query: str) -> Found:
        """Return what fits. Nothing for a query without a word to look for, or that nothing fits.

        Where no article holds everything, those that hold most of it come first.
        """
        asked = [read for word in dict.fromkeys(stems(query)) for read in self._readings(word)]
        best = [word for each in asked for word in each if each[word] == max(each.values())]
        meant = {
            mark: name for name, mark in self._names.items() if name and set(name) <= set(best)
        }
        for each in asked:
            for mark, name in meant.items():
                if each and set(each) & set(name):
                    each[mark] = _BY_NAME
        danger = search_danger.speaks_of_danger(query, self._typed_right, self._hints)
        plain = search_danger.asked_for(query, self._hints)
        hits, urgent = self._found_articles(asked, danger=danger, plain=plain)
        return Found(hits, self._found_words(best, meant), urgent)

    def find_words(self, query: str) -> tuple[Term, ...]:
        """Return the glossary words that begin or sound like the query, or mean it; best first."""
        asked = " ".join(stems(query))
        if not asked:
            return ()
        begin: list[Term] = []
        hold: list[Term] = []
        for one in self._terms:
            names = self._spelled[one.id]
            if any(name.startswith(asked) for name in names):
                begin.append(one)
            elif any(f" {asked}" in name for name in names):
                hold.append(one)
        return tuple(begin + hold) or self.find(query).words

    def _readings(self, word: str) -> list[dict[str, float]]:
        """Return what a typed word can stand for, with how well it fits, for each word in it."""
        if word in self._known or word in self._also:
            return [self._also.get(word, {}) | {word: 1.0}]
        if parts := self._two_words(word):
            return [{part: 1.0} for part in parts]
        found = self._near(word)
        if len(word) >= 3:
            for known in self._vocabulary:
                if known.startswith(word):
                    found[known] = max(found.get(known, 0), _BEGINS)
        return [found]

    def _two_words(self, word: str) -> tuple[str, str] | None:
        """Return the words of "backpain" or "xray"."""
        for at in range(1, len(word)):
            left, right = word[:at], word[at:]
            both = left in self._known and right in self._known and len(right) >= 3
            if both and (at >= 3 or (left, right) in self._names):
                return left, right
        return None

    def _near(self, word: str) -> dict[str, float]:
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        if len(word) < 4:
            return {}
        near = process.extract(
            word,
            self._near_to,
            scorer=OSA.normalized_similarity,
            score_cutoff=_NEAR_ENOUGH,
            limit=3,
        )
        found: dict[str, float] = {}
        for known, fit, _ in near:
            if fit < near[0][1] - _NEAREST or (len(word) == _SHORT and not _slip(word, known)):
                continue
            for one, part in (self._also.get(known, {}) | {known: 1.0}).items():
                found[one] = max(found.get(one, 0.0), _NEAR * fit * part)
        return found

    def _found_articles(
        self, asked: list[dict[str, float]], *, danger: bool, plain: tuple[Place, ...]
    ) -> tuple[tuple[Hit, ...], bool]:
        """Return the articles, and whether the emergency signs are to come before all else."""
        seldom = self._hints.seldom
        wholes = {slug: self._score(one, asked) for slug, one in self._wholes.items()}
        best: dict[str, tuple[float, _Document]] = {}
        for section in self._sections:
            slug = section.slug
            score = (self._score(section, asked) + wholes[slug]) * seldom.get(slug, 1.0)
            if wholes[slug] and score > best.get(slug, (0.0, section))[0]:
                best[slug] = (score, section)
        ranked = sorted(best, key=lambda slug: -best[slug][0])[:MOST_ARTICLES]
        least = _FITS_TOO * best[ranked[0]][0] if ranked else 0.0
        fits = [slug for slug in self._hints.urgent if slug in ranked and best[slug][0] >= least]
        first = self._hints.urgent[:1]
        urgent = danger or fits[:1] == [*first] != []
        order = [*first, *fits] if danger else [*first] if urgent else []
        order += [one.slug for one in plain]
        slugs = [slug for slug in dict.fromkeys([*order, *ranked]) if slug in self._articles]
        opened = {one.slug: self._section(one) for one in reversed(plain)}
        hits = []
        for slug in slugs[:MOST_ARTICLES]:
            score, section = best.get(slug, (0.0, self._section(Place(slug, ""))))
            section = opened.get(slug, section)
            title = self._articles[slug].title
            snippet = self._snippet(section, asked)
            hits.append(Hit(slug, title, section.anchor, section.heading, snippet, score))
        return tuple(hits), urgent

    def _section(self, place: Place) -> _Document:
        here = [one for one in self._sections if one.slug == place.slug]
        return next((one for one in here if one.anchor == place.anchor), here[0])

    def _score(self, document: _Document, asked: list[dict[str, float]]) -> float:
        """Return how well a document fits: each word asked for counts by how rare it is.

        What is missing lowers the whole: half of the words is worth less than half.
        """
        score = held = most = 0.0
        for each in asked:
            rare = max((self._rarity.get(word, 0.0) for word in each), default=_UNKNOWN)
            most += rare
            weight = max(
                (
                    fit * self._rarity[word] * said / (said + _FULL)
                    for word, fit in each.items()
                    if (said := document.weights.get(word, 0.0))
                ),
                default=0.0,
            )
            score += weight
            held += rare if weight else 0.0
        return score * held / most if most else 0.0

    def _found_words(
        self, best: list[str], meant: Mapping[str, tuple[str, ...]]
    ) -> tuple[Term, ...]:
        """Return the glossary words that are named, those whose name is most of the query first."""
        by_id = {f"#{one.id}": one for one in self._terms}
        named = sorted(meant, key=lambda mark: -len(meant[mark]))
        whole = len(set(best))
        least = whole if named and len(meant[named[0]]) == whole else whole / 2
        return tuple(by_id[mark] for mark in named if len(meant[mark]) >= least)[:MOST_WORDS]

    def _snippet(
        self, section: _Document, asked: list[dict[str, float]]
    ) -> tuple[tuple[str, bool], ...]:
        """Return a piece of the text that holds most of what was asked for."""

        wanted = {word for each in asked for word in each}

        def fits(text: tuple[str, frozenset[str]]) -> tuple[int, int]:
            return sum(not text[1].isdisjoint(each) for each in asked), len(text[1] & wanted)

        text, held = max(section.texts, key=fits)
        named = wanted & held
        wanted |= {word for name, mark in self._names.items() if mark in named for word in name}
        pieces = re.split(r"([A-Za-z0-9’'-]+)", text.replace("**", ""))
        return tuple(_cut([(piece, bool(set(_our_stems(piece)) & wanted)) for piece in pieces]))


_UNKNOWN = 5.0  # a word that nothing here is near to is rare


def _slip(word: str, known: str) -> bool:
    """Return whether a short word is another with two letters swapped or one left out."""
    if word[0] != known[0]:
        return False
    if len(known) == len(word) + 1:
        return any(known[:at] + known[at + 1 :] == word for at in range(len(known)))
    return sorted(word) == sorted(known)


def _cut(marked: list[tuple[str, bool]]) -> Iterator[tuple[str, bool]]:
    """Yield a piece of about _SNIPPET letters around the first word that was looked for."""
    whole = sum(len(piece) for piece, _ in marked)
    first = next((number for number, (_, hit) in enumerate(marked) if hit), 0)
    start = 0
    if whole > _SNIPPET and sum(len(piece) for piece, _ in marked[:first]) > _SNIPPET / 2:
        start = max(0, first - 12)
        yield "… ", False
    length = 0
    for piece, hit in marked[start:]:
        length += len(piece)
        if length > _SNIPPET and whole > _SNIPPET:
            yield "…", False
            return
        if piece:
            yield piece, hit


class _Section(list[tuple[float, str]]):
    """Texts with their weights, under one heading."""

    def __init__(self, anchor: str = "", heading: str = "") -> None:
        super().__init__([(_HEADING, heading)] if heading else [])
        self.anchor, self.heading = anchor, heading


def _sections(one: Article) -> list[_Section]:
    found = [_Section()]
    for block in one.blocks:
        if isinstance(block, Heading):
            found.append(_Section(block.anchor, block.text))
        else:
            found[-1] += _texts(block)
    return [section for section in found if section or not section.anchor]


def _texts(block: Block) -> Iterator[tuple[float, str]]:
    """Yield what a block says, title first, and what the claims it rests on say."""
    if isinstance(block, Box | Picture | Compare):
        yield _BOX_TITLE, block.title
    for paragraph in paragraphs([block]):
        yield _TEXT, paragraph.text
    for claim in claims_of([block]):
        yield _CLAIM, claims()[claim].statement


def _rarity(documents: list[_Document]) -> dict[str, float]:
    count: dict[str, int] = defaultdict(int)
    for document in documents:
        for word in document.weights:
            count[word] += 1
    total = len(documents)
    return {word: math.log(1 + total / (0.5 + there)) for word, there in count.items()}


@cache
def index() -> ContentIndex:
    """Return the index of all articles and the glossary, built when it is first asked for."""
    also = yaml_files.read_as(dict[str, tuple[str, ...]], paths.CONTENT / "search.yaml")
    return ContentIndex(articles.articles(), glossary.terms(), also, search_danger.hints())


def find(query: str) -> Found:
    """Return what fits a query; see ContentIndex.find."""
    return index().find(query)


def find_words(query: str) -> tuple[Term, ...]:
    """Return the glossary words for a query; see ContentIndex.find_words."""
    return index().find_words(query)
