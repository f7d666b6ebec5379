"""Rules for a FHIR document that the JSON schema does not know. Faults are sentences."""

import base64
import datetime as dt
import re
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterator
from typing import Any

from backwatch.outputs import fhir_terms as terms

Json = dict[str, Any]

STATUS = {
    "Composition": {"final"},
    "Observation": {"final", "preliminary"},
    "MedicationStatement": {"completed", "unknown"},
    "Procedure": {"completed", "unknown"},
    "QuestionnaireResponse": {"completed", "in-progress"},
    "Questionnaire": {"draft"},
}
VALUES = {  # what may stand as the value of each kind of Observation, by its first code
    "72514-3": "valueQuantity",
    "29463-7": "valueQuantity",
    "72166-2": "valueCodeableConcept",
    "8664-5": "valueQuantity",
    "401201003": "valueQuantity",
    "75325-1": "valueCodeableConcept",
    "111551-8": "valueCodeableConcept",
    "urgency": "valueCodeableConcept",
    "diary-note": "valueString",
    "entry": None,
}
TAGS = {"div", "p", "ul", "li", "table", "thead", "tbody", "tr", "th", "td"}
XHTML = "{http://www.w3.org/1999/xhtml}"
DAY = re.compile(r"\d{4}(-\d\d-\d\d)?")
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d([+-]\d\d:\d\d|Z)")
TIMES = {
    *("date", "timestamp", "authored", "effectiveDateTime", "performedDateTime", "start", "end"),
    "birthDate",
}


def walk(value: Any, path: str = "") -> Iterator[tuple[str, str, Any]]:
    """Return (path, name, value) of everything in a resource."""
    if isinstance(value, dict):
        for name, each in value.items():
            yield f"{path}/{name}", name, each
            yield from walk(each, f"{path}/{name}")
    elif isinstance(value, list):
        for number, each in enumerate(value):
            yield f"{path}/{number}", "", each
            yield from walk(each, f"{path}/{number}")


def resources(bundle: Json, kind: str = "") -> list[Json]:
    found = [entry["resource"] for entry in bundle["entry"]]
    return [each for each in found if not kind or each["resourceType"] == kind]


def text_in(element: Json, name: str = "text") -> str | None:
    """Return a text that a person typed, as another program would find it; None without one."""
    if name in element:
        return str(element[name])
    for extension in element.get(f"_{name}", {}).get("extension", ()):
        if extension["url"] == terms.BLANK_TEXT:
            return base64.b64decode(extension["valueBase64Binary"], validate=True).decode()
    return None


def with_code(bundle: Json, code: str) -> list[Json]:
    """Return the Observations of a document that have this code, public or our own."""
    return [each for each in resources(bundle, "Observation") if code in codes_of(each)]


def codes_of(resource: Json) -> list[str]:
    return [coding["code"] for coding in resource["code"].get("coding", ())]


def codings(value: Any) -> list[Json]:
    """Return every coding and every unit with a code."""
    found = [each for _, _, each in walk(value) if isinstance(each, dict) and "code" in each]
    return [each for each in found if isinstance(each["code"], str) and "system" in each]


def document_faults(bundle: Json) -> list[str]:
    """Return what is wrong with a document as a whole, and with each of its resources."""
    found = []
    if bundle["type"] != "document" or not {"identifier", "timestamp"} <= bundle.keys():
        found.append("a document has a type, an identifier and a timestamp")
    if bundle["entry"][0]["resource"]["resourceType"] != "Composition":
        found.append("the first entry is no Composition")
    ids = Counter(each["id"] for each in resources(bundle))
    found += [f"{id} is there {times} times" for id, times in ids.items() if times > 1]
    for entry in bundle["entry"]:
        if entry["fullUrl"] != f"urn:uuid:{entry['resource']['id']}":
            found.append(f"{entry['fullUrl']} is not the id of its resource")
    there = {entry["fullUrl"] for entry in bundle["entry"]}
    pointed = {value for _, name, value in walk(bundle) if name == "reference"}
    found += [f"{each} points to nothing" for each in pointed - there]
    listed = {
        each["reference"]
        for section in bundle["entry"][0]["resource"].get("section", ())
        for each in section.get("entry", ())
    }
    alone = {f"urn:uuid:{e['id']}" for e in resources(bundle) if e["resourceType"] not in _WHO}
    found += [f"{each} is in no section" for each in alone - listed]
    for section in bundle["entry"][0]["resource"].get("section", ()):
        if not section.get("title") or "text" not in section:
            found.append("a section without a title or a text")
    return found + [fault for each in resources(bundle) for fault in resource_faults(each)]


_WHO = {"Composition", "Patient", "RelatedPerson", "Device"}


def resource_faults(resource: Json) -> list[str]:
    kind = resource["resourceType"]
    found = []
    if kind in STATUS and resource.get("status") not in STATUS[kind]:
        found.append(f"{kind}: status {resource.get('status')!r}")
    for path, name, value in walk(resource):
        if value is None or value in ("", [], {}):
            found.append(f"{kind}{path} is empty")
        if isinstance(value, str) and not value.strip("\ufeff").strip():
            found.append(f"{kind}{path} is a text of blanks")
        if isinstance(value, dict):
            values = [each for each in value if re.match(r"_?value[A-Z]", each)]
            if len(values) > 1:
                found.append(f"{kind}{path} has {values}")
        if name == "value" and isinstance(value, bool):
            found.append(f"{kind}{path} is true or false, not a number")
        if name in TIMES and not (DAY.fullmatch(value) or MOMENT.fullmatch(value)):
            found.append(f"{kind}{path}: {value} is no day, and has no distance from UTC")
        elif name in TIMES and len(value) > 4:
            dt.datetime.fromisoformat(value)
        if name == "div":
            found += [f"{kind}{path}: {fault}" for fault in narrative_faults(value)]
    if kind == "Observation":
        found += _observation_faults(resource)
    return found + code_faults(resource)


