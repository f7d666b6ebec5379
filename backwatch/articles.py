"""The articles of Learn: read from content/articles, checked, and found by their slug.

An article is a strict front matter and a body in the notation of backwatch/article_reader.py. What
its blocks are stands in backwatch/article_blocks.py, and its HTML in backwatch/article_html.py.
"""

import datetime as dt
import math
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    model_validator,
)

from backwatch import paths, yaml_files
from backwatch.article_blocks import (
    CHECK,
    Block,
    See,
    anchors_of,
    claims_of,
    words_of,
)
from backwatch.article_reader import read_blocks
from backwatch.claims import claims
from backwatch.yaml_files import DataFileError

WORDS_PER_MINUTE = 200  # the usual figure for adults who read plain English to themselves

Topic = Literal["start", "signs", "urgent", "tests", "treatment", "living", "risk", "numbers"]
RowId = Annotated[str, StringConstraints(pattern=r"^R[0-4X]-\d\d$")]
RuleId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_]*$")]


class FrontMatter(BaseModel):
    """What an article says of itself. `checked_by` is a clinician; None: nobody has checked it.

    `topic` groups it in the list. `rows` are the rows of docs/coverage.md that it covers. `about`
    holds ids of rules, questions or levels for which it is worth reading; empty: none.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: str = Field(min_length=1)
    summary: str = Field(min_length=1)
    audience: tuple[Literal["worried", "diagnosed"], ...] = Field(alias="for", min_length=1)
    order: int
    topic: Topic
    rows: tuple[RowId, ...] = ()
    about: tuple[RuleId, ...] = ()
    claims: tuple[str, ...]
    sources: tuple[str, ...]
    written_by: str
    checked_by: str | None
    reviewed_on: dt.date | None
    written_on: dt.date
    review_due: dt.date

    @model_validator(mode="after")
    def _review_is_whole(self) -> Self:
        if (self.checked_by is None) != (self.reviewed_on is None):
            raise ValueError("checked_by and reviewed_on are given together or not at all")
        if self.checked_by == self.written_by:
            raise ValueError("the writer cannot check their own article")
        return self


class Article(FrontMatter):
    """An article: its front matter, its `slug` (the file name) and its blocks in order."""

    slug: str
    blocks: tuple[Block, ...]

    @property
    def minutes(self) -> int:
        """Reading time in whole minutes, rounded up, at least 1; source notes are not counted."""
        words = sum(len(text.split()) for text in words_of(self.blocks))
        return max(1, math.ceil(words / WORDS_PER_MINUTE))

    @property
    def cited(self) -> tuple[str, ...]:
        """The ids of all claims that it rests on, each once, in the order of their first use."""
        return claims_of(self.blocks)

    @property
    def note(self) -> str:
        """The line below the title: reading time, number of sources, review, date."""
        n = len(self.sources)
        review = "not yet reviewed by a clinician"
        if self.checked_by is not None and self.reviewed_on is not None:
            review = f"reviewed by {self.checked_by} on {_in_words(self.reviewed_on)}"
        return (
            f"{self.minutes} minute read · {n} source{'' if n == 1 else 's'} · {review} · "
            f"written {_in_words(self.written_on)}"
        )


def sources_of(claim_ids: Iterable[str]) -> tuple[str, ...]:
    """Return the ids of the sources of claims, each once: the five articles, then by alphabet."""
    used = {one.id for claim in claim_ids for one in claims()[claim].sources}
    return tuple(sorted(used, key=lambda one: (not one.startswith("seed-"), one)))


@cache
def articles() -> tuple[Article, ...]:
    """Return all articles, by their `order` and then by slug. Raises DataFileError as they do."""
    found = (read_article(path) for path in (paths.CONTENT / "articles").glob("*.md"))
    return tuple(sorted(found, key=lambda one: (one.order, one.slug)))


def article(slug: str) -> Article | None:
    """Return the article called `slug`, or None when there is none by that name."""
    return next((one for one in articles() if one.slug == slug), None)


def read_article(path: Path) -> Article:
    """Return the article in the file at `path`; the file name without its ending is the slug.

    Raises DataFileError for a wrong front matter and as `read_blocks` does; the message names the
    file and the line. Whether its `see:` lines lead somewhere is for `dead_ends` to say.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError:
        raise DataFileError(f"{path.name}: the file is not UTF-8 text") from None
    if lines[:1] != ["---"] or "---" not in lines[1:]:
        raise DataFileError(f"{path.name}, line 1: an article starts with front matter")
    end = lines.index("---", 1)
    # The empty first line keeps the line numbers of messages right.
    head = yaml_files.parse("\n".join(["", *lines[1:end]]), path.name)
    _check_front_matter(head, lines[:end], path.name)
    numbered = [(n, line.rstrip()) for n, line in enumerate(lines, start=1)][end + 1 :]
    blocks = read_blocks(path.name, numbered)
    return yaml_files.check(Article, {**head, "slug": path.stem, "blocks": blocks}, path.name)


def _check_front_matter(head: Any, lines: Sequence[str], name: str) -> None:
    try:
        FrontMatter.model_validate(head)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False)[0]
        where = [str(part) for part in first["loc"]]
        found = (n for n, line in enumerate(lines, 1) if where and line.startswith(f"{where[0]}:"))
        problem = f"{' > '.join(where)}: {first['msg']}" if where else first["msg"]
        raise DataFileError(f"{name}, line {next(found, 1)}: {problem}") from None


def target(see: See) -> str | None:
    """Return the title of what `see` leads to: of the article, or the heading that it names.

    Returns None when it leads nowhere. The CHECK has no title of its own and gives "".
    """
    if see.slug == CHECK and see.anchor is None:
        return ""
    found = article(see.slug)
    if found is None or see.anchor is None:
        return None if found is None else found.title
    headings = anchors_of(found.blocks)
    return headings.get(see.anchor)


def dead_ends(among: Iterable[Article]) -> Iterator[str]:
    """Yield a message with file and line for each `see:` line that leads nowhere."""
    for one in among:
        for block in one.blocks:
            if isinstance(block, See) and target(block) is None:
                place = block.slug if block.anchor is None else f"{block.slug}#{block.anchor}"
                yield f"{one.slug}.md, line {block.line}: see: {place} leads nowhere"


def _in_words(day: dt.date) -> str:
    return f"{day.day} {day:%B %Y}"
