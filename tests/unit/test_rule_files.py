"""The rule files: papers of every rule, limits that can be met, words that are easy to read."""

import re
from itertools import pairwise
from pathlib import Path

import pytest

from backwatch import paths, triage, urgency, yaml_files
from backwatch.questionnaire import questionnaire

ROOT = paths.RULES.parent
RAW = yaml_files.read(paths.RULES / "triage.yaml")
BOOK = triage.rule_book()
QUESTIONS = questionnaire()
SEEDS = ROOT.parent / "shared" / "seeds"
NAMES = {  # words that stand in for a country's own, for the reading grade
    "{emergency}": "911",
    "{doctor}": "your doctor",
    "{advice_line}": "a nurse line",
    "{hospital}": "the emergency room",
}


def leaves(node):
    """Return every mapping in a condition that has no condition below it."""
    if isinstance(node, list):
        return [leaf for part in node for leaf in leaves(part)]
    for word in ("all", "any", "of", "not"):
        if isinstance(node, dict) and word in node:
            return leaves(node[word])
    return [node] if isinstance(node, dict) else []


LEAVES = leaves([rule["when"] for rule in RAW["rules"]]) + leaves(list(RAW["derived"].values()))


def question_texts():
    for question in QUESTIONS:
        yield question.id, question.text
        if question.help:
            yield question.id, question.help


def level_texts():
    for level, words in urgency.levels().items():
        for text in (words.action, words.action_cancer, words.not_seen, *words.also):
            yield level.id, filled(text)
    for text in urgency.everywhere():
        yield "everywhere", filled(text)


def filled(text):
    for name, word in NAMES.items():
        text = text.replace(name, word)
    return text


def rule_texts():
    for rule in BOOK.rules:
        yield rule.id, rule.why


def test_every_rule_has_sources_and_a_place_in_each():
    for rule in BOOK.rules:
        assert rule.sources, rule.id
        for source, place in rule.sources.items():
            assert source.strip(), rule.id
            assert place.strip(), (rule.id, source)


def test_every_source_of_a_rule_is_in_the_register():
    register = yaml_files.read(ROOT / "content" / "sources.yaml")
    found = register.get("sources", register)
    ids = set(found) if isinstance(found, dict) else {source["id"] for source in found}
    assert {source for rule in BOOK.rules for source in rule.sources} - ids == set()


def test_no_clinician_is_named_who_has_not_reviewed_the_rules():
    if BOOK.reviewed_by is None:
        assert any("reviewed" in text for text in urgency.everywhere())


def test_every_rule_and_question_id_is_a_plain_public_name():
    for rule in BOOK.rules:
        assert re.fullmatch(r"(E|EC|S|SC|D|DC|R|RC|M)[0-9]{1,2}", rule.id)
    for question in QUESTIONS:
        assert re.fullmatch(r"[a-z][a-z0-9_]*", question.id)
        assert all(re.fullmatch(r"[a-z][a-z0-9_]*", word) for word in question.options)


def test_a_rule_s_id_starts_with_the_letter_of_its_level_and_pathway():
    letters = {"E": "emergency", "S": "same_day", "D": "within_days", "R": "routine"}
    letters["M"] = "self_care"
    for rule in BOOK.rules:
        assert rule.level == letters[rule.id[0]], rule.id
        assert (rule.id[1] == "C") == (rule.pathway == "cancer"), rule.id


def test_a_rule_of_the_cancer_pathway_asks_about_cancer():
    for rule in BOOK.rules:
        if rule.pathway == "cancer":
            assert "cancer" in BOOK.condition(rule.id).questions(), rule.id


def test_every_number_limit_lies_inside_what_the_question_takes():
    for leaf in LEAVES:
        for word in ("gte", "lte"):
            if word in leaf:
                question = QUESTIONS[leaf["q"]]
                assert question.min < leaf[word] <= question.max, leaf


def test_a_question_with_one_answer_is_never_asked_for_several():
    for leaf in LEAVES:
        if "q" in leaf:
            several = QUESTIONS[leaf["q"]].type == "multi"
            assert ("has_any" in leaf) == several, leaf


