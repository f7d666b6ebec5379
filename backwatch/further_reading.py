"""Which articles are worth reading for a result, or for what somebody wrote in the diary.

An article names what it is about: ids of rules, remarks, questions and levels, in its front matter.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from backwatch import articles, diary, evidence, remarks, triage
from backwatch.articles import Article
from backwatch.conditions import NOT_SURE
from backwatch.diary import Entry
from backwatch.evidence import Evidence
from backwatch.questionnaire import NONE, Answers, questionnaire
from backwatch.triage import Assessment
from backwatch.urgency import Urgency, levels

MOST = 3
RECENT = 7  # days of the diary that count

Because = Literal["answer", "level", "logged", "noted"]  # noted: the words are a sentence


@dataclass(frozen=True)
class Reading:
    """An article, and why: the kind of reason and its words."""

    article: Article
    because: Because
    words: str


@dataclass(frozen=True)
class _Reason:
    id: str
    because: Because
    words: str


def for_result(assessment: Assessment, answers: Answers) -> tuple[Reading, ...]:
    """Return at most MOST articles for a result: what decided it first, remarks last."""
    return _matched(_of_result(assessment, answers))


def for_diary(
    entries: Iterable[Entry], today: dt.date, say: Mapping[str, str]
) -> tuple[Reading, ...]:
    """Return at most MOST articles for the entries of the last RECENT days, the newest first.

    `say` has the words for being woken ("woken") and, for each field of an entry with choices, for
    one of them (`{label}`). What was not noted, and what says that all is well, leads to none.
    """
    first = today - dt.timedelta(days=RECENT)
    recent = [entry for entry in diary.in_order(entries) if first < entry.date <= today]
    return _matched(reason for entry in reversed(recent) for reason in _of_entry(entry, say))


def for_evidence(found: Iterable[Evidence], questions: Iterable[str]) -> tuple[Reading, ...]:
    """Return at most MOST articles for what the diary says about some questions of the check."""
    wanted = set(questions)
    return _matched(_Reason(i.question, "noted", i.sentence) for i in found if i.question in wanted)


def _matched(reasons: Iterable[_Reason]) -> tuple[Reading, ...]:
    found: dict[str, Reading] = {}
    for reason in reasons:
        for one in articles.articles():
            if reason.id in one.about:
                found.setdefault(one.slug, Reading(one, reason.because, reason.words))
        if len(found) >= MOST:
            break
    return tuple(found.values())[:MOST]


def _of_result(assessment: Assessment, answers: Answers) -> Iterator[_Reason]:
    if assessment.level is Urgency.EMERGENCY:
        title = levels()[assessment.level].title
        yield _Reason(assessment.level.id, "level", title)
    for reason in assessment.reasons:
        yield _Reason(reason.rule.id, "answer", reason.rule.title)
    for reason in assessment.reasons:
        for question in reason.answers:
            yield _Reason(question, "answer", reason.rule.title)
    for kind in ("note", "differ"):
        for remark in remarks.remarks(kind, answers):
            yield _Reason(remark.id, "answer", remark.title)
    if assessment.level is not None:
        yield _Reason(assessment.level.id, "level", levels()[assessment.level].title)


def _of_entry(entry: Entry, say: Mapping[str, str]) -> Iterator[_Reason]:
    book = questionnaire()
    for sign, said in entry.danger_signs.items():
        if said in ("yes", NOT_SURE):
            label = book[sign].label
            yield _Reason(sign, "logged", label)
            alone = triage.rule_book().assess(book.read({sign: "yes"}))
            yield from (_Reason(r.rule.id, "logged", label) for r in alone.emergencies)
    if entry.wakings:
        question = evidence.settings().night.question
        yield _Reason(question, "logged", say["woken"])
    settings = evidence.settings()
    for name in settings.choices.fields:
        for choice in getattr(diary.vocabulary(), name):
            means = choice.means
            if choice.id == NONE or means is None or choice.id not in getattr(entry, name):
                continue
            if means.option not in settings.never.get(means.question, ()):
                yield _Reason(means.question, "logged", say[name].format(label=choice.label))
