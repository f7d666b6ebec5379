"""What is said beside a result: good to know, answers that do not fit, sources that disagree.

Nothing here changes a level. The words and when they hold are in rules/remarks.yaml.
"""

from functools import cache
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from backwatch import paths, triage, yaml_files
from backwatch.conditions import Condition
from backwatch.questionnaire import Answers
from backwatch.yaml_files import DataFileError

Kind = Literal["note", "conflict", "differ"]


class Remark(BaseModel):
    """One remark with its papers. `ask` is a question for the doctor, empty for none."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    kind: Kind
    title: str
    text: str
    when: Any
    ask: str = ""
    sources: dict[str, str] = Field(min_length=1)


class _File(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    schema_version: Literal[1]
    remarks: tuple[Remark, ...]


@cache
def _all() -> tuple[tuple[Remark, Condition], ...]:
    path = paths.RULES / "remarks.yaml"
    file = yaml_files.read_as(_File, path)
    if len({remark.id for remark in file.remarks}) != len(file.remarks):
        raise DataFileError(f"{path.name}: an id is there twice")
    book = triage.rule_book()
    return tuple((r, book.parse(r.when, f"{path.name}: {r.id}")) for r in file.remarks)


def every() -> tuple[Remark, ...]:
    """Return all remarks in the order of the file. Raises DataFileError where it is damaged."""
    return tuple(remark for remark, _ in _all())


def remarks(kind: Kind, answers: Answers) -> tuple[Remark, ...]:
    """Return the remarks of one kind that surely hold for these answers."""
    return tuple(
        remark
        for remark, condition in _all()
        if remark.kind == kind and condition.judge(answers).holds is True
    )
