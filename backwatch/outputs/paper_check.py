"""The check on paper: the danger signs first with what to do beside them, then every question.

Paper cannot give a level. The answers are typed in later, or a doctor looks at the sheet.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from backwatch import urgency
from backwatch.conditions import NOT_SURE
from backwatch.countries import Country
from backwatch.outputs import papers, pdf
from backwatch.outputs.pdf import Paper
from backwatch.questionnaire import Question, Questionnaire, Step, questionnaire
from backwatch.urgency import Urgency

_SCORE = 10  # whole numbers up to here are ringed; others are written
_LONG = 26  # letters; an answer that is longer has a line to itself


def paper_check(
    country: Country,
    paper: Paper = "a4",
    *,
    made_at: dt.datetime,
    page: int | None = None,
) -> bytes:
    """Return the questions to fill in by hand as PDF/UA-1; a picture of one `page` of it.

    Raises PdfNotMade.
    """
    given = content(country)
    return pdf.of_template("paper_check.typ", given, paper, made_at=made_at, page=page)


def numbers() -> Mapping[str, int]:
    """Return the number of every question that a screen asks, in the order of the screens.

    A question in several screens has the number of the screen that is for everybody.
    """
    return {q: n for n, q in enumerate((q for _, qs in _asked(questionnaire()) for q in qs), 1)}


def _asked(book: Questionnaire) -> list[tuple[Step, tuple[str, ...]]]:
    """Return each screen with the questions that it asks first, without those for some people
    only whose questions another screen asks everybody."""
    seen: set[str] = set()
    found = []
    for place, step in enumerate(book.steps):
        later = {q for other in book.steps[place + 1 :] for q in other.all_questions}
        if set(step.all_questions) <= later:
            continue
        found.append((step, tuple(q for q in step.all_questions if q not in seen)))
        seen.update(step.all_questions)
    return found


def content(country: Country) -> dict[str, Any]:
    """Return every word of the paper check, already decided."""
    w, book = papers.words(), questionnaire()
    said, levels = w.check, urgency.levels()
    (first, signs), *others = _asked(book)
    cancer = w.cards.kinds["cancer"].groups
    return {
        "title": said.title,
        "how": said.how,
        "name": said.name,
        "date": said.date,
        "columns": list(said.columns),
        "danger_title": first.title,
        "danger": [[numbers()[q], book[q].text, book[q].help] for q in signs],
        "yes": [said.yes_heading, said.yes_lead, *_told(Urgency.EMERGENCY, country)],
        "lie_still": list(levels[Urgency.EMERGENCY].also),
        "unsure": [said.unsure_heading, said.unsure_lead, *_told(Urgency.SAME_DAY, country)],
        "cancer_heading": said.cancer_heading,
        "cancer": [
            [urgency.fill(group.heading, country), "; ".join(line.words for line in group.lines)]
            for group in cancer
        ],
        "after": urgency.fill(said.after, country),
        "steps": [
            {
                "title": step.title,
                "lead": step.lead,
                "questions": [_question(book[q], step) for q in qs],
            }
            for step, qs in others
        ],
        "foot": papers.foot(),
        "page": "Page",
        "of": "of",
    }


def _told(level: Urgency, country: Country) -> list[str]:
    said = urgency.levels()[level]
    return [said.title, urgency.fill(said.action, country)]


def _question(question: Question, step: Step) -> dict[str, Any]:
    said = papers.words().check
    only = said.only_if.get(question.id, "")
    return {
        "number": numbers()[question.id],
        "text": question.text,
        "only": only.format(**numbers()),
        "help": question.help,
        "optional": f"({said.skip})" if question.optional else "",
        **_answer(question),
    }


def _answer(question: Question) -> dict[str, Any]:
    """Return how a question is answered by hand: kind, options, and what stands before them."""
    said = papers.words().check
    if question.type == "number":
        low, high = int(question.min), int(question.max)
        if question.whole and high == _SCORE:
            return {"kind": "score", "options": [str(n) for n in range(low, high + 1)], "lead": ""}
        return {"kind": "number", "options": [], "lead": question.unit}
    if question.type == "text":
        return {"kind": "text", "options": [], "lead": ""}
    options = [words for id, words in question.choices.items() if id not in question.old]
    if NOT_SURE not in question.choices:
        options.append(said.not_sure)
    lead = said.tick_all if question.type == "multi" else ""
    return {"kind": "ticks", "options": _lines(options), "lead": lead}


def _lines(options: Sequence[str]) -> list[list[str]]:
    """Return the options in groups: short ones that follow each other share their lines."""
    groups: list[list[str]] = []
    for words in options:
        short = len(words) <= _LONG
        if short and groups and all(len(each) <= _LONG for each in groups[-1]):
            groups[-1].append(words)
        else:
            groups.append([words])
    return groups
