"""Signs by days: danger signs first, then the signs that were ticked, group by group.

A sign that was answered and not ticked differs from one that nobody answered, and both from a day
without an entry. Longer times count the days of each week or month.
"""

import datetime as dt
import html
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

import pandas as pd

from backwatch import diary
from backwatch.charts import calendar_days as cal
from backwatch.charts.calendar_words import Signs, bad_days, counted, key_row, some_days, words
from backwatch.charts.chart import Chart, Records
from backwatch.charts.look import Colours
from backwatch.charts.period import Period
from backwatch.questionnaire import questionnaire
from backwatch.sources import source

_A_BLOCK = 14  # columns beside each other on a phone


@dataclass
class _Day:
    """What the entries of one day say together."""

    answered: bool = False  # about signs: some ticked, or "none of these"
    ticked: set[str] = field(default_factory=set)
    danger: dict[str, str] = field(default_factory=dict)  # a yes stays yes, "not sure" is no "no"
    bad: bool = False


@dataclass(frozen=True)
class _Row:
    """One row: on which days it was ticked, unsure about, or answered at all."""

    label: str
    ticked: frozenset[dt.date]
    answered: frozenset[dt.date]
    not_sure: frozenset[dt.date] = frozenset()
    counts: bool = True


@dataclass(frozen=True)
class _Column:
    head: str
    days: frozenset[dt.date]


def chart(records: Records, period: Period, colours: Colours) -> Chart | None:
    """Return the calendar of signs; None where no entry ever answered about signs.

    Several entries a day count together: a sign ticked in one of them is ticked, a danger sign
    answered yes in one of them is yes, then not sure, then no.
    """
    if not any(entry.symptoms or entry.danger_signs for entry in records.entries):
        return None
    said = words().signs
    drawn = cal.drawn_days(records, period)
    if drawn is None:
        return Chart("signs", said.title, (said.not_asked,))
    days = _days(records, drawn)
    danger, signs = _danger_rows(days), _sign_rows(days, said)
    answered = [day for day, held in days.items() if held.answered]
    sentences = (
        *_danger_sentences(danger, records.today, said),
        *_sentences(days, signs, said),
    )
    rows = [row for group in signs.values() for row in group]
    counts = said.counted.format(asked=len(answered), days=counted(drawn.length))
    return Chart(
        id="signs",
        title=_title(drawn, said),
        sentences=sentences,
        counted=counts,
        drawing=_drawing(drawn, danger, signs, days) if danger or rows else None,
        alt=" ".join([*sentences, counts, *(f"{row.label}: {_count(row)}." for row in rows)]),
        key=_key(said) if rows else "",
        table=_table(drawn, days),
    )


def _days(records: Records, period: Period) -> dict[dt.date, _Day]:
    """Return each day that has an entry, in order."""
    found: dict[dt.date, _Day] = {}
    for entry in cal.inside(records.entries, period):
        day = found.setdefault(entry.date, _Day())
        day.bad |= entry.too_bad
        if entry.symptoms:
            day.answered = True
            day.ticked.update(sign for sign in entry.symptoms if sign != "none")
        for sign, answer in entry.danger_signs.items():
            worse = answer == "yes" or (answer == "not_sure" and day.danger.get(sign) != "yes")
            if worse or sign not in day.danger:
                day.danger[sign] = answer
    return found


def _danger_rows(days: Mapping[dt.date, _Day]) -> list[_Row]:
    """Return a row for each danger sign that was ever answered yes or "not sure"."""
    book, found = questionnaire(), []
    for sign in diary.vocabulary().danger_signs:
        by_answer: dict[str, set[dt.date]] = {"yes": set(), "not_sure": set(), "no": set()}
        for day, held in days.items():
            if sign in held.danger:
                by_answer[held.danger[sign]].add(day)
        yes, not_sure = frozenset(by_answer["yes"]), frozenset(by_answer["not_sure"])
        if yes or not_sure:
            found.append(_Row(book[sign].label, yes, yes | not_sure | by_answer["no"], not_sure))
    return found


