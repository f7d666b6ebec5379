"""Several people on one computer: whatever the order of clicks and windows, nothing of one person
shows for another, hides from another, or is saved for another."""

import datetime as dt

import pytest
from streamlit.testing.v1 import AppTest

from backwatch.diary import Entry
from backwatch.store import NotSaved
from tests import people_cases
from tests.unit.test_pages import NOW, drawn, finish, words
from ui import load

STRAIN = people_cases.person("strain")
EMERGENCY = "Get emergency help now"
TODAY = NOW.date()


@pytest.fixture
def two(store):
    """Anna, who was there first, and Ben; nothing is recorded for either."""
    anna = store.change_person(store.person().id, name="Anna")
    return anna, store.add_person("Ben")


def shown(page: AppTest) -> str:
    assert not page.exception
    return " ".join(element.proto.body for element in page.get("html"))


def begin(store, person, answers=None, step="danger"):
    check = store.start_check(person.id, NOW)
    store.answer_many(check.id, answers or {}, NOW)
    store.set_setting("check_step", step, person.id)
    return check


def sign(store, person, name="g_legs", answer="yes"):
    return store.add_entry(
        Entry(person_id=person.id, date=TODAY, danger_signs={name: answer}, recorded_at=NOW)
    )


def switch(page: AppTest, person) -> AppTest:
    return page.button_group(key="ans_whose").set_value(person.id).run()


def opened(page: AppTest, name: str) -> AppTest:
    return page.switch_page(f"../pages/{name}.py").run()


def answer_keys(page: AppTest) -> set[str]:
    keys = {str(one.key) for one in page.button_group}
    return {key for key in keys if key.startswith(("ans_g_", "nrs_"))}


def whose(page: AppTest) -> str:
    """The line that says whose records these are."""
    (line,) = [one for one in page.button_group if one.key == "ans_whose"]
    names = dict(zip([each.id for each in load.store().people()], line.options, strict=True))
    return f"{line.label} {names[line.value]}"


# --- a danger sign of one person, and another ---


def test_a_danger_sign_of_one_person_shows_for_them_and_for_nobody_else(store, two):
    anna, ben = two
    begin(store, anna, {"g_legs": "yes"})
    begin(store, ben, {"g_legs": "no"})
    page = drawn("today")
    assert whose(page) == "Records of Anna"
    assert EMERGENCY in shown(page)
    switch(page, ben)
    assert whose(page) == "Records of Ben"
    assert EMERGENCY not in words(page)
    for name in ("check", "diary", "summary"):
        assert EMERGENCY not in shown(opened(page, name))
    switch(page, anna)
    assert EMERGENCY in shown(page)


def test_going_on_past_one_persons_emergency_leaves_anothers_standing(store, two):
    _, ben = two
    for person in two:
        begin(store, person, {"g_legs": "yes"})
    page = drawn("check")
    page.button(key="go_on").click().run()
    assert EMERGENCY not in shown(page)
    assert EMERGENCY in shown(switch(page, ben))
    page.button(key="go_on").click().run()
    assert EMERGENCY not in shown(opened(page, "check"))
    for person in two:
        assert store.setting("emergency_seen", person.id)


def test_a_danger_sign_in_one_diary_is_neither_shown_nor_put_away_in_another(store, two):
    anna, ben = two
    sign(store, anna)
    sign(store, ben)
    page = drawn("today")
    assert EMERGENCY in shown(page)
    page.button(key="go_on").click().run()
    assert EMERGENCY not in shown(page)
    assert EMERGENCY in shown(switch(page, ben))
    assert EMERGENCY not in shown(switch(page, anna))


def test_what_one_person_says_of_their_diary_counts_in_no_other(store, two):
    anna, ben = two
    sign(store, anna)
    sign(store, ben)
    page = drawn("today")
    page.button(key="says_wrong_g_legs").click().run()
    assert EMERGENCY not in shown(page)
    assert EMERGENCY in shown(switch(page, ben))
    assert store.setting("diary_evidence_decided", ben.id) is None


