"""The papers to fill in by hand, as a person chooses and downloads them."""

import datetime as dt

import pytest
from streamlit.testing.v1 import AppTest

from backwatch.diary import Appointment
from backwatch.outputs import cards, pdf
from backwatch.outputs.pdf import PdfNotMade

TODAY = dt.date.today()  # noqa: DTZ011
PAPERS = ("Wallet card", "Blank diary", "Paper check")


def shown():
    from ui import paper_views

    paper_views.show()


def chosen(which, **query):
    page = AppTest.from_function(shown, default_timeout=30).run()
    page.button_group[0].set_value(which).run()
    assert not page.exception
    return page


def test_nothing_is_made_before_a_paper_is_chosen(store, monkeypatch):
    monkeypatch.setattr(pdf, "of_template", lambda *_, **__: pytest.fail("a paper was made"))
    page = AppTest.from_function(shown, default_timeout=30).run()
    assert not page.exception
    assert not page.get("download_button")


@pytest.mark.parametrize("which", PAPERS)
def test_each_paper_can_be_looked_at_and_downloaded(store, which):
    page = chosen(which)
    (button,) = page.get("download_button")
    assert button.proto.label == f"Download: {which.lower()}"
    assert page.get("image")


def made_cards(monkeypatch):
    made = []

    def card(kind, person, country, paper, **more):
        made.append((kind, more.get("doctor"), more.get("next_visit")))
        return cards_card(kind, person, country, paper, **more)

    cards_card = cards.card
    monkeypatch.setattr(cards, "card", card)
    return made


def test_only_somebody_who_said_so_gets_the_card_that_names_cancer(store, monkeypatch):
    made = made_cards(monkeypatch)
    chosen("Wallet card")
    assert {kind for kind, *_ in made} == {"plain"}
    made.clear()
    at = dt.datetime.now().astimezone()
    check = store.start_check(store.person().id, at)
    store.answer_many(check.id, {"cancer": "lung_past"}, at)
    chosen("Wallet card")
    assert {kind for kind, *_ in made} == {"cancer"}


def test_the_next_visit_that_is_noted_is_on_the_card(store, monkeypatch):
    made = made_cards(monkeypatch)
    who, soon = store.person().id, TODAY + dt.timedelta(days=3)
    for days, done in ((-1, False), (1, True), (3, False), (9, False)):
        store.save_record(
            Appointment(
                person_id=who, date=TODAY + dt.timedelta(days=days), with_whom="GP", done=done
            )
        )
    chosen("Wallet card")
    assert made[0] == ("plain", "GP", soon)


def test_where_no_paper_can_be_made_one_sentence_says_so(store, monkeypatch):
    def fail(*_, **__):
        raise PdfNotMade("The PDF could not be made; please use the text copy instead.")

    monkeypatch.setattr(pdf, "of_template", fail)
    page = chosen("Blank diary")
    assert "could not be made" in page.error[0].value
    assert not page.get("download_button")


def test_no_file_name_says_that_it_is_about_health():
    from ui import paper_views

    names = " ".join(name for name, _ in paper_views._PAPERS.values())
    for word in ("pain", "back", "cancer", "health", "diary", "symptom", "check", "doctor"):
        assert word not in names
