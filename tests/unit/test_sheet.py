"""Which answers and days go on the sheet."""

import datetime as dt
import re

import pytest

from backwatch import countries, sheet, sheet_questions, sheet_treatments, sources, summary
from backwatch.diary import Appointment, Entry, Medicine, Place, Treatment
from backwatch.person import Person
from backwatch.questionnaire import questionnaire
from backwatch.summary_words import answer_words
from tests import people_cases

TODAY = dt.date(2026, 11, 20)
ANN = Person(id="p", name="Ann Example", birth_year=1964)


def entry(date: dt.date, **recorded) -> Entry:
    at = dt.datetime.combine(date, dt.time(20), tzinfo=dt.UTC)
    return Entry(person_id="p", date=date, recorded_at=at, **recorded)


def made(given: dict | None, entries=(), country="gb") -> summary.AppointmentSummary:
    answers = questionnaire().read(given) if given is not None else None
    return sheet.appointment(
        ANN, answers, TODAY, list(entries), countries.country(country), today=TODAY
    )


def strain(**changes) -> dict:
    return people_cases.changed(people_cases.person("strain"), changes)


def test_no_check_and_no_diary_still_make_a_sheet_that_says_so():
    empty = made(None)

    assert empty.level.rank == 0
    assert empty.chart is None
    assert empty.pain == ()


def test_the_level_the_reasons_and_the_country_s_number_are_those_of_the_check():
    found = made(strain(g_legs="yes"))

    assert found.level.rank == 5
    assert found.reasons[0].title.startswith("Both legs weak")
    assert "999" in found.help_heading
    signs = {key: listed for key, _, listed in found.danger}
    assert signs["yes"] == ("Both legs newly weak, numb, heavy or tingly",)


def test_an_unanswered_danger_sign_is_not_asked_and_never_no():
    found = made(strain(g_walk=None))

    signs = {key: listed for key, _, listed in found.danger}
    assert "hard to walk" in signs["not_asked"]
    assert "hard to walk" not in signs["no"]


def test_not_sure_and_unanswered_stand_in_lists_of_their_own():
    found = made(strain(chest_pain="not_sure", tender=None))

    assert "chest pain that keeps coming back" in found.not_sure
    assert "one very sore spot on the spine" in found.gaps


def test_someone_who_had_cancer_is_not_shown_the_number_for_everyone():
    assert any("993 do not" in line for line in made(strain()).small_print)
    assert not any("993" in line for line in made(strain(cancer="lung_past")).small_print)


def test_a_0_and_a_gap_stay_apart_on_the_way_to_the_sheet():
    days = sheet.day_rows(
        [entry(TODAY - dt.timedelta(days=2), pain_worst=0, wakings=0), entry(TODAY, note="bad")],
        today=TODAY,
    )

    assert [day.pain_worst for day in days] == [0, None, None]
    assert [day.woken for day in days] == [False, None, None]
    assert [day.recorded for day in days] == [True, False, True]


def test_the_places_of_the_last_weeks_are_drawn_the_most_frequent_first():
    old = entry(TODAY - dt.timedelta(days=40), places=(Place(place="neck"),))
    upper = [
        entry(TODAY - dt.timedelta(days=back), places=(Place(place="upper"),)) for back in (1, 2)
    ]
    lower = entry(TODAY, places=(Place(place="lower"),))

    assert made(strain(), [old, *upper, lower]).zones == ("upper", "lower")


def test_a_place_on_the_front_is_on_the_page_in_words_with_the_others():
    there = entry(TODAY, places=(Place(place="lower"), Place(place="chest_left")))
    page = made(strain(), [there])

    assert page.zones == ()  # the drawing shows the back only
    assert ("Places in the diary", "Lower back, Left side of the chest") in page.pain


# ------------------------------------------------------------------ the opening
def opening(given: dict, checked_on: dt.date = TODAY, entries=()) -> str:
    answers = questionnaire().read(given)
    start = sheet.starting_words(answers, checked_on, list(entries), today=TODAY)
    return " ".join(start.in_short)


def test_someone_with_cancer_opens_with_new_pain_its_beginning_and_whether_it_changed_suddenly():
    ill = strain(cancer="lung_now", usual_pain="new", trend="sudden_jump", duration="d3_13")
    said = opening(ill)
    assert "I have lung cancer. New or changed back pain, please look at this today." in said
    assert "It began 2 days to 2 weeks ago. Sudden change: yes." in said


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"trend": "same", "onset": "gradual"}, "no"),
        ({"trend": "same", "onset": "sudden"}, "yes"),
        ({"trend": None, "onset": None}, "not recorded"),
    ],
)
def test_a_sudden_change_that_nobody_told_is_not_recorded_and_never_no(change: dict, word: str):
    ill = strain(cancer="lung_now", usual_pain="new", **change)
    assert f"Sudden change: {word}." in opening(ill)


