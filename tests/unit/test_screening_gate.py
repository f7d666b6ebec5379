"""The gate of lung screening: what is saved can close it, and never opens it."""

import datetime as dt

import pytest

from backwatch.diary import Entry, Place
from backwatch.questionnaire import questionnaire
from backwatch.screening_gate import CheckTold, OverSaid, from_records, is_sign
from backwatch.screening_record import KeptPeriod, Record, read_record
from backwatch.screening_rules import book
from tests import people_cases

TODAY = dt.date(2026, 11, 20)
NOW = dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC)
STRAIN = people_cases.person("strain")


def check(on=TODAY, level=None, **answers):
    """A check of this day; finished where it has a level."""
    return CheckTold(on, questionnaire().read(answers), level, level is not None)


def entry(day=TODAY, **noted):
    return Entry(person_id="-", date=day, recorded_at=NOW, **noted)


def ago(days):
    return TODAY - dt.timedelta(days=days)


def test_nothing_saved_says_nothing():
    assert from_records([], [], TODAY).gate is None


def test_back_pain_in_a_check_closes_the_gate_and_says_which_words_did():
    found = from_records([check(**STRAIN)], [], TODAY)
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


# --- what the last check said


@pytest.mark.parametrize("level", ["self_care", "routine", "within_days", "same_day", "emergency"])
def test_the_level_of_the_last_check_is_told_with_what_closed_the_gate(level):
    found = from_records([check(ago(2), level, **STRAIN)], [entry(ago(1), pain_worst=3)], TODAY)
    assert found.last is not None
    assert (found.last.level, found.pain) == (level, True)


def test_no_level_is_told_where_the_last_check_has_none_or_another_was_begun():
    mild = check(ago(9), "self_care", **STRAIN)
    assert from_records([], [entry(pain_worst=3)], TODAY).last is None
    without = CheckTold(ago(2), mild.answers, None, finished=True)
    assert from_records([without, mild], [], TODAY).last is None
    assert from_records([check(ago(1), cough="over3w"), mild], [], TODAY).last is None
    assert from_records([check(ago(1)), mild], [], TODAY).last == mild  # nothing was answered in it


@pytest.mark.parametrize("answer", ["yes", "not_sure"])
def test_a_danger_sign_of_the_diary_puts_an_older_level_in_doubt(answer):
    mild = check(ago(9), "self_care", **STRAIN)
    sign = {"danger_signs": {"g_legs": answer}}
    assert from_records([mild], [entry(ago(9), **sign)], TODAY).last is None
    assert from_records([mild], [entry(ago(10), **sign)], TODAY).last == mild


def test_a_cough_alone_is_not_told_as_back_pain():
    assert from_records([check(cough="over3w")], [], TODAY).pain is False
    assert from_records([], [entry(symptoms=("cough",))], TODAY).pain is False
    assert from_records([], [entry(pain_worst=1)], TODAY).pain is True


# --- over for good


def may_say(*checks, entries=()):
    over = from_records(list(checks), list(entries), TODAY).over
    return over.say if over else None


@pytest.mark.parametrize(("days", "say"), [(0, "later"), (14, "later"), (15, "now"), (365, "now")])
def test_an_old_sign_may_be_called_over_once_it_is_older_than_14_days(days, say):
    assert may_say(check(ago(days), "self_care", **STRAIN)) == say
    assert may_say(entries=[entry(ago(days), pain_worst=3)]) == say
    over = from_records([], [entry(ago(days), pain_worst=3)], TODAY).over
    assert over.since == ago(days) + dt.timedelta(days=15)


def test_the_newest_sign_decides_whether_it_may_be_called_over():
    old = check(ago(60), "self_care", **STRAIN)
    assert may_say(old, entries=[entry(ago(14), pain_worst=1)]) == "later"
    assert may_say(old, entries=[entry(ago(15), pain_worst=1)]) == "now"


@pytest.mark.parametrize(
    ("level", "say"),
    [
        ("self_care", "now"),
        ("routine", "now"),
        ("within_days", "now"),
        ("same_day", "never"),
        ("emergency", "never"),
    ],
)
def test_a_level_of_the_same_day_or_higher_is_never_called_over(level, say):
    old = check(ago(90), level, **STRAIN)
    assert may_say(old) == say
    assert may_say(check(ago(30), "self_care", **STRAIN), old) == say


def test_a_check_without_a_level_or_an_end_is_never_called_over():
    told = questionnaire().read(STRAIN)
    assert may_say(CheckTold(ago(90), told, None, finished=True)) == "never"
    assert may_say(CheckTold(ago(90), told)) == "finish"
    # Nothing was told in it: it is no sign.
    assert may_say(check(ago(9)), check(ago(90), "self_care", **STRAIN)) == "now"


