"""The five levels: what each says and when to check again."""

import datetime as dt
import re
from itertools import pairwise

import pytest

from backwatch import paths, urgency
from backwatch.urgency import Urgency
from backwatch.yaml_files import DataFileError

DAY = dt.date(2026, 11, 20)


def texts(level):
    return (level.title, level.action, level.action_cancer, level.not_seen, *level.also)


def test_there_are_five_levels_from_self_care_to_emergency():
    assert [u.id for u in sorted(urgency.levels())] == [
        "self_care",
        "routine",
        "within_days",
        "same_day",
        "emergency",
    ]
    assert all(bool(u) for u in Urgency)


@pytest.mark.parametrize("level", list(Urgency))
def test_a_level_is_found_by_its_public_name(level):
    assert Urgency.from_id(level.id) is level


@pytest.mark.parametrize("word", ["", "urgent", "self care", "5"])
def test_another_word_is_not_a_level(word):
    with pytest.raises(ValueError, match="not a level"):
        Urgency.from_id(word)


def test_one_below_goes_down_one_step_and_stops_at_the_lowest():
    assert Urgency.EMERGENCY.one_below() is Urgency.SAME_DAY
    assert Urgency.ROUTINE.one_below() is Urgency.SELF_CARE
    assert Urgency.SELF_CARE.one_below() is Urgency.SELF_CARE


@pytest.mark.parametrize(
    ("level", "aim", "last", "again"),
    [
        (Urgency.EMERGENCY, 0, 0, 0),
        (Urgency.SAME_DAY, 0, 0, 1),
        (Urgency.WITHIN_DAYS, 3, 7, 7),
        (Urgency.ROUTINE, 14, 14, 14),
        (Urgency.SELF_CARE, 7, 7, 7),
    ],
)
def test_the_days_count_from_the_day_of_the_check(level, aim, last, again):
    found = urgency.levels()[level]
    assert found.try_for(DAY) == DAY + dt.timedelta(days=aim)
    assert found.no_later_than(DAY) == DAY + dt.timedelta(days=last)
    assert found.recheck_on(DAY) == DAY + dt.timedelta(days=again)


def test_the_more_urgent_level_never_waits_longer():
    order = [urgency.levels()[u] for u in sorted(Urgency, reverse=True) if u > Urgency.SELF_CARE]
    for more, less in pairwise(order):
        assert more.try_within_days <= less.try_within_days
        assert more.no_later_than_days <= less.no_later_than_days
        assert more.recheck_days <= less.recheck_days


@pytest.mark.parametrize("level", list(Urgency))
def test_only_words_that_a_country_fills_in_stand_in_braces(level):
    for text in texts(urgency.levels()[level]):
        names = set(re.findall(r"\{(\w*)\}", text))
        assert names <= {"emergency", "doctor", "advice_line", "cancer_line", "hospital"}, text
        assert text.count("{") == text.count("}") == len(re.findall(r"\{\w+\}", text))


def test_every_level_below_an_emergency_says_when_to_call_for_help():
    for level in Urgency:
        if level is not Urgency.EMERGENCY:
            assert any("{emergency}" in text for text in urgency.levels()[level].also), level.id
    assert "{emergency}" in urgency.levels()[Urgency.EMERGENCY].action


def test_cancer_is_neither_found_nor_ruled_out_stands_everywhere():
    assert any("cannot rule it out" in text for text in urgency.everywhere())


@pytest.fixture
def damaged(tmp_path, monkeypatch):
    """Return a function that reads levels.yaml with one text changed for another."""
    text = (paths.RULES / "levels.yaml").read_text(encoding="utf-8")
    monkeypatch.setattr(paths, "RULES", tmp_path)

    def read(old, new):
        assert old in text
        (tmp_path / "levels.yaml").write_text(text.replace(old, new, 1), encoding="utf-8")
        urgency._file.cache_clear()
        urgency.levels.cache_clear()
        return urgency.levels()

    yield read
    urgency._file.cache_clear()
    urgency.levels.cache_clear()


@pytest.mark.parametrize(
    ("old", "new", "word"),
    [
        ("  same_day:", "  same_dya:", "same_dya"),
        ("  same_day:", "  Same_Day:", "Same_Day"),
        ("rank: 4", "rank: 3", "same_day"),
        ("rank: 4", "ranc: 4", "same_day"),
        ("recheck_days: 14", "recheck_days: soon", "recheck_days"),
        ("  self_care:", "  routine:", "routine"),
    ],
)
def test_a_damaged_file_is_refused_and_the_message_names_the_file_and_the_word(
    damaged, old, new, word
):
    with pytest.raises(DataFileError) as error:
        damaged(old, new)
    assert "levels.yaml" in str(error.value)
    assert word in str(error.value)
