"""No word of a person gets into a log, a file beside the diary, or a message, whatever fails."""

import contextlib
import re
import sqlite3

import pytest

from backwatch.diary import Appointment, Medicine, TestResult, Treatment
from backwatch.home import DATABASE
from tests.browser import people
from tests.browser.conftest import settled
from tests.browser.people import press

CANARY = "Canary4711"
# Every way in which this project's own code and its libraries report a bad record.
FAULTS = """
import datetime as dt, json, sqlite3, warnings, logging
import pydantic, sqlalchemy as sa, streamlit as st
from backwatch import diary, yaml_files
from backwatch.diary import Entry, Medicine, Place
from backwatch.person import Person
from backwatch.questionnaire import questionnaire
from ui import load, state

C = "{canary}"
store = load.store()
who = store.person().id
entry = store.entries(who)[0]


def entry_with(**values):
    return Entry(**(entry.model_dump() | values))


def sql(words, **values):
    with store._engine.begin() as line:
        line.execute(sa.text(words), values)


def warn():
    warnings.warn(C)
    logging.getLogger("backwatch").error("%s", C)
    raise RuntimeWarning(C)


def from_a_cause():
    try:
        entry_with(date=C)
    except Exception as error:
        raise KeyError(C) from error


FAULTS = [
    lambda: entry_with(pain_worst=C),
    lambda: entry_with(date=C),
    lambda: entry_with(time=C),
    lambda: entry_with(wakings=[C]),
    lambda: entry_with(note=[C]),
    lambda: entry_with(places=[{{"place": C}}]),
    lambda: entry_with(symptoms=(C,)),
    lambda: entry_with(danger_signs={{C: C}}),
    lambda: entry_with(medicines=[{{"name": C * 50}}]),
    lambda: entry_with(**{{C: C}}),
    lambda: diary.checked(Entry, {{C: C, "note": C}}),
    lambda: Medicine(name=C, relief=C),
    lambda: Place(place=C, score=C),
    lambda: Person(id=C, birth_year=C),
    lambda: Person(id=C, country=C),
    lambda: questionnaire().read({{C: C}}),
    lambda: questionnaire().read({{"g_legs": C}}),
    lambda: questionnaire().read({{"age": C}}),
    lambda: questionnaire().read(C),
    lambda: store.save_entry(entry.model_copy(update={{"version": 99, "note": C}})),
    lambda: store.save_entry(entry.model_copy(update={{"id": C}})),
    lambda: store.answer(C, C, C, state.now()),
    lambda: store.delete_entry(C, C),
    lambda: store.undo_delete(C),
    lambda: sql("INSERT INTO entry (id, note) VALUES (:id, :note)", id=C, note=C),
    lambda: sql("INSERT INTO " + C + " VALUES (:note)", note=C),
    lambda: sql("UPDATE entry SET pain_worst = :note", note=C),
    lambda: sqlite3.connect(":memory:").execute("SELECT '" + C),
    lambda: json.loads(C),
    lambda: dt.date.fromisoformat(C),
    lambda: int(C),
    lambda: [][C],
    warn,
    from_a_cause,
]
st.title("Probe")
pressed = [n for n in range(len(FAULTS)) if st.button(f"Fault {{n}}")]
if pressed:
    FAULTS[pressed[0]]()
    st.write("no fault")
"""


def full_of_canaries(home) -> None:
    people.with_example(home)
    with people.kept(home) as store:
        who = store.person().id
        me = {"name": CANARY, "filled_in_by": CANARY}
        store.save_person(store.person().model_copy(update=me))
        entry = store.entries(who)[0]
        store.save_entry(
            entry.model_copy(
                update={
                    "note": CANARY,
                    "zone": CANARY,
                    "medicines": (Medicine(name=CANARY, dose=CANARY),),
                }
            )
        )
        store.save_record(Treatment(person_id=who, name=CANARY, dose=CANARY))
        store.save_record(TestResult(person_id=who, name=CANARY, result=CANARY))
        store.save_record(
            Appointment(person_id=who, date=entry.date, with_whom=CANARY, questions=CANARY)
        )


