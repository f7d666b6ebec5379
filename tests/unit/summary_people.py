"""Made-up people for the tests of the appointment summary. None is a real person."""

import datetime as dt
import random

from backwatch import summary
from backwatch.summary import (
    Answers,
    AppointmentSummary,
    Check,
    DangerSigns,
    DayRow,
    Health,
    OwnWords,
    Person,
    Reason,
    Tried,
    Visit,
)

TODAY = dt.date(2026, 11, 20)
MADE_AT = dt.datetime(2026, 11, 20, 9, 12, tzinfo=dt.UTC)

LAST_VISIT = dt.date(2026, 10, 23)

TRIED = (
    Tried(
        "Naproxen 250 mg, 2 a day",
        short="Naproxen",
        started=LAST_VISIT,
        result="noted 24 times; middle relief 2 of 10, scored 20 times",
        on_chart=True,
    ),
    Tried(
        "Physiotherapy, 4 sessions",
        short="Physiotherapy",
        started=dt.date(2026, 10, 26),
        ended=dt.date(2026, 11, 13),
        result="helped 0 of 10",
        on_chart=True,
    ),
    Tried("Paracetamol 1 g", dates="last noted 19 Nov", result="noted 38 times"),
)

SIGNS = (
    "very hard to breathe",
    "sudden or heavy chest pain",
    "coughing up more than streaks of blood",
    "numbness between the legs",
    "new bladder or bowel trouble",
    "both legs weak, numb or heavy",
    "trouble walking or keeping balance",
    "face drop, slurred speech or weak arm",
    "fainting, or faint and sweaty",
    "sudden tearing pain",
    "new confusion or a fit",
    "recent serious accident",
)


def diary(days: int, seed: int = 7) -> list[DayRow]:
    """Return `days` days up to today, slowly worse, a few of them empty, one with 0 pain."""
    chance = random.Random(seed)  # noqa: S311 (made-up diaries, the same every time)
    rows = []
    for n in range(days):
        date = TODAY - dt.timedelta(days=days - 1 - n)
        if n % 17 == 8 or 33 <= n <= 36:
            continue
        worst = max(0, min(10, round(3.5 + 3.2 * n / days + chance.gauss(0, 1))))
        rows.append(
            DayRow(
                date,
                pain_worst=0 if n == 18 else worst,
                pain_night=max(0, worst - 1),
                woken=None if n % 13 == 12 else chance.random() < 0.2 + 0.6 * n / days,
                medicine=n % 3 == 0,
                limits_day=max(0, worst - 2),
                note={3: "Sore after a long drive", 18: "No pain today"}.get(n, ""),
            )
        )
    return rows


def check(**changes: object) -> Check:
    facts: dict[str, object] = {
        "rank": 3,
        "title": "Ask for an urgent visit in the next few days",
        "action": "Within 2 to 3 days if you can, no later than a week.",
        "reasons": (
            Reason(
                "Age 40 or more, has smoked, and signs with no known cause",
                answers=("cough for 5 weeks", "weight loss", "more tired"),
                sources=("NICE NG12", "article 5"),
            ),
            Reason(
                "Night pain together with weight loss and cough",
                answers=("it wakes me most nights",),
                sources=("article 5",),
            ),
            Reason(
                "Pain between the shoulder blades, getting worse over weeks",
                answers=("1 to 3 months", "slowly getting worse"),
                sources=("NHS back pain", "article 5"),
            ),
        ),
        "also": ("A parent had lung cancer",),
        "safety_net": dt.date(2026, 11, 25),
        "rules_version": "2026-11",
    }
    return Check(**(facts | changes))  # type: ignore[arg-type]


