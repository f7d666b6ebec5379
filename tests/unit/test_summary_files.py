"""What comes of the Summary page: made once, told when it fails, kept, and taken along as files."""

import datetime as dt
import json
import re
import subprocess

import pytest

from backwatch import backup, paths
from backwatch.diary import Appointment, Treatment
from backwatch.outputs import pdf
from backwatch.outputs.pdf import PdfNotMade
from backwatch.store.moving import PAGE_SETTING
from tests import people_cases
from tests.unit.summary_pages import buttons, kept, no_pdf, sheet
from tests.unit.summary_people import rich
from tests.unit.test_pages import LEVELS, NOW, STRAIN, drawn, finish, keep_the_example, words
from ui import summary_files, summary_kept

TODAY = NOW.date()


@pytest.fixture
def quick(monkeypatch):
    return no_pdf(monkeypatch)


@pytest.fixture
def example(store, quick):
    keep_the_example(store)
    return store


# --- made once, and not made ---


def test_the_pdf_is_made_again_only_when_what_is_on_it_changes(example, quick):
    page = drawn("summary")
    assert len(quick) == 1
    page.run()
    page.button(key="change_every_page").click().run()
    assert len(quick) == 1
    page.text_input(key="page_want").set_value("Please look at my back.").run()
    assert len(quick) == 2


def test_where_no_pdf_can_be_made_the_text_is_given_and_nothing_is_tried_again_by_itself(
    store, monkeypatch
):
    keep_the_example(store)
    tries = []

    def fail(*_args, **_how):
        tries.append(1)
        raise PdfNotMade("The PDF could not be made; please use the text copy instead.")

    monkeypatch.setattr(pdf, "drawn", fail)
    page = drawn("summary")
    assert page.error[0].value == r"The PDF could not be made\; please use the text copy instead\."
    assert "Download as text" in buttons(page)
    assert "BACK PAIN SUMMARY" in sheet(page)
    assert not page.get("imgs")
    page.run()
    assert len(tries) == 1
    page.button(key="go_again").click().run()
    assert len(tries) == 2


def test_without_typst_one_sentence_says_so_and_the_text_is_still_there(store, monkeypatch):
    keep_the_example(store)

    def no_typst(*_args, **_how):
        return subprocess.CompletedProcess([], 3, b"", b"")

    monkeypatch.setattr(subprocess, "run", no_typst)
    page = drawn("summary")
    assert "has no PDF maker" in page.error[0].value
    assert "Download as text" in buttons(page)
    assert "WHAT CHANGED" in sheet(page)


def test_letters_that_the_pdf_may_not_have_are_told_and_stand_in_the_text(example):
    page = drawn("summary")
    assert "keeps every letter" not in words(page)
    page.text_area(key="page_story").set_value("เจ็บหลัง").run()
    assert "The PDF may have a mark where you wrote in Thai." in words(page)
    assert "เจ็บหลัง" in sheet(page)


def test_a_diary_table_of_years_is_downloaded_and_not_printed_from_its_drawings(store, monkeypatch):
    keep_the_example(store)
    page = ('<svg xmlns="http://www.w3.org/2000/svg"/>',)
    many = pdf.Drawn(b"%PDF-1.7\n%%EOF", page * pdf.MOST_DRAWN, 54)
    monkeypatch.setattr(pdf, "drawn", lambda *_args, **_how: many)
    said = words(drawn("summary"))
    assert "It has 54 pages. Download it, then print what you need." in said
    assert "Page 1 of 54" in said


def test_the_drawings_on_the_screen_are_the_pages_of_the_pdf():
    made = pdf.drawn(rich(), made_at=NOW)
    assert made.pdf == pdf.pdf(rich(), made_at=NOW)
    assert len(made.pages) == made.count == len(re.findall(rb"/Type ?/Page\b", made.pdf))
    assert all(page.startswith("<svg") and page.endswith("</svg>") for page in made.pages)
    assert not re.search("<script|href=.http|<foreignObject", "".join(made.pages))


@pytest.mark.parametrize(
    "came",
    [
        b"",
        b"no numbers\nx",
        b"1 3 4\nabc<svg",
        b"1 14\n%PDF-1.7\n%%EOF",
        b"1 14 4\n%PDF-1.7\n%%EOFabcd",
        b"1 99 4\n%PDF-1.7\n%%EOF<svg",
    ],
)
def test_a_broken_answer_of_the_child_is_never_shown_or_handed_out(monkeypatch, came):
    done = subprocess.CompletedProcess([], 0, came, b"")
    monkeypatch.setattr(subprocess, "run", lambda *_args, **_how: done)
    with pytest.raises(PdfNotMade):
        pdf.drawn(rich(), made_at=NOW)


# --- kept with everything else ---


