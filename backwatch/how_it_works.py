"""What the page "How it works" reads beside the rules: its words, written cases, people to try."""

from collections.abc import Mapping
from functools import cache
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from backwatch import paths, yaml_files
from backwatch.questionnaire import AnswerError, Answers, questionnaire
from backwatch.urgency import Urgency
from backwatch.yaml_files import DataFileError

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
LevelId = Literal["self_care", "routine", "within_days", "same_day", "emergency"]


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Review(_Record):
    """What the page tells a clinician who would like to review the rules."""

    lead: Text
    looks_at: tuple[Text, ...]
    signs: Text
    until: Text
    more: Text


class Words(_Record):
    """The page's own sentences. `also`: a word that people search by, and the words we use."""

    schema_version: Literal[1]
    principles: tuple[Text, ...]
    limits: tuple[Text, ...]
    review: Review
    also: dict[Text, tuple[Text, ...]]


class PublishedCase(_Record):
    """One made-up person in a sentence, and the levels that the tests accept for them.

    levels is empty under 18. holds: whether the rule that lists the case must hold for them.
    """

    said: Text
    levels: tuple[LevelId, ...]
    holds: bool

    @property
    def urgencies(self) -> tuple[Urgency, ...]:
        """The accepted levels, most urgent first."""
        return tuple(sorted(map(Urgency.from_id, self.levels), reverse=True))


class PublishedCases(_Record):
    """The written cases of one rule that the page shows, and how many more there are."""

    shown: tuple[PublishedCase, ...] = ()
    more: Annotated[int, Field(ge=0)] = 0


class _Cases(_Record):
    schema_version: Literal[1]
    rules: dict[str, PublishedCases]


class StartingPerson(_Record):
    """A made-up person to try other answers with."""

    id: Text
    name: Text
    about: Text
    answers: dict[str, object]

    def read(self) -> Answers:
        """Return the answers. Raises DataFileError where the questions do not take them."""
        try:
            return questionnaire().read(self.answers)
        except AnswerError as error:
            raise DataFileError(f"try_it.yaml: {self.id}: {error}") from None


class _TryIt(_Record):
    schema_version: Literal[1]
    people: tuple[StartingPerson, ...] = Field(min_length=1)


@cache
def words() -> Words:
    """Return the page's sentences. Raises DataFileError when content/how_it_works.yaml is wrong."""
    return yaml_files.read_as(Words, paths.CONTENT / "how_it_works.yaml")


@cache
def published_cases() -> Mapping[str, PublishedCases]:
    """Return the written cases by rule id; a rule without any is left out.

    Raises DataFileError when content/cases.yaml is wrong.
    """
    return yaml_files.read_as(_Cases, paths.CONTENT / "cases.yaml").rules


@cache
def starting_people() -> tuple[StartingPerson, ...]:
    """Return the made-up people to start from, in order.

    Raises DataFileError when content/try_it.yaml is wrong.
    """
    return yaml_files.read_as(_TryIt, paths.CONTENT / "try_it.yaml").people
