"""The smoking history of lung screening: times to add and take away, and how the sum came out."""

import streamlit as st

from backwatch import smoking_history
from backwatch.screening_record import MOST_PERIODS, KeptPeriod
from backwatch.screening_rules import book
from backwatch.screening_words import words
from backwatch.smoking_history import Beside
from ui import cards, screening_fields, screening_state
from ui.check_reasons import cited

_AGES = (0, 120)
_AMOUNTS = (1, 200)


def show() -> None:
    """Ask for age and smoking, and show what it makes."""
    said, told = words().page, screening_state.record()
    with st.container(key="card_smoking"):
        st.header("You and smoking", anchor=False)
        screening_fields.told_number("Your age", "age")
        smoked = screening_fields.yes_no(said["smoked_question"], "smoked", told.smoked)
        cards.note(said["smoked_hint"])
        if smoked == "no":
            cards.text(said["never"])
        if smoked != "yes":
            return
        cards.note(said["smoking_hint"])
        if "age" not in told.told:
            cards.note(said["smoking_age"])
        beside = told.history.beside
        for number, period in enumerate(told.periods, start=1):
            _period(number, period, beside[number - 1])
        _buttons(len(told.periods))
        _sum()


def _period(number: int, period: KeptPeriod, beside: Beside) -> None:
    said, path = words().smoking, f"period.{period.id}"
    with st.container(key=f"row_period_{period.id}", gap="small"):
        st.subheader(f"Time {number}", anchor=False)
        kind = screening_fields.listed(
            f"What you smoked (time {number})",
            f"{path}.kind",
            period.kind,
            list(said.kinds),
            lambda word: said.kinds[word],
        )
        left, right = st.columns(2)
        with left:
            label = f"From what age (time {number})"
            screening_fields.number(label, f"{path}.start", period.start, _AGES)
        with right:
            if not period.goes_on:
                label = f"Until what age (time {number})"
                screening_fields.number(label, f"{path}.end", period.end, _AGES)
            screening_fields.ticked(
                f"I still do (time {number})", f"{path}.goes_on", period.goes_on
            )
        about_ages = beside.wrong and not period.period.asked_back
        if about_ages:
            _beside(number, period, beside)
        if kind in smoking_history.CIGARETTES:
            left, right = st.columns(2)
            with left:
                label = f"How many (time {number})"
                screening_fields.number(label, f"{path}.amount", period.amount, _AMOUNTS)
            with right:
                label = f"A day or a week (time {number})"
                screening_fields.choice(label, f"{path}.unit", period.unit, said.units)
        if not about_ages:
            _beside(number, period, beside)
        st.button(
            f"Remove time {number}",
            key=f"change_remove_{period.id}",
            type="tertiary",
            on_click=screening_state.remove_period,
            args=(period.id,),
        )


def _beside(number: int, period: KeptPeriod, beside: Beside) -> None:
    """Show what this time still needs or why it cannot be, and ask back what looks too high."""
    if not beside.wrong:
        if beside.text:
            cards.note(beside.text)
        return
    st.html(f'<p class="bw-outside" role="status">{cards.escape(beside.text)}</p>')
    if period.period.asked_back:
        said = words().page
        with st.container(horizontal=True, key=f"buttons_meant_{period.id}"):
            for unit in ("week", "day"):
                st.button(
                    f"{said[f'meant_{unit}']} (time {number})",
                    key=f"change_meant_{unit}_{period.id}",
                    on_click=_mean,
                    args=(period.id, unit),
                )


def _mean(period_id: str, unit: str) -> None:
    if screening_state.mean(period_id, unit):
        screening_fields.show_choice(f"period.{period_id}.unit", unit)


def _buttons(count: int) -> None:
    with st.container(horizontal=True, key="buttons_periods"):
        if count < MOST_PERIODS:
            label = "Add another time" if count else "Add a time of smoking"
            st.button(label, key="go_add_period", on_click=screening_state.add_period)
        if screening_state.removed() is not None:
            st.button("Put it back", key="go_put_back", on_click=screening_state.put_back)


def _sum() -> None:
    history = screening_state.record().history
    if not history.lines and not history.problems:
        return
    with st.container(key="row_sum", gap="small"):
        st.subheader("How your pack-years come out", anchor=False)
        cards.bullets(history.lines)
        for problem in history.problems:
            st.warning(cards.markdown(words().page["clash"].format(problem=problem)))
        if history.is_whole:
            first, *rest = smoking_history.totals(history)
            st.html(f'<p class="bw-p"><b>{cards.escape(first)}</b></p>')
            for sentence in rest:
                cards.text(sentence)
            cards.sources(cited(book().recall.sources))
