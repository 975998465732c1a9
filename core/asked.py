"""Questions to the database whose SQL is made once, for what every page asks.

To build such a question takes Django many times as long as the database takes to answer it.
"""

from collections.abc import Callable, Hashable
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

#: As many questions are kept in a process, each of some 40 KB at most.
MOST_KEPT = 500

#: SQL of Django's own making, and what is put into it.
Question = tuple[str, tuple[Any, ...]]
_kept: dict[Hashable, Question] = {}


def asked(depends_on: Hashable, make: Callable[[], Question | None]) -> list[dict[str, Any]]:
    """Return the rows of an answer, by column, as the database gives them; one query.

    Parameters
    ----------
    depends_on
        What it is, and all that the SQL depends on: who asks, with which rights, on which day. Not
        the rows.
    make
        Returns the question, or None where Django knows the answer to be empty; called where
        nobody asked this before.
    """
    question = _kept.get(depends_on)
    if question is None:
        question = make()
        if question is None:
            return []
        if len(_kept) >= MOST_KEPT:
            _kept.clear()
        _kept[depends_on] = question
    with connection.cursor() as cursor:
        cursor.execute(*question)
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def question_of(rows: QuerySet[Any]) -> Question | None:
    """Return the SQL of some rows; None where Django knows that there are none."""
    try:
        sql, parameters = rows.query.sql_with_params()
    except EmptyResultSet:
        return None
    return sql, tuple(parameters)
