"""What a person typed stands in a FHIR file letter by letter, once it was chosen."""

import datetime as dt
import json
import os

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backwatch import transfer
from backwatch.diary import Entry, Medicine, TestResult, Treatment
from backwatch.outputs import fhir
from backwatch.person import Person
from backwatch.questionnaire import TEXT_LENGTH, questionnaire
from tests.fhir import rules

WHEN = dt.datetime(2026, 11, 20, 9, 30, tzinfo=dt.timezone(dt.timedelta(hours=1)))
EVERYTHING = fhir.Chosen(notes=True, name=True)
STRANGE = (
    *("=1+1", "-0", "null", "NaN", "'; DROP TABLE entry;--", "\\n", "\\u0000", "\\", '"', "{{}}"),
    *("</div><script>alert(1)</script>", "<![CDATA[ ]]>", "<!-- -->", "&amp;&#8238;", "a & b < c"),
    *(
        "👩\u200d👩\u200d👧",
        "🇩🇪😣",
        "👍🏽",
        "כאב גב",
        "ألم في الظهر",
        "\u202eabc\u202c",
        "\u2066x\u2069",
    ),
    *("Z͑ͫ̓ͪa", "a" + "\u0301" * 50, "\u0301", "e\u0301 é", "ﬁ½", "ปวดหลัง", "背中が痛い", "पीठ दर्द"),
    *(
        "\u2028\u2029",
        "\u00a0",
        "\u3000x\u3000",
        "\ufeffx",
        "\x7f\x85\x9f",
        "\u200b",
        "\ufffe\uffff",
    ),
    *("\ue000", "\U0010ffff", "\U000e0041", " x ", " ", "\t", "\n", "\t\n a\n\n", "a\nb", "\u00ad"),
)
letter = st.characters(codec="utf-8", min_codepoint=32) | st.sampled_from(
    "\n\t\u2028\u0301😣\u202e"
)
kept = st.sampled_from(STRANGE) | st.text(letter, max_size=60)
name = kept.map(lambda text: text[:200]).filter(bool)
answer = kept.map(lambda text: text[:TEXT_LENGTH]).filter(str.strip)


def an_entry(**values):
    return Entry(person_id="me", date=WHEN.date(), recorded_at=WHEN, **values)


def record(notes, names, own_words):
    """Return somebody who typed `notes` and `names` wherever the app lets them type."""
    first, second, *_ = names
    entries = [an_entry(note=note) for note in notes]
    taken = tuple(Medicine(name=each, dose=each) for each in names)
    return fhir.Record(
        Person(id="me", name=first, filled_in_by=second),
        questionnaire().read(
            {"own_words": own_words, "chemicals": "yes", "chemicals_words": own_words}
        ),
        entries=[*entries, an_entry(medicines=taken)],
        treatments=[
            Treatment(person_id="me", name=first, dose=second, kind="chemo"),
            Treatment(person_id="me", name=second, dose=first, kind="massage"),
        ],
        tests=[TestResult(person_id="me", name=first, result=note) for note in notes],
    )


def read_back(record, chosen=EVERYTHING):
    """Write a file, read it again, and return its resources by kind."""
    ids = fhir.namespace("somebody")
    made = fhir.bundle(record, ids=ids, made_at=WHEN, today=WHEN.date(), chosen=chosen)
    found = {}
    for each in json.loads(fhir.written(made))["entry"]:
        found.setdefault(each["resource"]["resourceType"], []).append(each["resource"])
    return found


def texts_of(found):
    """Return the texts of a file where another program would look for them."""
    statements, procedures = found["MedicationStatement"], found["Procedure"]
    people = found["Patient"] + found["RelatedPerson"]
    answers = [
        answer
        for group in found["QuestionnaireResponse"][0]["item"]
        for item in group["item"]
        for answer in item["answer"]
    ]
    return {
        "note": there(found["Observation"], "valueString"),
        "medicines": there(each["medicationCodeableConcept"] for each in statements),
        "doses": there(each["dosage"][0] for each in statements),
        "procedures": there(each["code"] for each in procedures),
        "beside": there(note for each in procedures for note in each.get("note", ())),
        "answers": there(answers, "valueString"),
        "names": there(each["name"][0] for each in people),
    }


