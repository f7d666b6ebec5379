"""The check as people go through it: at once where it matters, and never a lost answer."""

import contextlib
import sqlite3

import pytest

from backwatch import urgency
from backwatch.home import DATABASE
from backwatch.questionnaire import questionnaire
from backwatch.urgency import Urgency
from tests import people_cases
from tests.browser import people
from tests.browser.people import answers_for, choose, given, heading, press, titled, until

DANGER = questionnaire().steps[0]
SIGNS = DANGER.all_questions
EMERGENCY = urgency.levels()[Urgency.EMERGENCY].title
REVIEW = "Look over your answers"
FINISH = "See how soon to get help"


def chosen(page, question: str) -> str:
    """The words of the answer that the screen shows as chosen; empty when there is none."""
    found = page.locator(f".st-key-row_{question} [role=radio][aria-checked=true]")
    return found.inner_text() if found.count() else ""


def answer_step(page, step_id: str, answers: dict) -> None:
    """Answer all that one screen asks, and go on."""
    book = questionnaire()
    step = next(one for one in book.steps if one.id == step_id)
    asked = book.step_questions(step, book.read(answers))
    if not asked:
        return
    titled(page, step.title)
    for question in asked:
        if question in answers:
            value = answers[question]
            choose(page, question, *(value if isinstance(value, (list, tuple)) else [value]))
    press(page, "Continue")


def level_title(level: str) -> str:
    return urgency.levels()[Urgency.from_id(level)].title


# Danger signs


@pytest.mark.parametrize(("country", "number"), [("us", "911"), ("gb", "999"), ("in", "112")])
def test_a_yes_to_a_danger_sign_shows_the_emergency_screen_in_that_same_click(
    server, visit, country, number
):
    people.forget_checks(server.home)
    people.with_check(server.home, {}, step="danger", country=country)
    page = visit(width=360, height=780).page
    people.at(page, server, "check")
    choose(page, "g_walk", "yes")
    titled(page, EMERGENCY)

    call = page.locator(".bw-result a.bw-call")
    assert call.get_attribute("href") == f"tel:{number}"
    assert call.bounding_box()["y"] + call.bounding_box()["height"] < 780
    assert questionnaire()["g_walk"].label in page.locator(".bw-result").inner_text()
    assert "No doctor or nurse has reviewed these rules yet" in people.told(page)
    until(lambda: page.evaluate("document.activeElement.tagName") == "H1", "the focus stayed")
    assert given(server.home) == {"g_walk": "yes"}

    press(page, "I tapped yes by mistake")
    titled(page, DANGER.title)
    assert chosen(page, "g_walk") == ""
    assert given(server.home) == {}


@pytest.mark.walk
def test_without_a_country_the_emergency_screen_has_words_and_asks_where(fresh_server, visit):
    server, page = fresh_server(), visit().page
    people.at(page, server, "check")
    choose(page, "g_legs", "yes")
    titled(page, EMERGENCY)
    assert page.locator("a[href^='tel:']").count() == 0
    assert "Call your emergency number" in page.locator(".bw-result").inner_text()

    page.locator(".st-key-card_country input").fill("Ireland")
    page.get_by_role("option", name="Ireland").click()
    page.locator(".bw-result a.bw-call").wait_for()
    assert heading(page) == EMERGENCY


@pytest.mark.walk
def test_somebody_who_is_being_helped_can_go_on_and_the_level_stays(fresh_server, visit, tmp_path):
    answers = {sign: "no" for sign in SIGNS} | {"g_legs": "not_sure"}
    server = fresh_server(home=people.with_check(tmp_path / "home", answers))
    page = visit().page
    people.at(page, server, "check")
    choose(page, "g_legs", "yes")
    titled(page, EMERGENCY)
    press(page, "Someone is helping me. Go on")
    titled(page, DANGER.title)
    press(page, "Continue")
    titled(page, "About you")
    page.reload()
    titled(page, "About you")
    people.with_check(server.home, {}, step="review")
    people.at(page, server, "check")
    press(page, FINISH)
    titled(page, EMERGENCY)


def test_the_danger_signs_cannot_be_passed_half_answered(server, visit):
    people.forget_checks(server.home)
    page = visit().page
    people.at(page, server, "check")
    choose(page, "g_breath", "no")
    until(lambda: given(server.home) == {"g_breath": "no"})
    press(page, "Continue")
    assert "Please answer 13 more" in page.get_by_role("alert").inner_text()
    assert heading(page) == DANGER.title
    press(page, "I have read them all. The rest are no")
    titled(page, "About you")
    assert given(server.home) == {sign: "no" for sign in SIGNS}


# Nothing that was answered is lost


