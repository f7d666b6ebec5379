import datetime as dt

import pandas as pd
import pytest
from pydantic import ValidationError

from backwatch import diary, paths, yaml_files
from backwatch.diary import Entry, Treatment
from backwatch.questionnaire import questionnaire

TODAY = dt.date(2026, 11, 20)
NOW = dt.datetime(2026, 11, 20, 21, 0, tzinfo=dt.UTC)
NAMED = {"person_id": "p", "date": TODAY, "recorded_at": NOW}
SCORES = ("pain_now", "pain_worst", "pain_average", "pain_least", "pain_night", "limits_day")


def entry(day=TODAY, **values):
    return Entry.model_validate({**NAMED, "date": day, **values})


def why_not(**values):
    return diary.problems({**NAMED, **values}, today=TODAY)


@pytest.mark.parametrize("field", SCORES)
@pytest.mark.parametrize("value", [0, 10, None])
def test_a_score_from_0_to_10_or_none_is_kept(field, value):
    kept = getattr(entry(**{field: value}), field)
    assert (kept, type(kept)) == (value, type(value))


@pytest.mark.parametrize("field", SCORES)
@pytest.mark.parametrize("value", [-1, 11, True, False, 4.0, 4.5, "4", "", float("nan")])
def test_any_other_score_is_refused_in_one_sentence(field, value):
    problems = why_not(**{field: value})
    assert list(problems) == [field]
    assert problems[field].startswith("Enter ")
    assert problems[field].endswith("as a whole number from 0 to 10.")


@pytest.mark.parametrize(
    ("field", "kept", "refused"),
    [
        ("wakings", [0, 99, None], [-1, 100, 1.0, True]),
        ("sleep_hours", [0, 0.0, 24, 6.5, None], [-0.1, 24.1, True, float("nan"), "7"]),
        ("weight_kg", [20, 400.0, 72.5, None], [19.9, 400.1, float("inf"), True, "70"]),
        ("note", ["", "a" * 10_000, "tab\tand\nline", "é 🙂"], ["a" * 10_001, "\0", "a\x1b", "\r"]),
        ("note", [], ["\ud800", None, 5]),
        ("time", [dt.time(0, 0), dt.time(23, 59), None], ["08:30", dt.time(8, tzinfo=dt.UTC)]),
        ("date", [dt.date(1900, 1, 1), TODAY], [dt.date(1899, 12, 31), "2026-11-20", NOW, None]),
        ("utc_offset_minutes", [-720, 840, 0, None], [-721, 841, True]),
        ("too_bad", [True, False], [1, "yes", None]),
        ("spread", [(), ("arm", "chest"), ("none",)], [("none", "arm"), ("arm", "arm"), ("leg",)]),
        ("symptoms", [(), ("none",), ("cough",)], [("flu",), "cough"]),
        ("danger_signs", [{}, {"g_legs": "not_sure"}], [{"g_legs": "maybe"}, {"x": "no"}]),
        (
            "places",
            [[], [{"place": "upper", "score": 0}, {"place": "hips"}, {"place": "lower"}]],
            [
                [{"place": "upper"}, {"place": "upper"}],
                [{"place": "elbow"}],
                [{"place": "upper", "score": 11}],
                [{"place": p} for p in ("upper", "lower", "hips", "neck")],
            ],
        ),
        (
            "medicines",
            [[], [{"name": "Ibuprofen", "dose": "200 mg", "relief": 0}]],
            [[{"name": ""}], [{"name": "a" * 201}], [{"name": "x", "relief": 11}]],
        ),
        ("colour", [], ["red"]),
    ],
)
def test_both_sides_of_every_limit(field, kept, refused):
    for value in kept:
        assert why_not(**{field: value}) == {}
    for value in refused:
        problems = why_not(**{field: value})
        assert list(problems) == [field]
        assert problems[field].endswith(".")
        assert len(problems[field].split()) <= 20


def test_a_day_after_today_is_refused_and_today_is_not():
    assert why_not(date=TODAY) == {}
    tomorrow = TODAY + dt.timedelta(days=1)
    assert why_not(date=tomorrow) == {"date": "Choose today or an earlier day."}


def test_every_bad_field_gets_its_own_sentence():
    assert set(why_not(pain_now=11, weight_kg=3, spread=("x",))) == {
        "pain_now",
        "weight_kg",
        "spread",
    }


def test_an_error_never_repeats_what_was_typed():
    secret = "canary" + "x" * 10_000
    with pytest.raises(diary.BadRecord) as bad:
        diary.checked(Entry, {**NAMED, "note": secret, "zone": secret})
    with pytest.raises(ValidationError) as raw:
        Entry.model_validate({**NAMED, "note": secret})
    assert "canary" not in str(bad.value) + str(raw.value)


