"""My data during a visit: what was uploaded and said of it, copies, imports, and erasing."""

import contextlib
import datetime as dt
from collections.abc import Iterable
from typing import Any
from zoneinfo import ZoneInfo

from backwatch import backup, despair, exporting, grid, importers, incoming
from backwatch.exporting import Form
from backwatch.importers.words import texts
from backwatch.incoming import Brought, Looked, Said
from backwatch.person import Person
from backwatch.store import Snapshot, StoreError, kept_snapshots
from ui import load, state

ERASE_WORD = "DELETE"
SCALE = {"yes": "Yes, from 0 to 10", "no": "No, or I am not sure"}
MINE = {"mine": "They are mine", "other": "They are another person's"}

_DOWNLOADED = "export_last"
_PUT_AWAY = "export_reminder_put_away"


# --- taking out ---


def make_file(form: Form, *, everybody: bool = False) -> None:
    """Make the file, to be downloaded in the next step. Where it fails, its sentence is shown."""
    made = state.memory("made_file", form="", content=b"", at=-1, everybody=False)
    store, who = load.store(), state.person().id
    with state.saving() as save:
        content = (
            exporting.table_for_spreadsheets(store, who)
            if form == "csv"
            else backup.written(store, person_id=None if everybody else who)
        )
    if save.failed is None:
        made.update(form=form, content=content, at=state.revision(), everybody=everybody)


def made_file(form: Form) -> bytes | None:
    """Return the file that was made last, if it is of this form and still what is kept."""
    made = state.memory("made_file", form="", content=b"", at=-1, everybody=False)
    fits = made["form"] == form and made["at"] == state.revision()
    return made["content"] if fits else None


def downloaded() -> None:
    """Note that a file was downloaded: the reminder then rests for good."""
    made = state.memory("made_file", form="", content=b"", at=-1, everybody=False)
    state.look_again()
    fits = made["at"] == state.revision()
    with contextlib.suppress(StoreError):
        load.store().set_setting(_DOWNLOADED, state.today().isoformat())
    state.look_again()
    if fits:
        made["at"] = state.revision()  # the note changed nothing of what is in the file


def people() -> list[Person]:
    """Return everyone whose records are kept."""
    return state.read("people", load.store().people)


def reminder_due() -> bool:
    """Return whether to say that no file was ever downloaded."""
    if state.is_example() or load.store().reading_only:
        return False

    def due() -> bool:
        store = load.store()
        return exporting.reminder_due(
            store.entry_count(state.person().id),
            downloaded=store.setting(_DOWNLOADED),
            put_away=store.setting(_PUT_AWAY),
            today=state.today(),
        )

    return state.read(f"reminder {state.today()}", due)


def put_reminder_away() -> None:
    """Let the reminder rest."""
    with state.saving():
        load.store().set_setting(_PUT_AWAY, state.today().isoformat())


# --- bringing in ---


def round_() -> dict[str, Any]:
    """Return the upload of now: `number` names the widgets, `asked` what was asked of this file."""
    return state.memory("import", number=0, file=0, **_nothing_said())


def _nothing_said() -> dict[str, Any]:
    return {"asked": set(), "at": None, "columns": (), "examples": (), "first": None}


def new_file() -> None:
    """Another file was chosen: what was said of the last one is forgotten."""
    round_().update(file=round_()["file"] + 1, **_nothing_said())


def key(name: str) -> str:
    """Return the key of a widget about the file that is uploaded."""
    return f"{name}_{round_()['number']}_{round_()['file']}"


def upload_key() -> str:
    """Return the key of the field for a file."""
    return f"file_import_{round_()['number']}"


def column_key(place: int) -> str:
    """Return the key of what becomes of the column at this place."""
    return key(f"column_{place}")


def said() -> Said:
    """Return what the person said of the file so far.

    The choices that are drawn after the first look say what it found. As long as they do, nothing
    was said: a file of 10 MB need not be read a second time.
    """
    now, first = _chosen(), round_()["first"]
    return Said() if first is not None and now == first else now


