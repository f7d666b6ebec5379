"""Kills the store with SIGKILL at random moments of its saves, and looks at what is left.

python tests/proofs/killed_writer.py FOLDER KILLS SEED

Forks a writer for each kill, so that Python starts only once. Each writer adds entries, edits one
and brings in a file, and tells of each after its commit; each has a day of its own, so that a
snapshot is made too. Prints one JSON object with the counts.
"""

import datetime as dt
import json
import os
import random
import select
import signal
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from backwatch.diary import Entry
from backwatch.person import Person
from backwatch.store import Belongings, Everything, kept_snapshots, open_store
from backwatch.store.snapshots import verified_snapshots

NOW = dt.datetime(2026, 11, 20, 21, 0, tzinfo=dt.UTC)
NOTE = "a note that fills part of a page " * 40


def an_entry(person_id: str, number: int) -> Entry:
    return Entry(
        person_id=person_id,
        date=NOW.date(),
        pain_now=number % 11,
        wakings=number % 11,
        note=f"{number % 11} {NOTE}",
        recorded_at=NOW,
    )


def write(folder: Path, day: dt.date, tell: int) -> None:
    store = open_store(folder, today=lambda: day)
    person_id = store.person().id
    number = 0
    while True:
        number += 1
        entry = store.add_entry(an_entry(person_id, number))
        os.write(tell, f"{entry.id} 1\n".encode())
        entry = store.save_entry(
            an_entry(person_id, number + 1).model_copy(
                update={"id": entry.id, "version": entry.version}
            )
        )
        os.write(tell, f"{entry.id} 2\n".encode())
        if number % 3 == 0:
            brought = [an_entry(person_id, n).model_copy(update={"id": None}) for n in range(4)]
            person = Person(id=f"day {day} {number}")
            given = Everything((Belongings(person, entries=tuple(brought)),))
            os.write(tell, f"{store.bring_in(given).import_id} import\n".encode())


def killed(folder: Path, day: dt.date, chance: random.Random) -> list[list[str]]:
    """Return what one writer told before it was killed, at a moment within its saves."""
    hear, tell = os.pipe()
    writer = os.fork()
    if writer == 0:
        os.close(hear)
        try:
            write(folder, day, tell)
        finally:
            os._exit(1)
    os.close(tell)
    select.select([hear], [], [], 30)
    time.sleep(chance.random() * 0.12)
    os.kill(writer, signal.SIGKILL)
    os.waitpid(writer, 0)
    told = b""
    while more := os.read(hear, 65536):
        told += more
    os.close(hear)
    return [line.split() for line in told.decode().splitlines()]


def main(folder: Path, kills: int, seed: int) -> dict[str, int]:
    chance = random.Random(seed)  # noqa: S311 - the same moments, as far as a clock allows
    store = open_store(folder, today=NOW.date)
    store.person()
    store.close()
    found = dict.fromkeys(("told", "lost", "half", "journals", "bad_snapshots"), 0)
    kept: dict[str, int] = {}
    imports: set[str] = set()
    for number in range(kills):
        day = NOW.date() + dt.timedelta(days=number)
        told = killed(folder, day, chance)
        found["told"] += len(told)
        found["journals"] += (folder / "backwatch.db-journal").exists()
        imports |= {name for name, what in told if what == "import"}
        kept |= {name: int(what) for name, what in told if what != "import"}

        store = open_store(
            folder, today=lambda day=day: day
        )  # raises where a row or a page is damaged
        people = store.records().people
        there = {entry.id: entry for mine in people for entry in mine.entries}
        found["lost"] += sum(
            name not in there or there[name].version < version for name, version in kept.items()
        )
        found["lost"] += len(imports - set(store.imports()))
        found["half"] += sum(
            not (entry.pain_now == entry.wakings == int(entry.note.split()[0]))
            or not entry.note.endswith(NOTE)
            for entry in there.values()
        )
        found["half"] += sum(len(mine.entries) != 4 for mine in people[1:])
        store.close()
        names = {each.name for each in kept_snapshots(folder)}
        if number % 10 == 9 or number == kills - 1:
            found["bad_snapshots"] += len(
                names - {each.name for each in verified_snapshots(folder)}
            )
    return found


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))))
