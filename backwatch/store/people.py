"""People and their settings. Every setting that says something of a person is kept by person.

Until there could be several people, their settings had plain names. Such a one is that of the
person who was there first. It moves to that person's own when it is set, or when somebody else
comes; until then it is the newer one, because only an older version still writes it.
"""

import json
from collections.abc import Callable, Sequence
from typing import Any
from uuid import uuid4

import sqlalchemy as sa

from backwatch.person import Person, same_name
from backwatch.store import rows, schema
from backwatch.store.database import Database, even_on_a_full_disk
from backwatch.store.errors import NameTaken, PersonGone

# What older versions kept without a person.
_ONCE_PLAIN = (
    "check_step",
    "emergency_seen",
    "diary_evidence_decided",
    "diary_alarm_seen",
    "bw.despair",
)
_BETWEEN = "@"  # no id holds it
SHOWN = "shown_person"  # whose records a new visit shows

_people = schema.person
_settings = schema.setting


def own_key(key: str, person_id: str) -> str:
    """Return the name under which a person's own setting lies in the file."""
    return f"{key}{_BETWEEN}{person_id}"


class People(Database):
    """The part of the store that keeps people and settings."""

    def person(self) -> Person:
        """Return the person who was there first; a new, unnamed one where there is nobody yet."""
        return next(iter(self.people()), None) or self._first_person()

    def people(self) -> list[Person]:
        """Return everyone, the one who was there first first."""
        with self._read() as connection:
            return rows.people(connection)

    def oldest(self) -> str | None:
        """Return the id of the very first person of this file; None once they were deleted."""
        with self._read() as connection:
            return _oldest(connection)

    def people_and_oldest(self) -> tuple[list[Person], str | None]:
        """Return `people` and `oldest` in one look."""
        with self._read() as connection:
            return rows.people(connection), _oldest(connection)

    def _first_person(self) -> Person:
        with self._write() as connection:
            found = rows.people(connection)  # another window may have been quicker
            return found[0] if found else insert(connection, Person(id=uuid4().hex))

    def add_person(self, name: str, *, filled_in_by: str | None = None) -> Person:
        """Add somebody with nothing recorded yet, and return them.

        Raises NameTaken where somebody here is called the same, and pydantic's ValidationError for
        a name that cannot be kept.
        """
        person = Person(id=uuid4().hex, name=name, filled_in_by=filled_in_by)
        with self._write() as connection:
            _require_other_name(rows.people(connection), person)
            settle(connection)
            return insert(connection, person)

    def change_person(self, person_id: str, **changes: Any) -> Person:
        """Change what is known of a person who is there, and return them.

        Fields that are not in `changes` stay as they are in the file now. Raises PersonGone where
        the person was deleted, and NameTaken where the name is gone or not theirs alone.
        """
        with self._write() as connection:
            everybody = rows.people(connection)
            found = next((each for each in everybody if each.id == person_id), None)
            if found is None:
                raise PersonGone
            changed = Person.model_validate({**dict(found), **changes})
            if "name" in changes:
                _require_other_name([each for each in everybody if each.id != person_id], changed)
            connection.execute(
                sa.update(_people).where(_people.c.id == person_id).values(dict(changed))
            )
        return changed

    def save_person(self, person: Person) -> Person:
        """Keep what is known of a person as it is given; one who was not there is added."""
        with self._write() as connection:
            done = connection.execute(
                sa.update(_people).where(_people.c.id == person.id).values(dict(person))
            )
            if done.rowcount == 0:
                settle(connection)
                insert(connection, person)
        return person

    @even_on_a_full_disk
    def delete_person(self, person_id: str) -> None:
        """Erase a person with all their records and settings, in one step. There is no undo.

        Copies of earlier days keep them until newer ones take their place. Nothing happens where
        the person is gone already.
        """
        with self._write() as connection:
            settle(connection)
            for table in reversed(schema.RECORDS):
                if "person_id" in table.columns:
                    connection.execute(sa.delete(table).where(table.c.person_id == person_id))
            connection.execute(sa.delete(_people).where(_people.c.id == person_id))
            forget_settings(connection, person_id)
            shown = (_settings.c.key == SHOWN) & (_settings.c.value == person_id)
            connection.execute(sa.delete(_settings).where(shown))
            _forget_in_imports(connection, person_id)

    def setting(self, key: str, person_id: str | None = None) -> str | None:
        """Return a setting, a person's own with `person_id`; None where it was never set."""
        with self._read() as connection:
            if person_id is None:
                return _value(connection, key)
            plain = _plain(connection, key, person_id)
            return _value(connection, own_key(key, person_id)) if plain is None else plain

    def all_settings(self, person_id: str) -> tuple[dict[str, str], dict[str, str]]:
        """Return every setting of this computer, and every one of a person, by its key.

        Each as `setting` gives it, in one look: a page asks for many.
        """
        with self._read() as connection:
            every = sa.select(_settings.c.key, _settings.c.value).where(
                _settings.c.value.is_not(None)
            )
            found = {str(key): str(value) for key, value in connection.execute(every)}
            first = _first_id(connection)
        end = own_key("", person_id)
        own = {key.removesuffix(end): value for key, value in found.items() if key.endswith(end)}
        plain = {key: value for key, value in found.items() if _BETWEEN not in key}
        if first == person_id:
            own |= {key: plain[key] for key in _ONCE_PLAIN if key in plain}
        return plain, own

    def set_setting(self, key: str, value: str | None, person_id: str | None = None) -> None:
        """Keep a setting, a person's own with `person_id`; None takes it away.

        Raises PersonGone where that person was deleted.
        """
        self.change_setting(key, lambda _: value, person_id)

    def change_setting(
        self, key: str, change: Callable[[str | None], str | None], person_id: str | None = None
    ) -> None:
        """Keep what `change` makes of a setting, both in one step: nobody can save in between.

        `change` gets the value as it is now, None where there is none. Raises PersonGone where
        that person was deleted.
        """
        with self._write() as connection:
            name, plain = key, None
            if person_id is not None:
                name = own_key(key, person_id)
                there = sa.select(_people.c.id).where(_people.c.id == person_id)
                if connection.scalar(there) is None:
                    raise PersonGone
                plain = _plain(connection, key, person_id)
            value = change(_value(connection, name) if plain is None else plain)
            if plain is not None:
                connection.execute(sa.delete(_settings).where(_settings.c.key == key))
            _set(connection, name, value)