def rich(**changes: object) -> AppointmentSummary:
    """Return the sheet of a person with a check, eight weeks of diary and a lot to say."""
    facts: dict[str, object] = {
        "today": TODAY,
        "emergency_number": "999 or 112",
        "version": "0.1.0",
        "person": Person("Ann Example", 1964, "my daughter"),
        "check": check(),
        "danger": DangerSigns(
            not_sure=("numbness between the legs",),
            no=tuple(sign for sign in SIGNS if "between" not in sign),
            asked_on=TODAY,
        ),
        "answers": Answers(
            pain=(
                ("Began", "1 to 3 months ago, slowly"),
                ("Where", "upper back or between the shoulder blades"),
                ("Spreads", "round the ribs"),
                ("At its worst", "7 of 10"),
                ("Night", "it wakes me most nights"),
                ("Worse with", "coughing; a deep breath"),
                ("Rest", "rest makes no difference"),
            ),
            background=(
                ("Cancer", "never told I have cancer"),
                ("Lungs", "a cough for 3 weeks or more; no: blood when coughing"),
                ("Whole body", "weight loss without trying; very tired for weeks"),
                ("Nerves", "none of these: numb, weak or clumsy limb; headache"),
                ("Bones", "not recorded"),
                ("Risks", "used to smoke; 32 pack-years; lung cancer in close family"),
            ),
            not_sure=("contact with asbestos",),
            gaps=("how long tablets were tried", "fever"),
            zones=("upper",),
            spread_zones=("ribs_right",),
        ),
        "days": diary(56),
        "visit": Visit("Dr Patel, Hillside Surgery", dt.date(2026, 11, 23), dt.time(10, 20)),
        "last_visit": LAST_VISIT,
        "tried": TRIED,
        "health": Health(
            cancer="never told I have cancer",
            other_illness="high blood pressure",
            medicines="amlodipine 5 mg; naproxen 250 mg",
            tests=("Chest X-ray, 2 Nov: clear",),
            line="0800 555 0199",
        ),
        "leave_out": (),
        "own_words": OwnWords(
            in_short=(
                "I am 62.",
                "I have had pain between my shoulder blades for 9 weeks.",
                "It is slowly getting worse and wakes me at night.",
            ),
            want="Please check what is causing this pain.",
            questions=(
                "Do I need a chest X-ray or blood tests, and how soon?",
                "If the X-ray is clear but the pain goes on, what is next?",
                "What can I take so that I can sleep?",
            ),
            story="It feels deeper than my usual bad back.\nI sleep in the chair to get some rest.",
        ),
        "sources": (("NICE NG12", "Suspected cancer: recognition and referral."),),
    }
    return summary.build(**(facts | changes))  # type: ignore[arg-type]


def bare(**changes: object) -> AppointmentSummary:
    """Return the sheet of a person who gave nothing: no name, no check, no diary."""
    facts = {"today": TODAY, "emergency_number": None, "version": "0.1.0"}
    return summary.build(**(facts | changes))  # type: ignore[arg-type]


def emergency(**changes: object) -> AppointmentSummary:
    """Return the sheet of a person with lung cancer, two danger signs and 3 days of diary."""
    facts: dict[str, object] = dict(
        person=Person("Sam Sample", 1957, has_or_had_cancer=True),
        check=check(
            rank=5,
            title="Get emergency help now",
            action="Call 999 or 112. Do not drive yourself. Lie still and move your back as little"
            " as you can. Bring your medicine list.",
            reasons=(
                Reason(
                    "Both legs weak, numb or painful, or new trouble walking",
                    answers=("both legs feel newly weak or numb: yes",),
                    sources=("NHS back pain", "article 1"),
                ),
            ),
        ),
        danger=DangerSigns(
            yes=(SIGNS[5],),
            not_sure=(SIGNS[4],),
            no=SIGNS[:3],
            not_asked=SIGNS[6:],
            asked_on=TODAY,
            since=((SIGNS[5], "since this morning"),),
        ),
        health=Health(
            cancer="lung cancer now; adenocarcinoma; cancer in the bones or spine",
            treatment="immunotherapy now",
            medicines="morphine 10 mg; pembrolizumab",
            allergies="penicillin",
            line="0800 555 0199",
            contact="Eva, daughter, 07700 900123",
        ),
        days=diary(3),
        own_words=None,
    )
    return rich(**(facts | changes))


def days_ago(days: int) -> dt.date:
    return TODAY - dt.timedelta(days=days)


def recorded(days: range, **scores: object) -> list[DayRow]:
    """Return one row for each number of days ago."""
    return [DayRow(days_ago(n), **scores) for n in days]  # type: ignore[arg-type]


def weeks(days: list[DayRow]) -> summary.AppointmentSummary:
    """Return the sheet of a person with no visit so far: 4 weeks are compared with 4 weeks."""
    return rich(days=days, last_visit=None)


def changes(sheet: summary.AppointmentSummary) -> dict[str, tuple[str, ...]]:
    return {label: rest for label, *rest in sheet.change}
