"""The questions: what an answer may be, what is hidden, what a damaged file says."""

import copy
import math

import pytest

from backwatch import paths, yaml_files
from backwatch.conditions import NOT_SURE
from backwatch.questionnaire import AnswerError, Questionnaire, questionnaire
from backwatch.yaml_files import DataFileError
from tests.people_cases import person

QUESTIONS = questionnaire()
RAW = yaml_files.read(paths.RULES / "questions.yaml")


def given(**answers):
    return QUESTIONS.read(answers).given


def refused(**answers):
    with pytest.raises(AnswerError) as error:
        QUESTIONS.read(answers)
    (question,) = answers
    assert error.value.question == question
    assert str(error.value).startswith(f"{question}: ")
    assert "\n" not in str(error.value)
    return str(error.value)


def test_every_question_takes_each_of_its_answers_and_not_sure():
    for question in QUESTIONS:
        for word in (*question.choices, NOT_SURE):
            expected = (word,) if question.type == "multi" else word
            assert question.read(word) == expected, question.id
            assert question.words(expected), question.id


@pytest.mark.parametrize(
    "raw", ["", "maybe", "Yes", True, False, {}, {"yes": 1}, [["yes"]], [None], [1], b"yes"]
)
def test_no_question_takes_what_is_not_an_answer(raw):
    for question in QUESTIONS:
        if question.type == "text" and isinstance(raw, str):
            continue  # free text: any words are an answer
        with pytest.raises(AnswerError) as error:
            question.read(raw)
        assert error.value.question == question.id


def test_nothing_stands_for_no_answer():
    for question in QUESTIONS:
        for raw in (None, [], ()):
            assert question.read(raw) is None, question.id


@pytest.mark.parametrize("raw", [-1, 121, 30.5, "30", math.nan, math.inf, -math.inf, 10**400])
def test_an_age_that_no_adult_has_is_refused(raw):
    assert "0 to 120" in refused(age=raw)


@pytest.mark.parametrize(("raw", "value"), [(0, 0), (120, 120), (30.0, 30), (-0.0, 0)])
def test_an_age_is_a_whole_number_and_zero_is_one(raw, value):
    found = given(age=raw)["age"]
    assert (found, type(found)) == (value, int)


def test_pack_years_may_have_a_fraction():
    assert given(pack_years=12.5) == {"pack_years": 12.5}


@pytest.mark.parametrize("raw", [-1, 11, 7.5])
def test_pain_is_a_whole_number_from_0_to_10(raw):
    assert "whole number from 0 to 10" in refused(severity=raw)


def test_zero_pain_is_an_answer():
    assert given(severity=0) == {"severity": 0}


def test_none_gives_way_to_another_answer_and_stands_alone_otherwise():
    assert given(general=["none", "tired"])["general"] == ("tired",)
    assert given(general=["none", NOT_SURE])["general"] == (NOT_SURE,)
    assert given(general=["none", "none"])["general"] == ("none",)


def test_several_answers_stand_in_the_order_of_the_question_and_once_each():
    assert given(general=["tired", "weight_loss", "tired"])["general"] == ("weight_loss", "tired")
    assert given(general="tired")["general"] == ("tired",)


def test_a_question_that_does_not_exist_is_named():
    assert "no question" in refused(g_breth="yes")


def test_a_name_with_a_line_break_stays_one_line():
    with pytest.raises(AnswerError) as error:
        QUESTIONS.read({"a\nb": 1})
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("raw", [None, [], "text", 3, [{}], [("age", 3)]])
def test_answers_are_one_mapping(raw):
    with pytest.raises(AnswerError, match="one set of answers"):
        QUESTIONS.read(raw)


@pytest.mark.parametrize("raw", [{1: "x"}, {None: "x"}, {("a", "b"): "x"}])
def test_a_name_that_is_no_word_is_refused(raw):
    with pytest.raises(AnswerError):
        QUESTIONS.read(raw)


@pytest.mark.parametrize(
    ("answers", "question", "applies"),
    [
        ({"cancer": "none"}, "bone_spread", False),
        ({"cancer": "other_past"}, "bone_spread", True),
        ({"cancer": "being_tested"}, "bone_spread", False),
        ({"cancer": "being_tested"}, "usual_pain", True),
        ({"cancer": NOT_SURE}, "usual_pain", False),
        ({}, "usual_pain", False),
        ({"nerve_limb": NOT_SURE}, "nerve_worse", True),
        ({"nerve_limb": "none"}, "nerve_worse", False),
        ({"cancer": "lung_now", "treatment": ["none"]}, "pain_after_tx", False),
        ({"cancer": "lung_now", "treatment": ["chemo"]}, "pain_after_tx", True),
        ({"cancer": "none", "treatment": ["chemo"]}, "pain_after_tx", False),
        ({"duration": "m3_plus"}, "stiff", True),
        ({"duration": "w4_12"}, "stiff", False),
        ({}, "stiff", False),
        ({"smoking": "skip"}, "pack_years", False),
        ({"smoking": "now"}, "quit_years", False),
    ],
)
def test_a_question_is_shown_only_where_it_surely_applies(answers, question, applies):
    assert QUESTIONS.read(answers).applies(question) is applies


