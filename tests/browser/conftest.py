"""A fresh server and a real Chromium for every test that needs them.

Test files here must not import playwright at the top: without requirements-dev.txt they are
still collected, and skipped by name.
"""

import contextlib
import functools
import importlib.util
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from backwatch import paths
from tests.browser import forked
from ui import running

HERE = Path(__file__).parent
# The shell is the same Chromium without a window around the page: half the work for a new visit.
CHROMIUM_NAMES = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)
CHROMIUM_OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--font-render-hinting=none",  # else the shell puts gaps into the words of a PDF
    # Several browsers share the processors: threads of their own only add work.
    "--js-flags=--single-threaded",
    "--num-raster-threads=1",
    "--renderer-process-limit=1",  # else each new page makes a spare process as well
]
START_SECONDS = 40
# When a page last asked the server for something, and when it last heard from it; and whether all
# that the server said is drawn: a kind of field or chart comes a moment later the first time.
LISTEN = """(() => {
    const send = WebSocket.prototype.send
    WebSocket.prototype.send = function (data) {
        window.bwAsked = performance.now()
        if (!this.bwListened) this.addEventListener(
            "message", () => { window.bwHeard = performance.now() })
        this.bwListened = true
        return send.call(this, data)
    }
})()"""
STANDS = """() => {
    const app = document.querySelector("[data-testid=stApp]")
    const asked = window.bwAsked || 0
    const waits = asked > (window.bwHeard || 0) && performance.now() < asked + 9000
    const to_come = "[data-testid=stSkeleton], [data-testid=stPlotlyChart]:not(:has(svg.main-svg))"
    return !waits && app && app.dataset.testScriptState === "notRunning"
        && document.querySelector(".bw-strip") && !document.querySelector(to_come)
}"""
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]


@functools.cache
def chromium_path() -> str | None:
    """The Chromium to drive: the system's, else the one that playwright installed, else None."""
    for name in CHROMIUM_NAMES:
        found = shutil.which(name)
        # Some systems ship a stand-in that only says how to install it.
        if found and subprocess.run([found, "--version"], capture_output=True).returncode == 0:
            return found
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    return own if Path(own).exists() else None


@functools.cache
def what_is_missing() -> str | None:
    """Why the browser tests cannot run here, and what to do; None when they can."""
    if importlib.util.find_spec("playwright") is None:
        return "playwright is missing: pip install -r requirements-dev.txt (make test does it)"
    if chromium_path() is None:
        return "Chromium is missing: run 'playwright install chromium' (make test does it)"
    return None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE not in item.path.parents:
            continue
        item.add_marker("browser")
        if reason := what_is_missing():
            item.add_marker(pytest.mark.skip(reason=reason))


@dataclass
class Server:
    """A running `python app.py`, with its own data folder."""

    process: subprocess.Popen[bytes] | forked.Forked
    home: Path
    log: Path
    port: int = 0
    pid: int = 0  # the server's own, also where another program started it

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def words(self) -> str:
        """Everything it wrote to standard output and standard error so far."""
        return self.log.read_text(encoding="utf-8")

    def stop(self, sign: signal.Signals = signal.SIGTERM) -> int:
        """End it and return its exit status."""
        if self.process.poll() is None:
            os.kill(self.pid or self.process.pid, sign)
        try:
            return self.process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            self.process.kill()
            return self.process.wait()


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


_ports: list[int] = []  # of the servers of this run


def known_port() -> int:
    """A free port, one that was used before if there is: Chromium knows the scripts from there."""
    for port in _ports:
        with socket.socket() as one:
            one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            with contextlib.suppress(OSError):
                one.bind(("127.0.0.1", port))
                return port
    _ports.append(free_port())
    return _ports[-1]


def environment(home: Path, more: dict[str, str] | None = None) -> dict[str, str]:
    """The tests' own environment without settings that would change the app."""
    ours = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("STREAMLIT_", "BACKWATCH_", "DISPLAY", "WAYLAND", "BROWSER"))
    }
    return {**ours, "BACKWATCH_HOME": str(home), **(more or {})}


