"""What differs between PostgreSQL and SQLite: locks, bulk writes, statistics, one function each."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from zlib import crc32

from django.db import connection, transaction
from django.db.models import Model

SOURCES_LOCK = 0x05A1
KEY_LOCK_SPACE = 0x05A2


def is_postgresql() -> bool:
    """Tell whether the default database is PostgreSQL."""
    return connection.vendor == "postgresql"


def hold_sources_shared() -> None:
    """Hold the lock of everybody who writes sources, until the transaction ends.

    A freeze takes it exclusively: whoever recorded before its position has then committed.
    On SQLite the write lock of the transaction does the same.
    """
    if is_postgresql():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [SOURCES_LOCK])


def hold_sources_alone() -> None:
    """Hold the lock of everybody who writes sources alone, until the transaction ends.

    Whoever held it shared has committed then, and whoever wants it waits.
    """
    if is_postgresql():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [SOURCES_LOCK])


def lock_key(key: str, *, wait: bool = False) -> bool:
    """Lock `key` until the transaction ends; False if somebody else holds it and `wait` is off.

    SQLite needs none: a writing transaction holds the whole database (BEGIN IMMEDIATE).
    """
    if not is_postgresql():
        return True
    with connection.cursor() as cursor:
        signed = crc32(key.encode()) - 2**31
        if wait:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [KEY_LOCK_SPACE, signed])
            return True
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [KEY_LOCK_SPACE, signed])
        return bool(cursor.fetchone()[0])


def commit_without_waiting() -> None:
    """Let this transaction end before the disk has it: for what may be lost with a power cut."""
    if is_postgresql():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL synchronous_commit TO OFF")


@contextmanager
def snapshot() -> Iterator[None]:
    """Read in one transaction in which nothing changes, whatever others write meanwhile."""
    is_outermost = not connection.in_atomic_block
    with transaction.atomic():
        if is_outermost and is_postgresql():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def analyze(*models: type[Model]) -> None:
    """Let PostgreSQL look anew at what tables hold, after many rows came at once.

    It does so by itself some minutes later; until then pages that are asked for took minutes.
    """
    if is_postgresql():
        tables = ", ".join(connection.ops.quote_name(model._meta.db_table) for model in models)
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {tables}")


def insert_rows(model: type[Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert many rows: COPY on PostgreSQL, executemany on SQLite.

    Values are given as the database stores them; `columns` are column names.
    """
    quote = connection.ops.quote_name
    table, names = quote(model._meta.db_table), ", ".join(map(quote, columns))
    with connection.cursor() as cursor:
        if is_postgresql():
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            marks = ", ".join(["?"] * len(columns))
            statement = f"INSERT INTO {table} ({names}) VALUES ({marks})"  # noqa: S608
            connection.connection.executemany(statement, rows)


def delete_rows(model: type[Model], columns: Sequence[str], keys: Iterable[Sequence[Any]]) -> None:
    """Delete the rows whose `columns` equal one of `keys`."""
    quote = connection.ops.quote_name
    table = quote(model._meta.db_table)
    mark = "%s" if is_postgresql() else "?"
    where = " AND ".join(f"{quote(column)} = {mark}" for column in columns)
    statement = f"DELETE FROM {table} WHERE {where}"  # noqa: S608
    with connection.cursor() as cursor:
        if is_postgresql():
            cursor.executemany(statement, list(keys))
        else:
            connection.connection.executemany(statement, keys)
