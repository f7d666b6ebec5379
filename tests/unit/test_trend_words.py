"""What is said of a trend, for diaries at every edge: the sentence counts, and stays silent."""

import datetime as dt
import re

import pytest

from backwatch import trend_words, trends
from backwatch.trend_words import after, sentence
from tests.unit.pain_diaries import TODAY, daily, entry, records
from tests.unit.test_trends import FLAT, OFTEN, RARELY, RISING

LAST = TODAY.toordinal()


def pain(*entries):
    found = trends.pain_trend(records(*entries).days, TODAY)
    return f"{sentence(found, LAST)} {after(found)}"


def night(*entries):
    found = trends.night_trend(records(*entries).days, TODAY)
    return f"{sentence(found, LAST)} {after(found)}"


def nights(values):
    return [
        entry(len(values) - 1 - number, wakings=value)
        for number, value in enumerate(values)
        if value is not None
    ]


def count(text):
    return int(re.search(r"You have (\d+) ", text)[1])


@pytest.mark.parametrize(
    ("entries", "days"),
    [
        ((), 0),
        ((entry(0, pain_worst=7),), 1),
        ((entry(0, pain_worst=0),), 1),  # a 0 is a score
        ((entry(0, note="x"), entry(1, too_bad=True)), 0),  # neither has a score
        ((entry(0, pain_worst=2), entry(0, pain_worst=9)), 1),  # two entries, one day
        ((entry(365, pain_worst=2), entry(0, pain_worst=9)), 1),  # a year ago is not looked at
        (tuple(daily([5, None] * 10)), 10),  # gaps are not filled in
        (tuple(daily([0] * 20)), 20),  # 20 days, not 21
    ],
)
def test_a_diary_too_short_is_told_how_many_days_with_a_score_it_has(entries, days):
    text = pain(*entries)
    assert text.startswith("Not enough days yet")
    assert count(text) == days
    assert "This does not mean that all is well." in text


@pytest.mark.parametrize(
    ("entries", "days"),
    [
        ((), 0),
        ((entry(0, wakings=0),), 1),
        ((entry(0, pain_worst=9),), 0),  # nobody said how the night was
        ((entry(0, wakings=0), entry(0, wakings=3)), 1),
        ((entry(365, wakings=2), entry(0, wakings=2)), 1),
        (tuple(nights([1] * 20)), 20),
    ],
)
def test_too_few_nights_are_counted_and_an_unrecorded_night_is_not_a_quiet_one(entries, days):
    text = night(*entries)
    assert text.startswith("Not enough nights yet")
    assert count(text) == days


def test_always_0_is_no_change_of_2_points_and_never_that_all_is_well():
    text = pain(*daily([0] * 40))
    assert text.startswith("No change of 2 points or more in the last 14 days.")
    assert "This does not mean that all is well." in text


def test_a_year_without_an_entry_after_a_rise_says_nothing_about_now():
    old = [entry(365 + n, pain_worst=value) for n, value in enumerate(reversed(RISING))]
    assert pain(*old).startswith("Not enough days yet")


def test_two_entries_a_day_say_what_one_says():
    assert pain(*daily(RISING), *daily(RISING)) == pain(*daily(RISING))


def test_the_night_on_which_clocks_change_is_one_night():
    assert dt.date(2026, 10, 25) in {each.date for each in daily(RISING)}
    assert "about 5 weeks ago" in pain(*daily(RISING)) or "about 4 weeks ago" in pain(
        *daily(RISING)
    )


def test_a_rise_names_what_rises_from_what_to_what_and_sends_to_the_check():
    text = pain(*daily(RISING))
    assert re.match(
        r"Your worst pain has very likely been rising, from about [\d.]+ to about [\d.]+, "
        r"since about \d weeks ago\. In steady pain, about 1 of 10 people see this by chance",
        text,
    )
    assert "Take the check again" in text


def test_a_fall_never_reassures():
    text = pain(*daily([10 - value for value in RISING]))
    assert "very likely been falling" in text
    assert "Less pain does not show that the cause is gone." in text


def test_more_woken_nights_are_told_in_tenths_and_quiet_ones_are_not_called_good():
    assert "from about 1 in 10 to about" in night(*nights(RARELY + OFTEN))
    assert night(*nights([0] * 60)).startswith("We cannot see that pain wakes you on more nights")


@pytest.mark.parametrize("scores", [FLAT, RISING, [10 - v for v in RISING], [3] * 5, [0] * 40])
def test_no_sentence_is_longer_than_20_words_or_leaves_a_hole(scores):
    for text in (pain(*daily(scores)), night(*nights(scores))):
        assert not re.search(r"[{}]|  |None|nan", text)
        for one in re.split(r"(?<=[.]) ", text):
            assert len(one.split()) <= 20, one


def test_each_verdict_has_its_words():
    words = trend_words.words()
    assert set(words.pain) == set(trends.Verdict.__args__)
    assert set(words.night) == set(trends.Verdict.__args__) - {"clear_fall", "no_change"}
