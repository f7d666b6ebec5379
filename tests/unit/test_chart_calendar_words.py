"""The words of the calendars: plain, sourced, and never a verdict."""

import pytest
import textstat

from backwatch import diary, paths, yaml_files
from backwatch.charts.calendar_words import Words, words
from backwatch.sources import source
from backwatch.yaml_files import DataFileError

FILE = paths.CONTENT / "charts_calendars.yaml"
FILLED = {
    "{signs}": "Cough (3 days)",
    "{sources}": "NHS, back pain",
    "{several}": "NHS, back pain",
    "{days}": "28 days",
    "{asked}": "20",
    "{nights}": "28 nights",
    "{words}": "7 to 10",
}


def texts(value):
    if isinstance(value, dict):
        for key, inside in value.items():
            if key not in ("groups", "several_sources", "classes"):
                yield from texts(inside)
    elif isinstance(value, str):
        for name, words in FILLED.items():
            value = value.replace(name, words)
        for name in ("woken", "recorded", "scored", "ticked", "asked", "count"):
            value = value.replace(f"{{{name}:,}}", "5")
        yield value


def sentences():
    every = [text for text in texts(yaml_files.read(FILE)) if text.endswith(".")]
    return [one.strip(" .") + "." for text in every for one in text.split(". ")]


def test_each_sign_of_the_diary_stands_in_one_group_with_who_puts_it_there():
    found = [sign for group in words().signs.groups for sign in group.signs]
    known = [id for id in diary.vocabulary().ids("symptoms") if id != "none"]
    assert sorted(found) == sorted(known)
    for group in words().signs.groups:
        for cites in group.signs.values():
            assert cites
            for id, place in cites.items():
                assert source(id)
                assert place.startswith("line") or place in (
                    "place not checked",
                    "our own choice",
                )


def test_a_sign_that_is_left_out_or_stands_twice_is_refused():
    for change in ("out", "twice"):
        raw = yaml_files.read(FILE)
        groups = raw["signs"]["groups"]
        if change == "out":
            del groups[0]["signs"]["cough"]
        else:
            groups[1]["signs"]["cough"] = {"OURS": "our own choice"}
        with pytest.raises(DataFileError, match="each sign of the diary stands in one group"):
            yaml_files.check(Words, raw, FILE.name)


def test_the_classes_of_a_year_cover_0_to_10_without_a_gap():
    year = words().year
    assert [each.least for each in year.classes] == sorted(
        (each.least for each in year.classes), reverse=True
    )
    assert year.classes[-1].least == 0
    for score in range(11):
        said = year.class_of(score).words
        low, _, high = said.partition(" to ")
        assert int(low) <= score <= int(high or low)


def test_the_words_read_at_grade_8_or_lower_in_short_sentences():
    assert textstat.flesch_kincaid_grade(" ".join(sentences())) <= 8
    long = [one for one in sentences() if len(one.split()) > 20]
    assert long == []


def test_no_word_reassures_or_names_an_illness():
    every = " ".join(texts(yaml_files.read(FILE))).lower()
    for word in ("cancer", "tumour", "tumor", "don't worry", "safe", "normal", "fine", "healthy"):
        assert word not in every
