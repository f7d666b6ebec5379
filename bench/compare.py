"""Time a baseline and ours in turn, and print both with their ratio."""

import statistics
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from backwatch import paths


@dataclass
class Times:
    """What was timed in each round, in seconds: the baseline and ours, in the same order."""

    baseline: list[float] = field(default_factory=list)
    ours: list[float] = field(default_factory=list)

    @property
    def ratio(self) -> float:
        """Our median as a multiple of the baseline's median; below 1 is faster."""
        return statistics.median(self.ours) / statistics.median(self.baseline)

    @property
    def ratios(self) -> list[float]:
        """The same multiple for each round alone."""
        return [one / base for one, base in zip(self.ours, self.baseline, strict=True)]


def in_turn(
    baseline: Callable[[], float], ours: Callable[[], float], *, rounds: int, unmeasured: int = 1
) -> Times:
    """Return `rounds` timings of both; who goes first changes every round.

    Each callable does its work once and returns the seconds. The first `unmeasured` rounds only
    warm up the disk's cache.
    """
    times = Times()
    for number in range(-unmeasured, rounds):
        results = {}
        for one in (baseline, ours) if number % 2 else (ours, baseline):
            results[one] = one()
        if number >= 0:
            times.baseline.append(results[baseline])
            times.ours.append(results[ours])
    return times


def seconds_of(command: list[str], out: Path) -> float:
    """Return how long a command takes, its start included; what it writes goes into `out`."""
    with out.open("wb") as file:
        start = time.perf_counter()
        subprocess.run(command, stdout=file, cwd=paths.ROOT, check=True)
        return time.perf_counter() - start


def spread(values: list[float], unit: str = "s") -> str:
    """Return the median and the range in words; `unit` is s or ms, `values` are seconds."""
    scale, digits = (1000, 1) if unit == "ms" else (1, 2)
    low, middle, high = (f"{scale * f(values):.{digits}f}" for f in (min, statistics.median, max))
    return f"median {middle} {unit}, range {low} to {high}"


def head(title: str, *, baseline: str, ours: str, note: str = "") -> None:
    """Print what is compared with what."""
    print(f"\n{title}\n  baseline: {baseline}\n  ours:     {ours}", flush=True)
    if note:
        print(f"  note:     {note}", flush=True)


def show(times: Times, *, unit: str = "s", aim: str) -> None:
    """Print one comparison."""
    print(f"  baseline: {spread(times.baseline, unit)} ({len(times.baseline)} rounds)")
    print(f"  ours:     {spread(times.ours, unit)}")
    low, high = min(times.ratios), max(times.ratios)
    print(f"  ratio:    {times.ratio:.2f} (rounds {low:.2f} to {high:.2f}); aim: {aim}", flush=True)
