"""How long one search of Learn takes, over all articles, claims and the glossary."""

import statistics
import time
from functools import partial

from backwatch import articles, content_search, glossary
from backwatch.article_blocks import paragraphs, words_of
from backwatch.claims import claims
from bench import compare

QUERIES = (
    "weight loss",
    "coughing up blod",
    "what does lung cancer back pain feel like",
    "hemoptisis",
    "can't feel my legs",
    "nuemonia",
    "radiation for the spine",
    "qqqq zzzz",
)
ROUNDS = 25
AIM = "50 ms or less for the slowest of ours; the ratio has no aim"


def _texts() -> list[str]:
    """Return the same words that the index holds, in small letters."""
    found = []
    for one in articles.articles():
        found += [one.title, one.summary, *words_of(one.blocks)]
        said = {claim for each in paragraphs(one.blocks) for claim in each.claims}
        found += [claims()[claim].statement for claim in said]
    for term in glossary.terms():
        found += [*term.names, term.meaning]
    return [text.lower() for text in found]


def _scan(texts: list[str]) -> float:
    start = time.perf_counter()
    for query in QUERIES:
        words = query.lower().split()
        hits = [sum(word in text for word in words) for text in texts]
        sorted(range(len(hits)), key=hits.__getitem__, reverse=True)
    return (time.perf_counter() - start) / len(QUERIES)


def _search(each: dict[str, list[float]]) -> float:
    begin = time.perf_counter()
    for query in QUERIES:
        start = time.perf_counter()
        content_search.find(query)
        each.setdefault(query, []).append(time.perf_counter() - start)
    return (time.perf_counter() - begin) / len(QUERIES)


def main() -> None:
    """Print the comparison, the slowest search, and how long the index takes to build."""
    texts = _texts()
    start = time.perf_counter()
    content_search.index()
    built = time.perf_counter() - start
    content_search.find("nuemonia")  # the library for near words is imported once
    compare.head(
        f"One search of Learn: {len(articles.articles())} articles, {len(glossary.terms())} words, "
        f"{len(texts):,} texts; the mean of {len(QUERIES)} searches",
        baseline="how many of the words stand in each text as typed, sorted",
        ours="backwatch.content_search: slips, other names, both spellings, sections and snippets",
    )
    each: dict[str, list[float]] = {}
    times = compare.in_turn(partial(_scan, texts), partial(_search, each), rounds=ROUNDS)
    compare.show(times, unit="ms", aim=AIM)
    slowest = max(each, key=lambda query: statistics.median(each[query]))
    print(f"  slowest:  median {1000 * statistics.median(each[slowest]):.1f} ms for “{slowest}”")
    print(f"  built:    the index, once, in {1000 * built:.0f} ms")
