"""How single values of foreign files are read. Nothing is guessed; what is not plain is refused."""

import datetime as dt
import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Literal
from zoneinfo import ZoneInfo

DateOrder = Literal["dmy", "mdy"]

_NUMBER = re.compile(r"-?[0-9]{1,9}(?:\.[0-9]{1,9})?")
_ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NUMERIC_DAY = re.compile(r"([0-9]{1,2})([./-])([0-9]{1,2})\2([0-9]{4})")
_CLOCK = re.compile(r"([0-9]{1,2}):([0-9]{2})(?::[0-9]{2})?")
_STAMP = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})[T ]([0-9]{2}:[0-9]{2})(?::[0-9]{2}(?:\.[0-9]{1,9})?)?"
    r" ?(Z|[+-][0-9]{2}:?[0-9]{2})?"
)
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
FIRST_DAY = dt.date(1900, 1, 1)


class BadImport(ValueError):
    """The file cannot be read at all. The message is one plain sentence that says what to do."""


class NeedsDateOrder(BadImport):
    """Days such as 03/04/2026 can be read in two ways. `examples`: up to three of them."""

    def __init__(self, examples: tuple[str, ...]) -> None:
        super().__init__(
            f"days such as {examples[0]} can be read in two ways; "
            "say dmy (day first) or mdy (month first)."
        )
        self.examples = examples


class NeedsZone(BadImport):
    """The file keeps world time, and nobody said where the person was."""

    def __init__(self) -> None:
        super().__init__("this file keeps world time; give your time zone, such as Europe/Berlin.")


class Bad(ValueError):
    """One record cannot be read. `column` is where; the message never repeats what stands there."""

    def __init__(self, column: str, why: str) -> None:
        super().__init__(why)
        self.column = column


def number(text: str) -> Decimal | None:
    """Return a plain number such as -3 or 6.5, or None. No 1e3, 1_0, other digits or "nan"."""
    return Decimal(text) if _NUMBER.fullmatch(text) else None


def plain_number(value: Decimal) -> str:
    """Return 6 for 6.0 and 6.5 for 6.50."""
    return "0" if value == 0 else format(value.normalize(), "f")


def rounded(value: Decimal, places: int) -> Decimal:
    """Return the value with at most so many decimals."""
    return round(value, places)


def day(text: str, column: str, order: DateOrder | None = None) -> dt.date:
    """Return a day written as 2026-11-20, or in the given order as 20/11/2026 or 20.11.2026.

    Raises Bad for everything else, also for days before 1900.
    """
    found = None
    try:
        if _ISO_DAY.fullmatch(text):
            found = dt.date.fromisoformat(text)
        elif order and (parts := _NUMERIC_DAY.fullmatch(text)):
            first, second, year = int(parts[1]), int(parts[3]), int(parts[4])
            month, of_month = (second, first) if order == "dmy" else (first, second)
            found = dt.date(year, month, of_month)
    except ValueError:
        found = None
    if found is None or found < FIRST_DAY:
        raise Bad(column, "this is not a day such as 2026-11-20.")
    return found


def settle_order(texts: Iterable[str], order: DateOrder | None) -> None:
    """Raise NeedsDateOrder when days are written as 03/04/2026 and no order is given."""
    if order is None:
        days = (text.strip().split(" ")[0] for text in texts)
        examples = tuple(dict.fromkeys(day for day in days if _NUMERIC_DAY.fullmatch(day)))
        if examples:
            raise NeedsDateOrder(examples[:3])


def clock(text: str, column: str) -> dt.time:
    """Return a time written as 7:40, 07:40 or 07:40:30, to the minute. Raises Bad otherwise."""
    parts = _CLOCK.fullmatch(text)
    try:
        if parts:
            return dt.time(int(parts[1]), int(parts[2]))
    except ValueError:
        pass
    raise Bad(column, "this is not a time such as 08:30.")


