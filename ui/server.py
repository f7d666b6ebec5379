"""Serve the app to this computer and to nobody else.

`Guard` looks at every request before Streamlit does. `main` is what `python app.py` runs.
"""

import argparse
import asyncio
import base64
import contextlib
import gc
import hashlib
import importlib
import ipaddress
import os
import pkgutil
import re
import shutil
import signal
import socket
import sys
import threading
import webbrowser
from collections.abc import AsyncIterator, Awaitable, Callable, MutableMapping
from datetime import datetime
from pathlib import Path
from typing import Any

import streamlit as st
import uvicorn
from starlette.formparsers import MultiPartParser
from starlette.responses import RedirectResponse
from streamlit import config

import backwatch
from backwatch import paths
from backwatch.home import NoHome, data_home, make_private
from ui import logs, running, style

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

PORT = 8501
DEMO_PORT = 8502
PORTS_TRIED = 50
DEMO_HOME = paths.ROOT / ".demo"
CONFIG_ANCHOR = paths.ROOT / "app.py"

# What guards the person's data, whatever an environment variable or another config file says.
FIXED_CONFIG = {
    "browser.gatherUsageStats": False,
    "client.showErrorDetails": "none",
    "client.showErrorLinks": False,
    "global.developmentMode": False,
    "runner.fastReruns": False,  # else two clicks in a row are answered at the same time
    "logger.enableRich": False,  # it prints source lines and messages past the log filter
    "server.enableAgentApi": False,
    "server.enableCORS": True,
    "server.enableStaticServing": False,
    "server.enableXsrfProtection": True,
    "server.maxUploadSize": 10,  # MB; a bigger body is refused while it comes in
    "server.scriptHealthCheckEnabled": False,
}
UPLOAD_IN_MEMORY = 11 * 1024 * 1024  # bytes: the biggest upload, with what a form puts around it

# Today and the check need no charts, so these second-long imports wait until the first page stands.
FIRST_MODULES = ("ui.frame", "ui.today_views", "ui.check_questions", "ui.check_result")
WARM_MODULES = ("pandas", "plotly.graph_objects", "pyarrow")
WARM_AFTER_SECONDS = 4.0

OUR_HOSTS = {"localhost", "127.0.0.1", "[::1]"}
CLOSED_PATHS = re.compile(r"/_stcore/(metrics|agent|script-health-check)(/|$)")
KEPT_BY_BROWSER = "/static/"  # Streamlit's own scripts and fonts; everything else is not kept

SCHEME_OF_ORIGIN = {"http": "http", "ws": "http", "https": "https", "wss": "https"}

REFUSAL = b"Backwatch answers only the computer it runs on. Open it there.\n"


def _inline_script_hashes() -> str:
    """The hashes of the inline scripts in Streamlit's own start page, for the policy below.

    It has one, which sets a flag for search engines. Naming it keeps the browser's console
    empty on normal use, so that anything reported there is news.
    """
    page = Path(st.__file__).parent / "static" / "index.html"
    scripts = re.findall(r"<script>(.*?)</script>", page.read_text(encoding="utf-8"), re.DOTALL)
    digests = (hashlib.sha256(script.encode()).digest() for script in scripts)
    return " ".join(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests)


CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'self'",
        f"script-src 'self' blob: {_inline_script_hashes()}",  # blob: for our own components
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self'",
        "worker-src 'self' blob:",
        "frame-src 'self' blob: data:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    b"content-security-policy": CONTENT_SECURITY_POLICY.encode(),
    b"x-content-type-options": b"nosniff",
    b"referrer-policy": b"no-referrer",
    b"cross-origin-opener-policy": b"same-origin",
    b"cross-origin-resource-policy": b"same-origin",
    b"permissions-policy": b"camera=(), microphone=(), geolocation=(), payment=(), usb=()",
}
# The app reads only from itself, so it never needs to allow another origin to read from it.
DROPPED_HEADERS = {b"server", b"access-control-allow-origin", *HEADERS}


