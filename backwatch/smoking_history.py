"""A life of smoking, told in times: pack-years, years, breaks, and how far memory may be off.

Cigarettes from a pack count. Hand-rolled ones, pipe and cigars are not counted in the same way by
every programme: they are told apart, so that a programme's answer can stay open. Vaping stands
apart. Years in which two kinds overlap count once.
"""

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from backwatch.screening import recalled
from backwatch.screening_person import Person, Value
from backwatch.screening_rules import book
from backwatch.screening_words import words
from backwatch.smoking import CIGARETTES_IN_A_PACK, packs_times_years

Kind = Literal["cigarettes", "hand_rolled", "pipe", "cigars", "vaping"]
Unit = Literal["day", "week"]

DAYS_A_WEEK = 7
MANY = 1_000.0  # pack-years: what pipe and cigars might make, so that no limit rules them out
_SMOOTH = 9
CIGARETTES = ("cigarettes", "hand_rolled")  # the kinds that are counted one by one

Span = tuple[float, float]


@dataclass(frozen=True)
class Period:
    """One time of smoking, in the person's age. None means not told.

    end: None with `goes_on` for somebody who still does. amount: how many a day or a week. sure: an
    amount that looked too high and was confirmed.
    """

    kind: Kind = "cigarettes"
    start: float | None = None
    end: float | None = None
    goes_on: bool = False
    amount: float | None = None
    unit: Unit = "day"
    sure: float | None = None

    @property
    def asked_back(self) -> bool:
        """Whether so many a day must be confirmed first; see `asked_back` in the rules."""
        if self.kind not in CIGARETTES or self.a_day is None or self.amount == self.sure:
            return False
        return self.a_day > book().asked_back.over_a_day

    @property
    def a_day(self) -> float | None:
        """How many a day; None where it was not told."""
        if self.amount is None:
            return None
        return self.amount / DAYS_A_WEEK if self.unit == "week" else self.amount


class Beside(NamedTuple):
    """What stands beside one time: what it still needs; with `wrong`, what cannot be or is odd."""

    text: str = ""
    wrong: bool = False


@dataclass(frozen=True)
class History:
    """What the times make together.

    pack_years: of cigarettes from a pack alone. with_rolled: with hand-rolled ones one for one.
    years: of cigarettes of both kinds, breaks left out, overlaps once. daily_years: of these, the
    ones with a cigarette or more each day. years_of_all: with pipe and cigars. a_day: the average
    over `years`. quit_years: since the last cigarette, 0 for somebody who smokes; None where nobody
    smoked cigarettes. quit_all: since the last tobacco. breaks: between cigarettes, as ages.
    smokes: whether cigarettes go on. lines: how it came out. open: how many times are not
    finished; while there is one, nothing is worked out as a whole. problems: what cannot be.
    beside: for each time, in the order given, what stands beside it; an empty text for nothing.
    """

    pack_years: float
    with_rolled: float
    years: float
    years_of_all: float
    daily_years: float
    a_day: float | None
    quit_years: float | None
    quit_all: float | None
    breaks: tuple[Span, ...]
    smokes: bool
    smokes_any: bool
    other_tobacco: bool
    vaped: bool
    lines: tuple[str, ...]
    open: int
    problems: tuple[str, ...]
    beside: tuple[Beside, ...]

    @property
    def is_whole(self) -> bool:
        """Whether something was told and nothing of it is open or impossible."""
        return not self.open and not self.problems and self.years_of_all > 0

    @property
    def likely(self) -> Span:
        """Between which pack-years the truth is likely to lie, as memory goes."""
        return recalled(self.pack_years)[0], recalled(max(self.pack_years, self.with_rolled))[1]

    @property
    def counted_apart(self) -> bool:
        """Whether tobacco was smoked that programmes may or may not count."""
        return self.other_tobacco or self.with_rolled > self.pack_years


def _joined(spans: Iterable[Span]) -> list[Span]:
    """Return spans in order, overlapping or touching ones as one."""
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found


def _length(spans: Iterable[Span]) -> float:
    return round(sum(end - start for start, end in spans), _SMOOTH)


