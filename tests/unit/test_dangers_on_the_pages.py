"""No order of clicks, windows or days makes a danger sign calmer than it is."""

import datetime as dt

from streamlit.testing.v1 import AppTest

from backwatch import countries, sheet
from backwatch.person import Person
from backwatch.questionnaire import questionnaire
from backwatch.store import NotSaved
from backwatch.summary_words import words
from tests import people_cases
from tests.unit.test_pages import NOW, drawn, finish

SIGNS = questionnaire().danger_signs
STRAIN = people_cases.person("strain")
EMERGENCY = "Get emergency help now"


def shown(page: AppTest) -> str:
    assert not page.exception
    return " ".join(element.proto.body for element in page.get("html"))


def given(store) -> dict:
    check = store.open_check(store.person().id)
    return check.answers if check else {}


def begun(store, answers=None, step="danger"):
    check = store.start_check(store.person().id, NOW)
    store.answer_many(check.id, answers or {}, NOW)
    store.set_setting("check_step", step)
    return check


def test_a_yes_tapped_just_before_the_rest_are_no_stays_yes(store):
    begun(store)
    page = drawn("check")
    page.button_group(key="ans_g_saddle").set_value("yes")
    page.button(key="go_rest").click().run()

    assert given(store)["g_saddle"] == "yes"
    assert EMERGENCY in shown(page)


def test_a_yes_given_in_another_window_stays_yes_when_the_rest_are_no(store):
    check = begun(store)
    page = drawn("check")
    store.answer(check.id, "g_bladder", "yes", NOW)
    page.button(key="go_rest").click().run()

    assert given(store)["g_bladder"] == "yes"
    assert EMERGENCY in shown(page)


def test_a_check_finished_here_counts_what_another_window_answered(store):
    check = begun(store, STRAIN, step="review")
    page = drawn("check")
    store.answer(check.id, "g_bladder", "yes", NOW)
    page.button(key="go_finish").click().run()

    (done,) = store.checks(store.person().id)
    assert done.level == "emergency"
    assert EMERGENCY in shown(page)
    assert EMERGENCY in shown(drawn("today"))


def test_today_reads_the_answers_and_not_a_level_that_was_stored(store):
    finish(store, STRAIN | {"g_bladder": "yes"})
    check = store.checks(store.person().id)[0]
    store.reopen_check(check.id)
    store.finish_check(
        check.id,
        level="self_care",
        status="complete",
        fired=["M01"],
        rules_version="old",
        recheck_on=NOW.date(),
        at=NOW,
    )

    assert EMERGENCY in shown(drawn("today"))
    assert "Care for it at home" not in shown(drawn("today"))


def test_today_says_what_an_unfinished_check_holds_already(store):
    begun(store, {"g_bladder": "yes", "g_legs": "yes"})
    page = drawn("today")

    assert EMERGENCY in shown(page)
    page.button(key="go_on").click().run()
    assert "So far, at least: Get emergency help now" in shown(page)


def test_today_keeps_the_level_of_a_check_that_was_opened_again(store):
    finish(store, people_cases.changed(STRAIN, {"blood_streaks": "past_week"}))
    store.reopen_check(store.checks(store.person().id)[0].id)

    assert "As answered now: Get medical help today" in shown(drawn("today"))


def test_the_page_for_the_doctor_holds_the_newer_check_when_it_is_more_urgent(store):
    finish(store, STRAIN)
    begun(store, {"g_breath": "yes"})
    page = drawn("summary")

    assert "This page holds what you answered so far." in page.warning[0].value
    assert "Severe trouble breathing" in " ".join(
        str(code.value) for code in (*page.code, *page.text, *page.get("html"))
    )


def test_a_yes_to_a_whole_question_of_an_older_check_outlives_a_no_to_one_part(store):
    begun(store, {**STRAIN, "g_bladder": "yes"})
    page = drawn("check")
    page.button(key="go_on").click().run()
    page.button_group(key="ans_g_pee").set_value("no").run()
    assert given(store)["g_bladder"] == "yes"
    if any(button.key == "go_rest" for button in page.button):
        page.button(key="go_rest").click().run()
    assert given(store)["g_bladder"] == "yes"
    store.set_setting("check_step", "danger")
    page = drawn("check")
    page.button_group(key="ans_g_poo").set_value("no").run()
    assert "g_bladder" not in given(store)


