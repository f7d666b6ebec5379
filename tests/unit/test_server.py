"""The server shell without a server: who may enter, what is sent along, what is logged."""

import asyncio
import errno
import io
import json
import logging
import os
import re
import socket
import subprocess
import sys
import warnings
from pathlib import Path

import pytest

from backwatch import paths
from ui import logs, running, server, style

HERE = ("127.0.0.1", 50000)
NOTE = "Canary4711"


def scope(
    host: str | None = "localhost:8501",
    origin: str | None = None,
    kind: str = "http",
    client: tuple[str, int] | None = HERE,
    path: str = "/",
    **headers: str,
) -> dict:
    """A request as the server hands it on; `sec_fetch_site="..."` becomes that header."""
    named = {"host": host, "origin": origin, **headers}
    return {
        "type": kind,
        "method": "GET",
        "scheme": "http" if kind == "http" else "ws",
        "path": path,
        "client": client,
        "headers": [
            (name.replace("_", "-").encode(), value.encode())
            for name, value in named.items()
            if value is not None
        ],
    }


def guarded(request: dict, kind: str = "application/pdf") -> tuple[list[dict], bool]:
    """What the Guard sends, and whether the app behind it was asked at all."""
    sent: list[dict] = []
    asked = []

    async def app(_scope, _receive, send):
        asked.append(True)
        headers = [
            (b"Server", b"uvicorn"),
            (b"Access-Control-Allow-Origin", b"*"),
            (b"Cache-Control", b"public, max-age=9"),
            (b"content-security-policy", b"default-src *"),
            (b"content-type", kind.encode()),
        ]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b"a diary"})

    async def receive():
        return {"type": "websocket.connect"}

    async def send(message):
        sent.append(message)

    asyncio.run(server.Guard(app)(request, receive, send))
    return sent, bool(asked)


PAIRS = [
    ("localhost:8501", "http://localhost:8501", True),
    ("127.0.0.1:8501", "http://127.0.0.1:8501", True),
    ("localhost:8501", "http://127.0.0.1:8501", False),
    ("localhost:8501", "http://localhost:9999", False),
    ("127.0.0.1:8501", "http://localhost:3000", False),
    ("localhost:8501", "https://localhost:8501", False),
    ("localhost:8501", "null", False),
    ("localhost:8501", "http://evil.example", False),
    ("evil.example:8501", "http://evil.example:8501", False),
    ("localhost.evil.example:8501", "http://localhost:8501", False),
]


@pytest.mark.parametrize("kind", ["http", "websocket"])
@pytest.mark.parametrize(("host", "origin", "welcome"), PAIRS)
def test_only_our_own_page_may_speak_to_the_server(host, origin, welcome, kind):
    assert server.may_enter(scope(host, origin, kind)) is welcome


def test_the_six_ways_to_leave_out_or_repeat_where_a_request_comes_from():
    twice = scope("localhost:8501")
    twice["headers"].append((b"host", b"localhost:8501"))
    two_origins = scope("localhost:8501", "http://localhost:8501")
    two_origins["headers"].append((b"origin", b"http://localhost:8501"))

    assert server.may_enter(scope("localhost:8501", None))  # a typed address has no Origin
    assert not server.may_enter(scope("localhost:8501", None, "websocket"))
    assert not server.may_enter(scope(None))
    assert not server.may_enter(scope(""))
    assert not server.may_enter(twice)
    assert not server.may_enter(two_origins)


def test_the_ipv6_name_of_this_computer_is_ours_too():
    assert server.may_enter(scope("[::1]:8501", "http://[::1]:8501", client=("::1", 1)))


@pytest.mark.parametrize(
    ("client", "welcome"),
    [
        (("127.0.0.1", 1), True),
        (("127.8.8.8", 1), True),
        (("::1", 1), True),
        (("::ffff:127.0.0.1", 1), True),
        (("192.0.2.2", 1), False),
        (("::ffff:192.0.2.2", 1), False),
        (("0.0.0.0", 1), False),  # noqa: S104
        (("fe80::1", 1), False),
        (("a name", 1), False),
        (None, False),
    ],
)
def test_only_this_computer_is_served(client, welcome):
    assert server.may_enter(scope(client=client)) is welcome


def test_another_computer_sees_a_plain_refusal_and_no_diary():
    sent, asked = guarded(scope(client=("192.0.2.2", 1)))

    assert not asked
    assert sent[0]["status"] == 403
    assert sent[1]["body"] == server.REFUSAL
    assert dict(sent[0]["headers"]).keys() >= server.HEADERS.keys()