def test_every_derived_fact_is_used():
    used = {leaf["d"] for leaf in LEAVES if "d" in leaf}
    assert set(RAW["derived"]) - used == set()


def test_every_question_matters_to_some_rule_or_is_for_screening_only():
    asked = {q for rule in BOOK.rules if (c := BOOK.condition(rule.id)) for q in c.questions()}
    shown = {
        q for question in QUESTIONS if (c := QUESTIONS.shown_if(question.id)) for q in c.questions()
    }
    only_told = {q.id for q in QUESTIONS if q.optional or q.part_of}
    beside = {q for rule in BOOK.rules for q in rule.beside}
    assert set(QUESTIONS.questions) - asked - shown - only_told == set()
    assert asked & only_told == set(), "a rule would be unknown for whoever skips the detail"
    assert beside <= only_told


def test_every_answer_that_is_a_sign_matters_to_some_rule():
    named = {
        (leaf["q"], word)
        for leaf in LEAVES
        if "q" in leaf
        for word in leaf.get("in") or leaf.get("has_any") or [leaf.get("is")]
    }
    signs = {(q.id, "yes") for q in QUESTIONS if q.warning and not q.part_of}
    signs |= {
        (q.id, word)
        for q in QUESTIONS
        if q.type == "multi" and not q.optional
        for word in q.options
    }
    signs = {(q, word) for q, word in signs if word not in ("none", "not_sure")}
    assert (
        signs - named
        == {
            ("location", "lower"),
            ("spread", "buttocks"),
            ("treatment", "surgery"),
            ("treatment", "past"),
            ("lung_other", "wheeze"),
        }
        - named
    )


def test_every_danger_sign_is_critical_and_a_warning_and_has_words_to_say():
    asked = [QUESTIONS[q] for q in QUESTIONS.steps[0].all_questions]
    assert len(QUESTIONS.danger_signs) == 12
    assert len(asked) == 14
    for question in asked:
        assert QUESTIONS[QUESTIONS.whole(question.id)].critical, question.id
        assert question.warning, question.id
        assert question.say, question.id


@pytest.mark.parametrize("texts", [question_texts, rule_texts, level_texts])
def test_the_words_read_at_grade_8_or_lower(texts):
    textstat = pytest.importorskip("textstat", reason="needs requirements-dev.txt")
    found = list(texts())
    assert textstat.flesch_kincaid_grade(" ".join(text for _, text in found)) <= 8
    hard = {
        f"{name}: {text}": grade
        for name, text in found
        if len(text.split()) > 3 and (grade := textstat.flesch_kincaid_grade(text)) > 10
    }
    assert hard == {}


@pytest.mark.parametrize("texts", [question_texts, rule_texts, level_texts])
def test_no_text_frightens_or_promises_too_much(texts):
    for name, text in texts():
        for word in ("unfortunately", "you are safe", "nothing to worry", "do not worry"):
            assert word not in text.lower(), name


def _runs(text, length=8):
    words = re.findall(r"[a-z0-9]+", text.lower())
    return {tuple(words[n : n + length]) for n in range(len(words) - length + 1)}


def test_no_sentence_shares_eight_words_in_a_row_with_an_article():
    if not SEEDS.is_dir():
        pytest.skip("the articles are not beside this folder")
    articles = set().union(*(_runs(path.read_text("utf-8")) for path in SEEDS.glob("*.txt")))
    assert articles
    ours = [*question_texts(), *rule_texts(), *level_texts()]
    ours += [(rule.id, rule.title) for rule in BOOK.rules]
    ours += [(q.id, word) for q in QUESTIONS for word in (q.label, q.say, *q.options.values())]
    shared = {name: " ".join(run) for name, text in ours for run in _runs(text) & articles}
    assert shared == {}


def test_every_rule_file_can_be_read_strictly():
    files = sorted(Path(paths.RULES).glob("*.yaml"))
    assert len(files) >= 3
    for path in files:
        assert isinstance(yaml_files.read(path), dict), path.name


def test_the_levels_of_the_rules_stand_from_most_to_least_urgent():
    """A person who reads the file meets the emergencies first."""
    ranks = [rule.urgency for rule in BOOK.rules]
    assert all(first >= second for first, second in pairwise(ranks))
