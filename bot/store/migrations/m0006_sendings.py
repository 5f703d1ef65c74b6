"""Who wants to be told things, what they are told, and where each message stands."""

from sqlite_utils import Database

from bot.store.migrations.schema import execute_all

_SCHEMA = """
ALTER TABLE meetings ADD COLUMN seats INTEGER;
ALTER TABLE meetings ADD COLUMN languages TEXT NOT NULL DEFAULT '';
ALTER TABLE meetings ADD COLUMN districts TEXT NOT NULL DEFAULT '';
ALTER TABLE meetings ADD COLUMN sentence TEXT NOT NULL DEFAULT '';
ALTER TABLE meetings ADD COLUMN photo_text TEXT NOT NULL DEFAULT '';
ALTER TABLE meetings ADD COLUMN revision INTEGER NOT NULL DEFAULT 1;
ALTER TABLE meetings ADD COLUMN changed TEXT NOT NULL DEFAULT '';

CREATE TABLE members (
    address TEXT PRIMARY KEY,
    language TEXT NOT NULL,
    districts TEXT NOT NULL,
    kinds TEXT NOT NULL,
    served INTEGER NOT NULL
) WITHOUT ROWID;

CREATE INDEX members_unserved ON members (address) WHERE served = 0;

CREATE TABLE sendings (
    key TEXT PRIMARY KEY,
    purpose TEXT NOT NULL,
    subject TEXT NOT NULL,
    revision INTEGER NOT NULL,
    audience TEXT NOT NULL,
    approved_by TEXT NOT NULL,
    approved_at TEXT NOT NULL,
    starts TEXT NOT NULL,
    expires TEXT NOT NULL,
    at_night INTEGER NOT NULL,
    silent INTEGER NOT NULL,
    state TEXT NOT NULL,
    urgency INTEGER NOT NULL,
    filled_to TEXT NOT NULL DEFAULT '',
    UNIQUE (purpose, subject, revision)
) WITHOUT ROWID;

CREATE TABLE sending_texts (
    sending TEXT NOT NULL,
    language TEXT NOT NULL,
    reply TEXT NOT NULL,
    PRIMARY KEY (sending, language)
) WITHOUT ROWID;

CREATE TABLE outbox (
    id INTEGER PRIMARY KEY,
    recipient TEXT NOT NULL,
    sending TEXT NOT NULL,
    channel TEXT NOT NULL,
    language TEXT NOT NULL,
    state TEXT NOT NULL,
    reason TEXT NOT NULL DEFAULT '',
    message INTEGER NOT NULL DEFAULT 0,
    tries INTEGER NOT NULL DEFAULT 0,
    not_before TEXT NOT NULL DEFAULT '',
    repeated INTEGER NOT NULL DEFAULT 0,
    unread INTEGER NOT NULL DEFAULT 0,
    UNIQUE (recipient, sending)
);

CREATE INDEX outbox_queued ON outbox (sending, channel, id) WHERE state = 'queued';
CREATE INDEX outbox_sending ON outbox (id) WHERE state = 'sending';
CREATE INDEX outbox_states ON outbox (sending, state, reason);

CREATE TABLE staff_chats (
    address TEXT PRIMARY KEY,
    account TEXT NOT NULL,
    language TEXT NOT NULL
) WITHOUT ROWID;
"""


def apply(database: Database) -> None:
    """Widen meetings, and make the tables of members, sendings and their rows."""
    execute_all(database, _SCHEMA)
