"""What changed between two checks: said plainly, with nothing made better than it is."""

import random
import re

import pytest

from backwatch import history, paths, triage, yaml_files
from backwatch.questionnaire import Answers, Questionnaire, questionnaire
from tests import people_cases
from tests.people_cases import changed, person, random_answers

STRAIN = changed(person("strain"), {"age": 61})
DAY = "3 November"
REASSURING = ("better", "good news", "safe", "no need", "improv", "relax", "well done", "fine")


def compared(before, now, **how):
    book = triage.rule_book()
    first, second = questionnaire().read(before), questionnaire().read(now)
    return history.compare(first, second, book.assess(first), book.assess(second), day=DAY, **how)


def after(change, start=STRAIN):
    return compared(start, changed(start, change))


def shown(differing):
    return [(one.label, one.was, one.now) for one in differing]


# --- the level ---


def test_a_higher_level_is_said_with_its_day():
    found = after({"blood_streaks": "past_week"})
    assert found.direction == "up"
    assert found.level[0].startswith("The level is higher than on 3 November.")


def test_a_lower_level_is_said_without_calming_anybody():
    found = compared(changed(STRAIN, {"blood_streaks": "past_week"}), STRAIN)
    assert found.direction == "down"
    assert found.level[0] == (
        "The level is lower than on 3 November. If you are still worried, call anyway."
    )


def test_the_same_level_still_counts():
    found = after({"move": "no"}, changed(STRAIN, {"blood_streaks": "past_week"}))
    assert found.direction == "same"
    assert found.level[0].startswith("The level is the same as on 3 November.")
    assert "still counts" in found.level[0]


def test_a_check_without_a_level_is_not_compared():
    open_now = changed(STRAIN, {"trend": None})
    for before, now in ((STRAIN, {"age": 16}), ({"age": 16}, open_now)):
        found = compared(before, now)
        assert len(found.level) == 1
        assert found.direction == "none"
        assert "lower" not in " ".join(found.level)
        assert "higher" not in " ".join(found.level)


def test_an_open_answer_today_is_said_beside_the_level():
    found = compared(changed(STRAIN, {"g_legs": "yes"}), changed(STRAIN, {"g_legs": "not_sure"}))
    assert found.direction == "down"
    assert any("open today" in one and "too low" in one for one in found.level)


def test_an_open_answer_then_is_said_too():
    found = compared(changed(STRAIN, {"trend": None}), STRAIN)
    assert any("open on 3 November" in one for one in found.level)
    assert not any("open" in one for one in after({"move": "no"}).level)


def test_other_rules_since_then_are_named_as_a_possible_cause():
    assert not any("rules" in one for one in compared(STRAIN, STRAIN).level)
    found = compared(STRAIN, STRAIN, rules_then="2026-01-01.abcdef")
    assert any("rules have changed" in one for one in found.level)


def test_nothing_is_ever_said_to_be_better():
    raw = yaml_files.read(paths.CONTENT / "history.yaml")
    texts = [*raw["level"].values(), *raw["headings"].values(), *raw["notes"].values()]
    for text in texts:
        assert not any(word in text.lower() for word in REASSURING), text


# --- answers ---


def test_nothing_has_changed_between_the_same_answers():
    found = compared(STRAIN, STRAIN)
    assert found.direction == "same"
    assert not any(
        (
            *(found.answers, found.new_signs, found.gone_signs, found.known_now),
            *(found.open_now, found.new_rules),
        )
    )


def test_an_answer_that_differs_is_shown_as_it_was_and_as_it_is():
    found = after({"severity": 7, "trend": "worse_fast"})
    assert shown(found.answers) == [
        ("How it is changing", "Getting better", "Getting worse fast, over days"),
        ("Worst pain, 0 to 10", "4", "7"),
    ]


def test_worst_pain_of_0_is_an_answer():
    assert shown(after({"severity": 0}).answers) == [("Worst pain, 0 to 10", "4", "0")]


@pytest.mark.parametrize(("now", "words"), [("not_sure", "Not sure"), (None, "Not answered")])
def test_an_answer_that_is_open_now_is_never_shown_as_no(now, words):
    found = compared(changed(STRAIN, {"g_legs": "yes"}), changed(STRAIN, {"g_legs": now}))
    assert shown(found.open_now) == [(questionnaire()["g_legs"].label, "Yes", words)]
    assert found.gone_signs == ()
    assert found.answers == ()


def test_a_no_that_is_open_now_is_open_too():
    found = after({"g_legs": "not_sure"})
    assert shown(found.open_now) == [(questionnaire()["g_legs"].label, "No", "Not sure")]


