"""What the articles tell people is what the rules would tell them."""

from collections.abc import Iterator

import pytest

from backwatch import articles, paths, yaml_files
from backwatch.article_blocks import Box, Compare, Heading, Listing, Paragraph, Picture, paragraphs
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
OTHER = LUNG | {"cancer": "other_past"}  # a past cancer outside the lung
TESTED = {"cancer": "being_tested", "usual_pain": "new"}
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


# --- the other articles, and the finer conditions ---

TODAY, SOON = Urgency.SAME_DAY, Urgency.WITHIN_DAYS
SAID = {  # words that a place in an article has when it tells of this level
    Urgency.EMERGENCY: ("emergency", "call now", "call for help now"),
    TODAY: ("today",),
    SOON: ("next few days", "next days", "within days"),
    Urgency.SELF_CARE: ("simple strain",),
}
WHOSE = {"calm": CALM, "lung": CALM | LUNG, "other": CALM | OTHER, "tested": CALM | TESTED}
FACTS = yaml_files.read(paths.ROOT / "tests" / "article_facts.yaml")["facts"]


def places(slug: str) -> Iterator[str]:
    """Each paragraph, item and row, with the title, heading, box and lead that it stands under."""
    one = articles.article(slug)
    assert one is not None
    heading = one.title
    for block in one.blocks:
        if isinstance(block, Heading):
            heading = block.text
        elif isinstance(block, Box | Compare | Picture):
            inner = block.blocks if isinstance(block, Box | Picture) else [block]
            for each in inner:
                yield from _in(each, f"{heading} | {block.title}")
        else:
            yield from _in(block, heading)


def _in(block, above: str) -> Iterator[str]:
    match block:
        case Listing(lead, items):
            yield from (f"{above} | {lead.text if lead else ''} | {one.text}" for one in items)
        case Paragraph(text, _):
            yield f"{above} | {text}"
        case _:
            yield from (f"{above} | {one.text}" for one in paragraphs([block]))


@pytest.mark.parametrize("fact", FACTS, ids=lambda one: f"{one['article']}: {one['words']}")
def test_an_article_gives_a_sign_the_level_that_the_rules_give_it(fact):
    level = Urgency.from_id(fact["level"])
    told = [place.lower() for place in places(fact["article"]) if fact["words"] in place]
    assert [place for place in told if any(word in place for word in SAID[level])], told
    answers = questionnaire().read(WHOSE[fact["of"]] | fact["answers"])
    assert rule_book().assess(answers).level is level


def test_without_the_second_half_of_a_pair_a_sign_is_less_urgent():
    for answers, level in (
        ({"breathless": "effort"}, Urgency.ROUTINE),
        ({"severity": 7, "constant": "yes", "rest": "no_help"}, SOON),
        ({"age": 40, "smoking": "past", "cough": "up2w"}, Urgency.SELF_CARE),
        (OTHER | {"severity": 7}, SOON),
        (TESTED | {"head": ["headache"]}, SOON),
    ):
        assert rule_book().assess(questionnaire().read(CALM | answers)).level is level, answers


@pytest.mark.parametrize("feel", ["sharp", "dull", "muscle", "one_spot"])
def test_what_pain_feels_like_changes_no_level(feel):
    for answers in ({}, OTHER, LUNG | {"cancer": "lung_now"}):
        plain = rule_book().assess(questionnaire().read(CALM | answers)).level
        told = rule_book().assess(questionnaire().read(CALM | answers | {"feel": [feel]})).level
        assert told is plain
