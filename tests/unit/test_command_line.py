"""The command line: JSON out, one plain line for every error, never a traceback."""

import datetime as dt
import io
import json
import subprocess
import sys

import pytest

from backwatch import __main__ as command
from backwatch import __version__, paths, triage
from tests.people_cases import person

ROOT = paths.RULES.parent
STRAIN = person("strain")


class _Stdin:
    def __init__(self, data):
        self.buffer = io.BytesIO(data)


@pytest.fixture
def run(monkeypatch, capsys):
    """Return a function that runs one command and gives its status, output and error text."""

    def call(*arguments, stdin=b""):
        data = stdin if isinstance(stdin, bytes) else json.dumps(stdin).encode()
        monkeypatch.setattr(sys, "stdin", _Stdin(data))
        try:
            status = command.main([str(a) for a in arguments])
        except SystemExit as end:
            status = end.code
        out, error = capsys.readouterr()
        return status, out, error

    return call


@pytest.fixture
def answer(run):
    """Return a function that runs a command which must succeed and gives its JSON."""

    def call(*arguments, stdin=b""):
        status, out, error = run(*arguments, stdin=stdin)
        assert (status, error) == (0, ""), error
        return json.loads(out)

    return call


@pytest.fixture
def refused(run):
    """Return a function that runs a command which must refuse its input in one plain line."""

    def call(*arguments, stdin=b""):
        status, out, error = run(*arguments, stdin=stdin)
        assert (status, out) == (2, "")
        assert error.startswith("backwatch: ")
        assert error.count("\n") == 1, error
        assert "Traceback" not in error
        return error

    return call


def process(*arguments, data=b"", **more):
    done = subprocess.run(
        [sys.executable, "-m", "backwatch", *map(str, arguments)],
        input=data,
        capture_output=True,
        cwd=ROOT,
        timeout=60,
        check=False,
        **more,
    )
    assert b"Traceback" not in done.stderr, done.stderr.decode()
    return done


def test_a_real_process_reads_standard_input_and_writes_json():
    done = process("assess", "--today", "2026-11-20", data=json.dumps(STRAIN).encode())
    assert (done.returncode, done.stderr) == (0, b"")
    found = json.loads(done.stdout)
    assert (found["level"], found["fired"]) == ("self_care", ["M01"])
    assert found["recheck_on"] == "2026-11-27"


def test_a_real_process_ends_with_status_2_and_one_line_for_bad_input():
    done = process("assess", data=b'{"g_breth": "yes"}')
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.count(b"\n") == 1
    assert b"g_breth" in done.stderr


def test_a_real_process_stands_a_name_that_no_terminal_can_show():
    data = b'{"\\ud800": 1}\n' + json.dumps(STRAIN).encode()
    done = process("assess", "--jsonl", data=data)
    assert done.returncode == 2
    assert len(done.stdout.splitlines()) == 2


def test_a_real_process_stands_a_closed_standard_input():
    done = subprocess.run(
        ["sh", "-c", f'"{sys.executable}" -m backwatch assess <&-'],
        capture_output=True,
        cwd=ROOT,
        timeout=60,
        check=False,
    )
    assert b"Traceback" not in done.stderr, done.stderr.decode()
    assert done.returncode == 2


def test_the_result_has_the_keys_that_are_promised(answer):
    found = answer("assess", stdin={**STRAIN, "fever": "high"})
    assert list(found) == [
        *("level", "status", "fired", "unknown", "missing"),
        *("reasons", "recheck_on", "rules_version"),
    ]
    assert found["rules_version"] == triage.rule_book().version
    (reason,) = found["reasons"]
    assert (reason["rule"], reason["level"]) == ("S02", "same_day")
    assert reason["answers"] == {"fever": "high"}
    assert reason["text"]
    assert reason["sources"]


@pytest.mark.parametrize("name", ["answers.json", "answers.yaml", "answers.yml"])
def test_a_file_is_read_by_its_ending(answer, tmp_path, name):
    file = tmp_path / name
    file.write_text(json.dumps(STRAIN), encoding="utf-8")  # JSON is YAML too
    assert answer("assess", file)["level"] == "self_care"


def test_yaml_words_stay_words(answer, tmp_path):
    file = tmp_path / "answers.yaml"
    file.write_text("g_saddle: yes\nfever: none\nlocation: [lower]\nage: 30\n", encoding="utf-8")
    found = answer("assess", file)
    assert (found["level"], found["fired"]) == ("emergency", ["E05"])


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_a_byte_order_mark_changes_nothing(answer, tmp_path, mark):
    for name in ("answers.json", "answers.yaml"):
        file = tmp_path / name
        file.write_bytes(mark + json.dumps(STRAIN).encode())
        assert answer("assess", file)["level"] == "self_care"
    assert answer("assess", "-", stdin=mark + json.dumps(STRAIN).encode())["level"] == "self_care"


