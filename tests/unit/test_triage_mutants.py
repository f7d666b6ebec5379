"""What small faults in the engine would change and no other test looks at (tests.mutants)."""

import copy
import dataclasses
import datetime as dt

import pytest
from pydantic import ValidationError

from backwatch import conditions, paths, triage, yaml_files
from backwatch.conditions import NOT_SURE
from backwatch.questionnaire import (
    AnswerError,
    Group,
    Question,
    Questionnaire,
    in_one_line,
    questionnaire,
)
from backwatch.triage import Change
from backwatch.urgency import Urgency
from tests.people_cases import assess, changed, person

QUESTIONS = questionnaire()
BOOK = triage.rule_book()
RAW = yaml_files.read(paths.RULES / "triage.yaml")


def book_with(**rules):
    """Return the rules with some of them changed: {id: {field: value}}, None takes one away."""
    raw = copy.deepcopy(RAW)
    raw["rules"] = [r for r in raw["rules"] if rules.get(r["id"], {}) is not None]
    for rule in raw["rules"]:
        rule.update(rules.get(rule["id"], {}))
    return triage.RuleBook(raw, QUESTIONS)


# Conditions


def test_at_least_may_ask_for_all_of_its_parts():
    raw = {"at_least": 2, "of": [{"q": "band", "is": "yes"}, {"q": "calf", "is": "yes"}]}
    both = conditions.parse(raw, {}, QUESTIONS.options)
    assert both.judge(QUESTIONS.read({"band": "yes", "calf": "yes"})).holds is True
    assert both.judge(QUESTIONS.read({"band": "yes", "calf": "no"})).holds is False


# Questions and answers


def test_a_question_and_a_rule_never_change_while_the_app_runs():
    with pytest.raises(ValidationError):
        QUESTIONS["fever"].critical = False
    with pytest.raises(ValidationError):
        BOOK.rules[0].level = "routine"


def test_a_question_is_nothing_that_its_file_does_not_say():
    plain = Question(id="x", section="s1", type="number", text="How many?", label="Number")
    said = (plain.critical, plain.warning, plain.optional, plain.fixed, plain.whole)
    assert said == (False,) * 5
    assert (plain.min, plain.max) == (0, 0)


def test_one_of_several_answers_may_be_not_sure_where_no_other_way_out_is_offered():
    assert QUESTIONS["trend"].choices[NOT_SURE] == "I am not sure"
    assert list(QUESTIONS["trend"].choices)[:-1] == list(QUESTIONS["trend"].options)
    assert NOT_SURE not in QUESTIONS["smoking"].choices  # "I would rather not say" is there
    assert NOT_SURE not in QUESTIONS["general"].choices
    own = Question(
        id="x",
        section="s1",
        type="single",
        text="Is it so?",
        label="So",
        options={"a": "Yes, so", NOT_SURE: "I cannot tell"},
    )
    assert own.choices == own.options


def test_one_answer_that_does_not_exist_spoils_the_others():
    for raw in (["tired", "tierd"], ["tierd", "tired"], ["tired", 1]):
        with pytest.raises(AnswerError):
            QUESTIONS["general"].read(raw)


def test_a_name_of_60_letters_is_told_in_full_and_a_longer_one_is_cut():
    assert in_one_line("x" * 60) == "x" * 60
    assert in_one_line("x" * 61) == "x" * 60


def test_an_answer_is_told_in_the_words_of_the_question():
    assert QUESTIONS["severity"].words(7) == "7"
    assert QUESTIONS["pack_years"].words(12.5) == "12.5 pack-years"
    assert QUESTIONS["severity"].words(None) == "Not answered"
    assert QUESTIONS["severity"].words(NOT_SURE) == "I am not sure"
    night = QUESTIONS["night"]
    assert night.words("most_nights") == night.options["most_nights"]
    general = QUESTIONS["general"]
    assert general.words(("weight_loss", "tired")) == (
        f"{general.options['weight_loss']}; {general.options['tired']}"
    )


def test_a_yes_needs_no_more_than_its_label_and_any_other_answer_is_told():
    assert QUESTIONS["calf"].said("yes") == QUESTIONS["calf"].label
    assert QUESTIONS["calf"].said("no") == f"{QUESTIONS['calf'].label}: No"
    assert QUESTIONS["calf"].said(None) == f"{QUESTIONS['calf'].label}: Not answered"


