"""The number of lung screening: only for who asks for it, told out of 1,000, both sides."""

from collections.abc import Sequence

import streamlit as st

from backwatch import article_blocks, article_html, risk
from backwatch.diary import KG_IN_A_POUND
from backwatch.screening_words import words
from ui import cards, screening_fields, screening_state, state
from ui.check_reasons import cited
from ui.diary_fields import in_pounds

CM_IN_AN_INCH = 2.54  # exactly, by the definition of the inch


def health() -> None:
    """Ask what some programmes and the number want to know."""
    with st.container(key="card_health"):
        st.header("Your health", anchor=False)
        cards.note(words().page["more_hint"])
        for name, label in words().health.items():
            screening_fields.told_yes_no(label, name)
        with st.expander("More, for the programme in Poland", key="part_more_health"):
            for name, label in words().more_health.items():
                screening_fields.told_yes_no(label, name)


def show() -> None:
    """Say what the number is and is not; ask and tell only where it is wanted."""
    said, told = words().page, screening_state.record()
    with st.container(key="card_number"):
        st.header("A number, if you want one", anchor=False)
        cards.text(said["number_lead"])
        st.html(f'<p class="bw-p"><b>{cards.escape(said["number_not"])}</b></p>')
        cards.text(said["number_choice"])
        if not told.wants_number:
            st.button(
                "Work out the number",
                key="go_number",
                on_click=screening_state.want_number,
                args=(True,),
            )
            return
        person, _ = told.people(country=state.person().country)
        found = risk.assess(person)
        _questions(found.missing)
        _result(found, stopped=person.smoking == "former")
        st.button(
            "Put the number away",
            key="change_number",
            type="tertiary",
            on_click=screening_state.want_number,
            args=(False,),
        )


def _questions(missing: Sequence[str]) -> None:
    said, told = words(), screening_state.record().told
    with st.container(key="row_number", gap="small"):
        _missing(missing)
        screening_fields.listed(
            "How far did you go at school?",
            "told.education",
            told.get("education"),
            list(said.education),
            lambda level: said.education[level],
        )
        pounds = in_pounds()
        left, right = st.columns(2)
        with left:
            label = "Your height in inches (5 feet 6 is 66)" if pounds else "Your height in cm"
            scale = CM_IN_AN_INCH if pounds else 1
            screening_fields.told_number(label, "height_cm", scale=scale)
        with right:
            label = "Your weight in pounds" if pounds else "Your weight in kg"
            scale = KG_IN_A_POUND if pounds else 1
            screening_fields.told_number(label, "weight_kg", scale=scale)
        screening_fields.listed(
            "Your race or ethnic group, if you like",
            "told.race",
            told.get("race"),
            list(said.races),
            lambda race: said.races[race],
            placeholder="Left out",
        )
        with st.expander("Why it is asked, and what leaving it out does", key="part_race"):
            cards.text(said.page["race_why"])


def _missing(names: Sequence[str]) -> None:
    """Say how many answers the number still needs, and which. `names`: see risk.Risk."""
    said = words()
    told = screening_state.record().told
    parts = {name: ("smoking",) for name in risk.SMOKED}
    parts["bmi"] = tuple(name for name in ("height_cm", "weight_kg") if name not in told)
    asked = list(dict.fromkeys(part for name in names for part in parts.get(name, (name,))))
    if not asked:
        st.subheader(said.page["number_title"], anchor=False)
        return
    count = len(asked)
    title = said.page["missing"].format(count=said.lists["numbers"][count - 1])
    st.subheader(title if count > 1 else said.page["one_missing"], anchor=False)
    cards.bullets(said.asked[name] for name in asked)
    cards.note(said.page["missing_ask"])


def _result(found: risk.Risk, *, stopped: bool) -> None:
    said = words()
    if found.missing:  # said above the questions
        return
    with st.container(key="row_result", gap="small"):
        if found.risk is None or not found.valid:
            st.subheader(said.page["no_number"], anchor=False)
            cards.text(found.reason or "")
            return
        told = risk.telling(found.risk)
        st.html(f'<p class="bw-number" role="status">{cards.escape(told.text)}</p>')
        with st.expander("Show it as 1,000 dots", key="part_dots"):
            st.html(article_html.to_html(article_blocks.Dots(told.ill, risk.OF)))
            cards.note(f"{told.ill} of 1,000 dots are filled." if told.ill else "Fewer than 1 dot.")
        st.html(
            '<div class="bw-both">'
            f"<p><b>If it is low.</b> {cards.escape(said.page['low'])}</p>"
            f"<p><b>If it is high.</b> {cards.escape(said.page['high'])}</p></div>"
        )
        cards.text(said.page["stopped" if stopped else "moves"])
        cards.text(said.page["decides"])
        if screening_state.record().history.counted_apart:
            cards.text(said.page["counted_apart"])
        model = "with_race" if found.model == "plcom2012" else "without_race"
        for sentence in (said.page[model], *_warnings(found)):
            cards.note(sentence)
        if state.person().country == "gb":
            cards.note(said.page["over"])
        models = risk.models()
        cards.sources(cited({**models.models[found.model].sources, **models.beside.sources}))


def _warnings(found: risk.Risk) -> list[str]:
    return [one for one in found.warnings if one != words().warnings["no_race"]]
