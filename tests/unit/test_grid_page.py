"""From paper, on the diary page: what a person types, sees, saves and takes back."""

import datetime as dt

import pytest
from streamlit.testing.v1 import AppTest

from backwatch import grid, incoming
from backwatch.diary import Entry
from backwatch.outputs import papers
from backwatch.paths import ROOT

TODAY = dt.date.today()  # noqa: DTZ011
FIRST = TODAY - dt.timedelta(days=13)


def part():
    from ui import grid_views, state

    state.look_again()
    if not grid_views.alarm():
        grid_views.show()


def opened(first=FIRST, *, whole=False):
    """The part of the diary page, or the whole page where something else of it counts."""
    page = AppTest.from_function(part, default_timeout=30)
    if whole:
        page = AppTest.from_file(str(ROOT / "pages" / "diary.py"), default_timeout=30)
        page.query_params["part"] = "From paper"
    page.run()
    assert not page.exception
    if first is not None:
        page.date_input[0].set_value(first).run()
    return page


def box(page, row, field):
    return next(b for b in page.text_input if str(b.key).endswith(f"_{row}_{field}"))


def type_in(page, row, **cells):
    for field, text in cells.items():
        box(page, row, field).set_value(text)
    page.run()
    assert not page.exception
    return page


def button(page, label):
    return next(b for b in page.button if b.label == label)


def save(page):
    button(page, "Save these days").click().run()
    assert not page.exception
    return page


def kept(store):
    return store.entries(store.person().id)


def errors(page):
    return " ".join(e.value for e in page.error)


def test_the_boxes_of_the_screen_have_the_numbers_and_titles_of_the_paper(store):
    page = opened()
    titles = [f"{item.number} {item.title}" for item in papers.words().items]
    for row in range(grid.ROWS):
        day = grid.named(FIRST + dt.timedelta(days=row))
        labels = [b.label for b in page.text_input if f"_paper_0_{row}_" in str(b.key)]
        assert labels == [f"{day}: {title}" for title in titles]


def test_no_box_is_filled_in_before_somebody_types(store):
    page = opened(first=None)
    assert not [b for b in page.text_input if "_paper_" in str(b.key)]
    page = opened()
    assert {b.value for b in page.text_input if "_paper_" in str(b.key)} == {""}


def test_rows_end_at_today(store):
    page = opened(first=TODAY - dt.timedelta(days=2))
    assert {str(b.key).split("_")[3] for b in page.text_input if "_paper_" in str(b.key)} == {
        "0",
        "1",
        "2",
    }


def test_a_sheet_is_saved_and_taken_back_in_one_press(store):
    page = opened()
    type_in(page, 0, pain_worst="0", wakings="no")
    type_in(page, 3, pain_worst="7", medicines="paracetamol, 500 mg, 2", note="long drive")
    assert kept(store) == []
    save(page)
    first, second = kept(store)
    assert (first.date, first.pain_worst, first.wakings, first.limits_day) == (FIRST, 0, 0, None)
    assert (second.date, second.pain_worst) == (FIRST + dt.timedelta(days=3), 7)
    assert second.medicines[0].relief == 2
    assert [step.format for step in incoming.brought(store)] == [grid.SOURCE]

    button(page, "Take them back").click().run()
    assert kept(store) == []
    assert not [b for b in page.button if b.label == "Take them back"]


def test_after_saving_the_sheet_is_empty_and_the_same_press_saves_nothing_twice(store):
    page = opened()
    type_in(page, 0, pain_worst="4")
    save(page)
    assert len(kept(store)) == 1
    assert not [b for b in page.text_input if "_paper_" in str(b.key)]
    assert page.date_input[0].value is None


def test_a_wrong_value_is_named_with_its_row_and_nothing_of_the_sheet_is_saved(store):
    page = opened()
    type_in(page, 0, pain_worst="5")
    type_in(page, 1, pain_worst="70")
    save(page)
    assert "Row 2" in errors(page)
    assert "whole number from 0 to 10" in errors(page)
    assert kept(store) == []
    type_in(page, 1, pain_worst="7")
    assert errors(page) == ""
    save(page)
    assert [entry.pain_worst for entry in kept(store)] == [5, 7]


def test_an_empty_sheet_saves_nothing_and_says_so(store):
    page = save(opened())
    assert "Nothing is filled in yet" in errors(page)
    assert kept(store) == []


