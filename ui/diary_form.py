"""The diary form: the short one first, all else of an entry behind parts to unfold."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

import streamlit as st

from backwatch import diary
from backwatch.diary import BadRecord, Entry
from backwatch.questionnaire import NONE
from ui import (
    cards,
    diary_fields,
    diary_medicines,
    diary_places,
    diary_state,
    forms,
    frame,
    results,
    state,
)
from ui.components.typing import keep_what_is_typed
from ui.diary_fields import LIMIT_ENDS, again, name, score

SYMPTOMS_FIRST = 8
NOON = dt.time(12)
NIGHTS = {0: "No", 1: "Once", 2: "Twice", 3: "3 or more"}
_MANY = 3
_DAYS = ("Today", "Yesterday", "Another day")
_TOO_FEW = "too few"
_FEWER = "You chose “3 or more”. Write a whole number from 3 to 99, or choose another answer."


def is_morning() -> bool:
    """Return whether it is before noon where the person is: the night is asked first then."""
    return state.now().time() < NOON


# --- the day ---


def _day(entry: Entry | None) -> dt.date | None:
    """Ask for the day; for an entry that is changed by its date: "today" moves at midnight."""
    form, today = diary_state.form(), state.today()
    if form["today"] != today.isoformat():
        form.update(today=today.isoformat(), moved=form["moved"] + 1)
        if entry is None and not diary_state.is_typed():
            form["on"] = today.isoformat()
    before = dt.date.fromisoformat(form["on"]) if form["on"] else None
    days = {"Today": today, "Yesterday": today - dt.timedelta(days=1)}
    found: dt.date | None = None
    if entry is None:
        start = next((word for word, day in days.items() if day == before), _DAYS[-1])
        again = f"_{form['moved']}" if form["moved"] else ""
        word = forms.choice("Which day?", name("day") + again, _DAYS, str, default=start)
        found = days.get(word or "")
    if entry is not None or word == _DAYS[-1]:
        found = st.date_input(
            "Which day?" if entry else "The day",
            value=before if entry or before not in days.values() else None,
            max_value=max(today, before or today),
            min_value=dt.date(1900, 1, 1),
            format="DD/MM/YYYY",
            key=name("date"),
        )
    form["on"] = found.isoformat() if found else None
    return found


# --- the short form ---


def _night(entry: Entry | None, *, today: bool) -> dict[str, Any]:
    pain = score(
        "Pain last night" if today else "Pain in the night before",
        "night",
        entry.pain_night if entry else None,
    )
    before = min(entry.wakings, _MANY) if entry and entry.wakings is not None else None
    word = diary_fields.word(
        "Did pain wake you last night?" if today else "Did pain wake you in that night?",
        "woken",
        [*NIGHTS.values(), "Not sure"],
        NIGHTS[before] if before is not None else None,
    )
    wakings: Any = next((count for count, words in NIGHTS.items() if words == word), None)
    if wakings == _MANY:
        kept = entry.wakings if entry and before == _MANY else None
        exact = diary_fields.number(
            "How many times, if you know",
            "wakings",
            kept if kept != _MANY else None,
            width=260,
        )
        wakings = _MANY if exact is None else diary_fields.whole(exact)
        if isinstance(wakings, int) and wakings < _MANY:
            wakings = _TOO_FEW
    return {"pain_night": pain, "wakings": wakings}


def _pain(entry: Entry | None, *, today: bool) -> dict[str, Any]:
    """Ask for the night and the day: before noon the night comes first."""

    def worst() -> dict[str, Any]:
        words = "Worst pain today" if today else "Worst pain that day"
        return {"pain_worst": score(words, "worst", entry.pain_worst if entry else None)}

    def night() -> dict[str, Any]:
        return _night(entry, today=today)

    found: dict[str, Any] = {}
    with st.container(key="card_pain"):
        for ask in (night, worst) if today and is_morning() else (worst, night):
            found |= ask()
        cards.note(
            "Leave out what you did not notice. An empty box means “not recorded”. It is never "
            "counted as 0."
        )
    return found


def _signs_and_note(entry: Entry | None, *, today: bool) -> dict[str, Any]:
    with st.container(key="card_more"):
        symptoms = diary_fields.symptoms(entry, first=SYMPTOMS_FIRST, today=today)
        danger = diary_fields.danger_of_entry(entry)
        before, key = entry.note if entry else "", name("note")
        typed = diary_state.typed("note", before)
        note = st.text_area(
            "A note in your own words",
            value=typed if isinstance(typed, str) else "",
            max_chars=diary.NOTE_LENGTH,
            key=key,
            height=100,
        )
        diary_state.remember("note", key, note or "", before)
        keep_what_is_typed()
    return {"symptoms": symptoms, "danger_signs": danger, "note": note or ""}


# --- all else ---


def _all_else(entry: Entry | None, *, today: bool) -> dict[str, Any]:
    found: dict[str, Any] = {}
    with st.container(key="card_rest"):
        st.header("More, if you like", anchor=False)
        with _part("More about the pain", "pain", *_MORE_PAIN):
            found |= _more_pain(entry, today=today)
        with _part("Sleep, and how the day went", "day", "sleep", "limits"):
            found["sleep_hours"] = diary_fields.number(
                "Hours of sleep last night" if today else "Hours of sleep in the night before",
                "sleep",
                entry.sleep_hours if entry else None,
                placeholder="such as 6.5",
                width=220,
            )
            found["limits_day"] = score(
                "How much did pain limit your day?",
                "limits",
                entry.limits_day if entry else None,
                LIMIT_ENDS,
            )
        with _part("Medicines taken", "medicines", "medicine_"):
            found["medicines"] = diary_medicines.ask(entry, state.entries())
        with _part("Weight", "weight", "weight"):
            found["weight_kg"] = _weight(entry)
    return found


_MORE_PAIN = ("now", "average", "least", "feels_like", "spread", "worse_with", "eased_by")


def _part(label: str, part: str, *inside: str) -> Any:
    """Return a part to unfold; unfolded where something inside was typed before and not saved."""
    typed = diary_state.form()["values"]
    start = any(one.startswith(inside) for one in typed)
    return st.expander(
        label, expanded=diary_state.opened(part, start=start), key=again(f"part_{part}")
    )


def _more_pain(entry: Entry | None, *, today: bool) -> dict[str, Any]:
    def before(field: str) -> int | None:
        return getattr(entry, field) if entry else None

    now = score(
        "Pain right now" if today else "Pain at one moment of that day", "now", before("pain_now")
    )
    return {
        "pain_now": now,
        "pain_average": score("Pain on average", "average", before("pain_average")),
        "pain_least": score("Pain at its least", "least", before("pain_least")),
        "feels_like": diary_fields.whole_list("What does it feel like?", "feels_like", entry),
        "spread": diary_fields.whole_list("Does it spread?", "spread", entry),
        "worse_with": diary_fields.whole_list("What makes it worse?", "worse_with", entry),
        "eased_by": diary_fields.whole_list("What eases it?", "eased_by", entry),
    }


def _weight(entry: Entry | None) -> float | str | None:
    last = next((one for one in reversed(state.entries()) if one.weight_kg is not None), None)
    noted = ""
    if last is not None and last.weight_kg is not None:
        kept = diary_fields.weight_words(last.weight_kg)
        noted = f" You last noted it on {cards.day(last.date)}: {kept}."
    cards.note(f"About once a week is enough.{noted}")
    return diary_fields.weight(entry)


# --- the whole form ---


def show() -> None:
    """Show the form; save in one click. What is wrong stands beside the button that was pressed."""
    entry: Entry | None = diary_state.form()["entry"]
    with st.container(key="card_when"):
        if diary_state.form()["restored"]:
            cards.note("What you typed here before is not saved yet. Save it or leave it.")
            if entry is None:
                st.button("Leave it", key="go_leave", on_click=diary_state.clear_form)
        date = _day(entry)
        too_bad = _too_bad(entry)
        pressed = {st.container(): too_bad and entry is None}
    today = entry is None and date == state.today()
    values = _pain(entry, today=today)
    places = diary_places.ask(entry)
    values |= _signs_and_note(entry, today=today)
    with st.container(key="buttons_diary", gap="small"):
        beside = st.container()
        pressed[beside] = _buttons(entry)
    values |= _all_else(entry, today=today)
    beside = st.container()
    with st.container(horizontal=True, vertical_alignment="center", key="buttons_rest"):
        pressed[beside] = forms.pressed(
            "Save all of this", "go_save_all", of="diary all", type="primary"
        )
        if entry is None and diary_state.is_typed():
            st.button(
                "Leave it", type="tertiary", key="change_leave", on_click=diary_state.clear_form
            )
    values |= {"places": places, "too_bad": too_bad}
    for number, is_pressed in enumerate(pressed.values()):
        if is_pressed:
            diary_state.form()["wrong"] = (number, _save(date, values), diary_state.draft())
    _what_is_wrong(list(pressed))
    if diary_state.form().pop("failed", None) is None:
        diary_state.keep_draft()
    diary_medicines.ask_relief()


def _what_is_wrong(places: list[Any]) -> None:
    """Show why the last press saved nothing, until something else is typed or pressed.

    Not only in the run of the press: a part that folds open makes another run, and would take the
    sentence away before it was read.
    """
    number, sentence, typed = diary_state.form().get("wrong") or (0, "", None)
    if sentence and typed == diary_state.draft():
        with places[number]:
            st.error(sentence)


def _too_bad(entry: Entry | None) -> bool:
    """Offer "too bad to fill in" in one tap; for an entry that is changed as a box."""
    if entry is None:
        return forms.pressed("Too bad to fill in", "go_too_bad", of="diary too bad")
    key, before = name("box_too_bad"), entry.too_bad
    now = st.checkbox(
        "It was too bad to fill in",
        value=bool(diary_state.typed("too_bad", before)),
        key=key,
    )
    return bool(diary_state.remember("too_bad", key, now, before))


def _buttons(entry: Entry | None) -> bool:
    with st.container(horizontal=True, key="buttons"):
        pressed = forms.pressed("Save", "go_save", of="diary", type="primary")
        if diary_state.form()["conflict"]:
            st.button(
                "Keep both, mine as a new entry", key="go_both", on_click=diary_state.keep_both
            )
        if entry:
            st.button("Leave it as it was", key="go_cancel", on_click=diary_state.clear_form)
    return pressed


def _save(date: dt.date | None, values: Mapping[str, Any]) -> str:
    """Save the entry and draw the page anew; return what is wrong where it cannot be kept."""
    if date is None:
        return "Choose a day first, then press Save again."
    before: Entry | None = diary_state.form()["entry"]
    about, latest = diary_state.stamp(date), state.today()
    if before is not None:
        latest = max(latest, before.date)  # written further east, where it was tomorrow already
        about = {field: getattr(before, field) for field in Entry.model_fields} | {"date": date}
    if values["wakings"] == _TOO_FEW:
        return _FEWER
    try:
        entry = diary.checked(Entry, {**about, **values}, today=latest)
    except BadRecord as bad:
        return cards.markdown(str(bad))
    if diary.is_empty(entry):
        return "Nothing is filled in yet. Choose a number or write a note, then press Save."
    if keep(entry):
        diary_state.clear_form()
    else:
        diary_state.form()["failed"] = True
    st.rerun()
    return ""


def keep(entry: Entry, said: str = "") -> bool:
    """Save an entry and say so, with what to do next; True once it is on the disk."""
    if not diary_state.save_entry(entry):
        return False
    danger = [sign for sign, said in entry.danger_signs.items() if said == "yes"]
    results.note_danger(danger)
    more = "You can change or delete it."
    if entry.too_bad:
        more = "You can add to it later. Please look at the emergency signs at the top of the page."
    if any(sign != NONE for sign in entry.symptoms):
        more = "A new sign? The check says how soon to get help."
    if danger:  # of an earlier day: one of today opens the emergency screen
        call = frame.country().emergency_text
        more = f"A danger sign that is still there needs help now: call {call}."
    state.notify(f"{said or f'Saved for {cards.day(entry.date)}.'} {more}")
    return True
