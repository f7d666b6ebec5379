"""The papers beside the code say what is there: files, commands, tests, versions."""

import contextlib
import io
import json
import re
import sys

import pytest

from backwatch import __main__ as command_line
from backwatch import __version__, importers, paths

ROOT = paths.ROOT
# Decisions are left out of what must still be there: they tell what was, and may name what is gone.
PAPERS = [
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md")),
    *(ROOT / "docs").glob("*.md"),
]
LINKING = [*PAPERS, *(ROOT / "docs" / "decisions").glob("*.md")]
REQUIREMENTS = ("requirements.txt", "requirements-dev.txt")

MADE_HERE = (".venv", ".demo")  # not in the repository: made by the commands
SUFFIXES = ("md", "py", "yaml", "txt", "in", "toml", "png", "css", "ttf", "typ")
# `pages/`, `docs/x.md`, `pyproject.toml`; not `assess`, not `/diary`, not `ANSWERS.json`
NAMED_FILE = re.compile(rf"`([\w.-]+(?:/[\w.-]+)*(?:/|\.(?:{'|'.join(SUFFIXES)})))`")
NAMED_FOLDER = re.compile(r"`([\w.-]+(?:/[\w.-]+)+)`")
LINK = re.compile(r"\]\(([^)#]+)(?:#[^)]*)?\)")
MAKE = re.compile(r"\bmake (\w+)\b(?=`|\s{2,}#|\s*$)", re.MULTILINE)
TESTED_BY = re.compile(r"`(tests/[\w/]+\.py)`:\s+((?:`test_\w+`(?:,\s+)?)+)")


def text(name):
    return (ROOT / name).read_text(encoding="utf-8")


def short(path):
    return str(path.relative_to(ROOT))


def names_of_files(words):
    found = {*NAMED_FILE.findall(words), *NAMED_FOLDER.findall(words)}
    return {name for name in found if not name.startswith(MADE_HERE)}


@pytest.mark.parametrize("paper", PAPERS, ids=short)
def test_every_file_that_a_paper_names_is_there(paper):
    named = names_of_files(paper.read_text(encoding="utf-8"))
    assert [name for name in named if not (ROOT / name).exists()] == []


@pytest.mark.parametrize("paper", LINKING, ids=short)
def test_every_link_of_a_paper_leads_to_a_file_or_an_address(paper):
    links = LINK.findall(paper.read_text(encoding="utf-8"))
    broken = [link for link in links if "://" not in link and not (paper.parent / link).exists()]
    assert broken == []


def test_the_readme_names_files_and_commands_at_all():
    assert {"app.py", "pages/", "rules/", "requirements.txt"} <= names_of_files(text("README.md"))
    assert {"run", "demo", "test", "prove", "bench"} <= set(MAKE.findall(text("README.md")))


@pytest.mark.parametrize("paper", ["README.md", "CONTRIBUTING.md"])
def test_every_make_command_of_a_paper_is_in_the_makefile(paper):
    targets = set(re.findall(r"^(\w+):", text("Makefile"), re.MULTILINE))
    assert set(MAKE.findall(text(paper))) - targets == set()


def test_the_readme_says_what_it_is_not():
    words = " ".join(text("README.md").replace("*", "").split())
    assert "cannot find cancer and cannot rule it out" in words
    assert "No clinician has reviewed the rules" in words


@pytest.mark.parametrize("paper", ["SECURITY.md", "docs/safety.md"])
def test_every_test_that_a_paper_rests_on_is_there(paper):
    claimed = [
        (file, name)
        for file, names in TESTED_BY.findall(text(paper))
        for name in re.findall(r"test_\w+", names)
    ]
    missing = [
        f"{file}: {name}"
        for file, name in claimed
        if not (ROOT / file).exists() or f"def {name}(" not in text(file)
    ]
    assert missing == []
    # None may slip past the pattern above and so go unchecked.
    mentioned = re.findall(r"`(test_\w+)`", text(paper))
    assert sorted(mentioned) == sorted(name for _, name in claimed)


@pytest.mark.parametrize("row", ["O1", "O2", "O3", "O4", "O5", "O6", "C1", "C2", "C3", "C4", "C8"])
def test_every_threat_names_a_test_or_says_not_yet(row):
    line = re.search(rf"^\| {row} \|.*$", text("SECURITY.md"), re.MULTILINE)
    assert line is not None
    assert "`test_" in line.group() or line.group().endswith("| not yet |")


