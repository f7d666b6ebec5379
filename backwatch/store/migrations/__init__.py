"""Bring a database file to the newest schema, in one transaction, after a backup copy.

Rules: append a migration, never edit one that was released. Prefer plain ALTER TABLE. A migration
that copies a table must also make its triggers again.
"""

import sqlite3
from contextlib import closing
from pathlib import Path

import sqlalchemy as sa

from backwatch.store import files
from backwatch.store.database import connect_to, uri
from backwatch.store.errors import DAMAGED, DamagedData, NewerData, NotSaved, in_plain_words
from backwatch.store.schema import HEAD

SCRIPTS = Path(__file__).parent


def bring_up_to_date(
    path: Path, *, new: bool, timeout: float, scripts: Path = SCRIPTS, head: str = HEAD
) -> None:
    """Apply the migrations that the file at `path` has not had; `new`: the file is still empty.

    Raises DamagedData for a file that is damaged or not ours and NewerData for one that a newer
    version wrote; both are left as they are. A migration that fails leaves the file as it was.
    """
    engine = connect_to(path, timeout=timeout)
    try:
        if not new:
            with in_plain_words(writing=False):
                version = _version(engine)
            if version == head:
                return
            if version > head:
                raise NewerData(
                    "This diary was saved by a newer version of Backwatch. Install that version."
                )
            _back_up(path, head)
        with in_plain_words(writing=True):
            _migrate(engine, scripts)
    finally:
        engine.dispose()


def _version(engine: sa.Engine) -> str:
    with engine.begin() as connection:
        if connection.exec_driver_sql("PRAGMA quick_check").scalar() != "ok":
            raise DamagedData(DAMAGED)
        if not sa.inspect(connection).has_table("alembic_version"):
            raise DamagedData("This file is not a Backwatch diary. Move it out of the data folder.")
        return str(connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar())


def _back_up(path: Path, head: str) -> Path:
    with in_plain_words(writing=True):
        try:
            copy = files.private_file(path.parent, f"backwatch.before-{head}-")
        except OSError:
            raise NotSaved(
                "Your diary needs an update, but no backup could be made. Check the disk."
            ) from None
        with (
            closing(sqlite3.connect(uri(path, "ro"), uri=True)) as source,
            closing(sqlite3.connect(copy)) as target,
        ):
            target.execute("PRAGMA synchronous=EXTRA")
            source.backup(target)  # in one step: in small steps it starts over at every write
        with closing(sqlite3.connect(uri(copy, "ro"), uri=True)) as check:
            if check.execute("PRAGMA integrity_check").fetchone() != ("ok",):
                raise DamagedData(DAMAGED)
        files.sync_folder(path.parent)
        return copy


def _migrate(engine: sa.Engine, scripts: Path) -> None:
    from alembic import command  # not needed on a start that has nothing to migrate
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(scripts).replace("%", "%%"))
    with engine.connect().execution_options(writing=True) as connection:
        # Before the transaction: left on, copying a table deletes the rows of its children.
        connection.connection.cursor().execute("PRAGMA foreign_keys=OFF")
        with connection.begin():
            before = _row_counts(connection)
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
            after = _row_counts(connection)
            lost = [name for name in before if after.get(name, 0) < before[name]]
            if lost or connection.exec_driver_sql("PRAGMA foreign_key_check").first():
                raise NotSaved("The update would have lost records. Your diary stays as it was.")


def _row_counts(connection: sa.Connection) -> dict[str, int]:
    """Return how many rows each table of records has."""
    counts = {}
    for name in sa.inspect(connection).get_table_names():
        if name != "alembic_version":
            rows = sa.select(sa.func.count()).select_from(sa.table(name))
            counts[name] = connection.scalar(rows) or 0
    return counts
