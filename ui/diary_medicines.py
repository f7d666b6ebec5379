"""Medicines taken: rows of the diary form, and the later question how much each one helped."""

import datetime as dt
import hashlib
from collections.abc import Sequence

import streamlit as st

from backwatch.diary import Entry, Medicine
from ui import cards, diary_fields, diary_state, forms, state

REMEMBERED = 6
ASK_AGAIN_DAYS = 2  # later than that, nobody remembers how much one tablet helped


def words(name: str, dose: str) -> str:
    """Return a medicine with its dose, as the person wrote them."""
    return f"{name}, {dose}" if dose else name


def remembered(entries: Sequence[Entry]) -> list[tuple[str, str]]:
    """Return the names and doses of earlier entries, the newest first, each once."""
    found: dict[tuple[str, str], tuple[str, str]] = {}
    for entry in reversed(entries):
        for one in entry.medicines:
            found.setdefault((one.name.casefold(), one.dose.casefold()), (one.name, one.dose))
        if len(found) >= REMEMBERED:
            break
    return list(found.values())[:REMEMBERED]


def _before(entry: Entry | None, row: int) -> Medicine | None:
    return entry.medicines[row] if entry and row < len(entry.medicines) else None


def _part(row: int, field: str) -> str:
    return f"medicine_{row}_{field}"


def _add(name: str = "", dose: str = "") -> None:
    """Add a row, in place of one that is still empty where there is something to write in it."""
    diary_state.collect()
    form = diary_state.form()
    if name:
        form["rows"] = [row for row in form["rows"] if not _is_empty(form["entry"], row)]
    row = form["next_row"]
    form["rows"] = [*form["rows"], row]
    form["next_row"] = row + 1
    for field, text in (("name", name), ("dose", dose)):
        if text:
            form["values"][_part(row, field)] = text


def _take_away(row: int) -> None:
    diary_state.collect()
    form = diary_state.form()
    form["rows"] = [one for one in form["rows"] if one != row] or [form["next_row"]]
    form["next_row"] += 1
    for field in ("name", "dose", "relief"):
        form["values"].pop(_part(row, field), None)
        form["widgets"].pop(_part(row, field), None)


def _is_empty(entry: Entry | None, row: int) -> bool:
    old = _before(entry, row)
    fields = (("name", old.name if old else ""), ("dose", old.dose if old else ""))
    if any(diary_state.typed(_part(row, field), before) for field, before in fields):
        return False
    return diary_state.typed(_part(row, "relief"), old.relief if old else None) is None


def ask(entry: Entry | None, entries: Sequence[Entry]) -> tuple[dict[str, object], ...]:
    """Ask for the medicines taken. Returns those that are not empty, as typed."""
    _choices(entries)
    rows = diary_state.form()["rows"]
    taken = tuple(one for one in (_row(entry, row, n) for n, row in enumerate(rows, 1)) if one)
    st.button("Add another medicine", key=diary_fields.name("add_medicine"), on_click=_add)
    return taken


def _row(entry: Entry | None, row: int, number: int) -> dict[str, object] | None:
    old = _before(entry, row)
    line_above = "row" if number > 1 else "first"
    with st.container(key=f"{line_above}_{diary_fields.name(_part(row, 'all'))}", gap="small"):
        name = diary_fields.line(
            f"Name of medicine {number}", _part(row, "name"), old.name if old else ""
        )
        dose = diary_fields.line(
            f"How much you took of medicine {number}",
            _part(row, "dose"),
            old.dose if old else "",
            placeholder="such as 2 tablets of 500 mg",
        )
        relief = diary_fields.score(
            f"How much did medicine {number} help?",
            _part(row, "relief"),
            old.relief if old else None,
            diary_fields.HELP_ENDS,
        )
        empty = not name.strip() and not dose.strip() and relief is None
        if number > 1 or not empty:
            st.button(
                f"Take away medicine {number}",
                key=f"change_{diary_fields.name(_part(row, 'gone'))}",
                type="tertiary",
                on_click=_take_away,
                args=(row,),
            )
    if empty:
        return None
    if old is None or (name, dose) != (old.name, old.dose):
        name, dose = name.strip(), dose.strip()
    return {"name": name, "dose": dose, "relief": relief}


def _choices(entries: Sequence[Entry]) -> None:
    """Offer what was taken before, one tap each."""
    known = remembered(entries)
    if not known:
        return
    cards.note("You took these before. Tap one to add it.")
    with st.container(horizontal=True, key=diary_fields.name("buttons_before")):
        for name, dose in known:
            mark = hashlib.sha256(f"{name}\n{dose}".encode()).hexdigest()[:12]
            st.button(
                cards.markdown(words(name, dose)),
                key=f"before_{diary_fields.name(mark)}",
                on_click=_add,
                args=(name, dose),
            )


# --- how much did it help? ---


def waiting(entries: Sequence[Entry], today: dt.date) -> Entry | None:
    """Return the newest entry with a medicine of which nobody said how much it helped.

    None where it is older than a person would remember, or was put aside in this visit.
    """
    for entry in reversed(entries):
        if (today - entry.date).days > ASK_AGAIN_DAYS:
            return None
        if any(one.relief is None for one in entry.medicines):
            return None if entry.id in _put_aside() else entry
    return None


def _put_aside() -> list[str | None]:
    aside: list[str | None] = state.memory("relief", aside=[])["aside"]
    return aside


def ask_relief() -> None:
    """Ask how much the medicine of the newest entry helped, where nobody said it yet."""
    entry = waiting(state.entries(), state.today())
    changing = diary_state.form()["entry"]
    if entry is None or (changing is not None and changing.id == entry.id):
        return
    open_ones = [n for n, one in enumerate(entry.medicines) if one.relief is None]
    with st.container(key="card_relief"):
        st.header("How much did it help?", anchor=False)
        time = f", {entry.time:%H:%M}" if entry.time else ""
        cards.note(f"You wrote this down on {cards.day(entry.date)}{time}.")
        for n in open_ones:
            one = entry.medicines[n]
            st.html(f'<p class="bw-q">{cards.escape(words(one.name, one.dose))}</p>')
            st.segmented_control(
                f"How much did medicine {n + 1} help?",  # a label is heard with its escapes
                forms.SCORES,
                default=None,
                key=_relief_key(entry, n),
                wrap=True,
                width="stretch",
            )
            forms.ends(*diary_fields.HELP_ENDS)
        with st.container(horizontal=True, key="buttons_relief"):
            pressed = forms.pressed("Save how much it helped", "go_relief", of="relief")
            st.button("Not now", key="change_relief_aside", type="tertiary", on_click=_not_now)
    if pressed:
        _save_relief(entry, open_ones)


def _relief_key(entry: Entry, number: int) -> str:
    return f"nrs_relief_{entry.id}_{number}"


def _not_now() -> None:
    entry = waiting(state.entries(), state.today())
    if entry is not None:
        _put_aside().append(entry.id)


def _save_relief(entry: Entry, open_ones: Sequence[int]) -> None:
    given = {n: state.widget(_relief_key(entry, n)) for n in open_ones}
    if all(relief is None for relief in given.values()):
        st.error("Choose a number first, then press Save again.")
        return
    medicines = tuple(
        one.model_copy(update={"relief": given[n]}) if given.get(n) is not None else one
        for n, one in enumerate(entry.medicines)
    )
    if diary_state.save_entry(entry.model_copy(update={"medicines": medicines})):
        state.notify("Saved how much it helped.")
    st.rerun()
