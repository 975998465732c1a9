"""Rows of a database as columns, one array each, without a Python object for each number.

A column of floats holds NaN for NULL; one of whole numbers that may be NULL is read and written
as floats, too. PostgreSQL gathers and takes them in binary, SQLite row by row.
"""

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

import numpy as np
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Model, QuerySet
from numpy.typing import NDArray

from core.database import delete_rows, insert_rows, is_postgresql

Column: TypeAlias = NDArray[Any]
Columns: TypeAlias = dict[str, Column]

#: What a column holds: the kind of its array.
FLOAT, WHOLE, LOGICAL = "f", "i", "b"
TYPES = {FLOAT: np.float64, WHOLE: np.int64, LOGICAL: np.bool_}
GATHERED = {
    FLOAT: "array_agg(coalesce({}::float8, 'NaN'))",
    WHOLE: "array_agg({}::int8)",
    # There is no way from yes and no to a long number but this.
    LOGICAL: "array_agg({}::int4::int8)",
}
BYTES = {"smallint": 2, "integer": 4, "bigint": 8, "double precision": 8, "boolean": 1}
#: What stands before the elements of an array of one dimension, and before the rows of a COPY.
ARRAY_HEADER = 20
COPY_HEADER = b"PGCOPY\n\xff\r\n\0" + bytes(8)
COPY_END = b"\xff\xff"
MISSING = np.uint32(0xFFFFFFFF)


def read_columns(kinds: Mapping[str, str], select: str, parameters: Sequence[Any] = ()) -> Columns:
    """Return what a statement selects as arrays, (n_rows,) each, in any order of rows.

    Parameters
    ----------
    kinds
        FLOAT, WHOLE or LOGICAL for each selected column, by its name, in their order.
    """
    if is_postgresql():
        return _gathered(kinds, select, parameters)
    with connection.cursor() as cursor:
        cursor.execute(select, parameters)
        rows = cursor.fetchall()
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(kinds)
    return {
        name: np.array(column, dtype=TYPES[kind])
        for (name, kind), column in zip(kinds.items(), columns, strict=True)
    }


def read_query(kinds: Mapping[str, str], rows: QuerySet[Any]) -> Columns:
    """Return some columns of a query, by name, as `read_columns` does."""
    try:
        statement, parameters = rows.order_by().values_list(*kinds).query.sql_with_params()
    except EmptyResultSet:
        return {name: np.empty(0, dtype=TYPES[kind]) for name, kind in kinds.items()}
    return read_columns(kinds, statement, parameters)


def _gathered(kinds: Mapping[str, str], select: str, parameters: Sequence[Any]) -> Columns:
    """Let the server make one array of each column, and take its bytes as they come."""
    gathered = ", ".join(GATHERED[kind].format(name) for name, kind in kinds.items())
    statement = f"SELECT {gathered} FROM ({select}) AS gathered"  # noqa: S608
    connection.ensure_connection()
    with (
        connection.wrap_database_errors,
        # Django's own cursors read text.
        connection.Database.Cursor(connection.connection) as cursor,  # type: ignore[attr-defined]
    ):
        cursor.execute(statement, parameters, binary=True)
        result = cursor.pgresult
        found = [None if result is None else result.get_value(0, at) for at in range(len(kinds))]
    return {
        name: _elements(raw, ">f8" if kind == FLOAT else ">i8").astype(TYPES[kind])
        for (name, kind), raw in zip(kinds.items(), found, strict=True)
    }


def _elements(raw: bytes | None, kind: str) -> Column:
    """Return the elements of an array in PostgreSQL's binary form; none for no array."""
    if raw is None:
        return np.empty(0, dtype=kind)
    element = np.dtype([("length", ">i4"), ("number", kind)])
    return np.frombuffer(raw, dtype=element, offset=ARRAY_HEADER)["number"]


