import dataclasses
import datetime as dt
import io
import random
import re
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from backwatch.outputs import letters, pdf
from backwatch.paths import ROOT
from backwatch.summary import Answers, AppointmentSummary, DayRow, OwnWords, Person
from tests.unit.summary_people import MADE_AT, TODAY, bare, diary, emergency, rich

TEMPLATE = ROOT / "backwatch" / "outputs" / "templates" / "sheet.typ"
PAPERS: tuple[pdf.Paper, ...] = ("a4", "letter")


@cache
def made(sheet: AppointmentSummary, paper: pdf.Paper = "a4") -> bytes:
    return pdf.pdf(sheet, paper, made_at=MADE_AT)


def reader(file: bytes) -> Any:
    pypdf = pytest.importorskip("pypdf", reason="reading a PDF back needs requirements-dev.txt")
    return pypdf.PdfReader(io.BytesIO(file))


@cache
def pages(file: bytes) -> list[str]:
    """Return the text of each page, without the places where a long word may break."""
    return [page.extract_text().replace(letters.BREAK, "") for page in reader(file).pages]


def bare_letters(text: str) -> str:
    """Return the text without spaces: where lines end is no matter."""
    return re.sub(rf"[\s{letters.BREAK}]", "", text)


def texts(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [text for item in value.values() for text in texts(item)]
    if isinstance(value, list | tuple):
        return [text for item in value for text in texts(item)]
    return [value] if isinstance(value, str) else []


def printed_texts(sheet: AppointmentSummary) -> list[str]:
    """Return every text that must be on paper somewhere: not the pictures' own descriptions."""
    plain = dataclasses.asdict(sheet)
    for hidden in ("map_alt", "zones", "spread_zones"):
        del plain[hidden]
    del plain["level"]["alt"]
    if plain["chart"]:
        del plain["chart"]["alt"], plain["chart"]["nights_alt"]
    plain["danger"] = [row[1:] for row in plain["danger"]]
    if sheet.reasons:
        del plain["no_reasons"]
    if not sheet.diary:
        del plain["diary_note"]
    return texts(plain)


def full_to_the_brim(seed: int) -> AppointmentSummary:
    """Return a sheet with every list and text as long as page 1 takes, or longer."""
    chance = random.Random(seed)  # noqa: S311 (the same sheets every time)

    def words(most: int) -> str:
        text = ""
        while len(text) < most:
            word = "".join(chance.choices("abcdefghilmnoprstu", k=chance.randint(2, 11)))
            text += word + chance.choice([" ", " ", " ", ", ", "; ", ". "])
        return text[: chance.randint(most // 2, most)].strip(" ,;.") + "x"

    sheet = rich(days=diary(chance.choice([3, 20, 56])))
    return dataclasses.replace(
        sheet,
        name=words(70),
        in_short=tuple(words(200) for _ in range(7)),
        want=words(200),
        reasons=tuple(
            dataclasses.replace(sheet.reasons[0], title=words(120), answer=words(220))
            for _ in range(chance.randint(1, 7))
        ),
        also=tuple(words(60) for _ in range(chance.randint(0, 5))),
        danger=tuple(
            (name, label, tuple(words(42) for _ in range(chance.randint(0, 6))))
            for name, label, _ in sheet.danger
        ),
        pain=tuple((words(14), words(200)) for _ in range(9)),
        background=tuple((words(30), words(200)) for _ in range(9)),
        signs=tuple((words(14), words(200)) for _ in range(9)),
        gaps=tuple(words(80) for _ in range(12)),
        questions=tuple(words(180) for _ in range(5)),
        story=words(1500),
    )


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


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("days", [3, 56, 400])
def test_page_1_holds_the_whole_first_page(paper: pdf.Paper, days: int):
    first = pages(made(rich(days=diary(days)), paper))[0]
    assert "Back pain summary" in first
    assert "No clinician has" in " ".join(first.split())


@pytest.mark.parametrize("paper", PAPERS)
def test_a_person_who_gave_nothing_gets_one_page(paper: pdf.Paper):
    found = pages(made(bare(), paper))
    assert len(found) == 1
    flat = " ".join(found[0].split())
    assert "No check has been done yet." in flat
    assert "No diary entries in this period." in flat
    assert "Page 1 of 1" in flat


@pytest.mark.parametrize("paper", PAPERS)
def test_paper_has_the_size_asked_for(paper: pdf.Paper):
    box = reader(made(bare(), paper)).pages[0].mediabox
    size = (round(float(box.width)), round(float(box.height)))
    assert size == {"a4": (595, 842), "letter": (612, 792)}[paper]


def test_text_of_page_1_holds_level_reasons_signs_number_and_limits():
    flat = " ".join(pages(made(rich()))[0].split())
    for part in (
        "Self-check: level 3 of 5",
        "Ask for an urgent visit in the next few days",
        "Night pain together with weight loss and cough",
        "Not sure: numbness between the legs",
        "999 or 112",
        "25 Nov",
        "about 993 do not",
        "This page is not a diagnosis",
        "No clinician has reviewed these rules yet",
        "rules 2026-11",
        "made 20 Nov 2026, 09:12",
        "Page 1 of 2",
    ):
        assert part in flat


def test_what_stands_above_the_chart_is_read_in_a_minute():
    above, chart, _ = pages(made(rich()))[0].partition("Worst pain each day")
    assert chart
    assert len(above.split()) < 240


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("seed", range(2))
def test_far_too_much_text_keeps_page_1_and_loses_nothing(paper: pdf.Paper, seed: int):
    sheet = full_to_the_brim(seed)
    found = pages(made(sheet, paper))
    assert "Noclinicianhas" in bare_letters(found[0])
    for name, _, signs in sheet.danger:
        if name in ("yes", "not_sure"):
            assert bare_letters("; ".join(signs)) in bare_letters(found[0])
    # A text may go on over the page: take the foot of each page away.
    foot = bare_letters("·".join(pdf._job(sheet, paper, MADE_AT)["sheet"]["footer"]))
    bodies = [bare_letters(page).rpartition(foot)[0] for page in found]
    assert all(bodies)
    everything = "".join((*bodies, foot))
    assert [text for text in printed_texts(sheet) if bare_letters(text) not in everything] == []


def test_all_twelve_danger_signs_answered_yes_stay_on_page_1():
    sheet = rich()
    signs = tuple(sign for _, _, signs in sheet.danger for sign in signs)
    assert len(signs) == 12
    rows = tuple((name, label, signs if name == "yes" else ()) for name, label, _ in sheet.danger)
    first = bare_letters(pages(made(dataclasses.replace(sheet, danger=rows), "letter"))[0])
    assert bare_letters("; ".join(signs)) in first
    assert "Noclinicianhas" in first


def test_an_ordinary_sheet_loses_nothing():
    for sheet in (rich(), bare(), emergency()):
        everything = bare_letters("".join(pages(made(sheet))))
        lost = [text for text in printed_texts(sheet) if bare_letters(text) not in everything]
        assert lost == []


# ------------------------------------------------------------------ the charts
def chart_of(sheet: AppointmentSummary, **changes: Any) -> AppointmentSummary:
    assert sheet.chart is not None
    return dataclasses.replace(sheet, chart=dataclasses.replace(sheet.chart, **changes))


def test_zero_and_missing_are_drawn_differently():
    sheet = rich(days=diary(20))
    assert sheet.chart is not None
    worst = sheet.chart.worst
    missing = chart_of(sheet, worst=(None, *worst[1:]))
    zero = chart_of(sheet, worst=(0, *worst[1:]))
    assert len({made(sheet), made(missing), made(zero)}) == 3


def drawn(file: bytes) -> list[str]:
    """Return the drawing commands of page 1: "c" a curve, "l" a straight piece, "m" a new path."""
    page = reader(file).pages[0]
    return [command.decode() for _, command in page.get_contents().operations]


def test_each_scored_day_is_one_circle_and_each_other_day_is_hatched():
    sheet = rich(days=diary(56))
    assert sheet.chart is not None
    scored = sum(score is not None for score in sheet.chart.worst)
    all_missing = chart_of(sheet, worst=(None,) * 56, line=(None,) * 56)
    circles = drawn(made(sheet)).count("c") - drawn(made(all_missing)).count("c")
    assert circles == 4 * scored  # a circle is four curves


def test_no_line_is_drawn_across_a_gap():
    sheet = rich(days=diary(20))
    assert sheet.chart is not None
    size = len(sheet.chart.worst)
    whole = chart_of(sheet, line=(4.0,) * size)
    broken = chart_of(sheet, line=(*(4.0,) * 5, *(None,) * 3, *(4.0,) * (size - 8)))
    # Four straight pieces less for the gap of three days, and one more line begun.
    assert drawn(made(whole)).count("l") - drawn(made(broken)).count("l") == 4


def test_page_is_black_white_and_grey_only():
    colours = {"rg", "RG", "k", "K"}
    for sheet in (rich(), emergency()):
        file = made(sheet)
        assert colours.isdisjoint(drawn(file))
        spaces = reader(file).pages[0]["/Resources"]["/ColorSpace"].values()
        for space in (space.get_object() for space in spaces):
            assert space[0] != "/ICCBased" or space[1].get_object()["/N"] == 1
            assert "RGB" not in str(space)


# ------------------------------------------------------------------ hostile text
HOSTILE = {
    "typst code": '#read("/etc/passwd")',
    "typst markup": "*bold* _it_ = head $x^2$ @label <label> `raw` #pagebreak() // note",
    "typst loop": '#{ while true { } } #eval("1+1")',
    "typst package": '#import "@preview/cetz:0.3.0": *',
    "html": "<script>alert(1)</script><b>&amp;",
    "link": "https://example.org/x?a=1 mailto:a@example.org",
    "template": "{name} {{7*7}} ${x} %s {0.__class__}",
    "quote and backslash": "\"'\\ \\n \\u{41} C:\\new",
    "latin": "Zoë Łukasz Ñandú Ελένη Жанна Nguyễn",
    "long word": "x" * 400,
    "fancy letters": "\U0001d400\U0001d401\U0001d402",
}


@cache
def hostile_sheet() -> bytes:
    """Return one sheet with the hostile texts everywhere a person or a file can put text."""
    typed = tuple(HOSTILE.values())
    answers = Answers(pain=[("Where", text) for text in typed], gaps=typed)
    person = Person(typed[0], filled_in_by=typed[1])
    own = OwnWords(in_short=typed, want=typed[2], questions=typed, story="\n".join(typed))
    return made(
        rich(person=person, answers=answers, own_words=own, days=[DayRow(TODAY, note=typed[0])])
    )


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_is_printed_as_it_is(name: str):
    shown = bare_letters("".join(pages(hostile_sheet())))
    assert bare_letters("ABC" if name == "fancy letters" else HOSTILE[name]) in shown


def test_a_word_of_400_letters_does_not_run_off_the_page():
    assert max(map(len, letters.breakable("x" * 400).split(letters.BREAK))) == 24
    assert letters.breakable("x" * 24) == "x" * 24
    assert "x" * 200 not in "".join(pages(hostile_sheet()))  # no line is that long


def test_no_text_becomes_a_link_or_runs():
    assert not any("/Annots" in page for page in reader(hostile_sheet()).pages)
    assert "root:" not in "".join(pages(hostile_sheet()))


def rich_words(typed: str) -> OwnWords:
    return OwnWords(want=typed, questions=(typed,), story=typed)


def test_signs_that_hide_or_turn_text_are_removed():
    typed = "safe\u202eevil\u202c\x00\x07\u200b\ufeff\u2066x\u2069 \udc80 end"
    shown = bare_letters("".join(pages(made(bare(own_words=rich_words(typed))))))
    assert "safeevilx\ufffdend" in shown


def test_a_sheet_in_a_script_we_have_no_font_for_is_still_made():
    file = made(rich(person=Person("สมชาย Example"), own_words=rich_words("ألم 😣 背中 \udc80")))
    assert "No clinician has" in " ".join(pages(file)[0].split())


def test_five_thousand_letters_keep_page_1():
    typed = "My back hurts. " * 340
    found = pages(made(bare(person=Person(typed), own_words=rich_words(typed))))
    assert "Page 1 of" in found[0]
    assert "No clinician has" in " ".join(found[0].split())
    assert bare_letters(typed) in bare_letters("".join(found[1:]))


def test_template_has_no_way_to_run_text_or_reach_out():
    template = TEMPLATE.read_text(encoding="utf-8")
    for way in ("eval", "@", "read(", "import", "include", "plugin", "http", "mode:"):
        assert way not in template, way


# ------------------------------------------------------------------ when it does not work
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
    job = '{"sheet": {"name": "Ann"}, "every_letter": null, "timestamp": 0, "page": null}'
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
