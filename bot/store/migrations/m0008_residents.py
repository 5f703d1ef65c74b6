"""Questions to meetings and what is needed there: neither table has a column for a person."""

from sqlite_utils import Database

from bot.store.migrations.schema import execute_all

_SCHEMA = """
CREATE TABLE questions (
    key TEXT PRIMARY KEY,
    meeting TEXT NOT NULL,
    week TEXT NOT NULL,
    text TEXT NOT NULL,
    state TEXT NOT NULL,
    answer TEXT NOT NULL
) WITHOUT ROWID;

CREATE INDEX questions_meeting ON questions (meeting);
CREATE INDEX questions_state ON questions (state);

CREATE TABLE needs (
    meeting TEXT NOT NULL,
    need TEXT NOT NULL,
    number INTEGER NOT NULL,
    PRIMARY KEY (meeting, need)
) WITHOUT ROWID;
"""


def apply(database: Database) -> None:
    """Make the tables."""
    execute_all(database, _SCHEMA)
