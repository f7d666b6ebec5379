"""What page 1 has room for. Whatever is shortened or left off here is printed whole on page 2.

A text is cut only at the end of a clause: "spread to the liver, no known bone spread" cut after
"no known bone" would say the opposite. Danger signs answered yes or not sure are never shortened.
"""

import re
from collections.abc import Mapping
from typing import Any

# Longest text, in letters, for each single text, each line of a list, each row of a table.
_TEXTS = {"name": 40, "filled_in": 64, "want": 120}
_LISTS = {"in_short": (5, 120), "questions": (3, 100), "gaps": (8, 48)}
_ROWS = ("pain", "background", "signs")
_LABEL, _ROW = 24, 110
_REASON = {"title": 90, "answer": 130, "source": 48}


def shortened(sheet: Mapping[str, Any], names: Mapping[str, str], more: str) -> dict[str, Any]:
    """Return the sheet with texts that fit page 1, and what page 2 needs to print them whole.

    Args:
        sheet: an AppointmentSummary as plain data, already cleaned.
        names: what a text is called on page 2.
        more: the mark after a shortened text, " (more on page 2)".

    Returns:
        `sheet` with two more keys: `full`, (name, whole text) of each shortened or left off text;
        `whole`, the tables as they were.
    """
    out, full = dict(sheet), []

    def fit(key: str, text: str, limit: int) -> str:
        short = clip(text, limit, more)
        if short != text:
            full.append((names[key], text))
        return short

    for key, limit in _TEXTS.items():
        if out[key]:
            out[key] = fit(key, out[key], limit)
    for key, (count, limit) in _LISTS.items():
        texts = out[key]
        out[key] = [fit(key, text, limit) for text in texts[:count]]
        full += [(names[key], text) for text in texts[count:]]
    out["whole"] = {key: out[key] for key in (*_ROWS, "reasons")}
    for key in _ROWS:
        out[key] = [[clip(label, _LABEL, more), clip(text, _ROW, more)] for label, text in out[key]]
    out["reasons"] = [
        {key: clip(reason[key], limit, more) for key, limit in _REASON.items()}
        for reason in out["reasons"]
    ]
    out["full"] = full
    return out


def clip(text: str, limit: int, more: str) -> str:
    """Return `text`, or its first clauses and the mark `more` when it is longer than `limit`."""
    if len(text) <= limit:
        return text
    if limit <= 2 * len(more):
        return text[: limit - 1].rstrip() + "…"
    head = text[: limit - len(more)]
    ends = [found.start() for found in re.finditer(r"[;.?!](?= )", head)]
    if ends:
        return head[: ends[-1] + 1].rstrip(";") + more
    # One long clause: the mark says that it does not end here.
    return head.rsplit(" ", 1)[0].rstrip(" ,") + "…" + more
