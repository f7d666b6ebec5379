"""Every page printed from the browser: what can be read stays, what can only be pressed goes."""

import io
import re

import pytest

from backwatch.charts import DARK
from tests.browser import people

A4 = {"width": 688, "height": 1000}  # what 14 mm of margin leave of the paper, in CSS pixels
SHORT = ("today", "check", "trends")
OTHERS = ("diary", "learn", "screening", "data", "about", people.ARTICLE)
# Words that must be on the paper of each page, and the most pages it may take.
TOLD = {
    "today": ("The last 14 days", "Your next appointment", 2),
    "check": ("Ask for an urgent visit in the next few days", "Why this level", 4),
    "trends": ("Is it changing?", "Pain by day and by night", 6),
    "diary": ("Your entries", "Worst pain", 3),
    "learn": ("Plain words about back pain", "When back pain needs a closer look", 3),
    "screening": (
        "Lung screening",
        "Screening is for people without symptoms: you need a visit",
        4,
    ),
    "data": ("My data", "Where your records are", 3),
    "about": ("How it works", "What it cannot do", 6),
    people.ARTICLE: ("When back pain needs a closer look", "Where the sources disagree", 5),
}
NEVER = ("Skip to", "How it works\nHow it works", "Save", "Remove the example", "Delete everything")

FAULTS = """() => {
  const main = document.querySelector("[data-testid=stMain]")
  const seen = e => { const r = e.getBoundingClientRect(), s = getComputedStyle(e)
    return r.width > 1 && r.height > 1 && s.visibility !== "hidden" }
  const found = []
  const menus = "nav, [data-testid=stSidebar], .st-key-tabbar, .bw-strip"
  for (const e of document.querySelectorAll(menus))
    if (seen(e)) found.push("menu: " + e.className)
  const chosen = e => [e.ariaChecked, e.ariaPressed].includes("true")
  for (const e of main.querySelectorAll("button, [role=radio], [type=file], [role=combobox]"))
    if (seen(e) && !chosen(e) && !e.matches(".bw-word"))  // a word of the text
      found.push("to press: " + e.innerText.slice(0, 40))
  const walk = document.createTreeWalker(main, NodeFilter.SHOW_TEXT)
  while (walk.nextNode()) {
    const text = walk.currentNode.data.trim(), e = walk.currentNode.parentElement
    if (!text || !seen(e) || e.closest("svg, style, script")) continue
    const s = getComputedStyle(e)
    if (s.color !== "rgb(0, 0, 0)" && !e.closest(".bw-cells, .bw-marks"))
      found.push("colour " + s.color + ": " + text.slice(0, 40))
    const r = e.getBoundingClientRect()
    if (r.right > innerWidth + 1 || r.left < -1) found.push("cut: " + text.slice(0, 40))
    for (let up = e; up && up !== main; up = up.parentElement)
      if (getComputedStyle(up).overflowX !== "visible" && up.scrollWidth > up.clientWidth + 1
          && !up.closest("[data-testid=stCode], pre, input, .bw-wide"))
        { found.push("cut in a box: " + text.slice(0, 40)); break }
  }
  return found
}"""


@pytest.fixture
def printed_from(fresh_server):
    """A server with a diary and a result."""
    server = fresh_server()
    people.with_example(server.home)
    people.with_result(server.home, "within_days")
    return server


def on_paper(page):
    """The text of each page that Chromium prints."""
    pypdf = pytest.importorskip("pypdf")
    file = page.pdf(prefer_css_page_size=True)
    return [one.extract_text() for one in pypdf.PdfReader(io.BytesIO(file)).pages]


def squeezed(text):
    return re.sub(r"\s", "", text)


def look(page, address):
    """What is wrong with one page on paper."""
    if address == "trends":
        page.locator(".js-plotly-plot .main-svg").nth(2).wait_for()
        page.wait_for_timeout(500)
    sheets = on_paper(page)
    *words, most = TOLD[address]
    whole = squeezed(" ".join(sheets))
    wrong = [f"not there: {each}" for each in words if squeezed(each) not in whole]
    wrong += [f"there: {each}" for each in NEVER if squeezed(each) in whole]
    wrong += [f"page {n} is empty" for n, text in enumerate(sheets, 1) if not text.strip()]
    if len(sheets) > most:
        wrong.append(f"{len(sheets)} pages")
    size = page.viewport_size
    page.set_viewport_size(A4)
    page.emulate_media(media="print")
    wrong += page.evaluate(FAULTS)
    page.emulate_media(media="null")
    page.set_viewport_size(size)
    return wrong


@pytest.mark.parametrize(
    "addresses", [SHORT, pytest.param(OTHERS, marks=pytest.mark.walk)], ids=["short", "others"]
)
def test_a_printed_page_is_black_on_white_with_nothing_to_press_and_nothing_cut(
    printed_from, visit, addresses
):
    page = visit(*people.SIZES["desktop"]).page
    found = {}
    for address in addresses:
        people.at(page, printed_from, address)
        if wrong := look(page, address):
            found[address] = wrong
    assert found == {}


@pytest.mark.walk
def test_a_page_in_the_dark_and_on_a_phone_is_printed_like_any_other(printed_from, visit):
    page = visit(*people.SIZES["phone"], dark=True).page
    people.at(page, printed_from, "trends")
    assert look(page, "trends") == []
    page.emulate_media(media="print", color_scheme="dark")
    colours = page.evaluate(
        "() => [...document.querySelectorAll('.js-plotly-plot :is(path, rect, text)')]"
        ".flatMap(e => { const s = getComputedStyle(e); return [s.fill, s.stroke] })"
    )
    dark = {
        "rgb({}, {}, {})".format(*(int(one[at : at + 2], 16) for at in (1, 3, 5)))
        for one in (DARK.day, DARK.night, DARK.ink, DARK.line, DARK.gap, DARK.card)
    }
    assert colours
    assert dark & set(colours) == set()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


def test_the_emergency_on_paper_is_black_with_the_number_to_call(printed_from, visit):
    people.with_result(printed_from.home, "emergency")
    page = visit(*people.SIZES["desktop"]).page
    people.at(page, printed_from, "check")
    assert squeezed("Call 911") in squeezed(" ".join(on_paper(page)))
    page.set_viewport_size(A4)
    page.emulate_media(media="print")
    assert page.evaluate(FAULTS) == []


def test_the_fortnight_on_paper_shows_its_bars_nights_and_gaps(printed_from, visit):
    page = visit(*people.SIZES["desktop"]).page
    people.at(page, printed_from, "today")
    page.emulate_media(media="print")
    drawn = page.evaluate(
        "() => ['.bw-days .bar', '.bw-days .n.on', '.bw-days .none'].map(one => {"
        " const e = document.querySelector(one), s = getComputedStyle(e);"
        " return [e.getBoundingClientRect().height > 3, s.printColorAdjust,"
        " s.backgroundColor + s.backgroundImage] })"
    )
    assert all(tall and kept == "exact" for tall, kept, _ in drawn)
    assert drawn[0][2].startswith("rgb(85, 85, 85)")
    assert drawn[1][2].startswith("rgb(0, 0, 0)")
    assert "gradient" in drawn[2][2]
