"""The store: every record of the people on this computer."""

import contextlib
import datetime as dt
import threading
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import sqlalchemy as sa

from backwatch.diary import Appointment, TestResult, Treatment
from backwatch.home import DATABASE, NoHome, make_private
from backwatch.store import checksums, copies, files, locking, rows, schema, snapshots
from backwatch.store.checks import Checks
from backwatch.store.database import connect_to, even_on_a_full_disk
from backwatch.store.entries import Entries
from backwatch.store.errors import (
    DAMAGED,
    HARMED,
    NEWER,
    READ_ONLY,
    DamagedData,
    DiskFull,
    EditConflict,
    NewerData,
    NotSaved,
    StoreError,
    in_plain_words,
)
from backwatch.store.migrations import bring_up_to_date, look_at
from backwatch.store.moving import Moving
from backwatch.store.people import People
from backwatch.store.rows import Kind


class Store(Moving, People, Checks, Entries):
    """One data file. Each write is one transaction and returns only after its commit.

    Safe to use from many threads; two programs may use the same file. `remarks`: sentences on why
    what is read here may not be all or not be right; none for a diary that was opened as usual.
    `snapshot_problem`: why no copy of today could be kept, or None.
    """

    remarks: tuple[str, ...] = ()
    snapshot_problem: str | None = None

    def __init__(
        self,
        path: Path,
        *,
        timeout: float = 10.0,
        reading_only: str | None = None,
        today: Callable[[], dt.date] | None = None,
    ) -> None:
        super().__init__(path, timeout=timeout, reading_only=reading_only)
        self._today = today or (lambda: files.last_change(path))
        self._copied: dt.date | None = None  # the day of the last snapshot
        self._copying = threading.Lock()

    def _written(self) -> None:
        """Keep a snapshot after the first save of a day."""
        if not self._copying.acquire(blocking=False):
            return
        try:
            self._in_use()  # else the copy would come after all others were locked
            day = self._today()
            if day != self._copied and snapshots.keep(self.path, day):
                self._copied, self.snapshot_problem = day, None
        except (StoreError, OSError) as error:
            # The save stands; the next one tries again.
            self.snapshot_problem = (
                str(error)
                if isinstance(error, StoreError)
                else "No copy of today's diary could be kept. Check the disk."
            )
        finally:
            self._copying.release()

    def retire(self) -> None:
        """Close for good, once a save and a copy that have begun are done."""
        with self._copying:
            super().retire()

    def verify(self) -> None:
        """Look at every row. Raises DamagedData, with the table, where one is not as saved."""
        with self._read() as connection:
            copies.version(connection)
            if copies.has_sums(connection):
                checksums.verify(connection)

    def save_record(self, record: Kind) -> Kind:
        """Keep a treatment, test or appointment and return it with its id and new version.

        Raises EditConflict where it moved on since it was read; nothing is overwritten.
        """
        table = rows.TABLES[type(record)]
        update = {"id": record.id or uuid4().hex, "version": record.version + 1}
        saved = record.model_copy(update=update)
        with self._write() as connection:
            if record.version == 0:
                connection.execute(sa.insert(table).values(rows.row_of(saved)))
            else:
                done = connection.execute(
                    sa.update(table)
                    .where(table.c.id == record.id, table.c.version == record.version)
                    .values(rows.row_of(saved))
                )
                if done.rowcount != 1:
                    raise EditConflict(_record(connection, type(record), record.id))
        return saved

    @even_on_a_full_disk
    def delete_record(self, record: Kind) -> None:
        """Erase a treatment, test or appointment; whoever kept it can `bring_back` what it said.

        Raises EditConflict where it moved on since it was read or is gone; then nothing is erased.
        """
        table = rows.TABLES[type(record)]
        with self._write() as connection:
            done = connection.execute(
                sa.delete(table).where(table.c.id == record.id, table.c.version == record.version)
            )
            if done.rowcount != 1:
                raise EditConflict(_record(connection, type(record), record.id))

    def bring_back(self, record: Kind) -> Kind:
        """Keep an erased record again, as it was, and return it with its new version.

        The version grows, so that a window that still shows an older one cannot overwrite this.
        Raises EditConflict where a record stands there.
        """
        saved = record.model_copy(update={"version": record.version + 1})
        with self._write() as connection:
            now = _record(connection, type(record), record.id)
            if now is not None:
                raise EditConflict(now)
            connection.execute(sa.insert(rows.TABLES[type(record)]).values(rows.row_of(saved)))
        return saved

    def record(self, kind: type[Kind], id: str) -> Kind | None:
        """Return one treatment, test or appointment, or None where it is not there."""
        with self._read() as connection:
            return _record(connection, kind, id)

    def treatments(self, person_id: str) -> list[Treatment]:
        """Return the treatments of a person by start; one without a start comes first."""
        return self._records(Treatment, person_id, "started")

    def test_results(self, person_id: str) -> list[TestResult]:
        """Return the tests of a person by day; one without a day comes first."""
        return self._records(TestResult, person_id, "date")

    def appointments(self, person_id: str) -> list[Appointment]:
        """Return the appointments of a person by day and time."""
        return self._records(Appointment, person_id, "date", "time")

    def _records(self, kind: type[Kind], person_id: str, *order: str) -> list[Kind]:
        with self._read() as connection:
            return rows.records_of(connection, kind, person_id, *order)

    def delete_everything(self) -> None:
        """Erase every record, and every copy of them in the data folder. There is no undo."""
        try:
            with self._write() as connection:
                for table in reversed(schema.RECORDS):
                    connection.execute(sa.delete(table))
        except DiskFull:
            files.erase_copies(self.path.parent)
            self._erase_row_by_row()
        files.erase_copies(self.path.parent)
        self._copied = None
        self.let_go()
        # secure_delete has overwritten the records; a failed VACUUM only leaves a bigger file
        with contextlib.suppress(StoreError), in_plain_words(writing=True):
            raw = self._engine.raw_connection()
            try:
                raw.cursor().execute("VACUUM")
            finally:
                raw.close()

    def _erase_row_by_row(self) -> None:
        """Erase every record on a disk that has no room for the journal of a greater step."""
        for table in reversed(schema.RECORDS):
            rowid: sa.ColumnClause[int] = sa.literal_column("rowid")
            one = sa.delete(table).where(
                rowid == sa.select(sa.func.min(rowid)).select_from(table).scalar_subquery()
            )
            left = True
            while left:
                with self._write(patience=self._timeout) as connection:  # no copy of today
                    left = connection.execute(one).rowcount > 0


