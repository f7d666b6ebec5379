"""The rules in plain words: made from the rule files, and nothing in them is lost."""

import random
import re
from functools import cache

import pytest

from backwatch import paths, plain_rules, triage, yaml_files
from backwatch.conditions import NOT_SURE, Answer, AtLeast, Not
from backwatch.plain_rules import Line
from backwatch.questionnaire import questionnaire
from tests import people_cases

BOOK = triage.rule_book()
QUESTIONS = questionnaire()
RAW = yaml_files.read(paths.RULES / "triage.yaml")
BY_LABEL = {question.label: question for question in QUESTIONS}
RULES = pytest.mark.parametrize("rule", BOOK.rules, ids=lambda rule: rule.id)


def words(condition):
    return plain_rules.condition_words(condition, QUESTIONS)


def shown(line, depth=0):
    return ["  " * depth + line.text, *(t for c in line.children for t in shown(c, depth + 1))]


def sentence(line):
    return "\n".join(shown(line))


# --- what single conditions read like ---


def test_a_danger_sign_reads_as_its_label_with_the_answer():
    assert words(Answer("g_legs", "is", ("yes",))) == Line(f"{QUESTIONS['g_legs'].label}: Yes")


def test_one_answer_of_a_list_is_quoted_in_the_words_of_the_question():
    said = QUESTIONS["onset"].options["sudden"]
    assert words(Answer("onset", "is", ("sudden",))).text == f"How it began: “{said}”"


def test_several_answers_are_joined_with_or():
    one, two = (QUESTIONS["trend"].options[word] for word in ("worse_fast", "sudden_jump"))
    line = words(Answer("trend", "in", ("worse_fast", "sudden_jump")))
    assert line.text == f"How it is changing: one of “{one}” or “{two}”"


def test_a_question_with_several_answers_says_one_or_more_of():
    line = words(Answer("location", "has_any", ("upper", "middle")))
    assert line.text.startswith("Where it hurts: one or more of “")


@pytest.mark.parametrize(
    ("operator", "limit", "said"),
    [
        ("gte", 50, "Age: 50 or more"),
        ("lte", 7, "Age: 7 or less"),
        ("gte", 2.5, "Age: 2.5 or more"),
    ],
)
def test_a_limit_stands_as_a_number(operator, limit, said):
    assert words(Answer("age", operator, (limit,))).text == said


def test_not_sure_has_words_where_a_rule_names_it():
    assert "I am not sure" in words(Answer("usual_pain", "in", ("new", NOT_SURE))).text


def test_a_line_says_what_no_answer_counts_as_where_it_counts_as_something():
    assert (
        "(no answer counts as “Yes, it is new”)" in words(Answer("usual_pain", "is", ("new",))).text
    )
    assert "no answer" not in words(Answer("trend", "is", ("same",))).text


PARTS = (Answer("g_legs", "is", ("yes",)), Answer("age", "gte", (50,)), Answer("age", "lte", (60,)))


@pytest.mark.parametrize(
    ("condition", "head"),
    [
        (AtLeast(3, PARTS), "All of these:"),
        (AtLeast(1, PARTS), "One or more of these:"),
        (AtLeast(2, PARTS), "2 or more of these:"),
        (Not(AtLeast(3, PARTS)), "Not all of these:"),
        (Not(AtLeast(1, PARTS)), "None of these:"),
        (Not(AtLeast(2, PARTS)), "Fewer than 2 of these:"),
    ],
)
def test_a_group_says_how_many_must_hold(condition, head):
    line = words(condition)
    assert line.text == head
    assert len(line.children) == 3


def test_not_before_one_answer_stays_in_its_line():
    assert words(Not(Answer("trend", "is", ("better",)))).text == (
        "Not: How it is changing: “Getting better”"
    )


def test_not_not_is_yes():
    assert words(Not(Not(PARTS[0]))) == words(PARTS[0])


def test_a_group_of_one_is_that_one():
    assert words(AtLeast(1, (PARTS[0],))) == words(PARTS[0])
    assert words(Not(AtLeast(1, (PARTS[0],)))).text == f"Not: {words(PARTS[0]).text}"


def test_any_inside_any_is_one_list_without_the_same_line_twice():
    inner = AtLeast(1, (PARTS[0], PARTS[1]))
    line = words(AtLeast(1, (inner, PARTS[0], PARTS[2])))
    assert [child.text for child in line.children] == [words(part).text for part in PARTS]


def test_two_of_three_keeps_the_same_line_twice():
    line = words(AtLeast(2, (PARTS[0], PARTS[0], PARTS[1])))
    assert len(line.children) == 3


def test_any_inside_all_stays_a_list_of_its_own():
    line = words(AtLeast(2, (AtLeast(1, PARTS[1:]), PARTS[0])))
    assert shown(line)[:2] == ["All of these:", "  One or more of these:"]


# --- nothing is lost ---


def named(raw):
    """Every (question, answer word or limit) that a raw condition names, facts followed."""
    if isinstance(raw, list):
        return [found for part in raw for found in named(part)]
    if not isinstance(raw, dict):
        return []
    if "d" in raw:
        return named(RAW["derived"][raw["d"]])
    if "q" in raw:
        ((_, wanted),) = ((k, v) for k, v in raw.items() if k != "q")
        return [(raw["q"], w) for w in (wanted if isinstance(wanted, list) else [wanted])]
    return [found for part in raw.values() for found in named(part)]


