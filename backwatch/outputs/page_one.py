"""What page 1 has room for: the sheet whole, and the sheet with its long texts shortened.

The template takes the whole one where it fits. Whatever is shortened or left off is printed whole
on page 2. A text is cut only at the end of a clause: "spread to the liver, no known bone spread",
cut after "no known bone", would say the opposite. Danger signs answered yes or not sure are never
shortened.
"""

import re
from collections.abc import Mapping
from typing import Any

# Longest text, in letters, for each single text, each line of a list, each cell of a table row.
_TEXTS = {"name": 40, "filled_in": 64, "seeing": 70, "want": 120, "line": 60}
_LISTS = {"in_short": (9, 110), "questions": (3, 100), "gaps": (6, 48), "not_sure": (6, 48)}
_ROWS = {"pain": (24, 70), "background": (24, 90), "health": (24, 110)}
_RECORDS = {
    "reasons": {"title": 90, "answer": 130, "source": 48},
    "tried": {"what": 44, "dates": 30, "result": 60},
}
_KEYS = (*_TEXTS, *_LISTS, *_ROWS, *_RECORDS)
_MOST_QUESTIONS = 3
_DENIAL = re.compile(
    r"\b(?:no|not|never|none|nor|neither|without|cannot|\w+n['’]t)\b", re.IGNORECASE
)
_OTHER_WORDS = 14  # "Today I would like:", "none", "Also noted: 3 more, on page 2."


def cuts(
    sheet: Mapping[str, Any], names: Mapping[str, str], more: str, first_minute: int
) -> list[dict[str, Any]]:
    """Return the parts of the sheet that can be long: as they are, and as page 1 surely holds them.

    Args:
        sheet: an AppointmentSummary as plain data, already cleaned.
        names: what a text is called on page 2.
        more: the mark after a shortened text, " (more on page 2)".
        first_minute: how many words may stand above the first chart.

    Returns:
        For each cut its texts under the keys of `sheet`, and `full`: (name, whole text) of each
        text that is shortened or left off. Tables with a shortened cell are in `changed`.
        `most_reasons`: how many reasons are read in the first minute, one at least.
    """
    whole = {key: sheet[key] for key in _KEYS}
    whole["full"], whole["changed"] = [], []
    # Three questions even where there is room: more make the visit longer and less is answered.
    whole["questions"] = sheet["questions"][:_MOST_QUESTIONS]
    whole["full"] = [(names["questions"], each) for each in sheet["questions"][_MOST_QUESTIONS:]]
    short = _shortened(sheet, names, more)
    for one in (whole, short):
        one["most_reasons"] = _in_a_minute(one, sheet, first_minute)
    if whole["most_reasons"] == 0:
        # Even the first reason makes it too long: its answers are shortened, not left off.
        whole["reasons"] = short["reasons"]
        whole["changed"] += ["reasons"] if "reasons" in short["changed"] else []
    for one in (whole, short):
        one["most_reasons"] = max(1, one["most_reasons"])
    return [whole, short]


def _in_a_minute(cut: Mapping[str, Any], sheet: Mapping[str, Any], most: int) -> int:
    """Return how many reasons can be read together with the rest above the first chart."""
    level, texts = sheet["level"], ["name", "filled_in", "seeing", "want"]
    words = _words(
        sheet["title"],
        sheet["born"],
        *(cut[key] or "" for key in texts),
        *(level[key] for key in ("label", "title", "action", "calm")),
        *cut["in_short"],
        sheet["reasons_heading"],
        sheet["danger_heading"],
        *(text for _, label, signs in sheet["danger"] for text in (label, *signs)),
    )
    words += _OTHER_WORDS
    shown = 0
    for reason in cut["reasons"]:
        words += _words(*(reason[key] for key in ("title", "answer", "source")))
        if words > most:
            break
        shown += 1
    return shown


def _words(*texts: str) -> int:
    return sum(len(text.split()) for text in texts)


def _shortened(sheet: Mapping[str, Any], names: Mapping[str, str], more: str) -> dict[str, Any]:
    out: dict[str, Any] = {}
    full: list[tuple[str, str]] = []

    def fit(key: str, text: str, limit: int) -> str:
        short = clip(text, limit, more)
        if short != text:
            full.append((names[key], text))
        return short

    for key, limit in _TEXTS.items():
        out[key] = fit(key, sheet[key], limit) if sheet[key] else sheet[key]
    for key, (count, limit) in _LISTS.items():
        out[key] = [fit(key, text, limit) for text in sheet[key][:count]]
        full += [(names[key], text) for text in sheet[key][count:]]
    for key, (label, limit) in _ROWS.items():
        out[key] = [[clip(a, label, more), clip(b, limit, more)] for a, b in sheet[key]]
    for key, limits in _RECORDS.items():
        out[key] = [
            {name: clip(record[name], limit, more) for name, limit in limits.items()}
            for record in sheet[key]
        ]
    changed = [key for key in (*_ROWS, *_RECORDS) if out[key] != _listed(sheet[key])]
    return {**out, "full": full, "changed": changed}


def _listed(rows: Any) -> list[Any]:
    return [list(row) if isinstance(row, tuple) else row for row in rows]


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
    # One long clause: the mark says that it does not end here. A denial in it is left off whole.
    if denial := _DENIAL.search(head):
        head = head[: denial.start()] + " "
    return (head.rsplit(" ", 1)[0].rstrip(" ,") + "…").lstrip() + more
