"""From answers to a level: the written cases, what must hold for anybody, a second opinion."""

import copy
import os
import random

import pytest

from backwatch import paths, triage, yaml_files
from backwatch.conditions import NOT_SURE
from backwatch.questionnaire import questionnaire
from backwatch.urgency import Urgency
from tests import people_cases, second_opinion
from tests.people_cases import assess, changed, level, person

BOOK = triage.rule_book()
QUESTIONS = questionnaire()
DANGER = QUESTIONS.danger_signs
WARNINGS = [q.id for q in QUESTIONS if q.warning]


@pytest.mark.parametrize("case", people_cases.cases(), ids=lambda case: case.name)
def test_a_written_case_comes_out_as_it_says(case):
    found = assess(case.answers)
    assert (found.level.id if found.level else None, found.status) == (case.level, case.status)
    fired = set(found.fired)
    assert len(fired) == len(found.fired)
    assert case.fires is None or fired == case.fires
    assert case.among <= fired
    assert not case.without & fired
    assert case.unknown <= {each.rule.id for each in found.open}


def test_answers_changed_one_by_one_come_out_as_if_they_were_given_at_once():
    chance = random.Random(20)  # noqa: S311
    levels = set()
    for _ in range(60):
        answers = QUESTIONS.read(people_cases.random_answers(chance))
        BOOK.assess(answers)  # what it made of them is what the copies build on
        for question in chance.choices(list(QUESTIONS), k=6):
            value = question.read(people_cases.random_answer(question, chance))
            answers = answers.with_answer(question.id, chance.choice([value, value, None]))
            found, at_once = BOOK.assess(answers), QUESTIONS.read(answers.given)
            assert found == BOOK.assess(at_once), (question.id, answers.given)
            assert [answers.state(q.id) for q in QUESTIONS] == [
                at_once.state(q.id) for q in QUESTIONS
            ]
            levels.add(found.level)
    assert len(levels) >= 4


def test_a_question_that_hides_another_is_felt_by_it_and_by_what_that_one_hides():
    smoked = QUESTIONS.read({"smoking": "past", "cigs_a_day": 20, "years_smoked": 30})
    assert smoked.state("cigs_a_day").applies
    never = smoked.with_answer("smoking", "never")
    assert not never.state("cigs_a_day").applies
    assert never.with_answer("smoking", "past").state("cigs_a_day").value == 20


def test_every_rule_has_a_case_in_which_it_holds():
    held = {rule for case in people_cases.cases() for rule in case.among.union(case.fires or ())}
    assert {rule.id for rule in BOOK.rules} - held == set()
    assert held - {rule.id for rule in BOOK.rules} == set()


def test_there_are_twelve_danger_signs():
    assert len(DANGER) == 12


@pytest.mark.parametrize("sign", DANGER)
def test_a_danger_sign_is_an_emergency_whatever_else_is_answered(sign):
    chance = random.Random(sign)  # noqa: S311
    for _ in range(30):
        answers = {**people_cases.random_answers(chance), sign: "yes"}
        found = assess(answers)
        assert found.level is Urgency.EMERGENCY, answers
        assert found.is_emergency, answers


@pytest.mark.parametrize("sign", DANGER)
def test_a_danger_sign_alone_is_an_emergency(sign):
    found = assess({sign: "yes"})
    assert (found.level, found.status, len(found.fired)) == (Urgency.EMERGENCY, "incomplete", 1)


@pytest.mark.parametrize("sign", DANGER)
@pytest.mark.parametrize("answer", [None, NOT_SURE])
def test_an_open_danger_sign_counts_one_level_below_an_emergency(sign, answer):
    assert level(changed(person("strain"), {sign: answer})) == "same_day"


def test_one_more_warning_sign_never_lowers_the_level():
    chance = random.Random(20)  # noqa: S311
    for _ in range(70):
        before = people_cases.random_answers(chance)
        for sign in chance.sample(WARNINGS, 3):
            start = changed({**before, sign: "no"}, {sign: chance.choice(["no", NOT_SURE, None])})
            assert assess({**before, sign: "yes"}).level >= assess(start).level, (sign, start)


def test_an_answer_left_open_never_gives_a_lower_level_than_no():
    chance = random.Random(21)  # noqa: S311
    for _ in range(70):
        before = people_cases.random_answers(chance)
        for sign in chance.sample(WARNINGS, 3):
            left = changed({**before, sign: "no"}, {sign: chance.choice([NOT_SURE, None])})
            assert assess(left).level >= assess({**before, sign: "no"}).level, (sign, left)


def _answers_to_try(question):
    if question.id == "age":
        return [18, 39, 40, 50, 75, 120]
    if question.type == "number":
        return range(int(question.min), int(question.max) + 1)
    options = [word for word in question.choices if word != NOT_SURE]
    return [[word] for word in options] if question.type == "multi" else options