def test_old_pain_that_the_team_knows_is_not_called_new():
    ill = strain(cancer="lung_now", usual_pain="same_known", trend="same", duration="m3_plus")
    assert "New or changed" not in opening(ill)


def test_without_cancer_nobody_is_said_to_have_it_and_open_answers_say_nothing():
    said = opening(strain(cancer=None, night=None, trend="not_sure"))
    assert "cancer" not in said
    assert "night" not in said
    assert "worse" not in said


def test_answers_of_an_earlier_day_are_dated():
    said = opening(strain(duration="d3_13"), dt.date(2026, 10, 30))
    assert "It began 2 days to 2 weeks before 30 Oct." in said
    assert said.endswith("These answers are from 30 Oct.")


def test_what_the_diary_says_is_said_to_be_from_the_diary():
    nights = [entry(TODAY - dt.timedelta(days=n), wakings=2) for n in range(7)]
    assert "It wakes me most nights (my diary)." in opening(strain(night="none"), entries=nights)
    rows = dict(made(strain(night="none"), nights).pain)
    assert rows["Night"].endswith("(my diary)")


# ------------------------------------------------------------------ rows
def test_a_row_with_nothing_but_noes_says_what_was_asked_and_an_open_row_is_not_recorded():
    rows = dict(made(strain()).background)
    assert rows["Lungs"].startswith("none of these: new cough; blood; short of breath")
    open_row = dict.fromkeys(("tender", "back_change", "bone_risk", "stiff", "stiff_new"))
    assert dict(made(strain(**open_row)).background)["Bones"] == "not recorded"


def test_every_question_of_the_check_has_its_place_on_the_sheet():
    own = answer_words()
    rows = [q for group in (*own.pain_rows, *own.background_rows) for q in group.questions]
    elsewhere = {"age", "own_words", "tried", "tried_weeks", "tried_what", *own.tried_rows}
    asked = {q.id for q in questionnaire() if q.section != "s1"}
    assert sorted(rows) == sorted(asked - elsewhere)
    danger = {q.id for q in questionnaire() if q.section == "s1"}
    assert set(own.danger_words) == danger


def test_words_for_answers_name_questions_and_answers_that_are_there():
    own, book = answer_words(), questionnaire()
    for words in (own.opening_words, own.row_words):
        for question, said in words.items():
            known = {*book[question].choices, *book[question].old, "number", "none", "yes", "no"}
            assert set(said) <= known, question
    for group in (*own.pain_rows, *own.background_rows):
        assert set(group.bare) <= set(group.questions)
    assert set(own.no_words) <= {q.id for q in book}


# ------------------------------------------------------------------ what was tried
def test_a_treatment_is_told_with_its_dates_its_score_and_how_often_it_was_noted():
    days = [
        entry(TODAY - dt.timedelta(days=n), medicines=(Medicine(name="naproxen", relief=n),))
        for n in range(3)
    ]
    naproxen = Treatment(
        person_id="p",
        name="Naproxen",
        dose="250 mg",
        started=TODAY - dt.timedelta(days=9),
        helped=2,
    )
    found = sheet.appointment(
        ANN, None, None, days, countries.country("gb"), today=TODAY, treatments=[naproxen]
    )
    assert [(t.what, t.dates, t.result) for t in found.tried] == [
        (
            "Naproxen 250 mg",
            "since 11 Nov",
            "helped 2 of 10; noted 3 times; middle relief 1 of 10, scored 3 times",
        )
    ]
    assert dict(found.health)["Medicines"] == "Naproxen 250 mg"


def test_nothing_tried_is_told_only_where_nothing_else_was_noted():
    assert made(strain(tried="none")).tried[0].result == "nothing tried"
    noted = [entry(TODAY, medicines=(Medicine(name="Ibuprofen"),))]
    assert [t.what for t in made(strain(tried="none"), noted).tried] == ["Ibuprofen"]


def test_a_treatment_that_is_over_is_not_among_the_medicines():
    over = Treatment(person_id="p", name="Naproxen", started=TODAY, ended=TODAY)
    assert sheet_treatments.medicines([over], [], TODAY) == ""
    brace = Treatment(person_id="p", name="Brace", kind="brace", started=TODAY)
    assert sheet_treatments.medicines([brace], [], TODAY) == ""


# ------------------------------------------------------------------ choices
VISITS = [
    Appointment(person_id="p", date=dt.date(2026, 9, 1), done=True),
    Appointment(person_id="p", date=dt.date(2026, 10, 23), with_whom="Dr Old", done=True),
    Appointment(
        person_id="p",
        date=dt.date(2026, 11, 23),
        time=dt.time(10, 20),
        with_whom="Dr Patel",
        questions="Can I drive?\n\n",
    ),
    Appointment(person_id="p", date=dt.date(2026, 12, 23), with_whom="Dr Later"),
]


