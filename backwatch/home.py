"""Where the person's data folder is. Apart from the store: the server needs only this to start."""

import contextlib
from collections.abc import Mapping
from pathlib import Path

import platformdirs

DATABASE = "backwatch.db"


class NoHome(Exception):
    """The data folder cannot be used. The message is one sentence that says what to do."""


def data_home(environ: Mapping[str, str]) -> Path:
    """Return the data folder: BACKWATCH_HOME, or the place this platform has for such data."""
    chosen = environ.get("BACKWATCH_HOME")
    if chosen:
        return Path(chosen).expanduser().absolute()
    return platformdirs.user_data_path("backwatch", appauthor=False)


def make_private(home: Path) -> None:
    """Make the folder if needed and close it, and a database in it, to other people.

    A disk that cannot be changed is left as it is: reading must still work. Raises NoHome.
    """
    try:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError:
        raise NoHome(
            "Your data folder could not be made. Choose another one with BACKWATCH_HOME."
        ) from None
    for path, mode in ((home, 0o700), (home / DATABASE, 0o600)):
        with contextlib.suppress(OSError):
            if path.stat().st_mode & 0o777 != mode:
                path.chmod(mode)
