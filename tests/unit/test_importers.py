"""Diaries of other apps: each sample becomes exactly the rows that it should, none is lost."""

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from backwatch import importers

SAMPLES = Path(__file__).parents[1] / "import_samples"
BERLIN = ZoneInfo("Europe/Berlin")
FILES = {
    "apple_health_export.xml": "apple_health",
    "bearable_2021.csv": "bearable",
    "bearable_2024.csv": "bearable",
    "crisiscore.json": "crisiscore_json",
    "crisiscore_minimal.csv": "crisiscore_csv",
    "flaredown.csv": "flaredown",
    "nomie5_backup.json": "nomie5_json",
    "nomie6_daily.csv": "nomie6_csv",
    "perfice.csv": "perfice_csv",
    "pfpaindiary_backup.json": "pf_pain_diary",
    "track_and_graph.csv": "track_and_graph",
}


def expected(name):
    stem = name.replace(".json", "_json") if name.endswith(".json") else name.split(".")[0]
    return (SAMPLES / f"expected_{stem}.csv").read_bytes().decode()


def sample(name):
    return (SAMPLES / name).read_bytes()


@pytest.mark.parametrize("name", FILES)
def test_each_sample_becomes_the_rows_that_are_expected(name):
    preview = importers.read(sample(name), name, zone=BERLIN)
    assert importers.to_csv(preview.rows) == expected(name)


@pytest.mark.parametrize(("name", "format"), FILES.items())
def test_each_sample_is_known_as_the_file_of_its_app(name, format):
    assert importers.detect(sample(name), name) == format
