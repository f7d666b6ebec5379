"""Everything of one person as one FHIR R4 document (application/fhir+json), as plain data.

Names and free texts are left out unless they are chosen. The day of birth is never in it, only the
year. docs/decisions/0011-fhir.md says why each thing became which resource.
"""

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from uuid import UUID

from backwatch import __version__, diary, evidence, merging, triage, urgency
from backwatch.countries import country
from backwatch.diary import Entry, TestResult, Treatment
from backwatch.merging import Decision
from backwatch.outputs import fhir_check, fhir_diary, fhir_findings
from backwatch.outputs import fhir_terms as terms
from backwatch.outputs.fhir_terms import Json, Making
from backwatch.person import Person
from backwatch.questionnaire import Answers

MIME = "application/fhir+json"
namespace = terms.namespace


@dataclass(frozen=True)
class Record:
    """What goes into a file. Empty and None mean that there is nothing of the kind.

    answers: of the check, as given. checked_at: when it was finished, None where only the day of
    the file is known.
    """

    person: Person
    answers: Answers | None = None
    checked_at: dt.datetime | None = None
    entries: Sequence[Entry] = ()
    treatments: Sequence[Treatment] = ()
    tests: Sequence[TestResult] = ()
    decided: Sequence[Decision] = ()


@dataclass(frozen=True)
class Chosen:
    """What a person may add to a file. Nothing of this is in it unless it was chosen.

    notes: notes of the diary, own words of the check, results of tests. name: of the person, and of
    who filled it in. snomed: SNOMED CT codes, which need the licence of a country.
    """

    notes: bool = False
    name: bool = False
    snomed: bool = False


def bundle(
    record: Record, *, ids: UUID, made_at: dt.datetime, today: dt.date, chosen: Chosen = Chosen()
) -> Json:
    """Return the document. The same record gives the same document, but for `made_at`.

    Args:
        ids: the namespace of the ids (see `namespace`); two diaries never share one.
        made_at: the moment of the file, with its zone.
        today: the day to which the diary counts for the level, and the day of the file.

    Raises:
        ValueError: `made_at` or `checked_at` has no time zone.
    """
    making = Making(
        ids=ids,
        today=today,
        by_carer=record.person.filled_in_by is not None,
        notes=chosen.notes,
        snomed=chosen.snomed,
    )
    parts = [*_check(record, making), *_diary(record, making)]
    parts = [part for part in parts if part.text]
    found = [
        _composition(parts, making),
        *_who(record.person, making, name=chosen.name),
        *(resource for part in parts for resource in part.entries),
    ]
    return {
        "resourceType": "Bundle",
        "id": making.id("bundle"),
        "identifier": {"system": "urn:ietf:rfc:3986", "value": f"urn:uuid:{making.id('bundle')}"},
        "type": "document",
        "timestamp": terms.instant(made_at),
        "entry": [{"fullUrl": f"urn:uuid:{each['id']}", "resource": each} for each in found],
    }


