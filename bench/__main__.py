"""`python -m bench` runs every bench; `python -m bench pages clicks` runs the named ones."""

import importlib
import os
import platform
import signal
import sys

from tests.browser import conftest as browser_tests

BENCHES = (
    "start",
    "pages",
    "clicks",
    "keyboard",
    "quick_log",
    "ten_years",
    "assess",
    "imports",
    "look",
    "trends_page",
    "sheet",
)


def main(names: list[str]) -> int:
    """Run the benches and return the exit status: 0, or 2 when one cannot run here."""
    unknown = [name for name in names if name not in BENCHES]
    if unknown:
        print(f"There is no bench {unknown[0]}. Choose from: {', '.join(BENCHES)}.")
        return 2
    if missing := browser_tests.what_is_missing():
        print(missing)
        return 2
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    print(
        f"Python {platform.python_version()}, {platform.system()}, {os.cpu_count()} cores{load}. "
        "Read the ratios, not the seconds. Close other programs first."
    )
    # Ended from outside: still stop the servers that a bench has started.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    for name in names or BENCHES:
        importlib.import_module(f"bench.{name}").main()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
