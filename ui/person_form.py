"""Who the records belong to: name and birth year for the printed page, and who types."""

import streamlit as st

from backwatch.diary import problems
from backwatch.person import Person
from ui import cards, state

_FIELDS = {
    "name": ("Name", "Printed at the top of your page. You can leave it out."),
    "birth_year": ("Year of birth", "Printed beside the name. You can leave it out."),
    "filled_in_by": ("Filled in by", "Only if somebody else types, for example “my daughter”."),
}


def _keep(field: str) -> None:
    raw = (state.widget(f"me_{field}") or "").strip()
    value: str | int | None = raw or None
    if field == "birth_year" and raw:
        value = int(raw) if raw.isascii() and raw.isdigit() else raw
    record = state.person().model_dump() | {field: value}
    wrong = problems(record, Person)
    if wrong:
        state.fail(wrong.get(field, "That cannot be kept. Check it and try again."))
        return
    state.save_person(**{field: value})


def show() -> None:
    """Show the three fields; each is saved when it is left."""
    _show(*_FIELDS)


def who_types() -> None:
    """Show only the field for somebody who fills this in for another person."""
    _show("filled_in_by")


def _show(*fields: str) -> None:
    person = state.person()
    for field in fields:
        label, hint = _FIELDS[field]
        value = getattr(person, field)
        st.text_input(
            label,
            value="" if value is None else str(value),
            key=f"me_{field}",
            max_chars=200,
            on_change=_keep,
            args=(field,),
        )
        cards.note(hint)
