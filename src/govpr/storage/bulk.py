"""Many rows at once."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection


def run_many(connection: Connection, statement: str, rows: Sequence[tuple[Any, ...]]) -> None:
    """One statement for many rows, past what SQLAlchemy does for each value of each row.

    Args:
        connection: A connection for writing.
        statement: SQL that both databases know, with `?` for each value.
        rows: The values: text, whole numbers, None; JSON as text, times as the database keeps them.
    """
    if rows:
        mark = "%s" if connection.dialect.name == "postgresql" else "?"
        connection.exec_driver_sql(statement.replace("?", mark), list(rows))
