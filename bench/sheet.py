"""How long the appointment summary takes as a PDF, how much memory and how big, beside others.

Each maker runs in a fresh process, reads the same sheet from standard input and writes its page 1.
WeasyPrint and ReportLab are only needed here. `BENCH_PYTHON` names another Python that has them.
"""

import os
import subprocess
import sys
import time
from dataclasses import replace
from functools import partial
from pathlib import Path

from backwatch import countries, sheet
from backwatch.example import example_entries
from backwatch.outputs import pdf
from backwatch.paths import ROOT
from backwatch.person import Person
from backwatch.questionnaire import questionnaire
from backwatch.summary import AppointmentSummary
from bench import compare, servers
from tests import people_cases
from tests.unit.summary_people import MADE_AT, TODAY

ROUNDS = 7
SHEETS = 30
MOST_BYTES = 200_000
MOST_GROWTH_MB = 20
OTHERS = {
    "WeasyPrint": ("weasyprint", "sheet_weasyprint.py", "0.20 or less (5 times as fast)"),
    "ReportLab": ("reportlab", "sheet_reportlab.py", "0.50 or less (twice as fast)"),
}
OURS = [sys.executable, "-m", "backwatch.outputs.pdf_worker"]


def _example() -> AppointmentSummary:
    return sheet.appointment(
        Person(id="p", name="Ann Example", birth_year=1964),
        questionnaire().read(people_cases.person("strain")),
        TODAY,
        example_entries("p", TODAY),
        countries.country("gb"),
        today=TODAY,
    )


def _run(command: list[str], job: bytes, made: dict[str, bytes], name: str) -> float:
    start = time.perf_counter()
    done = subprocess.run(command, input=job, capture_output=True, cwd=ROOT, check=True)
    seconds = time.perf_counter() - start
    made[name] = done.stdout
    return seconds


def _peak_mb(command: list[str], job: bytes) -> float | None:
    """Return the most memory that a fresh process of this command had, in MB; None if untold."""
    program = (
        "import resource, subprocess, sys; "
        "subprocess.run(sys.argv[1:], input=sys.stdin.buffer.read(), stdout=subprocess.DEVNULL); "
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    try:
        import resource  # noqa: F401 (not on Windows)
    except ImportError:
        return None
    told = subprocess.run(
        [sys.executable, "-c", program, *command], input=job, capture_output=True, cwd=ROOT
    )
    unit = 1e6 if sys.platform == "darwin" else 1e3
    return int(told.stdout) / unit


def _missing(python: str, module: str) -> str | None:
    """Return what to install; None when the module can be loaded."""
    done = subprocess.run([python, "-c", f"import {module}"], capture_output=True, text=True)
    if done.returncode == 0:
        return None
    if "No module named" in done.stderr:
        return f"not compared: install {module} ({module} is in requirements-dev.txt)"
    return f"not compared: {module} needs a library of the system that is not there (Pango)"


def _size(file: bytes) -> str:
    pages = file.count(b"/Type /Page\n") + file.count(b"/Type/Page/") + file.count(b"/Type /Page ")
    return f"{len(file) / 1000:.0f} kB, {pages or '?'} pages"


def main() -> None:
    """Print the comparisons."""
    python = os.environ.get("BENCH_PYTHON", sys.executable)
    summary = _example()
    # Page 1 alone, as the others make it: no health list, no sources.
    one_page = replace(summary, health=(), sources=(), screening=(), left_out="", also=())
    job = pdf.given(pdf._job(one_page, "a4", MADE_AT))
    for name, (module, script, aim) in OTHERS.items():
        compare.head(
            f"the one-page summary as a PDF in a fresh process, beside {name}",
            baseline=f"python bench/baselines/{script}: the same words and charts by {name}",
            ours="python -m backwatch.outputs.pdf_worker: the same page, tagged for screen readers",
        )
        if said := _missing(python, module):
            print(f"  {said}", flush=True)
            continue
        other = [python, str(servers.BASELINES / script)]
        made: dict[str, bytes] = {}
        times = compare.in_turn(
            partial(_run, other, job, made, "baseline"),
            partial(_run, OURS, job, made, "ours"),
            rounds=ROUNDS,
        )
        compare.show(times, aim=aim)
        print(f"  size:     {name} {_size(made['baseline'])}; ours {_size(made['ours'])}")
        peaks = _peak_mb(other, job), _peak_mb(OURS, job)
        if None not in peaks:
            print(
                f"  memory:   {name} {peaks[0]:.0f} MB at most; ours {peaks[1]:.0f} MB", flush=True
            )
    _in_the_app(summary)


def _in_the_app(summary: AppointmentSummary) -> None:
    """Print how big the file is, and what thirty sheets in a row leave in the app."""
    print("\nthe sheet as the app makes it, each in a child process that ends")
    times = []
    before = _memory_mb()
    for number in range(SHEETS):
        start = time.perf_counter()
        file = pdf.pdf(summary, made_at=MADE_AT.replace(minute=number))
        times.append(time.perf_counter() - start)
    print(f"  time:     {compare.spread(times)} ({SHEETS} sheets)")
    print(f"  size:     {len(file) / 1000:.0f} kB; aim: less than {MOST_BYTES // 1000} kB")
    after = _memory_mb()
    if before is not None and after is not None:
        print(f"  memory:   the app grew by {after - before:.1f} MB; aim: under {MOST_GROWTH_MB}")


def _memory_mb() -> float | None:
    status = Path("/proc/self/statm")
    if not status.exists():
        return None
    return int(status.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


if __name__ == "__main__":
    main()
