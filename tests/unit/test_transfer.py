"""The diary as a table: what each cell means, and that nothing is guessed or silently dropped."""

import datetime as dt

import pytest

from backwatch import diary
from backwatch.diary import Entry, Medicine, Place
from backwatch.transfer import COLUMNS, BadTable, read_table

HEADER = (
    "date,time,pain_now,pain_worst,pain_average,pain_least,pain_night,wakings,sleep_hours,places,"
    "spread,feels_like,worse_with,eased_by,symptoms,danger_signs,limits_day,weight_kg,medicines,note"
)
NAMED = {"date", "time"}


def one(**cells):
    """Return the entry of a table with one row and only these columns."""
    cells = {"date": "2026-11-20", **cells}
    quoted = ['"' + cell.replace('"', '""') + '"' for cell in cells.values()]
    (entry,) = read_table(",".join(cells) + "\n" + ",".join(quoted) + "\n").entries
    return entry


def refused(**cells):
    with pytest.raises(BadTable) as error:
        one(**cells)
    message = str(error.value)
    assert "\n" not in message
    return message


def test_the_columns_are_those_that_are_promised_in_their_order():
    assert ",".join(COLUMNS) == HEADER
    assert set(COLUMNS) <= set(Entry.model_fields)


def test_a_full_row_is_read_field_by_field():
    row = (
        "2026-11-14,07:40,3,8,5,0,6,2,6.5,upper:7;lower,arm;band,ache;numb,breath,medicine;heat,"
        "tired;sweats,g_walk:no;g_legs:not_sure;g_faint,4,71.5,"
        'Ibuprofen:400 mg:3;Paracetamol,"Woke at 3, could not sleep."'
    )
    (found,) = read_table(f"{HEADER}\n{row}\n", person_id="me").entries
    assert found == Entry(
        person_id="me",
        date=dt.date(2026, 11, 14),
        time=dt.time(7, 40),
        pain_now=3,
        pain_worst=8,
        pain_average=5,
        pain_least=0,
        pain_night=6,
        wakings=2,
        sleep_hours=6.5,
        places=(Place(place="upper", score=7), Place(place="lower")),
        spread=("arm", "band"),
        feels_like=("ache", "numb"),
        worse_with=("breath",),
        eased_by=("medicine", "heat"),
        symptoms=("tired", "sweats"),
        danger_signs={"g_walk": "no", "g_legs": "not_sure", "g_faint": "yes"},
        limits_day=4,
        weight_kg=71.5,
        medicines=(
            Medicine(name="Ibuprofen", dose="400 mg", relief=3),
            Medicine(name="Paracetamol"),
        ),
        note="Woke at 3, could not sleep.",
        recorded_at=found.recorded_at,
    )


def test_an_empty_cell_and_an_absent_column_are_not_recorded_and_zero_is_zero():
    row = "2026-11-14" + "," * (len(COLUMNS) - 1)
    (empty,) = read_table(f"{HEADER}\n{row}\n").entries
    (absent,) = read_table("date\n2026-11-14\n").entries
    assert empty == absent
    assert diary.is_empty(empty)
    zeros = one(pain_now="0", wakings="0", sleep_hours="0", places="upper:0")
    assert (zeros.pain_now, zeros.wakings, zeros.sleep_hours) == (0, 0, 0.0)
    assert zeros.places[0].score == 0
    assert one(places="upper").places[0].score is None


def test_several_rows_of_one_day_are_several_entries_in_their_order():
    text = "date,time,pain_now\n2026-11-20,,3\n2026-11-20,,1\n2026-11-19,21:00,2\n"
    found = read_table(text).entries
    assert [entry.pain_now for entry in found] == [3, 1, 2]
    assert [entry.pain_now for entry in diary.in_order(found)] == [2, 3, 1]


def test_columns_nobody_knows_are_named_and_the_rest_is_read():
    table = read_table("mood,date,pain_now,Steps\n4,2026-11-20,6,9000\n")
    assert table.unknown_columns == ("mood", "Steps")
    assert table.entries[0].pain_now == 6


def test_a_table_of_a_spreadsheet_is_read_with_its_blank_rows_and_line_ends():
    text = 'date,pain_now,note\r\n\r\n2026-11-20,6,"two\r\nlines"\r\n,,\r\n'
    (found,) = read_table(text).entries
    assert (found.pain_now, found.note) == (6, "two\nlines")


def test_a_header_alone_is_an_empty_diary():
    assert read_table(HEADER).entries == ()