class Moment:
    """A day and a time of the person, with minutes east of UTC or None."""

    __slots__ = ("date", "moved", "offset", "time")

    def __init__(
        self, date: dt.date, time: dt.time | None, offset: int | None, moved: bool = False
    ) -> None:
        self.date, self.time, self.offset = date, time, offset
        self.moved = moved  # the person's day is not the day that the file shows


def from_utc(moment: dt.datetime, zone: ZoneInfo | None, column: str) -> Moment:
    """Return a moment of world time as it was in `zone`. Raises NeedsZone without one."""
    if zone is None:
        raise NeedsZone
    try:
        local = moment.astimezone(zone)
    except OverflowError:
        raise Bad(column, "this moment is too far away.") from None
    return _local(local, column, moved=local.date() != moment.date())


def _local(local: dt.datetime, column: str, moved: bool = False) -> Moment:
    if local.date() < FIRST_DAY:
        raise Bad(column, "this day is before 1900.")
    offset = local.utcoffset() or dt.timedelta()
    minutes = int(offset.total_seconds() // 60)
    return Moment(local.date(), dt.time(local.hour, local.minute), minutes, moved)


def stamp(text: str, zone: ZoneInfo | None, column: str, *, utc: bool = False) -> Moment:
    """Return a moment such as 2026-11-10T23:00+01:00.

    With an offset it is the person's own time as written. With Z it is world time, and so it is
    without an offset if `utc`; otherwise a moment without offset is the person's own time.
    """
    parts = _STAMP.fullmatch(text)
    if not parts:
        raise Bad(column, "this is not a moment such as 2026-11-20T08:30.")
    date = day(parts[1], column)
    local = dt.datetime.combine(date, clock(parts[2], column), dt.UTC)
    mark = parts[3] or ("Z" if utc else "")
    if mark == "Z":
        return from_utc(local, zone, column)
    if not mark:
        return Moment(date, local.timetz().replace(tzinfo=None), None)
    hours, minutes = int(mark[1:3]), int(mark[-2:])
    offset = (hours * 60 + minutes) * (-1 if mark[0] == "-" else 1)
    return Moment(date, local.timetz().replace(tzinfo=None), _offset(offset, column))


def _offset(minutes: int, column: str) -> int:
    if not -720 <= minutes <= 840:
        raise Bad(column, "no time zone is that far from world time.")
    return minutes


def epoch_ms(value: Decimal | None, column: str) -> dt.datetime:
    """Return the moment of a count of milliseconds since 1970. Raises Bad for no such count."""
    try:
        if value is not None and value == int(value):
            return _EPOCH + dt.timedelta(milliseconds=int(value))
    except OverflowError:
        pass
    raise Bad(column, "this is not a moment in milliseconds.")


def epoch_number(text: str) -> Decimal | None:
    """Return a whole number of up to 15 digits, or None."""
    return Decimal(text) if re.fullmatch(r"-?[0-9]{1,15}", text) else None


def with_offset(moment: dt.datetime, minutes: Decimal | None, column: str) -> Moment:
    """Return a moment of world time, so many minutes east of UTC."""
    if minutes is None or minutes != int(minutes):
        raise Bad(column, "the time zone of this moment cannot be read.")
    east = _offset(int(minutes), column)
    try:
        return _local(moment.astimezone(dt.timezone(dt.timedelta(minutes=east))), column)
    except OverflowError:
        raise Bad(column, "this moment is too far away.") from None


def offset_text(minutes: int) -> str:
    """Return +0130 for 90."""
    sign = "-" if minutes < 0 else "+"
    return f"{sign}{abs(minutes) // 60:02}{abs(minutes) % 60:02}"


def hours(text: str) -> Decimal | None:
    """Return 5.5 for 5:30 and 5:30:00, hours with at most two decimals; None for other texts."""
    parts = re.fullmatch(r"([0-9]{1,2}):([0-5][0-9])(?::([0-5][0-9]))?", text)
    if not parts:
        return None
    seconds = int(parts[1]) * 3600 + int(parts[2]) * 60 + int(parts[3] or 0)
    return rounded(Decimal(seconds) / 3600, 2)
