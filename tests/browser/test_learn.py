"""Learn in a real browser: everyone can read it, links keep one's place, and it prints."""

import io

import pytest

from backwatch import articles
from tests.browser import people
from tests.browser.keyboard import Keyboard
from tests.browser.looks import problems

SLUGS = [one.slug for one in articles.articles()]
LIST, GLOSSARY = "learn", "learn?article=glossary"

# Where the headings go down by more than one level, and how many first ones there are.
HEADINGS = """() => {
    const levels = [...document.querySelectorAll("[data-testid=stMain] :is(h1,h2,h3,h4)")]
        .filter(e => e.checkVisibility()).map(e => Number(e.tagName[1]))
    return [levels.filter(n => n === 1).length,
            levels.some((n, i) => n > (i ? levels[i - 1] : 0) + 1)]
}"""
# A new document would not have this.
SAME_DOCUMENT = "() => window.bwStillHere === true"
PLACE = "() => Math.round(document.querySelector('[data-testid=stMain]').scrollTop)"


def go_to(page, slug: str) -> None:
    """Open an article as a link does, without loading the app anew."""
    page.wait_for_function("() => window.bwLearn && window.bwLearn.open")
    page.evaluate("slug => window.bwLearn.open(`learn?article=${slug}`)", slug)
    one = articles.article(slug)
    people.titled(page, one.title if one else "Words explained")


def search(page, query: str):
    page.get_by_label("Search, in your own words").fill(query)
    page.locator(".bw-found").wait_for()
    return people.quiet(page)


def wrong_with(page, *, all_four: bool) -> dict[str, object]:
    found: dict[str, object] = dict(problems(page, all_four=all_four))
    if page.evaluate(HEADINGS) != [1, False]:
        found["headings"] = page.evaluate(HEADINGS)
    return found


@pytest.mark.walk
def test_the_list_the_search_and_the_glossary_are_accessible(server, visit):
    person, found = visit(), {}
    page = person.page
    people.at(page, server, LIST)
    found["list"] = wrong_with(page, all_four=True)
    search(page, "coughing blood")
    found["search"] = wrong_with(page, all_four=True)
    page.get_by_label("Search, in your own words").fill("qqqq zzzz")
    page.get_by_text("Nothing here fits").wait_for()
    found["in vain"] = wrong_with(page, all_four=False)
    people.at(page, server, GLOSSARY)
    found["glossary"] = wrong_with(page, all_four=True)
    assert {name: wrong for name, wrong in found.items() if wrong} == {}
    assert person.blocked() == []


@pytest.mark.walk
@pytest.mark.parametrize("part", range(4))
def test_every_article_is_accessible_in_every_look(server, visit, part):
    person, found = visit(), {}
    page = person.page
    people.at(page, server, LIST)
    for slug in SLUGS[part::4]:
        go_to(page, slug)
        if wrong := wrong_with(page, all_four=True):
            found[slug] = wrong
    assert found == {}
    assert person.blocked() == []


def test_an_address_opens_an_article_at_its_heading(server, visit):
    page = visit().page
    anchor = "while-you-wait"
    people.at(page, server, f"learn?article=emergencies&at={anchor}")
    people.until(lambda: page.evaluate("() => document.activeElement.id") == anchor)
    place = page.locator(f"#{anchor}").bounding_box()
    assert 0 <= place["y"] < 400
    assert page.title() == articles.article("emergencies").title


def test_back_and_forward_keep_the_place_the_search_and_the_focus(server, visit):
    page = visit(height=700).page
    people.at(page, server, LIST)
    page.evaluate("() => { window.bwStillHere = true }")
    link = page.locator('.bw-library a[href="learn?article=numbers"]')
    link.scroll_into_view_if_needed()
    before = page.evaluate(PLACE)
    assert before > 300
    link.click()
    people.titled(page, articles.article("numbers").title)
    people.until(lambda: page.evaluate(PLACE) == 0)
    people.until(lambda: page.evaluate("() => document.activeElement.tagName") == "H1")
    page.go_back()
    people.titled(page, "Learn")
    people.until(lambda: abs(page.evaluate(PLACE) - before) <= 2)
    people.until(
        lambda: (
            page.evaluate("() => document.activeElement.getAttribute('href')")
            == "learn?article=numbers"
        )
    )
    assert page.title() == "Learn"
    page.go_forward()
    people.titled(page, articles.article("numbers").title)
    assert page.evaluate(SAME_DOCUMENT)


