"""What to say on the phone: half a minute, in the person's own words, at every level."""

import random
import re
from functools import cache

import pytest

from backwatch import paths, phone, triage, yaml_files
from backwatch.questionnaire import Question, questionnaire
from backwatch.urgency import Urgency, levels
from tests.people_cases import assess as assessed
from tests.people_cases import cases, changed, person, random_answers

STRAIN = changed(person("strain"), {"age": 61})
ABOUT = {"age", "duration", "cancer", "bone_spread", "pain_after_tx"}
ILLNESSES = (
    *("clot", "stroke", "heart attack", "cauda", "compress", "calcium", "fracture", "broken"),
    *("aneurysm", "blocked vein", "sepsis", "metasta", "tumour", "tumor", "pneumonia"),
    *("arthritis", "shingles", "kidney", "spinal cord"),
)


def said(answers, **how):
    read = questionnaire().read(answers)
    return phone.script(read, triage.rule_book().assess(read), **how)


def level_of(answers):
    return assessed(answers).level


def sentences(text):
    return [one for one in re.split(r"(?<=[.?])”? +", text) if one]


@cache
def people():
    """Return 100 made-up adults, and each third of the written cases."""
    chance = random.Random(11)  # noqa: S311
    found = [random_answers(chance) for _ in range(100)]
    return [*found, *(case.answers for case in cases()[::3])]


@cache
def everybody_says(*, for_other=False):
    """Return what each of them says, (answers, words)."""
    return [(answers, said(answers, for_other=for_other)) for answers in people()]


# --- each level ---


def test_in_an_emergency_the_help_and_the_sign_come_first():
    words = said(changed(STRAIN, {"g_walk": "yes"}))
    assert words.startswith("I need help now. I newly find it hard to walk or balance.")
    assert "I also have back pain." in words


def test_for_today_the_person_asks_to_be_seen_today():
    answers = changed(STRAIN, {"blood_streaks": "past_week"})
    assert level_of(answers) is Urgency.SAME_DAY
    words = said(answers)
    assert "I coughed up some blood in the last 7 days." in words
    assert "It told me to be seen today." in words
    assert "I need help now" not in words


def test_within_days_the_person_asks_for_the_soonest_visit():
    answers = changed(STRAIN, {"general": ["weight_loss"]})
    assert level_of(answers) is Urgency.WITHIN_DAYS
    words = said(answers)
    assert "I have lost weight without trying." in words
    assert f"within {levels()[Urgency.WITHIN_DAYS].no_later_than_days} days" in words
    assert "soonest" in words


def test_a_normal_visit_is_asked_for_as_one():
    answers = changed(STRAIN, {"worse_with": ["cough"]})
    assert level_of(answers) is Urgency.ROUTINE
    words = said(answers)
    assert "A cough or sneeze makes the pain worse." in words
    assert f"within {levels()[Urgency.ROUTINE].no_later_than_days} days" in words


def test_somebody_told_to_stay_at_home_can_still_call():
    answers = changed(STRAIN, {"age": 30})
    assert level_of(answers) is Urgency.SELF_CARE
    words = said(answers)
    assert "care for it at home" in words
    assert "worried" in words
    assert "seen today" not in words


def test_somebody_under_18_asks_for_a_doctor():
    words = said({"age": 16})
    assert "I am 16." in words
    assert "only for adults" in words


def test_somebody_under_18_in_an_emergency_asks_for_help_now():
    words = said({"age": 16, "g_breath": "yes"})
    assert words.startswith("I need help now. It is very hard for me to breathe.")


# --- who calls, and about whom ---


@pytest.mark.parametrize(
    "change",
    [
        {"g_walk": "yes"},
        {"g_confused": "yes"},
        {"blood_streaks": "past_week"},
        {"general": ["weight_loss"], "tried": "no_help", "tried_weeks": "over4"},
        {"worse_with": ["cough"]},
        {"age": 30},
        {"age": 16},
        {"g_legs": "not_sure"},
    ],
)
def test_a_carer_speaks_of_somebody_else(change):
    words = said(changed(STRAIN, change), for_other=True)
    assert "I am calling for someone" in words
    for mine in (" my ", " I have ", " I had ", "I am 6", "I need", "Can you see me"):
        assert mine not in words, words


def test_a_carer_and_the_person_name_the_same_signs():
    answers = changed(STRAIN, {"g_saddle": "yes", "g_bladder": "yes"})
    assert "I am newly numb or tingly between my legs." in said(answers)
    assert "They are newly numb or tingly between the legs." in said(answers, for_other=True)


def test_cancer_is_named_first_of_all():
    answers = changed(person("past_cancer"), {"cancer": "lung_now", "g_legs": "yes"})
    assert said(answers).startswith("I need help now. I have lung cancer.")
    today = changed(person("past_cancer"), {"age": 61, "fever": "high"})
    assert "back pain. I have had cancer. I am 61." in said(today)