def start(
    home: Path,
    log: Path,
    *options: str,
    cwd: Path = paths.ROOT,
    env: dict[str, str] | None = None,
    before: tuple[str, ...] = (),
    app: Path = paths.ROOT / "app.py",
    parent: forked.Parent | None = None,
) -> Server:
    """Start `python app.py` and wait until this very process answers; from a parent it is quick."""
    home.mkdir(parents=True, exist_ok=True)
    if "--port" not in options:
        options = (*options, "--port", str(known_port()))
    command = [str(app), "--no-browser", *options]
    process: subprocess.Popen[bytes] | forked.Forked
    if parent:
        process = parent.start(command, cwd, environment(home, env), log)
    else:
        with log.open("ab") as out:
            process = subprocess.Popen(
                [*before, sys.executable, *command],
                cwd=cwd,
                env=environment(home, env),
                stdout=out,
                stderr=subprocess.STDOUT,
            )
    server = Server(process, home, log)
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            pytest.fail(f"The server ended at once:\n{server.words()}")
        try:
            note = json.loads((home / running.FILE_NAME).read_text(encoding="ascii"))
        except (OSError, ValueError):
            note = None
        if note and running.answers(note["port"], note["token"]):
            server.port, server.pid = note["port"], note["pid"]
            assert before or server.pid == process.pid
            return server
        time.sleep(0.05)
    server.stop(signal.SIGKILL)
    pytest.fail(f"The server did not answer in {START_SECONDS} s:\n{server.words()}")


@pytest.fixture(scope="session")
def parent() -> Iterator[forked.Parent | None]:
    """The process that servers come from; None where there is no fork."""
    one = forked.Parent() if forked.WHERE else None
    yield one
    if one:
        one.end()


@pytest.fixture
def fresh_server(tmp_path: Path, parent: forked.Parent | None) -> Iterator[Callable[..., Server]]:
    """Start servers: `fresh_server()`, `fresh_server(home=..., cwd=..., env={...})`.

    Each has a new data folder unless `home` is given, and is ended after the test. One that is to
    have something of its own beside a folder and a port is started from the command line.
    """
    servers: list[Server] = []

    def make(*options: str, home: Path | None = None, **how: Any) -> Server:
        number = len(servers)
        log = tmp_path / f"server-{number}.log"
        quick = {} if how else {"parent": parent}
        server = start(home or tmp_path / f"home-{number}", log, *options, **quick, **how)
        servers.append(server)
        return server

    yield make
    for server in servers:
        server.stop()


@pytest.fixture(scope="session")
def server(
    tmp_path_factory: pytest.TempPathFactory, parent: forked.Parent | None
) -> Iterator[Server]:
    """One server for tests that leave no trace."""
    folder = tmp_path_factory.mktemp("server")
    one = start(folder / "home", folder / "server.log", parent=parent)
    yield one
    one.stop()


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """A real Chromium, started once."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=chromium_path(), args=CHROMIUM_OPTIONS
        )
        yield chromium
        chromium.close()


@dataclass
class Visit:
    """One person's browser: its page, and what it did."""

    page: Any
    requests: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)

    def outside(self) -> list[str]:
        """The addresses it asked that are not this computer's."""
        return [url for url in self.requests if not _is_ours(url)]

    def blocked(self) -> list[str]:
        """What the content security policy reported, and scripts that failed."""
        return [one for one in self.errors if not one.startswith("Failed to load resource")]


