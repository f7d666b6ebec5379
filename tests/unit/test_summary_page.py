"""The Summary page: what is chosen and typed is kept, printed, and never another person's."""

import datetime as dt
import json

import pytest

from backwatch.diary import Appointment, Entry
from backwatch.store import StoreError
from backwatch.store.moving import PAGE_SETTING
from tests import people_cases
from tests.unit.summary_pages import buttons, kept, keys, no_pdf, sheet
from tests.unit.test_pages import LEVELS, NOW, STRAIN, drawn, finish, keep_the_example, words
from tests.unit.test_people_on_the_pages import opened, switch
from ui import load, state, summary_fields

TODAY = NOW.date()
CANCER = people_cases.changed(
    STRAIN, {"cancer": "lung_now", "usual_pain": "new", "trend": "worse_slow"}
)


@pytest.fixture
def quick(monkeypatch):
    return no_pdf(monkeypatch)


@pytest.fixture
def example(store, quick):
    keep_the_example(store)
    return store


# --- a first visit ---


def test_a_first_visit_says_honestly_that_nothing_is_there_and_where_to_begin(store, quick):
    page = drawn("summary")
    said = words(page)
    assert "There is nothing to put on it yet" in said
    assert "Answer the check" in said
    assert "Write how today is" in said
    assert "Papers to fill in by hand" in said
    assert quick == []
    assert not page.code


def test_one_appointment_alone_is_enough_for_a_page(store, quick):
    store.save_record(Appointment(person_id=store.person().id, date=TODAY, with_whom="Dr Lee"))
    assert "For Dr Lee" in sheet(drawn("summary"))


# --- what is chosen ---


def test_the_chosen_days_are_on_the_page_and_there_again_after_a_reload(example):
    page = drawn("summary")
    assert "of 56 diary days" in sheet(page)
    field = next(one for one in page.button_group if one.key.startswith("ans_days"))
    field.set_value("28").run()
    assert "of 28 diary days" in sheet(page)
    again = drawn("summary")
    assert "of 28 diary days" in sheet(again)
    assert next(one for one in again.button_group if one.key.startswith("ans_days")).value == "28"


def test_since_my_last_visit_is_offered_only_once_a_visit_is_over(store, quick):
    who = store.person().id
    store.add_entry(Entry(person_id=who, date=TODAY, pain_worst=3, recorded_at=NOW))
    page = drawn("summary")
    assert "Since my last visit" not in _days(page).options
    over, before = TODAY - dt.timedelta(days=20), TODAY - dt.timedelta(days=40)
    store.add_entry(Entry(person_id=who, date=before, pain_worst=3, recorded_at=NOW))
    store.save_record(Appointment(person_id=who, date=over, done=True))
    page = drawn("summary")
    _days(page).set_value("visit").run()
    assert "of 21 diary days" in sheet(page)


def test_all_days_begin_with_the_first_entry_and_are_never_less_than_two_weeks(store, quick):
    who = store.person().id
    store.add_entry(Entry(person_id=who, date=TODAY, pain_worst=3, recorded_at=NOW))
    page = drawn("summary")
    _days(page).set_value("all").run()
    assert "13 of 14 diary days" in sheet(page)
    first = TODAY - dt.timedelta(days=99)
    store.add_entry(Entry(person_id=who, date=first, pain_worst=3, recorded_at=NOW))
    assert "98 of 100 diary days" in sheet(drawn("summary"))


def _days(page):
    return next(one for one in page.button_group if one.key.startswith("ans_days"))


def test_what_is_left_out_is_not_printed_and_the_danger_signs_always_are(example):
    example.change_person(example.person().id, name="Ann Example", birth_year=1960)
    finish(example, people_cases.changed(STRAIN, LEVELS["within_days"]))
    page = drawn("summary")
    assert "Ann Example" in sheet(page)
    assert "DIARY, EVERY DAY" not in sheet(page)
    page.checkbox(key="page_parts_name").uncheck().run()
    page.checkbox(key="page_parts_diary").check().run()
    assert "Ann Example" not in sheet(page)
    assert "DIARY, EVERY DAY" in sheet(page)
    assert "A good day. No pain at all." in sheet(page)
    page.checkbox(key="page_parts_notes").uncheck().run()
    assert "A good day. No pain at all." not in sheet(page)
    assert not {"page_parts_level", "page_parts_danger"} & keys(page)
    assert "DANGER SIGNS" in sheet(page)
    assert "page_parts_notes" in keys(drawn("summary"))