def test_ten_answers_outlive_a_reload_a_new_tab_and_a_restart_of_the_server(fresh_server, visit):
    server, person = fresh_server(), visit()
    page = person.page
    people.at(page, server, "check")
    answers = {sign: "not_sure" if n % 3 == 0 else "no" for n, sign in enumerate(SIGNS[:10])}
    for question, answer in answers.items():
        choose(page, question, answer)
    until(lambda: given(server.home) == answers, "not all ten were saved")

    def shown(somewhere) -> dict[str, str]:
        return {sign: chosen(somewhere, sign) for sign in SIGNS if chosen(somewhere, sign)}

    words = {sign: questionnaire()[sign].words(answer) for sign, answer in answers.items()}
    page.reload()
    titled(page, DANGER.title)
    until(lambda: shown(page) == words)

    tab = page.context.new_page()
    people.at(tab, server, "check")
    until(lambda: shown(tab) == words)
    tab.close()

    assert server.stop() == 0
    again = fresh_server("--port", str(server.port), home=server.home)
    assert again.port == server.port
    page.locator("[data-test-connection-state=CONNECTED]").wait_for()
    choose(page, SIGNS[10], "no")  # the first click, in the tab that stayed open
    until(lambda: given(server.home) == answers | {SIGNS[10]: "no"}, "a click was lost")
    people.quiet(page)
    assert shown(page) == words | {SIGNS[10]: "No"}

    page.reload()
    titled(page, DANGER.title)
    assert shown(page) == words | {SIGNS[10]: "No"}
    for sign in SIGNS[11:]:
        choose(page, sign, "no")
    until(lambda: len(given(server.home)) == len(SIGNS))
    press(page, "Continue")
    titled(page, "About you")
    assert all("?" not in url for url in (page.url, *map(people.address, person.requests)))


@pytest.mark.walk
def test_a_number_typed_before_a_restart_is_kept_by_the_click_after_it(
    fresh_server, visit, tmp_path
):
    danger = {sign: "no" for sign in SIGNS}
    server = fresh_server(home=people.with_check(tmp_path / "home", danger, step="you"))
    page = visit().page
    people.at(page, server, "check")
    choose(page, "age", 62)
    until(lambda: given(server.home).get("age") == 62)
    server.stop()
    fresh_server("--port", str(server.port), home=server.home)
    page.locator("[data-test-connection-state=CONNECTED]").wait_for()
    choose(page, "cancer", "none")
    until(lambda: given(server.home).get("cancer") == "none", "the first click was lost")
    assert given(server.home)["age"] == 62
    press(page, "Continue")
    titled(page, "Smoking and other risks")


@pytest.mark.walk
def test_two_tabs_do_not_undo_each_others_answers(fresh_server, visit):
    server, one = fresh_server(), visit().page
    people.at(one, server, "check")
    two = one.context.new_page()
    people.at(two, server, "check")
    choose(one, "g_breath", "no")
    until(lambda: given(server.home) == {"g_breath": "no"})
    choose(two, "g_chest", "no")
    until(lambda: given(server.home) == {"g_breath": "no", "g_chest": "no"})
    choose(one, "g_blood", "not_sure")
    both = {"g_breath": "no", "g_chest": "no", "g_blood": "not_sure"}
    until(lambda: given(server.home) == both)
    choose(two, "g_legs", "yes")
    titled(two, EMERGENCY)
    choose(one, "g_walk", "no")
    titled(one, EMERGENCY)  # what another tab said is not overlooked
    assert given(server.home) == both | {"g_legs": "yes", "g_walk": "no"}


@pytest.mark.walk
def test_a_click_in_an_old_window_does_not_begin_a_new_check(fresh_server, visit, tmp_path):
    home = people.with_check(tmp_path / "home", answers_for("within_days"), step="chest")
    server, old = fresh_server(home=home), visit().page
    people.at(old, server, "check")
    people.with_check(home, {}, step="review")
    new = old.context.new_page()
    people.at(new, server, "check")
    press(new, FINISH)
    titled(new, level_title("within_days"))

    choose(old, "cough", "over3w")
    titled(old, level_title("within_days"))
    assert "finished in another window" in old.get_by_role("alert").inner_text()
    with people.kept(home) as store:
        checks = store.checks(store.person().id)
    assert [check.level for check in checks] == ["within_days"]


