"""The check in a FHIR document: what was told, denied or left open, and how soon to get help."""

import datetime as dt

import pytest

from backwatch.conditions import NOT_SURE
from backwatch.outputs import fhir
from backwatch.person import Person
from backwatch.questionnaire import questionnaire
from tests.fhir import rules
from tests.fhir.people import ME, TODAY, document, entry, with_answers


def findings(record, **chosen):
    """Return the words of each finding that is there, and of each that is absent."""
    made = document(record, **chosen)
    return tuple(
        {o["valueCodeableConcept"]["text"] for o in rules.with_code(made, code)} - {"Back pain"}
        for code in ("75325-1", "111551-8")
    )


def response(made):
    (found,) = rules.resources(made, "QuestionnaireResponse")
    return {
        item["linkId"]: item["answer"] for group in found.get("item", ()) for item in group["item"]
    }


# --- yes, no, not sure, not asked ---


def test_a_yes_is_a_symptom_and_a_no_is_an_absent_one():
    label = questionnaire()["g_legs"].label
    assert findings(with_answers(g_legs="yes")) == ({label}, set())
    assert findings(with_answers(g_legs="no")) == (set(), {label})


def test_not_sure_is_neither_and_stays_in_the_answers():
    record = with_answers(g_legs=NOT_SURE, night=NOT_SURE, general=NOT_SURE, age=NOT_SURE)
    assert findings(record) == (set(), set())
    said = response(document(record))
    for question in ("g_legs", "night", "general"):
        assert [answer["valueCoding"]["code"] for answer in said[question]] == [NOT_SURE]
    (extension,) = said["age"][0]["_valueInteger"]["extension"]
    assert extension["valueCode"] == "asked-unknown"


def symptoms_to_read(record):
    (section,) = [
        section
        for section in document(record)["entry"][0]["resource"]["section"]
        if section["title"] == "Symptoms"
    ]
    return section["text"]["div"]


def test_who_reads_sees_what_was_left_open_beside_what_was_denied():
    book = questionnaire()
    text = symptoms_to_read(with_answers(g_legs="no", g_walk=NOT_SURE, head=[NOT_SURE]))
    assert f"Symptom absent: {book['g_legs'].label}" in text
    assert f"Not sure: {book['g_walk'].label}" in text
    assert f"Not sure: {book['head'].label}" in text
    for sign in book.steps[0].all_questions:
        answered = sign in ("g_legs", "g_walk")
        assert (f"Not answered: {book[sign].label}" in text) is not answered
    all_no = with_answers(**dict.fromkeys(book.steps[0].all_questions, "no"))
    assert "Not answered" not in symptoms_to_read(all_no)
    assert "Not sure" not in symptoms_to_read(all_no)


def test_what_was_not_asked_or_is_hidden_leaves_nothing():
    record = with_answers(cancer="none", bone_spread="yes", nerve_worse="no", stiff="yes")
    assert findings(record) == (set(), set())
    assert set(response(document(record))) == {"cancer"}


def test_two_findings_of_one_question_are_two_when_they_are_absent():
    pee, poo = (questionnaire()[q].label for q in ("g_pee", "g_poo"))
    assert findings(with_answers(g_pee="no", g_poo="no")) == (set(), {pee, poo})
    assert findings(with_answers(g_pee="yes", g_poo="no")) == ({pee}, {poo})


def test_a_question_that_was_answered_whole_is_one_finding():
    label = questionnaire()["g_bladder"].label
    assert findings(with_answers(g_bladder="yes")) == ({label}, set())
    assert set(response(document(with_answers(g_bladder="yes")))) == {"g_bladder"}


def test_none_of_these_denies_each_and_a_tick_denies_nothing():
    options = questionnaire()["general"].options
    words = {words for word, words in options.items() if word != "none"}
    assert findings(with_answers(general=["none"])) == (set(), words)
    assert findings(with_answers(general=["sweats"])) == ({options["sweats"]}, set())


def test_a_single_choice_denies_with_its_own_no():
    label = questionnaire()["fever"].label
    assert findings(with_answers(fever="none")) == (set(), {label})
    there, absent = findings(with_answers(fever="high"))
    assert (len(there), absent) == (1, set())


def test_the_back_pain_is_one_finding_with_how_it_feels_and_what_makes_it_worse():
    record = with_answers(
        location=["upper", "lower"],
        trend="worse_fast",
        onset="gradual",
        feel=["dull", "deep"],
        worse_with=["cough", "lying"],
        duration="w4_12",
    )
    (found,) = rules.with_code(document(record, snomed=True), "75325-1")
    assert rules.document_faults(document(record)) == []
    assert found["valueCodeableConcept"]["text"] == "Back pain"
    assert found["bodySite"]["text"] == "Upper back or between the shoulder blades; Lower back"
    said = [
        (each["code"]["coding"][0]["code"], each["valueCodeableConcept"]["text"])
        for each in found["component"]
    ]
    assert said == [
        ("89253-9", "Getting worse fast, over days"),
        ("99495-4", "It came on slowly"),
        ("56823-8", "Dull; A deep ache"),
        ("100752-5", "A cough or sneeze"),
        ("100752-5", "Lying down"),
        ("duration", "1 to 3 months"),
    ]
    assert {"231877006", "61751001"} <= {each["code"] for each in rules.codings(found)}


