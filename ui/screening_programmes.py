"""The programmes of lung screening, the person's country first, with what fits and what is open."""

from collections.abc import Sequence

import streamlit as st

from backwatch import screening
from backwatch.conditions import Truth
from backwatch.screening import Verdict
from backwatch.screening_rules import Rules, book
from backwatch.screening_words import words
from ui import cards, frame, screening_state, state
from ui.check_reasons import cited

VERDICTS: dict[Truth, str] = {
    True: "By what you entered, you could ask",
    False: "By what you entered, this does not fit",
    None: "This cannot be said yet",
}
_PARTS: dict[Truth, str] = {True: "fits", False: "does not fit", None: "open"}
_REACHED: dict[Truth, str] = {
    True: "Your number reaches it.",
    False: "Your number does not reach it.",
    None: "Backwatch cannot tell whether you would reach it. The programme works it out.",
}


def show() -> None:
    """Show the programmes of the person's country, and the others on request."""
    _country()
    country = state.person().country
    person, wide = screening_state.record().people(country=country)
    found = screening.assess(person, wide=wide).programmes
    here = [each for each in found if each.programme.country == country]
    others = [each for each in found if each.programme.country != country]
    st.header("Who could ask where", anchor=False)
    cards.note(words().page["not_health"])
    if person.problems:
        st.warning(cards.markdown(words().page["clash"].format(problem=" ".join(person.problems))))
    if country and not here:
        cards.text(words().page["country_none"])
    for verdict in here:
        _card(verdict)
    count = f"{len(others)} programmes of other countries" if country else "All programmes"
    with st.expander(count, key="part_others"):
        _others(others)


def _country() -> None:
    """Say whose programmes come first, with a way to change it."""
    if screening_state.asks_country():
        frame.ask_country(again=True)
        return
    name = frame.country().name
    with st.container(key="row_country", horizontal=True, vertical_alignment="center"):
        said = words().page["country"].format(country=name)
        st.html(f'<p class="bw-p">{cards.escape(said)}</p>', width="content")
        st.button(
            "Change country",
            key="change_country",
            type="tertiary",
            on_click=screening_state.change_country,
        )


def _others(found: Sequence[Verdict]) -> None:
    names = words().countries
    for country in dict.fromkeys(each.programme.country for each in found):
        st.subheader(names.get(country, country), anchor=False)
        for verdict in found:
            if verdict.programme.country == country:
                _card(verdict)


def _rules(verdict: Verdict) -> Rules:
    return next(each for each in book().programmes if each.programme is verdict.programme)


def _card(verdict: Verdict) -> None:
    programme = verdict.programme
    with st.container(key=f"card_prog_{programme.id}", gap="small"):
        st.html(
            f'<h3 class="bw-name">{cards.escape(programme.name)}</h3>'
            f'<p class="bw-p"><b>{VERDICTS[verdict.eligible]}</b></p>'
        )
        if programme.caveat:
            cards.text(programme.caveat)
        if programme.is_out_of_date(state.today()):
            day = cards.day(programme.next_review, weekday=False)
            st.warning(words().page["out_of_date"].format(day=day))
        _asks(verdict)
        for sentence in (*verdict.category, *verdict.at_limit, *verdict.near_limit):
            cards.text(sentence)
        if verdict.eligible is None:
            _open(verdict)
        if verdict.eligible and programme.then:
            cards.text(f"{programme.then.text} {_REACHED[verdict.then]}")
        if verdict.eligible is not False:
            cards.rows([("How to join", programme.join), ("What it is", programme.interval)])
        with st.expander("More about this programme", key=f"part_prog_{programme.id}"):
            if verdict.eligible is False:
                cards.rows([("How to join", programme.join), ("What it is", programme.interval)])
            cards.bullets(programme.notes)
            day, later = (
                cards.day(one, weekday=False) for one in (programme.seen, programme.next_review)
            )
            cards.note(words().page["seen"].format(day=day, next=later))
            cards.sources(cited(programme.sources))


def _asks(verdict: Verdict) -> None:
    asks = _rules(verdict).asks
    if len(verdict.holds) != len(asks):  # the answers clash: nothing was looked at
        cards.bullets(part.text for part in asks)
        return
    st.html(
        '<ul class="bw-list bw-asks">'
        + "".join(
            f"<li>{cards.escape(part.text)}: <b>{_PARTS[holds]}</b></li>"
            for part, holds in zip(asks, verdict.holds, strict=True)
        )
        + "</ul>"
    )


def _open(verdict: Verdict) -> None:
    if verdict.missing:
        labels = ", ".join(book().fields[name].label for name in verdict.missing)
        cards.text(f"These answers would settle it: {labels}.")
    if None not in verdict.holds or not verdict.missing:
        cards.text(verdict.why)
