"""What is said beside a result: it shows where it holds, has its papers, and changes no level."""

import random

import pytest

from backwatch import remarks, sources
from backwatch.questionnaire import questionnaire
from tests import people_cases
from tests.people_cases import changed, person

BOOK = questionnaire()
STRAIN = person("strain")


def shown(kind, **change):
    answers = BOOK.read(changed(STRAIN, change))
    return {remark.id for remark in remarks.remarks(kind, answers)}


@pytest.mark.parametrize(
    ("kind", "change", "id"),
    [
        ("conflict", {"g_legs": "yes"}, "K01"),
        ("conflict", {"g_blood": "yes"}, "K02"),
        ("conflict", {"g_breath": "yes"}, "K03"),
        ("conflict", {"g_arm": "yes"}, "K04"),
        ("conflict", {"constant": "yes"}, "K06"),
        ("conflict", {"duration": "d0_2", "tried": "helped", "tried_weeks": "over4"}, "K07"),
        (
            "conflict",
            {"cancer": "lung_past", "usual_pain": "same_known", "duration": "d0_2"},
            "K08",
        ),
        (
            "conflict",
            {"cancer": "lung_past", "usual_pain": "same_known", "trend": "worse_slow"},
            "K09",
        ),
        ("conflict", {"cancer": "lung_past", "med_control": "no"}, "K10"),
        ("differ", {}, "V01"),
        ("differ", {"onset": "sudden"}, "V02"),
        ("differ", {}, "V03"),
        ("differ", {"cough": "w2_3"}, "V04"),
        ("differ", {"blood_streaks": "older"}, "V05"),
        ("differ", {"night": "most_nights"}, "V06"),
        ("differ", {"nerve_limb": "numb_one"}, "V07"),
        ("differ", {}, "V08"),
        ("note", {"smoking": "past", "cough": "over3w"}, "N01"),
        ("note", {"smoking": "past", "age": 50}, "N02"),
        ("note", {"smoking": "past", "age": 80}, "N02"),
        ("note", {"smoking": "now"}, "N03"),
        ("note", {"cancer": "lung_past", "treatment": ["past"]}, "N04"),
        ("note", {"family_lung": "yes"}, "N05"),
        ("note", {"cough": "over3w", "general": ["tired"]}, "N06"),
        ("note", {"cough": "over3w", "age": 49}, "N07"),
        ("note", {"body": ["thirst"], "general": ["tired"]}, "N08"),
        ("note", {"cancer": "being_tested", "body": ["constip"]}, "N08"),
        ("note", {"nerve_limb": "weak_one"}, "N09"),
        ("note", {"smoking": "past", "cough": "over3w"}, "N10"),
    ],
)
def test_a_remark_shows_where_it_holds(kind, change, id):
    assert id in shown(kind, **change)


@pytest.mark.parametrize(
    ("change", "id"),
    [
        ({"smoking": "past", "age": 49}, "N02"),
        ({"smoking": "past", "age": 81}, "N02"),
        ({"smoking": "never", "age": 60}, "N02"),
        ({"smoking": "past", "age": 60, "cough": "over3w"}, "N02"),
        ({"smoking": "past", "age": 60, "cough": None}, "N02"),
        ({"smoking": "past", "age": 60, "cancer": "lung_past"}, "N02"),
        ({"smoking": "past", "age": 60, "cancer": "not_sure"}, "N02"),
        ({"smoking": "past", "cough": "over3w", "cancer": "lung_now"}, "N01"),
        ({"cough": "over3w"}, "N06"),
        ({"cough": "over3w", "age": 50}, "N07"),
        ({"treatment": ["chemo"]}, "N04"),
        ({"smoking": "now", "cancer": "lung_now"}, "N03"),
    ],
)
def test_a_remark_stays_away_where_it_does_not_hold_or_nobody_knows(change, id):
    assert id not in shown("note", **change)


def test_a_mild_strain_has_no_answers_that_contradict_each_other():
    assert shown("conflict") == set()


def test_every_remark_has_been_seen_to_hold_by_a_case_above():
    (mark,) = test_a_remark_shows_where_it_holds.pytestmark
    assert {case[2] for case in mark.args[1]} == {remark.id for remark in remarks.every()}


def test_every_remark_names_sources_that_are_in_the_register():
    for remark in remarks.every():
        for source in remark.sources:
            assert sources.source(source), remark.id


def test_screening_is_never_offered_to_somebody_with_a_sign_or_cancer():
    chance = random.Random(31)  # noqa: S311
    for _ in range(300):
        answers = BOOK.read(people_cases.random_answers(chance))
        if "N02" in {remark.id for remark in remarks.remarks("note", answers)}:
            assert answers.given["cancer"] == "none"
            assert answers.given.get("cough") in ("none", "under3w")
            assert answers.given.get("blood_streaks") == "none"


def test_remarks_read_at_grade_8_or_lower():
    textstat = pytest.importorskip("textstat", reason="needs requirements-dev.txt")
    hard = {
        remark.id: grade
        for remark in remarks.every()
        if (grade := textstat.flesch_kincaid_grade(f"{remark.text} {remark.ask}")) > 8
    }
    assert hard == {}
