"""A foreign JSON file, read strictly: each key once, plain numbers only, every type checked."""

import json
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from backwatch.importers.values import Bad, BadImport, epoch_number, number, plain_number
from backwatch.questionnaire import in_one_line


class OddNumber(str):
    """A number that is not plain, such as 1e309, as it was written."""

    __slots__ = ()


def _number(text: str) -> Any:
    plain = number(text)
    if plain is None:
        plain = epoch_number(text)
    return OddNumber(text) if plain is None else plain


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise BadImport(f"“{in_one_line(key)}” is there twice in one part; export it again.")
        found[key] = value
    return found


def read(text: str) -> Any:
    """Return what the text holds, numbers as Decimal. Raises BadImport for broken JSON."""
    try:
        return json.loads(
            text,
            object_pairs_hook=_once,
            parse_int=_number,
            parse_float=_number,
            parse_constant=OddNumber,
        )
    except BadImport:
        raise
    except json.JSONDecodeError as error:
        raise BadImport(
            f"line {error.lineno} is not JSON; the file may be cut off, export it again."
        ) from None
    except (ValueError, RecursionError):
        raise BadImport("this JSON is nested too deep; export it again.") from None


def mapping(value: Any, column: str) -> Mapping[str, Any]:
    """Return a part that must be {...}; missing is empty. Raises Bad for another type."""
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise Bad(column, "this part has another form than this app writes.")
    return value


def items(value: Any, column: str) -> list[Any]:
    """Return a part that must be [...]; missing is empty. Raises Bad for another type."""
    if value is None:
        return []
    if not isinstance(value, list):
        raise Bad(column, "this part has another form than this app writes.")
    return value


def words(value: Any, column: str) -> str:
    """Return a text, or a number as text; missing is "". Raises Bad for true, {...} and [...]."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return plain_number(value)
    if not isinstance(value, str):
        raise Bad(column, "this is not a text.")
    return value.strip()


def all_words(value: Any, column: str) -> list[str]:
    """Return the texts of a list that are not empty."""
    return [text for each in items(value, column) if (text := words(each, column))]


def named(
    records: Iterable[Any], key: str, label: str, otherwise: str
) -> Iterator[tuple[str, Any]]:
    """Return each record with its place: "id 7", or "entry 2" where it has no id of its own."""
    seen: set[str] = set()
    for place, record in enumerate(records, 1):
        id = record.get(key) if isinstance(record, dict) else None
        text = plain_number(id) if isinstance(id, Decimal) else id
        if (
            isinstance(text, str)
            and 0 < len(text) <= 60
            and text.isprintable()
            and text not in seen
        ):
            seen.add(text)
            yield f"{label} {text}", record
        else:
            yield f"{otherwise} {place}", record


def filled(value: Any, path: str = "") -> Iterable[str]:
    """Return the path of every value that is not empty, 0 or false: what somebody noted."""
    if isinstance(value, dict):
        for key, part in value.items():
            yield from filled(part, f"{path}.{key}" if path else key)
    elif isinstance(value, list):
        if value:
            yield path
    elif value not in (None, "", False, 0):
        yield path
