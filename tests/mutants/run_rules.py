"""Put every fault into the rules, one at a time, and see who notices."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from backwatch.yaml_files import DataFileError
from tests.mutants import killers
from tests.mutants.faults import Fault


@dataclass(frozen=True)
class Outcome:
    """Who noticed a fault: reader, case, person or law; "nobody" where it matters, or "same".

    "same": proved that no adult's level changes and no adult's rules do.
    only_fired: for a fault that matters, whether it changes the rules shown but no level.
    """

    fault: Fault
    by: str
    who: str = ""
    only_fired: bool = False


def run(faults: Iterable[Fault], cases_only: bool = False) -> Iterator[Outcome]:
    """Yield what became of each fault. cases_only: neither people nor laws may notice."""
    for fault in faults:
        yield _outcome(fault, cases_only)


def _outcome(fault: Fault, cases_only: bool) -> Outcome:
    try:
        book = fault.rule_book()
    except DataFileError as error:
        return Outcome(fault, "reader", str(error))
    who = killers.by_case(book, fault.name)
    if who:
        return Outcome(fault, "case", who)
    if not cases_only:
        for by, find in (("person", killers.by_person), ("law", killers.by_law)):
            who = find(book)
            if who:
                return Outcome(fault, by, who)
    from tests.mutants import equivalence  # loads z3

    found = equivalence.differs(book)
    if not found.level and not found.fired:
        return Outcome(fault, "same")
    return Outcome(fault, "nobody", only_fired=not found.level)
