"""Which charts the page Trends shows under which topic, and for which days."""

from collections.abc import Callable

from backwatch.charts import Chart, Colours, Period, Records, daily_life, pain, periods, weeks
from ui import figures, forms, load, state

Make = Callable[[Records, Period, Colours], Chart | None]

# Under each topic its charts, in order. A chart that has nothing to do with this diary is None.
TOPICS: dict[str, tuple[Make, ...]] = {
    "Pain": (pain.chart, weeks.chart, daily_life.chart),
}


def records() -> Records:
    """Return everything that the open person recorded, read once after each save."""
    return state.made_once("records", (state.revision(), state.today()), _read)


def _read() -> Records:
    store, who = load.store(), state.person().id
    return Records(
        state.today(),
        tuple(store.entries(who)),
        state.days(),
        tuple(store.treatments(who)),
        tuple(store.test_results(who)),
        tuple(store.appointments(who)),
    )


def show() -> None:
    """Let the person choose a topic and a time, and show the charts."""
    kept = records()
    oldest = kept.entries[0].date if kept.entries else None
    times = periods(kept.today, oldest, kept.appointments)
    topic = _choice("What to look at", "topic", list(TOPICS), next(iter(TOPICS)))
    time = _choice("Show", "period", list(times), "3 months")
    given = (state.revision(), kept.today, time, figures.colours())
    for number, make in enumerate(TOPICS[topic]):
        chart = state.made_once(
            f"chart {topic} {number}",
            given,
            lambda m=make: figures.ready(m(kept, times[time], figures.colours())),
        )
        if chart:
            figures.card(chart)


def _choice(label: str, name: str, options: list[str], preset: str) -> str:
    """Ask for one of a few; a second press on the chosen one leaves it chosen."""
    return forms.choice(label, name, options, str, default=preset) or preset
