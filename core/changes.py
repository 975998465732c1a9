"""Triggers that note every change of what pages show, whoever makes it and however.

A service can forget to say that it changed something; a trigger cannot. PostgreSQL inserts one row
into a ledger for each transaction that changed anything, so nobody waits for anybody. SQLite, which
has one writer at a time, raises one row. What is added is random: a database that was restored
never comes to a sum that it had before with other contents.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import connection

from core.database import is_postgresql

NAME = re.compile(r"[a-z][a-z0-9_]*")
FUNCTION = """
CREATE OR REPLACE FUNCTION note_{word}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('osm.{word}_is_noted', true) IS DISTINCT FROM '1' THEN
        INSERT INTO {ledger} (number) VALUES (1 + floor(random() * 1000000000)::bigint);
        PERFORM set_config('osm.{word}_is_noted', '1', true);
    END IF;
    RETURN NULL;
END $$
"""
ON_POSTGRESQL = """
CREATE OR REPLACE TRIGGER note_{word}_of_{table}
AFTER INSERT OR UPDATE{of_columns} OR DELETE OR TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION note_{word}()
"""
# No upsert: a statement that ignores conflicts would have its trigger ignore them, too.
ON_SQLITE = """
CREATE TRIGGER note_{word}_of_{table}_{verb} AFTER {verb}{of_columns} ON {table} BEGIN
    INSERT INTO {ledger} (id, number)
        SELECT 1, 0 WHERE NOT EXISTS (SELECT 1 FROM {ledger} WHERE id = 1);
    UPDATE {ledger} SET number = number + 1 + abs(random() % 1000000000) WHERE id = 1;
END
"""
VERBS = ("insert", "update", "delete")


@dataclass(frozen=True)
class Ledger:
    """A table that triggers note changes in, and the word for these in the triggers' names."""

    table: str
    word: str = "change"


def watch(
    tables: Iterable[str], ledger: Ledger, columns: Mapping[str, list[str]] | None = None
) -> list[str]:
    """Note changes of `tables` in `ledger` from now on; those watched already are left.

    Parameters
    ----------
    columns
        For some tables the columns whose update is noted; an update of others alone is not. These
        tables are watched anew each time: a column may have come.

    Returns
    -------
    list[str]
        The tables that were not watched before.
    """
    watched, columns = watched_tables(ledger.word), columns or {}
    new = [table for table in tables if table not in watched]
    for name in (
        *new,
        ledger.table,
        *columns,
        *(each for some in columns.values() for each in some),
    ):
        if not NAME.fullmatch(name):
            message = f"{name} is no plain name of a table or column."
            raise ValueError(message)
    with connection.cursor() as cursor:
        for statement in _statements({**dict.fromkeys(new), **columns}, ledger):
            cursor.execute(statement)
    return new


def watched_tables(word: str = "change") -> set[str]:
    """Return the tables whose every change is noted in the ledger of this word."""
    catalogue, name = (
        ("SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname LIKE %s", f"note_{word}_of_%")
        if is_postgresql()
        else (
            "SELECT tbl_name FROM sqlite_master WHERE type = 'trigger' AND name LIKE %s",
            f"note_{word}_of_%_delete",
        )
    )
    with connection.cursor() as cursor:
        cursor.execute(catalogue, [name])
        return {table for (table,) in cursor.fetchall()}


def _statements(tables: Mapping[str, list[str] | None], ledger: Ledger) -> Iterable[str]:
    names = {"ledger": ledger.table, "word": ledger.word}
    if is_postgresql():
        yield FUNCTION.format(**names)
    for table, columns in tables.items():
        of_columns = f" OF {', '.join(columns)}" if columns else ""
        if is_postgresql():
            yield ON_POSTGRESQL.format(table=table, of_columns=of_columns, **names)
        else:
            yield from _sqlite_statements(table, of_columns, names)


def _sqlite_statements(table: str, of_columns: str, names: Mapping[str, str]) -> Iterable[str]:
    for verb in VERBS:
        of = of_columns if verb == "update" else ""
        yield f"DROP TRIGGER IF EXISTS note_{names['word']}_of_{table}_{verb}"
        yield ON_SQLITE.format(table=table, verb=verb, of_columns=of, **names)