def read_only(*_args, **_kwargs):
    raise NotSaved("Not saved: your data folder is read-only.")


# Where nothing can be saved, a switch does not change the records: only the person is another.
CHOICE_KEPT = pytest.mark.parametrize("choice_kept", [True, False])


@CHOICE_KEPT
def test_two_people_with_the_same_answers_each_get_what_their_own_diary_adds(
    store, two, monkeypatch, choice_kept
):
    anna, ben = two
    for person in two:
        begin(store, person, STRAIN, step="review")
    for back in range(7):
        day = TODAY - dt.timedelta(days=back)
        entry = Entry(person_id=anna.id, date=day, wakings=3, pain_worst=8, recorded_at=NOW)
        store.add_entry(entry)
    page = drawn("check")
    assert "From your diary" in str([one.value for one in page.header])
    if not choice_kept:
        monkeypatch.setattr(type(store), "change_setting", read_only)
    assert whose(switch(page, ben)) == "Records of Ben"
    opened(page, "check")
    assert page.title[0].value == "Look over your answers"
    assert "From your diary" not in str([one.value for one in page.header])


def test_an_answer_that_could_not_be_saved_is_the_same_persons_and_no_others(
    store, two, monkeypatch
):
    anna, ben = two
    begin(store, anna)
    begin(store, ben)
    page = drawn("check")
    saved = type(store).answer_many

    def full(*_args, **_kwargs):
        raise NotSaved("Not saved: the disk is full.")

    monkeypatch.setattr(type(store), "answer_many", full)
    page.button_group(key="ans_g_legs").set_value("yes").run()
    assert EMERGENCY in shown(page)
    monkeypatch.setattr(type(store), "answer_many", saved)

    switch(page, ben)
    opened(page, "check")
    assert EMERGENCY not in shown(page)
    (key,) = [one.key for one in page.button_group if str(one.key).startswith("ans_g_breath")]
    page.button_group(key=key).set_value("no").run()
    assert store.open_check(ben.id).answers == {"g_breath": "no"}
    assert EMERGENCY in shown(switch(page, anna))


def test_the_crisis_line_of_one_person_stays_theirs(store, two):
    anna, ben = two
    store.set_setting("bw.despair", "yes", anna.id)
    begin(store, ben)
    page = drawn("learn")
    assert [one.key for one in page.button if one.key == "go_line"]
    switch(page, ben)
    assert not [one.key for one in page.button if one.key == "go_line"]
    switch(page, anna)
    page.button(key="go_line").click().run()
    assert not store.setting("bw.despair", anna.id)


# --- what stands on the screen, and whose it becomes ---


def test_answers_on_the_screen_never_become_another_persons(store, two):
    anna, ben = two
    begin(store, anna, {q: "no" for q in ("g_breath", "g_chest")})
    begin(store, ben)
    page = drawn("check")
    page.button_group(key="ans_g_legs").set_value("not_sure").run()
    hers = answer_keys(page)
    switch(page, ben)
    opened(page, "check").run()
    # After a restart the browser sends what hers hold: no widget of his may take it.
    assert hers
    assert not hers & answer_keys(page)
    assert store.open_check(ben.id).answers == {}
    assert [g.value for g in page.button_group if str(g.key).startswith("ans_g_")].count(None) > 5
    switch(page, anna)
    assert store.open_check(anna.id).answers["g_legs"] == "not_sure"


def test_a_half_filled_diary_form_never_becomes_another_persons(store, two):
    anna, ben = two
    sign(store, ben, answer="no")
    page = drawn("diary")
    hers = answer_keys(page)
    page.button_group(key="nrs_worst_0").set_value(9)
    switch(page, ben)
    opened(page, "diary")
    assert hers
    assert not hers & answer_keys(page)
    page.button(key="go_save").click().run()
    assert len(store.entries(ben.id)) == 1
    assert store.entries(anna.id) == []


