"""Apple Health: export.xml, of which only symptoms and the weight are read.

How bad a symptom is comes in words, never as 0 to 10. "NotPresent" is a no; "Unspecified" is a yes.
The file is read with expat alone. Its own DOCTYPE is taken off unread, and any other is refused, so
there is no entity that could unfold or reach outside.
"""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import NoReturn
from xml.parsers import expat

from backwatch.importers.reading import Options, Reading
from backwatch.importers.rows import SKIPPED, Row, read_records
from backwatch.importers.values import Bad, BadImport, Moment, number, plain_number, rounded, stamp

SOURCE = "apple_health"
_SYMPTOM = "HKCategoryTypeIdentifier"
_BODY_MASS = "HKQuantityTypeIdentifierBodyMass"
_SYMPTOMS = frozenset(
    (
        *("LowerBackPain", "ChestTightnessOrPain", "BladderIncontinence", "Coughing", "Wheezing"),
        *("ShortnessOfBreath", "Fatigue", "Fever", "Chills", "NightSweats", "AppetiteChanges"),
        *("SleepChanges", "GeneralizedBodyAche", "Headache", "Dizziness", "Nausea", "Vomiting"),
        *("Constipation", "Fainting"),
    )
)
_WORDS = {
    "HKCategoryValueSeverityNotPresent": "not present",
    "HKCategoryValueSeverityMild": "mild",
    "HKCategoryValueSeverityModerate": "moderate",
    "HKCategoryValueSeveritySevere": "severe",
    "HKCategoryValueSeverityUnspecified": "present, severity not given",
    "HKCategoryValuePresenceNotPresent": "not present",
    "HKCategoryValuePresencePresent": "present",
    "HKCategoryValueAppetiteChangesUnspecified": "changed",
    "HKCategoryValueAppetiteChangesNoChange": "not present",
    "HKCategoryValueAppetiteChangesDecreased": "decreased",
    "HKCategoryValueAppetiteChangesIncreased": "increased",
}
_KG = {"kg": Decimal(1), "g": Decimal("0.001"), "lb": Decimal("0.45359237")}
_KG["st"] = 14 * _KG["lb"]
_DEPTH = 50
_DOCTYPE = re.compile(
    r"(\ufeff?\s*(?:<\?xml[^<>]{0,200}\?>)?\s*)<!DOCTYPE\s+HealthData\s*\[([^\]]*)\]\s*>"
)


def is_xml(text: str) -> bool:
    """Return whether this is an export of Apple Health."""
    return re.search(r"<HealthData[\s>]", text[:200_000]) is not None


def read(text: str, options: Options) -> Reading:
    """Return the rows of an export. Raises BadImport for XML that is broken, cut off or unsafe."""
    records, not_read = _records(_without_doctype(text))
    seen: set[tuple[str, ...]] = set()

    def one(ref: str, record: Mapping[str, str]) -> Iterator[Row]:
        key = tuple(record.get(name, "") for name in ("type", "startDate", "value", "unit"))
        twice = key in seen  # a phone and a watch may each have written it
        seen.add(key)
        yield _row(record, options, twice)

    numbered = ((f"record {place}", record) for place, record in enumerate(records, 1))
    rows = read_records(SOURCE, numbered, one)
    return Reading(rows, not_read)


def _without_doctype(text: str) -> str:
    found = _DOCTYPE.match(text)
    if not found:
        return text
    if "<!ENTITY" in found[2]:
        _unsafe()
    return found[1] + "\n" * found[0].count("\n", len(found[1])) + text[found.end() :]


def _unsafe(*_: object) -> NoReturn:
    raise BadImport("this XML holds parts that are not safe to read; export it again.")


def _records(text: str) -> tuple[list[Mapping[str, str]], dict[str, int]]:
    """Return the records that are ours, and how many of each other type there are."""
    ours: list[Mapping[str, str]] = []
    others: dict[str, int] = {}
    depth = 0

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > _DEPTH:
            _unsafe()
        if depth == 1 and tag != "HealthData":
            raise BadImport("this XML is not an export of Apple Health; choose export.xml.")
        if tag == "Record":
            kind = attributes.get("type", "")
            if kind == _BODY_MASS or kind.removeprefix(_SYMPTOM) in _SYMPTOMS:
                ours.append(attributes)
            else:
                others[kind[:100]] = others.get(kind[:100], 0) + 1
        elif depth == 2 and tag not in ("ExportDate", "Me"):
            others[tag[:100]] = others.get(tag[:100], 0) + 1

    def end(tag: str) -> None:
        nonlocal depth
        depth -= 1

    parser = expat.ParserCreate("utf-8")
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.StartDoctypeDeclHandler = _unsafe
    parser.EntityDeclHandler = _unsafe
    parser.ExternalEntityRefHandler = _unsafe
    try:
        parser.Parse(text.encode("utf-8"), True)
    except expat.ExpatError as error:
        raise BadImport(
            f"line {error.lineno} is broken or the file is cut off; export it again."
        ) from None
    return ours, others


def _row(record: Mapping[str, str], options: Options, twice: bool) -> Row:
    ref = record["type"]
    moment = stamp(record.get("startDate", ""), options.zone, "startDate")
    if ref == _BODY_MASS:
        return _weight(ref, record, moment, twice)
    name, value = ref.removeprefix(_SYMPTOM), record.get("value", "")
    said = _WORDS.get(value)
    absent = said == "not present"
    pain = name == "LowerBackPain"
    if twice:
        flags: tuple[str, ...] = ("same_as_an_earlier_row",)
    elif said is None:
        flags = ("not_understood",)
    else:
        flags = () if absent else ("words_not_0_10",)
    return Row(
        date=moment.date,
        time=moment.time,
        utc_offset=moment.offset,
        kind=SKIPPED if twice or said is None else "pain" if pain else "symptom",
        name=name,
        value_num=Decimal(0) if absent else None,
        value_text=value if said is None else said,
        scale="apple_words",
        places=("low_back",) if pain else (),
        source=SOURCE,
        source_ref=ref,
        flags=flags,
    )


def _weight(ref: str, record: Mapping[str, str], moment: Moment, twice: bool) -> Row:
    value, unit = number(record.get("value", "")), record.get("unit", "")
    if value is None or unit not in _KG:
        raise Bad("value", "this is not a weight in kg, lb or st.")
    return Row(
        date=moment.date,
        time=moment.time,
        utc_offset=moment.offset,
        kind=SKIPPED if twice else "weight_kg",
        value_num=rounded(value * _KG[unit], 1),
        value_text=f"{plain_number(value)} {unit}",
        source=SOURCE,
        source_ref=ref,
        flags=("same_as_an_earlier_row",) if twice else (),
    )
