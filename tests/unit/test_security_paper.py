"""SECURITY.md says of every threat what holds it off: a test that is there, or "not yet"."""

import re

import pytest

from backwatch import paths

PAPER = (paths.ROOT / "SECURITY.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| ([A-Z][0-9]+) \| (.+?) \| (.+?) \| (.+?) \|$", re.MULTILINE)
FOUND = {row: (threat, held, tests) for row, threat, held, tests in ROW.findall(PAPER)}
# Every threat to what is kept, to what comes in and goes out, and from whoever is at the computer.
ROWS = [
    *(f"R{n}" for n in range(1, 16)),
    *(f"I{n}" for n in range(1, 14)),
    *(f"O{n}" for n in range(1, 7)),
    *(f"C{n}" for n in range(1, 11)),
    "L1",
]
NAMED = re.compile(r"`(tests/[\w/]+\.py)`:\s+((?:`test_\w+`(?:,\s+)?)+)")


def test_every_threat_has_one_row_and_no_row_is_of_none():
    assert sorted(FOUND) == sorted(ROWS)
    assert len(ROW.findall(PAPER)) == len(ROWS)


@pytest.mark.parametrize("row", ROWS)
def test_a_row_names_tests_that_are_there_or_says_not_yet(row):
    _, held, tests = FOUND[row]
    named = [(f, n) for f, names in NAMED.findall(tests) for n in re.findall(r"test_\w+", names)]
    for file, name in named:
        code = paths.ROOT / file
        assert code.exists(), file
        assert re.search(rf"^def {name}\(", code.read_text(encoding="utf-8"), re.MULTILINE), name
    assert named or "not yet" in tests
    assert len(named) == tests.count("`test_"), "a test is named without its file"
    assert held
