"""`python -m backwatch fhir`: what is written, and what is said when it cannot be."""

import io
import json
import stat
import sys

import pytest

from backwatch import __main__ as command_line
from backwatch import transfer
from backwatch.outputs import fhir
from tests.fhir import rules, schema
from tests.unit import in_memory, test_fhir_text

ANSWERS = {"age": 61, "g_legs": "no", "g_walk": "not_sure", "own_words": "Since summer 😣"}
DIARY = (
    "date,time,pain_worst,wakings,medicines,note\r\n"
    "2026-11-18,08:00,0,2,Ibuprofen:400 mg:0,slept badly\r\n"
    "2026-11-20,,6,,,\r\n"
)


@pytest.fixture
def tmp_path(tmp_path_factory):
    yield from in_memory.folder(tmp_path_factory)


@pytest.fixture
def files(tmp_path, monkeypatch):
    monkeypatch.setenv("BACKWATCH_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.json").write_text(json.dumps(ANSWERS), encoding="utf-8")
    (tmp_path / "d.csv").write_bytes(DIARY.encode())
    return tmp_path


@pytest.fixture
def run(files, capsys, monkeypatch):
    def run(*arguments, stdin=None):
        if stdin is not None:
            monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode())))
        try:
            status = command_line.main(["fhir", *map(str, arguments)])
        except SystemExit as stop:
            status = stop.code
        out, said = capsys.readouterr()
        assert out == ""
        return status, said

    return run


@pytest.fixture
def made(run, files):
    """Return a function that writes a document and reads it again."""

    def made(*arguments, name="b.json", **how):
        assert run(*arguments, "--out", name, "--force", **how) == (0, "")
        return json.loads((files / name).read_bytes())

    return made


BOTH = ("--answers", "a.json", "--diary", "d.csv")


def scores(document):
    return {
        each["effectiveDateTime"]: each["valueQuantity"]["value"]
        for each in rules.resources(document, "Observation")
        if "72514-3" in rules.codes_of(each)
    }


def test_answers_and_a_diary_become_one_sound_document(made):
    document = made(*BOTH)
    assert schema.faults(document) + rules.document_faults(document) == []
    assert scores(document) == {"2026-11-18": 0, "2026-11-20": 6}
    assert document["entry"][0]["resource"]["date"] == "2026-11-20"
    assert {each["resourceType"] for each in rules.resources(document)} == {
        *("Composition", "Patient", "Device", "QuestionnaireResponse", "Observation"),
        "MedicationStatement",
    }


def test_each_of_the_two_is_enough_and_either_may_be_standard_input(made):
    assert scores(made("--diary", "d.csv")) == scores(made("--diary", "-", stdin=DIARY))
    (found,) = rules.resources(made("--answers", "-", stdin='{"age": 61}'), "QuestionnaireResponse")
    assert found["item"][0]["item"][0]["answer"] == [{"valueInteger": 61}]


def test_answers_may_be_yaml(made, files):
    (files / "a.yaml").write_text("age: 61\n", encoding="utf-8")
    assert rules.resources(made("--answers", "a.yaml"), "QuestionnaireResponse")


def test_notes_and_own_words_stay_out_unless_they_are_asked_for(made, files):
    made(*BOTH)
    assert b"slept" not in (files / "b.json").read_bytes()
    assert b"summer" not in (files / "b.json").read_bytes()
    made(*BOTH, "--notes")
    assert "Since summer 😣".encode() in (files / "b.json").read_bytes()
    assert b"slept badly" in (files / "b.json").read_bytes()


def test_every_strange_text_of_a_diary_is_in_the_file_byte_for_byte(made, files):
    entries = test_fhir_text.record(test_fhir_text.STRANGE, test_fhir_text.STRANGE, "x").entries
    (files / "d.csv").write_bytes(transfer.write_table(entries).encode())
    answers = json.dumps({"own_words": "".join(test_fhir_text.STRANGE)})
    document = made("--answers", "-", "--diary", "d.csv", "--notes", stdin=answers)
    noted = rules.resources(document, "Observation")
    found = [rules.text_in(each, "valueString") for each in noted]
    taken = rules.resources(document, "MedicationStatement")
    told = [rules.text_in(each["medicationCodeableConcept"]) for each in taken]
    answered = [
        value
        for response in rules.resources(document, "QuestionnaireResponse")
        for _, name, value in rules.walk(response)
        if name == "valueString"
    ]
    strange = [text.encode() for text in test_fhir_text.STRANGE]
    assert [text.encode() for text in found if text is not None] == strange
    assert [text.encode() for text in told] == strange
    assert [text.encode() for text in answered] == [b"".join(strange)]


def test_codes_of_snomed_stay_out_unless_they_are_asked_for(made):
    answers = ("--answers", "-")
    for more, there in (((), False), (("--snomed",), True)):
        document = made(*answers, *more, stdin='{"breathless": "sudden"}')
        systems = {each["system"] for each in rules.codings(document)}
        assert ("http://snomed.info/sct" in systems) is there


