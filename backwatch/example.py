"""An eight-week example diary, the same for everyone, to try the app without real data."""

import datetime as dt
from contextlib import closing
from pathlib import Path

from backwatch.diary import Appointment, Entry, Medicine, Place, TestResult, Treatment
from backwatch.person import Person
from backwatch.store import DATABASE, Locked, Store, open_store

DAYS = 56
_WORSE_FROM = 35  # the last three weeks
_GAPS = {4, 11, 12, 20, 29, 38, 47}
_ZERO = 16  # the one day without pain: a recorded 0, not a gap
_UPS_AND_DOWNS = (0, 1, 0, -1, 1, 0, 1, 0, -1, 0, 1)  # points; 11 days do not line up with weeks
_EVENINGS = {6, 18, 33, 45, 52}  # days with a second entry
_WEIGHTS_KG = (74.0, 73.9, 73.9, 73.6, 73.4, 73.1, 72.7, 72.4)
_NOTES = {
    2: "Sat at the desk all day. A dull ache between the shoulder blades.",
    _ZERO: "A good day. No pain at all.",
    24: "Took a pain pill before the walk. It helped a little.",
    37: "Woke at 3 and could not find a good position.",
    44: "The pain now goes round to the ribs on the left.",
    51: "Slept in the chair. Lying flat is worse.",
    55: "Another bad night. I want to show this to my doctor.",
}


def example_entries(person_id: str, today: dt.date) -> list[Entry]:
    """Return the entries of eight weeks that end today: upper back pain, worse for three weeks.

    Some days have no entry, one has a recorded 0, and a few have two entries.
    """
    first = today - dt.timedelta(days=DAYS - 1)
    entries = []
    for number in range(DAYS):
        if number in _GAPS:
            continue
        day = first + dt.timedelta(days=number)
        # Today has no time: whatever the clock says, it is not in the future.
        time = None if day == today else dt.time(7, 40)
        entries.append(_morning(person_id, number, day, time))
        if number in _EVENINGS:
            entries.append(_evening(person_id, number, day))
    return entries


def _average(number: int) -> int:
    rise = max(0, number - _WORSE_FROM + 1) / 7  # one point a week
    return round(3 + rise + _UPS_AND_DOWNS[number % len(_UPS_AND_DOWNS)] * 0.6)


def _written(day: dt.date, time: dt.time | None) -> dt.datetime:
    return dt.datetime.combine(day, time or dt.time(), dt.UTC)


def _morning(person_id: str, number: int, day: dt.date, time: dt.time | None) -> Entry:
    late = number >= _WORSE_FROM
    average = 0 if number == _ZERO else _average(number)
    worst = 0 if number == _ZERO else average + (2 if number % 3 == 0 else 1)
    wakings = (number % 3 if late else int(number % 6 == 5)) if average else 0
    symptoms: tuple[str, ...] = ("none",) if number % 5 == 0 else ()
    if late and number % 4 == 1:
        symptoms = ("tired", "cough")
    return Entry(
        person_id=person_id,
        date=day,
        time=time,
        utc_offset_minutes=0,
        pain_worst=worst,
        pain_average=average,
        pain_night=min(10, average + 1) if late else max(0, average - 1),
        wakings=wakings,
        sleep_hours=7.0 - wakings if number % 2 else None,
        places=_places(average, late),
        spread=("chest",) if number >= 44 and average else (),
        feels_like=("ache",) if average and number % 2 else (),
        worse_with=("lying",) if late and number % 3 == 0 else (),
        eased_by=("medicine",) if number % 6 == 0 and average else (),
        symptoms=symptoms,
        danger_signs={"g_legs": "no", "g_bladder": "no", "g_walk": "no"} if number % 7 == 6 else {},
        limits_day=min(10, average + 1) if number % 2 == 0 and average else None,
        weight_kg=_WEIGHTS_KG[number // 7] if number % 7 == 0 else None,
        medicines=_medicines(number, late) if average else (),
        note=_NOTES.get(number, ""),
        recorded_at=_written(day, time),
    )


def _evening(person_id: str, number: int, day: dt.date) -> Entry:
    time = dt.time(20, 15)
    return Entry(
        person_id=person_id,
        date=day,
        time=time,
        utc_offset_minutes=0,
        pain_now=min(10, _average(number) + 1),
        recorded_at=_written(day, time),
    )


def _places(average: int, late: bool) -> tuple[Place, ...]:
    if not average:
        return ()
    upper = Place(place="upper", score=average)
    return (upper, Place(place="ribs_left", score=average - 1)) if late else (upper,)


def _medicines(number: int, late: bool) -> tuple[Medicine, ...]:
    if number < 21 or number % 3:
        return ()
    return (Medicine(name="Ibuprofen", dose="1 tablet", relief=2 if late else 5),)


def fill_example(store: Store, today: dt.date) -> None:
    """Put the example person and diary into an empty store and mark it as an example.

    A store that already holds the example is left alone. Raises ValueError for a store that holds
    records of a person.
    """
    if any(store.entry_count(each.id) for each in store.people()):
        if store.setting("example") == "yes":
            return
        raise ValueError("the example needs an empty data folder")
    person = store.person()
    store.set_setting("example", "yes")
    store.save_person(Person(id=person.id, name="Example person", birth_year=today.year - 61))

    store.add_entries(example_entries(person.id, today))

    def day(number: int) -> dt.date:
        return today - dt.timedelta(days=DAYS - 1 - number)

    store.save_record(
        Treatment(
            person_id=person.id,
            name="Physical therapy",
            kind="physical_therapy",
            started=day(10),
            ended=day(40),
            dose="Once a week",
            helped=2,
        )
    )
    store.save_record(
        Treatment(
            person_id=person.id,
            name="Ibuprofen",
            kind="shop_pain_pill",
            started=day(21),
            dose="1 tablet when it is bad",
            helped=4,
        )
    )
    store.save_record(
        TestResult(
            person_id=person.id,
            name="X-ray of the back",
            date=day(30),
            result="They said nothing is broken.",
        )
    )
    store.save_record(
        Appointment(
            person_id=person.id,
            date=today + dt.timedelta(days=4),
            time=dt.time(10, 30),
            with_whom="Family doctor",
            questions="Why is it worse at night?\nDo I need a scan?",
        )
    )


def remove_example(store: Store) -> None:
    """Erase everything in a store that is marked as an example. Any other store is left alone."""
    if store.setting("example") == "yes":
        store.delete_everything()  # the mark goes with it


def has_own_records(home: Path) -> bool:
    """Return whether a data folder holds somebody's own records and not the example."""
    if not (home / DATABASE).exists():
        return False
    try:
        opened = open_store(home)
    except Locked:
        return True  # nobody locks an example
    with closing(opened) as store:
        kept = any(store.entry_count(each.id) or store.checks(each.id) for each in store.people())
        return kept and store.setting("example") != "yes"
