"""Lung screening: who may ask where, on both sides of every limit, and never with a sign."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backwatch import paths, risk, screening, screening_person, screening_rules, yaml_files
from backwatch.screening_words import words

BOOK = screening_rules.book()
IDS = [each.programme.id for each in BOOK.programmes]
FEW = settings(max_examples=60, deadline=None)

# Fits every programme: PLCOm2012 is well over each limit, and there are 50 pack-years.
FITS = {
    "age": 60,
    "race": "white",
    "education": 1,
    "bmi": 22,
    "copd": True,
    "cancer_hist": False,
    "family_hist_lung_cancer": True,
    "smoking_status": "current",
    "cigs_per_day": 25,
    "duration_years": 40,
    "quit_years": 0,
    "daily_smoking_years": 40,
    "symptoms": False,
    "lung_cancer": False,
}
STOPPED = {"smoking_status": "former", "duration_years": 30, "daily_smoking_years": 30}


def person(**changes):
    return screening_person.read({**FITS, **changes})


def verdict(programme, **changes):
    found = screening.assess(person(**changes)).programmes
    return next(each for each in found if each.programme.id == programme)


def eligible(programme, **changes):
    return verdict(programme, **changes).eligible


def pack_years(number):
    """Somebody with so many pack-years, at 10 a day."""
    return {"cigs_per_day": None, "duration_years": None, "pack_years": number} | {
        "daily_smoking_years": None
    }


def with_risk(monkeypatch, value):
    found = risk.Risk("plcom2012", value, valid=True)
    monkeypatch.setattr(risk, "assess", lambda *_: found)


@pytest.mark.parametrize("programme", IDS)
def test_somebody_who_fits_everywhere_fits(programme):
    found = verdict(programme)
    assert found.eligible is True
    assert (found.missing, found.at_limit) == ((), ())
    assert found.why.startswith("This fits")


# The youngest and the oldest age that fits; None: no upper age.
AGES = {
    "uspstf-2021": (50, 80),
    "cms-2022": (50, 77),
    "acs-2023": (50, 80),
    "nccn-2026": (50, None),
    "england-2022": (55, 74),
    "ontario-olsp": (55, 80),
    "british-columbia": (55, 74),
    "australia-2025": (50, 70),
    "germany-2026": (50, 75),
    "croatia-2020": (50, 75),
    "czechia-2022": (55, 74),
    "poland-wwrp": (50, 74),  # 50 to 54 with one more risk, which COPD is
}


def test_every_programme_has_cases_for_its_ages():
    assert set(AGES) == set(IDS)


@pytest.mark.parametrize("programme", AGES)
def test_age_fits_at_its_limits_and_not_a_year_outside(programme):
    youngest, oldest = AGES[programme]
    # 35 years of smoking leave room for every age here.
    told = {"duration_years": 35, "daily_smoking_years": 35, "cigs_per_day": 30}
    assert eligible(programme, age=youngest - 1, **told) is False
    assert eligible(programme, age=youngest, **told) is True
    assert eligible(programme, age=oldest or 95, **told) is True
    if oldest:
        assert eligible(programme, age=oldest + 0.99, **told) is True  # full years count
        assert eligible(programme, age=oldest + 1, **told) is False
    assert eligible(programme, age=None, **told) is None
    assert "age" in verdict(programme, age=None, **told).missing


PACK_YEARS = {
    "uspstf-2021": 20,
    "cms-2022": 20,
    "acs-2023": 20,
    "australia-2025": 30,
    "croatia-2020": 30,
    "czechia-2022": 20,
    "poland-wwrp": 20,
}


@pytest.mark.parametrize("programme", PACK_YEARS)
def test_pack_years_fit_from_the_limit_on(programme):
    limit = PACK_YEARS[programme]
    assert eligible(programme, **pack_years(limit - 0.1)) is False
    assert eligible(programme, **pack_years(limit)) is True
    assert eligible(programme, cigs_per_day=20, duration_years=limit, daily_smoking_years=1) is True
    found = verdict(programme, **pack_years(None))
    assert found.eligible is None
    assert found.missing == ("cigs_per_day", "duration_years")


def test_packs_and_years_that_make_a_limit_do_not_fall_short_by_a_hair():
    for a_day, years in ((17, 400 / 17), (11, 400 / 11), (13, 400 / 13), (30, 400 / 30)):
        told = {"cigs_per_day": a_day, "duration_years": years, "daily_smoking_years": 1}
        assert eligible("uspstf-2021", **told) is True, a_day
    assert eligible("uspstf-2021", **pack_years(19.999999999999996)) is True


# years since stopping that fit, that do not, and that stand on the line
STOPPED_FOR = [
    ("uspstf-2021", 15, True),
    ("uspstf-2021", 15.1, False),
    ("cms-2022", 15, True),
    ("cms-2022", 15.1, False),
    ("acs-2023", 30, True),
    ("nccn-2026", 30, True),
    ("england-2022", 30, True),
    ("ontario-olsp", 30, True),
    ("czechia-2022", 30, True),
    ("australia-2025", 10, True),
    ("australia-2025", 10.1, False),
    ("germany-2026", 9.9, True),
    ("germany-2026", 10, False),
    ("croatia-2020", 15, True),
    ("croatia-2020", 15.1, False),
    ("poland-wwrp", 15, True),
    ("poland-wwrp", 15.1, False),
]


@pytest.mark.parametrize(("programme", "years", "fits"), STOPPED_FOR)
def test_years_since_stopping_fit_up_to_the_limit(programme, years, fits):
    assert eligible(programme, **STOPPED, quit_years=years) is fits


@pytest.mark.parametrize(
    ("programme", "years"),
    [
        *(("uspstf-2021", 15), ("cms-2022", 15), ("croatia-2020", 15), ("poland-wwrp", 15)),
        *(("australia-2025", 10), ("germany-2026", 10)),
    ],
)
def test_a_value_on_the_line_is_flagged_and_a_tenth_beside_it_is_not(programme, years):
    assert len(verdict(programme, **STOPPED, quit_years=years).at_limit) == 1
    for beside in (years - 0.1, years + 0.1):
        assert verdict(programme, **STOPPED, quit_years=beside).at_limit == ()
    # Somebody who is too old anyway needs no word about the line.
    assert verdict(programme, **STOPPED, age=90, quit_years=years).at_limit == ()


def test_who_did_not_say_how_long_ago_they_stopped_stays_open():
    for programme in ("uspstf-2021", "australia-2025", "germany-2026"):
        found = verdict(programme, **STOPPED, quit_years=None)
        assert (found.eligible, found.missing) == (None, ("quit_years",))
    assert eligible("acs-2023", **STOPPED, quit_years=None) is True


def test_20_years_of_smoking_fit_nccn_at_5_a_day_by_the_weaker_rule():
    told = {"cigs_per_day": 5, "duration_years": 20, "daily_smoking_years": 20}
    found = verdict("nccn-2026", **told)
    assert found.eligible is True
    assert "2B" in " ".join(found.category)
    assert (
        eligible("nccn-2026", **(told | {"duration_years": 19.9, "daily_smoking_years": 1}))
        is False
    )
    assert eligible("uspstf-2021", **told) is False
    assert "category 1" in " ".join(verdict("nccn-2026").category)


def test_germany_wants_25_years_and_15_pack_years_both():
    def german(years, packs, **more):
        told = {"duration_years": years, "daily_smoking_years": None, "pack_years": packs}
        return eligible("germany-2026", **told, cigs_per_day=None, **more)

    assert german(25, 15) is True
    assert german(24.9, 15) is False
    assert german(25, 14.9) is False
    assert german(None, 15) is None
    assert german(25, 15, longest_break_years=0) is True
    assert german(25, 15, longest_break_years=1) is None
    assert german(24.9, 15, longest_break_years=1) is False


def test_poland_takes_people_from_50_on_with_one_more_risk():
    plain = {"copd": False, "family_hist_lung_cancer": False, "occupational_exposure": False}
    plain |= {"radon": False, "ipf": False, "age": 52}
    assert eligible("poland-wwrp", **plain) is False
    for factor in ("copd", "family_hist_lung_cancer", "occupational_exposure", "radon", "ipf"):
        assert eligible("poland-wwrp", **{**plain, factor: True}) is True
    assert eligible("poland-wwrp", **{**plain, "cancer_hist": True}) is True
    assert eligible("poland-wwrp", **{**plain, "age": 55}) is True
    assert eligible("poland-wwrp", **{**plain, "age": 49, "copd": True}) is False
    found = verdict("poland-wwrp", **{**plain, "radon": None})
    assert (found.eligible, found.missing) == (None, ("radon",))


def test_ontario_wants_20_years_of_smoking_every_day():
    assert eligible("ontario-olsp", daily_smoking_years=20) is True
    assert eligible("ontario-olsp", daily_smoking_years=19.9) is False
    assert verdict("ontario-olsp", daily_smoking_years=None).missing == ("daily_smoking_years",)
    assert eligible("ontario-olsp", daily_smoking_years=None, duration_years=19.9) is False
    assert eligible("ontario-olsp", daily_smoking_years=20, duration_years=None) is True
    assert verdict("ontario-olsp", age=75).at_limit != ()
    assert verdict("ontario-olsp", age=74).at_limit == ()


@pytest.mark.parametrize(
    ("chance", "fits", "flagged"),
    [(0.0149999, False, False), (0.015, False, True), (0.0150001, True, False)],
)
def test_british_columbia_wants_more_than_1_and_a_half_in_100(monkeypatch, chance, fits, flagged):
    with_risk(monkeypatch, chance)
    found = verdict("british-columbia")
    assert found.eligible is fits
    assert bool(found.at_limit) is flagged


@pytest.mark.parametrize(
    ("programme", "chance", "then"),
    [
        ("england-2022", 0.0151, True),
        ("england-2022", 0.01509999, None),  # the other model may still say yes
        ("ontario-olsp", 0.02, True),
        ("ontario-olsp", 0.01999999, False),
    ],
)
def test_the_unrounded_number_is_compared_with_the_limit_of_a_programme(
    monkeypatch, programme, chance, then
):
    with_risk(monkeypatch, chance)
    found = verdict(programme)
    assert (found.eligible, found.then) == (True, then)


def test_british_columbia_stays_open_while_an_answer_for_the_number_is_missing():
    found = verdict("british-columbia", race=None, bmi=None)
    assert found.eligible is None
    assert found.missing == ("race", "bmi")
    assert (
        eligible("british-columbia", race=None, duration_years=19, daily_smoking_years=1) is False
    )


def test_a_number_that_does_not_count_settles_nothing_and_says_why():
    found = verdict("british-columbia", cigs_per_day=4)
    assert (found.eligible, found.missing) == (None, ())
    assert "not reliable under 5" in found.why


@pytest.mark.parametrize("programme", IDS)
def test_somebody_who_never_smoked_fits_nowhere(programme):
    told = dict.fromkeys(("cigs_per_day", "duration_years", "quit_years", "daily_smoking_years"))
    assert eligible(programme, smoking_status="never", **told) is False


@pytest.mark.parametrize("programme", IDS)
def test_nothing_is_settled_while_nobody_said_whether_they_smoke(programme):
    assert eligible(programme, smoking_status=None, quit_years=None) is None


def test_answers_that_do_not_fit_together_settle_nothing():
    found = screening.assess(person(duration_years=61)).programmes
    assert {each.eligible for each in found} == {None}
    assert all("more than the age" in each.why for each in found)


# --- memory may be off


@pytest.mark.parametrize(
    ("number", "near"), [(16.6, False), (16.7, True), (20, True), (25, True), (25.1, False)]
)
def test_a_limit_within_what_memory_may_be_off_is_said(number, near):
    found = verdict("uspstf-2021", **pack_years(number))
    assert bool(found.near_limit) is near
    if near:
        assert "limit of 20" in found.near_limit[0]
    assert verdict("uspstf-2021", **pack_years(number), age=30).near_limit == ()


# --- the gate


def test_the_gate_asks_for_both_answers():
    gates = {
        ("no", "no"): "no_symptoms",
        ("yes", "no"): "symptoms",
        ("yes", None): "symptoms",
        ("yes", "yes"): "symptoms",
        ("no", "yes"): "has_lung_cancer",
        (None, "yes"): "has_lung_cancer",
        (None, "no"): "unknown",
        ("not_sure", "no"): "unknown",
        ("no", "not_sure"): "unknown",
    }
    for (symptoms, lung_cancer), gate in gates.items():
        told = {"cancer_hist": None, "symptoms": symptoms, "lung_cancer": lung_cancer}
        assert person(**told).gate == gate, told


@pytest.mark.parametrize("programme", IDS)
@pytest.mark.parametrize("changes", [{"symptoms": True}, {"lung_cancer": True}])
def test_with_a_sign_or_lung_cancer_every_programme_is_the_wrong_route(programme, changes):
    found = verdict(programme, **changes)
    assert found.eligible is False
    assert found.why.startswith("Not the right route.")
    assert (found.missing, found.at_limit, found.near_limit, found.then) == ((), (), (), None)


def test_an_open_gate_keeps_every_fit_open_and_names_what_is_missing():
    for found in screening.assess(person(symptoms=None)).programmes:
        assert (found.eligible, found.missing) == (None, ("symptoms",))
    assert eligible("uspstf-2021", symptoms=None, age=49) is False


TOLD = st.fixed_dictionaries(
    {},
    optional={
        "age": st.integers(0, 120),
        "race": st.sampled_from(BOOK.fields["race"].options),
        "education": st.integers(1, 6),
        "bmi": st.floats(10, 100),
        "copd": st.booleans(),
        "cancer_hist": st.booleans(),
        "family_hist_lung_cancer": st.booleans(),
        "smoking_status": st.sampled_from(["current", "former", "never", 0, 1]),
        "cigs_per_day": st.floats(0, 200),
        "duration_years": st.floats(0, 110),
        "quit_years": st.floats(0, 110),
        "daily_smoking_years": st.floats(0, 110),
        "pack_years": st.floats(0, 500),
        "lung_cancer": st.booleans(),
        "radon": st.booleans(),
        "country": st.sampled_from(["us", "gb", "ca", "pl", "fr"]),
    },
)


@FEW
@given(told=TOLD, symptoms=st.sampled_from([True, None, "not_sure"]))
def test_no_programme_fits_and_no_number_is_there_with_a_sign_or_an_open_one(told, symptoms):
    who = screening_person.read({**told, "symptoms": symptoms})
    assert True not in {each.eligible for each in screening.assess(who).programmes}
    assert risk.assess(who).risk is None


@FEW
@given(told=TOLD)
def test_an_open_verdict_says_what_is_missing_or_why_and_a_settled_one_misses_nothing(told):
    who = screening_person.read({**told, "symptoms": False, "lung_cancer": False})
    for each in screening.assess(who).programmes:
        assert each.why
        if each.eligible is not None:
            assert each.missing == ()
        elif not who.problems and not each.missing:
            assert "model" in each.why  # the number cannot be worked out


@FEW
@given(told=TOLD, more=TOLD)
def test_an_answer_more_never_turns_a_settled_verdict_round(told, more):
    """What was open may close, and what was settled stays: unknown was never read as no."""
    both = {**more, **told, "symptoms": False, "lung_cancer": False}
    part = screening_person.read({**told, "symptoms": False, "lung_cancer": False})
    whole = screening_person.read(both)
    if whole.problems or "pack_years" in both:
        return
    before, after = (screening.assess(who, country="us").programmes for who in (part, whole))
    for one, other in zip(before, after, strict=True):
        if one.eligible is not None:
            assert other.eligible is one.eligible, one.programme.id


# --- words and conditions


def limits(condition, derived):
    """All numbers of a condition, in the facts that it names too; a risk out of 1,000."""
    match condition:
        case list():
            return [found for part in condition for found in limits(part, derived)]
        case {"d": name, **rest}:
            return limits(derived[name], derived) + limits(rest, derived)
        case dict():
            bounds = [value for key, value in condition.items() if key in ("gte", "lte")]
            inside = [part for part in condition.values() if isinstance(part, list | dict)]
            own = [1000 * value if 0 < value < 1 else value for value in bounds]
            return own + limits(inside, derived)
    return []


def test_a_programme_says_every_limit_that_it_asks_for():
    raw = yaml_files.read(paths.RULES / "screening.yaml")
    for programme in raw["programmes"]:
        for ask in programme["asks"]:
            told = {float(one) for one in re.findall(r"\d+(?:\.\d+)?", ask["text"])}
            asked = set(map(float, limits(ask["when"], raw["derived"])))
            assert asked <= told, (programme["id"], ask["text"])


def test_a_year_of_signs_is_told_as_a_year():
    assert BOOK.signs.counts_days == 365
    assert "for a year" in words().page["closed_old"]
