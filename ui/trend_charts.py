"""Which charts the page Trends shows under which topic, and for which days."""

from collections.abc import Callable, Sequence

from backwatch.charts import (
    Chart,
    Colours,
    Period,
    Records,
    causes,
    daily_life,
    night_calendar,
    pain,
    periods,
    places,
    relief,
    sign_calendar,
    treatment,
    week_counts,
    weeks,
    weight,
    year,
)
from ui import cards, diary_fields, figures, forms, load, state

Make = Callable[[Records, Period, Colours], Chart | Sequence[Chart] | None]

# Under each topic its charts, in order. A chart that has nothing to do with this diary is None.
TOPICS: dict[str, tuple[Make, ...]] = {
    "Pain": (pain.chart, weeks.chart, week_counts.chart, daily_life.chart, year.chart),
    "Nights": (night_calendar.chart,),
    "What helps": (treatment.charts, relief.chart),
    "Places and causes": (places.chart, causes.chart),
    "Signs and weight": (sign_calendar.chart, weight.chart),
}


def records() -> Records:
    """Return everything that the open person recorded, read once after each save."""
    return state.made_once("records", (state.revision(), state.today()), _read)


def _read() -> Records:
    store, who = load.store(), state.person().id
    return Records(
        state.today(),
        tuple(state.entries()),
        state.days(),
        tuple(store.treatments(who)),
        tuple(store.test_results(who)),
        tuple(store.appointments(who)),
        diary_fields.in_pounds(),
    )


def show() -> None:
    """Let the person choose a topic and a time, and show the charts."""
    kept = records()
    oldest = kept.entries[0].date if kept.entries else None
    times = periods(kept.today, oldest, kept.appointments)
    topic = _choice("What to look at", "topic", list(TOPICS), next(iter(TOPICS)))
    time = _choice("Show", "period", list(times), "3 months")
    given = (state.revision(), kept.today, figures.colours())  # many look at one time, then another
    charts = [
        chart
        for number, make in enumerate(TOPICS[topic])
        for chart in state.each_made_once(
            "charts",
            given,
            (topic, number, times[time]),
            lambda m=make: _made(m, kept, times[time]),
        )
    ]
    for chart in charts:
        figures.card(chart)
    if not charts:
        cards.text("Your diary holds nothing of this kind yet. You can add it to an entry.")
        cards.link("diary", "Add to your diary")


def _made(make: Make, kept: Records, period: Period) -> list[figures.Ready]:
    """Return what a maker makes, as a list, ready to be shown."""
    made = make(kept, period, figures.colours())
    return [figures.ready(one) for one in ([made] if isinstance(made, Chart) else made or ())]


def _choice(label: str, name: str, options: list[str], preset: str) -> str:
    """Ask for one of a few; one is always chosen."""
    return forms.choice(label, name, options, str, default=preset, required=True) or preset
