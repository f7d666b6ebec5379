"""The written cases that the page shows are those that the tests hold."""

import pytest

from backwatch import how_it_works, triage
from backwatch.urgency import Urgency
from tests import people_cases, publish_cases

BOOK = triage.rule_book()
CASES = how_it_works.published_cases()

BASES = """
grown_up:
  like: blank
  but: {age: 40}
blank: {g_legs: "no"}
"""
PERSON = """
people:
  - {id: x, name: "Ada cannot feel her legs.", like: grown_up, but: {g_legs: "yes"}, accepted: [%s]}
"""


def people(folder, accepted="emergency"):
    (folder / "bases.yaml").write_text(BASES, encoding="utf-8")
    (folder / "some.yaml").write_text(PERSON % accepted, encoding="utf-8")
    return folder


def test_the_published_cases_are_up_to_date():
    assert publish_cases.up_to_date(), "run: python -m tests.publish_cases --write"


def test_every_rule_has_a_published_case_in_which_it_holds():
    for rule in BOOK.rules:
        assert any(case.holds for case in CASES[rule.id].shown), rule.id


def test_a_case_is_a_sentence_in_the_words_of_the_questions():
    said = {case.said for found in CASES.values() for case in found.shown}
    assert "A simple strain. Very hard to breathe: Yes" in said
    assert not any("g_" in one or "_" in one for one in said)


def test_the_levels_of_a_case_are_known_levels():
    for found in CASES.values():
        for case in found.shown:
            assert all(isinstance(level, Urgency) for level in case.urgencies)


def test_no_more_than_a_few_cases_are_shown_and_the_others_are_counted():
    shown = CASES["R02"]
    most = publish_cases.MOST_CASES + publish_cases.MOST_PEOPLE + publish_cases.MOST_WITHOUT
    assert len(shown.shown) <= most
    holding = [c for c in people_cases.cases() if "R02" in (c.fires or ()) or "R02" in c.among]
    assert shown.more > len(holding) / 2


def test_a_named_person_stands_at_each_rule_that_holds_for_them(tmp_path):
    text = publish_cases.text(people(tmp_path))
    before, after = text.split("Ada cannot feel her legs.", 1)
    assert before.rsplit("\n  E", 1)[1].startswith("07:")
    assert after.index("- emergency") < after.index("holds: true")


@pytest.mark.parametrize(
    ("accepted", "levels"),
    [
        (["emergency"], ("emergency",)),
        (["self_care", "routine"], ("routine", "self_care")),
        (["routine", "same_day"], ("same_day", "within_days", "routine")),
    ],
)
def test_accepted_levels_go_from_the_lowest_to_the_highest(accepted, levels):
    assert publish_cases._between(accepted) == levels


def test_an_old_copy_is_noticed(tmp_path, monkeypatch, capsys):
    copy, text = tmp_path / "cases.yaml", publish_cases.text()
    monkeypatch.setattr(publish_cases, "text", lambda: text)
    copy.write_text(text.replace("emergency", "routine", 1), encoding="utf-8")
    monkeypatch.setattr(publish_cases, "FILE", copy)
    assert publish_cases.main([]) == 1
    assert "--write" in capsys.readouterr().out
    assert publish_cases.main(["--write"]) == 0
    assert publish_cases.main([]) == 0
