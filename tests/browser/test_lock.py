"""Locking the records with a passphrase, as a person does it, in two windows and two sizes."""

import datetime as dt

import pytest

from backwatch.diary import Entry
from backwatch.store import cipher, locking
from tests.browser import people
from tests.browser.conftest import axe

WORDS, NEW = "owl teapot gravel moon", "lamp river button sky"
NOTE = "canary in the diary"

pytestmark = pytest.mark.skipif(not cipher.available(), reason="no SQLCipher for this system")


@pytest.fixture
def home(tmp_path):
    home = tmp_path / "home"
    with people.kept(home) as store:
        who, at = store.person().id, dt.datetime.now().astimezone()
        store.save_person(store.person().model_copy(update={"country": "us"}))
        store.add_entry(Entry(person_id=who, date=at.date(), recorded_at=at, note=NOTE))
    return home


def fill(page, label, words):
    page.get_by_label(label, exact=True).fill(words)


def stands(page):
    """What must hold of every screen of the lock."""
    assert axe(page) == []
    assert people.sideways(page) == 0


def is_asking(page):
    people.titled(page, "Your records are locked")
    said = people.told(page)
    assert NOTE not in said
    assert "Call your\nemergency number" in said or "Call your emergency number" in said
    strip = page.locator(".bw-strip")
    strip.scroll_into_view_if_needed()
    assert strip.is_visible()
    stands(page)


def set_up(page, server):
    people.at(page, server, "data")
    people.press(page, "Set up a lock")
    fill(page, "Passphrase", WORDS)
    fill(page, "The same again", WORDS)
    stands(page)
    people.press(page, "Go on")
    page.get_by_text("Write it on paper now").wait_for()
    code = page.locator(".st-key-card_lock code").inner_text().strip()
    page.get_by_label("last 4").fill(code[-4:])
    stands(page)
    people.press(page, "Lock my records")
    page.get_by_text("locked with your passphrase from now on").wait_for()
    stands(page)
    return code


def test_locked_now_in_every_window_and_opened_by_passphrase_or_code(home, fresh_server, visit):
    server = fresh_server(home=home)
    big = visit(*people.SIZES["desktop"]).page
    small = visit(*people.SIZES["phone"], dark=True).page
    code = set_up(big, server)
    people.at(small, server, "diary")
    small.get_by_text(NOTE).first.wait_for()
    assert not [path for path in home.iterdir() if NOTE.encode() in path.read_bytes()]

    people.press(big, "Lock now")
    is_asking(big)
    is_asking(small)  # by itself: nobody clicked there

    fill(small, "Passphrase", "wrong one")
    people.press(small, "Unlock")
    small.get_by_text("This passphrase is wrong.").wait_for()
    is_asking(small)
    fill(small, "Passphrase", WORDS)
    small.keyboard.press("Enter")
    small.get_by_text(NOTE).first.wait_for()

    people.at(small, server, "data")
    people.press(small, "Lock now")
    people.press(small, "I forgot my passphrase")
    small.get_by_label("Recovery code").fill(code.lower().replace("-", " "))
    stands(small)
    people.press(small, "Go on")
    fill(small, "New passphrase", NEW)
    fill(small, "The same again", NEW)
    stands(small)
    people.press(small, "Keep it and unlock")
    people.at(small, server, "diary")
    small.get_by_text(NOTE).first.wait_for()

    server.stop()
    again = fresh_server(home=home)
    people.at(big, again, "diary")
    is_asking(big)  # the key was in the memory of the server only
    fill(big, "Passphrase", NEW)
    people.press(big, "Unlock")
    big.get_by_text(NOTE).first.wait_for()
    assert NOTE not in again.words()
    assert NEW not in again.words()


def test_the_first_screen_of_locked_records_shows_the_strip_without_scrolling(
    home, fresh_server, visit
):
    locking.turn_on(home, locking.prepare(WORDS, WORDS))
    page = people.at(visit().page, fresh_server(home=home), "today")
    for theme, (width, height) in zip(("light", "dark"), people.SIZES.values(), strict=True):
        page.emulate_media(color_scheme=theme)
        page.set_viewport_size({"width": width, "height": height})
        people.titled(page, "Your records are locked")
        box = page.locator(".bw-strip").bounding_box()
        assert 0 <= box["y"] < box["y"] + box["height"] <= height
        is_asking(page)
