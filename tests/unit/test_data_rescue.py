"""My data: daily copies, a diary that cannot be opened or changed, and erasing everything."""

import json
import sqlite3

import pytest

from backwatch import backup, example, incoming
from backwatch.person import Person
from backwatch.store import DATABASE, files, kept_snapshots, open_store
from tests.unit.test_data_page import DAY, TODAY, button, entry, labels, notes, upload
from tests.unit.test_pages import drawn, words
from ui import data_state, load, menu

# --- copies ---


@pytest.fixture
def three_days(store):
    """A diary with a copy of each of three days."""
    for number in (3, 2, 1):
        one = open_store(store.path.parent, today=lambda number=number: TODAY - number * DAY)
        one.add_entry(entry(one, date=TODAY - number * DAY, note=f"{number} days ago"))
        one.close()
    return store


def test_a_copy_is_put_back_after_a_yes_and_that_can_be_undone(three_days):
    home = three_days.path.parent
    test = drawn("data")
    said = words(test)
    assert "1 diary entry" in said
    assert "3 diary entries" in said
    oldest = kept_snapshots(home)[-1].name
    test.button(key=f"change_copy_{oldest}").click().run()
    assert notes(load.store()) == ["3 days ago", "2 days ago", "1 days ago"]
    button(test, "Put it back").click().run()
    assert not test.exception
    assert notes(load.store()) == ["3 days ago"]
    newest = kept_snapshots(home)[0]
    assert (newest.day, newest.entries) == (TODAY, 3)
    test.button(key=f"change_copy_{newest.name}").click().run()
    button(test, "Put it back").click().run()
    assert notes(load.store()) == ["3 days ago", "2 days ago", "1 days ago"]


def test_somebody_who_does_not_want_the_copy_keeps_everything(three_days):
    test = drawn("data")
    name = kept_snapshots(three_days.path.parent)[-1].name
    test.button(key=f"change_copy_{name}").click().run()
    button(test, "Leave it").click().run()
    assert "Put it back" not in labels(test)
    assert len(notes(load.store())) == 3


# --- a diary that cannot be opened ---

DAMAGE = {
    "damaged": lambda path: path.write_bytes(b"not a database" * 100),
    "one letter": lambda path: path.write_bytes(
        path.read_bytes().replace(b"1 days ago", b"9 days ago")
    ),
    "empty": lambda path: path.write_bytes(b""),
    "missing": lambda path: path.unlink(),
}


@pytest.mark.parametrize("kind", DAMAGE)
def test_a_diary_that_cannot_be_used_is_brought_back_from_its_newest_whole_copy(three_days, kind):
    three_days.close()
    home = three_days.path.parent
    DAMAGE[kind](home / DATABASE)
    test = drawn("data")
    assert not test.exception
    said = words(test)
    assert "bw-strip" in said
    assert "Your diary cannot be opened" in said
    assert not any(word in said for word in ("Traceback", "sqlite", "DamagedData"))
    test.button(key="go_rescue").click().run()
    assert not test.exception
    assert "Your diary is back" in words(test)
    assert notes(load.store()) == ["3 days ago", "2 days ago", "1 days ago"]
    if kind in ("damaged", "one letter"):
        assert list(home.glob("backwatch.damaged-*"))


def test_without_a_whole_copy_what_is_left_can_still_be_looked_at_and_taken_out(store):
    store.add_entry(entry(store, pain_worst=3, note="left"))
    store.close()
    home = store.path.parent
    files.erase_copies(home)
    path = home / DATABASE
    whole = path.read_bytes()
    path.write_bytes(whole.replace(b"left", b"lost"))
    test = drawn("data")
    assert "There is no whole copy" in words(test)
    test.button(key="go_left").click().run()
    assert not test.exception
    assert "damaged" in words(test)
    test.button(key="go_make_json").click().run()
    assert test.download_button
    with load.closed_store():
        path.write_bytes(whole)


# --- a diary that can only be read ---


def readable(test):
    return "Something went wrong" not in words(test) and not test.exception


@pytest.fixture
def newer(store):
    example.fill_example(store, TODAY)
    store.close()
    with sqlite3.connect(store.path) as other:
        other.execute("UPDATE alembic_version SET version_num = '9999'")
    other.close()
    return store.path


def test_a_diary_of_a_newer_version_is_shown_and_every_page_says_that_nothing_can_be_saved(newer):
    before = newer.read_bytes()
    for page in menu.PAGES:
        test = drawn(page)
        assert readable(test), page
        assert words(test).count("made by a newer version of Backwatch") == 1, page
    test = drawn("data")
    assert not test.file_uploader
    assert "Delete everything" not in labels(test)
    test.button(key="go_make_json").click().run()
    assert test.download_button
    assert "Another bad night" in words(drawn("diary"))
    assert newer.read_bytes() == before


def test_in_a_folder_that_is_read_only_every_page_says_so_once_and_shows_the_records(
    store, monkeypatch
):
    example.fill_example(store, TODAY)
    monkeypatch.setattr(files, "read_only", lambda home: True)
    for page in menu.PAGES:
        test = drawn(page)
        assert readable(test), page
        said = words(test).replace("\\", "")
        assert said.count("Your data folder is read-only") == 1, page
    assert "Another bad night" in words(drawn("diary"))


# --- erasing ---


def raw(home):
    return b"".join(path.read_bytes() for path in home.rglob("*") if path.is_file())


def erase_with_canaries(store, count):
    home = store.path.parent
    marks = [f"canary{n:04d}" for n in range(count)]
    who = store.person().id
    store.save_person(Person(id=who, name="canary of a name"))
    store.add_entries(entry(store, note=mark * 3) for mark in marks[::2])
    table = "date,note\n" + "".join(f"2026-11-20,{mark}\n" for mark in marks[1::2])
    test = upload(drawn("data"), table.encode())
    test.button(key="go_import").click().run()
    later = open_store(home, today=lambda: TODAY + DAY)  # another day: another copy
    later.set_setting("canary", "canary")
    later.add_entry(entry(later, note="canary of tomorrow"))
    later.close()
    (home / "backwatch.damaged-x.db").write_text("canary")
    assert all(mark.encode() in raw(home) for mark in marks)

    button(test, "Delete everything").click().run()  # without the word
    assert "Nothing was erased" in words(test)
    assert all(mark.encode() in raw(home) for mark in marks)

    test.text_input(key="erase_word").set_value("delete").run()
    button(test, "Delete everything").click().run()
    assert not test.exception
    assert b"canary" not in raw(home)
    return test


def test_after_delete_everything_on_the_screen_no_file_of_the_folder_holds_a_word(store):
    test = erase_with_canaries(store, 50)
    said = words(test)
    assert "Back pain that worries you?" in said
    assert "Everything is erased" in said
    assert "canary" not in said
    assert incoming.brought(load.store()) == []
    assert "canary" not in json.dumps(backup.everything(load.store()))


@pytest.mark.proof
def test_after_delete_everything_none_of_500_words_is_in_the_folder(store):
    erase_with_canaries(store, 500)


def test_the_page_says_what_is_erased_and_what_stays(store):
    said = words(drawn("data"))
    assert "all daily copies" in said
    assert "Files that you downloaded or copied stay" in said
    assert data_state.ERASE_WORD in said
