"""The calendars on the page Trends, for somebody who opens their topics."""

import datetime as dt

from backwatch.diary import Entry
from tests.unit.test_dangers_on_the_pages import shown
from tests.unit.test_pages import NOW, drawn


def keep(store, **recorded):
    day = NOW.date() - dt.timedelta(days=recorded.pop("ago", 0))
    who = store.person().id
    store.add_entry(Entry(person_id=who, date=day, recorded_at=NOW, **recorded))


def topic(name, time="3 months"):
    page = drawn("trends")
    for group in page.button_group:
        if name in group.options:
            group.set_value(name).run()
    for group in page.button_group:
        if time in group.options:
            group.set_value(time).run()
    return page


def test_somebody_who_opens_nights_reads_on_how_many_pain_woke_them(store):
    keep(store, ago=2, wakings=2)
    keep(store, ago=1, wakings=0)
    words = shown(topic("Nights"))
    assert "Pain woke you on 1 of 2 recorded nights." in words
    assert '<i class="on">2</i>' in words


def test_somebody_who_opens_signs_reads_which_they_ticked(store):
    keep(store, ago=1, symptoms=("cough",))
    words = shown(topic("Signs and weight"))
    assert "You answered about signs on 1 of 2 days" in words
    assert "Never ticked in this time: " in words


def test_the_year_of_pain_comes_with_a_long_time_only(store):
    keep(store, ago=200, pain_worst=7)
    keep(store, ago=1, pain_worst=0)
    assert "One small box is one day." not in shown(topic("Pain"))
    assert "One small box is one day." in shown(topic("Pain", "1 year"))