@pytest.mark.parametrize(("choice", "scores"), [("beside", [1, 8, 3]), ("leave_out", [1, 3])])
def test_a_day_with_an_entry_is_said_and_never_overwritten(store, choice, scores):
    who, at = store.person().id, dt.datetime.now().astimezone()
    store.add_entry(Entry(person_id=who, date=FIRST, pain_worst=1, recorded_at=at))
    page = opened()
    type_in(page, 0, pain_worst="8")
    type_in(page, 1, pain_worst="3")
    save(page)
    assert "Say first what becomes of the rows" in errors(page)
    assert [entry.pain_worst for entry in kept(store)] == [1]
    page.radio[0].set_value(choice).run()
    save(page)
    assert sorted(entry.pain_worst for entry in kept(store)) == sorted(scores)


def test_leaving_out_every_row_says_why_nothing_is_saved(store):
    who, at = store.person().id, dt.datetime.now().astimezone()
    store.add_entry(Entry(person_id=who, date=FIRST, pain_worst=1, recorded_at=at))
    page = type_in(opened(), 0, pain_worst="8")
    page.radio[0].set_value("leave_out").run()
    save(page)
    assert "Every row is for a day that has an entry already" in errors(page)
    assert len(kept(store)) == 1


def test_a_day_with_an_entry_asks_nothing_while_its_row_is_empty(store):
    who, at = store.person().id, dt.datetime.now().astimezone()
    store.add_entry(Entry(person_id=who, date=FIRST, pain_worst=1, recorded_at=at))
    page = opened()
    type_in(page, 1, pain_worst="3")
    assert not page.radio
    save(page)
    assert len(kept(store)) == 2


def words(page):
    return " ".join(
        str(getattr(each, "value", "") or getattr(each.proto, "body", ""))
        for kind in ("html", "markdown")
        for each in page.get(kind)
    )


@pytest.mark.parametrize(
    ("typed", "said"), [("f", "both legs newly weak"), ("yes", "not written which")]
)
def test_a_danger_sign_on_any_row_stops_and_shows_the_emergency_words(store, typed, said):
    page = opened()
    type_in(page, 2, pain_worst="6")
    type_in(page, 12, danger_signs=typed)
    assert "Get emergency help now" in words(page)
    assert said in words(page)
    assert not [b for b in page.text_input if "_paper_" in str(b.key)]
    assert kept(store) == []

    button(page, "I have read this. Go on typing").click().run()
    assert "Get emergency help now" not in words(page)
    assert box(page, 2, "pain_worst").value == "6"
    assert box(page, 12, "danger_signs").value == typed

    type_in(page, 13, danger_signs="c")  # another one stops again
    assert "Get emergency help now" in words(page)
    assert "streaks of blood" in words(page)


def test_a_sign_typed_by_mistake_is_taken_away_and_the_rest_stays(store):
    page = opened()
    type_in(page, 2, pain_worst="6")
    type_in(page, 2, danger_signs="f")
    button(page, "I typed it by mistake").click().run()
    assert "Get emergency help now" not in words(page)
    assert box(page, 2, "danger_signs").value == ""
    assert box(page, 2, "pain_worst").value == "6"
    save(page)
    assert kept(store)[0].danger_signs == {}


def test_no_danger_sign_is_no_alarm(store):
    page = type_in(opened(), 0, danger_signs="no", pain_worst="2")
    assert "Get emergency help now" not in words(page)
    save(page)
    assert set(kept(store)[0].danger_signs.values()) == {"no"}


def test_a_recent_danger_sign_that_is_saved_raises_the_alarm_of_the_diary_too(store):
    page = type_in(opened(whole=True), 13, danger_signs="f")
    assert "Get emergency help now" in words(page)
    button(page, "I have read this. Go on typing").click().run()
    save(page)
    assert kept(store)[0].danger_signs == {"g_legs": "yes"}
    assert "Get emergency help now" in words(page)


def test_what_is_typed_is_still_there_in_a_new_visit(store):
    page = opened()
    type_in(page, 4, pain_worst="9", note="typed half")
    again = opened(first=None)
    assert again.date_input[0].value == FIRST
    assert box(again, 4, "pain_worst").value == "9"
    assert box(again, 4, "note").value == "typed half"
    button(again, "Empty the sheet").click().run()
    assert again.date_input[0].value is None
    assert opened(first=None).date_input[0].value is None


def test_words_of_despair_on_paper_bring_the_crisis_line(store):
    page = type_in(opened(), 0, note="I cannot go on, I want to die")
    save(page)
    assert store.setting("bw.despair", store.person().id) == "yes"