@RULES
def test_every_question_answer_and_limit_of_a_rule_stands_in_its_words(rule):
    raw = next(one for one in RAW["rules"] if one["id"] == rule.id)
    text = sentence(plain_rules.rule_words(BOOK, rule))
    for question, wanted in named(raw["when"]):
        assert f"{QUESTIONS[question].label}: " in text
        if isinstance(wanted, str):
            assert QUESTIONS[question].words(wanted) in text
        else:
            assert f"{wanted:g} or " in text


def test_no_two_questions_share_a_label_so_a_line_names_one_question():
    assert len(BY_LABEL) == len(list(QUESTIONS))


def read_back(line):
    """The condition that plain words state, read from nothing but the words."""
    parts = tuple(read_back(child) for child in line.children)
    if line.text in ("All of these:", "Not all of these:"):
        found = AtLeast(len(parts), parts)
        return found if line.text[0] == "A" else Not(found)
    if line.text in ("One or more of these:", "None of these:"):
        found = AtLeast(1, parts)
        return found if line.text[0] == "O" else Not(found)
    if group := re.fullmatch(r"(Fewer than )?(\d+)( or more)? of these:", line.text):
        found = AtLeast(int(group[2]), parts)
        return Not(found) if group[1] else found
    if line.text.startswith("Not: "):
        return Not(read_back(Line(line.text.removeprefix("Not: "))))
    text = re.sub(r" \(no answer counts as “[^”]*”\)$", "", line.text)
    label = max((name for name in BY_LABEL if text.startswith(f"{name}: ")), key=len)
    question, said = BY_LABEL[label], text[len(label) + 2 :]
    if limit := re.fullmatch(r"([\d.]+) or (more|less)", said):
        return Answer(question.id, "gte" if limit[2] == "more" else "lte", (float(limit[1]),))
    options = re.findall(r"“([^”]*)”", said) or [said]
    by_words = {question.words(word): word for word in (*question.choices, NOT_SURE)}
    return Answer(question.id, "in", tuple(by_words[option] for option in options))


@cache
def crowd():
    """Every written case and 60 random people."""
    chance = random.Random(7)  # noqa: S311
    found = [case.answers for case in people_cases.cases()]
    found += [people_cases.random_answers(chance) for _ in range(60)]
    return [QUESTIONS.read(answers) for answers in found]


@RULES
def test_the_words_of_a_rule_hold_for_the_same_people_as_the_rule(rule):
    condition = BOOK.condition(rule.id)
    if condition is None:
        assert rule is BOOK.default
        return
    again = read_back(plain_rules.condition_words(condition, QUESTIONS))
    assert again.questions() == condition.questions()
    for given in crowd():
        assert again.judge(given).holds == condition.judge(given).holds


def test_the_calmest_level_says_what_it_needs_beside_its_own_rule():
    text = sentence(plain_rules.rule_words(BOOK, BOOK.self_care))
    assert text.startswith("All of these:")
    assert "No other rule holds" in text
    assert "still open" in text
    assert "needs" in text


def test_the_default_rule_says_that_it_holds_when_no_other_does():
    assert "No other rule holds" in sentence(plain_rules.rule_words(BOOK, BOOK.default))


@RULES
def test_every_rule_says_in_words_what_it_rests_on_and_for_whom_it_is(rule):
    assert plain_rules.basis_words(rule).endswith(".")
    assert plain_rules.basis_words(rule) != rule.basis
    if rule.basis == "design":
        assert "our own choice" in plain_rules.basis_words(rule).lower()


# --- questions ---


@pytest.mark.parametrize("question", list(QUESTIONS), ids=lambda question: question.id)
def test_a_question_lists_its_answers_when_it_is_asked_and_the_rules_that_use_it(question):
    found = plain_rules.question_words(BOOK, question)
    if question.choices:
        assert found.answers == tuple(question.choices.values())
    assert found.answers
    assert (found.asked is None) == (QUESTIONS.shown_if(question.id) is None)
    used = [
        r.id for r in BOOK.rules if (c := BOOK.condition(r.id)) and question.id in c.questions()
    ]
    assert [rule.id for rule in found.rules] == used
    if question.id in QUESTIONS.steps[0].all_questions:
        assert any("danger sign" in mark for mark in found.marks)
    assert any("one level below" in mark for mark in found.marks) == question.critical
    assert found.topic in {section.title for section in QUESTIONS.sections}


def test_a_number_names_its_limits():
    assert plain_rules.question_words(BOOK, QUESTIONS["age"]).answers == (
        "A whole number, 0 to 120",
    )


def test_a_hidden_question_says_when_it_is_asked_in_plain_words():
    asked = plain_rules.question_words(BOOK, QUESTIONS["quit_years"]).asked
    assert asked == Line("Smoking: “I used to smoke”")


def test_a_blank_says_what_it_counts_as_and_never_no_where_nothing_is_set():
    usual = plain_rules.question_words(BOOK, QUESTIONS["usual_pain"])
    assert "“Yes, it is new”" in usual.blank
    assert "never counts as no" in plain_rules.question_words(BOOK, QUESTIONS["fever"]).blank


def test_a_question_that_opens_others_names_them():
    smoking = plain_rules.question_words(BOOK, QUESTIONS["smoking"])
    assert {"pack_years", "quit_years"} <= {question.id for question in smoking.opens}
