"""What a person adds to their page: own words, questions, and what nobody recorded yet."""

from collections.abc import Sequence

import streamlit as st

from backwatch import sheet_answers
from backwatch.questionnaire import questionnaire
from backwatch.sheet_questions import Question
from backwatch.summary import AppointmentSummary
from backwatch.summary_words import words
from ui import (
    cards,
    check_reasons,
    frame,
    menu,
    results,
    state,
    summary_fields,
    summary_kept,
    summary_made,
)

_SHOWN_GAPS = 8
_PARTS = {
    "name": "My name and year of birth",
    "own_words": "My own words",
    "health": "My health and tests",
    "diary": "My diary, day by day, at the end",
    "notes": "The notes of my diary, beside those days",
}
_IN_EMERGENCY = ("name", "health")
_HEALTH = {
    "medicines": "Medicines I take",
    "other_illness": "Other illnesses",
    "allergies": "Allergies",
    "team": "Who I call: doctor, nurse or team, with the number",
    "line": "Who I call at night and on weekends",
    "contact": "Somebody close to me, with the number",
}


def own_words(*, story: bool = True) -> None:
    """Show the person's own words, kept while they type; the page without page 2 has no `story`."""
    with st.container(key="card_words"):
        st.header("In your own words", anchor=False)
        summary_fields.old_first_lines()
        summary_fields.line(
            "want", "Today I would like:", "One sentence. It stands in the first box of the page."
        )
        if story:
            summary_fields.area(
                "story", "What else should they know?", "It stands on page 2, just as you write it."
            )
        with st.expander("Change the first lines of the page"):
            summary_fields.first_lines()


# --- questions ---


def questions() -> None:
    """Show what can be asked, ticked from the answers, and the person's own questions."""
    offered = summary_made.offered()
    first = [each for each in offered if each.ticked]
    others = [each for each in offered if not each.ticked]
    with st.container(key="card_ask"):
        st.header("Questions to ask", anchor=False)
        if any(not each.id.startswith("own-") for each in first):
            cards.note("Ticked to fit your answers. Take away what you do not want to ask.")
        for each in first:
            _question(each)
        summary_fields.area(
            "own", "Your own questions", "One on each line. They come first.", height=90
        )
        with st.expander("More questions to choose from"):
            for each in others:
                _question(each)
            _who_says(offered)
        _how_many(summary_kept.questions(offered))


def _question(each: Question) -> None:
    summary_fields.tick(
        summary_fields.label(each.text), "ticked", each.id, now=summary_kept.is_ticked(each)
    )


def _who_says(offered: Sequence[Question]) -> None:
    places: dict[str, list[str]] = {}
    for each in offered:
        for source, place in each.sources.items():
            named = places.setdefault(source, [])
            if place not in named:
                named.append(place)
    cards.sources(check_reasons.cited({id: "; ".join(named) for id, named in places.items()}))


def _how_many(chosen: Sequence[str]) -> None:
    """Say plainly which questions stand on page 1."""
    most = words().numbers.most_questions
    if not chosen:
        cards.note("No question is chosen. Page 1 then has lines to write on.")
    elif len(chosen) <= most:
        cards.note(f"{_counted(len(chosen))} on page 1.")
    else:
        left = len(chosen) - most
        cards.numbered(
            f"The first {most} of these stand on page 1, the other {left} on page 2. With few "
            "questions, more of them get an answer.",
            chosen,
        )


def _counted(count: int) -> str:
    return "Your question stands" if count == 1 else f"Your {count} questions stand"


# --- what is missing ---


def gaps(made: AppointmentSummary) -> None:
    """Show what the page calls "not recorded", with one way to each place where it can be added."""
    check, diary = _in_the_check(made), _in_the_diary(made)
    person = state.person()
    me = [] if person.name else ["your name"]
    me += [] if person.birth_year else ["your year of birth"]
    if not (check or diary or me):
        return
    with st.container(key="card_gaps"):
        st.header("Not recorded", anchor=False)
        cards.text("These are open on the page. None of them is taken as a no.")
        _gap("In the check", check, "check", "Add it in the check")
        _gap("In the diary", diary, "diary", "Add it in the diary")
        _gap("About you", me, "data", "Add it on My data")


