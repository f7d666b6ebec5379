"""The printed sheet for everybody: one page and nothing lost, whoever and however much it is."""

import pytest

from tests import people_set
from tests.sheet_pages import PAPERS, fit, lost, too_long, typeset
from tests.unit.test_pdf import grown_by
from tests.unit.test_sheet_pages import holds_page_1, sheet_of, words_above_the_chart

pytestmark = pytest.mark.proof

RANDOM = 200
SHEETS = 30


@pytest.mark.parametrize("paper", PAPERS)
def test_200_random_sheets_far_over_every_limit_keep_page_1_lose_nothing_and_have_no_fault(paper):
    structure = pytest.importorskip("tests.pdf_structure")
    for seed in range(RANDOM):
        made = too_long(seed, variant="emergency" if seed % 5 == 4 else "normal")
        found = fit(made, paper)
        assert found["used"] <= found["room"], seed
        file = typeset.__wrapped__(made, paper)
        assert holds_page_1(file), seed
        assert lost(made, paper) == [], seed
        if seed % 10 == 0:
            assert structure.faults(file) == [], seed


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("variant", ["normal", "emergency"])
def test_every_made_up_person_gets_one_page_and_nothing_is_lost(paper, variant):
    for person in people_set.people():
        made = sheet_of(person, variant=variant)
        assert holds_page_1(typeset(made, paper)), person.id
        assert lost(made, paper) == [], person.id


def test_what_stands_above_the_chart_is_read_in_a_minute_by_everybody():
    words = {person.id: words_above_the_chart(sheet_of(person)) for person in people_set.people()}
    assert max(words.values()) <= 240, {p: n for p, n in words.items() if n > 240}


def test_30_sheets_in_a_row_leave_the_app_as_small_as_it_was():
    assert grown_by(SHEETS) < 20
