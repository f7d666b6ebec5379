"""My data in a real browser: files in and out, a damaged diary, and everything erased."""

import datetime as dt
import json
import re

import pytest

from backwatch import backup, paths, transfer
from backwatch.diary import Entry
from tests.browser import people
from tests.browser.looks import problems_here

SAMPLES = paths.ROOT / "tests" / "import_samples"
TODAY = dt.date.today()  # noqa: DTZ011


def choose_file(page, path):
    """Choose a file, and wait until it was read."""
    page.locator("input[type=file]").set_input_files(path)
    page.get_by_text("This looks like a file of: ").or_(
        page.get_by_text("What this file holds")
    ).first.wait_for()
    return people.quiet(page)


@pytest.mark.walk
@pytest.mark.parametrize("size", people.PHONE_FIRST)
def test_a_file_is_looked_at_brought_in_and_taken_back(fresh_server, visit, size):
    server = fresh_server()
    width, height = people.SIZES[size]
    page = people.at(visit(width, height).page, server, "data")
    choose_file(page, SAMPLES / "track_and_graph.csv")
    assert "This looks like a file of: Track & Graph" in people.told(page)
    assert people.entries(server.home) == []
    assert problems_here(page, "light") == {}

    people.press(page, re.compile("^Bring in .* entr"))
    page.get_by_text("Say first what the pain scores run from and to").wait_for()
    assert people.entries(server.home) == []

    page.get_by_text("Yes, from 0 to 10", exact=True).click()
    people.press(people.quiet(page), re.compile("^Bring in .* entr"))
    page.get_by_role("heading", name="What you brought in").wait_for()
    kept = people.entries(server.home)
    assert any(entry.pain_now is not None for entry in kept)
    assert problems_here(page, "light") == {}

    people.press(page, re.compile("^Take this import back"))
    page.get_by_text("Taken back: ").wait_for()
    assert people.entries(server.home) == []
    assert page.get_by_role("heading", name="What you brought in").count() == 0


def test_what_was_downloaded_comes_back_on_another_computer(fresh_server, visit, tmp_path):
    first = fresh_server()
    people.with_example(first.home)
    with people.kept(first.home) as store:
        store.set_setting("example", None)
        everything = backup.written(store)
        count = store.entry_count(store.person().id)
    page = people.at(visit().page, first, "data")

    people.press(page, "Make the table")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Download the diary as a table (CSV)").click()
    table = waiting.value
    assert table.suggested_filename == f"backwatch-{TODAY}.csv"
    table.save_as(tmp_path / "diary.csv")
    words = (tmp_path / "diary.csv").read_text(encoding="utf-8-sig")
    assert len(transfer.read_table(words).entries) == count

    people.press(people.quiet(page), "Make the file")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Download everything (JSON)").click()
    file = tmp_path / waiting.value.suggested_filename
    waiting.value.save_as(file)
    assert file.name == f"backwatch-{TODAY}.json"
    assert json.loads(file.read_bytes()) == json.loads(everything)

    second = fresh_server()
    page = people.at(visit().page, second, "data")
    choose_file(page, file)
    people.press(page, re.compile("^Bring in .* record"))
    page.get_by_role("heading", name="What you brought in").wait_for()
    with people.kept(second.home) as store:
        assert backup.written(store) == everything


@pytest.mark.walk
def test_a_file_that_is_too_big_is_refused_by_the_page_itself(fresh_server, visit, tmp_path):
    big = tmp_path / "big.csv"
    big.write_bytes(b"date,note\n" + b"x" * (11 * 1024 * 1024))
    server = fresh_server()
    page = people.at(visit().page, server, "data")
    page.locator("input[type=file]").set_input_files(big)
    page.get_by_text(re.compile("10.*MB or smaller")).wait_for()
    assert page.get_by_text("This looks like a file of").count() == 0


def test_a_damaged_diary_is_brought_back_by_one_button(fresh_server, visit, tmp_path):
    home = tmp_path / "home"
    home.mkdir()
    with people.kept(home) as store:
        who, at = store.person().id, people.now()
        store.add_entry(Entry(person_id=who, date=TODAY, note="kept", recorded_at=at))
        file = store.path
    file.write_bytes(b"not a database" * 100)
    page = visit(360, 780).page
    server = fresh_server(home=home)
    page.goto(f"{server.address}/diary")
    page.get_by_role("button", name=re.compile("^Bring back the copy of")).wait_for()
    people.quiet(page)
    assert page.locator(".bw-strip").is_visible()
    assert problems_here(page, "light") == {}
    people.press(page, re.compile("^Bring back the copy of"))
    page.get_by_text("Your diary is back").wait_for()
    assert [entry.note for entry in people.entries(home)] == ["kept"]


def test_after_delete_everything_the_first_visit_is_shown_and_no_word_is_left(fresh_server, visit):
    server = fresh_server()
    people.with_example(server.home)
    with people.kept(server.home) as store:
        at, who = people.now(), store.person().id
        store.add_entries(
            Entry(person_id=who, date=TODAY, note=f"canary{n:04d}", recorded_at=at)
            for n in range(50)
        )
    assert b"canary0049" in (server.home / "backwatch.db").read_bytes()
    page = people.at(visit(360, 780).page, server, "data")
    page.get_by_role("textbox", name="To go on, type the word DELETE").fill("DELETE")
    people.press(page, "Delete everything")
    page.get_by_text("Back pain that worries you?").wait_for()
    page.get_by_text("Everything is erased.").wait_for()
    for path in server.home.rglob("*"):
        if path.is_file():
            assert b"canary" not in path.read_bytes(), path.name
    assert "canary" not in server.words()
