"""The diary as a month: what stands on each day, and the entries of the day that is open."""

import calendar
import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from backwatch.diary import Entry
from ui import cards, diary_list, diary_state, state
from ui.components.month import month_grid

_HEADS = [(calendar.day_abbr[n][:2], calendar.day_name[n]) for n in range(7)]
_KEY = "calendar"


@dataclass(frozen=True)
class Day:
    """What the diary holds of one day. `worst` None: not recorded, which is not 0."""

    date: dt.date
    entries: int
    worst: int | None
    too_bad: bool

    @property
    def said(self) -> str:
        """Return the day in words, such as "14 November, 2 entries, worst pain 7"."""
        name = cards.day(self.date, weekday=False)
        if not self.entries:
            return f"{name}, no entry"
        count = "1 entry" if self.entries == 1 else f"{self.entries} entries"
        worst = "not recorded" if self.worst is None else str(self.worst)
        bad = ", too bad to fill in" if self.too_bad else ""
        if self.too_bad and self.worst is None:
            return f"{name}, {count}{bad}"
        return f"{name}, {count}, worst pain {worst}{bad}"


def month_days(entries: Iterable[Entry], first: dt.date) -> list[Day]:
    """Return every day of the month that begins with `first`.

    An entry belongs to the local day it carries, wherever the person is now.
    """
    count = calendar.monthrange(first.year, first.month)[1]
    held: dict[dt.date, list[Entry]] = {}
    for entry in entries:
        held.setdefault(entry.date, []).append(entry)
    days = [first.replace(day=number) for number in range(1, count + 1)]
    return [_day(date, held.get(date, [])) for date in days]


def _day(date: dt.date, entries: Sequence[Entry]) -> Day:
    scores = [entry.pain_worst for entry in entries if entry.pain_worst is not None]
    bad = any(entry.too_bad for entry in entries)
    return Day(date, len(entries), max(scores, default=None), bad)


def weeks(days: Sequence[Day], today: dt.date, chosen: dt.date | None) -> list[list[Any]]:
    """Return the month in weeks from Monday, as `month_grid` takes them."""
    cells: list[Any] = [None] * days[0].date.weekday()
    cells += [_cell(day, today, chosen) for day in days]
    cells += [None] * (-len(cells) % 7)
    return [cells[start : start + 7] for start in range(0, len(cells), 7)]


def _cell(day: Day, today: dt.date, chosen: dt.date | None) -> dict[str, object]:
    look, mark = "none", ""
    if day.entries:
        look, mark = "entry", "✓" if day.worst is None else str(day.worst)
    if day.worst == 0:
        look = "entry zero"
    if day.too_bad and day.worst is None:
        look, mark = "entry bad", "too bad"
    more = f"{day.entries}×" if day.entries > 1 else ""
    if day.too_bad and day.worst is not None:
        more = "too bad"
    return {
        "day": day.date.isoformat(),
        "number": str(day.date.day),
        "label": f"{day.said}{', today' if day.date == today else ''}",
        "look": look,
        "mark": mark,
        "more": more,
        "today": day.date == today,
        "chosen": day.date == chosen,
        "later": day.date > today and not day.entries,
    }


# --- which month, which day ---


def _shown() -> dict[str, Any]:
    """Return what this visit looks at: `month` (its first day) and `day`, both None at first."""
    return state.memory("calendar", month=None, day=None)


def month() -> dt.date:
    """Return the first day of the month that is shown: this month, until another is asked for."""
    first: dt.date = _shown()["month"] or state.today().replace(day=1)
    return first


def last_month() -> dt.date:
    """Return the first day of the last month to show: this one, or that of a later entry.

    Somebody who flew east may have written "tomorrow" already.
    """
    entries = state.entries()
    latest = max(state.today(), entries[-1].date) if entries else state.today()
    return latest.replace(day=1)


def turn(by: int) -> None:
    """Show the month before (-1) or after (1), as far as there are days to show."""
    first = month()
    there = first.year * 12 + first.month - 1 + by
    wanted = dt.date(there // 12, there % 12 + 1, 1)
    if dt.date(1900, 1, 1) <= wanted <= last_month():
        _shown().update(month=wanted, day=None)


def _turned() -> None:
    value = state.widget(_KEY)
    if value and value.get("turn"):
        turn(1 if value["turn"] > 0 else -1)


def _opened() -> None:
    value = state.widget(_KEY)
    if value and value.get("day"):
        date = dt.date.fromisoformat(value["day"])
        _shown().update(month=date.replace(day=1), day=date)


def _add_for_day() -> None:
    """Open an empty form for the day that is open."""
    date: dt.date | None = _shown()["day"]
    if date is None or date == state.today():
        diary_state.clear_form()
    else:
        diary_state.clear_form(Entry(**diary_state.stamp(date)))


# --- on the page ---

_LEGEND = (
    '<div class="bw-key" aria-hidden="true"><span><b>7</b>worst pain that day</span>'
    '<span><i class="k-ring">0</i>a real 0</span><span><b>✓</b>an entry without worst pain</span>'
    '<span><b>2×</b>2 entries</span><span><i class="k-none"></i>no entry</span></div>'
)


def show(entries: list[Entry]) -> None:
    """Show the month, and below it the entries of the day that is open."""
    first, today = month(), state.today()
    chosen: dt.date | None = _shown()["day"]
    with st.container(key="card_calendar"):
        st.header(f"{first:%B %Y}", anchor=False)
        with st.container(horizontal=True, key="buttons_month"):
            st.button("Earlier month", key="turn_earlier", on_click=turn, args=(-1,))
            st.button(
                "Later month",
                key="turn_later",
                on_click=turn,
                args=(1,),
                disabled=first >= last_month(),
            )
        month_grid(
            f"{first:%B %Y}. Arrow keys move, Enter opens a day.",
            _HEADS,
            weeks(month_days(entries, first), today, chosen),
            key=_KEY,
            on_day=_opened,
            on_turn=_turned,
        )
        st.html(_LEGEND)
    if chosen is None:
        cards.note("Press a day to see what you wrote, or to add to it.")
    else:
        _open_day([entry for entry in entries if entry.date == chosen], chosen)


def _open_day(entries: list[Entry], date: dt.date) -> None:
    st.header(cards.day(date), anchor=False)
    count = {0: "No entry on this day.", 1: "1 entry on this day."}
    words = count.get(len(entries), f"{len(entries)} entries on this day.")
    st.html(f'<p class="bw-p" role="status">{cards.escape(words)}</p>')
    for entry in entries:
        diary_list.card(entry, day_shown=True)
    if date <= state.today():
        st.button("Add for this day", key="go_add_day", on_click=_add_for_day)
