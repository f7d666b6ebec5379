"""How often the rules say the right level for the made-up people of tests/people.

python -m tests.accuracy           prints the table
python -m tests.accuracy --write   also writes the counts to content/accuracy.yaml
                         --date 2026-11-25   with the day they were taken
"""

import argparse
import datetime as dt
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from backwatch import paths, sources, triage, urgency, yaml_files
from backwatch.urgency import Urgency
from tests.people_cases import assess
from tests.people_set import Person, people

FILE = paths.CONTENT / "accuracy.yaml"
COMMAND = "python -m tests.accuracy --write"
README = paths.ROOT / "README.md"
README_MARKS = ("<!-- accuracy -->", "<!-- end of accuracy -->")
PROBES = "probes.yaml"
MARK = "counts:\n"


def said(person: Person) -> Urgency | None:
    """Return the level that the rules say; None for no level."""
    return assess(person.answers).level


def verdict(person: Person, level: Urgency | None) -> str:
    """Return right, over or under; no level at all is under."""
    if person.accepts(level):
        return "right"
    return "over" if level is not None and level > person.highest else "under"


def counts(everybody: Iterable[Person]) -> dict[str, Any]:
    """Return what content/accuracy.yaml holds under counts: people, never percentages.

    levels: by the lowest level that is right, the most urgent first; either: those of them for whom
    the next level is right too. emergencies: people for whom only an emergency is right.
    """
    rows = []
    for person in everybody:
        result = assess(person.answers)
        rows.append(
            {
                "verdict": verdict(person, result.level),
                "exact": person.exact,
                "level": person.lowest,
                "unfinished": result.status == "incomplete",
                "probe": person.file == PROBES,
            }
        )

    def number(**wanted: Any) -> int:
        return sum(all(row[key] == value for key, value in wanted.items()) for row in rows)

    return {
        "rules_version": triage.rule_book().version,
        "people": len(rows),
        "right": number(verdict="right"),
        "over": number(verdict="over"),
        "under": number(verdict="under"),
        "one_level": number(exact=True),
        "one_level_right": number(exact=True, verdict="right"),
        "either": number(exact=False),
        "unfinished": number(unfinished=True),
        "probes": number(probe=True),
        "emergencies": number(level=Urgency.EMERGENCY),
        "emergencies_under": number(level=Urgency.EMERGENCY, verdict="under"),
        "levels": {
            level.id: {
                "people": number(level=level),
                "either": number(level=level, exact=False),
                "right": number(level=level, verdict="right"),
                "over": number(level=level, verdict="over"),
                "under": number(level=level, verdict="under"),
            }
            for level in sorted(Urgency, reverse=True)
        },
    }


def rate(part: int, whole: int) -> str:
    """Return "9 of 12 (75 %)"; no percentage of nothing."""
    return f"{part} of {whole}" + (f" ({100 * part / whole:.0f} %)" if whole else "")


def table(words: dict[str, Any], now: dict[str, Any]) -> str:
    """Return the table with its caption, the published rates and who is not right, as Markdown."""
    lines = [f"## {words['title']}", "", *(s.format(**now) for s in words["caption"]), ""]
    lines += ["| The least that is right | People | Next level right too | Right | Too urgent |"]
    lines[-1] += " Not urgent enough |"
    lines += ["|---|---:|---:|---:|---:|---:|"]
    for level, row in now["levels"].items():
        title = urgency.levels()[Urgency.from_id(level)].title
        numbers = (row[key] for key in ("people", "either", "right", "over", "under"))
        lines += [f"| {title} | " + " | ".join(str(number) for number in numbers) + " |"]
    numbers = (now[key] for key in ("people", "either", "right", "over", "under"))
    lines += ["| All | " + " | ".join(str(number) for number in numbers) + " |", ""]
    whole = now["people"]
    lines += [
        f"- Right: {rate(now['right'], whole)}",
        f"- Too urgent: {rate(now['over'], whole)}",
        f"- Not urgent enough: {rate(now['under'], whole)}",
        f"- Emergencies told less: {rate(now['emergencies_under'], now['emergencies'])}",
        f"- Rules: {now['rules_version']}",
        "",
        words["over_triage"],
        "",
        words["compare"],
        "",
        "| Others, as published | Right | Right in emergencies | Tests |",
        "|---|---:|---:|---:|",
    ]
    for other in words["others"]:
        cited = sources.cite(other["source"], other["place"])
        right, urgent = other["right_percent"], other["emergencies_right_percent"]
        lines += [f"| {other['name']}: {cited} | {right} % | {urgent} % | {other['tests']} |"]
    return "\n".join(lines)


