"""How long a rerun of the Trends page takes with ten years of entries, and what it sends first."""

import asyncio
import gc
import os
from datetime import datetime
from functools import partial

from streamlit import config
from streamlit.logger import set_log_level

from backwatch.store import open_store
from bench import compare, long_diary, pages, recorded, servers, visitor
from ui import server

ROUNDS = 25
AIM = "1.30 or less"


async def _sent(port: int) -> int:
    """Return the bytes that a browser gets to draw the page for the first time."""
    page = await visitor.Visitor.open(port, "trends")
    await page.close()
    return page.received


def main() -> None:
    """Print the comparison and the first paint."""
    compare.head(
        "Rerun of the Trends page, ten years of entries, the time and topic that it opens with",
        baseline="bench/baselines/bare.py: the same containers, texts and widgets, and the same "
        "figures ready in memory",
        ours="ui/entry.py with pages/trends.py: store, tables, verdicts and charts included",
        note="both run in this process by Streamlit's AppTest, as in `python -m bench pages`",
    )
    server.settle_config()
    config.set_option("runner.postScriptGC", False)
    set_log_level("error")  # AppTest warns about its own threads
    with servers.scratch() as scratch:
        store = open_store(scratch / "data")
        count = long_diary.fill(store, datetime.now().astimezone().date())
        store.close()
        print(f"  diary:    {count:,} entries", flush=True)
        os.environ["BACKWATCH_HOME"] = str(scratch / "data")
        server.warm_up()
        page = pages.ours("trends")
        bare = pages.bare(recorded.record("trends", page, prepared=True))
        gc.collect()
        times = compare.in_turn(
            partial(pages.rerun, bare), partial(pages.rerun, page), rounds=ROUNDS, unmeasured=3
        )
        compare.show(times, unit="ms", aim=AIM)
        port = servers.free_port()
        with servers.process(servers.our_command(port), scratch) as running:
            servers.wait_for(port, running)
            print(f"  first paint: {asyncio.run(_sent(port)) / 1024:.0f} KiB over the WebSocket")
