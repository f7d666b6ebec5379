"""Migrates an old diary, brings a file in and takes it back, or brings a snapshot back.

python tests/proofs/powercut_mover.py FOLDER migrate|import|restore MATERIAL

Prints ACK after each step. MATERIAL: an old database file, or an export.
"""

import datetime as dt
import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from backwatch import backup
from backwatch.diary import Entry
from backwatch.store import DATABASE, Store, files, kept_snapshots, open_store, restore_snapshot

TODAY = dt.date(2026, 11, 20)
NOW = dt.datetime(2026, 11, 20, 21, 0, tzinfo=dt.UTC)


def acknowledge(what: str) -> None:
    os.write(1, f"ACK {what}\n".encode())  # one call, so that it cannot be torn in the recording


def on(folder: Path, number: int) -> Store:
    return open_store(folder, today=lambda: TODAY + dt.timedelta(days=number))


def add(store: Store, count: int) -> None:
    entry = Entry(
        person_id=store.person().id, date=TODAY, note="a note " * 80, recorded_at=NOW, pain_now=0
    )
    store.add_entries([entry] * count)


def migrate(folder: Path, material: Path) -> None:
    files.write_through(folder / DATABASE, material.read_bytes())
    files.sync_folder(folder)
    acknowledge("ready")
    open_store(folder).close()
    acknowledge("migrated")


def bring_in(folder: Path, material: Path) -> None:
    given = backup.read(material.read_bytes())
    store = on(folder, 0)
    add(store, 1)
    acknowledge("ready")
    for _ in range(2):
        done = backup.restore(store, given)
        acknowledge("imported")
        backup.undo_import(store, done.import_id)
        acknowledge("undone")


def restore(folder: Path, _material: Path) -> None:
    for day, count in ((0, 20), (1, 30)):
        store = on(folder, day)
        add(store, count)
        store.close()
    acknowledge("ready")
    restore_snapshot(folder, kept_snapshots(folder)[-1].name)
    acknowledge("restored")


if __name__ == "__main__":
    steps = {"migrate": migrate, "import": bring_in, "restore": restore}
    steps[sys.argv[2]](Path(sys.argv[1]), Path(sys.argv[3]))