def chosen(answers: dict | None = None, **choices) -> summary.AppointmentSummary:
    read = questionnaire().read(answers) if answers is not None else None
    days = [entry(TODAY - dt.timedelta(days=n), pain_worst=4, note="bad") for n in range(56)]
    return sheet.appointment(
        ANN,
        read,
        TODAY,
        days,
        countries.country("gb"),
        today=TODAY,
        appointments=VISITS,
        choices=sheet.Choices(**choices),
    )


def test_the_next_visit_is_named_and_the_last_one_that_is_over_is_compared_with():
    page = chosen()
    assert page.seeing == "For Dr Patel, Mon 23 Nov 2026, 10:20"
    assert page.change_heading.endswith("the last visit, 23 Oct")
    assert chosen(compare="weeks").change_heading == "What changed in 4 weeks"


def test_a_person_can_name_somebody_else_or_nobody():
    assert chosen(visit=summary.Visit("Dr Else")).seeing == "For Dr Else"
    assert chosen(visit=summary.Visit()).seeing == ""


def test_the_diary_table_is_there_on_request_only():
    assert chosen().diary == ()
    assert len(chosen(leave_out=frozenset()).diary) == 56


def test_what_the_person_writes_takes_the_place_of_what_the_answers_say():
    page = chosen(strain(), in_short="It hurts.", want="An X-ray.", questions=("Why?",), story="S")
    assert (page.in_short, page.want, page.questions, page.story) == (
        ("It hurts.",),
        "An X-ray.",
        ("Why?",),
        "S",
    )
    assert chosen(strain(), in_short="").in_short == ()


def test_since_when_a_sign_is_there_is_typed_or_its_first_day_in_the_diary():
    days = [entry(TODAY - dt.timedelta(days=n), danger_signs={"g_legs": "yes"}) for n in (2, 3)]
    page = made(strain(), days)
    label, since = page.since[0]
    assert label.startswith("Both legs newly weak")
    assert since == "first noted in my diary on 17 Nov"
    typed = chosen(strain(g_legs="yes"), since={"g_legs": "since noon"}, variant="emergency")
    assert typed.since[0][1] == "since noon"


# ------------------------------------------------------------------ questions
def offered(visit: Appointment | None = None, **answers) -> list[sheet_questions.Question]:
    return list(sheet_questions.offered(questionnaire().read(strain(**answers)), visit))


def test_own_questions_of_the_visit_come_first_and_at_most_three_are_ticked():
    ill = {"cancer": "lung_now", "usual_pain": "new", "night": "most_nights", "duration": "w4_12"}
    found = offered(VISITS[2], **ill)
    assert (found[0].id, found[0].text) == ("own-1", "Can I drive?")
    assert [q.id for q in found if q.ticked] == ["own-1", "mri_spine", "calcium"]


@pytest.mark.parametrize(
    ("change", "id"),
    [
        ({"cancer": "lung_now", "usual_pain": "new"}, "mri_spine"),
        ({"cancer": "lung_now", "usual_pain": "new"}, "calcium"),
        ({"nerve_limb": "numb_one"}, "mri_nerves"),
        ({"duration": "w4_12"}, "tests"),
        ({"night": "most_nights"}, "tonight"),
        ({"tried": "no_help"}, "treatment"),
        ({"smoking": "past", "cough": "over3w"}, "clear_xray"),
    ],
)
def test_a_question_is_ticked_where_an_answer_raises_it_and_not_without(change: dict, id: str):
    assert id in {q.id for q in offered(**change) if q.ticked}
    without = dict.fromkeys(change)
    assert id not in {q.id for q in offered(**without) if q.ticked}


def test_questions_for_people_with_cancer_are_offered_to_them_only():
    theirs = {"genes", "palliative", "could_help", "breathing", "nerve_check"}
    assert theirs <= {q.id for q in offered(cancer="lung_now")}
    assert not theirs & {q.id for q in offered(cancer="none")}
    assert theirs & {q.id for q in offered(cancer=None)}  # unknown is never no


def test_every_offered_question_has_a_source_and_its_words_are_plain():
    for question in offered(cancer="lung_now"):
        assert question.sources, question.id
        for source in question.sources:
            assert sources.source(source)
        assert len(question.text.split()) <= 20
        assert not re.search(r"[<>&+@/]", question.text)


# ------------------------------------------------------------------ screening facts
def test_screening_facts_are_facts_and_only_where_all_are_known():
    smoker = {"age": 61, "smoking": "past", "cigs_a_day": 20, "years_smoked": 30, "quit_years": 5}
    said = " ".join(made(strain(**smoker)).screening)
    assert "Age: 61. Smoking: about 30 pack-years. Years since stopping: 5." in said
    assert "for people without symptoms" in said
    assert made(strain(**smoker | {"cigs_a_day": None})).screening == ()
    assert made(strain(**smoker | {"cancer": "lung_past"})).screening == ()
    assert made(strain(**smoker | {"cancer": None})).screening == ()
