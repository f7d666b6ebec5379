"""From a person's records to the appointment summary: which answers and days go on the sheet.

`summary.build` puts them into words; this module only chooses and sorts. What the person chooses
comes in as `Choices`, so that page, command line and tests make one and the same sheet.
"""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Literal

import pandas as pd

from backwatch import (
    __version__,
    diary,
    evidence,
    merging,
    sheet_answers,
    sheet_level,
    sheet_questions,
    sheet_treatments,
    summary,
    triage,
)
from backwatch.countries import Country
from backwatch.diary import Appointment, Entry, TestResult, Treatment
from backwatch.merging import Decision
from backwatch.person import Person
from backwatch.questionnaire import Answers
from backwatch.summary import AppointmentSummary, Health, OwnWords, Part, Variant, Visit
from backwatch.summary_words import answer_words, words
from backwatch.triage import Assessment

RECENT_DAYS = 28  # places and danger signs of these last days of the diary count as of now
_MOST_PLACES = 3

__all__ = ["Choices", "appointment", "day_rows", "last_visit", "next_visit", "starting_words"]


@dataclass(frozen=True)
class Choices:
    """What the person chooses for one sheet. None: as the records have it.

    days: how many days the charts show, 14 to 7,305.
    leave_out: parts that are not printed; the diary table is there on request only.
    compare: since the last appointment that is over, or always the last 4 weeks with the 4 before.
    visit: for whom and when; None is the next appointment of the diary, Visit() is nobody named.
    in_short, story: the opening and the own words; None is made from the answers, "" is nothing.
    questions: the texts to print; None is those that `sheet_questions.offered` ticks beforehand.
    medicines: in the person's words; None is what the diary has.
    since: {danger sign question: since when}, in the person's words.
    The other texts are empty where nothing was told: a line to write on is printed.
    """

    days: int = summary.SHOWN_DAYS
    leave_out: frozenset[Part] = frozenset({"diary"})
    variant: Variant = "normal"
    paper: Literal["a4", "letter"] = "a4"
    compare: Literal["visit", "weeks"] = "visit"
    visit: Visit | None = None
    in_short: str | None = None
    want: str = ""
    questions: tuple[str, ...] | None = None
    story: str | None = None
    medicines: str | None = None
    other_illness: str = ""
    allergies: str = ""
    team: str = ""
    line: str = ""
    contact: str = ""
    since: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


def appointment(
    person: Person,
    answers: Answers | None,
    checked_on: dt.date | None,
    entries: Sequence[Entry],
    country: Country,
    *,
    today: dt.date,
    choices: Choices | None = None,
    treatments: Sequence[Treatment] = (),
    tests: Sequence[TestResult] = (),
    appointments: Sequence[Appointment] = (),
    decided: Sequence[Decision] = (),
) -> AppointmentSummary:
    """Return the sheet for a person's newest check and diary.

    Args:
        answers: of the newest check; None when none was done.
        checked_on: the day that check was finished; None while it is open.
        entries: the whole diary, any order.
        decided: what the person said of the diary's evidence.

    Raises:
        ValueError: a choice is out of range.
    """
    choices = choices or Choices()
    start = starting_words(
        answers, checked_on, entries, today=today, appointments=appointments, decided=decided
    )
    found, noted = None, frozenset[str]()
    if answers is not None:
        answers, found, noted = _with_diary(answers, entries, decided, today)
    known_cancer = answers is not None and triage.rule_book().fact("known_cancer", answers) is True
    before = last_visit(appointments, today) if choices.compare == "visit" else None
    return summary.build(
        today=today,
        emergency_number=country.emergency_text if country.emergency else None,
        version=__version__,
        person=summary.Person(
            name=person.name,
            birth_year=person.birth_year,
            filled_in_by=person.filled_in_by,
            has_or_had_cancer=known_cancer,
        ),
        visit=_visit(choices, appointments, today),
        check=sheet_level.check(found, answers, country, checked_on or today)
        if found and answers is not None
        else None,
        danger=sheet_answers.danger(answers, checked_on, _since(choices, entries, today), noted)
        if answers is not None
        else None,
        answers=_answers(answers, entries, noted, today),
        days=day_rows(entries, today=today),
        tried=sheet_treatments.tried(treatments, entries, answers, today),
        last_visit=before,
        own_words=_own_words(choices, start),
        health=_health(choices, answers, entries, treatments, tests, today),
        screening=sheet_answers.screening(answers) if answers is not None else (),
        sources=sheet_level.cited(found) if found else (),
        shown_days=choices.days,
        leave_out=choices.leave_out,
        variant=choices.variant,
    )


def _with_diary(
    answers: Answers, entries: Sequence[Entry], decided: Sequence[Decision], today: dt.date
) -> tuple[Answers, Assessment, frozenset[str]]:
    """Return the answers with the diary's part, their result, and the questions it answered."""
    both = merging.merged(answers, evidence.from_diary(entries, today), decided, today=today)
    now = both.answers.given
    noted = frozenset(q for q, value in now.items() if answers.given.get(q) != value)
    return both.answers, both.assessment, noted


def next_visit(appointments: Sequence[Appointment], today: dt.date) -> Appointment | None:
    """Return the first appointment that is not over, today or later; None where there is none."""
    coming = [each for each in appointments if not each.done and each.date >= today]
    return min(coming, key=lambda each: (each.date, each.time or dt.time.min), default=None)


def last_visit(appointments: Sequence[Appointment], today: dt.date) -> dt.date | None:
    """Return the day of the last appointment marked as over, before today; None for none."""
    return max(
        (each.date for each in appointments if each.done and each.date < today), default=None
    )