def _chosen() -> Said:
    zone, decimal = state.widget(key("zone")), state.widget(key("decimal"))
    scale = state.widget(key("scale"))
    return Said(
        format=state.widget(key("format")) or "auto",
        zone=ZoneInfo(zone) if zone else None,
        date_order=state.widget(key("order")),
        columns=_columns(),
        decimal=decimal,
        scores_are_0_to_10=None if scale is None else scale == "yes",
        pain=state.widget(key("pain")) or "pain_now",
    )


def _columns() -> dict[str, str] | None:
    names = round_()["columns"]
    found = {
        name: value
        for place, name in enumerate(names)
        if (value := state.widget(column_key(place))) is not None
    }
    return found or None


def looked() -> Looked | None:
    """Return what the file would bring in, or why it cannot be read; None: no file was chosen."""
    file = state.widget(upload_key())
    if file is None:
        return None
    now = round_()
    now["at"] = now["at"] or state.now()
    given = (now["number"], now["file"], said(), state.revision())
    found: Looked = state.made_once("import", given, lambda: _look(file, now["at"]))
    if now["first"] is None and said() == Said():
        now["first"] = Said(
            format=found.format or "auto",
            columns=found.chosen or None,
            decimal=found.decimal if found.columns else None,
        )
    now["asked"] |= found.asks
    now["columns"] = tuple(found.columns) or now["columns"]
    now["examples"] = found.date_examples or now["examples"]
    return found


def _look(file: Any, at: dt.datetime) -> Looked:
    if file.size > importers.MAX_BYTES:
        return Looked("", "The file is bigger than 10 MB. Export a shorter time.")
    who, store = state.person().id, load.store()
    return incoming.look(
        file.getvalue(),
        said(),
        person_id=who,
        at=at,
        kept=[*store.entries(who), *store.treatments(who)],
    )


def bring_in() -> None:
    """Save what the file holds, as one step that can be taken back."""
    state.look_again()
    found = looked()
    if found is None or found.plan is None or not found.plan.count:
        return
    plan = found.plan
    if not plan.ready:
        state.fail("Nothing was brought in. Say first what the pain scores run from and to.")
        return
    with state.saving() as save:
        incoming.bring_in(load.store(), plan, state.person().id, at=state.now())
    if save.failed is None:
        _hear(entry.note for entry in plan.entries)
        _done(f"Brought in: {several(plan.count, 'record')}. You can take it back below.")


def whose() -> str | None:
    """Return the id of the person here to whom a file's one person belongs; None: as it says."""
    found = looked()
    everything = found.everything if found else None
    if everything is None or len(everything.people) != 1 or not _has_records():
        return None
    me = state.person().id
    if everything.people[0].person.id == me:
        return me
    return me if state.widget(key("mine")) == "mine" else None


def asks_whose(found: Looked) -> bool:
    """Return whether the person must say whose the records of a file are."""
    everything = found.everything
    if everything is None or not _has_records() or len(everything.people) != 1:
        return False
    return everything.people[0].person.id != state.person().id


def _has_records() -> bool:
    here = state.read("everything", load.store().records)
    return any(sum(held.counts.values()) for held in incoming.held(here))


def there_already() -> int:
    """Return how many records of a file with everything are here already."""
    found = looked()
    if found is None or found.everything is None:
        return 0
    here, into = state.read("everything", load.store().records), whose()
    given = (round_()["number"], round_()["file"], into, state.revision())
    everything = found.everything
    return int(
        state.made_once(
            "there_already", given, lambda: incoming.already_there(everything, here, into=into)
        )
    )


def bring_back() -> None:
    """Bring in a file with everything, as one step that can be taken back."""
    state.look_again()
    found = looked()
    if found is None or found.everything is None:
        return
    if asks_whose(found) and state.widget(key("mine")) is None:
        state.fail("Nothing was brought in. Say first whose records they are.")
        return
    everything = found.everything
    with state.saving() as save:
        done = incoming.bring_back(load.store(), everything, into=whose(), at=state.now())
    if save.failed is None:
        state.follow_import()
        _hear(entry.note for mine in everything.people for entry in mine.entries)
        count = sum(done.added.values())
        there = f" {done.already_there} were there already." if done.already_there else ""
        _done(f"Brought in: {several(count, 'record')}.{there} You can take it back below.")


