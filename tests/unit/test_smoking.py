"""Pack-years from cigarettes a day and years of smoking."""

import pytest

from backwatch import smoking
from backwatch.questionnaire import questionnaire


def worked_out(**answers):
    return smoking.pack_years(questionnaire().read(answers))


@pytest.mark.parametrize(
    ("a_day", "years", "value"),
    [(20, 20, 20), (40, 10, 20), (10, 20, 10), (0, 20, 0), (15, 30, 22.5)],
)
def test_packs_of_20_a_day_times_years_are_pack_years(a_day, years, value):
    found = worked_out(smoking="past", cigs_a_day=a_day, years_smoked=years)
    assert found.value == value
    assert f"about {value:.0f} pack-years" in found.worked_out


@pytest.mark.parametrize(
    "answers",
    [
        {},
        {"smoking": "never"},
        {"smoking": "skip", "cigs_a_day": 20, "years_smoked": 20},
        {"smoking": "now", "cigs_a_day": 20},
        {"smoking": "now", "years_smoked": 20},
        {"smoking": "now", "cigs_a_day": "not_sure", "years_smoked": 20},
        {"cigs_a_day": 20, "years_smoked": 20},
    ],
)
def test_what_is_not_known_gives_no_pack_years_and_never_zero(answers):
    assert worked_out(**answers) is None


def test_pack_years_that_somebody_states_are_taken_as_they_are():
    found = worked_out(smoking="now", pack_years=12.5, cigs_a_day=20, years_smoked=40)
    assert found.value == 12.5