def test_no_answers_at_all_is_an_unfinished_check(answer):
    found = answer("assess", stdin={})
    assert (found["level"], found["status"]) == ("same_day", "incomplete")
    assert found["missing"]
    assert found["unknown"]


def test_under_18_there_is_no_level_and_no_day(answer):
    found = answer("assess", stdin={**STRAIN, "age": 17})
    assert (found["level"], found["status"], found["recheck_on"]) == (None, "under_18", None)


def test_explain_adds_what_would_raise_the_level(answer):
    found = answer("assess", "--explain", stdin=STRAIN)
    assert {"question": "fever", "answer": "high", "level": "same_day"} in found["changes"]
    assert "changes" not in answer("assess", stdin=STRAIN)


@pytest.mark.parametrize(
    ("today", "again"), [("2026-11-20", "2026-11-27"), ("2028-02-28", "2028-03-06")]
)
def test_the_day_to_check_again_counts_from_the_day_given(answer, today, again):
    assert answer("assess", "--today", today, stdin=STRAIN)["recheck_on"] == again


def test_without_a_day_the_clock_is_read(answer):
    before = dt.datetime.now().astimezone().date()
    found = dt.date.fromisoformat(answer("assess", stdin=STRAIN)["recheck_on"])
    assert found - before in (dt.timedelta(days=7), dt.timedelta(days=8))


@pytest.mark.parametrize("day", ["", "today", "2026-13-01", "20.11.2026", "2026-02-30"])
def test_a_day_that_is_not_in_the_calendar_is_refused(run, day):
    status, out, error = run("assess", "--today", day, stdin=STRAIN)
    assert (status, out) == (2, "")
    assert "2026-11-20" in error


def test_the_last_day_of_the_calendar_is_refused_or_answered_but_never_crashes(run):
    status, _, error = run("assess", "--today", "9999-12-31", stdin=STRAIN)
    assert status in (0, 2)
    assert "Traceback" not in error


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b'{"age": NaN}', "NaN"),
        (b'{"age": Infinity}', "Infinity"),
        (b'{"age": -Infinity}', "-Infinity"),
        (b'{"age": 1e999}', "age"),
        (b'{"age": 30, "age": 31}', "age"),
        (b'{"g_breath": true}', "g_breath"),
        (b'{"g_breath": "yess"}', "g_breath"),
        (b'{"g_breath": {"is": "yes"}}', "g_breath"),
        (b'{"general": [["tired"]]}', "general"),
        (b'{"age": "30"}', "age"),
        (b'{"age": 130}', "age"),
        (b'{"nonsense": 1}', "nonsense"),
        (b"{age: 30}", "not JSON"),
        (b"hello", "not JSON"),
        (b"", "not JSON"),
        (b"   \n", "not JSON"),
        (b"{} {}", "not JSON"),
        (b"[]", "one set of answers"),
        (b"null", "one set of answers"),
        (b"3", "one set of answers"),
        (b"[" * 100_000, "not JSON"),
        (b'{"age":' * 100_000, "not JSON"),
        (b'{"age": ' + b"9" * 5000 + b"}", "JSON"),
        (b'{"general": ' + b"[" * 400 + b"]" * 400 + b"}", "general"),
        (b"\xff\xfe{}", "UTF-8"),
        (b'{"age": "\xe9"}', "UTF-8"),
        (b'{"a\\nb": 1}', "b"),
        (b'{"\\ud800": 1}', "question"),
        (b'{"a\\nb": 1, "a\\nb": 1}', "twice"),
    ],
)
def test_bad_json_is_refused_in_one_plain_line(refused, data, words):
    assert words in refused("assess", stdin=data)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"age: 30\nage: 31\n", "line 2"),
        (b"age: &a 30\n", "line 1"),
        (b"- age\n", "one set of answers"),
        (b"", "one set of answers"),
        (b"age: 2026-02-30\n", "line 1"),
        (b"age: 2026-02-03\n", "age"),
        (b"? [age]\n: 3\n", "line 1"),
        (b"1: 3\n", "1"),
        (b"age: .nan\n", "age"),
        (b"age: [\n", "line"),
        (b"[" * 2_000, "deep"),
        (b"age: \x00\n", "answers.yaml"),
        (b"age: !!int abc\n", "line 1"),
        (b"!!set {age}\n", ""),
        (b"age: \xff\n", "UTF-8"),
    ],
)
def test_bad_yaml_is_refused_in_one_plain_line(refused, tmp_path, data, words):
    file = tmp_path / "answers.yaml"
    file.write_bytes(data)
    assert words in refused("assess", file)