def _is_ours(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme in {"data", "blob", "about"} or parts.hostname == "127.0.0.1"


class Windows:
    """The browser's contexts, one for each kind of screen, which tests use one after the other.

    A new one fetches and compiles Streamlit's script anew, a second of work for each visit. So one
    empty page keeps the process of each context alive, and nothing else stays after a test.
    """

    def __init__(self, browser: Any) -> None:
        self._browser = browser
        self._kept: dict[str, tuple[Any, Any]] = {}  # by options: the context, its empty page
        self._taken: dict[str, Any] = {}
        self._own: list[Any] = []

    def open(self, own: bool = False, **how: Any) -> Any:
        """Return a context with nothing kept in it, that no other visit of this test has.

        With `own` it is new and goes after the test: for what cannot be undone in a context.
        """
        kind = json.dumps(how, sort_keys=True)
        if own or kind in self._taken:
            self._own.append(self._new(**how))
            return self._own[-1]
        if kind not in self._kept:
            context = self._new(**how)
            page = context.new_page()
            page.route("**", lambda route: route.fulfill(body="", content_type="text/html"))
            page.goto("http://127.0.0.1/")
            self._kept[kind] = context, page
        self._taken[kind] = self._kept[kind][0]
        return self._taken[kind]

    def _new(self, **how: Any) -> Any:
        context = self._browser.new_context(**how)
        context.add_init_script(LISTEN)
        return context

    def clear(self) -> None:
        """Close what a test opened, and forget what its pages kept."""
        for context in self._own:
            context.close()
        for kind in self._taken:
            context, empty = self._kept[kind]
            for page in context.pages:
                if page is not empty:
                    page.close()
            context.clear_cookies()
            context.clear_permissions()
            forget = context.new_cdp_session(empty)
            for port in _ports:
                where = {"origin": f"http://127.0.0.1:{port}", "storageTypes": "all"}
                forget.send("Storage.clearDataForOrigin", where)
            forget.detach()
        self._own.clear()
        self._taken.clear()


@pytest.fixture(scope="session")
def windows(browser: Any) -> Windows:
    """The contexts of the browser of this run."""
    return Windows(browser)


@pytest.fixture
def visit(windows: Windows) -> Iterator[Callable[..., Visit]]:
    """Open a browser of its own: `visit()`, `visit(width=360, height=740, dark=True)`.

    `own=True` for a test that sets up the whole browser (its own scripts, its own screen). After
    the test, no visit may have asked any other host for anything, or shown a dialog box.
    """
    visits: list[Visit] = []
    undo: list[Callable[[], None]] = []

    def make(width: int = 1280, height: int = 900, dark: bool = False, **how: Any) -> Visit:
        context = windows.open(**how)
        page = context.new_page()
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme="dark" if dark else "light")
        one = Visit(page)
        visits.append(one)

        def asks(request: Any) -> None:
            one.requests.append(request.url)

        context.on("request", asks)
        undo.append(lambda: context.remove_listener("request", asks))
        page.on("websocket", lambda socket: one.requests.append(socket.url))
        page.on("pageerror", lambda error: one.errors.append(str(error)))

        def hear(message: Any) -> None:
            if message.type == "error":
                one.errors.append(message.text)

        def close_dialog(dialog: Any) -> None:
            one.dialogs.append(dialog.message)
            dialog.dismiss()

        page.on("console", hear)
        page.on("dialog", close_dialog)
        return one

    yield make
    windows.clear()
    for each in undo:
        each()
    for one in visits:
        assert one.outside() == []
        assert one.dialogs == []


def settled(page: Any, timeout: float = 30_000) -> None:
    """Wait until the page stands: the server has answered and the emergency strip is there."""
    page.wait_for_function(STANDS, timeout=timeout, polling=40)  # not at every frame


def axe(page: Any, only: str = "") -> list[str]:
    """What axe finds wrong on this page, one line each: the rule and the places.

    With `only`, this one rule is looked at, such as "color-contrast".

    The script comes in through the debugger, which our content security policy does not bind;
    the policy stays on.
    """
    import axe_playwright_python

    source = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text("utf-8")
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(source)
    found = page.evaluate(
        # The style sheets it would load beforehand are for a rule that is only an experiment.
        "runOnly => axe.run(document, {runOnly, resultTypes: ['violations'], preload: false})",
        {"type": "rule", "values": [only]} if only else {"type": "tag", "values": AXE_TAGS},
    )
    return [
        f"{one['id']} ({one['impact']}): " + ", ".join(str(node["target"]) for node in one["nodes"])
        for one in found["violations"]
    ]
