"""Where it hurt: places counted by day, what is new, and a map that says no more than its list."""

import datetime as dt
import re

import pytest

from backwatch import diary
from backwatch.body_paths import FRONT_TICKS, FRONT_ZONES, TICKS, ZONES
from backwatch.charts import LIGHT, Period, Records, places
from backwatch.charts.counts_words import words
from backwatch.diary import Entry, Place

TODAY = dt.date(2026, 11, 20)
LONG = Period(TODAY - dt.timedelta(days=90), TODAY)


def entry(ago, *zones, hour=8, **more):
    date = TODAY - dt.timedelta(days=ago)
    at = dt.datetime.combine(date, dt.time(hour), tzinfo=dt.UTC)
    return Entry(
        person_id="p",
        date=date,
        time=dt.time(hour),
        recorded_at=at,
        places=tuple(Place(place=zone) for zone in zones),
        **more,
    )


def made(*entries, period=LONG):
    entries = tuple(diary.in_order(entries))
    last = max(TODAY, entries[-1].date) if entries else None
    records = Records(TODAY, entries, diary.days(entries, last=last))
    return places.chart(records, period, LIGHT)


def parts(chart):
    """Return the words of each window, as on the page."""
    found = re.findall(r'<div class="m">(.*?)</ul></div>', chart.drawing, re.S)
    return [re.sub(r"<svg.*?</svg>|<[^>]+>", "|", part, flags=re.S) for part in found]


def maps(chart):
    return re.findall(r"<svg.*?</svg>", chart.drawing, re.S)


def numbers(svg):
    return re.findall(r"<text[^>]*>(\d+)</text>", svg)


def test_a_new_place_is_named_and_one_of_the_first_week_is_not_new():
    chart = made(entry(40, "upper"), entry(39, "upper"), entry(2, "upper", "hips"))
    assert chart.sentences[0] == (
        "The place noted most often was “Upper back, between the shoulder blades”, "
        "on 3 of 3 recorded days."
    )
    assert chart.sentences[1] == "New since the first week: Hips or pelvis."
    first, last = parts(chart)[:2]
    assert "First week" in first
    assert "11 October to 17 October" in first
    assert "Last week" in last
    assert "14 November to 20 November" in last
    assert "Hips or pelvis: 1" in last
    assert "Hips" not in first


def test_without_a_new_place_it_says_only_that_and_never_that_one_has_gone():
    chart = made(entry(40, "upper", "hips"), entry(2, "upper"))
    assert chart.sentences[1] == (
        "No place was noted in the last week that was not noted in the first."
    )


def test_a_week_without_a_place_is_not_taken_for_a_week_without_pain():
    none_first = made(entry(40, pain_worst=3), entry(2, "upper"))
    assert none_first.sentences[1] == words().places.no_first
    none_last = made(entry(40, "upper"), entry(2, pain_worst=3))
    assert none_last.sentences[1] == "In the last week you noted no place."
    assert "no place noted" in parts(none_last)[1]
    empty = made(entry(40, "upper"), entry(20, "hips"))
    assert "0 of 7 days recorded" in parts(empty)[1]
    assert "no entry" in parts(empty)[1]
    assert 'fill="url(#bw-hatch-' in maps(empty)[1]
    assert 'fill="url(#bw-hatch-' not in maps(empty)[0]


def test_a_place_counts_once_a_day_out_of_all_days_with_an_entry():
    chart = made(
        *(entry(20, "upper"), entry(20, "hips", hour=20), entry(19, "upper")),
        *(entry(18, pain_worst=0), entry(17, too_bad=True), entry(0, "upper")),
    )
    first = parts(chart)[0]
    assert "4 of 7 days recorded" in first
    assert "between the shoulder blades: 2" in first
    assert "Hips or pelvis: 1" in first
    assert "no place noted on 2" in first
    assert chart.counted == "You noted a place on 3 of 5 recorded days."
    assert numbers(maps(chart)[0]) == ["2", "1"]


@pytest.mark.parametrize(("span", "windows"), [(13, 1), (14, 2)])
def test_less_than_two_weeks_are_one_map(span, windows):
    chart = made(entry(span - 1, "upper"), entry(0, "upper"))
    assert len(parts(chart)) == windows
    assert (words().places.short in chart.sentences) is (windows == 1)


