"""How long the quick log of Today takes from the click on Save until it says "Saved"."""

import asyncio
import random
import time
from collections.abc import Callable
from pathlib import Path

from bench import compare, servers, ten_years
from bench.visitor import Visitor

ROUNDS = 30
FEW = 60
SEED = 20_261_120
AIM = "1.30 or less"
PORT = "--port"


async def _ours(port: int, chance: random.Random) -> tuple[float, float]:
    """Log one number on Today; return the seconds until it says so and until the page stands."""
    visitor = await Visitor.open(port, "today")
    number = next(key for key in visitor.choices if key.startswith("nrs_quick_"))
    visitor.choose(number, str(chance.randrange(11)))
    found = await visitor.press("go_save", says="Saved.")
    await visitor.close()
    return found


async def _bare(port: int, chance: random.Random) -> tuple[float, float]:
    visitor = await Visitor.open(port, "")
    visitor.set("number", double_value=float(chance.randrange(11)))
    found = await visitor.press("save", says="Saved.")
    await visitor.close()
    return found
