"""Write docs/coverage.md: what the articles ask of the check, give to read and want on paper.

`python -m tests.coverage` prints it, `--write` writes it. The rows are in tests/rows.yaml.
"""

import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from backwatch import articles, paths, remarks, triage, urgency, yaml_files
from backwatch.questionnaire import questionnaire

ROWS = Path(__file__).parent / "rows.yaml"
TARGET = paths.ROOT / "docs" / "coverage.md"
GLOSSARY = "glossary"  # stands for content/glossary.yaml among the articles of a row
HEAD = """# What the articles ask of the check and give to read

Made by `python -m tests.coverage --write` from `tests/rows.yaml`; a test fails when it is out of
date. R0 to R4 stand for the five articles, RX for what joins several. Questions and rules are named
by their ids in `rules/`. A row without a rule is asked and told to the doctor, and moves no level.
Tests without a folder are in `tests/unit/test_rows.py`.

| row | what is asked | questions | rules and remarks | test |
|---|---|---|---|---|
"""
READING = """
## What there is to read

Articles are named by their file in `content/articles/`; `glossary` is `content/glossary.yaml`. The
claims of a row (by their ids) are listed in `tests/rows.yaml`: each stands in an
article that names the row, or in `content/left_out.yaml` with its reason. The tests are in
`tests/unit/test_education_rows.py`.

| row | what there is to read | articles | claims | test |
|---|---|---|---|---|
"""
PRINTED = """
## What the page for the doctor holds

Places are those of the printed page, or parts of the Summary page of the app. The claims of a row
are listed in `tests/rows.yaml`. The tests are in `tests/unit/test_summary_rows.py`.

| row | what the page holds | where | claims | test |
|---|---|---|---|---|
"""


def rows() -> list[dict[str, Any]]:
    """Return the rows of the check as they stand in the file."""
    return list(yaml_files.read(ROWS)["rows"])


def reading() -> list[dict[str, Any]]:
    """Return the rows of what there is to read as they stand in the file."""
    return list(yaml_files.read(ROWS)["education"])


def printed() -> list[dict[str, Any]]:
    """Return the rows of the page for the doctor as they stand in the file."""
    return list(yaml_files.read(ROWS)["summary"])


def table() -> str:
    """Return the whole text of docs/coverage.md."""
    asked = [
        f"| {row['id']} | {row['title']} | {_names(row['questions'])} | "
        f"{_names([*row['rules'], *row['remarks']])} | `{row['test']}` |"
        for row in rows()
    ]
    read = [
        f"| {row['id']} | {row['title']} | {_names(row['articles'])} | "
        f"{len(row['claims'])} | `{row['test']}` |"
        for row in reading()
    ]
    on_paper = [
        f"| {row['id']} | {row['title']} | {'; '.join(row['places'])} | "
        f"{len(row['claims'])} | `{row['test']}` |"
        for row in printed()
    ]
    return f"{HEAD}{_counted(asked)}{READING}{_counted(read)}{PRINTED}{_counted(on_paper)}"


def _counted(lines: list[str]) -> str:
    return "\n".join(lines) + f"\n\n{len(lines)} rows.\n"


def _names(ids: Iterable[str]) -> str:
    return ", ".join(f"`{one}`" for one in ids) or "none"


def known() -> frozenset[str]:
    """Return the ids of all questions, rules and remarks, and of the levels."""
    return frozenset(
        {
            *questionnaire().questions,
            *(rule.id for rule in triage.rule_book().rules),
            *(remark.id for remark in remarks.every()),
            *(one.id for one in urgency.Urgency),
        }
    )


def unknown() -> list[str]:
    """Return the ids that a row of the check names and that are not there."""
    named = {i for row in rows() for i in (*row["questions"], *row["rules"], *row["remarks"])}
    return sorted(named - known())


def naming(row_id: str) -> list[str]:
    """Return the slugs of the articles whose front matter names the row, in their order."""
    return [one.slug for one in articles.articles() if row_id in one.rows]


def glossary() -> list[Mapping[str, Any]]:
    """Return the terms of the word list as they stand in the file."""
    return list(yaml_files.read(paths.CONTENT / "glossary.yaml")["terms"])


def in_pictures() -> set[str]:
    """Return the claims that a picture of content/pictures.yaml shows."""
    found = yaml_files.read(paths.CONTENT / "pictures.yaml")["pictures"]
    return {claim for picture in found for claim in picture["claims"]}


def standing(slugs: Iterable[str]) -> set[str]:
    """Return the claims that stand in the articles named, GLOSSARY among them."""
    found: set[str] = set()
    for slug in slugs:
        if slug == GLOSSARY:
            found |= {claim for term in glossary() for claim in term.get("claims", ())}
        elif (one := articles.article(slug)) is not None:
            found |= set(one.cited)
    return found


def left_out() -> dict[str, Any]:
    """Return what is left out on purpose: `claims` and `sources` by id, and `lines`."""
    return dict(yaml_files.read(paths.CONTENT / "left_out.yaml"))


if __name__ == "__main__":
    if "--write" in sys.argv[1:]:
        TARGET.write_text(table(), encoding="utf-8")
    else:
        print(table())
