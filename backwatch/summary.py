"""The one-page appointment summary: what the sheet says, already decided.

`build` turns plain facts about a person, a check and a diary into an `AppointmentSummary`: every
word final, every number already text or ready to draw. The PDF, the preview and the plain text
only place it. The fixed sentences and the few numbers stand in content/summary.yaml.

Missing is None everywhere and is printed in words ("not recorded", "no entry", "not enough
days"); 0 is printed as 0.
"""

import datetime as dt
from collections.abc import Collection, Sequence

from backwatch import summary_change, summary_diary
from backwatch.summary_change import DayRow
from backwatch.summary_diary import SHOWN_DAYS, Bar, Chart, Span
from backwatch.summary_facts import (
    PARTS,
    Answers,
    Check,
    DangerSigns,
    Health,
    OwnWords,
    Part,
    Person,
    Reason,
    Tried,
    Variant,
    Visit,
)
from backwatch.summary_model import AppointmentSummary, LevelBox, ReasonLine, TriedLine
from backwatch.summary_words import Words, words

__all__ = [
    "MAP_ZONES",
    "PARTS",
    "SHOWN_DAYS",
    "Answers",
    "AppointmentSummary",
    "Bar",
    "Chart",
    "Check",
    "DangerSigns",
    "DayRow",
    "Health",
    "LevelBox",
    "OwnWords",
    "Part",
    "Person",
    "Reason",
    "ReasonLine",
    "Span",
    "Tried",
    "TriedLine",
    "Variant",
    "Visit",
    "build",
]

MAP_ZONES = frozenset(
    {
        *("neck", "upper", "middle", "lower", "hips"),
        *("shoulder_left", "shoulder_right", "ribs_left", "ribs_right"),
        *("arm_left", "arm_right", "leg_left", "leg_right"),
    }
)


def build(
    *,
    today: dt.date,
    emergency_number: str | None,
    version: str,
    person: Person | None = None,
    visit: Visit | None = None,
    check: Check | None = None,
    danger: DangerSigns | None = None,
    answers: Answers | None = None,
    days: Sequence[DayRow] = (),
    tried: Sequence[Tried] = (),
    last_visit: dt.date | None = None,
    own_words: OwnWords | None = None,
    health: Health | None = None,
    screening: Sequence[str] = (),
    sources: Sequence[tuple[str, str]] = (),
    shown_days: int = SHOWN_DAYS,
    leave_out: Collection[Part] = (),
    variant: Variant = "normal",
) -> AppointmentSummary:
    """Return the finished sheet.

    Args:
        today: local date of the sheet; days after it are left out.
        emergency_number: as the person dials it, "999 or 112"; None when the country is not known.
        version: of the product, for the footer.
        visit: for whom and when; None is not said.
        check: None when no check has been done.
        danger: None when the danger signs have not been asked.
        days: one row a day, any order, gaps allowed.
        last_visit: the day of the last appointment that is over. The change is told since then;
            None, today or later: the last 4 weeks against the 4 before.
        sources: (short name, full line) for page 2.
        shown_days: length of the charts and the diary table, 14 days to 20 years.
        leave_out: parts that the person does not want on paper. Level, reasons, danger signs, the
            emergency line and the limits cannot be left out.

    Raises:
        ValueError: `shown_days`, a rank or a part out of range, or two rows for one day.
    """
    w = words()
    if unknown := set(leave_out) - set(PARTS):
        raise ValueError(f"there is no part {min(unknown)!r} to leave out")
    person = _anonymous(person or Person()) if "name" in leave_out else person or Person()
    answers, own = answers or Answers(), own_words or OwnWords()
    danger, health = danger or DangerSigns(), health or Health()
    by_date = summary_diary.days_by_date(days, today)
    shown = summary_diary.shown_dates(by_date, today, shown_days)
    compared = summary_change.sides(by_date, today, last_visit, w)
    table = shown[-w.numbers.most_table_days :] if "diary" not in leave_out else ()
    chart = (
        summary_diary.chart(by_date, shown, compared, tried, w, with_table=table == shown)
        if shown
        else None
    )
    notes = "notes" not in leave_out
    drawable, places = _drawable(answers), (*answers.zones, *answers.spread_zones)
    since_visit, in_emergency = compared.visit is not None, variant == "emergency"
    return AppointmentSummary(
        variant=variant,
        title=w.emergency["title"] if in_emergency else w.header["title"],
        name=_text_or_none(person.name),
        born=_born(person, w),
        born_known=person.birth_year is not None,
        seeing="" if in_emergency else _seeing(visit or Visit(), today, w),
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
        since=_since(danger, w),
        chart=chart,
        change_heading=(
            w.change["heading_visit"].format(day=w.near_day(compared.visit, today))
            if compared.visit
            else w.change["heading"]
        ),
        change_columns=tuple(w.lists["change_columns_visit" if since_visit else "change_columns"]),
        change=summary_change.table(compared, w) if chart else (),
        tried=tuple(_tried(each, today, w) for each in tried),
        pain=_rows(answers.pain),
        background=_rows(answers.background),
        not_sure=_kept(answers.not_sure),
        gaps=(*_kept(answers.gaps), *(() if in_emergency else _diary_gaps(by_date, shown, w))),
        zones=tuple(answers.zones) if drawable else (),
        spread_zones=tuple(answers.spread_zones) if drawable else (),
        map_alt=_map_alt(places, w) if drawable else "",
        questions=_kept(own.questions),
        help_heading=w.help["heading"].format(number=emergency_number or w.help["unknown_number"]),
        help_signs=tuple(w.lists["emergency_signs"]),
        line=health.line.strip(),
        safety_net=_safety_net(check, today, w),
        small_print=_small_print(person, check, today, w),
        version=_version(version, check, w),
        story="" if "own_words" in leave_out else own.story.strip(),
        health=() if "health" in leave_out else _health(health, person, w),
        screening=_kept(screening),
        sources=tuple((short, full) for short, full in sources),
        diary_columns=tuple(w.lists["diary_columns"][: None if notes else -1]),
        diary=tuple(
            summary_diary.diary_row(date, by_date.get(date), today, w, notes=notes)
            for date in table
        ),
        diary_note=_diary_note(by_date, shown, len(table), w),
        left_out=_left_out(leave_out, w),
        call=w.emergency["call"].format(number=emergency_number or w.help["unknown_number"]),
        pain_now=_pain_now(by_date, today, w),
    )


