"""The rules read a second time, slowly and plainly, to check the engine against.

It shares no code with the engine. It reads the YAML as text only and walks the raw mappings. Truth
is 1, 0 or 0.5 for unknown: `all` is the least, `any` the greatest, `not` is one minus.
"""

from functools import cache
from pathlib import Path

import yaml

RULES = Path(__file__).parents[1] / "rules"
ORDER = ["self_care", "routine", "within_days", "same_day", "emergency"]


@cache
def _raw(name):
    return yaml.load((RULES / name).read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506


QUESTIONS = {q["id"]: q for q in _raw("questions.yaml")["questions"]}
REQUIRED = _raw("questions.yaml")["required"]
ADULT = int(_raw("questions.yaml")["adult_age"])
DERIVED = _raw("triage.yaml")["derived"]
WHEN = {rule["id"]: rule for rule in _raw("triage.yaml")["rules"]}
CRITICAL = {name for name, q in QUESTIONS.items() if q.get("critical") == "true"}


def joined(answers):
    """Return the answers with each question that was asked in parts put together from them."""
    whole = {q["part_of"] for q in QUESTIONS.values() if "part_of" in q}
    found = dict(answers)
    for name in whole:
        parts = [answers.get(p) for p, q in QUESTIONS.items() if q.get("part_of") == name]
        said = {*parts, answers.get(name)}
        if "yes" in said:
            found[name] = "yes"
        elif answers.get(name) or all(parts):
            found[name] = "not_sure" if "not_sure" in said else "no"
    return found


def truth(node, answers):
    """Return (1, 0 or 0.5, the questions to ask while it is 0.5)."""
    if "d" in node:
        return truth(DERIVED[node["d"]], answers)
    if "not" in node:
        value, ask = truth(node["not"], answers)
        return 1 - value, ask
    if "q" in node:
        return leaf(node, answers)
    parts = [truth(p, answers) for p in node.get("all") or node.get("any") or node["of"]]
    values = [value for value, _ in parts]
    if "all" in node:
        value = min(values)
    elif "any" in node:
        value = max(values)
    else:
        need = int(node["at_least"])
        value = sorted(values, reverse=True)[need - 1]
    ask = set().union(*(a for v, a in parts if v == 0.5)) if value == 0.5 else set()
    return value, ask


def leaf(node, answers):
    """Return whether one answer is the wanted one, as `truth` does."""
    name = node["q"]
    question = QUESTIONS[name]
    given = answers.get(name)
    ask = {name}
    if "show_if" in question:
        shown, open_hiders = truth(question["show_if"], answers)
        if shown == 0:
            return 0, set()
        if shown == 0.5:
            given, ask = None, open_hiders
    words = given if isinstance(given, list) else [] if given is None else [given]
    if len(words) > 1:
        words = [word for word in words if word != "none"]
    unsure = "not_sure" in words or "skip" in words
    if "gte" in node or "lte" in node:
        if not words or unsure:
            return 0.5, ask
        high = "gte" in node
        return int(words[0] >= int(node["gte"]) if high else words[0] <= int(node["lte"])), set()
    wanted = node.get("in") or node.get("has_any") or [node["is"]]
    if set(words) & set(wanted):
        return 1, set()
    if not words or unsure:
        if "if_missing" in question:
            return int(question["if_missing"] in wanted), set()
        return 0.5, ask
    return 0, set()


def missing(answers):
    """Return the questions that a finished check still needs."""
    answers = joined(answers)
    needed = [q for q in QUESTIONS if q in CRITICAL or q in REQUIRED]
    return [
        q
        for q in needed
        if answers.get(q) in (None, [])
        and ("show_if" not in QUESTIONS[q] or truth(QUESTIONS[q]["show_if"], answers)[0] == 1)
    ]


def assess(answers):
    """Return (level, status, the ids of the rules that hold as a set)."""
    answers = joined(answers)
    found = {
        name: truth(rule["when"], answers)
        for name, rule in WHEN.items()
        if rule["when"] != "default"
    }
    fired = {name for name, (value, _) in found.items() if value == 1}
    age = answers.get("age")
    if isinstance(age, int) and age < ADULT:
        return None, "under_18", {f for f in fired if WHEN[f]["level"] == "emergency"}
    status = "incomplete" if missing(answers) else "complete"
    (calm,) = (name for name in WHEN if WHEN[name]["level"] == "self_care")
    (default,) = (name for name in WHEN if WHEN[name]["when"] == "default")
    others = {name for name in fired if name != calm}
    doubts = {name: ask for name, (value, ask) in found.items() if value == 0.5 and name != calm}
    if calm in fired and not others and not doubts and status == "complete":
        return "self_care", status, {calm}
    rank = 1
    for name in others:
        rank = max(rank, ORDER.index(WHEN[name]["level"]))
    for name, ask in doubts.items():
        if ask & CRITICAL:
            rank = max(rank, ORDER.index(WHEN[name]["level"]) - 1)
    if not others and rank == 1:
        others = {default}
    return ORDER[rank], status, others
