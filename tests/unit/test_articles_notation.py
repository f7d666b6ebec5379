"""The notation of the articles: what it means, and that anything else is an error with its line."""

import re

import pytest

from backwatch import articles, paths
from backwatch.article_blocks import Box, Compare, Dots, Listing, Paragraph, Picture, Row, See
from backwatch.yaml_files import DataFileError
from tests import article_heads
from tests.unit.article_files import CLAIM, FIRST, HEAD, read

COMPARE = "::: compare Which?\n"
ROW = f"- **Rest** | helps | does not help {CLAIM}\n"


def test_a_line_with_a_colon_leads_the_list_after_it(tmp_path):
    article = read(tmp_path, f"Do this: {CLAIM}\n\n- one {{common-cause-muscle}}\n")
    assert article.blocks == (
        Listing(
            Paragraph("Do this:", ("most-back-pain-not-cancer",)),
            (Paragraph("one", ("common-cause-muscle",)),),
        ),
    )


def test_a_numbers_box_holds_dots_and_words(tmp_path):
    [box] = read(tmp_path, f"::: numbers Of 10\ndots 1 of 10\n\nOne. {CLAIM}\n:::\n").blocks
    assert isinstance(box, Box)
    assert box.blocks[0] == Dots(1, 10)


def test_a_calm_box_is_a_note(tmp_path):
    [box] = read(tmp_path, f"::: note Ask first\nOne. {CLAIM}\n:::\n").blocks
    assert isinstance(box, Box)
    assert (box.kind, box.title) == ("note", "Ask first")


def test_a_picture_has_a_name_a_title_and_the_same_in_words(tmp_path):
    [picture] = read(tmp_path, f"::: picture five-ways Five ways\nOne. {CLAIM}\n:::\n").blocks
    assert picture == Picture(
        "five-ways", "Five ways", (Paragraph("One.", ("most-back-pain-not-cancer",)),)
    )


def test_a_comparison_has_usual_columns_and_its_rows(tmp_path):
    [compare] = read(tmp_path, f"{COMPARE}{ROW}:::\n").blocks
    assert compare == Compare(
        "Which?",
        ("Common back pain", "Pain that needs a check"),
        (Row("Rest", ("helps", "does not help"), ("most-back-pain-not-cancer",)),),
    )


def test_a_comparison_may_name_two_or_three_columns_of_its_own(tmp_path):
    text = f"{COMPARE}columns: | A | B | C\n\n- **Rest** | a | b | c {CLAIM}\n:::\n"
    [compare] = read(tmp_path, text).blocks
    assert isinstance(compare, Compare)
    assert compare.columns == ("A", "B", "C")
    assert compare.rows[0].cells == ("a", "b", "c")


def test_the_words_and_claims_of_a_comparison_and_a_picture_count_as_the_articles_own(tmp_path):
    article = read(
        tmp_path,
        f"::: picture five-ways Five\nOne. {{common-cause-muscle}}\n:::\n{COMPARE}{ROW}:::\n",
    )
    assert article.cited == ("common-cause-muscle", "most-back-pain-not-cancer")
    assert list(articles.words_of(article.blocks)) == [
        *("Five", "One.", "Which?", "Common back pain", "Pain that needs a check"),
        *("Rest", "helps", "does not help"),
    ]


@pytest.mark.parametrize(
    ("line", "slug", "anchor"),
    [
        ("see: check", "check", None),
        ("see: when-to-get-help", "when-to-get-help", None),
        ("see: when-to-get-help#book-a-normal-visit", "when-to-get-help", "book-a-normal-visit"),
    ],
)
def test_a_see_line_leads_to_the_check_an_article_or_a_heading(tmp_path, line, slug, anchor):
    article = read(tmp_path, f"{line}\n")
    assert article.blocks == (See(slug, anchor),)
    assert list(articles.dead_ends([article])) == []


@pytest.mark.parametrize(
    "place", ["no-such-article", "when-to-get-help#no-such-heading", "check#top"]
)
def test_a_see_line_that_leads_nowhere_is_told_with_its_line(tmp_path, place):
    article = read(tmp_path, f"One. {CLAIM}\nsee: {place}\n")
    [problem] = articles.dead_ends([article])
    assert problem == f"an-article.md, line {FIRST + 1}: see: {place} leads nowhere"


