"""The page of lung screening behind its gate: smoking, programmes, the number, what is kept."""

import datetime as dt
import json

import pytest

from backwatch import backup, risk
from backwatch.screening_record import SETTING, read_record
from backwatch.screening_words import words as said
from tests.unit.test_pages import NOW, _words, drawn, words
from ui.screening_programmes import VERDICTS

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


# --- smoking


def test_what_another_window_saves_in_the_same_moment_is_not_lost(store, monkeypatch):
    keep(store, country="gb", told={"age": 62})
    page = page_of(store)
    save = type(store).change_setting

    def save_after_another_window(self, key, change, person_id=None):
        monkeypatch.undo()
        before = kept(store).model_copy(update={"told": {"age": 62, "height_cm": 170}})
        store.set_setting(SETTING, before.text, store.person().id)
        save(self, key, change, person_id)

    monkeypatch.setattr(type(store), "change_setting", save_after_another_window)
    page.number_input(key="num_screening_told_weight_kg").set_value(78).run()
    assert not page.exception
    assert kept(store).told == {"age": 62, "height_cm": 170, "weight_kg": 78}


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
