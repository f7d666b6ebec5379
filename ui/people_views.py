"""Several people on one computer: whose records are shown, to add somebody, to delete somebody."""

import streamlit as st

from backwatch.diary import problems
from backwatch.person import Person, called, same_name
from ui import cards, load, menu, state

_SWITCH = "ans_whose"


# --- on every page ---


def settle() -> None:
    """Begin anew on Today once other records are shown; say so where a person was deleted.

    Nothing of the page that was open runs any more: what it held was of the person before.
    """
    if state.person_is_gone():
        gone = state.person()
        whose = f"The records of {called([gone])[gone.id]}" if gone.name else "These records"
        sentence = f"{whose} were deleted in another window, and nothing was saved here."
        if state.danger_unsaved():
            sentence += " An emergency sign needs help all the same: call now."
        state.show_anew()
        state.fail(sentence)
    if state.take_turn():
        st.switch_page(menu.page("today"))


def whose() -> None:
    """Say whose records these are, with the way to another person; nothing for one person.

    The switch also brings the person back after a restart of the server: the browser then sends
    what it shows. So it is drawn before anything is read of the person.
    """
    everybody = state.people()
    if len(everybody) < 2:
        return
    names, shown, point_at = called(everybody), state.person().id, state.to_point_at()
    if point_at:
        state.set_widget(_SWITCH, point_at)
    with st.container(key="whose"):
        chosen = st.segmented_control(
            "Records of",
            list(names),
            default=None if point_at else shown,
            required=True,
            format_func=lambda one: cards.markdown(names.get(one, "")),
            key=_SWITCH,
            on_change=_chosen,
            wrap=True,
        )
    if chosen in names and chosen != shown:
        state.adopt(chosen)


def _chosen() -> None:
    chosen = state.widget(_SWITCH)
    if chosen:
        state.show_person(chosen)


# --- on My data ---


def show() -> None:
    """Show everybody, where there are several, and the way to add somebody."""
    everybody = state.people()
    if len(everybody) == 1:
        with st.expander("Add another person"):
            _add_form(everybody)
        return
    names, shown = called(everybody), state.person().id
    with st.container(key="card_people"):
        st.header("People", anchor=False)
        cards.text("Each has their own check, diary and page. Nothing of one counts for another.")
        for person in everybody:
            with st.container(
                key=f"row_person_{person.id}", horizontal=True, vertical_alignment="center"
            ):
                here = " (open now)" if person.id == shown else ""
                st.html(
                    f'<p class="bw-p"><b>{cards.escape(names[person.id])}</b>{here}</p>',
                    width="content",
                )
                if person.id != shown:
                    st.button(
                        cards.markdown(f"Open the records of {names[person.id]}"),
                        key=f"go_person_{person.id}",
                        type="tertiary",
                        on_click=state.show_person,
                        args=(person.id,),
                    )
        cards.note("To change a name, open that person’s records and change it on this page.")
        with st.expander("Add another person"):
            _add_form(everybody)
        for person in everybody:
            with st.expander(cards.markdown(f"Delete all records of {names[person.id]}")):
                _delete_form(person.id, names[person.id])


def _add_form(everybody: list[Person]) -> None:
    cards.text("For somebody you care for. Their records are kept apart from those here.")
    if not state.person().name:
        st.text_input("Your name, or whose records these are", key="new_own_name", max_chars=200)
        cards.note("With two people here, each needs a name. It also goes on the printed page.")
    st.text_input("Name of the person to add", key="new_name", max_chars=200)
    st.text_input("Who fills in for them?", key="new_filled_in_by", max_chars=200)
    cards.note("Only if somebody else types, for example “my daughter”. You can leave it out.")
    st.button("Add this person", type="primary", key="go_add_person", on_click=_add)


def _typed(key: str) -> str:
    return (state.widget(key) or "").strip()


def _add() -> None:
    """Add the person whose name was typed, and open their records."""
    state.look_again()
    shown = state.person()
    own, name, by = (
        shown.name or _typed("new_own_name"),
        _typed("new_name"),
        _typed("new_filled_in_by"),
    )
    wrong = _wrong(own, name, by)
    if wrong:
        state.fail(wrong)
        return
    with state.saving() as save:
        if not shown.name:
            load.store().change_person(shown.id, name=own)
        added = load.store().add_person(name, filled_in_by=by or None)
    if save.failed is None:
        state.show_person(added.id)
        state.notify(f"Added. From here on, these are the records of {added.name}.")


def _wrong(own: str, name: str, by: str) -> str | None:
    """Return the sentence for what cannot be kept, or None."""
    if not own:
        return "Type a name for the records that are here now."
    if not name:
        return "Type the name of the person to add."
    if same_name(own, name):
        return "The two names must differ. Add a second name or a nickname."
    for one in (own, name, by):
        if one and (found := problems({"id": "new", "name": one}, Person)):
            return found.get("name", "That cannot be kept. Check it and try again.")
    return None


def _delete_form(person_id: str, name: str) -> None:
    cards.text(
        "This erases their checks, diary, treatments, tests and appointments. There is no Undo."
    )
    cards.note(
        "Copies of earlier days still hold them until newer copies take their place. That takes "
        "up to 14 days on which something is saved."
    )
    cards.text(f"To delete, type this name: {name}")
    # Without the name: what a screen reader hears of a label shows how its signs were escaped.
    st.text_input("Name of whom to delete", key=f"sure_{person_id}", max_chars=200)
    st.button(
        cards.markdown(f"Delete all records of {name}"),
        key=f"go_delete_person_{person_id}",
        on_click=_delete,
        args=(person_id,),
    )


def _delete(person_id: str) -> None:
    """Delete a person whose name was typed; the name is asked anew, it may have changed."""
    state.look_again()
    everybody = state.people()
    name = called(everybody).get(person_id)
    if name is None:
        state.fail("These records were deleted in another window.")
        return
    if not same_name(_typed(f"sure_{person_id}"), name):
        state.fail(f"Nothing was deleted. To delete, type the name as it stands here: {name}")
        return
    own = state.person().id == person_id
    with state.saving() as save:
        load.store().delete_person(person_id)
    if save.failed is None:
        if own:
            state.show_anew()
        state.notify(f"All records of {name} are deleted.")
