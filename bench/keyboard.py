"""How long a person with a plain strain needs from the first question to the result, by keyboard.

A script presses the keys, so the time is that of the app and the browser, not of reading. The
baseline is the same number of key presses into an empty page of the same browser.
"""

import statistics
import time

from playwright.sync_api import Page, sync_playwright

from backwatch.questionnaire import questionnaire
from bench import servers
from tests import people_cases
from tests.browser import conftest as browser_tests
from tests.browser import people
from tests.browser.keyboard import Keyboard

RUNS = 5
REVIEW_AND_RESULT = 2


def main() -> None:
    """Print the screens, the keys and the median time."""
    times, empty, screens, presses = [], [], 0, 0
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=browser_tests.chromium_path(), args=browser_tests.CHROMIUM_OPTIONS
        )
        for _ in range(RUNS):
            port = servers.free_port()
            with (
                servers.scratch() as folder,
                servers.process(servers.our_command(port), folder) as server,
            ):
                servers.wait_for(port, server)
                page = browser.new_page(viewport={"width": 1280, "height": 800})
                page.goto(f"http://127.0.0.1:{port}/check")
                people.titled(page, questionnaire().steps[0].title)
                start = time.perf_counter()
                screens, presses = _run(page)
                times.append(time.perf_counter() - start)
                page.goto("about:blank")
                start = time.perf_counter()
                for _ in range(presses):
                    page.keyboard.press("Tab")
                empty.append(time.perf_counter() - start)
                page.close()
        browser.close()
    median, alone = statistics.median(times), statistics.median(empty)
    print("\nA plain strain from the first question to the result, by keyboard alone")
    print(f"  screens: {screens} (aim 12 or fewer), keys pressed: {presses}")
    print(f"  median of {RUNS} runs: {median:.1f} s, of which {alone:.1f} s for the keys alone")
    print(f"  ratio: {median / alone:.1f}")


def _run(page: Page) -> tuple[int, int]:
    keys, book = Keyboard(page), questionnaire()
    answers = people_cases.on_screens(people_cases.person("strain"))
    keys.push("I have read them all. The rest are no")
    screens = 1
    for step in book.steps[1:]:
        asked = book.step_questions(step, book.read(answers))
        if not asked:
            continue
        screens += 1
        people.titled(page, step.title)
        for question in asked:
            if question in answers:
                keys.answer(book[question], answers[question])
        people.quiet(page)
        keys.push("Continue")
    people.titled(page, "Look over your answers")
    keys.push("See how soon to get help")
    people.titled(page, "Care for it at home and watch")
    return screens + REVIEW_AND_RESULT, keys.presses
