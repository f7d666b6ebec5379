"""The gate of lung screening: records first, then two questions. Closed, nothing else is drawn."""

import streamlit as st

from backwatch import urgency
from backwatch.screening_gate import Found, Over
from backwatch.screening_rules import book
from backwatch.screening_words import words
from ui import cards, screening_fields, screening_state, state
from ui.check_reasons import cited

_FIRST_SIGNS = 4


def open_gate() -> bool:
    """Draw the gate and return whether the page goes on behind it."""
    found = screening_state.from_records()
    if found.gate is not None:
        _closed(found)
        return False
    told = screening_state.record()
    if told.symptoms == told.lung_cancer == "no":
        _passed()
        _over_said(found)
        return True
    said = words().page
    cards.lead(said["lead"])
    answer = st.container()  # above the questions, so that it is seen as soon as it stands
    with st.container(key="card_gate"):
        st.header("Is screening for you at all?", anchor=False)
        cards.text(said["gate_why"])
        st.html(f'<p class="bw-q" aria-hidden="true">{cards.escape(said["signs_question"])}</p>')
        cards.bullets(words().lists["signs"])
        symptoms = screening_fields.yes_no(
            said["signs_question"], "symptoms", told.symptoms, above=True
        )
        cancer = screening_fields.yes_no(said["cancer_question"], "lung_cancer", told.lung_cancer)
        cards.sources(cited(book().gate.sources))
    with answer:
        if symptoms == "yes":
            _closed(Found("symptoms"))
        elif cancer == "yes":
            _closed(Found("has_lung_cancer"))
        elif "not_sure" in (symptoms, cancer):
            _closed(None)
    _over_said(found)
    return False


def _passed() -> None:
    cards.lead("For people who feel well. What you enter here never changes the check.")
    with st.container(key="card_gate", horizontal=True, vertical_alignment="center"):
        st.html(
            '<p class="bw-p">You said: none of the signs now, and never lung cancer.</p>',
            width="content",
        )
        st.button("Something has changed", key="change_gate", on_click=screening_state.ask_again)


def _over_said(found: Found) -> None:
    """Show the word that old signs are over, with the way back."""
    if found.over_on is None:
        return
    said = words().page
    with st.container(key="card_over", horizontal=True, vertical_alignment="center"):
        day = cards.day(found.over_on, weekday=False)
        st.html(
            f'<p class="bw-p">{cards.escape(said["over_said"].format(day=day))}</p>',
            width="content",
        )
        st.button(said["over_back"], key="change_over", on_click=screening_state.take_over_back)


def _closed(found: Found | None) -> None:
    """Say that a visit comes first, and why. None: the person is not sure."""
    said = words().page
    with st.container(key="card_closed"):
        if found is None:
            st.header("Not sure? Do the check first", anchor=False)
            cards.text(said["closed_unsure"])
        else:
            st.header(_title(found), anchor=False)
            for sentence in _mild(found):
                cards.text(sentence)
            _answers(found)
            for sentence in _why(found):
                cards.text(sentence)
        cards.text(said["closed_rest"])
        cards.link("check", "Check how soon to get help", key="_closed")
        if found is not None and (found.check_on or found.diary_on):
            cards.note(said["closed_old"])
            _over(found.over)


def _over(over: Over | None) -> None:
    """Let the person say that it is over for good, or say why not, or from when on."""
    said = words().page
    if over is None:
        return
    if over.say == "now":
        cards.text(said["over_now"])
        st.button(said["over_button"], key="change_say_over", on_click=screening_state.say_over)
    elif over.say == "later" and over.since is not None:
        cards.note(said["over_later"].format(day=cards.day(over.since, weekday=False)))
    else:
        cards.note(said[f"over_{over.say}"])


def _is_mild(found: Found) -> bool:
    """Return whether the last check named no visit soon. Not known is not mild."""
    level = found.last.level if found.last else None
    return found.gate == "symptoms" and not found.tested and level in book().gate.mild_levels


def _title(found: Found) -> str:
    said = words().page
    if found.gate == "has_lung_cancer":
        return said["closed_team"]
    return said["closed_mild"] if _is_mild(found) else said["closed"]


def _answers(found: Found) -> None:
    """Show the answers of the check that close the page, the first of them."""
    if found.check_on is None:
        return
    said, more = words().page, len(found.said) - _FIRST_SIGNS
    cards.text(said["closed_check"].format(day=cards.day(found.check_on, weekday=False)))
    rest = (said["closed_more"].format(n=more),) if more > 0 else ()
    cards.bullets((*found.said[:_FIRST_SIGNS], *rest))


def _why(found: Found) -> list[str]:
    said, sentences = words().page, []
    if found.diary_on:
        day = cards.day(found.diary_on, weekday=False)
        sentences.append(said["closed_diary"].format(day=day))
    if found.tested:
        sentences.append(said["closed_tested"])
    if found.gate == "has_lung_cancer":
        sentences.append(said["closed_cancer"])
    else:
        sentences.append(said["mild_again" if _is_mild(found) else "closed_sign"])
    return sentences


def _mild(found: Found) -> list[str]:
    """Return what was told and what the last check said of it; nothing where a visit is due."""
    if not _is_mild(found):
        return []
    said, last = words().page, found.last
    sentences = [said["mild_pain" if found.pain else "mild_sign"]]
    if last is not None and last.level is not None:
        title = urgency.levels()[urgency.Urgency.from_id(last.level)].title
        day = cards.day(last.on, weekday=False)
        sentences.append(said["mild_level"].format(day=day, title=title))
        if last.check_again_on is not None and last.check_again_on <= state.today():
            due = cards.day(last.check_again_on, weekday=False)
            sentences.append(said["mild_due"].format(day=due))
    return sentences
