"""The page of lung screening: the gate first, and no number or verdict for who needs a visit."""

import datetime as dt
import json

import pytest

from backwatch import backup, example, risk, triage, urgency
from backwatch.diary import Entry
from backwatch.questionnaire import questionnaire
from backwatch.screening_record import SETTING, read_record
from backwatch.screening_words import words as said
from backwatch.store import NotSaved, Store
from tests import people_cases
from tests.unit.test_pages import LEVELS, NOW, STRAIN, _words, drawn, finish, words
from ui.screening_programmes import VERDICTS

CLOSED = said().page["closed"]
TEAM = said().page["closed_team"]
MILD = said().page["closed_mild"]
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
    assert "In your check of" in words(page_of(store))


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
    assert "12 of 102 were on the other side of 20 pack-years" in text
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


@pytest.mark.parametrize(("age", "fits"), [(120, True), (121, False), (450, False), (-1, False)])
def test_an_age_that_cannot_be_is_said_under_its_field_and_counts_nowhere(store, age, fits):
    keep(store, periods=[{**FITS["periods"][0], "goes_on": False, "end": 40}])
    page = page_of(store)
    assert "Together: 20 pack-years" in words(page)
    key = "num_screening_period_a1_end"
    page.number_input(key=key).set_value(age).run()
    text = words(page)
    assert ("Not counted: give a number from 0 to 120." in text) is not fits
    assert kept(store).periods[0].end == (age if fits else None)
    assert "Together:" not in text
    page.number_input(key=key).set_value(41).run()
    assert "Not counted" not in words(page)
    assert "Together: 21 pack-years" in words(page)


def test_what_is_wrong_stands_in_the_time_that_it_is_about(store):
    late = {"id": "b2", "kind": "cigarettes", "start": 40, "end": 30, "amount": 20}
    keep(store, periods=[*FITS["periods"], late, {"id": "c3", "start": 50, "amount": 5}])
    text = words(page_of(store))
    assert said().beside["ends_before"] in text
    assert "Check this first: time 2 of smoking ends before" in text.replace("\\", "")
    assert "Not finished. It still needs: until what age." in text
    assert "Time 3 is not finished." in text


@pytest.mark.parametrize(
    ("button", "pack_years"), [("week", "27.9 pack-years"), ("day", "195.3 pack-years")]
)
def test_more_than_80_a_day_is_asked_back_and_counts_as_it_was_meant(store, button, pack_years):
    keep(store, periods=[{**FITS["periods"][0], "amount": 93}])
    page = page_of(store)
    assert "Did you mean a week?" in words(page)
    assert "Together:" not in words(page)
    page.button(key=f"change_meant_{button}_a1").click().run()
    assert "Did you mean a week?" not in words(page)
    assert f"Together: {pack_years}" in words(page)


def test_80_a_day_is_not_asked_back(store):
    keep(store, periods=[{**FITS["periods"][0], "amount": 80}])
    assert "Did you mean a week?" not in words(page_of(store))


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


def test_the_country_is_named_and_can_be_changed_here(store):
    keep(store, country="gb")
    page = page_of(store)
    assert "Your country: United Kingdom." in words(page)
    page.button(key="change_country").click().run()
    page.selectbox(key="country").set_value("ca").run()
    assert store.person().country == "ca"
    assert "Your country: Canada." in words(page)
    assert "Ontario Lung Screening Program" in words(page)
    assert not [one for one in page.selectbox if one.key == "country"]


@pytest.mark.parametrize(
    ("country", "caveat"),
    [("us", "Only if you have Medicare, mostly from 65."), ("gb", "Scotland")],
)
def test_for_whom_a_record_is_stands_in_the_open(store, country, caveat):
    keep(store, country=country)
    page = page_of(store)
    folded = "\n".join(one for each in page.expander for one in _words(each))
    assert caveat in words(page)
    assert caveat not in folded


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
    assert text.count(said().page["number_not"]) == 1
    assert "your back pain" not in text


def test_tobacco_that_is_counted_apart_is_said_beside_the_number(store):
    keep(store)
    assert said().page["counted_apart"] not in words(page_of(store))
    rolled = {"id": "b", "kind": "hand_rolled", "start": 30, "end": 40, "amount": 5}
    keep(store, periods=[*FITS["periods"], rolled])
    assert said().page["counted_apart"] in words(page_of(store))


def test_missing_answers_are_counted_and_named_as_the_page_asks_them(store):
    told = {name: FITS["told"][name] for name in ("age", "weight_kg", "copd", "cancer_hist")}
    keep(store, told=told)
    page = page_of(store)
    assert "Three answers are still missing" in [one.value for one in page.subheader]
    for name in ("education", "height_cm", "family_hist_lung_cancer"):
        assert said().asked[name] in words(page)
    assert said().asked["weight_kg"] not in words(page)
    assert said().page["no_number"] not in words(page)
    keep(store, told={**told, "education": 4, "family_hist_lung_cancer": "no"})
    assert said().page["one_missing"] in [one.value for one in page_of(store).subheader]
    keep(store, told={}, periods=[])
    assert "Eight answers are still missing" in [one.value for one in page_of(store).subheader]


def test_who_stopped_is_not_told_to_stop(store):
    keep(store)
    assert said().page["moves"] in words(page_of(store))
    assert said().page["stopped"] not in words(page_of(store))
    keep(store, periods=[{**FITS["periods"][0], "goes_on": False, "end": 60}])
    text = words(page_of(store))
    assert "in 1,000 people like you" in text
    assert said().page["stopped"] in text
    assert "stopping smoking" not in text


@pytest.mark.parametrize(("country", "told"), [("gb", True), ("us", False), ("fr", False)])
def test_what_was_found_in_the_uk_is_said_there_alone(store, country, told):
    keep(store, country=country)
    assert (said().page["over"] in words(page_of(store))) is told


def test_race_changes_the_model_and_is_explained(store):
    keep(store, told={**FITS["told"], "race": "black"})
    text = words(page_of(store))
    assert said().page["with_race"] in text
    assert said().page["race_why"] in text


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"told": {**FITS["told"], "age": 49}}, "age"),
        ({"told": {**FITS["told"], "weight_kg": 200, "height_cm": 170}}, "bmi"),
        ({"periods": [{**FITS["periods"][0], "amount": 4}]}, "cigs_per_day"),
    ],
)
def test_outside_of_a_guard_the_reason_is_shown_and_no_number(store, changes, reason):
    keep(store, **changes)
    text = words(page_of(store))
    assert said().reasons[reason] in text
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
