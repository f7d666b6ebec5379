"""My data: the daily copies and the way back to one; and what to do where the diary is damaged."""

import datetime as dt

import streamlit as st

from backwatch.store import Found, NotRead, Snapshot, StoreError
from ui import cards, data_state, load, state

_SHOWN = 5


def show() -> None:
    """Show the copies; one can be put back, after a yes."""
    with st.container(key="card_copies"):
        st.header("Daily copies", anchor=False)
        cards.text(
            "After the first save of a day, Backwatch copies your records in the same folder. It "
            "keeps the last 14 copies. What you delete stays in them until newer ones come."
        )
        found = data_state.copies()
        if not found:
            cards.note("There is no copy yet.")
            return
        for copy in found[:_SHOWN]:
            _row(copy)
        if len(found) > _SHOWN:
            with st.expander(f"Older copies ({len(found) - _SHOWN})"):
                for copy in found[_SHOWN:]:
                    _row(copy)


def _row(copy: Snapshot) -> None:
    with st.container(key=f"row_copy_{copy.name}".replace(".", "_"), gap="xsmall"):
        cards.text(_named(copy))
        if load.store().reading_only:
            return
        if data_state.chosen_copy() != copy.name:
            if copy.rows:
                st.button(
                    f"Put back {_when(copy, weekday=False)}",
                    key=f"change_copy_{copy.name}",
                    type="tertiary",
                    on_click=data_state.choose_copy,
                    args=(copy.name,),
                )
            return
        cards.text(
            "Your diary will be as it was then. What is here now is kept as a copy first, so you "
            "can come back to it."
        )
        with st.container(horizontal=True, key="buttons_copy"):
            st.button("Put it back", key="go_restore", type="primary", on_click=data_state.put_back)
            st.button(
                "Leave it",
                key="go_leave",
                type="tertiary",
                on_click=data_state.choose_copy,
                args=(None,),
            )


def _when(copy: Snapshot, *, weekday: bool = True) -> str:
    """Return the day of a copy, and the time at which it was made."""
    try:
        made = (load.home() / copy.name).stat().st_mtime
    except OSError:
        return cards.day(copy.day, weekday=weekday)
    at = dt.datetime.fromtimestamp(made, dt.UTC).astimezone(state.now().tzinfo)
    return f"{cards.day(copy.day, weekday=weekday)}, {at:%H:%M}"


def _named(copy: Snapshot) -> str:
    if not copy.rows:
        return f"{_when(copy)}: this copy cannot be read."
    parts = [data_state.several(copy.entries, "diary entry")]
    if copy.checks:
        parts.append(data_state.several(copy.checks, "check"))
    return f"{_when(copy)}: {', '.join(parts)}."


# --- in place of a page ---


def reading_only() -> None:
    """Say in one sentence, on every page, that nothing can be saved; and what may be missing."""
    try:
        store = load.store()
    except StoreError:
        return
    if store.reading_only:
        more = [remark for remark in store.remarks if remark != store.reading_only]
        st.warning(cards.markdown(" ".join([store.reading_only, *more])))


def rescue(error: StoreError) -> None:
    """Show what is wrong with a diary that cannot be opened, and the copies that are whole."""
    try:
        found = state.made_of("problem", _marks(), load.problem)
    except (NotRead, StoreError):
        found = None
    st.title("Your diary cannot be opened", anchor=False)
    st.error(cards.markdown(str(error)))
    if found is None:
        return
    if found.set_aside:
        cards.note("The damaged file is kept in the data folder. Nothing was overwritten.")
    if found.good:
        _offer(found)
    else:
        cards.text("There is no whole copy to bring back.")
    if found.kind == "damaged" and state.made_of("left", _marks(), load.something_is_left):
        cards.text("You can also look at what is left. Nothing can be saved then.")
        st.button("Look at what is left", key="go_left", on_click=data_state.read_what_is_left)
    cards.note("The data folder:")
    st.code(str(load.home()), language=None, wrap_lines=True)


def _marks() -> tuple[object, ...]:
    """Return what changes when the files of the folder do."""
    try:
        return tuple(
            sorted((path.name, path.stat().st_mtime_ns) for path in load.home().glob("*.db"))
        )
    except OSError:
        return ()


def _offer(found: Found) -> None:
    newest, *older = found.good
    with st.container(key="card_rescue"):
        st.header("Bring back a copy", anchor=False)
        cards.text(f"The newest whole copy is of {_named(newest)}")
        st.button(
            f"Bring back the copy of {cards.day(newest.day)}",
            key="go_rescue",
            type="primary",
            on_click=data_state.rescue,
            args=(newest.name,),
        )
        if older:
            with st.expander(f"Older copies ({len(older)})"):
                for copy in older:
                    cards.text(_named(copy))
                    st.button(
                        f"Bring back {_when(copy, weekday=False)}",
                        key=f"change_rescue_{copy.name}",
                        type="tertiary",
                        on_click=data_state.rescue,
                        args=(copy.name,),
                    )
