"""The appointment summary as plain text, for online forms and phone calls, and where no PDF is.

The same words as on paper, in the same order, 72 columns wide and without signs that a screen
reader spells out. It keeps every letter as typed, also those that the PDF has no shape for. The
short form (backwatch/outputs/short_text.py) fits into a message.
"""

import datetime as dt
import textwrap
from collections.abc import Sequence

from backwatch.outputs import letters
from backwatch.summary import AppointmentSummary
from backwatch.summary_words import Words, words

COLUMNS = 72


def text(summary: AppointmentSummary, *, made_at: dt.datetime) -> str:
    """Return the whole sheet as text; lines are 72 columns or shorter and end with a newline.

    Args:
        made_at: printed at the end as it is.
    """
    w = words()
    blocks = [
        _head(summary, w),
        _emergency(summary, w),
        _box(summary, w),
        _reasons(summary, w),
        _danger(summary, w),
        _diary(summary, w),
        _tried(summary, w),
        *(
            _rows(heading, rows, w)
            for heading, rows in (
                (w.rows["pain"], summary.pain),
                (w.rows["background"], summary.background),
            )
        ),
        _listed(w.rows["not_sure"], summary.not_sure),
        _listed(w.rows["gaps"], summary.gaps),
        _listed(w.ask["heading"], summary.questions),
        [
            *fill(f"{summary.help_heading} {'; '.join(summary.help_signs)}."),
            *fill(f"{w.health['line']}: {summary.line}" if summary.line else ""),
            *fill(summary.safety_net),
        ],
        [line for sentence in summary.small_print for line in fill(sentence)],
        _story(summary, w),
        _health(summary, w),
        _listed(w.page_2["screening"], summary.screening),
        fill(summary.left_out),
        _listed(w.reasons["sources"], [f"{short}: {full}" for short, full in summary.sources]),
        _days(summary, w),
        fill("; ".join((*summary.version, _made(made_at, w)))),
    ]
    return "\n\n".join("\n".join(block) for block in blocks if block) + "\n"


def fill(line: str, *, hang: int = 0) -> list[str]:
    """Return a text in lines of 72 columns; those after the first begin with `hang` spaces."""
    return textwrap.wrap(letters.safe(line), COLUMNS, subsequent_indent=" " * hang)


def _heading(line: str) -> list[str]:
    return fill(line.upper())


def _made(made_at: dt.datetime, w: Words) -> str:
    return w.footer["made"].format(date=w.full_day(made_at.date()), time=f"{made_at:%H:%M}")


def _head(summary: AppointmentSummary, w: Words) -> list[str]:
    missing = w.rows["not_recorded"]
    name = summary.name or f"{w.header['name']} {missing}"
    born = summary.born if summary.born_known else f"{summary.born} {missing}"
    level = summary.level
    return [
        *_heading(summary.title),
        *fill(f"{name}, {born}"),
        *fill(summary.seeing),
        *fill(summary.filled_in),
        "",
        *fill(level.label),
        *_heading(level.title),
        *fill(level.action),
        *fill(level.calm),
    ]


def _emergency(summary: AppointmentSummary, w: Words) -> list[str]:
    """Return what only the page for the emergency room says: the number, since when, pain now."""
    if summary.variant != "emergency":
        return []
    since = [f"{sign}: {when}" for sign, when in summary.since]
    return [
        *_heading(summary.call),
        *_listed(f"{w.emergency['signs']}, {w.emergency['since']}", since),
        *_listed(w.emergency["now"], summary.pain_now),
    ]


def _box(summary: AppointmentSummary, w: Words) -> list[str]:
    want = f"{w.box['want']} {summary.want}" if summary.want else ""
    return [*fill(" ".join(summary.in_short)), *fill(want)]


def _reasons(summary: AppointmentSummary, w: Words) -> list[str]:
    lines = _heading(summary.reasons_heading)
    if not summary.reasons:
        lines += fill(summary.no_reasons)
    for reason in summary.reasons:
        answer = f": {reason.answer}" if reason.answer else ""
        source = f" ({reason.source})" if reason.source else ""
        lines += fill(f"{reason.title}{answer}{source}", hang=2)
    if summary.also:
        lines += fill(w.reasons["also"].replace("{titles}", "; ".join(summary.also)))
    return lines


def _danger(summary: AppointmentSummary, w: Words) -> list[str]:
    lines = _heading(summary.danger_heading)
    if not summary.danger:
        return lines + fill(w.danger["never"])
    for _, label, signs in summary.danger:
        lines += fill(f"{label} {'; '.join(signs) or w.danger['none']}.", hang=2)
    return lines


def _diary(summary: AppointmentSummary, w: Words) -> list[str]:
    if summary.chart is None:
        return [*_heading(w.chart["none_heading"]), *fill(w.chart["none"])]
    chart = summary.chart
    _, before, since, change = summary.change_columns
    return [
        *_heading(chart.heading),
        *fill(f"{chart.takeaway}."),
        *fill(f"{chart.nights_heading}: {chart.nights_takeaway}."),
        "",
        *_heading(summary.change_heading),
        *_table([("", before, since, change), *summary.change], (28, 17, 17, 10)),
    ]


def _tried(summary: AppointmentSummary, w: Words) -> list[str]:
    lines = [f"{each.what}, {each.dates}: {each.result}" for each in summary.tried]
    return _listed(w.tried["heading"], lines or [w.tried["none"]])


def _health(summary: AppointmentSummary, w: Words) -> list[str]:
    """Return what is good to have at hand; what was not told says so."""
    missing = w.rows["not_recorded"]
    rows = [f"{label}: {told or missing}" for label, told in summary.health]
    return _listed(w.page_2["health"], rows)


def _days(summary: AppointmentSummary, w: Words) -> list[str]:
    if not summary.diary:
        return []
    lines = [*_heading(w.page_2["diary"]), *fill(summary.diary_note), ""]
    columns = summary.diary_columns[:5]  # the note stands on a line of its own
    widths = (11, 13, 13, 13, 14)
    lines += _table([columns], widths)
    for row in summary.diary:
        if len(row) == 1:
            lines += _table([(row[0], w.page_2["no_entry"])], widths)
            continue
        lines += _table([row[:5]], widths)
        lines += textwrap.indent("\n".join(fill(" ".join(row[5:]))), "  ").splitlines()
    return lines


def _table(rows: Sequence[Sequence[str]], widths: Sequence[int]) -> list[str]:
    return [
        "".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=False)).rstrip()
        for row in rows
    ]


def _rows(heading: str, rows: Sequence[tuple[str, str]], w: Words) -> list[str]:
    if not rows:
        return [*_heading(heading), *fill(w.rows["no_answers"])]
    return _listed(heading, [f"{label}: {answer}" for label, answer in rows])


def _listed(heading: str, lines: Sequence[str]) -> list[str]:
    if not lines:
        return []
    return [*_heading(heading), *(part for line in lines for part in fill(line, hang=2))]


def _story(summary: AppointmentSummary, w: Words) -> list[str]:
    if not summary.story:
        return []
    lines = letters.safe(summary.story, keep_lines=True).split("\n")
    return [*_heading(w.page_2["own_words"]), *(part for line in lines for part in fill(line))]
