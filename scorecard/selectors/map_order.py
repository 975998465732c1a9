"""What a heat map tells, in which order its units stand, and the addresses to change that."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _

from scorecard.selectors.arranging import CHANGE, COMPLETE, Choice
from scorecard.selectors.context import Context
from scorecard.selectors.map_cells import STATUS, TELLS
from scorecard.selectors.map_measures import Measure, Measures
from scorecard.selectors.ranks import ranks
from scorecard.selectors.sort_heads import Head, Key, Sorting

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scorecard.selectors.heatmaps import MapRow

#: By what the units stand where an address does not say it.
DEFAULTS = {STATUS: "score", CHANGE: "change", COMPLETE: "in"}
NAMES = "unit"


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks of the map: what it tells, and the order as it writes it."""

    tell: str = STATUS
    sort: str = ""

    @classmethod
    def of(cls, params: QueryDict) -> "Asked":
        """Read an address; a word that there is not counts as none."""
        tell = params.get("tell", "")
        return cls(tell if tell in TELLS else STATUS, params.get("sort", ""))


@dataclass(frozen=True, slots=True)
class Option:
    """Something to rank by, for a list to choose from."""

    word: str
    label: str
    current: bool


@dataclass(frozen=True)
class Order:
    """The order in use; upwards is worst first, and what is unknown stands last either way."""

    context: Context
    tell: str
    measures: Measures
    sorting: Sorting

    @classmethod
    def of(cls, context: Context, measures: Measures, asked: Asked) -> "Order":
        """Read the order of an address; one that there is not counts as the default."""
        # How much had come in is not known of a past moment.
        tell = STATUS if context.as_of and asked.tell == COMPLETE else asked.tell
        order = cls(context, tell, measures, Sorting.of(asked.sort))
        is_known = order.extra or order.sorting.column in {*order._plain, *order._places}
        return order if is_known else replace(order, sorting=Sorting(DEFAULTS[tell]))

    @property
    def word(self) -> str:
        """The order as addresses write it: ``-objective:REPAIR``."""
        return self.sorting.word

    @property
    def extra(self) -> Measure | None:
        """What the units are ranked by that has no column of its own otherwise."""
        extras = {measure.word: measure for measure in self.measures.extras}
        return extras.get(self.sorting.column)

    @property
    def extra_columns(self) -> int:
        """How many columns that takes: of a KPI its figure, too."""
        return 1 + bool(self.extra and self.extra.is_kpi)

    @property
    def has_coverage(self) -> bool:
        """Whether it is known how much has come in: of a past moment it is not."""
        return not self.context.as_of

    @property
    def sentence(self) -> str:
        """In which order the units stand, to name their list."""
        if not self.is_ranking:
            return _("Units by name")
        end = self._ends()[self.sorting.is_reversed]
        return _("Units, %(order)s") % {"order": end[:1].lower() + end[1:]}

    @property
    def is_ranking(self) -> bool:
        """Whether the units have ranks: by names they have none."""
        return self.sorting.column != NAMES

    @property
    def query(self) -> str:
        """Unit, period and arrangement for the address of the same rows elsewhere."""
        return self.url(self.sorting).removeprefix("?")

    def ranked(self, rows: "Sequence[MapRow]") -> "list[MapRow]":
        """Return the rows in order, each with its rank among them."""
        listed = self.sorting.sorted(rows, self._key)
        if not self.is_ranking:
            return listed
        places = ranks([self._key(row) for row in listed])
        return [replace(row, rank=rank) for row, rank in zip(listed, places, strict=True)]

    def page_url(self, first: int) -> str:
        """Return the address of the rows from one on, in the same order."""
        return f"{self.url(self.sorting)}&{urlencode({'from': first})}"

    @property
    def tells(self) -> list[Choice]:
        """What the map can tell; the order stays where somebody chose it."""
        labels = {STATUS: _("Status"), CHANGE: _("Change")}
        if self.has_coverage:
            labels[COMPLETE] = _("Coverage")
        return [self._telling(tell, label) for tell, label in labels.items()]

    @property
    def directions(self) -> list[Choice]:
        """From which end the units are ranked; none where they stand by name."""
        if not self.is_ranking:
            return []
        column = self.sorting.column
        first, last = self._ends()
        return [
            self._direction(first, Sorting(column)),
            self._direction(last, Sorting(column, is_reversed=True)),
        ]

    @property
    def options(self) -> list[tuple[str, list[Option]]]:
        """All to rank by, in groups; the name of the first group is empty."""
        whole = {"score": _("Score"), "change": _("Change of score")}
        if self.has_coverage:
            whole["in"] = _("Figures in")
        groups = [("", [self._option(word, label) for word, label in whole.items()])]
        for name, measures in self.measures.groups:
            groups.append((name, [self._option(each.word, each.name) for each in measures]))
        return groups

    @property
    def unit(self) -> Head:
        """The head over the units' names."""
        return self._head(NAMES)

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
        return [self._head(each.word, each) for each in self.measures.objectives]

    @property
    def extra_head(self) -> Head | None:
        """The head over what has a column only because the units are ranked by it."""
        return self._head(self.extra.word, self.extra) if self.extra else None

    @property
    def _places(self) -> dict[str, int]:
        """In which column each objective stands."""
        return {each.word: place for place, each in enumerate(self.measures.objectives)}

    @property
    def _plain(self) -> tuple[str, ...]:
        known = TELLS if self.has_coverage else (STATUS, CHANGE)
        return (NAMES, *(DEFAULTS[tell] for tell in known))

    def _key(self, row: "MapRow") -> Key:
        """Return by what a row stands in order."""
        column = self.sorting.column
        if column in self._plain:
            return row.by(column)
        place = self._places.get(column)
        cell = row.ranked_by if place is None else row.cells[place]
        return cell.told(self.tell) if cell else None

    def _ends(self) -> tuple[str, str]:
        column = self.sorting.column
        by_tell = {CHANGE: "change", COMPLETE: "in"}.get(self.tell, "score")
        ends = {
            "score": (_("Worst first"), _("Best first")),
            "change": (_("Fallen most first"), _("Risen most first")),
            "in": (_("Least complete first"), _("Most complete first")),
        }
        return ends[column if column in ends else by_tell]

    def _direction(self, label: str, sorting: Sorting) -> Choice:
        return Choice(label, self.url(sorting), current=sorting == self.sorting)

    def _telling(self, tell: str, label: str) -> Choice:
        chosen = self.sorting if self.word != DEFAULTS[self.tell] else Sorting("")
        url = replace(self, tell=tell).url(chosen)
        return Choice(label, url, current=tell == self.tell)

    def _option(self, word: str, label: str) -> Option:
        return Option(word, label, current=word == self.sorting.column)

    def _head(self, column: str, measure: Measure | None = None) -> Head:
        return Head(
            name=measure.name if measure else "",
            url=self.url(self.sorting.after_click(column)),
            direction=self.sorting.direction(column),
            code=measure.code if measure else "",
        )

    def url(self, sorting: Sorting) -> str:
        """Return the address of the map in another order."""
        words = {"tell": "" if self.tell == STATUS else self.tell, "sort": sorting.word}
        query = urlencode({name: word for name, word in words.items() if word})
        return f"?{self.context.query}" + (f"&{query}" if query else "")
