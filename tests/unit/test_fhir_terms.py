"""The codes of others: each was seen with its words, and none that is not verified goes out."""

import re
from itertools import pairwise

import pytest

from backwatch import paths
from backwatch.outputs import fhir_findings, fhir_terms
from backwatch.questionnaire import questionnaire
from backwatch.yaml_files import DataFileError

ALL = list(fhir_terms.codes().values())
LOINC = [each for each in ALL if each.system == "loinc"]
SNOMED = [each for each in ALL if each.system == "snomed"]


def luhn(code):
    """Return whether the check digit of a LOINC code is right (Mod 10 of Luhn)."""
    body, check = code.split("-")
    total = 0
    for place, digit in enumerate(reversed(body)):
        doubled = int(digit) * (2 if place % 2 == 0 else 1)
        total += doubled // 10 + doubled % 10
    return int(check) == -total % 10


TIMES = [
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
    [1, 2, 3, 4, 0, 6, 7, 8, 9, 5],
    [2, 3, 4, 0, 1, 7, 8, 9, 5, 6],
]
TIMES += [
    [3, 4, 0, 1, 2, 8, 9, 5, 6, 7],
    [4, 0, 1, 2, 3, 9, 5, 6, 7, 8],
    [5, 9, 8, 7, 6, 0, 4, 3, 2, 1],
]
TIMES += [
    [6, 5, 9, 8, 7, 1, 0, 4, 3, 2],
    [7, 6, 5, 9, 8, 2, 1, 0, 4, 3],
    [8, 7, 6, 5, 9, 3, 2, 1, 0, 4],
]
TIMES += [[9, 8, 7, 6, 5, 4, 3, 2, 1, 0]]
TURN = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4]


def verhoeff(code):
    """Return whether the check digit of a SNOMED CT code is right (Verhoeff 1969)."""
    found = 0
    for place, digit in enumerate(reversed(code)):
        turned = int(digit)
        for _ in range(place % 8):
            turned = TURN[turned]
        found = TIMES[found][turned]
    return found == 0


@pytest.mark.parametrize(
    "each", [e for e in LOINC if not e.code.startswith("LA")], ids=lambda e: e.code
)
def test_the_check_digit_of_every_loinc_code_is_right(each):
    assert luhn(each.code)


@pytest.mark.parametrize("each", SNOMED, ids=lambda e: e.code)
def test_the_check_digit_of_every_snomed_code_is_right(each):
    assert verhoeff(each.code)


@pytest.mark.parametrize("code", ["22253001", "22253002", "37822050"])
def test_a_mistyped_snomed_code_is_found_out(code):
    assert not verhoeff(code)


def test_two_digits_that_changed_places_are_found_out():
    assert not luhn("75214-3")
    for one, two in pairwise("267036007"):
        if one != two:
            assert not verhoeff("267036007".replace(one + two, two + one, 1))


@pytest.mark.parametrize("each", ALL, ids=lambda e: e.code)
def test_every_code_has_its_words_and_says_where_they_were_seen(each):
    assert each.display.strip()
    assert each.seen_in.strip()


@pytest.mark.parametrize(
    ("system", "code"),
    [
        ("loinc", "74010-0"),
        ("snomed", "271594007"),
        ("snomed", "448765001"),
        ("snomed", "66857006"),
        ("loinc", "1234-5"),
    ],
)
def test_a_code_that_is_rejected_doubtful_or_unknown_is_never_made(system, code):
    with pytest.raises(DataFileError, match="not verified"):
        fhir_terms.coding(system, code)


def test_no_answer_code_of_loinc_can_be_asked_for_in_our_code():
    parts = sorted((paths.ROOT / "backwatch" / "outputs").glob("fhir*.py"))
    assert len(parts) > 4
    for part in parts:
        assert not re.search(r"\bLA\d", part.read_text(encoding="utf-8")), part.name


def test_every_finding_is_a_question_or_an_option_that_is_there():
    known, book = fhir_terms.symptoms(), questionnaire()
    assert {book[q].type for q in known.yes_no} == {"yes_no_unsure"}
    assert {book[q].type for q in known.options} <= {"single", "multi"}
    for question, options in known.more_options.items():
        assert set(options) <= set(book[question].options)
    for key, code in known.snomed.items():
        question, option = key.split(".")
        assert option in book[question].options
        assert fhir_terms.coding("snomed", code)


def test_every_danger_sign_is_a_finding_but_an_accident():
    known, book = fhir_terms.symptoms(), questionnaire()
    signs = {*book.danger_signs, *book.steps[0].all_questions}
    assert signs - set(known.yes_no) == {"g_accident"}


def test_a_single_choice_among_the_findings_has_a_plain_no():
    for question in fhir_terms.symptoms().options:
        assert "none" in questionnaire()[question].options, question


def test_every_part_of_the_back_pain_is_a_question():
    assert set(fhir_findings.PARTS) <= set(questionnaire().questions)
