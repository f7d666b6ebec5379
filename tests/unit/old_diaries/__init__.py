"""Diaries as earlier versions of the schema wrote them, as text for SQLite. Made up."""

import sqlite3
from contextlib import closing
from pathlib import Path

FOLDER = Path(__file__).parent
VERSIONS = tuple(sorted(path.stem for path in FOLDER.glob("*.sql")))


def make(home, version):
    """Make a data folder that holds the diary of this version, and return the folder."""
    home.mkdir(mode=0o700)
    with closing(sqlite3.connect(home / "backwatch.db")) as file:
        file.executescript((FOLDER / f"{version}.sql").read_text(encoding="utf-8"))
    (home / "backwatch.here").touch()
    return home
