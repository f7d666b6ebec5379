"""What the store remembers of the records it read: never older than the file, and gone when asked.

Ten years of entries are read once, and after a save only the one that changed.
"""

import datetime as dt
import shutil

import pytest
import sqlalchemy as sa

from backwatch import diary
from backwatch.diary import Entry
from backwatch.store import NotRead, open_store, open_to_read, schema
from backwatch.store import entries as entries_of_store

NOW = dt.datetime(2026, 11, 25, 12, tzinfo=dt.UTC)
TODAY = NOW.date()


@pytest.fixture
def home(first_home, tmp_path):
    return shutil.copytree(first_home, tmp_path / "home")


@pytest.fixture
def store(home):
    kept = open_store(home)
    yield kept
    kept.close()


def an_entry(store, day=TODAY, **values):
    return Entry(person_id=store.person().id, date=day, recorded_at=NOW, **values)


def notes(store):
    return [entry.note for entry in store.entries(store.person().id)]


def change(store, note):
    (entry,) = [one for one in store.entries(store.person().id) if one.note == "a"]
    store.save_entry(entry.model_copy(update={"note": note}))


def delete(store, _note):
    (entry,) = [one for one in store.entries(store.person().id) if one.note == "a"]
    store.delete_entry(entry.id, NOW)


@pytest.mark.parametrize(
    ("what", "after"),
    [
        (lambda store, note: store.add_entry(an_entry(store, note=note)), ["a", "b", "new"]),
        (change, ["new", "b"]),
        (delete, ["b"]),
        (lambda store, _note: store.delete_everything(), []),
    ],
)
@pytest.mark.parametrize("by", ["this program", "another program"])
def test_a_diary_that_changed_is_read_as_it_is_now(store, home, what, after, by):
    for note in "ab":
        store.add_entry(an_entry(store, note=note))
    assert notes(store) == ["a", "b"]
    if by == "this program":
        what(store, "new")
    else:
        other = open_store(home)
        what(other, "new")
        other.close()
    assert notes(store) == after


def test_an_entry_whose_deletion_is_undone_is_there_again(store):
    entry = store.add_entry(an_entry(store, note="a"))
    store.delete_entry(entry.id, NOW)
    assert notes(store) == []
    store.undo_delete(entry.id)
    assert notes(store) == ["a"]


def test_another_entry_under_the_same_id_and_version_is_not_taken_for_the_old_one(store):
    entry = store.add_entry(an_entry(store, note="a"))
    assert notes(store) == ["a"]
    store.delete_entry(entry.id, NOW)
    store.purge_deleted(NOW + dt.timedelta(days=1))
    with store._write() as connection:
        row = entries_of_store.entry_row(entry.model_copy(update={"note": "another"}))
        connection.execute(sa.insert(schema.entry), [row])
    assert notes(store) == ["another"]


def test_after_a_save_only_the_row_that_changed_is_read_again(store, monkeypatch):
    store.add_entries(an_entry(store, note=str(number)) for number in range(30))
    assert len(notes(store)) == 30
    read, how = [], entries_of_store._entry
    monkeypatch.setattr(entries_of_store, "_entry", lambda row: read.append(row) or how(row))
    assert len(notes(store)) == 30
    assert read == []
    store.add_entry(an_entry(store, note="one more"))
    assert len(notes(store)) == 31
    assert [row["note"] for row in read] == ["one more"]


def test_two_people_never_get_each_others_entries(store):
    assert store.person()
    other = store.add_person("Ben")
    store.add_entry(an_entry(store, note="mine"))
    store.add_entry(an_entry(store, note="Ben's").model_copy(update={"person_id": other.id}))
    for _ in range(2):
        assert notes(store) == ["mine"]
        assert [one.note for one in store.entries(other.id)] == ["Ben's"]


def test_whoever_gets_the_diary_cannot_change_what_the_next_one_gets(store):
    store.add_entry(an_entry(store, note="a"))
    store.entries(store.person().id).clear()
    assert notes(store) == ["a"]


def test_a_store_that_is_locked_keeps_nothing_of_what_it_read(store):
    store.add_entry(an_entry(store, note="Canary4711"))
    assert "Canary4711" in str(store.entries(store.person().id))
    assert "Canary4711" in str(vars(store))
    store.retire()
    assert "Canary4711" not in str(vars(store))
    with pytest.raises(NotRead):
        store.entries(store.person().id)


