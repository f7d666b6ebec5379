"""Bars and cells that stay readable in any width, without colour and on paper.

They are HTML with the classes of ui/bw.css. Filled parts are borders: paper and forced colours
leave out backgrounds and keep borders.
"""

from collections.abc import Sequence
from html import escape


def bar(share: float) -> str:
    """Return a bar filled to a share from 0 to 1; a real 0 is a ring at its left end."""
    if share <= 0:
        return '<span class="bar"><i class="ring"></i></span>'
    return f'<span class="bar"><i class="fill" style="width:{min(share, 1) * 100:.1f}%"></i></span>'


def cells(counts: Sequence[int], of: Sequence[int]) -> str:
    """Return counts beside each other, each with its share as a fill at the foot of its cell.

    A real 0 stands in a ring; a count out of no days at all is an empty cell with stripes.
    """
    return "".join(map(_cell, counts, of))


def _cell(count: int, of: int) -> str:
    if not of:
        return '<i class="c x"></i>'
    if not count:
        return '<i class="c"><b>0</b></i>'
    return f'<i class="c" style="border-bottom-width:{1 + round(count / of * 13)}px">{count}</i>'


def heads(words: Sequence[str]) -> str:
    """Return the words above cells; a line break in them stays one."""
    return "".join(f'<i class="h">{escape(each).replace(chr(10), "<br>")}</i>' for each in words)


def line(parts: str, columns: int) -> str:
    """Return a line of heads or cells; all lines with the same `columns` stand below each other."""
    return f'<span class="cells" style="grid-template-columns:repeat({columns},1fr)">{parts}</span>'
