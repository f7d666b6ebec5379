"""What the five articles want on the page for the doctor, row by row.

tests/rows.yaml says which row is which, and names the test here that shows it.
"""

import datetime as dt
import re
from typing import Any

from backwatch import sheet, sheet_questions
from backwatch.countries import country
from backwatch.diary import Entry, Treatment
from backwatch.outputs import pdf, text
from backwatch.person import Person
from backwatch.questionnaire import Answers, questionnaire
from backwatch.sheet import Choices
from backwatch.summary import AppointmentSummary
from tests import people_cases

TODAY = dt.date(2026, 11, 20)
NOW = dt.datetime(2026, 11, 20, 9, 12, tzinfo=dt.UTC)
STRAIN = people_cases.person("strain")
CANCER = {"age": 62, "cancer": "lung_now", "usual_pain": "new", "duration": "w4_12"}
WORRIED = {"age": 66, "cough": "over3w", "duration": "w4_12", "trend": "worse_slow"}


def answers(without: tuple[str, ...] = (), **changes: Any) -> Answers:
    given = people_cases.changed(STRAIN, changes)
    return questionnaire().read({q: value for q, value in given.items() if q not in without})


def page(given: Answers | None, **more: Any) -> AppointmentSummary:
    """The sheet of a person with these answers."""
    return sheet.appointment(
        Person(id="p", name="Ann Example"),
        given,
        TODAY,
        more.pop("entries", ()),
        country("gb"),
        today=TODAY,
        **more,
    )


def offered(**changes: Any) -> dict[str, bool]:
    """The ids of the questions to choose from, and whether each is ticked."""
    return {one.id: one.ticked for one in sheet_questions.offered(answers(**changes))}


def rows(found: tuple[tuple[str, str], ...]) -> dict[str, str]:
    return dict(found)


def test_with_cancer_the_page_opens_with_the_new_pain_when_it_began_and_a_sudden_change():
    for trend, sudden in (("sudden_jump", "yes"), ("worse_slow", "no"), ("not_sure", "not rec")):
        opening = " ".join(page(answers(**CANCER, onset="gradual", trend=trend)).in_short)
        first = opening.index("I have lung cancer.")
        new = re.search(r"new or changed back pain.*?please look at this today", opening, re.I)
        assert new
        assert first < new.start() < opening.index("It began 1 to 3 months ago.")
        assert f"Sudden change: {sudden}" in opening
    assert "look at this today" not in " ".join(page(answers(**WORRIED)).in_short)
    known = page(answers(**{**CANCER, "usual_pain": "same_known"}))
    assert "look at this today" not in " ".join(known.in_short)


def test_questions_are_ticked_from_the_answers_and_there_is_a_box_for_the_next_step():
    worried = offered(**WORRIED, tried="no_help")
    assert worried["tests"]
    assert worried["cause"]
    assert worried["treatment"]
    assert "palliative" not in worried
    assert offered(**CANCER)["calcium"]
    settled = {**CANCER, "usual_pain": "same_known", "duration": "d3_13"}
    assert offered(**settled, med_control="no")["palliative"]
    assert not offered(**settled, med_control="yes")["palliative"]
    assert not any(offered(**{"duration": "d3_13"}).values())  # on no open answer, and not always
    assert sum(offered(**CANCER, tried="no_help", night="no_sleep").values()) == 3
    drawn = pdf.drawn(page(answers(**WORRIED)), made_at=NOW)
    assert b"Next step" in drawn.pdf or "Next step" in text_of_pdf(drawn.pdf)


def text_of_pdf(made: bytes) -> str:
    import io

    import pytest

    pypdf = pytest.importorskip("pypdf", reason="needs requirements-dev.txt")
    return " ".join(leaf.extract_text() for leaf in pypdf.PdfReader(io.BytesIO(made)).pages)


def test_the_page_is_an_appointment_guide_in_the_order_of_a_visit_on_two_pages_of_black_and_white():
    made = page(
        answers(**{**CANCER, "cancer_type": "adeno"}, own_words="I am afraid at night."),
        entries=_diary(),
    )
    said = text.text(made, made_at=NOW)
    order = ("DANGER SIGNS", "THE PAIN", "BACKGROUND", "MY QUESTIONS", "HEALTH AND TESTS")
    places = [said.index(heading) for heading in order]
    assert places == sorted(places)
    assert "adeno" in rows(made.background)["Cancer"].lower()
    assert made.story == "I am afraid at night."
    assert "Only a doctor can check." in made.level.calm
    assert "This page is not a diagnosis." in " ".join(made.small_print)
    drawn = pdf.drawn(made, made_at=NOW)
    assert len(drawn.pages) <= 2
    colours = set(re.findall(r"#([0-9a-fA-F]{6})\b", "".join(drawn.pages)))
    assert colours
    assert {one for one in colours if len({one[:2], one[2:4], one[4:]}) > 1} == set()


def _diary() -> list[Entry]:
    return [
        Entry(
            person_id="p",
            date=TODAY - dt.timedelta(days=n),
            pain_worst=4 + n % 3,
            wakings=n % 2,
            recorded_at=NOW,
        )
        for n in range(40)
    ]


