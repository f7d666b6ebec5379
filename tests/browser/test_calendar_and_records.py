"""The calendar, moving and undo, and the other records, as people use them by key and by finger."""

import datetime as dt
import re

import pytest

from backwatch.diary import Appointment, Entry, TestResult, Treatment
from tests.browser import people
from tests.browser.looks import problems_here
from tests.browser.people import entries, press, until

TODAY = dt.date.today()  # noqa: DTZ011
FIRST = TODAY.replace(day=1)
BEFORE = (FIRST - dt.timedelta(days=1)).replace(day=1)  # the first day of last month
PHONE = people.SIZES["phone"]


def said(date: dt.date, *, year: bool = False) -> str:
    other = f" {date.year}" if year or date.year != TODAY.year else ""
    return f"{date.day} {date:%B}{other}"


@pytest.fixture
def home(tmp_path):
    """Last month: pain 7 and 3 on the 14th, a real 0 on the 15th, too bad on the 16th."""
    folder = tmp_path / "home"
    with people.kept(folder) as store:
        who = store.person().id
        for day, values in (
            (14, {"pain_worst": 7, "time": dt.time(8, 30), "zone": "Europe/Berlin"}),
            (14, {"pain_worst": 3}),
            (15, {"pain_worst": 0}),
            (16, {"too_bad": True}),
        ):
            date = BEFORE.replace(day=day)
            store.add_entry(Entry(person_id=who, date=date, recorded_at=people.now(), **values))
    return folder


def day(page, words: str):
    return page.get_by_role("grid").get_by_role("button", name=words, exact=True)


def held(page) -> str:
    """What the element that has the focus is called, also inside the calendar."""
    return str(
        page.evaluate(
            """() => {
                let one = document.activeElement
                while (one && one.shadowRoot && one.shadowRoot.activeElement)
                    one = one.shadowRoot.activeElement
                return one ? one.getAttribute("aria-label") || one.innerText || "" : ""
            }"""
        )
    )


def part(page, name: str):
    """Choose a part of the diary. Returns the page."""
    group = page.get_by_role("radiogroup", name="Your diary so far")
    # Near the edge of the window Streamlit scrolls to the button that had the focus before, and the
    # first click of a mouse misses.
    group.evaluate("one => one.scrollIntoView({block: 'center'})")
    group.get_by_text(name, exact=True).click()
    return people.quiet(page)


@pytest.mark.walk
def test_the_calendar_is_walked_by_keyboard_on_a_phone(fresh_server, visit, home):
    server, page = fresh_server(home=home), visit(*PHONE).page
    people.at(page, server, "diary")

    page.get_by_text("Skip to your entries", exact=False).focus()
    page.keyboard.press("Enter")
    for _ in range(3):
        page.keyboard.press("Tab")
        if held(page) == "Entries":
            break
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    people.quiet(page)
    page.get_by_role("grid").wait_for()
    page.get_by_role("button", name="Earlier month").focus()
    page.keyboard.press("Tab")  # there is no later month than this one
    assert held(page).startswith(f"{said(TODAY)}, no entry, today")
    page.keyboard.press("PageUp")
    page.get_by_role("heading", name=f"{BEFORE:%B %Y}").wait_for()
    people.quiet(page)
    assert page.get_by_role("grid").evaluate("e => e.getRootNode().activeElement !== null")

    page.keyboard.press("Home")
    assert held(page) == f"{said(BEFORE)}, no entry"
    for key in ("ArrowDown", "ArrowRight", *["ArrowRight"] * 5):
        page.keyboard.press(key)
    fourteenth = BEFORE.replace(day=14)
    assert held(page) == f"{said(fourteenth)}, 2 entries, worst pain 7"
    page.keyboard.press("Enter")
    page.get_by_text("2 entries on this day.").wait_for()
    people.quiet(page)
    assert held(page) == f"{said(fourteenth)}, 2 entries, worst pain 7"  # the focus stays
    assert day(page, held(page)).get_attribute("aria-pressed") == "true"
    page.keyboard.press("ArrowRight")
    assert held(page) == f"{said(BEFORE.replace(day=15))}, 1 entry, worst pain 0"
    page.keyboard.press("ArrowRight")
    assert held(page) == f"{said(BEFORE.replace(day=16))}, 1 entry, too bad to fill in"
    assert (
        page.get_by_role("grid")
        .get_by_role("button")
        .evaluate_all("all => all.filter(one => one.tabIndex === 0).length")
        == 1
    )
    assert people.sideways(page) == 0

    page.reload()  # a reload stays in the same part
    page.get_by_role("grid").wait_for()
    people.quiet(page)
    assert "part=Calendar" in page.url
    for narrow in (320, 360):
        page.set_viewport_size({"width": narrow, "height": 780})
        people.quiet(page)
        assert people.sideways(page) == 0


