"""The diary as FHIR resources: a score a day, and what an entry says beside its scores.

A recorded 0 is written as 0. What was not recorded has no resource at all: never a 0, never a
reason why it is missing.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from backwatch import diary
from backwatch.diary import Entry, TestResult, Treatment
from backwatch.outputs import fhir_terms as terms
from backwatch.outputs.fhir_terms import Json, Making
from backwatch.questionnaire import YES_NO_UNSURE, questionnaire

if TYPE_CHECKING:
    import pandas as pd

_SCORES = {  # a column of diary.days, and what it is called in a file
    "pain_worst": "pain-worst-day",
    "pain_average": "pain-average-day",
    "pain_now": "pain-now",
    "pain_night": "pain-last-night",
    "limits_day": "limits-day",
}
_LISTS = {
    "spread": "spread",
    "feels_like": "feels-like",
    "worse_with": "worse-with",
    "eased_by": "eased-by",
    "symptoms": "symptom-noted",
}


def of_days(entries: Sequence[Entry], making: Making) -> list[Json]:
    """Return what the entries measure, at most one Observation a day and kind, by day.

    A day with several entries has the value that `diary.days` gives it; of least pain it has the
    lowest, of sleep the last.
    """
    frame = diary.days(entries)
    found: list[tuple[dt.date, Json]] = []

    def keep(day: dt.date, kind: str, what: Json, amount: Json, *categories: str) -> None:
        found.append(
            (
                day,
                making.observation(
                    f"day/{day}/{kind}", what, day.isoformat(), *categories, valueQuantity=amount
                ),
            )
        )

    for name, kind in _SCORES.items():
        for day, value in _recorded(frame, name):
            if kind == "pain-worst-day":  # the one series that others can find by its public code
                what = terms.measure(kind, terms.coding("loinc", "72514-3"))
                keep(day, kind, what, terms.score(value), "survey", "vital-signs")
            else:
                keep(day, kind, terms.measure(kind), terms.score(value), "survey")
    for day, value in _recorded(frame, "wakings"):
        what, amount = terms.measure("times-woken"), terms.quantity(value, "times")
        keep(day, "times-woken", what, amount, "survey")
    for day, value in _recorded(frame, "weight_kg"):
        what = terms.concept("Body weight (home scales)", [terms.coding("loinc", "29463-7")])
        keep(day, "weight", what, terms.quantity(value, "kg", "kg"), "vital-signs")
    least: dict[dt.date, int] = {}
    slept: dict[dt.date, float] = {}
    for entry in diary.in_order(entries):
        if entry.pain_least is not None:
            least[entry.date] = min(entry.pain_least, least.get(entry.date, 10))
        if entry.sleep_hours is not None:
            slept[entry.date] = entry.sleep_hours
    for day, lowest in least.items():
        keep(day, "pain-least-day", terms.measure("pain-least-day"), terms.score(lowest), "survey")
    for day, hours in slept.items():
        amount = terms.quantity(hours, "hours")
        keep(day, "hours-slept", terms.measure("hours-slept"), amount, "survey")
    return [resource for _, resource in sorted(found, key=lambda each: each[0])]


def _recorded(frame: "pd.DataFrame", name: str) -> Iterator[tuple[dt.date, float]]:
    """Return each day that has a value in one column of `diary.days`, with the value."""
    there = frame[frame[name].notna()]
    for day, value in zip(there["day"], there[name], strict=True):
        yield day.date(), value


def keyed(entries: Sequence[Entry]) -> Iterator[tuple[str, Entry]]:
    """Return each entry, in order, with a key that stays the same when later entries come."""
    times: Counter[str] = Counter()
    for entry in diary.in_order(entries):
        if entry.id is not None:
            yield f"entry/{entry.id}", entry
            continue
        when = f"{entry.date}/{entry.time or ''}"
        times[when] += 1
        yield f"entry/{when}/{times[when]}", entry


def of_entries(entries: Sequence[Entry], making: Making) -> list[Json]:
    """Return what each entry says beside its numbers, and its note where notes were chosen."""
    found: list[Json] = []
    for key, entry in keyed(entries):
        when = terms.moment(entry.date, entry.time, entry.utc_offset_minutes)
        components = list(_components(entry))
        if components:
            found.append(
                making.observation(
                    key, terms.measure("entry"), when, "survey", component=components
                )
            )
        for place in entry.places:
            if place.score is not None:
                found.append(
                    making.observation(
                        f"{key}/place/{place.place}",
                        terms.measure("pain-at-place"),
                        when,
                        "survey",
                        bodySite=_chosen("zones", place.place),
                        valueQuantity=terms.score(place.score),
                    )
                )
        if entry.note and making.notes:
            found.append(
                making.observation(
                    f"{key}/note",
                    terms.measure("diary-note"),
                    when,
                    "survey",
                    **terms.typed("valueString", entry.note),
                )
            )
    return found


def _chosen(field: str, id: str) -> Json:
    words = diary.vocabulary().label(field, id)
    return terms.concept(words, [terms.own(f"diary-{field.replace('_', '-')}", id, words)])


def _components(entry: Entry) -> Iterator[Json]:
    for place in entry.places:
        if place.score is None:
            yield {
                "code": terms.measure("place"),
                "valueCodeableConcept": _chosen("zones", place.place),
            }
    for field, kind in _LISTS.items():
        for id in getattr(entry, field):
            yield {"code": terms.measure(kind), "valueCodeableConcept": _chosen(field, id)}
    for sign, answer in entry.danger_signs.items():
        words = YES_NO_UNSURE[answer]
        label = questionnaire()[sign].label
        yield {
            "code": terms.concept(label, [terms.own("questions", sign, label)]),
            "valueCodeableConcept": terms.concept(words, [yes_no(answer)]),
        }
    if entry.too_bad:
        yield {"code": terms.measure("too-bad"), "valueBoolean": True}


def yes_no(answer: str) -> Json:
    """Return yes, no or not sure as a code of our own."""
    return terms.own("yes-no-not-sure", answer, YES_NO_UNSURE[answer])


def medicines(entries: Sequence[Entry], making: Making) -> list[Json]:
    """Return every medicine taken, in the person's own words, each with its relief after it.

    No code is guessed from a name. The words are written as they were typed, letter by letter.
    """
    found: list[Json] = []
    for key, entry in keyed(entries):
        when = terms.moment(entry.date, entry.time, entry.utc_offset_minutes)
        for number, medicine in enumerate(entry.medicines, 1):
            own_key = f"{key}/medicine/{number}"
            taken = _statement(making, own_key, "completed", medicine.name, medicine.dose)
            found.append({**taken, "effectiveDateTime": when})
            if medicine.relief is not None:
                found.append(_helped(making, own_key, "relief", when, medicine.relief))
    return found


def _statement(making: Making, key: str, status: str, name: str, dose: str) -> Json:
    return making.resource(
        "MedicationStatement",
        key,
        status=status,
        medicationCodeableConcept=terms.typed("text", name),
        subject=making.patient,
        informationSource=making.teller,
        **({"dosage": [terms.typed("text", dose)]} if dose else {}),
    )


def _helped(making: Making, key: str, kind: str, when: str, value: int) -> Json:
    return making.observation(
        f"{key}/{kind}",
        terms.measure(kind),
        when,
        "survey",
        partOf=[making.to(key)],
        valueQuantity=terms.score(value),
    )


def treatments(given: Sequence[Treatment], making: Making) -> list[Json]:
    """Return the treatments that have begun, or whose beginning nobody said, with their help.

    One that is planned is left out: FHIR has no procedure that was not done. `ended` None becomes
    "unknown": it goes on, or nobody said.
    """
    found: list[Json] = []
    for number, each in enumerate(given, 1):
        if each.started and each.started > making.today:
            continue
        key = f"treatment/{each.id or number}"
        status = "completed" if each.ended and each.ended <= making.today else "unknown"
        period = {
            name: day.isoformat()
            for name, day in (("start", each.started), ("end", each.ended))
            if day
        }
        if terms.is_medicine(each.kind):
            record = _statement(making, key, status, each.name, each.dose)
            found.append({**record, **({"effectivePeriod": period} if period else {})})
        else:
            record = _procedure(making, key, status, each.name)
            note = {"note": [terms.typed("text", each.dose)]} if each.dose else {}
            found.append({**record, **({"performedPeriod": period} if period else {}), **note})
        if each.helped is not None:
            when = (each.ended or making.today).isoformat()
            found.append(_helped(making, key, "treatment-helped", when, each.helped))
    return found


def _procedure(making: Making, key: str, status: str, name: str) -> Json:
    return making.resource(
        "Procedure",
        key,
        status=status,
        code=terms.typed("text", name),
        subject=making.patient,
        recorder=making.teller,
        asserter=making.teller,
    )


def tests(given: Sequence[TestResult], making: Making) -> list[Json]:
    """Return the scans and blood tests that were done; their result only where notes were chosen.

    One of a day to come is left out. A test without a day is there without one.
    """
    found = []
    for number, each in enumerate(given, 1):
        if each.date and each.date > making.today:
            continue
        record = _procedure(making, f"test/{each.id or number}", "completed", each.name)
        if each.date:
            record["performedDateTime"] = each.date.isoformat()
        if each.result and making.notes:
            record["note"] = [terms.typed("text", each.result)]
        found.append(record)
    return found
