"""How long a page takes to open with a diary of ten years against one of ten entries."""

import asyncio
import datetime as dt
import random
import time
from collections.abc import Iterator
from pathlib import Path

from backwatch.diary import Entry, Place
from backwatch.store import open_store
from bench import compare, servers
from bench.visitor import Visitor

ENTRIES = 7_300  # two a day for ten years
FEW = 10
PAGES = {"diary": "Show older entries", "today": "See your trends"}  # and words that only it says
ROUNDS = 15
SEED = 20_261_120
AIM = "1.50 or less"
NOTES = ("", "", "Sat all day.", "A walk of twenty minutes, and the stairs.", "Slept badly again.")


def diary(person_id: str, entries: int, last: dt.date) -> Iterator[Entry]:
    """Return a made-up diary with two entries a day, the last ones on `last`; oldest first."""
    chance = random.Random(SEED)
    for number in reversed(range(entries)):
        day = last - dt.timedelta(days=number // 2)
        morning = number % 2 == 1
        time_of_day = dt.time(7, 40) if morning else dt.time(20, 10)
        worst = chance.randrange(11)
        yield Entry(
            person_id=person_id,
            date=day,
            time=time_of_day,
            pain_worst=None if morning else worst,
            pain_now=worst // 2,
            wakings=chance.randrange(3) if morning else None,
            sleep_hours=6.5 if morning else None,
            places=(Place(place="lower", score=worst),),
            feels_like=("ache",),
            symptoms=() if morning else ("tired",),
            note=chance.choice(NOTES),
            recorded_at=dt.datetime.combine(day, time_of_day, dt.UTC),
        )


def fill(folder: Path, entries: int) -> None:
    """Keep a made-up diary in a data folder."""
    store = open_store(folder)
    today = dt.datetime.now().astimezone().date()
    store.add_entries(diary(store.person().id, entries, today))
    store.close()


async def _opened(port: int, page: str) -> float:
    start = time.perf_counter()
    visitor = await Visitor.open(port, page)
    seconds = time.perf_counter() - start
    await visitor.close()
    if PAGES[page] not in "\n".join(visitor.words):
        raise RuntimeError(f"The page {page} was not drawn.")
    return seconds


def _bench(scratch: Path) -> None:
    few, many = scratch / "few", scratch / "many"
    fill(few / "data", FEW)
    fill(many / "data", ENTRIES)
    few_port, many_port = servers.free_port(), servers.free_port()
    with (
        servers.process(servers.our_command(few_port), few) as first,
        servers.process(servers.our_command(many_port), many) as second,
    ):
        servers.wait_for(few_port, first)
        servers.wait_for(many_port, second)
        time.sleep(8)  # until both have loaded what they load after the first page
        for page in PAGES:
            times = compare.in_turn(
                lambda page=page: asyncio.run(_opened(few_port, page)),
                lambda page=page: asyncio.run(_opened(many_port, page)),
                rounds=ROUNDS,
                unmeasured=2,
            )
            print(f"  {page.capitalize()}, a new visit:")
            compare.show(times, unit="ms", aim=AIM)


def main() -> None:
    """Print the comparison."""
    compare.head(
        f"Opening a page with {ENTRIES:,} entries of ten years",
        baseline=f"the same page of the same app with {FEW} entries",
        ours=f"with {ENTRIES:,}",
        note="real WebSocket clients with Streamlit's own messages, no browser; a new visit each "
        "time, so that nothing is kept from the last one; timed to the end of the page.",
    )
    with servers.scratch() as scratch:
        _bench(scratch)
