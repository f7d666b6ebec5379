"""`python -m backwatch trends`: whether a diary shows more pain, or more nights woken by it."""

import argparse
import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any

from backwatch import diary, transfer
from backwatch.diary import Entry
from backwatch.questionnaire import in_one_line

_RECORDED = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_FIELDS = frozenset(transfer.COLUMNS) | {"too_bad"}
_LISTS = ("spread", "feels_like", "worse_with", "eased_by", "symptoms", "places", "medicines")


class BadDiary(ValueError):
    """A diary cannot be read. The message is one plain sentence."""


def add_to(commands: Any, day: Callable[[str], dt.date]) -> None:
    """Add the command to the parser of the command line; `day` reads a calendar day."""
    command = commands.add_parser("trends", help="whether pain or woken nights are rising")
    command.add_argument("file", nargs="?", default="-", help="a diary as .csv; - is stdin")
    command.add_argument("--jsonl", action="store_true", help="one diary a line, as JSON")
    command.add_argument("--today", type=day, default=None, help="the day of the look")
    command.add_argument(
        "--replay", action="store_true", help="the first day on which each rise would show"
    )


def of_table(text: str, arguments: argparse.Namespace) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Return the answer for a diary as a table, and the columns nobody reads.

    Raises transfer.BadTable for the first row that cannot be read.
    """
    table = transfer.read_table(text)
    return _answer(table.entries, arguments), table.unknown_columns


def of_line(raw: Any, arguments: argparse.Namespace) -> dict[str, Any]:
    """Return the answer for one diary {"id": ..., "entries": [...]}. Raises BadDiary."""
    if not isinstance(raw, Mapping) or not isinstance(raw.get("entries"), list):
        raise BadDiary('give a diary as {"id": ..., "entries": [{"date": ...}, ...]}.')
    unknown = sorted(set(raw) - {"id", "entries"})
    if unknown:
        raise BadDiary(f"{in_one_line(str(unknown[0]))}: a diary has only id and entries.")
    name = raw.get("id")
    if not isinstance(name, str | int | None) or isinstance(name, bool):
        raise BadDiary("id: give a text or a whole number.")
    entries = [_entry(number, each) for number, each in enumerate(raw["entries"], 1)]
    return {"id": name, **_answer(entries, arguments)}


def _entry(number: int, raw: Any) -> Entry:
    if not isinstance(raw, Mapping):
        raise BadDiary(f'entry {number}: give it as {{"date": "2026-11-20", "pain_worst": 4}}.')
    values = {name: value for name, value in raw.items() if value is not None}
    for name in values:
        if name not in _FIELDS:
            raise BadDiary(f"entry {number}: {in_one_line(str(name))} is not a field of an entry.")
    try:
        values["date"] = dt.date.fromisoformat(values["date"])
        if "time" in values:
            values["time"] = dt.time.fromisoformat(values["time"])
    except KeyError:
        raise BadDiary(f"entry {number}, date: write the day as 2026-11-20.") from None
    except (TypeError, ValueError):
        raise BadDiary(f"entry {number}: write the day as 2026-11-20, the time as 08:30.") from None
    for name in _LISTS:
        if isinstance(values.get(name), list):
            values[name] = tuple(values[name])
    try:
        return diary.checked(Entry, {"person_id": "-", "recorded_at": _RECORDED, **values})
    except diary.BadRecord as bad:
        name, sentence = next(iter(bad.problems.items()))
        raise BadDiary(f"entry {number}, {name}: {sentence}") from None


def _answer(entries: Any, arguments: argparse.Namespace) -> dict[str, Any]:
    """Return the trends on `--today`, or on the last day; with `--replay` the first days instead.

    A diary without an entry has no days: everything is "not_enough_days", and nothing was shown.
    """
    from backwatch import trend_words, trends  # pandas: half a second

    last: dt.date | None = arguments.today or max((e.date for e in entries), default=None)
    seen = [e for e in entries if last is None or e.date <= last]
    frame = diary.days(seen)
    if arguments.replay:
        first = asdict(trends.first_days(frame))
        return {"first": {name: _iso(day) for name, day in first.items()}}
    today = last or dt.date.min
    pain, night = trends.pain_trend(frame, today), trends.night_trend(frame, today)
    text = [
        trend_words.sentence(pain, today.toordinal()),
        trend_words.after(pain),
        trend_words.sentence(night, today.toordinal()),
        *([trend_words.after(night)] if night.since else []),
    ]
    return {"pain": _plain(pain), "night": _plain(night), "text": " ".join(text)}


def _iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


def _plain(found: Any) -> dict[str, Any]:
    def short(value: float | None) -> float | None:
        return None if value is None else round(value, 2)

    return {
        "series": found.series,
        "verdict": found.verdict,
        "since": _iso(found.since),
        "from": short(found.before),
        "to": short(found.now),
        "interval": [short(found.size.low), short(found.size.high)] if found.size else None,
        "days": found.days,
    }
