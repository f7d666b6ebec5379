"""People made up for the tests: their answers, what the check says of them, and random ones.

A case in tests/cases/*.yaml names a person and the answers that differ (null takes one away):
level and status: what comes out; status is "complete" unless it says otherwise.
fires: the rules that hold, all of them, in any order. with, without: some that do, some that
do not. unknown: some that nobody could settle.
"""

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from backwatch import triage, yaml_files
from backwatch.questionnaire import Question, questionnaire

FOLDER = Path(__file__).parent / "cases"


@dataclass(frozen=True)
class Case:
    """One made-up person and what the check must say."""

    name: str
    answers: Mapping[str, Any]
    level: str | None
    status: str
    fires: frozenset[str] | None
    among: frozenset[str] = field(default_factory=frozenset)
    without: frozenset[str] = field(default_factory=frozenset)
    unknown: frozenset[str] = field(default_factory=frozenset)


def changed(answers: Mapping[str, Any], change: Mapping[str, Any]) -> dict[str, Any]:
    """Return the answers with some of them changed; None takes an answer away."""
    return {q: value for q, value in {**answers, **change}.items() if value is not None}


@cache
def _files() -> dict[str, Any]:
    return {path.stem: yaml_files.read(path) for path in sorted(FOLDER.glob("*.yaml"))}


@cache
def _people() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for file, raw in _files().items():
        for name, person in raw.get("people", {}).items():
            assert name not in found, f"{file}: {name} is there twice"
            found[name] = person
    return found


def person(name: str) -> dict[str, Any]:
    """Return the answers of one made-up person."""
    raw = _people()[name]
    if "like" in raw:
        assert set(raw) == {"like", "but"}, name
        return changed(person(raw["like"]), raw["but"])
    return dict(raw)


@cache
def cases() -> tuple[Case, ...]:
    """Return every case of every file."""
    found = []
    for file, records in _files().items():
        for raw in records["cases"]:
            odd = set(raw) - {
                *("name", "person", "change", "level", "status"),
                *("fires", "with", "without", "unknown"),
            }
            assert not odd, f"{file}: {raw['name']}: {odd}"
            found.append(
                Case(
                    name=f"{file}: {raw['name']}",
                    answers=changed(person(raw["person"]), raw["change"]),
                    level=raw["level"],
                    status=raw.get("status", "complete"),
                    fires=frozenset(raw["fires"]) if "fires" in raw else None,
                    among=frozenset(raw.get("with", ())),
                    without=frozenset(raw.get("without", ())),
                    unknown=frozenset(raw.get("unknown", ())),
                )
            )
    return tuple(found)


def on_screens(answers: Mapping[str, Any]) -> dict[str, Any]:
    """Return the answers as the screens take them: in parts where a question is asked in parts."""
    book = questionnaire()
    return {part: value for q, value in answers.items() for part in (book.parts(q) or (q,))}


def assess(answers: Mapping[str, Any]) -> triage.Assessment:
    """Return what the rules say of these answers."""
    return triage.rule_book().assess(questionnaire().read(dict(answers)))


def level(answers: Mapping[str, Any]) -> str | None:
    """Return the level of these answers by its public name."""
    found = assess(answers).level
    return found.id if found else None


def random_answer(question: Question, chance: random.Random) -> Any:
    """Return one answer that the question accepts, now and then not_sure."""
    if question.type == "number":
        if chance.random() < 0.05:
            return "not_sure"
        return chance.randint(18 if question.id == "age" else int(question.min), int(question.max))
    if question.type == "text":
        return "in my own words"
    words = list(question.choices)
    if chance.random() < 0.85:  # else nearly everybody would be unsure of a danger sign
        words = [word for word in words if word != "not_sure"]
    if question.type == "multi":
        return chance.sample(words, chance.randint(1, 2))
    return chance.choice(words)


def random_answers(chance: random.Random, blank: float = 0.15) -> dict[str, Any]:
    """Return answers of a made-up adult; `blank` is the share of questions left out.

    A question that can be asked in parts is answered whole or in parts, as on one screen.
    """
    found = _random_answers(chance, blank)
    for question in questionnaire():
        parts = questionnaire().parts(question.id)
        if chance.random() < 0.5:
            found = {q: value for q, value in found.items() if q not in parts}
        elif parts and question.id in found:
            whole = found.pop(question.id)
            found |= {part: found.get(part, whole) for part in parts}
    return found


def _random_answers(chance: random.Random, blank: float) -> dict[str, Any]:
    """Return answers at random.

    Half of them are the strain person with a few other answers: with all answers at random,
    nearly everybody would be an emergency.
    """
    if chance.random() < 0.5:
        found = {
            question.id: random_answer(question, chance)
            for question in questionnaire()
            if chance.random() >= blank
        }
        for question in found:
            if question.startswith("g_") and chance.random() < 0.98:
                found[question] = "no"
        return found
    found = person(chance.choice(["strain", "past_cancer"]))
    for question in chance.sample(list(questionnaire()), chance.randint(1, 4)):
        if question.id.startswith("g_") and chance.random() < 0.8:
            continue
        found[question.id] = random_answer(question, chance)
    if chance.random() < 0.5:
        return found
    for question in list(found):
        if chance.random() < blank / 10:
            del found[question]
    return found
