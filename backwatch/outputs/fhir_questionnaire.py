"""The form of the check as a FHIR Questionnaire, made from rules/questions.yaml.

The form asks and does not judge: it gives no level. Only where one answer alone means "now" or
"today" by our rules does it say so at once.
"""

import hashlib
import json
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from backwatch import triage, urgency
from backwatch.conditions import NOT_SURE
from backwatch.countries import country
from backwatch.outputs import fhir_terms as terms
from backwatch.outputs.fhir_terms import BASE, Json
from backwatch.questionnaire import (
    YES_NO_UNSURE,
    Question,
    Questionnaire,
    Section,
    questionnaire,
)
from backwatch.urgency import Urgency
from backwatch.yaml_files import DataFileError

QUESTIONNAIRE = f"{BASE}/Questionnaire/check"
WORKED_OUT = "pack_years.worked_out"
_STRUCTURE = "http://hl7.org/fhir/StructureDefinition"
_SDC = "http://hl7.org/fhir/uv/sdc/StructureDefinition"
_UNSURE_WORDS = "I am not sure"


def sections(book: Questionnaire) -> Iterator[tuple[Section, list[Question]]]:
    """Return each part of the form with its questions, both in the order of the file."""
    for section in book.sections:
        yield section, [question for question in book if question.section == section.id]


def answer_coding(question: Question, answer: str) -> Json:
    """Return one answer to choose as a code of our own, such as night, "most_nights"."""
    if question.type == "yes_no_unsure":
        return terms.own("yes-no-not-sure", answer, YES_NO_UNSURE[answer])
    words = {NOT_SURE: _UNSURE_WORDS, **question.choices}[answer]
    return terms.own(question.id.replace("_", "-"), answer, words)


def made() -> Json:
    """Return the form. Raises DataFileError where a question cannot be said in FHIR."""
    items = _form()
    return {
        "resourceType": "Questionnaire",
        "id": "check",
        "url": QUESTIONNAIRE,
        "version": _version(items),
        "name": "BackwatchCheck",
        "title": "Back pain: how soon to get help",
        "status": "draft",
        "experimental": True,
        "subjectType": ["Patient"],
        "description": "The questions of the check of Backwatch. The form gives no level, finds no "
        "illness and rules none out. " + " ".join(urgency.everywhere()),
        "item": items,
    }


@cache
def _form() -> list[Json]:
    book = questionnaire()
    return [_section(section, questions, book) for section, questions in sections(book)]


def _version(items: list[Json]) -> str:
    mark = hashlib.blake2b(json.dumps(items).encode(), digest_size=3).hexdigest()
    return f"1.0.0+{mark}"


@cache
def canonical() -> str:
    """Return the form and its version, as answers name it.

    The mark behind the "+" changes with every word of the form, so no answers are ever read with
    the questions of another day.
    """
    return f"{QUESTIONNAIRE}|{_version(_form())}"


def written() -> str:
    """Return the form as the text of docs/fhir/questionnaire.json."""
    return json.dumps(made(), ensure_ascii=False, indent=1) + "\n"


def _section(section: Section, questions: list[Question], book: Questionnaire) -> Json:
    items = [item for question in questions for item in _items(question, book)]
    if section.id == book.steps[0].section:
        items += _at_once(book)
    found = {"linkId": section.id, "text": section.title, "type": "group", "item": items}
    if any(question.id == "pack_years" for question in questions):
        found["extension"] = [
            _variable(section, name, q)
            for name, q in (("cigarettes", "cigs_a_day"), ("smokedYears", "years_smoked"))
        ]
    return found


def _variable(section: Section, name: str, question: str) -> Json:
    path = f"%resource.item.where(linkId='{section.id}').item.where(linkId='{question}')"
    return {
        "url": f"{_STRUCTURE}/variable",
        "valueExpression": {
            "name": name,
            "language": "text/fhirpath",
            "expression": f"{path}.answer.value",
        },
    }


