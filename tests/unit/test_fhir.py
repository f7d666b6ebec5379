"""A FHIR document: valid, whole, the same each time, and with nothing in it that was not chosen."""

import copy
import datetime as dt
import json
import os
import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backwatch import diary
from backwatch.diary import Medicine, Place, TestResult, Treatment
from backwatch.outputs import fhir
from backwatch.person import Person
from backwatch.questionnaire import questionnaire
from tests.fhir import people, rules, schema
from tests.fhir.people import ME, TODAY, document, entry, with_answers
from tests.unit import test_backup

WORST = "72514-3"
ALL = {"notes": True, "name": True, "snomed": True}


@pytest.fixture(scope="module")
def a_fortnight():
    return people.year(1, days=14)


@pytest.fixture(scope="module")
def sound(a_fortnight):
    """A document with little in it, to be spoilt."""
    return document(fhir.Record(ME, a_fortnight.answers, entries=[entry(pain_worst=3)]))


# --- valid ---


@pytest.mark.parametrize("seed", range(3))
def test_random_weeks_make_documents_that_keep_every_rule_of_fhir(seed):
    chosen = {name: seed % 2 == 1 for name in ALL}
    made = json.loads(fhir.written(document(people.year(seed, days=14), **chosen)))
    assert schema.faults(made) == []
    assert rules.document_faults(made) == []


