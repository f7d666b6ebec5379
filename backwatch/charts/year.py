"""Worst pain over a long time: one small box a day, one row a month, the newest year first."""

import datetime as dt

import pandas as pd

from backwatch.charts import calendar_days as cal
from backwatch.charts.calendar_words import bad_days, counted, key_row, words
from backwatch.charts.chart import Chart, Records
from backwatch.charts.look import Colours
from backwatch.charts.period import Period

_DAYS_NAMED = (1, 10, 20, 30)


def chart(records: Records, period: Period, colours: Colours) -> Chart | None:
    """Return the heat map of worst pain; None for a short time, or where it was never recorded.

    A box shows the class of the day's highest score (content/charts_calendars.yaml). 0, an entry
    without a score, a day too bad to fill in and a day without an entry are four different marks.
    """
    if period.length <= words().short_days:
        return None
    if not any(entry.pain_worst is not None for entry in records.entries):
        return None
    said = words().year
    drawn = cal.drawn_days(records, period)
    scores = cal.values(records, drawn, "pain_worst") if drawn else {}
    if drawn is None:
        return Chart("year", said.title, (said.none,))
    if drawn.length <= words().short_days:
        return None  # a young diary: the chart of single days shows it all
    entries, bad = cal.with_entry(records, drawn), cal.too_bad(records, drawn)
    unscored = bad - scores.keys()
    too_bad = [bad_days(said.bad, len(unscored))] if unscored else []
    if not scores:
        return Chart("year", said.title, (said.none, *too_bad))
    sentences = [
        said.worst.format(
            scored=len(scores), days=counted(drawn.length), parts=_parts(list(scores.values()))
        ),
        said.caution,
    ]
    missing = len(entries - scores.keys() - bad)
    if missing or too_bad:
        without = [said.missing.format(days=counted(missing))] if missing else []
        sentences.insert(1, " ".join([*without, *too_bad, said.unscored]))
    marks = _marks(drawn, scores, entries, unscored)
    return Chart(
        id="year",
        title=said.title,
        sentences=tuple(sentences),
        drawing=_drawing(drawn, marks, bad=bool(unscored)),
        alt=" ".join(sentences),
        key=said.key,
        table=_table(drawn, scores, entries, bad),
    )


def _parts(scores: list[int]) -> str:
    said = words().year
    marks = [said.class_of(score).words for score in scores]
    return ", ".join(
        said.part.format(words=each.words, count=marks.count(each.words)) for each in said.classes
    )


def _marks(
    period: Period, scores: dict[dt.date, int], entries: set[dt.date], bad: set[dt.date]
) -> dict[dt.date, str]:
    """Return the mark of every day of the period."""
    by_score = [words().year.class_of(score).mark for score in range(11)]
    found = dict.fromkeys(cal.days_of(period), "dot")
    found |= dict.fromkeys(entries, "hatch")
    found |= dict.fromkeys(bad, "cross")
    found |= {day: by_score[score] for day, score in scores.items()}
    return found


def _drawing(period: Period, marks: dict[dt.date, str], *, bad: bool) -> str:
    years: dict[int, list[str]] = {}
    for first in cal.months_of(period):
        days = (first.replace(day=day) for day in range(1, cal.month_length(first) + 1))
        boxes = "".join(f'<i class="{marks.get(day, "out")}"></i>' for day in days)
        row = f'<div class="row"><span class="h">{first:%b}</span>{boxes}</div>'
        years.setdefault(first.year, []).append(row)
    named = "".join(f'<span style="grid-column:{day + 1}">{day}</span>' for day in _DAYS_NAMED)
    blocks = "".join(
        f'<div class="year"><b>{year}</b><div class="row days">{named}</div>{"".join(rows)}</div>'
        for year, rows in reversed(years.items())
    )
    said = words().year
    key = [(f'<i class="{each.mark}"></i>', each.words) for each in reversed(said.classes)]
    key += [('<i class="hatch"></i>', said.marks["missing"])]
    key += [('<i class="cross"></i>', said.marks["bad"])] if bad else []
    key += [('<i class="dot"></i>', said.marks["none"])]
    return f'<div class="bw-cells bw-year">{blocks}</div><div class="bw-year">{key_row(key)}</div>'


def _table(
    period: Period, scores: dict[dt.date, int], entries: set[dt.date], bad: set[dt.date]
) -> pd.DataFrame:
    days = cal.days_of(period)[::-1]

    def entry(day: dt.date) -> str:
        if day in bad:
            return "too bad to fill in"
        return "yes" if day in entries else "no entry"

    return pd.DataFrame(
        {
            "Day": [f"{day:%a %d %b %Y}" for day in days],
            "Worst pain": [str(scores.get(day, "not recorded")) for day in days],
            "Entry": [entry(day) for day in days],
        }
    )
