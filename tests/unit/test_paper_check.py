"""The check on paper: every danger sign with what to do, every question with its number."""

import datetime as dt
import re
from functools import cache

import pytest
import textstat

from backwatch import countries, triage, urgency
from backwatch.outputs import paper_check, papers
from backwatch.questionnaire import questionnaire
from backwatch.urgency import Urgency
from tests.unit import printed

pytestmark = pytest.mark.page

MADE_AT = dt.datetime(2026, 11, 20, 9, 12, tzinfo=dt.UTC)
BOOK = questionnaire()
ASKED = [q.id for q in BOOK if not q.no_screen]


@cache
def made(code="gb", paper="a4"):
    return paper_check.paper_check(countries.country(code), paper, made_at=MADE_AT)


def content(code="gb"):
    return paper_check.content(countries.country(code))


def questions(code="gb"):
    return [q for step in content(code)["steps"] for q in step["questions"]]


def test_every_question_that_a_screen_asks_is_on_paper_once_with_a_number_of_its_own():
    numbers = paper_check.numbers()
    assert set(numbers) == set(ASKED)
    assert sorted(numbers.values()) == list(range(1, len(ASKED) + 1))
    printed_numbers = [number for number, *_ in content()["danger"]]
    printed_numbers += [q["number"] for q in questions()]
    assert printed_numbers == sorted(numbers.values())


def test_a_question_that_some_people_meet_earlier_stands_where_everybody_finds_it():
    titles = [step["title"] for step in content()["steps"]]
    assert titles == [step.title for step in BOOK.steps[1:] if step.show_if is None]
    numbers = paper_check.numbers()
    assert numbers["spread"] < numbers["nerve_limb"] < numbers["cough"]
    assert numbers["duration"] < numbers["usual_pain"] < numbers["trend"]


def test_the_danger_signs_come_first_with_all_their_words():
    first = BOOK.steps[0].all_questions
    assert [number for number, *_ in content()["danger"]] == list(range(1, len(first) + 1))
    page = printed.squeezed(printed.pages(made())[0])
    for sign in first:
        number = paper_check.numbers()[sign]
        assert printed.squeezed(f"{number}{BOOK[sign].text}{BOOK[sign].help}") in page
    assert {BOOK.whole(sign) for sign in first} == set(BOOK.danger_signs)


def test_page_one_says_what_to_do_in_the_words_of_the_levels():
    page = printed.squeezed(printed.pages(made())[0])
    for level, key in ((Urgency.EMERGENCY, "yes"), (Urgency.SAME_DAY, "unsure")):
        said = urgency.levels()[level]
        action = urgency.fill(said.action, countries.country("gb"))
        assert content()[key][2:] == [said.title, action]
        assert printed.squeezed(said.title + action) in page


@pytest.mark.parametrize("sign", BOOK.steps[0].all_questions)
def test_a_yes_is_an_emergency_and_not_sure_is_today_as_the_paper_says(sign):
    def judged(answer):
        return triage.rule_book().assess(BOOK.read({"age": 50, sign: answer})).level

    assert judged("yes") == Urgency.EMERGENCY
    assert judged("not_sure") >= Urgency.SAME_DAY


def test_a_question_for_some_people_only_says_for_whom_by_number():
    only = papers.words().check.only_if
    assert set(only) == {q.id for q in BOOK if q.show_if is not None and not q.no_screen}
    for question in questions():
        id = next(q for q, n in paper_check.numbers().items() if n == question["number"])
        if id not in only:
            assert question["only"] == ""
            continue
        named = {int(n) for n in re.findall(r"[0-9]+", only[id].format(**paper_check.numbers()))}
        rests_on = {paper_check.numbers()[q] for q in BOOK.shown_if(id).questions()}
        assert rests_on <= named, id  # "3 months" is a number too


def test_every_answer_of_the_screen_can_be_given_on_paper_and_not_sure_too():
    by_number = {q["number"]: q for q in questions()}
    for id, number in paper_check.numbers().items():
        if number not in by_number:
            continue
        question, given = BOOK[id], by_number[number]
        options = [words for group in given["options"] for words in group]
        current = [w for o, w in question.choices.items() if o not in question.old]
        if question.type in ("single", "multi", "yes_no_unsure"):
            assert [words for words in options if words in current] == current
            assert any("not sure" in words.casefold() for words in options)
    assert any(q["kind"] == "score" for q in questions())
    scores = [q["options"] for q in questions() if q["kind"] == "score"]
    assert all(options == [str(n) for n in range(11)] for options in scores)


def test_nothing_is_lost_on_the_way_to_paper():
    text = printed.squeezed(" ".join(printed.pages(made())))
    for question in questions():
        assert printed.squeezed(question["text"]) in text
        assert printed.squeezed(question["help"]) in text
        assert printed.squeezed(question["only"]) in text
        if question["kind"] == "ticks":
            for group in question["options"]:
                for words in group:
                    assert printed.squeezed(words) in text


def test_the_paper_gives_no_level_and_says_that_empty_does_not_mean_no():
    pages = [" ".join(page.split()) for page in printed.pages(made())]
    assert "empty does not mean no" in pages[0]
    assert "Paper cannot give a level." in pages[0]
    assert all("No clinician has approved these words." in page for page in pages)
    assert not any(level.title in page for level in _calm_levels() for page in pages)


def _calm_levels():
    return [urgency.levels()[u] for u in Urgency if u < Urgency.SAME_DAY]


def test_somebody_with_cancer_finds_their_own_signs_on_page_one():
    page = printed.squeezed(printed.pages(made())[0])
    for group in papers.words().cards.kinds["cancer"].groups:
        for line in group.lines:
            assert printed.squeezed(line.words) in page


@pytest.mark.parametrize("paper", ["a4", "letter"])
@pytest.mark.parametrize("code", ["gb", "es"])
def test_the_paper_is_five_pages_grey_and_readable_by_machines(code, paper):
    file = made(code, paper)
    pages = printed.pages(file)
    assert len(pages) == 5
    assert "Page 5 of 5" in " ".join(pages[4].split())
    last_sign = printed.squeezed(BOOK[BOOK.steps[0].all_questions[-1]].text)
    assert last_sign in printed.squeezed(pages[0])
    assert printed.squeezed(content(code)["after"]) in printed.squeezed(pages[0])
    assert printed.channels(file) == {1}
    assert printed.glyphs_without_shape(file) == 0
    assert printed.structure_faults(file) == []


def test_the_words_of_our_own_are_short_and_plain():
    w = papers.words().check
    said = [w.how, w.yes_lead, w.unsure_lead, w.after.format(doctor="doctor"), w.cancer_heading]
    said += [words.format(**paper_check.numbers()) for words in w.only_if.values()]
    for words in said:
        assert not re.search(r"[<>&+@/]", words)
        assert all(len(s.split()) <= 20 for s in re.split(r"[.;:?]", words))
    assert textstat.flesch_kincaid_grade(" ".join(said)) <= 8
