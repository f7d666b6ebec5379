"""What people type into the search of Learn, and what they must find among the first three."""

import datetime as dt

import pytest

from backwatch import articles, content_search, glossary, rule_search, search_danger
from backwatch.article_blocks import Heading, Paragraph, anchors_of
from backwatch.articles import Article
from backwatch.content_search import ContentIndex
from backwatch.glossary import Term

# Typed as people type: everyday words, medical words, slips, British and American.
LOOKED_FOR = {
    "weight loss": "lung-and-whole-body-signs",
    "losing weight without trying": "lung-and-whole-body-signs",
    "haemoptysis": "lung-and-whole-body-signs",
    "coughing up blod": "lung-and-whole-body-signs",
    "so tired all the time": "lung-and-whole-body-signs",
    "pain wakes me at night": "night-pain",
    "nite pain": "night-pain",
    "can't feel my legs": "pressed-cord",
    "spinal cord compresion": "pressed-cord",
    "cauda equina": "pressed-cord",
    "when to call an ambulance": "emergencies",
    "hypercalcaemia": "high-calcium",
    "calcium too high and thirsty": "high-calcium",
    "leptomeningeal": "spread-to-the-lining",
    "pulled muscle or cancer?": "common-pain-or-something-else",
    "what does lung cancer back pain feel like": "what-it-can-feel-like",
    "why does lung cancer cause back pain": "how-it-can-happen",
    "pancoast tumour": "how-it-can-happen",
    "MRI": "tests-pictures",
    "chest xray": "tests-pictures",
    "biopsy": "tests-samples",
    "broncoscopy": "tests-samples",
    "blood test": "tests-other",
    "what will the doctor ask me": "at-the-visit",
    "radiation for the spine": "treatments-by-cause",
    "chemo": "treating-the-cancer",
    "pallative care": "comfort-care",
    "accupuncture": "comfort-care",
    "just diagnosed with lung cancer": "after-a-diagnosis",
    "I never smoked": "risks",
    "radon gas": "risks",
    "low dose ct screening": "screening",
    "how to quit smoking": "lower-your-risk",
    "what are the chances": "numbers",
    "what should I ask my doctor": "questions-to-ask",
    "do the sources disagree": "where-sources-differ",
    "who pays for this": "about-our-sources",
    "where do I start": "start-here",
}


@pytest.mark.parametrize(("query", "slug"), LOOKED_FOR.items())
def test_the_right_article_is_among_the_first_three(query, slug):
    found = content_search.find(query).articles
    assert slug in [hit.slug for hit in found[:3]]


def test_every_article_is_looked_for():
    named = {*LOOKED_FOR.values(), "when-to-get-help"}
    assert {one.slug for one in articles.articles()} == named


# Asked in small words, or misspelt: any one of these is what they need.
ASKED = {
    "i am scared": ["start-here"],
    "scared": ["start-here"],
    "is it cancer": ["start-here", "common-pain-or-something-else"],
    "Is it canser?": ["start-here", "common-pain-or-something-else"],
    "canser in spine": ["pressed-cord", "how-it-can-happen"],
    "how long have i got": ["numbers"],
    "How long have I got?": ["numbers"],
    "smoker": ["risks", "screening"],
    "smokers": ["risks", "screening"],
    "smoked": ["risks", "screening"],
    "111": ["emergencies"],
}


@pytest.mark.parametrize(("query", "slugs"), ASKED.items())
def test_a_plain_question_finds_its_article(query, slugs):
    found = [hit.slug for hit in content_search.find(query).articles[:3]]
    assert set(slugs) & set(found)


def test_how_long_opens_where_the_article_says_that_it_gives_no_such_figure():
    first = content_search.find("how long have i got").articles[0]
    assert (first.slug, first.anchor) == ("numbers", "why-the-topic-matters-at-all")
    assert "how long people live" in "".join(piece for piece, _ in first.snippet)


@pytest.mark.parametrize("query", ["six weeks", "six weeks of pain", "6 weeks"])
def test_weeks_of_pain_do_not_lead_to_our_sources(query):
    assert "about-our-sources" not in [hit.slug for hit in content_search.find(query).articles[:3]]