def test_a_danger_sign_is_an_emergency_even_while_it_cannot_be_saved(fresh_server, visit, tmp_path):
    app = people.copied_tree(tmp_path / "project")
    file = app.parent / "backwatch" / "store" / "store.py"
    patient = file.read_text(encoding="utf-8")
    assert "timeout: float = 10.0" in patient
    hasty = patient.replace("timeout: float = 10.0", "timeout: float = 0.3")
    file.write_text(hasty, encoding="utf-8")
    server = fresh_server(home=people.with_check(tmp_path / "home", {}, country="us"), app=app)
    page = visit().page
    people.at(page, server, "check")
    with contextlib.closing(sqlite3.connect(server.home / DATABASE, timeout=5)) as other:
        other.execute("BEGIN IMMEDIATE")
        choose(page, "g_breath", "no")
        page.get_by_role("alert").wait_for()
        people.quiet(page)  # the page stands, it does not try for ever
        assert "Not saved" in page.get_by_role("alert").inner_text()
        assert chosen(page, "g_breath") == "No"
        choose(page, "g_legs", "yes")
        titled(page, EMERGENCY)
        assert page.locator(".bw-result a[href='tel:911']").is_visible()
        other.rollback()
    assert given(server.home) == {}
    press(page, "I tapped yes by mistake")
    titled(page, DANGER.title)
    until(lambda: given(server.home) == {"g_breath": "no"}, "what was not saved was forgotten")


# From the first question to the result


def test_the_whole_check_by_mouse_a_change_and_the_result_follows(fresh_server, visit):
    server, person = fresh_server(), visit()
    page = person.page
    people.at(page, server, "today")
    press(page, "Check how soon to get help")
    titled(page, DANGER.title)
    answers = people_cases.on_screens(answers_for("within_days"))
    press(page, "I have read them all. The rest are no")
    for step in questionnaire().steps[1:]:
        answer_step(page, step.id, answers)
    titled(page, REVIEW)
    assert "Is everything right?" in people.told(page)
    press(page, FINISH)

    titled(page, level_title("within_days"))
    asked = {q: v for q, v in answers.items() if questionnaire().read(answers).applies(q)}
    assert given(server.home) == {
        q: list(v) if isinstance(v, (list, tuple)) else v for q, v in asked.items()
    }
    words = people.told(page)
    for part in ("Level 3 of 5", "Why this level", "You said.", "You answered no", "Not seen by"):
        assert part in words
    assert "No doctor or nurse has reviewed these rules yet" in words
    assert page.locator(".bw-reason .bw-src li").count() >= 1

    press(page, "Change my answers")
    titled(page, REVIEW)
    press(page, "Change: Your chest and lungs")
    titled(page, "Your chest and lungs")
    choose(page, "blood_streaks", "past_week")
    until(lambda: given(server.home)["blood_streaks"] == "past_week")
    press(page, "Back to my answers")
    titled(page, REVIEW)
    press(page, FINISH)
    titled(page, level_title("same_day"))

    people.at(page, server, "today")
    assert level_title("same_day") in people.told(page)
    people.at(page, server, "check")
    assert heading(page) == level_title("same_day")
    assert all("?" not in url for url in map(people.address, person.requests))
    assert person.blocked() == []


@pytest.mark.parametrize("level", [level for level in people.LEVELS if level != "under_18"])
def test_each_level_is_shown_with_what_to_do_and_by_when(server, visit, level):
    people.with_result(server.home, level, country="gb")
    page = visit(width=360, height=780).page
    people.at(page, server, "check")
    assert heading(page) == level_title(level)
    words = people.told(page)
    assert "No doctor or nurse has reviewed these rules yet" in words
    assert "999" in words
    people.forget_checks(server.home)


def test_what_is_not_sure_is_named_and_never_counts_as_no(fresh_server, visit, tmp_path):
    answers = answers_for("self_care") | {"g_legs": "not_sure", "night": "not_sure"}
    del answers["fever"]
    server = fresh_server(home=people.with_check(tmp_path / "home", answers, step="review"))
    page = visit().page
    people.at(page, server, "check")
    assert "Not answered: Fever." in people.told(page)
    press(page, FINISH)
    page.get_by_text("What we could not rule out").wait_for()
    words = people.told(page)
    assert "At least level" in words
    assert "Answer: Fever" in words
    assert "You were not sure" in words
    assert heading(page) != level_title("self_care")


@pytest.mark.walk
def test_somebody_under_18_gets_no_level_but_is_sent_to_a_doctor(fresh_server, visit, tmp_path):
    danger = {sign: "no" for sign in SIGNS}
    server = fresh_server(home=people.with_check(tmp_path / "home", danger, step="you"))
    page = visit().page
    people.at(page, server, "check")
    choose(page, "age", 15)
    press(page, "Continue")
    titled(page, "This check is for adults")
    words = people.told(page)
    assert "Please see a doctor" in words
    assert "Level" not in page.inner_text("[data-testid=stMain]")
    press(page, "Change my age")
    titled(page, "About you")