@pytest.mark.parametrize("question", list(person("strain")))
def test_self_care_needs_every_answer_that_could_end_it(question):
    """Left open, a question may leave self-care only if no answer to it could end self-care."""
    could = {
        level({**person("strain"), question: value})
        for value in _answers_to_try(QUESTIONS[question])
    }
    for answer in (None, NOT_SURE):
        if could - {"self_care"}:
            assert level(changed(person("strain"), {question: answer})) != "self_care", answer


@pytest.mark.parametrize("answer", [None, NOT_SURE], ids=["left out", "not sure"])
def test_these_questions_and_no_others_do_not_matter_to_a_mild_strain(answer):
    """Risks and triggers alone change nothing in a strain that is getting better; signs do."""
    calm = {
        question
        for question in person("strain")
        if level(changed(person("strain"), {question: answer})) == "self_care"
    }
    hidden = {q for q in person("strain") if not QUESTIONS.read(person("strain")).applies(q)}
    assert calm - hidden == {"smoking", "asbestos", "family_lung", "onset", "move"}


def test_self_care_on_open_questions_stays_self_care_however_they_are_answered():
    chance = random.Random(22)  # noqa: S311
    seen = 0
    for _ in range(100):
        left = chance.sample(["smoking", "asbestos", "family_lung", "onset", "move", "stiff"], 3)
        start = changed(person("strain"), dict.fromkeys(left))
        if level(start) != "self_care":
            continue
        seen += 1
        filled = {q: people_cases.random_answer(QUESTIONS[q], chance) for q in left}
        assert level({**start, **filled}) == "self_care", filled
    assert seen > 80


def test_what_is_settled_stays_settled_when_more_is_answered():
    chance = random.Random(23)  # noqa: S311
    defaults = {q.id for q in QUESTIONS if q.if_missing}
    for _ in range(150):
        full = people_cases.random_answers(chance, blank=0)
        part = {q: value for q, value in full.items() if chance.random() < 0.7}
        less, more = QUESTIONS.read(part), QUESTIONS.read(full)
        for rule in BOOK.rules:
            condition = BOOK.condition(rule.id)
            if condition is None or condition.questions() & defaults:
                continue
            settled = condition.judge(less).holds
            if settled is not None:
                assert condition.judge(more).holds is settled, (rule.id, part, full)


def test_the_questions_to_ask_for_an_open_rule_are_open_themselves():
    chance = random.Random(24)  # noqa: S311
    for _ in range(150):
        answers = people_cases.random_answers(chance)
        for each in assess(answers).open:
            assert each.ask, each.rule.id
            for question in each.ask:
                given = answers.get(question)
                assert given in (None, NOT_SURE, "skip") or NOT_SURE in given, each


def test_no_reassuring_answer_lowers_a_level():
    good = {"severity": 0, "trend": "better", "rest": "helps", "move": "yes", "smoking": "never"}
    for bad in ({"fever": "high"}, {"g_saddle": "yes"}, {"general": ["weight_loss"]}):
        assert assess({**person("strain"), **good, **bad}).level > Urgency.ROUTINE


@pytest.mark.parametrize("cancer", [c for c in QUESTIONS["cancer"].choices if c != "none"] + [None])
def test_self_care_is_never_for_a_person_with_cancer_or_unknown_cancer(cancer):
    for severity in (0, 4):
        answers = changed(person("strain"), {"cancer": cancer, "severity": severity})
        assert level({**answers, "usual_pain": "same_known"}) != "self_care"


@pytest.mark.parametrize("question", QUESTIONS.needed)
def test_without_a_needed_answer_the_check_is_incomplete_and_says_what_is_missing(question):
    start = {**person("strain"), "nerve_limb": "numb_one"}  # so that nerve_worse is asked
    if question == "nerve_limb":
        start["nerve_worse"] = "no"
    found = assess(changed(start, {question: None}))
    assert (found.status, found.missing) == ("incomplete", (question,))
    assert assess({**start, question: NOT_SURE}).status == "complete"


def test_nothing_answered_is_incomplete_and_asks_every_needed_question_that_applies():
    found = assess({})
    assert found.status == "incomplete"
    assert found.missing == tuple(q for q in QUESTIONS.needed if q != "nerve_worse")
    assert found.level is Urgency.SAME_DAY


def test_reasons_stand_from_most_to_least_urgent_with_the_answers_behind_them():
    found = assess({**person("strain"), "g_bladder": "yes", "calf": "yes", "tender": "yes"})
    ranks = [reason.rule.urgency for reason in found.reasons]
    assert ranks == sorted(ranks, reverse=True)
    assert found.reasons[0].answers == {"g_bladder": "yes"}


def test_a_reason_names_no_answer_to_a_hidden_question():
    found = assess({**person("strain"), "bone_spread": "yes", "nerve_worse": "yes"})
    assert not {"bone_spread", "nerve_worse"} & {q for r in found.reasons for q in r.answers}


def test_a_change_really_leads_to_the_level_it_promises():
    answers = QUESTIONS.read(person("strain"))
    found = BOOK.changes(answers)
    assert {change.level for change in found} == set(Urgency) - {Urgency.SELF_CARE}
    for change in found:
        assert BOOK.assess(answers.with_answer(change.question, change.answer)).level is (
            change.level
        )
    assert not BOOK.changes(QUESTIONS.read({**person("strain"), "g_legs": "yes"}))
    assert BOOK.changes(QUESTIONS.read({**person("strain"), "age": 17})) == ()


