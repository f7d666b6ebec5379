"""What a person records: entries, treatments, tests and appointments, and the table of their days.

None, an empty list and an empty text mean "not recorded". Zero means zero. Neither is ever turned
into the other.
"""

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, Literal, Self, TypeVar

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    Strict,
    StrictBool,
    StrictInt,
    ValidationError,
    model_validator,
)
from pydantic_core import PydanticCustomError

from backwatch import paths, yaml_files

if TYPE_CHECKING:
    import pandas as pd

NOTE_LENGTH = 10_000
KG_IN_A_POUND = 0.45359237  # exactly, by the definition of the pound
PAIN_SERIES = ("pain_average", "pain_worst", "pain_now")  # in this order at a tie

_FROZEN = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class Means(BaseModel):
    """The question of the check, and perhaps the option, that a choice stands for."""

    model_config = _FROZEN
    question: str
    option: str | None = None


class Choice(BaseModel):
    """One thing to choose: a public id, its plain label, and what it means in the check."""

    model_config = _FROZEN
    id: str
    label: str
    means: Means | None = None


class _Body(BaseModel):
    model_config = _FROZEN
    schema_version: Literal[1]
    zones: tuple[Choice, ...]


class Vocabulary(BaseModel):
    """The choice lists of the diary (rules/diary.yaml) with the zones of the body map."""

    model_config = _FROZEN
    schema_version: Literal[1]
    spread: tuple[Choice, ...]
    feels_like: tuple[Choice, ...]
    worse_with: tuple[Choice, ...]
    eased_by: tuple[Choice, ...]
    symptoms: tuple[Choice, ...]
    danger_signs: tuple[str, ...]  # question ids
    treatment_kinds: tuple[Choice, ...]
    corrections: dict[str, str]
    zones: tuple[Choice, ...] = ()

    def ids(self, field: str) -> tuple[str, ...]:
        """Return the ids of one list, such as "symptoms" or "zones", in the order of the file."""
        return tuple(choice.id for choice in getattr(self, field))

    def label(self, field: str, id: str) -> str:
        """Return the plain label of one choice. Raises KeyError for an id that is not there."""
        choices: tuple[Choice, ...] = getattr(self, field)
        return {choice.id: choice.label for choice in choices}[id]


@cache
def vocabulary() -> Vocabulary:
    """Return the choice lists, read once. Raises DataFileError where a file is wrong."""
    lists = yaml_files.read_as(Vocabulary, paths.RULES / "diary.yaml")
    body = yaml_files.read_as(_Body, paths.RULES / "body.yaml")
    return lists.model_copy(update={"zones": body.zones})


@cache
def _known(field: str) -> frozenset[str]:
    return frozenset(vocabulary().ids(field))


def _refuse(reason: str) -> PydanticCustomError:
    """Return an error whose type is a key of `corrections` in rules/diary.yaml."""
    return PydanticCustomError("bw_" + reason, "cannot be kept")


def _keepable(text: str) -> str:
    """Return `text` unless a file or a page could not show it again just as it was typed."""
    for letter in text:
        if (letter < " " and letter not in "\t\n") or "\ud800" <= letter <= "\udfff":
            raise _refuse("characters")
    return text


def _listed(field: str) -> Callable[[tuple[str, ...]], tuple[str, ...]]:
    def check(ids: tuple[str, ...]) -> tuple[str, ...]:
        if not _known(field).issuperset(ids):
            raise _refuse("choices")
        if len(set(ids)) < len(ids):
            raise _refuse("twice")
        if "none" in ids and len(ids) > 1:
            raise _refuse("none_alone")
        return ids

    return check


def _places(places: tuple["Place", ...]) -> tuple["Place", ...]:
    if len({place.place for place in places}) < len(places):
        raise _refuse("places")
    return places


def _zone(id: str) -> str:
    if id not in _known("zones"):
        raise _refuse("places")
    return id


def _danger_signs(answers: dict[str, str]) -> dict[str, str]:
    if not set(answers) <= set(vocabulary().danger_signs):
        raise _refuse("danger_signs")
    return answers


def _kind(id: str) -> str:
    if id not in _known("treatment_kinds"):
        raise _refuse("kind")
    return id


def _local(time: dt.time) -> dt.time:
    if time.tzinfo is not None:
        raise _refuse("time")
    return time


Score = Annotated[StrictInt, Field(ge=0, le=10)]  # 0 to 10; True, 4.0 and "4" are refused
Text = Annotated[str, Strict(), Field(max_length=NOTE_LENGTH), AfterValidator(_keepable)]
Line = Annotated[str, Strict(), Field(max_length=200), AfterValidator(_keepable)]
Name = Annotated[str, Strict(), Field(min_length=1, max_length=200), AfterValidator(_keepable)]
Day = Annotated[dt.date, Strict(), Field(ge=dt.date(1900, 1, 1))]
Time = Annotated[dt.time, Strict(), AfterValidator(_local)]
Answer = Literal["yes", "no", "not_sure"]


