"""Treatments, tests and appointments: kept as typed, shown as recorded, the next visit on Today."""

import datetime as dt
import re

import pytest

from backwatch.diary import Appointment, Entry, TestResult, Treatment
from tests.unit.test_pages import drawn, words
from tests.unit.test_undo import part_of, press
from ui import records_appointments, records_timeline, records_treatments, state

NOW = dt.datetime(2026, 11, 25, 12, 0, tzinfo=dt.UTC)
TODAY = NOW.date()


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    monkeypatch.setattr(state, "now", lambda: NOW)


def on(month, day):
    return dt.date(2026, month, day)


def treatment(**values):
    return Treatment(**{"person_id": "me", "name": "Heat", **values})


def visit(date, **values):
    return Appointment(person_id="me", date=date, **values)


def field(test, label):
    for kind in ("text_input", "text_area", "date_input", "time_input", "selectbox", "checkbox"):
        for one in test.get(kind):
            if one.label.startswith(label):
                return one
    raise AssertionError(label)


def fill(test, **values):
    for label, value in values.items():
        field(test, label.replace("_", " ")).set_value(value).run()
    return test


# --- forms ---


def test_a_treatment_is_kept_as_typed_and_what_was_left_out_stays_empty(store):
    test = part_of("Treatments")
    assert "Nothing here yet." in words(test)
    press(test, "Add a treatment")
    fill(test, What_is_it="Heat *pad* <b>", First_day=on(10, 1))
    press(test, "Save the treatment")
    [kept] = store.treatments(store.person().id)
    assert kept == Treatment(
        id=kept.id,
        person_id=store.person().id,
        version=1,
        name="Heat *pad* <b>",
        started=on(10, 1),
    )
    assert "Saved." in words(test)
    assert "What is it?" not in [one.label for one in test.text_input]  # the form is put away
    assert "Heat *pad* &lt;b&gt;" in words(test)


def test_a_treatment_has_a_kind_a_dose_an_end_and_0_is_a_score(store):
    test = press(part_of("Treatments"), "Add a treatment")
    fill(test, What_is_it="Tablets", What_kind="opioid", First_day=on(10, 1), Last_day=on(10, 2))
    fill(test, How_much_and="1 at night")
    asked = [one for one in test.get("button_group") if one.label.startswith("How much did")]
    helped = asked[-1]  # below the diary's own
    helped.set_value(0).run()
    press(test, "Save the treatment")
    [kept] = store.treatments(store.person().id)
    assert (kept.kind, kept.dose, kept.helped) == ("opioid", "1 at night", 0)
    assert (kept.started, kept.ended) == (on(10, 1), on(10, 2))
    assert "Helped <b>0 of 10</b>" in words(test)


def test_an_end_before_the_start_is_refused_and_nothing_typed_is_lost(store):
    test = press(part_of("Treatments"), "Add a treatment")
    fill(test, What_is_it="Tablets", First_day=on(10, 2), Last_day=on(10, 1))
    press(test, "Save the treatment")
    assert "Choose an end on or after the start" in words(test)
    assert field(test, "What is it").value == "Tablets"
    assert store.treatments(store.person().id) == []


@pytest.mark.parametrize("name", ["", "   "])
def test_a_treatment_needs_a_name(store, name):
    test = press(part_of("Treatments"), "Add a treatment")
    fill(test, What_is_it=name)
    press(test, "Save the treatment")
    assert "Write a name" in words(test)
    assert store.treatments(store.person().id) == []
    press(test, "Cancel")
    assert "Add a treatment" in [one.label for one in test.button]


def test_a_test_is_kept_and_its_result_can_be_added_later(store):
    test = press(part_of("Tests"), "Add a test")
    fill(test, Which_test="MRI", On_which_day=on(11, 3))
    press(test, "Save the test")
    press(test, "Change MRI")
    fill(test, What_came_out="Told\nall clear?")
    press(test, "Save the test")
    [kept] = store.test_results(store.person().id)
    assert (kept.name, kept.date, kept.result) == ("MRI", on(11, 3), "Told\nall clear?")
    assert kept.version == 2
    assert "Done on <b>3 November</b>" in words(test)


def test_an_appointment_needs_only_its_day(store):
    test = press(part_of("Appointments"), "Add an appointment")
    press(test, "Save the appointment")
    assert "Enter the date" in words(test)
    fill(test, On_which_day=on(12, 1))
    press(test, "Save the appointment")
    [kept] = store.appointments(store.person().id)
    assert kept == visit(on(12, 1), id=kept.id, version=1).model_copy(
        update={"person_id": store.person().id}
    )


def test_words_of_despair_in_a_record_bring_the_crisis_line(store):
    test = press(part_of("Appointments"), "Add an appointment")
    fill(test, On_which_day=on(12, 1), What_do_you_want="I want to die")
    press(test, "Save the appointment")
    assert store.setting("bw.despair", store.person().id)
    assert [one for one in test.button if one.key == "go_line"]


def test_opening_a_record_that_is_gone_says_so(store):
    record = store.save_record(TestResult(person_id=store.person().id, name="CT"))
    test = part_of("Tests")
    store.delete_record(record)
    press(test, "Change CT")
    assert "changed or deleted in another window" in words(test)
    assert "Which test?" not in [one.label for one in test.text_input]