def insert_columns(model: type[Model], columns: Mapping[str, Column]) -> None:
    """Insert one row for each place of the columns, given by column name; NaN becomes NULL."""
    if not len(next(iter(columns.values()))):
        return
    if not is_postgresql():
        insert_rows(model, list(columns), zip(*map(_objects, columns.values()), strict=True))
        return
    # Most columns of targets hold nothing: what is not named is NULL.
    columns = {name: column for name, column in columns.items() if not _is_empty(column)}
    quote = connection.ops.quote_name
    names = ", ".join(map(quote, columns))
    statement = f"COPY {quote(model._meta.db_table)} ({names}) FROM STDIN (FORMAT binary)"
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        copy.write(_copied(model, columns))


def delete_columns(model: type[Model], keys: Mapping[str, Column]) -> None:
    """Delete the rows whose columns equal a place of `keys`, whole numbers by column name."""
    if not len(next(iter(keys.values()))):
        return
    if not is_postgresql():
        delete_rows(model, list(keys), zip(*map(_objects, keys.values()), strict=True))
        return
    quote = connection.ops.quote_name
    names = list(map(quote, keys))
    marks = ", ".join(["%s::bigint[]"] * len(names))
    same = " AND ".join(f"stored.{name} = gone.{name}" for name in names)
    with connection.cursor() as cursor:
        cursor.execute(
            f"DELETE FROM {quote(model._meta.db_table)} AS stored "  # noqa: S608
            f"USING unnest({marks}) AS gone ({', '.join(names)}) WHERE {same}",
            [column.tolist() for column in keys.values()],
        )


def _is_empty(column: Column) -> bool:
    return column.dtype.kind == FLOAT and bool(np.isnan(column).all())


def _objects(column: Column) -> list[Any]:
    """Return Python numbers, None for NaN."""
    numbers: list[Any] = column.tolist()
    if column.dtype.kind != "f":
        return numbers
    return [None if number != number else number for number in numbers]  # noqa: PLR0124


def _copied(model: type[Model], columns: Mapping[str, Column]) -> bytes:
    """Return rows in the binary form of COPY, those in which nothing is NULL first."""
    sizes = [_size(model, name) for name in columns]
    known = [
        ~np.isnan(column) if column.dtype.kind == FLOAT else np.ones(len(column), dtype=bool)
        for column in columns.values()
    ]
    is_full = np.logical_and.reduce(known)
    full, others = (
        _rows(sizes, [column[taken] for column in columns.values()], [m[taken] for m in known])
        for taken in (is_full, ~is_full)
    )
    return b"".join((COPY_HEADER, full, others, COPY_END))


def _rows(sizes: Sequence[str], columns: Sequence[Column], known: Sequence[Column]) -> bytes:
    """Return rows as they stand in a COPY: of a NULL only its length is there, -1."""
    fields: list[tuple[str, str]] = [("n_fields", ">i2")]
    for place, size in enumerate(sizes):
        kind = ">f8" if size.startswith("double") else f">i{BYTES[size]}"
        fields += [(f"length_{place}", ">u4"), (f"number_{place}", kind)]
    rows = np.empty(len(columns[0]), dtype=fields)
    rows["n_fields"] = len(columns)
    kept = np.ones((len(rows), rows.dtype.itemsize), dtype=bool)
    for place, (column, size, is_known) in enumerate(zip(columns, sizes, known, strict=True)):
        n_bytes, start = BYTES[size], rows.dtype.fields[f"number_{place}"][1]  # type: ignore[index]
        # A NULL is left out below; as a whole number NaN could not be cast.
        rows[f"number_{place}"] = np.where(is_known, column, 0)
        rows[f"length_{place}"] = np.where(is_known, np.uint32(n_bytes), MISSING)
        kept[~is_known, start : start + n_bytes] = False
    if kept.all():
        return rows.tobytes()
    return rows.view(np.uint8).reshape(len(rows), -1)[kept].tobytes()


def _size(model: type[Model], column: str) -> str:
    """Return PostgreSQL's type of a column."""
    field = next(each for each in model._meta.concrete_fields if each.column == column)
    kind = field.db_type(connection)
    return str(kind)