class Place(BaseModel):
    """A zone of the body map, with its own score from 0 to 10 or None."""

    model_config = _FROZEN
    place: Annotated[str, AfterValidator(_zone)]
    score: Score | None = None


class Medicine(BaseModel):
    """A medicine taken: its name, the dose in the person's words, relief 0 (none) to 10 or None."""

    model_config = _FROZEN
    name: Name
    dose: Line = ""
    relief: Score | None = None


class _Record(BaseModel):
    """What every kept record has. `version` is 0 until it is saved and grows with every save."""

    model_config = _FROZEN
    id: str | None = None  # given by the store
    person_id: str
    version: StrictInt = 0


class Entry(_Record):
    """One diary entry; a day may have many. `date` and `time` are the person's own, not UTC."""

    date: Day
    time: Time | None = None
    utc_offset_minutes: Annotated[StrictInt, Field(ge=-720, le=840)] | None = None
    zone: Line | None = None  # such as "Europe/Berlin"
    pain_now: Score | None = None
    pain_worst: Score | None = None
    pain_average: Score | None = None
    pain_least: Score | None = None
    pain_night: Score | None = None  # last night
    limits_day: Score | None = None  # how much pain limited the day; our own item
    wakings: Annotated[StrictInt, Field(ge=0, le=99)] | None = None  # by pain, last night
    sleep_hours: Annotated[float, Strict(), Field(ge=0, le=24, allow_inf_nan=False)] | None = None
    places: Annotated[tuple[Place, ...], Field(max_length=3), AfterValidator(_places)] = ()
    spread: Annotated[tuple[str, ...], AfterValidator(_listed("spread"))] = ()
    feels_like: Annotated[tuple[str, ...], AfterValidator(_listed("feels_like"))] = ()
    worse_with: Annotated[tuple[str, ...], AfterValidator(_listed("worse_with"))] = ()
    eased_by: Annotated[tuple[str, ...], AfterValidator(_listed("eased_by"))] = ()
    symptoms: Annotated[tuple[str, ...], AfterValidator(_listed("symptoms"))] = ()
    danger_signs: Annotated[dict[str, Answer], AfterValidator(_danger_signs)] = {}  # empty: unasked
    weight_kg: Annotated[float, Strict(), Field(ge=20, le=400, allow_inf_nan=False)] | None = None
    medicines: tuple[Medicine, ...] = ()
    note: Text = ""
    too_bad: StrictBool = False  # "too bad to fill in": the day counts, with no score
    recorded_at: AwareDatetime


class Treatment(_Record):
    """A treatment with its dates. `ended` None: it goes on, or nobody said."""

    name: Name
    kind: Annotated[str, AfterValidator(_kind)] | None = None
    started: Day | None = None
    ended: Day | None = None
    dose: Line = ""
    helped: Score | None = None  # 0 not at all, 10 completely

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.started and self.ended and self.ended < self.started:
            raise _refuse("ended")
        return self


class TestResult(_Record):
    """A scan or blood test, with the result in the person's own words."""

    __test__ = False  # the name looks like a test class to pytest

    name: Name
    date: Day | None = None
    result: Text = ""


class Appointment(_Record):
    """A visit: when, with whom, what to ask, and whether it is over."""

    date: Day
    time: Time | None = None
    with_whom: Line = ""
    questions: Text = ""
    done: StrictBool = False


Kept = TypeVar("Kept", bound=BaseModel)


class BadRecord(ValueError):
    """Something cannot be kept as typed. `problems`: one plain sentence for each field."""

    def __init__(self, problems: dict[str, str]) -> None:
        super().__init__(" ".join(problems.values()))
        self.problems = problems


def checked(kind: type[Kept], values: Mapping[str, Any], *, today: dt.date | None = None) -> Kept:
    """Return `values` as a record of this kind, such as Entry.

    With `today`, an Entry of a later day is refused too. Raises BadRecord, whose message never
    repeats what was typed.
    """
    found: dict[str, str] = {}
    record = None
    try:
        record = kind.model_validate(dict(values))
    except ValidationError as error:
        for problem in error.errors(include_url=False, include_context=False, include_input=False):
            field, sentence = _correction(problem["loc"], problem["type"])
            found.setdefault(field, sentence)
    date = values.get("date")
    if kind is Entry and today and type(date) is dt.date and date > today:
        found["date"] = vocabulary().corrections["future"]
    if found or record is None:
        raise BadRecord(found) from None
    return record


def problems(
    values: Mapping[str, Any], kind: type[BaseModel] = Entry, *, today: dt.date | None = None
) -> dict[str, str]:
    """Return one plain sentence for each field that cannot be kept; empty when all is well."""
    try:
        checked(kind, values, today=today)
    except BadRecord as bad:
        return bad.problems
    return {}


