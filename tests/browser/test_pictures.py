"""The pictures and dots of Learn in a real browser: every label whole, and all of it on paper."""

import base64
from pathlib import Path

import pytest
import streamlit

from backwatch import paths, pictures
from tests.browser.conftest import axe

STYLE = (paths.ROOT / "ui" / "bw.css").read_text(encoding="utf-8")
[FONT] = (Path(streamlit.__file__).parent / "static").rglob("SourceSansVF-Upright*.woff2")
FACE = (  # the font of the app: how wide a word is depends on it
    "@font-face{font-family:Ours;font-weight:200 900;src:url(data:font/woff2;base64,"
    f"{base64.b64encode(FONT.read_bytes()).decode()})}}"
)
DOTS = '<div class="bw-1000" role="img" aria-label="Dots">{}</div>'.format(
    '<i class="on"></i>' * 7 + "<i></i>" * 993
)
# Words that stick out of their drawing, words on other words, and letters smaller than 12 pixels.
LABELS = """() => [...document.querySelectorAll("svg")].flatMap(svg => {
  const view = svg.viewBox.baseVal, scale = svg.getBoundingClientRect().width / view.width
  const all = [...svg.querySelectorAll("text")].map(text => [text.textContent, text.getBBox(),
    parseFloat(getComputedStyle(text).fontSize) * scale])
  return all.flatMap(([words, box, size], at) => [
    ...(size < 12 ? [`${words}: ${size} px`] : []),
    ...(box.x < 0 || box.x + box.width > view.width || box.y < view.y
      || box.y + box.height > view.y + view.height ? [`${words}: cut off`] : []),
    ...all.slice(at + 1).filter(([_, other]) => box.x < other.x + other.width
      && other.x < box.x + box.width && box.y + 3 < other.y + other.height - 3
      && other.y + 3 < box.y + box.height - 3).map(([other]) => `${words}: on ${other}`)])
})"""
INK = """() => [...document.querySelectorAll(".bw-1000 i")].map(dot => {
  const style = getComputedStyle(dot)
  return [style.backgroundColor, style.borderTopColor, style.printColorAdjust].join(" ")
})"""


def page(visit, how="light", **size):
    one = visit(**size).page
    shown = "".join(
        f'<div class="bw-box"><div class="bw-drawing" role="img" aria-label="{picture.alt}">'
        f"{picture.markup}</div></div>"
        for picture in pictures.pictures().values()
    )
    one.set_content(
        f'<!doctype html><html lang="en" style="color-scheme:{how}"><title>Pictures</title>'
        f"<style>{FACE}{STYLE} body{{margin:0;padding:0 16px;background:Canvas;font:16px Ours}}"
        f'</style><main class="stApp"><h1>Pictures</h1><div class="bw-article">{shown}'
        f'<div class="bw-box">{DOTS}</div></div></main></html>'
    )
    one.evaluate('document.fonts.load("16px Ours")')
    assert one.evaluate('document.fonts.check("16px Ours")')
    return one


@pytest.mark.browser
@pytest.mark.parametrize("width", [360, 1280])
def test_every_label_is_whole_large_enough_and_apart_from_the_others(visit, width):
    one = page(visit, width=width)
    assert one.locator("svg text").count() > 20
    assert one.evaluate(LABELS) == []
    assert one.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.browser
@pytest.mark.parametrize("how", ["light", "dark"])
def test_axe_finds_nothing_wrong_with_the_pictures(visit, how):
    assert axe(page(visit, how)) == []


@pytest.mark.browser
def test_on_paper_filled_dots_are_black_and_the_others_are_rings(visit):
    one = page(visit, "dark")
    one.emulate_media(media="print")
    dots = one.evaluate(INK)
    assert dots[:7] == ["rgb(0, 0, 0) rgb(0, 0, 0) exact"] * 7
    assert all(dot.startswith("rgba(0, 0, 0, 0) rgb(1") for dot in dots[7:])


@pytest.mark.browser
def test_on_paper_the_pictures_are_drawn_as_by_day_also_from_a_dark_page(visit):
    one = page(visit, "dark")
    fill = 'getComputedStyle(document.querySelector(".bw-picture path")).fill'
    in_the_dark = one.evaluate(fill)
    one.emulate_media(media="print")
    assert one.evaluate(fill) == "rgb(240, 237, 231)" != in_the_dark