@settings(
    max_examples=500 if os.environ.get("BACKWATCH_PROVE") else 10,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
@given(
    entries=st.lists(test_backup.entry, max_size=3, unique_by=lambda each: each.id),
    treatments=test_backup.several(test_backup.treatment),
    tests=test_backup.several(test_backup.test_result),
    person=test_backup.person,
)
def test_whatever_can_be_kept_makes_a_sound_document(entries, treatments, tests, person):
    record = fhir.Record(person, None, None, entries, treatments, tests)
    made = json.loads(fhir.written(document(record, **ALL)))
    assert schema.faults(made) == []
    assert rules.document_faults(made) == []


@pytest.mark.proof
@pytest.mark.parametrize("seed", range(100, 112))
def test_random_years_make_documents_that_keep_every_rule_of_fhir(seed):
    chosen = {name: seed % 2 == 1 for name in ALL}
    made = json.loads(fhir.written(document(people.year(seed), **chosen)))
    assert schema.faults(made) == []
    assert rules.document_faults(made) == []


@pytest.mark.parametrize("seed", range(200, 206))
def test_random_checks_alone_make_sound_documents(seed):
    of = random.Random(seed)  # noqa: S311 (made-up people)
    made = document(with_answers(**people.random_answers(of)), notes=True, snomed=True)
    assert schema.faults(made) + rules.document_faults(made) == []


@pytest.mark.parametrize("record", [fhir.Record(ME), with_answers(), with_answers(age=12)])
def test_somebody_who_told_nothing_still_has_a_sound_document(record):
    made = document(record)
    assert schema.faults(made) + rules.document_faults(made) == []


def spoilt(made, **changes):
    """Return a document whose first pain score of a day was changed."""
    made = copy.deepcopy(made)
    rules.with_code(made, WORST)[0].update(changes)
    return made


@pytest.mark.parametrize(
    "changes",
    [
        {"status": "done"},
        {"valueQuantity": {"value": True}},
        {"valueString": "6"},
        {"effectiveDateTime": "2026-11-20T09:30:00"},
        {"effectiveDateTime": "2026-11-20T09:30+01:00"},
        {"dataAbsentReason": {"text": "not asked"}},
        {"code": {"coding": [{"system": "http://loinc.org", "code": "74010-0"}]}},
        {"subject": {"reference": "urn:uuid:0"}},
        {"performer": []},
        {"bodySite": {"text": ""}},
        {"id": "composition"},
        {"note": None},
        {"text": {"status": "generated", "div": '<div onclick="x()">a</div>'}},
        {"text": {"status": "generated", "div": "<div><script>x()</script></div>"}},
        {"text": {"status": "generated", "div": "<div>a<br></div>"}},
    ],
    ids=str,
)
def test_a_spoilt_document_is_found_out(sound, changes):
    assert rules.document_faults(sound) == []
    made = spoilt(sound, **changes)
    assert rules.document_faults(made) + schema.faults(made) != []


def test_a_document_without_its_composition_is_found_out(a_fortnight):
    made = document(a_fortnight)
    made["entry"] = made["entry"][1:] + made["entry"][:1]
    assert rules.document_faults(made) != []


# --- zero and missing ---


def test_a_recorded_0_is_a_0_and_a_day_without_a_score_has_nothing():
    days = [(1, 3), (2, 0), (3, None), (5, 7)]
    entries = [entry(date=dt.date(2026, 11, day), pain_worst=score) for day, score in days]
    made = document(fhir.Record(ME, entries=entries))
    scores = {
        o["effectiveDateTime"]: o["valueQuantity"]["value"] for o in rules.with_code(made, WORST)
    }
    assert scores == {"2026-11-01": 3, "2026-11-02": 0, "2026-11-05": 7}
    assert b'"value":0,' in fhir.written(made)
    assert b'"2026-11-04"' not in fhir.written(made)


def table_of(*days):
    """Return the rows of the table for reading of a diary with these days of November."""
    entries = [entry(date=dt.date(2026, 11, day), pain_worst=score) for day, score in days]
    made = document(fhir.Record(ME, entries=entries))
    (section,) = [s for s in made["entry"][0]["resource"]["section"] if s["title"] == "Pain diary"]
    rows = section["text"]["div"].partition("<tbody>")[2].split("</td></tr>")[:-1]
    return [row.removeprefix("<tr><td>").split("</td><td>") for row in rows]


def test_the_days_without_a_score_are_called_so_in_the_table_for_reading():
    assert table_of((1, 0), (3, 0), (4, 0), (7, None), (9, 10)) == [
        ["2026-11-01", "0"],
        ["2026-11-02", "not recorded"],
        ["2026-11-03", "0"],
        ["2026-11-04", "0"],
        ["2026-11-05 to 2026-11-08", "not recorded"],
        ["2026-11-09", "10"],
    ]
    assert table_of((1, None)) == [["2026-11-01", "not recorded"]]


def test_a_mistyped_year_does_not_make_a_file_of_a_century():
    entries = [entry(date=dt.date(year, 11, 20), pain_worst=4) for year in (1926, 2026)]
    assert len(fhir.written(document(fhir.Record(ME, entries=entries)))) < 10_000


def test_every_day_with_a_score_has_one_and_no_other_day(a_fortnight):
    made = document(a_fortnight, **ALL)
    frame = diary.days(a_fortnight.entries)
    there = frame[frame["pain_worst"].notna()]
    scores = {
        o["effectiveDateTime"]: o["valueQuantity"]["value"] for o in rules.with_code(made, WORST)
    }
    assert scores == {
        day.date().isoformat(): score
        for day, score in zip(there["day"], there["pain_worst"], strict=True)
    }
    assert len(rules.with_code(made, WORST)) == len(scores)
    assert 0 in scores.values()


def test_two_entries_of_a_day_make_one_score_the_worst():
    entries = [
        entry(pain_worst=2, time=dt.time(8)),
        entry(pain_worst=6, time=dt.time(20)),
        entry(pain_worst=4, time=dt.time(22)),
    ]
    (found,) = rules.with_code(document(fhir.Record(ME, entries=entries)), WORST)
    assert found["valueQuantity"]["value"] == 6


@pytest.mark.parametrize(
    ("field", "code"),
    [
        ("pain_average", "pain-average-day"),
        ("pain_now", "pain-now"),
        ("pain_least", "pain-least-day"),
        ("pain_night", "pain-last-night"),
        ("limits_day", "limits-day"),
        ("wakings", "times-woken"),
    ],
)
def test_no_other_score_is_given_out_as_the_worst_of_a_day(field, code):
    made = document(fhir.Record(ME, entries=[entry(**{field: 0})]))
    assert rules.with_code(made, WORST) == []
    (found,) = rules.with_code(made, code)
    assert found["valueQuantity"]["value"] == 0


def test_every_kind_of_0_in_an_entry_is_written_as_0():
    one = entry(
        sleep_hours=0.0,
        places=(Place(place="upper", score=0),),
        medicines=(Medicine(name="Ibuprofen", relief=0),),
    )
    made = document(
        fhir.Record(
            ME, entries=[one], treatments=[Treatment(person_id="me", name="Heat", helped=0)]
        )
    )
    for code in ("hours-slept", "pain-at-place", "relief", "treatment-helped"):
        (found,) = rules.with_code(made, code)
        assert found["valueQuantity"]["value"] == 0


def test_an_entry_with_a_day_only_leaves_no_observation():
    made = document(fhir.Record(ME, entries=[entry()]))
    assert rules.resources(made, "Observation") == []


def test_what_was_ticked_in_an_entry_is_there_in_words():
    one = entry(
        places=(Place(place="lower"),),
        spread=("arm",),
        feels_like=("dull",),
        worse_with=("none",),
        eased_by=("heat",),
        symptoms=("cough",),
        danger_signs={"g_walk": "no", "g_legs": "not_sure"},
        too_bad=True,
    )
    (found,) = rules.with_code(document(fhir.Record(ME, entries=[one])), "entry")
    said = {
        each["code"]["text"]: each.get("valueBoolean", each.get("valueCodeableConcept", {}))
        for each in found["component"]
    }
    words = {code: value if value is True else value["text"] for code, value in said.items()}
    assert words == {
        "Place of the pain": "Lower back",
        "Where the pain spread": "Down an arm",
        "What the pain felt like": "Dull",
        "What made the pain worse": "None of these",
        "What eased the pain": "Heat",
        "Other symptom noted": "Cough",
        questionnaire()["g_walk"].label: "No",
        questionnaire()["g_legs"].label: "Not sure",
        "The day was too bad to fill in": True,
    }


def test_a_time_is_written_only_with_its_distance_from_world_time():
    taken = (Medicine(name="Ibuprofen"),)
    for offset, when in ((None, "2026-11-20"), (-210, "2026-11-20T07:40:00-03:30")):
        one = entry(time=dt.time(7, 40), utc_offset_minutes=offset, medicines=taken)
        made = document(fhir.Record(ME, entries=[one]))
        (found,) = rules.resources(made, "MedicationStatement")
        assert found["effectiveDateTime"] == when


# --- treatments and tests ---


def test_a_planned_treatment_or_test_is_left_out():
    later = TODAY + dt.timedelta(days=1)
    for day, count in ((later, 0), (TODAY, 1)):
        record = fhir.Record(
            ME,
            treatments=[Treatment(person_id="me", name="Heat", started=day)],
            tests=[TestResult(person_id="me", name="Scan", date=day)],
        )
        found = rules.resources(document(record), "Procedure")
        assert len(found) == 2 * count


def test_a_treatment_that_nobody_ended_is_not_called_over():
    for ended, status in ((None, "unknown"), (TODAY, "completed")):
        record = fhir.Record(ME, treatments=[Treatment(person_id="me", name="Heat", ended=ended)])
        (found,) = rules.resources(document(record), "Procedure")
        assert found["status"] == status


def test_a_document_is_plain_data_as_it_is_read_back(a_fortnight):
    made = document(a_fortnight, **ALL)
    assert json.loads(fhir.written(made)) == made
    kinds = {type(each) for _, _, each in rules.walk(made)}
    assert kinds <= {dict, list, str, int, float, bool}


# --- the same each time, and nobody else's ---


def test_the_same_record_gives_the_same_bytes_but_for_the_moment(a_fortnight):
    again = copy.deepcopy(a_fortnight)
    assert fhir.written(document(a_fortnight)) == fhir.written(document(again))
    later = document(a_fortnight, made_at=people.MADE + dt.timedelta(hours=5))
    assert later.pop("timestamp") == "2026-11-20T14:31:00+01:00"
    first = document(a_fortnight)
    del first["timestamp"]
    assert later == first


def test_a_day_more_changes_no_id_of_the_days_before():
    entries = [entry(date=TODAY - dt.timedelta(days=n), pain_worst=n, note="x") for n in (3, 2)]
    before = {each["id"] for each in rules.resources(document(fhir.Record(ME, entries=entries)))}
    more = fhir.Record(ME, entries=[*entries, entry(pain_worst=1)])
    after = {each["id"] for each in rules.resources(document(more))}
    assert before < after


def test_two_diaries_of_the_same_text_share_no_id(a_fortnight):
    one, other = (document(a_fortnight, secret) for secret in ("first", "second"))
    ids = [{each["id"] for each in rules.resources(made)} for made in (one, other)]
    assert ids[0].isdisjoint(ids[1])
    assert one["id"] != other["id"]


def test_a_zone_of_old_with_seconds_is_told_in_world_time():
    odd = dt.timezone(dt.timedelta(minutes=53, seconds=28))
    made = document(fhir.Record(ME), made_at=dt.datetime(2026, 11, 20, 1, tzinfo=odd))
    assert made["timestamp"] == "2026-11-20T00:06:32+00:00"


def test_a_moment_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        document(fhir.Record(ME), made_at=dt.datetime(2026, 11, 20))  # noqa: DTZ001


# --- what is left out ---

FULL_NAME = "Zoë Müller-Quist"


def private():
    return fhir.Record(
        Person(
            id="3f9d2c17", name=FULL_NAME, birth_year=1964, filled_in_by=f"Carer of {FULL_NAME}"
        ),
        questionnaire().read(
            {
                "own_words": f"I am {FULL_NAME}",
                "chemicals": "yes",
                "chemicals_words": f"{FULL_NAME}, varnish",
                "g_legs": "no",
            }
        ),
        entries=[entry(note=f"{FULL_NAME} slept badly", pain_worst=3)],
        tests=[TestResult(person_id="me", name="MRI scan", result=f"{FULL_NAME}: quiet")],
    )


def test_no_name_and_no_free_text_goes_out_unless_it_was_chosen():
    text = fhir.written(document(private())).decode()
    for word in (FULL_NAME, "Müller", "slept", "varnish", "quiet", "3f9d2c17"):
        assert word not in text
    made = document(private())
    assert rules.resources(made, "Patient")[0].keys() == {"resourceType", "id", "birthDate"}
    assert rules.resources(made, "Patient")[0]["birthDate"] == "1964"


def test_notes_bring_no_name_with_them_and_a_name_no_note():
    with_notes = document(private(), notes=True)
    assert "name" not in rules.resources(with_notes, "Patient")[0]
    assert "name" not in rules.resources(with_notes, "RelatedPerson")[0]
    assert "slept badly" in fhir.written(with_notes).decode()
    with_name = fhir.written(document(private(), name=True)).decode()
    assert FULL_NAME in with_name
    for word in ("slept", "varnish", "quiet"):
        assert word not in with_name


def test_codes_of_snomed_are_in_it_only_when_they_were_chosen(a_fortnight):
    assert b"snomed" not in fhir.written(document(a_fortnight, notes=True, name=True))
    made = document(with_answers(breathless="sudden", smoking="never"), snomed=True)
    assert {"267036007", "266919005"} <= {each["code"] for each in rules.codings(made)}


def test_the_name_of_the_file_says_nothing():
    assert fhir.file_name(TODAY) == "backwatch-2026-11-20.fhir.json"


def test_markup_in_a_text_stays_text_in_the_part_for_reading():
    words = "<script>x()</script> <img src=x onerror=y()> &amp; ]]> \u202e"
    record = fhir.Record(
        ME,
        questionnaire().read({"own_words": words}),
        entries=[entry(medicines=(Medicine(name=words),))],
        treatments=[Treatment(person_id="me", name=words)],
    )
    made = document(record, notes=True)
    divs = [s["text"]["div"] for s in made["entry"][0]["resource"]["section"]]
    assert [fault for div in divs for fault in rules.narrative_faults(div)] == []
    assert "".join(rules.shown(div) for div in divs).count(words) == 3
