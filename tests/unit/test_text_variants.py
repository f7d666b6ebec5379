"""The summary as text: whole, and short enough for a message or one field of a form."""

import dataclasses
import datetime as dt
import random
import re
from functools import cache

import pytest

from backwatch import countries, sheet
from backwatch.diary import Entry
from backwatch.outputs import papers, text
from backwatch.outputs.short_text import short
from backwatch.person import Person
from backwatch.questionnaire import questionnaire
from tests import people_set

TODAY = dt.date(2026, 11, 20)
MADE_AT = dt.datetime(2026, 11, 20, 9, 12, tzinfo=dt.UTC)
ANN = Person(id="ann", name="Ann Example", birth_year=1964)
EVERYBODY = people_set.people()
SAMPLE = EVERYBODY[::14]
MOST = papers.words().short.most


def entry(days_ago, **values):
    day = TODAY - dt.timedelta(days=days_ago)
    at = dt.datetime.combine(day, dt.time(20), dt.UTC)
    return Entry(person_id="ann", date=day, recorded_at=at, **values)


def worse():
    """Eight weeks of a diary: 3 at first, 6 in the last four weeks, one of them a 0."""
    return [
        entry(n, pain_worst=0 if n == 9 else 6 if n < 28 else 3, wakings=int(n % 3 == 0))
        for n in range(56)
    ]


def summary(answers=None, entries=(), person=ANN):
    given = questionnaire().read(answers) if answers is not None else None
    where = countries.country("gb")
    return sheet.appointment(
        person, given, TODAY if answers else None, list(entries), where, today=TODAY
    )


@cache
def by_id(id):
    return summary(next(each.answers for each in EVERYBODY if each.id == id))


def of(person):
    return by_id(person.id)


def flat(words):
    return " ".join(words.split())


@pytest.mark.parametrize("person", SAMPLE, ids=lambda person: person.id)
def test_the_short_text_of_everybody_fits_a_message_and_keeps_what_matters(person):
    whole = of(person)
    said = short(whole)
    assert len(said) <= MOST
    assert max(map(len, said.splitlines())) <= text.COLUMNS
    told = flat(said)
    assert whole.level.title in told
    assert whole.level.action in told
    for name, _, signs in whole.danger:
        for sign in signs:
            if name in ("yes", "not_sure"):
                assert sign in told
    assert "This page is not a diagnosis." in told
    assert "No clinician has reviewed these rules yet." in told


@pytest.mark.proof
@pytest.mark.parametrize("person", EVERYBODY, ids=lambda person: person.id)
def test_the_short_text_fits_for_each_and_every_person(person):
    test_the_short_text_of_everybody_fits_a_message_and_keeps_what_matters(person)


def test_all_danger_signs_at_once_are_named_and_still_fit():
    signs = questionnaire().steps[0].all_questions
    yes = short(summary({"age": 50, **dict.fromkeys(signs, "yes")}))
    unsure = short(summary({"age": 50, **dict.fromkeys(signs, "not_sure")}))
    for said, label in ((yes, "Yes:"), (unsure, "Not sure:")):
        assert len(said) <= MOST
        listed = flat(said).split(label)[1].split(".")[0]
        assert len(listed.split(";")) == len(signs)


def test_a_danger_sign_that_was_not_asked_is_not_called_no_or_none():
    said = flat(short(summary({"age": 50, "g_legs": "no"})))
    assert re.search(r"Yes: none\. Not sure: none\. Not asked: ([0-9]+) of ([0-9]+)\.", said)
    asked = {"age": 50, **dict.fromkeys(questionnaire().steps[0].all_questions, "no")}
    assert "Not asked" not in short(summary(asked))


def test_without_a_check_the_short_text_says_so_and_names_no_level():
    said = flat(short(summary()))
    assert "No check has been done yet." in said
    assert "level 1" not in said
    assert "They have not been asked about yet." in said


def test_what_changed_stands_in_the_short_text_with_both_sides():
    said = flat(short(summary({"age": 50, "duration": "w4_12"}, worse())))
    assert "3" in said
    assert re.search(r"Worst pain, middle value: 3 \(.*before\), 6 \(.*\), more", said)


def test_zero_is_printed_and_a_missing_day_is_not_a_zero():
    zero = short(summary({"age": 50}, [entry(n, pain_worst=0) for n in range(56)]))
    assert "Worst pain, middle value: 0 " in flat(zero)
    few = flat(short(summary({"age": 50}, [entry(1, pain_worst=5)])))
    assert "middle value: 0" not in few


def test_what_is_left_out_is_counted_and_the_least_important_goes_first():
    person = next(p for p in EVERYBODY if "more in the full text." in short(of(p)))
    said = short(of(person))
    count = int(re.search(r"([0-9]+) more in the full text\.", said)[1])
    assert count >= 1
    assert of(person).level.calm not in flat(said)
    smaller = flat(short(of(person), most=700))
    assert of(person).level.title in smaller
    assert int(re.search(r"([0-9]+) more in the full text\.", smaller)[1]) > count


def test_nothing_is_said_to_be_left_out_where_nothing_is():
    said = short(of(next(p for p in EVERYBODY if p.id == "legs-then-stopped")))
    assert "more in the full text" not in said


@pytest.mark.parametrize("seed", range(12))
def test_no_flood_of_words_makes_the_short_text_too_long(seed):
    chance = random.Random(seed)  # noqa: S311 (the same floods every time)

    def flood(count, letters):
        return tuple("".join(chance.choices("abc de", k=letters)) for _ in range(count))

    whole = dataclasses.replace(
        of(EVERYBODY[seed]),
        name="N" * 200,
        in_short=flood(20, 150),
        questions=flood(30, 300),
        want="w" * 3000,
        filled_in="Filled in by " + "x" * 500,
    )
    said = short(whole)
    assert len(said) <= MOST
    assert whole.level.title in flat(said)


@pytest.mark.parametrize("form", [short, lambda s: text.text(s, made_at=MADE_AT)])
def test_our_own_words_have_no_signs_that_a_screen_reader_spells_out(form):
    said = form(summary({"age": 50, "g_legs": "not_sure", "night": "no_sleep"}, worse()))
    signs = sorted(set(re.findall(r"[^\w\s.,;:?!()’“”'-]", said)))
    assert signs in ([], ["&"])  # "&" only where a source is called so
    assert "_" not in said
    assert not re.search(r"^ *- ", said, re.MULTILINE)


def test_letters_that_no_font_has_stay_and_those_that_turn_text_round_go():
    whole = dataclasses.replace(of(SAMPLE[0]), want="ปวดหลัง\u202e มาก 😣", name="Ann\u200b\x00")
    said = short(whole)
    assert "ปวดหลัง มาก 😣" in said
    assert not any(sign in said for sign in "\u202e\u200b\x00")


def test_the_whole_text_holds_every_line_of_the_short_one():
    whole = of(EVERYBODY[0])
    told = flat(text.text(whole, made_at=MADE_AT)).casefold()
    for block in (whole.level.title, whole.level.action, *whole.in_short, *whole.questions):
        assert block.casefold() in told
