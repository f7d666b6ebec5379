"""The strict YAML reader."""

import datetime as dt
import os
import time

import pytest
from pydantic import BaseModel, ConfigDict

from backwatch import paths, yaml_files
from backwatch.yaml_files import DataFileError


def refused(text):
    with pytest.raises(DataFileError) as error:
        yaml_files.parse(text, "folder/people.yaml")
    message = str(error.value)
    assert message.startswith("people.yaml"), message
    assert "folder" not in message
    assert "\n" not in message
    return message


@pytest.mark.parametrize(
    "text",
    [
        *("no", "yes", "on", "off", "No", "True", "NULL", "y", "12:30:00", "12:30", "2026-1-5"),
        *("012", "0x1F", "0b1", "1_000", "+5", "1e5", ".5", "5.", ".inf", ".nan", "1.2.3", "="),
        "1234567890123456",
    ],
)
def test_a_plain_word_stays_text(text):
    assert yaml_files.parse(f"a: {text}") == {"a": text}
    assert yaml_files.parse(f"{text}: 1") == {text: 1}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("true", True),
        ("false", False),
        ("null", None),
        ("~", None),
        ("", None),
        ("0", 0),
        ("-7", -7),
        ("123456789012345", 123456789012345),
        ("6.5", 6.5),
        ("-0.25", -0.25),
        ("2026-11-20", dt.date(2026, 11, 20)),
        ("2024-02-29", dt.date(2024, 2, 29)),
        ('"no"', "no"),
        ('"012"', "012"),
        ('"2026-11-20"', "2026-11-20"),
    ],
)
def test_plain_values_are_read_as_what_they_are(text, value):
    found = yaml_files.parse(f"a: {text}")["a"]
    assert (found, type(found)) == (value, type(value))


@pytest.mark.parametrize("text", ["a: 1\nb: 2\na: 3", "{a: 1, a: 1}", "x:\n- {b: 1, b: 2}"])
def test_the_same_name_twice_is_refused(text):
    assert "twice" in refused(text)


def test_the_same_name_twice_is_refused_with_its_line():
    message = refused("a: 1\nb: 2\na: 3")
    assert message.startswith("people.yaml, line 3:")
    assert "'a'" in message


@pytest.mark.parametrize("date", ["2026-13-01", "2026-02-30", "2025-02-29", "0000-01-01"])
def test_a_date_that_is_not_in_the_calendar_is_refused_with_its_line(date):
    message = refused(f"a: 1\nborn: {date}")
    assert message.startswith("people.yaml, line 2:")
    assert date in message


@pytest.mark.parametrize(
    "text",
    ["a: &x 1\nb: *x", "a: &x [1]", "&x a: 1", "a: *x", "a: {<<: {b: 1}}", "<<: [1]", "- &x"],
)
def test_anchors_references_and_merges_are_refused(text):
    assert "line" in refused(text)


def test_a_small_file_cannot_unfold_into_a_huge_one():
    layers = "\n".join(f"l{n}: &l{n} [*l{n - 1}, *l{n - 1}]" for n in range(1, 40))
    refused("l0: &l0 [a]\n" + layers)


@pytest.mark.parametrize("start", ["[", "{a: ", "- "])
def test_a_hundred_thousand_brackets_are_refused_at_once(start):
    began = time.process_time()
    assert "deep" in refused(start * 100_000)
    assert time.process_time() - began < 5


@pytest.mark.parametrize(
    "text",
    ["a: [1", "a: b: c", "a:\n\t- b", "'a", "a: 1\n---\nb: 2", "- a\nb: 1", "a: @b", "%x"],
)
def test_broken_yaml_is_refused_with_its_line(text):
    assert "line" in refused(text)


@pytest.mark.parametrize("character", ["\0", "\x07", "\x1b", "\ufffe", "\ud800"], ids=ascii)
def test_a_control_character_is_refused(character):
    refused(f"a: b{character}c")


