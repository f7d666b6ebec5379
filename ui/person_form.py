"""Who the records belong to: name and birth year for the printed page, and who types."""

import streamlit as st

from backwatch.diary import problems
from backwatch.person import Person, called
from ui import cards, state

_NAME_OF_SEVERAL = "Printed at the top of the page. With several people here, each needs one."
_FIELDS = {
    "name": ("Name", "Printed at the top of your page. You can leave it out."),
    "birth_year": ("Year of birth", "Printed beside the name. You can leave it out."),
    "filled_in_by": ("Filled in by", "Only if somebody else types, for example “my daughter”."),
}


def _keep(field: str) -> None:
    raw = (state.widget(f"me_{field}{state.mark()}") or "").strip()
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


def who_filled_in() -> None:
    """Say who types for the person, where somebody does."""
    person = state.person()
    if person.filled_in_by:
        you = called([person])[person.id] if person.name else "the person with the pain"
        cards.note(f"Filled in by: {person.filled_in_by}. “You” means {you}.")


def _show(*fields: str) -> None:
    person = state.person()
    for field in fields:
        label, hint = _FIELDS[field]
        if field == "name" and len(state.people()) > 1:
            hint = _NAME_OF_SEVERAL
        value = getattr(person, field)
        st.text_input(
            label,
            value="" if value is None else str(value),
            key=f"me_{field}{state.mark()}",
            max_chars=200,
            on_change=_keep,
            args=(field,),
        )
        cards.note(hint)