@pytest.mark.parametrize("key", ["learn_query", "learn_word"])
def test_what_one_person_looked_for_never_shows_for_another(store, two, key):
    def learn(page: AppTest) -> AppTest:
        page.query_params["article"] = "glossary" if key == "learn_word" else ""
        return page.run()

    page = learn(drawn("learn"))
    page.text_input(key=key).set_value("blood").run()
    switch(page, two[1])
    learn(opened(page, "learn"))
    (his,) = [one for one in page.text_input if str(one.key).startswith(key)]
    assert his.key != key  # after a restart the browser sends what hers held
    assert not his.value


def test_a_half_filled_quick_log_never_becomes_another_persons(store, two):
    anna, ben = two
    for person in two:
        sign(store, person, answer="no")
    page = drawn("today")
    page.button_group(key="nrs_quick_0").set_value(9)
    switch(page, ben)
    page.button(key="go_save").click().run()
    assert len(store.entries(ben.id)) == 1
    assert len(store.entries(anna.id)) == 1


@pytest.mark.parametrize("first", [0, 1])
def test_a_save_in_one_window_is_of_the_person_whom_that_window_shows(store, two, first):
    here, there = two[first], two[1 - first]
    for person in two:
        sign(store, person, answer="no")
    store.set_setting("shown_person", here.id)
    page = drawn("today")
    other = switch(drawn("today"), there)
    assert store.setting("shown_person") == there.id

    (key,) = [str(g.key) for g in page.button_group if str(g.key).startswith("nrs_quick_")]
    page.button_group(key=key).set_value(7)
    page.button(key="go_save").click().run()
    assert [entry.pain_worst for entry in store.entries(here.id)] == [None, 7]
    assert len(store.entries(there.id)) == 1
    assert here.name in whose(page)
    assert there.name in whose(other.run())


def test_an_answer_in_one_window_is_of_the_person_whom_that_window_shows(store, two):
    anna, ben = two
    for person in two:
        begin(store, person)
    page = drawn("check")
    switch(drawn("today"), ben)
    page.button_group(key="ans_g_legs").set_value("yes").run()
    assert EMERGENCY in shown(page)
    assert store.open_check(anna.id).answers == {"g_legs": "yes"}
    assert store.open_check(ben.id).answers == {}


def test_the_person_chosen_last_is_shown_at_the_next_start(store, two):
    _, ben = two
    switch(drawn("today"), ben)
    assert "Ben" in whose(drawn("trends"))


def test_country_journey_and_the_screen_of_the_check_are_each_persons_own(store, two):
    anna, ben = two
    store.change_person(anna.id, country="gb", journey="diagnosed")
    begin(store, anna, {"g_breath": "no"}, step="you")
    page = drawn("check")
    assert 'href="tel:999"' in shown(page)
    title = page.title[0].value
    switch(page, ben)
    assert 'href="tel:999"' not in shown(page)
    begin(store, ben, step="danger")
    assert opened(page, "check").title[0].value != title
    switch(page, anna)
    assert opened(page, "check").title[0].value == title
    assert store.people()[1].journey is None


@CHOICE_KEPT
def test_no_chart_number_or_printed_word_of_one_person_is_shown_for_another(
    store, two, monkeypatch, choice_kept
):
    anna, ben = two
    for person, worst in ((anna, 9), (ben, 2)):
        entry = Entry(person_id=person.id, date=TODAY, pain_worst=worst, recorded_at=NOW)
        store.add_entry(entry)
    pages = {name: drawn(name) for name in ("today", "trends", "summary")}
    assert "Worst pain was 9" in words(pages["today"])
    assert "Worst pain was 9" in words(pages["trends"])
    assert "Anna" in str([code.value for code in pages["summary"].code])
    if not choice_kept:
        monkeypatch.setattr(type(store), "change_setting", read_only)
    for name, page in pages.items():
        switch(page, ben)
        said = words(opened(page, name) if name != "today" else page)
        assert "Worst pain was 9" not in said
        assert ("Worst pain was 2" in said) == (name != "summary")
        text = str([code.value for code in page.code])
        assert "Anna" not in text
        assert ("Ben" in text) == (name == "summary")


