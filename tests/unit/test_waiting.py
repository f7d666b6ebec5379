"""Long work shows a bar, and nothing that happens meanwhile breaks it off halfway."""

import time

import pytest
from streamlit.runtime.scriptrunner_utils.exceptions import RerunException
from streamlit.runtime.scriptrunner_utils.script_requests import RerunData

from backwatch import progress
from ui import waiting


class Place:
    """What stands where the bar is; with `click` somebody clicks while it is drawn."""

    def __init__(self, click: bool = False) -> None:
        self.click, self.shown = click, []

    def progress(self, share, text):
        self.shown.append(text)
        if self.click:
            raise RerunException(RerunData())

    def empty(self):
        self.shown.append("")


@pytest.fixture
def shown(monkeypatch):
    def place(**how):
        one = Place(**how)
        monkeypatch.setattr(waiting.st, "empty", lambda: one)
        return one

    return place


def work(done):
    for number in progress.along(range(4), 0, 1):
        done.append(number)


def test_short_work_shows_no_bar(shown):
    place, done = shown(), []
    with waiting.bar("Saving"):
        work(done)
    assert (place.shown, len(done)) == ([""], 4)


def test_work_of_more_than_half_a_second_says_how_far_it_is(shown, monkeypatch):
    place, done = shown(), []
    clock = iter([0.0, 0.4, 0.6, 0.7, 0.8, 0.9])
    monkeypatch.setattr(time, "monotonic", lambda: next(clock))
    with waiting.bar("Saving"):
        work(done)
    assert place.shown == ["Saving: 25%", "Saving: 50%", "Saving: 75%", "Saving: 100%", ""]


def test_a_click_while_it_saves_ends_the_run_only_after_the_work(shown, monkeypatch):
    place, done = shown(click=True), []
    monkeypatch.setattr(waiting, "AFTER_SECONDS", 0)
    with pytest.raises(RerunException), waiting.bar("Saving"):
        work(done)
    assert done == [0, 1, 2, 3]
    assert len(place.shown) == 1


def test_work_that_fails_is_told_as_it_failed(shown):
    shown()
    with pytest.raises(KeyError), waiting.bar("Saving"):
        raise KeyError
