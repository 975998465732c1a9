"""Heads of columns that rows can be sorted by."""

from dataclasses import dataclass

#: Before the name of a column in an address: the other way round.
REVERSED = "-"


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a column: where a click leads, and how the rows stand by it, if they do."""

    name: str
    url: str
    direction: str
    code: str = ""
