"""The paper sheet that is being typed in: kept through a reload, saved as one step."""

import contextlib
import datetime as dt
import json
from collections.abc import Mapping, Sequence
from typing import Any

from backwatch import grid
from backwatch.grid import Sign
from backwatch.outputs import papers
from backwatch.store import StoreError
from ui import load, results, state

Rows = list[tuple[dt.date, dict[str, str]]]
BESIDE, LEAVE_OUT = "beside", "leave_out"

_SETTING = "paper_sheet"
_DRAFT = ("number", "first", "cells", "seen")
_MANY = 8


def sheet() -> dict[str, Any]:
    """Return the sheet of now, a mapping to change.

    number names its widgets; first is its first day (ISO) or None; cells what is typed, by row and
    field; seen the danger signs that the person went past; saved the last step, to be taken back.
    """
    found = state.memory("paper_sheet", number=0, first=None, cells={}, seen=[], saved=None)
    if "wrong" not in found:
        found.update(wrong=[], alarm=[], written="")
        with contextlib.suppress(ValueError, TypeError, AttributeError):
            kept = json.loads(state.setting(_SETTING) or "{}")
            found.update({name: kept[name] for name in _DRAFT if name in kept})
        found["written"] = _as_written()
    return found


def _as_written() -> str:
    found = state.memory("paper_sheet")
    return json.dumps({name: found[name] for name in _DRAFT}, ensure_ascii=False)


def keep() -> None:
    """Keep what is typed, where it is not kept yet. What cannot be written stays on the page."""
    found, now = sheet(), _as_written()
    if now != found["written"]:
        found["written"] = now
        with contextlib.suppress(StoreError):
            state.look_again()
            state.set_setting(_SETTING, now)
            state.look_again()


def clear() -> None:
    """Empty the sheet; its widgets get new names, so that they are really empty."""
    found = sheet()
    found.update(number=found["number"] + 1, first=None, cells={}, seen=[], wrong=[], alarm=[])
    keep()


def first() -> dt.date | None:
    """Return the first day of the sheet; None while nobody said."""
    with contextlib.suppress(TypeError, ValueError):
        return dt.date.fromisoformat(sheet()["first"])
    return None


def key(kind: str, name: str) -> str:
    """Return the key of a widget of this sheet."""
    return f"{kind}_paper_{sheet()['number']}_{name}"


def cell(row: int, field: str) -> str:
    """Return what is typed in one box; `row` counts from 0."""
    return str(sheet()["cells"].get(f"{row}.{field}", ""))


def put(row: int, field: str, text: str) -> None:
    """Take note of what stands in one box now."""
    cells = sheet()["cells"]
    if text:
        cells[f"{row}.{field}"] = text
    else:
        cells.pop(f"{row}.{field}", None)


def rows() -> Rows:
    """Return the days of the sheet up to today, each with what is typed there."""
    start = first()
    if start is None:
        return []
    fields = [item.field for item in papers.words().items]
    return [
        (day, {field: cell(row, field) for field in fields})
        for row, day in enumerate(grid.days(start, state.today()))
    ]


def is_typed() -> bool:
    """Return whether anything stands on the sheet."""
    return bool(sheet()["cells"])


def has_entries(days: Sequence[dt.date]) -> set[dt.date]:
    """Return those of the days that have an entry already; looked up anew when one was added."""
    count = load.store().entry_count(state.person().id)
    there: set[dt.date] = state.made_once(
        "paper_days",
        (tuple(days), count),
        lambda: {entry.date for entry in state.entries()} & set(days),
    )
    return there


# --- danger signs ---


def _mark(sign: Sign) -> str:
    return f"{sign.day.isoformat()} {sign.question}"


def raise_alarm() -> bool:
    """Return whether a danger sign stands on the sheet that the person did not go past yet."""
    found = sheet()
    seen = set(found["seen"])
    found["alarm"] = [sign for sign in grid.signs(rows()) if _mark(sign) not in seen]
    return bool(found["alarm"])


def go_past() -> None:
    """Note that the person saw the emergency words for what is on the sheet now."""
    found = sheet()
    found["seen"] = sorted({*found["seen"], *(_mark(sign) for sign in grid.signs(rows()))})
    found["alarm"] = []
    keep()


def mistyped() -> None:
    """Empty the boxes that raised the alarm: they were typed by mistake."""
    found = sheet()
    for row in {sign.row - 1 for sign in grid.signs(rows()) if _mark(sign) not in found["seen"]}:
        found["cells"].pop(f"{row}.danger_signs", None)
        state.set_widget(key("txt", f"{row}_danger_signs"), "")
    found["alarm"] = []
    keep()


# --- saving ---


def save(choice: str | None) -> list[str]:
    """Save the sheet as one step. Returns what must be put right first; empty once it is saved.

    choice: BESIDE or LEAVE_OUT, for the rows of days that have an entry; None: not said.
    """
    state.look_again()
    typed, at, who = rows(), state.now(), state.person().id
    there = grid.taken(typed, state.entries())
    if there and choice == LEAVE_OUT:
        typed = [(day, {} if day in there else cells) for day, cells in typed]
    found = grid.read(typed, person_id=who, at=at)
    if found.problems:
        return list(found.problems)
    if there and choice is None:
        return ["Say first what becomes of the rows for days that have an entry."]
    if not found.entries and there:
        return ["Every row is for a day that has an entry already, so there is nothing to save."]
    if not found.entries:
        return ["Nothing is filled in yet. Type at least one box, then press Save."]
    with state.saving() as saved:
        done = grid.save(load.store(), found.entries, who, at=at)
    if saved.failed is not None:
        return [saved.failed]
    for entry in found.entries:
        state.hear(entry.note)
    results.note_danger(q for e in found.entries for q, a in e.danger_signs.items() if a == "yes")
    count = len(found.entries)
    clear()
    sheet()["saved"] = (done.import_id, count)
    days = "1 day" if count == 1 else f"{count} days"
    state.notify(f"Saved {days} from paper. You can take them back below.")
    return []


def last_step() -> tuple[str, int] | None:
    """Return the step that was saved last in this visit and how many days, while it is there."""
    saved: tuple[str, int] | None = sheet()["saved"]
    if saved is not None and saved[0] in state.read("steps", load.store().imports):
        return saved
    return None


def some(problems: Sequence[str]) -> list[str]:
    """Return the first problems, and how many more there are."""
    more = len(problems) - _MANY
    return [*problems[:_MANY], *([f"And {more} more."] if more > 0 else [])]


def labels(day: dt.date) -> Mapping[str, str]:
    """Return what each box of a day is called, by field: number, title and day."""
    return {
        item.field: f"{grid.named(day)}: {item.number} {item.title}"
        for item in papers.words().items
    }
