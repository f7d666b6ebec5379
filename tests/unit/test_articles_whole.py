"""All articles together: nothing of the five is lost, and nothing wrong is carried over."""

import re
from collections.abc import Iterator

import pytest

from backwatch import articles, paths, sources
from backwatch.article_blocks import Box, Dots, Heading, Paragraph, See, claims_of, paragraphs
from backwatch.claims import claims
from tests import coverage
from tests.unit.article_files import ORIGINALS, sentences, text_of, words

ALL = pytest.mark.parametrize("article", articles.articles(), ids=lambda one: one.slug)
EVERY_SLUG = [
    *("about-our-sources", "after-a-diagnosis", "at-the-visit", "comfort-care"),
    *("common-pain-or-something-else", "emergencies", "high-calcium", "how-it-can-happen"),
    *("lower-your-risk", "lung-and-whole-body-signs", "night-pain", "numbers", "pressed-cord"),
    *("questions-to-ask", "risks", "screening", "spread-to-the-lining", "start-here"),
    *("tests-other", "tests-pictures", "tests-samples", "treating-the-cancer"),
    *("treatments-by-cause", "what-it-can-feel-like", "when-to-get-help", "where-sources-differ"),
]
REGISTERS = ("sources.yaml", "sources_more.yaml", "left_out.yaml")
ROWS = coverage.reading()
EACH_ROW = pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])


def cited() -> set[str]:
    return {claim for article in articles.articles() for claim in article.cited}


def in_the_word_list() -> set[str]:
    return coverage.standing([coverage.GLOSSARY])


def boxes(kind: str) -> Iterator[tuple[articles.Article, Box]]:
    for article in articles.articles():
        for block in article.blocks:
            if isinstance(block, Box) and block.kind == kind:
                yield article, block


def resting_on(*ids: str) -> Iterator[tuple[articles.Article, Paragraph]]:
    for article in articles.articles():
        for one in paragraphs(article.blocks):
            if set(ids) & set(one.claims):
                yield article, one


# --- nothing is lost ---


def test_every_article_is_there():
    assert sorted(one.slug for one in articles.articles()) == EVERY_SLUG


def test_every_claim_stands_in_an_article_or_is_left_out_with_a_reason_and_never_both():
    left_out = coverage.left_out()["claims"]
    told = cited() | in_the_word_list() | coverage.in_pictures()
    assert set(left_out) <= set(claims())
    assert sorted(set(claims()) - told - set(left_out)) == []
    assert sorted(told & set(left_out)) == []
    assert all(len(reason.split()) >= 5 for reason in left_out.values())


def test_what_is_left_out_names_its_place_in_an_article_and_why():
    lines = coverage.left_out()["lines"]
    assert len(lines) >= 12
    for one in lines:
        assert set(one) == {"id", "place", "what", "why"}
        assert one["id"] in sources.sources()
        assert re.fullmatch(r"lines? \d[\d, and to]*", one["place"])


def test_every_source_of_an_article_is_in_the_register_with_a_date_or_plainly_none():
    for article in articles.articles():
        for one in article.sources:
            found = sources.source(one)
            assert found.funding
            assert found.dated or "Date: not known" in sources.cite_in_full(one)


def test_every_source_is_used_or_is_listed_as_left_out_with_a_reason():
    left_out = coverage.left_out()["sources"]
    used = set(left_out)
    for folder in ("rules", "content", "backwatch", "ui"):
        for path in (paths.ROOT / folder).rglob("*.*"):
            if path.suffix in (".yaml", ".py") and path.name not in REGISTERS:
                used |= set(re.findall(r"[A-Za-z][A-Za-z0-9-]+", path.read_text("utf-8")))
    assert sorted(set(sources.sources()) - used) == []
    assert all(len(reason.split()) >= 5 for reason in left_out.values())


def test_every_word_of_the_word_list_rests_on_a_claim_or_a_source_that_is_there():
    for term in coverage.glossary():
        told_by = [one["id"] for one in term.get("sources", ())]
        assert told_by or term.get("claims"), term["id"]
        assert set(told_by) <= set(sources.sources()), term["id"]
        assert set(term.get("claims", ())) <= set(claims()), term["id"]


