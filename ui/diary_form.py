"""The diary form: a day, two scores, the night, places, other signs and a note."""

import datetime as dt

import streamlit as st

from backwatch import diary
from backwatch.conditions import NOT_SURE
from backwatch.diary import BadRecord, Entry, Place
from backwatch.questionnaire import NONE, questionnaire
from ui import cards, diary_state, forms, frame, results, state
from ui.components.body_map import body_map

MOST_PLACES = 3
SYMPTOMS_FIRST = 8
_NIGHTS = {0: "No", 1: "Once", 2: "Twice", 3: "3 or more"}
_DAYS = ("Today", "Yesterday", "Another day")


def _name(part: str) -> str:
    """Return a widget name that is new for every form, so that an empty form is really empty."""
    return f"{part}_{diary_state.form()['number']}"


def _list_name() -> str:
    """Return the name of the list of places; a tap on the map makes it a new list.

    Setting the old one's value instead can be lost on its way to the browser when two runs follow
    each other closely, and the list would go on showing what the map does not.
    """
    return f"{_name('ans_places')}_{diary_state.form()['taps']}"


def _tap_place() -> None:
    tapped = state.widget(_name("map"))
    if tapped and tapped.get("tapped"):
        chosen, zone = list(diary_state.form()["places"]), tapped["tapped"]
        if zone in chosen:
            chosen.remove(zone)
        else:
            chosen.append(zone)
        _choose_places(chosen, renew_list=True)


def _list_places() -> None:
    _choose_places(list(state.widget(_list_name()) or ()), renew_list=False)


def _choose_places(chosen: list[str], *, renew_list: bool) -> None:
    form = diary_state.form()
    if len(chosen) > MOST_PLACES:
        state.notify(f"You can choose up to {MOST_PLACES} places. Take one away first.")
        renew_list = True
    else:
        form["places"] = tuple(chosen)
    if renew_list:
        form["taps"] += 1


def _day() -> dt.date | None:
    """Ask for the day; for an entry that is changed by its date: "today" moves at midnight."""
    entry: Entry | None = diary_state.form()["entry"]
    today = state.today()
    days = {"Today": today, "Yesterday": today - dt.timedelta(days=1)}
    with st.container(key="card_when"):
        if entry is None:
            word = forms.choice("Which day?", _name("day"), _DAYS, str, default="Today")
            if word != "Another day":
                return days.get(word or "")
        return st.date_input(
            "Which day?" if entry else "The day",
            value=entry.date if entry else None,
            max_value=max(today, entry.date) if entry else today,
            min_value=dt.date(1900, 1, 1),
            format="DD/MM/YYYY",
            key=_name("date"),
        )


def _places() -> None:
    words = diary.vocabulary()
    zones = {zone.id: zone.label for zone in words.zones}
    chosen = diary_state.form()["places"]
    with st.container(key="card_map"):
        st.header("Where does it hurt?", anchor=False)
        cards.note(f"Your back, as someone behind you sees it. Up to {MOST_PLACES} places.")
        body_map(
            "Your back, seen from behind. Choose the places that hurt.",
            zones,
            chosen,
            key=_name("map"),
            on_tap=_tap_place,
        )
        with st.expander("Use a list instead"):
            st.pills(
                "Places that hurt",
                list(zones),
                default=list(chosen),
                selection_mode="multi",
                format_func=zones.__getitem__,
                key=_list_name(),
                on_change=_list_places,
                wrap=True,
            )


def _symptoms(entry: Entry | None) -> tuple[str, ...]:
    """Ask for other signs: a short row first, all the others behind one tap."""
    words = diary.vocabulary()
    ids = words.ids("symptoms")

    def pills(label: str, part: tuple[str, ...], name: str) -> list[str]:
        return st.pills(
            label,
            list(part),
            default=[id for id in entry.symptoms if id in part] if entry else [],
            selection_mode="multi",
            format_func=lambda id: words.label("symptoms", id),
            key=_name(name),
            wrap=True,
        )

    first = pills("Anything else that day?", ids[:SYMPTOMS_FIRST], "ans_symptoms")
    with st.expander("More signs"):
        more = pills("More signs that day", ids[SYMPTOMS_FIRST:], "ans_more_symptoms")
    return tuple(first or ()) + tuple(more or ())


