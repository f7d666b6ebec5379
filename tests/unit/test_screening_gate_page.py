"""The gate on the page of lung screening: closed with a sign, worded by the check, called over."""

import datetime as dt

import pytest

from backwatch import example, triage, urgency
from backwatch.diary import Entry
from backwatch.questionnaire import questionnaire
from backwatch.screening_words import words as said
from backwatch.store import NotSaved, Store
from tests import people_cases
from tests.unit.test_pages import LEVELS, NOW, STRAIN, finish, words
from tests.unit.test_screening_page import (
    TODAY,
    gives_a_verdict_or_a_number,
    keep,
    kept,
    page_of,
    pick,
)

pytestmark = pytest.mark.page

CLOSED = said().page["closed"]
TEAM = said().page["closed_team"]
MILD = said().page["closed_mild"]


def test_the_gate_is_asked_first_and_nothing_else_is_there(store):
    page = page_of(store)
    assert "Is screening for you at all?" in words(page)
    assert gives_a_verdict_or_a_number(page) == []


def test_who_has_no_sign_and_no_lung_cancer_goes_on(store):
    page = page_of(store)
    pick(page, "ans_screening_symptoms", "no")
    assert gives_a_verdict_or_a_number(page) == []
    pick(page, "ans_screening_lung_cancer", "no")
    assert "You and smoking" in words(page)
    assert kept(store).symptoms == "no"
    assert kept(store).gate_on == TODAY


@pytest.mark.parametrize(
    ("symptoms", "cancer", "title"),
    [
        ("yes", None, CLOSED),
        (None, "yes", TEAM),
        ("no", "yes", TEAM),
        ("yes", "no", CLOSED),
        ("not_sure", "no", "Not sure? Do the check first"),
        ("no", "not_sure", "Not sure? Do the check first"),
    ],
)
def test_a_yes_or_a_not_sure_closes_the_page(store, symptoms, cancer, title):
    keep(store, symptoms=symptoms, lung_cancer=cancer)
    page = page_of(store)
    assert title in words(page)
    assert "Check how soon to get help" in words(page)
    assert gives_a_verdict_or_a_number(page) == []


@pytest.mark.parametrize(
    "answers", [STRAIN, {"cancer": "lung_past"}, {"cancer": "being_tested"}, {"g_legs": "not_sure"}]
)
def test_a_saved_check_closes_the_page_whatever_was_told_here(store, answers):
    keep(store)
    check = store.start_check(store.person().id, NOW)
    store.answer_many(check.id, dict(answers), NOW)
    page = page_of(store)
    assert (TEAM if answers == {"cancer": "lung_past"} else CLOSED) in words(page)
    assert gives_a_verdict_or_a_number(page) == []


def test_a_finished_check_says_which_signs_closed_it(store):
    keep(store)
    finish(store, people_cases.changed(STRAIN, {"blood_streaks": "past_week"}))
    text, blood = words(page_of(store)), questionnaire()["blood_streaks"]
    assert "In your check of" in text
    # What matters most comes first, so it is never behind "and 4 more".
    assert text.index(f"<li>{blood.said('past_week')}</li>") < text.index("<li>Where it hurts")


@pytest.mark.parametrize(
    ("level", "visit"),
    [
        *(("self_care", False), ("routine", False)),
        *(("within_days", True), ("same_day", True), ("emergency", True)),
    ],
)
def test_the_closed_page_speaks_of_a_visit_only_where_the_last_check_does(store, level, visit):
    keep(store)
    finish(store, people_cases.changed(STRAIN, LEVELS[level]))
    page = page_of(store)
    text = words(page)
    title = urgency.levels()[urgency.Urgency.from_id(level)].title
    assert [one.value for one in page.header] == [CLOSED if visit else MILD]
    assert ("you need a visit" in text) is visit
    assert (f"said: {title}." in text) is not visit
    assert (said().page["mild_pain"] in text) is not visit
    assert (said().page["closed_sign"] in text) is visit
    assert gives_a_verdict_or_a_number(page) == []


def test_a_check_that_asked_to_be_done_again_by_now_is_asked_for(store):
    keep(store)
    finish(store, STRAIN)
    assert "asked you to check again" not in words(page_of(store))
    who, due = store.person().id, TODAY - dt.timedelta(days=1)
    (check,) = store.checks(who)
    store.discard_check(check.id)
    early = NOW - dt.timedelta(days=8)
    check = store.start_check(who, early)
    store.answer_many(check.id, dict(STRAIN), early)
    level = {"level": "self_care", "status": "complete", "fired": (), "rules_version": "1"}
    store.finish_check(check.id, **level, recheck_on=due, at=early)
    assert "It asked you to check again by" in words(page_of(store))


# --- over for good


