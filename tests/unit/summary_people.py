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
    OwnWords,
    Person,
    Reason,
)

TODAY = dt.date(2026, 11, 20)
MADE_AT = dt.datetime(2026, 11, 20, 9, 12, tzinfo=dt.UTC)

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
                ("Smoking", "used to smoke, 32 pack-years, stopped 8 years ago"),
                ("Family", "a parent had lung cancer"),
                ("Asbestos", "not sure"),
            ),
            signs=(
                ("Cough", "over 3 weeks; no blood"),
                ("Whole body", "weight loss without trying; more tired"),
                ("Nerves", "none of these"),
                ("Fever", "no"),
            ),
            gaps=("asbestos", "how long tablets were tried", "numbness between the legs"),
            zones=("upper",),
            spread_zones=("ribs_right",),
        ),
        "days": diary(56),
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


def emergency() -> AppointmentSummary:
    """Return the sheet of a person with lung cancer, two danger signs and 3 days of diary."""
    return rich(
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
            yes=(SIGNS[5],), not_sure=(SIGNS[4],), no=SIGNS[:3], not_asked=SIGNS[6:], asked_on=TODAY
        ),
        days=diary(3),
        own_words=None,
    )
