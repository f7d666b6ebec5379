"""The charts that count in a real browser: drawn, printed, on a phone."""

import datetime as dt

import pytest

from backwatch.diary import Entry, Medicine, Place, Treatment
from tests.browser import people
from tests.browser.conftest import axe

HOSTILE = "<img src=x onerror=alert(1)> **Pills** <script>alert(2)</script>" + "w" * 60


def with_a_year(home):
    """A year of entries every second day, with treatments and medicines of hostile names."""
    today = dt.date.today()  # noqa: DTZ011
    with people.kept(home) as store:
        who = store.person().id
        store.add_entries(
            [
                Entry(
                    person_id=who,
                    date=today - dt.timedelta(days=ago),
                    recorded_at=people.now(),
                    pain_worst=4 + ago % 4,
                    wakings=ago % 3,
                    places=(
                        Place(place="upper"),
                        Place(place="chest_left" if ago < 30 else "hips"),
                    ),
                    worse_with=("lying",),
                    eased_by=("rest",) if ago % 4 else ("heat",),
                    symptoms=("appetite",) if ago % 4 else ("none",),
                    weight_kg=70 + ago / 100,
                    medicines=(Medicine(name=HOSTILE, relief=ago % 7),),
                )
                for ago in range(364, -1, -2)
            ]
        )
        started = today - dt.timedelta(days=60)
        store.save_record(Treatment(person_id=who, name=HOSTILE, started=started, helped=0))
    return home


def chosen(page, topic, time="1 year"):
    main = page.locator("[data-testid=stMain]")
    for name in (topic, time):
        main.get_by_role("radio", name=name, exact=True).click()
        people.quiet(page)
    return page


@pytest.mark.walk
@pytest.mark.parametrize("size", people.PHONE_FIRST)
def test_each_chart_is_drawn_and_clean_on_a_desktop_and_on_a_phone(
    fresh_server, visit, tmp_path, size
):
    server = fresh_server(home=with_a_year(tmp_path / "home"))
    page = people.at(visit(*people.SIZES[size], dark=size == "phone").page, server, "trends")

    chosen(page, "Places and causes")
    page.locator(".bw-maps svg").first.wait_for()
    assert page.locator(".bw-maps svg").count() == 6
    sizes = page.evaluate(
        "() => [...document.querySelectorAll('.bw-maps svg text')]"
        ".map(t => t.getBoundingClientRect().height)"
    )
    assert min(sizes) >= 12
    page.locator(".bw-bars .cells .c").first.wait_for()
    assert page.locator(".bw-bars .cells .c").count() > 12
    words = page.evaluate(
        "() => [...document.querySelectorAll("
        "'.bw-counts .c, .bw-bars .c, .bw-bars .h, .bw-maps *')]"
        ".filter(e => e.textContent && !e.closest('svg'))"
        ".map(e => parseFloat(getComputedStyle(e).fontSize))"
    )
    assert min(words) >= 12
    assert page.get_by_role("img", name="Left side of the chest").first.is_visible()
    assert axe(page) == []
    assert people.sideways(page) == 0

    chosen(page, "What helps")
    page.locator(".bw-bars .fill").first.wait_for()
    fill = page.locator(".bw-bars .fill").first.bounding_box()
    assert fill["width"] > 20
    assert fill["height"] > 10
    assert page.locator("[data-testid=stMain] img").count() == 0
    assert "<script>alert(2)</script>" in people.told(page)
    assert axe(page) == []
    assert people.sideways(page) == 0


@pytest.mark.walk
def test_on_paper_the_fills_and_the_body_are_still_there(fresh_server, visit, tmp_path):
    server = fresh_server(home=with_a_year(tmp_path / "home"))
    page = people.at(visit(dark=True).page, server, "trends")
    chosen(page, "Places and causes")
    page.locator(".bw-maps svg").first.wait_for()
    page.emulate_media(media="print")
    look = "(e, what) => getComputedStyle(e)[what]"
    fill = page.locator(".bw-bars .fill").first
    assert fill.evaluate(look, "borderTopWidth") == "14px"
    assert fill.evaluate(look, "borderTopColor") == "rgb(11, 85, 97)"
    assert page.locator(".bw-maps .s4").first.evaluate(look, "fill") == "rgb(181, 80, 11)"
