"""My data: files out and in, daily copies, erasing, and a diary that cannot be opened."""

import ast
import datetime as dt
import re
import sqlite3

import pytest

from backwatch import backup, example, paths, transfer
from backwatch.diary import Entry
from backwatch.importers import MAX_BYTES
from backwatch.person import Person
from backwatch.store import open_store
from tests.import_files import sample
from tests.unit.test_pages import drawn, words
from ui import data_import, data_state

TODAY = dt.datetime.now().astimezone().date()
DAY = dt.timedelta(days=1)
OWN = b"date,pain_worst,note\n2026-11-20,5,first\n2026-11-21,0,second\n"


def entry(store, **values):
    at = dt.datetime.now().astimezone()
    who = store.person().id
    return Entry(**{"person_id": who, "date": TODAY, "recorded_at": at, **values})


def button(test, label):
    return next(each for each in test.button if each.label == label)


def labels(test):
    return [each.label for each in test.button]


def upload(test, data, name="file.csv"):
    return test.file_uploader[0].upload(name, data).run()


def notes(store):
    return [each.note for each in store.entries(store.person().id)]


# --- taking out ---


@pytest.mark.parametrize("form", ["csv", "json"])
def test_a_file_is_made_only_when_it_is_asked_for(store, form):
    store.add_entry(entry(store, note="Rücken"))
    test = drawn("data")
    assert not test.download_button
    test.button(key=f"go_make_{form}").click().run()
    assert not test.exception
    (ready,) = test.download_button
    assert ready.label.startswith("Download")


def test_the_page_says_who_can_read_a_file_and_what_only_the_json_holds(store):
    said = words(drawn("data"))
    assert "Whoever has the file can read" in said
    assert "The table is not complete; only the file with everything (JSON) is." in said
    for part in ("too bad to fill in", "time zones", "world time", "treatments", "checks"):
        assert part in said


def test_a_file_made_before_a_change_is_not_offered_any_more(store):
    store.add_entry(entry(store))
    test = drawn("data")
    test.button(key="go_make_csv").click().run()
    store.add_entry(entry(store, note="new"))
    assert not test.run().download_button


def test_a_diary_that_was_damaged_meanwhile_is_not_exported_as_if_it_were_whole(store):
    store.add_entry(entry(store, pain_worst=3))
    test = drawn("data")
    with sqlite3.connect(store.path) as other:
        other.execute("UPDATE entry SET pain_worst = 9")
    other.close()
    test.button(key="go_make_json").click().run()
    assert not test.exception
    assert not test.download_button
    assert "damaged" in words(test)


PARTS = (
    *("now", "today", "name", "reminder.file_name", "fhir.file_name(state.today())"),
    *("summary_made.file_name('pdf')", "summary_made.file_name('txt')"),
    "summary_made.file_name('txt', 'summary-short')",
)


def test_no_download_is_named_after_anything_a_person_typed():
    """Only days, and what stands in the code or in exporting.file_name, may be part of a name."""
    for path in sorted((paths.ROOT / "ui").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.keyword) and node.arg == "file_name":
                parts = node.value.values if isinstance(node.value, ast.JoinedStr) else [node.value]
                for part in parts:
                    inside = part.value if isinstance(part, ast.FormattedValue) else part
                    said = ast.unparse(inside)
                    assert said in PARTS or isinstance(part, ast.Constant), f"{path.name}: {said}"


def many(store, count):
    store.add_entries(entry(store, date=TODAY - n * DAY, note=str(n)) for n in range(count))


def test_somebody_with_ten_entries_and_no_file_is_reminded_once_and_can_put_it_away(store):
    many(store, 9)
    assert "on this computer only" not in words(drawn("data"))
    many(store, 1)
    assert "Keep a file of your records" in words(drawn("today"))
    test = drawn("data")
    assert "on this computer only" in words(test)
    button(test, "Not now").click().run()
    assert "on this computer only" not in words(test)
    assert "Keep a file of your records" not in words(drawn("today"))
    store.set_setting("export_reminder_put_away", (TODAY - 30 * DAY).isoformat())
    assert "on this computer only" in words(drawn("data"))


def test_a_download_ends_the_reminder_and_the_file_stays_offered(store):
    many(store, 10)
    test = drawn("data")
    test.button(key="go_make_csv").click().run()
    test.download_button[0].click().run()
    assert "on this computer only" not in words(test)
    assert test.download_button


