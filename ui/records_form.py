"""What the forms and cards of treatments, tests and appointments share."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import streamlit as st

from backwatch import diary
from backwatch.diary import BadRecord
from ui import cards, forms, records_state, state
from ui.records_state import Kind, Record

_FAR = dt.timedelta(days=3653)  # a plan may lie ahead: ten years


def date_field(label: str, name: str, value: dt.date | None) -> dt.date | None:
    """Ask for a day, in the past or ahead, with nothing preset."""
    latest = state.today() + _FAR
    found: dt.date | None = st.date_input(
        label,
        value=value,
        min_value=dt.date(1900, 1, 1),
        max_value=max(latest, value) if value else latest,
        format="DD/MM/YYYY",
        key=name,
        width=260,
    )
    return found


def part(
    kind: Kind,
    word: str,
    records: Sequence[Record],
    fields: Callable[[Any, str], Mapping[str, Any]],
    facts: Callable[[Any], Iterable[tuple[str, str]]],
    typed: Callable[[Any], str],
    more: Callable[[Any], tuple[str, Callable[..., None]] | None] = lambda _: None,
) -> None:
    """Show the records of one kind as cards, with a form for a new one or for one to change.

    Args:
        word: what one of them is called, such as "treatment".
        fields: draws the widgets for a record (or None), named by the text; gives their values.
        facts: labels and values of a record; what was not recorded is left out.
        typed: the longer words of a record, or "".
        more: a further button of a record, as its words and callback (id, version), or None.
    """
    form = records_state.form(kind)
    if form["record"] is not None and form["record"].person_id != state.person().id:
        records_state.close(kind)  # it belongs to somebody else, who was shown before
    changing = form["record"].id if form["open"] and form["record"] is not None else None
    if form["open"] and not any(record.id == changing for record in records):
        _form(kind, word, fields, gone=changing is not None)
    elif not form["open"]:
        an = "an" if word[0] in "aeiou" else "a"
        name = f"go_add_{kind.__name__}"
        st.button(f"Add {an} {word}", key=name, on_click=records_state.begin, args=(kind,))
    for record in records:
        here = changing is not None and record.id == changing
        if here:
            _form(kind, word, fields)
        if not here or form["conflict"]:  # what the other window saved stands beside it
            _card(kind, record, list(facts(record)), typed(record), more(record))


def _card(
    kind: Kind,
    record: Record,
    facts: list[tuple[str, str]],
    typed: str,
    more: tuple[str, Callable[..., None]] | None,
) -> None:
    name = f"{record.id}_{record.version}"  # a button stands for what the person saw
    title = title_of(record)
    with st.container(key=f"card_record_{record.id}"):
        # Not as a heading of Streamlit: it would turn a web address in a name into a link.
        st.html(f'<h3 class="bw-name">{cards.escape(title)}</h3>')
        if facts:
            cards.facts(facts)
        if typed:
            cards.typed(typed)
        with st.container(horizontal=True, key=f"buttons_{record.id}", gap="xsmall"):
            said = cards.markdown(title)
            st.button(
                f"Change {said}",
                key=f"edit_{record.id}",
                type="tertiary",
                on_click=records_state.begin,
                args=(kind, record.id),
            )
            if more:
                words, what = more
                st.button(
                    words,
                    key=f"move_{name}",
                    type="tertiary",
                    on_click=what,
                    args=(record.id, record.version),
                )
            st.button(
                f"Delete {said}",
                key=f"delete_{name}",
                type="tertiary",
                on_click=records_state.delete,
                args=(kind, record.id, record.version),
            )


def title_of(record: Record) -> str:
    """Return the heading of a record: its name, or the day and time of an appointment."""
    if isinstance(record, diary.Appointment):
        time = f", {record.time:%H:%M}" if record.time else ""
        return f"{cards.day(record.date)}{time}"
    return record.name


def _form(
    kind: Kind,
    word: str,
    fields: Callable[[Any, str], Mapping[str, Any]],
    *,
    gone: bool = False,
) -> None:
    """Show the form. `gone`: the record that is being changed was deleted in another window."""
    form = records_state.form(kind)
    before, name = form["record"], f"{kind.__name__}_{form['number']}"
    with st.container(key="card_record_form"):
        an = "an" if word[0] in "aeiou" else "a"
        verb = "Change" if before is not None and before.id else "Add"
        st.subheader(f"{verb} {an} {word}", anchor=False)
        values = fields(before, name)
        with st.container(horizontal=True, key=f"buttons_form_{kind.__name__}"):
            pressed = forms.pressed(
                f"Save the {word}", f"go_save_{name}", of=f"record {name}", type="primary"
            )
            if form["conflict"]:
                st.button(
                    "Keep mine" if gone else "Keep both",
                    key=f"go_both_{name}",
                    on_click=records_state.keep_both,
                    args=(kind,),
                )
            leave = "Leave it as it was" if before is not None and before.id else "Cancel"
            st.button(leave, key=f"go_leave_{name}", on_click=records_state.close, args=(kind,))
        if pressed:
            _save(kind, before, values)


def _save(kind: Kind, before: Record | None, values: Mapping[str, Any]) -> None:
    about: dict[str, Any] = {"person_id": state.person().id}
    if before is not None:
        about = {"person_id": before.person_id, "id": before.id, "version": before.version}
    try:
        record = diary.checked(kind, {**about, **values})
    except BadRecord as bad:
        st.error(cards.markdown(str(bad)))
        return
    for text in values.values():
        if isinstance(text, str):
            state.hear(text)
    if records_state.save(record):
        records_state.close(kind)
        state.notify("Saved. You can change or delete it.")
    st.rerun()
