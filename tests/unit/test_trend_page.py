"""The page Trends says in sentences what the diary shows, and what that does not mean."""

import datetime as dt

import plotly.io
import pytest
from streamlit.dataframe_util import (
    convert_arrow_table_to_arrow_bytes,
    convert_pandas_df_to_arrow_bytes,
)

from backwatch import diary, example
from backwatch.charts import Chart, pain
from backwatch.diary import Entry, Treatment
from backwatch.store import NotSaved, Store
from tests.unit.pain_diaries import entry
from tests.unit.test_dangers_on_the_pages import shown
from tests.unit.test_pages import NOW, drawn
from tests.unit.test_trends import RISING, noisy
from ui import figures

START = NOW.date() - dt.timedelta(days=40)


def keep(store, scores, field="pain_worst"):
    who = store.person().id
    for ago, score in enumerate(reversed(scores)):
        if score is not None:
            day = NOW.date() - dt.timedelta(days=ago)
            store.add_entry(Entry(person_id=who, date=day, recorded_at=NOW, **{field: score}))


def treat(store, **about):
    record = Treatment(person_id=store.person().id, **about)
    store.save_record(record)


def about(topic):
    """Return the page with this topic chosen."""
    page = drawn("trends")
    page.button_group(key="ans_topic").set_value(topic).run()
    assert not page.exception
    return page


def helping():
    return about("What helps")


def links_to_the_check(page):
    """How many links on the page say so; one always stands at its end."""
    labels = [each.proto.label for each in page.get("page_link")]
    return labels.count("Check how soon to get help")


def test_somebody_whose_pain_rises_reads_from_what_to_what_since_when_and_how_sure(store):
    keep(store, RISING)
    words = shown(drawn("trends"))
    assert "Your worst pain has very likely been rising, from about" in words
    assert "weeks ago" in words
    assert "about 1 of 10 people see this by chance" in words
    assert "This cannot say what the cause is. Take the check again" in words
    assert "Not enough nights yet" in words
    assert "No clinician has reviewed these limits yet." in words


def test_a_steady_diary_is_told_no_change_of_2_points_and_never_that_all_is_well(store):
    keep(store, noisy(4, 63))
    words = shown(drawn("trends"))
    assert "No change of 2 points or more in the last 14 days." in words
    assert "This does not mean that all is well." in words


def test_after_three_days_the_page_says_how_many_it_takes(store):
    keep(store, [4, 0, 5])
    words = shown(drawn("trends"))
    assert "You have 3 days with a score. It takes 12, over at least 21 days." in words


def test_more_woken_nights_are_told_as_nights_in_10(store):
    keep(store, [0] * 35 + [1] * 28, field="wakings")
    words = shown(drawn("trends"))
    assert (
        "Pain very likely wakes you on more nights, from about 0 in 10 to about 10 in 10" in words
    )


def test_a_treatment_is_compared_with_the_weeks_before_and_other_reasons_are_named(store):
    treat(store, name="New <b>pills</b>", kind="opioid", started=START)
    keep(store, [7, 8] * 22 + [4, 3] * 20)
    page = helping()
    words = shown(page)
    assert "Pain was lower after it began: about 7.5 before, about 3.5 after." in words
    assert "Other things may have changed at the same time." in words
    assert "bad weeks pass by themselves" in words
    assert any("pills" in each.value for each in page.header)


def test_a_treatment_that_began_last_week_is_told_the_day_of_the_look(store):
    treat(store, name="Pills", started=NOW.date() - dt.timedelta(days=7))
    keep(store, [5, 6] * 20)
    look = NOW.date() + dt.timedelta(days=21)
    assert f"We compare on {look.day} " in shown(helping())


@pytest.mark.parametrize(
    ("after", "told"),
    [(8, "Pain was higher after these began: Pills."), (4, "There is no clear difference in pain")],
)
def test_a_treatment_without_relief_is_told_before_any_topic_is_chosen(store, after, told):
    treat(store, name="Pills", started=START)
    keep(store, [4, 5] * 22 + [after, after + 1] * 20)
    assert told in shown(drawn("trends"))


def test_a_treatment_with_lower_pain_is_told_under_its_topic_alone(store):
    treat(store, name="Pills", started=START)
    keep(store, [7, 8] * 22 + [4, 3] * 20)
    assert "after these began" not in shown(drawn("trends"))
    assert shown(helping()).count("Pain was lower after it began") == 1


def test_treatments_without_relief_are_named_in_one_sentence_newest_first(store):
    treat(store, name="Old", started=START - dt.timedelta(days=1))
    treat(store, name="<b>New", started=START)
    keep(store, [4, 5] * 22 + [8, 9] * 20)
    words = shown(drawn("trends"))
    assert "Pain was higher after these began: &lt;b&gt;New; Old." in words


def test_a_rise_soon_after_radiotherapy_may_be_a_flare_and_still_is_told(store):
    treat(
        store,
        name="Five sessions",
        kind="radio",
        started=NOW.date() - dt.timedelta(days=42),
        ended=NOW.date() - dt.timedelta(days=25),
    )
    keep(store, RISING)
    words = shown(drawn("trends"))
    assert "very likely been rising" in words
    assert "It began within 10 days of radiotherapy. That may be a flare" in words


def test_without_treatments_nothing_is_compared(store):
    keep(store, RISING)
    assert not any("Before and after" in each.value for each in helping().header)
    assert "after these began" not in shown(drawn("trends"))