def test_a_hidden_question_does_not_apply_and_an_unknown_one_asks_for_what_hides_it():
    hidden = QUESTIONS.read({"cancer": "none", "bone_spread": "yes"}).state("bone_spread")
    assert not hidden.applies
    unknown = QUESTIONS.read({"bone_spread": "yes"}).state("bone_spread")
    assert (unknown.applies, unknown.value, unknown.ask) == (True, None, {"cancer"})


@pytest.mark.parametrize(
    ("question", "default"), [("usual_pain", "new"), ("pain_after_tx", "no"), ("tx_expected", "no")]
)
def test_a_blank_in_the_cancer_pathway_counts_as_the_more_cautious_answer(question, default):
    answers = {"cancer": "lung_now", "treatment": ["chemo"], "pain_after_tx": "yes"}
    answers.pop(question, None)
    assert QUESTIONS.read(answers).state(question).value == default
    assert QUESTIONS.read({**answers, question: NOT_SURE}).state(question).value == default
    assert {q.id for q in QUESTIONS if q.if_missing} == {
        "usual_pain",
        "pain_after_tx",
        "tx_expected",
    }


def test_taking_an_answer_away_leaves_the_first_answers_as_they_were():
    answers = QUESTIONS.read(person("strain"))
    less = answers.with_answer("fever", None)
    assert "fever" in answers.given
    assert "fever" not in less.given
    assert less.missing == ("fever",)
    assert answers.missing == ()
    assert answers.with_answer("cancer", "lung_now").applies("bone_spread")


def step(name):
    (found,) = (one for one in QUESTIONS.steps if one.id == name)
    return found


def all_asked(answers):
    return [q for one in QUESTIONS.steps for q in QUESTIONS.step_questions(one, answers)]


@pytest.mark.parametrize("cancer", ["none", "lung_now", "being_tested", "skip", None])
def test_nobody_is_asked_the_same_question_twice(cancer):
    asked = all_asked(QUESTIONS.read({"cancer": cancer, "nerve_limb": "weak_one"}))
    assert len(asked) == len(set(asked))


def test_everybody_is_asked_every_question_that_applies_to_them():
    for cancer in ("none", "lung_now", "being_tested"):
        answers = QUESTIONS.read({**person("strain"), "cancer": cancer})
        wanted = {q.id for q in QUESTIONS if answers.applies(q.id) and not q.no_screen}
        assert set(all_asked(answers)) == wanted


def test_a_screen_leaves_out_the_questions_that_do_not_apply():
    you = step("you")
    assert QUESTIONS.step_questions(you, QUESTIONS.read({"cancer": "none"})) == ("age", "cancer")
    with_cancer = QUESTIONS.step_questions(you, QUESTIONS.read({"cancer": "lung_now"}))
    assert with_cancer == ("age", "cancer", "bone_spread", "treatment", "phase", "cancer_type")


@pytest.mark.parametrize("cancer", ["lung_now", "lung_past", "other_now", "being_tested"])
def test_somebody_with_cancer_is_asked_about_their_nerves_right_after_it(cancer):
    answers = QUESTIONS.read({"cancer": cancer})
    assert "nerve_limb" in QUESTIONS.step_questions(step("nerves_first"), answers)
    assert "nerve_limb" not in QUESTIONS.step_questions(step("nerves"), answers)


@pytest.mark.parametrize("cancer", ["none", "not_sure", "skip", None])
def test_somebody_else_is_asked_about_their_nerves_with_the_rest(cancer):
    answers = QUESTIONS.read({"cancer": cancer})
    assert QUESTIONS.step_questions(step("nerves_first"), answers) == ()
    assert "nerve_limb" in QUESTIONS.step_questions(step("nerves"), answers)


@pytest.mark.parametrize(
    ("answers", "whole"),
    [
        ({}, None),
        ({"g_pee": "no"}, None),
        ({"g_pee": NOT_SURE}, None),
        ({"g_pee": "no", "g_poo": "no"}, "no"),
        ({"g_pee": "no", "g_poo": NOT_SURE}, NOT_SURE),
        ({"g_poo": "yes"}, "yes"),
        ({"g_pee": NOT_SURE, "g_poo": "yes"}, "yes"),
        ({"g_bladder": "no"}, "no"),
        ({"g_bladder": "no", "g_pee": "yes"}, "yes"),
        ({"g_bladder": "no", "g_pee": NOT_SURE}, NOT_SURE),
        ({"g_bladder": "yes", "g_pee": "no", "g_poo": "no"}, "yes"),
    ],
)
def test_a_question_asked_in_parts_has_the_most_urgent_answer_of_them(answers, whole):
    assert given(**answers).get("g_bladder") == whole


