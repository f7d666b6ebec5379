"""Where it hurt in the first week, the last and the worst: small maps, and a list of the same."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

import numpy as np
import pandas as pd

from backwatch import diary, trend_words
from backwatch.body_paths import (
    BODY,
    FRONT_LINES,
    FRONT_ONLY,
    FRONT_SEAMS,
    FRONT_TICKS,
    FRONT_ZONES,
    LINES,
    SEAMS,
    TICKS,
    ZONES,
)
from backwatch.charts.chart import Chart, Records
from backwatch.charts.counts_words import words
from backwatch.charts.look import Colours
from backwatch.charts.period import Period
from backwatch.charts.words import dated

WEEK = dt.timedelta(days=7)
SHADES = 4


@dataclass(frozen=True)
class Window:
    """Some days and what was noted on them: days with an entry, with a place, with each zone."""

    title: str
    days: Period
    recorded: int
    placed: int
    zones: Mapping[str, int]
    note: str = ""


def chart(records: Records, period: Period, colours: Colours) -> Chart | None:
    """Return up to three maps of the period; None where no place was ever noted.

    The first week begins with the first day that has an entry. A zone counts once a day. Days
    without a place, such as a day too bad to fill in, are recorded days all the same.
    """
    said = words().places
    known = [entry for entry in records.entries if entry.date <= records.today]
    if not any(entry.places for entry in known):
        return None
    zones: dict[dt.date, set[str]] = {}
    for entry in known:
        if entry.date in period:
            zones.setdefault(entry.date, set()).update(place.place for place in entry.places)
    counts = Counter(zone for noted in zones.values() for zone in noted)
    counted = said.counted.format(placed=sum(map(bool, zones.values())), recorded=len(zones))
    if not counts:
        return Chart("places", said.title, (said.none,), counted)
    shown = _windows(records, Period(min(zones), period.last), zones)
    sentences = _sentences(counts, shown, len(zones))
    return Chart(
        id="places",
        title=said.title,
        sentences=(*sentences, said.means),
        counted=counted,
        drawing=_drawing(shown, records.today),
        alt=" ".join([sentences[0], *(_in_words(each, records.today) for each in shown)]),
        key=said.key,
        table=_table(counts, shown, len(zones)),
    )


def _windows(
    records: Records, days: Period, zones: Mapping[dt.date, set[str]]
) -> tuple[Window, ...]:
    """Return the first, the last and the worst week; one window where they would overlap."""
    said = words().places
    if days.length < 2 * WEEK.days:
        return (_window(said.all, days, zones),)
    weeks = {
        said.first: Period(days.first, days.first + WEEK - dt.timedelta(days=1)),
        said.last: Period(days.last - WEEK + dt.timedelta(days=1), days.last),
    }
    found = worst(records.days_in(days), days)
    notes: dict[Period, str] = {}
    if found:
        week, notes[week] = found
        same = next((title for title, other in weeks.items() if other == week), None)
        if same:
            weeks = {
                said.also_worst.format(title=title) if title == same else title: other
                for title, other in weeks.items()
            }
        else:
            weeks[said.worst] = week
    return tuple(_window(title, week, zones, notes.get(week, "")) for title, week in weeks.items())


def worst(frame: pd.DataFrame, days: Period) -> tuple[Period, str] | None:
    """Return the week with the highest mean pain and that mean in words; None with too few scores.

    Weeks are counted back from the last day. Of two equal ones the later is it.
    """
    series = diary.pain_series(frame)
    score = frame[series].to_numpy(dtype=np.float64, na_value=np.nan)
    back = (np.datetime64(days.last) - frame["day"].to_numpy().astype("datetime64[D]")).astype(int)
    scored = pd.Series(score).groupby(back // WEEK.days).agg(["count", "mean"])
    enough = scored[scored["count"] >= words().places.least_days]["mean"]
    if not len(enough):
        return None
    at = int(enough.to_numpy().argmax())
    ago = int(enough.index.to_numpy()[at])
    last = days.last - ago * WEEK
    first = max(days.first, last - WEEK + dt.timedelta(days=1))
    mean = f"{round(float(enough.to_numpy()[at]), 1):g}"
    name = trend_words.words().measures[series]
    return Period(first, last), words().places.mean.format(series=name, mean=mean)


def _window(title: str, days: Period, zones: Mapping[dt.date, set[str]], note: str = "") -> Window:
    inside = [noted for day, noted in zones.items() if day in days]
    counts = Counter(zone for noted in inside for zone in noted)
    order = diary.vocabulary().ids("zones")
    ranked = sorted(counts, key=lambda zone: (-counts[zone], order.index(zone)))
    return Window(
        *(title, days, len(inside), sum(map(bool, inside))),
        {zone: counts[zone] for zone in ranked},
        note,
    )


def _label(zone: str) -> str:
    return diary.vocabulary().label("zones", zone)


def _sentences(counts: Counter[str], shown: Sequence[Window], recorded: int) -> list[str]:
    said = words().places
    order = diary.vocabulary().ids("zones")
    most = min(counts, key=lambda zone: (-counts[zone], order.index(zone)))
    lines = [said.most.format(zone=_label(most), n=counts[most], days=recorded)]
    if len(shown) == 1:
        return [*lines, said.short]
    first, last = shown[0], shown[1]
    if not first.placed:
        lines.append(said.no_first)
    elif not last.placed:
        lines.append(said.no_last)
    else:
        new = [_label(zone) for zone in last.zones if zone not in first.zones]
        lines.append(said.new.format(zones="; ".join(new)) if new else said.no_new)
    if not any(each.note for each in shown):
        lines.append(said.no_worst.format(least=said.least_days))
    return lines


def _when(window: Window, today: dt.date) -> str:
    said, days = words().places, window.days
    first, last = (dated(day, today) for day in (days.first, days.last))
    counted = said.days.format(recorded=window.recorded, all=days.length)
    parts = [f"{first} to {last}" if days.length > 1 else first, window.note, counted]
    return "; ".join(part for part in parts if part)


def _lines(window: Window) -> list[str]:
    """Return each zone with its days, and on how many recorded days no place was noted."""
    said = words().places
    if not window.recorded:
        return [said.no_entry]
    lines = [f"{_label(zone)}: {n}" for zone, n in window.zones.items()]
    if not lines:
        return [said.nothing]
    without = window.recorded - window.placed
    return [*lines, *([said.no_place.format(n=without)] if without else [])]


def _in_words(window: Window, today: dt.date) -> str:
    return f"{window.title}, {_when(window, today)}: {'; '.join(_lines(window))}."


def _drawing(shown: Sequence[Window], today: dt.date) -> str:
    front = any(FRONT_ONLY & set(window.zones) for window in shown)
    parts = []
    for number, window in enumerate(shown):
        maps = _map(window, f"{number}b", front=False)
        if front:
            maps += _map(window, f"{number}f", front=True)
        items = "".join(f"<li>{escape(line)}</li>" for line in _lines(window))
        parts.append(
            f'<div class="m"><p class="t">{escape(window.title)}</p>'
            f'<p class="n">{escape(_when(window, today))}</p>'
            f'<div class="two">{maps}</div><ul>{items}</ul></div>'
        )
    return f'<div class="bw-maps{" pair" if front else ""}">{"".join(parts)}</div>'


def _map(window: Window, mark: str, *, front: bool) -> str:
    """Return one body as SVG: zones shaded by their share of recorded days, with their number."""
    paths, ticks = (FRONT_ZONES, FRONT_TICKS) if front else (ZONES, TICKS)
    lines, seams = (FRONT_LINES, FRONT_SEAMS) if front else (LINES, SEAMS)
    here = {zone: n for zone, n in window.zones.items() if zone in paths}
    clip, hatch = f"bw-clip-{mark}", f"bw-hatch-{mark}"
    fills = "".join(
        f'<path d="{paths[zone]}" class="s{_shade(n, window.recorded)}"/>'
        for zone, n in here.items()
    )
    if not window.recorded:
        fills = f'<path d="{BODY}" fill="url(#{hatch})"/>'
    numbers = "".join(
        f'<circle cx="{ticks[zone][0]}" cy="{ticks[zone][1]}" r="21"/>'
        f'<text x="{ticks[zone][0]}" y="{ticks[zone][1] + 11}">{n}</text>'
        for zone, n in here.items()
    )
    sides = ("R", "L") if front else ("L", "R")
    said = words().places.front if front else words().places.behind
    return (
        f'<figure><svg viewBox="10 6 300 468" aria-hidden="true"><defs>'
        f'<clipPath id="{clip}"><path d="{BODY}"/></clipPath>'
        f'<pattern id="{hatch}" width="14" height="14" patternUnits="userSpaceOnUse" '
        f'patternTransform="rotate(45)"><rect width="3" height="14" class="stripe"/></pattern>'
        f'</defs><path d="{BODY}" class="skin"/><g clip-path="url(#{clip})">{fills}'
        f'<path d="{seams}" class="seam"/></g><path d="{lines}" class="line"/>'
        f'<path d="{BODY}" class="rim"/>{numbers}'
        f'<text x="36" y="60">{sides[0]}</text><text x="284" y="60">{sides[1]}</text></svg>'
        f"<figcaption>{escape(said)}</figcaption></figure>"
    )


def _shade(n: int, recorded: int) -> int:
    """Return 1 (up to a quarter of the recorded days) to 4 (more than three quarters)."""
    return max(1, -(-n * SHADES // recorded))


def _table(counts: Counter[str], shown: Sequence[Window], recorded: int) -> pd.DataFrame:
    order = diary.vocabulary().ids("zones")
    ranked = sorted(counts, key=lambda zone: (-counts[zone], order.index(zone)))
    columns = {"Place": [_label(zone) for zone in ranked]}
    for window in shown if len(shown) > 1 else ():
        columns[f"{window.title} (of {window.recorded})"] = [
            str(window.zones.get(zone, 0)) if window.recorded else "not recorded" for zone in ranked
        ]
    columns[f"{words().places.whole} (of {recorded})"] = [str(counts[zone]) for zone in ranked]
    return pd.DataFrame(columns)
