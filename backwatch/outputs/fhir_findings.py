"""What was told in the check as findings that are there or absent, and what was smoked.

"Not sure" makes neither. A question that was not asked, or does not apply, makes none.
"""

from collections.abc import Iterable, Iterator, Mapping

from backwatch import smoking
from backwatch.conditions import NOT_SURE
from backwatch.outputs import fhir_terms as terms
from backwatch.outputs.fhir_check import each_of, told
from backwatch.outputs.fhir_terms import Json, Making
from backwatch.questionnaire import NONE, Answers, Question, Value


def findings(answers: Answers, when: str, making: Making) -> list[Json]:
    """Return the back pain, and each finding that was told or denied.

    "None of these" denies each one of a list; an option that was only not ticked denies nothing.
    """
    known = terms.symptoms()
    found = list(_back_pain(answers, when, making))
    for question in answers.questionnaire:
        value = told(question, answers)
        if value is None:
            continue
        if question.id in known.yes_no and value in ("yes", "no"):
            key = f"finding/{question.id}"
            found.append(_finding(making, key, when, question.label, there=value == "yes"))
        elif question.id in known.options or question.id in known.more_options:
            wanted = known.more_options.get(question.id, tuple(question.options))
            found.extend(_of_options(question, wanted, each_of(value), when, making))
    return found


def left_open(answers: Answers) -> list[str]:
    """Return, for the part that people read, what is neither there nor absent.

    The findings answered with "not sure", and the danger signs that were not answered. Who reads
    only what was denied could take the rest for denied too.
    """
    book, known = answers.questionnaire, terms.symptoms()
    asked = {*known.yes_no, *known.options, *known.more_options}
    found = []
    for question in book:
        value = told(question, answers)
        if question.id in asked and value is not None and NOT_SURE in each_of(value):
            found.append(f"Not sure: {question.label}")
    signs = answers.unanswered(book.steps[0].all_questions)
    return found + [f"Not answered: {book[sign].label}" for sign in signs]


def _of_options(
    question: Question,
    wanted: Iterable[str],
    chosen: tuple[str | int | float, ...],
    when: str,
    making: Making,
) -> Iterator[Json]:
    options = [word for word in wanted if word not in (NONE, NOT_SURE, *question.old)]
    if NOT_SURE in chosen and NONE in chosen:
        return
    if question.type == "single" and NONE in chosen:
        key = f"finding/{question.id}"
        yield _finding(making, key, when, question.label, there=False)
        return
    for option in [*options, *question.old]:
        if option in chosen:
            words = question.options[option]
            text = f"{question.label}: {words}" if question.type == "single" else words
        elif NONE in chosen and option in options:
            text = question.options[option]
        else:
            continue
        codes = making.snomed_codes(terms.symptoms().snomed.get(f"{question.id}.{option}"))
        key = f"finding/{question.id}/{option}"
        yield _finding(making, key, when, text, *codes, there=option in chosen)


def _finding(
    making: Making, key: str, when: str, text: str, *codes: Json, there: bool, **more: object
) -> Json:
    """Return a symptom that is there or absent, as the HL7 Symptoms guide 1.0.0 lays it out."""
    kind, word = ("75325-1", "Symptom") if there else ("111551-8", "Symptom absent")
    return making.resource(
        "Observation",
        key,
        status="final",
        category=[{"coding": [terms.coding("symptom_kind", "symptom")]}],
        code=terms.concept(word, [terms.coding("loinc", kind)]),
        subject=making.patient,
        effectiveDateTime=when,
        performer=[making.teller],
        valueCodeableConcept=terms.concept(text, codes),
        derivedFrom=[making.to("answers")],
        note=[{"text": terms.NOT_REVIEWED}],
        **more,
    )


PARTS: Mapping[str, str] = {  # a question about the pain itself, and the LOINC code of that part
    "trend": "89253-9",
    "onset": "99495-4",
    "feel": "56823-8",
    "worse_with": "100752-5",
}


def _back_pain(answers: Answers, when: str, making: Making) -> Iterator[Json]:
    book = answers.questionnaire
    said = {q: _plain(told(book[q], answers)) for q in ("location", "duration", *PARTS)}
    if not any(said.values()):
        return
    components = []
    for q, code in PARTS.items():
        # The guide has each part once, but for what makes it worse.
        groups = [(option,) for option in said[q]] if q == "worse_with" else [said[q]]
        for options in filter(None, groups):
            words = "; ".join(book[q].words(option) for option in options)
            known = (terms.symptoms().snomed.get(f"{q}.{option}") for option in options)
            components.append(
                {
                    "code": terms.concept(book[q].label, [terms.coding("loinc", code)]),
                    "valueCodeableConcept": terms.concept(words, making.snomed_codes(*known)),
                }
            )
    for option in said["duration"]:
        value = {"text": book["duration"].words(option)}
        components.append({"code": terms.measure("duration"), "valueCodeableConcept": value})
    places = "; ".join(book["location"].words(option) for option in said["location"])
    yield _finding(
        making,
        "back-pain",
        when,
        "Back pain",
        *making.snomed_codes("22253000"),
        there=True,
        **({"component": components} if components else {}),
        **({"bodySite": {"text": places}} if places else {}),
    )


def _plain(value: Value | None) -> tuple[str, ...]:
    """Return the chosen options but for none, not sure and skip."""
    chosen = () if value is None else each_of(value)
    return tuple(str(v) for v in chosen if v not in (NONE, NOT_SURE, "skip"))


def smoked(answers: Answers, when: str, making: Making) -> list[Json]:
    """Return smoking status and pack-years, each only where it is known. Never smoked has no 0."""
    found = []
    question = answers.questionnaire["smoking"]
    for status in _plain(told(question, answers)):
        codes = making.snomed_codes(terms.symptoms().snomed.get(f"smoking.{status}"))
        found.append(
            making.observation(
                "smoking",
                terms.concept("Tobacco smoking status", [terms.coding("loinc", "72166-2")]),
                when,
                "social-history",
                valueCodeableConcept=terms.concept(question.words(status), codes),
                derivedFrom=[making.to("answers")],
            )
        )
    years = smoking.pack_years(answers)
    if years is not None:
        codes = [*making.snomed_codes("401201003"), terms.coding("loinc", "8664-5")]
        found.append(
            making.observation(
                "pack-years",
                terms.measure("pack-years", *codes),
                when,
                "social-history",
                valueQuantity=terms.quantity(years.value, "pack-years", "{pack-years}"),
                derivedFrom=[making.to("answers")],
            )
        )
    return found