def test_a_name_may_hold_every_mark_of_a_list():
    (medicine,) = one(medicines=r"A\;B\:C\\D:1\:2:0").medicines
    assert (medicine.name, medicine.dose, medicine.relief) == (r"A;B:C\D", "1:2", 0)
    (dose,) = one(medicines="Aspirin:2 pills").medicines
    assert (dose.dose, dose.relief) == ("2 pills", None)
    (relief,) = one(medicines="Aspirin::2").medicines
    assert (relief.dose, relief.relief) == ("", 2)
    (number,) = one(medicines="Aspirin:2:").medicines
    assert (number.dose, number.relief) == ("2", None)


def test_a_number_after_a_name_could_be_dose_or_relief_and_is_not_guessed():
    assert "name:dose:relief" in refused(medicines="Aspirin:2")


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        *[("date", cell) for cell in ("20.11.2026", "2026-02-30", "20261120", "1899-12-31")],
        *[("date", cell) for cell in ("2026-W47-5", "today", "2026-11-20T08:00")],
        *[("time", cell) for cell in ("8:30", "25:00", "08:30:00", "0830", "morning")],
        *[
            ("pain_now", cell)
            for cell in ("11", "-1", "6.0", "6,5", "six", "NA", "nan", "1e1", "٣")
        ],
        *[("wakings", cell) for cell in ("-1", "100", "often", "9" * 30)],
        *[("sleep_hours", cell) for cell in ("25", "-1", "7,5", "inf", "7h")],
        *[("weight_kg", cell) for cell in ("19", "401", "157 lb")],
        *[("places", cell) for cell in ("back", "upper:11", "upper:x", "upper:1:2", "upper;upper")],
        *[("places", cell) for cell in ("neck;upper;middle;lower", "upper:", ";")],
        *[("spread", cell) for cell in ("wrist", "arm;;band", "none;arm", "arm;arm", "arm,band")],
        *[("symptoms", cell) for cell in ("Cough", "none;tired")],
        *[("danger_signs", cell) for cell in ("g_wlak", "g_walk:maybe", "g_walk:yes:no")],
        *[("danger_signs", cell) for cell in ("g_walk;g_walk:no", "g_walk:", "fever:yes")],
        *[("medicines", cell) for cell in (":400 mg:3", "A:B:11", "A:B:C", "A:B:1:2", "x" * 201)],
        ("note", "x" * 10_001),
        ("note", "a\x00b"),
    ],
)
def test_a_cell_that_cannot_be_read_is_refused_by_line_and_column(column, cell):
    message = refused(**{column: cell})
    assert message.startswith(f"line 2, {column}: ")
    if len(cell) > 4:
        assert cell not in message  # what was typed is never repeated


def test_the_line_named_is_the_one_where_the_row_begins():
    text = 'date,note,pain_now\n2026-11-19,"a\nb\nc",3\n\n2026-11-20,,30\n'
    with pytest.raises(BadTable, match=r"^line 6, pain_now: "):
        read_table(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "date"),
        ("\n", "date"),
        ("day,pain_now\n2026-11-20,3\n", "date"),
        ("date;pain_now\n2026-11-20;3\n", "commas"),
        ("date,pain_now,pain_now\n2026-11-20,3,4\n", "pain_now"),
        ("date,pain_now\n2026-11-20\n", "line 2: it has 1 cells, the header has 2"),
        ("date,pain_now\n2026-11-20,3,4\n", "line 2: it has 3 cells, the header has 2"),
        ('date,note\n2026-11-20,"never closed\n', "line 2"),
        ('date,note\n2026-11-20,"a"b\n', "line 2"),
        ("date,note\n2026-11-20," + "x" * 200_000 + "\n", "line 2"),
        ("date,pain_now\n,3\n", "line 2, date"),
    ],
)
def test_a_table_that_cannot_be_read_is_refused_in_one_plain_line(text, words):
    with pytest.raises(BadTable) as error:
        read_table(text)
    assert words in str(error.value)
    assert "\n" not in str(error.value)


def test_a_column_that_nobody_knows_may_hold_anything():
    assert read_table("date,mood\n2026-11-20,:;\\\n").unknown_columns == ("mood",)


def test_ten_years_of_days_are_read():
    first = dt.date(2016, 11, 20)
    rows = [f"{first + dt.timedelta(days=n)},{n % 11}" for n in range(3650)]
    found = read_table("date,pain_now\n" + "\n".join(rows)).entries
    assert (len(found), found[0].pain_now, found[-1].date) == (3650, 0, dt.date(2026, 11, 17))