def test_a_refused_websocket_is_closed_before_it_is_accepted():
    sent, asked = guarded(scope(origin="http://evil.example", kind="websocket"))

    assert not asked
    assert sent == [{"type": "websocket.close", "code": 1008}]


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_another_page_may_link_to_us_but_not_load_us(site):
    link = {"sec_fetch_site": site, "sec_fetch_mode": "navigate", "sec_fetch_dest": "document"}
    post = scope(**link) | {"method": "POST"}

    assert server.may_enter(scope(**link))
    assert not server.may_enter(post)
    assert not server.may_enter(scope(**link | {"sec_fetch_dest": "iframe"}))
    assert not server.may_enter(scope(sec_fetch_site=site, sec_fetch_mode="no-cors"))
    assert not server.may_enter(scope(sec_fetch_site=site))


@pytest.mark.parametrize("site", ["same-origin", "none"])
def test_our_own_requests_pass(site):
    assert server.may_enter(scope(sec_fetch_site=site, sec_fetch_mode="cors"))


@pytest.mark.parametrize(
    ("path", "open_"),
    [
        ("/_stcore/metrics", False),
        ("/_stcore/agent", False),
        ("/_stcore/agent/openapi.json", False),
        ("/_stcore/agent/interact", False),
        ("/_stcore/script-health-check", False),
        ("/_stcore/health", True),
        ("/_stcore/metricsystem", True),
    ],
)
def test_addresses_nobody_needs_are_closed(path, open_):
    sent, asked = guarded(scope(path=path))

    assert asked is open_
    assert sent[0]["status"] == (200 if open_ else 404)


@pytest.mark.parametrize(
    ("path", "kind", "kept"),
    [
        ("/", "text/html; charset=utf-8", False),
        ("/media/abc.pdf", "application/pdf", False),
        ("/_stcore/host-config", "application/json", False),
        ("/static/js/index.js", "text/javascript", True),
        ("/static/no-such-file", "text/html; charset=utf-8", False),
    ],
)
def test_the_browser_keeps_streamlits_scripts_and_nothing_of_the_person(path, kind, kept):
    sent, _ = guarded(scope(path=path), kind)
    headers = dict(sent[0]["headers"])
    lower = {name.lower(): value for name, value in headers.items()}

    assert lower[b"cache-control"] == (b"public, max-age=9" if kept else b"no-store")
    assert b"server" not in lower
    assert b"access-control-allow-origin" not in lower
    assert [v for n, v in sent[0]["headers"] if n.lower() == b"content-security-policy"] == [
        server.CONTENT_SECURITY_POLICY.encode()
    ]


def test_no_script_from_elsewhere_and_no_eval_is_allowed():
    rules = dict(rule.split(" ", 1) for rule in server.CONTENT_SECURITY_POLICY.split("; "))

    assert rules["script-src"].startswith("'self' blob: 'sha256-")
    assert rules["default-src"] == rules["connect-src"] == "'self'"
    assert "unsafe-eval" not in server.CONTENT_SECURITY_POLICY
    assert server.CONTENT_SECURITY_POLICY.count("'unsafe-inline'") == 1  # styles only
    assert "http:" not in server.CONTENT_SECURITY_POLICY


def test_a_second_start_can_ask_for_a_token_that_only_the_server_knows():
    sent, asked = guarded(scope(path=running.ALIVE_PATH))

    assert not asked
    assert sent[1]["body"] == running.TOKEN.encode()


def test_a_module_that_cannot_be_loaded_is_named_and_the_start_goes_on(monkeypatch, capsys):
    monkeypatch.setattr(server, "WARM_MODULES", ("no_such_module_at_all",))
    monkeypatch.setattr(server.gc, "freeze", lambda: None)
    server.warm_up()

    shown = capsys.readouterr().err
    assert shown.startswith("Cannot load no_such_module_at_all: ModuleNotFoundError at ")


# The configuration


def read_config(folder: Path, *names: str, **env: str) -> list[str]:
    code = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "from ui import server, style; from streamlit import config\n"
        "server.settle_config()\n"
        "for name in sys.argv[2:]: print(config.get_option(name))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(paths.ROOT), *names],
        cwd=folder,
        env=os.environ | env,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.splitlines()


