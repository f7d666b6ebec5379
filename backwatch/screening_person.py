"""What is told of a person for lung screening: read strictly, worked out, and the gate.

Unknown is never no: what was not told is not in `values`, and nothing is guessed for it.
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Literal

from backwatch.questionnaire import AnswerError, in_one_line
from backwatch.screening_rules import Told, book
from backwatch.screening_words import words
from backwatch.smoking import packs_times_years

Gate = Literal["no_symptoms", "symptoms", "has_lung_cancer", "unknown"]
Value = float | str | bool

_ASIDE = ("id", "country")  # told with a person, and nothing of the person's health
_YES_NO = {"yes": True, "no": False}
_SMOOTH = 9  # decimals: 0.1 years times 0.2 packs must not fall short of a limit by a hair


@dataclass(frozen=True)
class Person:
    """What is known of one person, by the names of the command line, and what cannot be.

    problems: one sentence for each answer that is impossible or does not fit another one.
    """

    values: Mapping[str, Value]
    problems: tuple[str, ...] = ()
    id: str | int | None = None
    country: str | None = None

    def number(self, name: str) -> float | None:
        """Return a number that was told, or None."""
        value = self.values.get(name)
        return None if value is None or isinstance(value, (bool, str)) else value

    def truth(self, name: str) -> bool | None:
        """Return a yes or no that was told; None for unknown."""
        value = self.values.get(name)
        return value if isinstance(value, bool) else None

    @property
    def smoking(self) -> str | None:
        """ "current", "former", "never", or None."""
        value = self.values.get("smoking_status")
        return value if isinstance(value, str) else None

    @property
    def bmi(self) -> float | None:
        """Body mass index in kg/m2: as told, else from height and weight; None where not known."""
        told = self.number("bmi")
        height, weight = self.number("height_cm"), self.number("weight_kg")
        if told is not None or height is None or weight is None:
            return told
        return weight / (height / 100) ** 2

    @cached_property
    def pack_years(self) -> float | None:
        """Packs of 20 a day times years: as told, else worked out; 0 for who never smoked."""
        if self.smoking == "never":
            return 0
        told = self.number("pack_years")
        a_day, years = self.number("cigs_per_day"), self.number("duration_years")
        if told is None and a_day is not None and years is not None:
            told = packs_times_years(a_day, years)
        return None if told is None else round(told, _SMOOTH)

    @property
    def lung_cancer(self) -> bool | None:
        """Whether they have or had lung cancer. Who never had any cancer did not."""
        told = self.truth("lung_cancer")
        return False if told is None and self.truth("cancer_hist") is False else told

    @property
    def gate(self) -> Gate:
        """Whether screening is for this person at all. A sign comes before everything else."""
        if self.truth("symptoms"):
            return "symptoms"
        if self.lung_cancer:
            return "has_lung_cancer"
        if self.truth("symptoms") is False and self.lung_cancer is False:
            return "no_symptoms"
        return "unknown"

    @property
    def gate_missing(self) -> tuple[str, ...]:
        """The answers that the gate still needs."""
        told = {"symptoms": self.truth("symptoms"), "lung_cancer": self.lung_cancer}
        return tuple(name for name, value in told.items() if value is None)

    def with_values(self, **changes: Value) -> "Person":
        """Return a copy with other values, its problems looked for anew."""
        values = {**self.values, **changes}
        return replace(self, values=values, problems=tuple(_clashes(values)))


def read(raw: Any) -> Person:
    """Return what `raw` (from JSON or a form) tells of a person; null is the same as not told.

    Yes and no are true and false, or 1 and 0; smoking_status takes 1 for current and 0 for former.
    Raises AnswerError for an unknown name or a value of the wrong kind. A value of the right kind
    that cannot be is in `problems`, and not in `values`.
    """
    if not isinstance(raw, Mapping):
        raise AnswerError("person", 'give one person, as {"age": 62, ...}.')
    fields = book().fields
    values: dict[str, Value] = {}
    problems: list[str] = []
    for name, value in raw.items():
        if name in _ASIDE or value is None or value == "not_sure":
            continue
        field = fields.get(name) if isinstance(name, str) else None
        if field is None:
            raise AnswerError(in_one_line(name), "nothing of a person has this name.")
        found = _read(field, value)
        problem = _impossible(field, found)
        if problem:
            problems.append(problem)
        else:
            values[name] = found
    problems += _clashes(values)
    return Person(values, tuple(problems), _id(raw.get("id")), _country(raw.get("country")))


def _id(value: Any) -> str | int | None:
    if isinstance(value, bool) or not isinstance(value, str | int | None):
        raise AnswerError("id", "give a text or a whole number.")
    return value


def _country(value: Any) -> str | None:
    if value is None:
        return None
    code = value.lower() if isinstance(value, str) else ""
    if code == "other" or (len(code) == 2 and code.isascii() and code.isalpha()):
        return code
    raise AnswerError("country", "give two letters, such as gb.")


def _read(field: Told, value: Any) -> Value:
    if field.type == "number":
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise AnswerError(field.id, "give a number.")
        return value
    if field.type == "yes_no":
        if isinstance(value, str):
            value = _YES_NO.get(value, value)
        if value not in (True, False):  # 1 and 0 are equal to them, 1.0 and 0.0 too
            raise AnswerError(field.id, "give true or false.")
        return bool(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return field.codes.get(value, "")
    if not isinstance(value, str):
        raise AnswerError(field.id, f"give one of {', '.join(field.options)}.")
    return value


def _impossible(field: Told, value: Value) -> str | None:
    said = words().problems
    if field.type == "choice":
        if value in field.options:
            return None
        return said["choice"].format(label=field.label, options=", ".join(field.options))
    if isinstance(value, bool | str):
        return None
    fits = field.min <= value <= field.max and (not field.whole or value == math.floor(value))
    if fits:
        return None
    kind = said["whole" if field.whole else "range"]
    return kind.format(label=field.label, low=f"{field.min:g}", high=f"{field.max:g}")


def _clashes(values: Mapping[str, Value]) -> Iterator[str]:
    said = words().problems

    def number(name: str) -> float:
        value = values.get(name, 0)
        return 0 if isinstance(value, bool | str) else value

    smoking = values.get("smoking_status")
    years, stopped = number("duration_years"), number("quit_years")
    if "age" in values and round(years + stopped, _SMOOTH) > number("age"):
        yield said["longer_than_life"]
    if smoking == "current" and stopped > 0:
        yield said["smokes_and_stopped"]
    smoked = ("cigs_per_day", "duration_years", "quit_years", "pack_years", "daily_smoking_years")
    if smoking == "never" and any(number(name) > 0 for name in smoked):
        yield said["never_and_smoked"]
    if "duration_years" in values and number("daily_smoking_years") > years:
        yield said["daily_too_long"]
