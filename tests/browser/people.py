"""What people do in the browser tests: open pages, answer, tap, and what they had kept before."""

import contextlib
import datetime as dt
import re
import shutil
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from backwatch import example, paths, triage, urgency
from backwatch.diary import Entry
from backwatch.questionnaire import questionnaire
from backwatch.store import Check, Store, open_store
from tests import people_cases
from tests.browser.conftest import Server, settled

PAGES = ("today", "check", "diary", "trends", "screening", "learn", "summary", "data", "about")
ARTICLE = "learn?article=when-to-get-help"
SIZES = {"desktop": (1280, 800), "phone": (360, 780)}
# For journeys that are the same at a desk: there they are walked in `make walks`.
PHONE_FIRST = ["phone", pytest.param("desktop", marks=pytest.mark.walk)]
SECONDS = 15

STRAIN = people_cases.person("strain")
# Answers that differ from STRAIN, by the level that they give.
LEVELS: dict[str, dict[str, Any]] = {
    "self_care": {},
    "routine": {"trend": "worse_slow"},
    "within_days": {"age": 62, "duration": "w4_12", "trend": "worse_slow"},
    "same_day": {"blood_streaks": "past_week"},
    "emergency": {"g_legs": "yes"},
    "under_18": {"age": 15},
}


def now() -> dt.datetime:
    return dt.datetime.now().astimezone()


# --- what was kept before ---


@contextlib.contextmanager
def kept(home: Path) -> Iterator[Store]:
    """The store of a data folder, opened beside a running server."""
    store = open_store(home)
    try:
        yield store
    finally:
        store.close()


def answers_for(level: str) -> dict[str, Any]:
    """Complete answers that give this level; "under_18" too."""
    return people_cases.changed(STRAIN, LEVELS[level])


def with_example(home: Path) -> Path:
    """Fill a data folder with the example diary and its check."""
    with kept(home) as store:
        example.fill_example(store, dt.date.today())  # noqa: DTZ011
    return home


def with_check(
    home: Path, answers: Mapping[str, Any], *, step: str = "", country: str = ""
) -> Path:
    """Keep an unfinished check, open at this screen."""
    with kept(home) as store:
        _country(store, country)
        check = store.open_check(store.person().id) or store.start_check(store.person().id, now())
        store.answer_many(check.id, dict(answers), now())
        store.set_setting("check_step", step)
    return home


def with_result(home: Path, level: str, *, country: str = "us") -> Path:
    """Keep a finished check with this result, in place of any other."""
    with kept(home) as store:
        _country(store, country)
        who, at = store.person().id, now()
        _discard_checks(store)
        given = answers_for(level)
        found = triage.rule_book().assess(questionnaire().read(given))
        assert (found.level.id if found.level else found.status) == level
        check = store.start_check(who, at)
        store.answer_many(check.id, given, at)
        store.finish_check(
            check.id,
            level=found.level.id if found.level else None,
            status=found.status,
            fired=found.fired,
            rules_version=found.rules_version,
            recheck_on=urgency.levels()[found.level].recheck_on(at.date()) if found.level else None,
            at=at,
        )
    return home


def forget_checks(home: Path) -> None:
    """Take away every check that is kept."""
    with kept(home) as store:
        _discard_checks(store)


def _discard_checks(store: Store) -> None:
    for old in store.checks(store.person().id):
        store.discard_check(old.id)


def _country(store: Store, country: str) -> None:
    if country:
        store.save_person(store.person().model_copy(update={"country": country}))


def entries(home: Path) -> list[Entry]:
    """The diary as it is on the disk now, oldest first."""
    with kept(home) as store:
        return store.entries(store.person().id)


def newest_check(home: Path) -> Check | None:
    """The check started last, as it is on the disk now."""
    with kept(home) as store:
        return next(iter(store.checks(store.person().id)), None)


def given(home: Path) -> dict[str, Any]:
    """The answers of the check started last, as they are on the disk now."""
    check = newest_check(home)
    return dict(check.answers) if check else {}


def copied_tree(folder: Path) -> Path:
    """A copy of this project to break on purpose. Returns its app.py."""
    for name in ("ui", "pages", "backwatch", "content", "rules", ".streamlit"):
        shutil.copytree(
            paths.ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__")
        )
    shutil.copy(paths.ROOT / "app.py", folder)
    return folder / "app.py"