@EACH_ROW
def test_the_articles_of_a_row_name_it_in_their_front_matter(row):
    named = [slug for slug in row["articles"] if slug != coverage.GLOSSARY]
    assert row["articles"]
    assert named == coverage.naming(row["id"])


@EACH_ROW
def test_every_claim_of_a_row_stands_where_the_row_is_named_or_is_left_out(row):
    left_out = set(coverage.left_out()["claims"])
    assert sorted(set(row["claims"]) - coverage.standing(row["articles"]) - left_out) == []


@ALL
def test_an_article_names_rows_that_exist(article):
    assert set(article.rows) <= {row["id"] for row in ROWS}


@ALL
def test_an_article_is_about_questions_rules_or_levels_that_exist(article):
    assert set(article.about) <= coverage.known()


def test_no_way_to_another_article_leads_nowhere():
    assert list(articles.dead_ends(articles.articles())) == []


@ALL
def test_every_article_leads_on_and_ends_with_what_to_do_next(article):
    titles = [one.text.lower() for one in article.blocks if isinstance(one, Heading)]
    assert titles[-1:] == ["what to do next"] or article.slug == "emergencies"
    assert any(isinstance(one, See) for one in article.blocks) or (
        article.slug == "when-to-get-help"
    )


# --- where the sources do not agree ---


def test_every_disputed_claim_stands_in_a_box_with_both_sides():
    shown = {claim for _, box in boxes("disagree") for claim in claims_of([box])}
    disputed = {claim.id for claim in claims().values() if claim.sure == "disputed"}
    assert sorted(disputed - shown) == []


def test_both_sides_and_what_we_do_stand_in_every_box_on_a_disagreement():
    found = [box for _, box in boxes("disagree")]
    assert len(found) >= 20
    for box in found:
        starts = [one.text for one in paragraphs(box.blocks)]
        for part in ("**One side:**", "**The other side:**", "**What we do:**"):
            assert [text for text in starts if text.startswith(part)], (box.title, part)


# --- nothing that is wrong in the five articles is carried over ---


def test_a_chest_x_ray_is_never_called_screening():
    for article in articles.articles():
        for one in paragraphs(article.blocks):
            if re.search(r"x-ray", one.text, re.I) and re.search(r"screening", one.text, re.I):
                said = one.text.lower()
                of_others = "call it" in said or "was called" in said
                assert of_others or re.search(r"\b(no|not|never)\b", said), one.text


def test_a_calcium_test_never_shows_a_pressed_cord_or_the_lining():
    for article in articles.articles():
        for one in paragraphs(article.blocks):
            said = one.text.lower()
            if "calcium test" in said and re.search(r"\b(cord|lining)\b", said):
                assert re.search(r"reads as if|cannot|only|not show", said), one.text


@ALL
def test_no_advert_of_the_articles_is_carried_over(article):
    text = text_of(article)
    for words_of_advert in (
        "outcomes4me app",
        "ask outcomes4me",
        "download",
        "sign up",
        "fast company",
        "blood-related",
        "leave a comment",
        "kingman oncology is",
    ):
        assert words_of_advert not in text


@ALL
def test_no_article_says_how_long_people_live(article):
    text = text_of(article)
    for figure in ("life expectancy", "survival", "months to live", "years to live", "prognosis"):
        assert figure not in text
    for sentence in sentences(article):
        if "how long people live" in sentence.lower() and not sentence.endswith("live."):
            assert re.search(r"\b(no|not)\b", sentence), sentence


@ALL
def test_no_article_tells_a_dose(article):
    assert re.findall(r"\d+ ?(?:mg|milligrams?|grams?|ml|tablets|pills)\b", text_of(article)) == []


@ALL
def test_no_slip_of_spelling_is_carried_over(article):
    assert "mediation" not in text_of(article)


def test_a_tumor_at_the_top_of_the_lung_never_stands_under_treatment():
    for article in articles.articles():
        heading = article.title
        for block in article.blocks:
            if isinstance(block, Heading):
                heading = block.text
            if any(claim.startswith("pancoast-") for claim in claims_of([block])):
                assert "treat" not in heading.lower(), (article.slug, heading)


