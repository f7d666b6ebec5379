"""The lock on the screen: setting it up, the screen that asks, and locking by itself."""

import datetime as dt
import time

import pytest
from streamlit.testing.v1 import AppTest

from backwatch import example
from backwatch.diary import Entry
from backwatch.store import WrongSecret, cipher, key_file, locking
from tests.unit.test_pages import drawn, words
from ui import load, locked

WRONG = "wrong one"
OLD, NEW = "four plain words", "another passphrase"
NOTE = "canary in the diary"

pytestmark = pytest.mark.skipif(not cipher.available(), reason="no SQLCipher for this system")


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    monkeypatch.setattr(key_file, "COST", 1 << 4)
    monkeypatch.setattr(locked, "LONGEST_WAIT", 0.0)
    monkeypatch.setattr(locked, "LOOK_EVERY", 0.02)
    monkeypatch.setattr(locked, "_last_action", None)


@pytest.fixture
def home(store):
    """The data folder of the pages, with one entry."""
    at = dt.datetime.now().astimezone()
    who = store.person().id
    store.add_entry(Entry(person_id=who, date=at.date(), recorded_at=at, pain_now=4, note=NOTE))
    store.close()
    yield store.path.parent
    with load.closed_store():
        locking.lock(store.path.parent)
    until_nobody_looks()
    if locking.is_on(store.path.parent):
        locking.turn_off(store.path.parent, _right(store.path.parent))


def until_nobody_looks():
    deadline = time.monotonic() + 10
    while locked._watching.locked() and time.monotonic() < deadline:
        time.sleep(0.01)


def _right(home):
    for passphrase in (OLD, NEW):
        try:
            key_file.opened(key_file.read(home), passphrase)
        except WrongSecret:
            continue
        return passphrase
    raise AssertionError("neither passphrase opens the records")


@pytest.fixture
def prepared():
    return locking.prepare(OLD, OLD)


@pytest.fixture
def is_locked(home, prepared):
    """The records are locked, and nobody has typed the passphrase."""
    locking.turn_on(home, prepared)
    locking.lock(home)
    load.store.cache_clear()
    return home


def press(test: AppTest, key: str) -> AppTest:
    test.button(key=key).click().run()
    assert not test.exception
    return test


def typed(test: AppTest, **values: str) -> AppTest:
    for key, value in values.items():
        test.text_input(key=key).input(value)
    return test


def is_asking(test: AppTest) -> bool:
    return [title.value for title in test.title] == ["Your records are locked"]


def kept(test: AppTest) -> dict[str, object]:
    """All that a visit holds."""
    return dict(test.session_state._state.filtered_state)


def set_up(test: AppTest) -> AppTest:
    press(test, "go_lock_setup")
    press(typed(test, lock_new=OLD, lock_again=OLD), "go_lock_choose")
    return test


def code_on(test: AppTest) -> str:
    return test.code[-1].value  # the first is the data folder


def test_a_lock_is_set_up_with_a_passphrase_and_a_code_that_was_written_down(home):
    test = set_up(drawn("data"))
    code = code_on(test)
    assert not locking.is_on(home)  # nothing changes before the code was written down
    press(typed(test, lock_last="0000"), "go_lock_on")
    assert "not the last 4 of the code" in words(test)
    assert not locking.is_on(home)

    press(typed(test, lock_last=code[-4:].lower()), "go_lock_on")
    assert "locked with your passphrase from now on" in words(test)
    assert locking.is_on(home)
    assert not [p for p in home.iterdir() if NOTE.encode() in p.read_bytes()]
    locking.check_code(home, code)
    assert code not in words(test)
    assert load.store().entries(load.store().person().id)[0].note == NOTE


def test_two_passphrases_that_differ_or_are_short_are_told_and_nothing_changes(home):
    test = press(drawn("data"), "go_lock_setup")
    press(typed(test, lock_new=OLD, lock_again="x"), "go_lock_choose")
    assert "not the same" in words(test)
    press(typed(test, lock_new="short", lock_again="short"), "go_lock_choose")
    assert "Use 8 characters or more." in words(test)
    assert not locking.is_on(home)


