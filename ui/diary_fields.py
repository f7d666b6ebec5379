"""The parts of the diary form: each shows what was typed or kept before, and remembers it.

Nothing is ever preset. `part` is the name of a field of the form; `before` what the entry holds.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from backwatch import diary
from backwatch.conditions import NOT_SURE
from backwatch.diary import KG_IN_A_POUND, Entry
from backwatch.questionnaire import NONE, questionnaire
from ui import cards, diary_state, forms, frame, state

PAIN_ENDS = ("no pain", "the worst you can imagine")
LIMIT_ENDS = ("not at all", "I can do nothing")
HELP_ENDS = ("not at all", "all pain gone")
_PAUSE = "1s"  # what is typed is kept after this long without a key
_NUMBER = re.compile(r"[0-9]{1,6}(?:[.,][0-9]{1,6})?", re.ASCII)


def name(part: str) -> str:
    """Return a widget name that is new for every form, so that an empty form is really empty."""
    return f"{part}_{diary_state.form()['number']}"


def again(part: str) -> str:
    """Return a widget name that is also new each time the lists are filled in from before."""
    copied = diary_state.form()["copied"]
    return f"{name(part)}_{copied}" if copied else name(part)


def one_of(value: Any, options: Sequence[Any]) -> Any:
    """Return the value where it can be chosen, else None: nothing chosen."""
    return value if value in options else None


def score(label: str, part: str, before: int | None, ends: tuple[str, str] = PAIN_ENDS) -> Any:
    """Ask for a number from 0 to 10."""
    key = f"nrs_{name(part)}"
    value = st.segmented_control(
        label,
        forms.SCORES,
        default=one_of(diary_state.typed(part, before), forms.SCORES),
        key=key,
        wrap=True,
        width="stretch",
    )
    forms.ends(*ends)
    return diary_state.remember(part, key, value, before)


def word(label: str, part: str, options: Sequence[str], before: str | None) -> Any:
    """Ask for one of a few short answers."""
    start = one_of(diary_state.typed(part, before), options)
    value = forms.choice(label, name(part), options, str, default=start)
    return diary_state.remember(part, f"ans_{name(part)}", value, before)


def several(label: str, field: str, part: str, ids: Sequence[str], entry: Entry | None) -> Any:
    """Ask for some of the choices of one list of rules/diary.yaml. Returns their ids, in order."""
    words = diary.vocabulary()
    return _pills(label, part, ids, entry, field, lambda id: words.label(field, id))


def _pills(
    label: str, part: str, ids: Sequence[str], entry: Entry | None, field: str, words: Any
) -> tuple[str, ...]:
    before = [id for id in getattr(entry, field) if id in ids] if entry else []
    key = again(f"ans_{part}")
    now = diary_state.typed(part, before)
    value = st.pills(
        label,
        list(ids),
        default=[id for id in now if id in ids] if isinstance(now, list) else [],
        selection_mode="multi",
        format_func=words,
        key=key,
        wrap=True,
    )
    return tuple(diary_state.remember(part, key, list(value or ()), before))


def whole_list(label: str, field: str, entry: Entry | None) -> tuple[str, ...]:
    """Ask for some of all the choices of one list."""
    return several(label, field, field, diary.vocabulary().ids(field), entry)


def line(label: str, part: str, before: str, **how: Any) -> str:
    """Ask for a short text."""
    key = f"txt_{name(part)}"
    now = diary_state.typed(part, before)
    start = now if isinstance(now, str) else ""
    value = st.text_input(label, value=start, key=key, live=_PAUSE, **how)
    return str(diary_state.remember(part, key, value or "", before))


def number(label: str, part: str, before: float | None, **how: Any) -> float | str | None:
    """Ask for a number, written with a point or a comma.

    Returns None for an empty field, and the text itself where it is no number: saving then says
    what to write. What the entry holds comes back just as it was while its text is not changed.
    """
    shown = "" if before is None else f"{before:g}"
    text = line(label, part, shown, **how).strip()
    if text == shown:
        return before
    if not text:
        return None
    return float(text.replace(",", ".")) if _NUMBER.fullmatch(text) else text


def whole(value: float | str | None) -> float | str | None:
    """Return 4.0 as 4; 4.5 stays, to be refused."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def in_pounds() -> bool:
    """Return whether the person weighs in pounds: by their own choice, else by their country."""
    return (state.person().units or frame.country().units) == "us"