def _anonymous(person: Person) -> Person:
    who = words().header["somebody_else"] if _text_or_none(person.filled_in_by) else None
    return Person(filled_in_by=who, has_or_had_cancer=person.has_or_had_cancer)


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


def _seeing(visit: Visit, today: dt.date, w: Words) -> str:
    """Return "For Dr Patel, Mon 23 Nov 2026, 10:20"; only what is known of it."""
    who, when = " ".join(visit.with_whom.split()), ""
    if visit.date:
        when = f"{w.weekdays[visit.date.weekday()]} {w.full_day(visit.date)}"
        when += f", {visit.time:%H:%M}" if visit.time else ""
    if not who and not when:
        return ""
    key = "seeing" if who and when else "seeing_who" if who else "seeing_when"
    return w.header[key].replace("{when}", when).replace("{who}", who)


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
        label.format(rank=check.rank, date=w.near_day(check.made_on, today))
        if check.made_on
        else label.format(rank=check.rank, date=""),
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


def _since(danger: DangerSigns, w: Words) -> tuple[tuple[str, str], ...]:
    """Return each sign answered yes or not sure, with since when or "not recorded"."""
    known = dict(danger.since)
    return tuple(
        (sign, known.get(sign, "").strip() or w.rows["not_recorded"])
        for name, _, signs in _danger(danger, w)
        for sign in signs
        if name in ("yes", "not_sure")
    )


def _tried(tried: Tried, today: dt.date, w: Words) -> TriedLine:
    t = w.tried
    start = w.near_day(tried.started, today) if tried.started else ""
    end = w.near_day(tried.ended, today) if tried.ended else ""
    if tried.dates:
        dates = tried.dates
    elif start and end:
        dates = t["from_to"].format(start=start, end=end)
    elif start or end:
        dates = t["since"].format(start=start) if start else t["until"].format(end=end)
    else:
        dates = t["dates_unknown"]
    return TriedLine(tried.what, dates, tried.result or t["result_unknown"])