def _gap(heading: str, missing: Sequence[str], page: str, label: str) -> None:
    if not missing:
        return
    more = len(missing) - _SHOWN_GAPS
    shown = "; ".join(missing[:_SHOWN_GAPS]) + (f"; and {more} more" if more > 0 else "")
    with st.container(key=f"row_gap_{page}", gap="xsmall"):
        st.html(
            f'<p class="bw-p"><b>{cards.escape(heading)}:</b> {cards.escape(shown)}.</p>',
        )
        with st.container(key=f"link_gap_{page}"):
            st.page_link(menu.page(page), label=label)


def _in_the_check(made: AppointmentSummary) -> list[str]:
    answers = summary_made.answers()
    if answers is None:
        return ["the whole check"]
    missing = words().rows["not_recorded"]
    rows = [label.lower() for label, said in (*made.pain, *made.background) if said == missing]
    signs = [sign for name, _, signs in made.danger for sign in signs if name == "not_asked"]
    return [*signs, *rows, *sheet_answers.missing(results.merged(answers).answers)]


def _in_the_diary(made: AppointmentSummary) -> list[str]:
    answers = summary_made.answers()
    known = sheet_answers.missing(results.merged(answers).answers) if answers else []
    found = [gap for gap in made.gaps if gap not in known]
    return ["the whole diary" if gap == words().rows["gap_diary"] else gap for gap in found]


# --- what goes on the page ---


def choose_parts(*, emergency: bool) -> None:
    """Show for whom the page is, what is on it, its letters and its paper.

    The page for the emergency room is for whoever is there, and has none of the longer parts.
    """
    with st.expander("Choose what goes on the page"):
        if not emergency:
            with st.container(key="row_parts_visit"):
                summary_fields.visit()
        with st.container(key="row_parts_ticks", gap="small"):
            st.html('<p class="bw-q">On the page</p>')
            left_out = summary_kept.leave_out()
            for part, label in _PARTS.items():
                if emergency and part not in _IN_EMERGENCY:
                    continue
                if part != "notes" or "diary" not in left_out:
                    summary_fields.tick(label, "parts", part, now=part not in left_out)
            cards.note(
                "The level, its reasons, the danger signs and the emergency line always stay."
            )
            cards.link("data", "Change name and year of birth", key="_page")
        with st.container(key="row_parts_look"):
            sizes = {"normal": "Normal", "large": "Large print"}
            size = "large" if summary_kept.is_large() else "normal"
            summary_fields.choose("Letters", "size", list(sizes), sizes.__getitem__, size)
            papers = {"a4": "A4", "letter": "US Letter"}
            paper = summary_kept.paper(frame.country())
            summary_fields.choose("Paper", "paper", list(papers), papers.__getitem__, paper)


def health(*, at_once: bool) -> None:
    """Ask for what is good to have at hand; `at_once` in sight, for the emergency room."""
    heading = "Health, and who to call"
    with st.container(key="card_health") if at_once else st.expander(heading):
        if at_once:
            st.header(heading, anchor=False)
        cards.note("What you leave empty is a line to write on.")
        for name, label in _HEALTH.items():
            summary_fields.line(name, label)


def since_when(made: AppointmentSummary) -> None:
    """Ask, for the emergency room, since when each danger sign is there."""
    answers = summary_made.answers()
    if answers is None:
        return
    book, given = questionnaire(), results.merged(answers).answers.given
    asked = book.as_asked(book.steps[0].all_questions, answers)
    signs = [q for q in asked if given.get(q) in ("yes", "not_sure")]
    if not signs:
        return
    with st.container(key="card_since"):
        st.header("Since when?", anchor=False)
        cards.note("The emergency room will ask. A day or an hour is enough. Leave it if unsure.")
        for question in signs:
            summary_fields.since(question, summary_fields.label(book[question].label))
