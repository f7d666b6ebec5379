"""The diary and its chart as people use them: by mouse, by key, by finger, and when it fails."""

import contextlib
import datetime as dt
import re
import sqlite3

import pytest

from backwatch.diary import Entry
from backwatch.home import DATABASE
from tests.browser import people
from tests.browser.people import entries, press, until

TODAY = dt.date.today()  # noqa: DTZ011
YESTERDAY = TODAY - dt.timedelta(days=1)


def score(page, name: str, number: int) -> None:
    """Tap a number from 0 to 10 in the row with this label."""
    row = page.get_by_role("radiogroup", name=name, exact=True)
    row.get_by_role("radio", name=str(number), exact=True).click()


def word(page, label: str, name: str) -> None:
    page.get_by_role("radiogroup", name=label, exact=True).get_by_text(name, exact=True).click()


def zone(page, name: str):
    return page.get_by_role("checkbox", name=name, exact=True)


def marked(page) -> list[str]:
    """The places that the map shows as chosen, from behind or from the front."""
    chosen = page.locator("[role=checkbox][aria-checked=true]")
    names = chosen.evaluate_all("all => all.map(one => one.getAttribute('aria-label'))")
    return sorted(set(names))


def listed(page) -> list[str]:
    """The places that the list beside the map shows as chosen."""
    row = page.locator("[class*=st-key-ans_places]")
    return sorted(row.locator("[aria-pressed=true], [aria-checked=true]").all_inner_texts())


def saved(page, home, count: int) -> list[Entry]:
    page.get_by_text("Saved for", exact=False).first.wait_for()
    assert len(entries(home)) == count
    return entries(home)


def test_a_whole_entry_is_saved_changed_moved_deleted_and_brought_back(fresh_server, visit):
    server, page = fresh_server(), visit().page
    people.at(page, server, "diary")
    assert page.locator("[class*=st-key-nrs_] [aria-checked=true]").count() == 0
    score(page, "Worst pain today", 7)
    score(page, "Pain last night", 0)
    word(page, "Did pain wake you last night?", "Twice")
    zone(page, "Left ribs").click()
    until(lambda: marked(page) == ["Left ribs"])
    page.get_by_role("button", name="Cough", exact=True).click()
    page.get_by_label("A note in your own words").fill("Slept in the chair.")
    press(page, "Save")

    entry = saved(page, server.home, 1)[0]
    assert (entry.pain_worst, entry.pain_night, entry.wakings) == (7, 0, 2)
    assert [place.place for place in entry.places] == ["ribs_left"]
    assert (entry.symptoms, entry.note, entry.date) == (("cough",), "Slept in the chair.", TODAY)
    empty = set(Entry.model_fields) - {
        *("id", "person_id", "version", "date", "time", "utc_offset_minutes", "zone"),
        *("recorded_at", "pain_worst", "pain_night", "wakings", "places", "symptoms", "note"),
    }
    assert {name for name in empty if getattr(entry, name)} == set()
    assert entry.pain_now is None
    until(lambda: "Pain last night 0" in people.told(page).replace("\n", " "))
    assert page.locator("[class*=st-key-nrs_] [aria-checked=true]").count() == 0  # a new form
    assert marked(page) == []

    press(page, re.compile("^Change "), exact=False)
    people.titled(page, "Change an entry")
    assert marked(page) == ["Left ribs"]
    assert page.get_by_label("A note in your own words").input_value() == "Slept in the chair."
    score(page, "Worst pain that day", 5)
    page.get_by_role("spinbutton").first.click()
    page.keyboard.type(f"{YESTERDAY:%d%m%Y}")
    page.keyboard.press("Tab")
    people.quiet(page)
    press(page, "Save")
    changed = saved(page, server.home, 1)[0]
    assert (changed.pain_worst, changed.pain_night, changed.date) == (5, 0, YESTERDAY)
    assert changed.id == entry.id

    press(page, re.compile("^Delete "), exact=False)
    page.get_by_text("Deleted.", exact=False).wait_for()
    assert entries(server.home) == []
    press(page, "Undo")
    page.get_by_text("The entry is back.").wait_for()
    assert [one.pain_worst for one in entries(server.home)] == [5]


