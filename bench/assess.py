"""How long `python -m backwatch assess --jsonl` takes for 1,000 people, its start included."""

import json
import random
import sys
from functools import partial

from bench import compare, servers
from tests.people_cases import random_answers

PEOPLE = 1_000
SEED = 20_261_120
TODAY = "2026-11-20"  # any fixed day: the result is the same every time
ROUNDS = 7
AIM = "3 s or less for ours; the ratio has no aim"


def main() -> None:
    """Print the comparison."""
    compare.head(
        f"{PEOPLE:,} people on the command line, start included",
        baseline="python bench/baselines/echo.py: parse and echo the same file",
        ours="python -m backwatch assess --jsonl",
        note="answers drawn at random by tests/people_cases.py, about 6 in 7 of them given",
    )
    chance = random.Random(SEED)
    with servers.scratch() as folder:
        people, echoed, results = (folder / name for name in ("people", "echoed", "results"))
        lines = [json.dumps(random_answers(chance)) for _ in range(PEOPLE)]
        people.write_text("\n".join(lines) + "\n", encoding="utf-8")
        echo = [sys.executable, str(servers.BASELINES / "echo.py"), str(people)]
        assess = [sys.executable, "-m", "backwatch", "assess", "--jsonl", "--today", TODAY]
        times = compare.in_turn(
            partial(compare.seconds_of, echo, echoed),
            partial(compare.seconds_of, [*assess, str(people)], results),
            rounds=ROUNDS,
        )
        found = [json.loads(line) for line in results.read_text("utf-8").splitlines()]
    levels = sorted(str(one["level"]) for one in found)
    counts = ", ".join(f"{levels.count(level)} {level}" for level in dict.fromkeys(levels))
    print(f"  results:  {len(found)} lines: {counts}")
    compare.show(times, aim=AIM)
