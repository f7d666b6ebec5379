"""The person whose diary it is."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StrictInt

from backwatch.diary import Name

Code = Annotated[str, Field(pattern=r"^[a-z][a-z_]{0,29}$")]


class Person(BaseModel):
    """One person. None always means that nobody was asked, or that no answer was given."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    id: str
    name: Name | None = None
    birth_year: Annotated[StrictInt, Field(ge=1900, le=2100)] | None = None
    country: Code | None = None  # such as "gb": emergency number, programmes, spelling
    units: Literal["metric", "us"] | None = None
    filled_in_by: Name | None = None  # who types, when it is not the person
    journey: Code | None = None  # which door was taken on the first visit
