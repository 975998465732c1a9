"""In which order the units of a heat map stand, and the addresses to change that."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from scorecard.models import ObjectiveVersion
from scorecard.selectors.context import Context
from scorecard.selectors.sort_heads import Head, Key, Sorting

if TYPE_CHECKING:
    from scorecard.selectors.heatmaps import MapRow

# Of an objective, so that no code can be taken for another column.
OBJECTIVE = "objective:"
DEFAULT = "score"


@dataclass(frozen=True)
class Order:
    """The order in use; upwards is worst first, and what is unknown stands last either way."""

    context: Context
    objectives: tuple[ObjectiveVersion, ...]
    sorting: Sorting

    @classmethod
    def of(cls, context: Context, objectives: Sequence[ObjectiveVersion], word: str) -> "Order":
        """Read the order of an address; one that there is not counts as the default."""
        order = cls(context, tuple(objectives), Sorting.of(word))
        is_known = order.sorting.column in order._keys()
        return order if is_known else cls(context, order.objectives, Sorting(DEFAULT))

    @property
    def word(self) -> str:
        """The order as addresses write it: ``-objective:REPAIR``."""
        return self.sorting.word

    def sorted(self, rows: "Sequence[MapRow]") -> "list[MapRow]":
        """Return the rows in order."""
        return self.sorting.sorted(rows, self._keys()[self.sorting.column])

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
        query = urlencode({"sort": self.sorting.after_click(column).word})
        return Head(
            name=version.name if version else "",
            url=f"?{self.context.query}&{query}",
            direction=self.sorting.direction(column),
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