def _sign_rows(days: Mapping[dt.date, _Day], said: Signs) -> dict[str, list[_Row]]:
    """Return the rows of the signs that were ever ticked, by the title of their group."""
    answered = frozenset(day for day, held in days.items() if held.answered)
    ticked: dict[str, set[dt.date]] = {}
    for day, held in days.items():
        for sign in held.ticked:
            ticked.setdefault(sign, set()).add(day)
    label = diary.vocabulary().label
    rows = {
        group.title: [
            _Row(label("symptoms", sign), frozenset(ticked[sign]), answered)
            for sign in group.signs
            if sign in ticked
        ]
        for group in said.groups
    }
    return {title: found for title, found in rows.items() if found}


# --- in words ---


def _danger_sentences(danger: Collection[_Row], today: dt.date, said: Signs) -> list[str]:
    yes = [f"{row.label} ({some_days(row.ticked, today)})" for row in danger if row.ticked]
    unsure = [f"{row.label} ({some_days(row.not_sure, today)})" for row in danger if row.not_sure]
    found = [said.danger.format(signs="; ".join(yes)), said.danger_do] if yes else []
    found += [said.not_sure.format(signs="; ".join(unsure))] if unsure else []
    return [*found, *([said.not_sure_do] if unsure else [])]


def _sentences(
    days: Mapping[dt.date, _Day], signs: Mapping[str, list[_Row]], said: Signs
) -> list[str]:
    answered = sum(held.answered for held in days.values())
    ticked = sum(bool(held.ticked) for held in days.values())
    bad = sum(held.bad for held in days.values())
    too_bad = [bad_days(said.bad, bad)] if bad else []
    if not answered:
        return [said.not_asked, *too_bad]
    if not ticked:
        return [said.ticked_none.format(asked=counted(answered)), said.caution, *too_bad]
    found = [said.ticked.format(ticked=counted(ticked), asked=counted(answered))]
    shown = {row.label for group in signs.values() for row in group}
    if len(shown) > 1:
        found.append(said.several)
    choices = diary.vocabulary().symptoms
    never = [c.label for c in choices if c.id != "none" and c.label not in shown]
    found += [f"{said.never.format(signs='; '.join(never))} {said.caution}"] if never else []
    return [*found, *too_bad]


def _count(row: _Row) -> str:
    return words().signs.count.format(ticked=len(row.ticked), asked=counted(len(row.answered)))


def _key(said: Signs) -> str:
    several = "; ".join(source(id).short for id in said.several_sources)
    return said.key.format(sources="; ".join(said.cited()), several=several)


# --- columns ---


def _title(period: Period, said: Signs) -> str:
    if period.length <= words().days_shown_singly:
        return said.title
    return said.title_weeks if period.length <= words().short_days else said.title_months