def test_medicine_weight_places_causes_and_weeks_have_their_cards_under_their_topics(store):
    example.fill_example(store, NOW.date())
    cards = {
        "Pain": ["Hard days, week by week"],
        "What helps": ["What gave relief"],
        "Places and causes": ["Where it hurt, then and now", "What goes with the pain"],
        "Signs and weight": ["Weight and appetite"],
    }
    for topic, titles in cards.items():
        shown_titles = [each.value.replace("\\", "") for each in about(topic).header]
        assert [title for title in titles if title not in shown_titles] == []


def test_somebody_who_chose_pounds_reads_their_weight_in_pounds(store):
    who = store.person()
    for ago, kg in ((20, 70.0), (0, 68.0)):
        day = NOW.date() - dt.timedelta(days=ago)
        store.add_entry(Entry(person_id=who.id, date=day, recorded_at=NOW, weight_kg=kg))
    store.save_person(who.model_copy(update={"units": "us"}))
    assert "4.4 lb less" in shown(about("Signs and weight"))
    store.save_person(store.person().model_copy(update={"units": "metric"}))
    assert "2 kg less" in shown(about("Signs and weight"))


def test_a_name_with_markup_stays_words_in_its_card(store):
    hostile = "**x** [a](http://x.example) $y$ <img src=x>"
    treat(store, name=hostile, started=START, helped=3)
    keep(store, [7, 8] * 22 + [4, 3] * 20)
    page = helping()
    title = next(each.value for each in page.header if "Before and after" in each.value)
    assert "\\*\\*x\\*\\* \\[a\\]" in title
    assert "<img" not in shown(page)


def test_a_jump_today_brings_a_link_to_the_check_above_the_chart(store):
    keep(store, [2] * 10 + [8])
    page = drawn("trends")
    assert "worst pain is 8. That is 3 points or more" in shown(page)
    assert links_to_the_check(page) == 2


def test_without_a_jump_or_a_rise_the_chart_has_no_link(store):
    keep(store, noisy(4, 63))
    assert links_to_the_check(drawn("trends")) == 1


def test_events_are_listed_below_the_chart_as_typed(store):
    treat(store, name="<b>Patch</b> & co", started=START)
    keep(store, [4] * 60)
    assert f"{START.day} {START:%B}: &lt;b&gt;Patch&lt;/b&gt; &amp; co began" in shown(
        drawn("trends")
    )


def test_pain_has_its_charts_and_each_keeps_its_numbers(store):
    who = store.person().id
    store.add_entry(Entry(person_id=who, date=NOW.date(), recorded_at=NOW, pain_worst=4))
    page = drawn("trends")
    assert "Pain week by week" in [each.value for each in page.header]
    assert "Pain\\, your day and your sleep" not in [each.value for each in page.header]
    store.add_entry(Entry(person_id=who, date=NOW.date(), recorded_at=NOW, sleep_hours=6.0))
    page = drawn("trends")
    assert "Pain\\, your day and your sleep" in [each.value for each in page.header]
    assert len(page.dataframe) == 4


def test_a_chart_is_brought_into_the_browsers_form_once_and_stays_the_same():
    days = diary.days([entry(0, pain_worst=4), entry(1, pain_worst=0)])
    figure, table = pain.pain_by_day(days), days[["day", "pain_worst"]]
    sent = plotly.io.to_json(figure, validate=False)
    shown = figures.ready(Chart("x", "x", ("x",), drawing=figure, table=table))
    form = shown.chart.drawing.to_dict()
    assert plotly.io.to_json(form, validate=False) == sent
    assert shown.chart.drawing.to_dict() is form
    assert convert_arrow_table_to_arrow_bytes(shown.numbers) == convert_pandas_df_to_arrow_bytes(
        table
    )


def test_a_chart_without_numbers_has_no_table():
    empty = diary.days([])[["day", "pain_worst"]]
    assert figures.ready(Chart("x", "x", ("x",), table=empty)).numbers is None
    assert figures.ready(Chart("x", "x", ("x",))).numbers is None


def choose(page, time):
    page.button_group(key="ans_period").set_value(time).run()
    assert not page.exception
    return shown(page), [chart.proto.spec for chart in page.get("plotly_chart")]


def test_a_time_that_was_looked_at_before_shows_its_own_days_again_at_once(store, monkeypatch):
    keep(store, [4] * 60)
    page = drawn("trends")
    month, everything = choose(page, "4 weeks"), choose(page, "All")
    assert month != everything
    monkeypatch.setattr(pain, "pain_by_day", None)  # what would be drawn anew
    assert choose(page, "4 weeks") == month
    assert choose(page, "All") == everything


def test_a_time_that_was_looked_at_before_shows_what_was_saved_since(store):
    keep(store, [4] * 60)
    page = drawn("trends")
    before, other = choose(page, "4 weeks"), choose(page, "All")
    newest = store.entries(store.person().id)[-1]
    store.save_entry(newest.model_copy(update={"pain_worst": 9}))
    after = choose(page, "4 weeks")
    assert after != before
    assert after[1] == choose(drawn("trends"), "4 weeks")[1]
    assert choose(page, "All") != other


def test_a_time_that_was_looked_at_before_shows_the_days_of_the_person_who_is_shown_now(
    store, monkeypatch
):
    def not_kept(*_):
        raise NotSaved("Not saved: nothing can be written here.")

    keep(store, [4] * 60)
    store.change_person(store.person().id, name="Ann")
    second = store.add_person("Bea")
    store.add_entry(Entry(person_id=second.id, date=NOW.date(), recorded_at=NOW, pain_worst=9))
    page = drawn("trends")
    of_first = choose(page, "4 weeks")
    monkeypatch.setattr(Store, "set_setting", not_kept)  # else the switch itself is a write
    page.button_group(key="ans_whose").set_value(second.id).run()
    page.switch_page("../pages/trends.py").run()
    of_second = choose(page, "4 weeks")
    assert of_second[1] != of_first[1]