def test_what_is_later_than_today_is_left_out(made):
    document = made(*BOTH, "--today", "2026-11-19")
    assert scores(document) == {"2026-11-18": 0}
    assert document["entry"][0]["resource"]["date"] == "2026-11-19"


def test_the_level_is_the_one_that_assess_gives(made, files, capsys):
    arguments = ["a.json", "--diary", "d.csv", "--today", "2026-11-20"]
    assert command_line.main(["assess", *arguments]) == 0
    level = json.loads(capsys.readouterr().out)["level"]
    document = made(*BOTH, "--today", "2026-11-20")
    (found,) = [
        each
        for each in rules.resources(document, "Observation")
        if "urgency" in rules.codes_of(each)
    ]
    assert found["valueCodeableConcept"]["coding"][0]["code"] == level


def test_the_same_files_give_the_same_document_but_for_its_moment(made):
    one, two = made(*BOTH), made(*BOTH)
    del one["timestamp"], two["timestamp"]
    assert one == two


def ids(document):
    return {each["id"] for each in rules.resources(document)}


def test_other_files_have_other_ids_and_a_text_of_ones_own_keeps_them(made, files):
    first, mine = made(*BOTH), made(*BOTH, "--ids", "my own words")
    (files / "d.csv").write_bytes(DIARY.encode() + b"2026-11-21,,3,,,\r\n")
    assert ids(made(*BOTH)).isdisjoint(ids(first))
    assert ids(mine) < ids(made(*BOTH, "--ids", "my own words"))
    assert ids(mine).isdisjoint(ids(made(*BOTH, "--ids", "other words")))


def test_only_the_owner_may_open_the_file_and_it_is_as_the_app_writes_it(made, files):
    document = made(*BOTH)
    assert stat.S_IMODE((files / "b.json").stat().st_mode) == 0o600
    assert (files / "b.json").read_bytes() == fhir.written(document)


def test_a_column_that_nobody_reads_is_named(run, files):
    (files / "d.csv").write_text("date,mood\n2026-11-20,ok\n", encoding="utf-8")
    status, said = run("--diary", "d.csv", "--out", "b.json")
    assert (status, said) == (0, "backwatch: d.csv: columns that are not read: mood.\n")


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (("--answers", "a.json"), "--out"),
        (("--out", "b.json"), "--diary"),
        (("--answers", "no.json", "--out", "b.json"), "no.json"),
        (("--diary", "no.csv", "--out", "b.json"), "no.csv"),
        (("--answers", "a.json", "--out", "d.csv"), "--force"),
        (("--answers", "a.json", "--out", "."), "folder"),
        (("--answers", "a.json", "--out", "no/b.json"), "folder"),
        (("--answers", "d.csv", "--out", "b.json"), "JSON"),
        (("--diary", "a.json", "--out", "b.json"), "date"),
        (("--answers", "-", "--diary", "-", "--out", "b.json"), "both"),
        (("--answers", "a.json", "--out", "b.json", "--today", "9999-12-31"), "--today"),
    ],
    ids=" ".join,
)
def test_what_cannot_be_done_is_one_plain_line_and_nothing_is_written(run, files, arguments, word):
    before = (files / "d.csv").read_bytes()
    status, said = run(*arguments)
    assert status == 2
    assert said.startswith("backwatch: ")
    assert said.count("\n") == 1
    assert word in said
    assert not (files / "b.json").exists()
    assert (files / "d.csv").read_bytes() == before


@pytest.mark.parametrize(
    "answers", ['{"age": "old"}', '{"nothing": 1}', "[1]", "null", '{"age": 1, "age": 2}', "{"]
)
def test_answers_that_cannot_be_read_are_one_plain_line(run, files, answers):
    status, said = run("--answers", "-", "--out", "b.json", stdin=answers)
    assert status == 2
    assert said.startswith("backwatch: ")
    assert said.count("\n") == 1
    assert not (files / "b.json").exists()


def test_a_file_that_appears_meanwhile_is_not_replaced_either(run, files, monkeypatch):
    written = fhir.written

    def slow(document):
        (files / "b.json").write_text("mine")
        return written(document)

    monkeypatch.setattr(fhir, "written", slow)
    status, said = run(*BOTH, "--out", "b.json")
    assert (status, "--force" in said) == (2, True)
    assert (files / "b.json").read_text() == "mine"
    assert [path.name for path in files.iterdir() if path.name.startswith(".")] == []


def test_an_error_never_repeats_a_note(run, files):
    (files / "d.csv").write_text("date,pain_worst,note\n2026-11-20,99,Zoë hurts\n", "utf-8")
    status, said = run("--diary", "d.csv", "--out", "b.json")
    assert status == 2
    assert "Zoë" not in said
    assert "line 2, pain_worst" in said


def test_an_empty_diary_is_a_document_without_a_diary(made, files):
    (files / "d.csv").write_text("date,pain_worst\n", encoding="utf-8")
    document = made("--diary", "d.csv")
    assert rules.resources(document, "Observation") == []
    assert schema.faults(document) + rules.document_faults(document) == []
