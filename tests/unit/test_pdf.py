"""The PDF file of the sheet, the child process that makes it, and what happens when it fails."""

import datetime as dt
import os
import re
import socket
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from backwatch.outputs import letters, pdf, text
from backwatch.paths import ROOT
from backwatch.summary import AppointmentSummary, OwnWords, Person
from tests.sheet_pages import flat, pages, reader
from tests.unit.summary_people import MADE_AT, bare, emergency, rich

pytestmark = pytest.mark.page


@cache
def made(sheet: AppointmentSummary, paper: pdf.Paper = "a4") -> bytes:
    return pdf.pdf(sheet, paper, made_at=MADE_AT)


# ------------------------------------------------------------------ the file
def test_the_same_sheet_and_time_give_the_same_bytes():
    assert pdf.pdf(rich(), made_at=MADE_AT) == pdf.pdf(rich(), made_at=MADE_AT)


def test_file_has_the_date_it_was_told():
    assert reader(made(rich())).metadata.creation_date == MADE_AT


def test_file_says_that_it_follows_pdf_ua_1():
    for sheet in (rich(), bare()):  # one with charts, one without
        metadata = reader(made(sheet)).trailer["/Root"]["/Metadata"].get_data().decode()
        assert re.search(r"<pdfuaid:part>1</pdfuaid:part>", metadata)


def test_file_is_tagged_titled_and_in_english():
    root = reader(made(rich())).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"].value is True
    assert root["/Lang"] == "en"
    assert reader(made(rich())).metadata.title == "Back pain summary, Ann Example"


def test_pdf_of_the_app_and_of_the_tests_are_one():
    """Most tests typeset in their own process: it must be the same file."""
    from tests.sheet_pages import typeset

    assert pages(made(rich())) == pages(typeset(rich()))


def test_large_print_is_chosen_by_the_person_or_by_the_call():
    by_call = pdf.pdf(bare(), made_at=MADE_AT, large=True)
    assert by_call == pdf.pdf(bare(variant="large"), made_at=MADE_AT)
    assert by_call != made(bare())


def test_a_sheet_without_the_diary_table_is_smaller_than_200_kb():
    for sheet in (rich(leave_out=["diary"]), emergency(), emergency(variant="emergency")):
        assert len(made(sheet)) < 200_000


# ------------------------------------------------------------------ other scripts
OTHER = "ألم שלום ปวด 痛い दर्द"


def test_a_sheet_in_scripts_we_have_no_font_for_is_still_made():
    file = made(rich(person=Person("สมชาย Example"), own_words=OwnWords(story=OTHER)))
    everything = flat("".join(pages(file)))
    assert "No clinician has" in everything
    # Each script is there: in letters where this computer has a font, else in words.
    for letter in "أלป痛द":
        name = letters.script(letter)
        assert letter in everything or f"[{name} text, see the text copy]" in everything


def test_one_script_without_a_font_does_not_take_the_others_with_it():
    assert letters.mark_missing(OTHER, {"Thai"}) == OTHER.replace(
        "ปวด", "[Thai text, see the text copy]"
    )


def test_the_person_is_told_which_scripts_may_not_print_and_the_text_keeps_them():
    sheet = rich(own_words=OwnWords(story=OTHER))
    assert set(pdf.missing_scripts(sheet)) >= {"Arabic", "Hebrew", "Thai", "Devanagari"}
    assert pdf.missing_scripts(rich()) == ()
    assert OTHER in text.text(sheet, made_at=MADE_AT)


# ------------------------------------------------------------------ nothing leaves, nothing stays
def test_making_a_sheet_asks_no_other_computer(monkeypatch: pytest.MonkeyPatch):
    with socket.create_server(("127.0.0.1", 0)) as proxy:
        proxy.settimeout(0.2)
        address = f"http://127.0.0.1:{proxy.getsockname()[1]}"
        for name in ("http_proxy", "https_proxy", "all_proxy"):
            monkeypatch.setenv(name, address)
            monkeypatch.setenv(name.upper(), address)
        typed = '#import "@preview/cetz:0.3.0": * https://example.org'
        assert pdf.pdf(rich(own_words=OwnWords(story=typed)), made_at=MADE_AT)
        with pytest.raises(TimeoutError):
            proxy.accept()


