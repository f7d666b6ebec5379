"""How long a click takes while ten people click, against Streamlit's own defaults."""

import asyncio
import random
import statistics
from collections.abc import Awaitable, Callable
from itertools import chain
from pathlib import Path

from backwatch import paths
from backwatch.questionnaire import questionnaire
from bench import compare, servers
from bench.visitor import Visitor

PEOPLE = 10
CLICKS = 5  # of each person in each round
BETWEEN_SECONDS = (1.5, 2.5)  # from an answer to the next click: 2 on average
ROUNDS = 3
SEED = 20_261_120
AIM = "0.10 or less, which is 10 times faster"

Click = Callable[[Visitor, int, int], Awaitable[float]]


async def _choose_period(visitor: Visitor, _person: int, number: int) -> float:
    return await visitor.click("ans_period", ("4 weeks", "All")[number % 2])


async def _answer(visitor: Visitor, person: int, number: int) -> float:
    signs = questionnaire().steps[0].all_questions
    sign = questionnaire()[signs[person % len(signs)]]
    return await visitor.click(f"ans_{sign.id}", sign.choices[("no", "not_sure")[number % 2]])


async def _person(port: int, page: str, click: Click, person: int, seed: int) -> list[float]:
    """Open the page, click once unmeasured, then click on; return the seconds of each click."""
    chance = random.Random(f"{seed} {person}")
    visitor = await Visitor.open(port, page)
    await click(visitor, person, 0)
    seconds = []
    for number in range(1, CLICKS + 1):
        await asyncio.sleep(chance.uniform(*BETWEEN_SECONDS))
        seconds.append(await click(visitor, person, number))
    await visitor.close()
    return seconds


async def _all(port: int, page: str, click: Click, seed: int) -> float:
    people = [_person(port, page, click, person, seed) for person in range(PEOPLE)]
    return statistics.median(chain.from_iterable(await asyncio.gather(*people)))


def _rounds(ours: int, plain: int, page: str, click: Click) -> compare.Times:
    """Return the median click of each round, in turn at both servers, same thinking times."""
    seeds = {ours: SEED, plain: SEED}

    def one(port: int) -> float:
        seeds[port] += 1
        return asyncio.run(_all(port, page, click, seeds[port]))

    return compare.in_turn(lambda: one(plain), lambda: one(ours), rounds=ROUNDS, unmeasured=0)


def _bench(scratch: Path) -> None:
    ours, plain = scratch / "ours", scratch / "plain"
    for folder in (ours, plain):
        servers.example_folder(folder)
    our_port, plain_port = servers.free_port(), servers.free_port()
    entry = paths.ROOT / "ui" / "entry.py"
    with (
        servers.process(servers.our_command(our_port), ours) as first,
        servers.process(servers.streamlit_command(entry, plain_port), plain) as second,
    ):
        servers.wait_for(our_port, first)
        servers.wait_for(plain_port, second)
        print("  A click on another period in Trends (a chart and a table are drawn again):")
        compare.show(_rounds(our_port, plain_port, "trends", _choose_period), unit="ms", aim=AIM)
        print("  An answer in the check (saved to the disk before the page is drawn again):")
        compare.show(_rounds(our_port, plain_port, "check", _answer), unit="ms", aim=AIM)


def main() -> None:
    """Print the comparison."""
    compare.head(
        f"Median click with {PEOPLE} people who click every 2 seconds",
        baseline="`streamlit run ui/entry.py`: the same pages and libraries, Streamlit's defaults "
        "(uvloop too, as it is installed)",
        ours="`python app.py`",
        note="real WebSocket clients with Streamlit's own messages, no browser; timed from the "
        "click to the end of the script's answer; the example diary, one copy each.",
    )
    with servers.scratch() as scratch:
        _bench(scratch)
