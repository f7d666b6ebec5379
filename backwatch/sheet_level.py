"""The level of a check, its reasons and their sources, as the appointment summary prints them."""

import datetime as dt

from backwatch import sheet_answers, sources, summary, triage, urgency
from backwatch.countries import Country
from backwatch.questionnaire import Answers
from backwatch.summary_words import answer_words, words
from backwatch.triage import Assessment

_MOST_NAMED = 2  # sources beside a reason on page 1; page 2 has all of them in full


def check(
    found: Assessment, answers: Answers, country: Country, checked_on: dt.date
) -> summary.Check:
    """Return the level with the reasons that gave it, in the person's own answers.

    Where only an open answer holds the level up, the reason says what is not ruled out.
    """
    if found.level is None:
        return _without_level(found, answers, country, checked_on)
    level = urgency.levels()[found.level]
    known_cancer = triage.rule_book().fact("known_cancer", answers) is True
    top = [r for r in found.reasons if r.rule.urgency == found.level]
    open_rules = [o for o in found.open if o.counts and o.rule.urgency.one_below() == found.level]
    w = words().reasons
    return summary.Check(
        rank=int(found.level),
        title=level.title,
        action=urgency.fill(level.action_cancer if known_cancer else level.action, country),
        status="incomplete" if found.at_least else "complete",
        reasons=[_reason(reason, answers) for reason in top]
        + [
            summary.Reason(
                title=w["open"].format(title=each.rule.title),
                why=each.rule.why,
                answers=[w["open_answers"].format(labels=_open(answers, each.ask))],
                sources=_tags(each.rule),
            )
            for each in ([] if top else open_rules)
        ],
        made_on=checked_on,
        also=[reason.rule.title for reason in found.reasons if reason not in top],
        safety_net=level.recheck_on(found.counts_from(checked_on)),
        rules_version=found.rules_version,
        rules_from=_rules_from(found.rules_version),
    )


def _without_level(
    found: Assessment, answers: Answers, country: Country, checked_on: dt.date
) -> summary.Check:
    """Return a check with no level, such as of a child. A danger sign still counts."""
    urgent = urgency.levels()[urgency.Urgency.EMERGENCY]
    return summary.Check(
        rank=None,
        status=found.status,
        action=urgency.fill(urgent.action, country) if found.is_emergency else "",
        reasons=[_reason(reason, answers) for reason in found.emergencies],
        made_on=checked_on,
        rules_version=found.rules_version,
        rules_from=_rules_from(found.rules_version),
    )


def _reason(reason: triage.Reason, answers: Answers) -> summary.Reason:
    return summary.Reason(
        title=reason.rule.title,
        why=reason.rule.why,
        answers=[
            sheet_answers.in_a_few_words(answers.questionnaire[q], value)
            + _noted(reason.from_diary.get(q, ()))
            for q, value in reason.answers.items()
        ],
        sources=_tags(reason.rule),
    )


def _open(answers: Answers, ask: tuple[str, ...]) -> str:
    return "; ".join(sheet_answers.denied(answers.questionnaire[q]) for q in ask)


def _rules_from(version: str) -> dt.date | None:
    """Return the day that a version such as "2026-11-25.c70d6f" begins with."""
    try:
        return dt.date.fromisoformat(version[:10])
    except ValueError:
        return None


def _noted(days: tuple[dt.date, ...]) -> str:
    """Return that an answer comes from the diary, and its last day; nothing for a typed one."""
    w = words()
    return w.reasons["noted"].format(day=w.day(days[-1])) if days else ""


def _tags(rule: triage.Rule) -> list[str]:
    """Return short names of a rule's sources, guidelines first, our articles last."""
    register = sources.sources()
    own = answer_words().source_tags
    kinds = ("guideline", "article")
    named = sorted(
        rule.sources,
        key=lambda s: {kinds[0]: 0, kinds[1]: 2}.get(register[s].kind, 1),
    )
    tags = [own.get(s) or _tag(register[s]) for s in named]
    return list(dict.fromkeys(tags))[:_MOST_NAMED]


def _tag(source: sources.Source) -> str:
    # "NICE NG12, suspected cancer" is "NICE NG12"; "NHS, back pain" says nothing without its page.
    first = source.short.split(",")[0]
    return first if source.kind == "guideline" and " " in first else source.short


def cited(found: Assessment) -> list[tuple[str, str]]:
    """Return (short name, in full, with how we read it) of the sources that gave the level."""
    named: dict[str, list[str]] = {}
    for reason in found.reasons:
        if reason.rule.urgency == found.level:
            for source, place in reason.rule.sources.items():
                named.setdefault(source, []).append(place)
    return [
        (
            answer_words().source_tags.get(one) or _tag(sources.source(one)),
            sources.cite_in_full(one, "; ".join(dict.fromkeys(places))),
        )
        for one, places in named.items()
    ]
