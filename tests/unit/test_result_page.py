"""The result and what leads to it: every promise of the page, seen on the page."""

import datetime as dt

import pytest

from backwatch import countries, despair, triage
from backwatch.diary import Entry
from backwatch.questionnaire import questionnaire
from tests import people_cases
from tests.unit.test_dangers_on_the_pages import begun, given, shown
from tests.unit.test_pages import NOW, drawn
from tests.unit.test_pages import finish as finish_at

STRAIN = people_cases.person("strain")
BOOK = questionnaire()
EMERGENCY = "Get emergency help now"
TODAY = NOW.date()


def finish(store, answers) -> None:
    """Keep a finished check, later than all before it."""
    finish_at(store, answers, at=NOW + dt.timedelta(seconds=len(store.checks(store.person().id))))


def note_nights(store, *woken: int | None) -> None:
    """Keep one entry a day, the last one today; None notes nothing of the night."""
    who = store.person().id
    for ago, wakings in enumerate(reversed(woken)):
        day = NOW.date() - dt.timedelta(days=ago)
        store.add_entry(
            Entry(person_id=who, date=day, pain_worst=4, wakings=wakings, recorded_at=NOW)
        )


# --- from the first question on


def test_a_plain_strain_reaches_the_result_in_at_most_12_screens():
    answers = BOOK.read(people_cases.on_screens(STRAIN))
    asking = [step for step in BOOK.steps if BOOK.step_questions(step, answers)]
    review_and_result = 2
    assert len(asking) + review_and_result <= 12


@pytest.mark.parametrize("cancer", ["lung_now", "being_tested"])
def test_with_cancer_there_is_one_screen_more_and_no_question_twice(cancer):
    answers = BOOK.read(people_cases.changed(STRAIN, {"cancer": cancer}))
    asking = [step.id for step in BOOK.steps if BOOK.step_questions(step, answers)]
    assert asking[2] == "nerves_first"
    assert len(asking) == 11


def test_a_screen_that_another_answer_took_away_gives_way_to_the_next(store):
    begun(store, {**people_cases.changed(STRAIN, {"cancer": "none"})}, step="nerves_first")
    assert drawn("check").title[0].value == "Smoking and other risks"


def test_an_answer_and_continue_in_one_click_are_both_heard(store):
    signs = BOOK.steps[0].all_questions
    begun(store, dict.fromkeys(signs[:-1], "no"))
    page = drawn("check")
    page.button(key="go_next").click().run()
    assert page.error[0].value == "Please answer 1 more. “Not sure” is fine."
    page.session_state["ans_" + signs[-1]] = "no"  # chosen, its own callback not yet called
    page.button(key="go_next").click().run()
    assert given(store) == dict.fromkeys(signs, "no")
    assert page.title[0].value == "About you"


@pytest.mark.parametrize("many", [1, 5, 6, 11])
def test_answers_that_another_window_gave_meanwhile_are_what_the_page_goes_by(store, many):
    signs = BOOK.steps[0].all_questions
    check = begun(store, {})
    page = drawn("check")
    assert f"{len(signs)} still to answer." in shown(page)
    store.answer_many(check.id, dict.fromkeys(signs[:many], "no"), NOW)
    assert f"{len(signs) - many} still to answer." in shown(page.run())
    store.answer_many(check.id, dict.fromkeys(signs[:many], None), NOW)
    assert f"{len(signs)} still to answer." in shown(page.run())
    store.answer_many(check.id, {**dict.fromkeys(signs[1:many], "no"), signs[0]: "yes"}, NOW)
    assert EMERGENCY in shown(page.run())


def test_none_of_these_answers_the_open_ones_of_its_card_and_nothing_else(store):
    begun(store, {"asbestos": "yes"}, step="risks")
    page = drawn("check")
    page.button(key="go_none1").click().run()
    assert given(store) == {
        "asbestos": "yes",
        "family_lung": "no",
        "bone_risk": "no",
        "infection_risk": "no",
    }


def test_pack_years_are_shown_with_how_they_came_out(store):
    begun(store, {"smoking": "past", "cigs_a_day": 20, "years_smoked": 30}, step="risks")
    assert "about 30 pack-years" in shown(drawn("check"))


