"""What the five articles ask of the check, row by row: each is asked, explained, and tested.

tests/rows.yaml says which row is which, and names the test here that shows it.
"""

import pytest

from backwatch import journeys, remarks, smoking, urgency
from backwatch.questionnaire import questionnaire
from tests.people_cases import assess, changed, level, person

BOOK = questionnaire()
STRAIN = person("strain")
ORDER = [u.id for u in urgency.Urgency]
LUNG = {"cancer": "lung_now"}


def strain(**change):
    return changed(STRAIN, change)


def asked(**change):
    """Return the questions that the screens ask this person."""
    answers = BOOK.read(strain(**change))
    return {q for step in BOOK.steps for q in BOOK.step_questions(step, answers)}


def options(question):
    return set(BOOK[question].options)


def reason(rule, **change):
    """Return the reason of one rule for this person; the rule has to hold."""
    (found,) = (r for r in assess(strain(**change)).reasons if r.rule.id == rule)
    return found


def at_least(wanted, **change):
    return ORDER.index(level(strain(**change))) >= ORDER.index(wanted)


def note(id, **change):
    kinds = ("note", "conflict", "differ")
    answers = BOOK.read(strain(**change))
    (found,) = (r for kind in kinds for r in remarks.remarks(kind, answers) if r.id == id)
    return found


# --- article 000


def test_everybody_is_asked_whether_they_were_told_of_a_cancer_and_may_keep_it_to_themselves():
    assert {"lung_now", "lung_past", "being_tested", "none", "skip"} <= options("cancer")
    kept = assess(strain(cancer="skip"))
    assert kept.level > assess(STRAIN).level
    assert {"DC1", "SC7"} <= {each.rule.id for each in kept.open}
    words = {journeys.journey(BOOK.read({"cancer": c})) for c in options("cancer")}
    assert words == {"worried", "cancer", "tested", "unknown"}


@pytest.mark.parametrize("onset", ["gradual", "after_lift", "minor_fall"])
def test_lung_cancer_with_new_pain_is_told_to_call_today_whatever_set_it_off(onset):
    for usual in ("new", "changed"):
        assert at_least("same_day", **LUNG, usual_pain=usual, onset=onset)


@pytest.mark.parametrize(
    "sign", [{"cough": "over3w"}, {"breathless": "effort"}, {"blood_streaks": "older"}]
)
def test_back_pain_with_a_lung_sign_is_sent_to_a_doctor_and_the_sign_has_a_sourced_reason(sign):
    found = assess(strain(**sign))
    assert found.level >= urgency.Urgency.ROUTINE
    named = [r for r in found.reasons if set(sign) & set(r.answers)]
    assert named
    assert all(r.rule.sources for r in named)


def test_a_weak_arm_and_weak_legs_are_two_items_before_all_else():
    first = BOOK.steps[0].all_questions
    assert {"g_arm", "g_legs"} <= set(first)
    for sign in ("g_arm", "g_legs"):
        assert assess({sign: "yes"}).is_emergency


def test_new_numbness_is_asked_first_in_the_legs_and_with_cancer_in_any_limb():
    assert {"g_legs", "g_saddle"} <= set(BOOK.steps[0].all_questions)
    (early,) = (s for s in BOOK.steps if s.id == "nerves_first")
    assert "nerve_limb" in BOOK.step_questions(early, BOOK.read(LUNG))
    assert level(strain(**LUNG, nerve_limb="numb_one")) == "emergency"
    assert {"arm", "leg", "back", "neck", "elsewhere"} == options("numb_where")


def test_trouble_with_pee_and_with_poo_are_two_items_before_all_else():
    assert {"g_pee", "g_poo"} <= set(BOOK.steps[0].all_questions)
    for sign in ("g_pee", "g_poo"):
        assert assess({sign: "yes"}).is_emergency


