"""The crisis line on the pages: whole at first, then one line, and where it stands."""

import pytest
from streamlit.testing.v1 import AppTest

from backwatch import countries, despair
from tests.unit.test_learn_page import learn, live_in, search
from tests.unit.test_pages import drawn, finish, words

US = despair.help_words(countries.country("us"))
ON_DISK = "bw.despair"
WHOLE, SHORT = US.title, US.short
DESPAIR = "am i dying of cancer"


def opened(page: AppTest, **address: str) -> AppTest:
    """Go to another place of Learn in the same visit."""
    page.query_params.clear()
    for name, value in address.items():
        page.query_params[name] = value
    return page.run()


def wrote(store, text: str = "I want to die") -> AppTest:
    page = drawn("diary")
    page.text_area(key="note_0").set_value(text)
    page.button(key="go_save").click().run()
    return page


# --- a search ---


def test_a_search_in_despair_shows_the_card_below_the_search_and_above_what_was_found(store):
    page = learn()
    shown = search(page, DESPAIR)
    assert shown.index("learn_query") < shown.index(WHOLE) < shown.index("bw-found")


def test_the_card_of_a_search_says_that_the_search_is_not_kept(store):
    shown = search(learn(), DESPAIR)
    assert "What you search for is not kept" in shown
    assert "What you wrote stays" not in shown


def test_a_search_in_despair_leaves_nothing_on_the_disk(store):
    search(learn(), DESPAIR)
    assert store.setting(ON_DISK, store.person().id) is None
    after = words(drawn("learn"))  # a new visit
    assert WHOLE not in after
    assert SHORT not in after


def test_typing_on_keeps_the_card_and_what_was_typed(store):
    page = learn()
    search(page, "am i dying")
    assert WHOLE in search(page, DESPAIR)
    assert page.text_input(key="learn_query").value == DESPAIR


def test_another_article_shows_one_line_and_the_same_list_the_card_again(store):
    live_in(store, "us")
    page = learn()
    search(page, DESPAIR)
    shown = words(opened(page, article="night-pain"))
    assert WHOLE not in shown
    assert f'{US.short} <a href="tel:988">988</a>' in shown.replace('\\"', '"')
    assert page.button(key="go_line").label == "I have read this"


def test_having_read_it_puts_it_away_for_good(store):
    page = learn()
    search(page, DESPAIR)
    page.button(key="go_line").click().run()
    for address in ({}, {"article": "night-pain"}):
        shown = words(opened(page, **address))
        assert WHOLE not in shown
        assert SHORT not in shown


def test_the_words_of_the_glossary_are_heard_in_the_same_way(store):
    page = learn(article="glossary")
    page.text_input(key="learn_word").set_value(DESPAIR).run()
    assert WHOLE in words(page)
    assert store.setting(ON_DISK, store.person().id) is None


# --- the country ---


def test_without_a_country_the_card_asks_inside_itself_and_then_has_the_number(store):
    page = learn()
    shown = search(page, DESPAIR)
    assert shown.index(WHOLE) < shown.index("country_line") < shown.index("card_line")
    page.selectbox(key="country_line").select("us").run()
    assert store.person().country == "us"
    shown = words(page)
    assert WHOLE in shown
    assert US.href in shown
    assert "country_line" not in shown


@pytest.mark.parametrize("name", ["today", "check", "data", "screening"])
def test_a_page_that_asks_for_the_country_itself_still_opens(store, name):
    page = drawn(name)
    store.set_setting(ON_DISK, "yes", store.person().id)
    page.run()
    assert not page.exception
    assert WHOLE in words(page)
    assert "country_line" in words(page)


# --- what was written ---


def test_what_was_written_is_answered_whole_and_after_a_reload_by_one_line(store):
    page = wrote(store)
    shown = words(page)
    assert WHOLE in shown
    assert "What you wrote stays on this computer" in shown
    assert WHOLE in words(page.run())  # nothing takes it away while it is read
    again = words(drawn("diary"))
    assert WHOLE not in again
    assert SHORT in again


def test_a_reload_before_it_was_seen_does_not_cost_the_whole_view(store):
    store.set_setting(ON_DISK, "yes", store.person().id)
    assert WHOLE in words(drawn("today"))
    assert SHORT in words(drawn("today"))


def test_writing_it_again_shows_the_whole_again(store):
    wrote(store)
    page = drawn("today")
    assert WHOLE not in words(page)
    store.set_setting(ON_DISK, "yes", store.person().id)  # what hearing it again does
    assert WHOLE in words(page.run())


# --- where it stands ---


def test_it_never_stands_above_the_emergency_signs(store):
    store.set_setting(ON_DISK, "seen", store.person().id)
    shown = words(learn(article="emergencies"))
    assert shown.index("Call now, or go now") < shown.index(SHORT)
    assert shown.count(SHORT) == 1


@pytest.mark.parametrize("kept", ["yes", "seen"])
def test_it_never_stands_above_an_emergency(store, kept):
    finish(store, {"g_breath": "yes"})
    page = drawn("check")
    store.set_setting(ON_DISK, kept, store.person().id)
    shown = words(page.run())
    form = WHOLE if kept == "yes" else SHORT
    assert shown.index("bw-result") < shown.index("card_wait") < shown.index(form)


def test_the_one_line_never_stands_above_the_emergency_card_of_a_search(store):
    page = learn()
    store.set_setting(ON_DISK, "seen", store.person().id)
    shown = search(page, "leg weeknes")
    assert shown.index("danger first") < shown.index(SHORT)
    shown = search(page, "radon")
    assert shown.index(SHORT) < shown.index("bw-found")


def test_whoever_is_new_reads_first_what_an_emergency_is(store):
    store.set_setting(ON_DISK, "seen", store.person().id)
    shown = words(drawn("today"))
    assert shown.index("make sure it is not an emergency") < shown.index(SHORT)


def test_elsewhere_it_stands_first(store):
    store.set_setting(ON_DISK, "seen", store.person().id)
    shown = words(learn(article="night-pain"))
    assert shown.index(SHORT) < shown.index("All articles")