def test_nothing_told_of_the_pain_makes_no_finding_of_it():
    for answers in ({}, {"night": "none"}, {"trend": NOT_SURE}, {"worse_with": ["none"]}):
        assert rules.with_code(document(with_answers(**answers)), "75325-1") == []


@pytest.mark.parametrize(
    "changes",
    [
        {"device": {"reference": "urn:uuid:0"}},
        {"category": [{"coding": [{"system": "x", "code": "survey"}]}]},
        {"interpretation": [{"text": "high"}]},
        {"performer": []},
        {"valueCodeableConcept": None},
        {"component": [{"code": {"text": "a"}, "valueString": "b"}]},
    ],
    ids=str,
)
def test_a_symptom_that_breaks_a_rule_of_the_symptoms_guide_is_found_out(changes):
    made = document(with_answers(g_walk="yes"))
    assert rules.document_faults(made) == []
    rules.with_code(made, "75325-1")[0].update(changes)
    assert rules.document_faults(made) != []


def test_cancer_never_becomes_a_condition():
    made = document(with_answers(cancer="lung_now", bone_spread="yes"), notes=True, snomed=True)
    kinds = {each["resourceType"] for each in rules.resources(made)}
    assert "Condition" not in kinds
    assert findings(with_answers(cancer="lung_now")) == (set(), set())


# --- how soon ---


def level(made):
    found = rules.with_code(made, "urgency")
    return found[0] if found else None


def test_the_level_is_that_of_the_rules_with_their_reasons():
    made = document(with_answers(g_legs="yes"))
    found = level(made)
    assert found["valueCodeableConcept"]["coding"][0]["code"] == "emergency"
    assert any("Rule" in each["valueString"] for each in found["component"])
    assert "not a diagnosis" in found["note"][0]["text"]
    assert "performer" not in found


def test_a_level_that_may_be_too_low_says_at_least():
    found = level(document(with_answers(g_legs=NOT_SURE)))
    assert found["status"] == "preliminary"
    assert found["valueCodeableConcept"]["text"].startswith("At least: ")
    assert found["component"][0]["valueString"].startswith("Not ruled out")


def test_the_day_to_check_again_counts_from_the_day_of_the_check():
    checked = dt.datetime(2026, 11, 10, 9, tzinfo=dt.UTC)
    record = fhir.Record(ME, questionnaire().read({"g_legs": NOT_SURE}), checked_at=checked)
    made = document(record)
    assert "Check again on 2026-11-11." in made["entry"][0]["resource"]["section"][0]["text"]["div"]
    assert level(made)["effectiveDateTime"] == "2026-11-10T09:00:00+00:00"


def test_under_18_there_is_no_level_and_the_document_says_so():
    made = document(with_answers(age=12, g_legs="no"))
    assert level(made) is None
    assert "no level under 18" in made["entry"][0]["resource"]["section"][0]["text"]["div"]


def test_the_diary_raises_the_level_here_as_on_the_screen():
    calm = {"age": 40, "cancer": "none", "night": "none"}
    nights = [entry(date=TODAY - dt.timedelta(days=number), wakings=2) for number in range(7)]
    record = fhir.Record(ME, questionnaire().read(calm), entries=nights)
    texts = [each["valueString"] for each in level(document(record))["component"]]
    assert any("from the diary" in text for text in texts)
    assert response(document(record))["night"][0]["valueCoding"]["code"] == "none"


def test_the_number_to_call_is_that_of_the_country():
    record = fhir.Record(Person(id="me", country="gb"), questionnaire().read({"g_legs": "yes"}))
    assert "999" in level(document(record))["valueCodeableConcept"]["text"]
    assert "999" not in level(document(with_answers(g_legs="yes")))["valueCodeableConcept"]["text"]


# --- smoking ---


def test_pack_years_are_worked_out_or_left_out_and_never_0_for_nobody_knows():
    made = document(with_answers(smoking="past", cigs_a_day=15, years_smoked=40))
    (found,) = rules.with_code(made, "8664-5")
    assert found["valueQuantity"]["value"] == 30
    for answers in ({"smoking": "past", "cigs_a_day": 15}, {"smoking": "never"}, {}):
        assert rules.with_code(document(with_answers(**answers)), "8664-5") == []


def test_who_would_rather_not_say_smokes_neither_nor_not():
    for answer in ("skip", NOT_SURE):
        assert rules.with_code(document(with_answers(smoking=answer)), "72166-2") == []
