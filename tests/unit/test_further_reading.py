"""Which articles somebody is led to, by a result or by what they wrote, and why."""

import datetime as dt

import pytest

from backwatch import articles, further_reading, remarks, triage
from backwatch.diary import Entry
from backwatch.evidence import Evidence
from backwatch.questionnaire import questionnaire
from backwatch.urgency import Urgency
from tests import people_cases
from tests.browser.people import LEVELS

NOW = dt.datetime(2026, 11, 20, 20, 0, tzinfo=dt.UTC)
TODAY = NOW.date()
STRAIN = people_cases.person("strain")
WOKEN = "pain woke you"
SAY = {"woken": WOKEN, "symptoms": "{label}", "spread": "{label}", "eased_by": "{label}"}
SAY["worse_with"] = "worse with: {label}"


def result(changes):
    answers = questionnaire().read(people_cases.changed(STRAIN, changes))
    found = triage.rule_book().assess(answers)
    return found, further_reading.for_result(found, answers)


def wrote(ago: int = 0, **given) -> Entry:
    return Entry(person_id="p", date=TODAY - dt.timedelta(days=ago), recorded_at=NOW, **given)


def led_to(*entries: Entry) -> list[tuple[str, str]]:
    found = further_reading.for_diary(entries, TODAY, SAY)
    return [(one.article.slug, one.words) for one in found]


def test_every_id_that_an_article_is_about_is_one_of_ours():
    book = triage.rule_book()
    ours = {rule.id for rule in book.rules} | {q.id for q in questionnaire()}
    ours |= {remark.id for remark in remarks.every()} | {level.id for level in Urgency}
    unknown = {one.slug: set(one.about) - ours for one in articles.articles()}
    assert {slug: ids for slug, ids in unknown.items() if ids} == {}


@pytest.mark.parametrize("level", [name for name in LEVELS if name != "under_18"])
def test_every_level_leads_to_one_to_three_articles_with_the_reason(level):
    _, found = result(LEVELS[level])
    assert 1 <= len(found) <= 3
    assert all(one.words for one in found)
    assert len({one.article.slug for one in found}) == len(found)


def test_an_emergency_leads_to_the_emergency_signs_first():
    assessment, found = result({"g_legs": "yes"})
    assert assessment.is_emergency
    assert found[0].article.slug == "emergencies"


def test_signs_that_fit_high_calcium_lead_to_that_article_by_the_name_of_the_sign():
    changes = {"cancer": "lung_now", "body": ("sick", "thirst", "constip")}
    _, found = result(changes)
    calcium = [one for one in found if one.article.slug == "high-calcium"]
    assert [one.because for one in calcium] == ["answer"]
    assert "high calcium" in calcium[0].words


@pytest.mark.parametrize(
    ("given", "slug", "words"),
    [
        ({"wakings": 2}, "night-pain", WOKEN),
        ({"symptoms": ("blood_streaks",)}, "lung-and-whole-body-signs", "Coughed up blood"),
        ({"worse_with": ("breath",)}, "what-it-can-feel-like", "worse with: A deep breath"),
        ({"danger_signs": {"g_legs": "yes"}}, "pressed-cord", ""),
    ],
)
def test_what_somebody_wrote_leads_to_its_article(given, slug, words):
    found = dict(led_to(wrote(**given)))
    assert slug in found
    assert words in found[slug]


@pytest.mark.parametrize(
    "given",
    [
        {"wakings": 0},
        {"wakings": None, "pain_worst": 6},
        {"symptoms": ("none",)},
        {"danger_signs": {"g_legs": "no"}},
        {"spread": ("none",)},
        {"eased_by": ("rest",)},
    ],
)
def test_what_was_not_noted_or_is_well_leads_to_nothing(given):
    assert led_to(wrote(**given)) == []


def test_only_the_last_week_counts_and_the_newest_comes_first():
    assert led_to(wrote(7, wakings=3)) == []
    assert led_to(wrote(6, wakings=3)) != []
    found = led_to(wrote(3, symptoms=("thirst",)), wrote(0, wakings=1))
    assert found[0][0] == "night-pain"
    assert led_to(wrote(-1, wakings=3)) == []


def test_never_more_than_three_articles():
    everything = wrote(
        wakings=2,
        symptoms=("cough", "thirst", "blood_streaks", "weak_one", "headache", "face_swell"),
        danger_signs={"g_legs": "yes", "g_breath": "yes"},
    )
    assert len(led_to(everything)) == 3


def test_a_change_over_weeks_leads_to_its_article_in_the_diarys_own_words():
    item = Evidence("night", "night", "most_nights", (TODAY,), "Pain woke you.", ("wakings",))
    found = further_reading.for_evidence([item], ["night"])
    assert "night-pain" in [one.article.slug for one in found]
    assert {one.words for one in found} == {"Pain woke you."}
    assert further_reading.for_evidence([item], ["trend"]) == ()
    assert further_reading.for_evidence([], ["night"]) == ()
