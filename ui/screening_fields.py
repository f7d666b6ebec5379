"""One answer on the page of lung screening as a widget, saved in the click that gives it."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import streamlit as st

from backwatch.questionnaire import YES_NO_UNSURE
from backwatch.screening_rules import book
from backwatch.screening_words import words
from ui import cards, screening_state, state


def _key(kind: str, path: str) -> str:
    """Return the key of a widget: what the style sheet goes by, and the person it belongs to."""
    return f"{kind}_screening_{path.replace('.', '_')}{state.mark()}"


def _keep(path: str, key: str, scale: float) -> None:
    screening_state.keep({path: _scaled(state.widget(key), scale)})


def _keep_number(path: str, key: str, scale: float, low: int, high: int) -> None:
    value = state.widget(key)
    screening_state.keep({path: _scaled(_fitting(path, value, low, high), scale)})


def _fitting(path: str, value: int | None, low: int, high: int) -> int | None:
    """Return the number within its limits. Outside of them nothing is told, and that is shown."""
    fits = value is None or low <= value <= high
    screening_state.mark_wrong(path, is_wrong=not fits)
    return value if fits else None


def _scaled(value: Any, scale: float) -> Any:
    return value if value is None or scale == 1 else round(value * scale, 2)


def _settle(path: str, value: Any, stored: Any, scale: float = 1) -> None:
    """Save what stands in a widget whose callback never came, as after a restart of the server."""
    if scale != 1 and value is not None and stored is not None and value == _shown(stored, scale):
        return
    value = _scaled(value, scale)
    if screening_state.changed_here(path, value, stored):
        screening_state.keep({path: value})
        st.rerun()


def _shown(value: Any, scale: float = 1) -> int | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return round(value / scale)


def choice(
    label: str, path: str, stored: Any, options: Mapping[str, str], *, above: bool = False
) -> str | None:
    """Ask for one of a few short answers as buttons; nothing is preset.

    above: the words of the question stand there already.
    """
    key = _key("ans", path)
    start = stored if isinstance(stored, str) and stored in options else None
    value: str | None = st.segmented_control(
        label,
        list(options),
        default=start,
        format_func=lambda word: options[word],
        key=key,
        label_visibility="collapsed" if above else "visible",
        wrap=True,
        on_change=_keep,
        args=(path, key, 1),
    )
    _settle(path, value, start)
    return value


def show_choice(path: str, value: str) -> None:
    """Show another answer in a choice, in a callback only, after it was kept in another way."""
    state.set_widget(_key("ans", path), value)


def yes_no(label: str, path: str, stored: Any, *, above: bool = False) -> str | None:
    """Ask a yes or no question with "not sure" in the middle."""
    if isinstance(stored, bool):
        stored = "yes" if stored else "no"
    return choice(label, path, stored, YES_NO_UNSURE, above=above)


def listed(
    label: str,
    path: str,
    stored: Any,
    options: Sequence[Any],
    said: Callable[[Any], str],
    *,
    placeholder: str = "Choose",
) -> Any:
    """Ask for one of several answers as a list to open."""
    key = _key("sel", path)
    start = stored if stored in options else None
    value = st.selectbox(
        label,
        list(options),
        index=list(options).index(start) if start is not None else None,
        format_func=said,
        placeholder=placeholder,
        key=key,
        on_change=_keep,
        args=(path, key, 1),
    )
    _settle(path, value, start)
    return value


def number(
    label: str,
    path: str,
    stored: Any,
    limits: tuple[float, float],
    *,
    scale: float = 1,
    width: int = 220,
) -> None:
    """Ask for a whole number with nothing preset, and say where one is outside of its limits.

    scale: what one of it is in the kept unit.
    """
    low, high = round(limits[0] / scale), round(limits[1] / scale)
    # A key of its own for each unit: what stands in a widget says nothing of its unit.
    key, start = _key("num" if scale == 1 else "us", path), _shown(stored, scale)
    # Without limits of its own: the browser would keep back what is outside, with no word of why.
    value = st.number_input(
        label,
        value=start if start is not None and low <= start <= high else None,
        step=1,
        key=key,
        width=width,
        on_change=_keep_number,
        args=(path, key, scale, low, high),
    )
    _settle(path, _fitting(path, value, low, high), stored if scale != 1 else start, scale)
    if screening_state.wrong(path):
        sentence = words().page["outside"].format(low=low, high=high)
        st.html(f'<p class="bw-outside" role="alert">{cards.escape(sentence)}</p>')


def ticked(label: str, path: str, stored: bool) -> bool:
    """Ask with one box to tick."""
    key = _key("box", path)
    value = st.checkbox(label, value=stored, key=key, on_change=_keep, args=(path, key, 1))
    _settle(path, value, stored)
    return value


def told_number(label: str, name: str, *, scale: float = 1, width: int = 220) -> None:
    """Ask for a number that the command line knows by this name, within its limits."""
    field = book().fields[name]
    stored = screening_state.record().told.get(name)
    number(label, f"told.{name}", stored, (field.min, field.max), scale=scale, width=width)


def told_yes_no(label: str, name: str) -> str | None:
    """Ask a yes or no question that the command line knows by this name."""
    return yes_no(label, f"told.{name}", screening_state.record().told.get(name))