def test_a_jump_inside_an_article_and_the_menu_lead_back_too(server, visit):
    page = visit(height=700).page
    people.at(page, server, "learn?article=night-pain")
    page.evaluate("() => document.querySelector('[data-testid=stMain]').scrollTo(0, 120)")
    page.locator(".bw-contents a").last.click()
    people.until(lambda: page.evaluate(PLACE) > 700)
    page.go_back()
    people.until(lambda: page.evaluate(PLACE) == 120)
    people.quiet(page)  # nobody presses the next link before the page stands
    page.locator("[data-testid=stMain] a", has_text="Check how soon to get help").first.click()
    people.until(lambda: page.title() == "Check")
    people.quiet(page)
    page.go_back()
    people.titled(page, "Back pain at night")
    assert page.title() == "Back pain at night"
    page.locator("[data-testid=stSidebar] a", has_text="Learn").click()
    people.titled(page, "Learn")
    people.until(lambda: page.url.endswith("/learn"))
    assert page.title() == "Learn"


def test_somebody_with_keys_only_searches_reads_goes_on_and_comes_back(server, visit):
    page = visit().page
    title = articles.article("how-it-can-happen").title
    people.at(page, server, LIST)
    page.evaluate("() => { window.bwStillHere = true }")
    keys = Keyboard(page)
    keys.go_to(lambda role, name, _: role in ("input", "searchbox", "textbox") and "Search" in name)
    page.keyboard.type("pancoast")
    page.locator(".bw-found").wait_for()
    people.quiet(page)
    keys.go_to(lambda _role, name, _: name == title)
    keys.press("Enter")
    people.titled(page, title)
    people.until(lambda: page.evaluate("() => document.activeElement.tagName") in ("H1", "H2"))
    keys.go_to(lambda role, _name, __: role == "button" and _in_article(page))
    meaning = page.locator(".bw-meaning:popover-open")
    keys.press("Enter")
    meaning.wait_for()
    keys.press("Escape")
    meaning.wait_for(state="detached")
    see = page.locator(".bw-see:not(.back):not(.next) a").first
    further = see.inner_text().strip()
    keys.go_to(lambda role, name, _: role == "a" and name == further)
    keys.press("Enter")
    people.until(lambda: people.heading(page) != title)
    people.quiet(page)
    page.go_back()
    people.titled(page, title)
    page.go_back()
    people.titled(page, "Learn")
    assert page.get_by_label("Search, in your own words").input_value() == "pancoast"
    assert page.locator(".bw-hits a").count() > 1
    assert page.evaluate(SAME_DOCUMENT)


def _in_article(page) -> bool:
    return bool(page.evaluate("() => document.activeElement.matches('.bw-word')"))


def test_a_words_meaning_opens_by_a_click_in_sight_on_a_phone_too(server, visit):
    page = visit(width=360, height=780).page
    people.at(page, server, "learn?article=how-it-can-happen")
    page.locator(".bw-word").first.click()
    box = page.locator(".bw-meaning:popover-open").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 360
    assert box["y"] + box["height"] <= 780
    assert people.sideways(page) == 0


def test_a_new_tab_opens_a_link_by_its_address(server, visit):
    page = visit().page
    people.at(page, server, LIST)
    address = page.locator('.bw-library a[href="learn?article=night-pain"]').evaluate("e => e.href")
    page.goto(address)
    people.titled(page, "Back pain at night")


def test_the_emergency_signs_print_on_one_page_without_the_menu(server, visit):
    pypdf = pytest.importorskip("pypdf", reason="pypdf needs requirements-dev.txt")
    page = visit(dark=True).page
    people.at(page, server, "learn?article=emergencies")
    read = pypdf.PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    text = " ".join(read.pages[0].extract_text().split())
    assert len(read.pages) == 1
    assert "Call now, or go now" in text
    assert "Why it helps to be quick" in text
    assert "Sources: " in text
    assert "NICE NG234" in text
    for chrome in ("My data", "All articles", "Print this page", "source "):
        assert chrome not in text
