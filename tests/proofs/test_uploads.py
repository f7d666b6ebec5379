"""The running server and a file that is uploaded: too big, or looked at and not brought in."""

import asyncio
import contextlib
import http.client
import select
import socket
import time
from pathlib import Path

import pytest

from bench.visitor import Visitor
from tests.browser.conftest import Server, start

MB = 1024 * 1024
LIMIT = 10 * MB
GIGABYTE = 1024 * MB
FEW_SECONDS = 5
MOST_MEMORY = 64 * MB
MARKER = "Canary4711"
BOUNDARY = "the-end-of-a-part"

pytestmark = [
    pytest.mark.sample,
    pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="needs /proc"),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("uploads")


@pytest.fixture(scope="module")
def server(folder):
    """A server with a folder for temporary files of its own."""
    (folder / "temporary").mkdir()
    one = start(folder / "home", folder / "log", env={"TMPDIR": str(folder / "temporary")})
    time.sleep(6)  # until it has loaded what it loads after the first page
    yield one
    one.stop()


def memory(server: Server) -> int:
    """The most memory it ever held, in bytes."""
    status = Path(f"/proc/{server.pid}/status").read_text("utf-8")
    return int(status.split("VmHWM:")[1].split()[0]) * 1024


def opened(server: Server) -> list[str]:
    """The files that it has open in its folder for temporary files, also those without a name."""
    found = []
    for each in Path(f"/proc/{server.pid}/fd").iterdir():
        try:
            found.append(str(each.readlink()))
        except OSError:
            continue
    return [name for name in found if "/temporary" in name]


def head(begin: bytes = b"", filename: str = "diary.csv") -> bytes:
    return (
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="{filename}"\r\n'
        "Content-Type: text/csv\r\n\r\n"
    ).encode() + begin


TAIL = f"\r\n--{BOUNDARY}--\r\n".encode()


def cookie(server: Server) -> str:
    line = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
    line.request("GET", "/_stcore/health")
    answer = line.getresponse()
    answer.read()
    line.close()
    return str(answer.getheader("set-cookie")).partition("=")[2].partition(";")[0]


def upload(page, file: str) -> str:
    """The address to which the app's page sends a file."""
    return f"/_stcore/upload_file/{page.session_id}/{file}"


def put(server: Server, address: str, length: str) -> socket.socket:
    """Begin an upload as the app's page does; its body is sent by the caller."""
    token = cookie(server)
    host = f"127.0.0.1:{server.port}"
    lines = (
        f"PUT {address} HTTP/1.1",
        f"Host: {host}",
        f"Origin: http://{host}",
        f"Cookie: _streamlit_xsrf={token}",
        f"X-Xsrftoken: {token}",
        f"Content-Type: multipart/form-data; boundary={BOUNDARY}",
        length,
    )
    line = socket.create_connection(("127.0.0.1", server.port), timeout=10)
    line.sendall("\r\n".join((*lines, "", "")).encode())
    return line


def status(line: socket.socket, wait: float = 10) -> int | None:
    """The status of the answer; None where the connection was closed without one."""
    line.settimeout(wait)
    try:
        words = line.recv(200).split()
    except ConnectionError:
        return None
    return int(words[1]) if words else None