@pytest.mark.parametrize(
    ("body", "line", "problem"),
    [
        ("No claim here.\n", 0, "a paragraph must end with its claims"),
        ("- No claim here.\n", 0, "a paragraph must end with its claims"),
        ("Unknown. {no-such-claim}\n", 0, "'no-such-claim' is not among our claims"),
        (f"[Go](check) now. {CLAIM}\n", 0, "links are not allowed"),
        ("# Title\n", 0, "'#' is not part of our notation"),
        (f"> Quote. {CLAIM}\n", 0, "'>' is not part of our notation"),
        ("::: party Hats\n:::\n", 0, "a box is one of danger, disagree, note, numbers"),
        ("::: numbers Open\n", 0, "this box has no end"),
        ("::: numbers A\n## B\n:::\n", 1, "a box holds no heading"),
        ("::: numbers A\n::: numbers B\n:::\n:::\n", 1, "a box holds no heading, no other box"),
        ("::: note A\n::: compare B\n:::\n:::\n", 1, "a box holds no heading, no other box"),
        ("::: note A\nsee: check\n:::\n", 1, "and no see: line"),
        ("## A\n## A\n", 1, "this heading is there twice"),
        ("dots 11 of 10\n", 0, "dots count from 0"),
        ("dots 0 of 0\n", 0, "dots count from 0"),
        ("dots 1 of 1001\n", 0, "dots count from 0"),
        (f"Lead: {CLAIM}\n", 0, "a list must follow"),
        (f"Lead: {CLAIM}\n## A\n", 1, "a list must follow"),
        (f"Lead: {CLAIM}\nsee: check\n", 1, "a list must follow"),
        (
            f"::: numbers A\nLead: {CLAIM}\n:::\n- x {{common-cause-muscle}}\n",
            2,
            "a list must follow",
        ),
        ("see: The Check\n", 0, "write see: slug"),
        ("see:check\n", 0, "write see: slug"),
        (f"see: check {CLAIM}\n", 0, "write see: slug"),
        (f"::: picture five-ways\nOne. {CLAIM}\n:::\n", 0, "a picture is one of"),
        (f"::: picture a-cat A cat\nOne. {CLAIM}\n:::\n", 0, "a picture is one of"),
        ("::: picture five-ways Five\n:::\n", 0, "a picture needs words that say the same"),
        ("::: picture five-ways Five\nOne.\n:::\n", 1, "a paragraph must end with its claims"),
        (f"::: picture five-ways Five\nOne. {CLAIM}\n", 0, "this box has no end"),
        (f"{COMPARE}:::\n", 0, "a comparison needs rows"),
        (f"{COMPARE}{ROW}", 0, "this box has no end"),
        (f"{COMPARE}One. {CLAIM}\n:::\n", 1, "a comparison holds columns: first"),
        (f"{COMPARE}{ROW}columns: | A | B\n:::\n", 2, "a comparison holds columns: first"),
        (f"{COMPARE}columns: A | B\n{ROW}:::\n", 1, "write columns: | One | The other"),
        (f"{COMPARE}columns: | A\n{ROW}:::\n", 1, "write columns: | One | The other"),
        (f"{COMPARE}columns: | A | B | C | D\n{ROW}:::\n", 1, "write columns: | One"),
        (f"{COMPARE}- **Rest** | a | b\n:::\n", 1, "a paragraph must end with its claims"),
        (f"{COMPARE}- Rest | a | b {CLAIM}\n:::\n", 1, "a row is - **Its name** and 2 cells"),
        (f"{COMPARE}- **Rest** | a {CLAIM}\n:::\n", 1, "a row is - **Its name** and 2 cells"),
        (f"{COMPARE}- **Rest** | a | {CLAIM}\n:::\n", 1, "a row is - **Its name** and 2 cells"),
        (f"{COMPARE}- **R** | a | b | c {CLAIM}\n:::\n", 1, "a row is - **Its name** and 2 cells"),
    ],
)
def test_notation_that_we_do_not_know_is_an_error_with_its_line(tmp_path, body, line, problem):
    message = f"an-article.md, line {FIRST + line}: "
    with pytest.raises(DataFileError, match=re.escape(message) + ".*" + re.escape(problem)):
        read(tmp_path, body)


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("title: A title\n", "", 1),
        ("written_on: 2026-11-20\n", "", 1),
        ("order: 1", "order: first", 5),
        ("for: [worried]", "for: []", 4),
        ("for: [worried]", "for: [everyone]", 4),
        ("topic: start", "topic: hats", 6),
        ("topic: start\n", "", 1),
        ("topic: start", "topic: start\nrows: [R9-01]", 7),
        ("topic: start", "topic: start\nrows: R0-01", 7),
        ("topic: start", "topic: start\nabout: ['S 08']", 7),
        ("order: 1", "order: 1\ncolour: red", 6),
        ("order: 1", "order: 1\norder: 2", 6),
        ("checked_by: null", "checked_by: Dr A", 1),
        ("reviewed_on: null", "reviewed_on: 2026-11-21", 1),
        ("---\ntitle", "title", 1),
    ],
)
def test_front_matter_that_is_not_whole_is_an_error_with_its_line(tmp_path, old, new, line):
    assert old in HEAD
    with pytest.raises(DataFileError, match=rf"an-article\.md, line {line}: "):
        read(tmp_path, "", HEAD.replace(old, new, 1))