def test_how_strong_a_passphrase_is_is_said_before_it_is_taken(home):
    test = press(drawn("data"), "go_lock_setup")
    press(typed(test, lock_new="hunter22", lock_again="hunter22"), "go_lock_choose")
    assert not locking.is_on(home)
    assert "Weak:" in words(test)


def test_it_says_that_a_lost_passphrase_and_code_cannot_be_helped_before_anything_is_locked(home):
    assert "nobody can read your records. We cannot read them either." in words(drawn("data"))


@pytest.mark.parametrize("page", ["today", "diary", "data", "summary", "trends", "check"])
def test_while_locked_every_page_asks_and_shows_no_record_and_the_strip_stays(is_locked, page):
    test = drawn(page)
    assert not test.exception
    assert is_asking(test)
    said = words(test)
    assert NOTE not in said
    assert "bw-strip" in said
    assert "Emergency signs:" in said
    assert "bw-callwords" in said  # to call, without a number: the country is a record too


def test_a_wrong_passphrase_is_one_sentence_and_the_right_one_opens(is_locked):
    test = drawn("diary")
    press(typed(test, unlock_passphrase=WRONG), "go_unlock")
    assert is_asking(test)
    assert "This passphrase is wrong." in words(test)
    assert "wrong one" not in words(test)
    press(typed(test, unlock_passphrase=OLD), "go_unlock")
    assert not is_asking(test)
    assert NOTE in words(test)
    assert not [key for key in kept(test) if "unlock_" in key]


def test_each_wrong_guess_waits_longer_up_to_a_few_seconds(home, prepared, monkeypatch):
    locking.turn_on(home, prepared)
    waits = []
    monkeypatch.setattr(locked, "LONGEST_WAIT", 4.0)
    monkeypatch.setattr(locked, "_wrong", 0)
    monkeypatch.setattr(locked.time, "sleep", waits.append)
    for _ in range(8):
        assert locked.tried(lambda: locking.unlock(home, "wrong one")) != ""
    assert waits == [0, 1, 2, 3, 4, 4, 4, 4]
    waits.clear()
    assert "typing mistake" in locked.tried(lambda: locking.check_code(home, "2" * 28))
    assert waits == []  # a slip of the pen is no guess
    assert locked.tried(lambda: locking.unlock(home, OLD)) == ""
    locked.tried(lambda: locking.unlock(home, "wrong one"))
    assert waits == [0]


def test_somebody_who_forgot_gets_in_with_the_code_and_a_new_passphrase(is_locked, prepared):
    test = press(drawn("diary"), "go_forgot")
    press(typed(test, unlock_code=prepared.code[:-1] + "#"), "go_code")
    assert "typing mistake" in words(test)
    press(typed(test, unlock_code=prepared.code), "go_code")
    press(typed(test, unlock_new=NEW, unlock_again=NEW + "x"), "go_new")
    assert "not the same" in words(test)
    press(typed(test, unlock_new=NEW, unlock_again=NEW), "go_new")
    assert NOTE in words(test)
    key_file.opened(key_file.read(is_locked), NEW)


def test_lock_now_asks_in_every_window_at_its_next_click(home, prepared):
    locking.turn_on(home, prepared)
    other = drawn("diary")
    assert NOTE in words(other)
    test = press(drawn("data"), "go_lock_now")
    assert is_asking(test)
    assert locking.is_locked(home)
    other.run()
    assert is_asking(other)
    assert NOTE not in repr(kept(other))


def test_a_click_that_comes_after_locking_saves_nothing_and_is_no_error(home, prepared):
    locking.turn_on(home, prepared)
    test = drawn("data")
    locked.lock_now()
    test.selectbox(key="country").set_value("de").run()
    assert not test.exception
    assert is_asking(test)
    press(typed(test, unlock_passphrase=OLD), "go_unlock")
    assert load.store().person().country is None


