"""What the article on getting help tells people is what the rules would tell them."""

import pytest

from backwatch.questionnaire import questionnaire
from backwatch.triage import rule_book
from backwatch.urgency import Urgency, levels

CALM = {
    **dict.fromkeys(questionnaire().danger_signs, "no"),
    "age": 35, "cancer": "none", "smoking": "never", "asbestos": "no", "family_lung": "no",
    "bone_risk": "no", "infection_risk": "no", "location": ["lower"], "duration": "d3_13",
    "onset": "after_lift", "trend": "same", "severity": 4, "constant": "no", "rest": "helps",
    "move": "yes", "night": "none", "worse_with": ["none"], "band": "no", "spread": ["none"],
    "nerve_limb": "none", "tender": "no", "back_change": "no", "tried": "none", "cough": "none",
    "blood_streaks": "none", "breathless": "none", "chest_pain": "no", "lung_other": ["none"],
    "face_swell": "no", "calf": "no", "general": ["none"], "fever": "none", "body": ["none"],
    "head": ["none"], "other": ["none"],
}  # fmt: skip
LUNG = {
    "cancer": "lung_past", "bone_spread": "no", "treatment": ["none"], "usual_pain": "new",
    "med_control": "na",
}  # fmt: skip
EXAMPLES = {
    "Get emergency help now": [
        {"breathless": "sudden", "location": ["upper"]},
        {"breathless": "sudden", "chest_pain": "yes"},
        LUNG | {"breathless": "sudden"},
        {"calf": "yes", "breathless": "effort"},
        {"calf": "yes", "chest_pain": "yes"},
        {"blood_streaks": "past_week", "breathless": "sudden"},
        {"blood_streaks": "past_week", "location": ["upper"]},
        {"face_swell": "yes", "breathless": "effort"},
        {"nerve_limb": "weak_one", "nerve_worse": "yes"},
        {"nerve_limb": "weak_one", "nerve_worse": "no", "fever": "high"},
        LUNG | {"nerve_limb": "numb_one", "nerve_worse": "no"},
        {"cancer": "being_tested", "usual_pain": "new", "nerve_limb": "numb_one"},
        LUNG | {"trend": "sudden_jump"},
        LUNG | {"onset": "sudden", "severity": 8},
        LUNG | {"cancer": "lung_now", "band": "yes", "trend": "worse_slow"},
        LUNG | {"head": ["headache"], "body": ["sick"]},
        LUNG | {"head": ["headache", "vision"]},
        LUNG | {"fever": "high", "treatment": ["chemo"]},
    ],
    "Get medical help today": [
        LUNG | {"cancer": "lung_now"},
        LUNG | {"cancer": "other_past", "bone_spread": "yes"},
        LUNG | {"cancer": "other_past", "location": ["upper"]},
        LUNG | {"cancer": "other_past", "trend": "worse_slow"},
        LUNG | {"cancer": "other_past", "night": "no_sleep"},
        LUNG | {"cancer": "other_past", "worse_with": ["strain"]},
        LUNG | {"cancer": "other_past", "band": "yes"},
        LUNG | {"cancer": "other_past", "spread": ["one_leg"]},
        LUNG | {"cancer": "other_past", "head": ["headache"]},
        LUNG | {"cancer": "lung_now", "cough": "under3w", "usual_pain": "same_known"},
        LUNG | {"cancer": "other_past", "breathless": "effort"},
        LUNG | {"cancer": "other_past", "body": ["thirst", "sick"]},
        LUNG | {"cancer": "other_past", "med_control": "no"},
        {"blood_streaks": "past_week"},
        {"fever": "high"},
        {"nerve_limb": "weak_one", "nerve_worse": "no"},
        {"nerve_limb": "numb_one", "nerve_worse": "yes"},
        {"face_swell": "yes"},
        {"calf": "yes"},
        {"breathless": "sudden"},
        {"chest_pain": "yes"},
        {"onset": "sudden", "constant": "yes", "cough": "over3w"},
        {"severity": 9, "constant": "yes", "rest": "no_help"},
        {"severity": 8, "bone_risk": "yes", "onset": "minor_fall"},
        {"body": ["thirst", "constip"], "head": ["headache"]},
        {"other": ["jaundice"]},
        {"other": ["droopy"]},
    ],
    "Ask for an urgent visit in the next few days": [
        LUNG | {"cancer": "other_past"},
        {"age": 40, "smoking": "past", "cough": "over3w"},
        {"age": 40, "cough": "over3w", "general": ["tired"]},
        {"asbestos": "yes", "general": ["appetite"]},
        {"lung_other": ["hoarse"]},
        {"lung_other": ["chest_inf"]},
        {"lung_other": ["clubbing"]},
        {"lung_other": ["neck_lump"]},
        {"general": ["weight_loss"]},
        {"general": ["sweats"]},
        {"rest": "no_help", "night": "most_nights"},
        {"rest": "no_help", "constant": "yes"},
        {"location": ["upper"], "duration": "w2_3"},
        {"location": ["middle"], "worse_with": ["breath"]},
        {"trend": "worse_slow", "duration": "w4_12"},
        {"age": 50, "duration": "w4_12"},
        {"nerve_limb": "numb_one", "nerve_worse": "no"},
        {"back_change": "yes"},
        {"night": "most_nights", "cough": "over3w"},
    ],
    "Book a normal visit": [{"duration": "w4_12"}],
}


@pytest.mark.parametrize(
    ("heading", "example"), [(title, one) for title, several in EXAMPLES.items() for one in several]
)
def test_a_sign_stands_under_the_level_that_the_rules_give_it(heading, example):
    answers = questionnaire().read(CALM | example)
    level = rule_book().assess(answers).level
    assert level is not None
    assert levels()[level].title == heading


@pytest.mark.parametrize("sign", questionnaire().danger_signs)
def test_each_danger_sign_of_the_article_is_an_emergency_in_the_rules(sign):
    level = rule_book().assess(questionnaire().read(CALM | {sign: "yes"})).level
    assert level is Urgency.EMERGENCY