def weight(entry: Entry | None) -> float | str | None:
    """Ask for the weight in the person's own unit; return it in kg."""
    kept = entry.weight_kg if entry else None
    pounds = in_pounds()
    shown = round(kept / KG_IN_A_POUND, 1) if kept is not None and pounds else kept
    unit = "pounds (lb)" if pounds else "kilograms (kg)"
    value = number(f"Weight in {unit}", "weight", shown, width=220)
    if value == shown:
        return kept
    if pounds and isinstance(value, float):
        return round(value * KG_IN_A_POUND, 2)
    return value


def weight_words(weight_kg: float) -> str:
    """Return a weight in the person's own unit."""
    if in_pounds():
        return f"{round(weight_kg / KG_IN_A_POUND, 1):g} lb"
    return f"{weight_kg:g} kg"


def symptoms(entry: Entry | None, *, first: int, today: bool) -> tuple[str, ...]:
    """Ask for other signs: a short row first, all the others behind one tap."""
    ids = diary.vocabulary().ids("symptoms")
    label = "Anything else today?" if today else "Anything else that day?"
    common = several(label, "symptoms", "symptoms", ids[:first], entry)
    with st.expander("More signs", key=name("part_signs")):
        more = several("More signs", "symptoms", "more_symptoms", ids[first:], entry)
    return common + more


def danger_signs(key: str, start: Sequence[str]) -> list[str]:
    """Ask for danger signs behind one tap; left untouched, they were not asked.

    Returns what is chosen: question ids, or "none" for none of them.
    """
    book = questionnaire()
    options = [*diary.vocabulary().danger_signs, NONE]
    with st.expander("Danger signs", key=f"part_{key}"):
        cards.note("Only if you have one. Each of these needs emergency help, and we tell you how.")
        chosen = st.pills(
            "Danger signs that day",
            options,
            default=[sign for sign in start if sign in options],
            selection_mode="multi",
            format_func=lambda sign: "None of these" if sign == NONE else book[sign].label,
            key=key,
            wrap=True,
        )
    return list(chosen or ())


def danger_of_entry(entry: Entry | None) -> dict[str, Any]:
    """Ask for the danger signs of the form's entry; return the answers to keep."""
    before = entry.danger_signs if entry else {}
    start, key = danger_chosen(before), name("ans_danger")
    now = diary_state.typed("danger", start)
    chosen = danger_signs(key, now if isinstance(now, list) else start)
    return danger_answers(diary_state.remember("danger", key, chosen, start), before)


def danger_chosen(before: Mapping[str, str]) -> list[str]:
    """Return the danger signs to show as chosen, for what an entry holds."""
    signs = diary.vocabulary().danger_signs
    if all(before.get(sign) == "no" for sign in signs):
        return [NONE]
    return [sign for sign in signs if before.get(sign) == "yes"]


def danger_answers(chosen: Sequence[str], before: Mapping[str, str]) -> dict[str, Any]:
    """Return the answers to keep: untouched, those of before; a yes always comes first."""
    start = danger_chosen(before)
    if set(chosen) == set(start):
        return dict(before)
    yes = [sign for sign in chosen if sign != NONE]
    if NONE in chosen and not yes:
        return dict.fromkeys(diary.vocabulary().danger_signs, "no")
    stays = (NOT_SURE,) if NONE in start else (NOT_SURE, "no")
    return {s: v for s, v in before.items() if v in stays} | dict.fromkeys(yes, "yes")