def read(periods: Sequence[Period], age: float | None) -> History:
    """Return what these times make together for somebody of this age.

    A time without its start, end or amount is open and left out of every number, and so is one
    whose amount is asked back; vaping needs no amount, pipe and cigars neither. age: needed for a
    time that goes on, and for years since.
    """
    said = words().smoking
    spans: dict[str, list[Span]] = {kind: [] for kind in said.kinds}
    daily: list[Span] = []
    lines: list[str] = []
    problems: list[str] = []
    counted = rolled = 0.0
    beside = [Beside()] * len(periods)
    unfinished: list[str] = []
    in_order = sorted(enumerate(periods), key=lambda at: (at[1].start is None, at[1].start or 0))
    for at, period in in_order:
        end = age if period.goes_on else period.end
        a_day = period.a_day
        needs_amount = period.kind in CIGARETTES
        if missing := _missing(period, age):
            beside[at] = Beside(said.missing.format(what=missing))
            unfinished.append(said.open.format(number=at + 1, what=missing))
            continue
        assert period.start is not None
        assert end is not None
        problem = _impossible(period.start, end, age)
        if problem:
            beside[at] = Beside(words().beside[problem], wrong=True)
            problems.append(words().problems[problem].format(number=at + 1))
            continue
        if period.asked_back:
            packs = f"{_packs(period):.1f}".removesuffix(".0")
            asked = said.asked_back.format(amount=f"{period.amount:g}", packs=packs)
            beside[at] = Beside(asked, wrong=True)
            unfinished.append(said.to_confirm.format(number=at + 1))
            continue
        spans[period.kind].append((period.start, end))
        if needs_amount and a_day and a_day >= 1:
            daily.append((period.start, end))
        value = packs_times_years(a_day, end - period.start) if needs_amount and a_day else 0.0
        if period.kind == "cigarettes":
            counted += value
        elif period.kind == "hand_rolled":
            rolled += value
        lines.append(_line(period, end, value))
    cigarettes = _joined(spans["cigarettes"] + spans["hand_rolled"])
    everything = _joined([*cigarettes, *spans["pipe"], *spans["cigars"]])
    breaks = tuple((before[1], after[0]) for before, after in itertools.pairwise(cigarettes))
    lines += [said.gap.format(start=f"{a:g}", end=f"{b:g}") for a, b in breaks]
    lines += unfinished
    years = _length(cigarettes)
    counted, both = round(counted, _SMOOTH), round(counted + rolled, _SMOOTH)
    goes_on = {period.kind for period in periods if period.goes_on}
    return History(
        pack_years=counted,
        with_rolled=both,
        years=years,
        years_of_all=_length(everything),
        daily_years=_length(_joined(daily)),
        a_day=both * CIGARETTES_IN_A_PACK / years if years else None,
        quit_years=_since(cigarettes, age),
        quit_all=_since(everything, age),
        breaks=breaks,
        smokes=bool(goes_on & set(CIGARETTES)),
        smokes_any=bool(goes_on - {"vaping"}),
        other_tobacco=bool(spans["pipe"] or spans["cigars"]),
        vaped=any(period.kind == "vaping" for period in periods),
        lines=tuple(lines),
        open=len(unfinished),
        problems=tuple(problems),
        beside=tuple(beside),
    )


def _missing(period: Period, age: float | None) -> str:
    """Return what a time still needs, in words; empty where it has all."""
    wanted = {
        "start": period.start is None,
        "end": period.end is None and not period.goes_on,
        "amount": period.kind in CIGARETTES and not period.a_day,
        "age": period.goes_on and age is None,
    }
    return ", ".join(words().smoking.needs[name] for name, open_ in wanted.items() if open_)


def _impossible(start: float, end: float, age: float | None) -> str | None:
    if end <= start:
        return "ends_before"
    return "after_today" if age is not None and end > age else None


def _packs(period: Period) -> float:
    return (period.a_day or 0) / CIGARETTES_IN_A_PACK


def _since(spans: Sequence[Span], age: float | None) -> float | None:
    return round(age - spans[-1][1], _SMOOTH) if spans and age is not None else None


def _many(value: float, one: str, several: str) -> str:
    return one if value == 1 else several


def _line(period: Period, end: float, value: float) -> str:
    said = words().smoking
    start = period.start or 0
    template = {"cigarettes": said.counted, "hand_rolled": said.rolled, "vaping": said.vaping}
    packs = _packs(period)
    return template.get(period.kind, said.other).format(
        start=f"{start:g}",
        end=said.now if period.goes_on else f"{end:g}",
        amount=f"{period.amount or 0:g}",
        unit=said.units[period.unit],
        kind=said.kinds[period.kind].lower(),
        packs=f"{packs:.2g}",
        word=_many(packs, "pack", "packs"),
        years=f"{end - start:g}",
        years_word=_many(end - start, "year", "years"),
        value=_short(value),
    )


def totals(history: History) -> tuple[str, ...]:
    """Return what the times make together, in sentences: the sum, the likely range, and why.

    How many changed sides of a limit is said only where that limit lies within the likely range.
    """
    said = words().smoking
    changed = book().recall.changed_sides
    found = [
        said.total.format(
            value=_short(history.pack_years),
            years=f"{history.years:g}",
            years_word=_many(history.years, "year", "years"),
        )
    ]
    if history.with_rolled > history.pack_years:
        found.append(said.with_rolled.format(value=_short(history.with_rolled)))
    if history.with_rolled > 0:
        low, high = history.likely
        found.append(said.range.format(low=f"{low:.0f}", high=f"{high:.0f}"))
        found += [
            said.changed.format(changed=number, of=changed.of, limit=limit)
            for limit, number in ((20, changed.at_20), (30, changed.at_30))
            if low <= limit <= high
        ]
    return tuple(found)


def _short(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def applied(person: Person, history: History) -> tuple[Person, Person | None]:
    """Return the person with this history, and the same with all tobacco counted, or None.

    The first counts cigarettes from a pack alone. The second counts hand-rolled ones one for one,
    pipe and cigars as much as any limit asks, and goes by the last tobacco of any kind. It is None
    where there is none of these. A history that is not whole changes nothing.
    """
    if not history.is_whole:
        return person, None
    narrow: dict[str, Value] = {
        "smoking_status": "current" if history.smokes else "former",
        "pack_years": history.pack_years,
        "duration_years": history.years,
        "daily_smoking_years": history.daily_years,
    }
    if history.a_day is not None:
        narrow["cigs_per_day"] = history.a_day
    if history.breaks:
        narrow["longest_break_years"] = max(end - start for start, end in history.breaks)
    if not history.smokes:
        since = history.quit_years if history.quit_years is not None else history.quit_all
        if since is not None:
            narrow["quit_years"] = since
    told = person.with_values(**narrow)
    if not history.counted_apart:
        return told, None
    wide: dict[str, Value] = {
        "pack_years": MANY if history.other_tobacco else history.with_rolled,
        "duration_years": history.years_of_all,
        "daily_smoking_years": history.years_of_all,
        "smoking_status": "current" if history.smokes_any else "former",
    }
    if not history.smokes_any and history.quit_all is not None:
        wide["quit_years"] = history.quit_all
    if history.smokes_any:
        wide["quit_years"] = 0
    return told, told.with_values(**wide)