def test_an_answer_that_was_open_before_is_shown_as_open_then():
    found = compared(changed(STRAIN, {"tender": None}), STRAIN)
    assert shown(found.answers) == [("One very sore spot on the spine", "Not answered", "No")]


def test_a_cautious_default_is_never_shown_as_an_answer():
    """Left blank, old pain counts as new. Nobody said so."""
    start = person("past_cancer")
    found = after({"usual_pain": None}, start)
    assert shown(found.open_now) == [("New or old pain", "Yes, it is new", "Not answered")]


def test_a_question_that_no_longer_applies_is_left_out():
    limb = changed(STRAIN, {"nerve_limb": "numb_one", "nerve_worse": "yes"})
    found = compared(limb, changed(STRAIN, {"nerve_worse": None}))
    assert [one.question for one in found.answers] == ["nerve_limb"]
    assert found.open_now == ()
    assert found.gone_signs == ("Numb, weak or clumsy limb: Yes, numb or tingly only",)


def test_a_question_whose_reason_is_open_now_is_open_too():
    limb = changed(STRAIN, {"nerve_limb": "numb_one", "nerve_worse": "yes"})
    found = compared(limb, changed(limb, {"nerve_limb": None}))
    assert [one.question for one in found.open_now] == ["nerve_limb", "nerve_worse"]
    assert found.gone_signs == ()
    assert all(one.now == "Not answered" for one in found.open_now)


# --- signs ---


def test_a_no_that_became_a_yes_is_a_new_sign():
    found = after({"g_legs": "yes", "fever": "mild", "general": ["weight_loss", "tired"]})
    assert found.new_signs == (
        "Both legs newly weak, numb, heavy or tingly",
        "Whole-body signs: Weight loss without trying",
        "Whole-body signs: Feeling very tired or weak for weeks",
        "Fever: I feel hot but have not checked, or it is lower than that",
    )
    assert found.known_now == ()


@pytest.mark.parametrize("before", ["not_sure", None])
def test_a_yes_that_was_open_before_is_not_called_new(before):
    found = compared(changed(STRAIN, {"g_legs": before}), changed(STRAIN, {"g_legs": "yes"}))
    assert found.new_signs == ()
    assert found.known_now == ("Both legs newly weak, numb, heavy or tingly",)


def test_a_sign_that_nobody_asked_about_before_is_not_called_new():
    found = after({"duration": "m3_plus", "stiff": "yes"}, changed(STRAIN, {"stiff": None}))
    assert found.new_signs == ()
    assert found.known_now == ("Long morning stiffness",)


def test_a_sign_that_is_gone_is_still_worth_telling():
    found = compared(changed(STRAIN, {"g_saddle": "yes", "head": ["vision"]}), STRAIN)
    assert found.gone_signs == (
        "New numbness between the legs or around the bottom",
        "Headache or sight: Double or blurred sight",
    )
    assert any("can still matter" in one for one in found.notes)
    assert compared(STRAIN, STRAIN).notes == ()


def test_not_sure_beside_other_signs_makes_none_of_them_gone():
    before = changed(STRAIN, {"general": ["weight_loss", "tired"]})
    found = compared(before, changed(STRAIN, {"general": ["tired", "not_sure"]}))
    assert found.gone_signs == ()
    assert [one.question for one in found.open_now] == ["general"]


def test_not_sure_beside_other_signs_then_makes_none_of_them_new():
    before = changed(STRAIN, {"general": ["tired", "not_sure"]})
    found = compared(before, changed(STRAIN, {"general": ["tired", "weight_loss"]}))
    assert found.new_signs == ()
    assert found.known_now == ("Whole-body signs: Weight loss without trying",)


def test_one_kind_of_cough_for_another_is_a_change_and_no_new_sign():
    found = compared(changed(STRAIN, {"cough": "under3w"}), changed(STRAIN, {"cough": "over3w"}))
    assert (found.new_signs, found.gone_signs) == ((), ())
    assert [one.question for one in found.answers] == ["cough"]


def test_a_risk_or_a_treatment_is_a_change_and_no_sign():
    found = after({"cancer": "being_tested", "asbestos": "yes", "tried": "no_help"})
    assert found.new_signs == ()
    assert {one.question for one in found.answers} >= {"cancer", "asbestos", "tried"}


# --- rules ---


def test_the_rules_that_hold_now_and_did_not_before_are_named():
    found = after({"blood_streaks": "past_week"})
    assert "S01" in [rule.id for rule in found.new_rules]
    back = compared(changed(STRAIN, {"blood_streaks": "past_week"}), STRAIN)
    assert "S01" not in [rule.id for rule in back.new_rules]


