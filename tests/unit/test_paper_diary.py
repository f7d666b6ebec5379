"""The blank paper diary: the same numbers and words as on the screen, on one sheet."""

import datetime as dt
import re
from functools import cache

import pytest
import textstat
from streamlit.testing.v1 import AppTest

from backwatch import countries, diary, triage
from backwatch.diary import Entry
from backwatch.outputs import paper_diary, papers
from backwatch.paths import ROOT
from backwatch.questionnaire import questionnaire
from backwatch.urgency import Urgency
from tests.unit import printed
from ui import diary_form

MADE_AT = dt.datetime(2026, 11, 20, 9, 12, tzinfo=dt.UTC)
ITEMS = papers.words().items


@cache
def made(code="gb", paper="a4", first_day=None):
    where = countries.country(code)
    return paper_diary.paper_diary(where, paper, made_at=MADE_AT, first_day=first_day)


def content(code="gb", **more):
    return paper_diary.content(countries.country(code), **more)


def test_the_items_of_the_paper_are_asked_in_the_same_words_on_the_diary_form(store):
    page = AppTest.from_file(str(ROOT / "pages" / "diary.py"), default_timeout=30).run()
    assert not page.exception
    widgets = ("button_group", "text_area", "text_input", "expander")
    on_screen = {w.label for kind in widgets for w in page.get(kind)}
    on_screen |= {w.proto.label for w in page.get("expandable")}
    missing = [item.title for item in ITEMS if item.title not in on_screen]
    assert missing == []


def test_the_answers_for_the_night_are_those_of_the_diary_form():
    assert papers.words().nights == tuple(diary_form.NIGHTS.values())


def test_the_items_are_numbered_from_one_and_each_is_a_field_of_an_entry():
    assert [item.number for item in ITEMS] == list(range(1, len(ITEMS) + 1))
    assert {item.field for item in ITEMS} <= set(Entry.model_fields)
    assert len({item.field for item in ITEMS}) == len(ITEMS)


def test_a_number_keeps_its_field_for_good():
    """Sheets that people filled in by hand carry these numbers."""
    assert {item.number: item.field for item in ITEMS} == {
        1: "pain_worst", 2: "limits_day", 3: "wakings",
        4: "medicines", 5: "danger_signs", 6: "note",
    }  # fmt: skip
    assert {letter: sign for letter, sign in papers.sign_letters().items()} == {
        "A": "g_breath", "B": "g_chest", "C": "g_blood", "D": "g_saddle", "E": "g_bladder",
        "F": "g_legs", "G": "g_walk", "H": "g_stroke", "I": "g_faint", "J": "g_tear",
        "K": "g_confused", "L": "g_accident",
    }  # fmt: skip


def test_the_head_of_the_sheet_has_number_and_title_of_every_item():
    heads = [title for title, _ in content()["head"]]
    assert heads == ["Day", *(f"{item.number} {item.title}" for item in ITEMS)]
    text = printed.squeezed(" ".join(printed.pages(made())))
    for title in heads:
        assert printed.squeezed(title) in text


def test_every_danger_sign_of_the_diary_stands_on_the_sheet_in_the_words_of_the_check():
    book = questionnaire()
    signs = dict(content()["signs"])
    assert list(signs.values()) == [book[s].label for s in diary.vocabulary().danger_signs]
    text = printed.squeezed(" ".join(printed.pages(made())))
    for letter, label in signs.items():
        assert printed.squeezed(letter + label) in text


def test_what_the_sheet_says_to_do_is_what_the_rules_say():
    def judged(**answers):
        found = triage.rule_book().assess(questionnaire().read({"age": 50, **answers}))
        return max(reason.rule.urgency for reason in found.reasons)

    for sign in diary.vocabulary().danger_signs:
        assert judged(**{sign: "yes"}) == Urgency.EMERGENCY
    assert judged(fever="high") == Urgency.SAME_DAY
    assert judged(blood_streaks="past_week") == Urgency.SAME_DAY
    assert judged(cancer="lung_now", usual_pain="new") == Urgency.SAME_DAY
    assert "999 or 112" in content()["signs_heading"]
    assert "911" in content("us")["signs_heading"]
    assert "your emergency number" in content("other")["signs_heading"]


def test_the_sheet_says_that_an_empty_box_does_not_mean_no():
    text = " ".join(" ".join(printed.pages(made())).split())
    assert "Leave a box empty if you do not know; empty does not mean no." in text
    assert "No clinician has approved these words." in text


def test_there_are_two_weeks_of_empty_rows_and_none_is_filled_in():
    text = " ".join(" ".join(printed.pages(made())).split())
    assert text.count("0 1 2 3 4 5 6 7 8 9 10") == 2 * paper_diary.DAYS
    assert text.count("No Once Twice 3 or more") == paper_diary.DAYS
    assert content()["days"] == [""] * paper_diary.DAYS


def test_dates_are_printed_where_the_first_day_is_known_over_the_end_of_a_month():
    days = content(first_day=dt.date(2026, 11, 23))["days"]
    assert (days[0], days[7], days[8]) == ("Mon 23 Nov", "Mon 30 Nov", "Tue 1 Dec")
    assert "Sun 6 Dec" in " ".join(printed.pages(made(first_day=dt.date(2026, 11, 23))))


@pytest.mark.parametrize("paper", ["a4", "letter"])
@pytest.mark.parametrize("code", ["gb", "other"])
def test_the_diary_is_one_landscape_page_grey_and_readable_by_machines(code, paper):
    file = made(code, paper, dt.date(2026, 9, 21))
    assert len(printed.pages(file)) == 1
    assert printed.size_in_mm(file) == {(297, 210) if paper == "a4" else (279, 216)}
    assert printed.channels(file) == {1}
    assert printed.glyphs_without_shape(file) == 0
    assert printed.structure_faults(file) == []
    given, text = content(code), printed.squeezed(" ".join(printed.pages(file)))
    for words in (given["how"], given["signs_heading"], given["same_day"], *given["foot"]):
        assert printed.squeezed(words) in text


def test_the_words_are_short_plain_and_without_signs_that_are_misread():
    given = content()
    said = [given["how"], given["signs_heading"], given["same_day"], *given["foot"]]
    said += [words for head in given["head"] for words in head if words]
    for words in said:
        assert not re.search(r"[<>&+@/]", words)
        assert all(len(s.split()) <= 20 for s in re.split(r"[.;:?]", words))
    assert textstat.flesch_kincaid_grade(". ".join(said)) <= 8
