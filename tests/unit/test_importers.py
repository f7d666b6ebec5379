"""Diaries of other apps: each sample becomes exactly the rows that it should, none is lost."""

import csv
import io
import json
from decimal import Decimal

import pytest

from backwatch import diary, importers, paths, transfer
from backwatch.importers import rows, words
from tests.import_files import (
    BEARABLE,
    BERLIN,
    FILES,
    NEW_YORK,
    WHEN,
    expected,
    read,
    records,
    sample,
)


@pytest.mark.parametrize("name", FILES)
def test_each_sample_becomes_the_rows_that_are_expected(name):
    assert importers.to_csv(read(sample(name)).rows) == expected(name)


@pytest.mark.parametrize(("name", "format"), FILES.items())
def test_each_sample_is_known_as_the_file_of_one_app(name, format):
    assert importers.detect(sample(name), "wrong.ending") == format
    for other in importers.FORMATS:
        if other != format:
            with pytest.raises(importers.BadImport):
                read(sample(name), format=other)


@pytest.mark.parametrize("name", FILES)
def test_every_record_of_a_sample_is_shown_as_kept_skipped_or_blocked(name):
    preview = read(sample(name))
    assert {*preview.accepted, *preview.skipped, *preview.blocked} == set(preview.rows)
    assert {row.kind for row in preview.rows} <= set(rows.KINDS)
    if name.endswith(".csv") and name != "crisiscore_minimal.csv":
        table = list(csv.reader(io.StringIO(sample(name).decode(), newline="")))
        wanted = {f"row {number}" for number in range(1, len(table))}
        assert {row.source_ref for row in preview.rows} == wanted


@pytest.mark.parametrize("mark", ["utf-8-sig", "utf-16"])
@pytest.mark.parametrize("name", FILES)
def test_a_mark_or_utf_16_changes_nothing(name, mark):
    data = sample(name).decode().encode(mark)
    assert importers.to_csv(read(data).rows) == expected(name)


def test_world_time_is_told_in_the_zone_of_the_person_and_can_move_the_day():
    def days(zone):
        found = importers.read(sample("crisiscore.json"), zone=zone).rows
        return [(str(row.date), str(row.time)) for row in found if row.kind == "pain"]

    assert days(BERLIN) == [
        ("2026-11-10", "21:40:00"),
        ("2026-11-12", "00:30:00"),
        ("2026-11-13", "10:00:00"),
    ]
    assert days(NEW_YORK) == [
        ("2026-11-10", "15:40:00"),
        ("2026-11-11", "18:30:00"),
        ("2026-11-13", "04:00:00"),
    ]
    table = importers.read(sample("crisiscore_minimal.csv"), zone=NEW_YORK).rows
    assert [str(row.date) for row in table if row.kind == "pain"] == ["2026-11-11", "2026-11-12"]


@pytest.mark.parametrize("name", ["crisiscore.json", "crisiscore_minimal.csv", "perfice.csv"])
def test_without_a_zone_world_time_is_asked_and_never_guessed(name):
    with pytest.raises(importers.NeedsZone, match="time zone"):
        importers.read(sample(name))


@pytest.mark.parametrize("name", sorted(set(FILES) - {"crisiscore.json", "perfice.csv"}))
def test_files_with_their_own_time_need_no_zone(name):
    if name != "crisiscore_minimal.csv":
        assert importers.to_csv(importers.read(sample(name)).rows) == expected(name)


def test_the_danger_signs_and_symptoms_of_the_lists_are_those_of_the_check_and_the_diary():
    lists, ours = words.names(), diary.vocabulary()
    assert set(lists.danger_signs) <= set(ours.danger_signs)
    assert set(lists.symptoms) <= set(ours.ids("symptoms"))
    assert set(lists.feels_like) <= set(ours.ids("feels_like"))
    assert set(lists.zones.values()) <= set(ours.ids("zones"))
    assert set(lists.places) | set(lists.regions.values()) <= set(lists.zones)
    assert set(lists.suggest) <= set(transfer.COLUMNS)