def _danger_signs(entry: Entry | None) -> dict[str, str]:
    """Ask for danger signs behind one tap; left untouched, they were not asked."""
    book = questionnaire()
    signs = diary.vocabulary().danger_signs
    before = entry.danger_signs if entry else {}
    start = [sign for sign in signs if before.get(sign) == "yes"]
    if before and not start and all(value == "no" for value in before.values()):
        start = [NONE]
    with st.expander("Danger signs"):
        cards.note("Only if you have one. Each of these needs emergency help, and we tell you how.")
        chosen = st.pills(
            "Danger signs that day",
            [*signs, NONE],
            default=start,
            selection_mode="multi",
            format_func=lambda sign: "None of these" if sign == NONE else book[sign].label,
            key=_name("ans_danger"),
            wrap=True,
        )
    yes = [sign for sign in chosen or () if sign != NONE]
    unsure = {sign: value for sign, value in before.items() if value == NOT_SURE}
    if yes:
        return {**unsure, **dict.fromkeys(yes, "yes")}
    return dict.fromkeys(signs, "no") if NONE in (chosen or ()) else unsure


def _night(entry: Entry | None, *, today: bool) -> tuple[int | None, int | None]:
    before = min(entry.wakings, 3) if entry and entry.wakings is not None else None
    pain = forms.score(
        "Pain last night" if today else "Pain in the night before",
        _name("night"),
        default=entry.pain_night if entry else None,
    )
    word = forms.choice(
        "Did pain wake you last night?" if today else "Did pain wake you in that night?",
        _name("woken"),
        [*_NIGHTS.values(), "Not sure"],
        str,
        default=_NIGHTS[before] if before is not None else None,
    )
    wakings = next((count for count, words in _NIGHTS.items() if words == word), None)
    if wakings == before and entry:
        wakings = entry.wakings  # 5 times stays 5 times
    return pain, wakings


def show() -> None:
    """Show the form; save in one click."""
    entry: Entry | None = diary_state.form()["entry"]
    date = _day()
    today = entry is None and date == state.today()
    with st.container(key="card_pain"):
        worst = forms.score(
            "Worst pain today" if today else "Worst pain that day",
            _name("worst"),
            default=entry.pain_worst if entry else None,
        )
        night, wakings = _night(entry, today=today)
        cards.note(
            "Leave out what you did not notice. An empty box means “not recorded”. It is never "
            "counted as 0."
        )
    _places()
    with st.container(key="card_more"):
        symptoms = _symptoms(entry)
        danger_signs = _danger_signs(entry)
        note = st.text_area(
            "A note in your own words",
            value=entry.note if entry else "",
            max_chars=diary.NOTE_LENGTH,
            key=_name("note"),
            height=100,
        )
    values = {
        "pain_worst": worst,
        "pain_night": night,
        "wakings": wakings,
        "symptoms": symptoms,
        "danger_signs": danger_signs,
        "note": note or "",
    }
    with st.container(horizontal=True, key="buttons"):
        pressed = st.button("Save", type="primary", key="go_save")
        if diary_state.form()["conflict"]:
            st.button(
                "Keep both, mine as a new entry", key="go_both", on_click=diary_state.keep_both
            )
        if entry:
            st.button("Leave it as it was", key="go_cancel", on_click=diary_state.clear_form)
    if pressed:
        _save(date, values)


def _save(date: dt.date | None, values: dict[str, object]) -> None:
    if date is None:
        st.error("Choose a day first, then press Save again.")
        return
    before: Entry | None = diary_state.form()["entry"]
    places = [
        Place(place=zone, score=_old_score(before, zone)) for zone in diary_state.form()["places"]
    ]
    about, latest = diary_state.stamp(date), state.today()
    if before is not None:
        latest = max(latest, before.date)  # written further east, where it was tomorrow already
        about = {name: getattr(before, name) for name in Entry.model_fields} | {"date": date}
    try:
        entry = diary.checked(Entry, {**about, **values, "places": tuple(places)}, today=latest)
    except BadRecord as bad:
        st.error(cards.markdown(str(bad)))
        return
    if diary.is_empty(entry):
        st.error("Nothing is filled in yet. Choose a number or write a note, then press Save.")
        return
    if diary_state.save_entry(entry):
        danger = [sign for sign, said in entry.danger_signs.items() if said == "yes"]
        results.note_danger(danger)
        diary_state.clear_form()
        signs = [sign for sign in entry.symptoms if sign != NONE]
        more = "A new sign? The check says how soon to get help." if signs else ""
        if danger:  # of an earlier day: one of today opens the emergency screen
            call = frame.country().emergency_text
            more = f"A danger sign that is still there needs help now: call {call}."
        state.notify(f"Saved for {cards.day(date)}. {more or 'You can change or delete it.'}")
    st.rerun()


def _old_score(before: Entry | None, zone: str) -> int | None:
    return next((p.score for p in before.places if p.place == zone), None) if before else None