def _correction(where: tuple[int | str, ...], reason: str) -> tuple[str, str]:
    """Return the field and the sentence for one error of pydantic."""
    sentences = vocabulary().corrections
    field = str(where[0]) if where else "ended"  # only the order of two dates has no place
    keys = [reason.removeprefix("bw_")]
    if reason == "string_unicode":  # half of a character: a lone surrogate
        keys = ["characters"]
    if reason == "extra_forbidden":
        keys = ["extra"]
    if field == "places" and "score" in where:
        keys.append("pain")
    if field == "medicines" and "relief" in where:
        keys.append("relief")
    keys.append(field)
    if field.startswith("pain_"):
        keys.append("pain")
    if field in ("spread", "feels_like", "worse_with", "eased_by", "symptoms"):
        keys.append("choices")
    if field in ("started", "ended"):
        keys.append("date")
    if reason == "string_too_long":
        keys.append("text")
    return field, next(sentences[key] for key in [*keys, "other"] if key in sentences)


_ABOUT_THE_ENTRY = frozenset(
    ("id", "person_id", "version", "date", "time", "utc_offset_minutes", "zone", "recorded_at")
)


def is_empty(entry: Entry) -> bool:
    """Return True when nothing but its day and time was recorded. A recorded 0 is something."""
    return all(
        getattr(entry, name) == field.default
        for name, field in Entry.model_fields.items()
        if name not in _ABOUT_THE_ENTRY
    )


def in_order(entries: Iterable[Entry]) -> list[Entry]:
    """Return the entries by day, then time (without a time first), then when they were written."""
    return sorted(entries, key=lambda e: (e.date, e.time or dt.time.min, e.recorded_at))


_FIELDS = {  # column of a day: how several entries of one day become one value
    "pain_worst": "max",
    "pain_average": "mean",
    "pain_now": "mean",
    "pain_night": "max",
    "wakings": "max",
    "limits_day": "max",
    "weight_kg": "last",
}
_MEASURED = ("pain_average", "pain_now", "weight_kg")  # Float64; the others are whole numbers


def days(
    entries: Collection[Entry], *, first: dt.date | None = None, last: dt.date | None = None
) -> "pd.DataFrame":
    """Return one row per calendar day, from the first recorded day to the last.

    Args:
        entries: the entries of one person, in any order.
        first, last: begin or end the table here instead; entries outside are left out.

    Returns:
        Columns `day` (datetime64, the person's local day), `entries` (how many, 0 in a gap),
        `pain_worst` (the day's highest), `pain_average` and `pain_now` (means), `pain_night`
        (highest), `wakings` (highest), `woken` (wakings 1 or more), `limits_day` (highest), all
        NRS 0 to 10 but wakings, and `weight_kg` (the day's last). A value that nobody recorded is
        NA, also in `woken`; a day without an entry is a row of NA. No entries and no days: no rows.
    """
    import pandas as pd  # half a second: the first page does without it

    entries = in_order(entries)
    columns: dict[str, pd.Series[Any]] = {
        "day": pd.Series([e.date.isoformat() for e in entries], dtype="datetime64[us]"),
        "entries": pd.Series([1] * len(entries), dtype="Int64"),
    }
    for name in _FIELDS:
        values = [getattr(e, name) for e in entries]
        dtype = "Float64" if name in _MEASURED else "Int64"
        columns[name] = pd.Series(values, dtype=dtype)
    table = pd.DataFrame(columns).groupby("day").agg({"entries": "sum", **_FIELDS})
    start = pd.Timestamp(first) if first else table.index.min()
    end = pd.Timestamp(last) if last else table.index.max()
    if not (pd.isna(start) or pd.isna(end)):
        every_day = pd.date_range(start, end, freq="D", unit="us", name="day")
        table = table.reindex(every_day)
    table["entries"] = table["entries"].fillna(0)
    table.insert(list(table).index("wakings") + 1, "woken", table["wakings"] >= 1)
    return table.reset_index()


def last_days(entries: Sequence[Entry], count: int, today: dt.date) -> "pd.DataFrame":
    """Return the rows of `days` from `count` days ago up to `today`, and of later days if any.

    `entries`: all of one person, in order. The table is not made of ten years for two weeks.
    """
    if not entries:
        return days(())
    first = today - dt.timedelta(days=count - 1)
    return days(
        [entry for entry in entries if entry.date >= first],
        first=max(first, entries[0].date),
        last=max(today, entries[-1].date),
    )


def pain_series(frame: "pd.DataFrame") -> str:
    """Return the one column that stands for the pain of a diary, chosen once for all its days.

    The one with the most recorded days among average, worst and now, in this order at a tie (so
    "pain_average" when there is no pain at all). `frame` is what `days` returns.
    """
    return max(PAIN_SERIES, key=lambda name: frame[name].count())
