"""Kills the app with SIGKILL while a diary entry is being typed, and looks at what is left of it.

python tests/proofs/killed_typist.py FOLDER KILLS SEED

Forks a visit for each kill, so that Python starts only once: it opens the real page, changes a
score, a number and the note again and again, saves an entry now and then, and tells of each step
once the page stands. Another visit then opens the page on what is left. Prints one JSON object.
"""

import contextlib
import gc
import json
import os
import random
import select
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from streamlit.components.v2 import manifest_scanner
from streamlit.logger import set_log_level

from backwatch.store import open_store
from tests.unit.test_pages import drawn
from ui import load, server

NOTE = "words that somebody is typing "
SAVE_EVERY = 5  # steps


def parts(page: Any) -> tuple[Any, Any, Any]:
    """Return the widgets that are typed into: the worst pain, hours of sleep, the note."""

    def named(widgets: Any, begins: str) -> Any:
        return next(one for one in widgets if str(one.key).startswith(begins))

    return (
        named(page.button_group, "nrs_worst_"),
        named(page.text_input, "txt_sleep_"),
        named(page.text_area, "note_"),
    )


def type_on(step: int, tell: int) -> None:
    """Type and now and then save, from this step on, until killed."""
    page = drawn("diary")
    while True:
        step += 1
        for widget, value in zip(
            parts(page), (step % 11, f"{step % 24}", f"{step} {NOTE * 9}"), strict=True
        ):
            widget.set_value(value)
        page.run()
        os.write(tell, f"typed {step}\n".encode())
        if step % SAVE_EVERY == 0:
            page.button(key="go_save").click().run()
            os.write(tell, f"saved {step}\n".encode())


def look(tell: int) -> None:
    """Tell what the page holds now, typed and saved, after every row was looked at."""
    page = drawn("diary")
    worst, sleep, note = (widget.value for widget in parts(page))
    store = open_store(Path(os.environ["BACKWATCH_HOME"]))
    store.verify()
    entries = store.entries(store.person().id)
    store.close()
    found = {
        "failed": len(page.exception),
        "typed": [worst, sleep, note],
        "saved": [[one.pain_worst, f"{one.sleep_hours:g}", one.note] for one in entries],
    }
    os.write(tell, json.dumps(found).encode() + b"\n")


def forked(what: Callable[[int], None], *, kill_after: float | None = None) -> str:
    """Return what a fork of this process tells, until it ends or is killed in its work."""
    hear, tell = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(hear)
        with contextlib.suppress(BaseException):
            what(tell)
        os._exit(0)
    os.close(tell)
    if kill_after is not None:
        select.select([hear], [], [], 60)
        time.sleep(kill_after)
        os.kill(child, signal.SIGKILL)
    told = b""
    while more := os.read(hear, 65536):
        told += more
    os.waitpid(child, 0)
    os.close(hear)
    return told.decode()


def step_of(kept: list[Any]) -> int:
    """Return the step whose values stand together; 0 for none typed, -1 where they do not."""
    worst, sleep, note = kept
    if (worst, sleep, note) == (None, "", ""):
        return 0
    step = int(note.split()[0]) if note else -1
    whole = kept == [step % 11, f"{step % 24}", f"{step} {NOTE * 9}"]
    return step if whole else -1


def main(folder: Path, kills: int, seed: int) -> dict[str, int]:
    """Return the counts: what was told, and what of it is lost, half, twice or failed."""
    os.environ["BACKWATCH_HOME"] = str(folder)
    open_store(folder).close()
    server.settle_config()
    set_log_level("error")  # AppTest warns about its own threads
    manifests = manifest_scanner.scan_component_manifests()
    manifest_scanner.scan_component_manifests = lambda: manifests
    drawn("diary")  # what every visit loads and reads is then there in each fork
    load.store().close()  # but a connection must never get into one
    load.store.cache_clear()
    gc.freeze()
    chance = random.Random(seed)  # noqa: S311 - the same moments, as far as a clock allows
    found = dict.fromkeys(("kills", "told", "lost", "half", "twice", "failed"), 0)
    step, saved = 0, set()
    for _ in range(kills):
        after = chance.random() * 0.8
        told = forked(lambda tell, step=step: type_on(step, tell), kill_after=after).splitlines()
        found["kills"] += 1
        found["told"] += len(told)
        for line in told:
            word, number = line.split()
            step = max(step, int(number))
            saved |= {int(number)} if word == "saved" else set()
        now = json.loads(forked(look) or "null")
        if now is None:
            found["failed"] += 1
            continue
        typed, kept = step_of(now["typed"]), [step_of(one) for one in now["saved"]]
        found["failed"] += now["failed"]
        found["half"] += [typed, *kept].count(-1)
        found["twice"] += len(kept) - len(set(kept)) + (typed in saved)
        found["lost"] += len(saved - set(kept)) + (max(typed, *kept, 0) < step)
        step = max(step, typed, *kept)
    return found


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))))
