"""A whole entry on a phone, by finger and by key: what is filled in is what is kept."""

import datetime as dt
import signal

import pytest

from backwatch.diary import Entry, Medicine, Place
from tests.browser import people
from tests.browser.conftest import axe
from tests.browser.keyboard import Keyboard
from tests.browser.people import entries, until

TODAY = dt.date.today()  # noqa: DTZ011
PHONE = {"width": 360, "height": 780, "has_touch": True, "is_mobile": True}
FULL = {
    "pain_now": 3,
    "pain_worst": 8,
    "pain_average": 5,
    "pain_least": 0,
    "pain_night": 6,
    "limits_day": 0,
    "wakings": 5,
    "sleep_hours": 4.5,
    "places": (
        Place(place="lower", score=8),
        Place(place="chest_left", score=0),
        Place(place="neck"),
    ),
    "spread": ("one_leg",),
    "feels_like": ("ache", "burning"),
    "worse_with": ("lying", "cough"),
    "eased_by": ("heat",),
    "symptoms": ("cough", "hoarse"),
    "weight_kg": 70.5,
    "medicines": (
        Medicine(name="Ibuprofen", dose="400 mg", relief=0),
        Medicine(name="Paracetamol", dose="1 g"),
    ),
    "note": "A long day.",
}


def tap(page, role: str, name: str, *, within=None):
    (within or page).get_by_role(role, name=name, exact=True).first.tap()
    people.quiet(page)


def score(page, label: str, number: int) -> None:
    row = page.get_by_role("radiogroup", name=label, exact=True)
    tap(page, "radio", str(number), within=row)


def group(page, field: str):
    return page.locator(f"[class*=st-key-ans_{field}_]")


def unfold(page, name: str) -> None:
    page.locator("summary", has_text=name).first.tap()
    people.quiet(page)


def write(page, label: str, text: str) -> None:
    page.get_by_label(label, exact=True).fill(text)
    page.keyboard.press("Tab")
    people.quiet(page)


def held(entry: Entry) -> dict:
    return {field: getattr(entry, field) for field in FULL}


def with_an_entry(home):
    with people.kept(home) as store:
        yesterday = people.now() - dt.timedelta(days=1)
        store.add_entry(
            Entry(
                person_id=store.person().id,
                date=yesterday.date(),
                pain_worst=4,
                recorded_at=yesterday,
            )
        )
    return home


@pytest.mark.walk
def test_two_taps_on_today_keep_a_number_and_one_that_it_was_too_bad(fresh_server, visit, tmp_path):
    server = fresh_server(home=with_an_entry(tmp_path / "home"))
    page = visit(**PHONE).page
    people.at(page, server, "today")
    score(page, "Worst pain today so far", 0)
    tap(page, "button", "Save")
    page.get_by_text("Saved.", exact=False).first.wait_for()
    newest = entries(server.home)[-1]
    assert (newest.pain_worst, newest.wakings, newest.danger_signs) == (0, None, {})
    until(lambda: page.locator("[class*=st-key-nrs_] [aria-checked=true]").count() == 0)

    tap(page, "button", "Too bad to fill in")
    until(lambda: len(entries(server.home)) == 3)
    newest = entries(server.home)[-1]
    assert (newest.too_bad, newest.pain_worst, newest.wakings) == (True, None, None)


