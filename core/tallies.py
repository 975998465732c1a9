"""How many rows there are of several kinds, asked in one question whose SQL is made once.

For numbers that stand on every page: to build such a question takes Django ten times as long as the
database takes to answer it.
"""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

#: As many questions are kept in a process, each of some 40 KB.
MOST_KEPT = 500


@dataclass(frozen=True)
class Total:
    """Rows of which the numbers in a column are added up; NULL adds nothing."""

    rows: QuerySet[Any]
    column: str


Tally = QuerySet[Any] | Total
_Question = tuple[tuple[str, ...], str, tuple[Any, ...]]
_kept: dict[Hashable, _Question] = {}


def tallies(depends_on: Hashable, make: Callable[[], Mapping[str, Tally]]) -> dict[str, int]:
    """Return how many rows each kind has, or their total, by the name of the kind; one query.

    Parameters
    ----------
    depends_on
        All that the SQL depends on: who asks, with which rights, on which day. Not the rows.
    make
        Returns what to count; called where nobody asked this before.
    """
    question = _kept.get(depends_on)
    if question is None:
        question = _question(make())
        if len(_kept) >= MOST_KEPT:
            _kept.clear()
        _kept[depends_on] = question
    names, sql, parameters = question
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return dict(zip(names, map(int, cursor.fetchone()), strict=True))


def _question(kinds: Mapping[str, Tally]) -> _Question:
    texts: list[str] = []
    parameters: list[Any] = []
    for kind in kinds.values():
        text, more = _one(kind)
        texts.append(text)
        parameters += more
    return tuple(kinds), f"SELECT {', '.join(texts)}", tuple(parameters)


def _one(kind: Tally) -> tuple[str, tuple[Any, ...]]:
    rows, column = (kind.rows, kind.column) if isinstance(kind, Total) else (kind, "pk")
    try:
        sql, parameters = rows.order_by().values_list(column).query.sql_with_params()
    except EmptyResultSet:
        return "0", ()
    number = connection.ops.quote_name(column)
    wanted = f"COALESCE(SUM({number}), 0)" if isinstance(kind, Total) else "COUNT(*)"
    # Nobody's words get into it: the SQL is Django's, the column its own.
    return f"(SELECT {wanted} FROM ({sql}) counted)", parameters  # noqa: S608
