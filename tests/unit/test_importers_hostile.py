"""Files made to break an import: one plain sentence or a preview, never a crash, never a part."""

import datetime as dt
from collections import Counter
from zoneinfo import ZoneInfo

import pytest

from backwatch import importers, transfer
from tests import hostile_apps, hostile_imports

BERLIN = ZoneInfo("Europe/Berlin")
WHEN = dt.datetime(2026, 12, 20, 12, tzinfo=dt.UTC)
MAP = importers.column_map(hostile_imports.MAP)
CASES = [*hostile_imports.every(), *hostile_apps.every()]
STARTS = "=+-@\t\r＝＋－＠"


def read(data, columns):
    return importers.read(data, zone=BERLIN, columns=columns)


def assert_a_plain_sentence(message):
    assert "\n" not in message
    assert message.isprintable()
    assert message.endswith(".")
    assert len(message) < 300
    assert not {"Traceback", "Error", "codec", "NoneType"} & set(message.replace(":", " ").split())


def assert_sound(preview):
    """A preview of a foreign file is whole and honest, and what it becomes can be kept."""
    for row in preview.rows:
        if row.kept:
            assert row.date is not None
            assert row.date >= dt.date(1900, 1, 1)
        if row.kind == "blocked":
            assert_a_plain_sentence(row.note)
            assert row.note.startswith(row.source_ref)
        if row.scale == "nrs_0_10":
            assert row.value_num in range(11)
    importers.to_csv(preview.rows)
    found = importers.to_records(preview.rows, "me", WHEN)
    scores = {int(row.value_num) for row in preview.rows if row.scale == "nrs_0_10"}
    for entry in found.entries:
        assert entry.person_id == "me"
        assert entry.id is None
        assert entry.version == 0
        if preview.format != "backwatch":
            assert {entry.pain_now} <= {None, *scores}
            assert entry.danger_signs == {}
    table = transfer.write_table(found.entries)
    again = transfer.read_table(table, person_id="me").entries
    assert [[getattr(e, c) for c in transfer.COLUMNS] for e in again] == [
        [getattr(e, c) for c in transfer.COLUMNS] for e in found.entries
    ]
    return found


def outcome(data, columns):
    try:
        preview = read(data, columns)
    except importers.BadImport as error:
        assert_a_plain_sentence(str(error))
        return "refused"
    assert_sound(preview)
    return "blocked" if preview.blocked else "read"


def test_there_are_enough_hostile_files_and_each_has_a_name():
    assert len(CASES) >= 150
    assert len({case.name for case in CASES}) == len(CASES)
    assert {"read", "blocked", "refused"} == set(Counter(case.outcome for case in CASES))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_hostile_file_ends_as_it_should(case):
    data, columns = case.make(), MAP if case.mapped else None
    assert outcome(data, columns) == case.outcome
    if case.scores is not None:
        scored = [row for row in read(data, columns).rows if row.scale == "nrs_0_10"]
        assert tuple(int(row.value_num) for row in scored) == case.scores


@pytest.mark.parametrize("case", [c for c in CASES if c.outcome == "refused"], ids=lambda c: c.name)
def test_a_file_that_is_refused_gives_no_row_at_all(case):
    with pytest.raises(importers.BadImport):
        read(case.make(), MAP if case.mapped else None)


@pytest.mark.parametrize("case", [c for c in CASES if c.outcome == "blocked"], ids=lambda c: c.name)
def test_a_record_that_cannot_be_read_is_kept_in_no_part(case):
    preview = read(case.make(), MAP if case.mapped else None)
    refs = {row.source_ref for row in preview.blocked}
    assert [row for row in preview.accepted if row.source_ref in refs] == []


def test_no_cell_of_what_is_written_starts_a_formula():
    import csv
    import io

    for start in ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "＝1"):
        data = hostile_imports.HEAD + f'2026-11-20,6,"{start}"\n'
        preview = read(data.encode(), MAP)
        text = transfer.write_table(importers.to_entries(preview.rows, "me", WHEN))
        cells = [cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row]
        assert [cell for cell in cells if cell.startswith(tuple(STARTS))] == []


def test_what_stands_in_a_cell_is_never_repeated_in_a_message():
    canary = "canary-4711"
    for data in (
        f"date,pain,note\n{canary},6,x\n",
        f"date,pain,note\n2026-11-20 {canary},6,x\n",
        f"date,pain,note\n2026-11-20,6,{canary}\x07\n",
    ):
        (row,) = read(data.encode(), MAP).rows
        assert row.kind == "blocked"
        assert canary not in importers.to_csv([row])


def test_a_file_of_more_than_10_mb_is_refused_before_it_is_read():
    importers.check_size(importers.MAX_BYTES)
    with pytest.raises(importers.BadImport, match="10 MB"):
        importers.check_size(importers.MAX_BYTES + 1)
    with pytest.raises(importers.BadImport, match="10 MB"):
        importers.detect(b"x" * (importers.MAX_BYTES + 1))


def test_a_hidden_mark_twice_is_named():
    with pytest.raises(importers.BadImport, match="hidden mark twice"):
        importers.detect(b"\xef\xbb\xbf" * 2 + hostile_imports.HEAD.encode())


def fuzz(seeds):
    seen = Counter()
    for seed in seeds:
        data = hostile_imports.fuzzed(seed)
        for columns in (None, MAP):
            try:
                seen[outcome(data, columns)] += 1
            except Exception as error:
                raise AssertionError(f"the fuzzed file of seed {seed} broke the import") from error
    return seen


def test_300_damaged_files_end_in_a_sentence_or_a_sound_preview():
    assert set(fuzz(range(300))) == {"read", "blocked", "refused"}


@pytest.mark.proof
def test_10000_damaged_files_end_in_a_sentence_or_a_sound_preview():
    assert sum(fuzz(range(1_000, 11_000)).values()) == 20_000
