"""Calendar files for a visit and for the diary: local times, quiet words, nothing that was typed.

The reminder of a check has its own tests in test_calendar.py.
"""

import datetime as dt
import re

import icalendar
import pytest
from dateutil import rrule

from backwatch.diary import Appointment
from backwatch.outputs import calendar
from backwatch.urgency import Urgency
from tests.unit.test_calendar import HEALTH

MADE = dt.datetime(2026, 10, 20, 22, 5, 30, tzinfo=dt.timezone(dt.timedelta(hours=-5)))
VISIT = Appointment(
    id="3f9d2c17e4b04d0a",
    person_id="me",
    date=dt.date(2026, 12, 3),
    time=dt.time(14, 30, 59, 7),
    with_whom="Dr Ümit; Oncology, floor 3\n",
    questions="Is it the spine?",
)
ALL_DAY = VISIT.model_copy(update={"time": None})
FIRST = dt.date(2026, 10, 20)


def reminder(**changes):
    given = {"person_id": "me", "first": FIRST, "at": dt.time(20), "made_at": MADE} | changes
    return calendar.diary_reminder(**given)


def safety_net(**changes):
    words = calendar.words(Urgency.WITHIN_DAYS)
    return calendar.safety_net("a1", FIRST, MADE, words.model_copy(update=changes))


FILES = {
    "visit": calendar.appointment(VISIT, MADE),
    "visit without a time": calendar.appointment(ALL_DAY, MADE),
    "diary": reminder(),
    "check": safety_net(),
}
EACH = pytest.mark.parametrize("file", FILES.values(), ids=FILES)


def event(file):
    (found,) = icalendar.Calendar.from_ical(file).walk("VEVENT")
    return found


# --- the standard ---


@EACH
def test_lines_end_as_the_standard_asks_and_none_is_too_long(file):
    assert file.startswith(b"BEGIN:VCALENDAR\r\n")
    assert file.endswith(b"END:VCALENDAR\r\n")
    for line in file.removesuffix(b"\r\n").split(b"\r\n"):
        assert line
        assert len(line) <= 75
        assert b"\n" not in line
        assert b"\r" not in line
        line.decode()  # no letter is cut in two


def test_long_and_strange_words_come_back_as_they_were():
    strange = "Ünter, uns; 👩\u200d👩\u200d👧 back\\slash\nnew line: כאב " * 9
    file = safety_net(title=strange, description=strange)
    found = event(file)
    assert found["SUMMARY"] == found["DESCRIPTION"] == strange
    assert max(len(line) for line in file.split(b"\r\n")) <= 75
    assert [line.decode() for line in file.split(b"\r\n")]
    assert lines_of(file)["SUMMARY"] == strange


ESCAPED = {"\\n": "\n", "\\N": "\n", "\\,": ",", "\\;": ";", "\\\\": "\\"}


def lines_of(file):
    """Read a file by hand: unfold its lines, and take the texts out of their escapes."""
    text = file.decode().replace("\r\n ", "")
    found = {}
    for line in text.split("\r\n"):
        name, _, value = line.partition(":")
        found.setdefault(name, re.sub(r"\\.", lambda m: ESCAPED[m.group()], value))
    return found


@EACH
def test_a_reader_of_our_own_finds_the_same_words(file):
    assert lines_of(file)["SUMMARY"] == event(file)["SUMMARY"]
    assert lines_of(file)["DESCRIPTION"] == event(file)["DESCRIPTION"]


@EACH
def test_there_is_no_task_and_the_alarm_stands_last_in_its_event(file):
    lines = file.decode().split("\r\n")
    assert "BEGIN:VTODO" not in lines
    assert "METHOD:PUBLISH" in lines
    assert lines.index("END:VALARM") + 1 == lines.index("END:VEVENT")
    assert lines.count("BEGIN:VALARM") == lines.count("BEGIN:VEVENT") == 1


@EACH
def test_no_file_names_a_zone(file):
    assert b"TZID" not in file
    assert b"VTIMEZONE" not in file
    start = lines_of(file).get("DTSTART") or lines_of(file)["DTSTART;VALUE=DATE"]
    assert not start.endswith("Z")


# --- what others can see ---


@EACH
def test_nobody_who_sees_the_calendar_learns_anything_about_health(file):
    found = event(file)
    (alarm,) = found.walk("VALARM")
    for text in (found["SUMMARY"], found["DESCRIPTION"], alarm["DESCRIPTION"]):
        assert not set(re.findall(r"[a-z-]+", str(text).lower())) & HEALTH, text
    assert found["CLASS"] == "PRIVATE"
    assert not set(found) & {"LOCATION", "ATTENDEE", "ORGANIZER", "URL", "CATEGORIES", "COMMENT"}