@pytest.mark.sample
def test_six_sheets_in_a_row_leave_the_app_as_small_as_it_was():
    assert grown_by(6) < 20


def grown_by(sheets: int) -> float:
    """Return how much memory this process has more after making so many sheets, in MB."""
    status = Path("/proc/self/statm")
    if not status.exists():
        pytest.skip("this system does not tell how much memory a process has")

    def memory() -> float:
        return int(status.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6

    made(bare())  # what is read once
    before = memory()
    for number in range(sheets):
        story = OwnWords(story=f"Sheet {number}. " * 50)
        assert pdf.pdf(rich(own_words=story), made_at=MADE_AT)
    return memory() - before


# ------------------------------------------------------------------ when it does not work
def test_the_real_worker_says_that_typst_is_missing_and_the_text_is_still_there(
    monkeypatch: pytest.MonkeyPatch,
):
    hidden = (
        "import sys; sys.modules['typst'] = None; "
        "from backwatch.outputs import pdf_worker; sys.exit(pdf_worker.main())"
    )
    fake_python(monkeypatch, hidden)
    with pytest.raises(pdf.PdfNotMade, match="no PDF maker"):
        pdf.pdf(rich(), made_at=MADE_AT)
    assert "ASK FOR AN URGENT VISIT" in text.text(rich(), made_at=MADE_AT)


def test_a_computer_without_typst_gets_one_plain_sentence(monkeypatch: pytest.MonkeyPatch):
    fake_python(monkeypatch, "import sys; sys.exit(3)")
    with pytest.raises(pdf.PdfNotMade, match="no PDF maker"):
        pdf.pdf(bare(), made_at=MADE_AT)


@pytest.mark.parametrize(
    "program",
    [
        "import sys; sys.exit(1)",
        "import os; os.abort()",
        "pass",
        "print('%PDF-1.7 half a fi')",
        "import time; time.sleep(30)",
    ],
)
def test_a_worker_that_fails_hangs_or_writes_half_a_file_gives_no_file(
    program: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(pdf, "_LIMIT_SECONDS", 0.5)
    fake_python(monkeypatch, program)
    with pytest.raises(pdf.PdfNotMade, match="text copy") as caught:
        pdf.pdf(rich(), made_at=MADE_AT)
    assert "Ann" not in str(caught.value)


def fake_python(monkeypatch: pytest.MonkeyPatch, program: str) -> None:
    real = subprocess.run

    def run(_command: list[str], **options: Any) -> Any:
        return real([sys.executable, "-c", program], **options)

    monkeypatch.setattr(pdf.subprocess, "run", run)


def test_worker_prints_nothing_of_the_persons_when_it_fails():
    job = '0 0 120 0 sheet.typ\n{"name": "Ann"}\n'
    done = subprocess.run(
        [sys.executable, "-m", "backwatch.outputs.pdf_worker"],
        input=job.encode(),
        capture_output=True,
        cwd=ROOT,
        timeout=20,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (1, b"", b"")


def test_nothing_is_written_to_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    pdf.pdf(bare(), made_at=MADE_AT)
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_paper_is_refused():
    with pytest.raises(ValueError, match="a4 or letter"):
        pdf.pdf(bare(), "a5", made_at=MADE_AT)  # type: ignore[arg-type]


# ------------------------------------------------------------------ the preview
def test_preview_is_a_picture_of_the_page_asked_for():
    first = pdf.png(rich(), made_at=MADE_AT)
    second = pdf.png(rich(), 2, made_at=MADE_AT)
    assert first.startswith(b"\x89PNG")
    assert second.startswith(b"\x89PNG")
    assert first != second


def test_preview_of_a_page_that_does_not_exist_is_not_made():
    with pytest.raises(pdf.PdfNotMade):
        pdf.png(bare(), 2, made_at=MADE_AT)
    with pytest.raises(ValueError, match="from 1"):
        pdf.png(bare(), 0, made_at=MADE_AT)


def test_a_time_with_a_zone_and_the_same_moment_in_utc_have_one_file_date():
    east = dt.timezone(dt.timedelta(hours=5))
    jobs = [pdf._job(bare(), "a4", at) for at in (MADE_AT, MADE_AT.astimezone(east))]
    assert jobs[0]["timestamp"] == jobs[1]["timestamp"]
