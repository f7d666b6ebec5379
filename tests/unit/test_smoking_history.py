"""A life of smoking: pack-years that come out right, and nothing counted that was not told."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backwatch import screening, screening_person, smoking, smoking_history
from backwatch.screening_words import words
from backwatch.smoking_history import Beside, Period, applied, read, totals

FEW = settings(max_examples=40, deadline=None)


def cigarettes(start, end, amount, **more):
    return Period("cigarettes", start, end, amount=amount, **more)


def eligible(programme, periods, age=60, **told):
    plain = {"age": age, "symptoms": False, "lung_cancer": False, **told}
    narrow, wide = applied(screening_person.read(plain), read(periods, age))
    found = screening.assess(narrow, wide=wide).programmes
    return next(each for each in found if each.programme.id == programme)


@pytest.mark.parametrize(
    ("amount", "years", "pack_years"), [(20, 20, 20), (10, 20, 10), (40, 15, 30), (5, 20, 5)]
)
def test_packs_of_20_a_day_times_years(amount, years, pack_years):
    found = read([cigarettes(20, 20 + years, amount)], 60)
    assert found.pack_years == smoking.packs_times_years(amount, years) == pack_years
    assert found.a_day == pytest.approx(amount)
    assert (found.years, found.quit_years) == (years, 40 - years)


def test_a_change_in_amount_is_two_times_that_add_up():
    found = read([cigarettes(16, 26, 10), cigarettes(26, 46, 20)], 60)
    assert (found.pack_years, found.years, found.breaks) == (25, 30, ())
    assert found.a_day == pytest.approx(50 / 3)


def test_a_break_counts_neither_years_nor_packs_and_is_shown():
    found = read([cigarettes(20, 30, 20), cigarettes(35, 40, 20)], 60)
    assert (found.pack_years, found.years, found.breaks) == (15, 15, ((30, 35),))
    assert "Not smoking from 30 to 35: not counted." in found.lines


def test_two_kinds_at_once_count_the_years_once():
    found = read([cigarettes(20, 40, 10), Period("hand_rolled", 30, 50, amount=10)], 60)
    assert (found.years, found.pack_years, found.with_rolled) == (30, 10, 20)
    assert found.daily_years == 30


def test_a_number_a_week_is_a_seventh_a_day():
    found = read([cigarettes(20, 40, 70, unit="week")], 60)
    assert found.pack_years == 10
    assert (found.years, found.daily_years) == (20, 20)
    rare = read([cigarettes(20, 40, 6, unit="week")], 60)
    assert (rare.years, rare.daily_years) == (20, 0)


def test_times_that_add_up_to_a_limit_do_not_fall_short_of_it_by_a_hair():
    """As decimals of the computer, these three make 19.999999999999996."""
    times = [(10, 27), (27, 55), (55, 66)]
    found = [cigarettes(start, end, 50, unit="week") for start, end in times]
    assert read(found, 66).pack_years == 20
    assert eligible("acs-2023", found, age=66).eligible is True


def test_smoking_that_goes_on_ends_today_and_has_no_years_since():
    found = read([cigarettes(20, None, 20, goes_on=True)], 60)
    assert (found.pack_years, found.quit_years, found.smokes) == (40, 0, True)
    assert "From 20 to now" in found.lines[0]


@pytest.mark.parametrize(
    ("period", "age"),
    [
        (cigarettes(None, 40, 20), 60),
        (cigarettes(20, None, 20), 60),
        (cigarettes(20, 40, None), 60),
        (cigarettes(20, 40, 0), 60),
        (cigarettes(20, None, 20, goes_on=True), None),
        (Period("hand_rolled", 20, 40), 60),
        (Period("pipe", 20), 60),
    ],
)
def test_a_time_that_is_not_finished_leaves_the_whole_open(period, age):
    found = read([period, cigarettes(50, 55, 20)], age)
    assert found.open == 1
    assert not found.is_whole
    person = screening_person.read({"age": 60})
    assert applied(person, found) == (person, None)


@pytest.mark.parametrize("span", [(30, 30), (40, 30), (20, 61)])
def test_a_time_that_cannot_be_is_said_in_words_and_not_counted(span):
    found = read([cigarettes(*span, 20)], 60)
    assert len(found.problems) == 1
    assert "Check its ages" in found.problems[0]
    assert not found.is_whole


def test_how_pack_years_came_out_is_said_step_by_step():
    found = read([cigarettes(16, 30, 20), cigarettes(30, 40, 10)], 60)
    assert found.lines[0] == (
        "From 16 to 30, 20 a day: 1 pack a day for 14 years is 14 pack-years."
    )
    assert found.lines[1] == (
        "From 30 to 40, 10 a day: 0.5 packs a day for 10 years is 5 pack-years."
    )
    assert totals(found)[0] == "Together: 19 pack-years in 24 years of smoking."


def test_the_likely_range_is_said_with_how_many_changed_sides():
    said = " ".join(totals(read([cigarettes(20, 40, 20)], 60)))
    assert "between 16 and 24 pack-years" in said
    assert "12 of 102 were on the other side of 20 pack-years" in said


@pytest.mark.parametrize(
    ("pack_years", "limits"),
    [
        *((16, []), (16.8, ["20"]), (20, ["20"]), (24.8, ["20"]), (25, ["20", "30"])),
        *((25.2, ["30"]), (37.4, ["30"]), (37.6, []), (42, [])),
    ],
)
def test_how_many_changed_sides_is_said_only_near_20_and_30(pack_years, limits):
    said = " ".join(totals(read([cigarettes(20, 40, pack_years)], 60)))
    assert [n for n in ("20", "30") if f"other side of {n} pack-years" in said] == limits


def test_what_is_wrong_with_a_time_names_it_and_stands_beside_it():
    good = cigarettes(50, 55, 20)
    found = read([good, cigarettes(40, 30, 20)], 60)
    assert found.problems == ("time 2 of smoking ends before it begins. Check its ages.",)
    assert found.beside == (Beside(), Beside(words().beside["ends_before"], wrong=True))
    found = read([cigarettes(40, 70, 20), good], 60)
    assert found.problems == ("time 1 of smoking ends after your age today. Check its ages.",)
    assert found.beside == (Beside(words().beside["after_today"], wrong=True), Beside())


@pytest.mark.parametrize(
    ("period", "age", "needs"),
    [
        (cigarettes(None, 40, 20), 60, "from what age"),
        (cigarettes(20, None, 20), 60, "until what age"),
        (cigarettes(20, 40, None), 60, "how many"),
        (cigarettes(20, None, 20, goes_on=True), None, "your age, at the top"),
        (Period(), 60, "from what age, until what age, how many"),
        (Period("pipe", 20), 60, "until what age"),
    ],
)
def test_a_time_that_is_not_finished_is_named_with_what_it_needs(period, age, needs):
    found = read([cigarettes(50, 55, 20), period], age)
    assert found.lines[-1] == f"Time 2 is not finished. It still needs: {needs}."
    assert found.beside == (Beside(), Beside(f"Not finished. It still needs: {needs}."))


@pytest.mark.parametrize(
    ("period", "counts"),
    [
        (cigarettes(20, 40, 80), True),
        (cigarettes(20, 40, 81), False),
        (cigarettes(20, 40, 81, sure=81), True),
        (cigarettes(20, 40, 100, sure=81), False),
        (cigarettes(20, 40, 140, unit="week"), True),
        (Period("hand_rolled", 20, 40, amount=81), False),
        (Period("pipe", 20, 40, amount=81), True),
    ],
)
def test_more_than_80_a_day_is_asked_back_and_counts_once_it_is_confirmed(period, counts):
    found = read([period], 60)
    assert found.is_whole is counts
    assert found.open == (0 if counts else 1)
    if not counts:
        assert "Did you mean a week?" in found.beside[0].text
        assert found.beside[0].wrong
        assert (found.pack_years, found.with_rolled) == (0, 0)


# --- what is not counted in the same way


def test_vaping_adds_no_pack_years_and_no_years_of_smoking():
    found = read([cigarettes(20, 30, 20), Period("vaping", 30, None, goes_on=True)], 60)
    assert (found.pack_years, found.years, found.quit_years) == (10, 10, 30)
    assert (found.smokes, found.smokes_any, found.counted_apart) == (False, False, False)
    assert "stands apart" in " ".join(found.lines)


def test_somebody_who_only_vapes_has_told_no_smoking():
    found = read([Period("vaping", 30, None, goes_on=True)], 60)
    assert not found.is_whole
    assert found.vaped


@pytest.mark.parametrize("kind", ["pipe", "cigars"])
def test_pipe_and_cigars_never_make_a_no_and_never_make_a_yes(kind):
    found = eligible("uspstf-2021", [Period(kind, 20, 55)])
    assert found.eligible is None
    assert "Ask the programme" in found.why
    assert eligible("uspstf-2021", [Period(kind, 20, 45)], age=49).eligible is False
    enough = [cigarettes(20, 50, 20), Period(kind, 20, 50)]
    assert eligible("uspstf-2021", enough).eligible is True


def test_hand_rolled_cigarettes_stay_open_where_they_decide():
    rolled = [Period("hand_rolled", 20, 50, amount=20)]
    assert eligible("uspstf-2021", rolled).eligible is None
    few = [Period("hand_rolled", 20, 30, amount=10)]
    assert eligible("uspstf-2021", few, age=40).eligible is False
    with_packs = [cigarettes(20, 50, 14), Period("hand_rolled", 20, 50, amount=10)]
    assert eligible("uspstf-2021", with_packs).eligible is True


def test_what_counting_decides_is_open_and_is_the_only_thing_that_is():
    rolled = [Period("hand_rolled", 20, None, goes_on=True, amount=20)]
    told = {"education": 4, "bmi": 27, "copd": False, "cancer_hist": False}
    told |= {"family_hist_lung_cancer": False}  # and no race, so there is no number
    found = eligible("uspstf-2021", rolled, **told)
    assert found.holds == (True, None, True)
    assert found.why == words().why["counting"]
    assert found.missing == ()
    assert eligible("british-columbia", rolled, **told).missing == ("race",)


def test_a_pipe_that_goes_on_leaves_years_since_stopping_open():
    periods = [cigarettes(20, 40, 40), Period("pipe", 40, None, goes_on=True)]
    assert eligible("uspstf-2021", periods).eligible is None
    assert eligible("acs-2023", periods).eligible is True


def test_a_break_keeps_germany_open():
    periods = [cigarettes(20, 40, 20), cigarettes(45, None, 20, goes_on=True)]
    found = eligible("germany-2026", periods)
    assert found.eligible is None
    assert "break" in found.why
    assert eligible("germany-2026", [cigarettes(20, None, 20, goes_on=True)]).eligible is True


def test_years_of_smoking_every_day_come_from_the_times():
    assert eligible("ontario-olsp", [cigarettes(20, 40, 3)]).eligible is True
    assert eligible("ontario-olsp", [cigarettes(20, 40, 3, unit="week")]).eligible is False


TIMES = st.lists(
    st.builds(
        Period,
        kind=st.sampled_from(["cigarettes", "hand_rolled", "pipe", "cigars", "vaping"]),
        start=st.none() | st.integers(10, 70),
        end=st.none() | st.integers(10, 70),
        goes_on=st.booleans(),
        amount=st.none() | st.integers(0, 60),
        unit=st.sampled_from(["day", "week"]),
    ),
    max_size=5,
)


@FEW
@given(periods=TIMES)
def test_the_order_of_the_times_changes_nothing_but_the_order_of_the_lines(periods):
    one, other = read(periods, 70), read(list(reversed(periods)), 70)
    assert (one.pack_years, one.years, one.breaks) == (other.pack_years, other.years, other.breaks)
    assert one.beside == tuple(reversed(other.beside))
    counted = [[line for line in found.lines if line[:5] != "Time "] for found in (one, other)]
    assert sorted(counted[0]) == sorted(counted[1])


@FEW
@given(periods=TIMES)
def test_years_are_never_more_than_the_life_they_lie_in(periods):
    found = read(periods, 70)
    assert 0 <= found.daily_years <= found.years <= found.years_of_all <= 60
    assert found.pack_years <= found.with_rolled
    narrow, wide = applied(screening_person.read({"age": 70}), found)
    assert narrow.problems == ()
    assert wide is None or wide.problems == ()


def test_a_history_has_as_many_as_the_programme_can_ask_for():
    assert smoking_history.MANY > 100
