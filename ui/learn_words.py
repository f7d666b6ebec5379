"""The words of Learn around its articles (content/learn.yaml)."""

from functools import cache
from typing import Literal

from pydantic import BaseModel, ConfigDict

from backwatch import paths, yaml_files
from backwatch.articles import Topic

_STRICT = ConfigDict(frozen=True, extra="forbid")


class _Glossary(BaseModel):
    model_config = _STRICT
    title: str
    summary: str
    lead: str
    filter_label: str
    nothing: str
    more: str


class _Found(BaseModel):
    model_config = _STRICT
    one: str
    more: str
    words: str
    articles: str
    none: str
    do_next: tuple[str, ...]
    to_check: str


class _Article(BaseModel):
    model_config = _STRICT
    all: str
    contents: str
    to: dict[str, str]
    next: str
    unknown: str


class _ForYou(BaseModel):
    model_config = _STRICT
    result: str
    today: str
    diary: str
    trends: str
    answer: str
    level: str
    logged: str
    noted: str
    say: dict[str, str]


class Words(BaseModel):
    """All of them; `topics` is in the order of the list."""

    model_config = _STRICT
    schema_version: Literal[1]
    title: str
    lead: str
    search_label: str
    search_hint: str
    urgent_first: str
    topics: dict[Topic, str]
    minutes: str
    glossary: _Glossary
    found: _Found
    article: _Article
    for_you: _ForYou


@cache
def words() -> Words:
    """Return the words. Raises DataFileError when content/learn.yaml is wrong."""
    return yaml_files.read_as(Words, paths.CONTENT / "learn.yaml")
