"""The open set of made-up people: judged by us, read strictly, told what they should be told."""

import re
from collections import Counter

import pytest

from backwatch import paths, triage, yaml_files
from backwatch.questionnaire import NOT_SURE, questionnaire
from backwatch.urgency import Urgency
from backwatch.yaml_files import DataFileError
from tests import accuracy, people_set
from tests.people_cases import assess, changed
from tests.people_set import people
from tests.unit.test_rule_files import LEAVES, SEEDS, filled

PEOPLE = people()
RESULTS = {person.id: assess(person.answers) for person in PEOPLE}
BY_CASE = {person.case: person for person in PEOPLE if person.case}
NOW = accuracy.counts(PEOPLE)
WORDS = yaml_files.read(accuracy.FILE)
ORDINARY = [person for person in PEOPLE if person.highest <= Urgency.ROUTINE]
LIMITS = sorted(
    {(leaf["q"], word, leaf[word]) for leaf in LEAVES for word in ("gte", "lte") if word in leaf}
)
DURATIONS = [("d3_13", "w2_3"), ("w2_3", "w4_12"), ("w4_12", "m3_plus")]


def unsure(person):
    """Return whether a person answered "not sure", or would rather not say, to something."""
    given = [w for v in person.answers.values() for w in (v if isinstance(v, list) else [v])]
    return NOT_SURE in given or "skip" in given


def decided_by(question, one, other):
    """Return who answers `one` and would have other rules hold with `other` in its place."""
    return [
        person.id
        for person in PEOPLE
        if person.answers.get(question) == one
        and RESULTS[person.id].fired != assess(changed(person.answers, {question: other})).fired
    ]


# What everybody relies on


@pytest.mark.parametrize("person", PEOPLE, ids=lambda person: person.id)
def test_each_person_gets_a_level_that_is_right_or_stands_in_the_table_with_a_reason(person):
    level = RESULTS[person.id].level
    if person.stands:
        assert not person.accepts(level), "the rules agree now: take the line with stands away"
    else:
        assert person.accepts(level), f"{person.judged} The rules say {level and level.id}."


def test_nobody_who_needs_an_ambulance_is_told_less():
    need = [person for person in PEOPLE if person.lowest is Urgency.EMERGENCY]
    told_less = [p.id for p in need if RESULTS[p.id].level is not Urgency.EMERGENCY]
    assert len(need) >= 20
    assert told_less == []


def test_nobody_who_needs_a_doctor_is_sent_home_to_wait():
    home = [p for p in PEOPLE if RESULTS[p.id].level in (None, Urgency.SELF_CARE)]
    assert [p.id for p in home if p.lowest > Urgency.SELF_CARE] == []


def test_who_finished_the_check_is_told_a_level_and_not_at_least():
    unfinished = [p for p in PEOPLE if RESULTS[p.id].status != "complete"]
    assert [p.id for p in unfinished if p.file != "unfinished.yaml"] == []


# Who is in the set


def test_there_are_at_least_130_people():
    assert len(PEOPLE) >= 130


def test_every_rule_is_met_by_somebody():
    met = {rule for person in PEOPLE for rule in RESULTS[person.id].fired}
    assert {rule.id for rule in triage.rule_book().rules} - met == set()


@pytest.mark.parametrize("limit", LIMITS, ids=lambda limit: "-".join(map(str, limit)))
def test_somebody_stands_on_each_side_of_every_number(limit):
    question, word, number = limit
    across = number - 1 if word == "gte" else number + 1
    assert decided_by(question, number, across)
    assert decided_by(question, across, number)


@pytest.mark.parametrize("pair", DURATIONS, ids="-".join)
def test_somebody_stands_on_each_side_of_two_and_four_weeks_and_three_months(pair):
    assert decided_by("duration", *pair)
    assert decided_by("duration", *reversed(pair))


def test_ages_named_in_the_rules_are_all_lived_by_somebody():
    ages = {person.answers.get("age") for person in PEOPLE}
    for limit in (40, 50, 60, 65, 70, 75):
        assert {limit - 1, limit} <= ages


def test_at_least_12_people_stop_half_way():
    assert sum(result.status == "incomplete" for result in RESULTS.values()) >= 12


def test_at_least_12_people_are_not_sure_of_something():
    assert sum(unsure(person) for person in PEOPLE) >= 12


def test_at_least_6_people_contradict_themselves():
    assert sum(bool(person.clash) for person in PEOPLE) >= 6


def test_at_least_35_people_have_or_had_cancer_or_are_being_tested_and_each_kind_is_there():
    kinds = Counter(person.answers.get("cancer") for person in PEOPLE)
    had = ["lung_now", "lung_past", "other_now", "other_past", "being_tested"]
    assert all(kinds[kind] >= 4 for kind in had)
    assert sum(kinds[kind] for kind in had) >= 35


