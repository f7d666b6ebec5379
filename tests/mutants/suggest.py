"""Written cases that notice the faults nobody noticed, to be read and judged before they are kept.

The level in them is what the rules say today. It is right only if somebody finds that it is.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from tests import people_cases
from tests.mutants import equivalence, killers
from tests.mutants.faults import Fault
from tests.people_cases import Case


def cases(faults: Iterable[Fault]) -> Iterator[str]:
    """Yield lines of YAML, for each fault that no earlier line notices a person who shows it."""
    found: dict[str, dict[str, Any]] = {}  # by the answers: one line for each person
    for fault in faults:
        book = fault.rule_book()
        new = [_as_case(raw) for raw in found.values()]
        if any(killers.differs(c, book.assess(book.questions.read(c.answers))) for c in new):
            continue
        raw = equivalence.shown_by(book)
        if raw is None:
            continue
        same = found.setdefault(f"{raw['person']} {raw['change']}", dict(raw))
        for word in ("with", "without"):
            if word in raw:
                same[word] = sorted({*same.get(word, ()), *raw[word]})
    yield from (_line(raw) for raw in found.values())


def _as_case(raw: Mapping[str, Any]) -> Case:
    return Case(
        name=_name(raw),
        answers=people_cases.changed(people_cases.person(raw["person"]), raw["change"]),
        level=raw["level"],
        status=raw.get("status", "complete"),
        fires=None,
        among=frozenset(raw.get("with", ())),
        without=frozenset(raw.get("without", ())),
    )


def _name(raw: Mapping[str, Any]) -> str:
    words = [f"{', '.join(raw['with'])} holds"] if "with" in raw else []
    words += [f"{', '.join(raw['without'])} does not hold"] if "without" in raw else []
    told = ", ".join(_told(question, answer) for question, answer in raw["change"].items())
    return f"{', '.join(words) or raw['level'].replace('_', ' ')}: {told}"


def _told(question: str, answer: Any) -> str:
    if answer is None:
        return f"{question} left out"
    return f"{question} {' '.join(answer) if isinstance(answer, list) else answer}"


def _line(raw: Mapping[str, Any]) -> str:
    told = ", ".join(f"{key}: {_yaml(value)}" for key, value in raw.items())
    return f'  - {{name: "{_name(raw)}", {told}}}'


def _yaml(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {_yaml(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_yaml(each) for each in value) + "]"
    return f'"{value}"' if value in ("yes", "no") else str(value)