def test_pain_that_suddenly_got_worse_is_an_emergency_with_cancer_and_urgent_without():
    assert level(strain(**LUNG, trend="sudden_jump")) == "emergency"
    assert level(strain(**LUNG, onset="sudden", severity=8)) == "emergency"
    assert level(strain(trend="sudden_jump")) == "within_days"


def test_the_emergency_words_say_call_now_why_and_what_to_do_meanwhile():
    words = urgency.levels()[urgency.Urgency.EMERGENCY]
    assert "{emergency}" in words.action
    assert any("lie still" in line for line in words.also)
    assert "Fast treatment" in reason("E05", g_saddle="yes").rule.why
    assert all(BOOK[q].say for q in BOOK.steps[0].all_questions)


@pytest.mark.parametrize("place", ["neck", "upper", "middle", "lower"])
def test_no_place_of_the_pain_lowers_the_level(place):
    assert place in options("location")
    for change in ({}, {"general": ["weight_loss"]}, LUNG):
        assert at_least(level(strain(**change)), **change, location=["lower", place])


def test_pain_can_be_said_to_spread_to_arms_buttocks_and_legs():
    assert {"arm", "buttocks", "one_leg", "both_legs"} <= options("spread")


def test_a_newly_stiff_back_or_neck_is_asked_and_shown_beside_numbness_or_weakness():
    assert "stiff_new" in asked()
    for rule in ("E07", "E14", "EC1", "S03"):
        change = {"g_legs": "yes", "nerve_limb": "weak_one", "nerve_worse": "yes", **LUNG}
        assert "stiff_new" in reason(rule, **change).rule.beside


def test_headache_with_weakness_and_cancer_has_its_own_reason():
    found = reason("EC4", **LUNG, head=["headache"], nerve_limb="weak_one")
    assert "lining" in found.rule.why
    assert {"head", "nerve_limb"} <= set(found.answers)


def test_five_signs_of_high_calcium_are_items_and_two_of_them_with_cancer_mean_today():
    assert {"sick", "vomit", "thirst"} <= options("body")
    assert "tired" in options("general")
    assert "headache" in options("head")
    found = {r.rule.id for r in assess(strain(**LUNG, body=["thirst", "vomit"])).reasons}
    assert "SC3" in found
    assert "calcium" in note("N08", **LUNG, body=["thirst", "vomit"]).ask


def test_pain_is_scored_from_0_to_10_and_its_change_over_time_is_asked():
    assert (BOOK["severity"].min, BOOK["severity"].max) == (0, 10)
    assert {"worse_slow", "sudden_jump", "same", "better"} <= options("trend")
    assert "just begun" in BOOK["duration"].options["d0_2"]


# --- article 001


def test_every_common_lung_sign_of_the_articles_can_be_said():
    assert {"cough", "blood_streaks", "chest_pain", "breathless"} <= asked()
    assert {"hoarse", "chest_inf", "phlegm"} <= options("lung_other")
    assert {"weight_loss", "tired"} <= options("general")


def test_every_sign_of_spread_of_the_articles_can_be_said():
    assert "hips_bones" in options("location")
    assert {"g_legs", "g_walk"} <= asked()
    assert "dizzy" in options("head")
    assert "jaundice" in options("other")
    assert "gland" in BOOK["lung_other"].options["neck_lump"]


def test_signs_can_be_marked_as_new_lasting_or_worse_and_each_is_a_reason_for_a_visit():
    assert options("signs_course") == {"new", "lasting", "worse"}
    assert "signs_course" not in asked()
    for sign in ({"cough": "over3w"}, {"lung_other": ["phlegm"]}, {"head": ["dizzy"]}):
        assert "signs_course" in asked(**sign)
        assert at_least("routine", **sign)
    assert "reason to tell a doctor" in BOOK["signs_course"].help


def test_the_side_is_asked_and_shown_with_cancer_only():
    assert options("side") == {"left", "right", "both", "middle"}
    assert "side" in reason("DC1", cancer="lung_past").rule.beside
    assert level(strain(side="both")) == level(STRAIN)


