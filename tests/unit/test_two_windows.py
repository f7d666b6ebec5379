"""Two windows on one diary, in 200 random orders: nobody's change is ever overwritten unseen."""

import datetime as dt
import random

import pytest

from backwatch.diary import Appointment, Entry, TestResult, Treatment
from backwatch.person import Person
from backwatch.store import EditConflict, open_store
from tests.unit.in_memory import folder

NOW = dt.datetime(2026, 11, 20, 21, 0, tzinfo=dt.UTC)
DAY = dt.date(2026, 11, 20)
ORDERS, STEPS = 200, 7
DOINGS = ("look", "look", "add", "edit", "edit", "move", "delete", "undo", "undo")


@pytest.fixture
def home(tmp_path_factory):
    yield from folder(tmp_path_factory)


@pytest.fixture
def windows(home):
    both = [open_store(home, today=lambda: DAY), open_store(home, today=lambda: DAY)]
    yield both
    for store in both:
        store.close()


def everything(store, who):
    found = [*store.entries(who), *store.treatments(who)]
    return {record.id: record for record in found}


def says(record):
    return record.model_copy(update={"version": 0})


class Truth:
    """What must stand in the diary: only what was acknowledged, each on top of what was seen."""

    def __init__(self):
        self.stands = {}
        self.gone = {}

    def is_seen(self, record):
        return self.stands.get(record.id) == record


class Window:
    def __init__(self, store, who, truth):
        self.store, self.who, self.truth = store, who, truth
        self.seen, self.undo = {}, []
        self.refused = self.done = 0

    def save(self, record):
        if isinstance(record, Entry):
            return self.store.save_entry(record) if record.id else self.store.add_entry(record)
        return self.store.save_record(record)

    def attempt(self, allowed, write):
        """Write, and hold it against what must happen. Returns what was written, or None."""
        try:
            written = write()
        except EditConflict:
            assert not allowed, "refused, though nobody had changed it"
            self.refused += 1
            return None
        assert allowed, "written over what this window had not seen"
        self.done += 1
        return written or True

    def do(self, doing, token, dice):
        if doing == "look":
            self.seen = everything(self.store, self.who)
        elif doing == "add":
            self.add(token, dice)
        elif doing == "undo":
            if self.undo:
                self.take_back(*self.undo.pop())
        elif self.seen:
            record = dice.choice(list(self.seen.values()))
            if doing == "delete":
                self.delete(record)
            else:
                self.change(record, doing, token, dice)

    def add(self, token, dice):
        if dice.random() < 0.6:
            new = Entry(person_id=self.who, date=DAY, note=token, recorded_at=NOW)
        else:
            new = Treatment(person_id=self.who, name="Heat", dose=token)
        saved = self.save(new)
        self.truth.stands[saved.id] = self.seen[saved.id] = saved

    def change(self, record, doing, token, dice):
        day = DAY - dt.timedelta(days=dice.randrange(1, 20))
        if isinstance(record, Entry):
            update = {"date": day} if doing == "move" else {"note": record.note + token}
        else:
            update = {"started": day} if doing == "move" else {"dose": record.dose + token}
        wanted = record.model_copy(update=update)
        saved = self.attempt(self.truth.is_seen(record), lambda: self.save(wanted))
        if saved:
            assert says(saved) == says(wanted)
            self.truth.stands[record.id] = self.seen[record.id] = saved
            self.undo.append((record, saved))

    def delete(self, record):
        def write():
            if isinstance(record, Entry):
                self.store.delete_entry(record.id, NOW, version=record.version)
            else:
                self.store.delete_record(record)

        if self.attempt(self.truth.is_seen(record), write):
            del self.truth.stands[record.id], self.seen[record.id]
            self.truth.gone[record.id] = record
            self.undo.append((record, None))

    def take_back(self, before, now):
        if now is not None:
            wanted = before.model_copy(update={"version": now.version})
            back = self.attempt(self.truth.is_seen(now), lambda: self.save(wanted))
        elif isinstance(before, Entry):
            there = self.truth.stands.get(before.id, self.truth.gone.get(before.id))
            back = self.attempt(
                there == before,
                lambda: self.store.undo_delete(before.id, version=before.version),
            )
        else:
            back = self.attempt(
                before.id not in self.truth.stands, lambda: self.store.bring_back(before)
            )
        if back:
            assert says(back) == says(before)
            self.truth.stands[before.id] = self.seen[before.id] = back
            self.undo = [  # an older change of this record now leads to the version that is back
                (was, back if then is not None and says(then) == says(back) else then)
                for was, then in self.undo
            ]


