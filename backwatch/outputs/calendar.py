"""A calendar file (iCalendar, RFC 5545) for the safety-net date of a check.

The person may share the calendar, so nothing in the file says what it is about.
"""

import datetime as dt
import hashlib
from functools import cache
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from backwatch import paths, yaml_files
from backwatch.urgency import Urgency


class Words(BaseModel):
    """What the reminder says. `alarm_hour` is the hour of that morning at which it rings."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: str
    description: str
    file_name: str
    alarm_hour: int


class _File(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

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
    from icalendar import Alarm, Calendar, Event

    if made_at.tzinfo is None:
        raise ValueError("made_at needs a time zone")
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", words.title)
    alarm.add("trigger", dt.timedelta(hours=words.alarm_hour))  # from midnight, where the person is
    event = Event()
    event.add("uid", _uid(check_id))
    event.add("dtstamp", made_at.astimezone(dt.UTC).replace(microsecond=0))
    event.add("dtstart", on)
    event.add("dtend", on + dt.timedelta(days=1))
    event.add("summary", words.title)
    event.add("description", words.description)
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT")  # the day is not shown as taken
    event.add_component(alarm)
    calendar = Calendar()
    calendar.add("prodid", "-//Backwatch//EN")
    calendar.add("version", "2.0")
    calendar.add_component(event)
    file: bytes = calendar.to_ical()
    return file


def _uid(check_id: str) -> str:
    """Return a name that is the same for the same check and does not give its id away."""
    mark = hashlib.blake2b(check_id.encode(), digest_size=16, person=b"safety net").hexdigest()
    return f"{mark}@backwatch"