def test_our_config_counts_from_any_folder_and_nothing_can_loosen_it(tmp_path):
    other = tmp_path / ".streamlit" / "config.toml"
    other.parent.mkdir()
    other.write_text("[browser]\ngatherUsageStats = true\n[server]\nmaxUploadSize = 200\n")

    assert read_config(
        tmp_path,
        "server.address",
        "server.maxUploadSize",
        "server.disconnectedSessionTTL",
        "theme.light.primaryColor",
        "runner.postScriptGC",
        "runner.fastReruns",
        "browser.gatherUsageStats",
        "client.showErrorDetails",
        "server.enableCORS",
        "server.enableStaticServing",
        "logger.enableRich",
        STREAMLIT_BROWSER_GATHER_USAGE_STATS="true",
        STREAMLIT_CLIENT_SHOW_ERROR_DETAILS="full",
        STREAMLIT_SERVER_ENABLE_CORS="false",
        STREAMLIT_SERVER_MAX_UPLOAD_SIZE="2000",
        STREAMLIT_SERVER_ENABLE_STATIC_SERVING="true",
        STREAMLIT_LOGGER_ENABLE_RICH="true",
        STREAMLIT_RUNNER_FAST_RERUNS="true",
    ) == ["127.0.0.1", "10", "1800", "#0B5561", *["False"] * 3, "none", "True", "False", "False"]


# The port and the lock


def test_a_busy_port_gives_the_next_free_one():
    first = server._listen(18700)
    assert first is not None
    with first:
        port = first.getsockname()[1]
        second = server._listen(port)
        assert second is not None
        with second:
            assert second.getsockname()[1] > port
            assert second.getsockname()[0] == "127.0.0.1"
            assert second.proto == socket.IPPROTO_TCP  # else small answers wait 40 ms


@pytest.mark.parametrize("text", ["1023", "65536", "-1", "", "8501.5", "x", "٨٥٠١"])
def test_a_port_that_cannot_be_used_is_refused_in_one_sentence(text, capsys):
    with pytest.raises(SystemExit) as stop:
        server._options(["--port", text])
    assert stop.value.code == 2
    assert "give a whole number from 1024 to 65535" in capsys.readouterr().err


@pytest.mark.parametrize("text", ["1024", "65535"])
def test_the_lowest_and_the_highest_port_are_taken(text):
    assert server._options(["--port", text]).port == int(text)


def test_one_backwatch_per_data_folder(tmp_path):
    with running.claim(tmp_path) as first, running.claim(tmp_path) as second:
        assert first is not None
        assert second is None
        first.announce(8501)
        first.announce(8502)
        note = json.loads((tmp_path / running.FILE_NAME).read_text())
        assert note == {"pid": os.getpid(), "port": 8502, "token": running.TOKEN}
    assert (tmp_path / running.FILE_NAME).read_text() == ""
    with running.claim(tmp_path) as third:
        assert third is not None
    if os.name == "posix":
        assert (tmp_path / running.FILE_NAME).stat().st_mode & 0o777 == 0o600


def test_a_full_disk_does_not_stop_the_start(tmp_path):
    class Full(io.FileIO):
        def write(self, _words):
            raise OSError(errno.ENOSPC, "full")

    with Full(tmp_path / "note", "w") as file:
        running.Claim(file).announce(8501)
    running.Claim(None).announce(8501)  # a folder that cannot be changed at all


def test_a_note_that_leads_to_another_program_is_not_believed(tmp_path, monkeypatch):
    monkeypatch.setattr(running, "WAIT_SECONDS", 0.2)
    with server._listen(18750) as other:
        (tmp_path / running.FILE_NAME).write_text(
            f'{{"pid": 1, "port": {other.getsockname()[1]}, "token": "{running.TOKEN}"}}'
        )
        other.close()
        assert running.find(tmp_path) is None


@pytest.mark.parametrize("note", ["", "{", "[]", '{"port": "x", "token": 1}', '{"port": 1}'])
def test_a_damaged_note_finds_nothing_and_does_not_fail(note, tmp_path, monkeypatch):
    monkeypatch.setattr(running, "WAIT_SECONDS", 0.1)
    (tmp_path / running.FILE_NAME).write_text(note)

    assert running.find(tmp_path) is None


# Errors: nothing that a person wrote


def provoke() -> ValueError:
    try:
        try:
            {}[NOTE]
        except KeyError as inner:
            raise ValueError(NOTE) from inner
    except ValueError as outer:
        return outer


def test_an_error_is_told_by_its_kind_and_place_and_code_only():
    error = provoke()
    line = logs.describe(error)

    assert line.startswith("ValueError from KeyError at tests/unit/test_server.py:")
    assert line.endswith(f"(code {logs.code_of(error)})")
    assert NOTE not in line
    assert logs.code_of(error) != logs.code_of(provoke())


@pytest.fixture
def bare_records():
    before = logging.getLogRecordFactory()
    logging.setLogRecordFactory(logs._bare_record)
    yield
    logging.setLogRecordFactory(before)


