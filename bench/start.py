"""How long from starting the process to the first page, finished, in the browser."""

import time
from collections.abc import Callable
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from bench import compare, servers
from tests.browser import conftest as browser_tests

ROUNDS = 7
AIM = "1.25 or less"
SCRIPT_DONE = '[data-testid="stApp"][data-test-script-state="notRunning"]'
LAST_OF_OURS = ".bw-foot"  # the notice under every page
LAST_OF_EMPTY = '[data-testid="stText"]'


def _seconds(
    browser: Any, folders: Callable[[], Path], command: Callable[[int], list[str]], last: str
) -> float:
    """Start a server and open its first page, with nothing in the browser's cache."""
    port = servers.free_port()
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    start = time.perf_counter()
    with servers.process(command(port), folders()) as server:
        servers.wait_for(port, server)
        page.goto(f"http://127.0.0.1:{port}/", wait_until="commit")
        page.wait_for_selector(last)
        page.wait_for_selector(SCRIPT_DONE)
        seconds = time.perf_counter() - start
        context.close()
    return seconds


def main() -> None:
    """Print the comparison."""
    compare.head(
        "Cold start to the first page finished in the browser",
        baseline="`streamlit run bench/baselines/empty.py`: one word, Streamlit's own defaults",
        ours="`python app.py --no-browser`: Today, first visit, an empty data folder each time",
        note="Chromium itself runs already; each round has an empty browser cache. "
        "Reports to Streamlit's makers are off and both listen on 127.0.0.1.",
    )
    with servers.scratch() as scratch, sync_playwright() as playwright:
        numbers = count()

        def folders() -> Path:
            return scratch / str(next(numbers))

        browser = playwright.chromium.launch(
            executable_path=browser_tests.chromium_path(), args=browser_tests.CHROMIUM_OPTIONS
        )
        empty = partial(servers.streamlit_command, servers.BASELINES / "empty.py")
        times = compare.in_turn(
            partial(_seconds, browser, folders, empty, LAST_OF_EMPTY),
            partial(_seconds, browser, folders, servers.our_command, LAST_OF_OURS),
            rounds=ROUNDS,
        )
        browser.close()
    compare.show(times, aim=AIM)