def test_what_was_chosen_goes_along_with_the_file_of_all_records_and_is_erased_with_them(
    example, tmp_path, first_home
):
    page = drawn("summary")
    page.text_input(key="page_want").set_value("a canary").run()
    example.set_setting("example", None)
    file = backup.written(example)
    assert b"a canary" in file
    who = example.person().id
    other = example.add_person("Ben")
    example.delete_person(who)
    assert b"a canary" not in backup.written(example)
    backup.restore(example, backup.read(file))
    assert json.loads(example.setting(PAGE_SETTING, who) or "{}")["want"] == "a canary"
    assert example.setting(PAGE_SETTING, other.id) is None


@pytest.mark.parametrize(
    "text",
    [
        "no json",
        "[]",
        "[" * 5000,
        '{"days": 3, "want": [1], "kind": "x", "size": {}, "paper": "a0", "parts": 7, "own": {}}',
        '{"visit": {"of": "", "date": "x", "time": 4, "whom": {}}, "ticked": {"tests": "yes"}}',
        '{"in_short": {"text": 5}, "since": {"g_legs": 5, "x": "y"}, "medicines": null}',
    ],
)
def test_choices_that_cannot_be_read_are_as_if_nothing_was_chosen(example, text):
    example.set_setting(PAGE_SETTING, text, example.person().id)
    page = drawn("summary")
    assert not page.exception
    assert "of 56 diary days" in sheet(page)


def test_what_is_typed_into_every_field_together_fits_into_the_file_of_all_records(example):
    long = {name: "x" * summary_kept.LONG for name in ("story", "own", "want", "in_short")}
    health = {name: "x" * summary_kept.SHORT for name in summary_kept.HEALTH}
    text = json.dumps({**long, **health, "since": {str(n): "x" * 80 for n in range(20)}})
    example.set_setting(PAGE_SETTING, text, example.person().id)
    assert backup.read(backup.written(example))


# --- files ---


def test_no_file_name_says_anything_of_health_or_of_the_person(example):
    example.change_person(example.person().id, name="Ann Example")
    source = "".join(
        (paths.ROOT / "ui" / f"summary_{name}.py").read_text() for name in ("view", "files", "made")
    )
    assert "back-pain" not in source
    page = drawn("summary")
    assert "Download the PDF" in buttons(page)


def test_the_file_for_clinics_holds_notes_and_name_only_where_they_are_ticked(example, monkeypatch):
    made = []
    how = summary_files._bundle

    def look(**chosen):
        made.append(how(**chosen))
        return made[-1]

    monkeypatch.setattr(summary_files, "_bundle", look)
    example.change_person(example.person().id, name="Ann Example")
    page = drawn("summary")
    assert "Download the file (FHIR)" not in buttons(page)
    page.button(key="go_fhir").click().run()
    assert "Download the file (FHIR)" in buttons(page)
    assert b"A good day." not in made[-1]
    assert b"Ann Example" not in made[-1]
    page.checkbox(key="fhir_notes").check().run()
    assert "Download the file (FHIR)" not in buttons(page)  # it would be another file
    page.checkbox(key="fhir_name").check().run()
    page.button(key="go_fhir").click().run()
    assert b"A good day." in made[-1]
    assert b"Ann Example" in made[-1]


def test_the_calendar_has_the_safety_net_the_visit_and_a_reminder(store, quick):
    finish(store, people_cases.changed(STRAIN, LEVELS["within_days"]))
    who, soon = store.person().id, TODAY + dt.timedelta(days=3)
    store.save_record(Appointment(person_id=who, date=soon, time=dt.time(10, 20)))
    found = buttons(drawn("summary"))
    assert [one for one in found if one.startswith("Call back if not seen yet: ")]
    assert [one for one in found if one.startswith("My appointment: ") and one.endswith("10:20")]
    assert "Reminder for 28 days" in found


def test_nobody_in_an_emergency_is_given_a_day_to_wait_for(store, quick):
    finish(store, people_cases.changed(STRAIN, LEVELS["emergency"]))
    assert not [one for one in buttons(drawn("summary")) if one.startswith("Call back")]


def test_a_day_that_has_passed_is_not_offered_for_the_calendar(store, quick):
    finish(store, people_cases.changed(STRAIN, LEVELS["within_days"]), NOW - dt.timedelta(days=40))
    assert not [one for one in buttons(drawn("summary")) if one.startswith("Call back")]


def test_a_treatment_is_in_the_field_of_medicines_until_the_person_writes_their_own(store, quick):
    who = store.person().id
    store.save_record(Treatment(person_id=who, name="Paracetamol", dose="1 g"))
    page = drawn("summary")
    assert "Paracetamol" in page.text_input(key="page_medicines").value
    assert "medicines" not in kept(store)
    page.text_input(key="page_medicines").set_value("Only tea").run()
    assert "Medicines: Only tea" in sheet(page)