def test_every_hazard_has_its_five_parts():
    _, *hazards = re.split(r"^## ", text("docs/safety.md"), flags=re.MULTILINE)
    assert [hazard[:4] for hazard in hazards] == [f"H-{n:02}" for n in range(1, len(hazards) + 1)]
    for hazard in hazards:
        for part in ("Cause", "Harm", "Today"):
            assert f"- {part}: " in hazard, hazard[:4]
        assert "- Tests: " in hazard or hazard.startswith("H-12"), hazard[:4]


# The command line


def run(*arguments, monkeypatch=None, given=""):
    out, said = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(said):
        if monkeypatch:
            monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given.encode())))
        try:
            status = command_line.main(list(arguments))
        except SystemExit as stop:
            status = stop.code
    return status, out.getvalue(), said.getvalue()


def test_every_command_of_the_paper_is_a_command_and_every_command_is_in_the_paper():
    paper = text("docs/command-line.md")
    written = set(re.findall(r"python -m backwatch ([a-z]+)", paper)) | {"assess"}
    planned = paper.partition("## Not there yet")[2]
    planned = set(re.findall(r"`([a-z]+)`", planned))

    known = set(re.findall(r"^    ([a-z]+)\b", run("--help")[1], re.MULTILINE))
    assert known == written | planned
    assert planned == set(command_line.NOT_YET)


def test_every_option_of_the_paper_is_an_option_and_every_option_is_in_the_paper():
    option = r"--[a-z]+(?:-[a-z]+)*"
    written = set(re.findall(option, text("docs/command-line.md")))
    commands = ("assess", "import", "trends", "export", "summary", "fhir")
    helps = "".join(run(name, "--help")[1] for name in commands)
    assert written == set(re.findall(option, helps)) - {"--help"}


def test_the_paper_lists_the_formats_and_the_keys_of_an_import(tmp_path):
    paper = text("docs/command-line.md").partition("## import")[2].partition("\n## ")[0]
    formats = paper.partition("| id | file |")[2].partition("A file has")[0]
    assert set(re.findall(r"`([a-z0-9_]+)`[,\s|]", formats)) - {"date"} == set(importers.FORMATS)
    sample = ROOT / "tests" / "import_samples" / "flaredown.csv"
    _, out, _ = run("import", str(sample), "--out", str(tmp_path / "diary.csv"))
    table = paper.partition("**The report**")[2]
    keys = re.findall(r"`(\w+)`(?=[^|]*\|[^|]*\|$)", table, re.MULTILINE)
    assert keys == list(json.loads(out))


def test_the_paper_lists_the_keys_of_a_trend(monkeypatch):
    table = text("docs/command-line.md").partition("## trends")[2].partition("\n## ")[0]
    given = "date,pain_worst\n2026-11-20,4\n"
    found = json.loads(run("trends", monkeypatch=monkeypatch, given=given)[1])
    keys = {*found, *found["pain"], *found["night"]}
    listed = re.findall(r"^\| `(\w+)`(?:, `(\w+)`)?", table, re.MULTILINE)
    assert {key for pair in listed for key in pair if key} == keys


def test_the_paper_lists_the_keys_of_a_result(monkeypatch):
    table = text("docs/command-line.md").partition("The result:")[2].partition("## ")[0]
    _, out, _ = run("assess", "--explain", monkeypatch=monkeypatch, given='{"age": 61}')
    assert re.findall(r"^\| `(\w+)`", table, re.MULTILINE) == list(json.loads(out))


def test_the_example_of_the_readme_comes_out_as_it_says(monkeypatch):
    given, shown = re.search(
        r"\$ echo '(.*?)' \| python -m backwatch assess\n(.*?)\n  \.\.\.", text("README.md"), re.S
    ).groups()
    _, out, _ = run("assess", monkeypatch=monkeypatch, given=given)
    assert out.startswith(shown)


# Versions


def test_the_changelog_begins_with_this_version_and_says_what_changed_in_the_rules():
    newest = text("CHANGELOG.md").split("\n## ")[1]
    assert newest.startswith(__version__)
    assert "\n### Rules\n" in newest


@pytest.mark.parametrize("name", REQUIREMENTS)
def test_every_requirement_has_one_version_and_a_hash(name):
    entries = re.sub(r"\\\n", " ", text(name)).splitlines()
    entries = [line for line in entries if line.strip() and not line.lstrip().startswith("#")]
    loose = [
        line.split()[0]
        for line in entries
        if not re.match(
            r"[\w.-]+(\[[\w,-]+\])?==[\w.!+-]+( ;.*?)?\s+--hash=sha256:[0-9a-f]{64}", line
        )
    ]
    assert entries
    assert loose == []
