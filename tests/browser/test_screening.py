"""Lung screening in a real browser: by keyboard alone, at both sizes, clean for axe, and closed."""

import datetime as dt
import json

import pytest

from backwatch.screening_record import SETTING, read_record
from backwatch.screening_words import words
from tests.browser import looks, people
from tests.browser.keyboard import Keyboard
from tests.browser.people import until

CLOSED = words().page["closed"]
SIGNS, CANCER = words().page["signs_question"], words().page["cancer_question"]
HEALTH = (
    "COPD, emphysema or long bronchitis?",
    "Any cancer in the past, but for skin cancer that was not melanoma?",
    "Lung cancer of a parent, brother, sister or child?",
)


def told(home):
    with people.kept(home) as store:
        return read_record(store.setting(SETTING, store.person().id))


def in_country(home, code, record=None):
    with people.kept(home) as store:
        who = store.person().id
        store.change_person(who, country=code)
        if record:
            store.set_setting(SETTING, json.dumps(record), who)
    return home


def write(keys, label, text):
    """Type into the field with this label, and leave it."""
    keys.go_to(lambda _role, name, _row: name == label)
    keys.page.keyboard.type(text)
    keys.press("Tab")
    people.quiet(keys.page)


@pytest.mark.walk
@pytest.mark.parametrize("size", people.PHONE_FIRST)
def test_by_keyboard_alone_from_the_gate_to_the_number_and_back(
    fresh_server, visit, tmp_path, size
):
    width, height = people.SIZES[size]
    server = fresh_server(home=in_country(tmp_path / "home", "gb"))
    person = visit(width=width, height=height, dark=size == "phone")
    page, keys = person.page, Keyboard(person.page)
    people.at(page, server, "screening")
    assert looks.problems_here(page, "dark" if size == "phone" else "light") == {}

    keys.score(SIGNS, "No")
    until(lambda: told(server.home).symptoms == "no")
    people.quiet(page)
    assert page.get_by_text("You and smoking").count() == 0
    keys.score(CANCER, "No")
    page.get_by_role("heading", name="You and smoking").wait_for()

    write(keys, "Your age", "62")
    keys.score(words().page["smoked_question"], "Yes")
    people.quiet(page)
    keys.push("Add a time of smoking")
    write(keys, "From what age (time 1)", "20")
    keys.go_to(lambda role, name, _: role in ("checkbox", "input") and "I still do" in name)
    keys.press("Space")
    people.quiet(page)
    keys.page.keyboard.press("Shift+Tab")  # the amount stands below, and may have moved
    write(keys, "How many (time 1)", "20")
    page.get_by_text("Together: 42 pack-years in 42 years of smoking.").wait_for()
    until(lambda: told(server.home).periods[0].amount == 20)
    for label in HEALTH:
        keys.score(label, "No")
        people.quiet(page)
    england = page.locator(".st-key-card_prog_england-2022")
    england.get_by_text("By what you entered, you could ask").wait_for()

    keys.push("Work out the number")
    keys.go_to(lambda _role, name, _row: name.endswith("How far did you go at school?"))
    keys.page.keyboard.type("Some college")
    keys.press("Enter")
    people.quiet(page)
    write(keys, "Your height in cm", "170")
    write(keys, "Your weight in kg", "78")
    page.get_by_text("in 1,000 people like you", exact=False).first.wait_for()
    until(lambda: told(server.home).told["weight_kg"] == 78)
    people.open_all(page)
    assert page.locator(".bw-1000 i").count() == 1000
    assert looks.problems_here(page, "dark" if size == "phone" else "light") == {}

    page.reload()
    people.at(page, server, "screening")
    page.get_by_text("in 1,000 people like you", exact=False).first.wait_for()
    keys.push("Something has changed")
    page.get_by_role("heading", name="Is screening for you at all?").wait_for()
    keys.score(SIGNS, "Yes")
    page.get_by_role("heading", name=CLOSED).wait_for()
    people.quiet(page)
    assert "in 1,000 people" not in people.told(page)
    assert "could ask" not in people.told(page)
    assert looks.problems_here(page, "dark" if size == "phone" else "light") == {}

    assert person.blocked() == []
    assert [url for url in map(people.address, person.requests) if "?" in url] == []
    assert "pack-years" not in server.words()


def test_a_finished_check_closes_the_page_and_leads_back_to_the_check(
    fresh_server, visit, tmp_path
):
    record = {"symptoms": "no", "lung_cancer": "no", "smoked": "yes", "wants_number": True}
    record |= {"gate_on": dt.date.today().isoformat(), "told": {"age": 62}}  # noqa: DTZ011
    home = in_country(people.with_result(tmp_path / "home", "within_days"), "us", record)
    page = people.at(visit().page, fresh_server(home=home), "screening")
    page.get_by_role("heading", name=CLOSED).wait_for()
    assert "could ask" not in people.told(page)
    assert "pack-years" not in people.told(page)
    assert looks.problems(page) == {}
    page.locator("[data-testid=stMain]").get_by_role("link", name="Check how soon").click()
    page.wait_for_url("**/check")


@pytest.mark.walk
def test_a_time_that_is_taken_away_comes_back_and_a_restart_forgets_nothing(
    fresh_server, visit, tmp_path
):
    period = {"id": "a1", "kind": "cigarettes", "start": 30, "end": 50, "amount": 20}
    record = {"symptoms": "no", "lung_cancer": "no", "smoked": "yes", "periods": [period]}
    record |= {"gate_on": dt.date.today().isoformat(), "told": {"age": 60}}  # noqa: DTZ011
    server = fresh_server(home=in_country(tmp_path / "home", "us", record))
    page = people.at(visit().page, server, "screening")
    people.press(page, "Remove time 1")
    until(lambda: told(server.home).periods == ())
    people.press(page, "Put it back")
    page.get_by_text("Together: 20 pack-years in 20 years of smoking.").wait_for()
    assert told(server.home).periods[0].amount == 20
    near = page.locator(".st-key-card_prog_uspstf-2021")
    assert "has the limit of 20 in it" in near.inner_text()
    home = server.home
    server.stop()
    server = fresh_server(home=home)
    page = people.at(visit().page, server, "screening")
    page.get_by_text("Together: 20 pack-years in 20 years of smoking.").wait_for()