def _record(connection: sa.Connection, kind: type[Kind], id: str | None) -> Kind | None:
    table = rows.TABLES[kind]
    row = connection.execute(sa.select(table).where(table.c.id == id)).mappings().first()
    try:
        return rows.record_of(kind, dict(row)) if row else None
    except ValueError:  # the text of the error may hold what was typed
        raise DamagedData(DAMAGED) from None


def open_store(
    home: Path, *, timeout: float = 10.0, today: Callable[[], dt.date] | None = None
) -> Store:
    """Return the store of this data folder, made on the first start and migrated when it is old.

    Args:
        home: the data folder; see `data_home`.
        timeout: how many seconds to wait for another program that is writing.
        today: says which day it is where the person is, for the snapshot of a day; without it, the
            day on which the file was last written, where the computer is.

    Every row is looked at first. A store in a folder that is read-only reads and does not save; its
    `reading_only` says so.

    Raises Locked where a passphrase is needed first, see locking.py. Raises DamagedData where a
    database is missing that once existed, is empty, foreign or damaged, NewerData where a newer
    version wrote it, NotSaved where the folder cannot be used. No file is
    ever overwritten by these; the bytes of a damaged one are also kept aside.
    """
    try:
        make_private(home)
    except NoHome as error:
        raise NotSaved(str(error)) from None
    locking.recover(home)
    database = home / DATABASE
    try:
        if files.is_new(home):
            _first_start(home, timeout)
        else:
            bring_up_to_date(database, new=False, timeout=timeout)
    except DamagedData as wrong:
        if wrong.kind not in ("missing", "unreadable"):
            files.quarantine(home)
        raise
    reading_only = READ_ONLY if files.read_only(home) else None
    if not reading_only:
        files.remember(home)
    return Store(database, timeout=timeout, reading_only=reading_only, today=today)


def _first_start(home: Path, timeout: float) -> None:
    try:
        files.create(home, lambda path: bring_up_to_date(path, new=True, timeout=timeout))
    except NotSaved:
        if files.is_new(home):
            raise
        # Another program was quicker, and tidied our half-made file away.


def open_to_read(home: Path, *, timeout: float = 10.0) -> Store:
    """Return a store that reads and never writes: for a diary of a newer version, or a damaged one.

    Not one byte in the folder changes. `remarks` says what may be wrong or left out, and goes into
    an export. Raises DamagedData where there is nothing that can be read.
    """
    if files.is_new(home):
        raise NotSaved("There is no diary in this folder yet.")
    database = home / DATABASE
    remarks: tuple[str, ...] = ()
    reason = READ_ONLY
    engine = connect_to(database, timeout=timeout, mode="ro")
    try:
        look_at(engine)
    except NewerData:
        with in_plain_words(writing=False), engine.begin() as connection:
            remarks, reason = (NEWER, *rows.left_out(connection)), NEWER
    except DamagedData as wrong:
        remarks, reason = (str(wrong),), HARMED
    finally:
        engine.dispose()
    store = Store(database, timeout=timeout, reading_only=reason)
    store.remarks = remarks
    return store


def problems(home: Path, *, timeout: float = 10.0) -> snapshots.Found | None:
    """Return what is wrong with a data folder and which good snapshots it has; None: nothing is.

    Nothing is changed or made, but the bytes of a damaged file are kept aside. Raises NotRead where
    another program is in the way.
    """
    try:
        if files.is_new(home):
            return None
        engine = connect_to(home / DATABASE, timeout=timeout)
        try:
            look_at(engine)
        finally:
            engine.dispose()
    except DamagedData as wrong:
        return snapshots.found(home, wrong)
    except NewerData:
        return snapshots.Found("newer", NEWER)
    return None