def in_readme(text: str, now: dict[str, Any]) -> str:
    """Return the README's text with its table of today between the two marks."""
    head, _, rest = text.partition(README_MARKS[0])
    _, mark, tail = rest.partition(README_MARKS[1])
    if not mark:
        raise ValueError(f"README.md: the lines {README_MARKS} are not there")
    lines = ["| The least that is right | People | Right | Too urgent | Not urgent enough |"]
    lines += ["|---|---:|---:|---:|---:|"]
    for level, row in now["levels"].items():
        numbers = " | ".join(str(row[key]) for key in ("people", "right", "over", "under"))
        lines += [f"| {urgency.levels()[Urgency.from_id(level)].title} | {numbers} |"]
    lines += [
        "",
        f"{rate(now['right'], now['people'])} right, and "
        f"{rate(now['emergencies_under'], now['emergencies'])} emergencies told less. For "
        f"{now['either']} people two levels in a row are right. Rules {now['rules_version']}.",
    ]
    return "\n".join([head + README_MARKS[0], *lines, README_MARKS[1] + tail])


def parted(everybody: Iterable[Person]) -> str:
    """Return the people for whom the rules say another level than we do, as a Markdown table."""
    lines = ["| Person | We say | The rules say | Why our reading stands |", "|---|---|---|---|"]
    for person in everybody:
        level = said(person)
        if not person.accepts(level):
            ours = " or ".join(dict.fromkeys((person.lowest.id, person.highest.id)))
            theirs = level.id if level else "nothing"
            lines.append(f"| {person.id} | {ours} | {theirs} | {person.stands or 'not said'} |")
    return "\n".join(lines)


def written(text: str, now: dict[str, Any], date: dt.date | None) -> str:
    """Return the file's text with the counts put in, the words above them as they were."""
    head, mark, _ = text.partition("\n" + MARK)
    lines = [f"  date: {date.isoformat()}"] if date else []
    for key, value in now.items():
        if key != "levels":
            lines.append(f'  {key}: "{value}"' if isinstance(value, str) else f"  {key}: {value}")
    lines.append("  levels:")
    for level, row in now["levels"].items():
        lines.append(f"    {level}: {{{', '.join(f'{k}: {v}' for k, v in row.items())}}}")
    if not mark:
        raise yaml_files.DataFileError(f"{FILE.name}: there is no line {MARK.strip()!r}")
    return head + mark + "\n".join(lines) + "\n"


def main(arguments: list[str] | None = None, file: Path = FILE) -> None:
    """Print the table; with --write, put the counts into the file."""
    parser = argparse.ArgumentParser(description="How often the rules say the right level.")
    parser.add_argument(
        "--write", action="store_true", help="write content/accuracy.yaml and the README's table"
    )
    parser.add_argument("--date", type=dt.date.fromisoformat, help="the day, with --write")
    chosen = parser.parse_args(arguments)
    now = counts(people())
    print(table(yaml_files.read(file), now), "", parted(people()), sep="\n")
    if chosen.write:
        text = file.read_text(encoding="utf-8")
        file.write_text(written(text, now, chosen.date), encoding="utf-8", newline="\n")
        if file == FILE:
            readme = in_readme(README.read_text(encoding="utf-8"), now)
            README.write_text(readme, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
