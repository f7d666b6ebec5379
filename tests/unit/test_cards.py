"""The wallet card: what it says agrees with the rules, and it prints on one page."""

import datetime as dt
import json
import re
from functools import cache
from pathlib import Path

import pytest
import textstat

from backwatch import countries, triage, urgency
from backwatch.outputs import cards, papers, pdf
from backwatch.person import Person
from backwatch.questionnaire import questionnaire
from backwatch.sources import sources
from backwatch.urgency import Urgency
from tests.unit import printed

pytestmark = pytest.mark.page

MADE_AT = dt.datetime(2026, 11, 20, 9, 12, tzinfo=dt.UTC)
ANN = Person(id="ann", name="Ann Example", birth_year=1964)
KINDS = ("cancer", "plain")
WORDS = papers.words().cards.kinds
LINES = [
    pytest.param(kind, group.level, line, id=f"{kind}: {line.words}")
    for kind, words in WORDS.items()
    for group in words.groups
    for line in group.lines
    if group.level != "until_seen"
]


@cache
def made(kind, person=ANN, code="gb", paper="a4", doctor=""):
    return cards.card(kind, person, countries.country(code), paper, made_at=MADE_AT, doctor=doctor)


def content(kind, person=ANN, code="gb", **more):
    return cards.content(kind, person, countries.country(code), made_on=MADE_AT.date(), **more)


def judged(answers):
    """The most urgent rule that these answers fulfil: what is open counts for nothing."""
    found = triage.rule_book().assess(questionnaire().read(answers))
    return max((reason.rule.urgency for reason in found.reasons), default=Urgency.SELF_CARE)


@pytest.mark.parametrize(("kind", "level", "line"), LINES)
def test_the_rules_give_each_sign_of_a_card_the_level_it_stands_under(kind, level, line):
    assert line.answers
    assert judged({**WORDS[kind].base, **line.answers}) == Urgency.from_id(level)


@pytest.mark.parametrize("kind", KINDS)
def test_without_any_sign_nobody_on_a_card_would_be_told_to_call_today(kind):
    assert judged(WORDS[kind].base) < Urgency.SAME_DAY


def test_the_card_without_cancer_names_every_danger_sign():
    named = {q for line in WORDS["plain"].groups[0].lines for q in line.answers}
    assert named == set(questionnaire().danger_signs)


def test_the_card_without_cancer_never_mentions_it():
    said = json.dumps(content("plain")).casefold()
    printed_words = " ".join(printed.pages(made("plain"))).casefold()
    for word in ("cancer", "tumour", "tumor", "oncolog", "metasta", "mscc", "chemo"):
        assert word not in said
        assert word not in printed_words


def test_the_card_with_cancer_says_what_to_do_at_once_within_24_hours_and_until_seen():
    headings = [heading for heading, _ in content("cancer")["groups"]]
    assert headings == [
        "At once, call 999 or 112:",
        "Within 24 hours, call my team:",
        "Until seen:",
    ]
    assert "MSCC" in content("cancer")["staff"][1]


def test_lying_still_is_what_the_level_says_too():
    said = " ".join(urgency.levels()[Urgency.EMERGENCY].also)
    assert "lie still" in said
    for kind in KINDS:
        assert "lie still" in content(kind)["groups"][-1][1]


@pytest.mark.parametrize("code", list(countries.countries()))
@pytest.mark.parametrize("kind", KINDS)
def test_the_number_to_call_is_the_countrys_own(kind, code):
    where = countries.country(code)
    given = content(kind, code=code)
    assert given["groups"][0][0] == f"At once, call {where.emergency_text}:"
    # Where no number is known, the line stays empty for the person to write it in.
    assert dict(given["lines"])["Emergency"] == (where.emergency_text if where.emergency else "")


@pytest.mark.parametrize("kind", KINDS)
def test_the_card_and_its_page_say_that_no_clinician_has_approved_them(kind):
    text = " ".join(" ".join(printed.pages(made(kind))).split())
    assert text.count("No clinician has approved it.") == 2  # on each of the two cards
    assert "No clinician has approved these words." in text