def test_the_same_answers_are_the_same_whatever_was_asked_of_them():
    asked, fresh = (QUESTIONS.read({"fever": "high"}) for _ in range(2))
    asked.state("fever")
    assert asked == fresh
    assert "Fact(" not in repr(asked)


def test_a_question_may_not_be_hidden_by_a_later_one_even_beside_an_earlier_one():
    raw = copy.deepcopy(yaml_files.read(paths.RULES / "questions.yaml"))
    (record,) = (q for q in raw["questions"] if q["id"] == "cancer")
    record["show_if"] = {"any": [{"q": "age", "gte": 40}, {"q": "fever", "is": "high"}]}
    with pytest.raises(yaml_files.DataFileError, match="earlier"):
        Questionnaire(raw)


def test_a_text_may_have_1000_letters_and_no_hidden_ones():
    words = next(q for q in QUESTIONS if q.type == "text")
    assert words.read("x" * 1000) == "x" * 1000
    assert words.read("\ue000") == "\ue000"
    for raw in ("x" * 1001, "a\ud800", "a\udfff", "a\x1f"):
        with pytest.raises(AnswerError):
            words.read(raw)


def test_a_card_answers_nothing_with_no_unless_its_file_says_so():
    assert not Group(questions=("g_breath",)).rest_no


def test_a_whole_question_stands_for_its_parts_only_while_no_part_is_answered():
    whole = QUESTIONS.read({"g_bladder": "no"})
    assert whole.unanswered(["g_pee", "g_poo"]) == ()
    half = QUESTIONS.read({"g_bladder": "no", "g_pee": "no"})
    assert half.unanswered(["g_pee", "g_poo"]) == ("g_poo",)


def test_the_screens_ask_what_applies_but_for_mere_detail():
    asked = QUESTIONS.asked(QUESTIONS.read(person("strain")))
    assert {"age", "fever", "g_pee"} <= set(asked)
    assert not {"bone_spread", "nerve_worse", "g_bladder"} & set(asked)
    assert not [q for q in asked if QUESTIONS[q].optional]
    assert len(asked) == len(set(asked))
    assert "bone_spread" in QUESTIONS.asked(QUESTIONS.read(person("past_cancer")))


# From answers to a level


def test_at_least_is_for_an_unfinished_check_or_an_open_rule_above_the_level():
    strain = person("strain")
    assert not assess(strain).at_least
    assert assess(changed(strain, {"trend": None})).at_least
    assert assess({**strain, "calf": NOT_SURE}).at_least  # S05 is open, the level is routine
    low = assess({**strain, "general": [NOT_SURE], "fever": "high"})
    assert low.open
    assert not low.at_least  # every open rule is lower than the level, or the same
    assert assess({**strain, "general": [NOT_SURE], "constant": "yes"}).at_least
    assert not assess({**strain, "age": 17}).at_least


def test_an_open_rule_of_the_same_level_leaves_the_level_as_it_is():
    found = assess({**person("strain"), "calf": "yes", "face_swell": NOT_SURE})
    assert found.level is Urgency.SAME_DAY
    assert {each.rule.urgency for each in found.open} == {Urgency.SAME_DAY}
    assert not found.at_least


def test_an_emergency_beside_a_lower_reason_is_an_emergency():
    found = assess({**person("strain"), "g_legs": "yes", "calf": "yes"})
    assert {r.rule.urgency for r in found.reasons} > {Urgency.EMERGENCY}
    assert found.is_emergency
    assert not assess({**person("strain"), "calf": "yes"}).is_emergency
    assert not assess(person("strain")).is_emergency


def test_a_default_rule_that_claims_self_care_gives_no_more_than_routine():
    book = book_with(M01=None, R00={"level": "self_care"})
    assert book.assess(QUESTIONS.read(person("strain"))).level is Urgency.ROUTINE


def test_a_reason_names_the_answers_behind_it_and_none_that_was_not_given():
    found = assess({"blood_streaks": "past_week", "breathless": "sudden"})
    (reason,) = (r for r in found.reasons if r.rule.id == "E04")
    assert reason.answers == {"blood_streaks": "past_week", "breathless": "sudden"}


