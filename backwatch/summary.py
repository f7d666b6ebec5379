"""The one-page appointment summary: what the sheet says, already decided.

`build` turns plain facts about a person, a check and a diary into an `AppointmentSummary`: every
word final, every number already text or ready to draw. The PDF, the preview and the plain text
only place it. The fixed sentences and the few numbers stand in content/summary.yaml.

Missing is None everywhere and is printed in words ("not recorded", "no entry", "not enough
days"); 0 is printed as 0.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from backwatch import summary_diary
from backwatch.summary_diary import SHOWN_DAYS, Chart, DayRow
from backwatch.summary_words import Words, words

__all__ = [
    "MAP_ZONES",
    "SHOWN_DAYS",
    "Answers",
    "AppointmentSummary",
    "Chart",
    "Check",
    "DangerSigns",
    "DayRow",
    "LevelBox",
    "OwnWords",
    "Person",
    "Reason",
    "ReasonLine",
    "build",
]

MAP_ZONES = frozenset(
    {
        *("neck", "upper", "middle", "lower", "hips"),
        *("shoulder_left", "shoulder_right", "ribs_left", "ribs_right"),
        *("arm_left", "arm_right", "leg_left", "leg_right"),
    }
)


# ------------------------------------------------------------------ what the caller knows
@dataclass(frozen=True)
class Person:
    """Who the sheet is about. None is "not given": a blank line is printed."""

    name: str | None = None
    birth_year: int | None = None
    filled_in_by: str | None = None  # "my daughter"; None is the person
    has_or_had_cancer: bool = False


@dataclass(frozen=True)
class Reason:
    """One rule that counted, with the person's own answers and short source names."""

    title: str
    why: str = ""
    answers: Sequence[str] = ()
    sources: Sequence[str] = ()


@dataclass(frozen=True)
class Check:
    """The result of a check. `rank` is 1 (care at home) to 5 (emergency); None is no level yet."""

    rank: int | None
    title: str = ""  # "Ask for an urgent visit in the next few days"
    action: str = ""  # "Within 2 to 3 days if you can, no later than a week."
    status: str = "complete"  # complete, incomplete or under_18
    reasons: Sequence[Reason] = ()  # most important first
    also: Sequence[str] = ()  # titles of lower rules that are true too
    safety_net: dt.date | None = None
    made_on: dt.date | None = None
    rules_version: str = ""


@dataclass(frozen=True)
class DangerSigns:
    """The danger signs in plain words. A sign named twice is kept in the most serious list."""

    yes: Sequence[str] = ()
    not_sure: Sequence[str] = ()
    no: Sequence[str] = ()
    not_asked: Sequence[str] = ()
    asked_on: dt.date | None = None


@dataclass(frozen=True)
class Answers:
    """Answers as (label, words), and where it hurts as zones of `MAP_ZONES`."""

    pain: Sequence[tuple[str, str]] = ()
    background: Sequence[tuple[str, str]] = ()
    signs: Sequence[tuple[str, str]] = ()
    gaps: Sequence[str] = ()  # what is not known
    zones: Sequence[str] = ()
    spread_zones: Sequence[str] = ()


@dataclass(frozen=True)
class OwnWords:
    """What the person writes for the visit."""

    in_short: Sequence[str] = ()
    want: str | None = None
    questions: Sequence[str] = ()
    story: str = ""


# ------------------------------------------------------------------ what the sheet says
@dataclass(frozen=True)
class LevelBox:
    rank: int  # 0 when there is no level
    label: str
    title: str
    action: str
    calm: str
    alt: str


@dataclass(frozen=True)
class ReasonLine:
    title: str
    answer: str  # what the person said, or why the rule is there
    source: str


