"""Who waits for long work hears how far it is."""

import datetime as dt

from backwatch import incoming, progress
from backwatch.incoming import Said

AT = dt.datetime(2026, 11, 25, 12, tzinfo=dt.UTC)


def test_nobody_listens_and_the_things_come_all_the_same():
    assert list(progress.along([3, 1, 2], 0, 1)) == [3, 1, 2]


def test_of_ten_thousand_things_a_listener_hears_about_fifty_times_from_begin_to_end():
    heard = []
    with progress.told(heard.append):
        assert list(progress.along(range(10_000), 0.2, 0.6)) == list(range(10_000))
    assert (heard[0], heard[-1]) == (0.2, 0.6)
    assert len(heard) == progress.TIMES + 1
    assert heard == sorted(heard)


def test_a_later_step_that_begins_earlier_never_sets_the_bar_back():
    heard = []
    with progress.told(heard.append):
        list(progress.along(range(3), 0.5, 0.9))
        list(progress.along(range(3), 0.1, 0.4))
        list(progress.along([], 0.9, 1.5))
    assert heard == sorted(heard)
    assert heard[-1] == 0.9  # of nothing there is nothing to tell


def test_after_the_work_nobody_is_told_any_more_also_where_it_failed():
    heard = []
    try:
        with progress.told(heard.append):
            raise KeyError
    except KeyError:
        list(progress.along([1], 0, 1))
    assert heard == []


def test_a_table_is_looked_at_and_brought_in_with_word_of_how_far_it_is(store):
    rows = "".join(
        f"{AT.date() - dt.timedelta(days=day)},{day % 11}\n" for day in range(2_500, 0, -1)
    )
    who, heard = store.person().id, []
    with progress.told(heard.append):
        found = incoming.look(f"date,pain_worst\n{rows}".encode(), Said(), person_id=who, at=AT)
    assert len(set(heard)) > 40
    assert (heard[0] < 0.5, heard[-1] >= 0.9) == (True, True)
    heard.clear()
    with progress.told(heard.append):
        incoming.bring_in(store, found.plan, who, at=AT)
    assert len(set(heard)) > 40
    assert heard[-1] >= 0.9
    assert store.entry_count(who) == 2_500