def test_a_treatment_ends_on_or_after_its_start():
    named = {"person_id": "p", "name": "Heat", "started": TODAY}
    assert diary.problems({**named, "ended": TODAY}, Treatment) == {}
    assert diary.problems({**named, "ended": dt.date(2026, 11, 19)}, Treatment) == {
        "ended": "Choose an end on or after the start."
    }
    assert list(diary.problems({**named, "kind": "magic"}, Treatment)) == ["kind"]


def test_an_entry_with_only_a_day_is_empty_and_a_recorded_0_is_not():
    assert diary.is_empty(entry(time=dt.time(8), zone="Europe/Berlin", utc_offset_minutes=60))
    for something in (
        {"pain_now": 0},
        {"wakings": 0},
        {"too_bad": True},
        {"symptoms": ("none",)},
        {"danger_signs": {"g_legs": "no"}},
        {"note": "x"},
    ):
        assert not diary.is_empty(entry(**something))


def test_a_day_without_an_entry_stays_a_gap():
    table = diary.days([entry(dt.date(2026, 11, 17), pain_worst=0, wakings=0), entry(pain_now=3)])
    assert list(table["day"].dt.day) == [17, 18, 19, 20]
    assert list(table["entries"]) == [1, 0, 0, 1]
    assert table["pain_worst"].tolist() == [0, pd.NA, pd.NA, pd.NA]
    assert table["woken"].tolist() == [False, pd.NA, pd.NA, pd.NA]


def test_several_entries_of_one_day_become_one_row():
    table = diary.days(
        [
            entry(time=dt.time(20), pain_worst=4, pain_average=5, pain_now=2, weight_kg=70.5),
            entry(time=dt.time(8), pain_worst=7, pain_average=2, pain_night=6, weight_kg=71.0),
            entry(time=dt.time(12), pain_now=3, wakings=1, limits_day=4, pain_night=0),
            entry(wakings=0),
        ]
    )
    row = table.iloc[0]
    assert len(table) == 1
    assert (row["entries"], row["pain_worst"], row["pain_average"]) == (4, 7, 3.5)
    assert (row["pain_now"], row["pain_night"], row["limits_day"]) == (2.5, 6, 4)
    assert (row["wakings"], row["woken"]) == (1, True)
    assert row["weight_kg"] == 70.5  # the last one of the day


def test_a_diary_without_entries_is_a_table_without_rows():
    table = diary.days([])
    assert len(table) == 0
    assert list(table.dtypes) == list(diary.days([entry(pain_now=1)]).dtypes)
    gap = diary.days([], first=TODAY, last=TODAY)
    assert (len(gap), gap["pain_now"].count()) == (1, 0)


def test_a_table_can_be_cut_to_a_period():
    table = diary.days([entry(dt.date(2026, 11, 1), pain_now=1), entry(pain_now=2)], first=TODAY)
    assert table["pain_now"].tolist() == [2.0]


def test_the_pain_series_is_the_one_recorded_most_and_average_wins_a_tie():
    yesterday = TODAY - dt.timedelta(days=1)
    tie = diary.days([entry(pain_average=1, pain_worst=2, pain_now=0)])
    assert diary.pain_series(tie) == "pain_average"
    worst = diary.days([entry(pain_average=1, pain_worst=2), entry(yesterday, pain_worst=0)])
    assert diary.pain_series(worst) == "pain_worst"
    now = diary.days([entry(pain_now=0), entry(yesterday, pain_worst=1, pain_now=0)])
    assert diary.pain_series(now) == "pain_now"
    assert diary.pain_series(diary.days([])) == "pain_average"


def test_every_choice_of_the_diary_means_something_that_the_check_asks():
    questions = {
        question["id"]: question
        for question in yaml_files.read(paths.RULES / "questions.yaml")["questions"]
    }
    words = diary.vocabulary()
    lists = (words.spread, words.feels_like, words.worse_with, words.eased_by, words.symptoms)
    for choice in [choice for group in (*lists, words.zones) for choice in group]:
        if choice.means:
            question = questions[choice.means.question]
            options = set(question.get("options", {})) | {"yes", "no", None}
            assert choice.means.option in options, choice.id
    assert set(words.danger_signs) == set(questionnaire().danger_signs)


def test_every_zone_of_the_body_map_means_a_place_or_a_spread():
    zones = diary.vocabulary().zones
    assert len(zones) == 17
    assert {zone.means.question for zone in zones if zone.means} == {"location", "spread"}
    assert [zone.id for zone in zones if zone.means is None] == ["belly"]  # no place of the check
    assert diary.vocabulary().label("zones", "hips") == "Hips or pelvis"


def test_no_list_has_an_id_twice():
    words = diary.vocabulary()
    for field in ("spread", "feels_like", "worse_with", "eased_by", "symptoms", "zones"):
        assert len(set(words.ids(field))) == len(words.ids(field))