@pytest.mark.parametrize("paper", ["a4", "letter"])
@pytest.mark.parametrize("code", ["gb", "other"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_card_is_one_page_whole_grey_and_readable_by_machines(kind, code, paper):
    file = made(kind, code=code, paper=paper)
    given = content(kind, code=code)
    text = printed.squeezed(" ".join(printed.pages(file)))
    assert len(printed.pages(file)) == 1
    assert printed.size_in_mm(file) == {(210, 297) if paper == "a4" else (216, 279)}
    for heading, words in given["groups"]:
        assert text.count(printed.squeezed(heading + words)) == 2
    for words in (given["staff"][1], given["foot"], given["sources"], "Ann Example", "1964"):
        assert printed.squeezed(words) in text
    assert printed.channels(file) == {1}
    assert printed.glyphs_without_shape(file) == 0
    assert printed.structure_faults(file) == []


@pytest.mark.parametrize("code", list(countries.countries()))
@pytest.mark.parametrize("kind", KINDS)
def test_both_faces_have_room_for_the_words_of_every_country(kind, code):
    person = Person(id="x", name="Maximiliana Wolfeschlegelsteinhausenbergerdorff", birth_year=1964)
    assert made(kind, person=person, code=code, doctor="Hillside Surgery, Dr Example-Surname")


def test_a_face_with_too_many_words_is_refused_and_never_cut():
    given = content("cancer")
    given["groups"].append(["Also:", "one more sign; " * 30])
    with pytest.raises(pdf.PdfNotMade):
        pdf.of_template("cards.typ", given, made_at=MADE_AT)


def test_no_name_is_a_line_to_write_on_and_never_the_word_none():
    given = content("plain", Person(id="x"))
    assert dict(given["lines"]) == {
        "Name": "", "Born": "", "Doctor": "", "Next visit": "", "Emergency": "999 or 112",
    }  # fmt: skip
    assert "None" not in " ".join(printed.pages(made("plain", Person(id="x"))))


def test_the_next_visit_and_the_doctor_are_printed_where_they_are_known():
    given = content("plain", doctor="Hillside Surgery", next_visit=dt.date(2026, 11, 23))
    assert dict(given["lines"])["Next visit"] == "23 Nov 2026"
    assert dict(given["lines"])["Doctor"] == "Hillside Surgery"


def test_a_name_as_long_as_a_novel_is_marked_where_it_was_cut():
    name = dict(content("plain", Person(id="x", name="A" * 200))["lines"])["Name"]
    assert name.endswith("…")
    assert len(name) == 44


def test_what_a_person_typed_is_never_read_as_code():
    person = Person(id="x", name='#eval("1+1") $x$ ปวด 😣')
    text = " ".join(printed.pages(made("plain", person)))
    assert "#eval" in text


def test_the_same_card_made_twice_has_the_same_bytes():
    made.cache_clear()
    first = made("cancer")
    made.cache_clear()
    assert made("cancer") == first


def test_a_picture_of_the_card_can_be_shown_before_it_is_printed():
    picture = cards.card("cancer", ANN, countries.country("gb"), made_at=MADE_AT, page=1)
    assert picture.startswith(b"\x89PNG")


def test_a_paper_that_is_neither_a4_nor_letter_is_refused():
    with pytest.raises(ValueError, match="a4 or letter"):
        cards.card("plain", ANN, countries.country("gb"), "a5", made_at=MADE_AT)


def test_every_group_of_a_card_names_sources_that_are_in_the_register():
    for words in WORDS.values():
        for group in words.groups:
            assert group.sources
            assert set(group.sources) <= set(sources())
            assert all(group.sources.values())


def test_the_words_of_the_cards_are_short_plain_and_without_signs_that_are_misread():
    said = []
    for kind in KINDS:
        given = content(kind)
        said += [given["note"], given["cut"], given["who"], given["foot"]]
        said += [line.words for g in WORDS[kind].groups for line in g.lines]
        for words in (*said, *(h for h, _ in given["groups"])):
            assert not re.search(r"[<>&+@/]", words)
            assert all(len(s.split()) <= 20 for s in re.split(r"[.;:]", words))
    assert textstat.flesch_kincaid_grade(". ".join(said)) <= 8


def test_the_templates_reach_for_nothing_outside():
    templates = Path(pdf.__file__).parent / "templates"
    for file in sorted(templates.glob("*.typ")):
        lines = file.read_text(encoding="utf-8").splitlines()
        code = "\n".join(line.split("//")[0] for line in lines)
        assert not re.search(r"@preview|\beval\(|\bread\(|#import|\bplugin\(", code), file.name