# --- a person who was deleted in another window ---

GONE = "The records of Anna were deleted in another window, and nothing was saved here."


@pytest.mark.parametrize("name", ["today", "summary"])
def test_a_window_whose_person_was_deleted_says_so_once_and_shows_another(store, two, name):
    anna, ben = two
    page = drawn(name)
    store.delete_person(anna.id)
    page.run()
    assert GONE in shown(page)
    assert store.people() == [ben]
    assert page.title[0].value == "Back pain that worries you?"
    assert GONE not in shown(page.run())


def test_nothing_is_written_by_a_window_whose_person_was_deleted(store, two):
    anna, ben = two
    for person in two:
        sign(store, person, answer="no")
        begin(store, person)
    windows = {name: drawn(name) for name in ("today", "diary", "check", "data")}
    windows["today"].button_group(key="nrs_quick_0").set_value(9)
    windows["diary"].button_group(key="nrs_worst_0").set_value(9)
    store.delete_person(anna.id)
    entries, answers = store.entries(ben.id), store.open_check(ben.id).answers

    windows["today"].button(key="go_save").click().run()
    windows["diary"].button(key="go_save").click().run()
    windows["check"].button_group(key="ans_g_breath").set_value("no").run()
    windows["data"].text_input(key="me_filled_in_by").set_value("canary").run()
    for page in windows.values():
        assert GONE in shown(page)
        assert "Ben" not in str([one.value for one in page.text_input])
    assert store.people() == [ben]
    assert store.entries(ben.id) == entries
    assert store.open_check(ben.id).answers == answers


def test_a_danger_sign_tapped_for_a_person_deleted_elsewhere_is_still_heard(store, two):
    anna, _ = two
    begin(store, anna)
    page = drawn("check")
    store.delete_person(anna.id)
    page.button_group(key="ans_g_legs").set_value("yes").run()
    assert "An emergency sign needs help all the same: call now." in shown(page)


def test_a_switch_to_a_person_deleted_elsewhere_stays_where_it_was(store, two):
    anna, ben = two
    page = drawn("today")
    store.delete_person(ben.id)
    switch(page, ben)
    assert "These records were deleted in another window." in shown(page)
    assert store.people() == [anna]


# --- who fills this in ---


@pytest.mark.parametrize("changes", [{}, {"g_legs": "yes"}], ids=["calm", "emergency"])
def test_a_result_and_the_page_for_the_doctor_say_who_filled_in_for_whom(store, two, changes):
    _, ben = two
    store.change_person(ben.id, filled_in_by="his sister Eva")
    answers = people_cases.changed(STRAIN, changes)
    finish(store, answers)  # Anna's
    check = store.start_check(ben.id, NOW)
    store.answer_many(check.id, answers, NOW)
    store.finish_check(check.id, None, "complete", [], "1", None, NOW)
    page = drawn("check")
    assert "Filled in by" not in shown(page)
    switch(page, ben)
    said = "Filled in by: his sister Eva. “You” means Ben."
    assert said in shown(opened(page, "check"))
    sheet = str([code.value for code in opened(page, "summary").code])
    assert "his sister Eva" in sheet
    assert "Ben" in sheet
    assert "Anna" not in sheet


def test_the_emergency_strip_stands_first_and_also_where_the_switch_fails(store, two, monkeypatch):
    page = drawn("today")
    said = shown(page)
    assert said.index("bw-strip") < said.index("bw-foot")
    first = next(one for one in page.main.children.values() if one.type != "html")
    assert "bw-strip" in str([each.proto for each in first.children.values()])

    def fails(_people):
        raise RuntimeError

    monkeypatch.setattr("ui.people_views.called", fails)
    page.run()
    assert page.exception
    assert "bw-strip" in " ".join(one.proto.body for one in page.get("html"))
