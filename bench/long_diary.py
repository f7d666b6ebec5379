"""A diary of ten years, made up and the same every time, for what has to stay fast."""

import datetime as dt
import random

from backwatch.diary import Entry, Treatment
from backwatch.store import Store

DAYS = 3650
SEED = 20_261_128
SKIPPED = 0.12  # of the days


def entries(person_id: str, today: dt.date) -> list[Entry]:
    """Return one entry a day for ten years up to today, some days left out, a few with two."""
    chance = random.Random(SEED)
    found = []
    for number in range(DAYS):
        if number < DAYS - 1 and chance.random() < SKIPPED:
            continue
        day = today - dt.timedelta(days=DAYS - 1 - number)
        at = dt.datetime.combine(day, dt.time(), dt.UTC)
        average = min(9, max(0, round(chance.gauss(4, 1.3))))
        wakings = chance.choice((0, 0, 0, 1, 2))
        found.append(
            Entry(
                person_id=person_id,
                date=day,
                recorded_at=at,
                pain_worst=average + 1,
                pain_average=average,
                pain_night=max(0, average - 1),
                wakings=wakings,
                sleep_hours=7.0 - wakings,
                limits_day=average if number % 2 else None,
                weight_kg=74.0 if number % 7 == 0 else None,
            )
        )
        if number % 10 == 0:
            found.append(Entry(person_id=person_id, date=day, recorded_at=at, pain_now=average))
    return found


def fill(store: Store, today: dt.date) -> int:
    """Keep the diary and a few treatments in an empty store; return how many entries it has."""
    who = store.person().id
    kept = store.add_entries(entries(who, today))
    for number in range(5):
        started = today - dt.timedelta(days=60 * number + 40)
        store.save_record(Treatment(person_id=who, name=f"Treatment {number}", started=started))
    return len(kept)