def test_the_made_up_example_reminds_nobody(store):
    example.fill_example(store, TODAY)
    assert "on this computer only" not in words(drawn("data"))


# --- bringing in ---


def test_nothing_is_saved_before_the_button_and_then_it_can_be_taken_back(store):
    test = upload(drawn("data"), OWN)
    assert not test.exception
    assert "This looks like a file of: Backwatch" in words(test)
    assert notes(store) == []
    button(test, "Bring in 2 entries").click().run()
    assert notes(store) == ["first", "second"]
    assert store.entries(store.person().id)[1].pain_worst == 0
    back = next(each for each in test.button if each.label.startswith("Take this import back"))
    back.click().run()
    assert notes(store) == []
    assert not any(label.startswith("Take this import back") for label in labels(test))


def test_the_same_file_again_offers_nothing_to_bring_in(store):
    test = upload(drawn("data"), OWN)
    button(test, "Bring in 2 entries").click().run()
    test = upload(test, OWN)
    assert "There is nothing new in this file" in words(test)
    assert not any(label.startswith("Bring in") for label in labels(test))


def test_a_scale_that_is_not_named_is_confirmed_before_the_button_works(store):
    test = upload(drawn("data"), sample("track_and_graph.csv"))
    scale = next(each for each in test.radio if "from 0 (no pain)" in each.label)
    assert scale.value is None
    scale.set_value("no").run()
    test.button(key="go_import").click().run()
    kept = store.entries(store.person().id)
    assert kept
    assert all(each.pain_now is None for each in kept)
    assert "From Track & Graph" in " ".join(each.note for each in kept)


def test_a_click_that_comes_before_the_answer_saves_nothing(store):
    test = upload(drawn("data"), sample("track_and_graph.csv"))
    test.button(key="go_import").click().run()
    assert "Say first what the pain scores run from" in words(test)
    assert notes(store) == []


def test_a_table_of_no_app_is_read_as_its_columns_are_chosen(store):
    data = b"Date,Schmerz,Wetter\n03/04/2026,6,Regen\n05/04/2026,7,Sonne\n"
    test = upload(drawn("data"), data)
    assert not test.exception
    pain = next(each for each in test.selectbox if each.label.startswith("Schmerz"))
    pain.set_value("pain_worst").run()
    order = next(each for each in test.radio if each.label.startswith("Which comes first"))
    assert "03/04/2026" in order.label.replace("\\", "")
    order.set_value("dmy").run()
    assert not test.exception
    next(e for e in test.radio if "from 0 (no pain)" in e.label).set_value("yes").run()
    button(test, "Bring in 2 entries").click().run()
    kept = store.entries(store.person().id)
    assert [(e.date, e.pain_worst) for e in kept] == [
        (dt.date(2026, 4, 3), 6),
        (dt.date(2026, 4, 5), 7),
    ]
    assert all("Regen" not in each.note for each in kept)


def test_a_column_with_a_hostile_name_is_shown_as_typed(store):
    name = "![x](https://example.org/a.png) **b** :red[c]"
    test = upload(drawn("data"), f"Date,{name}\n2026-11-20,`5`\n".encode())
    assert not test.exception
    label = next(each.label for each in test.selectbox if "example" in each.label)
    assert not re.search(r"(?<!\\)[\[\]*`!:]", label)
    assert name in label.replace("\\", "")


def test_world_time_is_asked_before_anything_is_shown(store):
    test = upload(drawn("data"), sample("crisiscore.json"), "crisiscore.json")
    zone = next(each for each in test.selectbox if "time zone" in each.label)
    assert zone.value is None
    assert not any(label.startswith("Bring in") for label in labels(test))
    zone.set_value("Europe/Berlin").run()
    assert any(label.startswith("Bring in") for label in labels(test))


def test_a_danger_sign_in_a_file_is_shown_with_what_to_do_and_where_to_check(store):
    store.save_person(store.person().model_copy(update={"country": "gb"}))
    test = drawn("data")
    drawn_calls = words(test).count("Call 999")
    upload(test, b"date,danger_signs\n2026-11-20,g_legs:yes\n")
    said = words(test)
    assert "This file names an emergency sign" in said
    assert said.count("Call 999") > drawn_calls
    assert "20 November" in said
    assert "Emergency signs: " in said
    assert "g_legs" not in said.partition("What would be brought in")[2]


