"""The page for the doctor in a real browser: chosen, typed, kept, printed and taken along."""

import io
import json
import re

import pytest

from backwatch.store.moving import PAGE_SETTING
from tests.browser import people
from tests.browser.keyboard import Keyboard
from tests.browser.looks import problems, problems_here
from tests.browser.test_hostile_text import PAYLOADS
from ui.summary_kept import HEALTH

# Instead of the print window: what would be printed, and whether it is the page of the app.
NO_PRINTER = """window.print = () => {
    window.top.bwPrinted = {
        app: window === window.top,
        html: document.documentElement.outerHTML,
        broken: [...document.images].filter(one => !one.naturalWidth).length,
    }
}"""
NAME = re.compile(
    r"(summary|summary-short|card|two-weeks|questions|backwatch)-\d{4}-\d\d-\d\d"
    r"(\.fhir)?\.(pdf|txt|json)|(call-back|booked|notes)\.ics"
)


def kept(server) -> str:
    with people.kept(server.home) as store:
        return store.setting(PAGE_SETTING, store.person().id) or ""


def opened(page, server):
    """Open the page and wait for its picture."""
    people.at(page, server, "summary")
    page.locator(".st-key-paper img").first.wait_for()
    return people.quiet(page)


def leaves(html_or_page, path, **how):
    """Print to a file as the browser would, and return its pages."""
    pypdf = pytest.importorskip("pypdf", reason="needs requirements-dev.txt")
    html_or_page.pdf(path=path, prefer_css_page_size=True, **how)
    return pypdf.PdfReader(path).pages


@pytest.mark.walk
def test_by_keyboard_alone_a_page_is_chosen_written_on_downloaded_and_there_after_a_reload(
    fresh_server, visit, tmp_path
):
    pypdf = pytest.importorskip("pypdf", reason="needs requirements-dev.txt")
    server = fresh_server()
    people.with_example(server.home)
    page = opened(visit(*people.SIZES["desktop"]).page, server)
    keys = Keyboard(page)
    keys.go_to_named("4 weeks", "radio")
    keys.choose("4 weeks")
    people.until(lambda: '"28"' in kept(server))
    keys.go_to_named("Today I would like:", "input")
    page.keyboard.type("Please look at my back.")
    keys.press("Tab")
    page.get_by_text("Kept.", exact=True).wait_for()
    assert "Please look at my back." in kept(server)
    keys.go_to(lambda _role, name, _: name.startswith("Why is it worse at night"))
    keys.press("Space")
    people.until(lambda: '"own-1": false' in kept(server))

    page.reload()
    opened(page, server)
    assert page.get_by_label("Today I would like:").input_value() == "Please look at my back."
    assert page.get_by_role("radio", name="4 weeks", checked=True).count() == 1
    assert not page.get_by_label("Why is it worse at night?").is_checked()
    keys.go_to_named("Download the PDF", "button")
    with page.expect_download() as waiting:
        keys.press("Enter")
    file = waiting.value
    assert re.fullmatch(r"summary-\d{4}-\d\d-\d\d\.pdf", file.suggested_filename)
    words = pypdf.PdfReader(io.BytesIO(file.path().read_bytes())).pages[0].extract_text()
    assert "Please look at my back." in words
    assert "Why is it worse at night?" not in words


def test_print_prints_our_pages_and_nothing_of_the_app(fresh_server, visit, tmp_path):
    server = fresh_server()
    people.with_example(server.home)
    person = visit(*people.SIZES["desktop"], dark=True, own=True)
    person.page.context.add_init_script(NO_PRINTER)
    page = opened(person.page, server)
    people.press(page, "Print it")
    page.wait_for_function("window.bwPrinted")
    printed = page.evaluate("window.bwPrinted")
    assert printed["app"] is False
    assert printed["broken"] == 0
    assert "data-testid" not in printed["html"]
    assert re.search(r"<title>summary-\d{4}-\d\d-\d\d</title>", printed["html"])
    assert people.told(page)  # the page of the app still stands
    assert person.blocked() == []

    paper = page.context.new_page()
    paper.set_content(printed["html"])
    count = printed["html"].count("<img")
    found = leaves(paper, tmp_path / "ours.pdf")
    assert len(found) == count == 2
    assert [tuple(map(round, leaf.mediabox[2:])) for leaf in found] == [(595, 842)] * 2
    paper.close()

    # From the browser's own menu it is the page in sight, on one sheet, without a word around it.
    (leaf,) = leaves(page, tmp_path / "menu.pdf", print_background=True)
    assert leaf.extract_text().strip() == ""


@pytest.mark.walk
def test_us_letter_is_printed_on_us_letter(fresh_server, visit, tmp_path):
    server = fresh_server()
    people.with_result(server.home, "within_days", country="us")
    person = visit(*people.SIZES["phone"], own=True)
    person.page.context.add_init_script(NO_PRINTER)
    page = opened(person.page, server)
    people.press(page, "Print it")
    page.wait_for_function("window.bwPrinted")
    paper = page.context.new_page()
    paper.set_content(page.evaluate("window.bwPrinted.html"))
    found = leaves(paper, tmp_path / "ours.pdf")
    assert {tuple(map(round, leaf.mediabox[2:])) for leaf in found} == {(612, 792)}
    assert len(found) == page.evaluate("window.bwPrinted.html.match(/<img/g).length")


