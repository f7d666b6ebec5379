"""Start servers from one process that has everything imported: two seconds less for each.

The server is a process of its own all the same, with its own folder, log and environment. Tests of
the start itself, and those that need another environment, start `python app.py` (see conftest).
"""

import gc
import importlib
import json
import os
import pkgutil
import runpy
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

WHERE = hasattr(os, "fork")


class Parent:
    """The process that the servers come from."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.browser.forked"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def ask(self, what: str, **about: Any) -> Any:
        """Return what it answers."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps({"what": what, **about}) + "\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())

    def start(self, command: list[str], cwd: Path, env: dict[str, str], log: Path) -> "Forked":
        """Return a new server: `command` is the script and its options."""
        pid = self.ask("start", command=command, cwd=str(cwd), env=env, log=str(log))
        return Forked(self, pid)

    def end(self) -> None:
        """Let it end."""
        self._process.communicate(timeout=15)


class Forked:
    """A server, in the manner of subprocess.Popen."""

    def __init__(self, parent: Parent, pid: int) -> None:
        self.pid = pid
        self.returncode: int | None = None
        self._parent = parent

    def poll(self) -> int | None:
        """Return its exit status, below zero for a signal; None while it runs."""
        if self.returncode is None:
            self.returncode = self._parent.ask("poll", pid=self.pid)
        return self.returncode

    def wait(self, timeout: float = 30) -> int:
        """Return its exit status when it has ended. Raises subprocess.TimeoutExpired."""
        until = time.monotonic() + timeout
        while (status := self.poll()) is None:
            if time.monotonic() > until:
                raise subprocess.TimeoutExpired(f"server {self.pid}", timeout)
            time.sleep(0.02)
        return status

    def kill(self) -> None:
        """End it at once."""
        os.kill(self.pid, signal.SIGKILL)


def _import_all() -> None:
    import backwatch
    import ui

    for package in (backwatch, ui):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not any(word in module.name for word in ("__main__", "ui.entry", "migrations")):
                importlib.import_module(module.name)
    for name in ("pandas", "plotly.graph_objects", "pyarrow", "typst"):
        importlib.import_module(name)
    gc.collect()
    gc.freeze()


def _become(about: dict[str, Any]) -> None:
    """Turn this new process into the server that was asked for."""
    out = os.open(about["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    nothing = os.open(os.devnull, os.O_RDONLY)
    for new, old in ((nothing, 0), (out, 1), (out, 2)):
        os.dup2(new, old)
    os.environ.clear()
    os.environ.update(about["env"])
    time.tzset()
    os.chdir(about["cwd"])
    sys.argv[:] = about["command"]
    runpy.run_path(about["command"][0], run_name="__main__")


def main() -> None:
    """Answer each line of the standard input with one line, until it ends."""
    _import_all()
    for line in sys.stdin:
        about = json.loads(line)
        answer: int | None = None
        if about["what"] == "start":
            answer = os.fork()
            if answer == 0:
                status = 1
                try:
                    _become(about)
                    status = 0
                except SystemExit as end:
                    status = end.code if isinstance(end.code, int) else 1
                finally:
                    sys.stdout.flush()
                    sys.stderr.flush()
                    os._exit(status)
        else:
            found, status = os.waitpid(about["pid"], os.WNOHANG)
            answer = os.waitstatus_to_exitcode(status) if found else None
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
