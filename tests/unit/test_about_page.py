"""The page "How it works": looking up rules, one rule by its address, a made-up person to try."""

import re
from itertools import pairwise

import pytest
from streamlit.testing.v1 import AppTest

from backwatch import accuracy, how_it_works, paths, triage, urgency
from backwatch.questionnaire import questionnaire
from backwatch.urgency import Urgency
from backwatch.yaml_files import DataFileError
from tests.unit.test_pages import drawn
from ui import about_views

BOOK = triage.rule_book()
QUESTIONS = questionnaire()
PEOPLE = {person.id: person for person in how_it_works.starting_people()}
ORIGINALS = paths.ROOT.parent / "shared" / "seeds"


def shown(page: AppTest) -> str:
    """The HTML that the page draws."""
    assert not page.exception
    return "\n".join(element.proto.body for element in page.get("html"))


def found(page: AppTest, query: str) -> list[str]:
    """The tags of what a search shows: rule ids, and the parts that questions stand in."""
    page.text_input(key="rule_search").set_value(query).run()
    return re.findall(r'<summary>.*?<span class="bw-tag">(.*?)</span></summary>', shown(page))


def by_address(rule: str) -> AppTest:
    script = paths.ROOT / "ui" / "entry.py"
    page = AppTest.from_file(str(script), default_timeout=60).run()
    page.query_params["rule"] = rule
    return page.switch_page("../pages/about.py").run()


def tried(page: AppTest) -> str:
    return next(body for e in page.get("html") if "bw-try" in (body := e.proto.body))


@pytest.fixture
def page(store):
    return drawn("about")


# --- the page ---


def test_it_says_what_it_cannot_do_and_that_nobody_has_reviewed_the_rules(page):
    said = shown(page)
    for sentence in (*urgency.everywhere(), *how_it_works.words().limits):
        assert sentence in said
    if BOOK.reviewed_by is None:
        assert "count as not reviewed" in said
        assert "reviewed by nobody yet" in said


def test_headings_go_down_one_rank_at_a_time(page):
    ranks = []
    for element in page.main:
        if element.type in ("title", "header", "subheader"):
            ranks.append({"title": 1, "header": 2, "subheader": 3}[element.type])
        elif element.type == "html":
            ranks += [int(n) for n in re.findall(r"<h([1-6])", element.proto.body)]
    assert ranks[0] == 1
    assert ranks.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(ranks))
    assert {2, 3, 4} <= set(ranks)


def test_a_rule_shows_when_it_holds_its_sources_with_dates_and_written_cases(page):
    said = shown(page)
    assert "Both legs newly weak, numb, heavy or tingly: Yes" in said
    assert "place not checked" in said
    assert "Date: " in said
    assert "Written cases" in said
    assert BOOK.version in said


def test_every_rule_and_every_question_can_be_opened(page):
    for level in Urgency:
        page.button_group(key="ans_rules").set_value(level.id).run()
        said = shown(page)
        for rule in BOOK.rules:
            assert (f"?rule={rule.id}" in said) == (rule.urgency is level)
    page.button_group(key="ans_rules").set_value(about_views.QUESTIONS).run()
    said = shown(page)
    assert said.count('<details class="bw-rule">') == len(list(QUESTIONS))
    assert "A danger sign." in said


# --- search ---


def test_a_search_in_everyday_words_shows_the_rule(page):
    assert "E06" in found(page, "pee")
    assert "D04" in found(page, "losing weight")
    assert "E06" in found(page, "blader")
    assert "E07" in found(page, "e07")


def test_a_search_shows_questions_too(page):
    assert "Danger signs" in found(page, "wipe")


def test_what_is_found_stands_under_its_level_the_most_urgent_first(page):
    found(page, "fever")
    results = next(e.proto.body for e in page.get("html") if "found.</p>" in e.proto.body)
    parts = re.split(r'<h3 class="bw-level">.*?<span>(.*?)</span></h3>', results)[1:]
    titles, rules = parts[::2], [set(re.findall(r'href="\?rule=(\w+)"', p)) for p in parts[1::2]]
    levels = urgency.levels()
    assert titles == [w.title for _, w in sorted(levels.items(), reverse=True) if w.title in titles]
    assert "EC3" in rules[0]
    for title, ids in zip(titles, rules, strict=True):
        assert {levels[r.urgency].title for r in BOOK.rules if r.id in ids} == {title}


