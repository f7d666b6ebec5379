"""What a person chose and wrote for their page, kept at once and by person.

One setting holds it, as JSON. It goes along with the file of all records and is erased with them.
What is not kept is as the records have it, so that a new check or a new visit shows by itself.
"""

import datetime as dt
import json
from collections.abc import Sequence
from hashlib import blake2b
from typing import Any, Literal

from backwatch import sheet, sheet_questions
from backwatch.countries import Country
from backwatch.diary import Appointment, Entry
from backwatch.questionnaire import Answers
from backwatch.sheet_questions import Question
from backwatch.store.moving import PAGE_SETTING
from backwatch.summary import PARTS, SHOWN_DAYS, Part, Visit
from backwatch.summary_diary import FEWEST_SHOWN_DAYS, MOST_SHOWN_DAYS
from ui import state

SHORT, LONG = 300, 5_000  # characters of one line and of a longer text
VISIT, EVERYTHING = "visit", "all"
PERIODS = {
    "28": "4 weeks",
    str(SHOWN_DAYS): "8 weeks",
    "70": "10 weeks",
    VISIT: "Since my last visit",
    EVERYTHING: "All days",
}
HEALTH = ("medicines", "other_illness", "allergies", "team", "line", "contact")
Kind = Literal["visit", "emergency"]

_SEEN = "summary_seen"


# --- what is kept ---


def kept() -> dict[str, Any]:
    """Return what is kept, by name; nothing where another version wrote what cannot be read."""

    return dict(state.read("page", lambda: _read(state.setting(PAGE_SETTING))))


def _read(text: str | None) -> dict[str, Any]:
    try:
        found = json.loads(text or "{}")
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def keep(**changes: Any) -> bool:
    """Keep these, None taking one away. Returns whether it worked; what went wrong is shown."""

    def change(text: str | None) -> str:
        now = {**_read(text), **changes}
        return json.dumps({k: v for k, v in now.items() if v is not None}, ensure_ascii=False)

    with state.saving() as save:
        state.change_setting(PAGE_SETTING, change)
    return save.failed is None


def text(name: str, longest: int = LONG) -> str | None:
    """Return a text that is kept; None where there is none."""
    return _text(kept().get(name), longest)


def _text(found: object, longest: int) -> str | None:
    return found[:longest] if isinstance(found, str) else None


def keep_text(name: str, typed: str, *, standing: str = "") -> None:
    """Keep what was typed, and say so. What stood there by itself is not kept as theirs."""
    state.hear(typed)
    if keep(**{name: None if typed == standing else typed}):
        saw(name, typed)
        state.notify("Kept.")


def group(name: str) -> dict[str, Any]:
    """Return one group of what is kept, such as the ticks of the questions; may be empty."""
    found = kept().get(name)
    return dict(found) if isinstance(found, dict) else {}


def keep_in(name: str, /, **changes: Any) -> bool:
    """Keep these in a group."""
    state.look_again()
    return keep(**{name: {**group(name), **changes}})


def changed_here(name: str, shown: object, stored: object) -> bool:
    """Return whether a widget shows what this visit has not kept yet, as after a restart."""
    return bool(shown != state.memory(_SEEN).setdefault(name, stored))


def saw(name: str, shown: object) -> None:
    """Remember what a widget showed when it was kept."""
    state.memory(_SEEN)[name] = shown


# --- one choice at a time ---


def period(visits: Sequence[Appointment]) -> str:
    """Return the id of the time to show. Without a visit that is over there is no "since" it."""
    found = kept().get("days")
    return found if found in periods(visits) else str(SHOWN_DAYS)


def periods(visits: Sequence[Appointment]) -> list[str]:
    """Return the ids of the times to choose from."""
    over = sheet.last_visit(visits, state.today()) is not None
    return [each for each in PERIODS if each != VISIT or over]


def shown_days(chosen: str, visits: Sequence[Appointment], entries: Sequence[Entry]) -> int:
    """Return for how many days the charts are drawn."""
    today = state.today()
    first = min((entry.date for entry in entries), default=None)
    if chosen == VISIT:
        first = sheet.last_visit(visits, today)
    if chosen not in (VISIT, EVERYTHING):
        return int(chosen)
    days = (today - first).days + 1 if first else SHOWN_DAYS
    return min(MOST_SHOWN_DAYS, max(FEWEST_SHOWN_DAYS, days))


def kind(*, emergency: bool) -> Kind:
    """Return which page it is. A choice counts until an emergency begins or is over."""
    found = group("kind")
    if found.get("emergency") is emergency and found.get("kind") in ("visit", "emergency"):
        return "emergency" if found["kind"] == "emergency" else "visit"
    return "emergency" if emergency else "visit"


def is_large() -> bool:
    """Return whether the letters are to be large."""
    return kept().get("size") == "large"