@pytest.mark.walk
@pytest.mark.parametrize("level", [None, "emergency", "within_days"])
def test_axe_finds_nothing_with_everything_open(fresh_server, visit, level):
    server = fresh_server()
    if level:
        people.with_result(server.home, level)
    else:
        people.with_example(server.home)
    page = opened(visit(*people.SIZES["desktop"]).page, server)
    if not level:
        page.get_by_text("Show more pages").click()
        page.get_by_text("Wallet card", exact=True).click()
        page.locator(".st-key-paper_to_fill_in img").wait_for()
    people.open_all(page)
    assert problems(page, all_four=True) == {}


@pytest.mark.walk
def test_a_first_visit_says_where_to_begin(server, visit):
    page = people.at(visit(*people.SIZES["phone"]).page, server, "summary")
    assert "There is nothing to put on it yet" in people.told(page)
    assert page.get_by_role("button", name="Download the PDF").count() == 0
    assert problems_here(page, "light") == {}


@pytest.mark.walk
def test_no_file_that_leaves_has_a_word_of_health_in_its_name(fresh_server, visit):
    server = fresh_server()
    people.with_result(server.home, "within_days")
    with people.kept(server.home) as store:
        me = {"name": "Ann Example"}
        store.save_person(store.person().model_copy(update=me))
    page = opened(visit(*people.SIZES["desktop"]).page, server)
    people.open_all(page)
    people.press(page, "Make the file")
    page.get_by_role("button", name="Download the file (FHIR)").wait_for()
    for paper in ("Wallet card", "Blank diary", "Paper check"):
        page.get_by_text(paper, exact=True).click()
        button = page.get_by_role("button", name=f"Download: {paper.lower()}")
        button.wait_for()
        assert NAME.fullmatch(_name_of(page, people.quiet(page) and button))
    buttons = page.locator("[data-testid=stDownloadButton] button")
    names = [_name_of(page, buttons.nth(n)) for n in range(buttons.count())]
    assert len(names) == 7  # PDF, two texts, call back, reminder, FHIR, a paper
    for name in names:
        assert NAME.fullmatch(name), name


def _name_of(page, button) -> str:
    with page.expect_download() as waiting:
        button.click()
    return waiting.value.suggested_filename


@pytest.mark.walk
def test_whatever_is_typed_on_the_page_is_shown_and_printed_as_typed_and_does_nothing(
    fresh_server, visit
):
    server = fresh_server()
    people.with_result(server.home, "emergency")
    words = {name: PAYLOADS[n % len(PAYLOADS)] for n, name in enumerate(HEALTH)}
    words |= {"want": PAYLOADS[0], "story": "\n".join(PAYLOADS), "own": "\n".join(PAYLOADS)}
    given = {**words, "since": {"g_legs": PAYLOADS[1]}, "in_short": {"text": PAYLOADS[2]}}
    with people.kept(server.home) as store:
        store.set_setting(PAGE_SETTING, json.dumps(given), store.person().id)
    person = visit(*people.SIZES["desktop"])
    page = opened(person.page, server)
    people.open_all(page)
    assert page.get_by_label("Allergies").input_value() == words["allergies"]
    page.get_by_text("For a visit", exact=True).click()
    people.quiet(page)
    own = page.get_by_label("Your own questions")
    people.until(lambda: own.input_value() == words["own"])  # filled a moment after it is drawn
    shown = re.sub(r"\s", "", page.locator("pre").first.inner_text())
    for text in PAYLOADS:
        assert re.sub(r"\s", "", text) in shown, text
    assert page.evaluate("window.pwned") is None
    assert person.blocked() == []


def test_what_is_typed_is_kept_without_leaving_the_field_and_outlives_a_restart(
    fresh_server, visit
):
    server = fresh_server()
    people.with_example(server.home)
    page = opened(visit(*people.SIZES["phone"]).page, server)
    page.get_by_label("What else should they know?").press_sequentially("It began in the garden.")
    people.until(lambda: "It began in the garden." in kept(server))
    assert page.get_by_label("What else should they know?").evaluate(
        "field => field === document.activeElement"
    )
    server.stop()
    again = fresh_server("--port", str(server.port), home=server.home)
    page.wait_for_selector('[data-testid="stApp"][data-test-connection-state="CONNECTED"]')
    page.locator(".st-key-card_ask").get_by_text("Do I need a scan?", exact=True).click()
    people.until(lambda: "false" in kept(again))
    assert "It began in the garden." in kept(again)
    opened(page, again)
    field = page.get_by_label("What else should they know?")
    assert field.input_value() == "It began in the garden."
