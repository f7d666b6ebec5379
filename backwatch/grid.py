"""Two weeks of a paper diary, typed in as text: read, checked, and saved as one step.

A cell is what stands in the box on paper. An empty one was not recorded; 0 is 0. What cannot be
kept gets one sentence that names its row, and then nothing is saved.
"""

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from backwatch import diary, incoming
from backwatch.diary import BadRecord, Entry
from backwatch.outputs import papers
from backwatch.outputs.papers import Item
from backwatch.store import Imported, Store
from backwatch.summary_words import words as dates

SOURCE = "paper"  # the name of such a step among the imports
ROWS = 14

_WHOLE = re.compile(r"[0-9]{1,4}", re.ASCII)
_NO = ("no", "n", "none")
_YES = ("yes", "y")
_UNKNOWN = ("not sure", "?")
_MANY = 3
_LONGEST_RUN = 2  # letters of signs that stand together without a comma or a space


@dataclass(frozen=True)
class Sign:
    """A danger sign on paper: its row, from 1, its day, and its question or "" for a bare yes."""

    row: int
    day: dt.date
    question: str


@dataclass(frozen=True)
class Read:
    """What a sheet says. Where there are problems, `entries` holds the other rows only."""

    entries: tuple[Entry, ...]
    problems: tuple[str, ...]


def days(first: dt.date, today: dt.date) -> list[dt.date]:
    """Return the days of a sheet that begins on `first`, up to `today`."""
    every = (first + dt.timedelta(days=n) for n in range(ROWS))
    return [day for day in every if day <= today]


def named(day: dt.date) -> str:
    """Return a day as it stands before its row: "Mon 9 Nov"."""
    return f"{dates().weekdays[day.weekday()]} {dates().day(day)}"


def read(
    rows: Sequence[tuple[dt.date, Mapping[str, str]]], *, person_id: str, at: dt.datetime
) -> Read:
    """Return the entries of a sheet: one for each row in which something stands.

    Args:
        rows: each day with its cells, by field of an entry (see papers.items).
        at: now; it becomes the time at which each entry was written down.
    """
    entries, problems = [], []
    for number, (day, cells) in enumerate(rows, 1):
        entry, wrong = _row(day, cells, person_id, at)
        problems += [
            papers.words().grid["row"].format(row=number, day=named(day), problem=problem)
            for problem in wrong
        ]
        if entry is not None:
            entries.append(entry)
    return Read(tuple(entries), tuple(problems))


def signs(rows: Sequence[tuple[dt.date, Mapping[str, str]]]) -> list[Sign]:
    """Return every danger sign that stands on the sheet, a bare "yes" too."""
    found = []
    for number, (day, cells) in enumerate(rows, 1):
        answers, unnamed, _ = _signs(cells.get("danger_signs", ""))
        found += [Sign(number, day, q) for q, answer in answers.items() if answer == "yes"]
        if unnamed:
            found.append(Sign(number, day, ""))
    return found


def taken(rows: Sequence[tuple[dt.date, Mapping[str, str]]], kept: Iterable[Entry]) -> set[dt.date]:
    """Return the days of rows in which something stands and that have an entry already."""
    there = {entry.date for entry in kept}
    return {day for day, cells in rows if day in there and any(map(str.strip, cells.values()))}


def save(store: Store, entries: Sequence[Entry], person_id: str, *, at: dt.datetime) -> Imported:
    """Add the entries as one step, all or nothing, that can be taken back. Changes no other entry.

    Raises what Store.bring_in raises.
    """
    return incoming.bring_in_entries(store, entries, person_id, source=SOURCE, at=at)


