"""The laws that are quick to prove for everybody, and proofs that must fail (make prove: all)."""

import random

import pytest

from backwatch import triage
from tests import people_cases

pytest.importorskip("z3", reason="the proofs need z3-solver, see requirements-dev.txt")

from tests.logic import laws, proof, spoiled
from tests.logic.model import Person

pytestmark = pytest.mark.sample
BOOK = triage.rule_book()
QUICK = (
    *laws.ABOUT_ONE,
    laws.one_more_warning_sign_never_lowers_the_level,
    laws.leaving_an_answer_open_never_leads_to_self_care,
    laws.a_covered_rule_never_stands_alone,
)


@pytest.mark.parametrize("law", QUICK, ids=laws.words)
def test_the_rules_keep_the_law(law):
    assert [each.words() for each in laws.broken(law, BOOK)] == []


def test_the_model_agrees_with_the_engine_on_40_people():
    chance = random.Random(31)  # noqa: S311
    person = Person.any(BOOK)
    assert len({proof.compare(person, people_cases.random_answers(chance)) for _ in range(40)}) > 3


@pytest.mark.parametrize(
    "name", ["a danger sign lost its part of a rule", "a second sign switches the first one off"]
)
def test_rules_broken_on_purpose_break_the_law_and_a_person_shows_it(name):
    law, book, about = spoiled.rule_book(name)
    found = [each for each in laws.broken(law, book) if each.claim.about == about]
    assert len(found) == 1
    assert found[0].people


def test_whoever_breaks_a_law_is_told_of_in_plain_words():
    law, book, _ = spoiled.rule_book("a danger sign is one level too low")
    (found,) = laws.broken(law, book)
    assert found.words().splitlines() == [
        "No adult with a danger sign answered yes is below emergency.",
        "Not so for g_saddle:",
        "  New numbness between the legs or around the bottom: Yes",
        "  -> same_day; rules: E05",
    ]


def test_a_model_that_differs_from_the_engine_is_noticed(monkeypatch):
    person = Person.any(BOOK)
    _, other, _ = spoiled.rule_book("a danger sign is one level too low")
    monkeypatch.setattr(person.book, "assess", other.assess)
    with pytest.raises(proof.ModelError):
        proof.compare(person, {"g_saddle": "yes"})
