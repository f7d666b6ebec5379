"""`python -m backwatch import`: a table of our own, a preview, or one plain line."""

import io
import json
import sys
from pathlib import Path

import pytest

from backwatch import __main__ as command
from backwatch import import_command, importers, transfer
from tests.import_files import BERLIN, FILES, SAMPLES, expected

ZONE = ("--zone", "Europe/Berlin")


@pytest.fixture
def run(monkeypatch, capsys):
    """Return a function that runs the command and gives its status, output and error text."""

    def call(*arguments, stdin=b""):
        fake = type("Stdin", (), {"buffer": io.BytesIO(stdin)})()
        monkeypatch.setattr(sys, "stdin", fake)
        status = command.main(["import", *map(str, arguments)])
        out, error = capsys.readouterr()
        return status, out, error

    return call


@pytest.fixture
def refused(run, tmp_path):
    """Return a function that runs a command which must refuse, in one line, writing nothing."""

    def call(*arguments, stdin=b""):
        out = tmp_path / "never.csv"
        status, printed, error = run(*arguments, "--out", out, stdin=stdin)
        assert (status, printed) == (2, "")
        assert error.startswith("backwatch: ")
        assert error.count("\n") == 1, error
        assert not out.exists()
        assert list(tmp_path.glob(".backwatch-*")) == []
        return error

    return call


@pytest.mark.parametrize("name", FILES)
def test_a_preview_prints_the_rows_and_writes_nothing(run, tmp_path, name):
    out = tmp_path / "diary.csv"
    found = run(SAMPLES / name, *ZONE, "--preview", "--out", out)
    assert found == (0, expected(name), "")
    assert not out.exists()


@pytest.mark.parametrize("name", FILES)
def test_the_table_that_is_written_is_our_own_and_the_report_counts(run, tmp_path, name):
    out = tmp_path / "diary.csv"
    status, printed, error = run(SAMPLES / name, *ZONE, "--format", FILES[name], "--out", out)
    assert (status, error) == (0, "")
    report = json.loads(printed)
    entries = transfer.read_table(out.read_bytes().decode()).entries
    assert report["entries"] == len(entries) > 0
    assert report["format"] == FILES[name]
    preview = importers.read((SAMPLES / name).read_bytes(), zone=BERLIN)
    assert report["accepted"] == len(preview.accepted)
    assert report["skipped"] == len(preview.skipped)


def test_the_report_says_what_is_not_kept_and_what_to_check_now(run, tmp_path):
    _, printed, _ = run(SAMPLES / "apple_health_export.xml", "--out", tmp_path / "a.csv")
    assert json.loads(printed)["check_now"] == ["g_bladder"]
    _, printed, _ = run(SAMPLES / "bearable_2021.csv", "--out", tmp_path / "b.csv")
    assert json.loads(printed)["not_kept"] == [
        {"where": "row 5", "name": "Mood", "why": "This app keeps nothing of this kind."}
    ]
    _, printed, _ = run(SAMPLES / "crisiscore_minimal.csv", *ZONE, "--out", tmp_path / "c.csv")
    assert [t["name"] for t in json.loads(printed)["treatments"]] == ["Paracetamol", "Naproxen"]


def test_the_same_file_gives_the_same_bytes(run, tmp_path):
    for name in ("one.csv", "two.csv"):
        run(SAMPLES / "crisiscore.json", *ZONE, "--out", tmp_path / name)
    assert (tmp_path / "one.csv").read_bytes() == (tmp_path / "two.csv").read_bytes()


def test_our_own_table_is_written_again_unchanged(run, tmp_path):
    one, two = tmp_path / "one.csv", tmp_path / "two.csv"
    run(SAMPLES / "pfpaindiary_backup.json", "--out", one)
    assert run(one, "--out", two)[0] == 0
    assert one.read_bytes() == two.read_bytes()


def test_standard_input_is_read(run):
    data = (SAMPLES / "flaredown.csv").read_bytes()
    assert run("-", "--preview", stdin=data) == (0, expected("flaredown.csv"), "")


def test_a_table_with_a_map_is_read(run, tmp_path):
    table, columns, out = (tmp_path / name for name in ("t.csv", "map.yaml", "diary.csv"))
    table.write_text("Tag;Schmerz\n03/04/2026;6\n", encoding="utf-8")
    columns.write_text("date: Tag\npain_worst: Schmerz\n", encoding="utf-8")
    status, _, error = run(table, "--columns", columns, "--out", out)
    assert status == 2
    assert "--date-order dmy (day first) or mdy (month first)" in error
    assert "03/04/2026" in error
    assert run(table, "--columns", columns, "--date-order", "dmy", "--out", out)[0] == 0
    (entry,) = transfer.read_table(out.read_bytes().decode()).entries
    assert (str(entry.date), entry.pain_worst) == ("2026-04-03", 6)