def test_a_search_without_a_match_says_what_to_try(page):
    assert found(page, "zzzzzz") == []
    assert "Nothing found for these words. Try" in shown(page)


def test_a_wide_search_draws_the_best_and_says_so(page):
    assert len(found(page, "pain")) <= about_views.MOST_RULES + about_views.MOST_QUESTIONS
    assert "The best are shown" in shown(page)


def test_what_was_typed_is_never_put_into_the_page_or_the_address(page):
    found(page, "<b onclick=x>pee</b>")
    assert "onclick" not in shown(page)
    assert dict(page.query_params) == {}


# --- one rule by its address ---


@pytest.mark.parametrize("asked", ["E07", "e07"])
def test_an_address_opens_its_rule(store, asked):
    page = by_address(asked)
    rule = next(rule for rule in BOOK.rules if rule.id == "E07")
    assert rule.title in [header.value.replace("\\", "") for header in page.header]
    assert "About this rule" in shown(page)
    page.button(key="go_close_rule").click().run()
    assert "About this rule" not in shown(page)
    assert dict(page.query_params) == {}


@pytest.mark.parametrize("asked", ["Z99", "<script>alert(1)</script>" + "☂" * 300])
def test_an_unknown_rule_is_said_calmly_and_the_page_is_whole(store, asked):
    page = by_address(asked)
    assert [warning.value for warning in page.warning] == [
        "We have no rule at this address. Look it up below by a word."
    ]
    assert asked not in shown(page)
    assert "How answers become a level" in [header.value for header in page.header]


# --- try it ---


@pytest.mark.parametrize(
    ("who", "level"), [("strain", "self_care"), ("past_cancer", "within_days")]
)
def test_a_starting_person_is_whole_and_has_their_level(who, level):
    given = PEOPLE[who].read()
    assessed = BOOK.assess(given)
    assert assessed.status == "complete"
    assert not assessed.at_least
    assert assessed.level is Urgency.from_id(level)
    needed = [q.id for q in QUESTIONS if not q.optional]
    assert given.unanswered(needed) == ()


def test_there_are_no_other_starting_people():
    assert set(PEOPLE) == {"strain", "past_cancer"}


def test_the_made_up_person_is_marked_and_starts_calm(page):
    said = tried(page)
    assert "Made-up person" in said
    assert "Level 1 of 5" in said
    assert "This is not your check" in shown(page)


def test_one_other_answer_changes_the_level_and_names_the_rule(page, store):
    page.selectbox(key="try_question_1").set_value("g_legs").run()
    assert "Level 1 of 5" in tried(page)
    page.button_group(key="ans_try_1_g_legs").set_value("yes").run()
    assert "Level 5 of 5" in tried(page)
    assert "(E07)" in tried(page)
    assert store.open_check(store.person().id) is None


def test_a_second_change_adds_to_the_first(page):
    page.selectbox(key="try_question_1").set_value("smoking").run()
    page.radio(key="opt_try_1_smoking").set_value("past").run()
    page.selectbox(key="try_question_2").set_value("age").run()
    page.number_input(key="num_try_2_age").set_value(60).run()
    page.selectbox(key="try_question_3").set_value("general").run()
    page.button_group(key="ans_try_3_general").set_value(["tired"]).run()
    assert "Level 3 of 5" in tried(page)
    assert "(D01)" in tried(page)


def test_an_answer_taken_away_is_not_a_no(page):
    page.selectbox(key="try_question_1").set_value("g_saddle").run()
    page.button_group(key="ans_try_1_g_saddle").set_value("no_answer").run()
    assert "At least level 4 of 5" in tried(page)
    assert "Not answered: New numbness" in tried(page)


def test_another_person_starts_with_another_level(page):
    page.button_group(key="ans_try_person").set_value("past_cancer").run()
    assert "Level 3 of 5" in tried(page)


