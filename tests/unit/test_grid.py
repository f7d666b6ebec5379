"""A paper sheet typed in: empty is not recorded, 0 is 0, nothing is overwritten or lost."""

import datetime as dt
import re

import pytest
import textstat

from backwatch import diary, grid, incoming
from backwatch.diary import Entry
from backwatch.outputs import papers

TODAY = dt.date(2026, 11, 20)
AT = dt.datetime(2026, 11, 20, 20, 5, tzinfo=dt.UTC)
FIRST = dt.date(2026, 11, 9)
FIELDS = [item.field for item in papers.words().items]
SIGNS = diary.vocabulary().danger_signs


def sheet(*rows):
    """Rows from FIRST on; each is what stands in items 1 to 6."""
    return [
        (FIRST + dt.timedelta(days=n), dict(zip(FIELDS, cells, strict=False)))
        for n, cells in enumerate(rows)
    ]


def read(*rows):
    return grid.read(sheet(*rows), person_id="ann", at=AT)


def only(*cells):
    found = read(cells)
    assert found.problems == ()
    (entry,) = found.entries
    return entry


# --- a sheet and its days ---


def test_a_sheet_has_fourteen_days_and_none_after_today():
    whole = grid.days(dt.date(2026, 11, 7), TODAY)
    assert (len(whole), whole[0], whole[-1]) == (14, dt.date(2026, 11, 7), TODAY)
    assert grid.days(FIRST, TODAY)[-1] == TODAY
    assert grid.days(TODAY, TODAY) == [TODAY]
    assert grid.days(dt.date(2026, 11, 21), TODAY) == []


def test_a_sheet_goes_on_over_the_end_of_a_year():
    days = grid.days(dt.date(2026, 12, 25), dt.date(2027, 2, 1))
    assert (days[6], days[7]) == (dt.date(2026, 12, 31), dt.date(2027, 1, 1))


# --- what a box says ---


def test_an_empty_row_is_no_entry_and_an_empty_box_was_not_recorded():
    assert read(("", "", "", "", "", ""), ("  ", "", "", "", "", "")).entries == ()
    entry = only("6")
    assert entry.pain_worst == 6
    assert (entry.limits_day, entry.wakings, entry.danger_signs) == (None, None, {})
    assert (entry.medicines, entry.note, entry.time, entry.pain_now) == ((), "", None, None)


def test_zero_is_zero_and_makes_an_entry_of_its_own():
    entry = only("0", "0", "0")
    assert (entry.pain_worst, entry.limits_day, entry.wakings) == (0, 0, 0)
    assert only("0").limits_day is None


@pytest.mark.parametrize("score", ["0", "7", "10", " 7 "])
def test_every_score_of_the_scale_is_taken(score):
    assert only(score).pain_worst == int(score)


@pytest.mark.parametrize("score", ["11", "-1", "7.5", "7/10", "x", "٣", "1000", "7 8", "yes"])
@pytest.mark.parametrize("place", [0, 1])
def test_what_is_no_score_gets_one_sentence_with_its_row_and_is_not_kept(score, place):
    cells = ["", ""]
    cells[place] = score
    found = read(("3",), cells)
    (problem,) = found.problems
    assert re.match(
        rf"Row 2, Tue 10 Nov: {place + 1}\. Enter .* whole number from 0 to 10\.$", problem
    )
    assert [entry.date for entry in found.entries] == [FIRST]


@pytest.mark.parametrize(
    ("said", "times"),
    [
        ("No", 0), ("no", 0), ("n", 0), ("none", 0), ("0", 0),
        ("Once", 1), ("1", 1), ("twice", 2), ("2", 2),
        ("3 or more", 3), ("3+", 3), ("3", 3), ("7", 7), ("not sure", None), ("?", None),
    ],
)  # fmt: skip
def test_the_night_is_read_in_the_words_of_the_paper_and_in_numbers(said, times):
    assert only("1", "", said).wakings == times


@pytest.mark.parametrize("said", ["often", "1-2", "100", "all night"])
def test_a_night_that_cannot_be_read_is_asked_about(said):
    found = read(("1", "", said))
    assert len(found.problems) == 1
    assert found.problems[0].startswith("Row 1, Mon 9 Nov: 3. ")
    assert found.entries == ()


def test_medicines_have_name_amount_and_how_much_they_helped():
    entry = only("", "", "", "paracetamol, 500 mg, 3; ibuprofen; heat pad, 20 minutes")
    assert [(m.name, m.dose, m.relief) for m in entry.medicines] == [
        ("paracetamol", "500 mg", 3),
        ("ibuprofen", "", None),
        ("heat pad", "20 minutes", None),
    ]
    assert only("", "", "", "paracetamol, 1,000 mg, 0").medicines[0].relief == 0


def test_a_bare_number_after_a_medicine_could_be_tablets_so_it_is_asked_about():
    found = read(("5", "", "", "paracetamol, 2"))
    assert found.problems[0].startswith("Row 1, Mon 9 Nov: 4. ")
    assert found.entries == ()


def test_a_relief_over_ten_is_refused():
    (problem,) = read(("", "", "", "paracetamol, 500 mg, 11")).problems
    assert (
        problem == "Row 1, Mon 9 Nov: 4. Enter how much it helped as a whole number from 0 to 10."
    )


def test_a_note_is_kept_as_typed():
    assert only("", "", "", "", "", "between the blades; 7/10 & worse").note == (
        "between the blades; 7/10 & worse"
    )


# --- danger signs ---