@dataclass(frozen=True)
class AppointmentSummary:
    """Everything that is printed. Renderers add page numbers and the time made, nothing else."""

    title: str
    name: str | None
    born: str
    born_known: bool
    filled_in: str
    level: LevelBox
    in_short: tuple[str, ...]
    want: str | None
    reasons_heading: str
    reasons: tuple[ReasonLine, ...]
    no_reasons: str
    also: tuple[str, ...]
    danger_heading: str
    danger: tuple[tuple[str, str, tuple[str, ...]], ...]  # (id, label, signs)
    chart: Chart | None
    change: tuple[tuple[str, str, str, str], ...]
    pain: tuple[tuple[str, str], ...]
    background: tuple[tuple[str, str], ...]
    signs: tuple[tuple[str, str], ...]
    gaps: tuple[str, ...]
    zones: tuple[str, ...]
    spread_zones: tuple[str, ...]
    map_alt: str
    questions: tuple[str, ...]
    help_heading: str
    help_signs: tuple[str, ...]
    safety_net: str
    small_print: tuple[str, ...]
    version: tuple[str, ...]
    story: str
    sources: tuple[tuple[str, str], ...]
    diary: tuple[tuple[str, ...], ...]  # (day,) alone is a day without an entry
    diary_note: str


# ------------------------------------------------------------------ building it
def build(
    *,
    today: dt.date,
    emergency_number: str | None,
    version: str,
    person: Person | None = None,
    check: Check | None = None,
    danger: DangerSigns | None = None,
    answers: Answers | None = None,
    days: Sequence[DayRow] = (),
    own_words: OwnWords | None = None,
    sources: Sequence[tuple[str, str]] = (),
    shown_days: int = SHOWN_DAYS,
) -> AppointmentSummary:
    """Return the finished sheet.

    Args:
        today: local date of the sheet; days after it are left out.
        emergency_number: as the person dials it, "999 or 112"; None when the country is not known.
        version: of the product, for the footer.
        check: None when no check has been done.
        danger: None when the danger signs have not been asked.
        days: one row a day, any order, gaps allowed. The change table reads the last 56 days.
        sources: (short name, full line) for page 2.
        shown_days: length of the charts and the diary table, 14 to 70 days.

    Raises:
        ValueError: `shown_days` or a rank out of range, or two rows for one day.
    """
    w = words()
    person, answers, own = person or Person(), answers or Answers(), own_words or OwnWords()
    danger = danger or DangerSigns()
    by_date = summary_diary.days_by_date(days, today)
    shown = summary_diary.shown_dates(by_date, today, shown_days)
    chart = summary_diary.chart(by_date, shown, today, w) if shown else None
    drawable, places = _drawable(answers), (*answers.zones, *answers.spread_zones)
    return AppointmentSummary(
        title=w.header["title"],
        name=_text_or_none(person.name),
        born=_born(person, w),
        born_known=person.birth_year is not None,
        filled_in=_filled_in(person, today, w),
        level=_level(check, person, today, w),
        in_short=_kept(own.in_short),
        want=_text_or_none(own.want),
        reasons_heading=w.reasons["heading" if check and check.rank else "heading_none"],
        reasons=tuple(_reason(reason) for reason in check.reasons) if check else (),
        no_reasons=w.reasons["none" if check else "none_check"],
        also=_kept(check.also) if check else (),
        danger_heading=(
            w.danger["heading"].format(date=w.full_day(danger.asked_on))
            if danger.asked_on
            else w.danger["heading_none"]
        ),
        danger=_danger(danger, w),
        chart=chart,
        change=summary_diary.change(by_date, today, w) if chart else (),
        pain=_rows(answers.pain),
        background=_rows(answers.background),
        signs=_rows(answers.signs),
        gaps=_kept(answers.gaps),
        zones=tuple(answers.zones) if drawable else (),
        spread_zones=tuple(answers.spread_zones) if drawable else (),
        map_alt=_map_alt(places, w) if drawable else "",
        questions=_kept(own.questions),
        help_heading=w.help["heading"].format(number=emergency_number or w.help["unknown_number"]),
        help_signs=tuple(w.lists["emergency_signs"]),
        safety_net=_safety_net(check, today, w),
        small_print=_small_print(person, w),
        version=_version(version, check, w),
        story=own.story.strip(),
        sources=tuple((short, full) for short, full in sources),
        diary=tuple(summary_diary.diary_row(date, by_date.get(date), w) for date in shown),
        diary_note=w.page_2["diary_note"].format(
            recorded=sum(summary_diary.is_recorded(by_date.get(date)) for date in shown),
            days=len(shown),
        ),
    )