def test_answers_that_contradict_each_other_are_named_before_and_after_the_end(store):
    begun(store, people_cases.changed(STRAIN, {"constant": "yes"}), step="review")
    page = drawn("check")
    assert "it does not bother you at night" in shown(page)
    page.button(key="go_finish").click().run()
    assert "it does not bother you at night" in shown(page)


def test_somebody_who_answers_for_another_is_reminded_and_calls_in_their_place(store):
    store.save_person(store.person().model_copy(update={"filled_in_by": "my daughter"}))
    begun(store, STRAIN, step="you")
    assert "You answer for somebody else" in shown(drawn("check"))
    finish_open(store)
    assert "I am calling for someone with back pain" in shown(drawn("check"))


def finish_open(store) -> None:
    check = store.open_check(store.person().id)
    store.discard_check(check.id)
    finish(store, dict(check.answers))


# --- the result


def test_the_fear_is_answered_before_what_to_do_and_after_it_in_an_emergency(store):
    finish(store, people_cases.changed(STRAIN, {"blood_streaks": "past_week"}))
    words = shown(drawn("check"))
    assert words.index("Does this mean lung cancer?") < words.index("Get medical help today")
    finish(store, people_cases.changed(STRAIN, {"g_legs": "yes"}))
    words = shown(drawn("check"))
    assert words.index(EMERGENCY) < words.index("Does this mean lung cancer?")


@pytest.mark.parametrize(
    ("cancer", "words"),
    [
        ("none", "Does this mean lung cancer?"),
        ("lung_past", "Does this mean that the cancer is in my spine?"),
        ("being_tested", "Does this mean cancer?"),
        ("skip", "Whether you ever had cancer changes how soon to be seen"),
    ],
)
def test_each_journey_has_its_own_words(store, cancer, words):
    finish(store, people_cases.changed(STRAIN, {"cancer": cancer}))
    assert words in shown(drawn("check"))


def test_what_is_open_leads_in_one_click_to_the_question_that_settles_it(store):
    finish(store, people_cases.changed(STRAIN, {"nerve_limb": "not_sure", "nerve_worse": "no"}))
    page = drawn("check")
    assert "What we could not rule out" in [header.value for header in page.header]
    page.button(key="change_open_nerve_limb").click().run()
    assert page.title[0].value == "Nerves, bones, and what you have tried"


def test_what_would_change_the_level_names_the_new_answer_and_the_level(store):
    finish(store, STRAIN)
    page = drawn("check")
    words = shown(page)
    assert "Any of the danger signs." in words
    assert "Spreads: Down both legs (past the buttocks)." in words
    changes = triage.rule_book().changes(BOOK.read(STRAIN))
    assert {header.value for header in page.subheader} >= {
        "Get emergency help now",
        "Get medical help today",
        "Ask for an urgent visit in the next few days",
        "Book a normal visit",
    }
    assert changes


def test_every_source_of_a_reason_is_shown_with_its_place_or_that_nobody_looked_it_up(store):
    finish(store, people_cases.changed(STRAIN, {"calf": "yes"}))
    words = shown(drawn("check"))
    assert "Place in it: Symptoms of pulmonary embolism" in words
    assert "Place in it: place not checked" in words
    assert "Publisher:" in words
    assert "Date:" in words


def test_the_day_to_call_again_can_be_put_in_a_calendar_but_not_in_an_emergency(store):
    finish(store, STRAIN)
    assert drawn("check").get("download_button")
    finish(store, people_cases.changed(STRAIN, {"g_legs": "yes"}))
    assert not drawn("check").get("download_button")


def test_the_second_result_says_what_changed_since_the_first(store):
    finish(store, STRAIN)
    assert "Since your last check" not in [h.value for h in drawn("check").header]
    finish(store, people_cases.changed(STRAIN, {"general": ["weight_loss"], "fever": "not_sure"}))
    page = drawn("check")
    assert "Since your last check" in [header.value for header in page.header]
    assert "The level is higher than on" in shown(page)
    assert "Weight loss without trying" in shown(page)


# --- from the diary