def test_a_missing_file_and_a_folder_are_refused_by_name(refused, tmp_path):
    assert "gone.json" in refused("assess", tmp_path / "gone.json")
    assert tmp_path.name in refused("assess", tmp_path)


def lines(out):
    return [json.loads(line) for line in out.splitlines()]


def test_many_answers_come_out_in_their_order_one_a_line(run):
    people = [{**STRAIN, "fever": fever} for fever in ("none", "high", "mild", "none")]
    data = "\n".join(json.dumps(p) for p in people).encode()
    status, out, error = run("assess", "--jsonl", stdin=data)
    assert (status, error) == (0, "")
    assert [found["level"] for found in lines(out)] == [
        "self_care",
        "same_day",
        "within_days",
        "self_care",
    ]


def test_a_bad_line_is_answered_in_its_place_and_the_others_go_on(run):
    good = json.dumps(STRAIN).encode()
    bad = [
        b'{"g_breth": "yes"}',
        b'{"age": NaN}',
        b"nonsense",
        b"[1]",
        b'{"age": 1, "age": 2}',
        b"[" * 100_000,
        b'{"fever": "hot"}',
    ]
    data = b"\n".join(part for line in bad for part in (line, good))
    status, out, _ = run("assess", "--jsonl", stdin=data)
    found = lines(out)
    assert status == 2
    assert len(found) == 2 * len(bad)
    assert all(each["level"] == "self_care" for each in found[1::2])
    for number, each in enumerate(found[::2]):
        assert list(each) == ["error"]
        assert f"line {2 * number + 1}:" in each["error"]
    assert "g_breth" in found[0]["error"]
    assert "age" in found[8]["error"]
    assert "fever" in found[12]["error"]


def test_blank_lines_and_windows_line_ends_change_nothing(run):
    good = json.dumps(STRAIN).encode()
    status, out, _ = run("assess", "--jsonl", stdin=b"\r\n" + good + b"\r\n\r\n" + good + b"\r\n")
    assert status == 0
    assert [found["level"] for found in lines(out)] == ["self_care", "self_care"]


def test_one_line_gives_the_same_as_one_file(run, answer):
    for answers in (STRAIN, {"age": 17}):
        one = answer("assess", "--explain", "--today", "2026-11-20", stdin=answers)
        _, out, _ = run(*("assess", "--jsonl", "--explain", "--today", "2026-11-20"), stdin=answers)
        assert lines(out) == [one]


NIGHTS = "date,wakings\n" + "".join(f"2026-11-{day},{day % 2}\n" for day in range(10, 17))
WOKEN = NIGHTS.replace("12,0", "12,1")


@pytest.fixture
def table(tmp_path):
    """Return a function that writes a diary and gives its path."""

    def write(text):
        file = tmp_path / "diary.csv"
        file.write_text(text, encoding="utf-8")
        return file

    return write


def test_four_woken_nights_of_the_diary_are_a_reason_with_their_days(answer, table):
    found = answer("assess", "--diary", table(WOKEN), stdin=STRAIN)
    assert (found["level"], found["fired"]) == ("routine", ["R02"])
    (reason,) = found["reasons"]
    assert reason["answers"] == {"night": "most_nights"}
    assert reason["from_diary"] == {"night": [f"2026-11-{day}" for day in (11, 12, 13, 15)]}


def test_three_woken_nights_change_nothing(answer, table):
    found = answer("assess", "--diary", table(NIGHTS), stdin=STRAIN)
    assert found == answer("assess", stdin=STRAIN)


def test_without_a_day_the_diary_ends_on_its_last_day_and_the_check_is_today(answer, table):
    old = WOKEN.replace("2026", "2020")
    assert answer("assess", "--diary", table(old), stdin=STRAIN)["level"] == "routine"
    again = answer("assess", "--diary", table(old), stdin={**STRAIN, "fever": "high"})
    assert again["recheck_on"] > "2026"


@pytest.mark.parametrize(
    ("today", "level"),
    [("2026-11-14", "self_care"), ("2026-11-15", "routine"), ("2026-11-25", "routine")],
)
def test_with_a_day_the_diary_is_looked_at_as_it_was_then(answer, table, today, level):
    found = answer("assess", "--diary", table(WOKEN), "--today", today, stdin=STRAIN)
    assert found["level"] == level