def test_what_was_left_out_stays_empty_and_an_empty_form_is_not_saved(fresh_server, visit):
    server, page = fresh_server(), visit(width=360, height=780).page
    people.at(page, server, "diary")
    press(page, "Save")
    assert "Nothing is filled in yet" in page.get_by_role("alert").inner_text()
    assert entries(server.home) == []
    score(page, "Worst pain today", 0)
    press(page, "Save")
    entry = saved(page, server.home, 1)[0]
    assert entry.pain_worst == 0
    for name in ("pain_night", "wakings", "pain_now", "pain_average", "sleep_hours", "weight_kg"):
        assert getattr(entry, name) is None, name
    people.at(page, server, "today")
    assert "Worst pain was 0 each time (1 day)" in people.told(page)


def test_a_number_on_today_is_saved_in_two_taps(fresh_server, visit):
    server, page = fresh_server(), visit(width=360, height=780).page
    with people.kept(server.home) as store:
        check = store.start_check(store.person().id, people.now())
        store.answer(check.id, "g_legs", "no", people.now())
    people.at(page, server, "today")
    score(page, "Worst pain today so far", 6)
    press(page, "Save")
    page.get_by_role("status").filter(has_text=re.compile(r"^Saved\.")).wait_for()
    assert [(one.pain_worst, one.wakings) for one in entries(server.home)] == [(6, None)]


def test_the_map_works_by_keyboard_and_agrees_with_the_list(fresh_server, visit):
    server, page = fresh_server(), visit().page
    people.at(page, server, "diary")
    page.get_by_text("Use a list instead").click()
    zone(page, "Neck").focus()
    page.keyboard.press("Space")
    until(lambda: marked(page) == ["Neck"])
    people.quiet(page)
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    until(lambda: marked(page) == ["Left shoulder", "Neck"], "the focus was lost")
    people.quiet(page)
    until(lambda: listed(page) == marked(page), "the list differs from the map")

    page.locator("[class*=st-key-ans_places]").get_by_text("Lower back", exact=True).click()
    three = ["Left shoulder", "Lower back", "Neck"]
    until(lambda: marked(page) == three)
    until(lambda: listed(page) == three, "the list differs from the map")

    zone(page, "Right leg").click()
    page.get_by_text("You can choose up to 3 places").wait_for()
    people.quiet(page)  # the list is a new one then, and the old one has gone
    assert marked(page) == three
    page.locator("[class*=st-key-ans_places]").get_by_text("Right arm", exact=True).click()
    people.quiet(page)
    until(lambda: listed(page) == three, "the list kept a fourth place")
    assert marked(page) == three

    zone(page, "Neck").click()
    until(lambda: marked(page) == three[:2])
    until(lambda: listed(page) == three[:2], "the list differs from the map")
    press(page, "Save")
    places = saved(page, server.home, 1)[0].places
    assert {place.place for place in places} == {"shoulder_left", "lower"}


def test_a_diary_in_use_elsewhere_says_so_and_keeps_what_was_typed(fresh_server, visit):
    server, page = fresh_server(), visit().page
    people.at(page, server, "diary")
    score(page, "Worst pain today", 8)
    page.get_by_label("A note in your own words").fill("A long night.")
    with contextlib.closing(sqlite3.connect(server.home / DATABASE, timeout=5)) as other:
        other.execute("BEGIN IMMEDIATE")
        press(page, "Save")
        alert = page.get_by_role("alert").first
        alert.wait_for(timeout=30_000)
        said = alert.inner_text()
        assert "another program is using your diary" in said or "your diary is busy" in said
        other.rollback()
    people.quiet(page)
    assert "Saved for" not in people.told(page)
    row = page.get_by_role("radiogroup", name="Worst pain today", exact=True)
    assert row.locator("[aria-checked=true]").inner_text() == "8"
    assert page.get_by_label("A note in your own words").input_value() == "A long night."
    press(page, "Save")
    entry = saved(page, server.home, 1)[0]
    assert (entry.pain_worst, entry.note) == (8, "A long night.")


