"""From a person's records to the appointment summary: which answers and days go on the sheet.

`summary.build` puts them into words; this module only chooses and sorts.
"""

import datetime as dt
from collections.abc import Sequence
from typing import Any

import pandas as pd

from backwatch import (
    __version__,
    diary,
    evidence,
    merging,
    remarks,
    smoking,
    sources,
    summary,
    triage,
    urgency,
)
from backwatch.conditions import NOT_SURE
from backwatch.countries import Country
from backwatch.diary import Entry
from backwatch.merging import Decision
from backwatch.person import Person
from backwatch.questionnaire import NONE, Answers, questionnaire
from backwatch.summary import AppointmentSummary
from backwatch.triage import Assessment

# Which part of the sheet shows the answers of which section of the check. s1, the danger signs,
# have their own block.
_PARTS = {"background": ("s2",), "pain": ("s3",), "signs": ("s4", "s5")}
_NO = {"no", NONE, "never"}
RECENT_DAYS = 28  # places of these days are drawn on the back


def appointment(
    person: Person,
    answers: Answers | None,
    checked_on: dt.date | None,
    entries: Sequence[Entry],
    country: Country,
    *,
    today: dt.date,
    shown_days: int = summary.SHOWN_DAYS,
    own_words: summary.OwnWords | None = None,
    decided: Sequence[Decision] = (),
) -> AppointmentSummary:
    """Return the sheet for a person's newest check and diary.

    Args:
        answers: of the newest check; None when none was done.
        checked_on: the day that check was finished; None while it is open.
        entries: the whole diary, any order.
        shown_days: how many days the charts show, 14 to 70.
        decided: what the person said of the diary's evidence.
    """
    found = None
    if answers is not None:
        both = merging.merged(answers, evidence.from_diary(entries, today), decided, today=today)
        answers, found = both.answers, both.assessment
    known_cancer = answers is not None and triage.rule_book().fact("known_cancer", answers) is True
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
        check=_check(found, answers, known_cancer, country, checked_on or today)
        if found and answers is not None
        else None,
        danger=_danger(answers, checked_on) if answers is not None else None,
        answers=_answers(answers, entries, today),
        days=day_rows(entries, today=today),
        own_words=own_words or _own_words(answers),
        sources=_cited(found) if found else (),
        shown_days=shown_days,
    )


def _own_words(answers: Answers | None) -> summary.OwnWords:
    """Return what the person wrote in the check, and the questions that their answers raise."""
    if answers is None:
        return summary.OwnWords()
    return summary.OwnWords(
        in_short=_in_short(answers),
        questions=tuple(r.ask for r in remarks.remarks("note", answers) if r.ask),
        story=str(answers.given.get("own_words", "")),
    )


def _check(
    found: Assessment, answers: Answers, known_cancer: bool, country: Country, checked_on: dt.date
) -> summary.Check:
    if found.level is None:
        return summary.Check(rank=None, status=found.status, rules_version=found.rules_version)
    level = urgency.levels()[found.level]
    action = level.action_cancer if known_cancer else level.action
    top = [r for r in found.reasons if r.rule.urgency == found.level]
    from_on = found.counts_from(checked_on)
    open_rules = [o for o in found.open if o.counts and o.rule.urgency.one_below() == found.level]
    book = questionnaire()
    return summary.Check(
        rank=int(found.level),
        title=level.title,
        action=urgency.fill(action, country),
        status="incomplete" if found.at_least else "complete",
        reasons=[
            summary.Reason(
                title=reason.rule.title,
                why=reason.rule.why,
                answers=[
                    book[q].said(value) + _noted(reason.from_diary.get(q, ()))
                    for q, value in reason.answers.items()
                ],
                sources=[sources.sources()[s].short for s in reason.rule.sources],
            )
            for reason in top
        ]
        + [
            summary.Reason(
                title=f"Not ruled out: {each.rule.title}",
                why=each.rule.why,
                answers=[book[q].said(answers.given.get(q)) for q in each.ask],
                sources=[sources.sources()[s].short for s in each.rule.sources],
            )
            for each in ([] if top else open_rules)
        ],
        made_on=checked_on,
        also=[reason.rule.title for reason in found.reasons if reason not in top],
        safety_net=level.recheck_on(from_on),
        rules_version=found.rules_version,
    )


