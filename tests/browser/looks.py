"""Looking at a screen as it stands: axe, and whether it scrolls sideways, by size and theme."""

from typing import Any

from tests.browser import people
from tests.browser.conftest import axe

COLOURS = {"light": "rgb(247, 249, 248)", "dark": "rgb(15, 22, 23)"}


def problems(page: Any, *, all_four: bool = False) -> dict[str, list[str]]:
    """What is wrong with a screen, by size and theme; empty when nothing is.

    In the dark at a desk and in the light on a phone; with `all_four`, in the other two too, for
    colours and width only: a theme changes nothing else. The window keeps its last size.
    """
    found: dict[str, list[str]] = {}
    for size, theme in (("desktop", "dark"), ("phone", "light")):
        width, height = people.SIZES[size]
        page.set_viewport_size({"width": width, "height": height})
        found[f"{size}, {theme}"] = _wrong(page, theme)
        if all_four:
            other = _other(theme)
            found[f"{size}, {other}"] = _wrong(page, other, only="color-contrast")
    return {look: wrong for look, wrong in found.items() if wrong}


def problems_here(page: Any, theme: str = "dark") -> dict[str, list[str]]:
    """The same for the size that the window has: whole in one theme, colours in the other."""
    found = {
        theme: _wrong(page, theme),
        _other(theme): _wrong(page, _other(theme), only="color-contrast"),
    }
    return {look: wrong for look, wrong in found.items() if wrong}


def _other(theme: str) -> str:
    return next(each for each in COLOURS if each != theme)


def _wrong(page: Any, theme: str, only: str = "") -> list[str]:
    page.emulate_media(color_scheme=theme)
    page.wait_for_function(
        "colour => getComputedStyle(document.querySelector('[data-testid=stApp]'))"
        ".backgroundColor === colour",
        arg=COLOURS[theme],
    )
    people.quiet(page)
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    wrong = axe(page, only)
    if people.sideways(page):
        wrong.append(f"scrolls sideways by {people.sideways(page)} px")
    return wrong
