"""Any table with a map of its columns: nothing is guessed, and a person sees what becomes of it."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from backwatch import importers
from backwatch.importers import column_map, column_map_from_yaml, suggest

BERLIN = ZoneInfo("Europe/Berlin")
WHEN = dt.datetime(2026, 12, 20, 12, tzinfo=dt.UTC)
GERMAN = (
    "Datum;Uhrzeit;Schmerz;Gewicht;Schlaf;Medikamente;Ort;Bemerkung;Stimmung\n"
    "20.11.2026;8:30;6;71,5;6,25;Ibuprofen 400 mg, 2x;Nacken;müde;gut\n"
    "21.11.2026;;0;;;;;;\n"
)
MAP = {
    "date": "Datum",
    "time": "Uhrzeit",
    "pain_now": "Schmerz",
    "weight_kg": "Gewicht",
    "sleep_hours": "Schlaf",
    "medicines": "Medikamente",
    "places": "Ort",
    "note": "Bemerkung",
    "decimal": ",",
}


def read(text, columns, **more):
    return importers.read(text.encode(), columns=column_map(columns), **more)


def entries(text, columns, **more):
    return importers.to_entries(read(text, columns, **more).rows, "me", WHEN)


def test_a_german_table_is_read_with_its_commas_once_the_order_of_the_day_is_told():
    first, second = entries(GERMAN, MAP, date_order="dmy")
    assert (first.date, first.time) == (dt.date(2026, 11, 20), dt.time(8, 30))
    assert (first.pain_now, first.weight_kg, first.sleep_hours) == (6, 71.5, 6.25)
    assert [medicine.name for medicine in first.medicines] == ["Ibuprofen 400 mg, 2x"]
    assert [place.place for place in first.places] == ["neck"]
    assert first.note == "müde"
    assert (second.date, second.pain_now) == (dt.date(2026, 11, 21), 0)
    assert (second.weight_kg, second.sleep_hours, second.medicines) == (None, None, ())


def test_a_day_that_reads_two_ways_is_asked_with_examples_and_never_guessed():
    text = "d,p\n03/04/2026,6\n13/04/2026,5\n03/04/2026,4\n05/06/2026,3\n07/08/2026,3\n"
    with pytest.raises(importers.NeedsDateOrder) as error:
        read(text, {"date": "d", "pain_now": "p"})
    assert error.value.examples == ("03/04/2026", "13/04/2026", "05/06/2026")


@pytest.mark.parametrize(
    ("order", "day"), [("dmy", dt.date(2026, 4, 3)), ("mdy", dt.date(2026, 3, 4))]
)
def test_the_order_that_the_person_gives_holds_for_the_whole_file(order, day):
    for text in ("d,p\n03/04/2026,6\n", "d,p\n3.4.2026 08:30,6\n", "d,p\n03-04-2026,6\n"):
        (entry,) = entries(text, {"date": "d", "pain_now": "p"}, date_order=order)
        assert entry.date == day
        (entry,) = entries(text, {"date": "d", "pain_now": "p", "date_order": order})
        assert entry.date == day


def test_a_day_that_the_given_order_cannot_be_is_blocked_not_turned_round():
    preview = read("d,p\n13/04/2026,6\n", {"date": "d", "pain_now": "p"}, date_order="mdy")
    assert [row.note for row in preview.blocked] == [
        "row 1, d: this is not a day such as 2026-11-20."
    ]
    assert preview.accepted == ()


def test_world_time_needs_a_zone_and_can_move_the_day():
    text = "d,p\n2026-11-20T23:30Z,6\n"
    with pytest.raises(importers.NeedsZone):
        read(text, {"date": "d", "pain_now": "p"})
    (entry,) = entries(text, {"date": "d", "pain_now": "p"}, zone=BERLIN)
    assert (entry.date, entry.time) == (dt.date(2026, 11, 21), dt.time(0, 30))
    (entry,) = entries("d,p\n2026-11-20T23:30-05:00,6\n", {"date": "d", "pain_now": "p"})
    assert (entry.date, entry.utc_offset_minutes) == (dt.date(2026, 11, 20), -300)


def test_a_preview_tells_what_becomes_of_each_column():
    preview = read(GERMAN, MAP, date_order="dmy")
    found = {column.theirs: column for column in preview.columns}
    assert list(found) == GERMAN.split("\n")[0].split(";")
    assert (found["Schmerz"].ours, found["Schmerz"].examples) == ("pain_now", ("6", "0"))
    assert (found["Stimmung"].ours, found["Stimmung"].examples) == ("", ("gut",))
    assert preview.not_read == {"Stimmung": 1}


def test_each_pain_keeps_its_own_column():
    text = "date,worst,mean,night\n2026-11-20,8,5,0\n"
    columns = {"date": "date", "pain_worst": "worst", "pain_average": "mean", "pain_night": "night"}
    (entry,) = entries(text, columns)
    assert (entry.pain_worst, entry.pain_average, entry.pain_night) == (8, 5, 0)
    assert entry.pain_now is None


def test_a_number_that_cannot_be_stays_a_word_in_the_note():
    columns = {"date": "date", "weight_kg": "kg", "sleep_hours": "h", "wakings": "w"}
    (entry,) = entries("date,kg,h,w\n2026-11-20,700,25,often\n", columns)
    assert (entry.weight_kg, entry.sleep_hours, entry.wakings) == (None, None, None)
    for value in ("700", "25", "often"):
        assert value in entry.note
    (entry,) = entries("date,kg,h,w\n2026-11-20,70,7:30,0\n", columns)
    assert (entry.weight_kg, entry.sleep_hours, entry.wakings) == (70.0, 7.5, 0)


def test_a_decimal_point_is_no_number_where_commas_are_decimal():
    columns = {"date": "date", "weight_kg": "kg", "decimal": ",", "delimiter": ";"}
    (entry,) = entries("date;kg\n2026-11-20;71.500\n", columns)
    assert entry.weight_kg is None
    assert "71.500" in entry.note


def test_our_own_words_are_known_and_others_stay_in_the_note():
    columns = {"date": "date", "symptoms": "s", "feels_like": "f", "worse_with": "w"}
    text = 'date,s,f,w\n2026-11-20,"Cough; odd taste","burning, fuzzy","Lying down, none"\n'
    (entry,) = entries(text, columns)
    assert (entry.symptoms, entry.feels_like, entry.worse_with) == (
        ("cough",),
        ("burning",),
        ("lying",),
    )
    assert "odd taste" in entry.note
    assert "fuzzy" in entry.note


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ({}, "date"),
        ({"pain_now": "p"}, "date"),
        ({"date": "d", "danger_signs": "x"}, "asked in the check"),
        ({"date": "d", "mood": "x"}, "mood"),
        ({"date": "d", "person_id": "x"}, "person_id"),
        ({"date": "d", "pain_now": "d"}, "two"),
        ({"date": "d", "pain_now": 6}, "quotes"),
        ({"date": "d", "pain_now": ""}, "quotes"),
        ({"date": "d", "date_order": "ymd"}, "date_order"),
        ({"date": "d", "decimal": "·"}, "decimal"),
        ({"date": "d", "delimiter": "x"}, "delimiter"),
        ([], "line"),
        ("date", "line"),
        (None, "line"),
    ],
)
def test_a_map_that_is_wrong_is_refused_in_one_sentence(columns, words):
    with pytest.raises(importers.BadImport) as error:
        column_map(columns)
    assert words in str(error.value)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    "text",
    ["date: d\ndate: e\n", "date: &a d\npain_now: *a\n", "[" * 100_000, "date: [d]", "date: no: x"],
)
def test_a_map_in_yaml_is_read_strictly(text):
    with pytest.raises(importers.BadImport) as error:
        column_map_from_yaml(text, "map.yaml")
    assert str(error.value).startswith("map.yaml")


def test_a_map_in_yaml_is_read():
    found = column_map_from_yaml("date: Datum\npain_now: no\ndecimal: ','\n", "map.yaml")
    assert found.columns == {"date": "Datum", "pain_now": "no"}
    assert found.decimal == ","


def test_a_table_of_no_known_app_comes_with_a_suggestion():
    with pytest.raises(importers.NeedsColumns) as error:
        importers.read(GERMAN.encode())
    found = error.value.suggestion
    assert found.columns == {
        "date": "Datum",
        "time": "Uhrzeit",
        "pain_now": "Schmerz",
        "sleep_hours": "Schlaf",
        "places": "Ort",
        "weight_kg": "Gewicht",
        "medicines": "Medikamente",
        "note": "Bemerkung",
    }
    assert found.decimal == ","
    assert found.date_examples == ("20.11.2026", "21.11.2026")
    assert found.left_over == ("Stimmung",)
    assert importers.detect(GERMAN.encode()) == "csv"
    header, rows = importers.sample(GERMAN.encode())
    assert suggest(header, rows) == found


def test_a_pain_is_suggested_only_where_all_values_are_from_0_to_10():
    assert suggest(["date", "pain"], [["2026-11-20", "6"], ["2026-11-21", ""]]).columns == {
        "date": "date",
        "pain_now": "pain",
    }
    for value in ("70", "-1", "severe", "6/10"):
        assert "pain_now" not in suggest(["date", "pain"], [["2026-11-20", value]]).columns


def test_worst_and_mean_pain_are_suggested_apart_and_names_there_twice_not_at_all():
    header = ["Date", "Worst pain", "Average pain", "Pain"]
    assert suggest(header, []).columns == {
        "date": "Date",
        "pain_worst": "Worst pain",
        "pain_average": "Average pain",
        "pain_now": "Pain",
    }
    assert suggest(["date", "pain", "pain"], []).columns == {"date": "date"}
    assert suggest([], []).columns == {}


def test_a_suggestion_never_offers_danger_signs():
    assert "danger_signs" not in suggest(["date", "danger_signs"], []).columns
