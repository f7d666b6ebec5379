"""What today's rules make of a check's answers together with the diary, and what was said of it.

No level is ever shown from storage. The diary can only raise one (backwatch/merging.py).
"""

import contextlib
import datetime as dt
import json

from backwatch import evidence, merging
from backwatch.evidence import Evidence
from backwatch.merging import Decision, Merged
from backwatch.questionnaire import Answers, questionnaire
from backwatch.store import Check
from backwatch.triage import Assessment
from backwatch.urgency import Urgency
from ui import load, state

_DECIDED = "diary_evidence_decided"
_SEEN = "diary_alarm_seen"


def _from_diary() -> tuple[Evidence, ...]:
    def find() -> tuple[Evidence, ...]:
        if state.has_no_entries():
            return ()
        return evidence.from_diary(state.entries(), state.today())

    return state.read(f"evidence {state.today()}", find)


def decisions() -> tuple[Decision, ...]:
    """Return what the person said of diary evidence so far; what cannot be read is left out."""

    def find() -> tuple[Decision, ...]:
        with contextlib.suppress(ValueError, KeyError, TypeError):
            return tuple(
                Decision(
                    each["about"],
                    bool(each["right"]),
                    dt.date.fromisoformat(each["on"]),
                    int(each["strength"]),
                    tuple(map(dt.date.fromisoformat, each["days"])),
                )
                for each in json.loads(load.store().setting(_DECIDED) or "[]")
            )
        return ()

    return state.read("decided", find)


def decide(item: Evidence, right: bool) -> None:
    """Keep that the person finds an item of the diary right, or not."""
    kept = [
        *(each for each in decisions() if each.about != item.id),
        merging.decide(item, right=right, on=state.today()),
    ]
    with state.saving():
        text = json.dumps(
            [
                {
                    "about": each.about,
                    "right": each.right,
                    "on": each.on.isoformat(),
                    "strength": each.strength,
                    "days": [day.isoformat() for day in each.days],
                }
                for each in kept
            ]
        )
        load.store().set_setting(_DECIDED, text)


def merged(answers: Answers) -> Merged:
    """Return these answers with what the diary adds, and what the rules say of them."""
    given = (state.revision(), state.today(), tuple(sorted(answers.given.items(), key=str)))
    return state.made_once(
        "merged",
        given,
        lambda: merging.merged(answers, _from_diary(), decisions(), today=state.today()),
    )


def assess(answers: Answers) -> Assessment:
    """Return what the rules say of these answers and the diary."""
    return merged(answers).assessment


def assessed(check: Check) -> Assessment:
    """Return what the rules say of a check's answers and the diary, today."""
    return assess(state.answers(check))


def to_ask(found: Merged) -> tuple[Evidence, ...]:
    """Return the items of the diary to confirm now."""
    return merging.to_ask(found.used, decisions(), state.today())


# --- a danger sign in the diary ---


def _newest_answers() -> Answers:
    check = state.open_check() or state.last_check()
    return state.answers(check) if check else questionnaire().read({})


def alarm() -> tuple[Answers, Assessment] | None:
    """Return the emergency that the diary makes and that the person has not gone past; else None.

    The one of exactly these signs and days: a new sign or a new day shows it again.
    """
    found = merged(_newest_answers())
    mark = _mark(found.assessment)
    if not mark or mark == state.read("alarm seen", lambda: load.store().setting(_SEEN)):
        return None
    return found.answers, found.assessment


def _mark(assessment: Assessment) -> str:
    signs = {
        f"{reason.rule.id} {question} {day}"
        for reason in assessment.reasons
        if reason.rule.urgency is Urgency.EMERGENCY
        for question, days in reason.from_diary.items()
        for day in days
    }
    return ", ".join(sorted(signs))


def see_alarm(assessment: Assessment) -> None:
    """Remember that the person went past the emergency of the diary."""
    with state.saving():
        load.store().set_setting(_SEEN, _mark(assessment))


def take_back_diary(assessment: Assessment) -> bool:
    """Decline the diary's part in an emergency; False where the diary has none."""
    questions = {
        question
        for reason in assessment.reasons
        if reason.rule.urgency is Urgency.EMERGENCY
        for question in reason.from_diary
    }
    items = [item for item in merged(_newest_answers()).used if item.question in questions]
    for item in items:
        decide(item, right=False)
    return bool(items)