class Guard:
    """ASGI middleware: refuse everyone but this computer's own browser; add safety headers."""

    def __init__(self, app: Callable[[Scope, Receive, Send], Awaitable[None]]) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in {"http", "websocket"}:
            await self.app(scope, receive, send)
            return
        path = scope["path"]
        page: list[Message] = []  # what came of a page so far

        async def send_safely(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": _safe_headers(message.get("headers", ()), path)}
                if scope.get("method") == "GET" and _is_page(message["headers"]):
                    page.append(message)
                    return
            elif page:
                page.append(message)
                if not message.get("more_body"):
                    for each in _with_style(page):
                        await send(each)
                return
            await send(message)

        if not may_enter(scope):
            await _answer(scope, receive, send_safely, 403, REFUSAL)
        elif CLOSED_PATHS.match(path):
            await _answer(scope, receive, send_safely, 404, b"Not here.\n")
        elif path == running.ALIVE_PATH:
            await _answer(scope, receive, send_safely, 200, running.TOKEN.encode())
        elif path == style.ADDRESS:
            await _answer(scope, receive, send_safely, 200, style.SHEET.encode(), "text/css")
        elif path == "/today" and scope["type"] == "http":
            # Streamlit gives its first page the address "/" only, and calls "/today" not found.
            await RedirectResponse("/", 307)(scope, receive, send_safely)
        else:
            if scope["type"] == "websocket" and _ready is not None:
                await asyncio.shield(_ready)  # the page would only wait for the same imports
            await self.app(_unpacked(scope), receive, send_safely)


def may_enter(scope: Scope) -> bool:
    """Whether a request comes from this computer and from our own page, or from no page at all.

    A web page elsewhere can make the person's browser knock here: under its own name (Host),
    from its own address (Origin), or as a mere picture or script (Sec-Fetch-Site). A WebSocket
    must always say where it comes from: browsers do.
    """
    headers: dict[bytes, list[str]] = {}
    for name, value in scope["headers"]:
        headers.setdefault(name.lower(), []).append(value.decode("latin-1").lower())
    hosts = headers.get(b"host", [])
    origins = headers.get(b"origin", [])
    if not _is_loopback(scope.get("client")) or len(hosts) != 1 or len(origins) > 1:
        return False
    if re.sub(r":\d+$", "", hosts[0]) not in OUR_HOSTS:
        return False
    if origins and origins[0] != f"{SCHEME_OF_ORIGIN[scope['scheme']]}://{hosts[0]}":
        return False
    if not origins and scope["type"] == "websocket":
        return False
    if headers.get(b"sec-fetch-site", ["none"])[0] in {"cross-site", "same-site"}:
        # Following a link to a page of ours is welcome; anything else from outside is not.
        return (
            scope.get("method") == "GET"
            and headers.get(b"sec-fetch-mode") == ["navigate"]
            and headers.get(b"sec-fetch-dest") == ["document"]
        )
    return True


def _is_loopback(client: tuple[str, int] | None) -> bool:
    """Whether the caller's address is this computer's own. No or an odd address is not."""
    if client is None:
        return False
    try:
        address = ipaddress.ip_address(client[0])
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)  # ::ffff:127.0.0.1 on a dual-stack socket
    return (mapped or address).is_loopback


def _safe_headers(headers: Any, path: str) -> list[tuple[bytes, bytes]]:
    kept = [(name, value) for name, value in headers if name.lower() not in DROPPED_HEADERS]
    if _is_page(kept) or not path.startswith(KEPT_BY_BROWSER):
        kept = [(name, value) for name, value in kept if name.lower() != b"cache-control"]
        kept.append((b"cache-control", b"no-store"))
    return [*kept, *HEADERS.items()]


def _unpacked(scope: Scope) -> Scope:
    """Ask for the answer as it is: inside one computer, packing it only costs time."""
    headers = [(n, value) for n, value in scope["headers"] if n.lower() != b"accept-encoding"]
    return {**scope, "headers": headers}


def _is_page(headers: list[tuple[bytes, bytes]]) -> bool:
    return any(value.startswith(b"text/html") for _, value in headers)