def _observation_faults(resource: Json) -> list[str]:
    values = [name.lstrip("_") for name in resource if re.match(r"_?value[A-Z]", name)]
    wanted = VALUES.get(codes_of(resource)[0], "valueQuantity")
    if values != ([wanted] if wanted else []):
        return [f"Observation {codes_of(resource)}: {values}, not {wanted}"]
    found = []
    if "dataAbsentReason" in resource:
        found.append("Observation: nothing is said of what was not recorded")
    if wanted is None and "component" not in resource:
        found.append("Observation: neither a value nor a part")
    if codes_of(resource)[-1] == "urgency":
        if "performer" in resource or "interpretation" in resource or "device" not in resource:
            found.append("Observation: a program worked out the level, and nobody else")
    elif len(resource.get("performer", ())) != 1:
        found.append("Observation: nobody says so")
    if codes_of(resource)[0] in ("75325-1", "111551-8"):
        found += _symptom_faults(resource)
    return found


def _symptom_faults(resource: Json) -> list[str]:
    """Return what the profiles of the HL7 Symptoms guide have against a symptom.

    SymptomObservation.fsh and SymptomAbsentObservation.fsh of HL7/fhir-symptoms-ig, commit 099b182.
    """
    found = []
    kinds = [each["code"] for category in resource["category"] for each in category["coding"]]
    if kinds.count("symptom") != 1:
        found.append("a symptom has the category of symptoms once")
    banned = {"dataAbsentReason", "interpretation", "specimen", "device", "referenceRange"}
    found += [f"a symptom has no {name}" for name in banned & resource.keys()]
    if not {"effectiveDateTime", "effectivePeriod"} & resource.keys():
        found.append("a symptom has a time")
    parts = [each.get("code", {}).get("coding", [{}])[0] for each in resource.get("component", ())]
    times = Counter(each.get("code") for each in parts)
    once = ("56823-8", "64750-3", "89261-2", "89253-9", "104156-5", "99495-4")
    found += [f"a symptom has {code} at most once" for code in once if times[code] > 1]
    if any("valueCodeableConcept" not in each for each in resource.get("component", ())):
        found.append("a part of a symptom has words")
    return found


def narrative_faults(div: str) -> list[str]:
    try:
        root = ET.fromstring(div)  # noqa: S314 (our own file)
    except ET.ParseError as error:
        return [f"the narrative is no XML ({error})"]
    tags = {each.tag.removeprefix(XHTML) for each in root.iter()}
    found = [f"the narrative has <{tag}>" for tag in tags - TAGS]
    if any(each.attrib for each in root.iter()):
        found.append("the narrative has an attribute")
    if not "".join(root.itertext()).strip():
        found.append("the narrative is empty")
    return found


def shown(div: str) -> str:
    """Return the text that a reader of a narrative sees."""
    return "".join(ET.fromstring(div).itertext())  # noqa: S314 (our own file)


def code_faults(value: Any) -> list[str]:
    """Return each code that is not ours and not verified, or has other words than it should."""
    found = []
    for each in codings(value):
        if each["code"].startswith("LA"):
            found.append(f"{each['code']}: an answer code of LOINC")
        if each["system"].startswith(terms.BASE + "/CodeSystem/"):
            continue
        known = terms.codes().get((each["system"], each["code"]))
        if known is None or known.status != "verified":
            found.append(f"{each['system']} {each['code']} is not verified")
        elif each.get("display", each.get("unit")) != known.display:
            found.append(f"{each['code']}: {each.get('display')!r}, not {known.display!r}")
    return found


def form_faults(form: Json) -> list[str]:
    """Return what is wrong with a Questionnaire."""
    items = [v for _, n, v in walk(form) if isinstance(v, dict) and "linkId" in v]
    links = Counter(item["linkId"] for item in items)
    found = [f"{link} is there {times} times" for link, times in links.items() if times > 1]
    place = {item["linkId"]: number for number, item in enumerate(items)}
    for item in items:
        waits = item.get("enableWhen", ())
        if any(when["operator"] != "=" for when in waits):
            found.append(f"{item['linkId']} does not wait for an answer but for its absence")
        if any(place.get(when["question"], len(place)) > place[item["linkId"]] for when in waits):
            found.append(f"{item['linkId']} waits for a question that does not come before it")
        offered = {
            (other["linkId"], option["valueCoding"]["system"], option["valueCoding"]["code"])
            for other in items
            for option in other.get("answerOption", ())
        }
        wanted = {
            (when["question"], when["answerCoding"]["system"], when["answerCoding"]["code"])
            for when in waits
        }
        if waits and not wanted & offered:  # some may be options of an older version
            found.append(f"{item['linkId']} waits for an answer that nobody can give")
    return found + code_faults(form)
