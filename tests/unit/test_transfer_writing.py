"""Our own table, written: everything in its columns comes back, and no cell starts a formula."""

import csv
import datetime as dt
import io

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backwatch import diary
from backwatch.diary import Entry, Medicine, Place
from backwatch.transfer import COLUMNS, guarded, read_table, unguarded, write_table

WHEN = dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC)
LISTS = diary.vocabulary()
STARTS = "=+-@\t\r＝＋－＠"
CLOSE = "=+-@'＝\t ;:\\\n,\"a|ü"  # letters that a table can stumble over


def entry(**values):
    return Entry(
        **{"person_id": "me", "date": dt.date(2026, 11, 20), "recorded_at": WHEN, **values}
    )


def back(*entries):
    return read_table(write_table(entries), person_id="me").entries


def columns(record):
    return {name: getattr(record, name) for name in COLUMNS}


def assert_same(*entries):
    assert [columns(e) for e in back(*entries)] == [columns(e) for e in entries]


def test_a_diary_without_entries_is_a_header():
    assert write_table([]) == ",".join(COLUMNS) + "\r\n"


def test_a_full_entry_comes_back_and_zero_stays_zero():
    assert_same(
        entry(
            time=dt.time(7, 40),
            pain_now=0,
            pain_worst=10,
            wakings=0,
            sleep_hours=0.0,
            places=(Place(place="upper", score=0), Place(place="lower")),
            spread=("arm", "band"),
            symptoms=("none",),
            danger_signs={"g_walk": "no", "g_legs": "not_sure", "g_faint": "yes"},
            weight_kg=71.55,
            medicines=(Medicine(name="Ibuprofen", dose="400 mg", relief=0), Medicine(name="A")),
            note='Two\nlines, with "quotes"',
        ),
        entry(),
    )


def test_an_empty_entry_is_a_row_with_its_day_only():
    assert write_table([entry()]).splitlines()[1] == "2026-11-20" + "," * (len(COLUMNS) - 1)


@pytest.mark.parametrize("start", STARTS)
@pytest.mark.parametrize("before", ["", "'", "''"])
def test_no_cell_starts_a_formula_and_the_text_comes_back(start, before):
    if start != "\r":  # no entry can hold one
        text = before + start + "SUM(A1)"
        record = entry(note=text, medicines=(Medicine(name=text),))
        (row,) = list(csv.reader(io.StringIO(write_table([record]), newline="")))[1:]
        assert [cell for cell in row if cell.startswith(tuple(STARTS))] == []
        assert_same(record)
    assert not guarded(start).startswith(tuple(STARTS))


@pytest.mark.parametrize("note", ["'", "''", "'tis fine", "'=x", "''=x", " ", "\n", "' ", "\t a "])
def test_an_apostrophe_or_a_blank_of_a_person_stays(note):
    assert_same(entry(note=note))


def test_an_apostrophe_typed_into_a_table_by_hand_stays():
    (found,) = read_table("date,note\n2026-11-20,'tis fine\n").entries
    assert found.note == "'tis fine"


def test_blanks_and_marks_in_the_name_of_a_medicine_stay():
    for name in (" A ", "\n", "A:B;C\\", "\\ ", ":", "-5", "'=", " ="):
        for dose in ("", " 1 ", ";", "2"):
            for relief in (None, 0, 7):
                assert_same(entry(medicines=(Medicine(name=name, dose=dose, relief=relief),)))


def test_a_number_comes_back_as_the_same_number():
    for hours in (0.0, -0.0, 5e-324, 6.333333333333333, 0.1 + 0.2, 24.0, 1e-7):
        assert back(entry(sleep_hours=hours))[0].sleep_hours == hours


@given(st.text(alphabet=CLOSE, max_size=8))
def test_guarding_a_text_can_always_be_undone(text):
    assert unguarded(guarded(text)) == text
    assert not guarded(text).startswith(tuple(STARTS))


words = st.text(alphabet=CLOSE, max_size=6)
names = st.text(alphabet=CLOSE, min_size=1, max_size=6)
scores = st.none() | st.integers(0, 10)


def chosen(field):
    return st.lists(st.sampled_from(LISTS.ids(field)), max_size=3, unique=True).map(
        lambda ids: ("none",) if "none" in ids else tuple(ids)
    )


entries = st.builds(
    entry,
    date=st.dates(dt.date(1900, 1, 1)),
    time=st.none() | st.builds(dt.time, st.integers(0, 23), st.integers(0, 59)),
    pain_now=scores,
    pain_worst=scores,
    limits_day=scores,
    wakings=st.none() | st.integers(0, 99),
    sleep_hours=st.none() | st.floats(0, 24),
    weight_kg=st.none() | st.floats(20, 400),
    places=st.lists(
        st.builds(Place, place=st.sampled_from(LISTS.ids("zones")), score=scores),
        max_size=3,
        unique_by=lambda place: place.place,
    ).map(tuple),
    spread=chosen("spread"),
    symptoms=chosen("symptoms"),
    danger_signs=st.dictionaries(
        st.sampled_from(LISTS.danger_signs), st.sampled_from(["yes", "no", "not_sure"]), max_size=3
    ),
    medicines=st.lists(st.builds(Medicine, name=names, dose=words, relief=scores), max_size=3).map(
        tuple
    ),
    note=words,
)


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.lists(entries, max_size=5))
def test_random_diaries_come_back_letter_by_letter(records):
    assert_same(*records)


@pytest.mark.proof
@settings(
    max_examples=1000, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)
@given(st.lists(entries, max_size=20))
def test_a_thousand_random_diaries_come_back_letter_by_letter(records):
    assert_same(*records)
