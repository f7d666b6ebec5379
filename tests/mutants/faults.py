"""One small fault in a rule file: what it is, where it stands, and the rules with it in."""

import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import yaml

from backwatch import paths, yaml_files
from backwatch.conditions import NOT_SURE
from backwatch.questionnaire import Questionnaire, questionnaire
from backwatch.triage import RuleBook

RULES = "triage.yaml"
QUESTIONS = "questions.yaml"
GROUPS = ("all", "any", "of")
FLIPPED = {"all": "any", "any": "all", "gte": "lte", "lte": "gte"}

Path = tuple[str | int, ...]
Node = dict[str, Any]
Change = Callable[[Any], None]


@dataclass(frozen=True)
class Fault:
    """One change of a file. name: the rule, derived fact or question; path: where in the file."""

    file: str
    name: str
    path: Path
    what: str
    change: Change

    def __str__(self) -> str:
        return f"rules/{self.file}:{line(self.file, self.path)} {self.name}: {self.what}"

    def rule_book(self) -> RuleBook:
        """Return the rules with this fault. Raises DataFileError where the reader notices it."""
        raw = copy.deepcopy(original(self.file))
        self.change(raw)
        if self.file == QUESTIONS:
            return RuleBook(original(RULES), Questionnaire(raw))
        return RuleBook(raw, questionnaire())


@cache
def original(file: str) -> Any:
    """Return a rule file as it is."""
    return yaml_files.read(paths.RULES / file)


@cache
def _nodes(file: str) -> yaml.Node:
    text = (paths.RULES / file).read_text(encoding="utf-8")
    return yaml.compose(text, Loader=yaml.SafeLoader)


def line(file: str, path: Path) -> int:
    """Return the line of a rule file in which the value at `path` stands."""
    node, found = _nodes(file), 1
    for part in path:
        if isinstance(node, yaml.SequenceNode):
            node = node.value[part]
            found = node.start_mark.line + 1
        else:
            ((key, node),) = (pair for pair in node.value if pair[0].value == str(part))
            found = key.start_mark.line + 1
    return found


def in_a_condition(file: str, name: str, path: Path, node: Node) -> Iterator[Fault]:
    """Yield the faults of one condition and of every condition that stands in it."""
    for new, what in _instead(node):
        yield Fault(file, name, path, what, put(path, new))
    for word in GROUPS:
        for number, part in enumerate(node.get(word, ())):
            yield from in_a_condition(file, name, (*path, word, number), part)
    if "not" in node:
        yield from in_a_condition(file, name, (*path, "not"), node["not"])


def _instead(node: Node) -> Iterator[tuple[Node, str]]:
    """Yield what could stand here by mistake, with the difference in words."""
    if "not" in node:
        yield node["not"], f"without the not, in {short(node)}"
    elif {"is", "in", "has_any", "d"} & set(node):
        yield {"not": node}, f"not {short(node)}"
    yield from _flipped(node)
    yield from _other_numbers(node)
    yield from _a_part_lost(node)
    yield from _other_answers(node)


def _flipped(node: Node) -> Iterator[tuple[Node, str]]:
    for word in node:
        if word in FLIPPED and (word in ("gte", "lte") or len(node[word]) > 1):
            new = {FLIPPED[word] if key == word else key: value for key, value in node.items()}
            yield new, f"{word} becomes {FLIPPED[word]}, in {short(node)}"


def _other_numbers(node: Node) -> Iterator[tuple[Node, str]]:
    for word in ("gte", "lte", "at_least"):
        for number in (node[word] - 1, node[word] + 1) if word in node else ():
            if word != "at_least" or 1 <= number <= len(node["of"]):
                yield {**node, word: number}, f"{word} becomes {number}, in {short(node)}"


def _a_part_lost(node: Node) -> Iterator[tuple[Node, str]]:
    for word in GROUPS:
        parts = node.get(word, ())
        for number, part in enumerate(parts):
            left = [*parts[:number], *parts[number + 1 :]]
            if len(left) >= node.get("at_least", 1):
                yield {**node, word: left}, f"without {short(part)}"


def _other_answers(node: Node) -> Iterator[tuple[Node, str]]:
    for word in {"is", "in", "has_any"} & set(node):
        have = [node[word]] if word == "is" else node[word]
        for answer in have if len(have) > 1 else ():
            left = [each for each in have if each != answer]
            yield {**node, word: left}, f"without the answer {answer}, in {short(node)}"
        for answer in questionnaire()[node["q"]].choices:
            if answer not in (*have, NOT_SURE, "skip"):
                name = "in" if word == "is" else word
                yield {"q": node["q"], name: [*have, answer]}, f"also {answer}, in {short(node)}"


def short(node: Node) -> str:
    """Return a condition in a few words, for a list."""
    if "d" in node:
        return str(node["d"])
    if "q" in node:
        ((operator, wanted),) = ((k, v) for k, v in node.items() if k != "q")
        words = "/".join(wanted) if isinstance(wanted, list) else wanted
        return f"{node['q']} {operator} {words}"
    if "not" in node:
        return f"not {short(node['not'])}"
    ((word, parts),) = ((k, v) for k, v in node.items() if k in GROUPS)
    count = f"at least {node['at_least']} of " if word == "of" else f"{word} of "
    told = ", ".join(short(part) for part in parts)
    return f"{count}({told})" if len(told) < 70 else f"{count}{len(parts)} parts"


def delete(path: Path) -> Change:
    """Return the change that takes away what stands at `path`."""

    def change(raw: Any) -> None:
        del _inside(raw, path[:-1])[path[-1]]

    return change


def put(path: Path, new: Any) -> Change:
    """Return the change that puts `new` at `path`."""

    def change(raw: Any) -> None:
        _inside(raw, path[:-1])[path[-1]] = copy.deepcopy(new)

    return change


def _inside(raw: Any, path: Path) -> Any:
    for part in path:
        raw = raw[part]
    return raw
