"""Rules broken on purpose. A law that still holds for them would prove nothing."""

import copy
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from backwatch import paths, yaml_files
from backwatch.questionnaire import questionnaire
from backwatch.triage import RuleBook
from tests.logic import laws


@cache
def _raw() -> dict[str, Any]:
    return yaml_files.read(paths.RULES / "triage.yaml")


def _rule(raw: dict[str, Any], name: str) -> dict[str, Any]:
    (rule,) = (rule for rule in raw["rules"] if rule["id"] == name)
    return rule


def _too_low(raw: dict[str, Any]) -> None:
    _rule(raw, "E05")["level"] = "same_day"


def _forgotten(raw: dict[str, Any]) -> None:
    raw["rules"].remove(_rule(raw, "E10"))


def _part_lost(raw: dict[str, Any]) -> None:
    when = _rule(raw, "E07")["when"]
    when["any"] = [part for part in when["any"] if part.get("q") != "g_legs"]


def _sign_that_calms(raw: dict[str, Any]) -> None:
    rule = _rule(raw, "S04")
    rule["when"] = {"all": [rule["when"], {"not": {"q": "tender", "is": "yes"}}]}


def _doubt_that_calms(raw: dict[str, Any]) -> None:
    parts = [leaf for part in _rule(raw, "M01")["when"]["all"] for leaf in part.get("any", [])]
    (move,) = (leaf for leaf in parts if leaf["q"] == "move")
    move["in"] = [move.pop("is"), "not_sure"]


def _doubt_below_no(raw: dict[str, Any]) -> None:
    rule = _rule(raw, "D08")
    rule["when"] = {"any": [rule["when"], {"q": "tender", "is": "no"}]}


def _impossible(raw: dict[str, Any]) -> None:
    rule = _rule(raw, "D04")
    rule["when"] = {"all": [rule["when"], {"not": rule["when"]}]}


def _there_twice(raw: dict[str, Any]) -> None:
    raw["rules"].append({**_rule(raw, "D04"), "id": "D99"})


def _not_covered(raw: dict[str, Any]) -> None:
    _rule(raw, "R01")["when"]["any"].remove({"d": "lasting4"})


SPOILED: Mapping[str, tuple[laws.Law, Callable[[dict[str, Any]], None], str]] = {
    # what is broken: the law that must notice, the change, and what the law must point at
    "a danger sign is one level too low": (
        laws.a_danger_sign_is_an_emergency,
        _too_low,
        "g_saddle",
    ),
    "a danger sign lost its rule": (laws.a_danger_sign_is_an_emergency, _forgotten, "g_confused"),
    "a danger sign lost its part of a rule": (
        laws.a_danger_sign_is_an_emergency,
        _part_lost,
        "g_legs",
    ),
    "a second sign switches the first one off": (
        laws.one_more_warning_sign_never_lowers_the_level,
        _sign_that_calms,
        "tender",
    ),
    "a no is more urgent than an open answer": (
        laws.a_sign_left_open_is_never_below_no,
        _doubt_below_no,
        "tender",
    ),
    "not sure counts as good news": (
        laws.leaving_an_answer_open_never_leads_to_self_care,
        _doubt_that_calms,
        "move",
    ),
    "self-care with a danger sign left open": (
        laws.self_care_needs_every_critical_answer,
        _forgotten,
        "g_confused",
    ),
    "a rule contradicts itself": (laws.every_rule_can_hold, _impossible, "D04"),
    "two rules say the same": (laws.every_rule_can_decide, _there_twice, "D04"),
    "a rule is listed as covered and is not": (
        laws.a_covered_rule_never_stands_alone,
        _not_covered,
        "R03",
    ),
}


def rule_book(name: str) -> tuple[laws.Law, RuleBook, str]:
    """Return the law that must notice, the broken rules, and what the law must point at."""
    law, change, about = SPOILED[name]
    raw = copy.deepcopy(_raw())
    change(raw)
    return law, RuleBook(raw, questionnaire(), name), about