def test_a_fact_that_rules_share_can_be_asked_for():
    cancer = {value: QUESTIONS.read({"cancer": value}) for value in ("lung_now", "none", NOT_SURE)}
    holds = {value: BOOK.fact("known_cancer", answers) for value, answers in cancer.items()}
    assert holds == {"lung_now": True, "none": False, NOT_SURE: None}


def test_an_unfinished_emergency_is_the_whole_level_and_not_at_least():
    found = assess({"g_legs": "yes"})
    assert (found.level, found.status) == (Urgency.EMERGENCY, "incomplete")
    assert not found.at_least


def test_the_days_of_a_level_count_from_the_last_diary_day_behind_it_or_the_check():
    monday, tuesday, sunday = (dt.date(2026, 3, day) for day in (2, 3, 8))
    found = assess({**person("strain"), "calf": "yes", "tender": "yes"})
    top, lower = (r for r in found.reasons if r.rule.id in ("S05", "R02"))
    top = dataclasses.replace(top, from_diary={"calf": (monday, tuesday)})
    lower = dataclasses.replace(lower, from_diary={"tender": (sunday,)})
    noted = dataclasses.replace(found, reasons=(top, lower))
    assert found.counts_from(monday) == monday
    assert noted.counts_from(monday) == tuesday
    assert noted.counts_from(sunday) == sunday


def test_a_condition_of_another_file_may_name_the_facts_of_the_rules():
    cancer = BOOK.parse({"d": "known_cancer"}, "other.yaml")
    assert cancer.judge(QUESTIONS.read({"cancer": "lung_now"})).holds is True
    with pytest.raises(yaml_files.DataFileError, match=r"^other\.yaml: .*known_cancr"):
        BOOK.parse({"d": "known_cancr"}, "other.yaml")


def test_a_question_beside_a_reason_that_does_not_exist_is_named():
    with pytest.raises(yaml_files.DataFileError, match="beside: there is no question 'aa'"):
        book_with(E01={"beside": ["zz", "aa"]})


# What other answers would change


def test_a_change_names_the_whole_question_and_never_a_part_of_it():
    found = {change.question for change in BOOK.changes(QUESTIONS.read(person("strain")))}
    assert "g_bladder" in found
    assert not [question for question in found if QUESTIONS[question].part_of]


def test_every_number_that_a_question_takes_is_tried_and_no_other():
    answers = QUESTIONS.read(person("strain"))
    for limit, expected in ((10, 10), (11, None), (0, None)):
        when = {"q": "severity", "gte": limit} if limit else {"q": "severity", "lte": -1}
        found = book_with(E01={"when": when}).changes(answers)
        tried = [c.answer for c in found if c.question == "severity" and c.level == 5]
        assert tried == ([] if expected is None else [expected])
    found = book_with(E01={"when": {"q": "severity", "lte": 0}}).changes(answers)
    assert Change("severity", 0, Urgency.EMERGENCY) in found


def test_what_does_not_change_from_day_to_day_is_never_a_what_if():
    answers = QUESTIONS.read({**person("strain"), "age": 39, "smoking": "past"})
    assert "age" not in {change.question for change in BOOK.changes(answers)}


def test_one_more_of_several_answers_comes_beside_those_that_are_given():
    start = {**person("strain"), "general": ["tired", NOT_SURE]}
    found = [c.answer for c in BOOK.changes(QUESTIONS.read(start)) if c.question == "general"]
    assert ("weight_loss", "tired") in found
    assert not [answer for answer in found if NOT_SURE in answer]


def test_each_other_choice_is_tried_also_where_only_one_may_be_given():
    found = BOOK.changes(QUESTIONS.read(person("strain")))
    assert Change("calf", "yes", Urgency.SAME_DAY) in found
    assert Change("fever", "mild", Urgency.WITHIN_DAYS) in found


def test_a_change_comes_from_a_question_that_applies_and_raises_the_level():
    answers = QUESTIONS.read({**person("strain"), "fever": "high"})
    found = BOOK.changes(answers)
    assert {change.level for change in found} == {Urgency.EMERGENCY}
    assert all(answers.applies(change.question) for change in found)
    assert all(change.answer != answers.given.get(change.question) for change in found)
    assert not {"bone_spread", "nerve_worse"} & {change.question for change in found}
