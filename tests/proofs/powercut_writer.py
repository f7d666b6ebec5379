"""Saves, edits, deletes and answers through the real store; prints ACK after each commit.

python tests/proofs/powercut_writer.py FOLDER TIMES [SYNCHRONOUS]
"""

import datetime as dt
import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from backwatch.diary import Entry
from backwatch.store import database, open_store

NOW = dt.datetime(2026, 11, 20, 21, 0, tzinfo=dt.UTC)


def acknowledge(what: str) -> None:
    os.write(1, f"ACK {what}\n".encode())  # one call, so that it cannot be torn in the recording


def write(folder: Path, times: int) -> None:
    store = open_store(folder)
    person_id = store.person().id
    check = store.start_check(person_id, NOW)
    for number in range(times):
        entry = store.add_entry(
            Entry(
                person_id=person_id,
                date=NOW.date(),
                pain_now=number % 11,
                note="a note that fills part of a page " * 20,
                recorded_at=NOW,
            )
        )
        acknowledge(f"added:{entry.id}")
        store.answer(check.id, f"q{number}", "yes", NOW)
        acknowledge(f"answered:q{number}")
        if number % 2:
            entry = store.save_entry(entry.model_copy(update={"note": "edited"}))
            acknowledge(f"edited:{entry.id}")
        if number % 3 == 2:
            store.delete_entry(str(entry.id), NOW)
            acknowledge(f"deleted:{entry.id}")


if __name__ == "__main__":
    if len(sys.argv) > 3:
        weaker = f"synchronous={sys.argv[3]}"
        database.PRAGMAS = tuple(
            weaker if pragma.startswith("synchronous") else pragma for pragma in database.PRAGMAS
        )
    write(Path(sys.argv[1]), int(sys.argv[2]))
