"""Articles written for a test."""

from pathlib import Path

from backwatch import articles

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
CLAIM = "{most-back-pain-not-cancer}"


def read(folder: Path, body: str, head: str = HEAD) -> articles.Article:
    path = folder / "an-article.md"
    path.write_text(head + body, encoding="utf-8")
    return articles.read_article(path)
