"""The form of the check as FHIR: the questions of the rules, whole and in sync."""

import copy
import json

import pytest

from backwatch import paths, triage
from backwatch.conditions import NOT_SURE
from backwatch.outputs import fhir_questionnaire as form
from backwatch.questionnaire import questionnaire
from backwatch.yaml_files import DataFileError
from tests.fhir import rules, schema

BOOK = questionnaire()
MADE = form.made()
ITEMS = {
    item["linkId"]: item
    for _, _, item in rules.walk(MADE)
    if isinstance(item, dict) and "linkId" in item
}


def test_the_file_is_the_form_of_today_if_not_run_make_fhir():
    file = paths.ROOT / "docs" / "fhir" / "questionnaire.json"
    assert file.read_text(encoding="utf-8") == form.written()


def test_the_form_keeps_every_rule_of_fhir():
    assert schema.faults(json.loads(form.written())) == []
    assert rules.form_faults(MADE) == []


def change(item, **values):
    made = copy.deepcopy(MADE)
    made["item"][0]["item"][item] |= values
    return made


WAITS = {"question": "g_breath", "operator": "=", "answerCoding": {"system": "x", "code": "yes"}}


@pytest.mark.parametrize(
    "spoilt",
    [
        change(1, linkId="g_breath"),
        change(1, type="slider"),
        change(1, enableWhen=[WAITS]),
        change(1, enableWhen=[{**WAITS, "operator": "!="}]),
        change(1, enableWhen=[{**WAITS, "question": "nobody"}]),
        change(1, code=[{"system": "http://loinc.org", "code": "LA6113-0"}]),
    ],
    ids=["twins", "slider", "no such answer", "not equal", "no such question", "answer code"],
)
def test_a_spoilt_form_is_found_out(spoilt):
    assert schema.faults(spoilt) + rules.form_faults(spoilt) != []


def test_every_question_is_in_the_form_with_its_words_and_its_help():
    for question in BOOK:
        assert ITEMS[question.id]["text"] == question.text
        if question.help:
            assert ITEMS[f"{question.id}.help"]["text"] == question.help


def test_every_question_that_a_rule_looks_at_is_in_the_form():
    book = triage.rule_book()
    conditions = [book.condition(rule.id) for rule in book.rules]
    asked = {q for condition in conditions if condition for q in condition.questions()}
    assert len(asked) > 40
    assert asked <= ITEMS.keys()


def test_every_choice_can_be_answered_with_not_sure_and_with_no_old_option():
    for question in BOOK:
        if question.type in ("number", "text"):
            continue
        options = [o["valueCoding"]["code"] for o in ITEMS[question.id]["answerOption"]]
        assert NOT_SURE in options
        assert set(options) == {*question.choices, NOT_SURE} - set(question.old)
        assert ITEMS[question.id].get("repeats", False) is (question.type == "multi")


def test_a_score_has_its_limits_and_no_value_to_begin_with():
    limits = {
        e["url"].rpartition("/")[2]: e["valueInteger"] for e in ITEMS["severity"]["extension"]
    }
    assert limits == {"minValue": 0, "maxValue": 10}
    assert not [item for item in ITEMS.values() if "initial" in item]


def test_what_no_screen_asks_is_hidden_and_what_a_finished_check_needs_is_required():
    hidden = {
        link
        for link, item in ITEMS.items()
        if any(e["url"].endswith("questionnaire-hidden") for e in item.get("extension", ()))
    }
    assert hidden == {question.id for question in BOOK if question.no_screen}
    required = {link for link, item in ITEMS.items() if item.get("required")}
    wholes = {BOOK.whole(link) for link in required}
    assert wholes == set(BOOK.needed)


def shown(item, answers):
    """Return whether a form shows an item for these answers, as FHIR says."""
    if not item.get("enableWhen"):
        return True
    return any(
        when["answerCoding"]["code"]
        in (given if isinstance(given := answers.get(when["question"]), list) else [given])
        for when in item["enableWhen"]
    )


@pytest.mark.parametrize("question", [q for q in BOOK if q.show_if], ids=lambda q: q.id)
def test_a_question_is_shown_for_the_same_answers_as_in_the_app(question):
    tried = 0
    for asked in sorted(BOOK.shown_if(question.id).questions()):
        for option in [*BOOK[asked].choices, NOT_SURE]:
            value = [option] if BOOK[asked].type == "multi" else option
            given = {asked: value}
            if BOOK[asked].show_if:  # the question before it must be shown too
                given |= shows(asked)
            answers = BOOK.read(given)
            assert shown(ITEMS[question.id], given) is answers.applies(question.id), given
            tried += 1
    assert tried > 2


def shows(question):
    """Return answers with which a question is shown."""
    (asked,) = BOOK.shown_if(question).questions()
    for option in BOOK[asked].choices:
        value = [option] if BOOK[asked].type == "multi" else option
        before = shows(asked) if BOOK[asked].show_if else {}
        if BOOK.read({**before, asked: value}).applies(question):
            return {**before, asked: value}
    raise AssertionError(question)


@pytest.mark.parametrize("sign", BOOK.steps[0].all_questions)
def test_a_danger_sign_says_at_once_what_the_rules_say(sign):
    others = dict.fromkeys(BOOK.steps[0].all_questions, "no")
    for answer in ("yes", "no", NOT_SURE):
        given = {**others, sign: answer}
        found = triage.rule_book().assess(BOOK.read(given))
        assert shown(ITEMS["stop"], given) is found.is_emergency is (answer == "yes")
        assert shown(ITEMS["today"], given) is (answer == NOT_SURE)
    assert "emergency" in ITEMS["stop"]["text"]
    assert "today" in ITEMS["today"]["text"]


def test_a_form_with_nothing_answered_says_neither():
    assert not shown(ITEMS["stop"], {})
    assert not shown(ITEMS["today"], {})


def test_a_condition_that_a_form_cannot_say_is_refused():
    for show_if in ({"not": {"q": "fever", "is": "high"}}, {"q": "age", "gte": 3}, {"all": []}):
        with pytest.raises(DataFileError, match="no form"):
            list(form._enabled(show_if, BOOK, "x"))


def test_the_version_changes_with_every_word():
    items = copy.deepcopy(MADE["item"])
    assert form._version(items) == MADE["version"]
    items[0]["item"][0]["text"] += "?"
    assert form._version(items) != MADE["version"]


def test_the_form_says_that_it_gives_no_level_and_that_nobody_reviewed_it():
    assert "gives no level" in MADE["description"]
    assert "No doctor or nurse has reviewed these rules yet." in MADE["description"]