def test_no_way_that_pain_can_feel_lowers_the_level():
    assert {"ache", "sharp", "muscle"} <= options("feel")
    for feel in options("feel"):
        for change in ({}, {"general": ["weight_loss"]}, LUNG):
            assert level(strain(**change, feel=[feel])) == level(strain(**change))


def test_back_pain_alone_gets_the_lowest_level_with_a_list_and_a_date_and_no_promise():
    assert level(STRAIN) == "self_care"
    words = urgency.levels()[urgency.Urgency.SELF_CARE]
    assert words.also
    assert words.recheck_days > 0
    assert "safe" not in " ".join([words.title, words.action, *words.also]).lower()


def test_smoking_is_asked_in_cigarettes_and_years_and_pack_years_are_worked_out():
    assert {"cigs_a_day", "years_smoked", "smoke_near"} <= asked(smoking="now")
    assert "quit_years" in asked(smoking="past")
    answers = BOOK.read(strain(smoking="now", cigs_a_day=20, years_smoked=30))
    assert smoking.pack_years(answers).value == 30
    assert "1 pack" in smoking.pack_years(answers).worked_out
    assert "stop" in note("N03", smoking="now").title


def test_the_us_screening_rule_is_told_only_without_signs_and_with_the_other_rule_beside_it():
    text = note("N02", smoking="past", age=60).text
    assert "US" in text
    assert "American Cancer Society" in text
    assert "looks at the sign first" in note("N01", smoking="past", cough="over3w").text


# --- article 002


def test_no_help_from_rest_and_from_treatment_are_two_questions_and_both_are_reasons():
    assert {"rest", "tried", "tried_weeks"} <= asked(tried="no_help")
    change = {"rest": "no_help", "tried": "no_help", "tried_weeks": "w2_4"}
    answers = {q for r in assess(strain(**change)).reasons for q in r.answers}
    assert {"rest", "tried"} <= answers


def test_how_long_whether_all_the_time_and_whether_worse_are_three_questions():
    assert {"duration", "constant", "trend"} <= asked()


def test_what_makes_it_worse_and_where_it_spreads_have_the_answers_of_the_articles():
    assert {"breath", "cough"} <= options("worse_with")
    assert "laugh" in BOOK["worse_with"].options["breath"]
    assert {"chest", "arm", "shoulder"} <= options("spread")


def test_wheezing_is_a_sign_and_blood_counts_when_it_is_spat_out():
    assert "wheeze" in options("lung_other")
    assert "spat" in BOOK["blood_streaks"].help


def test_weight_loss_is_asked_with_amount_and_time_and_appetite_and_tiredness_beside_it():
    assert {"weight_amount", "weight_time"} <= asked(general=["weight_loss"])
    assert "weight_amount" not in asked()
    assert {"appetite", "tired"} <= options("general")
    assert "weight_amount" in reason("D04", general=["weight_loss"]).rule.beside


def test_every_nerve_sign_of_the_articles_is_asked():
    assert {"nerve_limb", "g_legs", "g_walk", "g_pee", "g_poo"} <= asked()
    assert {"numb_one", "weak_one"} <= options("nerve_limb")


def test_every_bone_sign_of_the_articles_can_be_said_and_counts():
    assert {"bone_pain", "bone_swell"} <= options("other")
    assert "many" in options("location")
    assert "tender" in asked()
    assert at_least("within_days", other=["bone_swell"])
    assert at_least("routine", location=["many"])


def test_every_risk_of_the_articles_is_asked():
    wanted = {"smoking", "radon", "asbestos", "chemicals", "family_lung", "age"}
    assert wanted <= asked()
    assert "chemicals_words" in asked(chemicals="yes")
    assert BOOK["chemicals_words"].type == "text"


def test_shoulder_and_arm_pain_for_weeks_has_a_calm_reason_that_names_the_top_of_the_lung():
    change = {"location": ["shoulder", "upper"], "spread": ["arm"], "duration": "w2_3"}
    why = reason("D12", **change, smoking="past", age=50).rule.why
    assert "top of the lung" in why
    assert "So can many other things" in why


