"""The page of lung screening: the gate first, and no number or verdict for who needs a visit."""

import datetime as dt
import json

import pytest

from backwatch import backup, example, risk, triage
from backwatch.diary import Entry
from backwatch.questionnaire import questionnaire
from backwatch.screening_record import SETTING, read_record
from backwatch.screening_words import words as said
from backwatch.store import NotSaved, Store
from tests import people_cases
from tests.unit.test_pages import NOW, STRAIN, _words, drawn, finish, words
from ui.screening_programmes import VERDICTS

CLOSED = said().page["closed"]
TODAY = NOW.date()
FITS = {
    "symptoms": "no",
    "lung_cancer": "no",
    "gate_on": TODAY.isoformat(),
    "smoked": "yes",
    "told": {
        "age": 62,
        "education": 4,
        "height_cm": 170,
        "weight_kg": 78,
        "copd": "no",
        "cancer_hist": "no",
        "family_hist_lung_cancer": "no",
    },
    "periods": [{"id": "a1", "kind": "cigarettes", "start": 20, "goes_on": True, "amount": 20}],
    "wants_number": True,
}


def keep(store, country="us", **changes):
    """Keep what somebody told before."""
    who = store.person().id
    store.change_person(who, country=country)
    store.set_setting(SETTING, json.dumps({**FITS, **changes}), who)


def kept(store):
    return read_record(store.setting(SETTING, store.person().id))


def page_of(store):
    page = drawn("screening")
    assert not page.exception
    return page


def pick(page, key, value):
    page.button_group(key=key).set_value(value).run()
    assert not page.exception


def gives_a_verdict_or_a_number(page):
    text = words(page)
    told = [*VERDICTS.values(), "in 1,000 people like you", "pack-years", "Who could ask where"]
    return [one for one in told if one in text]


# --- the gate


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
        (None, "yes", CLOSED),
        ("no", "yes", CLOSED),
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
    assert CLOSED in words(page)
    assert gives_a_verdict_or_a_number(page) == []


def test_a_finished_check_says_which_signs_closed_it(store):
    keep(store)
    finish(store, people_cases.changed(STRAIN, {"blood_streaks": "past_week"}))
    assert "In your check of" in words(page_of(store))


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
        patch.setattr(Store, "set_setting", full)
        pick(page, "ans_screening_symptoms", "yes")
        assert "Not saved: the disk is full." in words(page)
        assert CLOSED in words(page)
        assert kept(store).symptoms is None
    pick(page, "ans_screening_lung_cancer", "no")
    assert (kept(store).symptoms, kept(store).lung_cancer) == ("yes", "no")
    assert CLOSED in words(page)


# --- smoking


def test_a_time_of_smoking_is_added_filled_in_and_adds_up(store):
    keep(store, periods=[], told={})
    page = page_of(store)
    page.number_input(key="num_screening_told_age").set_value(60).run()
    page.button(key="go_add_period").click().run()
    (period,) = kept(store).periods
    for name, value in (("start", 20), ("end", 40), ("amount", 20)):
        page.number_input(key=f"num_screening_period_{period.id}_{name}").set_value(value).run()
    assert not page.exception
    text = words(page)
    assert "From 20 to 40, 20 a day: 1 pack a day for 20 years is 20 pack-years." in text
    assert "Likely it is between 16 and 24 pack-years" in text
    assert "12 of 102 people" in text
    assert kept(store).periods[0].amount == 20
    assert kept(store).told["age"] == 60


def test_a_time_that_was_removed_can_be_put_back(store):
    keep(store)
    page = page_of(store)
    page.button(key="change_remove_a1").click().run()
    assert kept(store).periods == ()
    assert "Add a time of smoking" in words(page)
    page.button(key="go_put_back").click().run()
    assert not page.exception
    assert kept(store).periods == read_record(json.dumps(FITS)).periods
    assert "42 pack-years" in words(page)


def test_pipe_and_cigars_ask_for_no_number_and_say_why(store):
    keep(store, periods=[{"id": "p1", "kind": "pipe", "start": 20, "goes_on": True}])
    page = page_of(store)
    assert "not counted in the same way" in words(page)
    assert "Ask the programme" in words(page)
    assert not [each for each in page.number_input if "amount" in each.key]


def test_somebody_who_never_smoked_is_told_that_the_programmes_are_for_others(store):
    keep(store, smoked="no", periods=[])
    page = page_of(store)
    assert said().page["never"] in words(page)
    assert risk.OF == 1000
    assert said().reasons["never"] in words(page)
    assert "in 1,000 people like you" not in words(page)


def test_ages_that_cannot_be_are_said_in_words(store):
    periods = [{"id": "a1", "kind": "cigarettes", "start": 40, "end": 30, "amount": 20}]
    keep(store, periods=periods)
    assert "ends before it begins" in words(page_of(store))


# --- programmes


