"""How long the quick log of Today takes from the click on Save until it says "Saved"."""

import asyncio
import random
import sys
import time
from collections.abc import Awaitable, Callable
from contextlib import ExitStack
from pathlib import Path

from bench import compare, servers, ten_years
from bench.visitor import Visitor

ROUNDS = 25
FEW = 60  # entries, as somebody has after a month
SEED = 20_261_120
AIM = "1.30 or less"
NO_AIM = "none, to know"
FORM = servers.BASELINES / "quick_form.py"

Save = Callable[[int, random.Random], Awaitable[tuple[float, float]]]


async def _ours(port: int, chance: random.Random) -> tuple[float, float]:
    """Log a number on Today; return the seconds until it says so and until the page stands."""
    visitor = await Visitor.open(port, "today")
    number = next(key for key in visitor.choices if key.startswith("nrs_quick_"))
    visitor.choose(number, str(chance.randrange(11)))
    found = await visitor.press("go_save", says="Saved.")
    await visitor.close()
    return found


async def _bare(port: int, chance: random.Random) -> tuple[float, float]:
    """Log a number in the bare form; return the same."""
    visitor = await Visitor.open(port, "")
    visitor.set("number", double_value=float(chance.randrange(11)))
    found = await visitor.press("save", says="Saved.")
    await visitor.close()
    return found


def _rounds(bare: int, ours: int, *, whole: bool = False) -> compare.Times:
    """Return the seconds of each save at both servers in turn; `whole`: until the page stands."""
    chance = random.Random(SEED)

    def one(save: Save, port: int) -> float:
        return asyncio.run(save(port, chance))[whole]

    return compare.in_turn(
        lambda: one(_bare, bare), lambda: one(_ours, ours), rounds=ROUNDS, unmeasured=3
    )


def _bench(scratch: Path, running: ExitStack) -> None:
    ten_years.fill(scratch / "month" / "data", FEW)
    ten_years.fill(scratch / "years" / "data", ten_years.ENTRIES)
    ports = {name: servers.free_port() for name in ("month", "years", "plain", "same")}
    same = [sys.executable, str(servers.BASELINES / "same_server.py"), str(FORM), "--port"]
    commands = {
        "month": servers.our_command(ports["month"]),
        "years": servers.our_command(ports["years"]),
        "plain": servers.streamlit_command(FORM, ports["plain"]),
        "same": [*same, str(ports["same"])],
    }
    for name, command in commands.items():
        server = running.enter_context(servers.process(command, scratch / name))
        servers.wait_for(ports[name], server)
    time.sleep(8)  # until all have loaded what they load after the first page
    print("  Until it says “Saved”:")
    compare.show(_rounds(ports["plain"], ports["month"]), unit="ms", aim=AIM)
    print(f"  The same with {ten_years.ENTRIES:,} entries of ten years:")
    compare.show(_rounds(ports["plain"], ports["years"]), unit="ms", aim=AIM)
    print("  Until the whole page stands, which is one field there and all of Today here:")
    compare.show(_rounds(ports["plain"], ports["month"], whole=True), unit="ms", aim=NO_AIM)
    print("  Until it says “Saved”, the bare form in our server with our settings:")
    compare.show(_rounds(ports["same"], ports["month"]), unit="ms", aim=NO_AIM)


def main() -> None:
    """Print the comparison."""
    compare.head(
        "The quick log: from the click on Save until it says “Saved”",
        baseline="bench/baselines/quick_form.py by `streamlit run` with Streamlit's defaults: a "
        "form with one number, kept in SQLite with its defaults",
        ours=f"Today with {FEW} entries: saved through to the disk, with a checksum; 14 days drawn",
        note="real WebSocket clients with Streamlit's own messages, no browser; a new visit for "
        "each save, timed from the click.",
    )
    with servers.scratch() as scratch, ExitStack() as running:
        _bench(scratch, running)
