"""`python -m backwatch export`: the records of the app as a file. It only reads the diary."""

import argparse
import contextlib
import errno
import os
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from backwatch.questionnaire import in_one_line

if TYPE_CHECKING:
    from backwatch.store import Store

BAD_INPUT = 2
FORMS = ("csv", "json")


class BadInput(ValueError):
    """It cannot be done. The message is one plain sentence."""


def add_to(commands: Any) -> None:
    """Add the command to the parser of the command line."""
    command = commands.add_parser("export", help="the records of the app as a file")
    command.add_argument("--person", metavar="ID", default=None, help="whose; else everybody's")
    command.add_argument("--format", default=None, help="csv: the diary; json: everything")
    command.add_argument("--out", metavar="FILE", default=None, help="the file to write")
    command.add_argument("--force", action="store_true", help="replace a file of that name")


def run(arguments: argparse.Namespace, environ: Mapping[str, str]) -> int:
    """Run the command and return the exit status: 0 done, 2 something stood in the way."""
    from backwatch.store import StoreError

    try:
        _run(arguments, environ)
    except (BadInput, StoreError) as error:
        print(f"backwatch: {error}", file=sys.stderr)
        return BAD_INPUT
    return 0


def _run(arguments: argparse.Namespace, environ: Mapping[str, str]) -> None:
    from backwatch.store import data_home, open_to_read

    if arguments.out is None:
        raise BadInput("name the file to write with --out.")
    out = Path(arguments.out)
    form = arguments.format or out.suffix.removeprefix(".").lower()
    if form not in FORMS:
        raise BadInput("say --format csv (the diary) or --format json (everything).")
    home = data_home(environ)
    look_at_place(out, home, force=arguments.force)
    store = open_to_read(home)
    try:
        content = _content(store, form, arguments.person)
        try:
            write_new(out, content, force=arguments.force)
        except OSError as error:
            # A full disk: what was kept for that day is given back, and it is tried once more.
            if error.errno != errno.ENOSPC or not store.free_space():
                raise
            write_new(out, content, force=arguments.force)
        for remark in store.remarks:
            print(f"backwatch: {remark}", file=sys.stderr)
    except FileExistsError:
        raise BadInput(THERE) from None
    except OSError as error:
        raise BadInput(f"--out cannot be written ({error.strerror}).") from None
    finally:
        store.close()


THERE = "--out is there already; name another file, or add --force to replace it."


def look_at_place(out: Path, home: Path, *, force: bool) -> None:
    """Raise BadInput for a place that must not be written, before anything is read."""
    if "\0" in str(out):
        raise BadInput("--out is no name of a file.")
    try:
        if out.is_dir():
            raise BadInput("--out is a folder; name a file.")
        if not out.parent.is_dir():
            raise BadInput("--out is in a folder that is not there; make it first.")
        if home.is_dir() and out.parent.samefile(home):
            # Whatever lies there is the app's: a replaced diary would be lost.
            raise BadInput("--out is in the data folder; name a file in another folder.")
        if not force and (out.exists() or out.is_symlink()):
            raise BadInput(THERE)
    except OSError as error:
        raise BadInput(f"--out cannot be written ({error.strerror}).") from None


def _content(store: "Store", form: str, person_id: str | None) -> bytes:
    from backwatch import backup, exporting

    try:
        if form == "json":
            return backup.written(store, person_id=person_id)
        return exporting.table(store, person_id or _only_person(store)).encode()
    except backup.NobodyThere:
        raise BadInput(f"there is no person of this id; the ids are: {_ids(store)}.") from None


def _only_person(store: "Store") -> str:
    """Return whose diary it is. A table has no column for that, so two diaries never share one."""
    people = store.people()
    if not people:
        raise BadInput("there is nobody in this diary yet, so there is nothing to export.")
    if len(people) > 1:
        raise BadInput(f"a table holds one person; say --person with one of: {_ids(store)}.")
    return people[0].id


def _ids(store: "Store") -> str:
    return ", ".join(in_one_line(person.id) for person in store.people()) or "none"


def write_new(out: Path, content: bytes, *, force: bool) -> None:
    """Write the file whole or not at all, for its owner only. Raises FileExistsError."""
    handle, name = tempfile.mkstemp(dir=out.parent, prefix=".backwatch-")  # mode 0600
    half = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        if force:
            half.replace(out)
        else:
            _name(half, out)
    finally:
        with contextlib.suppress(OSError):
            half.unlink(missing_ok=True)


def _name(half: Path, out: Path) -> None:
    try:
        os.link(half, out)  # unlike a rename, never replaces a file
    except FileExistsError:
        raise
    except OSError:  # a disk without links
        if out.exists():
            raise FileExistsError from None
        half.rename(out)
