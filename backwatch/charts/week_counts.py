"""Week by week: days with an entry, days of severe pain, nights woken, days too bad to fill in."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import numpy as np
import pandas as pd

from backwatch.charts.bars import cells, heads, line
from backwatch.charts.chart import Chart, Records
from backwatch.charts.counts_words import words
from backwatch.charts.look import Colours
from backwatch.charts.period import Period
from backwatch.charts.words import dated
from backwatch.charts.words import days as day_count

DAYS = 7
Count = tuple[int, int]  # how many, of how many


@dataclass(frozen=True)
class Week:
    """Seven days up to `last`, the first of the diary perhaps fewer.

    counts: by row, how many days and of how many: of the days of the week for `recorded`, of the
    days with a worst score for `severe`, of the nights recorded for `woken`, and of the days with
    an entry for `too_bad`. Of 0 means that nobody noted it, which is not a 0.
    """

    first: dt.date
    last: dt.date
    counts: dict[str, Count]


def chart(records: Records, period: Period, colours: Colours) -> Chart | None:
    """Return the weeks of the period, counted back from its last day; None for an empty diary.

    They begin with the first day of the period that has an entry.
    """
    said = words().weeks
    known = [entry for entry in records.entries if entry.date <= records.today]
    if not known:
        return None
    noted = [entry for entry in known if entry.date in period]
    if not noted:
        return Chart("week_counts", said.title, (said.none,))
    days = Period(noted[0].date, period.last)
    bad = {entry.date for entry in noted if entry.too_bad}
    found = weeks(records.days_in(days), days, bad)
    recorded = sum(week.counts["recorded"][0] for week in found)
    shown = found[: said.lines * said.weeks_on_a_line]
    key = [said.key]
    if len(shown) > said.weeks_on_a_line:
        key.append(said.newest_first)
    if len(shown) < len(found):
        key.append(said.last_weeks.format(n=len(shown)))
    return Chart(
        id="week_counts",
        title=said.title,
        sentences=(" ".join(_last(found[0])), said.means),
        counted=said.counted.format(recorded=recorded, days=days.length),
        drawing=_drawing(shown),
        alt=" ".join(_last(found[0])),
        key=" ".join(key),
        table=_table(found, records.today),
    )


def weeks(frame: pd.DataFrame, days: Period, bad: set[dt.date]) -> list[Week]:
    """Return the weeks of these days, newest first; `frame` as diary.days, `bad`: too bad days."""
    back = (np.datetime64(days.last) - frame["day"].to_numpy().astype("datetime64[D]")).astype(int)
    ago = back // DAYS
    total = (days.length - 1) // DAYS + 1
    worst = frame["pain_worst"].to_numpy(dtype=np.float64, na_value=np.nan)
    woken = frame["woken"].to_numpy(dtype=np.float64, na_value=np.nan)
    entry = (frame["entries"] > 0).to_numpy(dtype=bool)
    ticked = np.array([day in bad for day in frame["day"].dt.date], dtype=bool)

    def count(which: "np.typing.NDArray[np.bool_]") -> list[int]:
        return [int(n) for n in np.bincount(ago[which], minlength=total)]

    spans = [
        Period(
            max(days.first, days.last - dt.timedelta(days=DAYS * n + DAYS - 1)),
            days.last - dt.timedelta(days=DAYS * n),
        )
        for n in range(total)
    ]
    recorded = count(entry)
    rows = {
        "recorded": (recorded, [span.length for span in spans]),
        "severe": (count(worst >= words().weeks.severe), count(~np.isnan(worst))),
        "woken": (count(woken == 1), count(~np.isnan(woken))),
        "too_bad": (count(ticked), recorded),
    }
    return [
        Week(span.first, span.last, {row: (n[at], of[at]) for row, (n, of) in rows.items()})
        for at, span in enumerate(spans)
    ]


def _last(week: Week) -> list[str]:
    said, counts = words().weeks, week.counts
    recorded, of = counts["recorded"]
    if not recorded:
        return [said.last_none.format(all=of)]
    lines = [said.last.format(all=of, recorded=day_count(recorded))]
    for row, text in (("severe", said.severe_said), ("woken", said.woken_said)):
        n, of = counts[row]
        lines.append(text.format(severe=said.severe, n=n, of=of) if of else said.not_said[row])
    return [*lines, said.too_bad_said.format(n=day_count(counts["too_bad"][0]))]


def _row_name(row: str) -> str:
    return words().weeks.rows[row].format(severe=words().weeks.severe)


def _drawing(found: Sequence[Week]) -> str:
    """Return blocks of weeks, the newest block first; inside a block the oldest week comes first.

    Blocks are counted from the newest week, so the oldest block may be short.
    """
    size = words().weeks.weeks_on_a_line
    columns = min(size, len(found))
    blocks = []
    for start in range(0, len(found), size):
        block = found[start : start + size][::-1]
        parts = [line(heads([_head(n, block) for n in range(len(block))]), columns)]
        for row in words().weeks.rows:
            counts = [week.counts[row] for week in block]
            inside = cells([n for n, _ in counts], [of for _, of in counts])
            parts.append(f'<span class="w">{escape(_row_name(row))}</span>{line(inside, columns)}')
        blocks.append(f'<div class="b">{"".join(parts)}</div>')
    return f'<div class="bw-counts">{"".join(blocks)}</div>'


def _head(number: int, block: Sequence[Week]) -> str:
    """Return the last day of a week, with month and year below where they begin or change."""
    day = block[number].last
    before = block[number - 1].last if number else None
    parts = [str(day.day)]
    if before is None or before.month != day.month:
        parts.append(f"{day:%b}")
    if before is None or before.year != day.year:
        parts.append(f"’{day.year % 100:02}")
    return "\n".join(parts)


def _table(found: Sequence[Week], today: dt.date) -> pd.DataFrame:
    said = words().weeks
    columns: dict[str, list[str]] = {
        "Days": [
            said.from_to.format(first=dated(week.first, today), last=dated(week.last, today))
            if week.first < week.last
            else dated(week.last, today)
            for week in found
        ]
    }
    for row in said.rows:
        columns[_row_name(row)] = [
            said.of.format(n=n, of=of) if of else "not recorded"
            for n, of in (week.counts[row] for week in found)
        ]
    return pd.DataFrame(columns)
