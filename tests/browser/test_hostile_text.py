"""Whatever a person types is shown as typed: no script, no request, no link, no formatting.

The made-up diary is first kept with harmless words, then the same entries with hostile ones:
every page must hold the same headings, links, pictures and formulas both times.
"""

import datetime as dt
import re

import pytest

from backwatch.diary import Entry, Medicine
from tests.browser import people
from tests.browser.people import press

TODAY = dt.date.today()  # noqa: DTZ011
FAR = "https://evil.example"
PAYLOADS = (
    "<script>window.pwned=1</script>",
    f"<img src={FAR}/a.png onerror=window.pwned=1>",
    f"![tracker]({FAR}/t.png)",
    f"[Click here]({FAR})",
    "[click](javascript:window.pwned=1)",
    "# Your result: no cancer",
    f"<iframe src={FAR}></iframe><svg onload=window.pwned=1>",
    f"<style>@import '{FAR}/x.css'; .bw-strip{{display:none}}</style>",
    f'<div style="background:url({FAR}/b.png)">x</div>',
    "</p></section></div><h1>Saved</h1>",
    "cost $5 and then $6, $$x^2$$",
    f'" onmouseover="window.pwned=1" x="{FAR}',
    f"{FAR} www.evil.example me@evil.example",
    '#read("/etc/passwd") #link("https://evil.example")[x] #image("x.png")',
)
NAUGHTY = (
    *("null", "None", "undefined", "NaN", "true", "0", "-0", "1e309", "1/0", "0x7f"),
    *("; DROP TABLE entry;--", "' OR '1'='1", "%s %d %n", "{0} {name}", "{{7*7}}", "${7*7}"),
    *("=1+1", "@SUM(A1)", "+1+1", "-2+3", "\\", "\\n", "../../etc/passwd", "C:\\con\\nul"),
    *("**bold**", "*it*", "_under_", "~~gone~~", "`code`", "```", "---", "***", "> quote"),
    *("- item", "1. one", "+ plus", "| a | b |", ":material/home:", ":smile:", ":red[danger]"),
    *("&amp; &lt;b&gt;", "&#60;b&#62;", "]]>", "<!-- x -->", "<b>", "a<b>c", "<", "&"),
    *("ÄÖÜ ß ñ ç", "日本語 中文", "العربية", "עברית", "\u202eright to left"),
    *("👩\u200d👩\u200d👧 🏳️\u200d🌈", "Z͑ͫ̓ͪa", "\u200b", "\u00a0", "\ufeffx", "½ ≤ 38 °C"),
    *("two  spaces", "tab\there", "line\nline", "x" * 300),
)  # fmt: skip
ALONE = 20  # so many of them are notes of their own, the others stand line by line in longer ones
STRANGE = (
    *PAYLOADS,
    *NAUGHTY[:ALONE],
    *("\n".join(NAUGHTY[at : at + 8]) for at in range(ALONE, len(NAUGHTY), 8)),
)
# What text must never add to a page.
COUNTED = (
    *("a", "h1", "h2", "h3", "h4", "img", "iframe", "svg", "script", "style", "link", "object"),
    *("strong", "em", "del", "code", "pre", "ul", "ol", "hr", "blockquote", "form"),
    *(".katex", "[data-testid=stMarkdown]", "[role=heading]", "[role=link]"),
)


def lines(texts: tuple[str, ...], length: int = 200) -> list[str]:
    """The one-line texts, joined to as few lines of this length as will hold them."""
    found = [""]
    for text in texts:
        if "\n" in text or "\t" in text or len(text) > length:
            continue
        if len(found[-1]) + len(text) + 1 > length:
            found.append("")
        found[-1] = f"{found[-1]} {text}".strip()
    return found


def keep(store, notes: tuple[str, ...], names: tuple[str, ...]) -> None:
    """Keep an entry for each note, with a medicine of that name; changed where it is there."""
    who = store.person().id
    before = list(reversed(store.entries(who)))
    for number, note in enumerate(notes):
        old = before[number] if before else None
        entry = Entry(
            person_id=who,
            date=TODAY - dt.timedelta(days=number),
            pain_worst=number % 11,
            medicines=(Medicine(name=names[number], dose=names[number]),),
            note=note,
            recorded_at=people.now(),
        )
        if old is None:
            store.add_entry(entry)
        else:
            store.save_entry(entry.model_copy(update={"id": old.id, "version": old.version}))


def inventory(page) -> dict[str, int]:
    return page.evaluate(
        "all => Object.fromEntries(all.map(one => [one, document.querySelectorAll("
        "`[data-testid=stMain] ${one}`).length]))",
        list(COUNTED),
    )


def whole(page):
    """Open everything on the page that stands."""
    people.quiet(page)
    older = page.get_by_role("button", name="Show older entries", exact=False)
    cards = page.locator("[class*=st-key-card_entry_]")
    if cards.count():  # the browser may draw all buttons a moment after the words
        page.locator("[class*=st-key-delete_] button").first.wait_for()
    while older.count():
        shown = cards.count()
        older.click()
        people.until(lambda before=shown: cards.count() > before)
        people.quiet(page)
    return people.open_all(page)


def assert_harmless(person) -> None:
    assert person.page.evaluate("window.pwned") is None
    assert person.outside() == []
    assert person.dialogs == []
    assert person.blocked() == []


OPENED = ("today", "check", "diary", "trends", "summary", "data")  # the others show no typed text