@pytest.mark.parametrize(("scores", "shown"), [(2, False), (3, True)])
def test_the_worst_week_needs_a_few_scores(scores, shown):
    chart = made(
        entry(40, "upper"),
        *(entry(20 - n, "lower", pain_worst=8) for n in range(scores)),
        entry(0, "upper"),
    )
    assert any("Worst week" in part for part in parts(chart)) is shown
    assert any("none is shown as the worst" in line for line in chart.sentences) is not shown
    if shown:
        assert "mean worst pain 8" in parts(chart)[2]
        assert "Lower back: 3" in parts(chart)[2]


def test_the_worst_week_is_the_one_with_the_highest_mean_and_of_two_the_later():
    days = [entry(n, "upper", pain_worst=9 if n in (21, 22, 23) else 2) for n in range(42)]
    assert "24 October to 30 October; mean worst pain 5" in parts(made(*days))[2]
    same = [entry(n, "upper", pain_worst=3) for n in range(42)]
    titles = [part.split("|")[1] for part in parts(made(*same))]
    assert titles == ["First week", "Last week, also the worst"]


def test_shares_have_four_shades_and_the_number_stands_inside():
    shades = []
    for noted in (1, 2, 3, 5):  # of 5 days
        days = [entry(20 - n, *(["upper"] if n < noted else ["hips"])) for n in range(5)]
        svg = maps(made(*days, entry(0, "upper")))[0]
        shades.append(re.search(rf'd="{re.escape(ZONES["upper"])}" class="(s\d)"', svg)[1])
    assert shades == ["s1", "s2", "s3", "s4"]


def test_the_chest_has_a_map_from_the_front_and_only_then():
    assert len(maps(made(entry(20, "upper"), entry(0, "upper")))) == 2
    chart = made(entry(20, "upper"), entry(0, "chest_left"))
    assert len(maps(chart)) == 4
    assert "From the front" in chart.drawing
    assert "Left side of the chest: 1" in parts(chart)[1]


def test_only_days_of_the_time_and_up_to_its_last_count():
    short = Period(TODAY - dt.timedelta(days=9), TODAY)
    chart = made(
        entry(-1, "neck"), entry(0, "upper"), entry(9, "hips"), entry(10, "lower"), period=short
    )
    assert list(chart.table["Place"]) == [
        "Upper back, between the shoulder blades",
        "Hips or pelvis",
    ]
    assert made(entry(10, "lower"), entry(3, note="x"), period=short).sentences == (
        words().places.none,
    )


def test_somebody_who_never_noted_a_place_has_no_card():
    assert made() is None
    assert made(entry(3, pain_worst=4)) is None


def test_days_a_year_apart_are_two_weeks_and_nothing_between():
    chart = made(
        entry(365, "upper"), entry(0, "hips"), period=Period(TODAY - dt.timedelta(days=400), TODAY)
    )
    assert "20 November 2025 to 26 November 2025" in parts(chart)[0]
    assert chart.counted == "You noted a place on 2 of 2 recorded days."


def test_the_list_the_words_for_a_screen_reader_and_the_numbers_say_the_same():
    chart = made(entry(40, "upper", "hips"), entry(2, "upper"), entry(20, "lower"))
    for part in parts(chart):
        for line in re.findall(r"[^|]+: \d+", part):
            assert line in chart.alt
    assert list(chart.table.columns) == [
        *("Place", "First week (of 1)", "Last week (of 1)", "All days (of 3)")
    ]
    hips = chart.table[chart.table["Place"] == "Hips or pelvis"].iloc[0]
    assert list(hips) == ["Hips or pelvis", "1", "0", "1"]


def test_every_zone_has_a_shape_and_a_place_for_its_number():
    assert set(ZONES) == set(TICKS)
    assert set(FRONT_ZONES) == set(FRONT_TICKS)
    assert set(ZONES) | set(FRONT_ZONES) == set(diary.vocabulary().ids("zones"))


def test_each_map_has_names_of_its_own_for_clip_and_stripes():
    chart = made(entry(40, "upper"), entry(20, "chest_left"), entry(0, "hips"))
    ids = re.findall(r' id="([^"]+)"', chart.drawing)
    assert len(ids) == len(set(ids)) > 0
