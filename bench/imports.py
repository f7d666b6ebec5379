"""How long `python -m backwatch import` takes for a table of 100,000 rows, its start included."""

import csv
import datetime as dt
import json
import random
import sys
from functools import partial

from bench import compare, servers

ROWS = 100_000
SEED = 20_261_120
FIRST = dt.date(1935, 1, 1)  # three entries a day end before 2027
ROUNDS = 5
AIM = "10 or less"
HEADER = ("date", "time", "pain_now", "pain_worst", "wakings", "places", "medicines", "note")


def _row(number: int, chance: random.Random) -> tuple[object, ...]:
    day = FIRST + dt.timedelta(days=number // 3)
    return (
        day.isoformat(),
        f"{(8, 13, 20)[number % 3]:02}:{chance.randrange(60):02}",
        chance.choice(["", *range(11)]),
        chance.choice(["", *range(11)]),
        chance.choice(["", 0, 1, 2]),
        chance.choice(["", "upper", "upper:6;lower"]),
        chance.choice(["", "", "Ibuprofen:400 mg:3"]),
        chance.choice(["", "", "Sat all day"]),
    )


def main() -> None:
    """Print the comparison."""
    compare.head(
        f"a table of {ROWS:,} rows on the command line, start included",
        baseline="python bench/baselines/pandas_csv.py: pandas.read_csv of the same file",
        ours="python -m backwatch import TABLE --out DIARY: each cell looked at, a table written",
    )
    chance = random.Random(SEED)
    with servers.scratch() as folder:
        table, counted, report = (folder / name for name in ("table.csv", "counted", "report"))
        with table.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(HEADER)
            writer.writerows(_row(number, chance) for number in range(ROWS))
        pandas = [sys.executable, str(servers.BASELINES / "pandas_csv.py"), str(table)]
        bring_in = [sys.executable, "-m", "backwatch", "import", str(table)]
        times = compare.in_turn(
            partial(compare.seconds_of, pandas, counted),
            partial(compare.seconds_of, [*bring_in, "--out", str(folder / "diary.csv")], report),
            rounds=ROUNDS,
        )
        found = json.loads(report.read_text("utf-8"))
        size = table.stat().st_size / 1e6
    print(f"  results:  {found['entries']:,} entries of {size:.1f} MB, none left out")
    compare.show(times, aim=AIM)
