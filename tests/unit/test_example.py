import datetime as dt

import pytest

from backwatch import diary, example
from backwatch.diary import Entry
from backwatch.store import open_store

TODAY = dt.date(2026, 11, 20)


@pytest.fixture
def store(tmp_path):
    store = open_store(tmp_path)
    yield store
    store.close()


def test_the_example_is_eight_weeks_that_end_today():
    table = diary.days(example.example_entries("p", TODAY))
    assert len(table) == 56
    assert table["day"].iloc[-1].date() == TODAY
    assert example.example_entries("p", TODAY) == example.example_entries("p", TODAY)


def test_the_example_has_gaps_a_recorded_0_and_days_with_two_entries():
    table = diary.days(example.example_entries("p", TODAY))
    assert 5 <= (table["entries"] == 0).sum() <= 10
    assert (table["pain_worst"] == 0).sum() == 1
    assert (table["entries"] == 2).sum() == 5


def test_the_example_gets_worse_in_its_last_three_weeks_and_so_do_its_nights():
    table = diary.days(example.example_entries("p", TODAY))
    before, after = table[:35], table[35:]
    assert after["pain_average"].mean() >= before["pain_average"].mean() + 1
    assert after["woken"].mean() > 2 * before["woken"].mean()


def test_filling_marks_the_store_as_an_example_and_removing_leaves_nothing(store):
    example.fill_example(store, TODAY)
    example.fill_example(store, TODAY)  # a second start adds nothing
    person = store.person()
    assert store.setting("example") == "yes"
    assert store.entry_count(person.id) == len(example.example_entries("p", TODAY))
    assert len(store.treatments(person.id)) == 2
    assert store.appointments(person.id)[0].date > TODAY

    example.remove_example(store)

    assert store.setting("example") is None
    assert store.people() == []
    assert store.entry_count(person.id) == 0


def test_a_real_diary_is_never_mixed_with_the_example_nor_removed_as_one(store):
    written = dt.datetime(2026, 11, 20, tzinfo=dt.UTC)
    person = store.person()
    store.add_entry(Entry(person_id=person.id, date=TODAY, pain_now=0, recorded_at=written))
    with pytest.raises(ValueError, match="empty"):
        example.fill_example(store, TODAY)
    example.remove_example(store)
    assert store.entry_count(person.id) == 1
    assert store.setting("example") is None


def test_a_second_persons_records_count_as_somebodys_own(tmp_path):
    written = dt.datetime(2026, 11, 20, tzinfo=dt.UTC)
    store = open_store(tmp_path)
    assert not example.has_own_records(tmp_path)
    store.change_person(store.person().id, name="Anna")
    ben = store.add_person("Ben")
    assert not example.has_own_records(tmp_path)
    store.add_entry(Entry(person_id=ben.id, date=TODAY, pain_now=0, recorded_at=written))
    assert example.has_own_records(tmp_path)
    with pytest.raises(ValueError, match="empty"):
        example.fill_example(store, TODAY)
    store.close()