def until(true: Callable[[], Any], what: str = "") -> Any:
    """Wait until something holds, and return it."""
    deadline = time.monotonic() + SECONDS
    while not (found := true()):
        assert time.monotonic() < deadline, what or "it did not happen"
        time.sleep(0.05)
    return found


# --- what a person does ---


def at(page: Any, server: Server, address: str) -> Any:
    """Open an address and wait until it stands, its last line too. Returns the page."""
    page.goto(f"{server.address}/{'' if address == 'today' else address}")
    settled(page)
    page.locator(".bw-foot").wait_for()
    return page


def turn_to(page: Any, address: str) -> Any:
    """Go to another page of the app that is open, without loading it anew. Returns the page.

    As Back and Forward do it; on a phone the menu would have to be opened first.
    """
    before = page.locator("[data-testid=stMain] h1").first.inner_text()
    page.evaluate(
        "to => { history.pushState({}, '', to);"
        " dispatchEvent(new PopStateEvent('popstate', {state: {}})) }",
        f"/{'' if address == 'today' else address}",
    )
    page.wait_for_function(
        "before => { const h1 = document.querySelector('[data-testid=stMain] h1');"
        " return h1 && h1.innerText !== before }",
        arg=before,
    )
    settled(page)
    page.locator(".bw-foot").wait_for()
    return quiet(page)


def each(page: Any, server: Server, addresses: Iterable[str]) -> Iterator[str]:
    """Open the first address, turn to the others, and yield each when it stands."""
    for number, address in enumerate(addresses):
        if number:
            turn_to(page, address)
        else:
            at(page, server, address)
        yield address


def quiet(page: Any) -> Any:
    """Wait until what the last click began is drawn. Returns the page."""
    page.wait_for_timeout(80)
    settled(page)
    return page


def press(page: Any, name: str | re.Pattern[str], *, nth: int = 0, exact: bool = True) -> Any:
    """Press a button by its words, and wait. Returns the page."""
    main = page.locator("[data-testid=stMain]")
    main.get_by_role("button", name=name, exact=exact).nth(nth).click()
    return quiet(page)


def open_all(page: Any) -> Any:
    """Open everything that folds open, at once. Returns the page."""
    page.locator("[data-testid=stExpander] summary").evaluate_all(
        "all => all.forEach(one => one.click())"
    )
    return quiet(page)


def heading(page: Any) -> str:
    """The title that the page shows."""
    return str(page.locator("[data-testid=stMain] h1").first.inner_text())


def titled(page: Any, title: str) -> Any:
    """Wait for a title. Returns the page."""
    main = page.locator("[data-testid=stMain]")
    main.get_by_role("heading", level=1, name=title, exact=True).wait_for()
    return quiet(page)


def choose(page: Any, question: str, *values: Any) -> None:
    """Choose the answer to one question of the check, by option ids or a number."""
    record = questionnaire()[question]
    row = page.locator(f".st-key-row_{question}")
    for value in values:
        if record.type == "number" and not (record.whole and record.max == 10):
            row.get_by_role("textbox").or_(row.locator("input")).first.fill(str(value))
            page.wait_for_timeout(100)  # nobody types and leaves a field in the same instant
            page.keyboard.press("Tab")
        elif record.type == "single":
            row.get_by_role("radiogroup").get_by_text(record.choices[value], exact=True).click()
        else:
            words = record.words(value) if record.type != "number" else str(value)
            role = "button" if record.type == "multi" else "radio"
            row.get_by_role(role, name=words, exact=True).click()


def address(url: str) -> str:
    """An address without what the script's own files need."""
    return "" if "/static/" in url or "/_stcore/" in url else url


def told(page: Any) -> str:
    """All words on the page."""
    return str(page.inner_text("body"))


def sideways(page: Any) -> int:
    """By how many pixels the page can be scrolled sideways; 0 is right."""
    return int(
        page.evaluate(
            "() => Math.max(...[document.documentElement, document.body,"
            " document.querySelector('[data-testid=stMain]')]"
            ".map(e => e ? e.scrollWidth - e.clientWidth : 0))"
        )
    )