@pytest.mark.parametrize(
    "text",
    [
        *("!!int abc", "!!float abc", "!!bool abc", "!!timestamp abc", "!!map [a]", "!!binary é"),
        *("!!python/object:os.system x", "!own x", "!!omap [a]", "!!pairs [a]", "!!set [a]"),
        *("!!str [a]", "!!null x y", "!!seq {a: 1}"),
    ],
)
def test_a_tag_never_gets_past_the_short_list_of_plain_values(text):
    refused(f"a: {text}")


@pytest.mark.parametrize("text", ["? [a]\n: 1", "? {a: 1}\n: 1"])
def test_a_name_must_be_plain(text):
    assert "line 1" in refused(text)


class _Card(BaseModel):
    model_config = ConfigDict(extra="forbid")

    title: str
    days: int = 0


class _Cards(BaseModel):
    model_config = ConfigDict(extra="forbid")

    cards: list[_Card]


def read_cards(folder, text):
    path = folder / "cards.yaml"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return yaml_files.read_as(_Cards, path)


def test_a_file_is_read_as_the_kind_asked_for(tmp_path):
    found = read_cards(tmp_path, "cards:\n- {title: A}\n- {title: no, days: 3}\n")
    assert found == _Cards(cards=[_Card(title="A"), _Card(title="no", days=3)])


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("cards:\n- title: A\n  dais: 1\n", "dais"),
        ("cards:\n- title: A\n  days: many\n", "days"),
    ],
)
def test_an_unknown_name_or_a_wrong_kind_is_refused_with_file_line_and_word(tmp_path, text, word):
    with pytest.raises(DataFileError) as error:
        read_cards(tmp_path, text)
    assert "cards.yaml" in str(error.value)
    assert word in str(error.value)
    assert "line 3" in str(error.value)


def test_a_missing_name_is_refused(tmp_path):
    with pytest.raises(DataFileError, match=r"cards\.yaml.*title"):
        read_cards(tmp_path, "cards:\n- days: 1\n")


@pytest.mark.parametrize("text", ["", "- a", "text", "null"])
def test_a_file_of_another_shape_is_refused(tmp_path, text):
    with pytest.raises(DataFileError, match=r"cards\.yaml"):
        read_cards(tmp_path, text)


def test_a_file_that_is_not_utf8_is_refused(tmp_path):
    with pytest.raises(DataFileError, match=r"cards\.yaml.*UTF-8"):
        read_cards(tmp_path, b"cards: [\xff\xfe]")


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(DataFileError, match=r"cards\.yaml"):
        yaml_files.read(tmp_path / "cards.yaml")


def test_a_byte_order_mark_changes_nothing(tmp_path):
    found = read_cards(tmp_path, b"\xef\xbb\xbfcards:\r\n- {title: A}\r\n")
    assert found.cards[0].title == "A"


OURS = sorted(paths.RULES.glob("*.yaml"))
if os.environ.get("BACKWATCH_PROVE"):
    OURS += sorted(paths.CONTENT.rglob("*.yaml"))


@pytest.mark.grows
@pytest.mark.parametrize("path", OURS, ids=lambda path: path.name)
def test_a_file_of_ours_holds_the_same_whichever_reader_reads_it(path):
    assert repr(yaml_files.read(path)) == repr(yaml_files.parse(path.read_text("utf-8")))


@pytest.mark.parametrize(
    "text",
    ["cards: [1", "cards: b: c", "cards:\n\t- b", "a: @b", "a: &x 1", "a: !!int 1", "a: 1\na: 2"],
)
def test_a_file_that_cannot_be_read_fast_is_refused_with_its_name_and_line(tmp_path, text):
    with pytest.raises(DataFileError, match=r"^cards\.yaml, line \d: "):
        read_cards(tmp_path, text)


@pytest.mark.parametrize("text", ["a: b\tc", "a: \x07", "[" * 5000])
def test_no_file_gets_past_the_strict_reader_by_being_read_fast(tmp_path, text):
    with pytest.raises(DataFileError, match=r"^cards\.yaml"):
        read_cards(tmp_path, text)
