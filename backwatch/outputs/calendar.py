"""Calendar files (iCalendar, RFC 5545): the safety-net date, a visit, a reminder for the diary.

The person may share the calendar, so nothing in a file says what it is about, and nothing that they
typed is in it. Times are local and have no zone: eight in the evening stays eight in the evening
when the clocks change, and on a journey.
"""

import datetime as dt
import hashlib
from functools import cache
from typing import TYPE_CHECKING, Annotated

from pydantic import BaseModel, ConfigDict, Field

from backwatch import paths, yaml_files
from backwatch.diary import Appointment
from backwatch.urgency import Urgency

if TYPE_CHECKING:
    from icalendar import Event

MOST_DAYS = 366  # of a reminder


class Words(BaseModel):
    """What the reminder says. `alarm_hour` is the hour of that morning at which it rings."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: str
    description: str
    file_name: str
    alarm_hour: int


class AppointmentWords(BaseModel):
    """What the entry for a visit says, how long it is, and when before it rings."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: str
    description: str
    file_name: str
    minutes: Annotated[int, Field(ge=15, le=240)]
    alarm_hours_before: Annotated[int, Field(ge=0, le=72)]


class DiaryWords(BaseModel):
    """What the daily reminder says, and for how many days unless the person says otherwise."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: str
    description: str
    file_name: str
    days: Annotated[int, Field(ge=1, le=MOST_DAYS)]


class _File(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    appointment: AppointmentWords
    diary: DiaryWords
    file_name: str
    description: str
    alarm_hour: Annotated[int, Field(ge=6, le=11)]
    titles: dict[str, str]


@cache
def _file() -> _File:
    return yaml_files.read_as(_File, paths.CONTENT / "calendar.yaml")


def words(level: Urgency) -> Words | None:
    """Return what the reminder of this level says; None for an emergency, where nobody waits.

    Raises DataFileError when content/calendar.yaml is damaged.
    """
    file = _file()
    title = file.titles.get(level.id)
    if title is None:
        return None
    return Words(
        title=title,
        description=file.description,
        file_name=file.file_name,
        alarm_hour=file.alarm_hour,
    )


def safety_net(check_id: str, on: dt.date, made_at: dt.datetime, words: Words) -> bytes:
    """Return the file: one event that lasts the whole day `on`, in no time zone, with an alarm.

    The same check gives the same event, so a second file moves the reminder and adds none; the
    later `made_at` wins. Raises ValueError where `made_at` has no time zone.
    """
    event = _event("safety net", check_id, made_at, words.title, words.description)
    event.add("dtstart", on)
    event.add("dtend", on + dt.timedelta(days=1))
    event.add("transp", "TRANSPARENT")  # the day is not shown as taken
    # From midnight, where the person is.
    return _file_of(event, rings=dt.timedelta(hours=words.alarm_hour))


def appointment_words() -> AppointmentWords:
    """Return what the file for a visit says. Raises DataFileError where the file is damaged."""
    return _file().appointment


def diary_words() -> DiaryWords:
    """Return what the reminder for the diary says. Raises DataFileError likewise."""
    return _file().diary


def appointment(visit: Appointment, made_at: dt.datetime) -> bytes:
    """Return the file: one event at the time of the visit, or of the whole day without a time.

    With whom and what to ask is not in it. The same visit gives the same event, so that a second
    file moves it. Raises ValueError where `made_at` has no time zone or the visit was never saved.
    """
    if visit.id is None:
        raise ValueError("a visit needs an id, so that its event can be moved")
    words = appointment_words()
    event = _event("visit", visit.id, made_at, words.title, words.description)
    if visit.time is None:
        event.add("dtstart", visit.date)
        event.add("dtend", visit.date + dt.timedelta(days=1))
        event.add("transp", "TRANSPARENT")
    else:
        start = dt.datetime.combine(visit.date, visit.time.replace(microsecond=0))
        event.add("dtstart", start)
        event.add("dtend", start + dt.timedelta(minutes=words.minutes))
        event.add("transp", "OPAQUE")
    return _file_of(event, rings=-dt.timedelta(hours=words.alarm_hours_before))


def diary_reminder(
    person_id: str, first: dt.date, at: dt.time, made_at: dt.datetime, days: int | None = None
) -> bytes:
    """Return the file: one event that comes back each day at the same local time, and then ends.

    Args:
        person_id: the same person gives the same event, so a second file changes the reminder.
        days: how many days, 1 to MOST_DAYS; None for as many as content/calendar.yaml says.

    A file cannot know whether the diary was written that day: it reminds in any case.
    Raises ValueError for other numbers, a time with a zone, or `made_at` without one.
    """
    words = diary_words()
    days = words.days if days is None else days
    if not 1 <= days <= MOST_DAYS:
        raise ValueError(f"a reminder goes on for 1 to {MOST_DAYS} days, not {days}")
    if at.tzinfo is not None:
        raise ValueError("the time of a reminder is local and has no zone")
    event = _event("diary", person_id, made_at, words.title, words.description)
    start = dt.datetime.combine(first, at.replace(second=0, microsecond=0))
    event.add("dtstart", start)
    event.add("duration", dt.timedelta(minutes=5))
    event.add("rrule", {"freq": "daily", "count": days})
    event.add("transp", "TRANSPARENT")
    return _file_of(event, rings=dt.timedelta(0))


def _event(kind: str, id: str, made_at: dt.datetime, title: str, description: str) -> "Event":
    from icalendar import Event

    if made_at.tzinfo is None:
        raise ValueError("made_at needs a time zone")
    event = Event()
    event.add("uid", _uid(kind, id))
    event.add("dtstamp", made_at.astimezone(dt.UTC).replace(microsecond=0))
    event.add("summary", title)
    event.add("description", description)
    event.add("class", "PRIVATE")
    return event


def _file_of(event: "Event", *, rings: dt.timedelta) -> bytes:
    """Return the file of one event. Its alarm stands last: some calendars read no further."""
    from icalendar import Alarm, Calendar

    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", event["summary"])
    alarm.add("trigger", rings)
    event.add_component(alarm)
    calendar: Calendar = Calendar()
    calendar.add("prodid", "-//Backwatch//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(event)
    file: bytes = calendar.to_ical()
    return file


def _uid(kind: str, id: str) -> str:
    """Return a name that is the same for the same thing and does not give its id away."""
    mark = hashlib.blake2b(id.encode(), digest_size=16, person=kind.encode()).hexdigest()
    return f"{mark}@backwatch"