@pytest.mark.sample
def test_in_200_orders_of_two_windows_no_change_is_lost(windows):
    dice = random.Random(20261120)  # noqa: S311
    refused = done = 0
    for order in range(ORDERS):
        who = f"person {order}"
        windows[0].save_person(Person(id=who))
        truth = Truth()
        tabs = [Window(store, who, truth) for store in windows]
        tabs[0].add("first", dice)
        for tab in tabs:
            tab.do("look", "", dice)
        for step in range(STEPS):
            dice.choice(tabs).do(dice.choice(DOINGS), f" {order}.{step}", dice)
        assert everything(windows[0], who) == truth.stands, order
        refused += sum(tab.refused for tab in tabs)
        done += sum(tab.done for tab in tabs)
    assert refused > 50  # the windows did get in each other's way
    assert done > 300


RECORDS = (
    Treatment(person_id="?", name="Heat", started=DAY, helped=0),
    TestResult(person_id="?", name="CT", date=DAY, result="Told to wait."),
    Appointment(person_id="?", date=DAY, time=dt.time(0, 0), questions="a\nb", done=True),
)


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: type(record).__name__)
def test_a_deleted_record_comes_back_as_it_was_and_no_old_window_overwrites_it(windows, record):
    store, other = windows
    first = store.save_record(record.model_copy(update={"person_id": store.person().id}))
    theirs = other.record(type(record), first.id)
    second = store.save_record(first)
    store.delete_record(second)
    assert store.record(type(record), first.id) is None

    back = store.bring_back(second)

    assert says(back) == says(second)
    assert other.record(type(record), first.id) == back
    for old in (theirs, second):
        with pytest.raises(EditConflict) as conflict:
            other.save_record(old)
        assert conflict.value.current == back
        with pytest.raises(EditConflict):
            other.delete_record(old)
    with pytest.raises(EditConflict):
        store.bring_back(second)  # a second press
    assert store.record(type(record), first.id) == back
    store.verify()


def test_a_record_changed_elsewhere_is_not_deleted_unseen(windows):
    store, other = windows
    mine = store.save_record(Treatment(person_id=store.person().id, name="Heat"))
    theirs = other.save_record(mine.model_copy(update={"helped": 0}))
    with pytest.raises(EditConflict) as conflict:
        store.delete_record(mine)
    assert conflict.value.current == theirs
    assert store.treatments(mine.person_id) == [theirs]
    other.delete_record(theirs)
    with pytest.raises(EditConflict) as conflict:
        store.delete_record(theirs)
    assert conflict.value.current is None


def an_entry(store, **values):
    return store.add_entry(Entry(person_id=store.person().id, date=DAY, recorded_at=NOW, **values))


def test_an_entry_changed_elsewhere_is_not_deleted_unseen(windows):
    store, other = windows
    mine = an_entry(store, note="first")
    theirs = other.save_entry(mine.model_copy(update={"note": "theirs"}))
    with pytest.raises(EditConflict) as conflict:
        store.delete_entry(mine.id, NOW, version=mine.version)
    assert conflict.value.current == theirs
    assert store.entry(mine.id) == theirs


def test_a_deletion_is_undone_only_while_the_entry_is_the_one_that_was_deleted(windows):
    store, other = windows
    mine = an_entry(store, pain_worst=0)
    store.delete_entry(mine.id, NOW, version=mine.version)
    other.undo_delete(mine.id, version=mine.version)
    theirs = other.save_entry(mine.model_copy(update={"pain_worst": 9}))
    with pytest.raises(EditConflict) as conflict:
        store.undo_delete(mine.id, version=mine.version)
    assert conflict.value.current == theirs
    other.delete_entry(theirs.id, NOW, version=theirs.version)
    with pytest.raises(EditConflict):
        store.undo_delete(mine.id, version=mine.version)
    assert store.entry(mine.id) is None
    assert store.undo_delete(mine.id, version=theirs.version) == theirs


def test_what_was_deleted_is_found_again_with_when(windows):
    store, _ = windows
    first, second = an_entry(store, note="1"), an_entry(store, note="2")
    later = NOW + dt.timedelta(minutes=9, seconds=1)
    store.delete_entry(second.id, NOW)
    store.delete_entry(first.id, later)
    who = store.person().id
    assert store.deletions(who, NOW) == [(NOW, second), (later, first)]
    assert store.deletions(who, NOW + dt.timedelta(seconds=1)) == [(later, first)]
    assert store.deletions("somebody else", NOW) == []
