"""Everything a person keeps, as one JSON file: written, read strictly, and brought back.

The file is for people too: plain names, sorted and indented. A field that is not there was not
recorded; 0 means zero. The same records always give the same bytes.
"""

import datetime as dt
import json
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError

from backwatch import diary, strict_json
from backwatch.diary import Appointment, Entry, TestResult, Treatment
from backwatch.person import Person
from backwatch.store import Belongings, Everything, Imported, Store, TakenBack
from backwatch.store.moving import PERSONAL_SETTINGS, AnsweredCheck
from backwatch.strict_json import BadJson
from backwatch.triage import Status
from backwatch.urgency import Urgency

FORMAT = 2  # 1: the settings stood beside the people, and were those of the first
LIMIT = 64_000_000  # bytes; ten years with three entries a day are about 7 MB
_MARK = "backwatch_export"
_ABOUT = (
    "Your records in Backwatch. A field that is not there was not recorded. 0 means zero. "
    "Times are your own, with their distance from UTC."
)
_RESULT = ("level", "status", "fired", "rules_version", "recheck_on")

_ID = re.compile(r"[0-9A-Za-z_.-]{1,64}")
_RULE = re.compile(r"[0-9A-Za-z_.-]{1,40}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIME = re.compile(r"[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{6})?)?")
_MOMENT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{6})?"
    r"[+-][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{6})?)?"
)


class NobodyThere(ValueError):
    """There is no person of this id."""


# --- out ---


def everything(store: Store, *, person_id: str | None = None) -> dict[str, Any]:
    """Return all records of a store, or of one person, as plain values; see `written`.

    The settings say something of whoever is there, so they go along only where nobody is left out.
    Raises NobodyThere where the store has no such person.

    Every row is looked at before. Raises DamagedData where one is not as it was saved; a store from
    `open_to_read` gives what can be read, and its remarks stand in the file.
    """
    if not store.remarks:
        store.verify()
    found = store.records()
    people = [each for each in found.people if person_id in (None, each.person.id)]
    if person_id is not None and not people:
        raise NobodyThere
    tree: dict[str, Any] = {
        "about": _ABOUT,
        _MARK: FORMAT,
        "people": [_person_out(belongings) for belongings in people],
    }
    if store.remarks:
        tree["remarks"] = list(store.remarks)
    return tree


def written(store: Store, *, person_id: str | None = None) -> bytes:
    """Return the file: UTF-8, sorted, indented, a line break at the end. Raises as `everything`."""
    tree = everything(store, person_id=person_id)
    text = json.dumps(tree, ensure_ascii=False, indent=2, sort_keys=True, allow_nan=False)
    return (text + "\n").encode()


def _person_out(mine: Belongings) -> dict[str, Any]:
    return {
        **_plain(mine.person),
        "checks": [_check_out(check) for check in mine.checks],
        "entries": [_plain(entry) for entry in mine.entries],
        "treatments": [_plain(each) for each in mine.treatments],
        "tests": [_plain(each) for each in mine.tests],
        "appointments": [_plain(each) for each in mine.appointments],
        "settings": dict(mine.settings),
    }


def _plain(record: BaseModel) -> dict[str, Any]:
    """Return the fields in which something was recorded; yes-or-no fields always."""
    found = {}
    for name, value in record.model_dump(exclude={"person_id", "version"}).items():
        if isinstance(value, (list, tuple)):
            value = [_without_missing(part) for part in value]
        if isinstance(value, (bool, int, float)) or value:
            found[name] = _spelled(value)
    return found


def _without_missing(part: Any) -> Any:
    if not isinstance(part, Mapping):
        return part
    return {name: value for name, value in part.items() if value is not None and value != ""}


def _spelled(value: Any) -> Any:
    if isinstance(value, dt.time) and not (value.second or value.microsecond):
        return value.isoformat("minutes")
    return value.isoformat() if isinstance(value, (dt.date, dt.time)) else value


def _check_out(check: AnsweredCheck) -> dict[str, Any]:
    found: dict[str, Any] = {
        "id": check.id,
        "started": check.started.isoformat(),
        "answers": {
            question: {"answer": answer, "at": check.answered[question].isoformat()}
            for question, answer in check.answers.items()
        },
    }
    if check.finished:
        result = {name: _spelled(getattr(check, name)) for name in _RESULT}
        found |= {name: value for name, value in result.items() if value is not None}
        found |= {"finished": check.finished.isoformat(), "fired": list(check.fired)}
    return found


# --- in ---


