"""Records locked with a passphrase: nothing readable in the folder, nothing lost on the way."""

import datetime as dt
import json
import shutil
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing

import pytest

from backwatch import backup
from backwatch.diary import Entry
from backwatch.store import (
    DamagedData,
    Locked,
    NotRead,
    NotSaved,
    WrongSecret,
    cipher,
    kept_snapshots,
    key_file,
    locking,
    open_store,
    open_to_read,
    problems,
    recovery_code,
    restore_snapshot,
)
from backwatch.store.migrations import bring_up_to_date
from backwatch.store.snapshots import verified_snapshots
from tests.unit import in_memory, old_diaries

TODAY = dt.date(2026, 11, 20)
NOW = dt.datetime(2026, 11, 20, 21, 0, tzinfo=dt.UTC)
DB = "backwatch.db"
OLD, NEW = "four plain words", "another passphrase"
CANARY = b"canary"
PLAIN = b"SQLite format 3"

pytestmark = pytest.mark.skipif(not cipher.available(), reason="no SQLCipher for this system")


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    monkeypatch.setattr(key_file, "COST", 1 << 4)


@pytest.fixture
def tmp_path(tmp_path_factory):
    yield from in_memory.folder(tmp_path_factory)


def an_entry(store, **values):
    person_id = store.person().id
    return Entry(**{"person_id": person_id, "date": TODAY, "recorded_at": NOW, **values})


def on(home, number):
    return open_store(home, today=lambda: TODAY + dt.timedelta(days=number))


def fill(home, days=3):
    for number in range(days):
        with closing(on(home, number)) as store:
            store.add_entry(an_entry(store, note=f"canary {number}", pain_now=0))
    return home


@pytest.fixture(scope="module")
def made_once(tmp_path_factory):
    return fill(tmp_path_factory.mktemp("once") / "data")


@pytest.fixture
def home(made_once, tmp_path):
    """Three days of saves, with other copies that hold words of the person."""
    home = shutil.copytree(made_once, tmp_path / "data")
    snapshot = next(home.glob("backwatch.snapshot-*"))
    for name in ("aside-1.db", "before-0002-1.db", "damaged-1.db", "aside-1.db-journal"):
        shutil.copy(snapshot, home / f"backwatch.{name}")
    (home / "backwatch.damaged-2.db").write_bytes(b"canary, and no database")
    yield home
    locking.lock(home)


@pytest.fixture
def prepared():
    return locking.prepare(OLD, OLD)


@pytest.fixture
def locked(home, prepared):
    """The same, locked, and unlocked with the passphrase in this program."""
    locking.turn_on(home, prepared)
    return home


def contents(home):
    """Return what each file holds, but the empty one that says who is at work."""
    found = {path.name: path.read_bytes() for path in home.iterdir()}
    assert found.pop("backwatch.moving", b"") == b""
    return found


def notes(home):
    with closing(open_store(home)) as store:
        return [entry.note for entry in store.entries(store.person().id)]


ALL = ["canary 0", "canary 1", "canary 2"]


# --- what lies in the folder ---


def test_after_locking_no_file_holds_a_word_or_looks_like_a_database(locked):
    found = contents(locked)
    assert sum(name.startswith("backwatch.snapshot-") for name in found) == 3
    assert sum(name.startswith(("backwatch.aside-", "backwatch.damaged-")) for name in found) == 4
    assert [name for name, held in found.items() if CANARY in held or PLAIN in held] == []


def test_locked_and_opened_again_everything_is_there(locked):
    assert notes(locked) == ALL
    assert [copy.entries for copy in kept_snapshots(locked)] == [3, 2, 1]
    assert len(list(verified_snapshots(locked))) == 3
    assert problems(locked) is None


def test_the_journal_of_a_save_holds_no_word_either(locked):
    with closing(open_store(locked)) as store:
        with store._write() as connection:
            connection.exec_driver_sql("UPDATE entry SET note = 'canary 9'")
            assert CANARY not in (locked / (DB + "-journal")).read_bytes()
        assert CANARY not in (locked / DB).read_bytes()


def test_turning_the_lock_off_gives_the_very_same_records_and_files_back(home, prepared):
    with closing(open_store(home)) as store:
        before = backup.written(store)
    kinds = ("backwatch.aside-", "backwatch.before-", "backwatch.damaged-")
    others = {name: held for name, held in contents(home).items() if name.startswith(kinds)}
    assert len(others) == 5
    locking.turn_on(home, prepared)
    locking.turn_off(home, OLD)
    with closing(open_store(home)) as store:
        assert backup.written(store) == before
    found = contents(home)
    assert {name: found[name] for name in others} == others
    assert len(list(verified_snapshots(home))) == 3
    assert not [name for name in found if "key" in name or "locking" in name or "half" in name]
    assert found[DB].startswith(PLAIN)