def test_screening_stands_on_the_page_as_facts_to_check_later():
    smoked = {**WORRIED, "smoking": "past", "pack_years": 30, "quit_years": 10}
    facts = " ".join(page(answers(**smoked)).screening)
    for fact in ("Age: 66.", "30 pack-years", "since stopping: 10.", "I may fit a screening"):
        assert fact in facts
    assert "Today is about symptoms." in facts
    assert page(answers(**WORRIED, smoking="never")).screening == ()
    unknown = answers(without=("smoking", "pack_years"), **WORRIED)
    assert "pack-years" not in " ".join(page(unknown).screening)


def test_signs_stand_under_plain_headings_and_a_blank_is_never_a_no():
    made = page(answers(**WORRIED))
    found = rows(made.background)
    assert {"Cancer", "Lungs", "Whole body", "Nerves", "Bones", "Risks"} <= set(found)
    assert "cough for 3 weeks or more" in found["Lungs"]
    assert found["Bones"].startswith("none of these: ")
    open_ = page(answers(without=("tender", "stiff", "back_change", "bone_risk", "stiff_new")))
    assert rows(open_.background)["Bones"] == "not recorded"
    unsure = page(answers(fever="not_sure"))
    assert "fever" in " ".join(unsure.not_sure).lower()
    assert "fever" not in rows(unsure.background)["Whole body"]
    assert text.text(page(None), made_at=NOW).count("No questions have been answered") == 2


def test_with_cancer_gene_tests_breathing_tests_and_a_nerve_check_can_be_asked_about():
    assert {"genes", "breathing", "nerve_check"} <= set(offered(**CANCER))
    assert not {"genes", "breathing", "nerve_check"} & set(offered(**WORRIED, cancer="none"))
    settled = {**CANCER, "usual_pain": "same_known", "duration": "d3_13"}
    assert offered(**settled, nerve_limb="numb_one")["nerve_check"]
    assert offered(**settled, breathless="effort")["breathing"]


def test_there_are_lines_for_who_to_call_and_a_question_on_what_could_help():
    empty = rows(page(answers(**CANCER)).health)
    assert empty["Who I call"] == empty["Out of hours"] == ""  # a line to write on
    filled = page(
        answers(**CANCER), choices=Choices(team="Nurse Kim, 020 0", line="020 1", contact="Jo")
    )
    assert rows(filled.health)["Who I call"] == "Nurse Kim, 020 0"
    assert rows(filled.health)["Out of hours"] == "020 1"
    assert filled.line == "020 1"  # on page 1 too
    asked = {one.id: one.text for one in sheet_questions.offered(answers(**CANCER))}
    assert asked["could_help"] == "Which of these treatments could help my pain?"


def test_the_pain_stands_in_the_order_in_which_a_doctor_asks():
    made = page(
        answers(
            **{**WORRIED, "night": "most_nights", "spread": ["chest"], "limits": 6},
        ),
        entries=_diary(),
    )
    order = ["Began", "Feels", "Strength", "Where", "Spreads", "Night", "Better", "Worse"]
    assert [label for label, _ in made.pain][:8] == order
    assert made.pain[-1][0] == "Changing"
    pain = rows(made.pain)
    assert "1 to 3 months" in pain["Began"]
    assert "chest" in pain["Spreads"] or "rib" in pain["Spreads"]
    assert "wakes me most nights" in pain["Night"]
    assert "limits my day 6 of 10" in pain["Strength"]
    assert "I also have a cough for 3 weeks or more" in " ".join(made.in_short)
    assert made.chart is not None
    assert "middle value" in made.chart.takeaway


def test_each_treatment_tried_stands_with_its_dates_and_how_much_it_helped():
    treatments = [
        Treatment(person_id="p", name="Heat", started=dt.date(2026, 10, 12), helped=0),
        Treatment(person_id="p", name="Physical therapy"),
    ]
    found = {each.what: each for each in page(answers(), treatments=treatments).tried}
    assert found["Heat"].dates == "since 12 Oct"
    assert found["Heat"].result == "helped 0 of 10"
    assert found["Physical therapy"].dates == "dates not recorded"
    assert found["Physical therapy"].result == "result not recorded"
    tried = page(answers(tried="no_help")).tried
    assert "did not help" in tried[0].result


def test_risks_are_told_and_a_clear_x_ray_and_nerve_signs_bring_their_questions():
    risky = {**WORRIED, "smoking": "past", "pack_years": 30, "quit_years": 10}
    made = page(answers(**risky, asbestos="yes", family_lung="yes"))
    told = rows(made.background)["Risks"]
    for risk in ("30 pack-years", "asbestos", "lung cancer in close family"):
        assert risk in told
    assert "I am 66." in made.in_short
    asked = sheet_questions.offered(answers(**risky, nerve_limb="weak_one"))
    texts = {one.id: one.text for one in asked}
    assert "X-ray" in texts["clear_xray"]
    assert "MRI" in texts["mri_nerves"]
    ticked = {one.id for one in asked if one.ticked}
    assert {"clear_xray", "mri_nerves"} <= ticked
    assert "mri_nerves" not in {
        one.id for one in sheet_questions.offered(answers(**risky)) if one.ticked
    }
