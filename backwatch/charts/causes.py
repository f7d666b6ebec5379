"""What makes it worse, what eases it, where it spreads and what it feels like, counted by day."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import pandas as pd

from backwatch import diary
from backwatch.charts.bars import bar, cells, heads, line
from backwatch.charts.chart import Chart, Records
from backwatch.charts.counts_words import words
from backwatch.charts.look import Colours
from backwatch.charts.period import LENGTHS, Period
from backwatch.diary import Entry

Month = tuple[int, int]  # year and month


@dataclass(frozen=True)
class Ticked:
    """One list of the diary: on how many days it was filled in, and each choice was ticked.

    choices: the one ticked most often first, at a tie in the order of the list; 0 for those never
    ticked. by_month: days filled in (under "") and each choice, by month.
    """

    field: str
    days: int
    choices: dict[str, int]
    by_month: dict[Month, Counter[str]]


def chart(records: Records, period: Period, colours: Colours) -> Chart | None:
    """Return the counts of four lists; None where none of them was ever filled in.

    A day counts once for each choice, out of the days on which that list was filled in ("none" of
    a list is one of its choices). Months stand side by side in a time longer than three months.
    """
    said = words().causes
    known = [entry for entry in records.entries if entry.date <= records.today]
    if not any(getattr(entry, field) for entry in known for field in said.lists):
        return None
    entries = [entry for entry in known if entry.date in period]
    recorded = len({entry.date for entry in entries})
    days = {entry.date for entry in entries for field in said.lists if getattr(entry, field)}
    counted = said.counted.format(days=len(days), recorded=recorded)
    if not days:
        return Chart("causes", said.title, (said.none,), counted)
    lists = [ticked(field, entries) for field in said.lists]
    months = _months(min(days), max(days)) if period.length > LENGTHS["3 months"] else []
    months = months if len(months) > 1 else []
    shown = months[-said.months_on_a_line :]
    most = [_most(each) for each in lists if each.days]
    key = [said.key, *([said.months_key] if shown else [])]
    if len(shown) < len(months):
        key.append(said.last_months.format(n=len(shown)))
    return Chart(
        id="causes",
        title=said.title,
        sentences=(" ".join(most), said.means),
        counted=counted,
        drawing=_drawing(lists, shown, recorded),
        alt=" ".join([*most, *(_in_words(each) for each in lists)]),
        key=" ".join(key),
        table=_table(lists, months),
    )


def ticked(field: str, entries: Sequence[Entry]) -> Ticked:
    """Return how often each choice of a list was ticked, see Ticked."""
    by_day: dict[dt.date, set[str]] = {}
    for entry in entries:
        if chosen := getattr(entry, field):
            by_day.setdefault(entry.date, set()).update(chosen)
    by_month: dict[Month, Counter[str]] = {}
    for day, choices in by_day.items():
        month = by_month.setdefault((day.year, day.month), Counter())
        for choice in ("", *choices):
            month[choice] += 1
    counts: Counter[str] = Counter()
    for month in by_month.values():
        counts.update(month)
    ids = diary.vocabulary().ids(field)
    ranked = sorted(ids, key=lambda id: (-counts[id], ids.index(id)))
    return Ticked(field, len(by_day), {id: counts[id] for id in ranked}, by_month)


def _months(first: dt.date, last: dt.date) -> list[Month]:
    numbers = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    return [(number // 12, number % 12 + 1) for number in numbers]


def _label(field: str, id: str) -> str:
    return diary.vocabulary().label(field, id)


def _most(found: Ticked) -> str:
    said = words().causes
    id, n = next(iter(found.choices.items()))
    return said.most.format(
        list=said.lists[found.field], label=_label(found.field, id), n=n, days=found.days
    )


def _zeros(found: Ticked) -> str:
    labels = [_label(found.field, id) for id, n in found.choices.items() if not n and id != "none"]
    return words().causes.zeros.format(labels="; ".join(labels)) if labels else ""


def _in_words(found: Ticked) -> str:
    said = words().causes
    if not found.days:
        return f"{said.lists[found.field]}: {said.not_noted}."
    counts = [f"{_label(found.field, id)} {n}" for id, n in found.choices.items() if n]
    return f"{said.lists[found.field]}, of {found.days} days: {'; '.join(counts)}."


def _drawing(lists: Sequence[Ticked], months: Sequence[Month], recorded: int) -> str:
    return (
        f'<div class="bw-bars of">{"".join(_list(each, months, recorded) for each in lists)}</div>'
    )


def _list(found: Ticked, months: Sequence[Month], recorded: int) -> str:
    said = words().causes
    title = f'<p class="t">{escape(said.lists[found.field])}</p>'
    if not found.days:
        return f'{title}<p class="n">{escape(said.not_noted)}</p>'
    parts = [title, f'<p class="n">{said.days.format(days=found.days, recorded=recorded)}</p>']
    if months:
        above = [_head(n, month, months) for n, month in enumerate(months)]
        parts.append(line(heads(above), said.months_on_a_line))
    for id, n in found.choices.items():
        if n:
            parts.append(
                f'<div class="r"><span class="w">{escape(_label(found.field, id))}</span>'
                f"{bar(n / found.days)}<b>{said.of.format(n=n, days=found.days)}</b></div>"
            )
            parts.append(_by_month(found, id, months))
    if zeros := _zeros(found):
        parts.append(f'<p class="n">{escape(zeros)}</p>')
    return "".join(parts)


def _head(number: int, month: Month, months: Sequence[Month]) -> str:
    """Return the month in three letters, with its year below where it begins or changes."""
    name = f"{dt.date(month[0], month[1], 1):%b}"
    new = not number or month[0] != months[number - 1][0]
    return f"{name}\n’{month[0] % 100:02}" if new else name


def _by_month(found: Ticked, id: str, months: Sequence[Month]) -> str:
    if not months:
        return ""
    noted = [found.by_month.get(month, Counter()) for month in months]
    found_in = cells([each[id] for each in noted], [each[""] for each in noted])
    return line(found_in, words().causes.months_on_a_line)


def _table(lists: Sequence[Ticked], months: Sequence[Month]) -> pd.DataFrame:
    """Return one row for each choice; with months, each newest first, and "not recorded"."""
    said = words().causes
    columns = {each: f"{dt.date(*each, 1):%b %Y}" for each in reversed(months)}
    rows = []
    for found in lists:
        for id, n in found.choices.items():
            row = {
                "List": said.lists[found.field],
                "Choice": _label(found.field, id),
                "Days": said.of.format(n=n, days=found.days) if found.days else "not recorded",
            }
            for month, column in columns.items():
                noted = found.by_month.get(month)
                row[column] = (
                    said.of.format(n=noted[id], days=noted[""]) if noted else "not recorded"
                )
            rows.append(row)
    return pd.DataFrame(rows)
