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
_NAMED = 3  # signs in the sentence
_RANK: dict[str | None, int] = {"no": 0, "not_sure": 1, "yes": 2}


@dataclass(frozen=True)
class _Held:
    """What the entries of a time hold, by days. Entries of one day count together.

    answered: days with an answer about signs, some ticked or "none of these". danger: by sign, the
    most serious answer of each day: yes, then not sure, then no.
    """

    entries: set[dt.date] = field(default_factory=set)
    answered: set[dt.date] = field(default_factory=set)
    bad: set[dt.date] = field(default_factory=set)
    ticked: dict[str, set[dt.date]] = field(default_factory=dict)
    danger: dict[str, dict[dt.date, str]] = field(default_factory=dict)

    def ticked_days(self) -> set[dt.date]:
        """Return the days on which any sign was ticked."""
        return set().union(*self.ticked.values())


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
    held = _held(records, drawn)
    danger, signs = _danger_rows(held), _sign_rows(held, said)
    sentences = (
        *_danger_sentences(danger, records.today, said),
        *_sentences(held, signs, counted(drawn.length), said),
    )
    rows = [row for group in signs.values() for row in group]
    return Chart(
        id="signs",
        title=_title(drawn, said),
        sentences=sentences,
        drawing=_drawing(drawn, danger, signs, held) if danger or rows else None,
        alt=" ".join([*sentences, *(f"{row.label}: {_count(row)}." for row in rows)]),
        key=_key(held.ticked, said) if rows else "",
        table=_table(drawn, held),
    )


def _held(records: Records, period: Period) -> _Held:
    found = _Held()
    for entry in cal.inside(records.entries, period):
        day = entry.date
        found.entries.add(day)
        if entry.too_bad:
            found.bad.add(day)
        if entry.symptoms:
            found.answered.add(day)
        for sign in entry.symptoms:
            if sign != "none":
                found.ticked.setdefault(sign, set()).add(day)
        for sign, answer in entry.danger_signs.items():
            answers = found.danger.setdefault(sign, {})
            if _RANK[answer] > _RANK.get(answers.get(day), -1):
                answers[day] = answer
    return found


def _danger_rows(held: _Held) -> list[_Row]:
    """Return a row for each danger sign that was ever answered yes or "not sure"."""
    found = []
    for sign in diary.vocabulary().danger_signs:
        answers = held.danger.get(sign, {})
        yes = frozenset(day for day, answer in answers.items() if answer == "yes")
        not_sure = frozenset(day for day, answer in answers.items() if answer == "not_sure")
        if yes or not_sure:
            found.append(_Row(questionnaire()[sign].label, yes, frozenset(answers), not_sure))
    return found


def _sign_rows(held: _Held, said: Signs) -> dict[str, list[_Row]]:
    """Return the rows of the signs that were ever ticked, by the title of their group."""
    label, answered = diary.vocabulary().label, frozenset(held.answered)
    rows = {
        group.title: [
            _Row(label("symptoms", sign), frozenset(held.ticked[sign]), answered)
            for sign in group.signs
            if sign in held.ticked
        ]
        for group in said.groups
    }
    return {title: found for title, found in rows.items() if found}


# --- in words ---


def _danger_sentences(danger: Collection[_Row], today: dt.date, said: Signs) -> list[str]:
    yes = [f"{row.label} ({some_days(row.ticked, today)})" for row in danger if row.ticked]
    unsure = [f"{row.label} ({some_days(row.not_sure, today)})" for row in danger if row.not_sure]
    found = [f"{said.danger.format(signs='; '.join(yes))} {said.danger_do}"] if yes else []
    if unsure:
        found.append(f"{said.not_sure.format(signs='; '.join(unsure))} {said.not_sure_do}")
    return found


def _sentences(held: _Held, signs: Mapping[str, list[_Row]], days: str, said: Signs) -> list[str]:
    answered, ticked = len(held.answered), len(held.ticked_days())
    too_bad = [bad_days(said.bad, len(held.bad))] if held.bad else []
    if not held.answered:
        return [said.not_asked_other if held.danger else said.not_asked, *too_bad]
    if not ticked:
        return [said.ticked_none.format(asked=answered, days=days), said.caution, *too_bad]
    found = [said.ticked.format(ticked=ticked, asked=answered, days=days)]
    rows = sorted((row for group in signs.values() for row in group), key=_most_first)
    most = "; ".join(f"{row.label} ({counted(len(row.ticked))})" for row in rows[:_NAMED])
    found.append(said.most.format(signs=most))
    if len(rows) > 1:
        found[-1] += f" {said.several}"
    return [*found, *too_bad]