def test_nights_in_the_diary_raise_the_level_and_are_shown_with_their_days(store):
    finish(store, STRAIN)
    note_nights(store, 1, 1, 0, 2, 0, 1)
    words = shown(drawn("check"))
    assert "Book a normal visit" in words
    assert "You noted being woken by pain on 4 of the last 6 recorded nights." in words
    assert "from your diary" in words
    assert "Book a normal visit" in shown(drawn("today"))


def test_three_nights_and_nights_that_nobody_noted_raise_nothing(store):
    finish(store, STRAIN)
    note_nights(store, 1, 1, None, None, 0, 1)
    assert "Care for it at home and watch" in shown(drawn("check"))


def test_what_the_person_finds_wrong_in_the_diary_no_longer_counts_and_is_not_asked_again(store):
    finish(store, STRAIN)
    note_nights(store, 1, 1, 1, 1)
    page = drawn("check")
    page.button(key="says_False_night").click().run()
    assert "Care for it at home and watch" in shown(page)
    assert "You noted being woken" not in shown(drawn("check"))


def test_what_the_person_confirms_counts_and_is_not_asked_again(store):
    finish(store, STRAIN)
    note_nights(store, 1, 1, 1, 1)
    page = drawn("check")
    page.button(key="says_True_night").click().run()
    assert "Book a normal visit" in shown(page)
    assert not [button for button in page.button if button.key.startswith("says_")]


def danger_entry(store, sign="g_legs", answer="yes", day=TODAY):
    store.add_entry(
        Entry(person_id=store.person().id, date=day, danger_signs={sign: answer}, recorded_at=NOW)
    )


def test_a_danger_sign_ticked_in_the_diary_opens_the_emergency_screen_in_that_same_save(store):
    page = drawn("diary")
    page.button_group(key="ans_danger_0").set_value(["g_legs"])
    page.button(key="go_save").click().run()
    (entry,) = store.entries(store.person().id)
    assert entry.danger_signs == {"g_legs": "yes"}
    assert EMERGENCY in shown(page)


def test_danger_signs_left_untouched_in_the_diary_were_not_asked(store):
    page = drawn("diary")
    page.text_area(key="note_0").set_value("a note")
    page.button(key="go_save").click().run()
    (entry,) = store.entries(store.person().id)
    assert entry.danger_signs == {}
    assert EMERGENCY not in shown(page)


def test_a_danger_sign_of_the_diary_stands_on_today_until_the_person_goes_past_it(store):
    danger_entry(store)
    page = drawn("today")
    assert EMERGENCY in shown(page)
    page.button(key="go_on").click().run()
    assert "How is it today?" in [header.value for header in page.header]
    assert "How is it today?" in [header.value for header in drawn("today").header]
    danger_entry(store, "g_walk")
    assert EMERGENCY in shown(drawn("today"))


def test_a_danger_sign_that_was_entered_by_mistake_can_be_taken_back(store):
    danger_entry(store)
    page = drawn("diary")
    page.button(key="says_wrong_g_legs").click().run()
    assert EMERGENCY not in shown(page)
    assert EMERGENCY not in shown(drawn("today"))


def test_a_sign_that_was_taken_back_and_is_ticked_again_is_heard_again(store):
    danger_entry(store)
    page = drawn("diary")
    page.button(key="says_wrong_g_legs").click().run()
    number = page.session_state["bw.form"]["number"]
    page.button_group(key=f"ans_danger_{number}").set_value(["g_legs"])
    page.button(key="go_save").click().run()
    assert EMERGENCY in shown(page)


def test_a_sign_that_is_ticked_again_after_somebody_went_on_is_heard_again(store):
    danger_entry(store)
    page = drawn("diary")
    page.button(key="go_on").click().run()
    assert EMERGENCY not in shown(page)
    danger_entry(store)
    assert EMERGENCY in shown(drawn("diary"))


def test_a_sign_of_the_diary_is_heard_though_an_old_check_said_yes_to_it_too(store):
    finish_at(store, people_cases.changed(STRAIN, {"g_legs": "yes"}), NOW - dt.timedelta(days=60))
    danger_entry(store)
    assert EMERGENCY in shown(drawn("diary"))


