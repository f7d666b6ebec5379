"""One Backwatch per data folder: the lock, and how a second start finds the first."""

import contextlib
import http.client
import json
import os
import secrets
import time
from collections.abc import Iterator
from dataclasses import dataclass
from io import FileIO
from pathlib import Path

FILE_NAME = "running.lock"
ALIVE_PATH = "/_backwatch"
TOKEN = secrets.token_urlsafe(24)  # what this process answers there, and only this one
WAIT_SECONDS = 15.0
LOCKED_BYTE = 1 << 30  # far behind the text: on Windows a locked byte cannot be read


@dataclass
class Claim:
    """This process's hold on a data folder. The system lets go of it when the process ends."""

    file: FileIO | None

    def announce(self, port: int) -> None:
        """Write down where this process answers, for a second start to find."""
        note = json.dumps({"pid": os.getpid(), "port": port, "token": TOKEN})
        if self.file is not None:
            with contextlib.suppress(OSError):  # a full disk: only a second start misses the note
                self.file.seek(0)
                self.file.truncate()
                self.file.write(note.encode("ascii"))


@contextlib.contextmanager
def claim(home: Path) -> Iterator[Claim | None]:
    """Hold the data folder while the block runs; None when another process holds it.

    A folder that cannot be written to is not held: there is nothing that two could overwrite.
    """
    try:
        handle = os.open(home / FILE_NAME, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError:
        yield Claim(None)
        return
    with os.fdopen(handle, "r+b", buffering=0) as file:
        if not _lock(file.fileno()):
            yield None
            return
        file.truncate(0)  # what a process wrote that is no longer there
        yield Claim(file)
        file.truncate(0)


def find(home: Path) -> str | None:
    """The address of the Backwatch that holds this folder; None when it does not answer.

    It may be starting, so this waits for it up to 15 seconds.
    """
    deadline = time.monotonic() + WAIT_SECONDS
    while time.monotonic() < deadline:
        with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
            note = json.loads((home / FILE_NAME).read_text(encoding="ascii"))
            if answers(int(note["port"]), note["token"]):
                return f"http://127.0.0.1:{note['port']}"
        time.sleep(0.1)
    return None


def answers(port: int, token: str) -> bool:
    """Whether the process at this port is the Backwatch that wrote this token."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        connection.request("GET", ALIVE_PATH)
        return connection.getresponse().read(200) == token.encode()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _lock(handle: int) -> bool:
    try:
        if os.name == "nt":
            import msvcrt

            os.lseek(handle, LOCKED_BYTE, os.SEEK_SET)
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
            os.lseek(handle, 0, os.SEEK_SET)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
