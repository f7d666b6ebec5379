"""The glossary: words in the spelling of a country, and explained where an article uses them."""

import html
import re
from html.parser import HTMLParser

import pytest
from pydantic import ValidationError

from backwatch import article_html, articles, claims, glossary
from backwatch.article_html import HtmlPart, PicturePart
from backwatch.glossary import Reader, Term, in_spelling
from backwatch.sources import named, sources

CLAIM = "most-back-pain-not-cancer"


def term(term_id: str, medical: str, **more: object) -> Term:
    given = {"plain": f"plain {term_id}", "meaning": f"What {term_id} means.", "claims": (CLAIM,)}
    return Term.model_validate({"id": term_id, "medical": medical, **given, **more})


TUMOR = term("tumor", "tumor", us="tumor", uk="tumour")
BIOPSY = term("biopsy", "biopsy")
NEEDLE = term("needle-biopsy", "needle biopsy")
MRI = term("mri", "magnetic resonance imaging", plain="MRI scan")


def buttons(html: str) -> list[str]:
    return re.findall(r'class="bw-word"[^>]*>([^<]+)<', html)


# --- the file ---


def test_there_are_80_words_or_more_from_a_to_z():
    found = [one.medical.casefold() for one in glossary.terms()]
    assert len(found) >= 80
    assert found == sorted(found)


def test_every_word_rests_on_known_claims_or_sources_and_leads_to_a_known_article():
    slugs = {one.slug for one in articles.articles()}
    for one in glossary.terms():
        assert one.claims or one.sources, one.id
        assert set(one.claims) <= set(claims.claims()), one.id
        assert {each.id for each in one.sources} <= set(sources()), one.id
        assert one.article is None or one.article in slugs, one.id


def test_no_two_words_mean_different_things_by_the_same_name():
    medical = [one.medical.casefold() for one in glossary.terms()]
    assert len(medical) == len(set(medical))


def test_a_word_without_papers_or_with_half_a_pair_is_refused():
    with pytest.raises(ValidationError, match="claim or a source"):
        term("x", "x", claims=())
    with pytest.raises(ValidationError, match="both us and uk"):
        term("x", "x", us="x")


# --- spelling ---


@pytest.mark.parametrize(
    ("american", "british"),
    [
        ("A tumor, and tumors.", "A tumour, and tumours."),
        ("Tumors can press.", "Tumours can press."),
        (
            "Doctors say hemoptysis. Anemia is another.",
            "Doctors say haemoptysis. Anaemia is another.",
        ),
        ("a cancer center", "a cancer centre"),
        ("This is a Pancoast tumor.", "This is a Pancoast tumour."),
        ("Nothing differs here.", "Nothing differs here."),
    ],
)
def test_a_text_is_read_in_the_spelling_of_the_country(american, british):
    assert in_spelling(american, "gb") == british
    assert in_spelling(british, "us") == american
    assert in_spelling(american, "us") == american
    assert in_spelling(british, "gb") == british


def test_a_name_keeps_its_spelling():
    assert in_spelling("Ask the Moffitt Cancer Center.", "gb") == "Ask the Moffitt Cancer Center."


def test_another_word_for_a_thing_is_no_spelling_of_it():
    assert in_spelling("acetaminophen", "gb") == "acetaminophen"
    both = next(one for one in glossary.terms() if one.id == "acetaminophen")
    assert both.elsewhere("us") == "In the United Kingdom: paracetamol."
    assert both.elsewhere("gb") == "In the United States: acetaminophen."


def test_addresses_and_ids_are_never_spelled_anew():
    html = '<h2 id="tumor">A tumor</h2><p><a href="learn?at=tumor" title="tumor">tumor</a></p>'
    assert Reader("gb").read(html) == (
        '<h2 id="tumor">A tumour</h2><p><a href="learn?at=tumor" title="tumor">tumour</a></p>'
    )
    assert in_spelling("See www.example.org/tumor or tumor.org.", "gb").count("tumour") == 0


def test_a_source_keeps_its_own_title_but_our_claim_is_read_in_the_spelling():
    html = (
        '<details class="bw-src"><summary>source</summary><ul>'
        "<li><b>A tumor can press.</b> The Tumor Book: on tumor pain. <i>One tumor.</i></li>"
        "</ul></details>"
    )
    read = Reader("gb").read(html)
    assert "<b>A tumour can press.</b> The Tumor Book: on tumor pain. <i>One tumour.</i>" in read


# --- words explained in place ---


