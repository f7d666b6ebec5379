"""Run the tests of the engine against each fault in it, in a process of its own."""

import ast
import copy
import importlib.machinery
import importlib.util
import os
import signal
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import CodeType
from typing import Any

import pytest

from backwatch import yaml_files
from tests.mutants.engine import ROOT, EngineMutant, source

TESTS = tuple(
    str(ROOT / "tests" / "unit" / f"test_{name}.py")
    for name in ("conditions", "questionnaire", "triage_mutants", "triage", "rule_files")
)
ABOUT_WORDS = "not read_at_grade and not eight_words and not frightens"  # the engine has no say
LONGEST = 90  # seconds of work, however busy the computer; a fault may loop without end


@dataclass(frozen=True)
class Outcome:
    """Whether the tests noticed a fault in the engine."""

    mutant: EngineMutant
    noticed: bool


class _Loader(importlib.machinery.SourceFileLoader):
    def __init__(self, name: str, path: str, tree: ast.Module) -> None:
        super().__init__(name, path)
        self.tree = tree

    def get_code(self, fullname: str) -> CodeType:
        return compile(self.tree, self.path, "exec")


class _Finder:
    def __init__(self, mutant: EngineMutant) -> None:
        self.mutant = mutant

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> Any:
        if name != f"backwatch.{self.mutant.module}":
            return None
        place = str(source(self.mutant.module))
        loader = _Loader(name, place, self.mutant.tree())
        return importlib.util.spec_from_file_location(name, place, loader=loader)


def run(
    mutants: Iterable[EngineMutant], jobs: int = 2, tests: Sequence[str] = TESTS
) -> Iterator[Outcome]:
    """Yield what became of each mutant, as soon as it is known."""
    running: dict[int, EngineMutant] = {}
    with _files_read_once(ahead=tests == TESTS):
        for mutant in mutants:
            if len(running) == jobs:
                yield _next(running)
            running[_started(mutant, tests)] = mutant
        while running:
            yield _next(running)


def _next(running: dict[int, EngineMutant]) -> Outcome:
    process, status = os.wait()
    return Outcome(running.pop(process), noticed=status != 0)


def _started(mutant: EngineMutant, tests: Sequence[str]) -> int:
    """Return the process that runs the tests; it ends with 0 only if all of them pass."""
    process = os.fork()
    if process:
        return process
    try:
        signal.setitimer(signal.ITIMER_PROF, LONGEST)
        quiet = os.open(os.devnull, os.O_WRONLY)
        os.dup2(quiet, 1)
        os.dup2(quiet, 2)
        os._exit(_result(mutant, tests))
    finally:
        os._exit(99)


def _result(mutant: EngineMutant, tests: Sequence[str]) -> int:
    _forget(lambda name: name.startswith("backwatch.") and name != yaml_files.__name__)
    _forget(lambda name: name.startswith("tests.") and not name.startswith("tests.mutants"))
    sys.meta_path.insert(0, _Finder(mutant))
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = (
        "1"  # plugins take longer to load than most tests
    )
    options = ["-x", "-q", "--noconftest", "-p", "no:cacheprovider", "--assert=plain"]
    options += ["-k", ABOUT_WORDS]
    quick = [path for path in tests if not path.endswith("test_triage.py")]
    rest = [path for path in tests if path not in quick]
    return next(
        (code for part in (quick, rest) if part and (code := pytest.main([*options, *part]))), 0
    )


def _forget(wanted: Callable[[str], bool]) -> None:
    """Make Python import these modules anew."""
    for name in [name for name in sys.modules if wanted(name)]:
        package, _, module = name.rpartition(".")
        del sys.modules[name]
        if hasattr(sys.modules.get(package), module):
            delattr(sys.modules[package], module)


@contextmanager
def _files_read_once(ahead: bool) -> Iterator[None]:
    """Keep the parsed YAML in the parent: reading it takes longer than most of the tests."""
    plain: Callable[[Path], Any] = yaml_files.read
    kept = cache(plain)
    folders = ("rules", "tests/cases") if ahead else ()
    for path in (path for folder in folders for path in (ROOT / folder).glob("*.yaml")):
        kept(path)
    yaml_files.read = lambda path: copy.deepcopy(kept(path))
    try:
        yield
    finally:
        yaml_files.read = plain
