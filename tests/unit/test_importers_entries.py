"""What an import becomes in the diary: scores, words, medicines, and what is not kept."""

import datetime as dt

import pytest

from backwatch import diary, importers, transfer
from backwatch.diary import Medicine, Place
from tests.import_files import BEARABLE, FILES, OTHER_SCALES, WHEN, crisis, read, records, sample


@pytest.mark.parametrize("name", OTHER_SCALES)
def test_words_and_other_scales_never_become_a_score(name):
    assert [row for row in read(sample(name)).rows if row.scale == "nrs_0_10"] == []
    for entry in records(sample(name)).entries:
        for field in ("pain_now", "pain_worst", "pain_average", "pain_least", "pain_night"):
            assert getattr(entry, field) is None


def test_words_of_another_app_stay_readable_in_the_note_with_the_app_named():
    notes = "\n".join(entry.note for entry in records(sample("bearable_2021.csv")).entries)
    assert "From Bearable: Back (mid) pain, night: Unbearable" in notes
    notes = "\n".join(entry.note for entry in records(sample("flaredown.csv")).entries)
    assert "From Flaredown: Back pain: 3 on a scale of 0 to 4" in notes


def test_zero_stays_zero_and_missing_stays_missing():
    scores = [entry.pain_now for entry in records(sample("crisiscore.json")).entries]
    assert scores == [0, 6, None]
    scores = [entry.pain_now for entry in records(sample("perfice.csv")).entries]
    assert scores == [6, 0]
    assert [e.pain_now for e in records(sample("nomie6_daily.csv")).entries] == [6]
    (entry,) = records(crisis(baselineData={"pain": None}, notes="x")).entries
    assert (entry.pain_now, entry.note) == (None, "x")


def test_an_entry_has_everything_that_belongs_to_its_moment():
    entry = records(sample("crisiscore.json")).entries[1]
    assert entry == diary.Entry(
        person_id="me",
        date=dt.date(2026, 11, 12),
        time=dt.time(0, 30),
        utc_offset_minutes=60,
        pain_now=6,
        places=(Place(place="upper"), Place(place="shoulder_left")),
        note="Entered after midnight local time\nParacetamol: Some relief\n"
        "From CrisisCore Pain Tracker: Stiffness: present",
        recorded_at=WHEN + dt.timedelta(microseconds=1),
    )


def test_how_somebody_takes_a_medicine_is_a_treatment_and_a_dose_taken_is_a_medicine():
    found = records(sample("crisiscore.json"))
    assert [(t.name, t.dose) for t in found.treatments] == [
        ("Paracetamol", "500 mg, 4 times a day")
    ]
    assert all(entry.medicines == () for entry in found.entries)
    entry = records(sample("pfpaindiary_backup.json")).entries[1]
    assert entry.medicines == (
        Medicine(name="Ibuprofen", dose="1 x 400 mg, morning"),
        Medicine(name="Ibuprofen", dose="2 x 400 mg, night"),
    )


def test_a_medicine_not_taken_is_never_a_medicine_taken():
    first, second, third = records(sample("flaredown.csv")).entries
    assert first.medicines == ()
    assert "Paracetamol: not taken" in first.note
    assert second.medicines == (Medicine(name="Paracetamol", dose="500 mg"),)
    assert third.medicines == (Medicine(name="Paracetamol"),)


def test_a_symptom_that_is_not_there_is_never_noted_as_there():
    data = sample("apple_health_export.xml").decode()
    data = data.replace("ChestTightnessOrPain", "Coughing")
    assert [e.symptoms for e in records(data).entries if e.symptoms] == [("cough",)]
    absent = data.replace("HKCategoryValueSeverityMild", "HKCategoryValueSeverityNotPresent")
    assert [e.symptoms for e in records(absent).entries if e.symptoms] == []
    assert [sign for sign, _ in read(absent).danger_signs] == []


def test_no_pain_has_no_place():
    data = sample("apple_health_export.xml").decode()
    places = {e.note: e.places for e in records(data).entries if "back pain" in e.note}
    assert places["From Apple Health: Lower back pain: not present"] == ()
    assert places["From Apple Health: Lower back pain: severe"] == (Place(place="lower"),)


def test_a_name_that_may_stand_for_a_danger_sign_is_shown_and_answers_nothing():
    preview = read(sample("apple_health_export.xml"))
    assert [(sign, row.name) for sign, row in preview.danger_signs] == [
        ("g_bladder", "BladderIncontinence")
    ]
    for name in FILES:
        assert all(entry.danger_signs == {} for entry in records(sample(name)).entries)
    fainted = "FeatureName,Timestamp,Value\nFainting,2026-11-20T08:00,{}\n"
    assert [sign for sign, _ in read(fainted.format("2.0")).danger_signs] == ["g_faint"]
    assert read(fainted.format("0.0")).danger_signs == ()
    blood = BEARABLE.format('am,Symptom,1,"Coughing up blood (Mild)",')
    assert [sign for sign, _ in read(blood).danger_signs] == ["g_blood"]
    assert records(blood).entries[0].symptoms == ("blood_streaks",)