def test_at_least_8_people_are_answered_for_by_somebody_else():
    assert sum(person.carer for person in PEOPLE) >= 8


def test_at_least_45_people_need_no_more_than_a_normal_visit_and_15_of_them_only_home_care():
    assert len(ORDINARY) >= 45
    assert sum(person.highest is Urgency.SELF_CARE for person in ORDINARY) >= 15


def test_the_ordinary_people_are_young_and_old_smokers_and_not():
    ages = [person.answers["age"] for person in ORDINARY if "age" in person.answers]
    assert min(ages) <= 20
    assert sum(age >= 65 for age in ages) >= 5
    assert sum(person.answers.get("smoking") in ("now", "past") for person in ORDINARY) >= 8


@pytest.mark.parametrize(
    ("case", "level"),
    [
        ("A", "same_day"),  # lung cancer, new mid back pain of 4, under control, no other sign
        ("B", "emergency"),  # lung cancer, back pain, unsteady legs since today
        ("C", "same_day"),  # no cancer, coughing up blood only
        ("D", "same_day"),  # no cancer, swelling of face and neck only
        ("J", "within_days"),  # 62, smokes, back pain and weight loss, asks about screening
    ],
)
def test_the_cases_that_other_tools_miss_get_the_right_level(case, level):
    assert accuracy.said(BY_CASE[case]).id == level


def test_bad_nights_on_five_of_seven_and_a_rise_raise_the_level():
    person = BY_CASE["I"]
    calm = changed(person.answers, {"night": "none", "trend": "same"})
    assert accuracy.said(person) > assess(calm).level


# How they are told


def test_each_person_is_told_in_plain_words():
    textstat = pytest.importorskip("textstat", reason="needs requirements-dev.txt")
    grades = {person.id: textstat.flesch_kincaid_grade(person.narrative) for person in PEOPLE}
    assert {who: grade for who, grade in grades.items() if grade > 8} == {}


def test_each_person_tells_it_in_two_to_four_short_sentences():
    for person in PEOPLE:
        sentences = re.split(r"(?<=[.!?])\s+", person.narrative)
        assert 2 <= len(sentences) <= 4, person.id
        assert max(len(sentence.split()) for sentence in sentences) <= 20, person.id
        for text in (person.name, person.narrative, person.judged):
            assert text.endswith((".", "?", "!")), person.id


def test_no_two_people_tell_the_same_story_with_the_same_answers():
    told = Counter(str(sorted(person.answers.items())) for person in PEOPLE)
    assert [answers for answers, times in told.items() if times > 1] == []
    names = Counter(person.name for person in PEOPLE)
    assert [name for name, times in names.items() if times > 1] == []


def _runs(text, length=8):
    words = re.findall(r"[a-z0-9]+", text.lower())
    return {tuple(words[n : n + length]) for n in range(len(words) - length + 1)}


def test_nobody_speaks_in_the_words_of_an_article():
    if not SEEDS.is_dir():
        pytest.skip("the articles are not beside this folder")
    articles = set().union(*(_runs(path.read_text("utf-8")) for path in SEEDS.glob("*.txt")))
    assert articles
    shared = {
        person.id: " ".join(run)
        for person in PEOPLE
        for text in (person.name, person.narrative, person.judged, person.stands)
        for run in _runs(text) & articles
    }
    assert shared == {}


# The table


def test_the_accuracy_that_is_shown_is_the_accuracy_of_today():
    shown = {key: value for key, value in WORDS["counts"].items() if key != "date"}
    assert shown == NOW, f"the counts are not those of today: run {accuracy.COMMAND}"


def test_the_readme_shows_the_table_of_today():
    readme = accuracy.README.read_text(encoding="utf-8")
    assert readme == accuracy.in_readme(readme, NOW), f"run {accuracy.COMMAND}"


def test_the_rows_of_the_table_add_up():
    rows = NOW["levels"].values()
    for key in ("people", "either", "right", "over", "under"):
        total = len(PEOPLE) if key == "people" else NOW[key]
        assert sum(row[key] for row in rows) == total
    assert NOW["right"] + NOW["over"] + NOW["under"] == len(PEOPLE)
    assert NOW["emergencies"] == NOW["levels"]["emergency"]["people"] >= 20
    assert NOW["emergencies_under"] == 0


@pytest.mark.parametrize(
    ("level", "word"),
    [
        (Urgency.ROUTINE, "under"),
        (Urgency.WITHIN_DAYS, "right"),
        (Urgency.SAME_DAY, "right"),
        (Urgency.EMERGENCY, "over"),
        (None, "under"),
    ],
)
def test_a_level_beside_what_is_right_counts_as_too_much_or_too_little(level, word):
    soon_or_today = next(
        p for p in PEOPLE if (p.lowest, p.highest) == (Urgency.WITHIN_DAYS, Urgency.SAME_DAY)
    )
    assert accuracy.verdict(soon_or_today, level) == word


