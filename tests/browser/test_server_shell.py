"""The real server: whom it lets in, what it sends, how it starts and stops, how it fails."""

import http.client
import json
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from websockets.sync.client import connect

from backwatch import paths
from tests.browser.conftest import Server, environment, free_port, settled, start
from tests.unit.test_server import PAIRS
from ui import running, server

NOTE = "Canary4711"

# A stand-in for ui/entry.py that fails on demand and offers a file.
PROBE = f'''
import logging, threading, warnings
import streamlit as st

NOTE = "{NOTE}"
st.html("<p class='bw-strip'>strip</p>")
st.title("Probe")
st.download_button("Get", data="a private file", file_name="x.txt")


def fail():
    raise ValueError(NOTE)


st.button("Fail in a callback", on_click=fail)


@st.fragment
def part():
    if st.button("Fail in a part"):
        fail()


part()
match st.query_params.get("fail"):
    case "value":
        fail()
    case "key":
        {{}}[NOTE]
    case "cause":
        try:
            fail()
        except ValueError as error:
            raise RuntimeError(NOTE) from error
    case "logged":
        for name in ("", "streamlit", "uvicorn.error", "sqlalchemy.engine", "asyncio"):
            log = logging.getLogger(name)
            log.error(NOTE)
            log.warning("%s", NOTE)
            log.critical(NOTE, stack_info=True)
            log.error("%d", NOTE)
            try:
                fail()
            except ValueError:
                log.exception(NOTE)
        warnings.warn(NOTE)
        thread = threading.Thread(target=fail)
        thread.start()
        thread.join()
'''


@pytest.fixture(scope="module")
def probe(tmp_path_factory):
    """A server whose page fails on demand: this project with another ui/entry.py."""
    folder = tmp_path_factory.mktemp("probe")
    project = folder / "project"
    for name in ("ui", "backwatch", "content", "rules", ".streamlit"):
        if (paths.ROOT / name).exists():
            shutil.copytree(paths.ROOT / name, project / name)
    shutil.copy(paths.ROOT / "app.py", project)
    (project / "ui" / "entry.py").write_text(PROBE, encoding="utf-8")
    one = start(folder / "home", folder / "server.log", app=project / "app.py")
    yield one
    one.stop()


def ask(port: int, path: str = "/", method: str = "GET", host: str = "127.0.0.1", **headers: str):
    """A plain request; returns (status, headers with small names, body)."""
    connection = http.client.HTTPConnection(host, port, timeout=10)
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request(method, path, headers=sent)
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer.status, {name.lower(): value for name, value in answer.getheaders()}, body


def websocket_status(port: int, host: str, origin: str) -> int:
    """The status of the handshake that the app's page makes: 101 means let in."""
    lines = (
        "GET /_stcore/stream HTTP/1.1",
        f"Host: {host}",
        f"Origin: {origin}",
        "Upgrade: websocket",
        "Connection: Upgrade",
        "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
        "Sec-WebSocket-Protocol: streamlit",
    )
    with socket.create_connection(("127.0.0.1", port), timeout=10) as line:
        line.sendall("\r\n".join((*lines, "", "")).encode())
        return int(line.recv(100).split()[1])


