"""Relief: how often a medicine helped out of the times it was scored, and never more than that."""

import datetime as dt

import pytest

from backwatch import diary
from backwatch.charts import LIGHT, Period, Records, relief
from backwatch.charts.counts_words import words
from backwatch.diary import Entry, Medicine, Treatment

TODAY = dt.date(2026, 11, 20)
MONTH = Period(TODAY - dt.timedelta(days=27), TODAY)


def took(ago, *medicines, **more):
    """An entry so many days ago; each medicine is a name, or a name with its relief."""
    date = TODAY - dt.timedelta(days=ago)
    taken = [
        Medicine(name=one) if isinstance(one, str) else Medicine(name=one[0], relief=one[1])
        for one in medicines
    ]
    at = dt.datetime.combine(date, dt.time(20), tzinfo=dt.UTC)
    return Entry(person_id="p", date=date, recorded_at=at, medicines=tuple(taken), **more)


def scored(name, *reliefs):
    return [took(ago, (name, score)) for ago, score in enumerate(reliefs)]


def made(entries, *treatments, period=MONTH):
    entries = tuple(diary.in_order(entries))
    records = Records(TODAY, entries, diary.days(entries), tuple(treatments))
    return relief.chart(records, period, LIGHT)


def treat(**about):
    return Treatment(person_id="p", **{"name": "Heat", **about})


def row(chart, name):
    return chart.table[chart.table["Name"] == name].iloc[0]


def test_helped_is_told_out_of_the_times_with_a_score_and_the_mean_of_10():
    chart = made(scored("Pills", *[5] * 7, *[1] * 4))
    assert chart.sentences[0] == (
        "Pills helped on 7 of 11 logged times. Its mean relief was 3.5 of 10."
    )
    assert chart.counted == "Scores for medicine: 11, on 11 of 11 recorded days."
    assert "helped on 7 of 11 logged times" in chart.drawing
    assert "Relief does not show what the cause is." in chart.sentences[-1]
    assert "Less pain does not mean less cancer." in chart.sentences[-1]


def test_a_relief_of_the_limit_helped_and_one_point_less_did_not():
    limit = words().relief.helped_from
    helped = made(scored("Pills", *[limit] * 5, *[limit - 1] * 5))
    assert helped.sentences[0].startswith("Pills helped on 5 of 10 logged times.")
    assert any("our own choice" in sentence for sentence in helped.sentences)


@pytest.mark.parametrize(("times", "shown"), [(4, False), (5, True)])
def test_with_too_few_scores_nothing_is_shown_and_it_says_so(times, shown):
    chart = made(scored("Pills", *[6] * times))
    assert (chart.drawing is not None) is shown
    assert ("too few scores yet" in chart.sentences[0]) is not shown
    assert row(chart, "Pills")["Mean, 0 to 10"] == ("6" if shown else "fewer than 5 scores")


def test_times_without_a_score_are_apart_and_never_a_0():
    chart = made([*scored("Pills", *[6] * 5), took(6, "Pills"), took(7, "Pills")])
    assert chart.sentences[0].startswith(
        "Pills helped on 5 of 5 logged times. Its mean relief was 6"
    )
    assert "Times without a score, counted apart: Pills (2)." in chart.sentences
    assert row(chart, "Pills")["Times noted"] == "7"


def test_a_relief_of_0_counts_as_a_score_and_is_drawn_as_a_ring():
    chart = made(scored("Pills", *[0] * 5))
    assert chart.sentences[0] == (
        "Pills helped on 0 of 5 logged times. Its mean relief was 0 of 10."
    )
    assert 'class="ring"' in chart.drawing
    assert 'class="fill"' not in chart.drawing


def test_a_medicine_that_was_never_scored_is_not_recorded():
    chart = made([took(n, "Pills") for n in range(6)])
    assert chart.drawing is None
    assert row(chart, "Pills")["Mean, 0 to 10"] == "not recorded"
    assert row(chart, "Pills")["Helped"] == "not recorded"


def test_one_name_is_one_medicine_whatever_its_case_and_spaces():
    spelled = ["ibuprofen", " Ibuprofen ", "IBUPROFEN", "ibu profen", "Ibuprofen"]
    chart = made([took(9 - n, (name, 5)) for n, name in enumerate(spelled)])
    assert list(chart.table["Name"]) == ["Ibuprofen", "ibu profen"]
    assert row(chart, "Ibuprofen")["Times noted"] == "4"


def test_the_medicine_noted_most_often_comes_first_also_above_one_that_helped_more():
    chart = made([*scored("Often", *[4] * 9), *scored("Better", *[9] * 5)])
    assert list(chart.table["Name"]) == ["Often", "Better"]
    assert chart.drawing.index("Often") < chart.drawing.index("Better")


def test_twice_a_day_counts_twice():
    chart = made([took(0, ("Pills", 5), ("Pills", 1)), took(0, ("Pills", 3))])
    assert row(chart, "Pills")["Times noted"] == "3"
    assert chart.counted == "Scores for medicine: 3, on 1 of 1 recorded days."


def test_only_the_chosen_time_counts_with_both_its_ends():
    chart = made([took(-1, ("Pills", 1)), took(0, ("Pills", 2)), took(27, ("Pills", 3))])
    assert row(chart, "Pills")["Times noted"] == "2"
    earlier = Period(TODAY - dt.timedelta(days=9), TODAY - dt.timedelta(days=5))
    assert made([took(4, ("Pills", 1))], period=earlier).sentences == (words().relief.none,)
    assert made([took(28, ("Pills", 3))]).sentences == (words().relief.none,)


def test_a_day_too_bad_to_fill_in_is_a_recorded_day_without_a_score():
    chart = made([*scored("Pills", 5), took(3, too_bad=True)])
    assert chart.counted == "Scores for medicine: 1, on 1 of 2 recorded days."


def test_treatments_have_their_own_list_and_a_score_of_0_is_there():
    chart = made([took(0, "Pills")], treat(helped=0), treat(name="Yoga", helped=7), treat(name="X"))
    assert "Your own scores for treatments, 0 to 10" in chart.drawing
    assert "helped on" not in chart.drawing
    assert chart.drawing.count('class="ring"') == 1
    assert row(chart, "Heat")["Mean, 0 to 10"] == "0"
    assert "X" not in list(chart.table["Name"])


@pytest.mark.parametrize(
    ("about", "there"),
    [
        ({"ended": MONTH.first}, True),
        ({"ended": MONTH.first - dt.timedelta(days=1)}, False),
        ({"started": TODAY}, True),
        ({"started": TODAY + dt.timedelta(days=1)}, False),
        ({}, True),
    ],
)
def test_a_treatment_is_listed_when_it_was_in_use_in_the_time(about, there):
    chart = made([], treat(helped=3, **about))
    assert ("Heat" in (chart.drawing or "")) is there


def test_without_any_medicine_or_score_there_is_no_card():
    assert made([]) is None
    assert made([took(0, pain_worst=4)], treat()) is None


def test_names_are_shown_as_typed_and_never_as_markup():
    chart = made(scored("<img src=x onerror=alert(1)>", *[5] * 5), treat(name="<b>H", helped=2))
    assert "<img" not in chart.drawing
    assert "&lt;img src=x" in chart.drawing
    assert "&lt;b&gt;H" in chart.drawing


def test_many_medicines_do_not_make_an_endless_sentence_but_all_have_their_numbers():
    chart = made([took(0, *(f"M{n:03}" for n in range(200)))], treat(helped=2))
    assert "and 192 more" in " ".join(chart.sentences)
    assert len(chart.table) == 201
