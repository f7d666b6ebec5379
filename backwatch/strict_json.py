"""JSON from a file that anybody may have changed: read strictly, each fault told with its place.

A place is a plain phrase such as "person 1, entry 3, pain_now". What stands in the file is never
repeated: it may be a person's words.
"""

import json
import math
import re
from collections.abc import Collection, Mapping
from typing import Any

_LEVELS = 20  # groups inside groups; our own files have 6
_WHOLE = 18  # digits
_PARTS = re.compile(r'"(?:\\.|[^"\\])*"|[\[\]{}]')


class BadJson(ValueError):
    """The file cannot be used. The message is one plain sentence that names the place."""


class _Twice:
    """Stands for a group in which a name stands twice."""


class _NoNumber:
    """Stands for NaN, an infinity, or a number too long to be one."""


def parse(data: bytes, *, limit: int) -> Any:
    """Return what a JSON file in UTF-8 holds, of at most `limit` bytes. Raises BadJson.

    A name that stands twice in a group, and what is no number, are found by the readers below.
    """
    if len(data) > limit:
        raise BadJson(f"The file is larger than {limit // 1_000_000} MB, so it cannot be read.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise BadJson(f"line {line}: this is not text in UTF-8.") from None
    try:
        return json.loads(
            text,
            object_pairs_hook=_group,
            parse_constant=lambda _: _NoNumber(),
            parse_float=_float,
            parse_int=lambda digits: int(digits) if len(digits) <= _WHOLE else _NoNumber(),
        )
    except json.JSONDecodeError as error:
        raise BadJson(f"line {error.lineno}, column {error.colno}: this is not JSON.") from None
    except RecursionError:
        raise BadJson(f"line {_too_deep(text)}: the file is nested too deep.") from None


def _group(pairs: list[tuple[str, Any]]) -> Any:
    found = dict(pairs)
    return found if len(found) == len(pairs) else _Twice()


def _float(digits: str) -> Any:
    number = float(digits)
    return number if math.isfinite(number) else _NoNumber()


def _too_deep(text: str) -> int:
    """Return the line on which the groups first lie too deep."""
    level = 0
    for part in _PARTS.finditer(text):
        if part.group() in "[{":
            level += 1
            if level > _LEVELS:
                return text.count("\n", 0, part.start()) + 1
        elif part.group() in "]}":
            level -= 1
    return 1


def group(
    value: Any, where: str, *, required: Collection[str] = (), optional: Collection[str] = ()
) -> Mapping[str, Any]:
    """Return a group of named values that has all the `required` names and no unknown one."""
    found = names(value, where)
    if not set(found) <= {*required, *optional}:
        raise BadJson(f"{where}: it holds a name that does not belong here.")
    for name in required:
        if name not in found:
            raise BadJson(f"{where}: “{name}” is missing.")
    return found


def names(value: Any, where: str) -> Mapping[str, Any]:
    """Return a group of any names."""
    if isinstance(value, _Twice):
        raise BadJson(f"{where}: a name stands there twice.")
    if not isinstance(value, dict):
        raise BadJson(f"{where}: a group in {{ }} belongs here.")
    return value


def several(value: Any, where: str) -> list[Any]:
    """Return a list."""
    if not isinstance(value, list):
        raise BadJson(f"{where}: a list in [ ] belongs here.")
    return value


def text(value: Any, where: str, *, longest: int) -> str:
    """Return a text without half characters and NUL, of at most `longest` characters."""
    if not isinstance(value, str):
        raise BadJson(f"{where}: a text in quotes belongs here.")
    if len(value) > longest:
        raise BadJson(f"{where}: the text is longer than {longest} characters.")
    if any(letter == "\0" or "\ud800" <= letter <= "\udfff" for letter in value):
        raise BadJson(f"{where}: the text holds a character that cannot be kept.")
    return value


def plain(value: Any, where: str, levels: int = _LEVELS) -> Any:
    """Return a value made of texts, numbers, true, false, lists and groups all through."""
    if levels == 0:
        raise BadJson(f"{where}: it is nested too deep.")
    if isinstance(value, _NoNumber):
        raise BadJson(f"{where}: this is not a number.")
    if isinstance(value, (_Twice, dict)):
        for name, part in names(value, where).items():
            text(name, where, longest=1000)
            plain(part, where, levels - 1)
    elif isinstance(value, list):
        for number, part in enumerate(value, start=1):
            plain(part, f"{where}, number {number}", levels - 1)
    elif isinstance(value, str):
        text(value, where, longest=1_000_000)
    return value