def test_with_whom_and_what_to_ask_stays_out_of_the_file():
    text = FILES["visit"].decode()
    for word in ("mit", "Oncology", "floor", "spine", "3f9d2c17"):
        assert word not in text


def test_no_number_of_the_person_is_in_a_file():
    assert b"me@" not in FILES["diary"]
    assert re.fullmatch(r"[0-9a-f]{32}@backwatch", event(FILES["diary"])["UID"])


@pytest.mark.parametrize("words", [calendar.appointment_words(), calendar.diary_words()])
def test_the_file_name_can_be_saved_anywhere_and_says_nothing(words):
    assert re.fullmatch(r"[a-z-]+\.ics", words.file_name)
    assert not set(re.findall("[a-z]+", words.file_name)) & HEALTH


# --- a visit ---


def test_a_visit_stands_at_its_own_local_time_and_rings_the_day_before():
    found = event(FILES["visit"])
    assert found["DTSTART"].dt == dt.datetime(2026, 12, 3, 14, 30, 59)  # noqa: DTZ001
    assert found["DTEND"].dt > found["DTSTART"].dt
    (alarm,) = found.walk("VALARM")
    assert found["DTSTART"].dt + alarm["TRIGGER"].dt == dt.datetime(2026, 12, 2, 14, 30, 59)  # noqa: DTZ001


def test_a_visit_without_a_time_is_of_the_whole_day_and_not_at_midnight():
    found = event(FILES["visit without a time"])
    assert found["DTSTART"].dt == dt.date(2026, 12, 3)
    assert found["DTSTART"].params["VALUE"] == "DATE"
    assert found["TRANSP"] == "TRANSPARENT"


def test_a_visit_that_moved_is_one_event_still_and_another_visit_is_another():
    moved = VISIT.model_copy(update={"date": dt.date(2026, 12, 9)})
    later = calendar.appointment(moved, MADE + dt.timedelta(days=1))
    assert event(later)["UID"] == event(FILES["visit"])["UID"]
    assert event(later)["DTSTAMP"].dt > event(FILES["visit"])["DTSTAMP"].dt
    other = VISIT.model_copy(update={"id": "other"})
    assert event(calendar.appointment(other, MADE))["UID"] != event(FILES["visit"])["UID"]


def test_a_visit_that_was_never_saved_is_refused():
    with pytest.raises(ValueError, match="id"):
        calendar.appointment(VISIT.model_copy(update={"id": None}), MADE)


# --- the diary ---


def occurrences(file):
    found = event(file)
    rule = found["RRULE"].to_ical().decode()
    return list(rrule.rrulestr(rule, dtstart=found["DTSTART"].dt))


def test_the_reminder_rings_at_the_same_time_each_day_also_when_the_clocks_change():
    rings = occurrences(FILES["diary"])  # over 25 October in Europe, 1 November in America
    assert {each.time() for each in rings} == {dt.time(20)}
    assert [each.date() for each in rings] == [FIRST + dt.timedelta(days=n) for n in range(28)]
    (alarm,) = event(FILES["diary"]).walk("VALARM")
    assert alarm["TRIGGER"].dt == dt.timedelta(0)


def test_the_reminder_ends_by_itself_after_the_days_that_were_chosen():
    for days in (1, 7, calendar.MOST_DAYS):
        assert len(occurrences(reminder(days=days))) == days


@pytest.mark.parametrize("days", [0, -1, calendar.MOST_DAYS + 1])
def test_a_reminder_of_no_day_or_without_an_end_is_refused(days):
    with pytest.raises(ValueError, match="days"):
        reminder(days=days)


def test_a_second_file_changes_the_reminder_and_adds_none():
    later = reminder(at=dt.time(7, 30), made_at=MADE + dt.timedelta(hours=1))
    assert event(later)["UID"] == event(FILES["diary"])["UID"]
    assert event(later)["UID"] != event(reminder(person_id="other"))["UID"]


def test_a_moment_without_a_zone_and_a_time_with_one_are_refused():
    naive = dt.datetime(2026, 10, 20)  # noqa: DTZ001
    with pytest.raises(ValueError, match="zone"):
        reminder(made_at=naive)
    with pytest.raises(ValueError, match="zone"):
        calendar.appointment(VISIT, naive)
    with pytest.raises(ValueError, match="zone"):
        reminder(at=dt.time(20, tzinfo=dt.UTC))


@EACH
def test_the_same_facts_give_the_same_bytes(file):
    again = {
        "visit": calendar.appointment(VISIT, MADE),
        "visit without a time": calendar.appointment(ALL_DAY, MADE),
        "diary": reminder(),
        "check": safety_net(),
    }
    assert file in again.values()
    assert again == FILES
