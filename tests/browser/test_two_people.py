"""Two people on one computer, as a carer uses it: added, switched, two tabs, a restart."""

import datetime as dt

import pytest

from backwatch.diary import Entry
from tests.browser import people
from tests.browser.looks import problems_here
from tests.browser.people import choose, heading, kept, press, quiet, titled, until
from tests.browser.test_diary_journey import score

EMERGENCY = "Get emergency help now"
FIRST = "Back pain that worries you?"


def two(home, *, entries: bool = False):
    """Keep Anna, who was there first, and Ben, who is shown by default; return their ids."""
    with kept(home) as store:
        anna = store.change_person(store.person().id, name="Anna", country="gb")
        ben = store.add_person("Ben")
        store.set_setting("shown_person", ben.id)
        for person in (anna, ben) if entries else ():
            day = dt.date.today()  # noqa: DTZ011
            store.add_entry(
                Entry(person_id=person.id, date=day, pain_worst=0, recorded_at=people.now())
            )
        return anna.id, ben.id


def worst(home, person_id: str) -> list[int | None]:
    with kept(home) as store:
        return [entry.pain_worst for entry in store.entries(person_id)]


def answers(home, person_id: str) -> dict:
    with kept(home) as store:
        check = store.open_check(person_id)
        return dict(check.answers) if check else {}


def whose(page) -> str:
    return page.locator(".st-key-whose [aria-checked=true]").inner_text()


def switch(page, name: str) -> None:
    """Open the records of somebody else in this window."""
    page.locator(".st-key-whose").get_by_text(name, exact=True).click()
    until(lambda: whose(page) == name)
    quiet(page)


def clean(page) -> None:
    """Assert that axe finds nothing, in the light and in the dark, and nothing runs off."""
    assert problems_here(page) == {}


@pytest.mark.walk
@pytest.mark.parametrize("size", people.PHONE_FIRST)
def test_a_carer_adds_somebody_saves_for_each_and_deletes_one(fresh_server, visit, size):
    width, height = people.SIZES[size]
    server, person = fresh_server(), visit(width=width, height=height)
    page = person.page
    people.at(page, server, "data")
    assert page.locator(".st-key-whose").count() == 0
    page.get_by_text("Add another person", exact=True).click()
    page.get_by_label("Your name, or whose records these are").fill("Anna")
    page.get_by_label("Name of the person to add").fill("Ben")
    page.get_by_label("Who fills in for them?").fill("his sister Eva")
    press(page, "Add this person")
    titled(page, FIRST)
    assert whose(page) == "Ben"
    clean(page)
    with kept(server.home) as store:
        anna, ben = store.people()
    assert (anna.name, ben.name, ben.filled_in_by) == ("Anna", "Ben", "his sister Eva")

    for name, who, number in (("Ben", ben, 3), ("Anna", anna, 0)):
        if whose(page) != name:
            switch(page, name)
        people.at(page, server, "diary")
        assert whose(page) == name
        score(page, "Worst pain today", number)
        press(page, "Save")
        until(lambda who=who, number=number: worst(server.home, who.id) == [number])

    people.at(page, server, "data")
    clean(page)
    page.get_by_text("Delete all records of Ben", exact=True).first.click()
    clean(page)
    main = page.locator("[data-testid=stMain]")
    main.get_by_role("button", name="Delete all records of Ben").last.click()
    page.get_by_text("Nothing was deleted.", exact=False).first.wait_for()
    page.get_by_label("Name of whom to delete").last.fill("Ben")
    main.get_by_role("button", name="Delete all records of Ben").last.click()
    page.get_by_text("All records of Ben are deleted.").first.wait_for()
    page.locator(".st-key-whose").wait_for(state="detached")
    with kept(server.home) as store:
        assert store.people() == [anna]
    assert worst(server.home, anna.id) == [0]
    assert person.blocked() == []


@pytest.mark.walk
def test_a_danger_sign_stops_the_check_of_one_and_not_of_the_other(fresh_server, visit, tmp_path):
    anna, ben = two(tmp_path / "home")
    server, page = fresh_server(home=tmp_path / "home"), visit(width=360, height=780).page
    people.at(page, server, "check")
    assert whose(page) == "Ben"
    choose(page, "g_legs", "yes")
    titled(page, EMERGENCY)
    switch(page, "Anna")
    people.at(page, server, "check")  # a visit of its own: whom was chosen last is shown
    assert whose(page) == "Anna"
    assert heading(page) != EMERGENCY
    assert page.locator(".st-key-card_questions0 [aria-checked=true]").count() == 0
    switch(page, "Ben")
    titled(page, EMERGENCY)
    clean(page)
    assert answers(server.home, ben) == {"g_legs": "yes"}
    assert answers(server.home, anna) == {}


def test_two_tabs_show_two_people_and_each_saves_for_its_own(fresh_server, visit, tmp_path):
    anna, ben = two(tmp_path / "home", entries=True)
    server, person = fresh_server(home=tmp_path / "home"), visit()
    first, second = person.page, person.page.context.new_page()
    people.at(first, server, "diary")
    switch(first, "Anna")
    people.at(second, server, "today")
    switch(second, "Ben")
    score(first, "Worst pain today so far", 7)
    press(first, "Save")
    until(lambda: worst(server.home, anna) == [0, 7])
    score(second, "Worst pain today so far", 2)
    press(second, "Save")
    until(lambda: worst(server.home, ben) == [0, 2])
    assert (whose(first), whose(second)) == ("Anna", "Ben")
    assert worst(server.home, anna) == [0, 7]

    with kept(server.home) as store:
        store.delete_person(anna)
    score(first, "Worst pain today so far", 9)
    first.get_by_text("The records of Anna were deleted in another window").wait_for()
    press(first, "Save")
    assert worst(server.home, ben) == [0, 2]


@pytest.mark.walk
@pytest.mark.parametrize("default", ["Ben", "Anna"])
def test_a_tab_shows_the_same_person_after_the_server_was_started_again(
    fresh_server, visit, tmp_path, default
):
    anna, ben = two(tmp_path / "home", entries=True)
    server, person = fresh_server(home=tmp_path / "home"), visit()
    other = {"Anna": "Ben", "Ben": "Anna"}[default]
    mine, theirs = (ben, anna) if other == "Ben" else (anna, ben)
    check, diary = person.page, person.page.context.new_page()
    for page, name in ((check, "check"), (diary, "diary")):
        people.at(page, server, "today")
        if whose(page) != other:
            switch(page, other)
        page.get_by_role("link", name=name.title(), exact=True).first.click()
        quiet(page)
        assert whose(page) == other
    score(diary, "Worst pain today", 8)
    quiet(diary)
    with kept(server.home) as store:
        store.set_setting("shown_person", theirs)

    server.stop()
    fresh_server("--port", str(server.port), home=server.home)
    for page in (check, diary):
        page.locator("[data-test-connection-state=CONNECTED]").wait_for()
    press(diary, "Save")  # in each tab, the first click after the restart
    until(lambda: worst(server.home, mine) == [0, 8], "the save was lost")
    choose(check, "g_legs", "yes")
    titled(check, EMERGENCY)
    assert whose(check) == other
    assert whose(diary) == other
    assert answers(server.home, mine) == {"g_legs": "yes"}
    assert answers(server.home, theirs) == {}
    assert worst(server.home, theirs) == [0]
