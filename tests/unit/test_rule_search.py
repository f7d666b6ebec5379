"""Looking up a rule or a question by the words that people use."""

import pytest

from backwatch import how_it_works, rule_search
from backwatch.rule_search import Document, SearchIndex
from backwatch.triage import rule_book

INDEX = rule_search.index()
BOOK = rule_book()


def rules(query):
    return [hit.id for hit in INDEX.find(query) if hit.kind == "rule"]


def questions(query):
    return [hit.id for hit in INDEX.find(query) if hit.kind == "question"]


@pytest.mark.parametrize(
    ("query", "rule"),
    [
        ("pee", "E06"),
        ("PEE!", "E06"),
        ("peeing", "E06"),
        ("blader", "E06"),
        ("losing weight", "D04"),
        ("weight loss", "D04"),
        ("numb legs", "E07"),
        ("I can't walk", "E07"),
        ("caugh", "D11"),
        ("hedache", "SC4"),
        ("asbestos", "D03"),
        ("temperature", "S02"),
        ("e07", "E07"),
    ],
)
def test_everyday_words_find_the_rule(query, rule):
    assert rule in rules(query)


@pytest.mark.parametrize(
    ("query", "first"), [("weight loss", "D04"), ("asbestos", "D03"), ("stroke", "E08")]
)
def test_the_rule_that_is_named_so_comes_first(query, first):
    assert rules(query)[0] == first


def test_a_question_is_found_by_its_text_its_answers_and_its_help():
    assert "fever" in questions("shaking chills")
    assert "g_saddle" in questions("wipe")
    assert questions("smoking")[0] == "smoking"


def test_a_source_finds_the_rules_that_rest_on_it():
    assert {"D01", "D02", "D03"} <= set(rules("NICE NG12"))


@pytest.mark.parametrize(
    "query", ["", "   ", "the of and", "zzzzzz", "?!", "“”", "xylophone quartz"]
)
def test_words_that_stand_nowhere_find_nothing(query):
    assert INDEX.find(query) == ()


def test_a_word_that_stands_nowhere_does_not_hide_what_the_others_find():
    assert "D03" in rules("asbestos xyzzy")


def test_with_all_words_given_only_what_holds_them_all_is_found():
    both = set(rules("weight cough"))
    assert both
    assert both <= set(rules("weight")) & set(rules("cough"))


@pytest.mark.parametrize("query", ["a" * 5000, "é" * 50, "<b>pee</b>", "' OR 1=1", "\x00\u202e"])
def test_strange_text_is_only_ever_looked_for(query):
    INDEX.find(query)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("losing", "loss"),
        ("leg", "legs"),
        ("smoke", "smoking"),
        ("swelling", "swell"),
        ("injury", "injuries"),
        ("Café", "cafe"),
        ("doctor's", "doctors"),
    ],
)
def test_endings_capitals_and_accents_do_not_matter(one, other):
    assert rule_search.stems(one) == rule_search.stems(other)


def test_the_best_match_comes_first():
    documents = [
        Document("rule", "low", ((1, "fever"),)),
        Document("rule", "high", ((4, "fever"),)),
        Document("rule", "near", ((4, "feverish"),)),
    ]
    assert [hit.id for hit in SearchIndex(documents, {}).find("fever")] == ["high", "near", "low"]


def test_every_word_we_translate_leads_to_words_that_the_rules_or_questions_use():
    for word, others in how_it_works.words().also.items():
        for other in others:
            assert INDEX.knows(other), (word, other)
        assert len(rule_search.stems(word)) == 1, word


def test_every_rule_and_question_is_found_by_its_own_title():
    for rule in BOOK.rules:
        assert rule.id in rules(rule.title)
    for question in BOOK.questions:
        assert question.id in questions(question.label)
