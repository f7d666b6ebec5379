"""The blank paper diary: two weeks on one landscape sheet, in the words of the screen.

Its items have the numbers of the grid that takes the sheet in, so it can be typed in by number.
"""

import datetime as dt
from typing import Any

from backwatch import urgency
from backwatch.countries import Country
from backwatch.outputs import papers, pdf
from backwatch.outputs.pdf import Paper
from backwatch.summary_words import words as dates

DAYS = 14


def paper_diary(
    country: Country,
    paper: Paper = "a4",
    *,
    made_at: dt.datetime,
    first_day: dt.date | None = None,
    page: int | None = None,
) -> bytes:
    """Return one blank sheet for two weeks as PDF/UA-1; a picture of it with `page` 1.

    Args:
        first_day: its date and those after it are printed; None leaves them to be written.

    Raises PdfNotMade.
    """
    given = content(country, first_day=first_day)
    return pdf.of_template("paper_diary.typ", given, paper, made_at=made_at, page=page)


def content(country: Country, *, first_day: dt.date | None = None) -> dict[str, Any]:
    """Return every word of the sheet, already decided."""
    w = papers.words()
    said = w.diary
    days = [first_day + dt.timedelta(days=n) for n in range(DAYS)] if first_day else []
    return {
        "title": said["title"],
        "how": said["how"],
        "name": said["name"],
        "from": said["from"],
        "head": [
            [said["day"], ""],
            *([f"{item.number} {item.title}", item.hint] for item in w.items),
        ],
        "kinds": [item.kind for item in w.items],
        "days": [_day(day) for day in days] or [""] * DAYS,
        "nights": list(w.nights),
        "no": said["no"],
        "letters": said["letters"],
        "signs_heading": urgency.fill(said["signs"], country),
        "signs": [[letter, label] for letter, label in papers.sign_labels().items()],
        "same_day": said["same_day"],
        "foot": [papers.foot(), said["foot"]],
    }


def _day(day: dt.date) -> str:
    return f"{dates().weekdays[day.weekday()]} {dates().day(day)}"