@pytest.mark.parametrize(
    "name",
    [
        *("Pain", "Back pain", "back_pain", "Back (mid) pain", "Lower back pain", "LowerBackPain"),
        *("pain level", "Backache", "Rückenschmerzen", "Pain between the shoulder blades"),
    ],
)
def test_a_name_that_means_pain_of_the_back_is_one(name):
    assert words.is_pain(name)


@pytest.mark.parametrize(
    "name",
    [
        *("Painkiller", "No pain", "Pain-free", "Chest pain", "Leg pain", "Back pain gel", "Back"),
        *("Paint", "Pain medicine", "Headache", "", "Back pain goals", "Shoulder pain"),
    ],
)
def test_a_name_that_only_looks_like_it_is_not_pain_of_the_back(name):
    assert not words.is_pain(name)


@pytest.mark.parametrize(
    "data",
    [
        "FeatureName,Timestamp,Value\nPain,2026-11-20T08:00+01:00,{}\n"
        "Pain,2026-11-21T08:00+01:00,5\nPain,2026-11-22T08:00+01:00,0\n",
        "Timestamp,Pain\n1794348000000,{}\n1794434400000,5\n1794520800000,0\n",
        "date,#pain\n2026-11-20,{}\n2026-11-21,5\n2026-11-22,1\n",
    ],
)
def test_one_value_beyond_ten_shows_that_none_of_them_was_of_ten(data):
    scores = [row.value_num for row in read(data.format(10)).rows if row.scale == "nrs_0_10"]
    assert len(scores) == 3
    beyond = read(data.format(70))
    assert [row for row in beyond.rows if row.scale == "nrs_0_10"] == []
    entries = importers.to_entries(beyond.rows, "me", WHEN)
    assert [entry.pain_now for entry in entries] == [None] * 3
    assert "5" in entries[1].note


def test_the_full_table_of_crisiscore_is_read_with_its_lists_and_line_ends_in_notes():
    data = (
        "Date,Time,Pain Level,Locations,Symptoms,Limited Activities,Sleep Quality,Mood Impact,"
        'Missed Work Days,Notes\\n2026-11-20,08:00,6,"lower-back; neck","Cough","Lifting",7,0,2,'
        '"two ""quoted"" words, and a \\n in it"'
    )
    preview = read(data)
    assert [row.kind for row in preview.rows] == ["pain", "symptom", "sleep_quality"]
    assert preview.rows[0].places == ("low_back", "neck")
    assert preview.rows[0].note == 'two "quoted" words, and a \\n in it'
    assert preview.not_read == {"Limited Activities": 1, "Missed Work Days": 1}
    (entry,) = records(data).entries
    assert (entry.pain_now, entry.symptoms) == (6, ("cough",))


def test_the_minimal_json_of_crisiscore_is_read():
    data = '[{"id": 5, "timestamp": "2026-11-20T08:00:00Z", "painLevel": 4, "medications": ["A"]}]'
    assert [(row.kind, row.name) for row in read(data).rows] == [("pain", ""), ("medicine", "A")]


def test_the_long_table_of_nomie_is_read_without_where_the_person_was():
    data = (
        "epoch,start,end,offset,tracker,value,note,lat,lng,location,score\r\n"
        "1794348000000,2026-11-10T23:00:00.000,2026-11-10T23:00:00.000,-60,back_pain,6,"
        "#back_pain(6) bad,52.5,13.4,Home,0\r\n"
        "1794348000000,2026-11-10T23:00:00.000,2026-11-10T23:00:00.000,-60,note,1,a walk,,,,0\r\n"
    )
    preview = read(data)
    first, second = preview.rows
    assert (str(first.date), str(first.time), first.utc_offset) == ("2026-11-10", "23:00:00", 60)
    assert (first.scale, first.value_text, first.note) == ("unknown", "6", "bad")
    assert (second.kind, second.note) == ("note", "a walk")
    text = importers.to_csv(preview.rows) + str(importers.to_entries(preview.rows, "me", WHEN))
    assert "52.5" not in text
    assert "Home" not in text