def test_a_list_names_the_parts_that_were_answered_else_the_whole_question():
    asked = ("g_pee", "g_poo", "g_saddle")
    parts = QUESTIONS.read({"g_pee": "no", "g_poo": "yes"})
    assert QUESTIONS.as_asked(asked, parts) == asked
    assert QUESTIONS.as_asked(asked, QUESTIONS.read({"g_bladder": "no"})) == (
        "g_bladder",
        "g_saddle",
    )
    assert QUESTIONS.as_asked(asked, QUESTIONS.read({})) == asked
    assert QUESTIONS.as_asked(("g_bladder",), parts) == ("g_pee", "g_poo")


def test_another_answer_to_a_part_changes_the_whole_question_too():
    changed = QUESTIONS.read(person("strain")).with_answer("g_pee", "yes")
    assert changed.given["g_bladder"] == "yes"


def test_a_whole_question_that_says_more_than_its_parts_is_listed_too():
    answers = QUESTIONS.read({"g_pee": "no", "g_poo": "no"}).with_answer("g_bladder", "yes")
    assert QUESTIONS.as_asked(("g_pee", "g_poo"), answers) == ("g_bladder", "g_pee", "g_poo")


def test_free_text_is_kept_as_typed_and_blank_text_is_no_answer():
    assert given(own_words="  It is  new\n<b>") == {"own_words": "  It is  new\n<b>"}
    assert given(own_words=" \n") == {}
    assert given(own_words="not_sure") == {"own_words": "not_sure"}


@pytest.mark.parametrize("raw", ["x" * 1001, 3, ["a"], "a\x00b", "\ud800"])
def test_text_that_is_too_long_or_cannot_be_kept_is_refused(raw):
    assert refused(own_words=raw)


def _spoiled(change):
    raw = copy.deepcopy(RAW)
    change(raw)
    with pytest.raises(DataFileError) as error:
        Questionnaire(raw)
    return str(error.value)


def _question(name, **values):
    def change(raw):
        (record,) = (q for q in raw["questions"] if q["id"] == name)
        record.update(values)

    return change


def _first_card_of_you(what, name):
    def change(raw):
        getattr(raw["steps"][1]["groups"][0]["questions"], what)(name)

    return change


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (_question("bone_spread", show_if={"q": "cancr", "is": "none"}), ["bone_spread", "cancr"]),
        (_question("bone_spread", show_if={"q": "cancer", "is": "lung"}), ["bone_spread", "lung"]),
        (_question("bone_spread", show_if={"d": "six1"}), ["bone_spread", "six1"]),
        (_question("cancer", show_if={"q": "fever", "is": "high"}), ["cancer", "earlier"]),
        (_question("cancer", show_if={"q": "cancer", "is": "none"}), ["cancer", "earlier"]),
        (_question("usual_pain", if_missing="newish"), ["usual_pain", "if_missing"]),
        (_question("severity", if_missing="0"), ["severity", "if_missing"]),
        (_question("fever", critcal=True), ["critcal"]),
        (_question("fever", critical="often"), ["critical"]),
        (_question("fever", type="choice"), ["type"]),
        (_question("fever", options={}), ["fever", "options"]),
        (_question("band", options={"yes": "Yes"}), ["band", "options"]),
        (_question("fever", section="s9"), ["fever", "s9"]),
        (_question("fever", id="feverish"), ["feverish"]),
        (_question("fever", id="cough"), ["twice"]),
        (lambda raw: raw["steps"][0].update(section="s9"), ["danger", "s9"]),
        (_first_card_of_you("append", "cancr"), ["cancr"]),
        (_first_card_of_you("remove", "cancer"), ["cancer"]),
        (_first_card_of_you("append", "cancer"), ["twice"]),
        (_question("g_pee", part_of="g_blader"), ["g_pee", "part_of"]),
        (_question("g_pee", part_of="fever"), ["g_pee", "part_of"]),
        (lambda raw: raw["steps"][2].update(show_if={"q": "cancr", "is": "x"}), ["cancr"]),
        (lambda raw: raw.update(required=["duration", "trnd"]), ["trnd"]),
        (lambda raw: raw.pop("adult_age"), ["adult_age"]),
        (lambda raw: raw.update(adult_aeg=18), ["adult_aeg"]),
    ],
)
def test_a_damaged_file_is_refused_and_the_message_names_the_file_and_the_word(change, words):
    message = _spoiled(change)
    assert [word for word in ["questions.yaml", *words] if word not in message] == [], message
