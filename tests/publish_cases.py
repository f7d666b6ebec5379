"""Write content/cases.yaml: for each rule, written cases that the page "How it works" can show.

    python -m tests.publish_cases           says whether the file is up to date
    python -m tests.publish_cases --write   writes it

The cases are those of tests/cases and, where the folder is there, the people of tests/people. The
app never reads tests/, so what it shows is copied here; a unit test fails when the copy is old.
"""

import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from backwatch import how_it_works, paths, triage, yaml_files
from backwatch.questionnaire import questionnaire
from backwatch.urgency import Urgency
from tests import people_cases

FILE = paths.CONTENT / "cases.yaml"
PEOPLE = Path(__file__).parent / "people"
MOST_CASES, MOST_PEOPLE, MOST_WITHOUT = 4, 2, 2  # shown for one rule; the others are only counted
HEAD = """\
# Written cases of each rule, copied from tests/ by: python -m tests.publish_cases --write
# Do not change by hand. levels: what the tests accept for this made-up person.
# holds: whether the rule holds for them. more: cases of this rule that only tests/ has.

"""


@dataclass(frozen=True)
class Found:
    """One case as one rule sees it."""

    said: str
    levels: tuple[str, ...]
    holds: bool
    named: bool  # a person of tests/people
    changes: int


def _base(name: str) -> str:
    known = {person.id: person.name for person in how_it_works.starting_people()}
    return known.get(name, name.replace("_", " ").capitalize())


def _said(raw: Mapping[str, Any]) -> str:
    """Return a case in one sentence: who it starts from, and each answer that is different."""
    book = questionnaire()
    parts = [
        f"{book[q].label}: {book[q].words(book[q].read(value))}"
        for q, value in raw["change"].items()
    ]
    return ". ".join([_base(raw["person"]), *(["; ".join(parts)] if parts else [])])


def _written() -> Iterator[tuple[str, Found]]:
    for path in sorted(people_cases.FOLDER.glob("*.yaml")):
        for raw in yaml_files.read(path)["cases"]:
            holding = {*raw.get("fires", ()), *raw.get("with", ())}
            for rule in sorted({*holding, *raw.get("without", ())}):
                levels = (raw["level"],) if raw["level"] else ()
                said, changes = _said(raw), len(raw["change"])
                yield rule, Found(said, levels, rule in holding, False, changes)


def _answers(raw: Mapping[str, Any], bases: Mapping[str, Any]) -> dict[str, Any]:
    if "like" in raw:
        return people_cases.changed(_answers(bases[raw["like"]], bases), raw.get("but", {}))
    return dict(raw.get("answers", raw))


def _between(accepted: list[str]) -> tuple[str, ...]:
    """Return every level from the lowest to the highest accepted one, most urgent first."""
    found = sorted(map(Urgency.from_id, accepted))
    return tuple(u.id for u in sorted(Urgency, reverse=True) if found[0] <= u <= found[-1])


def _people(folder: Path) -> Iterator[tuple[str, Found]]:
    files = [yaml_files.read(path) for path in sorted(folder.glob("*.yaml"))]
    bases = {name: raw for file in files if "people" not in file for name, raw in file.items()}
    for raw in (raw for file in files for raw in file.get("people", ())):
        for rule in people_cases.assess(_answers(raw, bases)).fired:
            yield rule, Found(raw["name"], _between(raw["accepted"]), True, True, 0)


def _shown(rule: triage.Rule, found: list[Found]) -> dict[str, Any]:
    """Return the cases to show: those that the rule decides first, then those with few changes."""
    unlike = list({one.said: one for one in found}.values())
    unlike.sort(key=lambda one: (rule.level not in one.levels, one.changes))
    cases = [one for one in unlike if one.holds and not one.named][:MOST_CASES]
    people = [one for one in unlike if one.holds and one.named][:MOST_PEOPLE]
    without = [one for one in unlike if not one.holds][:MOST_WITHOUT]
    shown = [
        {"said": one.said, "levels": list(one.levels), "holds": one.holds}
        for one in (*cases, *people, *without)
    ]
    return {"shown": shown, "more": len(unlike) - len(shown)}


@cache
def text(people: Path = PEOPLE) -> str:
    """Return what content/cases.yaml should hold now."""
    found: dict[str, list[Found]] = {}
    for rule, case in (*_written(), *_people(people)):
        found.setdefault(rule, []).append(case)
    rules = {
        rule.id: _shown(rule, found[rule.id])
        for rule in triage.rule_book().rules
        if rule.id in found
    }
    return HEAD + yaml.safe_dump(
        {"schema_version": 1, "rules": rules}, sort_keys=False, allow_unicode=True, width=1000
    )


def up_to_date() -> bool:
    """Return whether the file holds what it should."""
    return FILE.exists() and FILE.read_text(encoding="utf-8") == text()


def main(arguments: list[str]) -> int:
    """Check the file, or write it with --write. Returns 1 when it is out of date."""
    if arguments == ["--write"]:
        FILE.write_text(text(), encoding="utf-8", newline="\n")
    elif not up_to_date():
        print("content/cases.yaml is out of date: python -m tests.publish_cases --write")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
