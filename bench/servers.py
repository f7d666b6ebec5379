"""Start our app and plain Streamlit apps, and stop exactly those again."""

import contextlib
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from backwatch import paths
from backwatch.example import fill_example
from backwatch.store import open_store
from tests.browser import conftest as browser_tests

APP = paths.ROOT / "app.py"
BASELINES = Path(__file__).parent / "baselines"
ANSWER_SECONDS = 60

# What a plain `streamlit run` needs to stay on this computer; all else is Streamlit's default.
ONLY_HERE = (
    "--server.headless=true",
    "--server.address=127.0.0.1",
    "--browser.gatherUsageStats=false",
)


def our_command(port: int) -> list[str]:
    """Return the command that starts the app as a person does, without opening a browser."""
    return [sys.executable, str(APP), "--no-browser", "--port", str(port)]


def streamlit_command(script: Path, port: int) -> list[str]:
    """Return the command that starts a script with Streamlit's own defaults."""
    run = [sys.executable, "-m", "streamlit", "run", str(script)]
    return [*run, f"--server.port={port}", *ONLY_HERE]


@contextlib.contextmanager
def process(command: list[str], folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Run a server while the block runs, with `folder` as its working and data folder.

    The working folder is not the project's, so that plain Streamlit does not read our settings.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "server.log").open("wb") as log:
        server = subprocess.Popen(
            command,
            cwd=folder,
            env=browser_tests.environment(folder / "data"),
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            yield server
        finally:
            if server.poll() is not None:
                print(f"  ended by itself: {(folder / 'server.log').read_text('utf-8')[-300:]}")
            server.terminate()
            try:
                server.wait(timeout=15)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()


def wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    """Return as soon as the port takes a connection. Raises RuntimeError when it never does."""
    deadline = time.monotonic() + ANSWER_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.01)
    raise RuntimeError(f"The server did not answer at port {port}: {server.args}")


def example_folder(folder: Path) -> Path:
    """Fill `folder`/data with the made-up example diary and return that data folder."""
    store = open_store(folder / "data")
    fill_example(store, datetime.now().astimezone().date())
    store.close()
    return folder / "data"


@contextlib.contextmanager
def scratch() -> Iterator[Path]:
    """A folder that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="backwatch-bench-") as name:
        yield Path(name)


free_port = browser_tests.free_port