def read(data: bytes) -> Everything:
    """Return what a file from `written` holds, of any person or computer.

    Raises BadJson, with one sentence that names the place, for the first thing that does not fit.
    """
    tree = strict_json.parse(data, limit=LIMIT)
    found = strict_json.names(tree, "the file")
    form = found.get(_MARK)
    if type(form) is not int or form < 1:
        raise BadJson("The file is not an export of Backwatch: its mark is missing.")
    if form > FORMAT:
        raise BadJson("The file was made by a newer version of Backwatch. Install that version.")
    strict_json.group(
        found, "the file", required=(_MARK, "people"), optional=("about", "settings", "remarks")
    )
    strict_json.text(found.get("about", ""), "about", longest=10_000)
    ids = _Ids()
    people = [
        _person(each, f"person {at}", ids)
        for at, each in enumerate(strict_json.several(found["people"], "people"), start=1)
    ]
    for_all = _settings(found.get("settings", {}), "settings")
    if people and for_all:
        people[0] = replace(people[0], settings={**for_all, **people[0].settings})
    return Everything(
        tuple(people),
        tuple(
            strict_json.text(remark, f"remark {at}", longest=1000)
            for at, remark in enumerate(
                strict_json.several(found.get("remarks", []), "remarks"), start=1
            )
        ),
    )


class _Ids:
    """The ids that were seen, by kind: none may stand twice."""

    def __init__(self) -> None:
        self._seen: set[tuple[str, str]] = set()

    def read(self, value: Any, kind: str, where: str) -> str:
        found = _matching(value, _ID, where, "an id of letters and digits")
        if (kind, found) in self._seen:
            raise BadJson(f"{where}, id: it stands twice in the file.")
        self._seen.add((kind, found))
        return found


def _matching(value: Any, form: re.Pattern[str], where: str, wanted: str) -> str:
    if not isinstance(value, str) or not form.fullmatch(value):
        raise BadJson(f"{where}: {wanted} belongs here.")
    return value


Moment = TypeVar("Moment", dt.date, dt.time, dt.datetime)


def _of_time(
    form: re.Pattern[str], parse: Callable[[str], Moment], wanted: str
) -> Callable[[Any, str], Moment]:
    def convert(value: Any, where: str) -> Moment:
        text = _matching(value, form, where, wanted)
        try:
            return parse(text)
        except ValueError:
            raise BadJson(f"{where}: {wanted} belongs here.") from None

    return convert


_day = _of_time(_DAY, dt.date.fromisoformat, "a day such as 2026-11-20")
_time = _of_time(_TIME, dt.time.fromisoformat, "a time such as 08:30")
_moment = _of_time(_MOMENT, dt.datetime.fromisoformat, "a moment such as 2026-11-20T08:30:00+01:00")

_CONVERT: Mapping[str, Callable[[Any, str], Any]] = {
    "date": _day,
    "started": _day,
    "ended": _day,
    "time": _time,
    "recorded_at": _moment,
}
_KINDS: Sequence[tuple[str, str, type[Entry | Treatment | TestResult | Appointment]]] = (
    ("entries", "entry", Entry),
    ("treatments", "treatment", Treatment),
    ("tests", "test", TestResult),
    ("appointments", "appointment", Appointment),
)
_ABOUT_A_PERSON = tuple(name for name in Person.model_fields if name != "id")


def _person(value: Any, where: str, ids: _Ids) -> Belongings:
    parts = ("checks", "settings", *(name for name, _, _ in _KINDS))
    found = strict_json.group(value, where, required=("id",), optional=(*_ABOUT_A_PERSON, *parts))
    strict_json.plain({name: found[name] for name in found if name not in parts}, where)
    person_id = ids.read(found["id"], "person", where)
    fields = {name: found[name] for name in _ABOUT_A_PERSON if name in found}
    kept: dict[str, Any] = {
        name: tuple(
            _record(each, kind, person_id, f"{where}, {word} {at}", ids)
            for at, each in enumerate(
                strict_json.several(found.get(name, []), f"{where}, {name}"), start=1
            )
        )
        for name, word, kind in _KINDS
    }
    checks = tuple(
        _check(each, person_id, f"{where}, check {at}", ids)
        for at, each in enumerate(
            strict_json.several(found.get("checks", []), f"{where}, checks"), start=1
        )
    )
    if sum(check.finished is None for check in checks) > 1:
        raise BadJson(f"{where}, checks: more than one is not finished.")
    settings = _settings(found.get("settings", {}), f"{where}, settings")
    who = _made(Person, {"id": person_id, **fields}, where)
    return Belongings(who, checks, settings=settings, **kept)


Made = TypeVar("Made", bound=BaseModel)