@pytest.mark.parametrize(
    "query",
    [
        "leg weeknes",
        "leg weekness",
        "legs weak",
        "my legs are week",
        "wee problems",
        "cant wee",
        "bladdder trouble",
        "incontinance",
        "numness between legs",
        "paralised",
        "cant breath",
        "can’t breathe",
        "chest pian",
        "coffing up blod",
        "passed out",
        "111",
        "ambulence",
    ],
)
def test_a_search_that_speaks_of_danger_finds_the_emergency_signs_first(query):
    found = content_search.find(query)
    assert found.urgent
    assert found.articles[0].slug == "emergencies"


@pytest.mark.parametrize("query", ["leg weeknes", "legs weak", "wee problems", "cant poo"])
def test_weak_legs_and_bladder_trouble_find_the_pressed_cord_too(query):
    found = [hit.slug for hit in content_search.find(query).articles[:3]]
    assert "pressed-cord" in found or "when-to-get-help" in found


@pytest.mark.parametrize("query", [*LOOKED_FOR, *ASKED])
def test_whenever_the_emergency_card_shows_the_emergency_article_is_first(query):
    found = content_search.find(query)
    assert not found.urgent or found.articles[0].slug == "emergencies"


@pytest.mark.parametrize(
    "query", ["six weeks", "scared", "scan", "care", "leg exercise", "biopsy", "chemo", "smoker"]
)
def test_a_calm_word_is_no_slip_for_a_danger(query):
    assert not content_search.find(query).urgent


def test_a_short_common_word_is_not_taken_for_another():
    scans = {hit.slug for hit in content_search.find("scan").articles[:1]}
    found = content_search.find("scared").articles
    assert scans.isdisjoint(hit.slug for hit in found)


def test_every_article_that_the_lists_name_is_there():
    lists = search_danger.hints()
    named = [*lists.urgent, *lists.seldom, *(one for each in lists.asked for one in each.read)]
    for name in named:
        slug, _, anchor = name.partition("#")
        one = articles.article(slug)
        assert one is not None, name
        assert not anchor or anchor in anchors_of(one.blocks), name


@pytest.mark.parametrize("query", LOOKED_FOR)
def test_what_is_found_opens_at_a_heading_that_is_there(query):
    for hit in content_search.find(query).articles:
        one = articles.article(hit.slug)
        assert one is not None
        assert hit.title == one.title
        if hit.anchor:
            assert anchors_of(one.blocks)[hit.anchor] == hit.heading


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("tumour", "tumor"),
        ("haemoptysis", "hemoptysis"),
        ("hypercalcaemia", "hypercalcemia"),
        ("anaemia", "anemia"),
        ("coughing blood", "haemoptysis"),
        ("collapsed lung", "pneumothorax"),
    ],
)
def test_british_american_and_everyday_words_find_the_same_word(one, other):
    assert content_search.find(one).words[0] == content_search.find(other).words[0]


@pytest.mark.parametrize(
    ("british", "american"), [("specialised centre", "specialized center"), ("tumours", "tumors")]
)
def test_both_spellings_find_the_same_articles(british, american):
    assert content_search.find(british) == content_search.find(american)
    assert content_search.find(british).articles


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("nuemonia", "pneumonia"),
        ("metastisis", "metastasis"),
        ("hemoptisis", "hemoptysis"),
        ("immunotherpy", "immunotherapy"),
        ("osteoperosis", "osteoporosis"),
    ],
)
def test_a_slip_of_the_keys_still_finds_the_word(typed, meant):
    assert [one.id for one in content_search.find(typed).words] == [meant]


def test_a_search_without_a_word_finds_nothing():
    for query in ("", "   ", "the", "?!", "can I", "’"):
        assert content_search.find(query) == content_search.Found((), ())


def test_a_word_that_fits_nothing_finds_nothing():
    assert content_search.find("qqqq zzzz").articles == ()


def test_a_snippet_is_short_and_marks_what_was_looked_for():
    hit = content_search.find("wakes me at night").articles[0]
    text = "".join(piece for piece, _ in hit.snippet)
    assert 20 < len(text) <= 200
    assert "**" not in text
    marked = {piece.lower() for piece, looked_for in hit.snippet if looked_for}
    assert marked & {"night", "nights", "wakes", "wake"}


