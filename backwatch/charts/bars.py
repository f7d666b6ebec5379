"""Bars and cells that stay readable in any width, without colour and on paper.

They are HTML with the classes of ui/bw.css. Filled parts are borders: paper and forced colours
leave out backgrounds and keep borders.
"""


def bar(share: float) -> str:
    """Return a bar filled to a share from 0 to 1; a real 0 is a ring at its left end."""
    if share <= 0:
        return '<span class="bar"><i class="ring"></i></span>'
    return f'<span class="bar"><i class="fill" style="width:{min(share, 1) * 100:.1f}%"></i></span>'
