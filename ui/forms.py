"""One question as a widget. Each answer is saved in the click that gives it.

No answer is ever preset. The widget's own label says question and hint, so a screen reader hears
both; the visible words beside it are hidden from it.
"""

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from backwatch.conditions import NOT_SURE
from backwatch.questionnaire import NONE, TEXT_LENGTH, Answers, Question, Value, questionnaire
from ui import cards, state

SCORES = list(range(11))
_KEY = {"yes_no_unsure": "ans", "single": "opt", "multi": "ans", "number": "num", "text": "txt"}
_PAIN_ENDS = ("no pain", "the worst you can imagine")
_ENDS = {"limits": ("not at all", "I can do nothing"), "worry": ("not at all", "as much as can be")}


def _is_score(question: Question) -> bool:
    return question.type == "number" and question.whole and question.max == SCORES[-1]


def key(question: Question) -> str:
    """Return the widget's key; its first letters are what the style sheet goes by.

    It is another one for each person: no answer of one may be taken for one of another.
    """
    kind = "nrs" if _is_score(question) else _KEY[question.type]
    return f"{kind}_{question.id}{state.mark()}"


def _from_widget(question: Question, raw: Any, before: Value | None) -> Value | None:
    """Return a widget's value as an answer: "none" and "not sure" stand alone, the newest wins."""
    if question.type == "multi" and raw:
        alone = [word for word in (NONE, NOT_SURE) if word in raw]
        had = before if isinstance(before, tuple) else ()
        new = [word for word in alone if word not in had]
        raw = new[:1] if new else [word for word in raw if word not in alone] or alone[:1]
    if isinstance(raw, list):
        raw = tuple(raw)
    return question.read(raw)


def _keep(question_id: str, before: Value | None) -> None:
    question = questionnaire()[question_id]
    name = key(question)
    value = _from_widget(question, state.widget(name), before)
    if question.type == "multi":
        state.set_widget(name, list(value) if isinstance(value, tuple) else [])
    state.keep_answer(question_id, value)


def _label(question: Question) -> str:
    return f"{question.text} {question.help}".strip()


def _draw(question: Question, now: Value | None) -> Any:
    common = {
        "key": key(question),
        "on_change": _keep,
        "args": (question.id, now),
    }
    words = question.choices.get
    if question.type == "yes_no_unsure":
        return st.segmented_control(
            _label(question),
            list(question.choices),
            default=now,
            format_func=words,
            label_visibility="collapsed",
            wrap=True,
            **common,
        )
    if question.type == "single":
        options = [word for word in question.choices if word not in question.old or word == now]
        return st.radio(
            _label(question),
            options,
            index=options.index(now) if now in options else None,
            format_func=words,
            label_visibility="collapsed",
            width="stretch",
            **common,
        )
    if question.type == "multi":
        options = list(dict.fromkeys([*question.choices, NOT_SURE]))
        return st.pills(
            _label(question),
            options,
            selection_mode="multi",
            default=list(now or ()),
            format_func=lambda word: question.words(word),
            label_visibility="collapsed",
            wrap=True,
            **common,
        )
    if question.type == "text":
        return st.text_area(
            _label(question),
            value=now or "",
            max_chars=TEXT_LENGTH,
            label_visibility="collapsed",
            **common,
        )
    if _is_score(question):
        value = st.segmented_control(
            _label(question),
            SCORES,
            default=now,
            label_visibility="collapsed",
            wrap=True,
            width="stretch",
            **common,
        )
        ends(*_ENDS.get(question.id, _PAIN_ENDS))
        return value
    return st.number_input(
        _label(question),
        min_value=int(question.min),
        max_value=int(question.max),
        value=now,
        step=1,
        label_visibility="collapsed",
        width=200,
        **common,
    )


def ends(low: str, high: str) -> None:
    """Show what both ends of a 0 to 10 scale mean."""
    st.html(
        f'<div class="bw-ends" aria-hidden="true"><span>0 is {low}</span>'
        f"<span>10 is {high}</span></div>"
    )


def ask(question: Question, answers: Answers) -> None:
    """Show one question with its answer so far, and save what is chosen at once."""
    stored = answers.given.get(question.id)
    with st.container(key=f"row_{question.id}", gap="xsmall"):
        hint = f'<p class="bw-note">{cards.escape(question.help)}</p>' if question.help else ""
        skip = " (you can skip this)" if question.optional else ""
        st.html(
            f'<div aria-hidden="true"><p class="bw-q">{cards.escape(question.text)}{skip}</p>'
            f"{hint}</div>"
        )
        raw = _draw(question, stored)
        shown = _from_widget(question, raw, stored)
    if state.changed_here(question.id, shown, stored):
        # After a restart of the server the first click arrives without its callback.
        state.keep_answer(question.id, shown)
        st.rerun()


def pressed(label: str, key: str, *, of: str, **how: Any) -> bool:
    """Draw a button and return, once, whether it was pressed. `of`: a name that no other page uses.

    The run that draws a button can be cut short by the next click, and a plain button's press is
    lost with it. The callback comes first and remembers it; after a restart of the server there is
    no callback, and the button itself says so.
    """
    now = st.button(label, key=key, on_click=state.press, args=(of,), **how)
    return state.take_press(of) or now


def keep_shown(questions: Sequence[str], answers: Answers) -> None:
    """Save what stands chosen on the screen and is not saved yet.

    In one click with a button, an answer's own callback may come after the button's. What is empty
    is left to that callback: a widget that was not drawn yet is empty too.
    """
    found: dict[str, Value | None] = {}
    for name in questions:
        question, stored = questionnaire()[name], answers.given.get(name)
        raw = state.widget(key(question))
        if raw in (None, "", []):
            continue
        value = _from_widget(question, raw, stored)
        if state.changed_here(name, value, stored):
            found[name] = value
    if found:
        state.keep_answers(found)


def score(label: str, name: str, *, default: int | None = None) -> int | None:
    """Ask for a number from 0 to 10 as buttons, with nothing preset."""
    value = st.segmented_control(
        label, SCORES, default=default, key=f"nrs_{name}", wrap=True, width="stretch"
    )
    ends(*_PAIN_ENDS)
    return value


def choice(
    label: str,
    name: str,
    options: Sequence[str],
    words: Callable[[str], str],
    *,
    default: str | None = None,
    required: bool = False,
) -> str | None:
    """Ask for one of a few short answers as buttons; with nothing preset unless `default` is.

    required: a second press on the chosen one does not take it away.
    """
    return st.segmented_control(
        label,
        list(options),
        default=default,
        required=required,
        key=f"ans_{name}",
        format_func=words,
        wrap=True,
    )
