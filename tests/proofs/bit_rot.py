"""One flipped bit in a diary file: is it noticed, does it change nothing, or is it silent?"""

import random
import shutil
import sqlite3
from collections import Counter
from contextlib import closing

from backwatch.store import DATABASE, StoreError, open_store
from tests.unit import old_diaries


def content(path):
    """Return every row of every table of records, without the sums."""
    with closing(sqlite3.connect(path)) as file:
        names = [
            name
            for (name,) in file.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            if name not in ("total", "alembic_version", "change_count")
        ]
        file.row_factory = sqlite3.Row
        return {
            name: sorted(
                repr([(k, row[k]) for k in row.keys() if k != "checksum"])  # noqa: SIM118
                for row in file.execute(f"SELECT * FROM {name}")  # noqa: S608
            )
            for name in names
        }


def flip(home, count, *, seed):
    """Return how many of `count` flips were noticed, harmless, silent, or a crash.

    The bits are those of bytes that are not 0: most of a small file is empty room.
    """
    database = old_diaries.make(home, "0001") / DATABASE
    open_store(home).close()
    for copy in home.glob("backwatch.before-*"):
        copy.unlink()
    whole, kept = database.read_bytes(), content(database)
    chance = random.Random(seed)  # noqa: S311 - the same flips each time
    found = Counter()
    used = [8 * place + bit for place, byte in enumerate(whole) if byte for bit in range(8)]
    for bit in chance.sample(used, count):
        damaged = bytearray(whole)
        damaged[bit // 8] ^= 1 << bit % 8
        database.write_bytes(damaged)
        found[_verdict(home, database, kept)] += 1
        for name in ("backwatch.damaged-*", "*-journal", "backwatch.before-*"):
            for left in home.glob(name):
                left.unlink()
    shutil.rmtree(home)
    return found


def _verdict(home, database, kept):
    try:
        store = open_store(home)
    except StoreError:
        return "noticed"
    except Exception as error:  # a traceback on a person's screen
        return f"crash: {type(error).__name__}"
    try:
        if content(database) != kept:
            return "silent"
        store.set_setting("after", "x")  # a damage that only a write would bring out
        store.set_setting("after", None)
        store.verify()
        return "harmless" if content(database) == kept else "silent"
    except StoreError:
        return "noticed at the next save"
    except Exception as error:
        return f"crash: {type(error).__name__}"
    finally:
        store.close()
