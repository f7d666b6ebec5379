"""The laws of the rules, proved for every possible person, and the proofs put to the test."""

import random
from collections import Counter

import pytest

from backwatch import triage
from backwatch.questionnaire import questionnaire
from backwatch.urgency import Urgency
from tests import people_cases

pytest.importorskip("z3", reason="the proofs need z3-solver, see requirements-dev.txt")

from tests.logic import laws, proof, spoiled
from tests.logic.model import Person, asked

pytestmark = pytest.mark.proof

BOOK = triage.rule_book()


@pytest.mark.parametrize("law", laws.LAWS, ids=laws.words)
def test_the_rules_keep_every_law(law):
    assert [each.words() for each in laws.broken(law, BOOK)] == []


def test_the_model_agrees_with_the_engine_on_1000_people():
    chance = random.Random(30)  # noqa: S311
    person, seen = Person.any(BOOK), Counter()
    for number in range(1000):
        answers = people_cases.random_answers(chance, blank=chance.choice([0, 0.15, 0.4]))
        if number % 25 == 0:
            answers["age"] = chance.randint(0, 19)
        seen[proof.compare(person, answers)] += 1
    assert set(seen) == {*(u.id for u in Urgency), None}, seen


def test_the_model_agrees_with_the_engine_on_every_written_case():
    person = Person.any(BOOK)
    for case in people_cases.cases():
        assert proof.compare(person, case.answers) == case.level, case.name


@pytest.mark.parametrize("question", asked(BOOK))
def test_the_model_agrees_with_the_engine_on_each_answer_to_a_question(question):
    person, record = Person.any(BOOK), questionnaire()[question]
    numbers = range(int(record.min), int(record.max) + 1)
    for answer in (None, "not_sure", *(record.choices or numbers)):
        for name in ("strain", "past_cancer"):
            start = people_cases.person(name)
            proof.compare(person, people_cases.changed(start, {question: answer}))


@pytest.mark.parametrize("name", spoiled.SPOILED)
def test_rules_broken_on_purpose_break_the_law_and_a_person_shows_it(name):
    law, book, about = spoiled.rule_book(name)
    found = list(laws.broken(law, book))
    assert about in [each.claim.about for each in found]
    for each in found:
        assert len(each.people) == (0 if each.claim.somebody else len(each.claim.people))
        assert each.words().startswith(laws.words(law))


def test_a_covered_rule_is_covered_at_its_own_level_or_above_and_says_why():
    level = {rule.id: rule.urgency for rule in BOOK.rules}
    for rule, by in laws.covered().items():
        assert set(by) == {"by", "why"}
        assert level[by["by"]] >= level[rule], rule
        assert by["why"].strip(), rule
