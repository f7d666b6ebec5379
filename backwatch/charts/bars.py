"""Bars readable in any width, without colour and on paper: SVG with the tokens of the page."""


def bar(share: float) -> str:
    """Return a bar filled to a share from 0 to 1; a real 0 is a ring at its left end."""
    inside = (
        '<circle class="ring" cx="7" cy="7" r="5"/>'
        if share <= 0
        else f'<rect class="fill" width="{min(share, 1) * 100:.1f}%" height="14" rx="3"/>'
    )
    return (
        '<svg class="bar" width="100%" height="14" aria-hidden="true">'
        f'<rect class="track" width="100%" height="14" rx="3"/>{inside}</svg>'
    )