def lan_address() -> str:
    """This computer's address in its network. Choosing a route sends nothing."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as one:
        try:
            one.connect(("192.0.2.1", 9))
            address = one.getsockname()[0]
        except OSError:
            address = "127.0.0.1"
    if address.startswith("127."):
        pytest.skip("this computer has no network address")
    return address


# Who is let in


@pytest.mark.parametrize(("host", "origin", "welcome"), PAIRS)
def test_only_our_own_page_is_let_in(server, host, origin, welcome):
    host = host.replace("8501", str(server.port))
    origin = origin.replace("8501", str(server.port))

    status, _, body = ask(server.port, Host=host, Origin=origin)
    assert (status == 200, b"Streamlit" in body) == (welcome, welcome)
    assert websocket_status(server.port, host, origin) == (101 if welcome else 403)


def test_a_click_is_answered_as_it_is_and_not_packed_first(server):
    with connect(
        f"ws://127.0.0.1:{server.port}/_stcore/stream",
        origin=server.address,
        subprotocols=["streamlit"],
        compression="deflate",  # what every browser asks for
    ) as line:
        assert line.protocol.extensions == []


@pytest.mark.parametrize("folder", ["project", "root", "home", "empty"])
def test_from_any_folder_nobody_on_the_network_gets_in(folder, fresh_server, tmp_path):
    lan = lan_address()
    where = {"project": paths.ROOT, "root": Path("/"), "home": Path.home(), "empty": tmp_path}
    one = fresh_server(cwd=where[folder], env={"STREAMLIT_SERVER_ADDRESS": "0.0.0.0"})  # noqa: S104

    assert ask(one.port)[0] == 200
    with pytest.raises(OSError, match="refused"):
        socket.create_connection((lan, one.port), timeout=2)
    assert one.stop(signal.SIGTERM) == 0
    assert one.words() == (
        f"Backwatch is running at {one.address} . Press Ctrl+C to stop.\nBackwatch has stopped.\n"
    )


def test_a_server_opened_to_the_network_still_refuses_the_network(tmp_path):
    lan, port = lan_address(), free_port()
    command = [sys.executable, "-m", "streamlit", "run", str(paths.ROOT / "app.py")]
    process = subprocess.Popen(
        [*command, "--server.port", str(port)],
        cwd=tmp_path,
        env=environment(tmp_path / "home", {"STREAMLIT_SERVER_ADDRESS": "0.0.0.0"}),  # noqa: S104
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        for _ in range(400):
            with socket.socket() as line:
                if line.connect_ex((lan, port)) == 0:
                    break
            assert process.poll() is None
            time.sleep(0.05)
        for host in (f"{lan}:{port}", f"localhost:{port}"):
            status, headers, body = ask(port, host=lan, Host=host)
            assert (status, body) == (403, server.REFUSAL)
            assert headers["content-security-policy"] == server.CONTENT_SECURITY_POLICY
        assert ask(port)[0] == 200
    finally:
        process.terminate()
        process.wait(timeout=15)


def test_nothing_leaves_this_computer_from_start_to_exit(fresh_server, tmp_path):
    strace = shutil.which("strace")
    if strace is None:
        pytest.skip("strace is missing")
    trace = tmp_path / "trace"
    one = fresh_server(before=(strace, "-f", "-e", "trace=connect,sendto", "-o", str(trace)))
    ask(one.port)
    assert websocket_status(one.port, f"127.0.0.1:{one.port}", one.address) == 101
    assert websocket_status(one.port, f"127.0.0.1:{one.port}", "http://evil.example") == 403
    assert ask(one.port, Origin="http://evil.example")[0] == 403
    assert one.stop() == 0

    calls = trace.read_text()
    assert "exited with 0" in calls
    addresses = re.findall(
        r'sin6?_addr=inet_addr\("([^"]+)"\)|inet_pton\(AF_INET6, "([^"]+)"', calls
    )
    assert [a or b for a, b in addresses if not (a.startswith("127.") or b == "::1")] == []


# What is sent along


ROUTES = [
    ("GET", "/", 200),
    ("GET", "/diary", 200),
    ("GET", "/no-such-page", 200),
    ("GET", "/_stcore/health", 200),
    ("GET", "/_stcore/host-config", 200),
    ("GET", "/favicon.png", 200),
    ("GET", "/static/nothing.js", None),
    ("GET", "/media/nothing.pdf", 404),
    ("GET", "/app/static/.env", None),
    ("GET", "/component/nothing/index.html", 404),
    ("PUT", "/_stcore/upload_file/a/b", None),
    ("OPTIONS", "/_stcore/host-config", None),
    ("GET", "/_stcore/metrics", 404),
    ("GET", "/_stcore/agent/openapi.json", 404),
    ("POST", "/_stcore/agent/interact", 404),
    ("GET", "/_stcore/script-health-check", 404),
    ("GET", "/..%2f..%2fetc/passwd", None),
]


def assert_safe(path: str, headers: dict[str, str]) -> None:
    for name, value in server.HEADERS.items():
        assert headers[name.decode()] == value.decode(), path
    assert "server" not in headers
    assert "access-control-allow-origin" not in headers
    if not path.startswith("/static/") or headers["content-type"].startswith("text/html"):
        assert headers["cache-control"] == "no-store", path


@pytest.mark.parametrize(("method", "path", "status"), ROUTES)
def test_every_answer_carries_the_safety_headers(probe, method, path, status):
    got, headers, body = ask(probe.port, path, method)

    assert status in (None, got)
    assert b"root:" not in body
    assert_safe(path, headers)


def test_scripts_are_served_with_the_headers_and_may_be_kept(probe):
    page = ask(probe.port)[2].decode()
    script = re.search(r"/static/js/index\.[^\"]+\.js", page)[0]
    status, headers, _ = ask(probe.port, script)

    assert status == 200
    assert "max-age" in headers["cache-control"]
    assert_safe(script, headers)


def test_a_downloaded_file_is_not_kept_by_the_browser(probe, visit):
    page = visit().page
    answers = []
    page.on("response", lambda answer: answers.append(answer) if "/media/" in answer.url else None)
    page.goto(probe.address)
    settled(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="Get").click()
    assert Path(download.value.path()).read_text() == "a private file"

    path = "/media/" + download.value.url.rpartition("/media/")[2]
    status, headers, body = ask(probe.port, path)
    assert (status, body) == (200, b"a private file")
    assert_safe(path, headers)


def test_the_first_address_may_be_a_page_and_nothing_is_blocked_and_it_stops_calmly(
    fresh_server, visit
):
    one = fresh_server()
    person = visit()
    person.page.goto(f"{one.address}/diary")
    settled(person.page)

    assert person.page.locator(".bw-strip").is_visible()
    assert person.page.get_by_role("heading", level=1).first.is_visible()
    assert person.blocked() == []
    assert any("/_stcore/stream" in url for url in person.requests)

    began = time.monotonic()
    assert one.stop(signal.SIGINT) == 0  # Ctrl+C, with the page still open
    assert time.monotonic() - began < 10
    assert one.words().endswith("Backwatch has stopped.\n")
    assert "Traceback" not in one.words()
    assert (one.home / running.FILE_NAME).read_text() == ""


# How it starts and stops


def second_start(one: Server, tmp_path: Path) -> tuple[int, str, str]:
    """Start on the same data with a browser that notes its address."""
    note = tmp_path / "opened"
    browser = tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\nprintf %s "$1" > {note}\n')
    browser.chmod(0o755)
    done = subprocess.run(
        [sys.executable, str(paths.ROOT / "app.py"), "--port", str(free_port())],
        env=environment(one.home, {"BROWSER": str(browser)}),
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr, note.read_text() if note.exists() else ""


def test_a_busy_port_a_second_start_and_a_crash(fresh_server, tmp_path):
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        port = busy.getsockname()[1]
        one = fresh_server("--port", str(port))
    assert one.port > port
    assert one.words() == (
        f"Port {port} is in use. Backwatch takes port {one.port} instead.\n"
        f"Backwatch is running at {one.address} . Press Ctrl+C to stop.\n"
    )

    status, words, opened = second_start(one, tmp_path)
    assert (status, opened) == (0, one.address)
    assert words == f"Backwatch is already running at {one.address} .\n"

    one.stop(signal.SIGKILL)
    assert json.loads((one.home / running.FILE_NAME).read_text())["port"] == one.port
    again = fresh_server(home=one.home)
    assert ask(again.port)[0] == 200


# How it fails


def test_a_failing_page_shows_calm_words_and_no_word_of_the_person_gets_out(probe, visit):
    page = visit().page
    shown = []
    for kind in ("value", "key", "cause", "logged"):
        page.goto(f"{probe.address}/?fail={kind}")
        settled(page)
        shown.append(page.inner_text("body"))
    for button in ("Fail in a callback", "Fail in a part"):
        page.goto(probe.address)
        settled(page)
        page.get_by_role("button", name=button).click()
        page.get_by_text("Something went wrong").wait_for()
        shown.append(page.inner_text("body"))

    logged = probe.words()
    assert "Something went wrong" not in shown.pop(3)  # "logged" failed only behind the scenes
    for text in shown:
        assert "Your saved data are still there." in text
        assert "Call your emergency number: 112, 911, 999" in text
        code = re.search(r"[2-9A-Z]{4}-[2-9A-Z]{4}", text)[0]
        assert f"(code {code})" in logged
        assert "Traceback" not in text
        assert "ValueError" not in text
    assert NOTE not in "".join(shown) + logged
    assert logged.count("ui/entry.py") >= 30