def _most_first(row: _Row) -> int:
    return -len(row.ticked)


def _count(row: _Row, days: frozenset[dt.date] | None = None) -> str:
    """Return on how many of the answered days a sign was ticked, of `days` alone if given."""
    said, (ticked, answered, not_sure) = words().signs, (row.ticked, row.answered, row.not_sure)
    if days is not None:
        ticked, answered, not_sure = ticked & days, answered & days, not_sure & days
    count = said.count.format(ticked=len(ticked), asked=counted(len(answered)))
    return count + (said.count_not_sure.format(days=len(not_sure)) if not_sure else "")


def _key(ticked: Collection[str], said: Signs) -> str:
    """Return the signs that were answered and never ticked, and what the groups do not mean."""
    choices = diary.vocabulary().symptoms
    others = [c.label for c in choices if c.id != "none" and c.id not in ticked]
    never = f"{said.never.format(signs='; '.join(others))} {said.caution} " if others else ""
    several = "; ".join(source(id).short for id in said.several_sources)
    return never + said.key.format(sources="; ".join(said.cited(ticked)), several=several)


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
    period: Period, danger: list[_Row], signs: Mapping[str, list[_Row]], held: _Held
) -> str:
    said = words().signs
    groups = {said.danger_title: danger} if danger else {}
    groups |= signs
    if bad := frozenset(held.bad):
        groups[""] = [_Row(said.too_bad_row, bad, bad, counts=False)]
    single = period.length <= words().days_shown_singly
    months = " months" if period.length > words().short_days else ""
    entries = frozenset(held.entries)
    blocks = "".join(
        f'<div class="block{months}"><b>{name}</b>'
        f"{_block(groups, entries, columns, single=single)}</div>"
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
    here: frozenset[dt.date] = frozenset().union(*(column.days for column in columns))
    heads = "".join(f'<span class="h">{column.head}</span>' for column in columns)
    out = [f'<div class="row">{heads}</div>']
    for title, rows in groups.items():
        shown = [row for row in rows if row.counts or row.ticked & here]
        out += [f'<div class="group">{html.escape(title)}</div>'] if shown else []
        for row in shown:
            cells = "".join(_cell(row, entries, column.days, single=single) for column in columns)
            count = f" <small>{_count(row, here)}</small>" if row.counts else ""
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


def _table(period: Period, held: _Held) -> pd.DataFrame:
    """Return every day, the newest first, with the signs in the order of the diary."""
    said = words().signs
    labels = {choice.id: choice.label for choice in diary.vocabulary().symptoms}
    signs: dict[dt.date, list[str]] = {}
    for sign in labels:
        for day in held.ticked.get(sign, ()):
            signs.setdefault(day, []).append(labels[sign])
    danger: dict[dt.date, list[str]] = {}
    asked = diary.vocabulary().danger_signs
    for sign in asked:
        label = questionnaire()[sign].label
        by_answer = {answer: f"{label}: {words}" for answer, words in said.answers.items()}
        for day, answer in held.danger.get(sign, {}).items():
            danger.setdefault(day, []).append(by_answer[answer])
    all_no = [f"{questionnaire()[sign].label}: {said.answers['no']}" for sign in asked]
    danger = {d: [said.no_to_all] if found == all_no else found for d, found in danger.items()}
    every = cal.days_of(period)[::-1]

    def cell(day: dt.date, found: list[str] | None, nothing: str) -> str:
        if found:
            return "; ".join(found)
        return nothing if day in held.entries else "no entry"

    none, missing = labels["none"], "not recorded"
    return pd.DataFrame(
        {
            "Day": [f"{day:%a %d %b %Y}" for day in every],
            "Signs": [
                cell(day, signs.get(day), none if day in held.answered else missing)
                for day in every
            ],
            "Danger signs": [cell(day, danger.get(day), missing) for day in every],
            "Too bad to fill in": ["yes" if day in held.bad else "" for day in every],
        }
    )
