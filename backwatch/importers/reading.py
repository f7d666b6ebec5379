"""What every reader gets and gives, and how a score of pain is read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from backwatch.importers.json_text import OddNumber
from backwatch.importers.rows import NRS, UNKNOWN, Row
from backwatch.importers.values import Bad, DateOrder, number, plain_number


@dataclass(frozen=True)
class Options:
    """What the person said about the file. None: not said."""

    zone: ZoneInfo | None = None
    date_order: DateOrder | None = None


@dataclass(frozen=True)
class Column:
    """What becomes of one column of a table. `ours` "": it is not read."""

    theirs: str
    ours: str
    examples: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reading:
    """What a reader found. not_read: parts that this app has no use for, with counts."""

    rows: list[Row]
    not_read: Mapping[str, int] = field(default_factory=dict)
    columns: tuple[Column, ...] = ()


def text_of(value: Any, column: str) -> str:
    """Return a number or text as text; "" for None. Raises Bad for true, lists and mappings."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return plain_number(value)
    if isinstance(value, OddNumber | str):
        return str(value).strip()
    raise Bad(column, "this is not a number.")


def pain_value(value: Any, column: str, *flags: str) -> dict[str, Any] | None:
    """Return what a row says about a pain of 0 to 10, or None when nothing is recorded.

    A whole number from 0 to 10 is a score. Everything else stays text and is never a score.
    """
    text = text_of(value, column)
    if not text:
        return None
    score = number(text)
    if score is None:
        flag = "not_understood" if any(letter.isdigit() for letter in text) else "words_not_0_10"
        return {"value_text": text, "scale": UNKNOWN, "flags": (*_sure(flags), flag)}
    if not 0 <= score <= 10:
        return {"value_text": text, "scale": UNKNOWN, "flags": (*_sure(flags), "out_of_range")}
    if score != int(score):
        flag = "not_a_whole_number"
        return {"value_text": text, "scale": UNKNOWN, "flags": (*_sure(flags), flag)}
    return {"value_num": score, "scale": NRS, "flags": flags}


def _sure(flags: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(flag for flag in flags if flag != "scale_assumed_0_10")
