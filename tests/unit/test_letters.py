import pytest

from backwatch.outputs import letters, page_one

MORE = " (more on page 2)"


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("ปวดหลัง มาก", "[Thai text, see the text copy]"),
        ("背中が痛い。", "[Chinese or Japanese text, see the text copy]"),
        ("כאב גב", "[Hebrew text, see the text copy]"),
        ("ألم", "[Arabic text, see the text copy]"),
        ("पीठ दर्द", "[Devanagari text, see the text copy]"),
        ("pain 😣 now", "pain [persevering face] now"),
        ("👍🏽", "[thumbs up sign]"),
        ("\ue000", "[unknown sign]"),
    ],
)
def test_letters_without_a_shape_are_named_not_dropped(typed: str, shown: str):
    assert letters.mark_missing(letters.clean(typed)).startswith(shown)


def test_a_pile_of_accents_is_kept_to_three():
    assert letters.clean("a" + "\u0301" * 50 + "b") == "á" + "\u0301" * 3 + "b"


def test_fonts_have_their_licence_beside_them_and_a_shape_for_ordinary_letters():
    assert "SIL OPEN FONT LICENSE Version 1.1" in (letters.FONTS / "OFL.txt").read_text()
    assert {ord(char) for char in "Aaé€ŁЖΩẤ0123…·•\ufffd"} <= letters.printable()
    assert ord("ก") not in letters.printable()


def test_a_text_that_fits_is_not_touched():
    assert page_one.clip("a" * 60, 60, MORE) == "a" * 60
    assert page_one.clip("a" * 61, 60, MORE).endswith(MORE)


def test_no_clause_is_cut_in_the_middle():
    text = "spread to the liver; no known bone spread, and no spread to the brain so far"
    assert page_one.clip(text, 60, MORE) == "spread to the liver" + MORE
