"""The entries of the diary as cards: all that was recorded, to change, to move or to delete."""

import datetime as dt

import streamlit as st

from backwatch import diary
from backwatch.diary import Entry, Vocabulary
from backwatch.questionnaire import questionnaire
from ui import cards, diary_state, frame, records_undo, state

SHOWN = 7
_POUND_KG = 0.45359237  # exact: the international pound
_NUMBERS = (
    ("pain_now", "Pain now"),
    ("pain_worst", "Worst pain"),
    ("pain_average", "Average pain"),
    ("pain_least", "Least pain"),
    ("pain_night", "Pain last night"),
    ("wakings", "Times woken"),
    ("limits_day", "Limited the day"),
)
_CHOICES = (
    ("spread", "Spread"),
    ("feels_like", "Felt like"),
    ("worse_with", "Worse with"),
    ("eased_by", "Eased by"),
    ("symptoms", "Other signs"),
)
_ANSWERS = {"yes": "yes", "not_sure": "not sure", "no": "no"}


def described(entry: Entry, *, pounds: bool = False) -> list[tuple[str, str]]:
    """Return what an entry holds but its note; what was not recorded is left out, a 0 is not.

    `pounds`: give the weight in pounds, to one decimal place.
    """
    words = diary.vocabulary()
    found = [
        (label, str(getattr(entry, name)))
        for name, label in _NUMBERS
        if getattr(entry, name) is not None
    ]
    if entry.sleep_hours is not None:
        found.append(("Slept", f"{entry.sleep_hours:g} hours"))
    if entry.too_bad:
        found.append(("That day", "too bad to fill in"))
    if entry.places:
        found.append(("Where", "; ".join(_place(place, words) for place in entry.places)))
    for name, label in _CHOICES:
        labels = [words.label(name, id) for id in getattr(entry, name)]
        if labels:
            found.append((label, "; ".join(labels)))
    if entry.medicines:
        found.append(("Medicines", "; ".join(_medicine(one) for one in entry.medicines)))
    if entry.weight_kg is not None:
        weight = f"{entry.weight_kg / _POUND_KG:.1f} lb" if pounds else f"{entry.weight_kg:g} kg"
        found.append(("Weight", weight))
    return [*found, *_danger_signs(entry, words)]


def _place(place: diary.Place, words: Vocabulary) -> str:
    score = "" if place.score is None else f" {place.score}"
    return words.label("zones", place.place) + score


def _medicine(medicine: diary.Medicine) -> str:
    dose = f", {medicine.dose}" if medicine.dose else ""
    relief = "" if medicine.relief is None else f", relief {medicine.relief} of 10"
    return f"{medicine.name}{dose}{relief}"


def _danger_signs(entry: Entry, words: Vocabulary) -> list[tuple[str, str]]:
    """Return the danger signs that were asked, by answer; "no" to all of them is said as such."""
    book, found = questionnaire(), []
    for answer, said in _ANSWERS.items():
        signs = [sign for sign in words.danger_signs if entry.danger_signs.get(sign) == answer]
        if answer == "no" and len(signs) == len(words.danger_signs):
            found.append(("Danger signs", "no to all of them"))
        elif signs:
            found.append((f"Danger signs, {said}", "; ".join(book[sign].label for sign in signs)))
    return found


def show(entries: list[Entry]) -> None:
    """Show the newest entries."""
    st.header("Your entries", anchor=False)
    if not entries:
        cards.text("No entries yet. The first one takes a few seconds.")
        return
    newest = list(reversed(entries))
    for entry in newest[: diary_state.shown_entries(SHOWN)]:
        card(entry)
    if len(newest) > diary_state.shown_entries(SHOWN):
        left = len(newest) - diary_state.shown_entries(SHOWN)
        st.button(
            f"Show older entries ({left} more)", key="go_older", on_click=diary_state.show_older
        )


def card(entry: Entry, *, day_shown: bool = False) -> None:
    """Show one entry with its buttons: change, move to another day, delete.

    `day_shown`: the heading above names the day already. The key of Delete names the version too:
    it stands for what the person saw when they pressed it.
    """
    name = f"{entry.id}_{entry.version}"
    with st.container(key=f"card_entry_{entry.id}"):
        time = f"{entry.time:%H:%M}" if entry.time else ""
        if day_shown:
            title = time or "No time recorded"
        else:
            title = f"{cards.day(entry.date)}{', ' if time else ''}{time}"
        st.subheader(title, anchor=False)
        pounds = (state.person().units or frame.country().units) == "us"
        cards.facts(described(entry, pounds=pounds))
        if entry.note:
            cards.typed(entry.note)
        if _moving()["id"] == entry.id:
            _ask_day(entry, name)
            return
        label = records_undo.entry_time(entry)
        buttons = (
            (f"edit_{entry.id}", "Change {}", diary_state.edit_entry, (entry.id,)),
            (f"move_{entry.id}", "Move {} to another day", _begin_move, (entry.id,)),
            (f"delete_{name}", "Delete {}", diary_state.delete_entry, (entry.id, entry.version)),
        )
        with st.container(horizontal=True, key=f"buttons_{entry.id}", gap="xsmall"):
            for key, words, what, args in buttons:
                said = words.format(label)
                st.button(said, key=key, type="tertiary", on_click=what, args=args)


# --- to another day ---


def _moving() -> dict[str, str | None]:
    return state.memory("moving", id=None)


def _begin_move(entry_id: str) -> None:
    _moving()["id"] = entry_id


def _stop_move() -> None:
    _moving()["id"] = None


def _move(entry_id: str, version: int, date_key: str) -> None:
    if diary_state.move_entry(entry_id, version, state.widget(date_key)):
        _stop_move()


def _ask_day(entry: Entry, name: str) -> None:
    if entry.time:
        cards.note(f"The time {entry.time:%H:%M} is left out then: it belongs to the old day.")
    st.date_input(
        "Move this entry to which day?",
        value=None,
        min_value=dt.date(1900, 1, 1),
        max_value=max(state.today(), entry.date),
        format="DD/MM/YYYY",
        key=f"move_to_{name}",
        width=260,
    )
    with st.container(horizontal=True, key=f"buttons_move_{entry.id}"):
        st.button(
            "Move it",
            key=f"go_move_{name}",
            type="primary",
            on_click=_move,
            args=(entry.id, entry.version, f"move_to_{name}"),
        )
        st.button("Leave it there", key=f"go_stay_{entry.id}", on_click=_stop_move)