def _made(kind: type[Made], values: Mapping[str, Any], where: str) -> Made:
    try:
        return kind.model_validate(values)
    except ValidationError as error:
        field = error.errors(include_url=False, include_input=False)[0]["loc"][0]
        raise BadJson(f"{where}, {field}: this cannot be kept.") from None


def _record(
    value: Any,
    kind: type[Entry | Treatment | TestResult | Appointment],
    person_id: str,
    where: str,
    ids: _Ids,
) -> Entry | Treatment | TestResult | Appointment:
    fields = kind.model_fields.keys() - {"id", "person_id", "version"}
    required = {name for name in fields if kind.model_fields[name].is_required()}
    found = strict_json.group(
        value, where, required=("id", *sorted(required)), optional=fields - required
    )
    values: dict[str, Any] = {"id": ids.read(found["id"], kind.__name__, where)}
    for name in sorted(set(found) - {"id"}):
        place = f"{where}, {name}"
        if name in _CONVERT:
            values[name] = _CONVERT[name](found[name], place)
        else:
            values[name] = strict_json.plain(found[name], place)
        if values[name] is None:
            raise BadJson(f"{place}: leave the name out where nothing was recorded.")
    try:
        return diary.checked(kind, {"person_id": person_id, **values})
    except diary.BadRecord as bad:
        field, sentence = min(bad.problems.items())
        raise BadJson(f"{where}, {field}: {sentence}") from None


def _check(value: Any, person_id: str, where: str, ids: _Ids) -> AnsweredCheck:
    found = strict_json.group(
        value, where, required=("id", "started", "answers"), optional=("finished", *_RESULT)
    )
    values: dict[str, Any] = {
        "id": ids.read(found["id"], "check", where),
        "person_id": person_id,
        "started": _moment(found["started"], f"{where}, started"),
        "answers": {},
        "answered": {},
    }
    for question, given in strict_json.names(found["answers"], f"{where}, answers").items():
        _matching(question, _RULE, f"{where}, answers", "the id of a question")
        place = f"{where}, answer to {question}"
        parts = strict_json.group(given, place, required=("answer", "at"))
        values["answers"][question] = _answer(parts["answer"], place)
        values["answered"][question] = _moment(parts["at"], f"{place}, at")
    if "finished" in found:
        values |= _result(found, where)
    elif any(name in found for name in _RESULT):
        raise BadJson(f"{where}: it has a result but is not finished.")
    return _made(AnsweredCheck, values, where)


def _answer(value: Any, where: str) -> Any:
    """Return a text, a number, or a list of texts: what a question takes."""
    strict_json.plain(value, where)
    simple = (str, int, float)
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        return value
    if not isinstance(value, simple):
        raise BadJson(f"{where}: a text, a number or a list of texts belongs here.")
    return value


def _result(found: Mapping[str, Any], where: str) -> dict[str, Any]:
    fired = strict_json.several(found.get("fired", []), f"{where}, fired")
    values: dict[str, Any] = {
        "finished": _moment(found["finished"], f"{where}, finished"),
        "fired": [_matching(rule, _RULE, f"{where}, fired", "the id of a rule") for rule in fired],
        "level": _one_of(
            found.get("level"), (None, *(level.id for level in Urgency)), f"{where}, level"
        ),
        "status": _one_of(found.get("status"), get_args(Status), f"{where}, status"),
    }
    if "rules_version" in found:
        place = f"{where}, rules_version"
        values["rules_version"] = strict_json.text(found["rules_version"], place, longest=200)
    if "recheck_on" in found:
        values["recheck_on"] = _day(found["recheck_on"], f"{where}, recheck_on")
    return values


def _one_of(value: Any, known: Collection[Any], where: str) -> Any:
    if not (value is None or isinstance(value, str)) or value not in known:
        raise BadJson(f"{where}: this is not one of the words that belong here.")
    return value


def _settings(value: Any, where: str) -> dict[str, str]:
    found = strict_json.group(value, where, optional=PERSONAL_SETTINGS)
    return {
        name: strict_json.text(each, f"{where}, {name}", longest=100_000)
        for name, each in found.items()
    }


def restore(store: Store, given: Everything, *, into: str | None = None) -> Imported:
    """Bring in what `read` returned, all or nothing; `undo_import` takes it back as one step.

    `into`: the person here to whom the records of the one person in the file belong; without it,
    people are the same where their ids are. What is there is never changed. Raises what
    Store.bring_in raises.
    """
    return store.bring_in(given, into=into)


def undo_import(store: Store, import_id: str) -> TakenBack:
    """Take a whole import back, but what was changed since. See Store.undo_import."""
    return store.undo_import(import_id)
