"""Whoever writes at midnight, in a night when the clock changes, or on a journey finds it so again.

The entries are saved through the real page, which stays open all the while.
"""

import datetime as dt
import json
from zoneinfo import ZoneInfo

import pytest

from backwatch import backup, diary
from tests.unit.test_diary_form import at, entries, pick, save
from tests.unit.test_pages import drawn
from ui import cards, diary_list


def moment(text, zone, fold=0):
    return dt.datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone), fold=fold)


def in_berlin(*texts):
    return [moment(text, "Europe/Berlin") for text in texts]


# In the order in which they were lived through.
NIGHTS = {
    "a midnight like any other": in_berlin(
        "2026-11-19T23:59", "2026-11-20T00:01", "2026-11-20T23:59"
    ),
    "the night that has an hour less": in_berlin(
        "2026-03-28T23:59",
        "2026-03-29T00:01",
        "2026-03-29T01:59",
        "2026-03-29T03:01",
        "2026-03-29T23:59",
        "2026-03-30T00:01",
    ),
    "the night that has an hour twice": [
        *in_berlin("2026-10-24T23:59", "2026-10-25T00:01", "2026-10-25T02:30"),
        moment("2026-10-25T02:30", "Europe/Berlin", fold=1),
        *in_berlin("2026-10-25T23:59", "2026-10-26T00:01"),
    ],
    "the last midnight of a year, at the end of the world": [
        moment("2026-12-31T23:59", "Pacific/Kiritimati"),
        moment("2027-01-01T00:01", "Pacific/Kiritimati"),
        moment("2026-12-31T23:59", "Pacific/Pago_Pago"),
        moment("2027-01-01T00:01", "Pacific/Pago_Pago"),
    ],
    "a journey east, past a day": [
        moment("2026-11-29T23:59", "America/Los_Angeles"),
        moment("2026-12-01T00:01", "Pacific/Auckland"),
    ],
    "a journey west, into yesterday": [
        moment("2026-12-01T00:01", "Pacific/Auckland"),
        moment("2026-11-30T04:01", "America/Los_Angeles"),
        moment("2026-11-30T23:59", "America/Los_Angeles"),
        moment("2026-12-01T00:01", "America/Los_Angeles"),
    ],
    "a clock that was two days ahead and is set right": in_berlin(
        "2026-11-22T23:59", "2026-11-20T23:59", "2026-11-21T00:01"
    ),
}


def offset(when):
    return int(when.utcoffset().total_seconds() // 60)


@pytest.mark.parametrize("night", NIGHTS)
def test_every_entry_keeps_its_own_day_time_and_distance_from_world_time(store, monkeypatch, night):
    lived = NIGHTS[night]
    at(monkeypatch, lived[0])
    page = drawn("diary")
    for number, when in enumerate(lived):
        at(monkeypatch, when)
        pick(page, f"nrs_worst_{number}", number)
        save(page)

    def found(entry):
        return entry.date, entry.time, entry.utc_offset_minutes, entry.zone, entry.pain_worst

    wanted = [
        (when.date(), when.time(), offset(when), when.tzinfo.key, number)
        for number, when in enumerate(lived)
    ]
    kept = entries(store)
    assert sorted(map(found, kept), key=lambda one: one[-1]) == wanted
    order = sorted(range(len(lived)), key=lambda n: (*wanted[n][:2], lived[n].astimezone(dt.UTC)))
    assert [entry.pain_worst for entry in kept] == order

    titles = [f"{cards.day(day)}, {time:%H:%M}" for day, time, *_ in (wanted[n] for n in order)]
    shown = [one.value for one in page.subheader if one.value in titles]
    assert shown == titles[::-1][: diary_list.SHOWN]

    days = diary.days(kept)
    counted = {row.day.date(): row.entries for row in days.itertuples() if row.entries}
    assert sum(counted.values()) == len(lived)
    assert set(counted) == {when.date() for when in lived}

    everything = json.loads(backup.written(store, person_id=store.person().id))
    assert everything["people"][0]["entries"]
    out = {
        (e["date"], e["time"][:5], e["utc_offset_minutes"], e["zone"])
        for e in everything["people"][0]["entries"]
    }
    assert out == {(d.isoformat(), f"{t:%H:%M}", o, z) for d, t, o, z, _ in wanted}