@pytest.mark.parametrize(("country", "paper"), [("us", "letter"), ("gb", "a4"), (None, "a4")])
def test_the_paper_is_the_one_of_the_country_until_another_is_chosen(
    example, quick, country, paper
):
    example.change_person(example.person().id, country=country)
    page = drawn("summary")
    assert quick[-1][1] == paper
    other = "a4" if paper == "letter" else "letter"
    next(one for one in page.button_group if one.key.startswith("ans_paper")).set_value(other).run()
    assert quick[-1][1] == other
    drawn("summary")
    assert quick[-1][1] == other


def test_large_print_is_asked_of_the_pdf_and_kept(example, quick):
    page = drawn("summary")
    assert quick[-1][2]["large"] is False
    next(one for one in page.button_group if one.key.startswith("ans_size")).set_value(
        "large"
    ).run()
    assert quick[-1][2]["large"] is True
    drawn("summary")
    assert quick[-1][2]["large"] is True


# --- for whom ---


def test_the_next_appointment_stands_on_the_page_until_another_is_typed(store, quick):
    who, soon = store.person().id, TODAY + dt.timedelta(days=3)
    visit = store.save_record(
        Appointment(person_id=who, date=soon, time=dt.time(10, 20), with_whom="Dr Lee")
    )
    page = drawn("summary")
    assert "For Dr Lee" in sheet(page)
    page.text_input(key=f"page_whom_{visit.id}").set_value("Dr Patel").run()
    assert "For Dr Patel" in sheet(page)
    assert "For Dr Patel" in sheet(drawn("summary"))


def test_what_was_typed_for_one_visit_is_not_printed_for_the_next(store, quick):
    who, soon = store.person().id, TODAY + dt.timedelta(days=3)
    visit = store.save_record(Appointment(person_id=who, date=soon, with_whom="Dr Lee"))
    page = drawn("summary")
    page.text_input(key=f"page_whom_{visit.id}").set_value("Dr Patel").run()
    store.save_record(visit.model_copy(update={"done": True}))
    later = TODAY + dt.timedelta(days=9)
    store.save_record(Appointment(person_id=who, date=later, with_whom="Dr Wu"))
    said = sheet(drawn("summary"))
    assert "For Dr Wu" in said
    assert "Patel" not in said


# --- own words ---


def test_own_words_are_printed_kept_and_there_after_a_reload(example):
    page = drawn("summary")
    page.text_input(key="page_want").set_value("Please look at my back.").run()
    page.text_area(key="page_story").set_value("It began in the garden.").run()
    assert "Kept." in words(page)
    again = drawn("summary")
    assert again.text_input(key="page_want").value == "Please look at my back."
    assert "Today I would like: Please look at my back." in sheet(again)
    assert "It began in the garden." in sheet(again)


def test_a_failed_save_says_so_and_what_was_typed_stays_in_its_field(example, monkeypatch):
    page = drawn("summary")

    def refuse(*_args, **_how):
        raise StoreError("The disk is full.")

    monkeypatch.setattr(type(load.store()), "change_setting", refuse)
    page.text_input(key="page_want").set_value("Please look at my back.").run()
    said = words(page)
    assert "The disk is full." in said
    assert "Kept." not in said
    assert page.text_input(key="page_want").value == "Please look at my back."


def test_one_persons_words_are_never_on_another_persons_page(store, quick):
    anna = store.person()
    store.change_person(anna.id, name="Anna")
    ben = store.add_person("Ben")
    for person in (anna, ben):
        store.add_entry(Entry(person_id=person.id, date=TODAY, pain_worst=4, recorded_at=NOW))
    store.set_setting(PAGE_SETTING, json.dumps({"want": "a canary", "size": "large"}), anna.id)
    page = drawn("summary")
    assert "a canary" in sheet(page)
    opened(switch(page, ben), "summary")
    assert "a canary" not in sheet(page)
    assert "a canary" not in str([one.value for one in page.text_input])
    assert quick[-1][2]["large"] is False


