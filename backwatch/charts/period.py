"""Which days a chart shows."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from backwatch.diary import Appointment

LENGTHS = {"4 weeks": 28, "3 months": 91, "1 year": 365}
ALL = "All"
SINCE_VISIT = "Since last appointment"


@dataclass(frozen=True)
class Period:
    """From one day to another, both included."""

    first: dt.date
    last: dt.date

    @property
    def length(self) -> int:
        """How many days it has, 1 or more."""
        return (self.last - self.first).days + 1

    def __contains__(self, day: dt.date) -> bool:
        return self.first <= day <= self.last


def periods(
    today: dt.date, oldest: dt.date | None, appointments: Iterable[Appointment] = ()
) -> dict[str, Period]:
    """Return the periods that can be chosen, by their words; each ends today.

    oldest: the first recorded day, or None; "All" begins there. The last appointment before today
    is offered where there is one within the diary.
    """
    found = {
        words: Period(today - dt.timedelta(days=length - 1), today)
        for words, length in LENGTHS.items()
    }
    first = min(oldest, today) if oldest else today
    found[ALL] = Period(first, today)
    visits = [a.date for a in appointments if first < a.date < today]
    if visits:
        found[SINCE_VISIT] = Period(max(visits), today)
    return found
