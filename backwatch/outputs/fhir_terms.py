"""The codes a FHIR file may hold (content/terminology.yaml), and the small parts made of them.

A code that is not verified is never written: the words stay, as plain text.
"""

import base64
import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal
from uuid import UUID, uuid5
from xml.sax.saxutils import escape

from pydantic import BaseModel, ConfigDict, Field

from backwatch import paths, yaml_files
from backwatch.yaml_files import DataFileError

Json = dict[str, Any]

# Where our own codes, forms and extensions are named. It must become an address of the project
# before version 1.0; example.org can never belong to somebody else.
BASE = "https://example.org/backwatch/fhir"
BLANK_TEXT = f"{BASE}/StructureDefinition/blank-text"
NOT_REVIEWED = "Reported by the patient. Not reviewed by a clinician."
LOINC_NOTICE = (
    "This material contains content from LOINC (http://loinc.org). LOINC is copyright Regenstrief "
    "Institute, Inc. and the LOINC Committee and is available at no cost under the license at "
    "http://loinc.org/license."
)
_OURS = UUID("5c6f2a52-7a51-4c0e-9a55-2d8a0d1f4b7e")  # made once, at random
_BLANK = re.compile("[\\s\ufeff]+")  # what Python or JavaScript takes for blank
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Code(BaseModel):
    """One code of a public list, how far it was checked, and where it was seen."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    system: str
    code: str
    display: str
    status: Literal["verified", "verified-2-sources", "conflict", "rejected"]
    seen_in: str = Field(min_length=1)


class Symptoms(BaseModel):
    """Which questions ask about a finding, and the code of an option that says the same."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    yes_no: tuple[str, ...]
    options: tuple[str, ...]
    more_options: dict[str, tuple[str, ...]]
    snomed: dict[str, str]


