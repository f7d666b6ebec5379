"""The appointment summary as a short text, for a message or the one field of an online form.

Forms cut what is too long without a word. So what is left out here is left out on purpose, the
least important first, and the text says how much. Level and danger signs always stay.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from backwatch.outputs import papers
from backwatch.outputs.text import fill
from backwatch.summary import AppointmentSummary
from backwatch.summary_words import Words, words

_STAYS = "stays"
_DROPPED_FIRST = (
    *("calm", "more_reasons", "more_questions", "change"),
    *("question", "reason", "in_short", "want", "about", "who"),
)
_FIRST = 3  # reasons and questions that are not "more"


@dataclass(frozen=True)
class _Line:
    """One line of a block. `kind`: one of _DROPPED_FIRST, or _STAYS."""

    kind: str
    text: str


_Block = tuple[str, tuple[_Line, ...]]  # a heading, or "", and its lines


def short(summary: AppointmentSummary, *, most: int | None = None) -> str:
    """Return the summary in at most `most` characters (content/papers.yaml has the usual number).

    Header, level, the case in short, reasons, danger signs answered yes or not sure, the change
    since before, and questions. It is longer only where level and danger signs alone take more.
    """
    w, limit = words(), most or papers.words().short.most
    blocks = _blocks(summary, w)
    left_out = 0
    in_lines = cache(fill)  # for this text only: what somebody wrote is not kept
    made = _written(blocks, left_out, in_lines)
    while len(made) > limit:
        fewer = _without_one(blocks)
        if fewer is None:
            break
        blocks, left_out = fewer, left_out + 1
        made = _written(blocks, left_out, in_lines)
    return made


def _blocks(summary: AppointmentSummary, w: Words) -> list[_Block]:
    level = summary.level
    who = ", ".join([summary.name or "", summary.born if summary.born_known else ""]).strip(", ")
    reasons = [f"{one.title}{f': {one.answer}' if one.answer else ''}" for one in summary.reasons]
    return [
        (
            summary.title,
            _lines("who", [who]) + _lines("about", [summary.seeing, summary.filled_in]),
        ),
        (
            "",
            _lines(_STAYS, [level.label, level.title, level.action]) + _lines("calm", [level.calm]),
        ),
        (
            "",
            _lines("in_short", summary.in_short)
            + _lines("want", [f"{w.box['want']} {summary.want}" if summary.want else ""]),
        ),
        (summary.reasons_heading, _some("reason", reasons or [summary.no_reasons])),
        (summary.danger_heading, _lines(_STAYS, _danger(summary, w))),
        (
            summary.change_heading if summary.change else "",
            _lines("change", [_change(row, summary.change_columns) for row in summary.change]),
        ),
        (w.ask["heading"], _some("question", summary.questions)),
        ("", _lines(_STAYS, summary.small_print[1:])),  # the first is a number for everyone
    ]


def _lines(kind: str, texts: Sequence[str]) -> tuple[_Line, ...]:
    return tuple(_Line(kind, text) for text in texts if text.strip())


def _some(kind: str, texts: Sequence[str]) -> tuple[_Line, ...]:
    return _lines(kind, texts[:_FIRST]) + _lines(f"more_{kind}s", texts[_FIRST:])


def _danger(summary: AppointmentSummary, w: Words) -> list[str]:
    """Return the signs answered yes and not sure: each list in one line, "none" where empty.

    How many were not asked stands beside them: "none" alone would read as no danger sign at all.
    """
    if not summary.danger:
        return [w.danger["never"]]
    total = sum(len(signs) for _, _, signs in summary.danger)
    lines = []
    for name, label, signs in summary.danger:
        if name in ("yes", "not_sure"):
            lines.append(f"{label} {'; '.join(signs) or w.danger['none']}.")
        if name == "not_asked" and signs:
            count = w.change["of"].format(count=len(signs), total=total)
            lines.append(f"{label} {count}.")
    return lines


def _change(row: Sequence[str], columns: Sequence[str]) -> str:
    """Return "Worst pain, middle value: 4 (4 weeks before), 6 (last 4 weeks), more"."""
    label, before, since, change = row
    return f"{label}: {before} ({columns[1]}), {since} ({columns[2]}), {change}"


def _without_one(blocks: Sequence[_Block]) -> list[_Block] | None:
    """Return the blocks without the line that matters least; None where every line stays."""
    for kind in _DROPPED_FIRST:
        for place, (heading, lines) in enumerate(blocks):
            found = [at for at, line in enumerate(lines) if line.kind == kind]
            if found:
                kept = lines[: found[-1]] + lines[found[-1] + 1 :]
                return [*blocks[:place], (heading, kept), *blocks[place + 1 :]]
    return None


def _written(blocks: Sequence[_Block], left_out: int, in_lines: Callable[..., list[str]]) -> str:
    parts = []
    for heading, lines in blocks:
        if lines or heading == blocks[0][0]:
            head = in_lines(heading.upper()) if heading else []
            parts.append(
                "\n".join([*head, *(p for line in lines for p in in_lines(line.text, hang=2))])
            )
    if left_out:
        parts.append(papers.words().short.more.format(count=left_out))
    return "\n\n".join(part for part in parts if part) + "\n"
