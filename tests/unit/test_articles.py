"""The articles: each sentence has a claim, each claim a source, and they agree with the rules."""

import re
from pathlib import Path

import pytest

from backwatch import articles, paths
from backwatch.articles import Box, Dots, Listing, Paragraph
from backwatch.questionnaire import questionnaire
from backwatch.sources import sources
from backwatch.yaml_files import DataFileError

FILES = sorted((paths.CONTENT / "articles").glob("*.md"))
ALL = pytest.mark.parametrize("article", articles.articles(), ids=lambda one: one.slug)
ORIGINALS = paths.ROOT.parent / "shared" / "seeds"

HEAD = """---
title: A title
summary: A summary.
for: [worried]
order: 1
claims: [most-back-pain-not-cancer]
sources: [seed-000, seed-004]
written_by: Backwatch
checked_by: null
reviewed_on: null
written_on: 2026-11-20
review_due: 2027-05-20
---
"""


def written(folder: Path, body: str, head: str = HEAD) -> Path:
    path = folder / "an-article.md"
    path.write_text(head + body, encoding="utf-8")
    return path


def read(folder: Path, body: str, head: str = HEAD) -> articles.Article:
    return articles.read_article(written(folder, body, head))


def sentences(article: articles.Article) -> list[str]:
    texts = [text.replace("**", "") for text in articles.words_of(article.blocks)]
    texts += [article.title, article.summary]
    return [part for text in texts for part in re.split(r"(?<=[.!?:])\s+", text)]


def words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", text.lower().replace("’", "").replace("'", ""))


def runs_of_eight(text: str) -> set[tuple[str, ...]]:
    found = words(text)
    return {tuple(found[i : i + 8]) for i in range(len(found) - 7)}


# --- what our own articles hold ---


def test_there_is_an_article_on_when_to_get_help_for_worried_and_diagnosed_readers():
    article = articles.article("when-to-get-help")
    assert article is not None
    assert set(article.audience) == {"worried", "diagnosed"}
    assert article.review_due > article.written_on
    assert articles.article("no-such-article") is None


def test_articles_come_in_their_order():
    assert [one.slug for one in articles.articles()] == [
        one.slug for one in sorted(articles.articles(), key=lambda one: (one.order, one.slug))
    ]
    assert len(articles.articles()) == len(FILES)


@ALL
def test_an_article_nobody_has_checked_says_so(article):
    if article.checked_by is None:
        assert "not yet reviewed by a clinician" in article.note
    assert f"{article.minutes} minute read" in article.note
    assert f"{len(article.sources)} sources" in article.note


@ALL
def test_an_article_lists_exactly_the_claims_that_it_uses(article):
    assert len(set(article.claims)) == len(article.claims)
    assert set(article.claims) == article.cited


@ALL
def test_an_article_lists_exactly_the_sources_of_its_claims(article):
    used = {one.id for claim in article.cited for one in articles.claims()[claim].sources}
    assert len(set(article.sources)) == len(article.sources)
    assert set(article.sources) == used


@ALL
def test_every_paragraph_and_list_item_has_a_claim(article):
    found = list(articles.paragraphs(article.blocks))
    assert len(found) > 20
    assert all(one.claims for one in found)


def test_every_claim_names_a_known_source_with_its_place():
    for claim in articles.claims().values():
        assert claim.sources, claim.id
        for one in claim.sources:
            assert one.id in sources(), (claim.id, one.id)
            assert one.place.strip(), claim.id


def test_a_disputed_claim_gives_both_sides():
    disputed = [one for one in articles.claims().values() if one.sure == "disputed"]
    assert disputed
    assert all(one.differs for one in disputed)


@ALL
def test_no_sentence_is_longer_than_25_words(article):
    assert [one for one in sentences(article) if len(one.split()) > 25] == []


@ALL
def test_an_article_reads_at_grade_8_or_lower(article):
    textstat = pytest.importorskip("textstat", reason="textstat needs requirements-dev.txt")
    text = "\n".join(one if one[-1] in ".!?:" else f"{one}." for one in sentences(article))
    assert textstat.flesch_kincaid_grade(text) <= 8


@ALL
def test_no_sentence_shares_eight_words_in_a_row_with_an_article_we_drew_on(article):
    if not ORIGINALS.is_dir():
        pytest.skip("the five articles are not beside this copy of the project")
    # Their titles may be named: a citation has to.
    theirs = set().union(
        *(
            runs_of_eight(line)
            for path in ORIGINALS.glob("*.txt")
            for line in path.read_text(encoding="utf-8").splitlines()
        )
    )
    assert len(theirs) > 1000
    ours = [*sentences(article), *(articles.claims()[one].statement for one in article.claims)]
    for sentence in ours:
        assert not runs_of_eight(sentence) & theirs, sentence


