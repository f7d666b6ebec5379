"""Every small fault in the rules and in the logic of the questions, one at a time."""

from collections.abc import Iterator
from typing import Any

from backwatch.questionnaire import questionnaire
from backwatch.urgency import Urgency
from tests.mutants.faults import QUESTIONS, RULES, Fault, delete, in_a_condition, original, put


def faults() -> Iterator[Fault]:
    """Yield every fault, in the order of the files."""
    yield from _in_rules(original(RULES))
    yield from _in_questions(original(QUESTIONS))


def _in_rules(raw: Any) -> Iterator[Fault]:
    for name, condition in raw["derived"].items():
        yield from in_a_condition(RULES, name, ("derived", name), condition)
    for number, rule in enumerate(raw["rules"]):
        name, path = rule["id"], ("rules", number)
        yield Fault(RULES, name, path, "the rule is gone", delete(path))
        lower = Urgency.from_id(rule["level"]).one_below().id
        if lower != rule["level"]:
            what = f"{rule['level']} becomes {lower}"
            yield Fault(RULES, name, (*path, "level"), what, put((*path, "level"), lower))
        if rule["when"] != "default":
            yield from in_a_condition(RULES, name, (*path, "when"), rule["when"])


def _in_questions(raw: Any) -> Iterator[Fault]:
    for number, name in enumerate(raw["required"]):
        path = ("required", number)
        yield Fault(QUESTIONS, name, path, "no longer required", delete(path))
    for number, question in enumerate(raw["questions"]):
        name, path = question["id"], ("questions", number)
        for flag in ("critical", "if_missing", "show_if"):
            if question.get(flag):
                what = f"without {flag}"
                yield Fault(QUESTIONS, name, (*path, flag), what, delete((*path, flag)))
        for answer in questionnaire()[name].choices if "if_missing" in question else ():
            if answer not in (question["if_missing"], "not_sure"):
                change = put((*path, "if_missing"), answer)
                what = f"if_missing becomes {answer}"
                yield Fault(QUESTIONS, name, (*path, "if_missing"), what, change)
        if "show_if" in question:
            yield from in_a_condition(QUESTIONS, name, (*path, "show_if"), question["show_if"])