# --- the next visit ---


def test_the_next_visit_is_the_first_one_that_is_not_over_today_or_later():
    past, over = visit(on(11, 24)), visit(on(11, 26), done=True)
    late = visit(TODAY, time=dt.time(15, 0))
    early = visit(TODAY, time=dt.time(9, 0))
    found = records_appointments.next_visit([past, over, visit(on(12, 1)), late, early], TODAY)
    assert found == early
    assert records_appointments.next_visit([past, over], TODAY) is None
    assert records_appointments.next_visit([], TODAY) is None


def test_visits_to_come_stand_first_and_a_missed_one_is_not_lost():
    past, over = visit(on(11, 24)), visit(on(11, 26), done=True)
    soon, later = visit(on(11, 25)), visit(on(12, 9))
    assert records_appointments.in_order([past, over, later, soon], TODAY) == [
        soon,
        later,
        over,
        past,
    ]


def test_today_shows_the_next_visit_with_its_questions(store):
    who = store.person().id
    store.add_entry(Entry(person_id=who, date=TODAY, pain_worst=1, recorded_at=NOW))
    assert "Your next appointment" not in words(drawn("today"))
    when = {"date": on(12, 1), "time": dt.time(10, 30)}
    given = {"with_whom": "Dr <i>A</i>", "questions": "Why at night?"}
    store.save_record(Appointment(person_id=who, **when, **given))
    said = words(drawn("today"))
    assert "Your next appointment" in said
    assert "Tuesday 1 December, 10:30, with Dr &lt;i&gt;A&lt;/i&gt;." in said
    assert "Why at night?" in said


# --- the line of time ---


def bars(*treatments):
    first, last = records_timeline.span(treatments, TODAY)
    return [records_timeline.bar(one, first, last) for one in treatments]


def test_the_shape_says_what_is_known():
    found = bars(
        treatment(started=on(11, 1), ended=on(11, 10)),
        treatment(started=on(11, 5), ended=on(11, 5)),
        treatment(started=on(11, 5)),
        treatment(ended=on(11, 5)),
        treatment(),
    )
    assert [one and one.shape for one in found] == ["whole", "day", "open", "early", None]


def test_a_bar_stands_where_its_days_are():
    whole, second_half, early = bars(
        treatment(started=on(11, 6), ended=TODAY),
        treatment(started=on(11, 16)),
        treatment(ended=on(11, 15)),
    )
    assert (whole.left, whole.width) == (0, 100)
    assert (second_half.left, second_half.width) == (50, 50)
    assert (early.left, early.width) == (0, 50)


def test_a_treatment_that_is_planned_is_on_the_line_after_today():
    [planned] = bars(treatment(started=on(12, 10), ended=on(12, 19)))
    assert planned.left == pytest.approx(60)
    assert planned.left + planned.width == pytest.approx(100)


@pytest.mark.parametrize("days", [1, 30, 400, 4000])
def test_every_bar_and_mark_stays_on_the_line(days):
    start = TODAY - dt.timedelta(days=days)
    [one] = bars(treatment(started=start))
    assert one.left >= 0
    assert one.left + one.width <= 100.001
    marks = records_timeline.ticks(*records_timeline.span([treatment(started=start)], TODAY))
    assert len(marks) <= 3
    assert all(0 < at < 100 for at, _ in marks)


def test_without_any_day_nothing_is_drawn_and_no_day_is_made_up():
    assert records_timeline.span([treatment()], TODAY) is None
    assert "Add the first day" in records_timeline.drawing([treatment()], TODAY)


def test_the_table_says_the_same_and_tells_0_from_not_recorded():
    rows = re.findall(
        r"<tr><th scope=\"row\">.*?</tr>",
        records_timeline.table([treatment(name="<b>", helped=0, started=on(11, 1)), treatment()]),
    )
    first, second = ([re.sub("<.*?>", "", c) for c in row.split("<td>")] for row in rows)
    assert first == ["&lt;b&gt;", "not recorded", "1 November", *["not recorded"] * 2, "0"]
    assert second == ["Heat", *["not recorded"] * 5]


def test_the_drawing_says_its_treatments_in_words():
    said = records_timeline.drawing(
        [
            treatment(name='Heat "pad"', started=on(11, 1), ended=on(11, 10)),
            treatment(name="Pills", started=on(11, 5)),
            treatment(name="Brace", ended=on(11, 5)),
            treatment(name="Yoga"),
        ],
        TODAY,
    )
    assert "Heat &quot;pad&quot; from 1 November to 10 November" in said
    assert "Pills from 5 November, no last day recorded" in said
    assert "Brace until 5 November, no first day recorded" in said
    assert "Yoga no days recorded" in said


def test_the_facts_of_a_treatment_leave_out_what_is_not_recorded():
    assert records_treatments.facts(treatment()) == []
    found = dict(records_treatments.facts(treatment(helped=0, kind="brace", dose="daily")))
    assert found == {"Kind": "Brace", "Dose": "daily", "Helped": "0 of 10"}
