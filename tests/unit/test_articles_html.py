"""The HTML of an article: nothing in it runs, and each line opens who says it."""

import html
import re

import pytest

from backwatch import article_html, articles
from backwatch.article_blocks import paragraphs
from backwatch.article_html import HtmlPart, PicturePart, SeePart
from backwatch.claims import claims
from backwatch.sources import named, source
from tests.unit.article_files import CLAIM, read

ALL = pytest.mark.parametrize("article", articles.articles(), ids=lambda one: one.slug)
BAD = '<img src=x onerror="alert(1)"> & **<script>**'


def page(article: articles.Article) -> str:
    return "".join(
        part.html for part in article_html.parts(article) if not isinstance(part, SeePart)
    )


def test_hostile_text_is_shown_and_never_run(tmp_path):
    article = read(
        tmp_path,
        f"## {BAD}\n{BAD} {CLAIM}\n\n- {BAD} {CLAIM}\n\n::: danger {BAD}\n{BAD} {CLAIM}\n:::\n"
        f"::: picture five-ways {BAD}\n{BAD} {CLAIM}\n:::\n"
        f"::: compare {BAD}\ncolumns: | {BAD} | {BAD}\n"
        f"- **<script>** | {BAD} | {BAD} {CLAIM}\n:::\n",
    )
    shown = page(article)
    assert "<img" not in shown
    assert "<script" not in shown
    assert 'onerror="' not in shown
    assert "&lt;img src=x onerror=&quot;alert(1)&quot;&gt; &amp;" in shown
    assert "<b>&lt;script&gt;</b>" in shown


def test_each_paragraph_opens_in_place_who_says_it_when_who_pays_and_how_sure(tmp_path):
    [block] = read(tmp_path, f"Text. {CLAIM}\n").blocks
    shown = article_html.to_html(block)
    assert shown.startswith('<div class="bw-said"><p>Text.</p><details class="bw-src">')
    for words in ("(line 8)", "4 November 2023", "no date", "who pays: not known"):
        assert words in shown
    assert "Several sources say this." in shown
    assert "It says nothing about one person." in shown
    assert "<a" not in shown


def test_a_disputed_claim_opens_the_other_side_and_a_quoted_one_whom_it_quotes(tmp_path):
    [night, gone] = read(tmp_path, "Night. {pain-wakes-you}\n\nOne. {prevent-quit}\n").blocks
    assert "The sources do not agree." in article_html.to_html(night)
    assert "found no serious disease" in article_html.to_html(night)
    assert "The article quotes the American Cancer Society." in article_html.to_html(gone)


def test_a_mark_is_named_after_the_first_words_of_its_text(tmp_path):
    [short, long] = read(
        tmp_path, f"**Short** text. {CLAIM}\n\nA text of more than a few words. {CLAIM}\n"
    ).blocks
    assert 'aria-label="Who says this: Short text."' in article_html.to_html(short)
    assert 'aria-label="Who says this: A text of more than a…"' in article_html.to_html(long)


def test_every_list_item_has_a_mark_of_its_own_and_its_own_claims(tmp_path):
    [listing] = read(tmp_path, f"- one {CLAIM}\n- two {{common-cause-muscle}}\n").blocks
    first, second = re.findall(r"<li>\w+<details.*?</details></li>", article_html.to_html(listing))
    assert "Most back pain has a common cause" in first
    assert "A pulled muscle" in second
    assert "A pulled muscle" not in first


def test_a_comparison_is_a_table_with_heads_for_rows_and_columns(tmp_path):
    text = "::: compare Which?\n- **Rest** | helps | **no** help " + CLAIM + "\n:::\n"
    [compare] = read(tmp_path, text).blocks
    shown = article_html.to_html(compare)
    assert '<th scope="col" role="columnheader">Common back pain</th>' in shown
    assert '<th scope="row" role="rowheader">Rest</th>' in shown
    assert '<td role="cell" data-label="Common back pain">helps</td>' in shown
    assert 'data-label="Pain that needs a check"><b>no</b> help</td>' in shown


def test_a_row_of_a_comparison_has_one_mark_that_says_it_is_for_the_row(tmp_path):
    text = "::: compare Which?\n- **Rest** | helps | **no** help " + CLAIM + "\n:::\n"
    [compare] = read(tmp_path, text).blocks
    shown = article_html.to_html(compare)
    assert shown.count("<details") == 1
    assert '<summary aria-label="sources for this row: Rest">sources for this row<' in shown
    assert 'class="says"><td role="cell" colspan="3"><details' in shown