def _with_style(page: list[Message]) -> list[Message]:
    """Return a page, its start and its body in pieces, with the link to the style sheet."""
    start, *pieces = page
    body = style.linked(b"".join(piece.get("body", b"") for piece in pieces))
    changed = {b"content-length", b"etag", b"last-modified"}
    headers = [(name, value) for name, value in start["headers"] if name.lower() not in changed]
    headers.append((b"content-length", str(len(body)).encode()))
    return [{**start, "headers": headers}, {"type": "http.response.body", "body": body}]


async def _answer(
    scope: Scope,
    receive: Receive,
    send: Send,
    status: int,
    words: bytes,
    kind: str = "text/plain",
) -> None:
    if scope["type"] == "websocket":
        await receive()
        await send(
            {"type": "websocket.close", "code": 1008}
        )  # before accepting: the caller sees 403
        return
    headers = [
        (b"content-type", f"{kind}; charset=utf-8".encode()),
        (b"content-length", str(len(words)).encode()),
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": words})


@contextlib.asynccontextmanager
async def lifespan(_app: object) -> AsyncIterator[None]:
    """Get the first page ready while the browser fetches Streamlit's scripts; the rest after it."""
    global _ready
    style.in_page = True
    _ready = asyncio.create_task(asyncio.to_thread(get_ready))

    async def later() -> None:
        await asyncio.sleep(WARM_AFTER_SECONDS)
        await asyncio.to_thread(warm_up)

    warming = asyncio.create_task(later())
    yield
    warming.cancel()
    await _ready


_ready: asyncio.Task[None] | None = None


def get_ready() -> None:
    """Import and read what the first page needs. What fails here is told by the page itself."""
    for name in FIRST_MODULES:
        with contextlib.suppress(Exception):
            importlib.import_module(name)
    with contextlib.suppress(Exception):
        importlib.import_module("ui.load").get_ready()
    _freeze()


def warm_up() -> None:
    """Import what charts and the sheet need. A module that cannot be imported is reported here."""
    ours = [f"backwatch.{module.name}" for module in pkgutil.iter_modules(backwatch.__path__)]
    for name in (*ours, *WARM_MODULES):
        if name.endswith(".__main__"):
            continue
        try:
            importlib.import_module(name)
        except Exception as error:
            print(f"Cannot load {name}: {logs.describe(error)}", file=sys.stderr)
    with contextlib.suppress(Exception):  # a damaged file is told by the page that needs it
        importlib.import_module("ui.load").get_learn_ready()
    _freeze()


def _freeze() -> None:
    """Tell the garbage collector to leave alone what is there now.

    Streamlit collects garbage after every click. Over everything imported that takes 50 ms or
    more each time; over what is not frozen, next to nothing.
    """
    gc.collect()
    gc.freeze()


def settle_config() -> None:
    """Read .streamlit/config.toml beside app.py, from any working directory, and fix our part."""
    if config._main_script_path is None:  # `streamlit run` has set it; uvicorn and we have not
        config._main_script_path = str(CONFIG_ANCHOR)
    for name, value in FIXED_CONFIG.items():
        config.set_option(name, value)
    # Else a file of more than 1 MB lies in the folder for temporary files while it comes in.
    MultiPartParser.spool_max_size = UPLOAD_IN_MEMORY


def main(app: Any, arguments: list[str]) -> int:
    """Run the server until it is stopped. Returns the exit status: 0, or 1 when it could not."""
    options = _options(arguments)
    if options.demo:
        os.environ["BACKWATCH_HOME"] = str(DEMO_HOME)
    home = data_home(os.environ)
    first_port = options.port or (DEMO_PORT if options.demo else config.get_option("server.port"))
    try:
        return _start(app, home, first_port, options)
    except NoHome as error:
        print(error)
        return 1


def _start(app: Any, home: Path, first_port: int, options: argparse.Namespace) -> int:
    make_private(home)
    with running.claim(home) as claim:
        if claim is None:
            return _open_the_running_one(home, options.browser)
        listener = _listen(first_port)
        if listener is None:
            print(f"No free port from {first_port} on. Name another one with --port.")
            return 1
        port = listener.getsockname()[1]
        if port != first_port:
            print(f"Port {first_port} is in use. Backwatch takes port {port} instead.")
        if options.demo:
            _fill_demo(home)
            print("This is an example. The person and the entries are made up.")
        claim.announce(port)
        return _serve(app, listener, options.browser)


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="app.py", description="Start Backwatch on this computer.")
    parser.add_argument(
        "--port", type=_port, help=f"the first port to try (else {PORT}; with --demo {DEMO_PORT})"
    )
    parser.add_argument(
        "--no-browser", dest="browser", action="store_false", help="do not open a browser"
    )
    parser.add_argument("--demo", action="store_true", help="start with a made-up example diary")
    return parser.parse_args(arguments)


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1024 <= int(text) <= 65535):
        raise argparse.ArgumentTypeError("give a whole number from 1024 to 65535")
    return int(text)


