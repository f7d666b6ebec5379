"""Lock, unlock and change the passphrase of a diary, killed again and again; says what it found.

    python tests/proofs/killed_locker.py FOLDER KILLS SEED

After each kill the folder is opened as at a start of the app, by the old or the new passphrase.
"""

import contextlib
import datetime as dt
import json
import os
import random
import shutil
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from backwatch.diary import Entry
from backwatch.store import Locked, WrongSecret, key_file, locking, open_store, restore_snapshot
from backwatch.store.snapshots import kept_snapshots, verified_snapshots

TODAY = dt.date(2026, 11, 20)
NOW = dt.datetime(2026, 11, 20, 21, 0, tzinfo=dt.UTC)
DAYS = 4
CANARY = b"canary"
WORDS = ("the first passphrase", "another passphrase")


def fill(home: Path) -> list[str]:
    """Make a diary with a copy for each of a few days, and one that was set aside."""
    for number in range(DAYS):
        day = TODAY + dt.timedelta(days=number)
        with closing(open_store(home, today=lambda day=day: day)) as store:
            who = store.person().id
            store.add_entries(
                [
                    Entry(person_id=who, date=TODAY, recorded_at=NOW, note=f"canary {number} {n}")
                    for n in range(20)
                ]
            )
    restore_snapshot(home, kept_snapshots(home)[0].name)
    return notes(home)


def notes(home: Path) -> list[str]:
    with closing(open_store(home)) as store:
        store.verify()
        return [entry.note for entry in store.entries(store.person().id)]


@contextlib.contextmanager
def child(work: Callable[[], None]) -> Iterator[int]:
    """Do something in a process of its own, which is dead when the block ends."""
    pid = os.fork()
    if pid == 0:
        status = 1
        try:
            work()
            status = 0
        finally:
            os._exit(status)
    try:
        yield pid
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
        with contextlib.suppress(ChildProcessError):
            os.waitpid(pid, 0)


def step(home: Path, code: str, kind: str, words: str, new: str) -> None:
    """One thing that a person does, from a program that has just started."""
    if kind == "on":
        prepared = locking.Prepared(code, *key_file.made(words, code))
        locking.turn_on(home, prepared)
    elif kind == "off":
        locking.turn_off(home, words)
    elif kind == "change":
        locking.change(home, words, new, new)
    elif kind == "code":
        locking.unlock_with_code(home, code, new, new)
    elif kind == "unlock":
        locking.unlock(home, words)
        open_store(home).close()
    else:
        raise ValueError(kind)


def opened(home: Path) -> str | None:
    """Open the folder as a start does; return the passphrase that did, None for a plain one."""
    try:
        open_store(home).close()
        return None
    except Locked:
        pass
    for words in WORDS:
        with contextlib.suppress(WrongSecret):
            locking.unlock(home, words)
            return words
    raise AssertionError("neither passphrase opens the records")


def wrong(home: Path, expected: list[str], words: str | None) -> list[str]:
    """Return what is not as it must be, after the folder was opened."""
    found = []
    if notes(home) != expected:
        found.append("lost")
    if len(list(verified_snapshots(home))) != DAYS:
        found.append("copies")
    names = {path.name: path.read_bytes() for path in home.iterdir()}
    if len([name for name in names if name.startswith("backwatch.aside-")]) != 1:
        found.append("aside")
    half = ("backwatch.locking-", "backwatch.unlocking-", "backwatch.plain-", "backwatch.half-")
    if any(name.startswith(half) for name in names):
        found.append("half")
    readable = [name for name, held in names.items() if CANARY in held or b"SQLite" in held]
    if (words is not None and readable) or (words is None and locking.is_on(home)):
        found.append("readable")
    return found


def main(home: Path, kills: int, seed: int) -> Counter[str]:
    key_file.COST = 1 << 4  # here the files are looked at, not the price of a guess
    chance = random.Random(seed)  # noqa: S311
    expected = fill(home)
    code = locking.recovery_code.new()
    takes: dict[str, float] = {}
    done: Counter[str] = Counter(kills=0, lost=0, copies=0, aside=0, half=0, readable=0)
    words: str | None = None
    while done["kills"] < kills:
        kind = chance.choice(
            ("on",) if words is None else ("off", "off", "change", "code", "unlock")
        )
        now = words or chance.choice(WORDS)
        new = chance.choice([each for each in WORDS if each != now])
        measure = kind not in takes
        began = time.monotonic()
        with child(lambda: step(home, code, kind, now, new)) as pid:  # noqa: B023
            if measure:
                os.waitpid(pid, 0)
                takes[kind] = time.monotonic() - began
            else:
                time.sleep(chance.uniform(0, 1.4 * takes[kind]))
        locking.lock(home)
        before = words
        words = opened(home)
        if not measure:
            done["kills"] += 1
            done[f"{kind}: {'new' if words != before else 'old'}"] += kind != "unlock"
        for each in wrong(home, expected, words):
            done[each] += 1
            shutil.copytree(home, home.with_name(f"wrong-{done['kills']}"), dirs_exist_ok=True)
        locking.lock(home)
    return done


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))))
