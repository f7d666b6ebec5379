"""The wallet card: two faces of the size of a bank card, to cut out and fold.

The card of a person with cancer says what to do at once, within 24 hours and until they are seen.
The other one never speaks of cancer.
"""

import datetime as dt
from typing import Any

from backwatch import sources, urgency
from backwatch.countries import Country
from backwatch.outputs import papers, pdf
from backwatch.outputs.papers import CardKind, CardWords
from backwatch.outputs.pdf import Paper
from backwatch.person import Person
from backwatch.summary_words import words as dates

_LONGEST = 44  # letters on one line of the card; a longer name is written out by hand


def card(
    kind: CardKind,
    person: Person,
    country: Country,
    paper: Paper = "a4",
    *,
    made_at: dt.datetime,
    doctor: str = "",
    next_visit: dt.date | None = None,
    page: int | None = None,
) -> bytes:
    """Return one page with the card, twice, as PDF/UA-1; a picture of it with `page` 1.

    Args:
        kind: "cancer" for somebody who has or had it; "plain" never mentions it.
        person: name and year of birth are printed where they are known; else a line to write on.
        doctor, next_visit: for the plain card; empty is a line to write on.

    Raises PdfNotMade.
    """
    given = content(
        kind, person, country, made_on=made_at.date(), doctor=doctor, next_visit=next_visit
    )
    return pdf.of_template("cards.typ", given, paper, made_at=made_at, page=page)


def content(
    kind: CardKind,
    person: Person,
    country: Country,
    *,
    made_on: dt.date,
    doctor: str = "",
    next_visit: dt.date | None = None,
) -> dict[str, Any]:
    """Return every word of the page, already decided."""
    w = papers.words()
    words = w.cards.kinds[kind]
    known = {
        "name": (person.name or "").strip(),
        "born": str(person.birth_year or ""),
        "doctor": doctor.strip(),
        "visit": dates().full_day(next_visit) if next_visit else "",
        "emergency": country.emergency_text if country.emergency else "",
    }
    made = w.cards.made_reviewed if w.reviewed_by else w.cards.made
    return {
        "title": w.cards.title,
        "note": w.cards.note,
        "head": words.head,
        "who": words.who,
        "groups": [
            [urgency.fill(group.heading, country), "; ".join(line.words for line in group.lines)]
            for group in words.groups
        ],
        "lines": [[w.cards.lines[name], _short(known.get(name, ""))] for name in words.back],
        "staff": [w.cards.for_staff, words.staff],
        "made": made.format(date=dates().full_day(made_on)),
        "cut": w.cards.cut,
        "foot": papers.foot(),
        "sources": f"{w.cards.sources} {_cited(words)}",
    }


def _short(text: str) -> str:
    """Return a text that one line has room for; what is cut ends in a sign that says so."""
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1].rstrip()}…"


def _cited(words: CardWords) -> str:
    """Return each source once, with every place that a group names."""
    places: dict[str, list[str]] = {}
    for group in words.groups:
        for source, place in group.sources.items():
            named = places.setdefault(source, [])
            if place not in named:
                named.append(place)
    register = sources.sources()
    return "; ".join(f"{register[id].short} ({', '.join(named)})" for id, named in places.items())