def _listen(first_port: int) -> socket.socket | None:
    """A listening socket on the first free port from here on; None when none is free.

    Always on 127.0.0.1: no setting can open the diary to the network.
    """
    for port in range(first_port, min(first_port + PORTS_TRIED, 65536)):
        # The protocol is named because asyncio sends small answers at once only where it is.
        listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        if os.name == "posix":  # on Windows this would let two servers share a port
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(("127.0.0.1", port))
            listener.listen(128)
        except OSError:
            listener.close()
            continue
        return listener
    return None


def _open_the_running_one(home: Path, browser: bool) -> int:
    address = running.find(home)
    if address is None:
        print("Backwatch seems to be running already, but it does not answer.")
        print("Stop it, or wait a minute. Then start again.")
        return 1
    print(f"Backwatch is already running at {address} .")
    if browser:
        _open_browser(address)
    return 0


def _fill_demo(home: Path) -> None:
    # The made-up person is no part of a usual start.
    from backwatch.example import fill_example, has_own_records
    from backwatch.store import open_store

    if has_own_records(home):
        print("The example was removed and a diary kept in its place. It is left as it is.")
        return

    for old in home.iterdir():
        if old.name == running.FILE_NAME:
            continue
        if old.is_dir():
            shutil.rmtree(old)
        else:
            old.unlink()
    store = open_store(home)
    fill_example(store, datetime.now().astimezone().date())
    store.close()


class _Server(uvicorn.Server):
    """Says where it is once it answers, and opens the browser there."""

    def __init__(self, settings: uvicorn.Config, address: str, browser: bool) -> None:
        super().__init__(settings)
        self.address = address
        self.browser = browser

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            print(f"Backwatch is running at {self.address} . Press Ctrl+C to stop.", flush=True)
            if self.browser:
                threading.Thread(target=_open_browser, args=[self.address], daemon=True).start()


def _serve(app: Any, listener: socket.socket, browser: bool) -> int:
    port = listener.getsockname()[1]
    config.set_option("server.port", port)
    settings = uvicorn.Config(
        app,
        host="127.0.0.1",
        port=port,
        access_log=False,
        log_config=None,
        proxy_headers=False,  # nobody may tell us that a caller has another address
        server_header=False,
        timeout_graceful_shutdown=2,
        ws="websockets-sansio",
        ws_per_message_deflate=False,  # inside one computer, packing only costs time
        ws_max_size=config.get_option("server.maxMessageSize") * 1024 * 1024,
    )
    server = _Server(settings, f"http://127.0.0.1:{port}", browser)
    # uvicorn stops in order and then sends itself the same signal again: end there calmly.
    signal.signal(signal.SIGTERM, lambda *_: None)
    signal.signal(signal.SIGINT, lambda *_: None)
    with contextlib.suppress(SystemExit):  # its own way to say that the start failed
        server.run(sockets=[listener])
    if not server.started:
        print("Backwatch could not start. The line above says where it stopped.")
        return 1
    print("Backwatch has stopped.", flush=True)
    return 0


def _open_browser(address: str) -> None:
    """Open the person's browser; without a screen there is none to open."""
    screen = os.name == "nt" or sys.platform == "darwin"
    if screen or any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER")):
        webbrowser.open(address)