def test_the_table_says_whose_cases_these_are_and_that_others_cannot_be_compared():
    text = accuracy.table(WORDS, NOW)
    assert f"We made up {len(PEOPLE)} people and judged them ourselves." in text
    assert "No doctor or nurse judged them." in text
    assert "About 13 in 100" in text
    assert "57 %" in text
    assert "80 %" in text
    assert "49 %" in text
    assert "other cases" in text
    assert "{" not in text


def test_the_words_of_the_table_are_plain():
    textstat = pytest.importorskip("textstat", reason="needs requirements-dev.txt")
    words = [sentence.format(**NOW) for sentence in WORDS["caption"]]
    words += [WORDS["over_triage"], WORDS["compare"]]
    assert textstat.flesch_kincaid_grade(" ".join(words)) <= 8
    for sentence in re.split(r"(?<=[.!?])\s+", filled(" ".join(words))):
        assert len(sentence.split()) <= 20, sentence


def test_nobody_whom_the_rules_place_elsewhere_is_left_out_of_the_list():
    listed = accuracy.parted(PEOPLE)
    for person in PEOPLE:
        assert (f"| {person.id} |" in listed) == (not person.accepts(RESULTS[person.id].level))


def test_writing_the_counts_keeps_the_words_and_adds_the_day(tmp_path, capsys):
    copy = tmp_path / "accuracy.yaml"
    text = accuracy.FILE.read_text(encoding="utf-8")
    copy.write_text(text.replace("  people: ", "  people: 9", 1), encoding="utf-8")
    accuracy.main(["--write", "--date", "2026-11-25"], copy)
    found = yaml_files.read(copy)
    assert found["counts"].pop("date").isoformat() == "2026-11-25"
    assert found["counts"] == NOW
    assert copy.read_text(encoding="utf-8").startswith(text.partition("\ncounts:")[0])
    assert "Emergencies told less: 0 of" in capsys.readouterr().out


# A wrong record is refused, not left out

SOUND = {
    "id": "somebody",
    "name": "Somebody has a sore back.",
    "narrative": "My back is sore. It is better today.",
    "answers": {"age": 40},
    "accepted": ["routine"],
    "exact": True,
    "sources": {"NHS-BACK": "opening text"},
    "judged": "One reason.",
}


def read(**change):
    record = {key: value for key, value in {**SOUND, **change}.items() if value is not None}
    bases = {"adult": {"age": 30, "cancer": "none"}}
    return people_set.read({"people": [record]}, bases, questionnaire(), "test.yaml")


def test_a_sound_record_is_read_whole():
    (plain,) = read()
    assert plain.answers == {"age": 40}
    (like,) = read(answers=None, like="adult", but={"age": None, "fever": "none"})
    assert like.answers == {"cancer": "none", "fever": "none"}
    (two,) = read(accepted=["routine", "within_days"], exact=None)
    assert (two.lowest, two.highest) == (Urgency.ROUTINE, Urgency.WITHIN_DAYS)


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"answers": {"aeg": 40}}, "aeg"),
        ({"answers": {"cancer": "lung"}}, "cancer"),
        ({"accepted": ["soon"]}, "soon"),
        ({"accepted": ["routine", "same_day"], "exact": None}, "accepted"),
        ({"accepted": ["within_days", "routine"], "exact": None}, "accepted"),
        ({"accepted": ["routine", "within_days"]}, "exact"),
        ({"exact": None}, "exact"),
        ({"sources": {"NHS-BAKC": "opening text"}}, "NHS-BAKC"),
        ({"sources": {"NHS-BACK": " "}}, "NHS-BACK"),
        ({"sources": None}, "sources"),
        ({"sources": {}}, "sources"),
        ({"judged": None}, "judged"),
        ({"like": "adult"}, "answers"),
        ({"answers": None}, "answers"),
        ({"answers": None, "like": "nobody"}, "nobody"),
        ({"clash": ["fever"]}, "fever"),
        ({"remark": "new"}, "remark"),
        ({"id": "Two Words"}, "id"),
    ],
)
def test_a_wrong_record_is_refused_with_its_fault_named(change, named):
    with pytest.raises(DataFileError, match=named):
        read(**change)


def test_a_person_who_is_there_twice_is_refused(tmp_path, monkeypatch):
    for name, source in (("bases", "bases"), ("home", "home"), ("more", "home")):
        text = (people_set.FOLDER / f"{source}.yaml").read_text("utf-8")
        (tmp_path / f"{name}.yaml").write_text(text, "utf-8")
    monkeypatch.setattr(people_set, "FOLDER", tmp_path)
    with pytest.raises(DataFileError, match="sofa-mover"):
        people_set.people.__wrapped__()


def test_the_counts_file_is_one_of_the_content_files():
    assert accuracy.FILE.parent == paths.CONTENT
