"""Lung screening apart from its limits: it never meets the level, and its records have papers."""

import datetime as dt
import random

import pytest

from backwatch import (
    countries,
    paths,
    risk,
    screening,
    screening_person,
    screening_rules,
    sources,
    triage,
    yaml_files,
)
from backwatch.questionnaire import AnswerError, questionnaire
from backwatch.screening_words import words
from tests import people_cases
from tests.unit.test_screening import BOOK, FITS, IDS, person

# --- the level and this page never meet


def test_a_check_comes_out_the_same_whatever_is_told_here():
    chance = random.Random(7)  # noqa: S311
    for _ in range(20):
        answers = questionnaire().read(people_cases.random_answers(chance))
        before = triage.rule_book().assess(answers)
        told = {**FITS, "symptoms": chance.choice([True, False, None])}
        who = screening_person.read(
            told | {"age": chance.randint(18, 90), "smoking_status": "never"}
        )
        screening.assess(who)
        risk.assess(who)
        assert triage.rule_book().assess(answers) == before


def test_a_programme_comes_out_the_same_whatever_the_check_says():
    """Nothing that decides the level is read here but the words for smoking."""
    for name in ("screening.py", "risk.py", "screening_rules.py", "smoking_history.py"):
        text = (paths.ROOT / "backwatch" / name).read_text(encoding="utf-8")
        assert "triage" not in text.replace("backwatch/triage.py", "").replace("triage.yaml", "")
        assert "urgency" not in text


def test_what_decides_the_level_knows_nothing_of_screening():
    for name in (
        "triage.py",
        "merging.py",
        "evidence.py",
        "question.py",
        "questionnaire.py",
        "urgency.py",
    ):
        text = (paths.ROOT / "backwatch" / name).read_text(encoding="utf-8")
        assert "screening" not in text
        assert "risk_models" not in text
    for name in ("triage.yaml", "levels.yaml", "evidence.yaml"):
        rules = yaml_files.read(paths.RULES / name)
        assert "plcom2012" not in str(rules)


# --- the records


@pytest.mark.parametrize("rules", BOOK.programmes, ids=IDS)
def test_every_record_has_its_papers(rules):
    programme = rules.programme
    for source_id, place in programme.sources.items():
        assert sources.source(source_id)
        assert place.strip()
    assert programme.seen < programme.next_review <= programme.seen + dt.timedelta(days=366)
    assert programme.interval
    assert programme.join
    assert countries.country(programme.country).code in (programme.country, "other")


def test_a_record_is_out_of_date_from_the_day_after_its_review():
    programme = BOOK.programmes[0].programme
    assert not programme.is_out_of_date(programme.next_review)
    assert programme.is_out_of_date(programme.next_review + dt.timedelta(days=1))


def test_records_that_are_not_for_everybody_in_the_country_say_so():
    caveats = {rules.programme.id: rules.programme.caveat for rules in BOOK.programmes}
    assert caveats["cms-2022"] == "Only if you have Medicare, mostly from 65."
    for part in ("Scotland", "Wales", "Northern Ireland"):
        assert part in caveats["england-2022"]


def test_the_persons_country_comes_first_and_one_country_can_be_asked_for():
    first = screening.assess(person(country="CA")).programmes
    assert [each.programme.country for each in first[:2]] == ["ca", "ca"]
    assert len(first) == len(IDS)
    only = screening.assess(person(), country="gb").programmes
    assert [each.programme.id for each in only] == ["england-2022"]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda raw: raw["programmes"].append(raw["programmes"][0]),
        lambda raw: raw["programmes"][0]["asks"][0].update(when={"q": "agee", "gte": 50}),
        lambda raw: raw["programmes"][0]["at_limit"][0].update(of=4),
        lambda raw: raw["programmes"][0].update(next_review="soon"),
        lambda raw: raw["programmes"][0].update(sources={}),
        lambda raw: raw["derived"].update(ever={"d": "never"}),
    ],
)
def test_a_damaged_record_is_refused(spoil):
    raw = yaml_files.read(paths.RULES / "screening.yaml")
    spoil(raw)
    with pytest.raises(yaml_files.DataFileError, match=r"screening\.yaml"):
        screening_rules.read(raw)


@pytest.mark.parametrize(
    ("told", "name"),
    [
        ({"agee": 3}, "agee"),
        ({"age": "60"}, "age"),
        ({"age": True}, "age"),
        ({"copd": 2}, "copd"),
        ({"copd": []}, "copd"),
        ({"copd": "maybe"}, "copd"),
        ({"race": ["white"]}, "race"),
        ({"country": "england"}, "country"),
        ({"country": 3}, "country"),
        ({"id": [1]}, "id"),
        ([], "person"),
    ],
)
def test_what_is_not_a_person_is_refused_in_one_line(told, name):
    with pytest.raises(AnswerError) as error:
        screening_person.read(told)
    assert str(error.value).startswith(f"{name}: ")
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    ("told", "values"),
    [
        ({"copd": 1}, {"copd": True}),
        ({"copd": 0.0}, {"copd": False}),
        ({"copd": "yes"}, {"copd": True}),
        ({"copd": None}, {}),
        ({"copd": "not_sure"}, {}),
        ({"smoking_status": 1}, {"smoking_status": "current"}),
        ({"smoking_status": 0.0}, {"smoking_status": "former"}),
        ({"smoking_status": 7}, {}),
        ({"smoking_status": float("inf")}, {}),
        ({"age": float("inf")}, {}),
        ({"age": 10**400}, {}),
        ({"education": float("inf")}, {}),
    ],
)
def test_codes_of_tables_are_read_and_what_cannot_be_is_a_problem_and_no_error(told, values):
    found = screening_person.read(told)
    assert found.values == values
    assert bool(found.problems) is (
        values == {} and next(iter(told.values())) not in (None, "not_sure")
    )


def test_everything_said_here_reads_at_grade_8_or_lower():
    textstat = pytest.importorskip("textstat", reason="needs requirements-dev.txt")
    said = words()
    texts = [*said.page.values(), *said.reasons.values(), *said.warnings.values(), said.near_limit]
    texts += [*said.lists["signs"], *said.beside.values(), *said.smoking.needs.values()]
    texts += [said.smoking.asked_back, said.smoking.to_confirm, said.smoking.changed]
    texts += [each.text for rules in BOOK.programmes for each in (*rules.open_if, *rules.category)]
    for rules in BOOK.programmes:
        texts += [*rules.programme.notes, rules.programme.join, rules.programme.caveat]
        texts += [rules.programme.then.text] if rules.programme.then else []
        texts += [part.text for _, part in rules.at_limit]
    long = [one for text in texts for one in text.split(". ") if len(one.split()) > 20]
    assert long == []
    for part in (said.page, said.reasons, said.warnings):
        assert textstat.flesch_kincaid_grade(" ".join(part.values())) <= 8
    assert textstat.flesch_kincaid_grade(" ".join(texts)) <= 8