def test_a_long_strange_search_is_answered_too():
    assert content_search.find("x" * 5000).articles == ()
    assert content_search.find("pain " * 500).articles


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("haem", "hemoptysis"),
        ("coughing bl", "hemoptysis"),
        ("nodual", "nodule"),
        ("pet", "pet-scan"),
    ],
)
def test_the_glossary_is_found_by_its_first_letters_and_other_names(typed, first):
    assert first in [one.id for one in content_search.find_words(typed)][:3]


def test_a_word_that_the_glossary_does_not_have_finds_none():
    assert content_search.find_words("qqqq") == ()
    assert content_search.find_words("  ") == ()


# --- a small world of its own, where every part of the ranking can be seen ---

A_DAY = dt.date(2026, 11, 20)
CLAIM = "most-back-pain-not-cancer"


def made(slug: str, title: str, *blocks: object) -> Article:
    head = {"title": title, "summary": "A summary.", "for": ["worried"], "order": 1}
    head |= {"topic": "signs", "claims": [CLAIM], "sources": ["seed-000"], "written_by": "us"}
    head |= {"checked_by": None, "reviewed_on": None, "written_on": A_DAY, "review_due": A_DAY}
    return Article.model_validate({**head, "slug": slug, "blocks": blocks})


WORD = Term(
    id="hemoptysis",
    plain="coughing up blood",
    medical="hemoptysis",
    meaning="Blood from the lungs.",
    us="hemoptysis",
    uk="haemoptysis",
    also=("spitting red",),
    claims=(CLAIM,),
)
IN_TITLE = made("in-title", "Zebras", Paragraph("Something else.", (CLAIM,)))
IN_TEXT = made(
    "in-text",
    "Horses",
    Paragraph("A first line.", (CLAIM,)),
    Heading(2, "Stripes", "stripes"),
    Paragraph("A zebra stands here.", (CLAIM,)),
    Heading(2, "Red", "red"),
    Paragraph("Doctors say hemoptysis.", (CLAIM,)),
)


def test_a_title_counts_more_than_a_line_of_text():
    found = ContentIndex([IN_TEXT, IN_TITLE], []).find("zebra").articles
    assert [hit.slug for hit in found] == ["in-title", "in-text"]
    assert [hit.anchor for hit in found] == ["", "stripes"]


def test_another_name_for_a_thing_finds_where_it_stands():
    index = ContentIndex([IN_TEXT, IN_TITLE], [WORD])
    for query in ("spitting red", "coughing up blood", "haemoptysis"):
        hits = index.find(query).articles
        assert [(hit.slug, hit.anchor) for hit in hits] == [("in-text", "red")], query
    assert ContentIndex([IN_TEXT], []).find("spitting").articles == ()


def test_an_article_with_all_words_comes_before_one_with_half_of_them():
    both = made("both", "Plain", Paragraph("A zebra that limps.", (CLAIM,)))
    found = ContentIndex([IN_TITLE, both], []).find("limping zebra").articles
    assert found[0].slug == "both"


def test_nothing_of_what_was_typed_is_kept():
    caches = [
        one
        for module in (content_search, glossary, rule_search)
        for one in vars(module).values()
        if hasattr(one, "cache_info")
    ]
    content_search.find("blood")  # everything that is read or imported once is there now
    content_search.find_words("blood")
    before = [one.cache_info().currsize for one in caches]
    content_search.find("my qwyxxish haemorrhoidsy swellinges")
    content_search.find_words("qwyxxer")
    assert [one.cache_info().currsize for one in caches] == before
    assert len(caches) > 3


def test_words_that_a_person_joins_are_taken_apart():
    index = ContentIndex([IN_TEXT], [])
    assert index.find("zebrastripes").articles[0].slug == "in-text"


def test_what_people_type_can_stand_for_words_of_the_articles():
    index = ContentIndex([IN_TEXT], [], {"pyjamas": ("stripes",)})
    assert index.find("pyjamas").articles[0].anchor == "stripes"


def test_all_names_of_the_glossary_find_their_word():
    lost = [
        (one.id, name)
        for one in glossary.terms()
        for name in one.names
        if one not in content_search.find_words(name)
    ]
    assert lost == []