def _diary_gaps(
    by_date: dict[dt.date, DayRow], shown: Sequence[dt.date], w: Words
) -> tuple[str, ...]:
    """Return how many days and nights of the charts nobody recorded."""
    if not shown:
        return (w.rows["gap_diary"],)
    rows = [by_date.get(date) for date in shown]
    days = sum(not summary_change.is_recorded(row) for row in rows)
    nights = sum(row is None or not row.recorded or row.woken is None for row in rows)
    counts = (("gap_days", days), ("gap_nights", nights))
    return tuple(w.rows[key].format(count=count, total=len(rows)) for key, count in counts if count)


def _diary_note(
    by_date: dict[dt.date, DayRow], shown: Sequence[dt.date], rows: int, w: Words
) -> str:
    recorded = sum(summary_change.is_recorded(by_date.get(date)) for date in shown)
    note = w.page_2["diary_note"].format(recorded=recorded, days=len(shown))
    if 0 < rows < len(shown):
        note += " " + w.page_2["diary_last"].format(days=rows)
    return note


def _safety_net(check: Check | None, today: dt.date, w: Words) -> str:
    if check and check.rank == 5:
        return w.help["safety_net_emergency"]
    if check and check.safety_net and check.safety_net >= today:
        return w.help["safety_net"].format(date=w.day(check.safety_net))
    return w.help["safety_net_none"]


def _small_print(person: Person, check: Check | None, today: dt.date, w: Words) -> tuple[str, ...]:
    base = w.small_print["base_rate_cancer" if person.has_or_had_cancer else "base_rate"]
    lines = [base, w.small_print["not_a_diagnosis"]]
    months = w.numbers.rules_old_months
    if check and check.rules_from and (today - check.rules_from).days > months * 31:
        lines.append(w.small_print["rules_old"].format(months=months))
    if w.reviewed_by is None:
        lines.append(w.small_print["not_reviewed"])
    return tuple(lines)


def _version(version: str, check: Check | None, w: Words) -> tuple[str, ...]:
    parts = [w.footer["version"].format(version=version)]
    if check and check.rules_version:
        parts.append(w.footer["rules"].format(version=check.rules_version))
    return tuple(parts)


def _health(health: Health, person: Person, w: Words) -> tuple[tuple[str, str], ...]:
    """Return the rows to have at hand. What was not told is a line to write on, never "none"."""
    h = w.health
    rows = [
        (h["cancer"], health.cancer),
        *([(h["treatment"], health.treatment)] if person.has_or_had_cancer else []),
        (h["other_illness"], health.other_illness),
        (h["medicines"], health.medicines),
        (h["allergies"], health.allergies),
        (h["tests"], "; ".join(health.tests)),
        (h["team"], health.team),
        (h["line"], health.line),
        (h["contact"], health.contact),
    ]
    return tuple((label, text.strip()) for label, text in rows)


def _left_out(leave_out: Collection[Part], w: Words) -> str:
    # A diary table or notes that nobody asked for are no gap in what the page says.
    named = [w.page_2[f"part_{part}"] for part in PARTS if part in leave_out and part != "diary"]
    return w.page_2["left_out"].format(parts=", ".join(named)) if named else ""


def _pain_now(by_date: dict[dt.date, DayRow], today: dt.date, w: Words) -> tuple[str, ...]:
    rows = [by_date[day] for day in reversed(summary_change.last(today, 7)) if day in by_date]
    scored = [row for row in rows if row.recorded and row.pain_worst is not None]
    return tuple(
        w.emergency["last"].format(day=w.day(row.date), worst=row.pain_worst) for row in scored[:3]
    ) or (w.emergency["last_none"],)


def _drawable(answers: Answers) -> bool:
    """Return whether every marked zone has a place on the drawing.

    A drawing that leaves out one of two places would say that the other is the only one.
    """
    zones = {*answers.zones, *answers.spread_zones}
    return bool(zones) and zones <= MAP_ZONES


def _map_alt(places: Sequence[str], w: Words) -> str:
    return w.rows["map_alt"].format(places=", ".join(place.replace("_", " ") for place in places))
