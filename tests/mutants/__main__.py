"""Do the tests notice small faults? Put each into the rules or the engine and see.

    python -m tests.mutants                     both, some minutes
    python -m tests.mutants --rules             the rules and the logic of the questions
    python -m tests.mutants --rules --suggest   also a written case for each fault not noticed
    python -m tests.mutants --engine            conditions, question, questionnaire and triage
    --sample N    only N of each, always the same ones
    --cases-only  a fault in the rules must be noticed by a written case, not by a person or a law

Ends with 1 when a fault in the rules goes unnoticed, or more than 5 % of those in the engine do.
"""

import argparse
import os
import random
import sys
import time
from collections import Counter
from collections.abc import Sequence
from typing import TypeVar

from backwatch.triage import rule_book
from tests.mutants import engine, killers, rules, run_rules

T = TypeVar("T")

ENOUGH = 0.95  # of the faults in the engine; some of the rest cannot matter


def sample(found: Sequence[T], count: int | None) -> Sequence[T]:
    """Return `count` of them, always the same, in their order; all of them without a count."""
    if count is None or count >= len(found):
        return found
    chosen = random.Random(40).sample(range(len(found)), count)  # noqa: S311
    return [found[number] for number in sorted(chosen)]


def about_rules(count: int | None, cases_only: bool, suggest: bool) -> bool:
    """Print what became of the faults in the rules. Return whether each that matters is noticed."""
    failing = killers.by_case(rule_book()) or killers.by_person(rule_book())
    if failing:
        raise SystemExit(f"{failing}: fails without any fault: mend that first.")
    start = time.monotonic()
    faults = sample(list(rules.faults()), count)
    found = list(run_rules.run(faults, cases_only))
    by = Counter(each.by for each in found)
    noticed = sum(by[who] for who in ("reader", "case", "person", "law"))
    print(f"Rules: {len(found)} faults, {time.monotonic() - start:.0f} s")
    print(f"  noticed: {noticed} ({', '.join(f'{n} by {who}' for who, n in _noticed(by))})")
    print(f"  matter to nobody, proved for every adult: {by['same']}")
    print(f"  matter and are not noticed: {by['nobody']}")
    print(f"  share noticed of those that matter: {_share(noticed, noticed + by['nobody'])}")
    for each in found:
        if each.by == "same":
            print(f"  same level and rules for everybody: {each.fault}")
    missed = [each for each in found if each.by == "nobody"]
    for each in missed:
        what = "same level, other rules" if each.only_fired else "another level"
        print(f"  NOT NOTICED ({what}): {each.fault}")
    if suggest and missed:
        from tests.mutants import suggest as written

        print("\nCases that would notice them. Read each one before you keep it:")
        for line in written.cases(each.fault for each in missed):
            print(line)
    return not missed


def about_engine(count: int | None, jobs: int) -> bool:
    """Print what became of the faults in the engine. Return whether enough are noticed."""
    from tests.mutants import run_engine

    if next(run_engine.run([engine.UNCHANGED])).noticed:
        raise SystemExit("The tests of the engine fail without any fault: mend that first.")
    start = time.monotonic()
    mutants = sample(list(engine.mutants()), count)
    print(f"Engine: {len(mutants)} faults", flush=True)
    missed = []
    for number, found in enumerate(run_engine.run(mutants, jobs), start=1):
        if sys.stderr.isatty():
            print(f"\r{number} of {len(mutants)} ", end="", file=sys.stderr, flush=True)
        if not found.noticed:
            missed.append(found.mutant)
            why = engine.equivalent().get(found.mutant.key)
            told = (
                f"changes nothing: {found.mutant}: {why}" if why else f"NOT NOTICED: {found.mutant}"
            )
            print(f"  {told}", flush=True)
    matter = [mutant for mutant in missed if mutant.key not in engine.equivalent()]
    noticed = len(mutants) - len(missed)
    print(f"  noticed: {noticed} ({_share(noticed, len(mutants))} of all)")
    print(f"  known to change nothing, with the reason: {len(missed) - len(matter)}")
    print(f"  share noticed of the rest: {_share(noticed, noticed + len(matter))}")
    print(f"  {time.monotonic() - start:.0f} s")
    return noticed >= ENOUGH * len(mutants)


def _noticed(by: Counter[str]) -> list[tuple[str, int]]:
    names = {"case": "a written case", "reader": "the reader", "person": "a whole person"}
    names["law"] = "a law"
    return [(names[who], n) for who, n in by.most_common() if who in names]


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.1%}" if whole else "none"


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.mutants", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    for name in ("rules", "engine", "suggest", "cases-only"):
        parser.add_argument(f"--{name}", action="store_true")
    parser.add_argument("--sample", type=int, metavar="N")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    asked = parser.parse_args()
    both = asked.rules == asked.engine
    good = True
    if both or asked.engine:  # first: each fault gets a process of its own, the smaller the better
        good &= about_engine(asked.sample, asked.jobs)
    if both or asked.rules:
        good &= about_rules(asked.sample, asked.cases_only, asked.suggest)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