def test_a_damaged_copy_is_locked_as_it_is_and_comes_back_as_it_was(home, prepared):
    copy = next(home.glob("backwatch.snapshot-*"))
    content = bytearray(copy.read_bytes())
    content[len(content) // 2 : len(content) // 2 + 4096] = b"\xff" * 4096
    copy.write_bytes(content)
    locking.turn_on(home, prepared)
    assert len(list(verified_snapshots(home))) == 2
    locking.turn_off(home, OLD)
    assert copy.read_bytes() == content


def test_the_plain_files_are_overwritten_before_they_are_deleted(home, prepared, monkeypatch):
    wiped = {}
    unlink = type(home).unlink

    def look(path, missing_ok=False):
        if path.name.startswith("backwatch.plain-"):
            wiped[path.name] = path.read_bytes()
        unlink(path, missing_ok=missing_ok)

    with monkeypatch.context() as patch:
        patch.setattr(type(home), "unlink", look)
        locking.turn_on(home, prepared)
    assert len(wiped) == 9
    assert not any(any(held) for held in wiped.values())


# --- who can open it ---


def test_without_the_passphrase_nothing_opens(locked):
    locking.lock(locked)
    before = contents(locked)
    for opens in (open_store, open_to_read, problems):
        with pytest.raises(Locked):
            opens(locked)
    with pytest.raises(WrongSecret, match=r"^This passphrase is wrong\.$"):
        locking.unlock(locked, "four plain wordz")
    with pytest.raises(Locked):
        open_store(locked)
    assert contents(locked) == before
    locking.unlock(locked, OLD)
    assert notes(locked) == ALL


def test_a_store_that_was_open_reads_nothing_more_once_it_is_locked(locked):
    store = open_store(locked)
    store.retire()
    locking.lock(locked)
    for use in (store.people, store.revision, lambda: store.set_setting("a", "b")):
        with pytest.raises(NotRead, match="locked or moved"):
            use()


def test_a_copy_that_a_late_save_would_make_does_not_come_after_all_others_were_locked(
    home, prepared, monkeypatch
):
    store = on(home, 20)
    about_to_copy, go_on = threading.Event(), threading.Event()
    written = store._written

    def late():
        about_to_copy.set()
        go_on.wait(10)
        written()

    monkeypatch.setattr(store, "_written", late)
    saving = threading.Thread(target=store.set_setting, args=("a", "b"))
    saving.start()
    assert about_to_copy.wait(10)
    store.retire()
    locking.turn_on(home, prepared)
    go_on.set()
    saving.join()
    assert len(kept_snapshots(home)) == 3
    assert [name for name, held in contents(home).items() if PLAIN in held] == []
    with closing(open_store(home)) as again:
        assert again.setting("a") == "b"


def test_the_recovery_code_opens_them_and_sets_a_new_passphrase(locked, prepared):
    locking.lock(locked)
    typed = prepared.code.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    locking.check_code(locked, typed)
    locking.unlock_with_code(locked, typed, NEW, NEW)
    assert notes(locked) == ALL
    locking.lock(locked)
    with pytest.raises(WrongSecret):
        locking.unlock(locked, OLD)
    locking.unlock(locked, NEW)
    locking.check_code(locked, prepared.code)  # it stays good


def test_a_mistyped_code_is_told_from_the_code_of_other_records(locked, prepared):
    letters = prepared.code.replace("-", "")
    slips = 0
    for place in range(len(letters)):
        other = "2" if letters[place] != "2" else "3"
        with pytest.raises(WrongSecret) as wrong:
            locking.check_code(locked, letters[:place] + other + letters[place + 1 :])
        slips += "typing mistake" in str(wrong.value)
    assert slips >= len(letters) - 1  # one in 4096 passes by chance, and opens nothing
    with pytest.raises(WrongSecret, match="28 letters"):
        locking.check_code(locked, letters[:-1])
    with pytest.raises(WrongSecret, match="other records"):
        locking.check_code(locked, recovery_code.new())


def test_a_code_has_128_random_bits_and_seven_groups_of_four():
    codes = [recovery_code.new() for _ in range(200)]
    assert len({recovery_code.read(code) for code in codes}) == 200
    assert {len(recovery_code.read(code)) for code in codes} == {16}
    assert {tuple(map(len, code.split("-"))) for code in codes} == {(4,) * 7}


def test_changing_the_passphrase_needs_the_old_one(locked):
    with pytest.raises(WrongSecret, match="wrong"):
        locking.change(locked, NEW, NEW, NEW)
    with pytest.raises(WrongSecret, match="not the same"):
        locking.change(locked, OLD, NEW, NEW + "x")
    locking.change(locked, OLD, NEW, NEW)
    with pytest.raises(WrongSecret):
        locking.turn_off(locked, OLD)
    assert CANARY not in (locked / DB).read_bytes()
    locking.unlock(locked, NEW)
    assert notes(locked) == ALL


@pytest.mark.parametrize(
    ("first", "again", "says"),
    [("seven77", "seven77", "8 characters or more"), (OLD, OLD + " ", "not the same")],
)
def test_a_passphrase_that_is_short_or_typed_in_two_ways_is_refused(first, again, says):
    with pytest.raises(WrongSecret, match=says):
        locking.prepare(first, again)


@pytest.mark.parametrize(
    "passphrase",
    ["eight888", "quote'\"; DROP--", "x'" + "ab" * 32 + "'", "ünïcödé 🩻 " * 40, " " * 8],
)
def test_any_signs_do_as_a_passphrase(tmp_path, passphrase):
    home = fill(tmp_path / "any", 1)
    locking.turn_on(home, locking.prepare(passphrase, passphrase))
    locking.lock(home)
    locking.unlock(home, passphrase)
    assert notes(home) == ["canary 0"]
    locking.lock(home)


def test_an_accent_typed_on_another_keyboard_is_the_same_passphrase(tmp_path):
    home = fill(tmp_path / "accents", 1)
    locking.turn_on(home, locking.prepare("caf\u00e9 caf\u00e9", "caf\u00e9 caf\u00e9"))
    locking.unlock(home, "cafe\u0301 cafe\u0301")
    locking.lock(home)


def test_strength_is_said_in_words():
    for passphrase, word in [
        ("abc", "Too short"),
        ("aaaaaaaaaaaaaaaaaaaaaaaa", "Weak"),
        ("hunter22", "Weak"),
        ("hunter22hunter", "Fair"),
        ("owl teapot gravel moon", "Strong"),
    ]:
        assert locking.strength(passphrase).startswith(word)


# --- the key file ---


def test_the_key_file_holds_no_key_and_no_passphrase(locked, prepared):
    for name in ("backwatch.key", "backwatch.key-copy"):
        held = (locked / name).read_text()
        assert prepared.key.hex() not in held
        assert OLD not in held
        assert prepared.code not in held
        wrapped = json.loads(held)["passphrase"]
        assert (wrapped["kdf"], wrapped["n"], wrapped["r"], wrapped["p"]) == ("scrypt", 16, 8, 1)
    assert "key" not in repr(prepared)


def test_a_guess_costs_128_mib_of_memory():
    assert 128 * 8 * (1 << 17) == 128 * 2**20
    assert key_file.COST == 1 << 4  # here only; see the fixture
    source = key_file.__loader__.get_source(key_file.__name__)
    assert "\nCOST = 1 << 17 " in source


def test_a_damaged_key_file_is_mended_from_its_copy(locked):
    locking.lock(locked)
    content = bytearray((locked / "backwatch.key").read_bytes())
    content[len(content) // 2] ^= 1
    (locked / "backwatch.key").write_bytes(content)
    locking.unlock(locked, OLD)
    assert notes(locked) == ALL
    assert (locked / "backwatch.key").read_bytes() == (locked / "backwatch.key-copy").read_bytes()


def test_when_both_are_damaged_it_says_so_and_changes_nothing(locked):
    locking.lock(locked)
    for name in ("backwatch.key", "backwatch.key-copy"):
        (locked / name).write_bytes(b"{}")
    before = contents(locked)
    with pytest.raises(DamagedData, match="key file"):
        locking.unlock(locked, OLD)
    with pytest.raises(DamagedData, match="key file"):
        open_store(locked)
    assert contents(locked) == before


def test_a_missing_diary_beside_a_key_is_not_replaced_by_an_empty_one(locked):
    (locked / DB).rename(locked / "elsewhere")
    (locked / "backwatch.here").unlink()
    for copy in locked.glob("backwatch.snapshot-*"):
        copy.unlink()
    with pytest.raises(DamagedData, match="missing"):
        open_store(locked)


def test_a_folder_that_was_emptied_starts_plain(locked):
    shutil.rmtree(locked)
    with closing(open_store(locked)) as store:
        store.add_entry(an_entry(store))
    assert (locked / DB).read_bytes().startswith(PLAIN)


# --- what stands in the way ---


@pytest.fixture
def another_program(home):
    """Another program, in the middle of a save."""
    program = (
        "import sqlite3, sys;"
        f"c = sqlite3.connect({str(home / DB)!r}, isolation_level=None);"
        "c.execute('BEGIN IMMEDIATE'); print('ready', flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", program]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout.readline() == b"ready\n"
        yield other
        other.stdin.close()


def test_while_another_program_saves_nothing_is_locked(
    home, prepared, another_program, monkeypatch
):
    monkeypatch.setattr("backwatch.store.copies.WAIT", 0.2)
    before = contents(home)
    with pytest.raises(NotSaved, match="another program"):
        locking.turn_on(home, prepared)
    assert contents(home) == before


@pytest.mark.parametrize("nth", [1, 4, 10, 11])
def test_a_disk_that_fills_up_leaves_the_plain_records(home, prepared, monkeypatch, nth):
    before = contents(home)
    calls = iter(range(1, 100))
    made = locking.files.half_made

    def full(folder):
        if next(calls) >= nth:
            raise OSError(28, "No space left on device")
        return made(folder)

    with monkeypatch.context() as patch:
        patch.setattr("backwatch.store.files.half_made", full)
        with pytest.raises(NotSaved, match="disk is full"):
            locking.turn_on(home, prepared)
    if nth == 11:  # the key file stands, only its copy does not: it is locked
        locking.unlock(home, OLD)
    else:
        assert contents(home) == before
    assert notes(home) == ALL


def test_a_damaged_diary_is_not_locked(home, prepared):
    with closing(sqlite3.connect(home / DB)) as file, file:
        file.execute("UPDATE entry SET note = 'changed' WHERE rowid = 1")
    before = contents(home)
    with pytest.raises(DamagedData, match="diary entries"):
        locking.turn_on(home, prepared)
    assert contents(home) == before


def test_it_cannot_be_locked_twice(locked):
    with pytest.raises(NotSaved, match="already"):
        locking.turn_on(locked, locking.prepare(NEW, NEW))
    assert notes(locked) == ALL


def test_without_sqlcipher_the_plain_records_open_and_locking_says_no(home, monkeypatch):
    cipher.available.cache_clear()
    with monkeypatch.context() as patch:
        patch.setitem(sys.modules, "sqlcipher3", None)
        patch.setitem(sys.modules, "sqlcipher3.dbapi2", None)
        assert not locking.available()
        assert notes(home) == ALL
        with pytest.raises(Locked, match="lacks"):
            locking.turn_on(home, locking.prepare(OLD, OLD))
    cipher.available.cache_clear()
    assert locking.available()


def test_plain_records_never_load_sqlcipher_or_cryptography(tmp_path):
    program = (
        "import sys, pathlib, backwatch.store as s;"
        f"s.open_store(pathlib.Path({str(tmp_path / 'plain')!r})).close();"
        "print(*sorted({'sqlcipher3', 'cryptography'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert done.stdout.decode().strip() == ""


# --- what the store does, on both kinds ---


@pytest.fixture(params=["plain", "locked"])
def kind(request, home, prepared):
    """A data folder of either kind."""
    if request.param == "locked":
        locking.turn_on(home, prepared)
    return home


def test_the_settings_that_keep_data_safe_are_on(kind):
    with closing(open_store(kind)) as store, store._read() as connection:
        names = ("journal_mode", "synchronous", "foreign_keys", "secure_delete", "trusted_schema")
        found = [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in names]
        assert connection.exec_driver_sql("PRAGMA temp_store").scalar() == 2
    assert found == ["delete", 3, 1, 1, 0]


def test_one_action_holds_the_write_lock_from_its_beginning(kind):
    with closing(open_store(kind)) as store, closing(open_store(kind, timeout=0.2)) as other:
        with store._write() as connection:
            assert connection.exec_driver_sql("SELECT count(*) FROM entry").scalar() == 3
            assert other.entry_count(other.person().id) == 3
            with pytest.raises(NotSaved, match="another program"):
                other.set_setting("a", "b")
        other.set_setting("a", "b")


def test_many_threads_lose_no_update(kind):
    with closing(open_store(kind)) as store:
        store.set_setting("count", "0")

        def add():
            for _ in range(10):
                with store._write() as connection:
                    read = connection.exec_driver_sql(
                        "SELECT value FROM setting WHERE key = 'count'"
                    )
                    value = int(read.scalar()) + 1
                    connection.exec_driver_sql(
                        "UPDATE setting SET value = ? WHERE key = 'count'", (str(value),)
                    )

        threads = [threading.Thread(target=add) for _ in range(4)]
        for each in threads:
            each.start()
        for each in threads:
            each.join()
        assert store.setting("count") == "40"


def test_a_value_that_changed_by_itself_is_found(kind):
    with closing(open_store(kind)) as store:
        connection = store._engine.raw_connection()
        connection.cursor().execute("DROP TRIGGER temp.changed_entry")
        connection.cursor().execute("UPDATE entry SET note = 'changed' WHERE rowid = 1")
        connection.close()
        with pytest.raises(DamagedData, match="diary entries"):
            store.verify()
    with pytest.raises(DamagedData, match="diary entries"):
        open_store(kind)
    assert [copy.entries for copy in problems(kind).good] == [3, 2, 1]


def test_a_flipped_bit_is_found(kind):
    content = bytearray((kind / DB).read_bytes())
    content[3 * 4096 + 1000] ^= 1
    content[5 * 4096 + 4000] ^= 1
    (kind / DB).write_bytes(content)
    try:
        with closing(open_store(kind)) as store:  # plain: a free byte that nothing rests on
            store.verify()
            assert not locking.is_on(kind)
    except DamagedData:
        pass


def test_a_full_disk_is_named_and_what_was_saved_stays(kind):
    with closing(open_store(kind, timeout=0.3)) as store:
        entry = an_entry(store, note="x" * 9000)
        with store._engine.connect() as connection:
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
            connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")
        with pytest.raises(NotSaved, match="disk is full"):
            store.add_entries([entry] * 20)
        assert store.entry_count(entry.person_id) == 3


def test_a_copy_of_the_day_is_kept_and_can_be_brought_back(kind):
    with closing(on(kind, 9)) as store:
        store.add_entry(an_entry(store, note="canary 9"))
    newest = kept_snapshots(kind)[0]
    assert (newest.day, newest.entries) == (TODAY + dt.timedelta(days=9), 4)
    restore_snapshot(kind, kept_snapshots(kind)[1].name)
    assert notes(kind) == ALL
    assert (CANARY in b"".join(contents(kind).values())) is not locking.is_on(kind)


def test_everything_goes_out_and_comes_in_again(kind, tmp_path):
    with closing(open_store(kind)) as store:
        data = backup.written(store)
        done = store.bring_in(backup.read(data))
        assert sum(done.added.values()) == 0
    other = fill(tmp_path / "other", 1)
    if locking.is_on(kind):
        locking.turn_on(other, locking.prepare(NEW, NEW))
    with closing(open_store(other)) as store:
        added = store.bring_in(backup.read(data))
        assert added.added["entry"] == 3
        assert store.undo_import(added.import_id).removed > 3
        store.verify()
    locking.lock(other)


def test_delete_everything_leaves_no_word_and_the_lock_as_it_was(kind):
    was = locking.is_on(kind)
    with closing(open_store(kind)) as store:
        store.delete_everything()
    assert not [name for name, held in contents(kind).items() if CANARY in held]
    assert locking.is_on(kind) is was
    with closing(open_store(kind)) as store:
        store.add_entry(an_entry(store, note="new"))
    assert notes(kind) == ["new"]


@pytest.mark.parametrize("lock", [False, True], ids=["plain", "locked"])
def test_an_old_diary_is_migrated_and_copied_before(tmp_path, lock):
    home = old_diaries.make(tmp_path / "old", "0001")
    if lock:
        locking.turn_on(home, locking.prepare(OLD, OLD))
    bring_up_to_date(home / DB, new=False, timeout=1)
    with closing(open_store(home)) as store:
        assert store.entry_count(store.person().id) == 54
        store.verify()
    (copy,) = home.glob("backwatch.before-*")
    assert copy.read_bytes().startswith(PLAIN) is not lock
    if lock:
        locking.turn_off(home, OLD)
        assert copy.read_bytes().startswith(PLAIN)
