"""The first tables. Written in SQL so that it stays as it was, whatever the code becomes."""

from alembic import op

revision = "0001"
down_revision = None

_SCORE = "INTEGER CHECK ({0} BETWEEN 0 AND 10)"

_TABLES = (
    """CREATE TABLE setting (key TEXT NOT NULL PRIMARY KEY, value TEXT) STRICT""",
    """CREATE TABLE change_count (
        id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1), written INTEGER NOT NULL) STRICT""",
    """INSERT INTO change_count VALUES (1, 0)""",
    """CREATE TABLE person (
        id TEXT NOT NULL PRIMARY KEY, position INTEGER NOT NULL, name TEXT, birth_year INTEGER,
        country TEXT, units TEXT, filled_in_by TEXT, journey TEXT) STRICT""",
    """CREATE TABLE check_ (
        id TEXT NOT NULL PRIMARY KEY, person_id TEXT NOT NULL REFERENCES person (id),
        started TEXT NOT NULL, finished TEXT, level TEXT, status TEXT, fired TEXT,
        rules_version TEXT, recheck_on TEXT) STRICT""",
    """CREATE UNIQUE INDEX one_open_check ON check_ (person_id) WHERE finished IS NULL""",
    """CREATE TABLE check_answer (
        check_id TEXT NOT NULL REFERENCES check_ (id) ON DELETE CASCADE, question TEXT NOT NULL,
        value TEXT NOT NULL, answered_at TEXT NOT NULL, PRIMARY KEY (check_id, question)) STRICT""",
    f"""CREATE TABLE entry (
        id TEXT NOT NULL PRIMARY KEY, person_id TEXT NOT NULL REFERENCES person (id),
        version INTEGER NOT NULL CHECK (version >= 1), date TEXT NOT NULL, time TEXT,
        utc_offset_minutes INTEGER, zone TEXT, pain_now {_SCORE.format("pain_now")},
        pain_worst {_SCORE.format("pain_worst")}, pain_average {_SCORE.format("pain_average")},
        pain_least {_SCORE.format("pain_least")}, pain_night {_SCORE.format("pain_night")},
        limits_day {_SCORE.format("limits_day")},
        wakings INTEGER CHECK (wakings BETWEEN 0 AND 99),
        sleep_hours REAL CHECK (sleep_hours BETWEEN 0 AND 24), places TEXT, spread TEXT,
        feels_like TEXT, worse_with TEXT, eased_by TEXT, symptoms TEXT, danger_signs TEXT,
        weight_kg REAL CHECK (weight_kg BETWEEN 20 AND 400), medicines TEXT, note TEXT,
        too_bad INTEGER NOT NULL CHECK (too_bad IN (0, 1)), recorded_at TEXT NOT NULL,
        deleted_at TEXT) STRICT""",
    """CREATE INDEX entry_by_day ON entry (person_id, date)""",
    f"""CREATE TABLE treatment (
        id TEXT NOT NULL PRIMARY KEY, person_id TEXT NOT NULL REFERENCES person (id),
        version INTEGER NOT NULL, name TEXT NOT NULL, kind TEXT, started TEXT, ended TEXT,
        dose TEXT, helped {_SCORE.format("helped")}) STRICT""",
    """CREATE TABLE test_result (
        id TEXT NOT NULL PRIMARY KEY, person_id TEXT NOT NULL REFERENCES person (id),
        version INTEGER NOT NULL, name TEXT NOT NULL, date TEXT, result TEXT) STRICT""",
    """CREATE TABLE appointment (
        id TEXT NOT NULL PRIMARY KEY, person_id TEXT NOT NULL REFERENCES person (id),
        version INTEGER NOT NULL, date TEXT NOT NULL, time TEXT, with_whom TEXT, questions TEXT,
        done INTEGER NOT NULL CHECK (done IN (0, 1))) STRICT""",
)


def upgrade() -> None:
    for statement in _TABLES:
        op.execute(statement)
