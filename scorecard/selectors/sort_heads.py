"""Rows that can be sorted by their columns, and the heads with which a reader does so."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

Row = TypeVar("Row")
# A number or a text, the same for all rows; None is unknown.
Key = Any
#: Before the name of a column in an address: the other way round.
REVERSED = "-"


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a column: where a click leads, and how the rows stand by it, if they do."""

    name: str
    url: str
    direction: str
    code: str = ""


@dataclass(frozen=True, slots=True)
class Sorting:
    """By which column rows stand in order, and whether the other way round; empty for none."""

    column: str
    is_reversed: bool = False

    @classmethod
    def of(cls, word: str) -> "Sorting":
        """Read how an address writes it: ``-score``."""
        return cls(word.removeprefix(REVERSED), word.startswith(REVERSED))

    @property
    def word(self) -> str:
        """The order as addresses write it."""
        return (REVERSED if self.is_reversed else "") + self.column

    def after_click(self, column: str) -> "Sorting":
        """Return the order that a click on a head leads to: of the column in use, turned around."""
        return Sorting(column, is_reversed=column == self.column and not self.is_reversed)

    def direction(self, column: str) -> str:
        """Say how the rows stand by a column, as `aria-sort` does; empty where they do not."""
        if column != self.column:
            return ""
        return "descending" if self.is_reversed else "ascending"

    def sorted(self, rows: Iterable[Row], key: Callable[[Row], Key]) -> list[Row]:
        """Return rows in order; what is unknown stands last either way."""
        listed = list(rows)
        known = [row for row in listed if key(row) is not None]
        unknown = [row for row in listed if key(row) is None]
        return [*sorted(known, key=key, reverse=self.is_reversed), *unknown]