@ALL
def test_an_article_never_calls_anything_safe_or_unfortunate(article):
    text = " ".join(sentences(article)).lower()
    for word in ("you are safe", "harmless", "nothing to worry", "unfortunately", "don't worry"):
        assert word not in text


# --- when to get help ---


def when_to_get_help() -> articles.Article:
    article = articles.article("when-to-get-help")
    assert article is not None
    return article


def test_the_danger_box_names_each_danger_sign_that_the_check_asks_about():
    [box] = [b for b in when_to_get_help().blocks if isinstance(b, Box) and b.kind == "danger"]
    [listing] = [b for b in box.blocks if isinstance(b, Listing)]
    asked = [
        articles.claims()[claim].danger_sign for item in listing.items for claim in item.claims
    ]
    assert asked == list(questionnaire().danger_signs)
    assert len(asked) == 12


def test_each_danger_sign_is_named_in_plain_words():
    [box] = [b for b in when_to_get_help().blocks if isinstance(b, Box) and b.kind == "danger"]
    text = " ".join(articles.words_of(box.blocks)).lower()
    for sign in (
        "hard to breathe",
        "crushing chest pain",
        "spots or streaks of blood",
        "numbness or tingling there",
        "pee or poo",
        "newly weak, numb, heavy or tingly",
        "keep your balance",
        "one side of the face",
        "pass out",
        "ripped",
        "confused",
        "accident",
    ):
        assert sign in text, sign


def test_the_help_headings_are_the_titles_of_the_levels_from_the_most_urgent_down():
    headings = [b.text for b in when_to_get_help().blocks if isinstance(b, articles.Heading)]
    assert headings[:4] == [
        "Get emergency help now",
        "Get medical help today",
        "Ask for an urgent visit in the next few days",
        "Book a normal visit",
    ]


def test_a_person_with_lung_cancer_reads_near_the_top_that_new_back_pain_is_for_today():
    first = [b.text for b in when_to_get_help().blocks[:4] if isinstance(b, Paragraph)]
    assert any("lung cancer, or cancer in your bones" in text and "today" in text for text in first)


def test_the_dots_the_words_and_the_study_give_the_same_number():
    [box] = [b for b in when_to_get_help().blocks if isinstance(b, Box) and b.kind == "numbers"]
    [dots] = [b for b in box.blocks if isinstance(b, Dots)]
    text = " ".join(articles.words_of([box]))
    assert dots == Dots(7, 1000)
    assert f"**{dots.on}**" in text
    assert f"**{dots.of - dots.on}**" in text
    assert "13 among 1,975" in text
    assert round(13 / 1975 * dots.of) == dots.on


def test_one_in_four_is_never_turned_into_the_readers_own_chance():
    [item] = [
        one
        for one in articles.paragraphs(when_to_get_help().blocks)
        if "stat-one-in-four" in one.claims
    ]
    assert "not your chance" in item.text


def test_both_sides_stand_in_every_box_on_a_disagreement():
    boxes = [b for b in when_to_get_help().blocks if isinstance(b, Box) and b.kind == "disagree"]
    assert len(boxes) >= 3
    for box in boxes:
        text = " ".join(articles.words_of(box.blocks))
        for part in ("**One side:**", "**The other side:**", "**What we do:**"):
            assert part in text, box.title


# --- the notation ---


def test_a_line_with_a_colon_leads_the_list_after_it(tmp_path):
    article = read(
        tmp_path, "Do this: {most-back-pain-not-cancer}\n\n- one {common-cause-muscle}\n"
    )
    assert article.blocks == (
        Listing(
            Paragraph("Do this:", ("most-back-pain-not-cancer",)),
            (Paragraph("one", ("common-cause-muscle",)),),
        ),
    )