def test_a_made_up_child_gets_no_level(page):
    page.selectbox(key="try_question_1").set_value("age").run()
    page.number_input(key="num_try_1_age").set_value(15).run()
    assert "No level" in tried(page)
    assert "of 5" not in tried(page)


# --- how often the level was right ---

COUNTS = """schema_version: 1
title: "How often"
caption: ["We made up {people} people.", "{probes} are probes."]
over_triage: "That is often too early."
others:
  - source: NICE-NG12
    place: "abstract"
    year: 2015
    name: "Somebody"
    tests: 532
    right_percent: 57
    emergencies_right_percent: 80
compare: "Not to be compared."
counts:
  rules_version: "2026-11-20.abc123"
  people: 50
  right: 47
  over: 1
  under: 2
  probes: 17
  levels:
    self_care: {people: 10, either: 3, right: 9, over: 1, under: 0}
    emergency: {people: 40, either: 0, right: 38, over: 0, under: 2}
"""


def counts(folder, text):
    path = folder / "accuracy.yaml"
    path.write_text(text, encoding="utf-8")
    return accuracy.read(path)


def test_without_counts_there_is_no_table(store, tmp_path, monkeypatch):
    assert accuracy.read(tmp_path / "none.yaml") is None
    monkeypatch.setattr(accuracy, "accuracy", lambda: None)
    assert "bw-table" not in shown(drawn("about")).split("<style>")[0]


def test_counts_stand_in_a_table_the_most_urgent_first(store, tmp_path, monkeypatch):
    kept = counts(tmp_path, COUNTS)
    assert list(kept.counts.by_level) == [Urgency.EMERGENCY, Urgency.SELF_CARE]
    monkeypatch.setattr(accuracy, "accuracy", lambda: kept)
    said = shown(drawn("about"))
    rows = re.findall(r"<tr><th scope=.row.>(.*?)</th>(.*?)</tr>", said)
    assert rows[0][1] == "<td>40</td><td>38</td><td>0</td><td>2</td>"
    assert rows[-1] == ("All", "<td>50</td><td>47</td><td>1</td><td>2</td>")
    assert "We made up 50 people. 17 are probes." in said
    assert "57% of 532 tests right, 80% of the emergencies" in said
    assert "The rules have changed since then." in said


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("right: 9", "right: 8"),
        ("people: 50", "people: 51"),
        ("people: 40", "people: -40"),
        ("self_care:", "home:"),
        ("NICE-NG12", "NOBODY"),
        ("{probes}", "{nobody}"),
        ("probes: 17", "probes: many"),
        ("57", "570"),
        ("schema_version: 1", "schema_version: 2"),
        ("compare:", "compared:"),
    ],
)
def test_counts_that_cannot_be_right_are_refused(tmp_path, before, after):
    assert before in COUNTS
    with pytest.raises(DataFileError):
        counts(tmp_path, COUNTS.replace(before, after))


# --- the page's own words ---


def own_words():
    words = how_it_works.words()
    yield from (*words.principles, *words.limits, *words.review.looks_at)
    yield from (words.review.lead, words.review.signs, words.review.until, words.review.more)
    yield from (person.about for person in PEOPLE.values())


def test_the_page_reads_at_grade_8_with_at_most_20_words_a_sentence():
    textstat = pytest.importorskip("textstat", reason="needs requirements-dev.txt")
    assert textstat.flesch_kincaid_grade(" ".join(own_words())) <= 8
    for text in own_words():
        for sentence in re.split(r"(?<=[.!?])\s+", text):
            assert len(sentence.split()) <= 20, sentence


def test_no_sentence_of_the_page_shares_eight_words_in_a_row_with_an_article():
    if not ORIGINALS.is_dir():
        pytest.skip("the articles are not beside this folder")

    def runs(text):
        words = re.findall(r"[a-z0-9]+", text.lower())
        return {tuple(words[n : n + 8]) for n in range(len(words) - 7)}

    articles = set().union(*(runs(path.read_text("utf-8")) for path in ORIGINALS.glob("*.txt")))
    assert [text for text in own_words() if runs(text) & articles] == []
