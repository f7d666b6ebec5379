"""The gate of lung screening: what is saved can close it, and never opens it."""

import datetime as dt

import pytest

from backwatch.diary import Entry, Place
from backwatch.questionnaire import questionnaire
from backwatch.screening_gate import from_records, is_sign
from backwatch.screening_record import KeptPeriod, Record, read_record
from tests import people_cases

TODAY = dt.date(2026, 11, 20)
NOW = dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC)
STRAIN = people_cases.person("strain")


def check(on=TODAY, **answers):
    return on, questionnaire().read(answers)


def entry(day=TODAY, **noted):
    return Entry(person_id="-", date=day, recorded_at=NOW, **noted)


def ago(days):
    return TODAY - dt.timedelta(days=days)


def test_nothing_saved_says_nothing():
    assert from_records([], [], TODAY).gate is None


def test_back_pain_in_a_check_closes_the_gate_and_says_which_words_did():
    found = from_records([(TODAY, questionnaire().read(STRAIN))], [], TODAY)
    assert found.gate == "symptoms"
    assert found.check_on == TODAY
    assert any("Lower back" in words for words in found.said)


@pytest.mark.parametrize(
    "answers",
    [
        {"g_legs": "yes"},
        {"g_legs": "not_sure"},
        {"cough": "over3w"},
        {"blood_streaks": "older"},
        {"general": ["weight_loss"]},
        {"severity": 1},
        {"location": ["upper"]},
        {"g_pee": "yes"},
        {"cancer": "being_tested"},
    ],
)
def test_any_sign_and_any_test_closes_it(answers):
    assert from_records([check(**answers)], [], TODAY).gate == "symptoms"


@pytest.mark.parametrize(
    "answers",
    [
        {"age": 62, "smoking": "now", "cancer": "none", "asbestos": "yes"},
        {"g_legs": "no", "cough": "none", "general": ["none"], "severity": 0, "cancer": "none"},
        {"cough": "not_sure", "worry": 10, "own_words": "What if it is cancer?"},
        {"cancer": "other_past"},
    ],
)
def test_answers_that_name_no_sign_leave_it_to_the_page_to_ask(answers):
    assert from_records([check(**answers)], [], TODAY).gate is None


@pytest.mark.parametrize("answer", ["lung_now", "lung_past"])
def test_lung_cancer_closes_it_however_long_ago_it_was_told(answer):
    found = from_records([check(ago(4000), cancer=answer)], [], TODAY)
    assert found.gate == "has_lung_cancer"
    later = [check(ago(1), age=60), check(ago(4000), cancer=answer)]
    assert from_records(later, [], TODAY).gate == "has_lung_cancer"


def test_an_answer_that_was_put_right_counts_as_it_was_put_right():
    found = from_records([check(cancer="none"), check(ago(9), cancer="lung_past")], [], TODAY)
    assert found.gate is None


@pytest.mark.parametrize("answer", ["not_sure", "skip"])
def test_an_answer_that_says_nothing_takes_no_lung_cancer_back(answer):
    later = [check(cancer=answer), check(ago(9), cancer="lung_past")]
    assert from_records(later, [], TODAY).gate == "has_lung_cancer"


def test_an_older_check_with_a_sign_still_counts_beside_a_new_one_without():
    found = from_records([check(age=60), check(ago(30), cough="over3w")], [], TODAY)
    assert (found.gate, found.check_on) == ("symptoms", ago(30))


@pytest.mark.parametrize(("days", "gate"), [(365, "symptoms"), (366, None)])
def test_signs_count_for_a_year(days, gate):
    assert from_records([check(ago(days), cough="over3w")], [], TODAY).gate == gate
    assert from_records([], [entry(ago(days), pain_worst=3)], TODAY).gate == gate


@pytest.mark.parametrize(
    "noted",
    [
        {"pain_worst": 1},
        {"pain_night": 2},
        {"wakings": 1},
        {"limits_day": 1},
        {"symptoms": ("cough",)},
        {"danger_signs": {"g_legs": "yes"}},
        {"danger_signs": {"g_legs": "not_sure"}},
        {"places": (Place(place="lower"),)},
        {"too_bad": True},
    ],
)
def test_any_pain_or_sign_in_the_diary_closes_it(noted):
    found = from_records([], [entry(ago(3), **noted), entry(pain_worst=0)], TODAY)
    assert (found.gate, found.diary_on) == ("symptoms", ago(3))


def test_an_entry_without_pain_or_sign_does_not():
    assert not is_sign(entry(pain_worst=0, wakings=0, symptoms=("none",), weight_kg=70, note="ok"))
    assert not is_sign(entry(danger_signs={"g_legs": "no"}))


# --- what is kept


def test_answers_of_the_gate_are_asked_again_after_a_week_both_of_them():
    told = Record().with_gate("symptoms", "no", TODAY).with_gate("lung_cancer", "no", TODAY)
    week = dt.timedelta(days=7)
    assert told.at_the_gate(TODAY + week - dt.timedelta(days=1)).symptoms == "no"
    assert told.at_the_gate(TODAY + week).symptoms is None
    later = told.with_gate("symptoms", "no", TODAY + week)
    assert later.lung_cancer is None
    half = told.with_gate("symptoms", "no", TODAY + dt.timedelta(days=6))
    assert half.gate_on == TODAY
    assert told.at_the_gate(TODAY - dt.timedelta(days=1)).symptoms is None


def test_what_is_kept_comes_back_as_it_was():
    told = Record(smoked="yes", periods=(KeptPeriod(id="a1", start=16, end=30, amount=20),))
    told = told.with_told("age", 62).with_told("copd", True).with_told("race", "black")
    told = told.with_gate("symptoms", "no", TODAY)
    assert read_record(told.text) == told
    assert told.with_told("age", None).told == {"copd": True, "race": "black"}


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "{",
        "[]",
        '{"symptoms": "perhaps"}',
        '{"periods": [{"id": "<b>"}]}',
        '{"periods": [{"id": "a", "start": NaN}]}',
        '{"more": 1}',
    ],
)
def test_what_cannot_be_read_counts_as_nothing_told(text):
    assert read_record(text) == Record()


def test_an_answer_that_nobody_knows_is_left_open_and_the_others_stay():
    told = Record(told={"age": 60.0, "martian": True, "copd": "maybe", "symptoms": "no"})
    person, wide = told.people()
    assert (person.number("age"), person.truth("copd"), wide) == (60, None, None)
    assert person.gate == "unknown"


def test_somebody_who_never_smoked_is_told_apart_from_somebody_who_did_not_say():
    assert Record(smoked="no").people()[0].smoking == "never"
    assert Record(smoked="not_sure").people()[0].smoking is None
    assert Record(smoked="yes").people()[0].smoking is None


def test_the_times_become_the_answers_that_programmes_ask_for():
    told = Record(
        smoked="yes",
        told={"age": 60.0},
        periods=(
            KeptPeriod(id="a", start=20, end=30, amount=20),
            KeptPeriod(id="b", start=32, goes_on=True, amount=10),
        ),
    )
    person, wide = told.people(country="gb")
    assert (person.smoking, person.pack_years, person.number("duration_years")) == (
        *("current", 24),
        38,
    )
    assert (wide, person.country) == (None, "gb")
