"""How many rows there are of several kinds, asked in one question: numbers on every page."""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from core.asked import Question, asked, question_of


@dataclass(frozen=True)
class Total:
    """Rows of which the numbers in a column are added up; NULL adds nothing."""

    rows: QuerySet[Any]
    column: str


Tally = QuerySet[Any] | Total


def tallies(depends_on: Hashable, make: Callable[[], Mapping[str, Tally]]) -> dict[str, int]:
    """Return how many rows each kind has, or their total, by the name of the kind; one query.

    Parameters
    ----------
    depends_on
        All that the SQL depends on: who asks, with which rights, on which day. Not the rows.
    make
        Returns what to count; called where nobody asked this before.
    """
    (found,) = asked(("tallies", depends_on), lambda: _question(make()))
    return {name: int(number) for name, number in found.items()}


def _question(kinds: Mapping[str, Tally]) -> Question:
    texts: list[str] = []
    parameters: list[Any] = []
    for name, kind in kinds.items():
        text, more = _one(kind)
        texts.append(f"{text} AS {connection.ops.quote_name(name)}")
        parameters += more
    return f"SELECT {', '.join(texts)}", tuple(parameters)


def _one(kind: Tally) -> Question:
    rows, column = (kind.rows, kind.column) if isinstance(kind, Total) else (kind, "pk")
    question = question_of(rows.order_by().values_list(column))
    if question is None:
        return "0", ()
    sql, parameters = question
    number = connection.ops.quote_name(column)
    wanted = f"COALESCE(SUM({number}), 0)" if isinstance(kind, Total) else "COUNT(*)"
    # Nobody's words get into it: the SQL is Django's, the column its own.
    return f"(SELECT {wanted} FROM ({sql}) counted)", parameters  # noqa: S608
