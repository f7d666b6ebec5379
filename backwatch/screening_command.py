"""`python -m backwatch screening` and `risk`: the programmes and the number for one person."""

import argparse
from typing import Any

from backwatch import risk, screening, screening_person


def _country(text: str) -> str:
    if not (len(text) == 2 and text.isascii() and text.isalpha()):
        raise argparse.ArgumentTypeError("give two letters, such as gb")
    return text.lower()


def add_to(commands: Any) -> None:
    """Add both commands to the parser of the command line."""
    programmes = commands.add_parser("screening", help="which lung screening programmes fit")
    number = commands.add_parser("risk", help="the PLCOm2012 risk, for people without signs")
    for command in (programmes, number):
        command.add_argument("file", nargs="?", default="-", help="a person as .json; - is stdin")
        command.add_argument("--jsonl", action="store_true", help="one person a line")
    programmes.add_argument(
        "--country", type=_country, default=None, help="only the programmes of this country"
    )
    number.add_argument(
        "--model", choices=risk.MODELS, default=None, help="else by whether race is given"
    )


def screen(raw: Any, arguments: argparse.Namespace) -> dict[str, Any]:
    """Return the gate and the programmes for one person. Raises AnswerError."""
    person = screening_person.read(raw)
    found = screening.assess(person, country=arguments.country)
    return _with_id(person, {"gate": found.gate, "programmes": list(map(_plain, found.programmes))})


def _plain(verdict: screening.Verdict) -> dict[str, Any]:
    plain: dict[str, Any] = {
        "id": verdict.programme.id,
        "eligible": verdict.eligible,
        "missing": list(verdict.missing),
        "why": " ".join([verdict.why, *verdict.category]),
        "source": verdict.source,
        "at_limit": list(verdict.at_limit),
        "near_limit": list(verdict.near_limit),
    }
    if verdict.programme.caveat:
        plain["caveat"] = verdict.programme.caveat
    if verdict.eligible and verdict.programme.then:
        plain["then"] = {"text": verdict.programme.then.text, "holds": verdict.then}
    return plain


def number(raw: Any, arguments: argparse.Namespace) -> dict[str, Any]:
    """Return the risk of one person, or why there is none. Raises AnswerError."""
    person = screening_person.read(raw)
    found = risk.assess(person, arguments.model)
    plain: dict[str, Any] = {
        "model": found.model,
        "risk": found.risk,
        "per_1000": found.per_1000,
        "valid": found.valid,
        "warnings": list(found.warnings),
    }
    if found.reason is not None:
        plain["reason"] = found.reason
    if found.missing:
        plain["missing"] = list(found.missing)
    return _with_id(person, plain)


def _with_id(person: screening_person.Person, plain: dict[str, Any]) -> dict[str, Any]:
    return plain if person.id is None else {"id": person.id, **plain}


RUN = {"screening": screen, "risk": number}