@pytest.mark.walk
def test_every_field_filled_in_by_touch_is_kept_and_a_change_loses_nothing(fresh_server, visit):
    server, person = fresh_server(), visit(**PHONE)
    page = person.page
    people.at(page, server, "diary")
    score(page, "Worst pain today", 8)
    score(page, "Pain last night", 6)
    tap(page, "radio", "3 or more")
    write(page, "How many times, if you know", "5")
    tap(page, "checkbox", "Lower back")
    unfold(page, "Chest and front of the body")
    tap(page, "checkbox", "Left side of the chest")
    tap(page, "checkbox", "Neck")
    score(page, "How bad is it there? Lower back", 8)
    score(page, "How bad is it there? Left side of the chest", 0)
    tap(page, "button", "Cough", within=group(page, "symptoms"))
    unfold(page, "More signs")
    tap(page, "button", "Hoarse voice", within=group(page, "more_symptoms"))
    write(page, "A note in your own words", "A long day.")
    unfold(page, "More about the pain")
    for label, number in (
        ("Pain right now", 3),
        ("Pain on average", 5),
        ("Pain at its least", 0),
    ):
        score(page, label, number)
    for field, names in (
        ("feels_like", ("Aching", "Burning")),
        ("spread", ("Down one leg",)),
        ("worse_with", ("Lying down", "A cough or sneeze")),
        ("eased_by", ("Heat",)),
    ):
        for name in names:
            tap(page, "button", name, within=group(page, field))
    unfold(page, "Sleep, and how the day went")
    write(page, "Hours of sleep last night", "4,5")
    score(page, "How much did pain limit your day?", 0)
    unfold(page, "Medicines taken")
    write(page, "Name of medicine 1", "Ibuprofen")
    write(page, "How much you took of medicine 1", "400 mg")
    score(page, "How much did medicine 1 help?", 0)
    tap(page, "button", "Add another medicine")
    write(page, "Name of medicine 2", "Paracetamol")
    write(page, "How much you took of medicine 2", "1 g")
    unfold(page, "Weight")
    write(page, "Weight in kilograms (kg)", "70.5")
    assert people.sideways(page) == 0
    assert page.locator(".st-key-go_save_all").is_visible()
    assert axe(page) == []
    tap(page, "button", "Save")
    page.get_by_text("Saved for", exact=False).first.wait_for()

    (entry,) = entries(server.home)
    assert held(entry) == FULL
    assert entry.danger_signs == {}
    assert entry.too_bad is False
    assert entry.date == TODAY

    page.get_by_role("button", name="Change ").first.tap()
    people.titled(page, "Change an entry")
    score(page, "Worst pain that day", 9)
    tap(page, "button", "Save")
    until(lambda: entries(server.home)[0].pain_worst == 9)
    (changed,) = entries(server.home)
    assert held(changed) == FULL | {"pain_worst": 9}
    assert (changed.id, changed.time) == (entry.id, entry.time)

    card = page.locator(".st-key-card_relief")
    assert "Paracetamol, 1 g" in card.inner_text()
    tap(page, "radio", "7", within=card)
    tap(page, "button", "Save how much it helped")
    until(lambda: entries(server.home)[0].medicines[1].relief == 7)
    assert held(entries(server.home)[0]) | {"medicines": FULL["medicines"]} == held(changed)
    unfold(page, "Medicines taken")
    tap(page, "button", "Paracetamol, 1 g")
    until(lambda: page.get_by_label("Name of medicine 1", exact=True).input_value() != "")
    assert page.get_by_label("Name of medicine 1", exact=True).input_value() == "Paracetamol"
    assert person.blocked() == []


def test_a_zero_stays_a_zero_and_an_empty_field_stays_empty(fresh_server, visit):
    server, page = fresh_server(), visit(**PHONE).page
    people.at(page, server, "diary")
    unfold(page, "Sleep, and how the day went")
    write(page, "Hours of sleep last night", "0")
    tap(page, "button", "Save")
    until(lambda: entries(server.home))
    (entry,) = entries(server.home)
    assert entry.sleep_hours == 0
    assert {
        f for f in FULL if f != "sleep_hours" and getattr(entry, f) not in (None, (), "")
    } == set()


def test_what_cannot_be_kept_gets_one_sentence_in_sight_and_stays(fresh_server, visit):
    server, page = fresh_server(), visit(**PHONE).page
    people.at(page, server, "diary")
    unfold(page, "Weight")
    write(page, "Weight in kilograms (kg)", "500")
    page.locator(".st-key-go_save_all button").tap()
    people.quiet(page)
    alert = page.get_by_role("alert").filter(has_text="Enter a weight from 20 to 400 kg")
    alert.wait_for()
    box, button = alert.bounding_box(), page.locator(".st-key-go_save_all").bounding_box()
    assert abs(box["y"] - button["y"]) < 200
    assert page.get_by_label("Weight in kilograms (kg)", exact=True).input_value() == "500"
    assert entries(server.home) == []


@pytest.mark.walk
def test_save_with_nothing_filled_in_says_so_in_sight(fresh_server, visit):
    server, page = fresh_server(), visit(**PHONE).page
    people.at(page, server, "diary")
    page.locator(".st-key-go_save button").tap()
    alert = page.get_by_role("alert").filter(has_text="Nothing is filled in yet")
    alert.wait_for()
    box = alert.bounding_box()
    assert 0 < box["y"] < box["y"] + box["height"] < 780


