"""Learn without a browser: what stands on the list, an article, the glossary, and "for you"."""

import datetime as dt
import re

import pytest
from streamlit.testing.v1 import AppTest

from backwatch import articles, content_search, glossary, paths
from backwatch.article_blocks import PAGES, anchors_of
from backwatch.diary import Entry
from tests import people_cases
from tests.unit.test_pages import LEVELS, NOW, STRAIN, drawn, finish, words
from ui import learn_html, load, menu
from ui.learn_words import words as said

SLUGS = [one.slug for one in articles.articles()]


def learn(**address: str) -> AppTest:
    """Open Learn at an address."""
    page = drawn("learn")
    for name, value in address.items():
        page.query_params[name] = value
    return page.run()


def search(page: AppTest, query: str) -> str:
    page.text_input(key="learn_query").set_value(query).run()
    assert not page.exception
    return words(page)


def live_in(store, country: str) -> None:
    store.save_person(store.person().model_copy(update={"country": country}))


def headings(html: str) -> list[int]:
    return [int(level) for level in re.findall(r"<h([1-6])", html)]


def as_html(slug: str) -> str:
    """All HTML of an article in reading order."""
    parts = load.learn_article(slug, "us")
    return "".join(one if isinstance(one, str) else getattr(one, "html", "") for one in parts)


# --- the list ---


def test_the_list_leads_to_every_article_and_to_the_glossary_once():
    html = load.learn_list("us")
    for slug in [*SLUGS, "glossary"]:
        assert html.count(f'href="learn?article={slug}"') == 1, slug
    for one in articles.articles():
        if one.slug != said().urgent_first:
            assert f"{one.minutes} min" in html


def test_the_emergencies_come_first_and_then_where_to_start():
    found = re.findall(r'href="learn\?article=([a-z-]+)"', load.learn_list("us"))
    assert found[:2] == ["emergencies", "start-here"]


def test_the_page_shows_the_list_and_few_widgets(store):
    page = learn()
    assert not page.exception
    assert page.title[0].value == "Learn"
    assert len(page.text_input) == 1
    assert len(page.button) == 0
    assert "learn?article=night-pain" in words(page)


def test_an_unknown_address_says_so_and_shows_the_list(store):
    page = learn(article="no-such-article")
    assert page.warning[0].value == said().article.unknown
    assert "learn?article=night-pain" in words(page)


# --- the search ---


def test_a_search_shows_what_it_found_instead_of_the_list(store):
    found = search(learn(), "wakes me at night")
    assert "learn?article=night-pain" in found
    assert "learn?article=about-our-sources" not in found


def test_a_search_in_vain_says_what_to_do_and_leads_to_the_check(store):
    page = learn()
    found = search(page, "qqqq zzzz")
    assert "Nothing here fits" in found
    for line in said().found.do_next:
        assert line in found.replace("\\342\\200\\234", "“").replace("\\342\\200\\235", "”")
    assert said().found.to_check in found


def test_what_is_typed_shows_as_typed(store):
    found = search(learn(), "<qqqq onclick=zzzz>")
    assert "<qqqq" not in found
    assert "&lt;qqqq onclick=zzzz&gt;" in found


def test_somebody_who_searches_in_despair_sees_the_crisis_line(store):
    assert "card_line" in search(learn(), "i want to die")


def found_for(query: str) -> str:
    return learn_html.found(query, content_search.find(query), "us")


@pytest.mark.parametrize(
    "query",
    [
        "can't breathe",
        "crushing chest pain",
        "numb between my legs",
        "cant pee",
        "coughing up lots of blood",
        "my legs have gone weak",
        "passed out",
        "fell from a ladder",
        "lost control of bowels",
        "tearing pain in my back",
        "suddenly confused",
        "face drooping on one side",
        "stroke",
        "car crash",
    ],
)
def test_whoever_searches_for_a_danger_sign_sees_the_emergency_signs_first(query):
    links = re.findall(r'href="learn\?article=([a-z-]+)', found_for(query))
    assert links[0] == "emergencies"
    assert "danger first" in found_for(query)