def test_after_delete_everything_nothing_of_it_is_remembered(store):
    store.add_entry(an_entry(store, note="Canary4711"))
    store.entries(store.person().id)
    store.delete_everything()
    assert "Canary4711" not in str(vars(store))


def made(store, how_often, *, whose=None, given=TODAY):
    """Return what is made of a diary: its notes. `how_often` counts how often it was made."""

    def make(entries):
        how_often.append(1)
        return [entry.note for entry in entries]

    return store.made_of_diary("notes", whose or store.person().id, given, make)


def test_what_is_made_of_a_diary_stays_while_something_else_is_saved(store):
    store.add_entry(an_entry(store, note="a"))
    how_often = []
    assert made(store, how_often) == ["a"]
    check = store.start_check(store.person().id, NOW)
    store.answer(check.id, "age", 60, NOW)
    assert made(store, how_often) == ["a"]
    assert len(how_often) == 1
    assert made(store, how_often, given=TODAY + dt.timedelta(days=1)) == ["a"]
    assert len(how_often) == 2


@pytest.mark.parametrize("what", [change, delete])
@pytest.mark.parametrize("by", ["this program", "another program"])
def test_what_is_made_of_a_diary_is_made_anew_after_a_change_of_it(store, home, what, by):
    for note in "ab":
        store.add_entry(an_entry(store, note=note))
    assert made(store, []) == ["a", "b"]
    writer = store if by == "this program" else open_store(home)
    what(writer, "new")
    if writer is not store:
        writer.close()
    assert made(store, []) == notes(store)
    assert "a" not in made(store, [])


def test_what_is_made_of_a_diary_that_is_only_read_follows_it_too(store, home):
    store.add_entry(an_entry(store, note="a"))
    reader = open_to_read(home)
    assert made(reader, []) == ["a"]
    store.add_entry(an_entry(store, note="b"))
    assert made(reader, []) == ["a", "b"]
    reader.close()


def test_what_is_made_of_a_diary_is_of_the_person_who_was_asked_for_and_of_nobody_else(store):
    assert store.person()
    other = store.add_person("Ben")
    assert made(store, []) == made(store, [], whose=other.id) == []
    store.add_entry(an_entry(store, note="Canary4711"))
    assert made(store, []) == ["Canary4711"]
    assert made(store, [], whose=other.id) == []
    assert "Canary4711" not in str(store._made_of_diary)


@pytest.mark.parametrize("end", [lambda store: store.retire(), lambda s: s.delete_everything()])
def test_what_was_made_of_a_diary_is_gone_when_it_is_locked_or_erased(store, end):
    store.add_entry(an_entry(store, note="Canary4711"))
    assert "Canary4711" in str(made(store, []))
    assert "Canary4711" in str(vars(store))
    end(store)
    assert "Canary4711" not in str(vars(store))


def test_a_diary_that_is_only_read_is_read_anew_each_time(store, home):
    store.add_entry(an_entry(store, note="a"))
    reader = open_to_read(home)
    assert notes(reader) == ["a"]
    store.add_entry(an_entry(store, note="b"))
    assert notes(reader) == ["a", "b"]
    reader.close()


@pytest.mark.parametrize("ages", [(), (0,), (13,), (14,), (3, 20), (-1,), (20, 13, 5, -1)])
def test_the_last_14_days_are_those_rows_of_the_whole_table(ages):
    entries = [
        Entry(
            person_id="me",
            date=TODAY - dt.timedelta(days=age),
            recorded_at=NOW,
            pain_worst=abs(age) % 11,
        )
        for age in sorted(ages, reverse=True)
    ]
    last = max([TODAY, *(entry.date for entry in entries)])
    table = diary.days(entries, last=last) if entries else diary.days(entries)
    first = TODAY - dt.timedelta(days=13)
    wanted = table[table["day"].dt.date >= first].reset_index(drop=True)
    found = diary.last_days(entries, 14, TODAY)
    assert (
        found.astype(object).fillna("NA").to_dict() == wanted.astype(object).fillna("NA").to_dict()
    )
