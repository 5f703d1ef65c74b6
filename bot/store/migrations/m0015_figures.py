"""Published figures: a quarter is written once and stays as it is."""

from sqlite_utils import Database

_PICTURES = """
CREATE TABLE pictures (
    quarter TEXT PRIMARY KEY,
    published TEXT NOT NULL,
    trial INTEGER NOT NULL
) WITHOUT ROWID
"""
# A total that is withheld has no row. What was counted before rounding is nowhere.
_FIGURES = """
CREATE TABLE figures (
    quarter TEXT NOT NULL REFERENCES pictures (quarter),
    chart TEXT NOT NULL,
    choice TEXT NOT NULL,
    place INTEGER NOT NULL,
    label TEXT NOT NULL,
    figure INTEGER CHECK (figure >= 5 AND figure % 5 = 0),
    PRIMARY KEY (quarter, chart, choice)
) WITHOUT ROWID
"""
_FROZEN = """
CREATE TRIGGER figures_frozen BEFORE UPDATE ON figures
BEGIN SELECT raise(ABORT, 'a published figure is never changed'); END
"""
_KEPT = """
CREATE TRIGGER figures_kept BEFORE DELETE ON figures
WHEN (SELECT trial FROM pictures WHERE quarter = old.quarter) = 0
BEGIN SELECT raise(ABORT, 'a published figure is never erased'); END
"""
_WHOLE = """
CREATE TRIGGER pictures_kept BEFORE DELETE ON pictures WHEN old.trial = 0
BEGIN SELECT raise(ABORT, 'a published quarter is never erased'); END
"""
_REMAINS = """
CREATE TRIGGER pictures_frozen BEFORE UPDATE ON pictures
BEGIN SELECT raise(ABORT, 'a published quarter is never changed'); END
"""


def apply(database: Database) -> None:
    """Make the tables, and let nothing that was published outside a trial be changed or erased."""
    for statement in (_PICTURES, _FIGURES, _FROZEN, _KEPT, _WHOLE, _REMAINS):
        database.execute(statement)