def test_save_is_in_reach_on_a_phone_before_anything_is_scrolled(fresh_server, visit):
    server, page = fresh_server(), visit(**PHONE).page
    people.at(page, server, "diary")
    box = page.locator(".st-key-go_save button").bounding_box()
    assert 0 < box["y"] < box["y"] + box["height"] < 780
    assert page.evaluate(
        "([x, y]) => !!document.elementFromPoint(x, y).closest('.st-key-go_save')",
        [box["x"] + box["width"] / 2, box["y"] + box["height"] / 2],
    )


@pytest.mark.walk
def test_both_sides_of_the_body_are_chosen_by_keyboard(fresh_server, visit):
    server, page = fresh_server(), visit(width=360, height=780).page
    people.at(page, server, "diary")
    keys = Keyboard(page)
    keys.go_to_named("Upper back, between the shoulder blades", "checkbox")
    keys.press("Space")
    until(lambda: page.locator("[role=checkbox][aria-checked=true]").count() == 1)
    people.quiet(page)
    assert keys.focus()[1] == "Upper back, between the shoulder blades"
    keys.push("Chest and front of the body")
    keys.go_to_named("Middle of the chest", "checkbox")
    keys.press("Enter")
    people.quiet(page)
    assert keys.focus()[1] == "Middle of the chest"
    keys.score("How bad is it there? Middle of the chest", 0)
    people.quiet(page)
    page.get_by_role("button", name="Save", exact=True).first.press("Enter")
    until(lambda: entries(server.home))
    assert entries(server.home)[0].places == (
        Place(place="upper"),
        Place(place="chest_middle", score=0),
    )


def test_every_zone_is_hit_by_a_finger_in_its_middle_and_is_large_enough(fresh_server, visit):
    server, page = fresh_server(), visit(**PHONE).page
    people.at(page, server, "diary")
    unfold(page, "Chest and front of the body")
    zones = page.locator("[role=checkbox].zone")
    until(lambda: zones.count() == 25)
    for zone in zones.all():
        zone.scroll_into_view_if_needed()
        name = zone.get_attribute("aria-label")
        hit, width, height = zone.evaluate(
            """e => { const b = e.getBoundingClientRect(), r = e.getRootNode()
                return [r.elementFromPoint(b.x + b.width / 2, b.y + b.height / 2) === e,
                        b.width, b.height] }"""
        )
        assert hit, name
        assert min(width, height) >= 24, (name, width, height)


@pytest.mark.parametrize("how", ["restart", pytest.param("reload", marks=pytest.mark.walk)])
def test_what_is_typed_and_not_saved_outlives_a_reload_and_a_killed_server(
    fresh_server, visit, how, tmp_path
):
    home = tmp_path / "home"
    server, page = fresh_server(home=home), visit(**PHONE).page
    people.at(page, server, "diary")
    score(page, "Worst pain today", 7)
    tap(page, "checkbox", "Lower back")
    score(page, "How bad is it there? Lower back", 0)
    page.get_by_label("A note in your own words").press_sequentially("Half a sent")
    assert page.evaluate("document.activeElement.tagName") == "TEXTAREA"
    until(lambda: "Half a sent" in _draft(home), "the note was not kept while typing")
    if how == "restart":
        server.stop(signal.SIGKILL)
        server = fresh_server(home=home)
    people.at(page, server, "diary")
    row = page.get_by_role("radiogroup", name="Worst pain today", exact=True)
    assert row.locator("[aria-checked=true]").inner_text() == "7"
    assert page.get_by_label("A note in your own words").input_value() == "Half a sent"
    assert (
        page.get_by_role("checkbox", name="Lower back", exact=True).first.get_attribute(
            "aria-checked"
        )
        == "true"
    )
    page.get_by_role("button", name="Save", exact=True).first.tap()
    until(lambda: entries(home))
    (entry,) = entries(home)
    assert (entry.pain_worst, entry.note) == (7, "Half a sent")
    assert entry.places == (Place(place="lower", score=0),)
    until(lambda: "Half a sent" not in _draft(home), "the draft was not forgotten")


def _draft(home) -> str:
    with people.kept(home) as store:
        return store.setting("diary_drafts", store.person().id) or ""