def long_ago(store, answers, days=60):
    """Keep a check that was finished so many days ago."""
    finish(store, answers, NOW - dt.timedelta(days=days))


def test_an_old_sign_is_called_over_and_the_page_asks_and_opens(store):
    keep(store)
    long_ago(store, STRAIN)
    page = page_of(store)
    assert MILD in words(page)
    page.button(key="change_say_over").click().run()
    assert kept(store).over.on == TODAY
    assert (kept(store).symptoms, kept(store).lung_cancer) == (None, None)
    assert "Is screening for you at all?" in words(page)
    assert gives_a_verdict_or_a_number(page) == []
    pick(page, "ans_screening_symptoms", "no")
    pick(page, "ans_screening_lung_cancer", "no")
    assert "You and smoking" in words(page)
    page.button(key="change_over").click().run()
    assert kept(store).over is None
    assert MILD in words(page)
    assert gives_a_verdict_or_a_number(page) == []


def test_a_new_sign_closes_the_page_again_and_asks_again(store):
    keep(store)
    long_ago(store, STRAIN)
    page = page_of(store)
    page.button(key="change_say_over").click().run()
    who = store.person().id
    store.add_entry(Entry(person_id=who, date=TODAY, recorded_at=NOW, pain_worst=2))
    page = page_of(store)
    assert MILD in words(page)
    assert "on you can say so here" in words(page)
    assert not [one for one in page.button if one.key == "change_say_over"]


@pytest.mark.parametrize(
    ("changes", "days", "says"),
    [
        ({}, 14, "on you can say so here"),
        ({"blood_streaks": "older"}, 60, "Blood, danger signs"),
        ({"g_legs": "yes"}, 60, "Blood, danger signs"),
        (LEVELS["same_day"], 60, "Blood, danger signs"),
    ],
)
def test_what_is_new_or_always_counts_cannot_be_called_over(store, changes, days, says):
    keep(store)
    long_ago(store, people_cases.changed(STRAIN, changes), days)
    page = page_of(store)
    assert says in words(page)
    assert not [one for one in page.button if one.key == "change_say_over"]


def test_lung_cancer_cannot_be_called_over(store):
    long_ago(store, people_cases.changed(STRAIN, {"cancer": "lung_past"}))
    page = page_of(store)
    assert TEAM in words(page)
    assert not [one for one in page.button if one.key == "change_say_over"]


def test_a_click_from_another_window_calls_nothing_over_that_came_since(store):
    long_ago(store, STRAIN)
    page = page_of(store)
    who = store.person().id
    store.add_entry(Entry(person_id=who, date=TODAY, recorded_at=NOW, pain_worst=2))
    page.button(key="change_say_over").click().run()
    assert kept(store).over is None


def test_pain_in_the_diary_closes_the_page(store):
    keep(store)
    who = store.person().id
    store.add_entry(Entry(person_id=who, date=TODAY, recorded_at=NOW, pain_worst=2))
    page = page_of(store)
    assert CLOSED in words(page)
    assert "Your diary notes pain or another sign" in words(page)
    assert gives_a_verdict_or_a_number(page) == []


def test_the_example_diary_never_shows_a_number(store):
    example.fill_example(store, TODAY)
    assert gives_a_verdict_or_a_number(page_of(store)) == []


def test_old_answers_of_the_gate_are_asked_again(store):
    keep(store, gate_on=(TODAY - dt.timedelta(days=7)).isoformat())
    page = page_of(store)
    assert "Is screening for you at all?" in words(page)
    assert gives_a_verdict_or_a_number(page) == []


def test_something_has_changed_asks_again(store):
    keep(store)
    page = page_of(store)
    page.button(key="change_gate").click().run()
    assert "Is screening for you at all?" in words(page)
    assert (kept(store).symptoms, kept(store).lung_cancer) == (None, None)


def test_what_is_told_here_changes_no_answer_and_no_level(store):
    finish(store, STRAIN)
    before = store.checks(store.person().id)
    keep(store, symptoms="yes")
    page_of(store)
    assert store.checks(store.person().id) == before
    answers = questionnaire().read(dict(before[0].answers))
    assert triage.rule_book().assess(answers).level.id == before[0].level


def test_a_sign_that_could_not_be_saved_closes_the_page_all_the_same(store, monkeypatch):
    def full(*_):
        raise NotSaved("Not saved: the disk is full.")

    page = page_of(store)
    with monkeypatch.context() as patch:
        patch.setattr(Store, "change_setting", full)
        pick(page, "ans_screening_symptoms", "yes")
        assert "Not saved: the disk is full." in words(page)
        assert CLOSED in words(page)
        assert kept(store).symptoms is None
    pick(page, "ans_screening_lung_cancer", "no")
    assert (kept(store).symptoms, kept(store).lung_cancer) == ("yes", "no")
    assert CLOSED in words(page)