@pytest.mark.walk
def test_an_entry_is_moved_and_brought_back_and_added_for_a_day(fresh_server, visit, home):
    server, page = fresh_server(home=home), visit(*PHONE).page
    before = {one.id: one for one in entries(home)}
    fourteenth, tenth = BEFORE.replace(day=14), BEFORE.replace(day=10)
    people.at(page, server, "diary?part=Calendar")
    press(page, "Earlier month")
    day(page, f"{said(fourteenth)}, 2 entries, worst pain 7").click()
    people.quiet(page)

    press(page, f"Move {said(fourteenth)}, 08:30 to another day")
    page.get_by_text("The time 08:30 is left out then").wait_for()
    page.get_by_role("group", name="Move this entry to which day?").get_by_role(
        "spinbutton"
    ).first.click()
    page.keyboard.type(f"{tenth:%d%m%Y}")
    page.keyboard.press("Tab")
    people.quiet(page)
    press(page, "Move it")
    page.get_by_text("Moved to", exact=False).first.wait_for()
    day(page, f"{said(tenth)}, 1 entry, worst pain 7").wait_for()
    moved = next(one for one in entries(home) if one.date == tenth)
    assert (moved.time, moved.zone, moved.pain_worst) == (None, None, 7)
    press(page, "Undo")
    page.get_by_text("The entry is as it was before.").wait_for()
    same = {one.id: one.model_copy(update={"version": 1}) for one in entries(home)}
    assert same == before

    day(page, f"{said(tenth)}, no entry").click()
    people.quiet(page)
    press(page, "Add for this day")
    people.titled(page, f"Add for {said(tenth)}")
    page.get_by_label("A note in your own words").fill("Remembered later.")
    press(page, "Save")
    until(lambda: len(entries(home)) == 5)
    added = next(one for one in entries(home) if one.date == tenth)
    assert (added.note, added.time, added.pain_worst) == ("Remembered later.", None, None)
    day(page, f"{said(tenth)}, 1 entry, worst pain not recorded").wait_for()


@pytest.mark.walk
def test_a_treatment_is_added_changed_deleted_and_brought_back(fresh_server, visit, tmp_path):
    home = tmp_path / "home"

    def kept() -> list[Treatment]:
        with people.kept(home) as store:
            return store.treatments(store.person().id)

    server, page = fresh_server(home=home), visit(*PHONE).page
    people.at(page, server, "diary")
    part(page, "Treatments")
    press(page, "Add a treatment")
    page.get_by_label("What is it?").fill("Heat pad")
    page.get_by_role("radiogroup", name="How much did it help?").get_by_role(
        "radio", name="0", exact=True
    ).click()
    press(page, "Save the treatment")
    page.get_by_text("Saved.", exact=False).first.wait_for()
    [first] = kept()
    assert (first.name, first.helped, first.started) == ("Heat pad", 0, None)
    assert "Helped 0 of 10" in people.told(page).replace("\n", " ")

    press(page, "Change Heat pad")
    page.get_by_role("group", name="First day").get_by_role("spinbutton").first.click()
    page.keyboard.type(f"{BEFORE:%d%m%Y}")
    page.keyboard.press("Tab")
    people.quiet(page)
    press(page, "Save the treatment")
    page.get_by_role("img", name=re.compile("Heat pad from")).wait_for()
    [changed] = kept()
    assert (changed.started, changed.helped) == (BEFORE, 0)

    press(page, "Delete Heat pad")
    page.get_by_text("Deleted.", exact=False).first.wait_for()
    assert kept() == []
    press(page, "Undo")
    page.get_by_text("The record is back.").wait_for()
    assert [one.model_copy(update={"version": 2}) for one in kept()] == [changed]
    press(page, "Undo")
    page.get_by_text("The record is as it was before.").wait_for()
    assert [one.model_copy(update={"version": 1}) for one in kept()] == [first]
    assert people.sideways(page) == 0