def _row(
    day: dt.date, cells: Mapping[str, str], person_id: str, at: dt.datetime
) -> tuple[Entry | None, list[str]]:
    values: dict[str, Any] = {"person_id": person_id, "date": day, "recorded_at": at}
    wrong: dict[str, str] = {}
    more_note = ""
    for item in papers.words().items:
        text = cells.get(item.field, "").strip()
        if not text:
            continue
        if item.kind == "signs":
            answers, unnamed, problem = _signs(text)
            values[item.field] = answers
            more_note = papers.words().grid["unnamed"] if unnamed else ""
        else:
            values[item.field], problem = _cell(item, text)
        if problem:
            wrong[item.field] = problem
            del values[item.field]
    if more_note:
        values["note"] = "\n".join(part for part in (values.get("note", ""), more_note) if part)
    try:
        entry = diary.checked(Entry, values, today=at.date())
    except BadRecord as bad:
        wrong = {**bad.problems, **wrong}
    if wrong:
        order = [item.field for item in papers.words().items]
        by_item = sorted(wrong, key=lambda name: order.index(name) if name in order else -1)
        return None, [_numbered(name, wrong[name]) for name in by_item]
    return (None if diary.is_empty(entry) else entry), []


def _numbered(field: str, problem: str) -> str:
    """Return a sentence with the number of its item before it."""
    number = next((item.number for item in papers.words().items if item.field == field), None)
    return problem if number is None else f"{number}. {problem}"


def _cell(item: Item, text: str) -> tuple[Any, str]:
    """Return what a cell says, and "" or the sentence that says what to write."""
    if item.kind == "score":
        value = int(text) if _WHOLE.fullmatch(text) else text
        return value, ""  # the entry itself refuses what is no score, with its own sentence
    if item.kind == "nights":
        return _nights(text)
    if item.field == "medicines":
        return _medicines(text)
    return text, ""


def _nights(text: str) -> tuple[int | None, str]:
    """Return how often pain woke somebody; "3 or more" is kept as 3, as the diary form does."""
    said = text.casefold()
    for count, words in enumerate(papers.words().nights):
        if said == words.casefold():
            return count, ""
    if said in _NO:
        return 0, ""
    if said in _UNKNOWN:
        return None, ""
    if said in (f"{_MANY}+", f"{_MANY} +"):
        return _MANY, ""
    if _WHOLE.fullmatch(said):
        return int(said), ""
    return None, papers.words().grid["wakings"]


def _medicines(text: str) -> tuple[tuple[dict[str, Any], ...], str]:
    """Read "name, how much, how much it helped"; more medicines after a semicolon."""
    found: list[dict[str, Any]] = []
    for part in text.split(";"):
        if not part.strip():
            continue
        name, *more = (each.strip() for each in part.split(","))
        if not name:
            return (), papers.words().grid["medicines"]
        relief = None
        if len(more) > 1 and _WHOLE.fullmatch(more[-1]):
            relief = int(more.pop())
        elif len(more) == 1 and _WHOLE.fullmatch(more[0]):
            # "Name, 2" could be two tablets or a relief of 2: ask, do not guess.
            return (), papers.words().grid["medicines"]
        dose = ", ".join(each for each in more if each)
        found.append({"name": name, "dose": dose, "relief": relief})
    return tuple(found), ""


def _signs(text: str) -> tuple[dict[str, str], bool, str]:
    """Return the answers by question, whether a yes stands there without a letter, and a problem.

    "No" answers every sign with no. Letters answer theirs with yes and no other: of the others
    nobody wrote anything. What begins with yes is an alarm, whatever else cannot be read.
    """
    said = " ".join(text.casefold().split())
    letters = papers.sign_letters()
    if not said or said in _UNKNOWN:
        return {}, False, ""
    if said in _NO:
        return dict.fromkeys(letters.values(), "no"), False, ""
    rest = re.sub(rf"^(?:{'|'.join(_YES)})\b", "", said)
    is_yes = rest != said
    runs = re.findall(r"[^\W_]+", re.sub(r"\band\b", " ", rest).upper())
    if is_yes and not runs:
        return {}, True, ""
    chosen = "".join(runs)
    # A longer run is a word: "back" is no list of B, A, C and K.
    if runs and max(map(len, runs)) <= _LONGEST_RUN and set(chosen) <= set(letters):
        return {letters[letter]: "yes" for letter in dict.fromkeys(chosen)}, False, ""
    return {}, is_yes, papers.words().grid["signs"].format(last=list(letters)[-1])
