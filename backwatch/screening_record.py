"""What a person told on the page of lung screening, as it is kept: one text of JSON.

It can come from a file of somebody else, so everything in it is looked at before it is used.
"""

import datetime as dt
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StrictBool,
    StrictFloat,
    StrictInt,
    StrictStr,
    ValidationError,
)

from backwatch import smoking_history
from backwatch.questionnaire import AnswerError
from backwatch.screening_gate import OverSaid
from backwatch.screening_person import Person, read
from backwatch.screening_rules import book
from backwatch.smoking_history import History, Kind, Period, Unit

SETTING = "screening"
MOST_PERIODS = 20

Told = Literal["yes", "no", "not_sure"]
GateQuestion = Literal["symptoms", "lung_cancer"]
Years = Annotated[float, Field(ge=0, le=120, allow_inf_nan=False)]
Amount = Annotated[float, Field(ge=0, le=1000, allow_inf_nan=False)]


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class KeptPeriod(_Record):
    """One time of smoking with the id that names its widgets."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9]{1,32}$")]
    kind: Kind = "cigarettes"
    start: Years | None = None
    end: Years | None = None
    goes_on: bool = False
    amount: Amount | None = None
    unit: Unit = "day"
    sure: Amount | None = None

    @property
    def period(self) -> Period:
        """The same without its id."""
        told = self.model_dump(exclude={"id"})
        return Period(**told)


class Record(_Record):
    """All that was told. None and a missing name mean: not told.

    gate_on: the day on which both answers of the gate were given. smoked: whether they ever smoked
    as the programmes mean it. told: answers by the names of the command line. over: the person's
    word that old signs are over for good.
    """

    symptoms: Told | None = None
    lung_cancer: Told | None = None
    gate_on: dt.date | None = None
    smoked: Told | None = None
    periods: tuple[KeptPeriod, ...] = Field(default=(), max_length=MOST_PERIODS)
    told: dict[str, StrictBool | StrictInt | StrictFloat | StrictStr] = {}
    wants_number: bool = False
    over: OverSaid | None = None

    @property
    def text(self) -> str:
        """The record as the text that is kept."""
        return self.model_dump_json(exclude_defaults=True)

    def with_told(self, name: str, value: Any) -> "Record":
        """Return a copy with one more answer; None takes it away."""
        told = {key: kept for key, kept in self.told.items() if key != name}
        if value is not None:
            told[name] = value
        return self.model_copy(update={"told": told})

    def with_gate(self, name: GateQuestion, value: Told | None, on: dt.date) -> "Record":
        """Return a copy with one answer of the gate. Old answers make way; the first day counts.

        A sign now takes back the word that the old ones are over.
        """
        before = self.at_the_gate(on)
        since = before.gate_on if before.gate_is_fresh(on) else on
        over = None if (name, value) == ("symptoms", "yes") else before.over
        return before.model_copy(update={name: value, "gate_on": since, "over": over})

    def with_over(self, over: OverSaid | None) -> "Record":
        """Return a copy with this word, or without one, and the gate to be asked anew."""
        asked = {"symptoms": None, "lung_cancer": None, "gate_on": None}
        return self.model_copy(update={**asked, "over": over})

    def gate_is_fresh(self, today: dt.date) -> bool:
        """Return whether the answers of the gate are new enough not to be asked again."""
        days = book().signs.asked_again_after_days
        return self.gate_on is not None and 0 <= (today - self.gate_on).days < days

    def at_the_gate(self, today: dt.date) -> "Record":
        """Return the record with the answers of its gate, or without them where they are old."""
        if self.gate_is_fresh(today):
            return self
        return self.model_copy(update={"symptoms": None, "lung_cancer": None})

    @property
    def history(self) -> History:
        """What the times of smoking make together."""
        age = self.told.get("age")
        known = None if isinstance(age, bool | str) else age
        return smoking_history.read([each.period for each in self.periods], known)

    def people(self, *, country: str | None = None) -> tuple[Person, Person | None]:
        """Return the person as told, and the same with all tobacco counted (or None).

        See smoking_history.applied. What cannot be read any more is left out: unknown, never no.
        """
        told: dict[str, Any] = {"symptoms": self.symptoms, "lung_cancer": self.lung_cancer}
        for name, value in self.told.items():
            if name in book().fields and name not in told:
                told[name] = value
        if self.smoked == "no":
            told["smoking_status"] = "never"
        person = _read_what_can_be(told)
        person = Person(person.values, person.problems, country=country)
        if self.smoked != "yes":
            return person, None
        return smoking_history.applied(person, self.history)


def _read_what_can_be(told: dict[str, Any]) -> Person:
    while True:
        try:
            return read(told)
        except AnswerError as error:
            told = {name: value for name, value in told.items() if name != error.question}


def read_record(text: str | None) -> Record:
    """Return what is kept; an empty record for no text and for one that cannot be read."""
    if not text:
        return Record()
    try:
        return Record.model_validate_json(text)
    except ValidationError:
        return Record()
