"""What the caller of the appointment summary knows: facts about a person, a check and a diary.

None and an empty list are "not recorded"; the sheet then says so or leaves a line to write on.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Variant = Literal["normal", "large", "emergency"]
Part = Literal["name", "own_words", "diary", "health", "notes"]
PARTS: tuple[Part, ...] = ("name", "own_words", "diary", "health", "notes")


@dataclass(frozen=True)
class Person:
    """Who the sheet is about. None is "not given": a blank line is printed."""

    name: str | None = None
    birth_year: int | None = None
    filled_in_by: str | None = None  # "my daughter"; None is the person
    has_or_had_cancer: bool = False


@dataclass(frozen=True)
class Visit:
    """The appointment that the sheet is for. Nothing in it: no line about it is printed."""

    with_whom: str = ""
    date: dt.date | None = None
    time: dt.time | None = None


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
    rules_from: dt.date | None = None  # the day of the rules; None is not known


@dataclass(frozen=True)
class DangerSigns:
    """The danger signs in plain words. A sign named twice is kept in the most serious list."""

    yes: Sequence[str] = ()
    not_sure: Sequence[str] = ()
    no: Sequence[str] = ()
    not_asked: Sequence[str] = ()
    asked_on: dt.date | None = None
    since: Sequence[tuple[str, str]] = ()  # (sign, since when in words); only where it is known


@dataclass(frozen=True)
class Answers:
    """Answers as (label, words), and where it hurts as zones of `MAP_ZONES`."""

    pain: Sequence[tuple[str, str]] = ()
    background: Sequence[tuple[str, str]] = ()  # cancer, lungs, whole body, nerves, bones, risks
    not_sure: Sequence[str] = ()  # what the person is not sure of
    gaps: Sequence[str] = ()  # what nobody recorded
    zones: Sequence[str] = ()
    spread_zones: Sequence[str] = ()


@dataclass(frozen=True)
class Tried:
    """One treatment. `started` and `ended` None: not recorded; `result` empty: not recorded.

    on_chart: a bar on the time axis of the diary; without an end it goes on. short: its name there.
    """

    what: str
    short: str = ""
    started: dt.date | None = None
    ended: dt.date | None = None
    dates: str = ""  # said instead of the two days, such as "for 2 to 4 weeks"
    result: str = ""
    on_chart: bool = False


@dataclass(frozen=True)
class OwnWords:
    """What the person writes for the visit."""

    in_short: Sequence[str] = ()
    want: str | None = None
    questions: Sequence[str] = ()
    story: str = ""


@dataclass(frozen=True)
class Health:
    """What is good to have at hand. Empty is not recorded: a line to write on is printed."""

    cancer: str = ""
    treatment: str = ""  # of the cancer
    other_illness: str = ""
    medicines: str = ""
    allergies: str = ""
    tests: Sequence[str] = ()
    team: str = ""  # who to call: the team, doctor or nurse, with the number
    line: str = ""  # who to call out of hours, such as a 24-hour line
    contact: str = ""  # a person close to them, with the number
