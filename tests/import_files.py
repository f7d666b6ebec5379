"""The sample files of other apps, and what tests of the importers share.

The samples are made up. Each has a file of the rows that it must become, in the zone of Berlin.
"""

import datetime as dt
import json
from pathlib import Path
from zoneinfo import ZoneInfo

from backwatch import importers

SAMPLES = Path(__file__).parent / "import_samples"
BERLIN = ZoneInfo("Europe/Berlin")
NEW_YORK = ZoneInfo("America/New_York")
WHEN = dt.datetime(2026, 12, 20, 12, tzinfo=dt.UTC)
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
OTHER_SCALES = (
    "apple_health_export.xml",
    "bearable_2021.csv",
    "bearable_2024.csv",
    "flaredown.csv",
)
BEARABLE = "date,time of day,category,rating/amount,detail,notes\n1st Dec 2026,{}\n"


def expected(name):
    stem = name.replace(".json", "_json") if name.endswith(".json") else name.split(".")[0]
    return (SAMPLES / f"expected_{stem}.csv").read_bytes().decode()


def sample(name):
    return (SAMPLES / name).read_bytes()


def read(data, **more):
    return importers.read(data.encode() if isinstance(data, str) else data, zone=BERLIN, **more)


def records(data, **more):
    return importers.to_records(read(data).rows, "me", WHEN, **more)


def crisis(**entry):
    base = {"id": 1, "timestamp": "2026-11-20T08:00:00.000Z", "baselineData": {"pain": 6}}
    return json.dumps([{**base, **entry}])