def test_past_treatment_can_be_said_is_told_as_a_cause_and_lowers_nothing():
    assert {"other", "past"} <= options("treatment")
    for treatment in options("treatment") - {"none"}:
        change = {"cancer": "lung_past", "treatment": [treatment]}
        assert at_least(level(strain(cancer="lung_past", treatment=["none"])), **change)
    assert "afterward" in note("N04", **LUNG, treatment=["past"]).text


def test_lung_cancer_in_the_family_makes_lasting_pain_a_visit_and_says_not_to_put_it_aside():
    assert level(strain(duration="w2_3")) == "self_care"
    assert level(strain(duration="w2_3", family_lung="yes")) == "routine"
    assert "do not put these signs aside" in note("N05", family_lung="yes").text


# --- article 003


def test_all_ten_signs_of_the_article_can_be_said():
    assert {"hoarse", "wheeze", "chest_inf", "long_inf"} <= options("lung_other")
    assert {"cough", "breathless", "chest_pain", "blood_streaks", "face_swell"} <= asked()
    assert "headache" in options("head")
    assert {"tired", "appetite", "weight_loss"} <= options("general")
    assert "breath" in options("worse_with")


def test_a_cough_of_more_than_two_weeks_is_lasting_and_the_page_says_that_the_nhs_has_three():
    smoker = {"age": 50, "smoking": "past"}
    assert level(strain(**smoker, cough="w2_3")) == "within_days"
    assert level(strain(**smoker, cough="up2w")) == "self_care"
    assert "NHS 3 weeks" in BOOK["cough"].help
    assert "NHS" in note("V04", cough="w2_3").text


@pytest.mark.parametrize("sign", ["hoarse", "wheeze", "chest_inf", "long_inf"])
def test_sudden_constant_pain_with_a_lung_sign_means_a_doctor_today(sign):
    change = {"onset": "sudden", "constant": "yes", "lung_other": [sign]}
    assert reason("S09", **change).rule.level == "same_day"


def test_having_no_cough_never_lowers_the_level():
    for change in ({}, {"general": ["weight_loss"]}, LUNG, {"lung_other": ["hoarse"]}):
        for cough in options("cough"):
            assert at_least(level(strain(**change, cough="none")), **change, cough=cough)


def test_somebody_with_lung_cancer_can_say_its_type_and_where_they_are_with_treatment():
    assert {"phase", "cancer_type"} <= asked(**LUNG)
    assert {"phase", "cancer_type"} & asked() == set()
    assert options("phase") == {"before", "during", "after"}


# --- article 004


def test_night_pain_is_asked_as_waking_how_often_worse_than_by_day_and_sleep():
    assert {"night", "night_worse", "sleep_trouble"} <= asked()
    assert "in a week" in BOOK["night"].options["most_nights"]


def test_lying_down_rest_position_and_moving_are_asked_and_moving_lowers_nothing():
    assert "lying" in options("worse_with")
    assert {"rest", "move"} <= asked()
    for change in ({"general": ["weight_loss"]}, LUNG, {"trend": "worse_slow"}):
        assert at_least(level(strain(**change, move="no")), **change, move="yes")


def test_the_map_of_the_back_has_the_middle_and_the_shoulder_blades():
    assert "between the shoulder blades" in BOOK["location"].options["upper"]
    assert "middle" in options("location")
    assert at_least("within_days", location=["upper"], rest="no_help")


def test_the_ways_it_feels_of_the_article_can_be_said():
    wanted = {"deep", "dull", "bone", "inside", "band", "hard_to_place", "one_spot"}
    assert wanted <= options("feel")
    assert {"chest", "shoulder"} <= options("spread")
    assert "band" in asked()


def test_what_set_it_off_is_asked_with_nothing_as_an_answer():
    assert options("trigger") == {"muscle", "lift", "move", "injury", "arthritis", "nothing"}
    assert {"gradual", "after_lift", "minor_fall"} <= options("onset")
    assert "constant" in asked()


