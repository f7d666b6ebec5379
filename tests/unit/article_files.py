"""Articles written for a test, and the words of an article as a person reads them."""

import re
from pathlib import Path

from backwatch import articles, paths
from backwatch.article_blocks import words_of

HEAD = """---
title: A title
summary: A summary.
for: [worried]
order: 1
topic: start
claims: [most-back-pain-not-cancer]
sources: [seed-000, seed-004]
written_by: Backwatch
checked_by: null
reviewed_on: null
written_on: 2026-11-20
review_due: 2027-05-20
---
"""
FIRST = len(HEAD.splitlines()) + 1  # the line in which a body begins
ORIGINALS = paths.ROOT.parent / "shared" / "seeds"  # the five articles, where they are at hand
CLAIM = "{most-back-pain-not-cancer}"


def read(folder: Path, body: str, head: str = HEAD) -> articles.Article:
    path = folder / "an-article.md"
    path.write_text(head + body, encoding="utf-8")
    return articles.read_article(path)


def sentences(article: articles.Article) -> list[str]:
    """Return all that a person reads, sentence by sentence, title and summary last."""
    texts = [text.replace("**", "") for text in words_of(article.blocks)]
    texts += [article.title, article.summary]
    return [part for text in texts for part in re.split(r"(?<=[.!?:])\s+", text)]


def text_of(article: articles.Article) -> str:
    """Return the words of an article in lower case on one line."""
    return " ".join(sentences(article)).lower()


def words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", text.lower().replace("’", "").replace("'", ""))


def runs_of_eight(text: str) -> set[tuple[str, ...]]:
    found = words(text)
    return {tuple(found[i : i + 8]) for i in range(len(found) - 7)}
