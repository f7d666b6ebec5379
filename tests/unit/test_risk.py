"""PLCOm2012 and its form without race: the right number for the right people, and none else."""

import csv
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backwatch import paths, risk, screening_person
from backwatch.screening_words import words

ORACLE = paths.ROOT / "tests" / "plco_oracle.csv"
ROWS = list(csv.DictReader(ORACLE.read_text(encoding="utf-8").splitlines()))
NUMBERS = ("age", "education", "bmi", "cigs_per_day", "duration_years", "quit_years")
YES_NO = ("copd", "cancer_hist", "family_hist_lung_cancer")
RISKS = {"plcom2012": "plcom2012_risk", "plcom2012norace": "plcom2012norace_risk"}
FEW = settings(max_examples=40, deadline=None)

# The person of the paper's Figure 1 with 80 cigarettes a day.
FIGURE = {
    "age": 62,
    "race": "white",
    "education": 4,
    "bmi": 27,
    "copd": False,
    "cancer_hist": False,
    "family_hist_lung_cancer": False,
    "smoking_status": "former",
    "cigs_per_day": 80,
    "duration_years": 27,
    "quit_years": 10,
}


def person(**changes):
    told = {**FIGURE, "symptoms": False, "lung_cancer": False, **changes}
    return screening_person.read(told)


def told_of(row):
    """A row of the oracle as the command line takes it."""
    told = {name: float(row[name]) for name in NUMBERS} | {n: int(row[n]) for n in YES_NO}
    return told | {"race": row["race"], "smoking_status": int(row["smoking_status"])}


def by_formula(model="plcom2012", **changes):
    values = {**FIGURE, **changes}
    values["current"] = values.pop("smoking_status") == "current"
    return risk.chance(model, **values)


@pytest.mark.parametrize("model", risk.MODELS)
def test_every_row_of_the_oracle_comes_out(model):
    assert len(ROWS) == 225
    for row in ROWS:
        found = risk.assess(person(**told_of(row)), model)
        assert found.risk == pytest.approx(float(row[RISKS[model]]), rel=1e-9, abs=0), row["id"]


def test_published_examples_come_out():
    assert by_formula() == pytest.approx(0.01750922, rel=1e-6)
    assert by_formula(cigs_per_day=10 / 0.4021541613) == pytest.approx(
        1 / (1 + math.exp(4.532506)), rel=1e-9
    )
    now = {"smoking_status": "current", "age": 65, "quit_years": 0}
    assert by_formula(**now, cigs_per_day=20, duration_years=15) == pytest.approx(0.0135, abs=5e-5)
    assert by_formula(**now, cigs_per_day=10, duration_years=30) == pytest.approx(0.0088, abs=5e-5)


# --- the seven traps of public programs


@pytest.mark.parametrize("race", ["american indian", "alaskan native"])
def test_american_indians_and_alaskan_natives_are_scored_like_white_people(race):
    assert by_formula(race=race) == by_formula(race="white")


@pytest.mark.parametrize("race", ["native hawaiian", "pacific islander"])
def test_native_hawaiians_and_pacific_islanders_are_scored_higher(race):
    odds = {r: (p := by_formula(race=r)) / (1 - p) for r in (race, "white")}
    assert math.log(odds[race] / odds["white"]) == pytest.approx(1.027152, rel=1e-9)


def test_smoking_now_weighs_a_quarter_and_not_a_fortieth():
    now, before = (by_formula(smoking_status=s, quit_years=0) for s in ("current", "former"))
    odds = now / (1 - now) / (before / (1 - before))
    assert math.log(odds) == pytest.approx(0.2597431, rel=1e-9)


def test_somebody_who_stopped_is_not_scored_as_smoking_now():
    before = risk.assess(person(smoking_status=0)).risk
    assert before == risk.assess(person(smoking_status="former")).risk == by_formula()
    assert risk.assess(person(smoking_status=1, quit_years=0)).risk == by_formula(
        smoking_status="current", quit_years=0
    )


def test_the_amount_counts_for_somebody_who_stopped():
    assert by_formula(cigs_per_day=40) > by_formula(cigs_per_day=10)


def test_years_of_school_are_not_taken_as_the_level_of_education():
    found = risk.assess(person(education=16))
    assert found.risk is None
    assert "level of education" in found.reason