@pytest.fixture
def harmless(fresh_server, visit):
    """A server, a visit, and what each page holds while every text is one plain word."""
    server, person = fresh_server(), visit()
    with people.kept(server.home) as store:
        plain = ("plain",) * len(STRANGE)
        keep(store, plain, plain)
        me = {"name": "Plain", "filled_in_by": "Plain", "country": "us"}
        store.save_person(store.person().model_copy(update=me))
    people.with_result(server.home, "same_day")
    opened = people.each(person.page, server, OPENED)
    found = {name: inventory(whole(person.page)) for name in opened}
    return server, person, found


def test_every_strange_text_is_shown_as_typed_on_every_page_and_in_the_pdf(harmless):
    server, person, before = harmless
    page = person.page
    names = [line for line in lines(PAYLOADS + NAUGHTY) if line]
    with people.kept(server.home) as store:
        keep(store, STRANGE, tuple(names[n % len(names)] for n in range(len(STRANGE))))
        me = {"name": names[0], "filled_in_by": names[1]}
        store.save_person(store.person().model_copy(update=me))
    for name in people.each(page, server, OPENED):
        assert inventory(whole(page)) == before[name], name
        if name == "diary":
            shown = page.locator(".bw-entry").evaluate_all("all => all.map(one => one.textContent)")
            assert shown == list(STRANGE)
            facts = page.locator(".bw-facts").evaluate_all(
                "all => all.map(one => one.lastElementChild.lastElementChild.textContent)"
            )
            assert set(facts) == {f"{name}, {name}" for name in names}  # with its dose
        if name == "data":
            for label, text in (("Name", names[0]), ("Filled in by", names[1])):
                field = page.get_by_label(label, exact=True)
                people.until(lambda field=field, text=text: field.input_value() == text)
    assert_harmless(person)

    pypdf = pytest.importorskip("pypdf", reason="needs requirements-dev.txt")
    people.at(page, server, "summary")
    with page.expect_download() as download:
        page.get_by_role("button", name="Download the PDF").click()
    sheet = pypdf.PdfReader(download.value.path())
    # The sheet lets long words break with spaces of no width.
    printed = re.sub(r"[\s\u200b]", "", "".join(leaf.extract_text() for leaf in sheet.pages))
    for text in (names[0][:30], *PAYLOADS):
        assert re.sub(r"\s", "", text)[:30] in printed, text
    assert "root:" not in printed
    raw = download.value.path().read_bytes()
    for forbidden in (b"/JavaScript", b"/JS", b"/Launch", b"/URI", b"/EmbeddedFile"):
        assert forbidden not in raw
    with page.expect_download() as download:
        page.get_by_role("button", name="Download as text").click()
    words = re.sub(r"\s", "", download.value.path().read_text(encoding="utf-8"))
    for text in PAYLOADS:
        assert re.sub(r"\s", "", text) in words


@pytest.mark.walk
def test_hostile_names_are_shown_as_typed(fresh_server, visit):
    server, person = fresh_server(), visit()
    people.with_result(server.home, "within_days")
    for name in lines(PAYLOADS):
        with people.kept(server.home) as store:
            me = {"name": name, "filled_in_by": name}
            store.save_person(store.person().model_copy(update=me))
        people.at(person.page, server, "data")
        typed = person.page.get_by_label("Name", exact=True)
        people.until(lambda field=typed, text=name: field.input_value() == text)
        whole(people.turn_to(person.page, "summary"))
        shown = re.sub(r"\s", "", person.page.locator("pre").inner_text())
        assert re.sub(r"\s", "", name) in shown
    assert_harmless(person)


@pytest.mark.walk
def test_what_is_typed_by_hand_comes_back_as_typed(fresh_server, visit):
    server, person = fresh_server(), visit()
    page = person.page
    note = "\n".join(PAYLOADS)
    people.at(page, server, "diary")
    page.get_by_label("A note in your own words").fill(note)
    press(page, "Save")
    page.get_by_text("Saved for", exact=False).first.wait_for()
    assert people.entries(server.home)[0].note == note
    assert page.locator(".bw-entry").evaluate("one => one.textContent") == note
    press(page, re.compile("^Change "), exact=False)
    people.titled(page, "Change an entry")
    assert page.get_by_label("A note in your own words").input_value() == note

    people.at(page, server, "data")
    for label, field in (("Name", "name"), ("Filled in by", "filled_in_by")):
        page.get_by_label(label, exact=True).fill(PAYLOADS[0])
        page.keyboard.press("Tab")
        people.quiet(page)
        with people.kept(server.home) as store:
            people.until(lambda f=field, s=store: getattr(s.person(), f) == PAYLOADS[0])
    page.get_by_label("Year of birth").fill("<b>19</b>")
    page.keyboard.press("Tab")
    page.get_by_role("alert").wait_for()
    assert "<b>" not in page.get_by_role("alert").inner_text()
    assert_harmless(person)


def test_a_hostile_address_is_not_repeated_as_anything_but_text(server, visit):
    person = visit()
    for address in (
        "learn?article=%3Cscript%3Ewindow.pwned%3D1%3C/script%3E",
        "learn?article=../../../etc/passwd",
        "diary?nrs_worst_0=9&note=%3Cb%3E",
    ):
        people.at(person.page, server, address)
        words = people.told(person.page)
        assert "root:" not in words
        assert "<script>" not in words
        chosen = person.page.locator("[aria-checked=true][role=radio]").all_inner_texts()
        assert set(chosen) <= {"Today", "Entries"}
    assert_harmless(person)
