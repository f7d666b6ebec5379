"""The articles: each sentence has a claim, each claim a source, and they agree with the rules."""

import re

import pytest

from backwatch import articles, paths
from backwatch.article_blocks import Box, Dots, Heading, Listing, Paragraph, paragraphs, words_of
from backwatch.claims import claims
from backwatch.questionnaire import questionnaire
from tests import article_heads
from tests.unit.article_files import ORIGINALS, runs_of_eight, sentences, text_of

FILES = sorted((paths.CONTENT / "articles").glob("*.md"))
ALL = pytest.mark.parametrize("article", articles.articles(), ids=lambda one: one.slug)


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


def test_the_front_matter_names_exactly_the_claims_and_sources_that_the_articles_rest_on():
    assert article_heads.stale() == [], "run: python -m tests.article_heads --write"


@ALL
def test_every_paragraph_and_list_item_has_a_claim(article):
    found = list(paragraphs(article.blocks))
    assert len(found) > 10
    assert all(one.claims for one in found)


@ALL
def test_no_sentence_is_longer_than_25_words(article):
    assert [one for one in sentences(article) if len(one.split()) > 25] == []


@ALL
def test_an_article_reads_at_grade_8_or_lower_hard_words_and_all(article):
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
    ours = [*sentences(article), *(claims()[one].statement for one in article.claims)]
    for sentence in ours:
        assert not runs_of_eight(sentence) & theirs, sentence


# What would calm a person without ground, and what would scare one without need. "Rule out" and
# "safe" may be denied, and a count may speak of deaths in a trial.
FALSE_COMFORT = re.compile(
    r"\b(harmless|benign|reassur\w*|all.clear|nothing to worry|nothing serious|no need to worry|"
    r"do not worry|don't worry|unfortunately|nothing is wrong|you are fine)\b"
)
DENIED = re.compile(r"\b(no|not|never|cannot|none|nor|ask|asks)\b|'t\b")
PROMISED = re.compile(r"\brul(?:e|es|ed|ing)\b.{0,30}\bout\b|\bsafe\b")
SCARE = re.compile(
    r"\b(deadly|fatal\w*|lethal|killer|kill|terrif\w*|terribl\w*|devastat\w*|alarm(?:ing|ed)|grim|"
    r"horrif\w*|dreadful|agon\w*|excruciat\w*|hopeless\w*|doom\w*|tragic\w*|dying|suffer\w*|"
    r"nightmare|worst|catastroph\w*)\b"
)


@ALL
def test_an_article_never_calms_without_ground_and_never_promises_to_rule_cancer_out(article):
    for sentence in sentences(article):
        said = sentence.lower()
        assert not FALSE_COMFORT.search(said), sentence
        if PROMISED.search(said):
            assert DENIED.search(said), sentence


@ALL
def test_an_article_scares_nobody(article):
    for sentence in sentences(article):
        assert not SCARE.search(sentence.lower()), sentence
    assert text_of(article).count("!") == 0


# --- when to get help ---


def when_to_get_help() -> articles.Article:
    article = articles.article("when-to-get-help")
    assert article is not None
    return article


def test_the_danger_box_names_each_danger_sign_that_the_check_asks_about():
    [box] = [b for b in when_to_get_help().blocks if isinstance(b, Box) and b.kind == "danger"]
    [listing] = [b for b in box.blocks if isinstance(b, Listing)]
    asked = [claims()[claim].danger_sign for item in listing.items for claim in item.claims]
    assert asked == list(questionnaire().danger_signs)
    assert len(asked) == 12


def test_each_danger_sign_is_named_in_plain_words():
    [box] = [b for b in when_to_get_help().blocks if isinstance(b, Box) and b.kind == "danger"]
    text = " ".join(words_of(box.blocks)).lower()
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
    headings = [b.text for b in when_to_get_help().blocks if isinstance(b, Heading)]
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
    text = " ".join(words_of([box]))
    assert dots == Dots(7, 1000)
    assert f"**{dots.on}**" in text
    assert f"**{dots.of - dots.on}**" in text
    assert "13 among 1,975" in text
    assert round(13 / 1975 * dots.of) == dots.on


def test_one_in_four_is_never_turned_into_the_readers_own_chance():
    [item] = [
        one for one in paragraphs(when_to_get_help().blocks) if "stat-one-in-four" in one.claims
    ]
    assert "not your chance" in item.text


def test_both_sides_stand_in_every_box_on_a_disagreement():
    boxes = [b for b in when_to_get_help().blocks if isinstance(b, Box) and b.kind == "disagree"]
    assert len(boxes) >= 3
    for box in boxes:
        text = " ".join(words_of(box.blocks))
        for part in ("**One side:**", "**The other side:**", "**What we do:**"):
            assert part in text, box.title
