"""A folder that costs little to save in, for tests with many saves."""

import shutil
import tempfile
from pathlib import Path

_MEMORY = Path("/dev/shm")  # noqa: S108


def folder(tmp_path_factory):
    """Give a folder in memory, where the system has one, and take it away afterwards."""
    if not _MEMORY.is_dir():
        yield tmp_path_factory.mktemp("folder")
        return
    made = Path(tempfile.mkdtemp(prefix="backwatch-test-", dir=_MEMORY))
    yield made
    shutil.rmtree(made, ignore_errors=True)