def test_cancer_in_the_bones_is_said_with_it():
    answers = changed(
        person("past_cancer"), {"cancer": "lung_now", "bone_spread": "yes", "g_legs": "yes"}
    )
    assert "I have lung cancer. It has spread to my bones." in said(answers)
    unsure = changed(answers, {"bone_spread": "not_sure"})
    assert "spread" not in said(unsure)


def test_cancer_is_said_before_the_check_has_asked_about_it():
    answers = {"g_legs": "yes"}
    assert "I have or had cancer." in said(answers, has_cancer=True)
    assert "They have or had cancer." in said(answers, has_cancer=True, for_other=True)
    assert "cancer" not in said(answers)


def test_the_answer_about_cancer_counts_more_than_how_the_person_came_in():
    assert "cancer" not in said(changed(STRAIN, {"g_legs": "yes"}), has_cancer=True)


# --- what is not known ---


def test_what_could_not_be_answered_is_said_where_that_gives_the_level():
    answers = changed(STRAIN, {"g_legs": "not_sure"})
    assert level_of(answers) is Urgency.SAME_DAY
    words = said(answers)
    assert "I could not answer this. Both legs newly weak, numb, heavy or tingly." in words
    assert "It told me to be seen today." in words


def test_nothing_answered_names_the_first_open_questions_and_says_there_are_more():
    words = said({})
    assert "I could not answer these." in words
    assert "Very hard to breathe." in words
    assert "There is more on my list." in words
    assert len(words.split()) <= 90


def test_a_sign_that_is_not_sure_is_never_said_as_if_it_was_there():
    words = said(changed(STRAIN, {"g_legs": "not_sure", "blood_streaks": "past_week"}))
    assert "both my legs are" not in words.lower()


def test_an_answer_that_was_left_blank_is_never_said():
    """Blank, the pain counts as new; the person did not say so."""
    answers = changed(person("past_cancer"), {"usual_pain": None, "age": None})
    assert "the pain is new" not in said(answers).lower()
    assert not re.search(r"I am [0-9]", said(answers))


def test_of_several_answers_the_one_that_the_rule_counts_comes_first():
    words = said(changed(STRAIN, {"other": ["jaundice", "rash"]}))
    assert words.index("yellow") < words.index("Also, I have a painful rash")


def test_not_sure_is_never_said_as_an_answer():
    answers = changed(
        STRAIN,
        {"severity": 9, "onset": "sudden", "smoking": "past", "move": "not_sure", "trend": "same"},
    )
    assert level_of(answers) is Urgency.SAME_DAY
    words = said(answers)
    assert "At its worst, the pain is 9 out of 10." in words
    [reason] = [r for r in assessed(answers).reasons if r.rule.id == "S10"]
    assert reason.answers["move"] == "not_sure"
    assert "move" not in dict(phone.signs(reason.rule, questionnaire().read(answers)))


def test_only_the_questions_that_weigh_are_named_as_open():
    words = said(changed(STRAIN, {"duration": None, "spread": "not_sure"}))
    assert "I could not answer this. How long." in words
    assert "Spreads" not in words


def test_an_old_answer_to_a_question_that_no_longer_applies_is_not_said():
    answers = changed(STRAIN, {"cancer": "none", "bone_spread": "yes", "g_legs": "yes"})
    assert "my bones" not in said(answers)


# --- the order, and how much ---


def test_what_a_person_feels_comes_before_their_risks():
    words = said(changed(STRAIN, {"smoking": "past", "cough": "over3w"}))
    assert words.index("I have had a cough") < words.index("I used to smoke")


def test_the_most_urgent_sign_comes_before_the_others():
    words = said(changed(STRAIN, {"band": "yes", "blood_streaks": "past_week"}))
    assert words.index("some blood") < words.index("Also, ")
    assert words.index("Also, the pain wraps around me") < words.index("no doctor has")


def test_a_small_thing_does_not_take_time_in_an_emergency():
    words = said(changed(STRAIN, {"g_legs": "yes", "worse_with": ["cough"]}))
    assert "sneeze" not in words


def test_at_most_four_signs_are_said_and_the_rest_is_on_the_list():
    book = questionnaire()
    danger = book.steps[0].all_questions
    words = said(changed(STRAIN, dict.fromkeys(danger, "yes"))).lower()
    assert [q for q in danger if book[q].say.lower() in words] == list(danger[:4])
    assert "there is more on my list." in words


def test_nothing_is_left_on_the_list_when_all_was_said():
    assert "more on my list" not in said(changed(STRAIN, {"g_legs": "yes"}))


# --- every one of many people ---