def test_fits_a_simple_strain_is_never_named_as_something_new():
    found = compared(changed(STRAIN, {"g_legs": "yes", "age": 30}), changed(STRAIN, {"age": 30}))
    assert found.new_rules == ()
    unclear = changed(STRAIN, {"rest": None, "move": None, "trend": "same", "age": 30})
    assert after({}, unclear).new_rules == ()
    assert compared(changed(STRAIN, {"age": 30}), unclear).new_rules == ()


# --- other versions of the questions ---


def without(question, *options):
    """Return the questions of another version: one question or some of its options are missing."""
    raw = yaml_files.read(paths.RULES / "questions.yaml")
    if options:
        [record] = [q for q in raw["questions"] if q["id"] == question]
        record["options"] = {k: v for k, v in record["options"].items() if k not in options}
    else:
        raw["questions"] = [q for q in raw["questions"] if q["id"] != question]
        for card in (card for step in raw["steps"] for card in step["groups"]):
            if question in card["questions"]:
                card["questions"].remove(question)
    for one in raw["questions"]:
        if one["id"] == "signs_course":  # it hangs on the answers to many others
            one["show_if"] = {"q": "chest_pain", "is": "yes"}
    return Questionnaire(raw)


def across(before, now, questions):
    book = triage.rule_book()
    first, second = questionnaire().read(before), questions.read(now)
    known = book.assess(questionnaire().read(now))
    return history.compare(first, second, book.assess(first), known, day=DAY)


def test_an_answer_to_a_question_that_is_gone_is_left_out():
    now = changed(STRAIN, {"band": None})
    found = across(changed(STRAIN, {"band": "yes"}), now, without("band"))
    assert found.answers == ()
    assert found.open_now == ()
    assert found.gone_signs == ()


def test_an_answer_that_can_no_longer_be_given_is_left_out():
    before = changed(STRAIN, {"lung_other": ["clubbing"]})
    found = across(before, STRAIN, without("lung_other", "clubbing"))
    assert found.answers == ()
    assert found.gone_signs == ()


def test_a_question_that_came_later_was_not_answered_then():
    first, second = (
        without("band").read(changed(STRAIN, {"band": None})),
        changed(STRAIN, {"band": "yes"}),
    )
    book = triage.rule_book()
    old = book.assess(questionnaire().read(changed(STRAIN, {"band": None})))
    read = questionnaire().read(second)
    found = history.compare(first, read, old, book.assess(read), day=DAY)
    assert shown(found.answers) == [("Wraps round like a belt", "Not answered", "Yes")]
    assert found.known_now == ("Wraps round like a belt",)
    assert found.new_signs == ()


def test_a_question_in_parts_is_compared_by_its_parts_once_both_checks_have_them():
    parts = people_cases.on_screens(STRAIN)
    found = compared(parts, {**parts, "g_poo": "yes"})
    assert found.new_signs == (questionnaire()["g_poo"].label,)
    found = compared(STRAIN, {**parts, "g_poo": "yes"})
    assert found.new_signs == (questionnaire()["g_bladder"].label,)


# --- everybody ---


def test_whoever_is_compared_no_sign_is_both_new_and_gone_and_open_is_never_no():
    chance = random.Random(5)  # noqa: S311
    for _ in range(100):
        before, now = random_answers(chance), random_answers(chance)
        found = compared(before, now)
        back = compared(now, before)
        assert set(found.new_signs) == set(back.gone_signs)
        assert {one.question for one in found.answers}.isdisjoint(
            one.question for one in found.open_now
        )
        for one in found.open_now:
            assert one.now != "No"
            assert re.search("[Nn]ot sure|Not answered|rather not", one.now), one
        for one in found.answers:
            assert one.was != one.now, one


def test_the_sentences_read_at_grade_8_or_lower_and_are_short():
    textstat = pytest.importorskip("textstat", reason="needs requirements-dev.txt")
    raw = yaml_files.read(paths.CONTENT / "history.yaml")
    texts = [*raw["level"].values(), *raw["notes"].values()]
    assert textstat.flesch_kincaid_grade(" ".join(texts).format(day=DAY)) <= 8
    for text in texts:
        for one in re.split(r"(?<=[.]) ", text):
            assert len(one.split()) <= 20, one


def test_each_list_has_a_heading():
    lists = {"answers", "new_signs", "gone_signs", "known_now", "open_now", "new_rules"}
    assert set(history.headings()) == lists
    assert isinstance(questionnaire().read(STRAIN), Answers)
