"""What is printed on the appointment summary, as plain data: every word final."""

from dataclasses import dataclass

from backwatch.summary_diary import Chart
from backwatch.summary_facts import Variant


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
class TriedLine:
    what: str
    dates: str
    result: str


@dataclass(frozen=True)
class AppointmentSummary:
    """Everything that is printed. Renderers add page numbers and the time made, nothing else."""

    variant: Variant
    title: str
    name: str | None
    born: str
    born_known: bool
    seeing: str  # for whom and when; empty where nobody said
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
    since: tuple[tuple[str, str], ...]  # (sign answered yes or not sure, since when)
    chart: Chart | None
    change_heading: str
    change_columns: tuple[str, ...]
    change: tuple[tuple[str, str, str, str], ...]
    tried: tuple[TriedLine, ...]
    pain: tuple[tuple[str, str], ...]
    background: tuple[tuple[str, str], ...]
    not_sure: tuple[str, ...]
    gaps: tuple[str, ...]
    zones: tuple[str, ...]
    spread_zones: tuple[str, ...]
    map_alt: str
    questions: tuple[str, ...]
    help_heading: str
    help_signs: tuple[str, ...]
    line: str  # whom this person calls out of hours; empty is not given
    safety_net: str
    small_print: tuple[str, ...]
    version: tuple[str, ...]
    story: str
    health: tuple[tuple[str, str], ...]  # an empty text is a line to write on
    screening: tuple[str, ...]
    sources: tuple[tuple[str, str], ...]
    diary_columns: tuple[str, ...]
    diary: tuple[tuple[str, ...], ...]  # (day,) alone is a day without an entry
    diary_note: str
    left_out: str  # what the person chose to leave out; empty for nothing
    call: str  # the number to call, large on the page for the emergency room
    pain_now: tuple[str, ...]  # the last pain scores, newest first, for the emergency room
