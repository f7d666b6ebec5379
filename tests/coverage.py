"""Write docs/coverage.md: what the articles ask of the check, where it is, and its test.

`python -m tests.coverage` prints it, `--write` writes it. The rows are in tests/rows.yaml.
"""

import sys
from pathlib import Path
from typing import Any

from backwatch import paths, remarks, triage, yaml_files
from backwatch.questionnaire import questionnaire

ROWS = Path(__file__).parent / "rows.yaml"
TARGET = paths.ROOT / "docs" / "coverage.md"
HEAD = """# What the articles ask of the check

Made by `python -m tests.coverage --write` from `tests/rows.yaml`; a test fails when it is out of
date. R0 to R4 stand for the five articles, RX for what joins several. Questions and rules are named
by their ids in `rules/`. A row without a rule is asked and told to the doctor, and moves no level.
Tests without a folder are in `tests/unit/test_rows.py`.

| row | what is asked | questions | rules and remarks | test |
|---|---|---|---|---|
"""


def rows() -> list[dict[str, Any]]:
    """Return the rows as they stand in the file."""
    return list(yaml_files.read(ROWS)["rows"])


def table() -> str:
    """Return the whole text of docs/coverage.md."""
    lines = [
        f"| {row['id']} | {row['title']} | {_names(row['questions'])} | "
        f"{_names([*row['rules'], *row['remarks']])} | `{row['test']}` |"
        for row in rows()
    ]
    return HEAD + "\n".join(lines) + f"\n\n{len(lines)} rows.\n"


def _names(ids: list[str]) -> str:
    return ", ".join(f"`{one}`" for one in ids) or "none"


def unknown() -> list[str]:
    """Return the ids that a row names and that are not there."""
    known = {
        *questionnaire().questions,
        *(rule.id for rule in triage.rule_book().rules),
        *(remark.id for remark in remarks.every()),
    }
    named = {i for row in rows() for i in (*row["questions"], *row["rules"], *row["remarks"])}
    return sorted(named - known)


if __name__ == "__main__":
    if "--write" in sys.argv[1:]:
        TARGET.write_text(table(), encoding="utf-8")
    else:
        print(table())