def test_without_an_action_it_locks_after_the_minutes_that_were_chosen(home, prepared, monkeypatch):
    locking.turn_on(home, prepared)
    test = drawn("data")
    assert test.selectbox(key="lock_minutes").value == 15
    test.selectbox(key="lock_minutes").set_value(5).run()
    assert load.store().setting("lock_minutes") == "5"
    with monkeypatch.context() as patch:
        patch.setattr(locked, "idle_seconds", lambda: 299.0)
        assert not is_asking(test.run())
    with monkeypatch.context() as patch:
        patch.setattr(locked, "idle_seconds", lambda: 301.0)
        assert is_asking(test.run())
    assert locking.is_locked(home)


def test_an_action_in_one_window_keeps_all_open(home, prepared, monkeypatch):
    locking.turn_on(home, prepared)
    one, other = drawn("today"), drawn("data")
    began = locked.time.monotonic(), locked.time.time()
    for minute in (10, 20, 30):
        later = 60.0 * minute
        monkeypatch.setattr(locked.time, "monotonic", lambda now=began[0] + later: now)
        monkeypatch.setattr(locked.time, "time", lambda now=began[1] + later: now)
        assert not is_asking(one.run())
    assert not is_asking(other.run())


def test_the_time_a_computer_sleeps_counts(monkeypatch):
    locked.acted()
    late = locked.time.time() + 3600
    monkeypatch.setattr(locked.time, "time", lambda: late)
    assert locked.idle_seconds() > 3500


def test_with_no_window_open_it_locks_too(home, prepared, monkeypatch):
    locking.turn_on(home, prepared)
    drawn("today")
    monkeypatch.setattr(locked, "idle_seconds", lambda: 1e6)
    deadline = locked.time.monotonic() + 10
    while not locking.is_locked(home) and locked.time.monotonic() < deadline:
        locked.time.sleep(0.02)
    assert locking.is_locked(home)


def test_the_passphrase_is_changed_with_the_old_one_only(home, prepared):
    locking.turn_on(home, prepared)
    test = press(drawn("data"), "go_lock_change")
    typed(test, lock_old="wrong one", lock_new=NEW, lock_again=NEW)
    press(test, "go_lock_changed")
    assert "This passphrase is wrong." in words(test)
    press(typed(test, lock_old=OLD, lock_new=NEW, lock_again=NEW), "go_lock_changed")
    assert "Your passphrase is changed." in words(test)
    key_file.opened(key_file.read(home), NEW)


def test_the_lock_is_turned_off_with_the_passphrase_only(home, prepared):
    locking.turn_on(home, prepared)
    test = press(drawn("data"), "go_lock_off")
    press(typed(test, lock_old="wrong one"), "go_lock_off_now")
    assert "This passphrase is wrong." in words(test)
    press(typed(test, lock_old=OLD), "go_lock_off_now")
    assert "The lock is off." in words(test)
    assert not locking.is_on(home)
    assert load.store().entries(load.store().person().id)[0].note == NOTE


def test_where_locking_is_not_possible_the_card_says_so_in_one_sentence(home, monkeypatch):
    monkeypatch.setattr(locking, "available", lambda: False)
    test = drawn("data")
    assert not test.exception
    assert "Locking is not possible on this computer" in words(test)
    assert "go_lock_setup" not in words(test)


def test_locked_records_on_a_computer_without_the_part_say_so(is_locked, monkeypatch):
    monkeypatch.setattr(locking, "available", lambda: False)
    test = drawn("today")
    assert not test.exception
    assert "cannot be opened on this computer" in words(test)


def test_the_example_cannot_be_locked(store):
    example.fill_example(store, dt.datetime.now().astimezone().date())
    assert "Only a diary of your own can be locked." in words(drawn("data"))


def test_without_a_lock_nothing_of_it_runs(home):
    test = drawn("today")
    assert "fragment" not in repr(test.main)
    assert not locked._watching.locked()