def test_too_old_a_diary_says_nothing_on_the_day_given(answer, table):
    late = answer("assess", "--diary", table(WOKEN), "--today", "2026-11-26", stdin=STRAIN)
    assert late["level"] == "self_care"


def test_the_same_diary_counts_for_every_line(run, table):
    data = b"\n".join(json.dumps(a).encode() for a in (STRAIN, {"g_breth": 1}, STRAIN))
    status, out, _ = run("assess", "--jsonl", "--diary", table(WOKEN), stdin=data)
    first, bad, last = lines(out)
    assert (status, list(bad)) == (2, ["error"])
    assert first == last
    assert first["reasons"][0]["from_diary"]


def test_a_rising_diary_is_slowly_getting_worse(answer, table):
    first = dt.date(2026, 9, 1)
    rows = [f"{first + dt.timedelta(days=n)},{min(9, 2 + max(0, n - 20) // 5)}" for n in range(56)]
    diary = table("date,pain_average\n" + "\n".join(rows))
    found = answer("assess", "--diary", diary, stdin={**STRAIN, "duration": "w4_12"})
    assert found["level"] == "within_days"
    reason = next(each for each in found["reasons"] if each["rule"] == "D09")
    assert reason["answers"]["trend"] == "worse_slow"
    assert reason["from_diary"]["trend"][-1] == "2026-10-26"


def test_a_danger_sign_of_the_diary_is_an_emergency(answer, table):
    diary = table("date,danger_signs\n2026-11-20,g_saddle:yes\n")
    found = answer("assess", "--diary", diary, stdin=STRAIN)
    assert (found["level"], found["fired"][0]) == ("emergency", "E05")
    assert found["reasons"][0]["from_diary"] == {"g_saddle": ["2026-11-20"]}


def test_an_empty_diary_changes_nothing(answer, table):
    found = answer("assess", "--diary", table("date,pain_now\n"), stdin=STRAIN)
    assert found == answer("assess", stdin=STRAIN)


def test_columns_that_are_not_read_are_named_in_one_line_and_the_check_goes_on(run, table):
    text = WOKEN.replace("wakings", "wakings,mood,st\u202eps").replace("\n2", ",,\n2")
    text = text.replace("wakings,mood,st\u202eps,,", "wakings,mood,st\u202eps").rstrip() + ",,\n"
    status, out, error = run("assess", "--diary", table(text), stdin=STRAIN)
    assert status == 0
    assert error.count("\n") == 1
    assert "mood, st?ps" in error
    assert json.loads(out)["level"] == "routine"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (WOKEN.replace("12,1", "12,often"), "line 4, wakings"),
        ("pain_now\n3\n", "date"),
        ("", "date"),
        ("date,pain_now\n2026-11-20,11\n", "line 2, pain_now"),
    ],
)
def test_a_bad_row_of_a_diary_is_refused_by_line_and_column(refused, table, text, words):
    assert words in refused("assess", "--diary", table(text), stdin=STRAIN)


def test_a_diary_that_is_not_there_is_refused_by_name(refused, tmp_path):
    assert "gone.csv" in refused("assess", "--diary", tmp_path / "gone.csv", stdin=STRAIN)
    assert "standard input" in refused("assess", "--diary", "-", stdin=STRAIN)


def test_no_command_and_an_unknown_one_show_how_to_use_it(run):
    for arguments in ((), ("asess",), ("assess", "--jsnl")):
        status, out, error = run(*arguments)
        assert (status, out) == (2, "")
        assert "usage" in error


def test_help_says_what_it_cannot_do(run):
    status, out, _ = run("--help")
    assert status == 0
    assert "rule it" in out
    assert run("--version")[1].strip() == f"Backwatch {__version__}"


def test_a_damaged_rule_file_is_a_fault_of_ours(run, tmp_path, monkeypatch):
    (tmp_path / "questions.yaml").write_text("schema_version: 1\n", encoding="utf-8")
    monkeypatch.setattr(paths, "RULES", tmp_path)
    command.questionnaire.cache_clear()
    try:
        status, out, error = run("assess", stdin=STRAIN)
    finally:
        command.questionnaire.cache_clear()
    assert (status, out) == (1, "")
    assert "questions.yaml" in error


def test_a_missing_rule_file_is_a_fault_of_ours(run, tmp_path, monkeypatch):
    monkeypatch.setattr(paths, "RULES", tmp_path)
    command.questionnaire.cache_clear()
    try:
        status, out, error = run("assess", stdin=STRAIN)
    finally:
        command.questionnaire.cache_clear()
    assert (status, out) == (1, "")
    assert "questions.yaml" in error
