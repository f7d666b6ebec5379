"""The words of the charts that count: short sentences, every limit with its reason or source."""

import re

import pytest

from backwatch import diary, paths, sources, yaml_files
from backwatch.charts.counts_words import cited, words

FILE = yaml_files.read(paths.CONTENT / "charts_counts.yaml")


def texts(value, where=""):
    if isinstance(value, str):
        yield where, value
    for key, inner in value.items() if isinstance(value, dict) else ():
        yield from texts(inner, f"{where} {key}".strip())


TEXTS = [
    *(text for text in texts(FILE) if "sources" not in text[0] and not text[0].endswith("_why"))
]


@pytest.mark.parametrize(("where", "text"), TEXTS, ids=[where for where, _ in TEXTS])
def test_a_sentence_has_20_words_or_fewer(where, text):
    for sentence in re.split(r"(?<=[.!?;:])\s+", text):
        assert len(re.findall(r"\w+", sentence)) <= 20, sentence


@pytest.mark.parametrize(("where", "text"), TEXTS, ids=[where for where, _ in TEXTS])
def test_nothing_reassures_or_names_an_illness_as_an_answer(where, text):
    assert not re.search(r"\b(all is well|harmless|nothing to worry|safe|normal)\b", text, re.I)
    if "cancer" in text.lower():
        assert where in (*("treatment less_pain", "treatment no_relief", "relief meaning"),), (
            "only to say what a chart does not show"
        )


def test_every_number_says_why_it_is_what_it_is():
    for part, held in FILE.items():
        if isinstance(held, dict):
            for key, value in held.items():
                if isinstance(value, int):
                    reason = key.split("_")[0] + "_why"
                    assert {reason, f"{key}_why"} & set(held), f"{part} {key}"


def test_every_claim_has_a_source_that_is_in_the_register():
    for claim in ("less_pain", "no_relief", "usual_care"):
        assert words().treatment.sources[claim].keys() <= set(sources.sources())
    assert words().relief.sources.keys() <= set(sources.sources())
    assert cited({"seed-004": "line 34"}, {"seed-004": "line 34"}).count("line 34") == 1
    assert cited() == ""


def test_the_lists_and_kinds_named_here_are_those_of_the_diary():
    vocabulary = diary.vocabulary()
    assert set(words().treatment.usual_care_kinds) <= set(vocabulary.ids("treatment_kinds"))
    for field in words().causes.lists:
        assert vocabulary.ids(field)
    assert "appetite" in vocabulary.ids("symptoms")