def test_an_unknown_table_is_refused_with_a_map_to_begin_from(refused, tmp_path):
    table = tmp_path / "t.csv"
    table.write_text("Datum;Schmerz;Gewicht\n20.11.2026;6;71,5\n", encoding="utf-8")
    error = refused(table)
    assert (
        '{"date": "Datum", "pain_now": "Schmerz", "weight_kg": "Gewicht", "decimal": ","}' in error
    )
    start = error.index("{")
    columns = tmp_path / "map.yaml"
    columns.write_text(error[start:], encoding="utf-8")
    assert "date-order" in refused(table, "--columns", columns)


def test_one_record_that_cannot_be_read_means_that_nothing_is_written(refused, run, tmp_path):
    table = tmp_path / "t.csv"
    table.write_text("FeatureName,Timestamp,Value\nPain,2026-11-20T08:00,6\nPain,soon,5\n")
    error = refused(table)
    assert "row 2, Timestamp" in error
    assert "--preview" in error
    status, printed, _ = run(table, "--preview")
    assert status == 0
    assert ",blocked," in printed


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("nowhere.csv",), "there is no such file"),
        ((SAMPLES,), "there is no such file"),
        (("a\0b",), "there is no such file"),
        ((SAMPLES / "crisiscore.json",), "--zone Europe/Berlin"),
        ((SAMPLES / "perfice.csv", "--zone", "Mars/Base"), "--zone"),
        ((SAMPLES / "perfice.csv", "--zone", "../../etc/passwd"), "--zone"),
        ((SAMPLES / "perfice.csv", "--zone", ""), "--zone"),
        ((SAMPLES / "perfice.csv", "--zone", "Europe"), "--zone"),
        ((SAMPLES / "flaredown.csv", "--format", "excel"), "bearable"),
        ((SAMPLES / "flaredown.csv", "--format", "bearable"), "not a file of Bearable"),
        ((SAMPLES / "flaredown.csv", "--date-order", "ymd"), "dmy or mdy"),
        ((SAMPLES / "flaredown.csv", "--columns", "nowhere.yaml"), "nowhere.yaml"),
        ((SAMPLES / "flaredown.csv", "--columns", SAMPLES / "flaredown.csv"), "flaredown.csv"),
    ],
)
def test_what_is_wrong_is_said_in_one_line(refused, arguments, words):
    assert words in refused(*arguments)


def test_without_a_place_to_write_nothing_is_read(run):
    status, out, error = run(SAMPLES / "flaredown.csv")
    assert (status, out) == (2, "")
    assert "--out" in error
    assert error.count("\n") == 1


def test_the_file_itself_and_a_folder_are_never_written_over(run, tmp_path):
    table = tmp_path / "t.csv"
    table.write_bytes((SAMPLES / "flaredown.csv").read_bytes())
    for out in (table, tmp_path, tmp_path / "no" / "folder.csv"):
        status, printed, error = run(table, "--out", out)
        assert (status, printed) == (2, "")
        assert "--out" in error
    assert table.read_bytes() == (SAMPLES / "flaredown.csv").read_bytes()
    assert [path.name for path in tmp_path.iterdir()] == ["t.csv"]


def test_a_big_file_is_refused_before_it_is_read(refused, tmp_path, monkeypatch):
    big = tmp_path / "big.csv"
    with big.open("wb") as file:
        file.truncate(1 << 30)  # takes no room on the disk

    def never(path):
        raise AssertionError("a file that is too big was read")

    monkeypatch.setattr(Path, "read_bytes", never)
    assert "10 MB" in refused(big)


def test_the_short_way_for_our_own_table_says_and_writes_what_the_long_way_does(run, tmp_path):
    table = tmp_path / "ours.csv"
    table.write_text(
        "date,time,pain_now,pain_worst,places,medicines,note,Wetter\n"
        "2026-11-20,07:40,0,7,upper:7;lower,A\\:b:400 mg:3,'=x,wet\n"
        "2026-11-21,,,,,,,\n"
        "2026-11-21,,,,,,  ,\n"
    )
    short, long = tmp_path / "short.csv", tmp_path / "long.csv"
    status, out, _ = run(table, "--out", short)
    assert status == 0
    preview = importers.read(table.read_bytes())
    records = importers.to_records(preview.rows, "-", import_command._RECORDED)
    long.write_text(transfer.write_table(records.entries), newline="")
    assert short.read_bytes() == long.read_bytes()
    assert json.loads(out) == import_command._report(preview, records)
