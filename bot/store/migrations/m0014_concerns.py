"""What staff do with a concern, the code it is followed with, and what was added to it."""

from sqlite_utils import Database

from bot.store.migrations.schema import execute_all

_SCHEMA = """
ALTER TABLE concerns ADD COLUMN often TEXT NOT NULL DEFAULT '';
ALTER TABLE concerns ADD COLUMN origin TEXT NOT NULL DEFAULT 'self';
ALTER TABLE concerns ADD COLUMN code BLOB;
ALTER TABLE concerns ADD COLUMN sealed BLOB;
ALTER TABLE concerns ADD COLUMN state TEXT NOT NULL DEFAULT 'received';
ALTER TABLE concerns ADD COLUMN reason TEXT NOT NULL DEFAULT '';
ALTER TABLE concerns ADD COLUMN answer TEXT NOT NULL DEFAULT '';
ALTER TABLE concerns ADD COLUMN changed_week TEXT NOT NULL DEFAULT '';
ALTER TABLE concerns ADD COLUMN merged TEXT NOT NULL DEFAULT '';
ALTER TABLE concerns ADD COLUMN note TEXT NOT NULL DEFAULT '';
ALTER TABLE concerns ADD COLUMN meeting TEXT NOT NULL DEFAULT '';
ALTER TABLE concerns ADD COLUMN erased INTEGER NOT NULL DEFAULT 0;

UPDATE concerns SET changed_week = week;

CREATE UNIQUE INDEX concerns_code ON concerns (code) WHERE code IS NOT NULL;
CREATE INDEX concerns_waiting ON concerns (week) WHERE released = 0;

CREATE TABLE concern_additions (
    key TEXT PRIMARY KEY,
    concern TEXT NOT NULL,
    week TEXT NOT NULL,
    text TEXT NOT NULL,
    sealed BLOB,
    released INTEGER NOT NULL,
    read INTEGER NOT NULL
) WITHOUT ROWID;

CREATE INDEX concern_additions_concern ON concern_additions (concern)
"""


def apply(database: Database) -> None:
    """Make the columns, and the table of additions."""
    execute_all(database, _SCHEMA)