def written(document: Json) -> bytes:
    """Return a document as JSON in UTF-8. Every letter of a text stands in it as it was typed."""
    text = json.dumps(document, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return text.encode()


def file_name(today: dt.date) -> str:
    """Return a name that says nothing of the person or of health."""
    return f"backwatch-{today.isoformat()}.fhir.json"


@dataclass(frozen=True)
class _Part:
    """One section of the document; one without text is left out."""

    title: str
    text: str
    entries: Sequence[Json] = ()
    loinc: str | None = None


def _check(record: Record, making: Making) -> list[_Part]:
    answers = record.answers
    if answers is None:
        return []
    at = record.checked_at
    when = terms.instant(at) if at else making.today.isoformat()
    checked_on = at.date() if at else making.today
    both = merging.merged(
        answers,
        evidence.from_diary(record.entries, making.today, record.treatments),
        record.decided,
        today=making.today,
    )
    place = country(record.person.country)
    level, sentences = fhir_check.result(both.assessment, both.answers, place, when, making)
    if both.assessment.level is not None:
        again = urgency.levels()[both.assessment.level]
        day = again.recheck_on(both.assessment.counts_from(checked_on))
        sentences.insert(1, f"Check again on {day.isoformat()}.")
    response = fhir_check.response(answers, when, making)
    findings = fhir_findings.findings(answers, when, making)
    open_now = fhir_findings.left_open(answers)
    smoked = fhir_findings.smoked(answers, when, making)
    words = [str(answers.given[q]) for q in ("own_words", "chemicals_words") if q in answers.given]
    return [
        _Part(
            "What the check said",
            terms.paragraph(fhir_check.NOT_A_DIAGNOSIS) + terms.points(sentences),
            [*level, response],
        ),
        _Part("Symptoms", terms.points([*map(_said, findings), *open_now]), findings),
        _Part(
            "Smoking",
            terms.points(_said(each) for each in smoked),
            smoked,
            "29762-2",
        ),
        _Part(
            "In my own words",
            "".join(terms.paragraph(each) for each in words) if making.notes else "",
            loinc="81338-6",
        ),
    ]


def _said(resource: Json) -> str:
    code = resource["code"]["text"]
    value = resource.get("valueCodeableConcept", {}).get("text")
    if value is None:
        value = str(resource["valueQuantity"]["value"])
    return f"{code}: {value}"


def _diary(record: Record, making: Making) -> list[_Part]:
    entries = record.entries
    days = fhir_diary.of_days(entries, making) if entries else []
    weights = [each for each in days if each["code"]["text"].startswith("Body weight")]
    scores = [each for each in days if each not in weights]
    taken = fhir_diary.medicines(entries, making)
    given = fhir_diary.treatments(record.treatments, making)
    done = fhir_diary.tests(record.tests, making)
    return [
        _Part(
            "Pain diary",
            terms.table(("Day", "Worst pain, 0 to 10"), _rows(entries)) if entries else "",
            [*scores, *fhir_diary.of_entries(entries, making)],
        ),
        _Part("Weight", terms.points(_weight(each) for each in weights), weights, "8716-3"),
        _Part("Medicines taken", terms.points(_names(taken)), taken, "10160-0"),
        _Part(
            "Treatments and tests",
            terms.points(_names([*given, *done])),
            [*given, *done],
            "47519-4",
        ),
    ]


def _rows(entries: Sequence[Entry]) -> list[tuple[str, str]]:
    """Return each day with a score, and the days between as one row: "not recorded"."""
    frame = diary.days(entries)
    scores = frame["pain_worst"].astype(object).where(frame["pain_worst"].notna(), None)
    days = [day.date().isoformat() for day in frame["day"]]
    found: list[tuple[str, str]] = []
    for value, group in groupby(zip(days, scores, strict=True), key=lambda each: each[1]):
        of = [day for day, _ in group]
        if value is not None:
            found += [(day, str(value)) for day in of]
        else:
            found.append((of[0] if len(of) == 1 else f"{of[0]} to {of[-1]}", "not recorded"))
    return found


def _weight(resource: Json) -> str:
    return f"{resource['effectiveDateTime']}: {resource['valueQuantity']['value']} kg"


def _names(resources: Sequence[Json]) -> list[str]:
    """Return each medicine, treatment or test once, in the order in which they come first."""
    names = {"MedicationStatement": "medicationCodeableConcept", "Procedure": "code"}
    told = [each for each in resources if each["resourceType"] in names]
    found = [each[names[each["resourceType"]]] for each in told]
    return list(dict.fromkeys(each.get("text", "(no letters)") for each in found))


def _composition(parts: Sequence[_Part], making: Making) -> Json:
    return making.resource(
        "Composition",
        "composition",
        status="final",
        type=terms.concept(
            "Patient note: back pain, for an appointment", [terms.coding("loinc", "51855-5")]
        ),
        subject=making.patient,
        date=making.today.isoformat(),
        author=[making.teller, making.to("device")],
        title="Back pain: what I noted for my appointment",
        text=terms.narrative(
            terms.paragraph(terms.NOT_REVIEWED), terms.paragraph(terms.LOINC_NOTICE)
        ),
        **({"section": [_section(part) for part in parts]} if parts else {}),
    )


def _section(part: _Part) -> Json:
    codes = [terms.coding("loinc", part.loinc)] if part.loinc else []
    found: Json = {
        "title": part.title,
        "code": terms.concept(part.title, codes),
        "text": terms.narrative(part.text),
    }
    if part.entries:
        found["entry"] = [{"reference": f"urn:uuid:{each['id']}"} for each in part.entries]
    return found


def _who(person: Person, making: Making, *, name: bool) -> list[Json]:
    """Return the patient, who filled it in if it was somebody else, and the program."""
    patient = making.resource("Patient", "patient")
    if name and person.name:
        patient["name"] = [terms.typed("text", person.name)]
    if person.birth_year is not None:
        patient["birthDate"] = f"{person.birth_year:04}"
    found = [patient]
    if making.by_carer:
        carer = making.resource(
            "RelatedPerson",
            "carer",
            patient=making.patient,
            relationship=[{"text": "Filled this in for the patient"}],
        )
        if name and person.filled_in_by:
            carer["name"] = [terms.typed("text", person.filled_in_by)]
        found.append(carer)
    found.append(
        making.resource(
            "Device",
            "device",
            deviceName=[{"name": "Backwatch", "type": "user-friendly-name"}],
            type={"text": "Self-assessment software"},
            version=[
                {"type": {"text": "program"}, "value": __version__},
                {"type": {"text": "rules"}, "value": triage.rule_book().version},
            ],
        )
    )
    return found