def test_the_words_of_the_check_stand_there_and_are_kept_only_once_they_are_changed(store, quick):
    finish(store, people_cases.changed(STRAIN, {"own_words": "I am afraid."}))
    page = drawn("summary")
    assert page.text_area(key="page_story").value == "I am afraid."
    assert "I am afraid." in sheet(page)
    assert "story" not in kept(store)
    page.text_area(key="page_story").set_value("").run()
    assert "I am afraid." not in sheet(page)
    assert kept(store)["story"] == ""
    page.text_area(key="page_story").set_value("I am afraid.").run()
    assert "story" not in kept(store)  # it follows the check again


def test_words_of_despair_bring_the_crisis_line(example):
    page = drawn("summary")
    page.text_area(key="page_story").set_value("I want to kill myself.").run()
    assert "I have read this" in [button.label for button in page.button]


def first_lines(page):
    (field,) = [one for one in page.text_area if one.key.startswith("page_in_short")]
    return field


def test_changed_first_lines_are_printed_until_they_are_made_from_the_answers_again(store, quick):
    finish(store, people_cases.changed(STRAIN, {"age": 62}))
    page = drawn("summary")
    assert "I am 62." in first_lines(page).value
    first_lines(page).set_value("I am 62 and it hurts.").run()
    assert "I am 62 and it hurts." in sheet(page)
    assert first_lines(drawn("summary")).value == "I am 62 and it hurts."
    page.button(key="change_first_lines").click().run()
    assert "I am 62 and it hurts." not in sheet(page)
    assert first_lines(page).value.startswith("I am 62.")


def test_first_lines_written_for_other_answers_never_hide_newer_ones(store, quick):
    finish(store, people_cases.changed(STRAIN, {"age": 62}))
    page = drawn("summary")
    first_lines(page).set_value("I am 62 and it hurts.").run()
    assert not page.warning
    finish(store, people_cases.changed(CANCER, {"age": 63}), NOW + dt.timedelta(minutes=1))
    page = drawn("summary")
    assert "I am 62 and it hurts." not in sheet(page)
    assert "I am 63. I have lung cancer." in sheet(page)
    assert "Your answers have changed." in page.warning[0].value
    page.button(key="change_old_lines").click().run()
    assert "I am 62 and it hurts." in sheet(page)
    assert first_lines(page).value == "I am 62 and it hurts."
    assert not page.warning


def test_a_new_day_alone_makes_no_first_lines_old(store, quick, monkeypatch):
    finish(store, people_cases.changed(STRAIN, {"age": 62}))
    first_lines(drawn("summary")).set_value("I am 62 and it hurts.").run()
    monkeypatch.setattr(state, "now", lambda: NOW + dt.timedelta(days=5))
    page = drawn("summary")
    assert "I am 62 and it hurts." in sheet(page)
    assert not page.warning


def test_a_danger_sign_that_could_not_be_saved_is_on_the_page_all_the_same(
    store, quick, monkeypatch
):
    store.change_person(store.person().id, country="gb")
    check = store.start_check(store.person().id, NOW)
    store.answer_many(check.id, {"age": 62}, NOW)
    page = drawn("check")

    def refuse(*_args, **_how):
        raise StoreError("The disk is full.")

    for name in ("answer", "answer_many"):
        monkeypatch.setattr(type(load.store()), name, refuse)
    page.button_group(key="ans_g_legs").set_value("yes").run()
    opened(page, "summary")
    assert quick[-1][0].variant == "emergency"
    assert "weak" in str(quick[-1][0].danger[0]).lower()


# --- questions ---


def test_questions_are_ticked_from_the_answers_and_what_is_taken_away_stays_away(store, quick):
    finish(store, CANCER)
    page = drawn("summary")
    assert page.checkbox(key="page_ticked_calcium").value
    assert "Was my calcium checked?" in sheet(page)
    page.checkbox(key="page_ticked_calcium").uncheck().run()
    assert "Was my calcium checked?" not in sheet(page)
    assert "Was my calcium checked?" not in sheet(drawn("summary"))


