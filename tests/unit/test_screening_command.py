"""`python -m backwatch screening` and `risk`: one person, and one a line."""

import json

import pytest

from backwatch import __main__ as command

PERSON = {
    "age": 62,
    "race": "white",
    "education": 4,
    "bmi": 27,
    "copd": 0,
    "cancer_hist": 0,
    "family_hist_lung_cancer": 0,
    "smoking_status": "former",
    "cigs_per_day": 80,
    "duration_years": 27,
    "quit_years": 10,
    "symptoms": False,
    "lung_cancer": False,
    "country": "gb",
}


@pytest.fixture
def run(backwatch_command):
    """Run the command line on some input; gives status, what it wrote and what it said."""

    def run(*arguments, given):
        text = given if isinstance(given, str) else json.dumps(given)
        return backwatch_command(*arguments, stdin=text)

    return run


def test_the_risk_of_one_person(run):
    status, out, _ = run("risk", given=PERSON)
    assert status == 0
    assert json.loads(out) == {
        "model": "plcom2012",
        "risk": pytest.approx(0.017509223396731544, rel=1e-9),
        "per_1000": 18,
        "valid": True,
        "warnings": [],
    }


def test_the_form_without_race_can_be_asked_for(run):
    found = json.loads(run("risk", "--model", "plcom2012norace", given=PERSON)[1])
    assert found["risk"] == pytest.approx(0.01717790087, rel=1e-9)


@pytest.mark.parametrize(
    "changes",
    [
        {"smoking_status": "never", "cigs_per_day": 0, "duration_years": 0, "quit_years": 0},
        {"symptoms": True},
        {"symptoms": None},
        {"lung_cancer": True},
        {"quit_years": 60},
        {"race": "martian"},
    ],
)
def test_without_a_number_there_is_a_reason(run, changes):
    status, out, _ = run("risk", "--model", "plcom2012", given=PERSON | changes)
    found = json.loads(out)
    assert status == 0
    assert (found["risk"], found["per_1000"], found["valid"]) == (None, None, False)
    assert found["reason"]


def test_a_missing_answer_is_named(run):
    found = json.loads(run("risk", given=PERSON | {"bmi": None})[1])
    assert found["missing"] == ["bmi"]


def test_a_number_outside_of_a_guard_is_there_and_does_not_count(run):
    found = json.loads(run("risk", given=PERSON | {"cigs_per_day": 3})[1])
    assert found["valid"] is False
    assert found["risk"] > 0
    assert "not reliable" in found["reason"]


def test_the_programmes_of_one_person_those_of_the_country_first(run):
    status, out, _ = run("screening", given=PERSON)
    found = json.loads(out)
    assert status == 0
    assert found["gate"] == "no_symptoms"
    first = found["programmes"][0]
    assert first["id"] == "england-2022"
    assert first["eligible"] is True
    assert first["missing"] == []
    assert first["source"].startswith("Lung health check, England (")
    assert len(found["programmes"]) == 12
    assert json.loads(run("screening", "--country", "AU", given=PERSON)[1])["programmes"][0][
        "id"
    ] == ("australia-2025")


def test_a_record_for_some_people_of_a_country_says_for_whom_it_is(run):
    found = json.loads(run("screening", "--country", "us", given=PERSON)[1])["programmes"]
    caveats = {each["id"]: each.get("caveat") for each in found}
    assert caveats["cms-2022"] == "Only if you have Medicare, mostly from 65."
    assert caveats["uspstf-2021"] is None


def test_with_a_sign_no_programme_fits(run):
    found = json.loads(run("screening", given=PERSON | {"symptoms": True})[1])
    assert found["gate"] == "symptoms"
    assert {each["eligible"] for each in found["programmes"]} == {False}
    assert all("you need a visit" in each["why"] for each in found["programmes"])


@pytest.mark.parametrize("name", ["screening", "risk"])
def test_one_person_a_line_keeps_the_order_and_a_bad_line_stops_nothing(run, name):
    lines = [PERSON | {"id": 1}, {"agee": 3}, PERSON | {"id": "two"}]
    text = "\n".join(json.dumps(each) for each in lines) + "\nnot json\n"
    status, out, _ = run(name, "--jsonl", given=text)
    found = [json.loads(line) for line in out.splitlines()]
    assert status == command.BAD_INPUT
    assert [each.get("id") for each in found] == [1, None, "two", None]
    assert "line 2: agee" in found[1]["error"]
    assert "line 4" in found[3]["error"]
    one = json.loads(run(name, given=lines[0])[1])
    assert one == found[0]


@pytest.mark.parametrize("name", ["screening", "risk"])
@pytest.mark.parametrize("given", [[], {"age": "62"}, {"symptoms": "perhaps"}, '{"age": NaN}'])
def test_what_cannot_be_read_is_one_line_and_status_2(run, name, given):
    status, out, error = run(name, given=given)
    assert (status, out) == (command.BAD_INPUT, "")
    assert error.startswith("backwatch: ")
    assert error.count("\n") == 1


def test_a_country_is_two_letters(run):
    status, out, _ = run("screening", "--country", "england", given=PERSON)
    assert (status, out) == (command.BAD_INPUT, "")