@pytest.mark.usefixtures("bare_records")
def test_no_log_record_carries_a_message_whoever_writes_it(logged):
    log = logging.getLogger("backwatch.tests")
    log.error(NOTE)
    log.error("%s at 100 %%", NOTE)
    log.error("Uncaught app execution", exc_info=provoke(), stack_info=True)

    assert len(re.findall("^ERROR ", logged(), re.MULTILINE)) == 3
    assert NOTE not in logged()
    assert "ValueError from KeyError" in logged()
    assert "unit/test_server.py" in logged()


def test_a_warning_is_shown_without_its_words(capsys, monkeypatch):
    monkeypatch.setattr(warnings, "showwarning", logs._show_warning)
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.showwarning(UserWarning(NOTE), UserWarning, __file__, 7)

    assert capsys.readouterr().err == "UserWarning at tests/unit/test_server.py:7\n"


def test_a_crash_of_the_program_is_shown_without_its_words(capsys):
    error = provoke()
    logs._show_crash(type(error), error, error.__traceback__)

    shown = capsys.readouterr().err
    assert "Backwatch could not go on: ValueError" in shown
    assert NOTE not in shown


def test_the_error_page_says_what_to_do_in_an_emergency_before_anything_else():
    calm, advice, *_ = logs.ERROR_PAGE.split("\n\n")

    assert "Your saved data are still there" in calm
    assert "Call your emergency number" in advice
    assert "{code}" in logs.ERROR_PAGE


# The launcher


def test_app_py_draws_the_app_when_a_script_runner_loads_it():
    from streamlit.testing.v1 import AppTest

    run = AppTest.from_file(str(paths.ROOT / "app.py"), default_timeout=30).run()

    assert not run.exception
    assert run.title or run.main.children


def served(body: list[bytes], kind: str = "text/html; charset=utf-8", path: str = "/diary"):
    """What reaches the browser of a page that comes in these pieces."""
    sent: list[dict] = []

    async def app(_scope, _receive, send):
        size = str(sum(map(len, body))).encode()
        headers = [(b"content-type", kind.encode()), (b"content-length", size), (b"etag", b"x")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        for number, piece in enumerate(body, start=1):
            more = number < len(body)
            await send({"type": "http.response.body", "body": piece, "more_body": more})

    async def receive():
        return {"type": "http.request"}

    async def send(message):
        sent.append(message)

    request = {**scope("localhost:8501"), "path": path, "method": "GET"}
    asyncio.run(server.Guard(app)(request, receive, send))
    return dict(sent[0]["headers"]), b"".join(each["body"] for each in sent[1:])


@pytest.mark.parametrize(
    "body", [[b"<head></head><body>x</body>"], [b"<head></head><body></bo", b"dy>", b"</html>"]]
)
def test_a_page_comes_with_its_style_sheet_before_the_first_word(body):
    headers, page = served(body)
    assert page.count(b'<link rel="stylesheet" href="/bw.css"></body>') == 1
    assert page.replace(b'<link rel="stylesheet" href="/bw.css">', b"") == b"".join(body)
    assert headers[b"content-length"] == str(len(page)).encode()
    assert headers[b"cache-control"] == b"no-store"
    assert b"etag" not in headers


def test_what_is_not_a_page_stays_byte_for_byte():
    body = [b"<head></head>", b"more"]
    headers, sent = served(body, kind="text/plain")
    assert sent == b"".join(body)
    assert headers[b"etag"] == b"x"


def test_the_style_sheet_itself_is_there_for_our_own_page_only():
    headers, sheet = served([], path="/bw.css")
    assert sheet.decode() == style.SHEET
    assert headers[b"content-type"] == b"text/css; charset=utf-8"
    elsewhere = {**scope("evil.example:8501"), "path": "/bw.css", "method": "GET"}
    sent, asked = guarded(elsewhere)
    assert (sent[0]["status"], asked) == (403, False)


def test_without_our_server_a_page_draws_its_style_sheet_itself(monkeypatch):
    drawn = []
    monkeypatch.setattr(style.st, "html", drawn.append)
    monkeypatch.setattr(style, "in_page", False)
    style.draw()
    monkeypatch.setattr(style, "in_page", True)
    style.draw()
    assert drawn == [f"<style>{style.SHEET}</style>"]


def test_nothing_is_packed_on_its_way_inside_one_computer():
    asked = {}

    async def app(asking, _receive, send):
        asked.update(asking["headers"])
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    async def nothing(*_):
        return {"type": "http.request"}

    request = {**scope("localhost:8501"), "path": "/", "method": "GET"}
    request["headers"].append((b"Accept-Encoding", b"gzip, br"))
    asyncio.run(server.Guard(app)(request, nothing, nothing))
    assert set(asked) == {name for name, _ in request["headers"]} - {b"Accept-Encoding"}
