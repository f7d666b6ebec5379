"""Every page draws itself, whatever is kept: nothing yet, the example diary, a finished check."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from backwatch import example, paths, triage, urgency
from backwatch.questionnaire import questionnaire
from backwatch.store import Store
from tests import people_cases
from ui import menu

NOW = dt.datetime.now().astimezone()
NOT_REVIEWED = "No doctor or nurse has reviewed these rules yet"
STRAIN = people_cases.person("strain")
LEVELS: dict[str, dict[str, Any]] = {
    "self_care": {},
    "routine": {"trend": "worse_slow"},
    "within_days": {"age": 62, "duration": "w4_12", "trend": "worse_slow"},
    "same_day": {"blood_streaks": "past_week"},
    "emergency": {"g_legs": "yes"},
}


def finish(store: Store, answers: dict[str, Any], at: dt.datetime = NOW) -> None:
    """Keep a finished check with these answers."""
    who = store.person().id
    found = triage.rule_book().assess(questionnaire().read(answers))
    check = store.start_check(who, at)
    store.answer_many(check.id, answers, at)
    store.finish_check(
        check.id,
        level=found.level.id if found.level else None,
        status=found.status,
        fired=found.fired,
        rules_version=found.rules_version,
        recheck_on=urgency.levels()[found.level].recheck_on(NOW.date()) if found.level else None,
        at=at,
    )


def keep_nothing(store: Store) -> None:
    """The first visit."""


def keep_the_example(store: Store) -> None:
    example.fill_example(store, NOW.date())


def keep_a_check(store: Store) -> None:
    finish(store, people_cases.changed(STRAIN, LEVELS["same_day"]))


def keep_half_a_check(store: Store) -> None:
    check = store.start_check(store.person().id, NOW)
    store.answer_many(check.id, {"g_breath": "no", "age": 60}, NOW)
    store.set_setting("check_step", "you")


STATES = (keep_nothing, keep_the_example, keep_a_check, keep_half_a_check)


def drawn(page: str, start: str = "ui/entry.py") -> AppTest:
    """Open the start page, then this one, and return it."""
    script = paths.ROOT / start
    test = AppTest.from_file(str(script), default_timeout=60).run()
    if page != "today":
        up = "../" * start.count("/")
        test.switch_page(f"{up}pages/{page}.py").run()
    return test


def words(test: AppTest) -> str:
    """All that the page says, in its own markup."""
    return "\n".join(_words(test._tree))


def _words(block: Any) -> Iterator[str]:
    for one in block.children.values():
        if hasattr(one, "children"):
            yield from _words(one)
        yield str(one.proto)


@pytest.mark.parametrize("keep", STATES, ids=lambda keep: keep.__name__)
@pytest.mark.parametrize("page", menu.PAGES)
def test_a_page_draws_in_its_frame(store, page, keep):
    keep(store)
    test = drawn(page)
    assert not test.exception
    assert len(test.title) == 1 or page in ("check", "today")
    said = words(test)
    assert "bw-strip" in said
    assert NOT_REVIEWED in said
    assert "Something went wrong" not in said


@pytest.mark.parametrize("page", menu.PAGES)
def test_a_page_draws_when_the_launcher_itself_is_run_as_a_script(store, page):
    keep_the_example(store)
    test = drawn(page, "app.py")
    assert not test.exception
    if page == "today":
        assert "bw-strip" in words(test)


@pytest.mark.parametrize("level", LEVELS)
def test_every_level_says_that_no_doctor_or_nurse_has_reviewed_the_rules(store, level):
    finish(store, people_cases.changed(STRAIN, LEVELS[level]))
    test = drawn("check")
    said = words(test)
    assert not test.exception
    assert urgency.levels()[urgency.Urgency.from_id(level)].title in said
    assert NOT_REVIEWED in said