def test_a_numbers_box_holds_dots_and_words(tmp_path):
    article = read(
        tmp_path, "::: numbers Of 10\ndots 1 of 10\n\nOne. {most-back-pain-not-cancer}\n:::\n"
    )
    [box] = article.blocks
    assert isinstance(box, Box)
    assert box.blocks[0] == Dots(1, 10)
    assert articles.to_html(box).count('<i class="on">') == 1
    assert articles.to_html(box).count("<i></i>") == 9


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ("No claim here.\n", "line 14: a paragraph must end with its claims"),
        ("- No claim here.\n", "line 14: a paragraph must end with its claims"),
        ("Unknown. {no-such-claim}\n", "line 14: 'no-such-claim' is not in claims.yaml"),
        ("[Go](check) now. {most-back-pain-not-cancer}\n", "links are not allowed"),
        ("# Title\n", "'#' is not part of our notation"),
        ("> Quote. {most-back-pain-not-cancer}\n", "'>' is not part of our notation"),
        ("::: party Hats\n:::\n", "a box is one of danger, disagree, numbers"),
        ("::: numbers Open\n", "line 14: this box has no end"),
        ("::: numbers A\n## B\n:::\n", "a heading cannot stand in a box"),
        ("::: numbers A\n::: numbers B\n:::\n:::\n", "not in another box"),
        ("## A\n## A\n", "line 15: this heading is there twice"),
        ("dots 11 of 10\n", "dots count from 0"),
        ("dots 0 of 0\n", "dots count from 0"),
        ("dots 1 of 1001\n", "dots count from 0"),
        ("Lead: {most-back-pain-not-cancer}\n", "a list must follow"),
        ("Lead: {most-back-pain-not-cancer}\n## A\n", "a list must follow"),
        (
            "::: numbers A\nLead: {most-back-pain-not-cancer}\n:::\n- x {common-cause-muscle}\n",
            "a list must follow",
        ),
    ],
)
def test_notation_that_we_do_not_know_is_an_error_with_its_line(tmp_path, body, problem):
    with pytest.raises(DataFileError, match=re.escape(problem)):
        read(tmp_path, body)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("title: A title\n", ""),
        ("written_on: 2026-11-20\n", ""),
        ("order: 1", "order: first"),
        ("for: [worried]", "for: []"),
        ("for: [worried]", "for: [everyone]"),
        ("order: 1", "order: 1\ncolour: red"),
        ("order: 1", "order: 1\norder: 2"),
        ("checked_by: null", "checked_by: Dr A"),
        ("reviewed_on: null", "reviewed_on: 2026-11-21"),
        ("---\ntitle", "title"),
    ],
)
def test_front_matter_that_is_not_whole_is_an_error(tmp_path, old, new):
    assert old in HEAD
    with pytest.raises(DataFileError, match=r"an-article\.md"):
        read(tmp_path, "", HEAD.replace(old, new, 1))


def test_the_writer_of_an_article_cannot_be_the_one_who_checked_it(tmp_path):
    head = HEAD.replace("checked_by: null", "checked_by: Backwatch")
    head = head.replace("reviewed_on: null", "reviewed_on: 2026-11-21")
    with pytest.raises(DataFileError, match="cannot check their own"):
        read(tmp_path, "", head)
    article = read(tmp_path, "", head.replace("checked_by: Backwatch", "checked_by: Dr A"))
    assert "reviewed by Dr A on 21 November 2026" in article.note


def test_reading_time_is_rounded_up_and_never_zero(tmp_path):
    assert read(tmp_path, "").minutes == 1
    claim = "{most-back-pain-not-cancer}"
    assert read(tmp_path, "word " * 200 + claim).minutes == 1
    assert read(tmp_path, "word " * 201 + claim).minutes == 2


# --- the page ---


def test_hostile_text_is_shown_and_never_run(tmp_path):
    bad = '<img src=x onerror="alert(1)"> & **<script>**'
    claim = "{most-back-pain-not-cancer}"
    article = read(
        tmp_path,
        f"## {bad}\n{bad} {claim}\n\n- {bad} {claim}\n\n::: danger {bad}\n{bad} {claim}\n:::\n",
    )
    page = articles.article_html(article)
    assert "<img" not in page
    assert "<script" not in page
    assert "&lt;img src=x onerror=&quot;alert(1)&quot;&gt; &amp;" in page
    assert "<b>&lt;script&gt;</b>" in page


def test_each_paragraph_opens_who_says_it_with_date_and_how_sure(tmp_path):
    [block] = read(tmp_path, "Text. {most-back-pain-not-cancer}\n").blocks
    page = articles.to_html(block)
    assert page.startswith("<p>Text.</p><details")
    assert "<summary>" in page
    assert "4 November 2023" in page
    assert "no date" in page
    assert "Several sources say this." in page
    assert "<a" not in page


def test_a_heading_has_an_anchor_and_no_source_mark(tmp_path):
    [block] = read(tmp_path, "## What to do, then?\n").blocks
    assert articles.to_html(block) == '<h2 id="what-to-do-then">What to do, then?</h2>'


@ALL
def test_the_page_names_every_source_with_who_pays_for_it(article):
    page = articles.article_html(article)
    closing = page[page.rindex("<details") :]
    assert closing.count("<li>") == len(article.sources)
    assert closing.count("Who pays for it:") == len(article.sources)
    assert page.count("<details") == page.count("</details>")
    assert "<svg" not in page
