"""What today's rules make of a check's answers together with the diary, and what was said of it.

No level is ever shown from storage. The diary can only raise one (backwatch/merging.py).
"""

import contextlib
import datetime as dt
import json
from collections.abc import Collection, Iterable

from backwatch import evidence, merging
from backwatch.evidence import Evidence
from backwatch.merging import Decision, Merged
from backwatch.questionnaire import Answers, questionnaire
from backwatch.store import Check
from backwatch.triage import Assessment
from ui import load, state

_DECIDED = "diary_evidence_decided"
_SEEN = "diary_alarm_seen"


def _from_diary() -> tuple[Evidence, ...]:
    today = state.today()
    return state.read(f"evidence {today}", lambda: load.diary_evidence(state.person().id, today))


def decisions() -> tuple[Decision, ...]:
    """Return what the person said of diary evidence so far; what cannot be read is left out."""

    return state.read("decided", lambda: _decisions(state.setting(_DECIDED)))


def _decisions(text: str | None) -> tuple[Decision, ...]:
    with contextlib.suppress(ValueError, KeyError, TypeError):
        return tuple(
            Decision(
                each["about"],
                bool(each["right"]),
                dt.date.fromisoformat(each["on"]),
                int(each["strength"]),
                tuple(map(dt.date.fromisoformat, each["days"])),
            )
            for each in json.loads(text or "[]")
        )
    return ()


def decide(item: Evidence, right: bool) -> None:
    """Keep that the person finds an item of the diary right, or not."""
    _decide({item.id}, merging.decide(item, right=right, on=state.today()))


def _decide(about: Collection[str], *new: Decision) -> None:
    """Keep these in place of what was said of the same before."""

    def change(text: str | None) -> str:
        others = [each for each in _decisions(text) if each.about not in about]
        return json.dumps(
            [
                {
                    "about": each.about,
                    "right": each.right,
                    "on": each.on.isoformat(),
                    "strength": each.strength,
                    "days": [day.isoformat() for day in each.days],
                }
                for each in (*others, *new)
            ]
        )

    with state.saving():
        state.change_setting(_DECIDED, change)


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


def urgent_items(found: Merged) -> tuple[Evidence, ...]:
    """Return what the diary adds to the emergency of these answers, to be taken back one by one."""
    named = {q for reason in found.assessment.emergencies for q in reason.from_diary}
    return tuple(item for item in found.used if item.question in named)


def merged_now() -> Merged:
    """Return the newest check, finished or not, with the diary."""
    return merged(_newest_answers())


def alarm() -> Merged | None:
    """Return the emergency of an entry or an unfinished check; None once the person went past it.

    An entry raises it once. A sign that is ticked again raises it again, and time alone does not.
    """
    found = merged_now()
    if not found.assessment.is_emergency or not (_new_marks() or _open_check_is_urgent(found)):
        return None
    return found


def _open_check_is_urgent(found: Merged) -> bool:
    """Return whether an unfinished check is an emergency that nobody has gone past."""
    ids = tuple(reason.rule.id for reason in found.assessment.emergencies)
    return state.open_check() is not None and not state.emergency_seen(ids)


def _new_marks() -> set[str]:
    return _marks() - _seen_marks(state.setting(_SEEN))


def _marks() -> set[str]:
    """Return a mark for each entry of the last days that makes an emergency by itself or helps to.

    A danger sign counts whatever the last check says of it.
    """
    if state.has_no_entries():
        return set()
    first = state.today() - dt.timedelta(days=evidence.settings().danger_signs.max_age_days)
    recent = [entry for entry in state.entries() if entry.date >= first]
    items = urgent_items(merged_now())
    days = {day: item for item in items for day in item.days}
    return {
        f"{entry.id}.{entry.version}"
        for entry in recent
        if "yes" in entry.danger_signs.values() or entry.date in days
    }


def _seen_marks(text: str | None) -> set[str]:
    return set((text or "").split())


def see_alarm() -> None:
    """Remember that the person went past the emergency of these entries."""
    marks = _marks()
    found = merged_now()
    if _open_check_is_urgent(found):
        state.see_emergency(tuple(r.rule.id for r in found.assessment.emergencies))
    with state.saving():
        state.change_setting(_SEEN, lambda text: " ".join(sorted(marks | _seen_marks(text))))


def not_right(item: Evidence) -> None:
    """Take the diary's word back for one sign: the person says that the entry is not right."""
    decide(item, right=False)
    if not merged_now().assessment.is_emergency:
        see_alarm()
    state.notify("That sign no longer counts. The entry itself is still in your diary.")


def note_danger(signs: Iterable[str]) -> None:
    """Let a danger sign that was just ticked count, whatever was said of an earlier one."""
    ticked = set(signs)
    if any(each.about in ticked for each in decisions()):
        _decide(ticked)