def test_nomie_trusts_a_score_only_where_its_tracker_runs_from_0_to_10():
    for kind, low, high, trusted in (
        ("range", 0, 10, True),
        ("range", 0, 5, False),
        ("range", 1, 10, False),
        ("value", 0, 10, False),
    ):
        tracker = {"label": "Back pain", "type": kind, "min": low, "max": high}
        event = {"note": "#p(4)", "end": 1794348000000, "offset": 0}
        data = json.dumps({"nomie": {}, "trackers": {"p": tracker}, "events": [event]})
        (row,) = read(data).rows
        assert (row.scale == "nrs_0_10") is trusted
        assert (row.value_num == 4) is trusted


def test_the_json_of_perfice_gives_what_its_table_gives():
    form = {
        "questions": ["Pain", "Where", "Note"],
        "entries": [
            {"timestamp": 1794348000000, "answers": [6, ["low back", "neck"], "x"]},
            {"timestamp": 1794434400000, "answers": [None, [], None]},
        ],
    }
    first, second = read(json.dumps(form)).rows
    assert (first.value_num, first.places, first.note) == (6, ("low_back", "neck"), "x")
    assert (second.kind, second.flags) == ("skipped", ("empty",))


@pytest.mark.parametrize(
    ("value", "unit", "kg"),
    [("160", "lb", "72.6"), ("72.55", "kg", "72.6"), ("11.4", "st", "72.4")],
)
def test_a_weight_of_apple_health_is_told_in_kg(value, unit, kg):
    data = sample("apple_health_export.xml").decode()
    data = data.replace('unit="lb"', f'unit="{unit}"').replace('value="160"', f'value="{value}"')
    (row,) = [row for row in read(data).rows if row.kind == "weight_kg"]
    assert row.value_num == Decimal(kg)


def test_a_record_that_two_devices_wrote_is_kept_once():
    data = sample("apple_health_export.xml").decode()
    start = data.index('<Record type="HKCategoryTypeIdentifierChest')
    record = data[start : data.index("/>", start) + 2]
    twice = data.replace(record, record + record.replace("Health", "Watch"))
    assert len(read(twice).accepted) == len(read(data).accepted)
    assert read(twice).skipped[0].flags == ("same_as_an_earlier_row",)


def test_the_name_and_birth_date_of_a_backup_are_never_read():
    preview = read(sample("pfpaindiary_backup.json"))
    found = records(sample("pfpaindiary_backup.json"))
    text = importers.to_csv(preview.rows) + str(found) + str(preview.not_read)
    assert "Sam" not in text
    assert "1964" not in text


def test_doubts_are_counted_and_every_mark_has_a_sentence():
    assert read(sample("track_and_graph.csv")).doubts == {"scale_assumed_0_10": 2}
    texts = words.texts()
    for name in FILES:
        for row in read(sample(name)).rows:
            assert set(row.flags) <= set(texts.flags)
            assert row.scale in ("", "nrs_0_10") or row.scale in texts.scales
    assert set(texts.apps) | {"perfice_json"} == set(importers.FORMATS)


def test_the_words_for_people_are_short_and_easy():
    textstat = pytest.importorskip("textstat", reason="needs requirements-dev.txt")
    for text in words.texts().flags.values():
        assert textstat.flesch_kincaid_grade(text) <= 8, text
        for sentence in text.rstrip(".").split(". "):
            assert len(sentence.split()) <= 20, sentence


def test_importers_load_without_pandas_or_a_database():
    import subprocess
    import sys

    program = (
        "import sys, backwatch.importers;"
        "print(*sorted({'streamlit', 'pandas', 'plotly', 'sqlalchemy', 'lxml'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, cwd=paths.ROOT, timeout=60, check=True
    )
    assert done.stdout.decode().strip() == ""


def test_a_bracket_that_is_no_severity_stays_part_of_the_name():
    (row,) = read(BEARABLE.format('am,Symptom,2,"Back pain (left)",')).rows
    assert (row.kind, row.name, row.value_text) == ("pain", "Back pain (left)", "")
