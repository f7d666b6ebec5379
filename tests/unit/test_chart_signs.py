"""Signs by days: ticked, answered and not ticked, not answered, and no entry stay apart."""

import datetime as dt

import pytest

from backwatch import diary
from backwatch.charts import LIGHT, Period
from backwatch.charts.sign_calendar import chart
from tests.unit.calendar_people import ago, entry, last, made, records, rows, said, table

COUGH, TIRED, BREATH = "Cough", "Very tired or weak", "Very hard to breathe"
LEGS = "Both legs newly weak, numb, heavy or tingly"


def test_ticked_answered_not_answered_and_no_entry_are_four_different_marks():
    shown = made(
        chart,
        28,
        entry(4, symptoms=("cough",)),
        entry(3, symptoms=("none",)),
        entry(2, symptoms=("tired",)),
        entry(1, pain_worst=0),
    )
    assert rows(shown) == {COUGH: "Xoo/.", TIRED: "ooX/."}
    assert shown.sentences[0] == (
        "You answered about signs on 3 of 5 days, and ticked one or more on 2 of them."
    )


def test_only_signs_that_were_ticked_have_a_row_and_the_others_are_named_in_one_sentence():
    shown = made(chart, 28, entry(1, symptoms=("cough", "calf")), entry(0, symptoms=("none",)))
    assert list(rows(shown)) == [COUGH, "One leg swollen, red or sore in the calf"]
    never = shown.key[: shown.key.index(". ")]
    assert never.startswith("Never ticked in this time: Short of breath; ")
    labels = [c.label for c in diary.vocabulary().symptoms if c.id not in ("none", "cough", "calf")]
    assert all(label in shown.key for label in labels)
    assert "None of these" not in never
    assert "A sign that you did not tick may still have been there." in shown.key


def test_groups_come_in_their_order_with_danger_signs_on_top():
    shown = made(
        chart,
        28,
        entry(2, symptoms=("thirst", "headache", "tired", "cough", "jaundice")),
        entry(1, danger_signs={"g_breath": "yes"}),
    ).drawing
    heads = (
        "Danger signs",
        "Lungs",
        "Whole body",
        "Nerves and head",
        "Signs that can go with high calcium",
        "Other signs",
    )
    places = [shown.index(f'<div class="group">{head}</div>') for head in heads]
    assert places == sorted(places)


def test_a_danger_sign_answered_yes_comes_first_with_its_days_and_where_help_is_named():
    shown = made(
        chart,
        28,
        entry(9, danger_signs={"g_breath": "yes"}, symptoms=("cough",)),
        entry(3, danger_signs={"g_breath": "yes"}),
        entry(2, danger_signs={"g_breath": "no"}),
        entry(1, symptoms=("none",)),
    )
    assert shown.sentences[0] == (
        "You said yes to a danger sign: Very hard to breathe (16 November and 22 November). "
        "A danger sign that is still there needs help now: call your emergency number. "
        "If it has gone, take the check. It says how soon to get help."
    )
    assert next(iter(rows(shown))) == BREATH
    assert rows(shown)[BREATH] == "X.....Xo/."


def test_a_later_no_takes_no_yes_of_the_same_day_back():
    shown = made(
        chart,
        28,
        entry(1, danger_signs={"g_legs": "yes"}),
        entry(1, hour=20, danger_signs={"g_legs": "no"}),
        entry(0, danger_signs={"g_legs": "no"}),
        entry(0, hour=20, danger_signs={"g_legs": "not_sure"}),
    )
    assert rows(shown)[LEGS] == "X?"
    assert "<small>1 of 2 days answered, not sure on 1</small>" in shown.drawing
    assert f"You were not sure about a danger sign: {LEGS} (25 November)." in said(shown)
    assert "“Not sure” never counts as no." in said(shown)


def test_danger_signs_that_were_all_answered_no_make_no_row_and_no_alarm():
    shown = made(chart, 28, entry(1, danger_signs=dict.fromkeys(SIGNS, "no")))
    assert shown.drawing is None
    assert shown.sentences == ("Apart from danger signs, no signs are recorded in this time.",)
    assert table(shown)[1]["Danger signs"] == "no to all of them"
    assert table(shown)[1]["Signs"] == "not recorded"


SIGNS = diary.vocabulary().danger_signs


def test_many_days_with_a_danger_sign_are_counted_and_the_newest_named():
    shown = made(chart, 28, *(entry(day, danger_signs={"g_walk": "yes"}) for day in range(8)))
    assert "(8 days, the last 7 on 19 November, 20 November, " in shown.sentences[0]
    seven = made(chart, 28, *(entry(day, danger_signs={"g_walk": "yes"}) for day in range(7)))
    assert "days, the last" not in seven.sentences[0]


def test_two_entries_of_a_day_count_together():
    shown = made(
        chart,
        28,
        entry(0, symptoms=("none",)),
        entry(0, hour=20, symptoms=("cough",)),
    )
    assert rows(shown) == {COUGH: "X"}
    assert table(shown)[0]["Signs"] == COUGH


def test_none_of_these_every_day_is_not_called_well():
    shown = made(chart, 28, *(entry(day, symptoms=("none",)) for day in range(5)))
    assert shown.drawing is None
    assert shown.sentences == (
        "You answered about signs on 5 of 5 days, and ticked none of them.",
        "A sign that you did not tick may still have been there.",
    )
    assert {row["Signs"] for row in table(shown)} == {"None of these"}