@pytest.mark.parametrize("name", ["Tired", "Fatigue", "Night sweats", "Fever", "Weakness"])
def test_a_word_that_says_less_than_our_symptom_stays_a_word(name):
    (entry,) = records(BEARABLE.format(f'am,Symptom,1,"{name} (Mild)",')).entries
    assert entry.symptoms == ()
    assert name in entry.note


def test_a_pain_of_eleven_is_shown_and_kept_as_a_word():
    third = records(sample("crisiscore.json")).entries[2]
    assert third.pain_now is None
    assert "From CrisisCore Pain Tracker: Pain: 11" in third.note


def test_two_different_scores_at_one_moment_are_two_entries():
    data = "Timestamp,Pain,Back pain\n1794348000000,6,2\n"
    assert [entry.pain_now for entry in records(data).entries] == [6, 2]
    same = "Timestamp,Pain,Back pain\n1794348000000,6,6\n"
    assert [entry.pain_now for entry in records(same).entries] == [6]


def test_more_places_than_the_diary_keeps_stay_in_the_note():
    places = ["neck", "upper-back", "lower-back", "left-shoulder", "ankle"]
    (entry,) = records(crisis(baselineData={"pain": 6, "locations": places})).entries
    assert [place.place for place in entry.places] == ["neck", "upper", "lower"]
    assert "Place: left-shoulder" in entry.note
    assert "Place: ankle" in entry.note


@pytest.mark.parametrize("name", FILES)
def test_the_same_file_twice_adds_nothing(name):
    first = records(sample(name))
    again = importers.to_records(read(sample(name)).rows, "me", WHEN + dt.timedelta(days=9))
    assert first.entries
    assert importers.new_only(first.entries, []) == list(first.entries)
    kept = [e.model_copy(update={"id": str(n), "version": 1}) for n, e in enumerate(first.entries)]
    assert importers.new_only(again.entries, kept) == []
    assert importers.new_only(again.treatments, first.treatments) == []
    assert importers.new_only(again.entries, kept[1:]) == [again.entries[0]]


def test_two_equal_entries_of_a_file_are_two_and_only_the_missing_one_is_new():
    data = BEARABLE.format(
        "am,Meds/Supplements,500,A (500mg),\n1st Dec 2026,am,Meds/Supplements,500,A (500mg),"
    )
    found = records(data).entries
    assert len(found) == 2
    assert len(importers.new_only(found, found[:1])) == 1
    assert importers.new_only(found, found) == []


@pytest.mark.parametrize("name", FILES)
def test_the_same_rows_give_the_same_records(name):
    assert records(sample(name)) == records(sample(name))


@pytest.mark.parametrize("name", FILES)
def test_what_is_imported_can_be_written_as_our_own_table_and_read_again(name):
    entries = records(sample(name)).entries
    again = transfer.read_table(transfer.write_table(entries), person_id="me").entries
    assert len(again) == len(entries) > 0
    for ours, theirs in zip(entries, again, strict=True):
        assert {c: getattr(ours, c) for c in transfer.COLUMNS} == {
            c: getattr(theirs, c) for c in transfer.COLUMNS
        }


def test_our_own_table_goes_through_an_import_letter_by_letter():
    text = (
        "date,time,pain_now,pain_worst,wakings,sleep_hours,places,danger_signs,medicines,note,mood\n"
        "2026-11-20,07:40,0,8,2,6.25,upper:7;lower,g_walk:no;g_legs:yes,A\\:B:1:2,'=x,good\n"
        "2026-11-21,,,,,,,,,,\n"
    )
    preview = read(text)
    assert preview.format == "backwatch"
    assert list(preview.not_read) == ["mood"]
    found = importers.to_entries(preview.rows, "me", WHEN)
    wanted = transfer.read_table(text, person_id="me").entries
    for ours, theirs in zip(found, wanted, strict=True):
        assert {c: getattr(ours, c) for c in transfer.COLUMNS} == {
            c: getattr(theirs, c) for c in transfer.COLUMNS
        }


def test_what_the_diary_does_not_keep_is_listed_with_the_reason():
    found = records(sample("bearable_2021.csv"))
    assert [(each.source_ref, each.name) for each in found.not_kept] == [("row 5", "Mood")]
    assert found.not_kept[0].why == "This app keeps nothing of this kind."
    long = "x" * 9_990
    (entry,), _, left = (
        (r := records(crisis(notes=long, baselineData={"pain": 1, "symptoms": ["Odd"]}))).entries,
        r.treatments,
        r.not_kept,
    )
    assert entry.note == long
    assert [each.why for each in left] == ["The note would be too long."]


def test_a_day_that_is_still_to_come_is_refused_when_today_is_known():
    today = dt.date(2026, 11, 11)
    found = records(sample("crisiscore.json"), today=today)
    assert [entry.date for entry in found.entries] == [dt.date(2026, 11, 10)]
    assert len(found.not_kept) == 2
    assert len(records(sample("crisiscore.json")).entries) == 3


def test_the_person_may_say_what_a_score_is_called():
    (entry,) = records(crisis(), pain="pain_worst").entries
    assert (entry.pain_worst, entry.pain_now) == (6, None)