@pytest.mark.parametrize("query", ["chemo", "MRI", "quit smoking", "radon", "acupuncture"])
def test_a_search_for_something_calm_stays_calm(query):
    assert "danger first" not in found_for(query)


# --- an article ---


@pytest.mark.parametrize("slug", ["emergencies", "night-pain", "how-it-can-happen"])
def test_an_article_shows_its_title_its_text_and_the_way_to_the_check(store, slug):
    one = articles.article(slug)
    page = learn(article=slug)
    assert not page.exception
    assert page.title[0].value == one.title
    shown = words(page)
    assert one.note.split(" · ")[0] in shown
    assert shown.count(said().article.to["check"]) == 1
    assert "Print this page" in shown


def test_the_article_on_screening_leads_to_the_page_on_screening_and_to_the_check(store):
    links = learn(article="screening").get("page_link")
    found = {each.proto.label: each.proto.page for each in links}
    assert found[said().article.to["lung-screening"]] == "screening"
    assert found[said().article.to["check"]] == "check"


def test_each_page_that_an_article_may_lead_to_is_there_and_no_article_has_its_name():
    assert set(said().article.to) == set(PAGES)
    assert set(PAGES.values()) <= set(menu.PAGES)
    assert not set(PAGES) & set(SLUGS)


@pytest.mark.parametrize("slug", SLUGS)
def test_the_headings_of_an_article_skip_no_level(slug):
    html = as_html(slug)
    level = 1
    for found in headings(html):
        assert found <= level + 1
        level = found


@pytest.mark.parametrize("slug", SLUGS)
def test_every_way_on_leads_somewhere(slug):
    html = as_html(slug)
    for target, at in re.findall(r'href="learn\?article=([a-z-]+)(?:&amp;at=([a-z0-9-]+))?"', html):
        if target == "glossary":
            assert at.removeprefix("word-") in {one.id for one in glossary.terms()}
        else:
            assert target in SLUGS
            assert not at or at in anchors_of(articles.article(target).blocks)
    for anchor in re.findall(r'href="#([^"]+)"', html):
        assert f'id="{anchor}"' in html


def test_a_long_article_has_its_contents_and_a_short_one_has_not():
    assert 'class="bw-contents"' in load.learn_article("when-to-get-help", "us")[0]
    short = articles.article("emergencies")
    assert short is not None
    few = short.model_copy(update={"blocks": short.blocks[:2]})
    assert 'class="bw-contents"' not in learn_html.article(few, "us")[0]


def test_an_unknown_slug_has_no_text():
    assert load.learn_article("no-such-article", "us") == ()


@pytest.mark.parametrize(("country", "spelled"), [("gb", "tumour"), ("us", "tumor")])
def test_an_article_is_read_in_the_spelling_of_the_country(store, country, spelled):
    live_in(store, country)
    shown = words(learn(article="how-it-can-happen"))
    assert f"The {spelled} presses" in shown


# --- the words explained ---


def test_the_glossary_shows_every_word_in_the_spelling_of_the_country(store):
    live_in(store, "gb")
    shown = words(learn(article="glossary"))
    assert "haemoptysis" in shown
    for one in glossary.terms():
        assert f"word-{one.id}" in shown


def test_the_glossary_can_be_narrowed_down(store):
    page = learn(article="glossary")
    page.text_input(key="learn_word").set_value("bloo").run()
    shown = words(page)
    assert "word-blood-count" in shown
    assert "word-radon" not in shown
    page.text_input(key="learn_word").set_value("qqqq").run()
    assert said().glossary.nothing in words(page)


def test_despair_typed_among_the_words_is_heard_too(store):
    page = learn(article="glossary")
    page.text_input(key="learn_word").set_value("i want to die").run()
    assert "card_line" in words(page)


def test_a_word_that_the_countries_call_by_other_names_shows_both():
    one = next(each for each in glossary.terms() if each.id == "acetaminophen")
    assert "paracetamol" in learn_html.term(one, "us")
    assert "In the United States: acetaminophen." in learn_html.term(one, "gb")


# --- for you ---


