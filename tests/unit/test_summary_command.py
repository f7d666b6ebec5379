"""`python -m backwatch summary`: a PDF from answers and a diary."""

import contextlib
import io
import json
from pathlib import Path

import pytest

from backwatch import __main__ as command_line
from tests import people_cases
from tests.sheet_pages import flat, pages

DIARY = "date,pain_worst,wakings\n" + "".join(
    f"2026-11-{day:02},{day % 7},{day % 2}\n" for day in range(1, 21)
)


def run(folder: Path, *options: str, answers: str | None = None, diary: str = DIARY):
    """Return the exit status, what was said, and the PDF or None."""
    given = people_cases.person("strain") if answers is None else answers
    text = given if isinstance(given, str) else json.dumps(given)
    (folder / "a.json").write_text(text, encoding="utf-8")
    (folder / "d.csv").write_text(diary, encoding="utf-8")
    out = folder / "sheet.pdf"
    files = ("--answers", str(folder / "a.json"), "--diary", str(folder / "d.csv"))
    said = io.StringIO()
    with contextlib.redirect_stderr(said):
        try:
            status = command_line.main(["summary", *files, "--out", str(out), *options])
        except SystemExit as stop:
            status = stop.code
    return status, said.getvalue(), out.read_bytes() if out.exists() else None


def test_answers_and_a_diary_make_one_page_that_says_the_level(tmp_path: Path):
    status, said, file = run(tmp_path)
    assert (status, said) == (0, "")
    first = flat(pages(file)[0])
    assert "Self-check: level" in first
    assert "Filled in on 20 Nov 2026" in first  # the last day of the diary
    assert "20 of 28" in first
    assert (tmp_path / "sheet.pdf").stat().st_mode & 0o077 == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.json", "d.csv", "sheet.pdf"]


def test_a_day_given_leaves_later_entries_out(tmp_path: Path):
    _, _, file = run(tmp_path, "--today", "2026-11-10")
    assert "10 of 28" in flat(pages(file)[0])


@pytest.mark.parametrize(("paper", "width"), [("a4", 595), ("letter", 612)])
def test_paper_and_large_print_are_chosen(tmp_path: Path, paper: str, width: int):
    from tests.sheet_pages import reader

    _, _, file = run(tmp_path, "--paper", paper)
    assert round(float(reader(file).pages[0].mediabox.width)) == width
    _, _, large = run(tmp_path, "--paper", paper, "--large")
    assert len(pages(large)) > len(pages(file))


def test_a_diary_without_entries_still_makes_a_page(tmp_path: Path):
    status, _, file = run(tmp_path, "--today", "2026-11-20", diary="date\n")
    assert status == 0
    assert "No diary entries in this period." in flat(pages(file)[0])


@pytest.mark.parametrize(
    ("answers", "diary", "said"),
    [
        ('{"age": "old"}', DIARY, "age"),
        ("{", DIARY, "not JSON"),
        ("{}", "day\n1\n", "date"),
        ("{}", "date,pain_worst\n2026-11-01,11\n", "line 2"),
    ],
)
def test_what_cannot_be_read_is_named_in_one_line_and_nothing_is_written(
    tmp_path: Path, answers: str, diary: str, said: str
):
    status, line, file = run(tmp_path, answers=answers, diary=diary)
    assert (status, file) == (2, None)
    assert said in line
    assert line.count("\n") == 1


def test_a_place_that_cannot_be_written_is_said_and_leaves_nothing(tmp_path: Path):
    status, said, _ = run(tmp_path, "--out", str(tmp_path / "no" / "sheet.pdf"))
    assert status == 2
    assert said.startswith("backwatch: --out cannot be written")


def test_answers_and_diary_cannot_both_be_standard_input(capsys: pytest.CaptureFixture[str]):
    given = ["summary", "--answers", "-", "--diary", "-", "--out", "x.pdf"]
    assert command_line.main(given) == 2
    assert "cannot both" in capsys.readouterr().err
