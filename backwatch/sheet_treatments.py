"""What was tried and what is taken, from the diary and the check, for the appointment summary."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median

from backwatch.diary import Entry, TestResult, Treatment
from backwatch.questionnaire import Answers
from backwatch.sheet_answers import is_open
from backwatch.summary_change import number
from backwatch.summary_facts import Tried
from backwatch.summary_words import answer_words, words

NOTED_DAYS = 28  # medicines noted in these last days are listed as taken


@dataclass
class _Noted:
    name: str
    dose: str = ""
    times: int = 0
    reliefs: list[int] = field(default_factory=list)
    last: dt.date | None = None


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())


def _noted(entries: Sequence[Entry], today: dt.date) -> dict[str, _Noted]:
    """Return the medicines noted in the diary up to today, by name, the last dose of each."""
    found: dict[str, _Noted] = {}
    for entry in sorted((e for e in entries if e.date <= today), key=lambda e: e.date):
        for medicine in entry.medicines:
            noted = found.setdefault(_plain(medicine.name), _Noted(medicine.name))
            noted.dose = medicine.dose or noted.dose
            noted.times += 1
            noted.last = entry.date
            if medicine.relief is not None:
                noted.reliefs.append(medicine.relief)
    return found


def tried(
    treatments: Sequence[Treatment],
    entries: Sequence[Entry],
    answers: Answers | None,
    today: dt.date,
) -> list[Tried]:
    """Return what was tried: treatments, the newest first, then medicines noted, then the check.

    What happened is said in counts and the person's own scores, never as a cause.
    """
    noted = _noted(entries, today)
    found = []
    started = [t for t in treatments if t.started is None or t.started <= today]
    for each in sorted(started, key=lambda t: t.started or dt.date.min, reverse=True):
        own = noted.pop(_plain(each.name), None)
        found.append(
            Tried(
                what=_with_dose(each.name, each.dose or (own.dose if own else "")),
                short=each.name.strip(),
                started=each.started,
                # An end that is still to come: it goes on.
                ended=each.ended if each.ended and each.ended <= today else None,
                result=_result(own, each.helped),
                on_chart=each.started is not None,
            )
        )
    for one in sorted(noted.values(), key=lambda n: -n.times):
        found.append(
            Tried(
                what=_with_dose(one.name, one.dose),
                dates=words()
                .tried["last_noted"]
                .format(day=words().near_day(one.last or today, today)),
                result=_result(one, None),
            )
        )
    told = _from_check(answers) if answers else []
    # "Nothing tried" beside something that was noted would deny it.
    return [*found, *(each for each in told if not found or each.dates != words().tried["asked"])]


def _with_dose(name: str, dose: str) -> str:
    return f"{name.strip()} {dose.strip()}".strip()


def _result(noted: _Noted | None, helped: int | None) -> str:
    t = words().tried
    parts = [] if helped is None else [t["helped"].format(score=helped)]
    if noted:
        many = noted.times > 1
        parts.append(t["taken" if many else "taken_once"].format(times=noted.times))
        if noted.reliefs:
            relief, scored = number(median(noted.reliefs)), len(noted.reliefs)
            key = "relief" if scored > 1 else "relief_once"
            parts.append(t[key].format(relief=relief, scored=scored))
    return "; ".join(parts)


def _from_check(answers: Answers) -> list[Tried]:
    """Return the answers of the check about treatment: each kind, or all of it in one row."""
    book, given, t = answers.questionnaire, answers.given, words().tried
    if not answers.applies("tried") or is_open(given.get("tried")):
        return []
    weeks = given.get("tried_weeks")
    for_weeks = not is_open(weeks) and answers.applies("tried_weeks")
    dates = book["tried_weeks"].said(weeks).lower() if for_weeks else t["dates_unknown"]
    each = [
        Tried(book[q].label, dates=dates, result=book[q].words(given[q]))
        for q in answer_words().tried_rows
        if q in given and answers.applies(q) and not is_open(given[q])
    ]
    if each:
        return each
    if given["tried"] == "none":
        return [
            Tried(t["some"], dates=t["asked"], result=answer_words().row_words["tried"]["none"])
        ]
    result = book["tried"].words(given["tried"]).removeprefix("Yes, ")
    return [Tried(t["some"], dates=dates, result=result)]


def medicines(treatments: Sequence[Treatment], entries: Sequence[Entry], today: dt.date) -> str:
    """Return medicines that go on, and those noted in the last 4 weeks; empty for none recorded."""
    going = {
        _plain(t.name): _with_dose(t.name, t.dose)
        for t in treatments
        if t.kind not in answer_words().not_medicines
        and (t.started is None or t.started <= today)
        and (t.ended is None or t.ended > today)
    }
    first = today - dt.timedelta(days=NOTED_DAYS - 1)
    for key, noted in _noted(entries, today).items():
        if key not in going and noted.last and noted.last >= first:
            what = _with_dose(noted.name, noted.dose)
            going[key] = words().health["noted"].replace("{what}", what)
    return "; ".join(going.values())


def tests(results: Sequence[TestResult], today: dt.date) -> list[str]:
    """Return the tests so far, the newest first, with the results in the person's own words."""
    h = words().health
    done = [test for test in results if test.date is None or test.date <= today]
    return [
        h["test" if test.date else "test_no_day"]
        .replace("{day}", words().near_day(test.date, today) if test.date else "")
        .replace("{name}", test.name)
        .replace("{result}", " ".join(test.result.split()) or h["no_result"])
        for test in sorted(done, key=lambda t: t.date or dt.date.min, reverse=True)
    ]
