"""The fields of the page for the doctor. Each is kept in the click, or when it is left.

A field's key is its person's own. What it is made from is read anew in the callback.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import streamlit as st

from backwatch import sheet_treatments
from ui import cards, records_state, state, summary_kept, summary_made
from ui.summary_kept import LONG, SHORT

# Words that Markdown leaves alone. A label is also read aloud, and there as it is written.
_PLAIN = re.compile(r"(?![-+]|\d+[.)])(?!.*www\.)[\w\s?!,.;’'\"()/%-]*", re.IGNORECASE)


def label(text: str) -> str:
    """Return text for a label: as it is where it can be, else with its signs marked as signs."""
    return text if _PLAIN.fullmatch(text) and "_" not in text else cards.markdown(text)


def _key(name: str, kind: str = "page") -> str:
    return f"{kind}_{name}{state.mark()}"


# --- a few answers to choose from ---


def _keep_kind(value: str) -> bool:
    emergency = summary_made.is_emergency()
    return summary_kept.keep(kind={"kind": value, "emergency": emergency})


_KEEPERS: Mapping[str, Callable[[str], bool]] = {
    "days": lambda value: summary_kept.keep(days=value),
    "size": lambda value: summary_kept.keep(size=value),
    "paper": lambda value: summary_kept.keep(paper=value),
    "kind": _keep_kind,
}


def choose(
    label: str, name: str, options: Sequence[str], words: Callable[[str], str], now: str
) -> None:
    """Ask for one of a few short answers; a second press takes none away.

    A choice whose answers are others, or whose answer changed by itself, is another field.
    """
    shown = "_".join((name, str(len(options)), now if name == "kind" else ""))
    value = st.segmented_control(
        label,
        list(options),
        default=now,
        required=True,
        key=_key(shown, "ans"),
        format_func=words,
        wrap=True,
        on_change=_chosen,
        args=(name, shown),
    )
    _after_a_restart(shown, value, now, lambda: _chosen(name, shown))


def _chosen(name: str, shown: str) -> None:
    value = state.widget(_key(shown, "ans"))
    if value is not None and _KEEPERS[name](value):
        summary_kept.saw(shown, value)


def _after_a_restart(name: str, value: object, stored: object, keep: Callable[[], None]) -> None:
    """Keep what stands in a field although its callback never came."""
    if value is not None and summary_kept.changed_here(name, value, stored):
        keep()
        summary_kept.saw(name, value)
        st.rerun()


# --- ticks ---


def tick(label: str, group: str, name: str, *, now: bool, help: str | None = None) -> None:
    """Ask yes or no as a box."""
    value = st.checkbox(
        label,
        value=now,
        key=_key(f"{group}_{name}"),
        help=help,
        on_change=_ticked,
        args=(group, name),
    )
    _after_a_restart(f"{group}_{name}", value, now, lambda: _ticked(group, name))


def _ticked(group: str, name: str) -> None:
    value = bool(state.widget(_key(f"{group}_{name}")))
    if summary_kept.keep_in(group, **{name: value}):
        summary_kept.saw(f"{group}_{name}", value)


# --- texts ---


def _medicines() -> str:
    return sheet_treatments.medicines(records_state.treatments(), state.entries(), state.today())


def _story() -> str:
    return summary_made.starting_words().story


# What stands in a field before anything is typed: it is not kept, so it stays up to date.
_STANDING: Mapping[str, Callable[[], str]] = {"medicines": _medicines, "story": _story}


def _standing(name: str) -> str:
    return _STANDING[name]() if name in _STANDING else ""


def _stored(name: str, most: int = LONG) -> str:
    """Return what was typed, or what stands there until then."""
    now = summary_kept.text(name, most)
    return _standing(name) if now is None else now


def line(name: str, label: str, hint: str = "") -> None:
    """Ask for one line."""
    stored = _stored(name, SHORT)
    value = st.text_input(
        label,
        value=stored,
        max_chars=SHORT,
        key=_key(name),
        on_change=_typed,
        args=(name,),
    )
    if hint:
        cards.note(hint)
    _after_a_restart(name, value, stored, lambda: _typed(name))


def area(name: str, label: str, hint: str = "", *, height: int = 120) -> None:
    """Ask for a longer text. The page keeps it while it is typed."""
    stored = _stored(name)
    value = st.text_area(
        label,
        value=stored,
        max_chars=LONG,
        key=_key(name),
        height=height,
        on_change=_typed,
        args=(name,),
    )
    if hint:
        cards.note(hint)
    _after_a_restart(name, value, stored, lambda: _typed(name))


def _typed(name: str) -> None:
    value = state.widget(_key(name))
    if value is not None:
        summary_kept.keep_text(name, value, standing=_standing(name))


# --- since when a danger sign is there ---


def since(question: str, label: str) -> None:
    """Ask since when a danger sign is there."""
    now = str(summary_kept.group("since").get(question) or "")
    name = f"since_{question}"
    value = st.text_input(
        label, value=now, max_chars=80, key=_key(name), on_change=_since_typed, args=(question,)
    )
    _after_a_restart(name, value, now, lambda: _since_typed(question))


def _since_typed(question: str) -> None:
    value: Any = state.widget(_key(f"since_{question}"))
    if value is not None and summary_kept.keep_in("since", **{question: value}):
        summary_kept.saw(f"since_{question}", value)
        state.notify("Kept.")


# --- the first lines ---


def _first_lines_key() -> str:
    """Return the name of the field: another one for other answers, and after it began anew."""
    mark = summary_kept.mark_of(summary_made.answers())
    return f"in_short_{mark}_{state.memory('first_lines', number=0)['number']}"


def first_lines() -> None:
    """Show the lines that the answers make, to be changed."""
    own = summary_kept.in_short(summary_made.answers())
    stored = " ".join(summary_made.starting_words().in_short) if own is None else own
    name = _first_lines_key()
    value = st.text_area(
        "The first lines of your page",
        value=stored,
        max_chars=LONG,
        key=_key(name),
        height=140,
        on_change=_first_lines_typed,
    )
    cards.note(
        "They are made from your answers. Change what is not right."
        if summary_made.starting_words().in_short
        else "Two or three short sentences. With a check, they are made from your answers."
    )
    if own is not None:
        st.button(
            "Use the lines made from my answers",
            key=f"change_first_lines{state.mark()}",
            type="tertiary",
            on_click=_first_lines_again,
        )
    _after_a_restart(name, value, stored, _first_lines_typed)


def old_first_lines() -> None:
    """Say, where it is so, that the person's own first lines were for other answers."""
    if summary_kept.in_short_is_old(summary_made.answers()):
        st.warning("Your answers have changed. The page has new first lines, made from them.")
        st.button(
            "Use my own first lines again",
            key=f"change_old_lines{state.mark()}",
            type="tertiary",
            on_click=_use_old_lines,
        )


