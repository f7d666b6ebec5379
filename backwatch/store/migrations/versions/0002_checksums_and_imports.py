"""A checksum for each row, totals for each table, and what is kept to take an import back.

The sums themselves are filled in by bring_up_to_date, in the same transaction.
"""

from alembic import op

revision = "0002"
down_revision = "0001"

_STATEMENTS = (
    """ALTER TABLE setting ADD COLUMN checksum INTEGER""",
    """ALTER TABLE person ADD COLUMN checksum INTEGER""",
    """ALTER TABLE check_ ADD COLUMN checksum INTEGER""",
    """ALTER TABLE check_answer ADD COLUMN checksum INTEGER""",
    """ALTER TABLE entry ADD COLUMN checksum INTEGER""",
    """ALTER TABLE treatment ADD COLUMN checksum INTEGER""",
    """ALTER TABLE test_result ADD COLUMN checksum INTEGER""",
    """ALTER TABLE appointment ADD COLUMN checksum INTEGER""",
    """CREATE TABLE import_ (
        id TEXT NOT NULL PRIMARY KEY, added TEXT NOT NULL, checksum INTEGER) STRICT""",
    """CREATE TABLE total (
        name TEXT NOT NULL PRIMARY KEY, row_count INTEGER NOT NULL,
        row_sum INTEGER NOT NULL) STRICT""",
)


def upgrade() -> None:
    for statement in _STATEMENTS:
        op.execute(statement)
