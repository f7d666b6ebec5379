"""A fixed sample of small faults is noticed, and the search still works (tests.mutants: all)."""

import ast
import os
import subprocess
import sys

import pytest

from tests.mutants import engine, faults, killers, rules, run_rules

pytestmark = pytest.mark.sample
SAMPLE = {  # name, the change: who must notice
    ("thoracic", "also neck, in location has_any upper/middle"): "case",
    ("E06", "the rule is gone"): "case",
    ("E06", "emergency becomes same_day"): "case",
    ("D01", "gte becomes 41, in age gte 40"): "case",
    ("S07", "gte becomes 6, in severity gte 7"): "case",
    ("S10", "without the answer not_sure, in move in no/not_sure"): "case",
    ("SC7", "without the not, in not tx_pain_expected"): "case",
    ("M01", "the rule is gone"): "reader",
    ("g_chest", "without critical"): "case",
    ("usual_pain", "if_missing becomes same_known"): "case",
    ("stiff", "not duration is m3_plus"): "case",
}


def test_a_fixed_sample_of_faults_in_the_rules_is_noticed():
    chosen = [each for each in rules.faults() if (each.name, each.what) in SAMPLE]
    assert len(chosen) == len(SAMPLE)
    for found in run_rules.run(chosen, cases_only=True):
        assert found.by == SAMPLE[found.fault.name, found.fault.what], found


def test_a_fault_is_named_with_its_file_and_line():
    (fault,) = (each for each in rules.faults() if str(each).endswith("E06: the rule is gone"))
    place, _, _ = str(fault).partition(" ")
    file, _, line = place.partition(":")
    text = (engine.ROOT / file).read_text(encoding="utf-8").splitlines()
    assert text[int(line) - 1] == "  - id: E06"


def test_the_rules_as_they_are_pass_every_case():
    unchanged = faults.Fault(faults.RULES, "", (), "nothing", lambda raw: None)
    book = unchanged.rule_book()
    assert killers.by_case(book) is None
    assert killers.by_person(book) is None


def test_a_fault_that_cannot_matter_is_proved_to_be_the_same():
    pytest.importorskip("z3", reason="the proofs need z3-solver, see requirements-dev.txt")
    from tests.mutants import equivalence

    what = "without known_cancer"  # EC3 asks for a treatment, and that is asked only with cancer
    same, other = (
        equivalence.differs(
            next(f for f in rules.faults() if (f.name, f.what) == fault).rule_book()
        )
        for fault in (("EC3", what), ("EC4", what))
    )
    assert (same.level, same.fired) == (False, False)
    assert (other.level, other.fired) == (True, True)


def test_a_fault_that_nobody_noticed_comes_with_a_person_who_shows_it(monkeypatch):
    pytest.importorskip("z3", reason="the proofs need z3-solver, see requirements-dev.txt")
    from tests.mutants import suggest

    monkeypatch.setattr(killers, "_read", lambda: ())
    chosen = [f for f in rules.faults() if (f.name, f.what) == ("E06", "the rule is gone")]
    (found,) = run_rules.run(chosen, cases_only=True)
    assert (found.by, found.only_fired) == ("nobody", False)
    assert list(suggest.cases(chosen)) == [
        '  - {name: "E06 holds: g_bladder yes", person: strain, change: {g_bladder: "yes"}, '
        "level: emergency, with: [E06]}"
    ]


def test_a_fault_in_the_engine_is_one_change_in_one_line():
    found = list(engine.mutants())
    assert {each.module for each in found} == set(engine.MODULES)
    for mutant in found[::90]:
        before = ast.unparse(engine.parsed(mutant.module)).splitlines()
        after = ast.unparse(mutant.tree()).splitlines()
        assert len(before) == len(after)
        assert sum(old != new for old, new in zip(before, after, strict=True)) == 1, mutant


@pytest.mark.parametrize(
    ("code", "instead"),
    [
        ("a < b", ["a <= b", "a >= b"]),
        ("a is b", ["a is not b"]),
        ("a and b", ["a or b"]),
        ("not a", ["a"]),
        ("max(a)", ["min(a)"]),
        ("3", ["2", "4"]),
        ("True", ["False"]),
        ("f(a)", []),
        ("'word'", []),
    ],
)
def test_what_could_stand_there_by_mistake(code, instead):
    (statement,) = ast.parse(code).body
    assert [ast.unparse(each) for each in engine.instead(statement.value)] == instead


def test_a_fault_that_is_said_to_change_nothing_is_still_there_and_says_why():
    keys = {mutant.key for mutant in engine.mutants()}
    assert set(engine.equivalent()) - keys == set()
    assert all(why.strip() for why in engine.equivalent().values())


PROGRAM = """
from tests.mutants import engine, run_engine
(fault,) = (m for m in engine.mutants(("conditions",)) if m.code == "if len(true) >= self.count:"
            and m.what.endswith("-> len(true) > self.count"))
tests = [path for path in run_engine.TESTS if path.endswith("test_conditions.py")]
for found in run_engine.run([fault, engine.UNCHANGED], 2, tests):
    print(found.mutant.line > 1, found.noticed)
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="each fault gets a process of its own by fork")
def test_a_fault_in_the_engine_is_noticed_and_no_fault_is_not():
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], capture_output=True, cwd=engine.ROOT, timeout=120
    )
    assert sorted(done.stdout.decode().split("\n")) == ["", "False False", "True True"], done.stderr