def test_somebody_who_never_smoked_gets_no_number_and_is_told_why():
    told = {"smoking_status": "never", "cigs_per_day": 0, "duration_years": 0, "quit_years": 0}
    found = risk.assess(person(**told))
    assert (found.risk, found.per_1000, found.valid) == (None, None, False)
    assert found.reason == words().reasons["never"]


@pytest.mark.parametrize("name", ["cigs_per_day", "duration_years"])
def test_no_cigarettes_or_no_years_give_no_number(name):
    found = risk.assess(person(**{name: 0}))
    assert found.risk is None
    assert found.reason == words().reasons["zero"]


def test_somebody_who_stopped_this_year_is_not_taken_to_smoke_now():
    stopped = risk.assess(person(quit_years=0)).risk
    assert stopped == by_formula(quit_years=0)
    assert stopped < risk.assess(person(smoking_status="current", quit_years=0)).risk


def test_somebody_who_smokes_now_still_gets_the_term_for_years_since_stopping():
    told = {name: value for name, value in FIGURE.items() if name != "quit_years"}
    found = screening_person.read(
        {**told, "smoking_status": "current", "symptoms": False, "lung_cancer": False}
    )
    assert risk.assess(found).risk == by_formula(smoking_status="current", quit_years=0)


def test_a_race_that_is_not_listed_gives_no_number_and_never_a_wrong_one():
    found = risk.assess(person(race="martian"), "plcom2012")
    assert found.risk is None
    assert "race" in found.reason
    with pytest.raises(KeyError):
        by_formula(race="martian")


def test_the_number_is_not_rounded_before_it_is_compared():
    close = next(row for row in ROWS if row["group"] == "near_0.0151")
    found = risk.assess(person(**told_of(close)), "plcom2012")
    assert found.risk == pytest.approx(float(close["plcom2012_risk"]), rel=1e-9)
    assert found.risk != round(found.risk, 4)


# Source: risk_models, the same person at each intake.
@pytest.mark.parametrize(
    ("a_day", "percent"), [(1, 0.0), (2, 0.002), (3, 0.044), (4, 0.199), (4.9, None)]
)
def test_under_5_cigarettes_a_day_the_number_is_marked_as_not_reliable(a_day, percent):
    told = {"age": 70, "education": 2, "bmi": 25, "smoking_status": "current", "quit_years": 0}
    found = risk.assess(person(**told, duration_years=50, cigs_per_day=a_day))
    assert found.valid is False
    assert "not reliable under 5 cigarettes" in found.reason
    if percent is not None:
        assert 100 * found.risk == pytest.approx(percent, abs=5e-4)


def test_from_5_cigarettes_a_day_on_the_number_counts():
    told = {"age": 70, "education": 2, "bmi": 25, "smoking_status": "current", "quit_years": 0}
    found = risk.assess(person(**told, duration_years=50, cigs_per_day=5))
    assert (found.valid, found.reason) == (True, None)
    assert 100 * found.risk == pytest.approx(0.494, abs=5e-4)


# --- for whom the number counts


@pytest.mark.parametrize(
    ("age", "valid", "warned"),
    [
        *((49, False, True), (50, True, True), (54, True, True), (55, True, False)),
        *((74, True, False), (75, True, True), (80, True, True), (81, False, True)),
    ],
)
def test_age_decides_whether_the_number_counts_and_whether_a_warning_stands_beside(
    age, valid, warned
):
    found = risk.assess(person(age=age, duration_years=20))
    assert found.risk is not None
    assert found.valid is valid
    assert ("for people aged 50 to 80." in (found.reason or "")) is not valid
    assert ("made with people aged 55 to 74." in " ".join(found.warnings)) is warned


@pytest.mark.parametrize(("bmi", "valid"), [(14.9, False), (15, True), (60, True), (60.1, False)])
def test_body_mass_index_has_limits_too(bmi, valid):
    found = risk.assess(person(bmi=bmi))
    assert found.risk is not None
    assert found.valid is valid


def test_height_and_weight_stand_for_the_body_mass_index():
    told = {name: value for name, value in FIGURE.items() if name != "bmi"}
    found = screening_person.read(
        {**told, "height_cm": 200, "weight_kg": 108, "symptoms": False, "lung_cancer": False}
    )
    assert risk.assess(found).risk == by_formula(bmi=27)