@pytest.mark.walk
def test_an_entry_changed_in_two_windows_is_never_overwritten(fresh_server, visit, tmp_path):
    home = tmp_path / "home"
    with people.kept(home) as store:
        who = store.person().id
        store.add_entry(Entry(person_id=who, date=TODAY, pain_worst=3, recorded_at=people.now()))
    server, page = fresh_server(home=home), visit().page
    people.at(page, server, "diary")
    press(page, re.compile("^Change "), exact=False)
    people.titled(page, "Change an entry")
    with people.kept(home) as store:
        entry = store.entries(store.person().id)[0]
        store.save_entry(entry.model_copy(update={"note": "from the other window"}))
    score(page, "Worst pain that day", 9)
    press(page, "Save")
    page.get_by_role("alert").first.wait_for()
    assert "changed in another window" in page.get_by_role("alert").first.inner_text()
    assert "Something went wrong" not in people.told(page)
    assert [(one.pain_worst, one.note) for one in entries(home)] == [(3, "from the other window")]
    row = page.get_by_role("radiogroup", name="Worst pain that day", exact=True)
    assert row.locator("[aria-checked=true]").inner_text() == "9"


# The chart


@pytest.fixture
def six_days(tmp_path):
    """Worst pain 3, 0, none, 4, 6, 6 on the last six days; the third has no entry."""
    home = tmp_path / "home"
    with people.kept(home) as store:
        who = store.person().id
        for back, worst in ((5, 3), (4, 0), (2, 4), (1, 6), (0, 6)):
            date = TODAY - dt.timedelta(days=back)
            store.add_entry(
                Entry(person_id=who, date=date, pain_worst=worst, recorded_at=people.now())
            )
    return home


def test_the_chart_draws_a_0_at_0_and_leaves_a_gap(fresh_server, visit, six_days):
    server, page = fresh_server(home=six_days), visit().page
    people.at(page, server, "trends")
    page.locator(".js-plotly-plot .scatterlayer .trace").first.wait_for()
    drawn = page.evaluate(
        """() => {
            const chart = document.querySelector('.js-plotly-plot'), middle = e => {
                const box = e.getBoundingClientRect(); return box.y + box.height / 2 }
            const line = chart.querySelector('.scatterlayer .trace')
            const marks = [...chart.querySelectorAll('.scatterlayer .points path')]
            marks.sort((a, b) => a.getBoundingClientRect().x - b.getBoundingClientRect().x)
            const words = [...chart.querySelectorAll('.ytick text')]
            return {
                marks: marks.map(middle),
                pieces: line.querySelectorAll('.lines path.js-line').length,
                scale: Object.fromEntries(words.map(e => [e.textContent, middle(e)])),
            }
        }"""
    )
    assert len(drawn["marks"]) == 6  # the open mark of the 0 lies over its place on the line
    assert drawn["pieces"] == 2
    zero, ten = drawn["scale"]["0"], drawn["scale"]["10"]
    points = [10 * (zero - y) / (zero - ten) for y in drawn["marks"]]
    assert points == pytest.approx([3, 0, 0, 4, 6, 6], abs=0.15)
    words = people.told(page)
    assert "You noted 5 of 6 days." in words
    assert page.locator("[data-testid=stPlotlyChart]").first.get_attribute("aria-label") or (
        page.locator("[role=figure]").first.get_attribute("aria-label")
    )
    page.get_by_text("Show the numbers").first.click()
    page.locator("[data-testid=stDataFrame]").first.wait_for()


def test_a_finger_on_the_chart_scrolls_the_page(fresh_server, visit, tmp_path):
    server = fresh_server(home=people.with_example(tmp_path / "home"))
    page = visit(width=360, height=640, has_touch=True, is_mobile=True).page
    people.at(page, server, "trends")
    chart = page.locator(".js-plotly-plot").first
    chart.locator(".scatterlayer .trace").first.wait_for()
    chart.scroll_into_view_if_needed()
    people.quiet(page)

    def above() -> tuple[float, list[float]]:
        return page.evaluate(
            "() => [document.querySelector('.js-plotly-plot').getBoundingClientRect().y,"
            " document.querySelector('.js-plotly-plot')._fullLayout.yaxis.range]"
        )

    before, scale = above()
    box = chart.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    finger = page.context.new_cdp_session(page)
    for kind, up in [("touchStart", 0), *(("touchMove", 10 * step) for step in range(1, 16))]:
        point = {"x": x, "y": y - up}
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [point]})
        page.wait_for_timeout(16)
    finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    people.quiet(page)
    after, scale_after = above()
    assert before - after > 80
    assert scale_after == scale
