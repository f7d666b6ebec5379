"""How long a rerun of every page takes against a bare script that draws the same widgets."""

import gc
import os
import statistics
import time
from functools import partial
from typing import Any

from streamlit import config
from streamlit.logger import set_log_level
from streamlit.testing.v1 import AppTest

from backwatch import paths
from bench import compare, recorded, servers
from ui import menu, server, style

ROUNDS = 25
AIM = "1.30 or less"
SECONDS = 60

current: recorded.Plan  # what bench/baselines/bare.py draws


def rerun(page: Any) -> float:
    """Run a page once more; return the seconds. Raises RuntimeError where it fails."""
    start = time.perf_counter()
    page.run()
    seconds = time.perf_counter() - start
    if page.exception:
        raise RuntimeError(f"The page failed: {page.exception[0].message}")
    return seconds


def ours(name: str) -> Any:
    """Return one of our pages, drawn twice. BACKWATCH_HOME says whose diary."""
    page = AppTest.from_file(str(paths.ROOT / "ui" / "entry.py"), default_timeout=SECONDS)
    page.run()
    page.switch_page(f"../pages/{name}.py").run()
    return page.run()


def bare(plan: recorded.Plan) -> Any:
    """Return the bare page that draws the plan, drawn once."""
    global current
    current = plan
    return AppTest.from_file(str(servers.BASELINES / "bare.py"), default_timeout=SECONDS).run()


def _one(name: str) -> compare.Times:
    page = ours(name)
    plan = recorded.record(name, page)
    plain = bare(plan)
    gc.collect()
    times = compare.in_turn(
        partial(rerun, plain), partial(rerun, page), rounds=ROUNDS, unmeasured=3
    )
    again = recorded.record(name, plain)
    kinds = ", ".join(f"{count} {kind}" for kind, count in sorted(plan.drawn.items()))
    print(f"\n  {name}: {kinds}")
    for label, count in (
        ("not drawn", plan.left_out),
        ("drawn otherwise", plan.drawn - again.drawn),
    ):
        if count:
            print(f"  {label} by the baseline: {dict(count)}")
    compare.show(times, unit="ms", aim=AIM)
    return times


def main() -> None:
    """Print the comparison for every page."""
    compare.head(
        "Rerun of every page, the example diary open",
        baseline="bench/baselines/bare.py: the same menu, containers, texts, widgets, charts and "
        "tables, drawn by plain Streamlit calls; words, tables and arrays are ready in memory",
        ours="ui/entry.py with that page: the store, the rules, the tables and the frame included",
        note="both run in this process by Streamlit's AppTest; garbage collection after a run is "
        "off and memory is frozen for both, as in the app. No network, no browser.",
    )
    server.settle_config()
    style.in_page = True  # as in the app: there the sheet comes with the page
    config.set_option("runner.postScriptGC", False)
    set_log_level("error")  # AppTest warns about its own threads
    with servers.scratch() as scratch:
        os.environ["BACKWATCH_HOME"] = str(servers.example_folder(scratch))
        server.warm_up()
        ratios = [_one(name).ratio for name in menu.PAGES]
    print(
        f"\n  all pages: ratio median {statistics.median(ratios):.2f}, "
        f"range {min(ratios):.2f} to {max(ratios):.2f}"
    )