def test_nobody_is_told_never_ticked_about_signs_that_were_never_asked():
    shown = made(chart, 28, entry(40, symptoms=("cough",)), entry(1, pain_worst=4))
    assert "Never ticked" not in said(shown)
    assert shown.drawing is None
    assert shown.sentences[0].startswith("No signs are recorded in this time.")


def test_somebody_who_never_answered_about_signs_gets_no_chart_at_all():
    held = records(entry(1, pain_worst=4), entry(0, too_bad=True))
    assert chart(held, last(28), LIGHT) is None


def test_a_time_without_an_entry_says_so():
    shown = made(chart, 28, entry(100, symptoms=("cough",)))
    assert shown.drawing is None
    assert shown.sentences[0].startswith("No signs are recorded in this time.")


def test_a_day_too_bad_to_fill_in_has_a_mark_of_its_own_and_answers_nothing():
    shown = made(
        chart, 28, entry(2, symptoms=("cough",)), entry(1, too_bad=True), entry(0, note="x")
    )
    assert rows(shown) == {COUGH: "X//", "Too bad to fill in": "_X_"}
    assert "1 day was too bad to fill in." in said(shown)
    assert [row["Too bad to fill in"] for row in table(shown)] == ["", "yes", ""]


@pytest.mark.parametrize(
    ("length", "title"),
    [
        (31, "Signs by day"),
        (32, "Signs by week"),
        (92, "Signs by week"),
        (93, "Signs by month"),
    ],
)
def test_the_columns_are_days_up_to_a_month_weeks_up_to_three_then_months(length, title):
    shown = made(
        chart, length, entry(length - 1, symptoms=("cough",)), entry(0, symptoms=("none",))
    )
    assert shown.title == title
    assert len(table(shown)) == length


def test_a_week_counts_its_ticked_days_and_not_sure_never_makes_it_a_0():
    shown = made(
        chart,
        60,
        entry(59, symptoms=("none",), danger_signs={"g_breath": "no"}),
        *(entry(day, symptoms=("cough",)) for day in (9, 8, 6)),
        entry(5, symptoms=("none",)),
        entry(15, danger_signs={"g_breath": "not_sure"}),
        entry(14, danger_signs={"g_breath": "no"}),
        entry(1, danger_signs={"g_breath": "yes"}),
    )
    assert rows(shown)[COUGH] == "o....../3/"
    assert rows(shown)[BREATH] == "o......?/1"


def test_months_stand_by_years_the_newest_first():
    shown = made(
        chart,
        365,
        entry(364, symptoms=("cough",)),
        *(entry(day, symptoms=("cough", "sweats")) for day in range(12)),
    )
    assert shown.drawing.index("<b>2026</b>") < shown.drawing.index("<b>2025</b>")
    assert rows(shown)[COUGH] == "." * 10 + "12" + "1."
    assert rows(shown)["Sweats that soaked me at night"] == "." * 10 + "12" + "o."
    assert "(12 days)" in said(shown)


def test_counts_stand_beside_each_sign_for_the_days_drawn_there():
    shown = made(chart, 28, *(entry(day, symptoms=("cough",)) for day in range(28))).drawing
    assert shown.count("<small>14 of 14 days answered</small>") == 2


def test_days_of_last_year_are_named_with_their_year():
    shown = made(chart, 365, entry(364, danger_signs={"g_breath": "yes"}))
    assert "(26 November 2025)" in shown.sentences[0]


def test_the_day_of_a_clock_change_is_a_day_like_any_other():
    today = dt.date(2026, 10, 26)  # the clocks went back on 25 October 2026 in Europe
    held = records(
        *(
            entry(0, symptoms=("cough",)).model_copy(update={"date": today - dt.timedelta(days=n)})
            for n in range(3)
        ),
        today=today,
    )
    shown = chart(held, Period(dt.date(2026, 9, 29), today), LIGHT)
    assert rows(shown) == {COUGH: "XXX"}


def test_an_entry_of_a_later_day_is_left_out():
    held = records(entry(1, symptoms=("none",)), entry(-1, danger_signs={"g_breath": "yes"}))
    shown = chart(held, last(28), LIGHT)
    assert BREATH not in said(shown)
    assert len(table(shown)) == 2


def test_nothing_that_a_person_typed_is_in_the_drawing():
    evil = "<img src=x onerror=alert(1)>"
    medicine = {"name": evil, "dose": evil}
    shown = made(chart, 28, entry(0, symptoms=("cough",), note=evil, medicines=(medicine,)))
    assert "<img" not in shown.drawing + said(shown) + str(table(shown))


def test_no_sign_points_to_a_cause_and_the_groups_say_whose_they_are():
    shown = made(chart, 28, entry(0, symptoms=("constip", "phlegm")))
    assert "They do not say where a sign comes from." in shown.key
    assert "Marie Curie, high calcium" in shown.key
    assert "Our own choice." in shown.key
    assert "Kingman" not in shown.key
    assert "cancer" not in shown.drawing


def test_the_alternative_text_says_each_sign_with_its_days():
    shown = made(chart, 28, entry(1, symptoms=("cough",)), entry(0, symptoms=("none",)))
    assert "Cough: 1 of 2 days answered." in shown.alt
    assert ago(0).isoformat() not in shown.alt
