"""What the diary says about questions of the check, and how that enters the same rules.

It can only raise a result: backwatch/merging.py has the law. Thresholds, windows and words are in
rules/evidence.yaml; what a choice of the diary means is in rules/diary.yaml.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from types import MappingProxyType
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from backwatch import diary, paths, yaml_files
from backwatch.conditions import NOT_SURE
from backwatch.diary import Entry, Treatment
from backwatch.questionnaire import NONE, questionnaire

_FROZEN = ConfigDict(frozen=True, extra="forbid")


class _Block(BaseModel):
    """What every kind of evidence states: who says it, and what is our choice."""

    model_config = _FROZEN
    sources: dict[str, str] = Field(min_length=1)
    why: str


class _Night(_Block):
    question: str
    answer: str
    last_nights: int
    woken_nights: int
    max_age_days: int
    say: str


class _Trend(_Block):
    question: str
    answer: str
    verdicts: tuple[str, ...]
    max_age_days: int
    say: str


class _Severity(_Block):
    question: str
    max_age_days: int
    say: str


class _Tried(_Block):
    question: str
    answer: str
    weeks_question: str
    weeks: dict[str, int]
    no_pain_treatment: tuple[str, ...]
    helped_at_most: int
    treatment_days: int
    treatment_max_age_days: int
    relief_at_most: int
    medicine_days: int
    medicine_max_age_days: int
    medicine_gap_days: int
    say_treatment: str
    say_medicine: str


class _DangerSigns(_Block):
    max_age_days: int
    say_yes: str
    say_not_sure: str


class _Choices(_Block):
    fields: tuple[Literal["symptoms", "spread", "worse_with", "eased_by"], ...]
    max_age_days: int
    say: str


class _Ask(BaseModel):
    model_config = _FROZEN
    again_after_days: int
    stronger_by: dict[str, int]
    why: str


class _Weeks(BaseModel):
    model_config = _FROZEN
    one: str
    more: str


class Settings(BaseModel):
    """What rules/evidence.yaml says."""

    model_config = _FROZEN
    schema_version: Literal[1]
    night: _Night
    trend: _Trend
    severity: _Severity
    tried: _Tried
    danger_signs: _DangerSigns
    choices: _Choices
    never: dict[str, tuple[str, ...]]
    order: dict[str, tuple[str, ...]]
    ask: _Ask
    weeks: _Weeks


@cache
def settings() -> Settings:
    """Return rules/evidence.yaml, read once. Raises DataFileError where it is wrong."""
    return yaml_files.read_as(Settings, paths.RULES / "evidence.yaml")


def rank(question: str, answer: object) -> int | None:
    """Return how far up an answer stands among those of a question with one answer.

    0 is the least worrying. None for an answer without a place in the order, as "not sure" mostly
    is, and for a question without an order.
    """
    if questionnaire()[question].type == "yes_no_unsure":
        order: Sequence[object] = ("no", NOT_SURE, "yes")
    else:
        order = settings().order.get(question, ())
    return order.index(answer) if answer in order else None


@dataclass(frozen=True)
class Evidence:
    """One thing that the diary says about one question of the check.

    id: the question, or question:option where a question takes several options. answer: an option,
    or a number. days: the days it rests on, in order. sentence: what the person reads. fields: the
    fields of an entry (or of a treatment) it comes from. strength: grows with what was noted, and
    compares only items of one id. also: answers that belong to it, such as for how long. each_day:
    each of its days says it alone, such as a ticked sign.
    """

    id: str
    question: str
    answer: str | int
    days: tuple[dt.date, ...]
    sentence: str
    fields: tuple[str, ...]
    strength: int = 1
    also: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    each_day: bool = False


def from_diary(
    entries: Iterable[Entry], today: dt.date, treatments: Iterable[Treatment] = ()
) -> tuple[Evidence, ...]:
    """Return what the diary says about the check on the day `today`, in the order of the questions.

    Entries after `today` are not looked at; what nobody recorded says nothing; nothing reassuring
    is ever returned. One id can be there more than once, the strongest first: the weaker ones stand
    in where the person declines the strongest (`merging.standing`).
    """
    seen = diary.in_order(e for e in entries if e.date <= today)
    found = [
        *_night(seen, today),
        *_trend(seen, today),
        *_severity(seen, today),
        *_tried(seen, today, treatments),
        *_danger_signs(seen, today),
        *_choices(seen, today),
    ]
    place = {question.id: number for number, question in enumerate(questionnaire())}
    return tuple(sorted(found, key=lambda item: (place[item.question], item.id, -item.strength)))


def _recent(entries: Sequence[Entry], today: dt.date, max_age_days: int) -> list[Entry]:
    return [e for e in entries if (today - e.date).days <= max_age_days]


def _night(entries: Sequence[Entry], today: dt.date) -> Iterator[Evidence]:
    rule = settings().night
    wakings: dict[dt.date, int] = {}
    for entry in _recent(entries, today, rule.max_age_days):
        if entry.wakings is not None:
            wakings[entry.date] = max(entry.wakings, wakings.get(entry.date, 0))
    last = sorted(wakings)[-rule.last_nights :]
    woken = tuple(day for day in last if wakings[day] >= 1)
    if len(woken) >= rule.woken_nights:
        sentence = rule.say.format(woken=len(woken), nights=len(last))
        yield Evidence(
            rule.question, rule.question, rule.answer, woken, sentence, ("wakings",), len(woken)
        )


def _trend(entries: Sequence[Entry], today: dt.date) -> Iterator[Evidence]:
    from backwatch import trend_rules, trends

    rule = settings().trend
    limits = trend_rules.settings()
    scored = {s: {e.date for e in entries if getattr(e, s) is not None} for s in diary.PAIN_SERIES}
    window = _days_ago(today, limits.window_days)
    if sum(day > window for day in set().union(*scored.values())) < limits.least_entries:
        return  # and pandas need not be loaded
    # The one series is that of the whole diary; of its days only those that count are made a table.
    series = max(diary.PAIN_SERIES, key=lambda name: len(scored[name]))
    frame = diary.days([e for e in entries if e.date > window])
    trend = trends.pain_trend(frame, today, series)
    if trend.verdict not in rule.verdicts or trend.since is None:
        return
    recorded = frame["day"][frame[trend.series].notna()].dt.date
    days = tuple(day for day in recorded if day > trend.since)
    if (today - days[-1]).days <= rule.max_age_days:
        sentence = rule.say.format(
            weeks=_weeks((days[-1] - trend.since).days),
        )
        yield Evidence(rule.question, rule.question, rule.answer, days, sentence, (trend.series,))


def _days_ago(today: dt.date, days: int) -> dt.date:
    return dt.date.fromordinal(max(1, today.toordinal() - days))


def _weeks(days: int) -> str:
    words = settings().weeks
    n = max(1, round(days / 7))
    return words.one if n == 1 else words.more.format(n=n)


def _severity(entries: Sequence[Entry], today: dt.date) -> Iterator[Evidence]:
    rule = settings().severity
    worst: dict[dt.date, tuple[int, str]] = {}  # a day's highest score, and the field it stands in
    for entry in _recent(entries, today, rule.max_age_days):
        for name, score in _scores(entry):
            if entry.date not in worst or score > worst[entry.date][0]:
                worst[entry.date] = (score, name)
    by_score: dict[int, list[dt.date]] = defaultdict(list)
    for day, (score, _) in worst.items():
        by_score[score].append(day)
    for score, days in by_score.items():
        yield Evidence(
            rule.question,
            rule.question,
            score,
            tuple(sorted(days)),
            rule.say.format(days=rule.max_age_days, score=score),
            tuple(sorted({worst[day][1] for day in days})),
            score,
            each_day=True,
        )


def _scores(entry: Entry) -> Iterator[tuple[str, int]]:
    for name in ("pain_now", "pain_worst", "pain_average", "pain_least", "pain_night"):
        score = getattr(entry, name)
        if score is not None:
            yield name, score
    for place in entry.places:
        if place.score is not None:
            yield "places", place.score


def _tried(
    entries: Sequence[Entry], today: dt.date, treatments: Iterable[Treatment]
) -> Iterator[Evidence]:
    rule = settings().tried
    rated = [t for t in treatments if _counts_now(t, today)]
    reliefs = _reliefs(_recent(entries, today, rule.medicine_max_age_days))
    eased = any(max(each) > rule.relief_at_most for each in reliefs.values())
    if eased or any(t.helped is not None and t.helped > rule.helped_at_most for t in rated):
        return  # something did help: not clearly so
    if len(reliefs) >= rule.medicine_days:
        days = _trial(_reliefs(entries), today)
        sentence = rule.say_medicine.format(
            count=len(days), weeks=_weeks((days[-1] - days[0]).days)
        )
        yield _no_help(days, (days[-1] - days[0]).days, sentence, ("medicines",))
    for treatment in rated:
        if treatment.helped is None or treatment.started is None:
            continue
        end = min(treatment.ended or today, today)
        used = (end - treatment.started).days
        if used >= rule.treatment_days:
            sentence = rule.say_treatment.format(weeks=_weeks(used))
            yield _no_help((treatment.started, end), used, sentence, ("helped",))


def _no_help(
    days: tuple[dt.date, ...], used: int, sentence: str, fields: tuple[str, ...]
) -> Evidence:
    rule = settings().tried
    reached = [option for option, least in rule.weeks.items() if used >= least]
    return Evidence(
        rule.question,
        rule.question,
        rule.answer,
        days,
        sentence,
        fields,
        len(reached),
        also={rule.weeks_question: reached[-1]},
    )


def _counts_now(treatment: Treatment, today: dt.date) -> bool:
    rule = settings().tried
    if treatment.kind in rule.no_pain_treatment or treatment.helped is None:
        return False
    if treatment.started and treatment.started > today:
        return False
    end = treatment.ended or today
    return (today - end).days <= rule.treatment_max_age_days


def _reliefs(entries: Iterable[Entry]) -> dict[dt.date, list[int]]:
    """Return the recorded reliefs of each day; a medicine without one says nothing."""
    found: dict[dt.date, list[int]] = defaultdict(list)
    for entry in entries:
        for medicine in entry.medicines:
            if medicine.relief is not None:
                found[entry.date].append(medicine.relief)
    return found


def _trial(reliefs: Mapping[dt.date, list[int]], today: dt.date) -> tuple[dt.date, ...]:
    """Return the days of the last unbroken run in which no medicine gave relief."""
    rule = settings().tried
    days = sorted(reliefs)
    run = days[-1:]
    for later, day in pairwise(reversed(days)):
        broken = (later - day).days > rule.medicine_gap_days
        if broken or max(reliefs[day]) > rule.relief_at_most:
            break
        run.append(day)
    return tuple(sorted(run))


def _danger_signs(entries: Sequence[Entry], today: dt.date) -> Iterator[Evidence]:
    rule = settings().danger_signs
    days: dict[tuple[str, str], set[dt.date]] = defaultdict(set)
    for entry in _recent(entries, today, rule.max_age_days):
        for sign, said in entry.danger_signs.items():
            days[sign, said].add(entry.date)
    for answer, words in (("yes", rule.say_yes), (NOT_SURE, rule.say_not_sure)):
        for sign in diary.vocabulary().danger_signs:
            if (sign, answer) in days:
                sentence = words.format(
                    days=rule.max_age_days, label=_inside(questionnaire()[sign].label)
                )
                yield _ticked(sign, answer, days[sign, answer], sentence, {"danger_signs"})


def _inside(label: str) -> str:
    """Return a label as it stands inside a sentence."""
    return label[0].lower() + label[1:]


def _choices(entries: Sequence[Entry], today: dt.date) -> Iterator[Evidence]:
    rule = settings().choices
    days: dict[tuple[str, str], set[dt.date]] = defaultdict(set)
    fields: dict[tuple[str, str], set[str]] = defaultdict(set)
    labels: dict[tuple[str, str], str] = {}
    recent = _recent(entries, today, rule.max_age_days)
    for name in rule.fields:
        for choice in getattr(diary.vocabulary(), name):
            means = choice.means
            if choice.id == NONE or means is None or means.option is None:
                continue
            if means.option in settings().never.get(means.question, ()):
                continue
            noted = {entry.date for entry in recent if choice.id in getattr(entry, name)}
            if noted:
                key = (means.question, means.option)
                days[key] |= noted
                fields[key].add(name)
                labels.setdefault(key, choice.label)
    for (question, option), noted in days.items():
        label = labels[question, option]
        sentence = rule.say.format(days=rule.max_age_days, label=_inside(label))
        yield _ticked(question, option, noted, sentence, fields[question, option])


def _ticked(
    question: str, answer: str, days: set[dt.date], sentence: str, fields: set[str]
) -> Evidence:
    several = questionnaire()[question].type == "multi"
    return Evidence(
        f"{question}:{answer}" if several else question,
        question,
        answer,
        tuple(sorted(days)),
        sentence,
        tuple(sorted(fields)),
        1 if several else rank(question, answer) or 0,
        each_day=True,
    )