def test_a_danger_sign_is_heard_though_another_window_finished_and_the_disk_fails(
    store, monkeypatch
):
    begun(store, STRAIN)
    page = drawn("check")
    check = store.open_check(store.person().id)
    store.discard_check(check.id)
    finish(store, STRAIN)

    def full(*_args, **_kwargs):
        raise NotSaved("Not saved: the disk is full.")

    for name in ("reopen_check", "start_check", "answer_many"):
        monkeypatch.setattr(type(store), name, full)
    page.button_group(key="ans_g_legs").set_value("yes").run()
    assert EMERGENCY in shown(page)


def test_the_last_finished_level_still_shows_while_a_new_check_is_open(store):
    finish(store, people_cases.changed(STRAIN, {"blood_streaks": "past_week"}))
    begun(store, {"g_breath": "no"})

    assert "Your last finished check: Get medical help today" in shown(drawn("today"))


def test_a_second_yes_stops_the_check_again_after_somebody_went_on_past_the_first(store):
    check = begun(store, {"g_legs": "yes"})
    page = drawn("check")
    page.button(key="go_on").click().run()
    assert EMERGENCY not in shown(page)
    store.answer(check.id, "g_legs", "no", NOW)
    page.run()
    store.answer(check.id, "g_legs", "yes", NOW)
    page.run()

    assert EMERGENCY in shown(page)


def test_somebody_who_came_by_the_cancer_door_is_told_to_say_so_before_being_asked(
    store,
):
    store.save_person(store.person().model_copy(update={"journey": "diagnosed"}))
    begun(store, {"g_legs": "yes"})

    assert "Say first that you have or had cancer" in shown(drawn("check"))


def test_an_answer_that_today_s_questions_no_longer_offer_is_open_and_breaks_nothing(store):
    begun(store, {"g_legs": "yes", "trend": "an_old_option", "an_old_question": "yes"})

    assert EMERGENCY in shown(drawn("check"))


def test_a_yes_in_an_old_window_is_heard_after_another_window_finished_the_check(store):
    begun(store, STRAIN)
    page = drawn("check")
    assert page.button_group(key="ans_g_legs")
    finish(store, STRAIN)
    page.button_group(key="ans_g_legs").set_value("yes").run()

    assert EMERGENCY in shown(page)


def test_a_level_is_at_least_while_an_open_rule_is_higher(store):
    critical = {q.id for q in questionnaire() if q.critical} | {"duration", "trend"}
    finish(store, {q: v for q, v in STRAIN.items() if q in critical})

    assert "At least level" in shown(drawn("check"))


def test_a_result_of_another_year_says_which_year(store, monkeypatch):
    finish(store, people_cases.changed(STRAIN, {"blood_streaks": "past_week"}))
    later = NOW + dt.timedelta(days=400)
    monkeypatch.setattr("ui.state.now", lambda: later)

    assert str(NOW.year) in shown(drawn("today"))
    assert "That day has passed" in shown(drawn("today"))


def test_someone_under_18_is_told_what_to_do_when_an_emergency_sign_starts(store):
    finish(store, people_cases.changed(STRAIN, {"age": 15}))

    assert "If an emergency sign starts, or you are not sure, call" in shown(drawn("check"))


def test_the_printed_page_lists_as_many_emergency_signs_as_the_check_asks():
    printed = words().lists["emergency_signs"]

    # leg weakness and walking, and both halves of bladder and bowel, share a line each or not
    assert len(printed) >= len(SIGNS) - 1


def test_the_printed_page_says_which_danger_could_not_be_ruled_out():
    answers = questionnaire().read(STRAIN | {"g_bladder": "not_sure"})
    made = sheet.appointment(
        Person(id="p"), answers, NOW.date(), [], countries.country("us"), today=NOW.date()
    )

    assert made.level.rank == 4
    assert made.reasons[0].title == "Not ruled out: New bladder or bowel trouble"


def test_a_person_without_pain_medicine_did_not_answer_no_to_pain_control():
    answers = questionnaire().read(STRAIN | {"cancer": "other_past", "med_control": "na"})
    made = sheet.appointment(
        Person(id="p"), answers, NOW.date(), [], countries.country("us"), today=NOW.date()
    )

    said = dict(made.background)["Treatment"]
    assert "takes no pain medicine" in said
    assert "no: pain medicine" not in said
