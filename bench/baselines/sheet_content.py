"""What our page 1 says, as plain blocks, so that other PDF makers can print the same.

Only the standard library: the other makers may live in another Python.
"""

import json
import sys
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Block:
    """A heading with a text, rows of (label, text), or a table; `head` is its first row."""

    heading: str
    text: str = ""
    rows: list[tuple[str, str]] = field(default_factory=list)
    head: list[str] = field(default_factory=list)
    table: list[list[str]] = field(default_factory=list)


def read() -> dict[str, Any]:
    """Return the sheet from standard input: what our own worker gets."""
    return json.loads(sys.stdin.buffer.read().split(b"\n")[1])


def top(d: dict[str, Any]) -> list[Block]:
    """Return what stands above the charts."""
    c, level = d["cuts"][0], d["level"]
    signs = [
        f"{label} {'; '.join(names) or 'none'}."
        for name, label, names in d["danger"]
        if names or name != "not_asked"
    ]
    reasons = [f"{r['title']}: {r['answer']} [{r['source']}]" for r in c["reasons"]]
    return [
        Block(d["title"], f"{c['name']}, {d['born']}. {c['seeing']}. {c['filled_in']}."),
        Block(level["label"], f"{level['title']} {level['action']} {level['calm']}"),
        Block("", " ".join(c["in_short"]) + f" {d['w']['box']['want']} {c['want'] or ''}"),
        Block(d["reasons_heading"], " ".join(reasons)),
        Block(d["danger_heading"], " ".join(signs)),
    ]


def bottom(d: dict[str, Any]) -> list[Block]:
    """Return what stands below the charts."""
    c, w = d["cuts"][0], d["w"]
    tried = [[f"{t['what']}, {t['dates']}", t["result"]] for t in c["tried"]]
    return [
        Block(d["change_heading"], head=d["change_columns"], table=d["change"]),
        Block(w["tried"]["heading"], head=["treatment", "what happened"], table=tried),
        Block(w["rows"]["pain"], rows=c["pain"]),
        Block(w["rows"]["background"], rows=c["background"]),
        Block(w["rows"]["gaps"], "; ".join([*c["not_sure"], *c["gaps"]])),
        Block(w["ask"]["heading"], " ".join(f"{n}. {q}" for n, q in enumerate(c["questions"], 1))),
        Block(d["help_heading"], f"{'; '.join(d['help_signs'])}. {d['safety_net']}"),
        Block("", " ".join(d["small_print"])),
    ]