def _blocks(period: Period) -> list[tuple[str, list[_Column]]]:
    """Return the columns in blocks that fit a phone, each with its name.

    Up to a month, days; up to three, weeks; else months by years, the newest year first.
    """
    every = cal.days_of(period)
    if period.length > words().short_days:
        years: dict[int, list[_Column]] = {}
        for column in _grouped(every, [(day.replace(day=1), f"{day:%b}") for day in every]):
            years.setdefault(min(column.days).year, []).append(column)
        return [(str(year), held) for year, held in reversed(years.items())]
    if period.length > words().days_shown_singly:
        mondays = [cal.monday(day) for day in every]
        columns = _grouped(every, [(monday, str(monday.day)) for monday in mondays])
        columns[0] = _Column(str(every[0].day), columns[0].days)  # the time may begin in a week
    else:
        columns = [_Column(str(day.day), frozenset((day,))) for day in every]
    size = -(-len(columns) // -(-len(columns) // _A_BLOCK))
    parts = [columns[start : start + size] for start in range(0, len(columns), size)]
    return [(_span(part), part) for part in parts]


def _grouped(days: list[dt.date], keys: list[tuple[dt.date, str]]) -> list[_Column]:
    found: dict[tuple[dt.date, str], list[dt.date]] = {}
    for day, key in zip(days, keys, strict=True):
        found.setdefault(key, []).append(day)
    return [_Column(head, frozenset(held)) for (_, head), held in found.items()]


def _span(columns: list[_Column]) -> str:
    first, last = min(columns[0].days), max(columns[-1].days)
    return f"{first.day} {first:%B} to {last.day} {last:%B %Y}"


# --- the drawing ---

_MISSING, _NONE, _ASK = '<i class="hatch"></i>', '<i class="dot"></i>', '<i class="ask">?</i>'


def _drawing(
    period: Period,
    danger: list[_Row],
    signs: Mapping[str, list[_Row]],
    days: Mapping[dt.date, _Day],
) -> str:
    said = words().signs
    groups = {said.danger_title: danger} if danger else {}
    groups |= signs
    bad = frozenset(day for day, held in days.items() if held.bad)
    if bad:
        groups[""] = [_Row(said.too_bad_row, bad, bad, counts=False)]
    single = period.length <= words().days_shown_singly
    entries = frozenset(days)
    blocks = "".join(
        f'<div class="block"><b>{name}</b>{_block(groups, entries, columns, single=single)}</div>'
        for name, columns in _blocks(period)
    )
    marks = [
        (_on("" if single else "3"), said.marks["ticked"] if single else said.marks_many),
        (_zero(single), said.marks["zero"]),
        *([(_ASK, said.marks["not_sure"])] if any(row.not_sure for row in danger) else []),
        (_MISSING, said.marks["missing"]),
        (_NONE, said.marks["none"]),
    ]
    return (
        f'<div class="bw-cells bw-signs">{blocks}</div><div class="bw-signs">{key_row(marks)}</div>'
    )


def _on(words: str) -> str:
    return f'<i class="on">{words}</i>'


def _zero(single: bool) -> str:
    return f'<i class="zero">{"" if single else "0"}</i>'


def _block(
    groups: Mapping[str, list[_Row]],
    entries: frozenset[dt.date],
    columns: list[_Column],
    *,
    single: bool,
) -> str:
    heads = "".join(f'<span class="h">{column.head}</span>' for column in columns)
    out = [f'<div class="row">{heads}</div>']
    for title, rows in groups.items():
        out += [f'<div class="group">{html.escape(title)}</div>'] if title else []
        for row in rows:
            cells = "".join(_cell(row, entries, column.days, single=single) for column in columns)
            count = f" <small>{_count(row)}</small>" if row.counts else ""
            out.append(
                f'<div class="label">{html.escape(row.label)}{count}</div>'
                f'<div class="row">{cells}</div>'
            )
    return "".join(out)


def _cell(row: _Row, entries: frozenset[dt.date], days: frozenset[dt.date], *, single: bool) -> str:
    """Return one cell. Days nobody answered for never make a 0 of a week, nor does "not sure"."""
    if ticked := days & row.ticked:
        return _on("" if single else str(len(ticked)))
    if not row.counts:
        return '<i class="out"></i>'
    if days & row.not_sure:
        return _ASK
    if days & row.answered:
        return _zero(single)
    return _MISSING if days & entries else _NONE


# --- the numbers ---


def _table(period: Period, days: Mapping[dt.date, _Day]) -> pd.DataFrame:
    label, book = diary.vocabulary().label, questionnaire()
    order = {sign: number for number, sign in enumerate(diary.vocabulary().ids("symptoms"))}

    def signs(held: _Day | None) -> str:
        if held is None:
            return "no entry"
        if not held.answered:
            return "not recorded"
        ticked = sorted(held.ticked, key=order.__getitem__)
        return "; ".join(label("symptoms", sign) for sign in ticked) or label("symptoms", "none")

    def danger(held: _Day | None) -> str:
        if held is None:
            return "no entry"
        if not held.danger:
            return "not recorded"
        said = words().signs.answers
        found = [
            f"{book[sign].label}: {said[answer]}"
            for sign, answer in held.danger.items()
            if answer in said
        ]
        return "; ".join(found) or f"no to {counted(len(held.danger), 'sign')}"

    every = cal.days_of(period)[::-1]
    held = [days.get(day) for day in every]
    return pd.DataFrame(
        {
            "Day": [f"{day:%a %d %b %Y}" for day in every],
            "Signs": [signs(each) for each in held],
            "Danger signs": [danger(each) for each in held],
            "Too bad to fill in": ["yes" if each and each.bad else "" for each in held],
        }
    )