def test_the_version_names_the_date_and_a_mark_of_the_files():
    date, mark = BOOK.version.rsplit(".", 1)
    assert date == yaml_files.read(paths.RULES / "triage.yaml")["version"]
    assert len(mark) == 6
    assert assess({}).rules_version == BOOK.version


@pytest.mark.sample
@pytest.mark.grows
def test_a_second_reading_of_the_rules_agrees_on_1000_people():
    chance = random.Random(25)  # noqa: S311
    seen = set()
    for number in range(20_000 if os.environ.get("BACKWATCH_PROVE") else 1000):
        answers = people_cases.random_answers(chance)
        if number % 50 == 0:
            answers["age"] = chance.randint(0, 17)
        found = assess(answers)
        got = (found.level.id if found.level else None, found.status, set(found.fired))
        assert got == second_opinion.assess(answers), answers
        assert list(found.missing) == second_opinion.missing(answers), answers
        seen.add(got[:2])
    assert len(seen) >= 8, seen  # the sample reaches every level, finished and not


RAW = yaml_files.read(paths.RULES / "triage.yaml")


def _spoiled(change):
    raw = copy.deepcopy(RAW)
    change(raw)
    with pytest.raises(yaml_files.DataFileError) as error:
        triage.RuleBook(raw, QUESTIONS)
    return str(error.value)


def _when(value):
    return lambda raw: raw["rules"][0].update(when=value)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (_when({"q": "g_breth", "is": "yes"}), ["triage.yaml", "E01", "g_breth"]),
        (_when({"q": "g_breath", "is": "yess"}), ["triage.yaml", "E01", "yess"]),
        (_when({"q": "g_breath", "iz": "yes"}), ["triage.yaml", "E01", "iz"]),
        (_when({"q": "g_breath", "is": ["yes"]}), ["triage.yaml", "E01", "g_breath"]),
        (_when({"q": "cancer", "in": [["lung_now"]]}), ["triage.yaml", "E01", "lung_now"]),
        (_when({"q": "cancer", "in": "lung_now"}), ["triage.yaml", "E01", "cancer"]),
        (_when({"q": "age", "gte": "40"}), ["triage.yaml", "E01", "40"]),
        (_when({"q": "age", "is": 40}), ["triage.yaml", "E01", "40"]),
        (_when({"q": "cancer", "gte": 4}), ["triage.yaml", "E01", "cancer"]),
        (_when({"d": "known_cancr"}), ["triage.yaml", "E01", "known_cancr"]),
        (_when({"all": [], "any": []}), ["triage.yaml", "E01"]),
        (_when({"all": []}), ["triage.yaml", "E01"]),
        (_when({"any": {"d": "six1"}}), ["triage.yaml", "E01"]),
        (_when({"all": [{"d": "six1"}], "any": [{"d": "six2"}]}), ["triage.yaml", "E01", "six2"]),
        (_when({"d": "six1", "not": {"d": "six2"}}), ["triage.yaml", "E01", "six2"]),
        (_when({"at_least": 3, "of": [{"d": "six1"}]}), ["triage.yaml", "E01", "3"]),
        (_when({"at_least": 0, "of": [{"d": "six1"}]}), ["triage.yaml", "E01", "0"]),
        (_when("defualt"), ["triage.yaml", "E01", "defualt"]),
        (_when("default"), ["triage.yaml", "default"]),
        (_when(None), ["triage.yaml", "E01"]),
        (lambda raw: raw["rules"][0].update(levl="x"), ["triage.yaml", "levl"]),
        (lambda raw: raw["rules"][0].update(level="urgent"), ["triage.yaml", "E01"]),
        (lambda raw: raw["rules"][0].update(level="Emergency"), ["triage.yaml", "E01"]),
        (lambda raw: raw["rules"][0].update(level="self_care"), ["triage.yaml", "self_care"]),
        (lambda raw: raw["rules"][0].update(sources={}), ["triage.yaml", "sources"]),
        (lambda raw: raw["rules"][0].pop("sources"), ["triage.yaml", "sources"]),
        (lambda raw: raw["rules"][1].update(id="E01"), ["triage.yaml", "E01"]),
        (lambda raw: raw["rules"].pop(-1), ["triage.yaml", "self_care"]),
        (lambda raw: raw["derived"].update(six1={"d": "six2"}), ["triage.yaml", "six1", "six2"]),
        (lambda raw: raw["derived"].update(x={"q": "coff", "is": "a"}), ["triage.yaml", "coff"]),
        (lambda raw: raw.update(rule=[]), ["triage.yaml", "rule"]),
    ],
)
def test_a_damaged_rule_is_refused_and_the_message_names_the_file_and_the_word(change, words):
    message = _spoiled(change)
    assert [word for word in words if word not in message] == [], message