def _noted(days: Sequence[dt.date]) -> str:
    """Return that an answer comes from the diary, and its last day; nothing for a typed one."""
    return f" (from the diary, {days[-1].day} {days[-1]:%B})" if days else ""


def _danger(answers: Answers, checked_on: dt.date | None) -> summary.DangerSigns:
    book = questionnaire()
    signs = book.as_asked(book.steps[0].all_questions, answers)

    def labels(value: str | None) -> list[str]:
        return [book[q].label for q in signs if answers.given.get(q) == value]

    return summary.DangerSigns(
        yes=labels("yes"),
        not_sure=labels(NOT_SURE),
        no=labels("no"),
        not_asked=labels(None),
        asked_on=checked_on,
    )


def _is_no(value: object) -> bool:
    return value in _NO or value == (NONE,)


def _answers(answers: Answers | None, entries: Sequence[Entry], today: dt.date) -> summary.Answers:
    zones = _recent_places(entries, today)
    in_words = _in_words(zones)
    if answers is None:
        return summary.Answers(pain=in_words, zones=zones)
    rows: dict[str, list[tuple[str, str]]] = {}
    gaps: list[str] = []
    for part, sections in _PARTS.items():
        shown: list[tuple[str, str]] = []
        negative: list[str] = []
        for question in answers.questionnaire:
            if question.section not in sections or not answers.applies(question.id):
                continue
            if question.id == "pack_years":
                if found := smoking.pack_years(answers):
                    shown.append((question.label, f"{found.value:.3g}"))
                continue
            value = answers.given.get(question.id)
            if value is None or value in (NOT_SURE, (NOT_SURE,), "skip"):
                if not question.optional:
                    gaps.append(question.label)
            elif _is_no(value) and "," not in question.words(value):  # "No, or my usual cough"
                negative.append(question.label)
            else:
                shown.append((question.label, question.words(value)))
        if negative:
            shown.append(("Answered no", "; ".join(negative)))
        rows[part] = shown
    return summary.Answers(
        pain=[*rows["pain"], *in_words],
        background=rows["background"],
        signs=rows["signs"],
        gaps=gaps,
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
    return tuple(sorted(counted, key=lambda zone: -counted[zone])[:3])


def _in_words(zones: Sequence[str]) -> list[tuple[str, str]]:
    """Return the places in words where one is on the front: the drawing shows only the back."""
    if set(zones) <= summary.MAP_ZONES:
        return []
    words = diary.vocabulary()
    return [("Places in the diary", ", ".join(words.label("zones", zone) for zone in zones))]


def _in_short(answers: Answers | None) -> tuple[str, ...]:
    """Return the sentences at the top: what was answered, without the noes."""
    if answers is None:
        return ()
    sentences = []
    for sentence in answers.questionnaire.in_short:
        words = [w for w in (_in_few_words(answers, q) for q in sentence.questions) if w]
        if words:
            sentences.append(f"{sentence.label}: {'; '.join(words)}.")
    return tuple(sentences)


def _in_few_words(answers: Answers, question_id: str) -> str:
    question, value = answers.questionnaire[question_id], answers.given.get(question_id)
    unknown = value in (None, NOT_SURE, (NOT_SURE,), "skip")
    if unknown or _is_no(value) or not answers.applies(question_id):
        return ""
    words = question.words(value)
    # "62" and "Yes, in the last 7 days" mean nothing without their question.
    bare = isinstance(value, (int, float)) or words.startswith("Yes")
    return question.said(value) if bare else words


def _cited(found: Assessment) -> list[tuple[str, str]]:
    """Return (short name, where to find it) of each source of the rules that gave the level."""
    named = {
        source: None
        for reason in found.reasons
        for source in reason.rule.sources
        if reason.rule.urgency == found.level
    }
    register = sources.sources()
    return [(register[one].short, _where(register[one])) for one in named]


def _where(source: sources.Source) -> str:
    parts = (source.title, source.publisher, source.dated, source.url)
    return ". ".join(part for part in parts if part)


def day_rows(entries: Sequence[Entry], *, today: dt.date) -> list[summary.DayRow]:
    """Return one row per day for the sheet; what nobody recorded is None."""
    table = diary.days(entries, last=today)
    notes: dict[dt.date, list[str]] = {}
    for entry in diary.in_order(entries):
        if entry.note:
            notes.setdefault(entry.date, []).append(entry.note)
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
            )
        )
    return found


def _whole(value: Any) -> int | None:
    return None if pd.isna(value) else int(value)
