"""The source register: who says a thing, how far we read it, and one line to cite it by."""

import datetime as dt
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from backwatch import paths, yaml_files

Kind = Literal["article", "guideline", "patient_leaflet", "study", "charity", "design"]
Seen = Literal["primary", "copy", "summary", "memory"]

Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
WebAddress = Annotated[str, StringConstraints(pattern=r"^https?://[^\s/]+\.[^\s]+$")]

PLACE_NOT_CHECKED = "place not checked"

KIND_WORDS: Mapping[Kind, str] = MappingProxyType(
    {
        "article": "Article",
        "guideline": "Guideline",
        "patient_leaflet": "Advice for patients",
        "study": "Study",
        "charity": "Page of a charity",
        "design": "Our own choice",
    }
)
SEEN_WORDS: Mapping[Seen, str] = MappingProxyType(
    {
        "primary": "We read its own text",
        "copy": "We read a copy on another site",
        "summary": "We read only a summary",
        "memory": "From memory, not looked up",
    }
)


class Source(BaseModel):
    """One source. None means that we do not know it, never that there is none.

    `short` is what a citation says, `date` is a full date or a year, `url` is http or https only,
    `funding` says who pays ("not known" where nobody told us).
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Words
    short: Words
    title: Words
    publisher: Words
    kind: Kind
    date: dt.date | Annotated[int, Field(ge=1900, le=2100)] | None = None
    url: WebAddress | None = None
    funding: Words
    seen: Seen
    note: Words | None = None
    place_default: Words = PLACE_NOT_CHECKED

    @property
    def dated(self) -> str | None:
        """Return the date in words, "4 November 2023" or "2013"; None when it is not known."""
        if isinstance(self.date, dt.date):
            return f"{self.date.day} {self.date:%B %Y}"
        return None if self.date is None else str(self.date)


@cache  # the register ships with the program and cannot change while it runs
def sources() -> Mapping[str, Source]:
    """Return every source by id, in the order of the register. It cannot be changed.

    Raises DataFileError when content/sources.yaml is wrong.
    """
    path = paths.CONTENT / "sources.yaml"
    read = yaml_files.read_as(dict[str, dict[str, object]], path)
    records = {key: value | {"id": key} for key, value in read.items()}
    return MappingProxyType(yaml_files.check(dict[str, Source], records, path.name))


def source(source_id: str) -> Source:
    """Return one source. Raises DataFileError, naming the id, when there is no such source."""
    try:
        return sources()[source_id]
    except KeyError:
        raise yaml_files.DataFileError(
            f"sources.yaml: there is no source {source_id!r}; add it or correct the id"
        ) from None


@cache
def cite(source_id: str, place: str | None = None) -> str:
    """Return one short line for a person, such as "NHS, back pain (999 or A&E list)".

    A missing or blank place shows the source's own words for it, "place not checked".
    Raises DataFileError for an unknown id.
    """
    cited = source(source_id)
    return f"{cited.short} ({_place(cited, place)})"


def named(source_id: str) -> str:
    """Return who says a thing in the fewest words: "NHS, back pain, 4 November 2023".

    Raises DataFileError for an unknown id.
    """
    cited = source(source_id)
    return f"{cited.short}, {cited.dated or 'no date'}"


def cite_in_full(source_id: str, place: str | None = None) -> str:
    """Return the longer text for a list of sources: who says it, when, where in it, how we read it.

    The address is not in it, so that a page can make it a link. Raises DataFileError like `cite`.
    """
    cited = source(source_id)
    parts = (
        cited.title,
        KIND_WORDS[cited.kind],
        f"Publisher: {cited.publisher}",
        f"Date: {cited.dated or 'not known'}",
        f"Place in it: {_place(cited, place)}",
        SEEN_WORDS[cited.seen],
        f"Who pays for it: {cited.funding}",
        cited.note,
    )
    return " ".join(_sentence(part) for part in parts if part)


def _place(cited: Source, place: str | None) -> str:
    return (place or "").strip() or cited.place_default


def _sentence(text: str) -> str:
    return text if text.endswith((".", "?", "!")) else f"{text}."
