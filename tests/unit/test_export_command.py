"""`python -m backwatch export`: what is written, and what is never overwritten."""

import csv
import datetime as dt
import io
import json
import shutil
import sqlite3
import stat

import pytest

from backwatch import backup, export_command, transfer
from backwatch.diary import Entry
from backwatch.person import Person
from backwatch.store import DATABASE, open_store
from tests.unit import in_memory

NOW = dt.datetime(2026, 11, 20, 21, 0, tzinfo=dt.UTC)


@pytest.fixture
def tmp_path(tmp_path_factory):
    yield from in_memory.folder(tmp_path_factory)


@pytest.fixture(scope="module")
def made_once(tmp_path_factory):
    home = tmp_path_factory.mktemp("once") / "home"
    store = open_store(home)
    first = store.person().id
    store.add_entry(entry(first, pain_worst=0, note="=1+1"))
    later = NOW + dt.timedelta(minutes=1)
    store.add_entry(entry(first, note="Schmerz, ä\n2", too_bad=True, recorded_at=later))
    store.close()
    return home


@pytest.fixture
def home(made_once, tmp_path, monkeypatch):
    home = shutil.copytree(made_once, tmp_path / "home")
    monkeypatch.setenv("BACKWATCH_HOME", str(home))
    return home


@pytest.fixture
def run(backwatch_command):
    def run(*arguments):
        status, out, said = backwatch_command("export", *arguments)
        assert out == ""
        return status, said

    return run


def entry(person_id, **values):
    return Entry(**{"person_id": person_id, "date": NOW.date(), "recorded_at": NOW, **values})


def add_person(home, id="second", **values):
    store = open_store(home)
    store.save_person(Person(id=id, **values))
    store.add_entry(entry(id, note="of the second"))
    store.close()


def refused(run, *arguments):
    status, said = run(*arguments)
    assert status == 2
    assert said.startswith("backwatch: ")
    assert said.count("\n") == 1
    assert "Traceback" not in said
    return said


def test_the_table_is_the_one_that_every_other_command_reads(home, run, tmp_path):
    out = tmp_path / "diary.csv"
    assert run("--out", out) == (0, "")
    data = out.read_bytes()
    assert data.split(b"\r\n")[0] == ",".join(transfer.COLUMNS).encode()
    rows = list(csv.DictReader(io.StringIO(data.decode(), newline="")))
    assert [row["pain_worst"] for row in rows] == ["0", ""]  # a zero is not a gap
    assert rows[0]["note"] == "'=1+1"
    assert [e.note for e in transfer.read_table(data.decode()).entries] == ["=1+1", "Schmerz, ä\n2"]


def test_the_json_is_the_one_that_the_screen_makes_and_nothing_is_lost(home, run, tmp_path):
    out = tmp_path / "all.json"
    assert run("--out", out) == (0, "")
    store = open_store(home)
    assert out.read_bytes() == backup.written(store)
    store.close()


def test_the_name_of_the_file_does_not_count_where_a_format_is_given(home, run, tmp_path):
    out = tmp_path / "all.csv"
    assert run("--format", "json", "--out", out) == (0, "")
    assert json.loads(out.read_bytes())["backwatch_export"] == backup.FORMAT


def test_a_file_that_is_there_is_replaced_only_when_that_is_asked_for(home, run, tmp_path):
    out = tmp_path / "diary.csv"
    out.write_text("mine")
    assert "--force" in refused(run, "--out", out)
    assert out.read_text() == "mine"
    assert run("--out", out, "--force") == (0, "")
    assert out.read_text().startswith("date,time")
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_a_file_that_appears_meanwhile_is_not_replaced_either(home, run, tmp_path, monkeypatch):
    out = tmp_path / "diary.csv"

    def slow(store, form, person_id):
        out.write_text("mine")
        return b"ours"

    monkeypatch.setattr(export_command, "_content", slow)
    assert "--force" in refused(run, "--out", out)
    assert out.read_text() == "mine"


def test_nobody_else_can_read_the_file(home, run, tmp_path):
    out = tmp_path / "diary.csv"
    run("--out", out)
    assert stat.S_IMODE(out.stat().st_mode) == 0o600


def test_the_diary_can_never_be_the_file_that_is_replaced(home, run):
    before = (home / DATABASE).read_bytes()
    said = refused(run, "--format", "json", "--out", home / DATABASE, "--force")
    assert "data folder" in said
    assert (home / DATABASE).read_bytes() == before


def test_an_export_changes_nothing_in_the_data_folder(home, run, tmp_path):
    before = {path.name: path.read_bytes() for path in home.iterdir()}
    run("--out", tmp_path / "diary.csv")
    run("--out", tmp_path / "all.json")
    assert {path.name: path.read_bytes() for path in home.iterdir()} == before


def test_two_people_never_share_one_table(home, run, tmp_path):
    add_person(home)
    out = tmp_path / "diary.csv"
    assert "second" in refused(run, "--out", out)
    assert not out.exists()
    assert run("--person", "second", "--out", out) == (0, "")
    assert [e.note for e in transfer.read_table(out.read_text()).entries] == ["of the second"]


def test_the_json_of_one_person_holds_nothing_of_another(home, run, tmp_path):
    add_person(home, name="Somebody Else")
    store = open_store(home)
    first = store.people()[0].id
    second = store.people()[1].id
    store.set_setting("diary_evidence_decided", "[7]", second)
    store.close()
    out = tmp_path / "one.json"
    assert run("--person", first, "--out", out) == (0, "")
    words = out.read_text()
    assert "Somebody Else" not in words
    assert "of the second" not in words
    tree = json.loads(words)
    assert [each["id"] for each in tree["people"]] == [first]
    assert "[7]" not in words
    backup.read(out.read_bytes())


@pytest.mark.parametrize(
    ("arguments", "words"),
    {
        "no file": ((), "--out"),
        "no format": (("--out", "{}/diary"), "--format"),
        "another format": (("--format", "xml", "--out", "{}/d.csv"), "--format"),
        "no such person": (("--person", "nobody", "--out", "{}/d.csv"), "no person"),
        "no such person, json": (("--person", "nobody", "--out", "{}/d.json"), "no person"),
        "a folder": (("--format", "csv", "--out", "{}"), "folder"),
        "a folder that is not there": (("--out", "{}/none/d.csv"), "folder"),
        "no name of a file": (("--out", "{}/a\0b.csv"), "--out"),
    }.values(),
)
def test_what_cannot_be_done_is_said_in_one_plain_line(home, run, tmp_path, arguments, words):
    assert words in refused(run, *(each.replace("{}", str(tmp_path)) for each in arguments))
    assert {path.name for path in tmp_path.iterdir()} == {"home"}


def test_without_a_diary_there_is_nothing_to_export_and_none_is_made(run, tmp_path, monkeypatch):
    monkeypatch.setenv("BACKWATCH_HOME", str(tmp_path / "unused"))
    assert "no diary" in refused(run, "--out", tmp_path / "d.csv")
    assert not (tmp_path / "unused").exists()


def test_a_damaged_diary_is_exported_with_a_warning_and_never_as_if_it_were_whole(
    home, run, tmp_path
):
    with sqlite3.connect(home / DATABASE) as other:
        other.execute("UPDATE entry SET pain_worst = 9 WHERE pain_worst = 0")
    other.close()
    out = tmp_path / "all.json"
    status, said = run("--out", out)
    assert status == 0
    assert "damaged" in said
    assert "damaged" in json.loads(out.read_bytes())["remarks"][0]