def test_each_treatment_that_was_tried_has_its_own_result_and_no_help_is_no_proof():
    assert {"pills", "nsaid", "relax", "physio"} <= options("tried_what")
    found = asked(tried="no_help", tried_what=["relax", "physio"])
    assert {"res_relax", "res_physio"} <= found
    assert "res_pills" not in found
    why = reason("R01", tried="no_help", tried_weeks="w2_4").rule.why
    assert "does not prove anything" in why


def test_how_much_it_limits_the_day_and_the_sleep_is_asked():
    assert {"limits", "sleep_trouble"} <= asked()


@pytest.mark.parametrize(
    ("change", "rule", "wanted"),
    [
        ({"night": "most_nights", "general": ["weight_loss"]}, "D05", "within_days"),
        ({"night": "most_nights", "cough": "over3w"}, "D05", "within_days"),
        ({"night": "most_nights", "breathless": "effort"}, "D05", "within_days"),
        ({"blood_streaks": "past_week"}, "S01", "same_day"),
        ({"breathless": "effort", "rest": "no_help"}, "D16", "within_days"),
        ({"general": ["sweats"]}, "D13", "within_days"),
        ({"general": ["weight_loss"]}, "D04", "within_days"),
        ({"general": ["tired"]}, "R02", "routine"),
    ],
)
def test_signs_that_the_article_joins_have_a_rule_with_its_own_reason(change, rule, wanted):
    assert reason(rule, **change).rule.why
    assert at_least(wanted, **change)


def test_more_signs_and_more_risk_raise_the_level_in_steps_and_young_age_lowers_nothing():
    never = {"age": 45, "smoking": "never"}
    assert level(strain(**never)) == "self_care"
    assert level(strain(**never, general=["tired"])) == "routine"
    assert level(strain(**never, general=["tired", "appetite"])) == "within_days"
    assert level(strain(age=45, smoking="past", general=["tired"])) == "within_days"
    young = {"age": 22, "general": ["weight_loss"]}
    assert level(strain(**young)) == "within_days"
    assert "too young" in note("N07", age=22, general=["tired"]).text


def test_pain_that_feels_unlike_any_other_is_enough_for_a_visit_and_worry_can_be_told():
    assert level(strain(other=["different"])) == "routine"
    assert {"worry", "own_words"} <= asked()
    assert level(strain(worry=10)) == level(STRAIN)


def test_tingling_legs_and_lost_control_are_emergencies_with_or_without_cancer():
    assert "tingly" in BOOK["g_legs"].text
    for cancer in ("none", "lung_now"):
        for sign in ("g_legs", "g_pee", "g_poo"):
            assert level(strain(cancer=cancer, **{sign: "yes"})) == "emergency"


def test_every_result_says_that_most_back_pain_is_not_cancer_and_that_only_a_check_can_tell():
    words = journeys.words(BOOK.read(STRAIN))
    said = " ".join([words.short, *words.more])
    for part in ("Most back pain is not cancer", "Many other illnesses", "Only a check"):
        assert part in said
    assert "time counts" in said
    assert words.sources


# --- across the articles


def test_the_safety_signs_that_no_article_has_are_asked_with_a_source_of_their_own():
    signs = {
        "E05": {"g_saddle": "yes"},
        "E11": {"g_accident": "yes"},
        "E02": {"g_chest": "yes"},
        "S02": {"fever": "high"},
        "DC1": {"cancer": "other_past"},
        "D08": {"worse_with": ["cough"], "location": ["middle"]},
        "SC3": {**LUNG, "body": ["constip", "thirst"]},
        "E10": {"g_confused": "yes"},
        "EC4": {**LUNG, "head": ["headache", "vision"]},
        "D11": {"lung_other": ["clubbing"]},
        "E13": {"face_swell": "yes", "breathless": "effort"},
    }
    for rule, change in signs.items():
        sources = reason(rule, **change).rule.sources
        assert any(not source.startswith("seed") for source in sources), rule