def test_the_alarm_of_two_days_does_not_come_back_when_the_older_day_is_past(store, monkeypatch):
    for ago in (7, 6):
        danger_entry(store, day=TODAY - dt.timedelta(days=ago))
    drawn("today").button(key="go_on").click().run()
    monkeypatch.setattr("ui.state.now", lambda: NOW + dt.timedelta(days=1))
    assert "How is it today?" in [header.value for header in drawn("today").header]


def test_a_danger_sign_that_is_entered_for_an_earlier_day_says_what_to_do_if_it_is_still_there(
    store,
):
    store.save_person(store.person().model_copy(update={"country": "gb"}))
    page = drawn("diary")
    page.button_group(key="ans_day_0").set_value("Another day").run()
    page.date_input(key="date_0").set_value(TODAY - dt.timedelta(days=20))
    page.button_group(key="ans_danger_0").set_value(["g_legs"])
    page.button(key="go_save").click().run()
    assert "still there needs help now: call 999" in shown(page)


def test_a_tap_taken_back_in_the_check_takes_nothing_back_in_the_diary(store):
    begun(store, {**people_cases.on_screens(STRAIN), "g_chest": "yes"})
    danger_entry(store, "g_saddle")
    page = drawn("check")
    page.button(key="go_mistake").click().run()
    assert "g_chest" not in given(store)
    assert EMERGENCY in shown(page)
    assert EMERGENCY in shown(drawn("today"))


def test_what_the_diary_says_is_not_listed_as_answered_no(store):
    finish(store, people_cases.on_screens(STRAIN))
    danger_entry(store, "g_bladder")
    page = drawn("check")
    words = shown(page)
    assert "You answered yes" in [header.value for header in page.subheader]
    assert BOOK["g_bladder"].label in words


def test_the_dates_of_a_level_that_the_diary_raised_count_from_the_diary(store, monkeypatch):
    finish_at(store, STRAIN, NOW - dt.timedelta(days=40))
    store.add_entry(
        Entry(person_id=store.person().id, date=TODAY, symptoms=("blood_streaks",), recorded_at=NOW)
    )
    words = shown(drawn("check"))
    assert "Get medical help today" in words
    assert f"{TODAY.day} {TODAY:%B}" in words.split("No later than")[1][:80]


def test_editing_an_entry_keeps_a_danger_sign_that_was_not_sure(store):
    who = store.person().id
    signs = {"g_saddle": "not_sure", "g_chest": "no"}
    store.add_entry(Entry(person_id=who, date=TODAY, danger_signs=signs, recorded_at=NOW))
    (entry,) = store.entries(who)
    page = drawn("diary")
    page.button(key=f"edit_{entry.id}").click().run()
    page.button(key="go_save").click().run()
    (entry,) = store.entries(who)
    assert entry.danger_signs["g_saddle"] == "not_sure"


def test_a_danger_sign_of_more_than_a_week_ago_raises_no_alarm(store):
    danger_entry(store, day=NOW.date() - dt.timedelta(days=8))
    assert EMERGENCY not in shown(drawn("today"))


# --- words of despair

TITLE = despair.help_words(countries.country("us")).title


def test_somebody_who_writes_that_they_cannot_go_on_is_offered_a_line_at_once(store):
    store.save_person(store.person().model_copy(update={"country": "us"}))
    begun(store, STRAIN, step="body")
    page = drawn("check")
    page.text_area(key="txt_own_words").set_value("I can't go on like this").run()
    assert TITLE in [header.value for header in page.header]
    assert "988" in shown(page)
    again = drawn("today")
    assert "If you feel you cannot go on: call" in shown(again)  # after a reload, as one line
    assert TITLE not in [header.value for header in again.header]
    page.button(key="go_line").click().run()
    assert "go_line" not in [button.key for button in page.button]
    assert "go_line" not in [button.key for button in drawn("today").button]


def test_the_same_words_in_a_diary_note_are_heard_too(store):
    page = drawn("diary")
    page.text_area(key="note_0").set_value("I want to die")
    page.button(key="go_save").click().run()
    assert TITLE in [header.value for header in page.header]


def test_pain_that_is_said_to_kill_is_not_taken_for_despair(store):
    page = drawn("diary")
    page.text_area(key="note_0").set_value("my back is killing me")
    page.button(key="go_save").click().run()
    assert TITLE not in [header.value for header in page.header]
