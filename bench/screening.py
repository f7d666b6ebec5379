"""How long `python -m backwatch screening` and `risk` take for 10,000 people, start included."""

import json
import random
import sys
from functools import partial
from typing import Any

from backwatch.screening_rules import book
from bench import compare, servers

PEOPLE = 10_000
SEED = 20_261_120
ROUNDS = 5
GIVEN = 0.9  # of the answers
AIM = "3 s or less for ours; the ratio has no aim"


def person(chance: random.Random) -> dict[str, Any]:
    """Return one made-up person, with about one answer in ten left out."""
    age = chance.randint(40, 85)
    status = chance.choice(["current", "former", "never"])
    years = 0 if status == "never" else chance.randint(1, age - 15)
    told = {
        "age": age,
        "race": chance.choice(book().fields["race"].options),
        "education": chance.randint(1, 6),
        "bmi": round(chance.uniform(17, 45), 1),
        "copd": chance.random() < 0.15,
        "cancer_hist": chance.random() < 0.1,
        "family_hist_lung_cancer": chance.random() < 0.15,
        "smoking_status": status,
        "cigs_per_day": 0 if status == "never" else chance.randint(1, 40),
        "duration_years": years,
        "quit_years": chance.randint(0, age - 15 - years) if status == "former" else 0,
        "daily_smoking_years": years,
        "symptoms": chance.random() < 0.1,
        "lung_cancer": chance.random() < 0.05,
        "country": chance.choice(["us", "gb", "ca", "au", "de"]),
    }
    return {name: value for name, value in told.items() if chance.random() < GIVEN}


def main() -> None:
    """Print the comparison for both commands."""
    chance = random.Random(SEED)
    with servers.scratch() as folder:
        people, echoed, results = (folder / name for name in ("people", "echoed", "results"))
        lines = [json.dumps(person(chance)) for _ in range(PEOPLE)]
        people.write_text("\n".join(lines) + "\n", encoding="utf-8")
        echo = [sys.executable, str(servers.BASELINES / "echo.py"), str(people)]
        for command in ("screening", "risk"):
            compare.head(
                f"{PEOPLE:,} people on the command line, start included: {command}",
                baseline="python bench/baselines/echo.py: parse and echo the same file",
                ours=f"python -m backwatch {command} --jsonl",
            )
            ours = [sys.executable, "-m", "backwatch", command, "--jsonl", str(people)]
            times = compare.in_turn(
                partial(compare.seconds_of, echo, echoed),
                partial(compare.seconds_of, ours, results),
                rounds=ROUNDS,
            )
            print(f"  results:  {len(results.read_bytes().splitlines()):,} lines")
            compare.show(times, aim=AIM)