def test_own_questions_come_first_and_the_page_says_which_stand_on_page_1(example):
    page = drawn("summary")
    assert "Your 2 questions stand on page 1." in words(page)
    page.text_area(key="page_own").set_value("May I fly?\n\n May I drive? ").run()
    said = sheet(page)
    assert said.index("May I fly?") < said.index("May I drive?") < said.index("Why is it worse")
    assert "The first 3 of these stand on page 1, the other 1 on page 2." in words(page)
    assert "May I fly?" in sheet(drawn("summary"))


def test_every_question_taken_away_leaves_lines_to_write_on(example):
    page = drawn("summary")
    for key in ("page_ticked_own-1", "page_ticked_own-2"):
        page.checkbox(key=key).uncheck().run()
    assert "No question is chosen." in words(page)
    assert "Do I need a scan?" not in sheet(page)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("Do I need a scan, and when?", "Do I need a scan, and when?"),
        ("**now** and <b>here</b>", r"\*\*now\*\* and \<b\>here\<\/b\>"),
        ("1. the first", r"1\. the first"),
        ("- a dash", r"\- a dash"),
        ("see www.example.org", r"see www\.example\.org"),
        ("an_old_name", r"an\_old\_name"),
    ],
)
def test_a_question_is_read_aloud_as_it_is_written_and_never_taken_for_markup(typed, said):
    assert summary_fields.label(typed) == said


# --- not recorded ---


def test_each_gap_has_one_way_to_where_it_can_be_added(example):
    page = drawn("summary")
    said = words(page)
    assert "the whole check" in said
    assert "7 of 56 diary days" in said
    links = [link.label for link in page.get("page_link")]
    for label in ("Add it in the check", "Add it in the diary"):
        assert links.count(label) == 1
    assert "Add it on My data" not in links  # the example has a name and a year


def test_an_unanswered_question_is_listed_as_not_recorded_and_never_as_no(store, quick):
    answers = dict(STRAIN)
    del answers["fever"]
    finish(store, answers)
    assert "<b>In the check:</b> fever." in words(drawn("summary"))


# --- an emergency ---


def test_in_an_emergency_the_call_comes_first_and_the_emergency_page_is_the_main_button(
    store, quick
):
    store.change_person(store.person().id, country="gb")
    finish(store, people_cases.changed(CANCER, LEVELS["emergency"]))
    page = drawn("summary")
    said = words(page)
    assert said.index("Get emergency help now") < said.index("Do not wait for this page")
    assert "Download the page for the emergency room" in buttons(page)
    assert sheet(page).startswith("FOR THE EMERGENCY ROOM")
    assert quick[-1][0].variant == "emergency"
    assert "page_ticked_calcium" not in keys(page)  # nobody goes through questions now
    page.text_input(key="page_since_g_legs").set_value("this morning").run()
    assert "this morning" in str(quick[-1][0].since)
    assert "this morning" in str(drawn("summary") and quick[-1][0].since)


def test_a_danger_sign_in_the_diary_is_an_emergency_on_the_page_without_any_check(store, quick):
    who = store.person().id
    entry = {"pain_worst": 5, "danger_signs": {"g_legs": "yes"}}
    store.add_entry(Entry(person_id=who, date=TODAY, recorded_at=NOW, **entry))
    page = drawn("summary")
    assert "Do not wait for this page" in words(page)
    assert quick[-1][0].variant == "emergency"
    assert quick[-1][0].level.rank == 5
    assert "legs" in str(quick[-1][0].danger[0]).lower()


def test_a_page_for_a_visit_that_was_chosen_before_gives_way_to_an_emergency(store, quick):
    finish(store, STRAIN)
    page = drawn("summary")
    kinds = next(one for one in page.button_group if one.key.startswith("ans_kind"))
    kinds.set_value("emergency").run()
    assert quick[-1][0].variant == "emergency"
    kinds = next(one for one in page.button_group if one.key.startswith("ans_kind"))
    kinds.set_value("visit").run()
    assert quick[-1][0].variant == "normal"
    later = NOW + dt.timedelta(minutes=1)
    finish(store, people_cases.changed(STRAIN, LEVELS["emergency"]), later)
    drawn("summary")
    assert quick[-1][0].variant == "emergency"
    finish(store, STRAIN, later + dt.timedelta(minutes=1))
    drawn("summary")
    assert quick[-1][0].variant == "normal"