def test_the_persons_country_comes_first_and_the_others_are_folded_away(store):
    keep(store, country="gb")
    page = page_of(store)
    (others,) = [one for one in page.expander if "programmes of other countries" in one.label]
    assert others.label.startswith("11 ")
    folded = "\n".join(_words(others))
    assert "Medicare, 2022" in folded
    assert "Lung health check, England" not in folded
    assert "Lung health check, England" in words(page)


def test_a_country_without_a_programme_here_is_told_so(store):
    keep(store, country="fr")
    assert said().page["country_none"] in words(page_of(store))


def test_the_three_verdicts_are_words(store):
    keep(store)
    assert VERDICTS[True] in words(page_of(store))
    keep(store, told={**FITS["told"], "age": 45})
    assert VERDICTS[False] in words(page_of(store))
    keep(store, told={}, periods=[])
    page = page_of(store)
    assert VERDICTS[None] in words(page)
    assert "These answers would settle it: age" in words(page)


def test_a_record_past_its_review_says_so(store, monkeypatch):
    late = NOW + dt.timedelta(days=366)
    monkeypatch.setattr("ui.state.now", lambda: late)
    keep(store, gate_on=late.date().isoformat())
    assert "Rules may have changed" in words(page_of(store))


def test_a_record_that_is_fresh_does_not(store):
    keep(store)
    assert "Rules may have changed" not in words(page_of(store))


# --- the number


def test_no_number_is_there_until_somebody_asks_for_it(store):
    keep(store, wants_number=False)
    page = page_of(store)
    assert "in 1,000 people like you" not in words(page)
    assert said().page["number_not"] in words(page)
    page.button(key="go_number").click().run()
    assert "in 1,000 people like you" in words(page)
    assert kept(store).wants_number is True
    page.button(key="change_number").click().run()
    assert "in 1,000 people like you" not in words(page)


def test_the_number_is_told_with_both_sides_and_what_it_is_not(store):
    keep(store)
    person, _ = kept(store).people()
    found = risk.assess(person)
    assert found.valid
    text = words(page_of(store))
    assert risk.telling(found.risk).text in text
    assert said().page["low"] in text
    assert said().page["high"] in text
    assert said().page["without_race"] in text
    assert "not the chance that your back pain is cancer" in text


def test_tobacco_that_is_counted_apart_is_said_beside_the_number(store):
    keep(store)
    assert said().page["counted_apart"] not in words(page_of(store))
    rolled = {"id": "b", "kind": "hand_rolled", "start": 30, "end": 40, "amount": 5}
    keep(store, periods=[*FITS["periods"], rolled])
    assert said().page["counted_apart"] in words(page_of(store))


def test_race_changes_the_model_and_is_explained(store):
    keep(store, told={**FITS["told"], "race": "black"})
    text = words(page_of(store))
    assert said().page["with_race"] in text
    assert said().page["race_why"] in text


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"told": {**FITS["told"], "age": 49}}, "for people aged 50 to 80."),
        (
            {"told": {**FITS["told"], "weight_kg": 200, "height_cm": 170}},
            "for a body mass index from 15 to 60.",
        ),
        ({"periods": [{**FITS["periods"][0], "amount": 4}]}, "under 5 cigarettes a day."),
    ],
)
def test_outside_of_a_guard_the_reason_is_shown_and_no_number(store, changes, reason):
    keep(store, **changes)
    text = words(page_of(store))
    assert reason in text
    assert "in 1,000 people like you" not in text


def test_weight_and_height_can_be_told_in_pounds_and_inches(store):
    keep(store, told={n: v for n, v in FITS["told"].items() if "_cm" not in n and "_kg" not in n})
    page = page_of(store)
    page.number_input(key="us_screening_told_height_cm").set_value(66).run()
    page.number_input(key="us_screening_told_weight_kg").set_value(154).run()
    assert not page.exception
    assert kept(store).told["height_cm"] == 167.64
    assert kept(store).told["weight_kg"] == 69.85
    assert "in 1,000 people like you" in words(page)


# --- what is kept


def test_what_is_told_goes_into_the_export_and_goes_when_everything_is_erased(store):
    keep(store)
    person = json.loads(backup.written(store))["people"][0]
    assert read_record(person["settings"][SETTING]) == kept(store)
    who = store.person().id
    store.delete_everything()
    assert store.setting(SETTING, who) is None


@pytest.mark.parametrize(
    "text",
    [
        "{",
        '{"told": {"age": 1e300, "race": "<script>", "education": 99, "height_cm": -5}}',
        '{"told": {"age": "62", "copd": 7}, "smoked": "yes", "symptoms": "no"}',
    ],
)
def test_a_strange_record_of_a_file_never_breaks_the_page(store, text):
    who = store.person().id
    raw = text if text == "{" else json.dumps({**FITS, **json.loads(text)})
    store.set_setting(SETTING, raw, who)
    page_of(store)


def test_another_person_on_this_computer_is_asked_anew(store):
    keep(store)
    store.change_person(store.person().id, name="Eva")
    other = store.add_person("Jan")
    assert read_record(store.setting(SETTING, other.id)).symptoms is None
