"""One of the daily copies in the place of the diary, with the present one kept as a copy first."""

import contextlib
import datetime as dt
import secrets
from pathlib import Path

from backwatch.store import (
    DATABASE,
    DamagedData,
    NotSaved,
    Snapshot,
    copies,
    files,
    restore_snapshot,
)


def restore(home: Path, name: str, *, today: dt.date) -> Snapshot:
    """Put the copy `name` in the place of the diary and return it. Close every store before.

    The present diary becomes one of the copies of `today`, so that this can be undone in the same
    way. One that is damaged, missing or foreign has no copy: its bytes are set aside, as always.
    Raises DamagedData for a copy that is not whole and NotSaved where something is in the way; then
    the diary is as it was.
    """
    if (home / name).is_file():
        copies.verified(home / name)  # before anything is made
    kept = _keep(home, today)
    try:
        return restore_snapshot(home, name)
    except BaseException:
        if kept is not None:
            with contextlib.suppress(OSError):
                kept.unlink()
        raise


def _keep(home: Path, today: dt.date) -> Path | None:
    database = home / DATABASE
    if not database.exists() or database.stat().st_size == 0:
        return None
    try:
        copy, _ = copies.make(database)
        return files.give_name(
            copy, f"backwatch.snapshot-{today.isoformat()}-{secrets.token_hex(4)}.db"
        )
    except DamagedData:
        return None
    except OSError:
        raise NotSaved("No copy of today's diary could be kept. Check the disk.") from None
