"""How much relief each medicine gave and each treatment helped, as the person scored it."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from html import escape

import pandas as pd

from backwatch.charts.bars import bar
from backwatch.charts.chart import Chart, Records
from backwatch.charts.counts_words import cited, words
from backwatch.charts.look import Colours
from backwatch.charts.period import Period
from backwatch.charts.treatment import name_of
from backwatch.diary import Entry, Treatment

MOST_NAMES = 8  # in one sentence; the numbers hold them all


@dataclass
class Reliefs:
    """One medicine: its name as typed last, each relief that was scored, and times without one."""

    name: str
    scores: list[int] = field(default_factory=list)
    unscored: int = 0

    @property
    def times(self) -> int:
        """How often it was noted, with or without a score."""
        return len(self.scores) + self.unscored

    @property
    def helped(self) -> int:
        """How often the relief was `helped_from` or more (content/charts_counts.yaml)."""
        return sum(score >= words().relief.helped_from for score in self.scores)

    @property
    def mean(self) -> str:
        """The mean of the scores to one place; only where there is a score."""
        return f"{round(sum(self.scores) / len(self.scores), 1):g}"

    @property
    def enough(self) -> bool:
        """Whether there are scores enough for a mean to be shown."""
        return len(self.scores) >= words().relief.least_times


def by_medicine(entries: Iterable[Entry]) -> list[Reliefs]:
    """Return each medicine that was noted, the one noted most often first.

    One medicine is one name, whatever its letters' case and spaces. Each time it was noted counts,
    also twice a day; a relief that was not scored is apart, and a 0 is a score.
    """
    found: dict[str, Reliefs] = {}
    for entry in entries:
        for medicine in entry.medicines:
            name = " ".join(medicine.name.split()) or "(no name)"
            one = found.setdefault(name.casefold(), Reliefs(name))
            one.name = name
            if medicine.relief is None:
                one.unscored += 1
            else:
                one.scores.append(medicine.relief)
    return sorted(found.values(), key=lambda one: (-one.times, one.name.casefold()))


def chart(records: Records, period: Period, colours: Colours) -> Chart | None:
    """Return the medicines with their mean relief, and the treatments' own scores.

    None where no medicine and no score for a treatment was ever noted.
    """
    said = words().relief
    known = [entry for entry in records.entries if entry.date <= records.today]
    scored = [each for each in records.treatments if each.helped is not None]
    if not scored and not any(entry.medicines for entry in known):
        return None
    entries = [entry for entry in known if entry.date in period]
    medicines = by_medicine(entries)
    treatments = [each for each in scored if _in_use(each, period)]
    shown = [one for one in medicines if one.enough]
    sentences = _sentences(medicines, shown, treatments)
    drawn = bool(shown or treatments)
    return Chart(
        id="relief",
        title=said.title,
        sentences=tuple(sentences),
        counted=_counted(entries, medicines),
        drawing=_drawing(shown, treatments) if drawn else None,
        alt=_alt(shown, treatments),
        key=f"{said.key} {cited(said.sources)}" if drawn else "",
        table=_table(medicines, treatments),
    )


def _in_use(treatment: Treatment, period: Period) -> bool:
    """Return whether it was in use on a day of the period, as far as its dates say."""
    begun = treatment.started is None or treatment.started <= period.last
    return begun and (treatment.ended is None or treatment.ended >= period.first)


def _sentences(
    medicines: list[Reliefs], shown: list[Reliefs], treatments: list[Treatment]
) -> list[str]:
    said = words().relief
    if not medicines and not treatments:
        return [said.none]
    if shown:
        one = shown[0]
        first = said.first.format(
            name=one.name, helped=one.helped, scored=len(one.scores), mean=one.mean
        )
    elif any(one.scores for one in medicines) or not treatments:
        first = said.few.format(least=said.least_times)
    else:
        first = said.alone
    lines = [first]
    few = [(one.name, len(one.scores)) for one in medicines if not one.enough]
    if few and (shown or treatments):
        lines.append(said.waiting.format(names=_names(few), least=said.least_times))
    unscored = [(one.name, one.unscored) for one in medicines if one.unscored]
    if unscored:
        lines.append(said.unscored.format(names=_names(unscored)))
    if shown:
        lines.append(said.helped_is.format(helped_from=said.helped_from))
    return [*lines, f"{said.apart} {said.meaning}"]


def _names(counted: list[tuple[str, int]]) -> str:
    named = [f"{name} ({count})" for name, count in counted[:MOST_NAMES]]
    if len(counted) > MOST_NAMES:
        named.append(f"and {len(counted) - MOST_NAMES} more")
    return "; ".join(named)


def _counted(entries: list[Entry], medicines: list[Reliefs]) -> str:
    days: Counter[dt.date] = Counter()
    for entry in entries:
        days[entry.date] += sum(each.relief is not None for each in entry.medicines)
    return words().relief.counted.format(
        scored=sum(len(one.scores) for one in medicines),
        days=sum(count > 0 for count in days.values()),
        recorded=len(days),
    )


def _each(one: Reliefs) -> str:
    return words().relief.each.format(helped=one.helped, scored=len(one.scores))


def _alt(shown: list[Reliefs], treatments: list[Treatment]) -> str:
    lines = [f"{one.name}: mean relief {one.mean} of 10, {_each(one)}." for one in shown]
    lines += [f"{name_of(each)}: {each.helped} of 10." for each in treatments]
    return " ".join(lines)


def _drawing(shown: list[Reliefs], treatments: list[Treatment]) -> str:
    said = words().relief
    parts = []
    if shown:
        rows = [_row(one.name, _each(one), one.mean) for one in shown]
        parts.append(f'<p class="t">{escape(said.medicines)}</p>{"".join(rows)}')
    if treatments:
        rows = [_row(name_of(each), "", str(each.helped)) for each in treatments]
        parts.append(f'<p class="t">{escape(said.treatments)}</p>{"".join(rows)}')
    return f'<div class="bw-bars">{"".join(parts)}</div>'


def _row(name: str, beside: str, value: str) -> str:
    return (
        f'<div class="r"><span class="w">{escape(name)}</span><span class="n">{escape(beside)}'
        f"</span>{bar(float(value) / 10)}<b>{escape(value)}</b></div>"
    )


def _table(medicines: list[Reliefs], treatments: list[Treatment]) -> pd.DataFrame:
    few = f"fewer than {words().relief.least_times} scores"
    rows = [
        (
            *(one.name, "medicine", str(one.times), str(len(one.scores))),
            str(one.helped) if one.scores else "not recorded",
            one.mean if one.enough else few if one.scores else "not recorded",
        )
        for one in medicines
    ]
    rows += [(name_of(each), "treatment", "", "", "", str(each.helped)) for each in treatments]
    columns = ("Name", "Kind", "Times noted", "Times with a score", "Helped", "Mean, 0 to 10")
    return pd.DataFrame(rows, columns=list(columns))