def _first_lines_typed() -> None:
    name = _first_lines_key()
    value = state.widget(_key(name))
    if value is None:
        return
    state.hear(value)
    made = " ".join(summary_made.starting_words().in_short)
    own = None if value == made else value
    if summary_kept.keep_in_short(own, summary_made.answers()):
        summary_kept.saw(name, value)
        state.notify("Kept.")


def _first_lines_again() -> None:
    if summary_kept.keep_in_short(None, None):
        state.memory("first_lines", number=0)["number"] += 1
        state.notify("The first lines are made from your answers again.")


def _use_old_lines() -> None:
    if summary_kept.use_old_in_short(summary_made.answers()):
        state.memory("first_lines", number=0)["number"] += 1
        state.notify("The page has your own first lines again.")


# --- for whom and when ---


def visit() -> None:
    """Ask for whom the page is and when; the diary's next visit stands there by itself."""
    visits = records_state.appointments()
    coming, typed = summary_kept.next_visit(visits), summary_kept.visit(visits)
    mark = summary_kept.visit_mark(visits)
    now = typed if typed is not None else coming
    whom = st.text_input(
        "Who is it for?",
        value=now.with_whom if now else "",
        max_chars=SHORT,
        key=_key(f"whom_{mark}"),
        on_change=_visit_typed,
    )
    with st.container(horizontal=True, key="page_when"):
        day = st.date_input(
            "On which day?",
            value=now.date if now else None,
            min_value=state.today(),
            format="DD/MM/YYYY",
            key=_key(f"day_{mark}"),
            width=220,
            on_change=_visit_typed,
        )
        time = st.time_input(
            "At what time?",
            value=now.time if now else None,
            step=300,
            key=_key(f"time_{mark}"),
            width=220,
            on_change=_visit_typed,
        )
    cards.note(
        "It is your next appointment in the diary."
        if coming and typed is None
        else "You can leave this out."
    )
    stored = (now.with_whom, now.date, now.time) if now else ("", None, None)
    _after_a_restart(f"visit_{mark}", (whom, day, time), stored, _visit_typed)


def _visit_typed() -> None:
    mark = summary_kept.visit_mark(records_state.appointments())
    keys = [_key(f"{name}_{mark}") for name in ("whom", "day", "time")]
    whom, day, time = (state.widget(key) for key in keys)
    found = {
        "of": mark,
        "whom": (whom or "").strip(),
        "date": day.isoformat() if day else None,
        "time": time.isoformat("minutes") if time else None,
    }
    if summary_kept.keep(visit=found):
        summary_kept.saw(f"visit_{mark}", (whom or "", day, time))
        state.notify("Kept.")