def test_the_first_use_of_a_word_opens_its_meaning_and_later_ones_do_not():
    reader = Reader("us", [BIOPSY])
    read = reader.read("<p>A biopsy, then a biopsy.</p>") + reader.read("<p>One more biopsy.</p>")
    assert buttons(read) == ["biopsy"]
    assert 'popovertarget="meaning-biopsy"' in read
    assert '<span popover id="meaning-biopsy"' in read
    assert "What biopsy means." in read


def test_a_word_is_explained_as_it_stands_there_in_either_spelling():
    assert buttons(Reader("gb", [TUMOR]).read("<p>Tumors press.</p>")) == ["Tumours"]
    assert buttons(Reader("us", [TUMOR]).read("<p>A tumour.</p>")) == ["tumor"]


def test_the_longer_word_is_the_one_that_is_explained():
    read = Reader("us", [BIOPSY, NEEDLE]).read("<p>A needle biopsy or a biopsy.</p>")
    assert buttons(read) == ["needle biopsy", "biopsy"]


def test_a_plain_word_needs_no_meaning_but_short_names_do():
    read = Reader("us", [MRI, BIOPSY]).read("<p>An MRI scan shows plain biopsy things.</p>")
    assert buttons(read) == ["MRI scan", "biopsy"]
    growth = term("growth", "neoplasm", plain="growth")
    assert buttons(Reader("us", [growth]).read("<p>A growth.</p>")) == []


def test_only_a_few_words_of_an_article_are_explained():
    many = [term(f"w{n}", f"word{n}") for n in range(20)]
    text = "<p>" + " ".join(one.medical for one in many) + "</p>"
    assert len(buttons(Reader("us", many).read(text))) == glossary.MOST_EXPLAINED
    assert len(buttons(Reader("us", many, most=2).read(text))) == 2


@pytest.mark.parametrize(
    "html",
    [
        "<h2>A biopsy</h2>",
        '<p><a href="x">biopsy</a></p>',
        "<table><tr><th>biopsy</th></tr></table>",
        "<details><summary>biopsy</summary></details>",
        '<div class="bw-box danger"><p>A biopsy.</p></div>',
        '<details class="bw-src"><ul><li><b>A biopsy.</b></li></ul></details>',
        "<p>Autobiopsy and biopsy-like.</p>",
    ],
)
def test_no_word_is_explained_where_it_would_be_in_the_way(html):
    assert Reader("us", [BIOPSY]).read(html) == html


def test_what_a_text_escapes_stays_escaped():
    read = Reader("us", [BIOPSY]).read("<p>a &lt;b&gt; &amp; &#x27;biopsy&#x27; &copy;</p>")
    assert read.startswith("<p>a &lt;b&gt; &amp; &#x27;<button")
    assert read.endswith("</span>&#x27; &copy;</p>")
    hostile = term("x", "x<y>", meaning="<script>1</script>")
    assert "<script" not in Reader("us", [hostile]).read("<p>x&lt;y&gt;</p>")


class Tags(HTMLParser):
    """The tags of a text with their attributes, and its words."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[object] = []
        self.words = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, attrs))

    def handle_endtag(self, tag: str) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.words += data


@pytest.mark.parametrize("one", articles.articles(), ids=lambda one: one.slug)
def test_every_article_keeps_its_tags_and_loses_no_word(one):
    for part in article_html.parts(one):
        if isinstance(part, HtmlPart | PicturePart):
            written = Tags(part.html)
            for spelling in ("us", "gb"):
                read = Tags(Reader(spelling, most=0).read(part.html))
                assert read.tags == written.tags
                assert len(read.words.split()) == len(written.words.split())


def test_most_articles_have_words_explained():
    explained = [
        one.slug
        for one in articles.articles()
        if any(
            buttons(Reader("us", glossary.terms()).read(part.html))
            for part in article_html.parts(one)
            if isinstance(part, HtmlPart)
        )
    ]
    assert len(explained) > len(articles.articles()) / 2


@pytest.mark.parametrize("one", glossary.terms(), ids=lambda one: one.id)
def test_a_meaning_that_opens_beside_a_word_names_who_says_it_with_the_date(one):
    word = one.in_articles[0] if one.in_articles else one.medical
    read = html.unescape(glossary.Reader("us", [one]).read(f"<p>{word}</p>"))
    used = [each for name in one.claims for each in claims.claims()[name].sources] + [*one.sources]
    assert f"<small>Says who: {named(used[0].id)}" in read
