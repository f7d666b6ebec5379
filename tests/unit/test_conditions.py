"""Conditions: true, false and unknown."""

from itertools import product

import pytest

from backwatch import conditions
from backwatch.conditions import Fact
from backwatch.yaml_files import DataFileError

OPTIONS = {
    "a": frozenset({"yes", "no", "not_sure"}),
    "b": frozenset({"yes", "no", "not_sure"}),
    "c": frozenset({"yes", "no", "not_sure"}),
    "many": frozenset({"x", "y", "none", "not_sure"}),
    "age": None,
}
STATES = {
    True: Fact(value="yes"),
    False: Fact(value="no"),
    None: Fact(),
}


class Known:
    """Facts given directly; a question without one is open and asks for itself."""

    def __init__(self, **facts):
        self.facts = facts

    def state(self, question):
        return self.facts.get(question, Fact(ask=frozenset({question})))


def judge(raw, **facts):
    return conditions.parse(raw, {}, OPTIONS).judge(Known(**facts))


def yes(question):
    return {"q": question, "is": "yes"}


TRIPLES = list(product([True, False, None], repeat=3))


def facts(values):
    return {
        name: Fact(value={True: "yes", False: "no", None: None}[v], ask=frozenset({name}))
        for name, v in zip("abc", values, strict=True)
    }


@pytest.mark.parametrize("values", TRIPLES)
def test_all_any_and_at_least_agree_with_every_way_the_open_answers_could_turn_out(values):
    choices = [[v] if v is not None else [True, False] for v in values]
    for count, word in ((3, "all"), (1, "any"), (2, "at_least")):
        parts = [yes("a"), yes("b"), yes("c")]
        raw = {"at_least": 2, "of": parts} if count == 2 else {word: parts}
        ways = {sum(way) >= count for way in product(*choices)}
        expected = ways.pop() if len(ways) == 1 else None
        found = judge(raw, **facts(values))
        assert found.holds is expected, word
        assert judge({"not": raw}, **facts(values)).holds is (
            None if expected is None else not expected
        )
        if expected is None:
            assert found.open == {n for n, v in zip("abc", values, strict=True) if v is None}
        else:
            assert not found.open


@pytest.mark.parametrize(
    ("left", "right", "both", "either"),
    [
        (True, True, True, True),
        (True, False, False, True),
        (True, None, None, True),
        (False, False, False, False),
        (False, None, False, None),
        (None, None, None, None),
    ],
)
def test_the_truth_table_of_all_and_any(left, right, both, either):
    for x, y in ((left, right), (right, left)):
        given = {"a": STATES[x], "b": STATES[y]}
        assert judge({"all": [yes("a"), yes("b")]}, **given).holds is both
        assert judge({"any": [yes("a"), yes("b")]}, **given).holds is either


@pytest.mark.parametrize(("value", "turned"), [(True, False), (False, True), (None, None)])
def test_not_turns_true_and_false_and_leaves_unknown(value, turned):
    assert judge({"not": yes("a")}, a=STATES[value]).holds is turned


def test_not_sure_fits_only_where_it_is_named():
    unsure = Fact(unsure=True, ask=frozenset({"a"}))
    assert judge({"q": "a", "is": "not_sure"}, a=unsure).holds is True
    assert judge({"q": "a", "in": ["no", "not_sure"]}, a=unsure).holds is True
    assert judge({"q": "a", "in": ["yes", "no"]}, a=unsure).holds is None
    assert judge({"q": "a", "is": "not_sure"}, a=Fact(value="no")).holds is False


def test_no_answer_is_not_the_same_as_not_sure():
    assert judge({"q": "a", "is": "not_sure"}).holds is None


def test_a_hidden_question_reads_as_false_even_for_not_sure():
    hidden = Fact(applies=False)
    assert judge({"q": "a", "in": ["yes", "no", "not_sure"]}, a=hidden).holds is False
    assert judge({"not": yes("a")}, a=hidden).holds is True
    assert judge({"q": "age", "lte": 200}, age=hidden).holds is False


def test_not_sure_among_several_answers_settles_what_was_chosen_and_leaves_the_rest_open():
    some = Fact(value=("x", "not_sure"), unsure=True, ask=frozenset({"many"}))
    assert judge({"q": "many", "has_any": ["x"]}, many=some).holds is True
    found = judge({"q": "many", "has_any": ["y"]}, many=some)
    assert (found.holds, found.open) == (None, {"many"})


def test_a_cautious_default_counts_as_the_answer_for_not_sure_too():
    default = Fact(value="no", unsure=True, ask=frozenset({"a"}))
    assert judge(yes("a"), a=default).holds is False
    assert judge({"q": "a", "is": "no"}, a=default).holds is True
    assert judge({"q": "a", "is": "not_sure"}, a=default).holds is True


@pytest.mark.parametrize(("age", "holds"), [(39, False), (40, True), (41, True), (None, None)])
def test_at_least_a_number_includes_the_number(age, holds):
    assert judge({"q": "age", "gte": 40}, age=Fact(value=age)).holds is holds


@pytest.mark.parametrize(("age", "holds"), [(0, True), (7, True), (8, False), (None, None)])
def test_at_most_a_number_includes_the_number_and_zero_is_a_number(age, holds):
    assert judge({"q": "age", "lte": 7}, age=Fact(value=age)).holds is holds


def test_because_names_the_answers_that_decided_it_and_no_others():
    found = judge({"any": [yes("a"), yes("b")]}, a=STATES[True], b=STATES[False])
    assert found.because == {"a"}
    found = judge({"all": [yes("a"), yes("b")]}, a=STATES[True], b=STATES[False])
    assert found.because == {"b"}


def test_a_condition_names_every_question_it_could_depend_on():
    raw = {"any": [yes("a"), {"not": {"all": [yes("b"), {"q": "age", "gte": 1}]}}]}
    assert conditions.parse(raw, {}, OPTIONS).questions() == {"a", "b", "age"}


@pytest.mark.parametrize(
    "raw",
    [
        None,
        "default",
        [],
        {},
        {"q": "a"},
        {"q": "a", "is": "yes", "in": ["no"]},
        {"q": "a", "is": None},
        {"q": "a", "is": True},
        {"q": "a", "is": ["yes"]},
        {"q": "a", "in": []},
        {"q": "a", "in": "yes"},
        {"q": "a", "in": [["yes"]]},
        {"q": "a", "has_any": [{"x": 1}]},
        {"q": "many", "has_any": ["z"]},
        {"q": "d", "is": "yes"},
        {"q": ["a"], "is": "yes"},
        {"q": "a", 1: "yes"},
        {"q": "a", "gte": 1},
        {"q": "age", "gte": True},
        {"q": "age", "gte": None},
        {"q": "age", "in": [40]},
        {"d": "nothing"},
        {"d": ["nothing"]},
        {"not": []},
        {"not": None},
        {"all": []},
        {"any": []},
        {"all": "ab"},
        {"all": [{"q": "a", "is": "yes"}], "any": [{"q": "b", "is": "yes"}]},
        {"at_least": 1},
        {"at_least": 2, "of": [{"q": "a", "is": "yes"}]},
        {"at_least": 0, "of": [{"q": "a", "is": "yes"}]},
        {"at_least": True, "of": [{"q": "a", "is": "yes"}]},
        {"at_least": "1", "of": [{"q": "a", "is": "yes"}]},
        {"at_least": 1, "off": [{"q": "a", "is": "yes"}]},
    ],
    ids=str,
)
def test_what_is_not_exactly_a_condition_is_refused(raw):
    with pytest.raises(DataFileError):
        conditions.parse(raw, {}, OPTIONS)
