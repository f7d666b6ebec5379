"""Bring a database file to the newest schema, in one transaction, after a backup copy.

Rules: append a migration, never edit one that was released. Prefer plain ALTER TABLE. A migration
that copies a table must also make its triggers again, and keep its column `checksum`. The checksums
are looked at before and made again after the migrations, in the same transaction.
"""

import secrets
from pathlib import Path

import sqlalchemy as sa

from backwatch.store import checksums, copies, files
from backwatch.store.database import connect_to
from backwatch.store.errors import DAMAGED, DamagedData, NewerData, NotSaved, in_plain_words
from backwatch.store.schema import HEAD

SCRIPTS = Path(__file__).parent


def bring_up_to_date(
    path: Path, *, new: bool, timeout: float, scripts: Path = SCRIPTS, head: str = HEAD
) -> None:
    """Look at every row of the file at `path`, and apply the migrations that it has not had.

    `new`: the file is still empty. A file in a folder that is read-only is looked at, not migrated.

    Raises DamagedData for a file that is damaged or not ours and NewerData for one that a newer
    version wrote; both are left as they are. A migration that fails leaves the file as it was.
    """
    engine = connect_to(path, timeout=timeout)
    try:
        if not new:
            version = look_at(engine, head)
            if version == head or files.read_only(path.parent):
                return
            _back_up(path, head)
        with in_plain_words(writing=True):
            _migrate(engine, scripts)
    finally:
        engine.dispose()


def look_at(engine: sa.Engine, head: str = HEAD) -> str:
    """Return the schema version of a file in which every row is as it was written.

    Raises DamagedData, and NewerData for one of a newer version, whose rows nobody looks at.
    """
    try:
        with in_plain_words(writing=False), engine.begin() as connection:
            version = copies.version(connection)
            if version > head:
                raise NewerData(
                    "This diary was saved by a newer version of Backwatch. Install that version."
                )
            if copies.has_sums(connection):
                checksums.verify(connection)
            elif version > _WITHOUT_SUMS:
                raise DamagedData(DAMAGED)
            return version
    except sa.exc.OperationalError:  # such as a table or column that is not there
        raise DamagedData(DAMAGED) from None


_WITHOUT_SUMS = "0001"


def _back_up(path: Path, head: str) -> Path:
    try:
        copy, _ = copies.make(path)
        return files.give_name(copy, f"backwatch.before-{head}-{secrets.token_hex(4)}.db")
    except OSError:
        raise NotSaved(
            "Your diary needs an update, but no backup could be made. Check the disk."
        ) from None


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
            checksums.seal(connection)
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
