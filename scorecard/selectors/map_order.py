"""In which order the units of a heat map stand, and the addresses to change that."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from scorecard.models import ObjectiveVersion
from scorecard.selectors.context import Context
from scorecard.selectors.sort_heads import REVERSED, Head

if TYPE_CHECKING:
    from scorecard.selectors.heatmaps import MapRow

# A number or a text, the same for all rows; None is unknown.
Key = Any
# Of an objective, so that no code can be taken for another column.
OBJECTIVE = "objective:"
DEFAULT = "score"


@dataclass(frozen=True)
class Order:
    """The order in use; upwards is worst first, and what is unknown stands last either way."""

    context: Context
    objectives: tuple[ObjectiveVersion, ...]
    column: str
    is_reversed: bool

    @classmethod
    def of(cls, context: Context, objectives: Sequence[ObjectiveVersion], word: str) -> "Order":
        """Read the order of an address; one that there is not counts as the default."""
        column = word.removeprefix(REVERSED)
        order = cls(context, tuple(objectives), column, word.startswith(REVERSED))
        return order if column in order._keys() else cls(context, order.objectives, DEFAULT, False)  # noqa: FBT003

    @property
    def word(self) -> str:
        """The order as addresses write it: ``-objective:REPAIR``."""
        return (REVERSED if self.is_reversed else "") + self.column

    def sorted(self, rows: "Sequence[MapRow]") -> "list[MapRow]":
        """Return the rows in order."""
        key = self._keys()[self.column]
        known = [row for row in rows if key(row) is not None]
        unknown = [row for row in rows if key(row) is None]
        return [*sorted(known, key=key, reverse=self.is_reversed), *unknown]

    def page_url(self, first: int) -> str:
        """Return the address of the rows from one on, in the same order."""
        return f"?{self.context.query}&{urlencode({'sort': self.word, 'from': first})}"

    @property
    def unit(self) -> Head:
        """The head over the units' names."""
        return self._head("unit")

    @property
    def score(self) -> Head:
        """The head over the scores of their scorecards."""
        return self._head("score")

    @property
    def change(self) -> Head:
        """The head over how these moved."""
        return self._head("change")

    @property
    def coverage(self) -> Head:
        """The head over how much is in."""
        return self._head("in")

    @property
    def heads(self) -> list[Head]:
        """The heads over the objectives."""
        return [
            self._head(OBJECTIVE + version.objective.code, version) for version in self.objectives
        ]

    def _head(self, column: str, version: ObjectiveVersion | None = None) -> Head:
        current = column == self.column
        other_way = current and not self.is_reversed
        query = urlencode({"sort": (REVERSED if other_way else "") + column})
        return Head(
            name=version.name if version else "",
            url=f"?{self.context.query}&{query}",
            direction=("descending" if self.is_reversed else "ascending") if current else "",
            code=version.objective.code if version else "",
        )

    def _keys(self) -> "dict[str, Callable[[MapRow], Key]]":
        """Return by what each column sorts."""
        keys: dict[str, Callable[[MapRow], Key]] = {
            "unit": lambda row: row.name.casefold(),
            "score": lambda row: row.score,
            "change": lambda row: row.change,
            "in": lambda row: row.reported / row.expected if row.expected else None,
        }
        for place, version in enumerate(self.objectives):
            keys[OBJECTIVE + version.objective.code] = _score_in(place)
        return keys


def _score_in(place: int) -> "Callable[[MapRow], Key]":
    return lambda row: row.cells[place].score
