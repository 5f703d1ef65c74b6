"""How a step of plain statements is carried out."""

from sqlite_utils import Database


def execute_all(database: Database, schema: str) -> None:
    """Run statements that are parted by semicolons, one by one: `executescript` would commit the
    step's transaction.
    """
    for statement in schema.split(";"):
        if statement.strip():
            database.execute(statement)