@pytest.mark.parametrize(
    "changes",
    [
        {"age": 36.9},  # 27 years of smoking and 10 since: 37
        {"smoking_status": "current"},  # and 10 years since stopping
        {"age": -1},
        {"age": 200},
        {"quit_years": -1},
        {"education": 2.5},
        {"bmi": 0},
        {"daily_smoking_years": 28},
    ],
)
def test_what_cannot_be_gives_a_reason_in_words_and_no_number(changes):
    found = risk.assess(person(**changes))
    assert found.risk is None
    assert found.reason.startswith("Check this first: ")
    assert len(found.reason) > len("Check this first: ") + 10


def test_as_many_years_as_the_age_can_be():
    assert risk.assess(person(age=37)).risk is not None


# --- the gate


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"symptoms": True}, "symptoms"),
        ({"symptoms": None}, "symptoms_unknown"),
        ({"symptoms": "not_sure"}, "symptoms_unknown"),
        ({"lung_cancer": True}, "has_lung_cancer"),
        ({"symptoms": True, "lung_cancer": None}, "symptoms"),
    ],
)
def test_there_is_no_number_with_a_sign_an_open_sign_or_lung_cancer(changes, reason):
    found = risk.assess(person(**changes))
    assert (found.risk, found.per_1000, found.valid) == (None, None, False)
    assert found.reason == words().reasons[reason]


def test_a_number_does_not_count_while_lung_cancer_was_not_asked():
    found = risk.assess(person(lung_cancer=None, cancer_hist=True))
    assert found.valid is False
    assert found.missing == ("lung_cancer",)
    assert words().reasons["lung_cancer_unknown"] in found.reason


def test_somebody_who_never_had_any_cancer_never_had_lung_cancer():
    assert risk.assess(person(lung_cancer=None)).valid is True


@pytest.mark.parametrize("name", [n for n in FIGURE if n != "race"])
def test_a_missing_answer_is_named_and_never_guessed(name):
    found = risk.assess(person(**{name: None}))
    assert found.risk is None
    assert name in found.missing


def test_without_race_the_form_without_race_is_used_and_says_so():
    found = risk.assess(person(race=None))
    assert found.model == "plcom2012norace"
    assert words().warnings["no_race"] in found.warnings
    assert found.valid is True
    asked_for = risk.assess(person(race=None), "plcom2012")
    assert (asked_for.risk, asked_for.missing) == (None, ("race",))


# --- which way the number goes

SMOKED = {
    "age": st.integers(50, 80),
    "education": st.integers(1, 6),
    "bmi": st.floats(15, 60),
    "cigs_per_day": st.floats(1, 100),
    "duration_years": st.floats(1, 45),
    "quit_years": st.floats(0, 30),
    "copd": st.booleans(),
    "cancer_hist": st.booleans(),
    "family_hist_lung_cancer": st.booleans(),
}
STEP = {
    "age": (1, 1),
    "education": (1, -1),
    "bmi": (1, -1),
    "cigs_per_day": (1, 1),
    "duration_years": (1, 1),
    "quit_years": (1, -1),
}


@FEW
@given(
    values=st.fixed_dictionaries(SMOKED),
    name=st.sampled_from(sorted(STEP)),
    model=st.sampled_from(risk.MODELS),
)
def test_more_of_one_thing_moves_the_number_one_way(values, name, model):
    step, way = STEP[name]
    less = by_formula(model, **values)
    more = by_formula(model, **{**values, name: values[name] + step})
    assert (more - less) * way > 0 or less == more == 0


@FEW
@given(
    values=st.fixed_dictionaries(SMOKED),
    name=st.sampled_from(["copd", "cancer_hist", "family_hist_lung_cancer"]),
    model=st.sampled_from(risk.MODELS),
)
def test_each_illness_told_raises_the_number(values, name, model):
    no, yes = (by_formula(model, **{**values, name: told}) for told in (False, True))
    assert yes > no or no == yes == 0


# --- how it is told


@FEW
@given(st.floats(0, 1))
def test_both_sides_that_are_told_make_1000(found):
    told = risk.telling(found)
    assert told.ill + told.well == 1000
    assert risk.Risk("plcom2012", found, valid=True).per_1000 == told.ill


def test_the_words_are_those_that_were_agreed():
    assert risk.telling(0.0151).text == (
        "About 15 in 1,000 people like you are diagnosed with lung cancer in the next 6 years. "
        "About 985 are not."
    )
    assert risk.telling(0.017509).ill == 18
    assert risk.telling(0.0025).ill == 3
    assert risk.telling(0.0035).ill == 4


def test_a_very_small_number_is_never_told_as_0():
    text = risk.telling(0.0004).text
    assert "Fewer than 1 in 1,000" in text
    assert "About 0" not in text
