"""Where it hurts: the body from behind and from the front, the same as a list, a score for each."""

import streamlit as st

from backwatch import diary
from backwatch.body_paths import FRONT_ONLY
from backwatch.diary import Entry
from ui import cards, diary_fields, diary_same, diary_state, state
from ui.components.body_map import body_map

MOST_PLACES = 3


def _list_name() -> str:
    """Return the name of the list of places; a tap on the map makes it a new list.

    Setting the old one's value instead can be lost on its way to the browser when two runs follow
    each other closely, and the list would go on showing what the map does not.
    """
    return f"{diary_fields.name('ans_places')}_{diary_state.form()['taps']}"


def _tap(part: str) -> None:
    tapped = state.widget(diary_fields.name(part))
    if tapped and tapped.get("tapped"):
        chosen, zone = list(diary_state.form()["places"]), tapped["tapped"]
        if zone in chosen:
            chosen.remove(zone)
        else:
            chosen.append(zone)
        _choose(chosen, renew_list=True)


def _tap_back() -> None:
    _tap("map")


def _tap_front() -> None:
    _tap("front")


def _list() -> None:
    _choose(list(state.widget(_list_name()) or ()), renew_list=False)


def _choose(chosen: list[str], *, renew_list: bool) -> None:
    form = diary_state.form()
    if len(chosen) > MOST_PLACES:
        state.notify(f"You can choose up to {MOST_PLACES} places. Take one away first.")
        renew_list = True
    else:
        for gone in set(form["places"]) - set(chosen):
            form["values"].pop(_score(gone), None)
            form["widgets"].pop(_score(gone), None)
        form["places"] = tuple(chosen)
    if renew_list:
        form["taps"] += 1


def ask(entry: Entry | None) -> tuple[dict[str, object], ...]:
    """Ask where it hurts, and how much in each place. A place without a score stays without."""
    zones = {zone.id: zone.label for zone in diary.vocabulary().zones}
    chosen = [zone for zone in diary_state.form()["places"] if zone in zones]
    with st.container(key="card_map"):
        st.header("Where does it hurt?", anchor=False)
        diary_same.offer()
        cards.note(f"Your back, as someone behind you sees it. Up to {MOST_PLACES} places.")
        body_map(
            "Your back, seen from behind. Choose the places that hurt.",
            zones,
            chosen,
            key=diary_fields.name("map"),
            on_tap=_tap_back,
        )
        in_front = any(zone in FRONT_ONLY for zone in chosen)
        with st.expander(
            "Chest and front of the body",
            expanded=diary_state.opened("front", start=in_front),
            key=diary_fields.name("part_front"),
        ):
            cards.note("Your front, as someone facing you sees it.")
            body_map(
                "Your body, seen from the front. Choose the places that hurt.",
                zones,
                chosen,
                key=diary_fields.name("front"),
                on_tap=_tap_front,
                front=True,
            )
        with st.expander("Use a list instead", key=diary_fields.name("part_list")):
            st.pills(
                "Places that hurt",
                list(zones),
                default=chosen,
                selection_mode="multi",
                format_func=zones.__getitem__,
                key=_list_name(),
                on_change=_list,
                wrap=True,
            )
        return tuple(_place(entry, zone, zones[zone]) for zone in chosen)


def _score(zone: str) -> str:
    return f"place_{zone}"


def _place(entry: Entry | None, zone: str, label: str) -> dict[str, object]:
    before = next((p.score for p in entry.places if p.place == zone), None) if entry else None
    score = diary_fields.score(f"How bad is it there? {label}", _score(zone), before)
    return {"place": zone, "score": score}