def _items(question: Question, book: Questionnaire) -> Iterator[Json]:
    item: dict[str, Any] = {"linkId": question.id, "text": question.text, **_kind(question)}
    if question.show_if is not None:
        item["enableWhen"] = list(_enabled(question.show_if, book, question.id))
        item["enableBehavior"] = "any"
    whole = book[book.whole(question.id)]
    if question.no_screen:
        hidden = {"url": f"{_STRUCTURE}/questionnaire-hidden", "valueBoolean": True}
        item.setdefault("extension", []).append(hidden)
    elif whole.id in book.needed:
        item["required"] = True
    if question.help:
        help_code = {"coding": [terms.coding("item_control", "help")]}
        item["item"] = [
            {
                "linkId": f"{question.id}.help",
                "text": question.help,
                "type": "display",
                "extension": [
                    {
                        "url": f"{_STRUCTURE}/questionnaire-itemControl",
                        "valueCodeableConcept": help_code,
                    }
                ],
            }
        ]
    yield item
    if question.id == "pack_years":
        yield _worked_out(question, item)


def _worked_out(question: Question, item: Json) -> Json:
    """Return pack-years as the form works them out, beside those that a person may have stated."""
    return {
        "linkId": WORKED_OUT,
        "text": question.label,
        "type": "decimal",
        "readOnly": True,
        "enableWhen": item["enableWhen"],
        "enableBehavior": "any",
        "extension": [
            {
                "url": f"{_SDC}/sdc-questionnaire-calculatedExpression",
                "valueExpression": {
                    "language": "text/fhirpath",
                    "expression": "%cigarettes / 20 * %smokedYears",
                },
            }
        ],
    }


def _kind(question: Question) -> Json:
    if question.type == "text":
        return {"type": "text"}
    if question.type == "number":
        kind, value = ("integer", "valueInteger") if question.whole else ("decimal", "valueDecimal")
        limits = (("minValue", question.min), ("maxValue", question.max))
        return {
            "type": kind,
            "extension": [
                {"url": f"{_STRUCTURE}/{name}", value: terms.quantity(limit, "")["value"]}
                for name, limit in limits
            ],
        }
    offered = [word for word in question.choices if word not in question.old]
    options = dict.fromkeys([*offered, NOT_SURE])
    found: Json = {
        "type": "choice",
        "answerOption": [{"valueCoding": answer_coding(question, word)} for word in options],
    }
    if question.type == "multi":
        found["repeats"] = True
    return found


def _enabled(show_if: Any, book: Questionnaire, where: str) -> Iterator[Json]:
    """Return the answers of which any one shows a question.

    Only "=" is used: with "!=" a form shows a question while the other one is still open.
    """
    match show_if:
        case {"any": [*parts], **rest} if not rest:
            for part in parts:
                yield from _enabled(part, book, where)
        case {"q": question, **rest} if len(rest) == 1 and set(rest) <= {"is", "in", "has_any"}:
            ((operator, wanted),) = rest.items()
            words: Any = [wanted] if operator == "is" else wanted
            for word in words:
                coding = answer_coding(book[question], word)
                yield {
                    "question": question,
                    "operator": "=",
                    "answerCoding": {"system": coding["system"], "code": coding["code"]},
                }
        case _:
            raise DataFileError(f"questions.yaml: {where}: show_if has no form in FHIR")


def _at_once(book: Questionnaire) -> Iterator[Json]:
    """Return what the form says when one danger sign alone decides, by the rules themselves."""
    rules = triage.rule_book()
    asked = tuple(dict.fromkeys(book.steps[0].all_questions))

    def alone(question: str, answer: str) -> triage.Assessment:
        return rules.assess(book.read({**dict.fromkeys(asked, "no"), question: answer}))

    stop = [q for q in asked if alone(q, "yes").is_emergency]
    today = [
        q
        for q in stop
        if any(
            each.counts and each.rule.urgency is Urgency.EMERGENCY and book.whole(q) in each.ask
            for each in alone(q, NOT_SURE).open
        )
    ]
    for link, answer, level, deciding in (
        ("stop", "yes", Urgency.EMERGENCY, stop),
        ("today", NOT_SURE, Urgency.SAME_DAY, today),
    ):
        words = urgency.levels()[level]
        before = "“Not sure” never counts as no. " if answer == NOT_SURE else ""
        yield {
            "linkId": link,
            "type": "display",
            "text": f"{before}{words.title}. {urgency.fill(words.action, country(None))}",
            "enableWhen": [
                {
                    "question": q,
                    "operator": "=",
                    "answerCoding": {
                        "system": answer_coding(book[q], answer)["system"],
                        "code": answer,
                    },
                }
                for q in deciding
            ],
            "enableBehavior": "any",
        }


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(written(), encoding="utf-8")