def _text_or_none(text: str | None) -> str | None:
    return (text or "").strip() or None


def _kept(texts: Sequence[str]) -> tuple[str, ...]:
    return tuple(text.strip() for text in texts if text.strip())


def _rows(rows: Sequence[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple((label, text) for label, text in rows if text.strip())


def _born(person: Person, w: Words) -> str:
    if person.birth_year is None:
        return w.header["born_unknown"]
    return w.header["born"].format(year=person.birth_year)


def _filled_in(person: Person, today: dt.date, w: Words) -> str:
    date, who = w.full_day(today), _text_or_none(person.filled_in_by)
    # Not str.format on the person's words: braces in them are text.
    return (
        w.header["filled_in_by" if who else "filled_in"]
        .replace("{date}", date)
        .replace("{who}", who or "")
    )


def _level(check: Check | None, person: Person, today: dt.date, w: Words) -> LevelBox:
    calm = w.level["calm_cancer" if person.has_or_had_cancer else "calm"]
    if check is None:
        return LevelBox(
            0,
            w.level["none"],
            w.level["none_title"],
            w.level["none_action"],
            calm,
            w.level["alt_none"],
        )
    if check.rank is None:
        kind = "under_18" if check.status == "under_18" else "incomplete_none"
        title = w.level[f"{kind}_title"]
        return LevelBox(0, w.level[kind], title, check.action, calm, w.level["alt_none"])
    if not 1 <= check.rank <= 5:
        raise ValueError(f"a level's rank is 1 to 5, not {check.rank}")
    kind = "complete" if check.status == "complete" else "incomplete"
    label = w.level[kind if check.made_on in (None, today) else f"{kind}_on"]
    return LevelBox(
        check.rank,
        label.format(rank=check.rank, date=w.day(check.made_on) if check.made_on else ""),
        check.title,
        check.action,
        "" if check.rank == 5 else calm,  # in an emergency only the action counts
        w.level["alt"].format(rank=check.rank),
    )


def _reason(reason: Reason) -> ReasonLine:
    answer = "; ".join(_kept(reason.answers)) or reason.why
    return ReasonLine(reason.title, answer, "; ".join(reason.sources))


def _danger(danger: DangerSigns, w: Words) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    """Return the four lists. A sign stands in one: yes before not sure, no and not asked."""
    seen: set[str] = set()
    lists = []
    for name, signs in (
        ("yes", danger.yes),
        ("not_sure", danger.not_sure),
        ("no", danger.no),
        ("not_asked", danger.not_asked),
    ):
        once = tuple(sign for sign in dict.fromkeys(_kept(signs)) if sign not in seen)
        seen.update(once)
        lists.append((name, w.danger[name], once))
    return tuple(lists) if seen else ()


def _safety_net(check: Check | None, today: dt.date, w: Words) -> str:
    if check and check.rank == 5:
        return w.help["safety_net_emergency"]
    if check and check.safety_net and check.safety_net >= today:
        return w.help["safety_net"].format(date=w.day(check.safety_net))
    return w.help["safety_net_none"]


def _small_print(person: Person, w: Words) -> tuple[str, ...]:
    base = w.small_print["base_rate_cancer" if person.has_or_had_cancer else "base_rate"]
    lines = [base, w.small_print["not_a_diagnosis"]]
    if w.reviewed_by is None:
        lines.append(w.small_print["not_reviewed"])
    return tuple(lines)


def _version(version: str, check: Check | None, w: Words) -> tuple[str, ...]:
    parts = [w.footer["version"].format(version=version)]
    if check and check.rules_version:
        parts.append(w.footer["rules"].format(version=check.rules_version))
    return tuple(parts)


def _drawable(answers: Answers) -> bool:
    """Return whether every marked zone has a place on the drawing.

    A drawing that leaves out one of two places would say that the other is the only one.
    """
    zones = {*answers.zones, *answers.spread_zones}
    return bool(zones) and zones <= MAP_ZONES


def _map_alt(places: Sequence[str], w: Words) -> str:
    return w.rows["map_alt"].format(places=", ".join(place.replace("_", " ") for place in places))
