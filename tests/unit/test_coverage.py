"""The table of what the articles ask of the check is whole and up to date."""

import ast
from pathlib import Path

from backwatch.claims import claims
from tests import coverage

HERE = Path(__file__).parent


def test_all_51_rows_of_the_articles_are_there_once():
    ids = [row["id"] for row in coverage.rows()]
    counts = {part: sum(i.startswith(part) for i in ids) for part in ("R0", "R1", "R2", "R3", "R4")}
    assert counts == {"R0": 14, "R1": 8, "R2": 11, "R3": 5, "R4": 12}
    assert "RX-04" in ids
    assert len(ids) == len(set(ids)) == 51


def test_every_row_names_questions_rules_and_remarks_that_exist():
    assert coverage.unknown() == []
    assert [row["id"] for row in coverage.rows() if not row["questions"]] == []


def test_every_row_has_a_test_of_its_own_that_exists():
    tree = ast.parse((HERE / "test_rows.py").read_text(encoding="utf-8"))
    tests = {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
    named = [row["test"] for row in coverage.rows()]
    assert set(named) <= tests
    assert len(named) == len(set(named))
    assert {name for name in tests if name.startswith("test_")} == set(named)


def test_all_32_rows_of_what_there_is_to_read_are_there_once():
    ids = [row["id"] for row in coverage.reading()]
    counts = {p: sum(i.startswith(p) for i in ids) for p in ("R0", "R1", "R2", "R3", "R4", "RX")}
    assert counts == {"R0": 7, "R1": 8, "R2": 5, "R3": 4, "R4": 5, "RX": 3}
    assert len(ids) == len(set(ids)) == 32


def test_every_row_of_what_there_is_to_read_names_claims_and_a_test_of_its_own():
    tree = ast.parse((HERE / "test_education_rows.py").read_text(encoding="utf-8"))
    tests = [node.name for node in tree.body if isinstance(node, ast.FunctionDef)]
    named = [row["test"] for row in coverage.reading()]
    assert sorted(named) == sorted(name for name in tests if name.startswith("test_"))
    for row in coverage.reading():
        assert row["claims"], row["id"]
        assert set(row["claims"]) <= set(claims()), row["id"]


def test_all_10_rows_of_the_page_for_the_doctor_are_there_once():
    ids = [row["id"] for row in coverage.printed()]
    counts = {part: sum(i.startswith(part) for i in ids) for part in ("R0", "R1", "R2", "R3", "R4")}
    assert counts == {"R0": 2, "R1": 2, "R2": 2, "R3": 1, "R4": 3}
    assert len(ids) == len(set(ids)) == 10


def test_every_row_of_the_page_for_the_doctor_names_places_claims_and_a_test_of_its_own():
    tree = ast.parse((HERE / "test_summary_rows.py").read_text(encoding="utf-8"))
    tests = [node.name for node in tree.body if isinstance(node, ast.FunctionDef)]
    named = [row["test"] for row in coverage.printed()]
    assert sorted(named) == sorted(name for name in tests if name.startswith("test_"))
    for row in coverage.printed():
        assert row["places"], row["id"]
        assert row["claims"], row["id"]
        assert set(row["claims"]) <= set(claims()), row["id"]


def test_the_table_in_docs_is_up_to_date():
    written = coverage.TARGET.read_text(encoding="utf-8")
    assert written == coverage.table(), "run: python -m tests.coverage --write"