def test_front_matter_names_rows_and_what_the_article_is_about(tmp_path):
    more = "topic: start\nrows: [R0-27, RX-01]\nabout: [S08, g_legs]"
    article = read(tmp_path, "", HEAD.replace("topic: start", more))
    assert article.rows == ("R0-27", "RX-01")
    assert article.about == ("S08", "g_legs")
    assert read(tmp_path, "").about == ()


def test_the_writer_of_an_article_cannot_be_the_one_who_checked_it(tmp_path):
    head = HEAD.replace("checked_by: null", "checked_by: Backwatch")
    head = head.replace("reviewed_on: null", "reviewed_on: 2026-11-21")
    with pytest.raises(DataFileError, match="cannot check their own"):
        read(tmp_path, "", head)
    article = read(tmp_path, "", head.replace("checked_by: Backwatch", "checked_by: Dr A"))
    assert "reviewed by Dr A on 21 November 2026" in article.note


def test_reading_time_is_rounded_up_and_never_zero(tmp_path):
    assert read(tmp_path, "").minutes == 1
    assert read(tmp_path, "word " * 200 + CLAIM).minutes == 1
    assert read(tmp_path, "word " * 201 + CLAIM).minutes == 2


def test_a_file_that_is_not_text_is_an_error(tmp_path):
    path = tmp_path / "an-article.md"
    path.write_bytes(b"---\n\xff")
    with pytest.raises(DataFileError, match=r"an-article\.md: the file is not UTF-8"):
        articles.read_article(path)


# --- the claims and sources in the front matter are written by a tool ---


def test_the_claims_and_sources_of_the_front_matter_are_written_from_the_body(tmp_path):
    text = f"{HEAD}One. {{common-cause-lifting}}\n\nTwo. {CLAIM}\n"
    new = article_heads.with_head(text, "an-article.md")
    (tmp_path / "an-article.md").write_text(new, encoding="utf-8")
    article = articles.read_article(tmp_path / "an-article.md")
    assert article.claims == article.cited == ("common-cause-lifting", "most-back-pain-not-cancer")
    assert article.sources == ("seed-000", "seed-004")
    assert article_heads.with_head(new, "an-article.md") == new
    assert (article.title, article.topic) == ("A title", "start")


def test_front_matter_without_claims_and_sources_gets_them():
    bare = "".join(
        line
        for line in HEAD.splitlines(keepends=True)
        if not line.startswith(("claims:", "sources:"))
    )
    new = article_heads.with_head(f"{bare}One. {CLAIM}\n", "an-article.md")
    assert new == article_heads.with_head(f"{HEAD}One. {CLAIM}\n", "an-article.md")


def test_an_error_in_the_body_is_told_with_the_line_of_the_file():
    with pytest.raises(DataFileError, match=rf"an-article\.md, line {FIRST}: "):
        article_heads.with_head(f"{HEAD}One.\n", "an-article.md")


def test_the_folder_of_the_articles_is_where_the_tool_writes():
    assert article_heads.FOLDER == paths.CONTENT / "articles"
