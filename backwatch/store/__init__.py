"""Where a person's records are kept: one SQLite file in one private folder."""

from backwatch.home import DATABASE, data_home
from backwatch.store.checks import Check
from backwatch.store.errors import (
    CheckFinished,
    DamagedData,
    DiskFull,
    EditConflict,
    Locked,
    NameTaken,
    NewerData,
    NotRead,
    NotSaved,
    PersonGone,
    StoreError,
    WrongSecret,
)
from backwatch.store.moving import Belongings, Everything, Imported, TakenBack
from backwatch.store.people import SHOWN
from backwatch.store.snapshots import Found, Snapshot, kept_snapshots, restore_snapshot
from backwatch.store.store import Store, open_store, open_to_read, problems

__all__ = [
    "DATABASE",
    "SHOWN",
    "Belongings",
    "Check",
    "CheckFinished",
    "DamagedData",
    "DiskFull",
    "EditConflict",
    "Everything",
    "Found",
    "Imported",
    "Locked",
    "NameTaken",
    "NewerData",
    "NotRead",
    "NotSaved",
    "PersonGone",
    "Snapshot",
    "Store",
    "StoreError",
    "TakenBack",
    "WrongSecret",
    "data_home",
    "kept_snapshots",
    "open_store",
    "open_to_read",
    "problems",
    "restore_snapshot",
]
