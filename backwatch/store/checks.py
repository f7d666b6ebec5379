"""Checks and their answers. At most one check of a person is open."""

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import uuid4

import sqlalchemy as sa
from pydantic import AwareDatetime, BaseModel, ConfigDict, ValidationError

from backwatch.store import schema
from backwatch.store.database import Database, even_on_a_full_disk
from backwatch.store.errors import DAMAGED, CheckFinished, DamagedData

_answers = schema.check_answer
_checks = schema.check


ANSWER_PATIENCE = 2.0  # seconds


class Check(BaseModel):
    """One check: the answers given, and its result once it is finished.

    `answers` holds question id: answer; a question without an answer is not in it. `finished`,
    `level`, `status`, `rules_version` and `recheck_on` are None while the check is open; `level`
    stays None where the check gave none.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    id: str
    person_id: str
    answers: dict[str, Any] = {}
    started: AwareDatetime
    finished: AwareDatetime | None = None
    level: str | None = None
    status: str | None = None
    fired: tuple[str, ...] = ()
    rules_version: str | None = None
    recheck_on: dt.date | None = None


class Checks(Database):
    """The part of the store that keeps checks."""

    def open_check(self, person_id: str) -> Check | None:
        """Return the check that is not finished, or None."""
        with self._read() as connection:
            return _open(connection, person_id)

    def start_check(self, person_id: str, at: dt.datetime) -> Check:
        """Return the open check of this person; a new one, started `at`, where there is none."""
        with self._write() as connection:
            found = _open(connection, person_id)
            if found is None:
                found = Check(id=uuid4().hex, person_id=person_id, started=at)
                connection.execute(
                    sa.insert(_checks).values(
                        id=found.id, person_id=person_id, started=at.isoformat()
                    )
                )
        return found

    def answer(self, check_id: str, question: str, value: object, at: dt.datetime) -> None:
        """Keep one answer; None takes it away. See `answer_many`."""
        self.answer_many(check_id, {question: value}, at)

    def answer_many(self, check_id: str, answers: Mapping[str, object], at: dt.datetime) -> None:
        """Keep these answers, all or none of them; None takes an answer away.

        Raises CheckFinished where the check is finished: its result would no longer fit. Waits only
        a moment for other programs: behind this click a danger sign may want its answer.
        """
        with self._write(patience=ANSWER_PATIENCE) as connection:
            _require_open(connection, check_id)
            connection.execute(
                sa.delete(_answers).where(
                    _answers.c.check_id == check_id, _answers.c.question.in_(list(answers))
                )
            )
            given = [
                answer_row(check_id, question, value, at)
                for question, value in answers.items()
                if value is not None
            ]
            if given:
                connection.execute(sa.insert(_answers), given)

    def finish_check(
        self,
        check_id: str,
        level: str | None,
        status: str,
        fired: Sequence[str],
        rules_version: str,
        recheck_on: dt.date | None,
        at: dt.datetime,
    ) -> Check:
        """Keep the result and close the check. Raises CheckFinished where it already is."""
        with self._write() as connection:
            _require_open(connection, check_id)
            connection.execute(
                sa.update(_checks)
                .where(_checks.c.id == check_id)
                .values(
                    finished=at.isoformat(),
                    level=level,
                    status=status,
                    fired=json.dumps(list(fired)),
                    rules_version=rules_version,
                    recheck_on=recheck_on.isoformat() if recheck_on else None,
                )
            )
            return checks_where(connection, _checks.c.id == check_id)[0]

    def reopen_check(self, check_id: str) -> Check:
        """Open a finished check again: answers stay, its result goes.

        An open check without answers makes way; with answers, CheckFinished is raised.
        """
        with self._write() as connection:
            found = checks_where(connection, _checks.c.id == check_id)
            if not found:
                raise CheckFinished(_GONE)
            other = _open(connection, found[0].person_id)
            if other and other.id != check_id:
                if other.answers:
                    raise CheckFinished("Finish the check you have started, or discard it, first.")
                connection.execute(sa.delete(_checks).where(_checks.c.id == other.id))
            result = ("finished", "level", "status", "fired", "rules_version", "recheck_on")
            connection.execute(
                sa.update(_checks)
                .where(_checks.c.id == check_id)
                .values(dict.fromkeys(result, sa.null()))
            )
            return checks_where(connection, _checks.c.id == check_id)[0]

    @even_on_a_full_disk
    def discard_check(self, check_id: str) -> None:
        """Delete a check with its answers. Nothing happens where it is gone already."""
        with self._write() as connection:
            connection.execute(sa.delete(_checks).where(_checks.c.id == check_id))

    def checks(self, person_id: str) -> list[Check]:
        """Return every check of this person, the one started last first."""
        with self._read() as connection:
            found = checks_where(connection, _checks.c.person_id == person_id)
        return sorted(found, key=lambda check: check.started, reverse=True)


_GONE = "This check was discarded in another window. Start a new one."


def answer_row(check_id: str, question: str, value: object, at: dt.datetime) -> dict[str, Any]:
    """Return the columns of one answer."""
    return {
        "check_id": check_id,
        "question": question,
        "value": json.dumps(value, allow_nan=False),
        "answered_at": at.isoformat(),
    }


def check_row(check: Check) -> dict[str, Any]:
    """Return the columns of a check, without its answers."""
    return {
        "id": check.id,
        "person_id": check.person_id,
        "started": check.started.isoformat(),
        "finished": check.finished.isoformat() if check.finished else None,
        "level": check.level,
        "status": check.status,
        "fired": json.dumps(list(check.fired)) if check.finished else None,
        "rules_version": check.rules_version,
        "recheck_on": check.recheck_on.isoformat() if check.recheck_on else None,
    }


def _require_open(connection: sa.Connection, check_id: str) -> None:
    row = connection.execute(sa.select(_checks.c.finished).where(_checks.c.id == check_id)).first()
    if row is None:
        raise CheckFinished(_GONE)
    if row.finished is not None:
        raise CheckFinished("This check is finished. Open it again to change an answer.")


def _open(connection: sa.Connection, person_id: str) -> Check | None:
    found = checks_where(
        connection, (_checks.c.person_id == person_id) & _checks.c.finished.is_(None)
    )
    return found[0] if found else None


def checks_where(connection: sa.Connection, wanted: sa.ColumnElement[bool]) -> list[Check]:
    """Return the checks for which this holds, with their answers. Raises DamagedData."""
    rows = connection.execute(sa.select(_checks).where(wanted)).mappings().all()
    answers: dict[str, dict[str, Any]] = {row["id"]: {} for row in rows}
    given = (
        sa.select(_answers)
        .join(_checks)
        .where(wanted)
        .order_by(_answers.c.answered_at, _answers.c.question)
    )
    try:
        for answer in connection.execute(given):
            answers[answer.check_id][answer.question] = json.loads(answer.value)
        return [_check(dict(row), answers[row["id"]]) for row in rows]
    except (ValidationError, json.JSONDecodeError):
        raise DamagedData(DAMAGED) from None


def _check(row: Mapping[str, Any], answers: Mapping[str, Any]) -> Check:
    values = {**row, "answers": answers, "fired": json.loads(row["fired"] or "[]")}
    return Check.model_validate(values)