def test_no_on_paper_answers_every_danger_sign_and_empty_answers_none():
    assert only("1", "", "", "", "no").danger_signs == dict.fromkeys(SIGNS, "no")
    assert only("1").danger_signs == {}
    assert only("1", "", "", "", "not sure").danger_signs == {}


@pytest.mark.parametrize(
    ("said", "signs"),
    [
        ("c", ["g_blood"]),
        ("C", ["g_blood"]),
        ("F, G", ["g_legs", "g_walk"]),
        ("f and g", ["g_legs", "g_walk"]),
        ("FG", ["g_legs", "g_walk"]),
        ("yes: L", ["g_accident"]),
        ("Yes A", ["g_breath"]),
        ("y c", ["g_blood"]),
    ],
)
def test_letters_are_the_danger_signs_of_the_paper_and_leave_the_others_open(said, signs):
    assert only("", "", "", "", said).danger_signs == dict.fromkeys(signs, "yes")
    assert [s.question for s in grid.signs(sheet(("", "", "", "", said)))] == signs


@pytest.mark.parametrize("said", ["yes", "Yes", "y", "yes!"])
def test_a_yes_without_a_letter_is_an_alarm_and_stays_in_the_note(said):
    rows = sheet(("4", "", "", "", said, "bad evening"))
    (sign,) = grid.signs(rows)
    assert (sign.row, sign.day, sign.question) == (1, FIRST, "")
    entry = only("4", "", "", "", said, "bad evening")
    assert entry.danger_signs == {}
    assert entry.note == "bad evening\nDanger signs: yes on paper, not written which."


@pytest.mark.parametrize("said", ["M", "back", "all", "1", "legs", "no C", "maybe", "A1"])
def test_what_is_no_letter_of_the_list_is_asked_about_and_makes_no_sign_up(said):
    found = read(("4", "", "", "", said))
    assert found.problems == (
        "Row 1, Mon 9 Nov: 5. Write no, or letters from A to L. Leave it empty if you do not know.",
    )
    assert found.entries == ()
    assert grid.signs(sheet(("4", "", "", "", said))) == []


def test_yes_with_words_that_cannot_be_read_is_an_alarm_and_is_asked_about():
    rows = sheet(("", "", "", "", "yes, my legs"))
    assert [sign.question for sign in grid.signs(rows)] == [""]
    assert len(read(("", "", "", "", "yes, my legs")).problems) == 1


def test_danger_signs_on_several_rows_are_all_found():
    rows = sheet(("1",), ("", "", "", "", "f"), ("", "", "", "", "no"), ("", "", "", "", "c, f"))
    assert [(s.row, s.question) for s in grid.signs(rows)] == [
        (2, "g_legs"), (4, "g_blood"), (4, "g_legs"),
    ]  # fmt: skip


# --- several rows ---


def test_every_row_with_a_fault_is_named_and_each_fault_once():
    found = read(("12", "x"), ("3",), ("", "", "often", "", "zz"))
    assert [problem.split(": ")[0] for problem in found.problems] == [
        "Row 1, Mon 9 Nov", "Row 1, Mon 9 Nov", "Row 3, Wed 11 Nov", "Row 3, Wed 11 Nov",
    ]  # fmt: skip


def test_a_sentence_never_repeats_what_was_typed():
    mine = "my secret words"
    for place in range(5):
        cells = [""] * 6
        cells[place] = mine if place != 3 else f"{mine}, 2"
        assert all(mine not in problem for problem in read(cells).problems)


def test_a_hidden_character_is_refused_with_its_row():
    (problem,) = read(("", "", "", "", "", "a\x00b")).problems
    assert problem.startswith("Row 1, Mon 9 Nov: 6. Your text holds a hidden character")


# --- saving ---


def kept(store):
    return store.entries(store.person().id)


def test_a_sheet_is_saved_as_one_step_and_taken_back_as_one(store):
    who = store.person().id
    before = store.add_entry(
        Entry(person_id=who, date=FIRST, pain_worst=9, recorded_at=AT - dt.timedelta(days=5))
    )
    found = grid.read(sheet(("3",), ("", "", "no"), ("0",)), person_id=who, at=AT)
    done = grid.save(store, found.entries, who, at=AT)
    assert len(kept(store)) == 4
    assert before in kept(store)  # never overwritten

    (step,) = incoming.brought(store)
    assert (step.format, step.records, step.at) == (grid.SOURCE, 3, AT)
    incoming.take_back(store, done.import_id)
    assert kept(store) == [before]


def test_days_with_an_entry_are_told_and_only_where_something_was_typed(store):
    who = store.person().id
    for day in (0, 1):
        date = FIRST + dt.timedelta(days=day)
        store.add_entry(Entry(person_id=who, date=date, pain_now=1, recorded_at=AT))
    rows = sheet(("3",), ("", "", " "), ("4",))
    assert grid.taken(rows, kept(store)) == {FIRST}


def test_what_was_saved_counts_in_the_table_of_days(store):
    who = store.person().id
    found = grid.read(sheet(("0",), ("",), ("8", "", "no")), person_id=who, at=AT)
    grid.save(store, found.entries, who, at=AT)
    table = diary.days(kept(store))
    assert table["pain_worst"].isna().tolist() == [False, True, False]
    assert table["pain_worst"].tolist()[0] == 0
    assert table["woken"].isna().tolist() == [True, True, False]


def test_the_sentences_are_short_and_plain():
    said = [
        w.format(last="L", row=3, day="Mon 9 Nov", problem="") for w in papers.words().grid.values()
    ]
    for words in said:
        assert all(len(s.split()) <= 20 for s in re.split(r"[.;:]", words))
    assert textstat.flesch_kincaid_grade(" ".join(said)) <= 8
