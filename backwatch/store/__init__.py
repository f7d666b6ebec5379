"""Where a person's records are kept: one SQLite file in one private folder."""

from backwatch.home import DATABASE, data_home
from backwatch.store.checks import Check
from backwatch.store.errors import (
    CheckFinished,
    DamagedData,
    EditConflict,
    NewerData,
    NotRead,
    NotSaved,
    StoreError,
)
from backwatch.store.store import Store, open_store

__all__ = [
    "DATABASE",
    "Check",
    "CheckFinished",
    "DamagedData",
    "EditConflict",
    "NewerData",
    "NotRead",
    "NotSaved",
    "Store",
    "StoreError",
    "data_home",
    "open_store",
]