def poured(line: socket.socket, most: int, *, on_and_on: bool) -> tuple[int | None, int]:
    """Send up to `most` bytes in chunks; return the first answer's status and how many were sent.

    It stops at the first answer, or goes on and on until the line is closed.
    """
    found: int | None = None
    sent = 0
    try:
        for block in (head(), *[b"x" * 65536] * (most // 65536)):
            line.settimeout(10)
            line.sendall(b"%x\r\n%s\r\n" % (len(block), block))
            sent += len(block)
            if found is None and select.select([line], [], [], 0)[0]:
                found = status(line)
                if not on_and_on or found is None:
                    break
    except OSError:  # closed, or nothing more is taken
        return found, sent
    return found or status(line), sent


def nothing_stays(server: Server, folder: Path, marker: str = "") -> None:
    assert opened(server) == []
    assert list((folder / "temporary").iterdir()) == []
    for each in server.home.rglob("*"):
        if each.is_file():
            assert not marker or marker.encode() not in each.read_bytes(), each
            assert each.stat().st_size < MB, each


def with_a_page(server: Server, what):
    """Do something while a page is open, as an upload always is."""

    async def go():
        one = await Visitor.open(server.port, "data")
        try:
            return await what(one)
        finally:
            await one.close()

    return asyncio.run(go())


def test_a_gigabyte_that_is_announced_is_refused_before_it_is_sent(server, folder):
    before = memory(server)

    async def go(one):
        begin = time.monotonic()
        line = put(server, upload(one, "big"), f"Content-Length: {GIGABYTE}")
        with line:
            assert status(line) == 413
        return time.monotonic() - begin

    assert with_a_page(server, go) < FEW_SECONDS
    assert memory(server) - before < MOST_MEMORY
    nothing_stays(server, folder)


@pytest.mark.parametrize("to", ["the field for a file", "a visit that is over", "any address"])
def test_a_body_without_a_length_is_cut_off_soon_after_10_mb(server, folder, to):
    before = memory(server)

    async def go(one):
        over = "/_stcore/upload_file/over/big"
        address = {"the field for a file": upload(one, "big"), "a visit that is over": over}
        with put(server, address.get(to, "/diary"), "Transfer-Encoding: chunked") as line:
            return poured(line, GIGABYTE, on_and_on=False)

    answer, sent = with_a_page(server, go)
    assert answer in {"the field for a file": {413}}.get(to, {400, 405})
    assert sent < 40 * MB  # what the system itself holds on the way is in it
    assert memory(server) - before < MOST_MEMORY
    nothing_stays(server, folder)


def test_a_caller_who_goes_on_after_the_refusal_fills_nothing(server, folder):
    before = memory(server)

    async def go(one):
        with put(server, upload(one, "big"), "Transfer-Encoding: chunked") as line:
            return poured(line, 200 * MB, on_and_on=True)

    assert with_a_page(server, go)[0] == 413
    assert memory(server) - before < MOST_MEMORY
    nothing_stays(server, folder)


def test_a_file_just_over_10_mb_is_refused_and_the_next_one_is_taken(server, folder):
    async def go(one):
        found = []
        for length in (LIMIT + 1, LIMIT - 1000):  # with what a form puts around it
            body = head(b"x" * length) + TAIL
            with put(server, upload(one, f"of-{length}"), f"Content-Length: {len(body)}") as line:
                with contextlib.suppress(ConnectionError):
                    line.sendall(body)
                found.append(status(line))
        return found

    assert with_a_page(server, go) in ([413, 204], [None, 204])
    nothing_stays(server, folder)


def test_a_file_of_2_mb_that_was_looked_at_and_not_brought_in_leaves_nothing(server, folder):
    rows = "".join(
        f"{2000 + n // 300:04}-{n % 12 + 1:02}-{n % 28 + 1:02},{n % 11},{MARKER} {'x' * 300}\n"
        for n in range(6500)
    )
    table = f"date,pain_worst,note\n{rows}".encode()
    assert 2 * MB < len(table) < LIMIT
    seen: list[str] = []

    async def go(one):
        body = head(table) + TAIL
        with put(server, upload(one, "looked-at"), f"Content-Length: {len(body)}") as line:
            half = len(body) // 2
            line.sendall(body[:half])
            await asyncio.sleep(0.5)  # what came so far is nowhere on the disk either
            seen.extend(opened(server))
            line.sendall(body[half:])
            assert status(line) == 204
        one.set("file_import_0")
        info = one.states["file_import_0"].file_uploader_state_value.uploaded_file_info.add()
        info.name, info.size, info.file_id = "diary.csv", len(table), "looked-at"
        return await one.look()

    said = with_a_page(server, go)
    assert "What would be brought in" in said
    assert "Bring in 6,500 entries" in said
    assert seen == []
    nothing_stays(server, folder, MARKER)
