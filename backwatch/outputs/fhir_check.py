"""The check as FHIR resources: the answers, and how soon to get help.

"Not sure" stays "not sure" in the answers. A question that was not asked, or does not apply, leaves
nothing.
"""

import datetime as dt
from collections.abc import Iterator, Sequence

from backwatch import smoking, sources, triage, urgency
from backwatch.countries import Country
from backwatch.outputs import fhir_terms as terms
from backwatch.outputs.fhir_questionnaire import (
    WORKED_OUT,
    answer_coding,
    canonical,
    sections,
)
from backwatch.outputs.fhir_terms import Json, Making
from backwatch.questionnaire import Answers, Question, Value
from backwatch.triage import Assessment, Open, Reason, Rule

UNKNOWN = "http://hl7.org/fhir/StructureDefinition/data-absent-reason"
NOT_A_DIAGNOSIS = (
    "Worked out by software rules that no clinician has reviewed. "
    "It is not a diagnosis and not a clinical triage decision."
)


def response(answers: Answers, when: str, making: Making) -> Json:
    """Return the answers as a QuestionnaireResponse with the tree of the form.

    `in-progress` while a needed question is open. Free texts only where notes were chosen.
    """
    items = []
    for section, questions in sections(answers.questionnaire):
        inside = [item for each in questions for item in _items(each, answers, making)]
        if inside:
            items.append({"linkId": section.id, "text": section.title, "item": inside})
    return making.resource(
        "QuestionnaireResponse",
        "answers",
        questionnaire=canonical(),
        status="in-progress" if answers.missing else "completed",
        subject=making.patient,
        authored=when,
        author=making.teller,
        source=making.teller,
        **({"item": items} if items else {}),
    )


def _items(question: Question, answers: Answers, making: Making) -> Iterator[Json]:
    value = told(question, answers)
    if value is not None and (question.type != "text" or making.notes):
        found = [_answer(question, each) for each in each_of(value)]
        yield {"linkId": question.id, "text": question.text, "answer": found}
    if question.id == "pack_years":
        found_years = smoking.pack_years(answers.with_answer("pack_years", None))
        if found_years is not None:
            amount = terms.quantity(found_years.value, "")["value"]
            yield {
                "linkId": WORKED_OUT,
                "text": question.label,
                "answer": [{"valueDecimal": amount}],
            }


def told(question: Question, answers: Answers) -> Value | None:
    """Return what was answered; None for nothing, and for a question that does not apply.

    A question that was asked in parts stands for itself only where it says more than they do.
    """
    value = answers.given.get(question.id)
    if value is None or not answers.applies(question.id):
        return None
    listed = answers.questionnaire.as_asked([question.id], answers)
    return value if question.id in listed else None


def each_of(value: Value) -> tuple[str | int | float, ...]:
    """Return the answers one by one."""
    return value if isinstance(value, tuple) else (value,)


def _answer(question: Question, value: str | int | float) -> Json:
    if question.type == "text":
        return terms.typed("valueString", str(value))
    if isinstance(value, str) and question.type != "number":
        return {"valueCoding": answer_coding(question, value)}
    name = "valueInteger" if question.whole else "valueDecimal"
    if isinstance(value, str):  # "not sure" of a number: there is no number, and it was asked
        return {f"_{name}": {"extension": [{"url": UNKNOWN, "valueCode": "asked-unknown"}]}}
    return {name: terms.quantity(value, "")["value"]}


def result(
    found: Assessment, answers: Answers, country: Country, when: str, making: Making
) -> tuple[list[Json], list[str]]:
    """Return how soon to get help, as at most one Observation, and as sentences.

    `answers` are those that the rules looked at, with what the diary adds. No Observation where
    there is no level: the sentences say why. `preliminary` means "at least this".
    """
    reasons = [_reason(each, answers) for each in found.reasons]
    if not any(each.rule.urgency == found.level for each in found.reasons):
        # The level rests on what nobody could settle, so that comes first.
        open_now = [_not_ruled_out(each, answers) for each in found.open if _raises(each, found)]
        reasons = [*open_now, *reasons]
    if found.level is None:
        none = "The check gives no level."
        if found.status == "under_18":
            none = "The check is for adults. It gives no level under 18."
        return [], [none, *reasons]
    level = urgency.levels()[found.level]
    known = _known_cancer(answers)
    action = urgency.fill(level.action_cancer if known else level.action, country)
    text = f"{'At least: ' if found.at_least else ''}{level.title}. {action}"
    record = making.resource(
        "Observation",
        "urgency",
        status="preliminary" if found.at_least else "final",
        category=[{"coding": [terms.coding("category", "survey")]}],
        code=terms.measure("urgency"),
        subject=making.patient,
        effectiveDateTime=when,
        valueCodeableConcept=terms.concept(
            text, [terms.own("urgency", found.level.id, level.title)]
        ),
        device=making.to("device"),
        derivedFrom=[making.to("answers")],
        note=[{"text": NOT_A_DIAGNOSIS}],
        **(
            {
                "component": [
                    {"code": terms.measure("reason"), "valueString": each} for each in reasons
                ]
            }
            if reasons
            else {}
        ),
    )
    return [record], [text, *reasons]


def _known_cancer(answers: Answers) -> bool:
    return triage.rule_book().fact("known_cancer", answers) is True


def _reason(reason: Reason, answers: Answers) -> str:
    book = answers.questionnaire
    said = "; ".join(
        book[q].said(value) + _noted(reason.from_diary.get(q, ()))
        for q, value in reason.answers.items()
        if book[q].type != "text"
    )
    return _with_papers(f"{reason.rule.title}. {reason.rule.why}", said, reason.rule)


def _raises(each: Open, found: Assessment) -> bool:
    """Return whether an open rule is what the level rests on: it counts one level below its own."""
    return each.counts and each.rule.urgency.one_below() == found.level


def _not_ruled_out(each: Open, answers: Answers) -> str:
    book = answers.questionnaire
    said = "; ".join(book[q].said(answers.given.get(q)) for q in each.ask)
    return _with_papers(f"Not ruled out: {each.rule.title}. {each.rule.why}", said, each.rule)


def _with_papers(sentence: str, said: str, rule: Rule) -> str:
    cited = "; ".join(sources.cite(id, place) for id, place in rule.sources.items())
    answers = f" Answers: {said}." if said else ""
    return f"{sentence}{answers} Rule {rule.id}. Source: {cited}."


def _noted(days: Sequence[dt.date]) -> str:
    return f" (from the diary, last on {days[-1].isoformat()})" if days else ""
