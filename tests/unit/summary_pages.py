"""What the tests of the Summary page share: a maker of PDFs that makes none, and what is shown."""

import json

import pytest

from backwatch.outputs import pdf
from backwatch.outputs.pdf import Drawn
from backwatch.store.moving import PAGE_SETTING


def no_pdf(patch: pytest.MonkeyPatch) -> list:
    """Make no real PDF. Returns what is asked of its maker: summary, paper, the rest."""
    asked = []

    def make(summary, paper="a4", **how):
        asked.append((summary, paper, how))
        return Drawn(b"%PDF-1.7\n%%EOF", ('<svg xmlns="http://www.w3.org/2000/svg"/>',) * 2, 2)

    patch.setattr(pdf, "drawn", make)
    return asked


def kept(store):
    return json.loads(store.setting(PAGE_SETTING, store.person().id) or "{}")


def buttons(page):
    return [each.label for each in page.get("download_button")]


def sheet(page):
    """The text of the whole page for the doctor."""
    return page.code[0].value


def keys(page):
    return {each.key for each in (*page.button, *page.text_area, *page.text_input, *page.checkbox)}