def _codes(page) -> set[str]:
    """The codes of the errors that the page shows now."""
    return set(re.findall(r"code ([2-9A-Z]{4}-[2-9A-Z]{4})", people.told(page)))


def assert_no_canary(server, *texts: str) -> None:
    assert CANARY not in server.words()
    for text in texts:
        assert CANARY not in text
    for file in server.home.rglob("*"):
        # The diary itself and its copies of earlier days hold what was typed; nothing else may.
        if file.is_file() and file.name != DATABASE and ".snapshot-" not in file.name:
            assert CANARY.encode() not in file.read_bytes(), file.name


@pytest.mark.walk
def test_thirty_errors_leave_no_word_of_the_person_anywhere(fresh_server, visit, tmp_path):
    home = tmp_path / "home"
    full_of_canaries(home)
    app = people.copied_tree(tmp_path / "project")
    (app.parent / "pages" / "about.py").write_text(FAULTS.format(canary=CANARY), encoding="utf-8")
    server, person = fresh_server(home=home, app=app), visit()
    page, shown, codes = person.page, [], set()
    page.goto(f"{server.address}/about")
    buttons = page.get_by_role("button", name="Fault ", exact=False)
    buttons.first.wait_for()
    people.quiet(page)
    for number in range(buttons.count()):
        page.get_by_role("button", name=f"Fault {number}", exact=True).click()
        people.until(lambda: _codes(page) - codes, f"fault {number} was not reported")
        shown.append(people.told(page))
        codes.update(_codes(page))
    assert len(codes) >= 30
    assert CANARY.lower() not in "".join(shown).lower()
    assert_no_canary(server, *shown, *person.errors)
    assert "no fault" not in "".join(shown)
    assert all(code in server.words() for code in codes)


def test_failed_saves_and_bad_fields_leave_no_word_of_the_person_in_the_log(
    fresh_server, visit, tmp_path
):
    home = tmp_path / "home"
    full_of_canaries(home)
    server, person = fresh_server(home=home), visit()
    page = person.page
    assert list(people.each(page, server, people.PAGES)) == list(people.PAGES)
    page.goto(f"{server.address}/learn?article={CANARY}")
    settled(page)
    people.turn_to(page, "data")
    page.get_by_label("Year of birth").fill(CANARY)
    page.keyboard.press("Tab")
    page.get_by_role("alert").wait_for()
    message = page.get_by_role("alert").inner_text()
    people.turn_to(page, "diary")
    page.get_by_label("A note in your own words").fill(CANARY)
    with contextlib.closing(sqlite3.connect(home / DATABASE)) as other:
        other.execute("ALTER TABLE entry RENAME TO entries_lost")
        other.commit()
        page.get_by_role("button", name="Save", exact=True).click()
        page.get_by_role("alert").first.wait_for()
        people.quiet(page)
        alerts = " ".join(page.get_by_role("alert").all_inner_texts())
        other.execute("ALTER TABLE entries_lost RENAME TO entry")
        other.commit()
    assert_no_canary(server, message, alerts)
    assert "Traceback" not in server.words()
    assert server.stop() == 0
    assert_no_canary(server)


def test_making_the_page_for_the_doctor_leaves_no_copy_behind(fresh_server, visit, tmp_path):
    home, scratch = tmp_path / "home", tmp_path / "scratch"
    scratch.mkdir()
    full_of_canaries(home)
    server = fresh_server(home=home, env={"TMPDIR": str(scratch)})
    page = visit().page
    people.at(page, server, "summary")
    with page.expect_download() as download:
        press(page, "Download the PDF")
    assert download.value.path().read_bytes().startswith(b"%PDF")
    assert list(scratch.rglob("*")) == []
    assert_no_canary(server)