def settle(connection: sa.Connection) -> None:
    """Give the plain settings of an older version to the person who was there first.

    Before anybody comes or goes: else they would become those of somebody else. With nobody there
    they are nobody's, and go.
    """
    first = _first_id(connection)
    for key in _ONCE_PLAIN:
        value = _value(connection, key)
        if value is not None:
            _set(connection, key, None)
            if first is not None:
                _set(connection, own_key(key, first), value)


def own_settings(
    connection: sa.Connection, person_id: str, wanted: Sequence[str]
) -> dict[str, str]:
    """Return those of these settings that a person has."""
    found = {}
    for key in wanted:
        plain = _plain(connection, key, person_id)
        value = _value(connection, own_key(key, person_id)) if plain is None else plain
        if value is not None:
            found[key] = value
    return found


def forget_settings(connection: sa.Connection, person_id: str) -> None:
    """Take away every setting of a person."""
    keys = connection.scalars(sa.select(_settings.c.key)).all()
    mine = [key for key in keys if key.endswith(own_key("", person_id))]
    connection.execute(sa.delete(_settings).where(_settings.c.key.in_(mine)))


def insert(connection: sa.Connection, person: Person) -> Person:
    """Add a person after all the others."""
    place = connection.scalar(sa.select(sa.func.max(_people.c.position))) or 0
    connection.execute(sa.insert(_people).values(position=place + 1, **dict(person)))
    return person


def _require_other_name(others: Sequence[Person], person: Person) -> None:
    if others and not person.name:
        raise NameTaken("Not saved: with several people here, each needs a name.")
    if any(same_name(person.name, other.name) for other in others):
        raise NameTaken("Not saved: somebody here has that name. Add a second name or a nickname.")


def _first_id(connection: sa.Connection) -> str | None:
    return connection.scalar(sa.select(_people.c.id).order_by(_people.c.position).limit(1))


def _oldest(connection: sa.Connection) -> str | None:
    return connection.scalar(sa.select(_people.c.id).where(_people.c.position == 1).limit(1))


def _value(connection: sa.Connection, key: str) -> str | None:
    return connection.scalar(sa.select(_settings.c.value).where(_settings.c.key == key))


def _plain(connection: sa.Connection, key: str, person_id: str) -> str | None:
    """Return the setting without a person, where it is this person's."""
    if key in _ONCE_PLAIN and _first_id(connection) == person_id:
        return _value(connection, key)
    return None


def _set(connection: sa.Connection, key: str, value: str | None) -> None:
    connection.execute(sa.delete(_settings).where(_settings.c.key == key))
    if value is not None:
        connection.execute(sa.insert(_settings).values(key=key, value=value))


def _forget_in_imports(connection: sa.Connection, person_id: str) -> None:
    """Take a person out of what is kept to undo an import: it must not bring them back."""
    table = schema.import_
    for row in connection.execute(sa.select(table)).all():
        undo = json.loads(row.added)
        undo["made_way"] = [each for each in undo["made_way"] if each["id"] != person_id]
        mine = own_key("", person_id)
        undo["settings"] = {k: v for k, v in undo["settings"].items() if not k.endswith(mine)}
        text = json.dumps(undo)
        if text != row.added:
            connection.execute(sa.update(table).where(table.c.id == row.id).values(added=text))