@pytest.mark.parametrize("level", LEVELS)
def test_a_result_leads_to_articles_below_what_to_do(store, level):
    finish(store, people_cases.changed(STRAIN, LEVELS[level]))
    shown = words(drawn("check"))
    assert shown.index("bw-result") < shown.index("link_reading_0") < shown.index("buttons_after")
    assert 1 <= shown.count("link_reading_") <= 3


def test_today_leads_to_articles_after_a_check_only(store):
    assert "link_reading_0" not in words(drawn("today"))
    finish(store, people_cases.changed(STRAIN, LEVELS["within_days"]))
    shown = words(drawn("today"))
    assert shown.index("card_check") < shown.index("link_reading_0")


def test_a_diary_entry_leads_to_the_article_about_it(store):
    assert "link_reading_0" not in words(drawn("diary"))
    who = store.person().id
    store.add_entry(Entry(person_id=who, date=NOW.date(), wakings=2, recorded_at=NOW))
    page = drawn("diary")
    assert "You wrote: pain woke you." in words(page)
    assert "article=night-pain" in words(page)


def test_trends_lead_to_night_pain_when_pain_woke_somebody_most_nights(store):
    who = store.person().id
    for ago in range(20):
        day = NOW.date() - dt.timedelta(days=ago)
        store.add_entry(Entry(person_id=who, date=day, pain_worst=4, wakings=2, recorded_at=NOW))
    assert "article=night-pain" in words(drawn("trends"))


# --- the words of the pages ---


def sentences() -> list[str]:
    """All that content/learn.yaml says, sentence by sentence, its places filled in."""

    def texts(value: object) -> list[str]:
        if isinstance(value, str):
            return [value]
        parts = value.values() if isinstance(value, dict) else value
        return [text for part in parts if not isinstance(part, int) for text in texts(part)]

    filled = [re.sub(r"\{\w+\}", "pain", text) for text in texts(said().model_dump())]
    return [part for text in filled for part in re.split(r"(?<=[.!?])\s+", text)]


def test_the_words_of_learn_are_short_and_easy():
    textstat = pytest.importorskip("textstat", reason="textstat needs requirements-dev.txt")
    assert [one for one in sentences() if len(one.split()) > 20] == []
    text = "\n".join(one if one[-1] in ".!?" else f"{one}." for one in sentences())
    assert textstat.flesch_kincaid_grade(text) <= 8


def test_every_topic_of_an_article_has_a_heading_and_every_heading_an_article():
    assert {one.topic for one in articles.articles()} == set(said().topics)


# --- the emergency number ---


def numbered(slug: str, emergency: str) -> str:
    parts = load.learn_article(slug, "us", emergency)
    html = "".join(one if isinstance(one, str) else getattr(one, "html", "") for one in parts)
    html = re.sub(r'<details class="bw-src.*?</details>', "", html, flags=re.DOTALL)
    return html


def test_no_article_names_a_number_in_any_other_words():
    for one in articles.articles():
        text = (paths.CONTENT / "articles" / f"{one.slug}.md").read_text("utf-8")
        text = text.split("---", 2)[2].replace(glossary.ANY_NUMBER, "")
        assert not re.search(r"\b(911|999|112)\b(?! of)", text), one.slug


@pytest.mark.parametrize("slug", SLUGS)
def test_an_article_says_the_number_of_the_country_in_place_of_the_general_words(slug):
    general, own = numbered(slug, ""), numbered(slug, "999 or 112")
    assert "your emergency number" not in own
    assert own.count("999 or 112") >= general.count("your emergency number")
    assert "112, for" not in own
    assert "112, if" not in own


def test_the_sentence_reads_well_with_a_number():
    assert "true, call 911. If you go" in numbered("emergencies", "911")
    assert "Call 911 if any of these is new" in numbered("pressed-cord", "911")
    assert "Call 911 for any of these." in numbered("spread-to-the-lining", "911")


def test_a_person_reads_their_own_number_and_without_a_country_the_general_words(store):
    assert glossary.ANY_NUMBER in words(learn(article="emergencies"))
    live_in(store, "us")
    shown = words(learn(article="emergencies"))
    assert "call 911" in shown
    assert glossary.ANY_NUMBER not in shown
    live_in(store, "gb")
    assert "call 999 or 112" in words(learn(article="emergencies"))
