"""What a trend says in words (content/trends.yaml): what changed, since when, and how sure."""

from collections.abc import Mapping, Sequence
from functools import cache

from pydantic import BaseModel, ConfigDict

from backwatch import paths, yaml_files
from backwatch.diary import Treatment
from backwatch.treatment_response import Response
from backwatch.trend_rules import Limit, Night, Pain, settings
from backwatch.trends import Trend

_FROZEN = ConfigDict(frozen=True, extra="forbid")


class _After(BaseModel):
    model_config = _FROZEN
    rise: str
    fall: str
    quiet: str
    flare: str


class _Since(BaseModel):
    model_config = _FROZEN
    one: str
    more: str


class _Words(BaseModel):
    model_config = _FROZEN
    schema_version: int
    measures: dict[str, str]
    pain: dict[str, str]
    night: dict[str, str]
    after: _After
    since: _Since
    beside: dict[str, str]
    treatment: dict[str, str]


@cache
def words() -> _Words:
    """Return content/trends.yaml, read once. Raises DataFileError where it is wrong."""
    return yaml_files.read_as(_Words, paths.CONTENT / "trends.yaml")


def sentence(found: Trend, last_ordinal: int) -> str:
    """Return what one series shows: what changed, from what to what, since when, how sure.

    `last_ordinal` is the last day looked at, as `date.toordinal`: weeks are counted back from it.
    """
    night = found.series == "woken"
    rules = settings()
    limits: Night | Pain = rules.night if night else rules.pain
    text = (words().night if night else words().pain)[found.verdict]
    limit = _limit(limits, found.verdict)
    return text.format(
        measure=words().measures.get(found.series, ""),
        days=found.days,
        least_entries=rules.least_entries,
        least_days=rules.least_days,
        within=f"{rules.steady.within:g}",
        recent=rules.steady.recent_days,
        chance=round(limit.false_alarms_of_100 / 10),
        before=_level(found.before, night=night),
        now=_level(found.now, night=night),
        since=_weeks_ago(found, last_ordinal),
    )


def after(found: Trend, flare: Treatment | None = None) -> str:
    """Return what a trend does not mean, and what to do; `flare` as `trends.may_be_flare` says."""
    said = words().after
    if found.verdict in ("clear_rise", "possible_rise"):
        more = said.flare.format(days=settings().flare.days) + " " if flare else ""
        return more + said.rise
    return said.fall if found.verdict == "clear_fall" else said.quiet


def treatment_sentences(found: Response, look: str) -> list[str]:
    """Return what pain did after a treatment began, and what that does not show.

    `look` is the day of the comparison in words.
    """
    said, size = words().treatment, found.size
    ends = sorted((abs(size.low), abs(size.high))) if size else [0.0, 0.0]
    first = said[found.verdict].format(
        look=look,
        days_before=found.days_before,
        days_after=found.days_after,
        least=settings().treatment.least_days_before,
        before=_level(found.before, night=False),
        after=_level(found.after, night=False),
        low=f"{ends[0]:.1f}",
        high=f"{ends[1]:.1f}",
    )
    return [first, *([said["with_difference"]] if found.verdict in ("lower", "higher") else [])]


def without_relief(found: Mapping[str, Sequence[str]]) -> list[str]:
    """Return a sentence for each verdict without relief; `found`: the treatments' names by verdict.

    Pain that was lower, or cannot be compared yet, is not in it.
    """
    return [
        text.format(names="; ".join(found[verdict]))
        for verdict, text in words().beside.items()
        if found.get(verdict)
    ]


def _limit(limits: Night | Pain, verdict: str) -> Limit:
    return limits.possible if verdict == "possible_rise" else limits.clear


def _level(value: float | None, *, night: bool) -> str:
    """Return a level to the half point, a share of nights in tenths; "" where there is none."""
    if value is None:
        return ""
    return f"{round(value * 10)}" if night else f"{round(value * 2) / 2:g}"


def _weeks_ago(found: Trend, last_ordinal: int) -> str:
    if found.since is None:
        return ""
    n = max(1, round((last_ordinal - found.since.toordinal()) / 7))
    return words().since.one if n == 1 else words().since.more.format(n=n)
