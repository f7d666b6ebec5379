"""Files that leave the store: their names, their mark, and when to remind somebody of them."""

import datetime as dt

import pytest

from backwatch import exporting, importers
from backwatch.diary import Entry
from backwatch.store import open_store

TODAY = dt.date(2026, 11, 25)
DAY = dt.timedelta(days=1)


def due(entries=10, downloaded=None, put_away=None):
    return exporting.reminder_due(entries, downloaded=downloaded, put_away=put_away, today=TODAY)


def test_nobody_is_reminded_before_there_are_10_entries():
    assert not due(9)
    assert due(10)


def test_nobody_is_reminded_who_ever_downloaded_a_file():
    assert not due(downloaded="2020-01-01")
    assert due(downloaded="")


def test_a_reminder_that_was_put_away_rests_for_30_days():
    assert not due(put_away=TODAY.isoformat())
    assert not due(put_away=(TODAY - 29 * DAY).isoformat())
    assert due(put_away=(TODAY - 30 * DAY).isoformat())


@pytest.mark.parametrize("put_away", ["soon", (TODAY + DAY).isoformat()])
def test_a_broken_day_or_a_clock_that_was_set_back_does_not_keep_it_away_for_ever(put_away):
    assert due(put_away=put_away)


@pytest.mark.parametrize("form", ["csv", "json"])
def test_the_name_of_a_file_says_nothing_of_health_or_the_person(form):
    assert exporting.file_name(TODAY, form) == f"backwatch-2026-11-25.{form}"


def test_the_table_of_the_screen_has_the_mark_of_spreadsheets_and_is_read_back(tmp_path):
    store = open_store(tmp_path)
    who = store.person().id
    at = dt.datetime(2026, 11, 25, 8, tzinfo=dt.UTC)
    store.add_entry(Entry(person_id=who, date=TODAY, pain_worst=0, note="Müde", recorded_at=at))
    data = exporting.table_for_spreadsheets(store, who)
    assert data.startswith(b"\xef\xbb\xbfdate,time,")
    assert [row.note for row in importers.read(data).rows if row.kind == "note"] == ["Müde"]
    with pytest.raises(exporting.NobodyThere):
        exporting.table(store, "nobody")
    store.close()