def there(elements, name="text"):
    found = [rules.text_in(each, name) for each in elements]
    return [text for text in found if text is not None]


def assert_letter_by_letter(notes, names, own_words):
    found = read_back(record(notes, names, own_words))
    kept = [note for note in notes if note]
    wanted = {
        "note": kept,
        "medicines": [*names, names[0]],
        "doses": [*names, names[1]],
        "procedures": [names[1], *[names[0]] * len(notes)],
        "beside": [names[0], *kept],
        "answers": [own_words, own_words],
        "names": names[:2],
    }
    assert in_bytes(texts_of(found)) == in_bytes(wanted)
    faults = [rules.resource_faults(each) for kind in found.values() for each in kind]
    assert not any(faults)


def in_bytes(texts):
    return {kind: [each.encode() for each in all_of_them] for kind, all_of_them in texts.items()}


def test_every_strange_text_comes_back_from_the_file_byte_for_byte():
    assert_letter_by_letter(STRANGE, list(STRANGE), "".join(STRANGE))
    assert_letter_by_letter(["\n"], [" ", "\u202e"], "\ufeff x")


@settings(
    max_examples=1000 if os.environ.get("BACKWATCH_PROVE") else 20,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
@given(
    notes=st.lists(kept, min_size=1, max_size=3),
    names=st.lists(name, min_size=2, max_size=4),
    own_words=answer,
)
def test_whatever_is_typed_comes_back_from_the_file_byte_for_byte(notes, names, own_words):
    assert_letter_by_letter(notes, names, own_words)


def test_a_note_as_long_as_a_note_may_be_comes_back_whole():
    assert_letter_by_letter(["ü😣\n <&>" * 1400], ["x" * 200, "y"], "z" * TEXT_LENGTH)


@settings(max_examples=200 if os.environ.get("BACKWATCH_PROVE") else 10, deadline=None)
@given(note=kept, name=name)
def test_a_diary_that_went_through_its_table_gives_the_same_texts(note, name):
    entry = an_entry(note=note, medicines=(Medicine(name=name),))
    back = transfer.read_table(transfer.write_table([entry])).entries
    found = read_back(fhir.Record(Person(id="me"), entries=back))
    (taken,) = found["MedicationStatement"]
    assert rules.text_in(taken["medicationCodeableConcept"]).encode() == name.encode()
    notes = there(found.get("Observation", ()), "valueString")
    assert [each.encode() for each in notes] == ([note.encode()] if note else [])


def test_line_ends_of_another_system_are_those_of_the_diary_and_no_line_is_lost():
    (entry,) = transfer.read_table('date,note\r\n2026-11-20,"one\r\ntwo\rthree\n"\r\n').entries
    found = read_back(fhir.Record(Person(id="me"), entries=[entry]))
    assert found["Observation"][0]["valueString"] == entry.note == "one\ntwo\nthree\n"


BLANKS = (" ", "\n", "\t\n", "\u00a0", "\u2028\u2029", "\ufeff", "\u3000", "\x85")


@pytest.mark.parametrize("blank", BLANKS, ids=ascii)
def test_a_text_of_blanks_alone_is_kept_where_no_reader_stumbles_over_it(blank):
    for text, plain in ((blank, False), (blank + "x", True)):
        found = read_back(fhir.Record(Person(id="me"), entries=[an_entry(note=text)]))
        (note,) = found["Observation"]
        assert ("valueString" in note) is plain
        assert rules.text_in(note, "valueString").encode() == text.encode()


def test_what_was_typed_is_in_the_bytes_themselves_and_not_as_numbers_of_letters():
    made = fhir.bundle(
        record(["Schmerz 😣 כאב"], ["Paracetamol ®", "x"], "ü"),
        ids=fhir.namespace("somebody"),
        made_at=WHEN,
        today=WHEN.date(),
        chosen=EVERYTHING,
    )
    assert "Schmerz 😣 כאב".encode() in fhir.written(made)
    assert "Paracetamol ®".encode() in fhir.written(made)