@pytest.mark.parametrize(
    ("answers", "say"),
    [
        ({"blood_streaks": "older"}, "never"),
        ({"blood_streaks": "past_week"}, "never"),
        ({"blood_streaks": "not_sure"}, "never"),
        ({"blood_streaks": "none"}, "now"),
        ({"g_blood": "yes"}, "never"),
        ({"g_blood": "not_sure"}, "never"),
        ({"g_blood": "no"}, "now"),
        ({"g_legs": "not_sure"}, "never"),
        ({"other": ["urine"]}, "never"),
        ({"other": ["rash"]}, "now"),
        ({}, "now"),
    ],
)
def test_blood_and_danger_signs_are_never_called_over(answers, say):
    told = people_cases.changed(STRAIN, {"blood_streaks": None, **answers})
    assert may_say(check(ago(90), "within_days", **told)) == say


@pytest.mark.parametrize(
    ("other", "say"),
    [
        (check(ago(80), "self_care", blood_streaks="not_sure"), "never"),
        (check(ago(80), "same_day", age=60), "never"),
        (check(ago(80), "self_care", blood_streaks="none"), "now"),
        (check(ago(366), "same_day", blood_streaks="older"), "now"),
    ],
)
def test_another_check_of_the_year_with_blood_or_a_high_level_counts_without_a_sign_too(other, say):
    assert may_say(check(ago(90), "self_care", **STRAIN), other) == say


@pytest.mark.parametrize(
    ("noted", "say"),
    [
        ({"symptoms": ("blood_streaks",)}, "never"),
        ({"symptoms": ("cough",)}, "now"),
        ({"danger_signs": {"g_legs": "yes"}}, "never"),
        ({"danger_signs": {"g_legs": "not_sure"}}, "never"),
        ({"danger_signs": {"g_legs": "no"}, "pain_worst": 2}, "now"),
    ],
)
def test_blood_and_danger_signs_of_the_diary_are_never_called_over(noted, say):
    assert may_say(entries=[entry(ago(90), **noted)]) == say


@pytest.mark.parametrize("cancer", ["lung_now", "lung_past", "being_tested"])
def test_lung_cancer_and_tests_are_never_called_over(cancer):
    told = people_cases.changed(STRAIN, {"cancer": cancer})
    found = from_records([check(ago(90), "self_care", **told)], [], TODAY)
    assert found.over is None
    said = OverSaid(
        TODAY, from_records([check(ago(90), "self_care", **STRAIN)], [], TODAY).over.signs
    )
    assert from_records([check(ago(90), "self_care", **told)], [], TODAY, said).gate is not None


def test_what_is_over_closes_nothing_until_another_sign_is_recorded():
    checks = [check(ago(90), "self_care", **STRAIN)]
    noted = [entry(ago(40), pain_worst=3), entry(ago(20), pain_worst=0)]
    said = OverSaid(TODAY, from_records(checks, noted, TODAY).over.signs)
    found = from_records(checks, noted, TODAY, said)
    assert (found.gate, found.over_on) == (None, TODAY)
    much_later = TODAY + dt.timedelta(days=200)
    assert from_records(checks, noted, much_later, said).gate is None
    no_sign = [*noted, entry(pain_worst=0), entry(weight_kg=70.0)]
    assert from_records(checks, no_sign, TODAY, said).gate is None
    for more in (
        entry(pain_worst=1),
        entry(ago(300), pain_worst=1),  # of an old day, but new
        entry(ago(40), pain_worst=3, symptoms=("cough",)),
    ):
        assert from_records(checks, [*noted, more], TODAY, said).gate == "symptoms"
    another = check(TODAY, cough="over3w")
    assert from_records([another, *checks], noted, TODAY, said).gate == "symptoms"
    changed = [entry(ago(40), pain_worst=4), *noted[1:]]
    assert from_records(checks, changed, TODAY, said).gate == "symptoms"


def test_the_word_that_it_is_over_is_kept_and_a_yes_at_the_gate_takes_it_back():
    told = Record().with_over(OverSaid(TODAY, "a" * 16))
    assert read_record(told.text) == told
    assert told.over == OverSaid(TODAY, "a" * 16)
    assert told.with_gate("symptoms", "no", TODAY).over is not None
    assert told.with_gate("symptoms", "yes", TODAY).over is None
    assert told.with_over(None).over is None
    assert read_record(Record().text).over is None


def test_whose_choice_the_rule_is_stands_with_it():
    assert book().over.sources == {"OURS": "our own careful choice"}
    assert book().asked_back.sources == {"OURS": "our own careful choice"}


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
