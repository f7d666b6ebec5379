"""On My data somebody is added, renamed or deleted, and nobody else loses anything."""

import pytest

from tests.unit.test_pages import drawn, words
from tests.unit.test_people_on_the_pages import begin, opened, shown, sign, switch, whose


@pytest.fixture
def two(store):
    """Anna, who was there first, and Ben; nothing is recorded for either."""
    anna = store.change_person(store.person().id, name="Anna")
    return anna, store.add_person("Ben")


def add(page, name, own="", by=""):
    if own:
        page.text_input(key="new_own_name").set_value(own)
    page.text_input(key="new_name").set_value(name)
    page.text_input(key="new_filled_in_by").set_value(by)
    return page.button(key="go_add_person").click().run()


def test_one_person_sees_nothing_about_people_but_the_way_to_add_one(store):
    for name in ("today", "check", "data"):
        page = drawn(name)
        assert "Records of" not in words(page)
        assert [one.label for one in page.expander if "person" in one.label] == (
            ["Add another person"] if name == "data" else []
        )


def test_the_second_person_is_added_with_both_names_and_opened(store):
    anna = store.person()
    begin(store, anna, {"g_legs": "yes"})
    page = add(drawn("data"), "Ben", own="Anna", by="my daughter")
    assert [each.name for each in store.people()] == ["Anna", "Ben"]
    assert store.people()[1].filled_in_by == "my daughter"
    assert whose(page) == "Records of Ben"
    assert "From here on, these are the records of Ben." in shown(page)
    assert page.title[0].value == "Back pain that worries you?"


@pytest.mark.parametrize(
    ("own", "name", "said"),
    [
        ("", "Ben", "Type a name for the records that are here now."),
        ("Anna", " ", "Type the name of the person to add."),
        ("Anna", "anna ", "The two names must differ."),
        ("Anna", "a\0b", "Your text holds a hidden character"),
    ],
)
def test_without_two_different_names_nobody_is_added(store, own, name, said):
    page = add(drawn("data"), name, own=own)
    assert said in shown(page)
    assert [each.name for each in store.people()] == [None]


def test_a_third_person_with_a_name_that_is_there_is_refused(store, two):
    page = add(drawn("data"), "BEN")
    assert "somebody here has that name" in shown(page)
    assert len(store.people()) == 2


def test_a_name_can_be_changed_but_not_taken_away_or_shared(store, two):
    page = drawn("data")
    for bad in ("", "ben"):
        page.text_input(key="me_name").set_value(bad).run()
        assert store.person().name == "Anna"
        assert "Not saved" in shown(page)
    page.text_input(key="me_name").set_value("Anne").run()
    assert whose(page) == "Records of Anne"


def test_a_person_is_deleted_only_after_their_name_was_typed(store, two):
    anna, ben = two
    sign(store, ben)
    page = drawn("data")
    for typed in ("", "Anna", "B"):
        page.text_input(key=f"sure_{ben.id}").set_value(typed)
        page.button(key=f"go_delete_person_{ben.id}").click().run()
        assert len(store.people()) == 2
        assert "Nothing was deleted" in shown(page)
    page.text_input(key=f"sure_{ben.id}").set_value("ben")
    page.button(key=f"go_delete_person_{ben.id}").click().run()
    assert store.people() == [anna]
    assert store.entries(ben.id) == []
    assert "All records of Ben are deleted." in shown(page)
    assert [one.key for one in page.button_group if one.key == "ans_whose"] == []


def test_whoever_deletes_the_person_shown_is_shown_the_other(store, two):
    anna, ben = two
    page = drawn("data")
    page.text_input(key=f"sure_{anna.id}").set_value("Anna")
    page.button(key=f"go_delete_person_{anna.id}").click().run()
    assert store.people() == [ben]
    assert "All records of Anna are deleted." in shown(page)
    assert "deleted in another window" not in shown(page)
    assert page.title[0].value == "Back pain that worries you?"


def test_a_name_that_looks_like_markup_shows_as_typed(store, two):
    _, ben = two
    store.change_person(ben.id, name="<b>*x*</b> [y](z)")
    page = drawn("data")
    typed = r"\<b\>\*x\*\<\/b\> \[y\]\(z\)"
    assert page.button(key=f"go_person_{ben.id}").label == f"Open the records of {typed}"
    assert whose(switch(page, ben)) == f"Records of {typed}"


def test_of_many_people_each_can_be_opened(store, two):
    for name in ("Cleo", "Dan"):
        store.add_person(name)
    page = drawn("data")
    page.button(key=f"go_person_{store.people()[3].id}").click().run()
    assert whose(page) == "Records of Dan"
    assert whose(opened(page, "trends")) == "Records of Dan"
    assert whose(switch(page, store.people()[2])) == "Records of Cleo"
    assert page.title[0].value == "Back pain that worries you?"