def test_an_article_on_bladder_or_bowel_always_says_what_to_do():
    ids = ("emergency-bladder", "emergency-bowel", "cause-cord-control-loss")
    found = {article.slug: article for article, _ in resting_on(*ids)}
    assert len(found) >= 2
    for article in found.values():
        assert "emergenc" in text_of(article), article.slug


def test_an_operation_for_a_sample_is_never_told_as_a_needle():
    found = [one for _, one in resting_on("test-open-biopsy")]
    assert found
    for one in found:
        if "needle" in one.text.lower():
            assert re.search(r"cannot|slip", one.text), one.text


DRUGS = re.compile(
    r"\b(acetaminophen|ibuprofen|naproxen|aspirin|fentanyl|hydrocodone|hydromorphone|methadone|"
    r"morphine|oxycodone|tapentadol|tramadol|denosumab|zoledronic|pamidronate)\b",
    re.I,
)


def test_a_drug_that_no_article_names_is_told_from_an_outside_source():
    found = [
        one
        for article in articles.articles()
        for one in paragraphs(article.blocks)
        if DRUGS.search(one.text)
    ]
    assert found
    for one in found:
        told_by = {ref.id for claim in one.claims for ref in claims()[claim].sources}
        assert [source for source in told_by if not source.startswith("seed-")], one.text


def test_a_number_without_a_source_says_so():
    told = [one for _, one in resting_on("stat-eighty-percent") if re.search(r"\d", one.text)]
    assert told
    for one in told:
        assert re.search(r"\b(article|guide|source)", one.text), one.text


def test_one_in_four_is_never_turned_into_the_readers_own_chance():
    found = {article.slug for article, _ in resting_on("stat-one-in-four")}
    assert found
    for slug in found:
        article = articles.article(slug)
        assert article is not None
        assert re.search(
            r"not your (own )?chance|not give your chance|first source", text_of(article)
        )


def test_every_picture_of_dots_has_its_own_number_in_words():
    for one in articles.articles():
        for block in one.blocks:
            if isinstance(block, Box):
                text = " ".join(paragraph.text for paragraph in paragraphs([block]))
                for dots in block.blocks:
                    if isinstance(dots, Dots):
                        assert f"**{dots.on}**" in text, (one.slug, block.title)
                        assert f"**{dots.of - dots.on}**" in text, (one.slug, block.title)


def test_every_page_on_something_urgent_says_emergency_help_before_its_first_heading():
    for slug in ("pressed-cord", "spread-to-the-lining", "high-calcium", "emergencies"):
        article = articles.article(slug)
        assert article is not None, slug
        first = next(one for one in article.blocks if isinstance(one, Box | Heading | See))
        assert isinstance(first, Box), slug
        assert first.kind == "danger", slug


# --- words ---


def test_titles_are_our_own():
    if not ORIGINALS.is_dir():
        pytest.skip("the five articles are not beside this copy of the project")
    theirs = {
        tuple(words(line))
        for path in ORIGINALS.glob("*.txt")
        for line in path.read_text(encoding="utf-8").splitlines()
        if words(line)
    }
    assert len(theirs) > 200
    for article in articles.articles():
        assert tuple(words(article.title)) not in theirs
        for block in article.blocks:
            if isinstance(block, Heading) and len(words(block.text)) > 2:
                assert tuple(words(block.text)) not in theirs, block.text


def test_articles_have_titles_and_summaries_of_their_own():
    titles = [one.title for one in articles.articles()]
    assert len(titles) == len(set(titles))
    for one in articles.articles():
        assert len(re.split(r"(?<=[.!?])\s+", one.summary)) == 1, one.slug
        assert 5 <= len(one.summary.split()) <= 25, one.slug


@ALL
def test_an_article_takes_a_few_minutes_to_read(article):
    n = sum(len(sentence.split()) for sentence in sentences(article))
    assert 200 <= n <= (1400 if article.slug == "when-to-get-help" else 800)