def _hear(notes: Iterable[str]) -> None:
    """Show the crisis line where a note that came in says that somebody cannot go on."""
    for note in notes:
        if note and despair.speaks_of_despair(note):
            state.hear(note)
            return


def _done(sentence: str) -> None:
    now = round_()
    now.update(number=now["number"] + 1, file=0, **_nothing_said())
    state.notify(sentence)


def app_name(format: str) -> str:
    """Return what an app is called, with the kind of file where it has two."""
    if format == importers.FORMATS[-1]:
        return "Another table: I choose the columns"
    if format == incoming.BACKUP:
        return "Backwatch, everything"
    if format == grid.SOURCE:
        return "A paper diary, typed in"
    name = texts().apps.get(format, "")
    twice = list(texts().apps.values()).count(name) > 1
    return f"{name} ({format.rsplit('_', 1)[-1].upper()})" if twice else name


def brought() -> list[Brought]:
    """Return the imports that can be taken back, the newest first."""
    return state.read("imports", lambda: incoming.brought(load.store()))


def take_back(import_id: str) -> None:
    """Take an import back."""
    with state.saving() as save:
        done = incoming.take_back(load.store(), import_id)
    if save.failed is None:
        kept = f" {done.kept} you changed since stay." if done.kept else ""
        state.notify(f"Taken back: {several(done.removed, 'record')}.{kept}")
    elif save.conflict:
        state.fail("This import was taken back already.")


def several(count: int, word: str) -> str:
    """Return 1 entry, 2 entries."""
    plural = f"{word[:-1]}ies" if word.endswith("y") else f"{word}s"
    return f"{count:,} {word if count == 1 else plural}"


# --- copies ---


def copies() -> list[Snapshot]:
    """Return the daily copies, the newest first."""
    return state.read("copies", lambda: kept_snapshots(load.home()))


def chosen_copy() -> str | None:
    """Return the name of the copy that waits for a yes."""
    return state.memory("restore", copy=None)["copy"]


def choose_copy(name: str | None) -> None:
    """Ask whether this copy is to be put back; None asks no more."""
    state.memory("restore", copy=None)["copy"] = name


def put_back() -> None:
    """Put the chosen copy in the place of the diary. What is there becomes a copy first."""
    name = chosen_copy()
    choose_copy(None)
    if name is None:
        return
    with state.saving() as save:
        done = load.put_back(name, state.today())
    if save.failed is None:
        state.notify(
            f"The diary is again as on {done.day.day} {done.day:%B}, "
            f"with {several(done.entries, 'entry')}. What was here is in the list of copies."
        )


# --- a diary that cannot be opened ---


def rescue(name: str) -> None:
    """Bring back a copy in the place of a diary that cannot be opened."""
    try:
        load.put_back(name, state.today())
    except StoreError as error:
        state.fail(str(error))
        return
    state.look_again()
    state.notify("Your diary is back. The file that could not be used is kept beside it.")


def read_what_is_left() -> None:
    """Open a damaged diary for reading only."""
    load.read_what_is_left()
    state.look_again()


# --- erasing ---


def may_erase() -> bool:
    """Return whether the word was typed."""
    return str(state.widget("erase_word") or "").strip().upper() == ERASE_WORD


def erase() -> None:
    """Erase every record and every copy, if the word was typed. There is no undo."""
    if not may_erase():
        state.fail(f"Nothing was erased. Type the word {ERASE_WORD} first.")
        return
    with state.saving() as save:
        load.erase()
    if save.failed is None:
        state.forget_visit()
        state.visit_memory("erased", yes=True)


def was_erased() -> bool:
    """Return once, after everything was erased, that it was."""
    if not state.visit_memory("erased", yes=False)["yes"]:
        return False
    state.visit_memory("erased", yes=False)["yes"] = False
    state.notify("Everything is erased. Files that you downloaded are still where you put them.")
    return True
