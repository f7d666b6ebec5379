"""The calendar file: one quiet reminder, that a shared calendar may hold and nobody can read."""

import datetime as dt
import re

import icalendar
import pytest

from backwatch.outputs import calendar
from backwatch.urgency import Urgency

DAY = dt.date(2026, 11, 27)
MADE = dt.datetime(2026, 11, 20, 22, 5, 30, tzinfo=dt.timezone(dt.timedelta(hours=-5)))
WAITING = [level for level in Urgency if level is not Urgency.EMERGENCY]
EACH = pytest.mark.parametrize("level", WAITING, ids=lambda level: level.id)
HEALTH = {
    *("pain", "ache", "hurt", "cancer", "tumor", "tumour", "lung", "spine", "spinal"),
    *("leg", "chest", "doctor", "gp", "nurse", "hospital", "health", "symptom", "sign"),
    *("ill", "illness", "sick", "clinic", "medical", "medicine", "emergency", "urgent", "level"),
    *("check-up", "diagnosis", "appointment", "visit", "patient", "treatment"),
}


def made(level: Urgency = Urgency.WITHIN_DAYS, **changes: object) -> bytes:
    words = calendar.words(level)
    assert words is not None
    given = {"check_id": "a1b2", "on": DAY, "made_at": MADE, "words": words} | changes
    return calendar.safety_net(**given)  # type: ignore[arg-type]


def event(file: bytes) -> icalendar.Event:
    found = icalendar.Calendar.from_ical(file).walk("VEVENT")
    assert len(found) == 1
    return found[0]


@EACH
def test_the_reminder_lasts_the_whole_day_in_whatever_zone_the_person_is(level):
    found = event(made(level))
    assert found["DTSTART"].dt == DAY
    assert found["DTSTART"].params["VALUE"] == "DATE"
    assert found["DTEND"].dt == DAY + dt.timedelta(days=1)
    assert b"TZID" not in made(level)
    assert b"VTIMEZONE" not in made(level)


def test_the_reminder_rings_on_the_morning_of_that_day():
    [alarm] = event(made()).walk("VALARM")
    assert alarm["ACTION"] == "DISPLAY"
    start = dt.datetime.combine(DAY, dt.time())
    rings = start + alarm["TRIGGER"].dt
    assert rings.date() == DAY
    assert 7 <= rings.hour < 12
    assert alarm["TRIGGER"].params.get("RELATED", "START") == "START"


@EACH
def test_nobody_who_sees_the_calendar_learns_anything_about_health(level):
    found = event(made(level))
    [alarm] = found.walk("VALARM")
    words = calendar.words(level)
    seen = [found["SUMMARY"], found["DESCRIPTION"], alarm["DESCRIPTION"], words.file_name]
    for text in seen:
        assert not set(re.findall(r"[a-z-]+", str(text).lower())) & HEALTH, text
    assert "cancer" not in made(level).decode().lower()
    assert found["CLASS"] == "PRIVATE"
    for name in ("LOCATION", "ATTENDEE", "ORGANIZER", "URL", "CATEGORIES"):
        assert name not in found


def test_the_title_says_to_call_back_and_the_note_to_answer_again():
    found = event(made())
    assert found["SUMMARY"] == "Call back if not seen yet"
    assert "Open Backwatch and answer the check again" in found["DESCRIPTION"]


def test_a_person_who_was_told_to_wait_at_home_is_not_told_to_call_back():
    assert "Call back" not in event(made(Urgency.SELF_CARE))["SUMMARY"]


def test_an_emergency_gets_no_reminder_because_nobody_waits():
    assert calendar.words(Urgency.EMERGENCY) is None


def test_the_day_stays_free_for_others_who_look_at_the_calendar():
    assert event(made())["TRANSP"] == "TRANSPARENT"


def test_the_same_check_gives_the_same_bytes():
    assert made() == made()


def test_a_second_file_of_the_same_check_replaces_the_first_reminder():
    later = made(on=DAY + dt.timedelta(days=7), made_at=MADE + dt.timedelta(days=1))
    assert event(later)["UID"] == event(made())["UID"]
    assert event(later)["DTSTAMP"].dt > event(made())["DTSTAMP"].dt


def test_another_check_is_another_reminder():
    assert event(made(check_id="a1b3"))["UID"] != event(made())["UID"]


def test_the_check_s_own_id_does_not_leave_the_computer():
    check = "3f9d2c17e4b04d0a9c0f5e6a7b8c9d0e"
    assert check not in made(check_id=check).decode()


def test_the_stamp_is_the_moment_passed_in_written_in_universal_time():
    assert b"DTSTAMP:20261121T030530Z\r\n" in made()


def test_a_moment_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        made(made_at=dt.datetime(2026, 11, 20, 22, 5))  # noqa: DTZ001


def test_every_line_ends_as_the_standard_asks_and_none_is_too_long():
    long = calendar.words(Urgency.ROUTINE).model_copy(update={"description": "Ünter, uns; " * 30})
    for file in (made(), made(words=long)):
        assert file.endswith(b"END:VCALENDAR\r\n")
        lines = file.split(b"\r\n")
        assert not any(b"\n" in line or b"\r" in line for line in lines)
        assert max(len(line) for line in lines) <= 75
    assert event(made(words=long))["DESCRIPTION"] == "Ünter, uns; " * 30


@EACH
def test_the_file_name_can_be_saved_anywhere(level):
    assert re.fullmatch(r"[a-z-]+\.ics", calendar.words(level).file_name)