class _File(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    schema_version: Literal[1]
    systems: dict[str, str]
    codes: tuple[Code, ...]
    symptoms: Symptoms
    measures: dict[str, str]
    medicine_kinds: frozenset[str]


@cache
def _file() -> _File:
    return yaml_files.read_as(_File, paths.CONTENT / "terminology.yaml")


@cache
def codes() -> Mapping[tuple[str, str], Code]:
    """Return every code by (address of its system, code). Raises DataFileError for one twice."""
    file = _file()
    found: dict[tuple[str, str], Code] = {}
    for each in file.codes:
        key = (file.systems.get(each.system, ""), each.code)
        if not key[0] or key in found:
            raise DataFileError(f"terminology.yaml: {each.code}: there twice, or no such system")
        found[key] = each
    return found


def symptoms() -> Symptoms:
    """Return which answers are findings. Raises DataFileError where the file is damaged."""
    return _file().symptoms


def coding(system: str, code: str) -> Json:
    """Return one verified code, such as coding("loinc", "72514-3").

    Raises DataFileError for a code that is not in the file as verified.
    """
    address = _file().systems[system]
    found = codes().get((address, code))
    if found is None or found.status != "verified":
        raise DataFileError(f"terminology.yaml: {system} {code} is not verified")
    return {"system": address, "code": code, "display": found.display}


def own(kind: str, code: str, display: str) -> Json:
    """Return a code of our own, such as own("measures", "urgency", "How soon to get help")."""
    return {"system": f"{BASE}/CodeSystem/{kind}", "code": code, "display": display}


def measure(id: str, *more: Json) -> Json:
    """Return what is measured, in our own words and code, with the codes of others before it."""
    words = _file().measures[id]
    return concept(words, [*more, own("measures", id, words)])


def is_medicine(kind: str | None) -> bool:
    """Return whether treatments of this kind (of rules/diary.yaml) are medicines."""
    return kind in _file().medicine_kinds


def concept(text: str, codings: Iterable[Json] = ()) -> Json:
    """Return a CodeableConcept: the words always, codes where there are any."""
    found = list(codings)
    return {"coding": found, "text": text} if found else {"text": text}


def typed(name: str, text: str) -> Json:
    """Return a text that a person typed as the element `name`, letter by letter.

    FHIR has no texts of blanks alone (R4, data types, string). Such a one stands in an extension of
    the element, as the Base64 of its UTF-8, so that nothing is lost and no reader refuses the file.
    """
    if not _BLANK.fullmatch(text):
        return {name: text}
    kept = base64.b64encode(text.encode()).decode()
    return {f"_{name}": {"extension": [{"url": BLANK_TEXT, "valueBase64Binary": kept}]}}


def quantity(value: float, unit: str, ucum: str | None = None) -> Json:
    """Return a Quantity. With a verified code of UCUM its own words are the unit. 6 for 6.0."""
    plain = int(value) if value == int(value) else float(value)  # also of numpy
    if ucum is None:
        return {"value": plain, "unit": unit}
    found = coding("ucum", ucum)
    return {"value": plain, "unit": found["display"], "system": found["system"], "code": ucum}


def score(value: float) -> Json:
    """Return a score from 0 to 10. 0 is written as 0."""
    return quantity(value, "score", "{score}")


def namespace(secret: str) -> UUID:
    """Return the namespace in which ids are made, the same for the same secret.

    `secret` is something that only this diary has, such as the random id of its person. Nobody can
    work it out from the ids.
    """
    return uuid5(_OURS, secret)


def moment(day: dt.date, time: dt.time | None = None, offset_minutes: int | None = None) -> str:
    """Return a dateTime: with a time only where its distance from world time is known too."""
    if time is None or offset_minutes is None:
        return day.isoformat()
    zone = dt.timezone(dt.timedelta(minutes=offset_minutes))
    return dt.datetime.combine(day, time.replace(microsecond=0), zone).isoformat()


def instant(at: dt.datetime) -> str:
    """Return a moment to the second, with its distance from world time in minutes.

    Raises ValueError where it has no zone.
    """
    offset = at.utcoffset()
    if offset is None:
        raise ValueError("a moment needs a time zone")
    if offset % dt.timedelta(minutes=1):  # of days long ago; FHIR has no seconds there
        at = at.astimezone(dt.UTC)
    return at.isoformat(timespec="seconds")


def narrative(*blocks: str) -> Json:
    """Return a Narrative of the blocks that `paragraph`, `points` and `table` make."""
    body = "".join(blocks)
    return {
        "status": "additional",
        "div": f'<div xmlns="http://www.w3.org/1999/xhtml">{body}</div>',
    }


def _shown(text: str) -> str:
    """Return text for XHTML. A sign that XML cannot hold becomes U+FFFD here, and only here."""
    return escape(_NOT_XML.sub("\ufffd", text))


def paragraph(text: str) -> str:
    """Return one paragraph; whatever is in the text is shown, never run."""
    return f"<p>{_shown(text)}</p>"


def points(texts: Iterable[str]) -> str:
    """Return a list; an empty text where there is nothing to list."""
    found = "".join(f"<li>{_shown(text)}</li>" for text in texts)
    return f"<ul>{found}</ul>" if found else ""


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table of texts."""
    top = "".join(f"<th>{_shown(cell)}</th>" for cell in head)
    body = "".join(
        "<tr>" + "".join(f"<td>{_shown(cell)}</td>" for cell in row) + "</tr>" for row in rows
    )
    return f"<table><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>"


@dataclass(frozen=True)
class Making:
    """What every resource of one file needs: whose it is, who says so, and what was chosen.

    ids: the namespace of the ids. notes: free texts were chosen. snomed: SNOMED codes were chosen.
    """

    ids: UUID
    today: dt.date
    by_carer: bool = False
    notes: bool = False
    snomed: bool = False

    def id(self, key: str) -> str:
        """Return the id of one resource; the same key gives the same id in every export."""
        return str(uuid5(self.ids, key))

    def to(self, key: str) -> Json:
        """Return a reference to the resource of this key."""
        return {"reference": f"urn:uuid:{self.id(key)}"}

    @property
    def patient(self) -> Json:
        """Return a reference to the patient."""
        return self.to("patient")

    @property
    def teller(self) -> Json:
        """Return a reference to who filled it in: the patient, or somebody for them."""
        return self.to("carer" if self.by_carer else "patient")

    def resource(self, kind: str, key: str, **values: Any) -> Json:
        """Return a resource with its id."""
        return {"resourceType": kind, "id": self.id(key), **values}

    def observation(self, key: str, what: Json, when: str, *categories: str, **values: Any) -> Json:
        """Return an Observation that the person made. `when` is a dateTime."""
        return self.resource(
            "Observation",
            key,
            status="final",
            category=[{"coding": [coding("category", each)]} for each in categories],
            code=what,
            subject=self.patient,
            effectiveDateTime=when,
            performer=[self.teller],
            **values,
        )

    def snomed_codes(self, *wanted: str | None) -> list[Json]:
        """Return the SNOMED codes where they were chosen, else nothing."""
        return [coding("snomed", code) for code in wanted if code and self.snomed]