def test_what_cannot_be_read_is_shown_with_its_row_and_column(store):
    data = b"Date,Pain,Notes\n2026-11-20,5,a\n2026-13-45,5,b\n"
    test = upload(drawn("data"), data)
    assert "What cannot be read (1)" in words(test)
    assert "row 2, Date" in words(test) or "row 3, Date" in words(test)


def test_a_file_that_is_too_big_is_refused_in_one_sentence(store):
    test = upload(drawn("data"), b"x" * (MAX_BYTES + 1))
    assert not test.exception
    assert "bigger than 10 MB" in words(test)


@pytest.mark.parametrize("data", [b"%PDF-1.7", b"", b"\xff\xfe\x00", b'{"a": 1}', b"word"])
def test_a_file_that_is_no_diary_is_refused_and_the_page_stands(store, data):
    test = upload(drawn("data"), data)
    assert not test.exception
    assert test.error
    assert not any(label.startswith("Bring in") for label in labels(test))


def test_a_wrong_format_chosen_by_hand_can_be_changed_back(store):
    test = upload(drawn("data"), OWN)
    format = next(each for each in test.selectbox if "looks like" in each.label)
    format.set_value("bearable").run()
    assert not test.exception
    assert test.error
    format = next(each for each in test.selectbox if "looks like" in each.label)
    format.set_value("backwatch").run()
    assert "Bring in 2 entries" in labels(test)


def test_a_file_with_everything_says_what_it_holds_and_comes_in_as_one_step(store, tmp_path):
    other = open_store(tmp_path / "other")
    other.save_person(Person(id=other.person().id, name="Anna"))
    other.add_entry(entry(other, note="from the other"))
    data = backup.written(other)
    other.close()
    test = upload(drawn("data"), data, "backwatch-2026-11-25.json")
    assert not test.exception
    assert "What this file holds" in words(test)
    assert "Anna" in words(test)
    assert notes(store) == []
    test.button(key="go_import_all").click().run()
    assert notes(store) == ["from the other"]
    assert backup.written(store) == data


def test_records_of_another_id_wait_until_somebody_says_whose_they_are(store, tmp_path):
    store.add_entry(entry(store, note="mine"))
    other = open_store(tmp_path / "other")
    other.add_entry(entry(other, note="older"))
    data = backup.written(other)
    other.close()
    test = upload(drawn("data"), data, "b.json")
    test.button(key="go_import_all").click().run()
    assert notes(store) == ["mine"]
    whose = next(each for each in test.radio if each.label.startswith("Whose"))
    assert whose.value is None
    whose.set_value("mine").run()
    test.button(key="go_import_all").click().run()
    assert sorted(notes(store)) == ["mine", "older"]
    assert len(store.people()) == 1


def test_words_of_despair_in_a_file_show_the_crisis_line(store):
    test = upload(drawn("data"), b"date,note\n2026-11-20,I can't go on\n")
    button(test, "Bring in 1 entry").click().run()
    assert "I have read this" in labels(test)


def test_every_field_of_the_diary_can_be_chosen_for_a_column_but_danger_signs():
    assert set(data_import.FIELDS) == {"", *transfer.COLUMNS} - {"danger_signs"}


@pytest.mark.parametrize("name", ["track_and_graph.csv", "own table", "any table"])
def test_a_file_is_read_once_until_something_is_said_of_it(store, monkeypatch, name):
    data = {
        "own table": b"date,pain_worst\n2026-11-01,4\n",
        "any table": b"Tag;Schmerz\n2026-11-01;4\n",
    }.get(name) or sample(name)
    looks = []
    look = data_state.incoming.look
    monkeypatch.setattr(
        data_state.incoming, "look", lambda *a, **k: looks.append(1) or look(*a, **k)
    )
    test = upload(drawn("data"), data)
    test.run()
    test.run()
    assert len(looks) == 1
    test.selectbox(
        key=next(s.key for s in test.selectbox if s.key.startswith("format_"))
    ).set_value("csv").run()
    assert (len(looks) == 1) is (name == "any table")  # its format was "csv" before