@pytest.mark.parametrize("for_other", [False, True])
def test_nobody_talks_longer_than_half_a_minute(for_other):
    for _, words in everybody_says(for_other=for_other):
        assert 20 <= len(words.split()) <= 90, words
        assert all(len(one.split()) <= 20 for one in sentences(words)), words


def test_everybody_says_that_no_doctor_has_checked_the_list_but_who_needs_help_now():
    seen = set()
    for answers, words in everybody_says():
        urgent = assessed(answers).is_emergency
        seen.add(urgent)
        assert (
            "I answered a list of questions on my computer; no doctor has checked it." in words
        ) is not urgent
    assert seen == {True, False}


def test_only_the_part_that_was_answered_yes_is_said():
    answers = {"g_pee": "no", "g_poo": "yes", "g_face": "no", "g_arm": "no"}
    words = phone.script(questionnaire().read(answers), assessed(answers))
    assert "I have new trouble with my bowels." in words
    assert "bladder" not in words


@pytest.mark.parametrize("for_other", [False, True])
def test_nobody_says_the_name_of_an_illness_that_they_did_not_tell_us(for_other):
    for answers, words in everybody_says(for_other=for_other):
        words = words.lower()
        for illness in ILLNESSES:
            assert illness not in words, words
        known = answers.get("cancer") not in (None, "none", "not_sure", "skip")
        if not known and answers.get("family_lung") != "yes":
            asked = questionnaire()["cancer"].label.lower()
            assert "cancer" not in words.replace(asked, ""), words


def test_every_rule_that_gives_the_level_leaves_something_to_say():
    """Age, cancer and how long the pain has lasted are said anyway."""
    book = triage.rule_book()
    for answers in people():
        read = questionnaire().read(answers)
        found = book.assess(read)
        for reason in found.reasons:
            if reason.rule not in (book.default, book.self_care):
                told = phone.signs(reason.rule, read)
                rest = {q for q, value in reason.answers.items() if value not in ("no", "not_sure")}
                assert told or rest <= ABOUT, (reason.rule.id, answers)


def test_each_sentence_begins_with_a_capital_and_nothing_is_left_to_fill_in():
    for _, words in everybody_says():
        for one in sentences(words):
            assert one[0].isupper() or one[0].isdigit(), one
            assert one[-1] in ".?"
            assert not re.search(r"[{}_]|None|\.\.|  ", one), one


def test_the_words_read_at_grade_8_or_lower():
    textstat = pytest.importorskip("textstat", reason="needs requirements-dev.txt")
    every = [words for _, words in everybody_says()[::10]]
    assert textstat.flesch_kincaid_grade(" ".join(every)) <= 8
    for words in every:
        assert textstat.flesch_kincaid_grade(words) <= 8, words


# --- the file ---


def test_each_spoken_form_belongs_to_an_answer_that_there_is():
    raw = yaml_files.read(paths.CONTENT / "phone.yaml")
    for name in (*raw["signs"], *raw["background"], *raw["about"]):
        question, _, option = name.partition(".")
        assert question in questionnaire().questions, name
        if option:
            assert option in questionnaire().options[question], name


def test_each_spoken_form_fits_into_a_sentence_and_is_short():
    raw = yaml_files.read(paths.CONTENT / "phone.yaml")
    for name, forms in {**raw["signs"], **raw["background"]}.items():
        for form in [forms] if isinstance(forms, str) else forms.values():
            assert len(form.split()) <= 14, name
            assert form[-1].isalnum(), name
            assert form[0].islower() or form.startswith("I "), name


def test_an_answer_without_a_spoken_form_is_said_by_its_label():
    question = Question(
        id="new_one",
        section="s5",
        type="multi",
        text="Do you have any of these?",
        label="New signs",
        options={"itch": "An itch at night", "none": "None of these"},
    )
    assert phone.spoken(question, "itch", for_other=False) == (
        "my answer was “New signs: An itch at night”"
    )
    assert phone.spoken(question, "itch", for_other=True) == (
        "the answer was “New signs: An itch at night”"
    )


def test_a_danger_sign_is_said_in_the_words_of_its_question():
    for name in questionnaire().steps[0].all_questions:
        question = questionnaire()[name]
        assert phone.spoken(question, "yes", for_other=False) == question.say
        other = phone.spoken(question, "yes", for_other=True)
        assert not re.search(r"\b(?:I|my|me)\b", other), other


def test_a_carer_never_says_a_new_danger_sign_as_their_own():
    question = Question(
        id="g_new",
        section="s1",
        type="yes_no_unsure",
        text="Is it there?",
        label="A new sign",
        say="I have a new sign",
    )
    assert phone.spoken(question, "yes", for_other=False) == "I have a new sign"
    assert phone.spoken(question, "yes", for_other=True) == "the answer was “A new sign”"