def test_an_opened_source_begins_with_the_name_and_the_date_and_then_the_place(tmp_path):
    [block] = read(tmp_path, f"Text. {CLAIM}\n").blocks
    [first, *_] = re.findall(r"<ul><li>(.*?)</li>", article_html.to_html(block))
    plain = re.sub(r"<[^>]+>", "", first)
    used = claims()[CLAIM.strip("{}")].sources[0]
    cited = source(used.id)
    assert first.startswith('<span class="by"><strong>')
    assert plain.startswith(f"{cited.short}, {cited.dated or 'no date'} ({used.place})")


@ALL
def test_on_paper_the_sources_stand_at_the_end_with_their_dates(article):
    [printed] = re.findall(r'<p class="bw-printed">(.*?)</p></div>$', page(article))
    dated, _, undated = html.unescape(printed).partition("Sources without a date: ")
    for one in article.sources:
        assert (named(one) if source(one).dated else source(one).short) in (
            dated if source(one).dated else undated
        )
    assert "at any line to see" not in page(article)


def test_pictures_and_ways_to_other_pages_are_parts_of_their_own_in_reading_order(tmp_path):
    article = read(
        tmp_path,
        f"One. {CLAIM}\n\nTwo. {CLAIM}\n\n::: picture five-ways Five\nThree. {CLAIM}\n:::\n"
        f"see: when-to-get-help#book-a-normal-visit\nsee: check\n\nFour. {CLAIM}\n",
    )
    before, picture, see, check, after = article_html.parts(article)
    assert isinstance(before, HtmlPart)
    assert before.html.index("<p>One.</p>") < before.html.index("<p>Two.</p>")
    assert isinstance(picture, PicturePart)
    assert (picture.name, picture.title) == ("five-ways", "Five")
    assert "<p>Three.</p><details" in picture.html
    assert see == SeePart("when-to-get-help", "book-a-normal-visit", "Book a normal visit")
    assert check == SeePart("check", None, "")
    [screening, *_] = article_html.parts(read(tmp_path, "see: lung-screening\n"))
    assert screening == SeePart("lung-screening", None, "")
    assert isinstance(after, HtmlPart)
    assert after.html.index("<p>Four.</p>") < after.html.index("All 2 sources")


def test_a_way_that_leads_nowhere_is_left_out(tmp_path):
    assert len(article_html.parts(read(tmp_path, "see: no-such-article\n"))) == 1


def test_a_heading_has_an_anchor_and_no_source_mark(tmp_path):
    [block] = read(tmp_path, "## What to do, then?\n").blocks
    assert article_html.to_html(block) == '<h2 id="what-to-do-then">What to do, then?</h2>'


def test_a_box_never_skips_a_level_of_headings(tmp_path):
    box = f"::: danger Now\nOne. {CLAIM}\n:::\n"
    [part] = article_html.parts(read(tmp_path, f"{box}## Next\n{box}"))
    assert isinstance(part, HtmlPart)
    assert re.findall(r"<h(\d)", part.html) == ["2", "2", "3"]


def test_dots_are_drawn_one_for_each_person(tmp_path):
    [dots] = read(tmp_path, "dots 1 of 10\n").blocks
    assert article_html.to_html(dots).count('<i class="on">') == 1
    assert article_html.to_html(dots).count("<i></i>") == 9


@ALL
def test_the_page_has_a_mark_for_each_line_and_one_list_of_all_sources(article):
    shown = page(article)
    assert shown.count("<details") == len(list(paragraphs(article.blocks))) + 1
    assert shown.count("<details") == shown.count("</details>")
    assert "<svg" not in shown
    assert "href" not in shown


@ALL
def test_the_page_names_every_source_with_who_pays_for_it(article):
    shown = page(article)
    closing = shown[shown.rindex("<details") : shown.rindex("</details>")]
    assert closing.count("<li>") == len(article.sources)
    assert closing.count("Who pays for it:") == len(article.sources)


@ALL
def test_an_article_is_light_enough_for_a_slow_phone(article):
    assert len(page(article).encode()) < 120_000