def _visit(choices: Choices, appointments: Sequence[Appointment], today: dt.date) -> Visit:
    if choices.visit is not None:
        return choices.visit
    coming = next_visit(appointments, today)
    return Visit(coming.with_whom, coming.date, coming.time) if coming else Visit()


def starting_words(
    answers: Answers | None,
    checked_on: dt.date | None,
    entries: Sequence[Entry],
    *,
    today: dt.date,
    appointments: Sequence[Appointment] = (),
    decided: Sequence[Decision] = (),
) -> OwnWords:
    """Return what stands in the fields before the person changes anything.

    The opening made from the answers, the questions ticked beforehand, and their own words of the
    check. `want` is theirs alone.
    """
    coming = next_visit(appointments, today)
    if answers is None:
        return OwnWords(questions=sheet_questions.ticked(sheet_questions.offered(None, coming)))
    answers, _, noted = _with_diary(answers, entries, decided, today)
    return OwnWords(
        in_short=sheet_answers.in_short(answers, checked_on or today, today, noted),
        questions=sheet_questions.ticked(sheet_questions.offered(answers, coming)),
        story=str(answers.given.get("own_words", "")),
    )


def _own_words(choices: Choices, start: OwnWords) -> OwnWords:
    return OwnWords(
        in_short=start.in_short if choices.in_short is None else (choices.in_short,),
        want=choices.want,
        questions=start.questions if choices.questions is None else choices.questions,
        story=start.story if choices.story is None else choices.story,
    )


def _since(choices: Choices, entries: Sequence[Entry], today: dt.date) -> list[tuple[str, str]]:
    """Return since when each danger sign is there: as typed, else its first day in the diary."""
    w, first = words(), today - dt.timedelta(days=RECENT_DAYS - 1)
    noted: dict[str, dt.date] = {}
    for entry in sorted(entries, key=lambda each: each.date):
        if first <= entry.date <= today:
            for sign, answer in entry.danger_signs.items():
                if answer == "yes":
                    noted.setdefault(sign, entry.date)
    said = {q: w.emergency["in_diary"].format(day=w.day(day)) for q, day in noted.items()}
    return list({**said, **{q: text for q, text in choices.since.items() if text.strip()}}.items())


def _health(
    choices: Choices,
    answers: Answers | None,
    entries: Sequence[Entry],
    treatments: Sequence[Treatment],
    tests: Sequence[TestResult],
    today: dt.date,
) -> Health:
    cancer, treatment = sheet_answers.cancer(answers) if answers is not None else ("", "")
    found = sheet_treatments.medicines(treatments, entries, today)
    return Health(
        cancer=cancer,
        treatment=treatment,
        other_illness=choices.other_illness,
        medicines=found if choices.medicines is None else choices.medicines,
        allergies=choices.allergies,
        tests=sheet_treatments.tests(tests, today),
        team=choices.team,
        line=choices.line,
        contact=choices.contact,
    )


def _answers(
    answers: Answers | None, entries: Sequence[Entry], noted: Collection[str], today: dt.date
) -> summary.Answers:
    zones = _recent_places(entries, today)
    in_words = _in_words(zones)
    if answers is None:
        return summary.Answers(pain=in_words, zones=zones)
    own = answer_words()
    return summary.Answers(
        pain=[*sheet_answers.rows(answers, own.pain_rows, noted), *in_words],
        background=sheet_answers.rows(answers, own.background_rows, noted),
        not_sure=sheet_answers.not_sure(answers),
        gaps=sheet_answers.missing(answers),
        zones=zones,
    )


def _recent_places(entries: Sequence[Entry], today: dt.date) -> tuple[str, ...]:
    """Return the zones of the last weeks that were named most often, at most three."""
    first = today - dt.timedelta(days=RECENT_DAYS - 1)
    counted: dict[str, int] = {}
    for entry in entries:
        if first <= entry.date <= today:
            for place in entry.places:
                counted[place.place] = counted.get(place.place, 0) + 1
    return tuple(sorted(counted, key=lambda zone: -counted[zone])[:_MOST_PLACES])


def _in_words(zones: Sequence[str]) -> list[tuple[str, str]]:
    """Return the places in words where one is on the front: the drawing shows only the back."""
    if set(zones) <= summary.MAP_ZONES:
        return []
    names = ", ".join(diary.vocabulary().label("zones", zone) for zone in zones)
    return [(words().rows["places"], names)]


def day_rows(entries: Sequence[Entry], *, today: dt.date) -> list[summary.DayRow]:
    """Return one row per day for the sheet; what nobody recorded is None."""
    table = diary.days(entries, last=today)
    notes: dict[dt.date, list[str]] = {}
    for entry in diary.in_order(entries):
        if entry.note:
            notes.setdefault(entry.date, []).append(entry.note)
    medicines = {entry.date for entry in entries if entry.medicines}
    rows: list[dict[str, Any]] = table.to_dict("records")  # type: ignore[assignment]
    found = []
    for row in rows:
        date = row["day"].date()
        found.append(
            summary.DayRow(
                date=date,
                pain_worst=_whole(row["pain_worst"]),
                pain_night=_whole(row["pain_night"]),
                woken=None if pd.isna(row["woken"]) else bool(row["woken"]),
                limits_day=_whole(row["limits_day"]),
                recorded=bool(row["entries"] > 0),
                note="; ".join(notes.get(date, [])),
                wakings=_whole(row["wakings"]),
                medicine=date in medicines,
            )
        )
    return found


def _whole(value: Any) -> int | None:
    return None if pd.isna(value) else int(value)