@pytest.mark.walk
def test_the_next_visit_on_today_leads_to_where_it_stands(fresh_server, visit, tmp_path):
    home = tmp_path / "home"
    with people.kept(home) as store:
        who = store.person().id
        store.add_entry(Entry(person_id=who, date=TODAY, pain_worst=3, recorded_at=people.now()))
        store.save_record(Appointment(person_id=who, date=TODAY, with_whom="Dr A"))
    server, page = fresh_server(home=home), visit(*PHONE).page
    people.at(page, server, "today")
    page.get_by_role("link", name="See your appointments").click()
    people.titled(page, "Add to your diary")
    heading = page.get_by_role("heading", name="Appointments", exact=True)
    heading.wait_for()
    until(lambda: 0 < heading.bounding_box()["y"] < 600, "it is not on the screen")
    page.get_by_role("button", name="Add an appointment").click()
    page.get_by_label("With whom?").wait_for()


HOSTILE = (
    "<img src=x onerror=alert(1)> <b>b</b>",
    "![x](http://evil.example/x.png) **bold** `code`",
    "[a](javascript:alert(1)) $x^2$ :red[x] # not a heading",
    "<style>@import 'http://evil.example/x.css'</style>",
)


def test_names_of_records_are_shown_as_typed_and_do_nothing(fresh_server, visit, tmp_path):
    home = tmp_path / "home"
    with people.kept(home) as store:
        who = store.person().id
        for number, text in enumerate(HOSTILE, start=1):
            date = BEFORE.replace(day=number)
            store.save_record(Treatment(person_id=who, name=text, dose=text, started=date))
            store.save_record(TestResult(person_id=who, name=text, date=date, result=text))
            store.save_record(Appointment(person_id=who, date=date, with_whom=text, questions=text))
    server, person = fresh_server(home=home), visit()
    page = person.page
    people.at(page, server, "diary")
    for name in ("Treatments", "Tests", "Appointments"):
        part(page, name)
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        cards = page.locator("[class*=st-key-card_record_]")
        shown = "\n".join(cards.all_inner_texts())
        for text in HOSTILE:
            assert text in shown, name
            assert text in people.told(page), name
        assert cards.locator("img, code, .katex, h1, h2, style").count() == 0
        assert cards.locator("a").count() == 0
        assert page.locator("[data-testid=stMain] .bw-time b").count() == 0
    part(page, "Treatments")
    press(page, re.compile("^Delete "), exact=False)
    bar = page.locator(".st-key-undo_bar")
    bar.wait_for()
    assert f"You deleted the treatment “{HOSTILE[-1]}”." in bar.inner_text()
    assert person.blocked() == []


PARTS = ("Entries", "Calendar", "Treatments")
OTHERS = ("Tests", "Appointments")
ADD = {"Treatments": "Add a treatment", "Tests": "Add a test", "Appointments": "Add an appointment"}


@pytest.mark.walk
@pytest.mark.parametrize("parts", [PARTS, OTHERS], ids=["first", "others"])
def test_every_part_is_accessible_also_with_its_form_and_a_message(
    home, fresh_server, visit, parts
):
    with people.kept(home) as store:
        who = store.person().id
        store.add_entry(Entry(person_id=who, date=TODAY, pain_worst=4, recorded_at=people.now()))
        for record in (
            Treatment(person_id=who, name="Ibuprofen", dose="400 mg", started=BEFORE),
            TestResult(person_id=who, name="Chest X-ray", date=BEFORE, result="Not told yet"),
            Appointment(person_id=who, date=TODAY, questions="Why at night?"),
        ):
            store.save_record(record)
    server, page = fresh_server(home=home), visit(*PHONE).page
    found = {}

    def look(screen: str) -> None:
        if wrong := problems_here(page):
            found[screen] = wrong

    people.at(page, server, "diary")
    for name in parts:
        part(page, name)
        if name == "Calendar":
            page.get_by_role("grid").get_by_role("button").last.click()
            people.quiet(page)
        look(name)
        if name in ADD:
            press(page, ADD[name])
            look(f"{name}, its form")
    part(page, "Entries")
    press(page, re.compile("^Move "), exact=False)
    look("moving")
    press(page, re.compile("^Delete "), exact=False)
    page.get_by_text("You can undo this", exact=False).first.wait_for()
    look("a message with undo")
    people.quiet(press(page, re.compile("^Change "), exact=False))
    look("undo at the top")
    people.turn_to(page, "today")
    page.get_by_role("heading", name="Your next appointment").wait_for()
    look("today")
    assert found == {}