def paper(where: Country) -> Literal["a4", "letter"]:
    """Return the paper: the chosen one, else that of the country."""
    found = kept().get("paper")
    usual: Literal["a4", "letter"] = "letter" if where.units == "us" else "a4"
    return "a4" if found == "a4" else "letter" if found == "letter" else usual


def leave_out() -> frozenset[Part]:
    """Return the parts that are not printed."""
    chosen = group("parts")
    usual = sheet.Choices().leave_out
    return frozenset(part for part in PARTS if not bool(chosen.get(part, part not in usual)))


def next_visit(visits: Sequence[Appointment]) -> Appointment | None:
    """Return the next visit of the diary."""
    return sheet.next_visit(visits, state.today())


def visit_mark(visits: Sequence[Appointment]) -> str:
    """Return what a visit typed on this page belongs to: the next one of the diary, or none."""
    coming = next_visit(visits)
    return coming.id or "" if coming else ""


def visit(visits: Sequence[Appointment]) -> Visit | None:
    """Return for whom and when, as typed on this page; None where the diary says it.

    What was typed for one visit is not printed for the next one, nor after its day.
    """
    found = group("visit")
    if found.get("of") != visit_mark(visits):
        return None
    date, time = _day(found.get("date")), _time(found.get("time"))
    if date is not None and date < state.today():
        return None
    return Visit(_text(found.get("whom"), SHORT) or "", date, time)


def _day(found: object) -> dt.date | None:
    try:
        return dt.date.fromisoformat(found) if isinstance(found, str) else None
    except ValueError:
        return None


def _time(found: object) -> dt.time | None:
    try:
        return dt.time.fromisoformat(found) if isinstance(found, str) else None
    except ValueError:
        return None


# --- the first lines ---


def mark_of(answers: Answers | None) -> str:
    """Return a short mark of what was answered, to notice when it is something else."""
    given = {} if answers is None else dict(answers.given)
    given.pop("own_words", None)
    told = repr(sorted(given.items(), key=lambda each: each[0]))
    return blake2b(told.encode(), digest_size=8).hexdigest()


def in_short(answers: Answers | None) -> str | None:
    """Return the first lines as the person changed them; None as the answers make them.

    Lines that were written for other answers are not printed: they could hide what is new.
    """
    return None if in_short_is_old(answers) else _in_short()


def in_short_is_old(answers: Answers | None) -> bool:
    """Return whether the answers have changed since the person wrote their own first lines."""
    return _in_short() is not None and group("in_short").get("of") != mark_of(answers)


def _in_short() -> str | None:
    return _text(group("in_short").get("text"), LONG)


def keep_in_short(typed: str | None, answers: Answers | None) -> bool:
    """Keep these first lines for these answers; None takes them away."""
    own = None if typed is None else {"text": typed, "of": mark_of(answers)}
    return keep(in_short=own)


def use_old_in_short(answers: Answers | None) -> bool:
    """Let the lines that were written for other answers count for these too."""
    state.look_again()
    return keep_in_short(_in_short(), answers)


# --- questions ---


def own_questions() -> tuple[str, ...]:
    """Return the questions that the person added, one from each line."""
    return tuple(line.strip() for line in (text("own") or "").splitlines() if line.strip())


def is_ticked(question: Question) -> bool:
    """Return whether a question is to be printed: as chosen, else as ticked beforehand."""
    found = group("ticked").get(question.id)
    return found if isinstance(found, bool) else question.ticked


def questions(offered: Sequence[Question]) -> tuple[str, ...]:
    """Return what is printed, in this order: the person's own questions first."""
    chosen = (question.text for question in offered if is_ticked(question))
    return tuple(dict.fromkeys((*own_questions(), *chosen)))


# --- all of it ---


def choices(
    answers: Answers | None,
    offered: Sequence[Question],
    visits: Sequence[Appointment],
    entries: Sequence[Entry],
    where: Country,
    *,
    emergency: bool,
) -> sheet.Choices:
    """Return everything that was chosen, for one sheet."""
    since = {q: words for q, words in group("since").items() if isinstance(words, str)}
    health: dict[str, Any] = {name: text(name, SHORT) or "" for name in HEALTH[1:]}
    return sheet.Choices(
        days=shown_days(period(visits), visits, entries),
        leave_out=leave_out(),
        variant="emergency" if kind(emergency=emergency) == "emergency" else "normal",
        paper=paper(where),
        visit=visit(visits),
        in_short=in_short(answers),
        want=text("want", SHORT) or "",
        questions=questions(offered),
        story=text("story"),
        medicines=text("medicines", SHORT),
        since=since,
        **health,
    )


def offered(answers: Answers | None, visits: Sequence[Appointment]) -> tuple[Question, ...]:
    """Return the questions to choose from."""
    return sheet_questions.offered(answers, next_visit(visits))
