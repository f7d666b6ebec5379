"""The page for the doctor as it is made: from the records and choices to summary, text and PDF.

Each is made again only when what it is made of is another.
"""

import datetime as dt
from collections.abc import Hashable
from dataclasses import dataclass

from backwatch import sheet
from backwatch.outputs import pdf, short_text, text
from backwatch.outputs.pdf import Drawn, PdfNotMade
from backwatch.questionnaire import Answers, questionnaire
from backwatch.sheet_questions import Question
from backwatch.store import Check
from backwatch.summary import AppointmentSummary, OwnWords
from backwatch.triage import Assessment
from ui import frame, records_state, results, state, summary_kept


def check() -> Check | None:
    """Return the check for the page: the last finished one, or a newer one that is more urgent."""
    last, unfinished = state.last_check(), state.open_check()
    if last is None or unfinished is None:
        return last or unfinished
    before, now = results.assessed(last), results.assessed(unfinished)
    signs = any(r.rule.urgency == now.level for r in now.reasons)
    more = now.level is not None and (before.level is None or now.level > before.level)
    return unfinished if more and signs else last


def answers() -> Answers | None:
    """Return the answers of that check; None where there is none.

    An emergency in the diary stands on the page also where no check was ever begun.
    """
    found = check()
    if found is not None:
        return state.answers(found)
    return questionnaire().read({}) if _diary_is_an_emergency() else None


def _diary_is_an_emergency() -> bool:
    return not state.has_no_entries() and results.merged_now().assessment.is_emergency


def checked_on() -> dt.date | None:
    """Return the day on which that check was finished."""
    found = check()
    return found.finished.date() if found and found.finished else None


def assessment() -> Assessment | None:
    """Return what the rules say of those answers and the diary today."""
    found = answers()
    return results.assess(found) if found is not None else None


def is_emergency() -> bool:
    """Return whether the result is an emergency."""
    found = assessment()
    return found is not None and found.is_emergency


def is_empty() -> bool:
    """Return whether there is nothing at all to put on the page."""
    others = (records_state.treatments, records_state.test_results, records_state.appointments)
    return state.is_new() and not any(read() for read in others)


def offered() -> tuple[Question, ...]:
    """Return the questions that can be ticked."""
    return summary_kept.offered(answers(), records_state.appointments())


def _given() -> Hashable:
    """Return what the page is made of: the records, and a danger sign that could not be saved."""
    found = answers()
    return state.revision(), state.today(), str(sorted(found.given.items())) if found else None


def starting_words() -> OwnWords:
    """Return what stands in the fields before the person changes anything."""
    return state.made_once(
        "starting",
        _given(),
        lambda: sheet.starting_words(
            answers(),
            checked_on(),
            state.entries(),
            today=state.today(),
            appointments=records_state.appointments(),
            decided=results.decisions(),
        ),
    )


def summary() -> AppointmentSummary:
    """Return the sheet with everything that was chosen. Raises nothing for what is kept."""

    def make() -> AppointmentSummary:
        visits, entries = records_state.appointments(), state.entries()
        return sheet.appointment(
            state.person(),
            answers(),
            checked_on(),
            entries,
            frame.country(),
            today=state.today(),
            choices=summary_kept.choices(
                answers(), offered(), visits, entries, frame.country(), emergency=is_emergency()
            ),
            treatments=records_state.treatments(),
            tests=records_state.test_results(),
            appointments=visits,
            decided=results.decisions(),
        )

    return state.made_once("summary", _given(), make)


def long_text() -> str:
    """Return the whole sheet as text."""
    made = summary()
    return state.made_once("text", made, lambda: text.text(made, made_at=state.now()))


def short() -> str:
    """Return the sheet as a text that fits a message."""
    made = summary()
    return state.made_once("short", made, lambda: short_text.short(made))


@dataclass(frozen=True)
class Result:
    """The PDF with its pages, or why there is none, in one sentence."""

    drawn: Drawn | None
    problem: str = ""


def drawn() -> Result:
    """Return the sheet as PDF and pages. A failure is kept too: it may have taken 20 seconds."""
    made, large = summary(), summary_kept.is_large()
    paper = summary_kept.paper(frame.country())

    def make() -> Result:
        try:
            return Result(pdf.drawn(made, paper, made_at=state.now(), large=large))
        except PdfNotMade as error:
            return Result(None, str(error))

    tried = state.memory("summary_tries", count=0)["count"]
    return state.made_once("drawn", (made, paper, large, tried), make)


def missing_scripts() -> tuple[str, ...]:
    """Return the scripts, such as "Thai", that the PDF may have a mark for instead of letters."""
    made = summary()
    return state.made_once("scripts", made, lambda: pdf.missing_scripts(made))


def try_again() -> None:
    """Forget that the PDF could not be made."""
    state.memory("summary_tries", count=0)["count"] += 1


def file_name(ending: str, name: str = "summary") -> str:
    """Return the name of a file: it says nothing of health, and not whose it is."""
    return f"{name}-{state.today().isoformat()}.{ending}"
